"""A Python editor: left to right in every language, with line numbers, and lines that can be pointed at."""

from __future__ import annotations

from pygments.lexers.python import PythonLexer
from pygments.token import _TokenType
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget
from typing_extensions import override

from gui.theme import theme
from gui.widgets.painting import left_to_right_painter

INDENT = "    "


class PythonHighlighter(QSyntaxHighlighter):
    """Colours by Pygments' lexer. The whole text is lexed once a change: programs here are short."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._lexer = PythonLexer(stripnl=False, ensurenl=False)
        self._text: str | None = None
        self._lines: list[list[tuple[int, int, _TokenType]]] = []
        theme().changed.connect(self.rehighlight)

    def _lex(self) -> None:
        program = self.document().toPlainText()
        if program == self._text:
            return
        self._text = program
        self._lines = [[]]
        place = 0
        for kind, text in self._lexer.get_tokens(program):
            for index, part in enumerate(text.split("\n")):
                if index:
                    self._lines.append([])
                    place = 0
                if part:
                    self._lines[-1].append((place, len(part), kind))
                    place += len(part)

    @override
    def highlightBlock(self, text: str) -> None:
        self._lex()
        number = self.currentBlock().blockNumber()
        if number < len(self._lines):
            for start, length, kind in self._lines[number]:
                style = _style_of(kind)
                if style is not None:
                    self.setFormat(start, length, style)


def _is_a(kind: _TokenType, family: str) -> bool:
    """Whether a token is of a family such as ``Literal.String``."""
    return str(kind).startswith(f"Token.{family}")


def _style_of(kind: _TokenType) -> QTextCharFormat | None:
    colour: QColor | None = None
    if _is_a(kind, "Comment"):
        colour = theme().colour("soft")
    elif _is_a(kind, "Keyword") or _is_a(kind, "Operator.Word"):
        colour = theme().colour("accent")
    elif _is_a(kind, "Literal.String"):
        colour = theme().palette.kernel(2)
    elif _is_a(kind, "Literal.Number"):
        colour = theme().palette.kernel(1)
    elif _is_a(kind, "Name.Function") or _is_a(kind, "Name.Class") or _is_a(kind, "Name.Decorator"):
        colour = theme().palette.kernel(0)
    if colour is None:
        return None
    style = QTextCharFormat()
    style.setForeground(colour)
    return style


class LineNumbers(QWidget):
    """The numbers beside the lines."""

    def __init__(self, editor: CodeEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._editor.number_width(), 0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self._editor.paint_numbers(self, event.rect())


class CodeEditor(QPlainTextEdit):
    """Edits a program."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("code")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        self.document().setDefaultTextOption(option)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(False)
        self.setAcceptDrops(False)  # A dropped file is opened by the window, not written into the program.
        self._numbers = LineNumbers(self)
        self._highlighter = PythonHighlighter(self.document())
        self._current: int | None = None
        self._wrong: int | None = None
        self.blockCountChanged.connect(self._fit_numbers)
        self.updateRequest.connect(self._scroll_numbers)
        theme().changed.connect(self._dress)
        self._dress()

    def show_program(self, text: str) -> None:
        """Show another text; nothing happens if it is the present one, so the cursor stays."""
        if text != self.toPlainText():
            self.setPlainText(text)

    def go_to_line(self, line: int) -> None:
        """Put the cursor into a line, counted from 1, in the middle of what is seen; the last where there are fewer."""
        document = self.document()
        block = document.findBlockByNumber(min(max(line, 1), document.blockCount()) - 1)
        self.setTextCursor(QTextCursor(block))
        self.centerCursor()
        self.setFocus()

    def point_at(self, current: int | None, wrong: int | None = None) -> None:
        """Mark the line that a step belongs to, and the line of an error; counted from 1."""
        if (current, wrong) == (self._current, self._wrong):
            return
        self._current, self._wrong = current, wrong
        self._mark()
        line = wrong or current
        if line is not None:
            block = self.document().findBlockByNumber(line - 1)
            if block.isValid() and not self.hasFocus():
                self.setTextCursor(QTextCursor(block))
                self.ensureCursorVisible()

    def number_width(self) -> int:
        """Pixels that the line numbers take."""
        digits = max(2, len(str(self.blockCount())))
        return QFontMetrics(self.font()).horizontalAdvance("0") * digits + theme().px(14)

    def paint_numbers(self, target: QWidget, area: QRect) -> None:
        """Paint the numbers of the visible lines."""
        painter: QPainter = left_to_right_painter(target)
        painter.setFont(self.font())
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top <= area.bottom():
            height = self.blockBoundingRect(block).height()
            number = block.blockNumber() + 1
            if number == self._wrong:
                painter.setPen(theme().colour("danger"))
            else:
                painter.setPen(theme().colour("accent" if number == self._current else "soft"))
            place = QRect(0, round(top), target.width() - theme().px(10), round(height))
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number))
            top += height
            block = block.next()
        painter.end()

    def _dress(self) -> None:
        self.setFont(theme().font("body", mono=True))
        self.setTabStopDistance(QFontMetrics(self.font()).horizontalAdvance(" ") * 4)
        self._fit_numbers()
        self._mark()

    def _fit_numbers(self) -> None:
        self.setViewportMargins(self.number_width(), 0, 0, 0)
        self._place_numbers()

    def _place_numbers(self) -> None:
        area = self.contentsRect()
        self._numbers.setGeometry(area.left(), area.top(), self.number_width(), area.height())

    def _scroll_numbers(self, area: QRect, by: int) -> None:
        if by:
            self._numbers.scroll(0, by)
        else:
            self._numbers.update(0, area.y(), self._numbers.width(), area.height())

    def _mark(self) -> None:
        marks = []
        for line, colour in ((self._current, "wash"), (self._wrong, "danger_wash")):
            if line is None:
                continue
            mark = QTextEdit.ExtraSelection()
            mark.format.setBackground(theme().colour(colour))
            mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            cursor = QTextCursor(self.document().findBlockByNumber(line - 1))
            mark.cursor = cursor
            marks.append(mark)
        self.setExtraSelections(marks)
        self._numbers.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_numbers()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Tab and not event.modifiers():
            self.insertPlainText(INDENT)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            line = self.textCursor().block().text()[: self.textCursor().positionInBlock()]
            indent = line[: len(line) - len(line.lstrip())]
            if line.rstrip().endswith(":"):
                indent += INDENT
            self.insertPlainText("\n" + indent)
            self.ensureCursorVisible()
        elif event.key() == Qt.Key.Key_Escape:
            # A way out for the keyboard: Tab writes spaces here.
            following = self.nextInFocusChain()
            if following is not None:
                following.setFocus()
        else:
            super().keyPressEvent(event)
