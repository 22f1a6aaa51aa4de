"""Messages over a pipe: four bytes of length, then the message."""

from __future__ import annotations

import struct
from typing import BinaryIO

HEADER = struct.Struct(">I")
MOST_BYTES = 1 << 30
"""A longer message is taken for a broken stream."""


class BrokenFrameError(Exception):
    """The stream ended inside a message, or does not carry messages at all."""


def write_frame(stream: BinaryIO, message: bytes) -> None:
    """Send one message.

    Raises:
        OSError: The other end is gone.
        ValueError: The message is longer than `MOST_BYTES`, or the stream is closed.
    """
    if len(message) > MOST_BYTES:
        raise ValueError(f"a message of {len(message)} bytes is longer than {MOST_BYTES}")
    stream.write(HEADER.pack(len(message)))
    stream.write(message)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes | None:
    """Receive one message, or None where the stream ends between two.

    Raises:
        BrokenFrameError: It ends inside one, or announces one longer than `MOST_BYTES`.
    """
    header = _read_exactly(stream, HEADER.size)
    if header is None:
        return None
    (length,) = HEADER.unpack(header)
    if length > MOST_BYTES:
        raise BrokenFrameError(f"a message of {length} bytes was announced")
    message = _read_exactly(stream, length)
    if message is None and length:
        raise BrokenFrameError("the stream ended inside a message")
    return message or b""


def _read_exactly(stream: BinaryIO, count: int) -> bytes | None:
    parts = []
    missing = count
    while missing:
        part = stream.read(missing)
        if not part:
            if missing == count:
                return None
            raise BrokenFrameError("the stream ended inside a message")
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
