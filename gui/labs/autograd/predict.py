"""Predict, commit, reveal: the next gradient is typed, or the next node chosen, before the engine's step is shown."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from core.autograd.prediction import Hidden, Reading, Score, hidden, read_values, wrong_entries
from core.autograd.replay import Replay
from gui.labs.autograd.names import fill_words, node_title, node_titles, short_title
from gui.labs.autograd.what_if_rows import as_rows
from gui.text import COUNTED, fill, translate
from gui.theme import theme
from gui.widgets.choice import Choice, Switch
from gui.widgets.numbers import show_shape
from gui.widgets.parts import Card, Label, row
from gui.widgets.segments import Segments
from gui.widgets.tensor_grid import Cells, TensorGrid

Way = Literal["gradient", "node"]
WAYS: tuple[Way, ...] = ("gradient", "node")
MOST_NAMED = 6
"""Wrong entries that a sentence names."""


class PredictCard(Card):
    """Asks for the next step of the engine, judges the answer and keeps the score.

    Switched off it is one line, and asks nothing. It hides nothing of other views: it asks for the step after the one
    that these show.

    Signals:
        revealed: An answer was committed and judged, with whether it was right.
    """

    revealed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._replay: Replay | None = None
        self._step = -1
        self._hidden: Hidden | None = None
        self._way: Way = "gradient"
        self._values: npt.NDArray[np.float64] | None = None
        self._typed = False
        self._reading: Reading | None = None
        self._verdict: bool | None = None
        self._wrong: npt.NDArray[np.bool_] | None = None
        self.score = Score()
        self._build()
        self.retranslate()

    def _build(self) -> None:
        self.heading, self.score_words = Label("heading"), Label("body")
        self.switch = Switch()
        self.ways = Segments(WAYS)
        self.question, self.hint, self.problem = Label("body"), Label("quiet"), Label("body")
        self.verdict, self.recorded_words = Label("large"), Label("heading")
        self.field = QLineEdit()
        self.field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.field.setAcceptDrops(False)
        self.grid, self.recorded = TensorGrid(), TensorGrid()
        self.nodes = Choice()
        self.commit, self.reset = QPushButton(), QPushButton()
        self.commit.setObjectName("primary")
        self.reset.setObjectName("small")
        top = row(spacing=10)
        top.addWidget(self.heading)
        top.addStretch(1)
        top.addWidget(self.score_words)
        top.addWidget(self.reset)
        top.addWidget(self.switch)
        self.column.addLayout(top)
        self.column.addWidget(self.ways)
        for label in (self.question, self.hint, self.problem, self.verdict):
            label.setWordWrap(True)
        self.column.addWidget(self.question)
        self.column.addWidget(self.field)
        self.column.addLayout(_beginning(self.grid))
        self.column.addWidget(self.nodes)
        for label in (self.hint, self.problem):
            self.column.addWidget(label)
        self.column.addWidget(self.commit, 0, Qt.AlignmentFlag.AlignLeading)
        self.column.addWidget(self.verdict)
        self.column.addWidget(self.recorded_words)
        self.column.addLayout(_beginning(self.recorded))
        self.switch.toggled.connect(self._ask)
        self.ways.chosen.connect(self._choose_way)
        self.field.textEdited.connect(self._read)
        self.field.returnPressed.connect(self._commit)
        self.grid.edited.connect(self._edited)
        self.nodes.activated.connect(self._node_chosen)
        self.commit.clicked.connect(self._commit)
        self.reset.clicked.connect(self._reset)

    def show_next(self, replay: Replay | None, step: int) -> None:
        """Ask for what comes after a position of the clock; the score is kept within a run."""
        if replay is self._replay and step == self._step:
            return
        if replay is not self._replay:
            self.score = Score()
        self._replay, self._step = replay, step
        if self.switch.isChecked() or self._hidden is not None:
            self._ask()

    def _ask(self) -> None:
        """Ask for what comes next, if predictions are wanted."""
        replay = self._replay if self.switch.isChecked() else None
        self._hidden = None if replay is None else hidden(replay, self._step)
        self._begin()

    @property
    def way(self) -> Way:
        """Whether the gradient is asked for, or the node; a gradient that cannot be asked for gives way."""
        there = self._hidden is not None and self._hidden.gradient is not None
        return self._way if there else "node"

    @property
    def judged(self) -> bool:
        """Whether the answer is out."""
        return self._verdict is not None

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.heading.setText(translate("Predict", "Predict the next step"))
        self.switch.setAccessibleName(translate("Predict", "Predict the next step"))
        self.ways.set_texts([translate("Predict", "Its gradient"), translate("Predict", "Its node")])
        self.commit.setText(translate("Predict", "Commit"))
        self.reset.setText(translate("Predict", "Reset"))
        self.reset.setToolTip(translate("Predict", "Begin the score anew"))
        self.field.setAccessibleName(translate("Predict", "Your gradient, row by row"))
        self.grid.setAccessibleName(translate("Predict", "Your gradient, row by row"))
        self.recorded.setAccessibleName(translate("Predict", "As it was recorded"))
        self.recorded_words.setText(translate("Predict", "As it was recorded"))
        self.nodes.setAccessibleName(translate("Predict", "The next node"))
        self.nodes.setPlaceholderText(translate("Predict", "Choose the next node"))
        if self._replay is not None and self._hidden is not None:
            chosen = self.nodes.currentIndex()
            self._offer_nodes(self._replay, self._hidden)
            self.nodes.setCurrentIndex(chosen)
        self._write()

    # What is asked.

    def _begin(self) -> None:
        """Ask anew."""
        one, replay = self._hidden, self._replay
        self._verdict = self._wrong = self._values = None
        self._typed, self._reading = False, None
        self.field.clear()
        self.problem.setText("")
        if one is not None and replay is not None:
            self._offer_nodes(replay, one)
            if one.gradient is not None:
                self._values = np.zeros(one.gradient.shape)
        self._write()

    def _offer_nodes(self, replay: Replay, one: Hidden) -> None:
        self.nodes.clear()
        self.nodes.addItems(node_titles(replay.node(node) for node in one.nodes))
        self.nodes.setCurrentIndex(-1)

    def _write(self) -> None:
        one = self._hidden
        gradient, judged = self.way == "gradient", self.judged
        self.ways.show_chosen(self.way)
        self.ways.button("gradient").setEnabled(one is not None and one.gradient is not None)
        self.ways.setVisible(one is not None)
        self.question.setText(self._question())
        self.question.setVisible(self.switch.isChecked())
        self.field.setVisible(one is not None and gradient and not judged)
        self.nodes.setVisible(one is not None and not gradient)
        self.nodes.setEnabled(not judged)
        self._show_cells()
        self.hint.setText(self._hint())
        self.hint.setVisible(bool(self.hint.text()))
        self.problem.setVisible(bool(self.problem.text()))
        _colour(self.problem, theme().palette.danger)
        ready = self._typed if gradient else self.nodes.currentIndex() >= 0
        self.commit.setVisible(one is not None and not judged)
        self.commit.setEnabled(ready)
        self._write_verdict()
        count = self.score.asked
        text = translate("Predict", "{right} right of %n", "", COUNTED, count)
        scored = count > 0 and self.switch.isChecked()
        self.score_words.setText(fill(text, right=self.score.right) if scored else "")
        self.reset.setVisible(scored)

    def _show_cells(self) -> None:
        one, gradient, judged = self._hidden, self.way == "gradient", self.judged
        shown = one is not None and gradient and self._values is not None
        self.grid.setVisible(shown)
        if shown and self._values is not None:
            matrix = as_rows(self._values)
            wrong = None if self._wrong is None else as_rows(self._wrong.astype(np.float64)) > 0
            rows = () if judged else tuple(range(matrix.shape[0]))
            self.grid.show_cells(Cells(matrix, padded=wrong, editable=rows, digits=3))
        there = judged and one is not None and gradient and one.gradient is not None
        self.recorded.setVisible(there)
        self.recorded_words.setVisible(there)
        if there and one is not None and one.gradient is not None and one.gradient.array is not None:
            wrong = None if self._wrong is None else as_rows(self._wrong.astype(np.float64)) > 0
            self.recorded.show_cells(Cells(as_rows(one.gradient.array.astype(np.float64)), padded=wrong, digits=3))

    def _question(self) -> str:
        one, replay = self._hidden, self._replay
        if replay is None:
            return translate("Predict", "Run a program that asks for gradients; its steps can be predicted here.")
        if one is None:
            return self._why_nothing(replay)
        if self.way == "node":
            return translate("Predict", "Which node does the engine run next?")
        node = replay.node(one.node)
        words = {"node": node_title(node)}
        if one.kind == "grad":
            text = translate("Predict", "{node}: what will .grad be afterwards?")
        elif one.kind == "arrives" or one.target is None:
            text = translate("Predict", "{node}: what arrives there?")
        else:
            text = translate("Predict", "{node}: what will it send to {target}?")
            words["target"] = short_title(replay.node(one.target))
        return fill_words(text, words)

    def _why_nothing(self, replay: Replay) -> str:
        """Why there is nothing to predict, and what to do about it."""
        if not replay.engine_steps:
            return translate("Predict", "This run has no backward pass; there are no gradients to predict.")
        if self._step >= replay.length:
            return translate(
                "Predict",
                "This is the last step; nothing comes after it. Go back to predict a step that does come.",
            )
        moments = replay.timeline.moments
        if any(one.phase == "backward" for one in moments[self._step :]):
            return translate(
                "Predict", "The next step belongs to the forward pass. Predictions begin where the backward pass does."
            )
        return translate("Predict", "No backward pass comes after this. Go back to before one to predict its steps.")

    def _hint(self) -> str:
        one = self._hidden
        if one is None or self.judged:
            return ""
        if self.way == "node":
            if one.gradient is not None:
                return ""
            return translate("Predict", "Its gradient has too many numbers to be typed, or none.")
        assert one.gradient is not None
        text = translate("Predict", "Shape {shape}. Type it row by row, as in {example}, or into the cells.")
        return fill(text, shape=show_shape(one.gradient.shape), example="1 3/4; -0.75 0")

    # What is answered.

    def _choose_way(self, way: Way) -> None:
        if not self.judged:
            self._way = way
        self._write()

    def _node_chosen(self) -> None:
        self._write()

    def _read(self) -> None:
        """Read what is typed, at every letter: the cells follow as soon as it makes sense.

        What is wrong with it is said when it is committed: half a number is none yet.
        """
        one = self._hidden
        if one is None or one.gradient is None or self.judged:
            return
        found = read_values(self.field.text(), one.gradient.shape)
        self._typed = found.problem != "empty"
        self._reading = found
        self.problem.setText("")
        if found.values is not None:
            self._values = found.values
        self._write()

    def _edited(self, line: int, place: int, number: float) -> None:
        if self._values is None or self.judged:
            return
        matrix = as_rows(self._values).copy()
        matrix[line, place] = number
        self._values = matrix.reshape(self._values.shape)
        self._typed, self._reading = True, None
        self.field.clear()
        self.problem.setText("")
        self._write()

    def _commit(self) -> None:
        one = self._hidden
        if one is None or self.judged or not self.commit.isEnabled():
            return
        if self.way == "gradient":
            assert one.gradient is not None
            assert self._values is not None
            if self._reading is not None and self._reading.problem is not None:
                self.problem.setText(reading_sentence(self._reading))
                self._write()
                return
            self._wrong = wrong_entries(self._values, one.gradient)
            right = not bool(self._wrong.any())
        else:
            right = one.nodes[self.nodes.currentIndex()] == one.node
        self._way = self.way
        self._verdict = right
        self.score = self.score.after(right)
        self._write()
        self.revealed.emit(right)

    def _reset(self) -> None:
        self.score = Score()
        self._begin()

    def _write_verdict(self) -> None:
        self.verdict.setVisible(self.judged)
        if self._verdict is None or self._hidden is None or self._replay is None:
            return
        _colour(self.verdict, theme().palette.good if self._verdict else theme().palette.danger)
        if self._verdict:
            self.verdict.setText(translate("Predict", "✓ Right"))
        elif self._wrong is None:
            text = translate("Predict", "✗ It is {node}")
            self.verdict.setText(fill_words(text, {"node": node_title(self._replay.node(self._hidden.node))}))
        else:
            count = int(self._wrong.sum())
            places = [str([int(one) for one in place]) for place in np.argwhere(self._wrong)[:MOST_NAMED]]
            named = ", ".join([*places, "…"] if count > MOST_NAMED else places)
            if self._wrong.ndim:
                text = translate("Predict", "✗ %n wrong: {places}", "", COUNTED, count)
                self.verdict.setText(fill(text, places=named))
            else:
                self.verdict.setText(translate("Predict", "✗ Not this number"))


def reading_sentence(reading: Reading) -> str:
    """Why a typed gradient cannot be read; "" where it can."""
    if reading.problem is None:
        return ""
    text = {
        "empty": translate("Predict", "Type a number, or one for each entry."),
        "not a number": translate("Predict", "“{what}” is no number. Write it as -0.75 or 3/4."),
        "wrong count": translate("Predict", "These are {found} numbers; {needed} are needed, or one for all."),
        "unequal rows": translate("Predict", "The rows are not of equal length."),
    }[reading.problem]
    found = {"what": reading.what, "found": reading.found, "needed": reading.needed}
    return fill(text, **{name: value for name, value in found.items() if f"{{{name}}}" in text})


def _beginning(grid: TensorGrid) -> QHBoxLayout:
    """Cells that begin where the line begins, and run left to right."""
    line = row(spacing=0)
    line.addWidget(grid)
    line.addStretch(1)
    return line


def _colour(label: Label, colour: str) -> None:
    """Write in a colour; Qt would work through an equal style sheet anew."""
    sheet = f"color: {colour};"
    if label.styleSheet() != sheet:
        label.setStyleSheet(sheet)
