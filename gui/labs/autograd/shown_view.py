"""A Python value as it was seen inside a custom function: a tensor as a grid, all else in a few words."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.autograd.backward_lines import Shown
from gui.text import COUNTED, translate
from gui.widgets.parts import Label, row
from gui.widgets.tensor_view import TensorView


def add_shown(into: QVBoxLayout, name: str, shown: Shown | None) -> None:
    """Add a value under its name to a column; a list's items one by one."""
    if shown is None:
        return
    if shown.tensor is not None:
        view = TensorView()
        view.show_tensor(name, shown.tensor)
        into.addWidget(view)
    elif shown.items is not None:
        into.addWidget(_said(name, shown.text))
        for place, item in enumerate(shown.items):
            add_shown(into, f"{name}[{place}]", item)
        if shown.more:
            into.addWidget(Label("quiet", translate("Custom", "and %n more", "", COUNTED, shown.more)))
    else:
        into.addWidget(_said(name, shown.text))


def _said(name: str, text: str) -> QWidget:
    line = QWidget()
    beside = row(line, spacing=8)
    words = Label("mono", text)
    words.setWordWrap(True)
    beside.addWidget(Label("heading", name))
    beside.addWidget(words, 1)
    return line
