"""Every code has a sentence in both languages, with what it names in it."""

from __future__ import annotations

import pytest

from core.labs.state import LABS
from core.session.problem import Loss, LossCode, SessionCode, SessionError
from gui.language import language
from gui.session_messages import FAULTS, LOSSES, PROBLEMS, loss_sentence, session_sentence

VALUES = {
    "name": "mine.convgrad",
    "size": "99.0 MiB",
    "limit": 7,
    "detail": "what is there",
    "version": 9,
    "known": 1,
    "where": "state.signal.length",
}


def is_arabic(text: str) -> bool:
    return any("\u0600" <= one <= "\u06ff" for one in text)


@pytest.mark.parametrize("code", ["en", "ar"])
def test_every_problem(code: str) -> None:
    language().set(code)  # type: ignore[arg-type]
    said = set()
    for problem in SessionCode:
        for fault in FAULTS if problem is SessionCode.STATE else ("",):
            sentence = session_sentence(SessionError(problem, **VALUES, fault=fault))
            assert "{" not in sentence
            assert ("mine.convgrad" in sentence) is (problem is not SessionCode.CANNOT_KEEP)
            assert ("state.signal.length" in sentence) is (problem.value in ("state", "field", "cannot_keep"))
            assert is_arabic(sentence) is (code == "ar")
            said.add(sentence)
    assert len(said) == len(PROBLEMS) + len(FAULTS) == len(SessionCode) - 1 + len(FAULTS)


@pytest.mark.parametrize("code", ["en", "ar"])
def test_every_loss(code: str) -> None:
    language().set(code)  # type: ignore[arg-type]
    assert set(LOSSES) == set(LossCode)
    for loss in LossCode:
        for lab in LABS:
            sentence = loss_sentence([Loss(loss, lab, {"name": "tone.wav"})])
            assert "tone.wav" in sentence
            assert is_arabic(sentence) is (code == "ar")


def test_several_losses_are_one_sentence_after_the_other() -> None:
    both = [Loss(LossCode.MISSING, "signal", {"name": "a.wav"}), Loss(LossCode.CHANGED, "image", {"name": "b.png"})]
    assert loss_sentence(both).count(".wav") == 1
    assert "b.png" in loss_sentence(both)


def test_a_fault_is_known_for_every_one_of_a_state() -> None:
    from typing import get_args

    from core.labs.plain import Fault

    assert set(FAULTS) == set(get_args(Fault))
