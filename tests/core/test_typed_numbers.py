"""Digits and marks of every script that a lecturer's keyboard writes."""

from __future__ import annotations

import pytest

from core.typed_numbers import normalise


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("٣", "3"), ("−٠٫٧٥", "-0.75"), ("۱۲", "12"), ("\u200f-1.5\u200e ", "-1.5"), ("١٬٠٠٠", "1000"), ("3/4", "3/4")],
)
def test_typed_numbers(typed: str, plain: str) -> None:
    assert normalise(typed) == plain
