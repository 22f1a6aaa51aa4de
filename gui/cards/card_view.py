"""The page of one card: its names, meaning, formula, picture, example, and where to go from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from core.cards.card import Card
from core.cards.collection import collection
from core.cards.example import ExampleLine
from gui.cards.picture import CardPicture
from gui.cards.rich import example_html, example_text, meaning_html, meaning_text
from gui.language import LanguageCode, language
from gui.text import fill, isolate, translate
from gui.theme import theme
from gui.widgets.flow import FlowLayout
from gui.widgets.formula import Formula
from gui.widgets.parts import Card as Paper
from gui.widgets.parts import Label, column, show_if

MOST_NAMES = 8
"""Names of torch's that a card lists; the others are found all the same."""


@dataclass(frozen=True, slots=True)
class LessonPlace:
    """A step of a lesson that names a card.

    Attributes:
        lesson: The lesson's id.
        step: Its how-manieth, from 0.
        title: What the lesson is called in the present language.
    """

    lesson: str
    step: int
    title: str


Lessons = Callable[[str], Sequence[LessonPlace]]
"""Where a card, by its id, is named in the built-in lessons."""


class CardView(QWidget):
    """Shows one card in the present language.

    Signals:
        card_asked: The id of a card that the user wants to go to.
        lesson_asked: A `LessonPlace` that the user wants to go to.
    """

    card_asked = Signal(str)
    lesson_asked = Signal(object)

    def __init__(self, lessons: Lessons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lessons = lessons
        self._card: Card | None = None
        self._lines: tuple[ExampleLine, ...] | None = None
        self._version = ""
        self.title, self.other, self.names = Label("large"), Label("subtitle"), Label("formula")
        self.meaning, self.example = QLabel(), QLabel()
        for label in (self.title, self.other, self.names, self.meaning, self.example):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (self.meaning, self.example):
            label.setTextFormat(Qt.TextFormat.RichText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.example.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.formula = Formula("value")
        self.picture = CardPicture()
        sheet = Paper()
        sheet.column.addWidget(self.picture)
        self.example_title, self.related_title, self.lessons_title = (
            Label("heading"),
            Label("heading"),
            Label("heading"),
        )
        self.related, self.places = QWidget(), QWidget()
        self._related_row = FlowLayout(self.related, 6, mirrored=True)
        self._places_row = FlowLayout(self.places, 6, mirrored=True)
        layout = column(self, margins=(12, 8, 16, 12), spacing=10)
        above: tuple[QWidget, ...] = (self.title, self.other, self.names, self.meaning)
        below: tuple[QWidget, ...] = (sheet, self.example_title, self.example, self.related_title, self.related)
        for part in above:
            layout.addWidget(part)
        layout.addWidget(self.formula, 0, Qt.AlignmentFlag.AlignLeading)
        for part in (*below, self.lessons_title, self.places):
            layout.addWidget(part)
        layout.addStretch(1)
        theme().changed.connect(self._write_example)

    @property
    def card(self) -> Card | None:
        """The card that is shown."""
        return self._card

    def show_card(self, card: Card) -> None:
        """Show another card; its example waits for `show_example`."""
        self._card, self._lines = card, None
        self.retranslate()

    def show_example(self, card: str, lines: Sequence[ExampleLine], version: str) -> None:
        """Show what torch made of a card's example, if that card is still shown."""
        if self._card is not None and self._card.id == card:
            self._lines, self._version = tuple(lines), version
            self._write_example()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        card = self._card
        if card is None:
            return
        code = language().code
        other: LanguageCode = "en" if code == "ar" else "ar"
        self.title.setText(" · ".join(isolate(term.said(code), left_to_right=False) for term in card.names))
        others = [term.said(other) for term in card.names if term.en != term.ar]
        self.other.setText(" · ".join(isolate(name, left_to_right=False) for name in others))
        show_if(self.other, bool(others))
        names = [name.replace("*", "0") for name in card.torch]
        more = "" if len(names) <= MOST_NAMES else ", …"
        self.names.setText(", ".join(names[:MOST_NAMES]) + more)
        show_if(self.names, bool(names))
        meaning = card.meaning.said(code)
        self.meaning.setText(meaning_html(meaning, right_to_left=code == "ar"))
        self.meaning.setAccessibleName(meaning_text(meaning))
        self.formula.show_latex(card.latex, later=True)
        show_if(self.formula, bool(card.latex))
        spoken = fill(translate("Cards", "Picture: {term}"), term=card.term.said(code))
        self.picture.show_picture(card.picture, card.draws, spoken)
        self._write_example()
        self._write_links(card)

    def _write_example(self) -> None:
        card = self._card
        if card is None:
            return
        show_if(self.example_title, bool(card.example))
        show_if(self.example, bool(card.example))
        waiting = translate("Cards", "An example; torch is computing it…")
        computed = fill(translate("Cards", "An example, computed by {torch}"), torch=f"torch {self._version}")
        self.example_title.setText(waiting if self._lines is None else computed)
        lines = [ExampleLine(code) for code in card.example] if self._lines is None else self._lines
        self.example.setText(example_html(lines))
        self.example.setAccessibleName(example_text(lines))

    def _write_links(self, card: Card) -> None:
        code = language().code
        _empty(self._related_row)
        for name in card.related:
            button = QPushButton(collection().by_id[name].term.said(code))
            button.setObjectName("small")
            button.clicked.connect(lambda _=False, name=name: self.card_asked.emit(name))
            self._related_row.addWidget(button)
        self.related_title.setText(translate("Cards", "Related"))
        show_if(self.related_title, bool(card.related))
        places = self._lessons(card.id)
        _empty(self._places_row)
        for place in places:
            text = translate("Cards", "{lesson}, step {step}")
            # The lesson's title runs in its own direction, as a word does.
            title = isolate(place.title, left_to_right=False)
            button = QPushButton(text.replace("{lesson}", title).replace("{step}", isolate(place.step + 1)))
            button.setObjectName("small")
            button.clicked.connect(lambda _=False, place=place: self.lesson_asked.emit(place))
            self._places_row.addWidget(button)
        self.lessons_title.setText(translate("Cards", "In the lessons"))
        show_if(self.lessons_title, bool(places))
        show_if(self.places, bool(places))
        self.related.updateGeometry()
        self.places.updateGeometry()


def _empty(row: FlowLayout) -> None:
    """Take all buttons away; what is deleted later is not seen until then."""
    while (item := row.takeAt(0)) is not None:
        button = item.widget()
        if button is not None:
            button.hide()
            button.setParent(None)
            button.deleteLater()
