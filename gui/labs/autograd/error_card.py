"""The error that ended the program: torch's own words, what happened in the user's, the likely mend, the lines."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent, QTextOption
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from core.autograd.lesson import LessonLine
from core.autograd.trace import Error, Trace
from gui.error_messages import happened_sentence, line_text, mend_sentence
from gui.icons import icon_pixmap
from gui.text import translate
from gui.theme import theme
from gui.widgets.parts import Card, Label, clear_layout, column, row

MOST_LINES = 8
"""Lines of the message that are seen at once; the rest is scrolled to."""


class ErrorCard(Card):
    """Shows a trace's error; hidden without one.

    Signals:
        line_asked: The user wants to see this line of the program, counted from 1.
    """

    line_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trace: Trace | None = None
        self._picture = QLabel()
        self.kind = Label("name")
        self.copy = QPushButton()
        top = row(spacing=8)
        top.addWidget(self._picture)
        top.addWidget(self.kind, 1)
        top.addWidget(self.copy)
        self.column.addLayout(top)
        self.message = Message()
        self.column.addWidget(self.message)
        self.happened, self.mend_heading, self.mend = Label("body"), Label("heading"), Label("body")
        for label in (self.happened, self.mend_heading, self.mend):
            label.setWordWrap(True)
            self.column.addWidget(label)
        for label in (self.happened, self.mend):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lines = column(spacing=6)
        self.column.addLayout(self._lines)
        self.line_buttons: list[QPushButton] = []
        self.copy.clicked.connect(self._copy)
        theme().changed.connect(self._dress)
        self._dress()
        self.retranslate()

    def show_error(self, trace: Trace | None) -> bool:
        """Show a run's error, or hide if there is none; whether there is one."""
        if trace is None or trace is not self._trace:
            self._trace = trace
            self._show()
        return self._error is not None

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.copy.setText(translate("Errors", "Copy"))
        self.copy.setAccessibleName(translate("Errors", "Copy the error's message"))
        self.mend_heading.setText(translate("Errors", "Likely mend"))
        self.message.setAccessibleName(translate("Errors", "Message"))
        self._show()

    @property
    def _error(self) -> Error | None:
        trace = self._trace
        return trace.error if trace is not None and trace.outcome == "raised" else None

    def _show(self) -> None:
        error = self._error
        self.setVisible(error is not None)
        self._clear_lines()
        if error is None:
            return
        assert self._trace is not None
        lesson = None if self._trace.details is None else self._trace.details.lesson
        self.kind.setText(error.type)
        self.message.setPlainText(error.message)
        self.message.setVisible(bool(error.message))
        self.happened.setText("" if lesson is None else happened_sentence(lesson))
        self.mend.setText("" if lesson is None else mend_sentence(lesson))
        for part in (self.happened, self.mend_heading, self.mend):
            part.setVisible(lesson is not None)
        lines = () if lesson is None else lesson.lines
        if not lines and error.line is not None:
            lines = (LessonLine("raised", error.line),)
        self._add_lines(lines)

    def _add_lines(self, lines: tuple[LessonLine, ...]) -> None:
        for one in lines:
            # One below the other: two side by side are wider than the panel in one language or the other.
            button = QPushButton(line_text(one.role, one.line))
            button.setObjectName("small")
            button.clicked.connect(lambda _=False, line=one.line: self.line_asked.emit(line))
            self.line_buttons.append(button)
            self._lines.addWidget(button)

    def _clear_lines(self) -> None:
        self.line_buttons.clear()
        clear_layout(self._lines)

    def _copy(self) -> None:
        error = self._error
        if error is not None:
            QGuiApplication.clipboard().setText(f"{error.type}: {error.message}" if error.message else error.type)

    def _dress(self) -> None:
        size = theme().px(20)
        drawing = icon_pixmap("problem", theme().colour("danger"))
        self._picture.setPixmap(drawing.scaled(size, size, mode=Qt.TransformationMode.SmoothTransformation))


class Message(QPlainTextEdit):
    """Torch's own words: to be selected, left to right in every language, as high as they need up to a limit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("output")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option = self.document().defaultTextOption()
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        option.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.document().setDefaultTextOption(option)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self.updateGeometry())

    @override
    def sizeHint(self) -> QSize:
        block, height = self.document().firstBlock(), 0.0
        while block.isValid():
            height += self.blockBoundingRect(block).height()
            block = block.next()
        most = MOST_LINES * self.fontMetrics().lineSpacing()
        around = self.height() - self.viewport().height() + 2 * self.document().documentMargin()
        return QSize(super().sizeHint().width(), int(min(height, most) + around + 1))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()
