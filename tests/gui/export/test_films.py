"""Films and files: whole or not there."""

from __future__ import annotations

import errno
from pathlib import Path

import av
import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from gui.export.files import growing, part_of, problem_of
from gui.export.film import ENCODERS, Film, pixels_of
from gui.export.request import ExportProblem, Format

COLOURS = ("#ff0000", "#00ff00", "#0000ff", "#fefefe", "#101010")


def frame(colour: str, width: int = 96, height: int = 64) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def written(path: Path, format: Format, fps: float = 2.0) -> None:
    film = Film(path, format, fps, "A title", "وصف")
    for colour in COLOURS:
        film.add(frame(colour))
    film.finish()


@pytest.mark.parametrize("format", ["gif", "mp4"])
def test_a_film_has_every_frame_its_size_its_rate_and_its_colours(format: Format, tmp_path: Path) -> None:
    path = tmp_path / "film"
    written(path, format)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height) == (96, 64)
        frames = list(container.decode(stream))
        assert [one.time for one in frames] == [0, 0.5, 1.0, 1.5, 2.0]
        if format == "mp4":
            assert stream.codec_context.pix_fmt == "yuv420p"
            assert container.metadata["title"] == "A title"
            assert container.metadata["comment"] == "وصف"
    for colour, one in zip(COLOURS, frames, strict=True):
        pixels = one.to_ndarray(format="rgb24")
        expected = QColor(colour).getRgb()[:3]  # type: ignore[index]
        assert np.abs(pixels.astype(int) - np.array(expected)).max() <= (2 if format == "gif" else 12), colour


@pytest.mark.parametrize("format", ["gif", "mp4"])
def test_the_same_frames_are_the_same_file(format: Format, tmp_path: Path) -> None:
    for name in ("one", "two"):
        written(tmp_path / name, format)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("encoder", ["libx264", "mpeg4"])
def test_an_mp4_is_made_with_what_there_is(encoder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENCODERS, "mp4", ("no_such_encoder", encoder))
    written(tmp_path / "film", "mp4")
    with av.open(str(tmp_path / "film")) as container:
        assert len(list(container.decode(video=0))) == len(COLOURS)


def test_without_an_encoder_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENCODERS, "mp4", ("no_such_encoder",))
    with pytest.raises(ExportProblem, match="encoder"):
        Film(tmp_path / "film", "mp4", 2.0, "", "")


def test_a_film_that_cannot_be_written_says_so_to_who_gives_frames(tmp_path: Path) -> None:
    film = Film(tmp_path / "no" / "film", "gif", 2.0, "", "")
    film.add(frame(COLOURS[0]))
    with pytest.raises(OSError, match="No such file"):
        film.finish()
    film.give_up()


def test_giving_up_ends_the_thread(tmp_path: Path) -> None:
    film = Film(tmp_path / "film", "mp4", 2.0, "", "")
    film.add(frame(COLOURS[0]))
    film.give_up()
    assert not film._thread.is_alive()


def test_pixels_outlive_their_picture() -> None:
    pixels = pixels_of(frame("#102030", 5, 3))
    assert pixels.shape == (3, 5, 3)
    assert pixels[2, 4].tolist() == [16, 32, 48]


def test_a_file_is_there_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"old")
    with growing(path) as part:
        part.write_bytes(b"new")
        assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["picture.png"]
    assert path.read_bytes() == b"new"


def test_what_fails_or_is_given_up_leaves_nothing(tmp_path: Path) -> None:
    def half(error: BaseException) -> None:
        with growing(tmp_path / "picture.png") as part:
            part.write_bytes(b"half")
            raise error

    for error in (KeyboardInterrupt(), ExportProblem("late")):
        with pytest.raises(type(error)):
            half(error)
        assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_and_a_full_disk(tmp_path: Path) -> None:
    with pytest.raises(ExportProblem) as found, growing(tmp_path / "no" / "a.png"):
        raise AssertionError("nothing is drawn for it")
    assert (found.value.code, found.value.values["name"]) == ("unwritable", "a.png")
    with pytest.raises(ExportProblem) as found, growing(tmp_path / "a.png"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert (found.value.code, found.value.values) == ("disk_full", {"name": "a.png"})
    assert list(tmp_path.iterdir()) == []
    assert (
        problem_of(OSError(errno.EACCES, "Permission denied"), tmp_path / "b").values["reason"] == "Permission denied"
    )


def test_parts_of_two_processes_are_two_files(tmp_path: Path) -> None:
    assert part_of(tmp_path / "a.png", 1) != part_of(tmp_path / "a.png", 2)
    assert part_of(tmp_path / "a.png").parent == tmp_path
