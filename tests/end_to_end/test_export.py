"""``main.py export`` as somebody runs it: no display, one file, one line if something is wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import av
import pytest
from PySide6.QtGui import QImage

from core.labs.autograd import AutogradState, example
from core.labs.source import Source
from core.labs.state import AppState
from core.session.files import save_session
from core.session.held import Packer

ROOT = Path(__file__).parent.parent.parent


def export(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    without = {name: text for name, text in os.environ.items() if name not in ("QT_QPA_PLATFORM", "DISPLAY")}
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "export", *map(str, arguments)],
        capture_output=True, text=True, check=False, timeout=350, env={**without, **environment},
    )  # fmt: skip


def fine(done: subprocess.CompletedProcess[str]) -> None:
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def wrong(done: subprocess.CompletedProcess[str], *parts: str) -> None:
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("main.py export: ")
    for part in parts:
        assert part in done.stderr


def session(path: Path, state: AppState) -> Path:
    save_session(path, state, Packer(path.parent))
    return path


def test_a_sample_in_any_theme_language_size_and_scale_without_settings(tmp_path: Path, own_home: Path) -> None:
    path = tmp_path / "a.png"
    fine(
        export(
            "sample:signal", "--to", path, "--language", "ar", "--theme", "dark", "--size", "700x500", "--scale", "3",
            "--steps", "9", "--part", "page", HOME=str(tmp_path / "nowhere"),
        )
    )  # fmt: skip
    image = QImage(str(path))
    assert (image.width(), image.height()) == (2100, 1500)
    assert image.pixelColor(4, 4).lightness() < 60
    assert "nn.Conv1d" in image.text("Description")
    assert any("\u0600" <= one <= "\u06ff" for one in image.text("Title"))
    assert list(own_home.iterdir()) == []
    assert [one.name for one in tmp_path.iterdir()] == ["a.png"]


def test_a_session_is_drawn_as_it_was_saved(tmp_path: Path) -> None:
    state = AppState(lab="autograd", autograd=example("mean_of_products"))
    own = session(tmp_path / "own.convgrad", state)
    fine(export(own, "--to", tmp_path / "a.svg", "--run", "--steps", "9"))
    root = ElementTree.fromstring((tmp_path / "a.svg").read_bytes())
    texts = ["".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "SubBackward0" in texts
    assert "MeanBackward0" in texts
    fine(export(own, "--to", tmp_path / "b.svg"))
    assert "SubBackward0" not in (tmp_path / "b.svg").read_text(encoding="utf-8")


def test_a_session_never_runs_by_itself(tmp_path: Path) -> None:
    trap = tmp_path / "ran"
    program = f"open({str(trap)!r}, 'w').close()\n"
    own = session(tmp_path / "own.convgrad", AppState(lab="autograd", autograd=AutogradState(program=program)))
    fine(export(own, "--to", tmp_path / "a.png"))
    assert not trap.exists()
    fine(export(own, "--to", tmp_path / "a.png", "--run"))
    assert trap.exists()


def test_a_film_of_some_steps(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    fine(export("sample:autograd", "--to", path, "--run", "--steps", "2:4", "--fps", "5", "--size", "641x481"))
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height, stream.average_rate) == (642, 482, 5)
        frames = [one.to_ndarray(format="rgb24") for one in container.decode(stream)]
    assert len(frames) == 3
    assert (frames[0] != frames[1]).any()
    assert (frames[1] != frames[2]).any()


def test_what_is_wrong_is_one_line_and_two(tmp_path: Path) -> None:
    target = tmp_path / "a.png"
    wrong(export("sample:kitchen", "--to", target), "sample:signal")
    wrong(export("sample:autograd:kitchen", "--to", target), "mean_of_squares")
    wrong(export(tmp_path / "none.convgrad", "--to", target), "none.convgrad")
    (tmp_path / "broken.convgrad").write_text("{", encoding="utf-8")
    wrong(export(tmp_path / "broken.convgrad", "--to", target), "broken.convgrad")
    wrong(export("sample:signal", "--to", tmp_path / "a.bmp"), "png")
    wrong(export("sample:autograd", "--to", tmp_path / "no" / "a.png"), "a.png")
    wrong(export("sample:autograd", "--to", target, "--steps", "5"), "5")
    assert not target.exists()


@pytest.mark.parametrize(
    "options",
    [
        ["--size", "12"], ["--size", "10x10"], ["--scale", "5"], ["--steps", "b"], ["--steps", "5:2"],
        ["--steps", ""], ["--fps", "0"], ["--fps", "nan"], ["--language", "fr"], ["--theme", "pink"],
    ],
)  # fmt: skip
def test_wrong_options_are_named(options: list[str], tmp_path: Path) -> None:
    done = export("sample:signal", "--to", tmp_path / "a.png", *options)
    assert done.returncode == 2
    assert options[0] in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_a_recording_that_is_gone_is_no_picture_of_another(tmp_path: Path) -> None:
    recording = tmp_path / "gone.wav"
    state = AppState(lab="signal")
    state = replace(state, signal=replace(state.signal, source=Source("file", str(recording))))
    own = session(tmp_path / "own.convgrad", state)
    wrong(export(own, "--to", tmp_path / "a.png"), "gone.wav")
    fine(export(own, "--to", tmp_path / "a.png", "--lab", "autograd"))


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_stopping_leaves_nothing(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "export", "sample:autograd", "--to", str(tmp_path / "a.gif"), "--run"],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not list(tmp_path.iterdir()):
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=100)
    assert process.returncode == 130, said
    assert len(said.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
