"""What is asked of an export: as data, within bounds; the parts are tested in tests/gui/export/."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.autograd.trace import Trace
from core.labs.autograd import PAGES as AUTOGRAD_PAGES
from core.labs.autograd import example
from core.labs.image.state import PAGES as IMAGE_PAGES
from core.labs.signal.state import PAGES as SIGNAL_PAGES
from core.labs.state import AppState
from core.runner.protocol import Finished
from gui.export.command import UnusableError, state_of
from gui.export.described import PAGES
from gui.export.dialog import preview_of
from gui.export.request import (
    MOST_FRAMES,
    Code,
    Done,
    ExportProblem,
    ExportRequest,
    Failed,
    Format,
    Progressed,
    Recorded,
    decode_reply,
    decode_request,
    encode,
    frames_of,
)

STATE = AppState(lab="autograd", autograd=example())
Steps = tuple[int, int | None] | None


def asked(format: Format = "gif", steps: Steps = None, **parts: object) -> ExportRequest:
    return ExportRequest(state=STATE, format=format, steps=steps, **parts)  # type: ignore[arg-type]


def test_a_request_and_its_run_go_through_a_pipe() -> None:
    trace = Trace("2.13.0", "finished", None, "said", (), (), (), ())
    request = asked(steps=(2, None), recorded=Recorded(Finished(trace, False, False), "x = 1"), path="a.gif")
    found = decode_request(encode(request))
    assert found == request
    assert found.state == STATE


@pytest.mark.parametrize("reply", [Progressed(0.5), Done("t", "d", 3, b"p"), Failed("steps", "", {"last": 3})])
def test_replies_go_through_a_pipe(reply: Progressed | Done | Failed) -> None:
    assert decode_reply(encode(reply)) == reply


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (None, range(11)),
        ((0, None), range(11)),
        ((3, 3), range(3, 4)),
        ((2, 10), range(2, 11)),
        ((10, None), range(10, 11)),
    ],
)
def test_steps_include_the_last(steps: Steps, expected: range) -> None:
    assert frames_of(asked(steps=steps), 10) == expected


@pytest.mark.parametrize(
    ("steps", "last", "code"),
    [
        ((3, 11), 10, "steps"),
        ((5, 4), 10, "steps"),
        ((11, None), 10, "steps"),
        ((11, 11), 10, "step"),
        ((-1, 3), 10, "steps"),
        (None, MOST_FRAMES, "too_many_frames"),
    ],
)
def test_steps_that_are_not_there_are_refused(steps: Steps, last: int, code: Code) -> None:
    with pytest.raises(ExportProblem) as found:
        frames_of(asked(steps=steps), last)
    assert found.value.code == code


@pytest.mark.parametrize(("format", "size"), [("png", (641, 401)), ("mp4", (642, 402)), ("gif", (642, 402))])
def test_a_film_is_even(format: Format, size: tuple[int, int]) -> None:
    assert asked(format, width=641, height=401).size == size


def test_a_preview_is_small_and_of_the_first_step() -> None:
    found = preview_of(asked("mp4", (4, 9), scale=4, path="a.mp4"))
    assert (found.format, found.scale, found.path, found.steps) == ("png", 1, "", (4, 4))


def test_samples_are_named_for_what_they_are(tmp_path: Path) -> None:
    assert state_of("sample:signal", None, tmp_path).lab == "signal"
    assert state_of("sample:image", "autograd", tmp_path).lab == "autograd"
    assert state_of("sample:autograd:hooks", None, tmp_path).autograd == example("hooks")
    for name in ("sample:", "sample:signal:x", "sample:autograd:nope", str(tmp_path), str(tmp_path / "none")):
        with pytest.raises(UnusableError) as found:
            state_of(name, None, tmp_path)
        assert len(str(found.value).splitlines()) == 1


def test_every_page_of_every_lab_is_described() -> None:
    assert set(PAGES) == {*SIGNAL_PAGES, *IMAGE_PAGES, *AUTOGRAD_PAGES}
