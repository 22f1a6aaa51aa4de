"""What stands in the way of a comparison, or beside it: waiting, a problem and what to do, nodes that hooks changed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from core.autograd.replay import Replay
from gui.labs.autograd.names import node_title, short_title
from gui.labs.autograd.what_if_questions import Found, Questions
from gui.text import fill, translate
from gui.theme import theme
from gui.what_if_messages import MENDED_BY_RUNNING, problem_sentence
from gui.widgets.parts import Card, Label, row

MOST_NAMED = 4
"""Nodes that a sentence names."""


class StatusCard(Card):
    """Hidden while there is nothing to say.

    Signals:
        run_asked: The program is to be run again.
    """

    run_asked = Signal()

    def __init__(self, questions: Questions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._questions = questions
        self.busy, self.problem, self.unlike = Label("body"), Label("body"), Label("body")
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.cancel, self.again = QPushButton(), QPushButton()
        self.cancel.clicked.connect(questions.cancel)
        self.again.clicked.connect(self._again)
        line = row(spacing=10)
        line.addWidget(self.busy, 1)
        line.addWidget(self.cancel)
        self.column.addLayout(line)
        self.column.addWidget(self.progress)
        for label in (self.problem, self.unlike):
            label.setWordWrap(True)
            self.column.addWidget(label)
        self.column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeading)

    def show_status(self, replay: Replay | None, refused: str) -> None:
        """Say what there is to say.

        Args:
            replay: The run that the questions are about.
            refused: A text that was typed and does not fit, or "".
        """
        questions = self._questions
        waiting = questions.waited_for
        for part in (self.busy, self.progress, self.cancel):
            part.setVisible(waiting)
        problem, run = self._problem(replay, refused)
        for label, text in ((self.problem, problem), (self.unlike, unlike_sentence(replay, questions.found))):
            label.setText(text)
            label.setVisible(bool(text))
        self.problem.setStyleSheet("" if questions.cancelled else f"color: {theme().palette.danger};")
        self.again.setVisible(run)
        cancelled = questions.cancelled
        self.again.setText(translate("WhatIf", "Ask again") if cancelled else translate("WhatIf", "Run again"))
        self.setVisible(waiting or bool(problem) or bool(self.unlike.text()))

    def retranslate(self) -> None:
        """Say everything in the present language; `show_status` says the rest."""
        self.busy.setText(translate("WhatIf", "The nodes are being called…"))
        self.cancel.setText(translate("WhatIf", "Cancel"))
        self.progress.setAccessibleName(translate("WhatIf", "The nodes are being called…"))

    def _problem(self, replay: Replay | None, refused: str) -> tuple[str, bool]:
        """A sentence that is called for, and whether to offer another run or question."""
        if refused:
            text = translate(
                "WhatIf",
                "“{typed}” cannot stand there: a finite number is needed, and none below zero for a limit, a "
                "deviation or a seed.",
            )
            return fill(text, typed=refused.strip()), False
        if self._questions.cancelled:
            return translate("WhatIf", "Cancelled. What is compared below, if anything, are earlier changes."), True
        latest = self._questions.found
        if latest is None or latest.answer.problem is None or replay is None:
            return "", False
        failure = latest.answer.failure
        node = "" if failure is None else node_title(replay.node(failure.node))
        return problem_sentence(latest.answer, node), latest.answer.problem in MENDED_BY_RUNNING

    def _again(self) -> None:
        if self._questions.cancelled:
            self._questions.again()
        else:
            self.run_asked.emit()


def unlike_sentence(replay: Replay | None, latest: Found | None) -> str:
    """Which nodes give something else even without a change; "" where there are none."""
    if latest is None or replay is None or not latest.answer.unlike:
        return ""
    order = [step.node for step in replay.trace.passes[latest.number].steps if step.node in latest.answer.unlike]
    names = [short_title(replay.node(node)) for node in order[:MOST_NAMED]]
    if len(order) > MOST_NAMED:
        names.append("…")
    text = translate(
        "WhatIf",
        "Hooks of the program changed gradients, and hooks are not run again; so even without a change these "
        "nodes differ: {nodes}.",
    )
    return fill(text, nodes=", ".join(names))
