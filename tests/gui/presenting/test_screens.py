"""Which screen is whose, of any screens."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect

from gui.presenting.screens import Screens, choose_screens

DESK, HALL = QRect(0, 0, 1366, 768), QRect(1366, 0, 1920, 1080)
SMALL, LEFT = QRect(3286, 0, 1024, 768), QRect(-1920, 0, 1920, 1080)


@pytest.mark.parametrize(
    ("places", "primary", "present", "chosen"),
    [
        ([DESK], 0, 0, Screens(0, None)),
        ([DESK, HALL], 0, 0, Screens(1, 0)),
        ([DESK, HALL], 0, 1, Screens(1, 0)),
        ([HALL, DESK], 1, 1, Screens(0, 1)),
        ([HALL, DESK], 0, 0, Screens(1, 0)),
        ([DESK, SMALL, HALL], 0, 0, Screens(2, 0)),
        ([DESK, HALL, LEFT], 0, 2, Screens(2, 0)),
        ([DESK, HALL, LEFT], 0, 0, Screens(1, 0)),
        ([DESK, DESK], 0, 0, Screens(0, None)),
        ([DESK, QRect(0, 0, 1920, 1080)], 0, 1, Screens(0, None)),
        ([DESK, DESK, HALL], 0, 1, Screens(2, 0)),
    ],
)
def test_the_audience_gets_the_other_screen(places: list[QRect], primary: int, present: int, chosen: Screens) -> None:
    assert choose_screens(places, primary, present) == chosen


def test_the_screens_can_be_exchanged() -> None:
    assert choose_screens([DESK, HALL], 0, 0, exchanged=True) == Screens(0, 1)
    assert choose_screens([DESK], 0, 0, exchanged=True) == Screens(0, None)
