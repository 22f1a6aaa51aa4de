"""Choosing one of a few, all of them in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget
from typing_extensions import override

from gui.widgets.parts import row


class Segments(QWidget):
    """A row of buttons of which one is chosen.

    Signals:
        chosen: The key of the one that the user chose.
    """

    chosen = Signal(str)

    def __init__(self, keys: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = tuple(keys)
        self._buttons: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        line = row(self, spacing=4)
        for key in keys:
            button = QPushButton()
            button.setObjectName("segment")
            button.setCheckable(True)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            group.addButton(button)
            line.addWidget(button)
            self._buttons[key] = button

    def button(self, key: str) -> QPushButton:
        """The button of a key."""
        return self._buttons[key]

    def show_chosen(self, key: str) -> None:
        """Mark one as chosen, without telling."""
        self._buttons[key].setChecked(True)

    def set_narrow(self, narrow: bool) -> None:
        """Take less room beside the texts, or as much as at first."""
        for button in self._buttons.values():
            button.setProperty("narrow", narrow)
            button.style().unpolish(button)
            button.style().polish(button)

    def set_texts(self, texts: Sequence[str]) -> None:
        """Say everything in the present language, in the order of the keys."""
        for key, text in zip(self._keys, texts, strict=True):
            self._buttons[key].setText(text)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The arrow keys move the window of the lab; the buttons are reached with Tab.
        event.ignore()
