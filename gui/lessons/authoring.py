"""A step made of what the labs show now: its words, its question, what may be touched, and the file that it goes to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QPushButton, QWidget

from core.autograd.trace import Trace
from core.labs.plain import first_state
from core.labs.state import AppState
from core.lessons.answering import Found
from core.lessons.lesson import ENDING, KINDS, Lesson, Question, Step, Words
from core.lessons.mathematics import formulas_in
from core.lessons.problem import LessonProblem
from core.lessons.reading import parse_lesson, read_lesson
from core.lessons.writing import append_step, lesson_text, portable, write_lesson
from gui.lessons.answers import answer_text
from gui.lessons.bilingual import ChoiceFields, ExpressionField, WordsField
from gui.lessons.preview import AnswerPreview
from gui.lessons.problems import ProblemList
from gui.lessons.shelf import FOLDER
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.choice import Choice
from gui.widgets.parts import Label, clear_layout, column, row, rule, scrolled, show_if
from gui.worker import ComputeService

PATHS = "signal.parameters.kernel_size, signal.kernels"
"""How what may be touched is written, for the empty field."""


class StepDialog(QDialog):
    """Asks for the words of a step and writes it.

    Args:
        state: What the labs show.
        lesson: The open lesson, to which the step may be added, if it is in a file of the user's.
        service, trace_of: Answer the question that is written.
        parent: The window.

    Signals:
        written: The file, and how many steps it has now.
    """

    written = Signal(object, int)

    def __init__(
        self,
        state: AppState,
        lesson: Lesson | None,
        service: ComputeService,
        trace_of: Callable[[str], Trace | None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._state = portable(state)
        self._own = Path(lesson.path) if lesson is not None and lesson.path else None
        if self._own is not None and self._own.parent == FOLDER:
            self._own = None  # The built-in lessons stay as they are.
        self._answer_problem = ""
        self.file_dialog: QFileDialog | None = None
        self.setModal(True)
        self.setWindowTitle(translate("Lesson", "Add the present state as a step"))
        self.preview = AnswerPreview(self._state, service, trace_of, self)
        self._build()
        self.preview.found.connect(self._show_answer)
        self.finished.connect(self.preview.stop)
        self._show_kind()
        room = parent.size()
        self.resize(min(theme().px(860), room.width() - 20), min(theme().px(720), room.height() - 20))

    # Building.

    def _build(self) -> None:
        content = QWidget()
        lines = column(content, margins=(20, 16, 20, 16), spacing=12)
        self.target = Choice()
        if self._own is not None:
            self.target.addItem(fill(translate("Lesson", "At the end of {name}"), name=self._own.name), "own")
        self.target.addItem(translate("Lesson", "In a new lesson…"), "new")
        self.target.addItem(translate("Lesson", "At the end of another lesson…"), "other")
        self.target.setAccessibleName(translate("Lesson", "Where the step goes"))
        self.lesson_title = WordsField(translate("Lesson", "Title of the lesson"))
        self.title = WordsField(translate("Lesson", "Title of the step"))
        self.text = WordsField(translate("Lesson", "Text: Markdown, with formulas between dollar signs"), 5)
        self.kind = Choice()
        names = {
            "number": translate("Lesson", "A number is asked for"),
            "choice": translate("Lesson", "One of several answers is right"),
            "shape": translate("Lesson", "A shape is asked for"),
            "tensor": translate("Lesson", "A tensor is asked for"),
        }
        self.kind.addItem(translate("Lesson", "No question"), None)
        for kind in KINDS:
            self.kind.addItem(names[kind], kind)
        self.kind.setAccessibleName(translate("Lesson", "Question"))
        self.ask = WordsField(translate("Lesson", "The question"))
        self.answer = ExpressionField(
            translate("Lesson", "The answer, as an expression that is computed from the state"), "output.shape"
        )
        self.choices = ChoiceFields()
        self.choice_value = Label("quiet")
        self.explain = WordsField(translate("Lesson", "Explanation, shown with the answer"), 3)
        self.allow = Choice()
        for name, text in (
            ("all", translate("Lesson", "Everything may be touched")),
            ("nothing", translate("Lesson", "Only looked at: nothing may be changed")),
            ("some", translate("Lesson", "Only these may be changed:")),
        ):
            self.allow.addItem(text, name)
        self.allow.setAccessibleName(translate("Lesson", "What may be touched"))
        self.allowed = QLineEdit()
        self.allowed.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.allowed.setPlaceholderText(PATHS)
        self.allowed.setAccessibleName(self.allow.itemText(2))
        theme().size(self.allowed, height=32)
        self.notes = WordsField(translate("Lesson", "Notes for the lecturer"), 2)
        for part in (
            self._headed(translate("Lesson", "Where the step goes"), self.target),
            self.lesson_title,
            self.title,
            self.text,
            self._headed(translate("Lesson", "Question"), self.kind),
            self.ask,
            self.answer,
            self.choices,
            self.choice_value,
            self.explain,
            self._headed(translate("Lesson", "What may be touched"), self.allow),
            self.allowed,
            self.notes,
        ):
            lines.addWidget(part)
        lines.addStretch(1)
        outer = column(self, spacing=0)
        self.area = scrolled(content, "paper", over=True)
        outer.addWidget(self.area, 1)
        self._problems = QWidget()
        self._problem_lines = column(self._problems, margins=(20, 8, 8, 0), spacing=6)
        self._problems.hide()
        outer.addWidget(rule())
        outer.addWidget(self._problems)
        self.warning = Label("quiet")
        self.warning.setWordWrap(True)
        self.cancel_button = QPushButton(translate("Lesson", "Cancel"))
        self.save_button = QPushButton(translate("Lesson", "Add the step"))
        self.save_button.setObjectName("primary")
        for button in (self.cancel_button, self.save_button):
            button.setAutoDefault(False)  # Enter in a field is no wish to save.
        bar = row(margins=(20, 12, 20, 12), spacing=8)
        bar.addWidget(self.warning, 1)
        bar.addWidget(self.cancel_button)
        bar.addWidget(self.save_button)
        outer.addLayout(bar)
        self.warning.setText(self._warning())
        self.target.activated.connect(self._show_kind)
        self.kind.activated.connect(self._show_kind)
        self.allow.activated.connect(self._show_kind)
        for field in (self.ask, self.answer, self.choices, self.explain):
            field.edited.connect(self._question_edited)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self.save)

    def _headed(self, name: str, field: QWidget) -> QWidget:
        part = QWidget()
        lines = column(part, spacing=4)
        lines.addWidget(Label("heading", name))
        line = row()
        line.addWidget(field)
        line.addStretch(1)
        lines.addLayout(line)
        return part

    def _show_kind(self) -> None:
        """Show the fields that belong to what was chosen."""
        kind = self.kind.currentData()
        show_if(self.lesson_title, self.target.currentData() == "new")
        show_if(self.ask, kind is not None)
        show_if(self.answer, kind not in {None, "choice"})
        show_if(self.choices, kind == "choice")
        show_if(self.choice_value, kind == "choice" and bool(self.choice_value.text()))
        show_if(self.explain, kind is not None)
        show_if(self.allowed, self.allow.currentData() == "some")
        self._question_edited()

    def _warning(self) -> str:
        """What of the state is not in the lesson's file."""
        lab = self._state.lab
        if lab == "autograd":
            return ""
        source = self._state.signal.source if lab == "signal" else self._state.image.source
        if source.kind == "file":
            text = translate("Lesson", "The step names your file {name}, and opens only where that file is.")
            return fill(text, name=source.title)
        if source.kind == "camera":
            return translate("Lesson", "A camera shows something else each time: freeze its picture first.")
        return ""

    # The step.

    @property
    def question(self) -> Question | None:
        """The question as it is written."""
        kind = self.kind.currentData()
        if kind is None:
            return None
        choice = kind == "choice"
        return Question(
            kind,
            self.ask.words,
            "" if choice else self.answer.text,
            self.choices.choices if choice else (),
            explain=self.explain.words,
        )

    def step_over(self, setup: AppState) -> Step:
        """The step for a lesson with this setup; of the labs that are not shown it says nothing."""
        lab = self._state.lab
        allow: tuple[str, ...] | None = None
        if self.allow.currentData() == "nothing":
            allow = ()
        elif self.allow.currentData() == "some":
            allow = tuple(part.strip() for part in self.allowed.text().split(",") if part.strip())
        state = replace(setup, lab=lab, **{lab: getattr(self._state, lab)})
        return Step(self.title.words, self.text.words, state, self.question, allow, self.notes.words)

    def _question_edited(self) -> None:
        question = self.question
        if question is not None:
            # The value has nothing to do with the words: they are not asked about anew.
            question = replace(question, ask=Words("", ""), explain=Words("", ""))
            question = replace(question, choices=tuple(replace(one, text=Words("", "")) for one in question.choices))
        self.preview.show_question(question)

    def _show_answer(self, found: Found | None, problem: str) -> None:
        self._answer_problem = "" if problem == "run" else problem
        kind = self.kind.currentData()
        if problem == "run":
            text = translate("Lesson", "Run the program once, and its value is seen here.")
        elif problem:
            text = fill(translate("Lesson", "This has no value that answers the question: {detail}"), detail=problem)
        elif found is None:
            text = ""
        elif kind == "choice":
            assert isinstance(found.value, int)
            text = fill(translate("Lesson", "Right now: answer {place}"), place=found.value + 1)
        else:
            text = fill(translate("Lesson", "Right now: {value}"), value=answer_text(found))
        label = self.choice_value if kind == "choice" else self.answer.value
        label.setText(text)
        show_if(label, bool(text))

    # Saving.

    def problems(self, setup: AppState) -> list[LessonProblem]:
        """Everything that is wrong with the step as it is written."""
        step = self.step_over(setup)
        title = self.lesson_title.words if self.target.currentData() == "new" else Words("-", "-")
        _, found = parse_lesson(lesson_text(Lesson("-", title, Words("", ""), setup, (step,))).encode())
        for name, words in (("title", step.title), ("text", step.text)):
            for code in ("en", "ar"):
                for formula, problem in formulas_in(words.of(code)):
                    if problem is not None:
                        detail = f"{formula[:40]}: {problem}"
                        found.append(LessonProblem("mathematics", 1, f"steps[0].{name}.{code}", detail))
        if self._answer_problem and not any(one.where.startswith("steps[0].question") for one in found):
            found.append(LessonProblem("answer", 1, "steps[0].question", self._answer_problem))
        if self._state.lab != "autograd" and getattr(self._state, self._state.lab).source.kind == "camera":
            found.append(LessonProblem("state", 1, f"steps[0].state.{self._state.lab}.source", "camera"))
        return found

    def save(self) -> None:
        """Write the step if nothing is wrong with it; else show what is."""
        if self._show_problems(self.problems(first_state())):
            return
        target = self.target.currentData()
        if target == "own":
            assert self._own is not None
            self.write(self._own)
            return
        dialog = self.file_dialog = QFileDialog(self, self.windowTitle())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lessons = translate("Lesson", "Lessons")
        dialog.setNameFilters([f"{lessons} (*{ENDING})"])
        dialog.setDefaultSuffix(ENDING.lstrip("."))
        if target == "new":
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.selectFile(f"{identifier(self.lesson_title.words.en)}{ENDING}")
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.write(Path(name)))
        dialog.open()

    def write(self, path: Path) -> None:
        """Write the step to a file: a new lesson, or the end of one that is there."""
        try:
            if self.target.currentData() == "new":
                title = self.lesson_title.words
                first = first_state()
                name = identifier(title.en)
                write_lesson(path, Lesson(name, title, Words("", ""), first, (self.step_over(first),)))
            else:
                append_step(path, self.step_over(read_lesson(path).setup))
            count = len(read_lesson(path).steps)
        except LessonProblem as problem:
            self._show_problems([problem])
            return
        self.accept()
        self.written.emit(path, count)

    def _show_problems(self, problems: list[LessonProblem]) -> bool:
        clear_layout(self._problem_lines)
        show_if(self._problems, bool(problems))
        if problems:
            listed = scrolled(ProblemList(problems, lines=False), "paper")
            listed.setFixedHeight(theme().px(150))
            listed.setAccessibleName(translate("Lesson", "Problems in a lesson"))
            self._problem_lines.addWidget(listed)
        return bool(problems)


def identifier(title: str) -> str:
    """The id of a lesson that is called so."""
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:60] or "lesson"
