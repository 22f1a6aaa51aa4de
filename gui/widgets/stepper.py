"""A whole number to be typed, stepped with buttons, keys or the wheel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget
from typing_extensions import override

from gui.theme import theme
from gui.widgets.numbers import normalise, read_whole
from gui.widgets.parts import IconButton, row, rule


class Stepper(QFrame):
    """[ - | 3 | + ]: emits `chosen` with each new value.

    Words are accepted where `words` names them (`same`, `valid`). Any whole number can be entered,
    legal for torch or not: what torch says of it is shown, the number is not corrected.
    """

    chosen = Signal(object)

    def __init__(self, *, words: tuple[str, ...] = (), lowest: int = -99, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stepper")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._words = words
        self._lowest = lowest
        self._value: int | str = 0
        self.less = IconButton("minus", "step", "soft")
        self.more = IconButton("plus", "step", "soft")
        self.field = QLineEdit()
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.setAcceptDrops(False)
        self.field.installEventFilter(self)
        theme().size(self.field, width=60)
        for button in (self.less, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # The arrow keys do the same in the field.
            button.setAutoRepeat(True)
        line = row(self, spacing=0)
        for part in (self.less, rule(vertical=True), self.field, rule(vertical=True), self.more):
            line.addWidget(part)
        theme().size(self, height=32)
        self.less.clicked.connect(self.step_down)
        self.more.clicked.connect(self.step_up)
        self.field.editingFinished.connect(self._typed)
        self.setFocusProxy(self.field)

    @property
    def value(self) -> int | str:
        """The number or word that is shown."""
        return self._value

    def show_value(self, value: int | str) -> None:
        """Show a value without emitting it."""
        self._value = value
        if self.field.text() != str(value):
            self.field.setText(str(value))

    def set_wrong(self, wrong: bool) -> None:
        """Mark the value as one that takes part in an error."""
        self._mark("wrong", wrong)

    def set_names(self, name: str, less: str, more: str) -> None:
        """Name the field and its two buttons for tooltips and screen readers."""
        self.field.setAccessibleName(name)
        self.less.set_name(less, "↓")
        self.more.set_name(more, "↑")

    def step_up(self) -> None:
        """One more."""
        self._step(1)

    def step_down(self) -> None:
        """One less."""
        self._step(-1)

    def _step(self, by: int) -> None:
        present = self._value if isinstance(self._value, int) else 0
        self._choose(max(self._lowest, present + by))

    def _choose(self, value: int | str) -> None:
        changed = value != self._value
        self.show_value(value)
        if changed:
            self.chosen.emit(value)

    def _typed(self) -> None:
        text = normalise(self.field.text()).casefold()
        number = read_whole(text)
        if text in self._words:
            self._choose(text)
        elif number is not None and abs(number) < 10**6:
            self._choose(max(self._lowest, number))
        else:
            self.show_value(self._value)

    def _mark(self, name: str, on: bool) -> None:
        if bool(self.property(name)) != on:
            self.setProperty(name, on)
            self.style().unpolish(self)
            self.style().polish(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._mark("focused", True)
        elif event.type() == QEvent.Type.FocusOut:
            self._mark("focused", False)
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Up:
                self.step_up()
                return True
            if event.key() == Qt.Key.Key_Down:
                self.step_down()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.show_value(self._value)
                return True
        return super().eventFilter(watched, event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        # Only the focused number turns with the wheel: a panel that scrolls past must not change values.
        if self.field.hasFocus() and event.angleDelta().y():
            self._step(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            event.ignore()
