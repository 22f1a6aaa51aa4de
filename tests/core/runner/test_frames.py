"""Messages over a pipe arrive whole or not at all."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.runner.frames import BrokenFrameError, read_frame, write_frame


@given(st.lists(st.binary(max_size=300), max_size=8))
def test_what_is_written_is_read(messages: list[bytes]) -> None:
    stream = io.BytesIO()
    for message in messages:
        write_frame(stream, message)
    stream.seek(0)
    assert [read_frame(stream) for _ in messages] == messages
    assert read_frame(stream) is None


@given(st.binary(min_size=1, max_size=50), st.integers(1, 53))
def test_a_cut_stream_is_broken(message: bytes, cut: int) -> None:
    stream = io.BytesIO()
    write_frame(stream, message)
    data = stream.getvalue()
    kept = data[: max(1, len(data) - cut)]
    if len(kept) == len(data):
        return
    with pytest.raises(BrokenFrameError):
        read_frame(io.BytesIO(kept))


def test_an_absurd_length_is_broken() -> None:
    with pytest.raises(BrokenFrameError):
        read_frame(io.BytesIO(b"\xff\xff\xff\xff"))
