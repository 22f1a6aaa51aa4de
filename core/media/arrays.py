"""Pictures from .npy files: planes of numbers, as they were measured."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.media.problem import MediaError, MediaProblem

MAGIC = b"\x93NUMPY"
"""The first bytes of a .npy file."""
MOST_VALUES = 192_000_000
MOST_CHANNELS = 512
COLOURS = (3, 4)


def read_planes(path: Path) -> npt.NDArray[np.float32]:
    """A picture of a .npy file, (channels, height, width); its header is read before its numbers.

    Args:
        path: Holds (height, width), (channels, height, width), or (height, width, 3 or 4) as image libraries write
            colour; of the last, a fourth channel is transparency and laid over white. (1, 1, channels, height, width)
            is never taken for such colour. Whole numbers of 8 or 16 bits and truth values become 0 to 1, all others
            stay as they are.

    Raises:
        MediaError: It holds no such array. Pickled objects are refused unread.
    """
    name = path.name
    try:
        stored = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, OSError, EOFError, OverflowError, TypeError):
        raise MediaError(MediaProblem.TRUNCATED, name=name) from None
    planes_first = isinstance(stored, np.ndarray) and stored.ndim == 5 and stored.shape[:2] == (1, 1)
    if planes_first:
        stored = stored[0, 0]
    if not isinstance(stored, np.ndarray) or stored.ndim not in (2, 3) or stored.dtype.kind not in "fiub":
        raise MediaError(MediaProblem.NOT_IMAGE, name=name)
    if not stored.size:
        raise MediaError(MediaProblem.NOT_IMAGE, name=name)
    if stored.size > MOST_VALUES:
        size = " × ".join(map(str, stored.shape))
        raise MediaError(MediaProblem.TOO_LARGE, name=name, size=size, limit=f"{MOST_VALUES // 1_000_000} M")
    planes = stored[None] if stored.ndim == 2 else stored
    interleaved = (
        not planes_first and stored.ndim == 3 and stored.shape[2] in COLOURS and stored.shape[0] not in COLOURS
    )
    if interleaved:
        planes = planes.transpose(2, 0, 1)
    if planes.shape[0] > MOST_CHANNELS:
        raise MediaError(MediaProblem.CHANNELS, name=name, channels=planes.shape[0], limit=MOST_CHANNELS)
    values = np.array(planes, np.float32, order="C")
    if stored.dtype.kind in "ub" and stored.dtype.itemsize <= 2:
        values /= np.float32(1 if stored.dtype.kind == "b" else np.iinfo(stored.dtype).max)
    if interleaved and planes.shape[0] == 4:
        alpha = values[3:]
        values = values[:3] * alpha + (1 - alpha)
    return values
