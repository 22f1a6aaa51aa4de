"""Custom functions: a template to begin with, their backward entered line by line, and checked."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget
from typing_extensions import override

from core.autograd.backward_lines import BackwardLines, BackwardLinesAnswer
from core.autograd.gradcheck import Gradcheck, GradcheckAnswer
from core.autograd.replay import Frame, Replay
from core.labs.autograd import CustomChoice
from core.runner.protocol import Answered
from gui.labs.autograd.custom_check import GradcheckView
from gui.labs.autograd.custom_lines import BackwardLinesView
from gui.program_runner import ProgramRunner
from gui.text import fill, isolate, translate
from gui.theme import theme
from gui.widgets.choice import Choice
from gui.widgets.parts import Card, Label, column, row, scrolled

BESIDE = 700
"""Pixels at 100 % from which on both parts stand side by side."""


class CustomPage(QWidget):
    """The custom functions of the pass that is stepped through, one of them entered.

    Signals:
        choice_made: Another `CustomChoice` that the user wants.
        line_shown: The program's line that is looked at, or None.
        template_wanted: The user wants to write a function.
    """

    choice_made = Signal(object)
    line_shown = Signal(object)
    template_wanted = Signal()

    def __init__(self, runner: ProgramRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._replay: Replay | None = None
        self._source = ""
        self._number = -1
        self._choice = CustomChoice()
        self._nodes: tuple[int, ...] = ()
        self._asked: BackwardLines | None = None
        self._requests: dict[int, str] = {}
        self._lines: BackwardLinesAnswer | None = None
        self._check: GradcheckAnswer | None = None
        self._checking = False
        self._build()
        runner.answered.connect(self._answered)

    def _build(self) -> None:
        self.node_label, self.node = Label("body"), Choice()
        top = row(spacing=8)
        top.addWidget(self.node_label)
        top.addWidget(self.node, 1)
        self._top = QWidget()
        self._top.setLayout(top)
        self.lines, self.check = BackwardLinesView(), GradcheckView()
        self.empty = Card()
        self.empty_title, self.empty_words = Label("large"), Label("body")
        self.empty_words.setWordWrap(True)
        self.template = QPushButton()
        for part in (self.empty_title, self.empty_words, self.template):
            self.empty.column.addWidget(part)
        content = QWidget()
        inner = column(content, spacing=12)
        self._beside = row(spacing=12)
        self._beside.addWidget(self.lines, 1)
        self._beside.addWidget(self.check, 1)
        inner.addWidget(self.empty)
        inner.addLayout(self._beside, 1)
        outer = column(self, spacing=10)
        outer.addWidget(self._top)
        outer.addWidget(scrolled(content, "ground"), 1)
        self.node.activated.connect(lambda at: self._make(CustomChoice(self._nodes[at])))
        self.lines.moved.connect(lambda at: self._make(replace(self._choice, line=max(0, at))))
        self.check.asked.connect(self._ask_check)
        self.template.clicked.connect(self.template_wanted)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme().px(BESIDE)
        self._beside.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def show_run(self, replay: Replay | None, source: str) -> None:
        """Another run, of a program's text."""
        self._replay, self._source, self._number = replay, source, -1
        self._asked = self._lines = self._check = None
        self._checking = False
        self._requests.clear()

    def show_frame(self, frame: Frame | None, choice: CustomChoice) -> None:
        """Show the functions of a frame's pass; the node of the clock first, where it is one."""
        self._choice = choice
        self._number = -1 if frame is None else frame.pass_index
        self._nodes = self._custom_nodes()
        chosen = self._chosen(frame)
        self.node.clear()
        self.node.addItems([self._title(one) for one in self._nodes])
        self.node.setCurrentIndex(-1 if chosen is None else self._nodes.index(chosen))
        for part in (self._top, self.lines, self.check):
            part.setVisible(chosen is not None)
        self.empty.setVisible(chosen is None)
        question = None if chosen is None else BackwardLines(self._number, chosen)
        if question != self._asked:
            self._asked, self._lines, self._check, self._checking = question, None, None, False
            if question is not None:
                self._requests[self._runner.ask(question)] = "lines"
        self._draw()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.node_label.setText(translate("Custom", "Custom function"))
        self.node.setAccessibleName(self.node_label.text())
        self.empty_title.setText(translate("Custom", "No custom function here"))
        self.empty_words.setText(
            translate(
                "Custom",
                "A torch.autograd.Function brings a forward and a backward of its own. Run a program that uses one, "
                "and its backward can be entered here line by line and checked.",
            )
        )
        self.template.setText(translate("Custom", "Begin with the template"))
        self.lines.retranslate()
        self.check.retranslate()

    def _custom_nodes(self) -> tuple[int, ...]:
        replay = self._replay
        if replay is None or not 0 <= self._number < len(replay.trace.passes):
            return ()
        ran = [record.node for record in replay.trace.passes[self._number].steps]
        return tuple(node for node in dict.fromkeys(ran) if replay.node(node).kind == "custom")

    def _chosen(self, frame: Frame | None) -> int | None:
        present = None if frame is None or frame.node is None else frame.node.id
        wanted = (self._choice.node, present, *self._nodes[:1])
        return next((one for one in wanted if one in self._nodes), None)

    def _title(self, node: int) -> str:
        assert self._replay is not None
        one = self._replay.node(node)
        if one.line is None:
            return isolate(one.name)
        return fill(translate("Custom", "{node}, line {line}"), node=one.name, line=one.line)

    def _make(self, choice: CustomChoice) -> None:
        self.choice_made.emit(choice)

    def _ask_check(self) -> None:
        if self._asked is not None:
            self._checking, self._check = True, None
            self._requests[self._runner.ask(Gradcheck(self._asked.number, self._asked.node))] = "check"
            self._draw()

    def _answered(self, answered: Answered) -> None:
        kind = self._requests.pop(answered.request, None)
        answer = answered.answer
        asked = self._asked
        if kind is None or asked is None or getattr(answered.question, "node", None) != asked.node:
            return
        if isinstance(answer, BackwardLinesAnswer):
            self._lines = answer
        elif isinstance(answer, GradcheckAnswer):
            self._check, self._checking = answer, False
        self._draw()

    def _draw(self) -> None:
        self.lines.show_answer(self._lines, self._source, self._choice.line)
        self.check.show_answer(self._check, waiting=self._checking)
        self.line_shown.emit(self.lines.line)
