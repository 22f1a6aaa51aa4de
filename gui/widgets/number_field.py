"""A real number to be typed, in the notation of any script."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from gui.theme import theme
from gui.widgets.numbers import read_number


class NumberField(QLineEdit):
    """A field that holds one number; Enter or leaving it commits, Escape gives up.

    Args:
        width: Pixels at 100 %.
        accept: What a number must be, beside finite.

    Signals:
        entered: Another number, a legal one.
        refused: The text that is none; the number before is there again.
    """

    entered = Signal(float)
    refused = Signal(str)

    def __init__(
        self, width: float = 76, accept: Callable[[float], bool] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._accept = accept
        self._value = 0.0
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAcceptDrops(False)
        theme().size(self, width=width, height=32)
        self.editingFinished.connect(self._typed)

    @property
    def value(self) -> float:
        """The number."""
        return self._value

    def show_value(self, value: float) -> None:
        """Show a number without telling."""
        self._value = value
        text = f"{value:.9g}"
        if self.text() != text:
            self.setText(text)

    def set_accept(self, accept: Callable[[float], bool] | None) -> None:
        """Take other numbers from now on."""
        self._accept = accept

    def _typed(self) -> None:
        text = self.text()
        number = read_number(text)
        if number is None or (self._accept is not None and not self._accept(number)):
            self.show_value(self._value)
            self.refused.emit(text)
        elif number != self._value:
            if text == f"{self._value:.9g}":
                return  # Shown with fewer digits than it has, and left as it was.
            self.show_value(number)
            self.entered.emit(number)
        else:
            self.show_value(number)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != f"{self._value:.9g}":
            self.show_value(self._value)
            return
        super().keyPressEvent(event)
