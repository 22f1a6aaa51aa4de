"""Every code of core's has its sentence."""

from __future__ import annotations

from typing import get_args

import pytest

from core.autograd.why_no_grad import Code, Reason
from core.editing.refused import Refused, RefusedCode
from gui.autograd_messages import REFUSED, WHY, integer_sentence, refused_sentence, why_sentence
from gui.language import LanguageCode, language


@pytest.mark.parametrize("code", get_args(LanguageCode))
def test_the_tables_are_whole_and_every_place_is_filled(code: LanguageCode) -> None:
    language().set(code)
    assert set(WHY) == set(get_args(Code))
    assert set(REFUSED) == {*get_args(RefusedCode), "integer"}
    for why in get_args(Code):
        sentence = why_sentence(Reason(why, 3, 2, 4, "MulBackward0", "mul"), "y")
        assert sentence
        assert "{" not in sentence
    for refused in get_args(RefusedCode):
        assert "{" not in refused_sentence(Refused(refused, 5))
        assert "{" not in refused_sentence(Refused(refused))
    assert integer_sentence()
