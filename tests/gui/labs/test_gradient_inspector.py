"""The ledger of one input cell's gradient, of a signal and of a picture."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from core.labs.state import LabName
from gui.labs.gradient_inspector import GradientInspector
from gui.main_window import MainWindow

Make = Callable[..., MainWindow]


@pytest.mark.parametrize("lab", ["signal", "image"])
@pytest.mark.parametrize("upstream", ["ones", "one_hot", "output"])
def test_the_parts_add_up_to_torchs_gradient(lab: LabName, upstream: str, make_window: Make, qtbot: QtBot) -> None:
    page = make_window(lab).lab
    page._page_chosen("backward")  # type: ignore[attr-defined]
    page._upstream_chosen(upstream)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: not page._service._pending)  # type: ignore[attr-defined]
    inspector = page.gradient_view  # type: ignore[attr-defined]
    assert isinstance(inspector, GradientInspector)
    assert inspector.isVisibleTo(page)
    assert "✓" in inspector.verdict.text()
    assert inspector.weights.cells.values.size
    inspector.show_cell(None)
    assert inspector.which.text() == ""
