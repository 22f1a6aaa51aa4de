"""Fields in which the same is written in both languages, side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QWidget

from core.lessons.lesson import Choice, Words
from gui.language import LANGUAGES, NAMES
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.parts import Label, column, row


class WordsField(QWidget):
    """One text in English and in Arabic, each in its own direction.

    Args:
        name: What is written here.
        lines: How many lines are seen; one for a field of one line.

    Signals:
        edited: Something was written.
    """

    edited = Signal()

    def __init__(self, name: str, lines: int = 1) -> None:
        super().__init__()
        outer = column(self, spacing=4)
        self.heading = Label("heading", name)
        outer.addWidget(self.heading)
        beside = row(spacing=8)
        # English stays on the left: what is written side by side is compared.
        beside.setDirection(beside.Direction.LeftToRight)
        self.fields: list[QLineEdit | QPlainTextEdit] = []
        for code in LANGUAGES:
            field: QLineEdit | QPlainTextEdit
            if lines == 1:
                field = QLineEdit()
                theme().size(field, height=32)
            else:
                field = QPlainTextEdit()
                field.setTabChangesFocus(True)
                theme().size(field, height=lines * 21 + 14)
            direction = Qt.LayoutDirection.RightToLeft if code == "ar" else Qt.LayoutDirection.LeftToRight
            field.setLayoutDirection(direction)
            if isinstance(field, QPlainTextEdit):
                option = QTextOption(field.document().defaultTextOption())
                option.setTextDirection(direction)
                field.document().setDefaultTextOption(option)
            field.setPlaceholderText(NAMES[code])
            field.setAccessibleName(fill(translate("Lesson", "{name}, in {language}"), name=name, language=NAMES[code]))
            field.textChanged.connect(self.edited)
            self.fields.append(field)
            beside.addWidget(field, 1)
        outer.addLayout(beside)

    @property
    def words(self) -> Words:
        """What is written."""
        english, arabic = (
            field.text() if isinstance(field, QLineEdit) else field.toPlainText() for field in self.fields
        )
        return Words(english.strip(), arabic.strip())

    def write(self, words: Words) -> None:
        """Put texts in."""
        for field, code in zip(self.fields, LANGUAGES, strict=True):
            if isinstance(field, QLineEdit):
                field.setText(words.of(code))
            else:
                field.setPlainText(words.of(code))


class ExpressionField(QWidget):
    """An expression with its present value below it.

    Args:
        name: What it is for.
        example: One that is right, for the empty field.

    Signals:
        edited: Something was written.
    """

    edited = Signal()

    def __init__(self, name: str, example: str) -> None:
        super().__init__()
        outer = column(self, spacing=4)
        self.heading = Label("heading", name)
        self.field = QLineEdit()
        self.field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.field.setFont(theme().font("body", mono=True))
        self.field.setPlaceholderText(example)
        self.field.setAccessibleName(name)
        theme().size(self.field, height=32)
        self.value = Label("quiet")
        self.value.setWordWrap(True)
        self.value.hide()
        for part in (self.heading, self.field, self.value):
            outer.addWidget(part)
        self.field.textChanged.connect(self.edited)

    @property
    def text(self) -> str:
        """The expression."""
        return self.field.text().strip()


class ChoiceFields(QWidget):
    """The answers of a choice: a text in both languages and when it is right.

    Signals:
        edited: Something was written.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[WordsField, ExpressionField]] = []
        self._column = column(self, spacing=8)
        self.more_button = QPushButton(translate("Lesson", "Another answer"))
        line = row()
        line.addWidget(self.more_button)
        line.addStretch(1)
        self._column.addLayout(line)
        self.more_button.clicked.connect(self.add)
        self.add()
        self.add()

    @property
    def rows(self) -> list[tuple[WordsField, ExpressionField]]:
        """The fields of each answer."""
        return self._rows

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The answers that were written; empty rows are none."""
        return tuple(
            Choice(words.words, when.text) for words, when in self._rows if words.words != Words("", "") or when.text
        )

    def add(self) -> None:
        """Have room for one more."""
        place = len(self._rows) + 1
        words = WordsField(fill(translate("Lesson", "Answer {place}"), place=place))
        when = ExpressionField(translate("Lesson", "It is right when"), "k == 3")
        words.edited.connect(self.edited)
        when.edited.connect(self.edited)
        self._rows.append((words, when))
        self._column.insertWidget(self._column.count() - 1, words)
        self._column.insertWidget(self._column.count() - 1, when)
