"""The nine numbers of the kernel, edited in place and tinted like the data."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget
from typing_extensions import override

from core.labs.image import Taps
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.numbers import read_number

STEP, LARGE_STEP = 0.1, 1.0
LARGEST = 1e6


def plain_number(value: float) -> str:
    """A tap as it would be typed: at most four decimals, none that say nothing."""
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"


class TapField(QLineEdit):
    """One tap. Up and Down change it by 0.1, with Shift by 1; so does the wheel while it has the focus.

    Signals:
        chosen: Its index and the new value.
    """

    chosen = Signal(int, float)

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = index
        self._value = 0.0
        self.setObjectName("tap")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAcceptDrops(False)
        theme().size(self, height=40)
        theme().least(self, width=40)
        self.editingFinished.connect(self._typed)

    def show_value(self, value: float, scale: float) -> None:
        """Show a value without emitting it; `scale` is the magnitude of the full tint."""
        self._value = value
        text = plain_number(value)
        if self.text() != text:
            self.setText(text)
        palette = theme().palette
        background = palette.signed(value, scale * 1.25)
        ink = palette.text_on(background)
        px = theme().px
        self.setStyleSheet(
            f"QLineEdit#tap {{ background: {background.name()}; color: {ink.name()}; font-family: 'IBM Plex Mono';"
            f" font-size: {px(15)}px; font-weight: 500; border: {px(1)}px solid {palette.control};"
            f" border-radius: {px(6)}px; padding: 0; }}"
            f"QLineEdit#tap:focus {{ border: {px(2)}px solid {palette.accent}; }}"
        )

    def _typed(self) -> None:
        value = read_number(self.text())
        if value is None or abs(value) > LARGEST:
            self.setText(plain_number(self._value))
        elif plain_number(value) != plain_number(self._value):
            self.chosen.emit(self._index, value)
        else:
            self.setText(plain_number(self._value))

    def _step(self, by: float) -> None:
        self.chosen.emit(self._index, round(self._value + by, 4))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        size = LARGE_STEP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP
        if event.key() == Qt.Key.Key_Up:
            self._step(size)
        elif event.key() == Qt.Key.Key_Down:
            self._step(-size)
        elif event.key() == Qt.Key.Key_Escape:
            self.setText(plain_number(self._value))
        else:
            super().keyPressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus() and event.angleDelta().y():
            self._step(STEP if event.angleDelta().y() > 0 else -STEP)
            event.accept()
        else:
            event.ignore()

    @override
    def event(self, event: QEvent) -> bool:
        # The window's undo must not be swallowed by a field that has nothing to undo.
        if event.type() == QEvent.Type.ShortcutOverride and not self.isUndoAvailable():
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_Z:
                event.ignore()
                return False
        return super().event(event)


class KernelEditor(QWidget):
    """A 3x3 kernel.

    Signals:
        chosen: A tap's index, row by row, and its new value.
    """

    chosen = Signal(int, float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent if isinstance(parent, QWidget) else None)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        grid = QGridLayout(self)
        theme().space(grid, (0, 0, 0, 0), 4)
        self.fields = [TapField(index) for index in range(9)]
        for index, field in enumerate(self.fields):
            grid.addWidget(field, index // 3, index % 3)
            field.chosen.connect(self.chosen)

    def show_taps(self, taps: Taps) -> None:
        """Show nine numbers, row by row."""
        scale = max((abs(tap) for tap in taps), default=1.0) or 1.0
        for field, tap in zip(self.fields, taps, strict=True):
            field.show_value(tap, scale)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        text = translate("Image", "Kernel, row {row}, column {column}")
        for index, field in enumerate(self.fields):
            field.setAccessibleName(fill(text, row=index // 3 + 1, column=index % 3 + 1))
