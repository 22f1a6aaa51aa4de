"""The answers of a choice: texts with formulas beside round buttons, marked once the right one is known."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget
from typing_extensions import override

from gui.lessons.text import LessonText
from gui.text import translate
from gui.theme import theme
from gui.widgets.parts import Label, clear_layout, column, dress, show_if

RIGHT, WRONG = "\u2713", "\u2717"


class _Line(QWidget):
    """One answer; all of it is its button."""

    def __init__(self, text: str) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        theme().space(grid, (0, 2, 0, 2), 8)
        self.button = QRadioButton()
        self.button.setAccessibleName(text.replace("$", ""))
        theme().least(self.button, width=24, height=24)
        self.text = LessonText()
        self.text.stand_still()
        self.text.show_text(text)
        self.mark = Label("title")
        grid.addWidget(self.button, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.text, 0, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.mark, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        self.mark.hide()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.button.setFocus()
        self.button.click()


class ChoiceList(QWidget):
    """Several answers, one of which is chosen.

    Signals:
        chosen: The place of another one.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._lines: list[_Line] = []
        self._column = column(self, spacing=4)
        self._group.idClicked.connect(self.chosen)

    @property
    def buttons(self) -> list[QRadioButton]:
        """One an answer."""
        return [line.button for line in self._lines]

    @property
    def choice(self) -> int | None:
        """The place of what is chosen."""
        found = self._group.checkedId()
        return found if found >= 0 else None

    def show_texts(self, texts: Sequence[str], choice: int | None) -> None:
        """Offer these, with one of them chosen or none."""
        for line in self._lines:
            self._group.removeButton(line.button)
        clear_layout(self._column)
        self._lines = [_Line(text) for text in texts]
        for place, line in enumerate(self._lines):
            self._group.addButton(line.button, place)
            self._column.addWidget(line)
            if place == choice:
                line.button.setChecked(True)

    def mark(self, right: int | None) -> None:
        """Say which one is right, and that another one is chosen; None while that is open."""
        palette = theme().palette
        for place, line in enumerate(self._lines):
            wrong = place == self.choice and place != right
            shown = right is not None and (place == right or wrong)
            show_if(line.mark, shown)
            line.button.setEnabled(right is None)
            if shown:
                line.mark.setText(RIGHT if place == right else WRONG)
                name = translate("Lesson", "Right") if place == right else translate("Lesson", "Not quite")
                line.mark.setAccessibleName(name)
                dress(line.mark, f"color: {palette.good if place == right else palette.danger};")
