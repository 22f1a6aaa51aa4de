"""The question of a step: an answer is typed or chosen, committed, and then seen beside the right one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from core.lessons.answering import Found
from core.lessons.expression import Value
from core.lessons.lesson import Question
from gui.language import language
from gui.lessons.player import LessonPlayer
from gui.lessons.text import LessonText
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.numbers import normalise, read_number, show_shape
from gui.widgets.parts import Card, Label, clear_layout, row, show_if


class QuestionView(Card):
    """Shows the player's question, and hands it what is answered."""

    def __init__(self, player: LessonPlayer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self._shown: tuple[Question | None, str] = (None, "")
        self._fields: list[QLineEdit] = []
        self._choices = QButtonGroup(self)
        self._choice_texts: list[LessonText] = []
        self.heading = Label("heading")
        self.ask = LessonText()
        self._inputs = QWidget()
        self._input_lines = QVBoxLayout(self._inputs)
        self._input_lines.setContentsMargins(0, 0, 0, 0)
        theme().space(self._input_lines, (0, 0, 0, 0), 6)
        self.verdict, self.answer, self.note = Label("heading"), Label("name"), Label("quiet")
        for label in (self.verdict, self.answer, self.note):
            label.setWordWrap(True)
        self.explain = LessonText()
        self.commit_button, self.reveal_button = QPushButton(), QPushButton()
        self.again_button, self.run_button = QPushButton(), QPushButton()
        self.commit_button.setObjectName("primary")
        self.run_button.setObjectName("primary")
        buttons: QHBoxLayout = row(spacing=8)
        for button in (self.commit_button, self.run_button, self.reveal_button, self.again_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for part in (self.heading, self.ask, self._inputs):
            self.column.addWidget(part)
        self.column.addLayout(buttons)
        for part in (self.note, self.verdict, self.answer, self.explain):
            self.column.addWidget(part)
        self.commit_button.clicked.connect(self.commit)
        self.reveal_button.clicked.connect(player.reveal)
        self.again_button.clicked.connect(player.try_again)
        player.changed.connect(self.refresh)
        self.retranslate()

    @property
    def fields(self) -> list[QLineEdit]:
        """What is typed into."""
        return self._fields

    @property
    def choices(self) -> list[QRadioButton]:
        """What is chosen from."""
        return [one for one in self._choices.buttons() if isinstance(one, QRadioButton)]

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.heading.setText(translate("Lesson", "What do you expect?"))
        self.commit_button.setText(translate("Lesson", "Answer"))
        self.reveal_button.setText(translate("Lesson", "Show the answer"))
        self.again_button.setText(translate("Lesson", "Try again"))
        self.run_button.setText(translate("Lesson", "Run the program"))
        self._shown = (None, "")
        self.refresh()

    def refresh(self) -> None:
        """Show how far the question is."""
        player, question = self._player, self._player.question
        show_if(self, question is not None)
        if question is None:
            self._shown = (None, "")
            return
        code = language().code
        if self._shown != (question, code):
            self._shown = (question, code)
            self._build(question, code)
        verdict = player.verdict
        open_ = not player.committed and not player.revealed
        self._inputs.setEnabled(open_)
        show_if(self.commit_button, open_)
        show_if(self.reveal_button, open_ and player.problem != "run")
        show_if(self.run_button, player.problem == "run")
        show_if(self.again_button, not open_)
        show_if(self.verdict, verdict is not None)
        self.verdict.setProperty("verdict", "" if verdict is None else "right" if verdict else "wrong")
        right = translate("Lesson", "Right")
        if verdict is not None:
            self.verdict.setText(f"\u2713  {right}" if verdict else f"\u2717  {translate('Lesson', 'Not quite')}")
        show_if(self.answer, player.revealed)
        if player.right is not None:
            self.answer.setText(f"\u2713 {answer_text(question, player.right, code)}")
            self.answer.setAccessibleName(f"{translate('Lesson', 'The answer')}: {self.answer.text()}")
        explained = player.revealed and bool(question.explain.of(code))
        show_if(self.explain, explained)
        if explained:
            self.explain.show_text(question.explain.of(code))
        self.note.setText(self._note())
        show_if(self.note, bool(self.note.text()))

    def commit(self) -> None:
        """Take what was typed or chosen; what is no answer is said and stays."""
        question = self._player.question
        if question is None:
            return
        given = self._given(question)
        if given is None:
            self.note.setText(_wanted(question))
            self.note.show()
            if self._fields:
                self._fields[0].setFocus()
            return
        self._player.commit(given)

    def _note(self) -> str:
        player = self._player
        if player.problem == "run":
            return translate("Lesson", "The answer comes from a run of the program, which starts only when you say so.")
        if player.problem:
            text = translate("Lesson", "The answer cannot be computed ({detail}); the lesson may need to be checked.")
            return fill(text, detail=player.problem)
        return ""

    def _build(self, question: Question, code: str) -> None:
        self.ask.show_text(question.ask.of(code))
        clear_layout(self._input_lines)
        for button in self._choices.buttons():
            self._choices.removeButton(button)
        self._fields, self._choice_texts = [], []
        if question.kind == "choice":
            for place, choice in enumerate(question.choices):
                self._add_choice(place, choice.text.of(code))
            return
        field = QLineEdit()
        field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        field.setPlaceholderText({"number": "0.0", "shape": "(1, 2, 3)", "tensor": "[[1, 2], [3, 4]]"}[question.kind])
        field.setAccessibleName(_wanted(question))
        field.setToolTip(_wanted(question))
        field.returnPressed.connect(self.commit)
        self._fields.append(field)
        self._input_lines.addWidget(field)

    def _add_choice(self, place: int, text: str) -> None:
        line = QWidget()
        grid = QGridLayout(line)
        grid.setContentsMargins(0, 0, 0, 0)
        button = QRadioButton()
        button.setAccessibleName(text)
        theme().least(button, width=24, height=24)
        self._choices.addButton(button, place)
        shown = LessonText()
        shown.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        shown.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        shown.show_text(text)
        line.mousePressEvent = lambda _event: button.click()  # type: ignore[method-assign]
        grid.addWidget(button, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(shown, 0, 1)
        grid.setColumnStretch(1, 1)
        self._choice_texts.append(shown)
        self._input_lines.addWidget(line)

    def _given(self, question: Question) -> Value:
        if question.kind == "choice":
            place = self._choices.checkedId()
            return place if place >= 0 else None
        text = self._fields[0].text()
        if question.kind == "number":
            return read_number(text)
        if question.kind == "shape":
            return read_shape(text)
        return read_tensor(text)


def _wanted(question: Question) -> str:
    return {
        "number": translate("Lesson", "A number, such as 4 or -0.75"),
        "shape": translate("Lesson", "A shape, such as (1, 16, 62)"),
        "tensor": translate("Lesson", "A tensor, such as [[1, 2], [3, 4]]"),
        "choice": translate("Lesson", "Choose one of the answers"),
    }[question.kind]


def read_shape(text: str) -> tuple[int, ...] | None:
    """A shape as typed, with or without brackets, or None if it is none."""
    inside = normalise(text).strip().removeprefix("torch.Size").strip("()[] ")
    parts = [part.strip() for part in inside.replace(" ", ",").split(",") if part.strip()]
    if not all(part.isdigit() for part in parts) or (not parts and text.strip() not in {"()", "[]"}):
        return None
    return tuple(int(part) for part in parts)


def read_tensor(text: str) -> npt.NDArray[np.float64] | None:
    """A tensor as typed: nested brackets, or rows one below another by semicolons; None if it is none."""
    import ast

    plain = normalise(text).strip().removeprefix("tensor").strip("() ")
    if plain and not plain.startswith("["):
        rows = [[part for part in row.replace(",", " ").split() if part] for row in plain.split(";")]
        plain = str(rows if len(rows) > 1 else rows[0]).replace("'", "")
    try:
        found = np.asarray(ast.literal_eval(plain), np.float64)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
    return found if found.ndim and found.size and np.isfinite(found).all() else None


def answer_text(question: Question, right: Found, code: str) -> str:
    """The right answer as one reads it."""
    value = right.value
    if question.kind == "choice":
        assert isinstance(value, int)
        return question.choices[value].text.of(code).replace("$", "")
    if question.kind == "shape":
        assert isinstance(value, tuple)
        return show_shape(value)
    if question.kind == "number":
        assert isinstance(value, (int, float))
        return f"{value:.6g}"
    return np.array2string(np.asarray(value), precision=4, separator=", ", suppress_small=True)
