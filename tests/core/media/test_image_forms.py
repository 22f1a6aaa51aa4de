"""What a picture may be made of: 16 bits, alpha, premultiplied, CMYK, turned by EXIF, odd and tiny.

The files are written here byte by byte where Pillow cannot write them, and what is expected is worked out by numpy.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from core.media.images import prepared, read_image

Values = npt.NDArray[np.generic]
ODD = (5, 7)


def drawn(shape: tuple[int, ...], kind: type[np.generic] = np.uint8) -> Values:
    top = np.iinfo(kind).max  # type: ignore[call-overload]
    return np.random.default_rng(len(shape)).integers(0, top, shape, kind, endpoint=True)  # type: ignore[call-overload,no-any-return]


def write_png(path: Path, values: Values, colour: int, extra: bytes = b"") -> None:
    """A PNG file of 8 or 16 bits a sample: (height, width, samples), its colour type, and chunks before the data."""
    height, width = values.shape[:2]

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    bits = values.dtype.itemsize * 8
    rows = b"".join(b"\0" + row.astype(values.dtype.newbyteorder(">")).tobytes() for row in values)
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    transparent = chunk(b"tRNS", extra) if extra else b""
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + header + transparent + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


def write_tiff(path: Path, values: Values, photometric: int, *, order: str = "<", extra: int | None = None) -> None:
    """An uncompressed TIFF file, (height, width, samples); `extra` is the kind of its last sample, 1 for premultiplied."""
    height, width, samples = values.shape
    bits = values.dtype.itemsize * 8
    data = values.astype(values.dtype.newbyteorder(order)).tobytes()
    entries = [
        (256, 4, [width]),
        (257, 4, [height]),
        (258, 3, [bits] * samples),
        (259, 3, [1]),
        (262, 3, [photometric]),
    ]
    entries += [(273, 4, [0]), (277, 3, [samples]), (278, 4, [height]), (279, 4, [len(data)])]
    if extra is not None:
        entries.append((338, 3, [extra]))
    start = 8 + 2 + 12 * len(entries) + 4
    outside, table = b"", b""
    for tag, kind, numbers in entries:
        packed = struct.pack(f"{order}{len(numbers)}{'H' if kind == 3 else 'I'}", *numbers)
        if len(packed) > 4:
            place, outside = start + len(outside), outside + packed
            packed = struct.pack(f"{order}I", place)
        table += struct.pack(f"{order}HHI", tag, kind, len(numbers)) + packed.ljust(4, b"\0")
    offset = start + len(outside)
    table = table.replace(struct.pack(f"{order}HHII", 273, 4, 1, 0), struct.pack(f"{order}HHII", 273, 4, 1, offset), 1)
    head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, 8)
    path.write_bytes(
        head + struct.pack(f"{order}H", len(entries)) + table + struct.pack(f"{order}I", 0) + outside + data
    )


def planes(values: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """(height, width, channels) as (channels, height, width)."""
    return np.moveaxis(np.asarray(values, np.float64), -1, 0)


def over_white(colour: npt.NDArray[np.float64], alpha: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return colour * alpha + (1 - alpha)


# 16 bits.


@pytest.mark.parametrize("form", ["png", "tiff <", "tiff >"])
def test_grey_of_16_bits_keeps_all_of_them(form: str, tmp_path: Path) -> None:
    values = drawn((*ODD, 1), np.uint16)
    path = tmp_path / "deep"
    if form == "png":
        write_png(path, values, 0)
    else:
        write_tiff(path, values, 1, order=form[-1])
    pixels = read_image(path).pixels
    assert pixels.shape == (1, *ODD)
    np.testing.assert_allclose(pixels, planes(values / 65535), atol=1e-7)
    assert len(np.unique(pixels)) == len(np.unique(values))


@pytest.mark.parametrize("form", ["png", "tiff <", "tiff >"])
def test_colour_of_16_bits_is_read_to_the_upper_8(form: str, tmp_path: Path) -> None:
    values = drawn((*ODD, 3), np.uint16)
    path = tmp_path / "deep"
    if form == "png":
        write_png(path, values, 2)
    else:
        write_tiff(path, values, 2, order=form[-1])
    pixels = read_image(path).pixels
    assert pixels.shape == (3, *ODD)
    np.testing.assert_allclose(pixels, planes(values / 65535), atol=1 / 255)


def test_colour_of_16_bits_with_alpha(tmp_path: Path) -> None:
    values = drawn((*ODD, 4), np.uint16)
    path = tmp_path / "deep"
    write_png(path, values, 6)
    shares = planes(values / 65535)
    np.testing.assert_allclose(read_image(path).pixels, over_white(shares[:3], shares[3:]), atol=2 / 255)


def test_grey_of_16_bits_with_alpha(tmp_path: Path) -> None:
    values = drawn((*ODD, 2), np.uint16)
    path = tmp_path / "deep"
    write_png(path, values, 4)
    shares = planes(values / 65535)
    np.testing.assert_allclose(read_image(path).pixels, over_white(shares[:1], shares[1:]), atol=2 / 255)


# Alpha.


def test_colour_with_alpha_lies_over_white(tmp_path: Path) -> None:
    values = drawn((*ODD, 4))
    path = tmp_path / "clear.png"
    write_png(path, values, 6)
    shares = planes(values / 255)
    np.testing.assert_allclose(read_image(path).pixels, over_white(shares[:3], shares[3:]), atol=1e-6)


def test_grey_with_alpha_is_one_channel_over_white(tmp_path: Path) -> None:
    values = drawn((*ODD, 2))
    path = tmp_path / "clear.png"
    write_png(path, values, 4)
    shares = planes(values / 255)
    np.testing.assert_allclose(read_image(path).pixels, over_white(shares[:1], shares[1:]), atol=1e-6)


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_one_transparent_grey_is_white(kind: type[np.generic], tmp_path: Path) -> None:
    values = np.arange(35, dtype=kind).reshape(*ODD, 1)  # type: ignore[call-overload]
    path = tmp_path / "clear.png"
    write_png(path, values, 0, struct.pack(">H", 17))
    expected = values / np.iinfo(kind).max  # type: ignore[call-overload]
    expected[2, 3] = 1
    np.testing.assert_allclose(read_image(path).pixels, planes(expected), atol=1e-6)


def test_one_transparent_colour_is_white(tmp_path: Path) -> None:
    values = drawn((*ODD, 3))
    path = tmp_path / "clear.png"
    write_png(path, values, 2, struct.pack(">HHH", *(int(one) for one in values[2, 3])))
    expected = values / 255
    expected[(values == values[2, 3]).all(axis=-1)] = 1
    np.testing.assert_allclose(read_image(path).pixels, planes(expected), atol=1e-6)


def test_a_palette_with_transparency(tmp_path: Path) -> None:
    places = np.arange(35, dtype=np.uint8).reshape(ODD) % 4
    palette, alpha = drawn((4, 3)), np.array([0, 90, 200, 255], np.uint8)
    picture = Image.frombytes("P", ODD[::-1], places.tobytes())
    picture.putpalette(palette.tobytes())
    path = tmp_path / "clear.png"
    picture.save(path, transparency=alpha.tobytes())
    expected = over_white(planes(palette[places] / 255), alpha[places][None] / 255)
    np.testing.assert_allclose(read_image(path).pixels, expected, atol=1e-6)


def test_a_palette_without_transparency(tmp_path: Path) -> None:
    places = np.arange(35, dtype=np.uint8).reshape(ODD) % 4
    palette = drawn((4, 3))
    picture = Image.frombytes("P", ODD[::-1], places.tobytes())
    picture.putpalette(palette.tobytes())
    path = tmp_path / "few.gif"
    picture.save(path)
    np.testing.assert_allclose(read_image(path).pixels, planes(palette[places] / 255), atol=1e-6)


@pytest.mark.parametrize("premultiplied", [True, False])
def test_tiff_with_alpha_premultiplied_or_not(premultiplied: bool, tmp_path: Path) -> None:
    colour, alpha = drawn((*ODD, 3)) / 255, np.broadcast_to(np.array([255, 128, 64, 0, 200, 255, 32]) / 255, ODD)
    stored = np.rint(np.dstack([colour * alpha[..., None] if premultiplied else colour, alpha]) * 255)
    path = tmp_path / "clear.tif"
    write_tiff(path, stored.astype(np.uint8), 2, extra=1 if premultiplied else 2)
    # What is premultiplied was rounded after it: laid over white it is within that.
    expected = over_white(planes(colour), alpha[None])
    np.testing.assert_allclose(read_image(path).pixels, expected, atol=1.5 / 255)


# Other colours.


@pytest.mark.parametrize("ending", ["tif", "jpg"])
def test_cmyk_becomes_red_green_and_blue(ending: str, tmp_path: Path) -> None:
    inks = np.broadcast_to(np.array([250, 128, 10, 64], np.uint8), (16, 24, 4))
    path = tmp_path / f"print.{ending}"
    Image.frombytes("CMYK", (24, 16), inks.tobytes()).save(path, **({"quality": 100} if ending == "jpg" else {}))
    share = inks / 255
    expected = planes((1 - share[..., :3]) * (1 - share[..., 3:]))
    np.testing.assert_allclose(read_image(path).pixels, expected, atol=3 / 255)


def test_black_and_white_of_one_bit(tmp_path: Path) -> None:
    bits = drawn(ODD).astype(np.uint8) > 127
    path = tmp_path / "bits.png"
    Image.fromarray(bits).save(path)
    np.testing.assert_array_equal(read_image(path).pixels, bits[None].astype(np.float32))


# Turned by EXIF.

TURNS: dict[int, Callable[[Values], Values]] = {
    1: lambda picture: picture,
    2: lambda picture: picture[:, ::-1],
    3: lambda picture: picture[::-1, ::-1],
    4: lambda picture: picture[::-1],
    5: lambda picture: np.swapaxes(picture, 0, 1),
    6: lambda picture: np.swapaxes(picture[::-1], 0, 1),
    7: lambda picture: np.swapaxes(picture[::-1, ::-1], 0, 1),
    8: lambda picture: np.swapaxes(picture[:, ::-1], 0, 1),
}
"""What EXIF says (orientation 6: the stored first column is the top row), as numpy does it."""


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("mode", ["L", "RGB", "I;16", "RGBA"])
def test_pictures_stand_as_they_were_taken(mode: str, orientation: int, tmp_path: Path) -> None:
    samples = {"RGB": (3,), "RGBA": (4,)}.get(mode, ())
    values = drawn((*ODD, *samples), np.uint16 if mode == "I;16" else np.uint8)
    exif = Image.Exif()
    exif[274] = orientation
    path = tmp_path / "turned.png"
    Image.fromarray(values).save(path, exif=exif)
    turned = TURNS[orientation](values)
    shares = turned / np.iinfo(values.dtype).max  # type: ignore[type-var]
    expected = planes(shares) if samples else shares[None]
    if mode == "RGBA":
        expected = over_white(expected[:3], expected[3:])
    pixels = read_image(path).pixels
    assert pixels.shape[1:] == (ODD[::-1] if orientation > 4 else ODD)
    np.testing.assert_allclose(pixels, expected, atol=1e-6)


# Sizes.


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (500, 1), (1, 2), (3, 1), (255, 257), (13, 640)])
@pytest.mark.parametrize("shrink", [1, 2, 16])
def test_odd_and_tiny_pictures_made_smaller(size: tuple[int, int], shrink: int, tmp_path: Path) -> None:
    values = drawn((*size, 3))
    path = tmp_path / "odd.png"
    Image.fromarray(values).save(path)
    picture = read_image(path)
    np.testing.assert_allclose(picture.pixels, planes(values / 255), atol=1e-6)
    small = prepared(picture, grey=True, shrink=shrink)
    blocks = [min(shrink, side) for side in size]
    counts = [side // block for side, block in zip(size, blocks, strict=True)]
    grey = (values / 255) @ np.array([0.299, 0.587, 0.114])
    expected = [
        [
            grey[row * blocks[0] : (row + 1) * blocks[0], column * blocks[1] : (column + 1) * blocks[1]].mean()
            for column in range(counts[1])
        ]
        for row in range(counts[0])
    ]
    np.testing.assert_allclose(small, np.array([expected]), atol=1e-5)
