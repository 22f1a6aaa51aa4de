"""Pictures from PNG, JPEG and their like, told by content; their size is read before they are decoded."""

from __future__ import annotations

import logging
import struct
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.media.problem import MediaError, MediaProblem, check_file, first_bytes

MOST_PIXELS = 64_000_000
"""Of a picture that is decoded: a 64-megapixel photograph, 770 MB as three channels of float32."""
MOST_SIDE = 32_768
DAMAGE = (OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, EOFError, struct.error)
"""What Pillow's decoders are known to raise for damaged bytes."""
FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in memory.

    Attributes:
        pixels: (channels, height, width), float32, read-only, 0 to 1; one channel for grey, three for colour.
            Transparent pixels are laid over white.
        name: The file's name.
    """

    pixels: npt.NDArray[np.float32]
    name: str


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
    if not looks_like_image(first_bytes(path)):
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
                image.load()
                upright = ImageOps.exif_transpose(image)
                pixels = _pixels(upright)
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
    if not np.isfinite(pixels).all():
        raise MediaError(MediaProblem.NOT_FINITE, name=name)
    pixels.flags.writeable = False
    return Picture(pixels, name)


def _pixels(image: object) -> npt.NDArray[np.float32]:
    from PIL import Image

    assert isinstance(image, Image.Image)
    if image.mode in ("I;16", "I;16B", "I;16L", "I"):
        grey = np.asarray(image).astype(np.float32) / 65535.0
        clipped: npt.NDArray[np.float32] = np.clip(grey, np.float32(0), np.float32(1))
        return clipped[None]
    if image.mode == "F":
        values = np.asarray(image).astype(np.float32)
        low, high = float(values.min()), float(values.max())
        scaled: npt.NDArray[np.float32] = (values - low) / np.float32(high - low if high > low else 1.0)
        return scaled[None]
    if image.mode in ("L", "1"):
        return (np.asarray(image.convert("L"), np.float32) / 255.0)[None]
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
