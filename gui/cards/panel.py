"""What F1 opens: our card beside torch's own words, or the glossary; searchable, with a way back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QDialog, QLineEdit, QPushButton, QScrollArea, QStackedWidget, QWidget
from typing_extensions import override

from core.cards.card import Card
from core.cards.collection import collection
from core.cards.example import ExampleLine
from core.documentation import Documentation
from gui.cards.card_view import CardView, LessonPlace, Lessons
from gui.cards.glossary import Glossary
from gui.focus_ring import FocusRing
from gui.language import language
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.documentation import TorchText
from gui.widgets.parts import Label, column, row, rule, show_if
from gui.worker import ComputeService

_PARAMETER = re.compile(r"(?:torch\.)?(nn\.Conv\dd)\.(\w+)")
WIDE = 860
"""Pixels at 100 % from which the card and torch's text stand side by side."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the panel's history.

    Attributes:
        card: The id of the card, or "".
        torch: What torch is asked about, or "".
        parameter: A parameter that torch's text is opened at, or "".
        query: What was searched in the glossary, for an entry with neither.
    """

    card: str = ""
    torch: str = ""
    parameter: str = ""
    query: str = ""


def entry_of(name: str) -> Entry:
    """What to show of a name: a parameter of a layer, a node, an operation, a term, a word of a program."""
    card = collection().named(name)
    found = _PARAMETER.fullmatch(name)
    if found is not None:
        return Entry("" if card is None else card.id, *_split(name))
    if card is None:
        return Entry(torch=name)
    if _PARAMETER.fullmatch(card.asked):
        return Entry(card.id, *_split(card.asked))  # A word such as stride: torch.Tensor.stride is something else.
    is_identifier = re.fullmatch(r"[A-Za-z_][\w.]*", name) is not None
    named = any(name == one for one in card.torch) or "." in name or re.fullmatch(r"\w+Backward\w*", name) is not None
    return Entry(card.id, name if is_identifier and named else card.asked)


def _split(asked: str) -> tuple[str, str]:
    """What torch is asked about, and the parameter that its text is opened at, or ""."""
    found = _PARAMETER.fullmatch(asked)
    return (asked, "") if found is None else (f"torch.{found.group(1)}", found.group(2))


def no_lessons(_card: str) -> tuple[LessonPlace, ...]:
    """No lesson names a card."""
    return ()


class DocumentationPanel(QDialog):
    """Cards, torch's documentation and the glossary in one dialog; Escape closes it, Alt+Left goes back.

    Args:
        service: Asks torch, in the process that computes.
        parent: The window.
        lessons: Says where a card is named in the built-in lessons.

    Signals:
        lesson_asked: A `LessonPlace` that the user wants to go to; the panel has closed.
    """

    lesson_asked = Signal(object)

    def __init__(self, service: ComputeService, parent: QWidget, lessons: Lessons = no_lessons) -> None:
        super().__init__(parent)
        self._window = parent
        self._service = service
        self._entry = Entry()
        self._history: list[Entry] = []
        self.setModal(True)
        self.back, self.glossary_button = QPushButton(), QPushButton()
        for button in (self.back, self.glossary_button):
            button.setAutoDefault(False)
        self.back.clicked.connect(self.go_back)
        self.glossary_button.clicked.connect(lambda: self._go(Entry()))
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.search.textEdited.connect(self._searched)
        self.glossary = Glossary()
        self.glossary.card_asked.connect(self.go_to_card)
        self.card = CardView(lessons)
        self.card.card_asked.connect(self.go_to_card)
        self.card.lesson_asked.connect(self._leave_for)
        self.torch = TorchText()
        self.without = Label("quiet")
        self.without.setWordWrap(True)
        self._card_area = QScrollArea()
        self._card_area.setObjectName("paper")
        self._card_area.setWidget(self.card)
        self._card_area.setWidgetResizable(True)
        self._card_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._build()
        self.ring = FocusRing(self)
        QShortcut(QKeySequence(Qt.KeyboardModifier.AltModifier | Qt.Key.Key_Left), self, self.go_back)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.search.setFocus)
        service.documented.connect(self._documented)
        service.example_run.connect(self._example_run)
        language().changed.connect(self.retranslate)
        theme().changed.connect(self._lay_out)
        self.retranslate()

    def _build(self) -> None:
        top = row(spacing=8)
        top.addWidget(self.back)
        top.addWidget(self.search, 1)
        top.addWidget(self.glossary_button)
        self._page = QWidget()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._page)
        theme().space(self._sides, (0, 0, 0, 0), 16)
        self._rule = rule(vertical=True)
        self._sides.addWidget(self._card_area, 1)
        self._sides.addWidget(self._rule)
        self._sides.addWidget(self.torch, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.glossary)
        self.stack.addWidget(self._page)
        layout = column(self, margins=(20, 16, 20, 16), spacing=12)
        layout.addLayout(top)
        layout.addWidget(self.without)
        layout.addWidget(self.stack, 1)

    # The parts of what torch says, for who looks from outside.

    @property
    def entry(self) -> Entry:
        """What is shown."""
        return self._entry

    # Going.

    def ask(self, name: str) -> None:
        """Open the panel for what the user points at, or with "" the glossary at its start."""
        self._history.clear()
        self._show(entry_of(name) if name else Entry())
        parent = self._window
        self.resize(
            min(theme().px(1080), parent.width() - theme().px(20)),
            min(theme().px(720), parent.height() - theme().px(20)),
        )
        self.open()
        self._focus()

    def go_to_card(self, card: str) -> None:
        """Go on to a card, by its id."""
        self._go(Entry(card, *_split(collection().by_id[card].asked)))

    def go_back(self) -> None:
        """Go back to where the user was before; nothing if that is here."""
        if self._history:
            self._show(self._history.pop())
            self._focus()

    def _go(self, entry: Entry) -> None:
        if entry != self._entry:
            self._history.append(self._entry)
            self._show(entry)
            self._focus()

    def _leave_for(self, place: LessonPlace) -> None:
        self.accept()
        self.lesson_asked.emit(place)

    def _searched(self, query: str) -> None:
        if self.stack.currentWidget() is not self.glossary:
            self._history.append(self._entry)
        self._show(Entry(query=query))

    def _show(self, entry: Entry) -> None:
        self._entry = entry
        card = collection().by_id.get(entry.card)
        listed = card is None and not entry.torch
        self.stack.setCurrentWidget(self.glossary if listed else self._page)
        if self.search.text() != entry.query:
            self.search.setText(entry.query)
        if listed:
            self.glossary.show_found(entry.query)
        else:
            self._show_page(card, entry)
        self._write()

    def _show_page(self, card: Card | None, entry: Entry) -> None:
        show_if(self._card_area, card is not None)
        show_if(self.torch, bool(entry.torch))
        if card is not None:
            self.card.show_card(card)
            self._card_area.verticalScrollBar().setValue(0)
            if card.example:
                self._service.ask_example(card.id)
        self.torch.wait_for(entry.torch, entry.parameter)
        if entry.torch:
            self._service.ask_documentation(entry.torch)
        self._lay_out()

    def _focus(self) -> None:
        if self.stack.currentWidget() is self.glossary:
            self.search.setFocus()
        elif self._card_area.isHidden():
            self.torch.text.setFocus()
        else:
            self._card_area.setFocus()

    # What torch says.

    def _documented(self, name: str, found: Documentation | None) -> None:
        card = collection().by_id.get(self._entry.card)
        other = ("", "") if card is None else _split(card.asked)
        if found is None and name == self.torch.asked and other[0] not in ("", name):
            # Nothing is called that; the card knows where torch speaks of it.
            self.torch.wait_for(*other)
            self._service.ask_documentation(other[0])
            return
        self.torch.show_found(name, found, self._service.torch_version)
        if self._card_area.isHidden() and found is not None and self.stack.currentWidget() is self._page:
            self.torch.text.setFocus()

    def _example_run(self, card: str, lines: tuple[ExampleLine, ...]) -> None:
        self.card.show_example(card, lines, self._service.torch_version)

    # Words and sizes.

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._write()
        self.glossary.retranslate()
        self.card.retranslate()
        self.torch.retranslate()

    def _write(self) -> None:
        """What the panel itself says of what is shown."""
        listed = self.stack.currentWidget() is self.glossary
        self.setWindowTitle(translate("Cards", "Glossary") if listed else translate("Cards", "Documentation"))
        self.back.setText(translate("Cards", "Back"))
        self.back.setEnabled(bool(self._history))
        self.glossary_button.setText(translate("Cards", "Glossary"))
        search = translate("Cards", "Search terms in English or Arabic, or torch's names")
        self.search.setPlaceholderText(search)
        self.search.setAccessibleName(search)
        text = translate("Cards", "There is no card of {name}.")
        self.without.setText(fill(text, name=self._entry.torch))
        show_if(self.without, not listed and not self._entry.card)
        described = translate("Cards", "Card: {term}")
        card = self.card.card
        self._card_area.setAccessibleName("" if card is None else fill(described, term=card.term.said(language().code)))

    def _lay_out(self) -> None:
        wide = self.width() >= theme().px(WIDE)
        side = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._sides.direction() != side:
            self._sides.setDirection(side)
        show_if(self._rule, wide and not self._card_area.isHidden() and not self.torch.isHidden())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and self.stack.currentWidget() is self.glossary:
                self.glossary.table.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self.stack.currentWidget() is self.glossary:
                    self.glossary.open_current()
                return True
        return super().eventFilter(watched, event)
