"""All that is wrong with a lesson, one thing a line: where, and what would be right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from core.lessons.problem import LessonProblem
from gui.lesson_messages import place_of, problem_line, what_is_wrong
from gui.text import COUNTED, fill, isolate, translate
from gui.theme import theme
from gui.widgets.parts import Label, column, row, scrolled

MOST = 100
"""Problems that are listed; all of them go along to be copied."""


class ProblemList(QWidget):
    """Line and field of each problem, and below them the sentence.

    Args:
        problems: The problems.
        lines: Whether lines mean something, as of a file that is there.
    """

    def __init__(self, problems: Sequence[LessonProblem], *, lines: bool = True) -> None:
        super().__init__()
        listed = column(self, margins=(2, 2, 12, 2), spacing=4)
        for problem in problems[:MOST]:
            where, what = (
                Label("heading", place_of(problem) if lines else isolate(problem.where)),
                Label("plain", what_is_wrong(problem)),
            )
            for label in (where, what):
                label.setWordWrap(True)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            listed.addWidget(where)
            listed.addWidget(what)
            listed.addSpacing(theme().px(8))
        count = len(problems) - MOST
        if count > 0:
            listed.addWidget(Label("quiet", translate("Lesson", "and %n more", "", COUNTED, count)))
        listed.addStretch(1)


class ProblemDialog(QDialog):
    """Says of a file why it cannot be opened as a lesson; what was open stays.

    Args:
        name: The file's.
        problems: At least one.
        parent: The window.
    """

    def __init__(self, name: str, problems: Sequence[LessonProblem], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(translate("Lesson", "Problems in a lesson"))
        self._lines = [problem_line(name, problem) for problem in problems]
        outer: QVBoxLayout = column(self, margins=(20, 16, 20, 16), spacing=12)
        count = len(problems)
        head = fill(
            translate("Lesson", "{name} cannot be opened as a lesson: %n problem(s)", "", COUNTED, count), name=name
        )
        self.head = Label("title", head)
        self.head.setWordWrap(True)
        self.list = ProblemList(problems)
        self.copy_button = QPushButton(translate("Notice", "Copy details"))
        self.close_button = QPushButton(translate("Notice", "Close"))
        self.close_button.setObjectName("primary")
        buttons = row(spacing=8)
        buttons.addWidget(self.copy_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        outer.addWidget(self.head)
        outer.addWidget(scrolled(self.list, "paper"), 1)
        outer.addLayout(buttons)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText("\n".join(self._lines)))
        self.close_button.clicked.connect(self.accept)
        self.close_button.setDefault(True)
        self.close_button.setFocus()
        room = parent.size()
        self.resize(min(theme().px(640), room.width() - 20), min(theme().px(460), room.height() - 20))
