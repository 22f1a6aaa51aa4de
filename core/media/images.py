"""Pictures from PNG, JPEG, .npy and their like, told by content; their size is read before they are decoded."""

from __future__ import annotations

import logging
import struct
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.media.arrays import MAGIC, read_planes
from core.media.problem import MediaError, MediaProblem, check_file, first_bytes

MOST_PIXELS = 64_000_000
"""Of a picture that is decoded: a 64-megapixel photograph, 770 MB as three channels of float32."""
MOST_SIDE = 32_768
DAMAGE = (OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, EOFError, struct.error)
"""What Pillow's decoders are known to raise for damaged bytes."""
MOST_PAGES = 512
"""Of a TIFF file that is read as a stack, one channel a page."""
STACKED = ("L", "1", "I;16", "I;16B", "I;16L", "I", "F")
"""Pillow's modes of a page that is one channel."""
PNG_GREY_WITH_ALPHA = b"\4"
"""The colour type in a PNG file's header."""
FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in memory.

    Attributes:
        pixels: (channels, height, width), float32, read-only; one channel for grey, three for colour, one a page
            for a TIFF file of several grey pages. 0 to 1, but for pages of floating-point numbers, which are as they
            are in the file. Transparent pixels are laid over white. Grey of 16 bits keeps them all; of colour, and of
            grey with alpha, the upper 8 are read, since Pillow has no more.
        name: The file's name.
    """

    pixels: npt.NDArray[np.float32]
    name: str


LUMA = np.array([0.299, 0.587, 0.114], np.float32)
"""Weights of red, green and blue in grey (ITU-R BT.601)."""


def prepared(picture: Picture, *, grey: bool = False, shrink: int = 1) -> npt.NDArray[np.float32]:
    """The pixels, in grey if wanted and smaller by a whole factor, (channels, height, width).

    Args:
        picture: The picture.
        grey: Whether its channels become one: by `LUMA` for colour, else by their mean.
        shrink: Pixels that become one, in each direction; an incomplete last block is left out, but of a strip
            thinner than a block all is taken.
    """
    pixels = picture.pixels
    if grey and pixels.shape[0] > 1:
        weights = LUMA if pixels.shape[0] == len(LUMA) else np.full(pixels.shape[0], 1 / pixels.shape[0], np.float32)
        pixels = np.tensordot(weights, pixels, axes=1)[None]
    for axis in (1, 2):
        block = min(shrink, pixels.shape[axis])
        if block > 1:
            count = pixels.shape[axis] // block
            kept = pixels.take(np.arange(count * block), axis=axis) if pixels.shape[axis] % block else pixels
            pixels = kept.reshape(*kept.shape[:axis], count, block, *kept.shape[axis + 1 :]).mean(axis=axis + 1)
    return np.ascontiguousarray(pixels, np.float32)


def looks_like_image(head: bytes) -> bool:
    """Whether a file's first bytes are those of a format that `read_image` reads."""
    return (
        head[:8] == b"\x89PNG\r\n\x1a\n"
        or head[:3] == b"\xff\xd8\xff"
        or head[:2] == b"BM"
        or head[:6] in (b"GIF87a", b"GIF89a")
        or head[:4] in (b"II*\0", b"MM\0*")
        or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
    )


def read_image(path: Path) -> Picture:
    """Read a picture.

    Raises:
        MediaError: It cannot be used; nothing else escapes, whatever the bytes.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    # Pillow logs what it then raises; here it is told once, by what is raised.
    logging.getLogger("PIL").setLevel(logging.CRITICAL)
    check_file(path)
    name = path.name
    head = first_bytes(path)
    if head.startswith(MAGIC):
        return _checked(read_planes(path), name)
    if not looks_like_image(head):
        raise MediaError(MediaProblem.NOT_IMAGE, name=name)
    try:
        with warnings.catch_warnings():
            # Our own bound is checked before anything is decoded; Pillow's would only warn of it.
            warnings.simplefilter("ignore")
            with Image.open(path, formats=FORMATS) as image:
                width, height = image.size
                if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
                    raise MediaError(
                        MediaProblem.TOO_LARGE,
                        name=name,
                        size=f"{width} × {height}",
                        limit=f"{MOST_PIXELS // 1_000_000} MP",
                    )
                if width < 1 or height < 1:
                    raise MediaError(MediaProblem.NOT_IMAGE, name=name)
                pages = _pages(image, name)
                if pages is not None:
                    pixels = pages
                else:
                    image.seek(0)
                    image.load()
                    pixels = _pixels(ImageOps.exif_transpose(image))
                    if image.format == "PNG" and head[25:26] == PNG_GREY_WITH_ALPHA:
                        pixels = pixels[:1].copy()  # Of 16 bits Pillow makes three equal channels.
    except MediaError:
        raise
    except MemoryError:
        raise MediaError(MediaProblem.MEMORY) from None
    except UnidentifiedImageError:
        raise MediaError(MediaProblem.TRUNCATED, name=name) from None
    except Image.DecompressionBombError:
        raise MediaError(
            MediaProblem.TOO_LARGE, name=name, size="> 179 MP", limit=f"{MOST_PIXELS // 1_000_000} MP"
        ) from None
    except DAMAGE:
        raise MediaError(MediaProblem.TRUNCATED, name=name) from None
    return _checked(pixels, name)


def _checked(pixels: npt.NDArray[np.float32], name: str) -> Picture:
    if not np.isfinite(pixels).all():
        raise MediaError(MediaProblem.NOT_FINITE, name=name)
    pixels.flags.writeable = False
    return Picture(pixels, name)


def _pages(image: object, name: str) -> npt.NDArray[np.float32] | None:
    """The pages of a TIFF file as channels, or None where it is one picture or pages of their own kinds.

    Raises:
        MediaError: There are more than are read.
    """
    from PIL import Image

    assert isinstance(image, Image.Image)
    count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    if count == 1:
        return None
    width, height = image.size
    if count > MOST_PAGES:
        raise MediaError(MediaProblem.CHANNELS, name=name, channels=count, limit=MOST_PAGES)
    if count * width * height > 3 * MOST_PIXELS:
        raise MediaError(
            MediaProblem.TOO_LARGE,
            name=name,
            size=f"{width} × {height} × {count}",
            limit=f"{3 * MOST_PIXELS // 1_000_000} M",
        )
    result = np.empty((count, height, width), np.float32)
    for page in range(count):
        image.seek(page)
        if image.size != (width, height) or image.mode not in STACKED:
            return None
        if image.mode == "F":  # Measured values stay as they are: bands are compared with one another.
            result[page] = np.asarray(image, np.float32)
        else:
            result[page] = _pixels(image)[0]
    return result


def _pixels(image: object) -> npt.NDArray[np.float32]:
    from PIL import Image

    assert isinstance(image, Image.Image)
    if image.mode in ("I;16", "I;16B", "I;16L", "I"):
        stored = np.asarray(image)
        grey = stored.astype(np.float32) / 65535.0
        clipped: npt.NDArray[np.float32] = np.clip(grey, np.float32(0), np.float32(1))
        return _over_white(clipped, stored, image.info.get("transparency"))[None]
    if image.mode == "F":
        values = np.asarray(image).astype(np.float32)
        low, high = float(values.min()), float(values.max())
        scaled: npt.NDArray[np.float32] = (values - low) / np.float32(high - low if high > low else 1.0)
        return scaled[None]
    if image.mode in ("L", "1"):
        stored = np.asarray(image.convert("L"))
        return _over_white(stored.astype(np.float32) / 255.0, stored, image.info.get("transparency"))[None]
    if image.mode in ("LA", "RGBA", "PA", "La", "RGBa") or "transparency" in image.info:
        rgba = np.asarray(image.convert("RGBA"), np.float32) / 255.0
        alpha = rgba[..., 3:]
        flat = rgba[..., :3] * alpha + (1 - alpha)
        if image.mode in ("LA", "La"):
            flat = flat[..., :1]
    else:
        flat = np.asarray(image.convert("RGB"), np.float32) / 255.0
    pixels: npt.NDArray[np.float32] = np.ascontiguousarray(flat.transpose(2, 0, 1), np.float32)
    return pixels


def _over_white(
    grey: npt.NDArray[np.float32], stored: npt.NDArray[np.generic], transparent: object
) -> npt.NDArray[np.float32]:
    """Grey pixels, white where what is stored is the one value that a PNG file may declare transparent."""
    if not isinstance(transparent, int):
        return grey
    white: npt.NDArray[np.float32] = np.where(stored == transparent, np.float32(1), grey)
    return white
