"""The Jacobian of one tensor of a pass with respect to another, put together from vector-Jacobian products."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from core.autograd.jacobian import Jacobian, JacobianAnswer
from core.autograd.pairs import PassTensor, behind, first_pair, pass_tensors
from core.autograd.replay import Replay
from core.autograd.tensor import Tensor
from core.labs.autograd import JacobianChoice
from core.runner.protocol import Answered
from gui.cards.pointing import document_pages
from gui.labs.autograd.jacobian_view import JacobianView
from gui.labs.autograd.jacobian_words import JacobianWords
from gui.program_runner import ProgramRunner
from gui.question_messages import problem_sentence
from gui.text import fill, isolate, translate
from gui.theme import theme
from gui.widgets.choice import Choice
from gui.widgets.numbers import show_shape
from gui.widgets.parts import Card, IconButton, Label, column, row, scrolled
from gui.widgets.segments import Segments

LAYOUTS = ("numerator", "denominator")
ASSEMBLY_MS = 350
"""Between two rows of an assembly that plays; a matrix of many rows plays several at a time."""
MOST_TICKS = 24

Array = npt.NDArray[np.floating]


class JacobianPage(QWidget):
    """Asks for a Jacobian of the pass that is stepped through, and shows it.

    Signals:
        choice_made: Another `JacobianChoice` that the user wants.
    """

    choice_made = Signal(object)

    def __init__(self, runner: ProgramRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._replay: Replay | None = None
        self._number = -1
        self._choice = JacobianChoice()
        self._tensors: tuple[PassTensor, ...] = ()
        self._wrt: tuple[PassTensor, ...] = ()
        self._asked: Jacobian | None = None
        self._request = -1
        self._answer: JacobianAnswer | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(ASSEMBLY_MS)
        self._clock.timeout.connect(self._tick)
        self._build()
        runner.answered.connect(self._answered)

    def _build(self) -> None:
        self.of_label, self.wrt_label, self.dimensions = Label("body"), Label("body"), Label("mono")
        self.of, self.wrt = Choice(), Choice()
        for choice in (self.of, self.wrt):
            choice.setObjectName("mono")
        self.layouts = Segments(LAYOUTS)
        document_pages(self.layouts, {"numerator": "jacobian", "denominator": "jacobian"})
        top, under = row(spacing=8), row(spacing=8)
        for part in (self.of_label, self.of, self.wrt_label, self.wrt):
            top.addWidget(part, 1 if isinstance(part, Choice) else 0)
        under.addWidget(self.layouts)
        under.addStretch(1)
        under.addWidget(self.dimensions)
        self.card = Card()
        self.view = JacobianView()
        self.sentence = Label("body")
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.back, self.play, self.next = IconButton("back"), IconButton("play"), IconButton("next")
        self.whole = QPushButton()
        self.whole.setObjectName("small")
        self.place = Label("quiet")
        acts = QWidget()
        acts.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        line = row(acts, spacing=6)
        for button in (self.back, self.play, self.next, self.whole):
            line.addWidget(button)
        line.addWidget(self.place, 1)
        self._acts = acts
        self.card.column.addWidget(self.sentence, 1)
        self.card.column.addWidget(self.view, 1)
        self.card.column.addWidget(acts)
        self.words = JacobianWords()
        theme().least(self.card, height=300)
        content = QWidget()
        inner = column(content, spacing=12)
        inner.addWidget(self.card, 1)
        inner.addWidget(self.words)
        outer = column(self, spacing=10)
        outer.addLayout(top)
        outer.addLayout(under)
        outer.addWidget(scrolled(content, "ground"), 1)
        self.of.activated.connect(lambda at: self._choose(of=self._tensors[at].output, wrt=None))
        self.wrt.activated.connect(lambda at: self._choose(of=self._pair()[0], wrt=self._wrt[at].output))
        self.layouts.chosen.connect(lambda key: self._make(replace(self._choice, numerator=key == "numerator")))
        self.back.clicked.connect(lambda: self._assemble(self.assembled - 1))
        self.next.clicked.connect(lambda: self._assemble(self.assembled + 1))
        self.whole.clicked.connect(lambda: self._make(replace(self._choice, assembled=None)))
        self.play.clicked.connect(self._toggle)
        self.view.row_picked.connect(self._row_picked)
        self.view.stepped.connect(lambda by: self._assemble(self.assembled + (1 if by > 0 else -1)))

    # What is looked at.

    def show_run(self, replay: Replay | None) -> None:
        """Another run: its passes are asked from now on."""
        self._replay, self._number, self._asked, self._answer = replay, -1, None, None

    def show_pass(self, number: int, choice: JacobianChoice) -> None:
        """Show a Jacobian of a pass; asks for it where it is another one than before."""
        if number != self._number:
            self._number = number
            self._tensors = () if self._replay is None else pass_tensors(self._replay, number)
        self._choice = choice
        self._fill_choices()
        self._ask()
        self._draw()

    def stop(self) -> None:
        """Nothing plays on unseen."""
        self._clock.stop()
        self._write_acts()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.of_label.setText(translate("Jacobian", "Jacobian of"))
        self.wrt_label.setText(translate("Jacobian", "with respect to"))
        self.of.setAccessibleName(self.of_label.text())
        self.wrt.setAccessibleName(self.wrt_label.text())
        self.layouts.set_texts([translate("Jacobian", "Numerator layout"), translate("Jacobian", "Denominator layout")])
        self.view.setAccessibleName(translate("Jacobian", "Jacobian"))
        self.back.set_name(translate("Jacobian", "One product fewer"))
        self.next.set_name(translate("Jacobian", "One more product"))
        self.whole.setText(translate("Jacobian", "All rows"))
        self.words.retranslate()
        self._fill_choices()
        self._draw()

    @property
    def matrix(self) -> Array | None:
        """The Jacobian that is shown, (elements of y, elements of x); None where there is none."""
        answer = self._answer
        if answer is None or not answer.rows or len(answer.rows) != int(np.prod(answer.y_shape, dtype=int)):
            return None
        return answer.array

    @property
    def rows(self) -> int:
        """How many vector-Jacobian products it takes."""
        return 0 if self.matrix is None else len(self.matrix)

    @property
    def assembled(self) -> int:
        """How many of them are shown."""
        wanted = self._choice.assembled
        return self.rows if wanted is None else max(0, min(wanted, self.rows))

    def _pair(self) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
        usual = None if self._replay is None else first_pair(self._replay, self._number)
        known = {one.output for one in self._tensors}
        of = self._choice.of if self._choice.of in known else (usual[0] if usual else None)
        if of is None or self._replay is None:
            return None, None
        reached = behind(self._replay, of[0])
        self._wrt = tuple(one for one in self._tensors if one.output[0] in reached)
        wrt = self._choice.wrt if self._choice.wrt in {one.output for one in self._wrt} else None
        leaves = [one for one in self._wrt if one.leaf] or list(self._wrt)
        return of, wrt or (leaves[0].output if leaves else None)

    def _fill_choices(self) -> None:
        of, wrt = self._pair()
        for choice, tensors, chosen in ((self.of, self._tensors, of), (self.wrt, self._wrt, wrt)):
            choice.clear()
            choice.addItems([_title(one) for one in tensors])
            choice.setCurrentIndex(next((at for at, one in enumerate(tensors) if one.output == chosen), -1))
            choice.setEnabled(bool(tensors))
        self.layouts.show_chosen("numerator" if self._choice.numerator else "denominator")

    def _ask(self) -> None:
        of, wrt = self._pair()
        question = None if of is None or wrt is None else Jacobian(self._number, of, wrt)
        if question != self._asked:
            self._asked, self._answer = question, None
            self._clock.stop()
            if question is not None:
                self._request = self._runner.ask(question)

    def _answered(self, answered: Answered) -> None:
        if answered.request == self._request and isinstance(answered.answer, JacobianAnswer):
            self._answer = answered.answer
            self._draw()

    # What the user does.

    def _choose(self, *, of: tuple[int, int] | None, wrt: tuple[int, int] | None) -> None:
        self._make(replace(self._choice, of=of, wrt=wrt, assembled=None))

    def _make(self, choice: JacobianChoice) -> None:
        self.choice_made.emit(choice)

    def _assemble(self, count: int) -> None:
        self._clock.stop()
        self._make(replace(self._choice, assembled=max(0, min(count, self.rows))))

    def _row_picked(self, key: object) -> None:
        if isinstance(key, int) and self._choice.numerator:
            self._assemble(key + 1)

    def _toggle(self) -> None:
        if self._clock.isActive():
            self._clock.stop()
        elif self.rows:
            if self.assembled >= self.rows:
                self._make(replace(self._choice, assembled=0))
            self._clock.start()
        self._write_acts()

    def _tick(self) -> None:
        more = max(1, self.rows // MOST_TICKS)
        self._make(replace(self._choice, assembled=min(self.rows, self.assembled + more)))
        if self.assembled >= self.rows:
            self._clock.stop()
        self._write_acts()

    # What is seen.

    def _draw(self) -> None:
        of, wrt = (self._tensor(one) for one in self._pair())
        matrix = self.matrix
        shown = matrix is not None and of is not None and wrt is not None
        self.view.setVisible(shown)
        self._acts.setVisible(shown)
        self.words.setVisible(shown)
        self.sentence.setVisible(not shown)
        self.dimensions.setText("")
        if matrix is None or of is None or wrt is None:
            self.sentence.setText(self._why_none())
            return
        shape = matrix.shape if self._choice.numerator else matrix.shape[::-1]
        self.dimensions.setText(f"{shape[0]} × {shape[1]}")
        arriving = self._gradient(of)
        known = None if arriving is None or arriving.array is None else arriving.array.reshape(-1)
        self.view.show_matrix(matrix, (of.shape, wrt.shape), (_short(of), _short(wrt)), known)
        self.view.show_assembly(self.assembled, numerator=self._choice.numerator)
        self.words.show_products(
            matrix,
            self.assembled,
            (_short(of), _short(wrt)),
            (of.shape, wrt.shape),
            (arriving, self._gradient(wrt)),
            numerator=self._choice.numerator,
        )
        self._write_acts()

    def _why_none(self) -> str:
        if self._replay is None or not self._tensors:
            return translate("Jacobian", "Run a program that asks for gradients; the Jacobians of its passes are here.")
        if self._asked is None:
            return translate(
                "Jacobian", "No gradient goes on from this tensor, so there is nothing to differentiate by."
            )
        if self._answer is None:
            return translate("Jacobian", "Asking the recorded pass…")
        if self._answer.problem is not None:
            return problem_sentence(self._answer.problem)
        return translate("Jacobian", "One of the two tensors has no elements.")

    def _tensor(self, output: tuple[int, int] | None) -> PassTensor | None:
        return next((one for one in self._tensors if one.output == output), None)

    def _gradient(self, tensor: PassTensor) -> Tensor | None:
        """What arrived at a tensor in the pass."""
        if self._replay is None:
            return None
        steps = self._replay.trace.passes[self._number].steps
        node, slot = tensor.output
        return next((one.incoming[slot] for one in steps if one.node == node and slot < len(one.incoming)), None)

    def _write_acts(self) -> None:
        playing = self._clock.isActive()
        self.play.set_icon("pause" if playing else "play")
        self.play.set_name(translate("Jacobian", "Pause") if playing else translate("Jacobian", "Assemble row by row"))
        self.back.setEnabled(self.assembled > 0)
        self.next.setEnabled(self.assembled < self.rows)
        self.whole.setEnabled(self.assembled < self.rows)
        text = translate("Jacobian", "{count} of {all} vector-Jacobian products")
        self.place.setText(fill(text, count=self.assembled, all=self.rows))


def _short(tensor: PassTensor) -> str:
    return tensor.name or tensor.node


def _title(tensor: PassTensor) -> str:
    name = _short(tensor)
    if tensor.name is None and tensor.line is not None:
        name = fill(translate("Jacobian", "{node}, line {line}"), node=tensor.node, line=tensor.line)
    return f"{isolate(name)}  {isolate(show_shape(tensor.shape))}"
