"""Pictures: what is read is what the file holds, and no bytes do harm."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from core.media.images import read_image
from core.media.problem import MediaError, MediaProblem


def problem_of(path: Path) -> MediaProblem:
    with pytest.raises(MediaError) as caught:
        read_image(path)
    return caught.value.code


def png_bomb(path: Path, side: int) -> None:
    """A valid PNG of side x side grey pixels, all of them 0, in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    squeezed = zlib.compressobj(9)
    rows = b"".join(squeezed.compress(b"\0" * (side + 1)) for _ in range(side)) + squeezed.flush()
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_values_are_those_of_the_file(mode: str, tmp_path: Path) -> None:
    shape = (5, 7) if mode == "L" else (5, 7, 3)
    values = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    path = tmp_path / "picture.png"
    Image.fromarray(values).save(path)
    pixels = read_image(path).pixels
    expected = values[None] if mode == "L" else values.transpose(2, 0, 1)
    np.testing.assert_allclose(pixels, expected / 255, atol=1e-6)
    assert not pixels.flags.writeable


def test_jpeg_and_content_before_ending(tmp_path: Path) -> None:
    path = tmp_path / "picture.txt"
    Image.new("RGB", (9, 4), (200, 10, 10)).save(path, "JPEG")
    assert read_image(path).pixels.shape == (3, 4, 9)


def test_transparency_lies_over_white(tmp_path: Path) -> None:
    path = tmp_path / "clear.png"
    Image.new("RGBA", (2, 2), (0, 0, 0, 0)).save(path)
    np.testing.assert_array_equal(read_image(path).pixels, np.ones((3, 2, 2)))


def test_sixteen_bits(tmp_path: Path) -> None:
    path = tmp_path / "deep.png"
    Image.fromarray(np.array([[0, 65535], [32768, 1]], np.uint16)).save(path)
    np.testing.assert_allclose(read_image(path).pixels[0], np.array([[0, 1], [32768 / 65535, 1 / 65535]]), atol=1e-6)


def test_one_pixel_and_odd_sizes(tmp_path: Path) -> None:
    for size in ((1, 1), (1, 9), (13, 1)):
        path = tmp_path / "small.png"
        Image.new("L", size, 128).save(path)
        assert read_image(path).pixels.shape == (1, size[1], size[0])


def test_exif_orientation(tmp_path: Path) -> None:
    path = tmp_path / "turned.jpg"
    exif = Image.Exif()
    exif[274] = 6
    Image.new("RGB", (8, 4)).save(path, exif=exif)
    assert read_image(path).pixels.shape == (3, 8, 4)


def test_a_small_file_of_sixteen_thousand_a_side_is_not_decoded(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    png_bomb(path, 16_384)
    assert path.stat().st_size < 1_000_000
    assert problem_of(path) is MediaProblem.TOO_LARGE


def test_missing_empty_wrong_and_cut(tmp_path: Path) -> None:
    assert problem_of(tmp_path / "gone.png") is MediaProblem.MISSING
    empty = tmp_path / "empty.png"
    empty.touch()
    assert problem_of(empty) is MediaProblem.EMPTY
    words = tmp_path / "words.png"
    words.write_text("not a picture")
    assert problem_of(words) is MediaProblem.NOT_IMAGE
    cut = tmp_path / "cut.png"
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (64, 64), np.uint8)).save(cut)
    cut.write_bytes(cut.read_bytes()[:1500])
    assert problem_of(cut) is MediaProblem.TRUNCATED


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ending=st.sampled_from(["png", "jpg", "gif", "bmp", "tiff", "webp"]),
    cut=st.integers(0, 800),
    place=st.integers(0, 300),
    byte=st.binary(min_size=1, max_size=8),
)
def test_no_bytes_do_harm(ending: str, cut: int, place: int, byte: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"picture.{ending}"
    Image.fromarray(np.random.default_rng(1).integers(0, 256, (17, 23, 3), np.uint8)).save(path)
    data = bytearray(path.read_bytes())
    data = data[: max(1, len(data) - cut)]
    data[place : place + len(byte)] = byte
    path.write_bytes(bytes(data))
    try:
        picture = read_image(path)
    except MediaError:
        pass  # Refused in words; what this test is for is that nothing else is raised.
    else:
        assert picture.pixels.ndim == 3
        assert picture.pixels.min() >= 0
        assert picture.pixels.max() <= 1


def test_the_pages_of_a_tiff_are_channels(tmp_path: Path) -> None:
    path = tmp_path / "stack.tif"
    for kind, top in ((np.uint8, 255), (np.uint16, 65535)):
        values = np.random.default_rng(0).integers(0, top, (5, 3, 4), endpoint=True).astype(kind)
        pages = [Image.fromarray(page) for page in values]
        pages[0].save(path, save_all=True, append_images=pages[1:])
        np.testing.assert_allclose(read_image(path).pixels, values / top, atol=1e-6)


def test_pages_of_measured_values_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "stack.tif"
    values = np.random.default_rng(0).normal(300, 80, (3, 6, 5)).astype(np.float32)
    pages = [Image.fromarray(page) for page in values]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    np.testing.assert_array_equal(read_image(path).pixels, values)


def test_pages_of_several_kinds_are_a_document_of_which_the_first_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "document.tif"
    Image.new("L", (4, 3), 51).save(path, save_all=True, append_images=[Image.new("L", (9, 9))])
    np.testing.assert_allclose(read_image(path).pixels, np.full((1, 3, 4), 0.2), atol=1e-6)
    Image.new("RGB", (4, 3)).save(path, save_all=True, append_images=[Image.new("RGB", (4, 3))])
    assert read_image(path).pixels.shape == (3, 3, 4)


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "film.tif"
    Image.new("L", (1, 1)).save(path, save_all=True, append_images=[Image.new("L", (1, 1))] * 512)
    assert problem_of(path) is MediaProblem.CHANNELS
