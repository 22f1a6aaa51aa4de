"""What both convolution labs take from the clipboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from core.labs.state import LabName
from gui.main_window import MainWindow

Make = Callable[..., MainWindow]


@pytest.mark.parametrize(
    ("lab", "text", "named"),
    [
        ("image", "", "tensor"),
        ("image", "def (", "nn.Conv2d"),
        ("image", "import os", "tensor"),
        ("image", "nn.Conv1d(1, 1, 3)", "Conv1d"),
        ("image", "[1, 2, 3]", "(Cout, Cin / groups, kh, kw)"),
        ("image", "[[1, [2]]]", "tensor"),
        ("signal", "Conv1d(", "nn.Conv1d"),
        ("signal", "nn.Conv2d(1, 1, 3)", "Conv2d"),
        ("signal", "[[[[1, 2]]]]", "(Cout, Cin / groups, k)"),
    ],
)
def test_what_cannot_be_pasted_is_said(lab: LabName, text: str, named: str, make_window: Make) -> None:
    window = make_window(lab)
    before = window._store.state
    told: list[str] = []
    window.lab.told.connect(lambda sentence, _: told.append(sentence))
    QApplication.clipboard().setText(text)
    window.actions_table["edit.paste_code"].trigger()
    assert len(told) == 1
    assert named in told[0]
    assert window._store.state == before


def test_a_program_that_another_lab_asked_for_is_not_taken(make_window: Make) -> None:
    window = make_window("image")
    QApplication.clipboard().setText("mine")
    window.lab._service.layer_code.emit("nn.Conv1d(1, 1, 3)")  # type: ignore[attr-defined]
    assert QApplication.clipboard().text() == "mine"
