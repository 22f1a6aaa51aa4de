"""A Python editor: left to right in every language, with habits, help, and lines that can be pointed at."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal

from PySide6.QtCore import QEvent, QMimeData, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget
from typing_extensions import override

from core.editing.brackets import matching
from core.media.programs import MOST_LINES
from gui.commands import COMMANDS
from gui.editor.assistance import Assistance
from gui.editor.find_bar import FindBar
from gui.editor.gutter import Gutter, Role, role_colour
from gui.editor.habits import LONGEST_TEXT, press, pressed
from gui.editor.highlighting import PythonHighlighter
from gui.editor.line_error import LineError, token_at
from gui.editor.marking import selection, underline
from gui.editor.places import flat, units
from gui.palette import mix
from gui.theme import theme
from gui.widgets.painting import left_to_right_painter

Light = Literal["chosen", "forward", "backward"]

WINDOW_KEYS = frozenset(QKeySequence(keys).toString() for command in COMMANDS for keys in command.shortcuts)
"""What the window does in the editor too: undo among them, which goes through the states of the whole program."""
MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)
OWN_KEYS = frozenset(
    {
        (Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_Question, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier),
    }
)
"""What the editor does though a keyboard may have it where the window has a key."""


class CodeEditor(QPlainTextEdit):
    """Edits a program.

    The text has no history of its own: whoever keeps the program keeps its states. `act_begun` says where one of
    the user's acts ends and the next begins, just before the text changes.

    Signals:
        act_begun: What is typed from here on is another act for undo.
        line_clicked: The number of a line, counted from 1: clicked on beside it, or Alt+Enter in it.
        too_long: What was to be pasted would make so many lines, and was left out.
    """

    act_begun = Signal()
    line_clicked = Signal(int)
    too_long = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("code")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        self.document().setDefaultTextOption(option)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(False)
        self.setUndoRedoEnabled(False)
        self.setAcceptDrops(False)  # A dropped file is opened by the window, not written into the program.
        self.path = ""
        self.lit: dict[Light, frozenset[int]] = {}
        self._current: int | None = None
        self._wrong: int | None = None
        self._error: LineError | None = None
        self._remark: LineError | None = None
        self._last_kind, self._last_place = "", -1
        self.gutter = Gutter(self)
        self.find_bar = FindBar(self)
        self.highlighter = PythonHighlighter(self)
        self.assistance = Assistance(self)
        self.find_bar.changed.connect(self._mark)
        self.find_bar.folded.connect(self._fit)
        self.blockCountChanged.connect(self._fit)
        self.updateRequest.connect(self._scroll_gutter)
        self.textChanged.connect(self._text_changed)
        self.cursorPositionChanged.connect(self._mark)
        theme().changed.connect(self._dress)
        self._dress()

    # What is shown.

    def show_program(self, text: str) -> None:
        """Show another text. Only what differs is exchanged, so that cursor and view stay where they can."""
        old = self.toPlainText()
        if text == old:
            return
        self._last_kind = ""
        start, end_old, end_new = _difference(old, text)
        cursor = self.textCursor()
        kept = len(text) - (end_new - start)
        self.highlighter.expect(text.count("\n") + 1)
        if 2 * kept < max(len(old), len(text)):
            self.setPlainText(text)  # Another program: its top is shown.
            return
        edit = QTextCursor(self.document())
        edit.beginEditBlock()
        edit.setPosition(units(old[:start]))
        edit.setPosition(units(old[:end_old]), QTextCursor.MoveMode.KeepAnchor)
        edit.insertText(text[start:end_new])
        edit.endEditBlock()
        cursor.setPosition(units(text[:end_new]))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

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
        # A new error is looked at first; from then on the steps lead.
        line = wrong if wrong is not None and wrong != self._wrong else current or wrong
        self._current, self._wrong = current, wrong
        self._mark()
        if line is not None:
            block = self.document().findBlockByNumber(line - 1)
            if block.isValid() and not self.hasFocus():
                self.setTextCursor(QTextCursor(block))
                self.ensureCursorVisible()

    def show_error(self, line: int, column: int | None, text: str) -> None:
        """Mark what is wrong until its line is edited.

        Args:
            line: Counted from 1.
            column: The character that a word begins with, counted from 0, or None for the whole line.
            text: What is wrong, in the user's language; its first line is shown behind the code.
        """
        block = self.document().findBlockByNumber(line - 1)
        columns = None if column is None else token_at(block.text(), column)
        self._error = LineError(self.document(), line, columns, text)
        self._mark()

    def clear_error(self) -> None:
        """Take the mark of `show_error` away."""
        self._error = None
        self._mark()

    def show_remark(self, line: int, columns: tuple[int, int], text: str) -> None:
        """Mark a syntax error that was found while the program is written."""
        self._remark = LineError(self.document(), line, columns, text, quiet=True)
        self._mark()

    def clear_remark(self) -> None:
        """Take the mark of `show_remark` away."""
        if self._remark is not None:
            self._remark = None
            self._mark()

    def mark_lines(self, marks: dict[int, Role]) -> None:
        """Put small marks beside lines, counted from 1, in place of those before."""
        if marks != self.gutter.marks:
            self.gutter.marks = dict(marks)
            self.gutter.update()

    def light(self, lines: Collection[int], role: Light) -> None:
        """Emphasise lines, counted from 1, in place of those of the same role before; none with an empty collection."""
        new = frozenset(lines)
        if new != self.lit.get(role, frozenset()):
            self.lit[role] = new
            self._mark()

    @property
    def current_line(self) -> int | None:
        """The line that `point_at` points at."""
        return self._current

    @property
    def errors(self) -> tuple[LineError, ...]:
        """What lines are marked with: what went wrong, then what is remarked on."""
        return tuple(one for one in (self._error, self._remark) if one is not None)

    @property
    def wrong_lines(self) -> frozenset[int]:
        """Every line with an error."""
        return frozenset({one.line for one in self.errors} | ({self._wrong} if self._wrong is not None else set()))

    def visible_lines(self) -> Iterator[tuple[int, QRectF]]:
        """Number and place, in the viewport's height, of every line that is to be seen."""
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top <= self.viewport().height():
            height = self.blockBoundingRect(block).height()
            yield block.blockNumber() + 1, QRectF(0, top, self.viewport().width(), height)
            top += height
            block = block.next()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.find_bar.retranslate()
        self.assistance.retranslate()

    def end(self) -> None:
        """End the process that helps."""
        self.assistance.close()

    # Dress and marks.

    def _dress(self) -> None:
        self.setFont(theme().font("value", mono=True))
        self.setTabStopDistance(QFontMetrics(self.font()).horizontalAdvance(" ") * 4)
        self._fit()
        self._mark()

    def _fit(self) -> None:
        bar = self.find_bar.sizeHint().height() if self.find_bar.isVisibleTo(self) else 0
        self.setViewportMargins(self.gutter.width_needed + theme().px(4), bar, 0, 0)
        area = self.contentsRect()
        self.find_bar.setGeometry(area.left(), area.top(), area.width(), bar)
        self.gutter.setGeometry(area.left(), area.top() + bar, self.gutter.width_needed, self.viewport().height())

    def _scroll_gutter(self, area: QRect, by: int) -> None:
        if by:
            self.gutter.scroll(0, by)
        else:
            self.gutter.update(0, area.y(), self.gutter.width(), area.height())

    def _text_changed(self) -> None:
        for one in self.errors:
            if one.over:
                self._error = None if one is self._error else self._error
                self._remark = None if one is self._remark else self._remark
        self._mark()

    def _mark(self) -> None:
        document, colour = self.document(), theme().colour
        marks = []
        if self.hasFocus():
            tint = mix(colour("paper"), colour("ink"), 0.045)
            marks.append(selection(QTextCursor(self.textCursor().block()), tint, full=True))
        for role, lines in self.lit.items():
            shade = colour("accent") if role == "chosen" else role_colour(role)
            there = [line for line in lines if 0 < line <= document.blockCount()]
            marks += [self._line_mark(line, mix(colour("paper"), shade, 0.14)) for line in there]
        for line, name in ((self._current, "wash"), (self._wrong, "danger_wash")):
            if line is not None and 0 < line <= document.blockCount():
                marks.append(self._line_mark(line, colour(name)))
        marks += self.find_bar.marks()
        marks += [underline(one.underlined(), colour("danger")) for one in self.errors]
        if self.hasFocus() and not self.textCursor().hasSelection() and document.characterCount() < LONGEST_TEXT:
            marks += self._bracket_marks()
        self.setExtraSelections(marks)
        self.gutter.update()
        self.viewport().update()

    def _line_mark(self, line: int, colour: QColor) -> QTextEdit.ExtraSelection:
        return selection(QTextCursor(self.document().findBlockByNumber(line - 1)), colour, full=True)

    def _bracket_marks(self) -> list[QTextEdit.ExtraSelection]:
        found = matching(flat(self.toPlainText()), self.textCursor().position())
        if found is None:
            return []
        colour = theme().colour
        partner = found[1]
        shade = mix(colour("paper"), colour("danger" if partner is None else "accent"), 0.3)
        marks = []
        for place in found:
            if place is not None:
                cursor = QTextCursor(self.document())
                cursor.setPosition(place)
                cursor.setPosition(place + 1, QTextCursor.MoveMode.KeepAnchor)
                marks.append(selection(cursor, shade))
        return marks

    # Events.

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.errors:
            painter = left_to_right_painter(self.viewport())
            for one in self.errors:
                if one.block.isVisible():
                    self._paint_message(painter, one)
            painter.end()

    def _paint_message(self, painter: QPainter, error: LineError) -> None:
        place = self.blockBoundingGeometry(error.block).translated(self.contentOffset())
        end = QTextCursor(error.block)
        end.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        left = self.cursorRect(end).right() + theme().px(18)
        font = theme().font("small")
        room = QRect(left, round(place.top()), self.viewport().width() - left - theme().px(8), round(place.height()))
        if room.width() < theme().px(48):
            return  # The line takes all the room: the tooltip has the words.
        painter.setFont(font)
        painter.setPen(theme().colour("soft" if error.quiet else "danger"))
        text = error.text.partition("\n")[0]
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(left, room.top() + self.fontMetrics().ascent(), shown)

    def show_tip(self, event: QEvent) -> bool:
        """Show what is wrong with the line under the mouse; False if nothing is."""
        assert isinstance(event, QHelpEvent)
        number = self.gutter.line_at(event.pos().y())
        QToolTip.showText(event.globalPos(), self.error_words(number), self)
        return True

    def error_words(self, line: int | None) -> str:
        """What is wrong with a line; "" if nothing is."""
        return "\n".join(one.text for one in self.errors if one.line == line)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            return self.show_tip(event)
        return super().viewportEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.assistance.focused()
        self._mark()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.assistance.dismiss()
        self._mark()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if pressed(event) in OWN_KEYS:
                event.accept()
                return True
            if QKeySequence(event.keyCombination()).toString() in WINDOW_KEYS:
                event.ignore()
                return True
        return super().event(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        for action in menu.actions()[:3]:  # Undo, redo and a line: the window's menu has those that work here.
            menu.removeAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._begin("word")
        super().inputMethodEvent(event)
        self._last_place = self.textCursor().position()

    @override
    def insertFromMimeData(self, source: object) -> None:
        assert isinstance(source, QMimeData)
        lines = self.blockCount() + source.text().count("\n")
        if lines > MOST_LINES:
            self.too_long.emit(lines)
            return
        self.highlighter.expect(lines)
        self._begin("act")
        super().insertFromMimeData(source)
        self._last_place = self.textCursor().position()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.assistance.press(event) or self._press_own(event):
            event.accept()
            return
        before = self.textCursor().position()
        self._begin(_kind_of(event))
        if not press(self, event):
            super().keyPressEvent(event)
        else:
            event.accept()
        self._last_place = self.textCursor().position()
        self.assistance.typed(event.text(), before)

    def _press_own(self, event: QKeyEvent) -> bool:
        key, modifiers = pressed(event)
        control = modifiers == Qt.KeyboardModifier.ControlModifier
        if key == Qt.Key.Key_F and control:
            self.find_bar.ask(self.textCursor().selectedText())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and modifiers == Qt.KeyboardModifier.AltModifier:
            self.line_clicked.emit(self.textCursor().blockNumber() + 1)
        elif key == Qt.Key.Key_Escape and not modifiers:
            if self.find_bar.isVisibleTo(self):
                self.find_bar.fold()
            else:
                # A way out for the keyboard: Tab writes spaces here.
                QWidget.focusNextPrevChild(self, True)
        else:
            return False
        return True

    def _begin(self, kind: str) -> None:
        """Tell of another act where one begins: a word, a run of deletions, anything else by itself."""
        if not kind:
            return
        goes_on = kind == self._last_kind or (kind == "space" and self._last_kind == "word")
        if kind == "act" or not goes_on or self.textCursor().position() != self._last_place:
            self.act_begun.emit()
        self._last_kind = kind

    def place_in_window(self) -> QRect:
        """Where the cursor is, in the window."""
        place = self.cursorRect()
        return QRect(self.viewport().mapTo(self.window(), place.topLeft()), place.size())


def _kind_of(event: QKeyEvent) -> str:
    text, key = event.text(), event.key()
    if key in MODIFIERS:
        return ""
    if key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
        return "delete"
    if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
        return "act"
    if not text or not text.isprintable():
        return "act" if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab) else ""
    if text.isspace():
        return "space"
    return "word"


def _difference(old: str, new: str) -> tuple[int, int, int]:
    """Where two texts begin to differ, and where in each of them they end to."""
    start, most = 0, min(len(old), len(new))
    step = most
    while step:  # Halving: comparing slices is quick, comparing characters is not.
        while start + step <= most and old[start : start + step] == new[start : start + step]:
            start += step
        step //= 2
    behind, most = 0, most - start
    step = most
    while step:
        while behind + step <= most and (
            old[len(old) - behind - step : len(old) - behind] == new[len(new) - behind - step : len(new) - behind]
        ):
            behind += step
        step //= 2
    return start, len(old) - behind, len(new) - behind
