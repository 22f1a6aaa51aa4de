"""What helps while a program is written: names, signatures, and remarks on its syntax."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QTextCursor

from core.editing.brackets import open_before, scan
from core.editing.wire import Checked, Complete, Completed, Described, Offer, Place, Sign, Signed
from gui.editor.assistant import Assistant
from gui.editor.call_tip import CallTip
from gui.editor.completion import CompletionList
from gui.editor.habits import LONGEST_TEXT, pressed
from gui.editor.places import characters, flat

if TYPE_CHECKING:
    from gui.editor.editor import CodeEditor

LEAST_LETTERS = 2
"""Letters of a name after which names are offered by themselves."""
CHECK_DELAY = 500
"""Milliseconds after the last change until the syntax is looked at."""
_NAME = re.compile(r"[^\W\d]\w*\Z")
_MEMBER = re.compile(r"(?:[^\W\d]\w*|[)\]\"'])\s*\.\s*(\w*)\Z")

Key = Qt.Key


class Assistance(QObject):
    """Between an editor, the process that knows Python, and what floats over the window."""

    def __init__(self, editor: CodeEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self.assistant = Assistant(self)
        self.offered: CompletionList | None = None
        self.tip: CallTip | None = None
        self._all: tuple[Offer, ...] = ()
        self._start: tuple[int, int] = (0, 0)  # Line and column, in Qt's units, where the offered name begins.
        self._asked: tuple[int, int] | None = None
        self._walked = False
        self._by_hand = False
        self._checking = -1
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHECK_DELAY)
        self._timer.timeout.connect(self._check)
        self.assistant.completed.connect(self._show_offers)
        self.assistant.described.connect(self._show_words)
        self.assistant.signed.connect(self._show_signature)
        self.assistant.checked.connect(self._show_checked)
        editor.textChanged.connect(self._text_changed)
        editor.cursorPositionChanged.connect(self._cursor_moved)
        editor.verticalScrollBar().valueChanged.connect(self.dismiss)

    def focused(self) -> None:
        """The user is about to write: have the process ready."""
        self.assistant.warm()
        self._timer.start()

    def close(self) -> None:
        """End the process and the clock."""
        self._timer.stop()
        self.dismiss()
        self.assistant.close()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.dismiss()

    def dismiss(self) -> None:
        """Offer nothing any more."""
        self._close_list()
        self._close_tip()

    # Keys.

    def press(self, event: QKeyEvent) -> bool:
        """A key that is meant for the list or for asking; False if it is meant for the text."""
        key, modifiers = pressed(event)
        if key == Key.Key_Space and modifiers == Qt.KeyboardModifier.ControlModifier:
            self._by_hand = True
            self._ask()
            return True
        shown = self.offered if self.offered is not None and self.offered.isVisible() else None
        if key == Key.Key_Escape and not modifiers and (shown is not None or self.tip_shown):
            self.dismiss()
            return True
        if shown is None or modifiers:
            return False
        steps = {Key.Key_Down: 1, Key.Key_Up: -1, Key.Key_PageDown: 8, Key.Key_PageUp: -8}
        if key in steps:
            self._walked = True
            shown.step(steps[key])
            return True
        if key == Key.Key_Tab or (key in (Key.Key_Return, Key.Key_Enter) and self._wanted(shown)):
            self._write(shown.current)
            return True
        return False

    def typed(self, text: str, _before: int) -> None:
        """A key has done its work in the text: ask, narrow down, or let go."""
        line, column = self._line_before()
        if not text or not text.isprintable():
            return
        if text in "(,":
            self._close_list()
            self._ask_signature()
        elif text == ".":
            self._close_list()
            if _MEMBER.search(line) and self._in_code():
                self._by_hand = False
                self._ask()
        elif text.isidentifier() or text.isdigit():
            if self._list_open or self._asked is not None:
                return  # The list follows the cursor by itself.
            found = _NAME.search(line)
            if found and len(found.group()) >= LEAST_LETTERS and self._in_code() and not self._inside_word(column):
                self._by_hand = False
                self._ask()
        else:
            self._close_list()

    def _wanted(self, shown: CompletionList) -> bool:
        """Whether Enter means the list, and not a new line behind a word that is whole."""
        return self._walked or self._by_hand or shown.current != self._written()

    # The list.

    @property
    def _list_open(self) -> bool:
        return self.offered is not None and self.offered.isVisible()

    @property
    def tip_shown(self) -> bool:
        """Whether a signature is shown."""
        return self.tip is not None and self.tip.isVisible()

    def _ask(self) -> None:
        place = self._place()
        if place is None:
            return
        block, column = self._editor.textCursor().blockNumber(), self._editor.textCursor().positionInBlock()
        line = flat(self._editor.textCursor().block().text())[:column]
        found = re.search(r"\w*\Z", line)
        self._start = (block, column - len(found.group() if found else ""))
        self._asked = self._start
        self.assistant.complete(place)

    def _show_offers(self, answer: Completed) -> None:
        if self._asked is None or not self._editor.hasFocus():
            return
        self._asked, self._all, self._walked = None, answer.offers, False
        if self.offered is None or self.offered.parentWidget() is not self._editor.window():
            self.offered = CompletionList(self._editor.window())
            self.offered.chosen.connect(self._write)
            self.offered.moved.connect(self.assistant.describe)
        self._narrow()

    def _narrow(self) -> None:
        """Show what begins with what is written, then what has it inside; nothing if only that itself is left."""
        written = self._written()
        if written is None or self.offered is None:
            self._close_list()
            return
        low = written.lower()
        begins = [one for one in self._all if one.name.lower().startswith(low)]
        begins.sort(key=lambda one: not one.name.startswith(written))
        inside = [one for one in self._all if low in one.name.lower()[1:] and not one.name.lower().startswith(low)]
        shown = begins + (inside if len(low) > LEAST_LETTERS else [])
        if not shown or ([one.name for one in shown] == [written]):
            self._close_list()
            return
        place = self._editor.place_in_window()
        metrics = self._editor.fontMetrics()
        place.translate(-metrics.horizontalAdvance(written), 0)
        self.offered.show_offers(shown, place)

    def _written(self) -> str | None:
        """What stands between the start of the offered name and the cursor; None if the cursor left it."""
        cursor = self._editor.textCursor()
        line, column = self._start
        if cursor.blockNumber() != line or cursor.hasSelection():
            return None
        written = flat(cursor.block().text())[column : cursor.positionInBlock()]
        inside = cursor.positionInBlock() >= column and (not written or re.fullmatch(r"\w+", written))
        return written if inside else None

    def _write(self, name: str) -> None:
        """Put a name in place of what is written of it."""
        written = self._written()
        self._close_list()
        if written is None or not name:
            return
        cursor = self._editor.textCursor()
        rest = re.match(r"\w*", flat(cursor.block().text())[cursor.positionInBlock() :])
        self._editor.act_begun.emit()
        cursor.beginEditBlock()
        cursor.setPosition(cursor.position() - len(written))
        behind = len(written) + (len(rest.group()) if rest else 0)
        cursor.setPosition(cursor.position() + behind, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(name)
        cursor.endEditBlock()
        self._editor.setTextCursor(cursor)
        self._close_list()

    def _close_list(self) -> None:
        self._asked = None
        self._all = ()
        self.assistant.forget(Complete)
        if self.offered is not None:
            self.offered.hide()

    def _show_words(self, words: Described) -> None:
        if self.offered is not None:
            self.offered.show_words(words)

    # The signature.

    def _ask_signature(self) -> None:
        place = self._place()
        if place is not None and self._in_code():
            self.assistant.sign(place)

    def _show_signature(self, answer: Signed) -> None:
        if not answer.signature or not self._editor.hasFocus():
            self._close_tip()
            return
        if self.tip is None or self.tip.parentWidget() is not self._editor.window():
            self.tip = CallTip(self._editor.window())
        self.tip.show_signature(answer.signature, answer.active, self._editor.place_in_window())

    def _close_tip(self) -> None:
        self.assistant.forget(Sign)
        if self.tip is not None:
            self.tip.hide()

    # What follows the cursor and the text.

    def _cursor_moved(self) -> None:
        if self._list_open:
            self._narrow()
        elif self._asked is not None and self._written() is None:
            self._close_list()
        if self.tip_shown:
            cursor = self._editor.textCursor()
            if open_before(flat(self._editor.toPlainText()), cursor.position()):
                self._ask_signature()
            else:
                self._close_tip()

    def _text_changed(self) -> None:
        self._checking = -1
        if self._editor.hasFocus() or self.assistant.started:
            self._timer.start()

    def _check(self) -> None:
        self._checking = self._editor.document().revision()
        self.assistant.check(self._editor.toPlainText())

    def _show_checked(self, answer: Checked) -> None:
        if self._checking != self._editor.document().revision():
            return  # The text has changed since; it will be looked at again.
        problem = answer.problem
        if problem is None:
            self._editor.clear_remark()
        else:
            self._editor.show_remark(problem.line, (problem.column, problem.end), problem.text)

    # Places.

    def _line_before(self) -> tuple[str, int]:
        cursor = self._editor.textCursor()
        return flat(cursor.block().text())[: cursor.positionInBlock()], cursor.positionInBlock()

    def _inside_word(self, column: int) -> bool:
        following = flat(self._editor.textCursor().block().text())[column : column + 1]
        return following.isalnum() or following == "_"

    def _in_code(self) -> bool:
        text = self._editor.toPlainText()
        return len(text) <= LONGEST_TEXT and scan(flat(text)).kind_at(self._editor.textCursor().position()) == "code"

    def _place(self) -> Place | None:
        cursor = self._editor.textCursor()
        text = self._editor.toPlainText()
        if len(text) > LONGEST_TEXT:
            return None
        column = characters(cursor.block().text(), cursor.positionInBlock())
        return Place(text, self._editor.path, cursor.blockNumber() + 1, column)
