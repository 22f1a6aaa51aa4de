"""The place of the step's text on the stage: a strip over the lab, small or hidden."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget
from typing_extensions import override

from gui.presenting.notes import StepNotes
from gui.text import translate
from gui.theme import theme
from gui.widgets.parts import Label, column, scrolled, show_if

TextSize = Literal["small", "hidden"]
MOST_SHARE = 0.3
"""The most of the window's height that the text takes; more is scrolled."""


class StepText(QWidget):
    """Shows a step's title and text while one presents; nothing where there is no text.

    A lesson's player may put a widget of its own in place of the plain text, such as one that sets mathematics.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.size_chosen: TextSize = "small"
        self._presented = False
        self._filled = False
        content = QWidget()
        self._lines = column(content, margins=(16, 8, 16, 8), spacing=4)
        self.title, self.text = Label("large"), Label("body")
        for label in (self.title, self.text):
            label.setWordWrap(True)
            self._lines.addWidget(label)
        self._lines.addStretch(1)
        content.installEventFilter(self)
        self._own: QWidget | None = None
        self.area: QScrollArea = scrolled(content, "paper")
        column(self, spacing=0).addWidget(self.area)
        theme().changed.connect(self._fit)
        self.hide()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.setAccessibleName(translate("Presenting", "Text of the step"))

    def put(self, widget: QWidget) -> None:
        """Have a widget show title and text, in place of the plain labels; it is filled by whoever made it."""
        if self._own is not None:
            self._lines.removeWidget(self._own)
            self._own.deleteLater()
        self._own = widget
        self.title.hide()  # What sets the text sets its title, which may hold mathematics too.
        self.text.hide()
        self._lines.insertWidget(2, widget)

    def show_step(self, step: StepNotes) -> None:
        """Show a step."""
        self._filled = bool(step.text)
        self.title.setText(step.title)
        self.text.setText(step.text)
        self.setAccessibleDescription(step.text)
        self.area.verticalScrollBar().setValue(0)
        self._show()

    def present(self, presented: bool) -> None:
        """Be there while one presents."""
        self._presented = presented
        self._show()

    def toggle(self) -> None:
        """Hide the text, or show it again."""
        self.size_chosen = "small" if self.size_chosen == "hidden" else "hidden"
        self._show()

    def _show(self) -> None:
        show_if(self, self._presented and self._filled and self.size_chosen != "hidden")
        self._fit()

    def _fit(self) -> None:
        if not self._presented or not self._filled:
            return
        for label in (self.title, self.text):
            label.ensurePolished()
        self._lines.invalidate()
        wanted = self._lines.totalHeightForWidth(self.width())
        if wanted < 0:  # A widget of the lesson's has one height, whatever it says.
            wanted = self._lines.totalSizeHint().height()
        self.setFixedHeight(max(1, min(wanted, round(self.window().height() * MOST_SHARE))))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()  # The text is another one, or has another height in other letters.
        return False

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), self._lines.sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()
