"""A custom function checked: its backward beside central differences of its forward, failing entries marked."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from core.autograd.gradcheck import ATOL, EPS, RTOL, Compared, GradcheckAnswer
from gui.question_messages import problem_sentence
from gui.text import COUNTED, fill, translate
from gui.theme import theme
from gui.widgets.numbers import show_shape
from gui.widgets.parts import Card, Label, clear_layout, column, row
from gui.widgets.tensor_grid import Cells, TensorGrid

NARROW = 3
"""Columns of matrices that stand side by side."""
MOST_FAILING = 8
"""Failing entries that are listed; the rest is counted."""


class GradcheckView(Card):
    """Shows a `GradcheckAnswer`.

    Signals:
        asked: The user wants the function checked.
    """

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answer: GradcheckAnswer | None = None
        self._waiting = False
        self.heading, self.words, self.verdict = Label("heading"), Label("quiet"), Label("body")
        self.button = QPushButton()
        self.button.clicked.connect(self.asked)
        for label in (self.words, self.verdict):
            label.setWordWrap(True)
        self._body: QVBoxLayout = column(spacing=12)
        for part in (self.heading, self.words, self.button, self.verdict):
            self.column.addWidget(part)
        self.column.addLayout(self._body)
        self.column.addStretch(1)

    def show_answer(self, answer: GradcheckAnswer | None, *, waiting: bool) -> None:
        """Show what was found, that it is waited for, or that nothing was asked."""
        self._answer, self._waiting = answer, waiting
        self._draw()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.heading.setText(translate("Custom", "gradcheck"))
        self.button.setText(translate("Custom", "Check with finite differences"))
        text = translate(
            "Custom",
            "In float64 each input is moved by {step} to either side; what forward then says is compared with what "
            "backward says. An entry fails where they differ by more than {atol} + {rtol} of it.",
        )
        self.words.setText(fill(text, step=f"{EPS:g}", atol=f"{ATOL:g}", rtol=f"{RTOL:g}"))
        self._draw()

    def _draw(self) -> None:
        clear_layout(self._body)
        self.button.setEnabled(not self._waiting)
        answer = self._answer
        colour = theme().palette.ink
        if self._waiting:
            text = translate("Custom", "The recorded pass is asked…")
        elif answer is None:
            text = ""
        elif answer.problem is not None:
            text = problem_sentence(answer.problem, answer.failure)
        elif answer.verdict:
            text, colour = translate("Custom", "✓ torch.autograd.gradcheck agrees"), theme().palette.good
        else:
            text, colour = translate("Custom", "✗ torch.autograd.gradcheck refuses it"), theme().palette.danger
        self.verdict.setText(text)
        self.verdict.setStyleSheet(f"color: {colour};")
        self.verdict.setVisible(bool(text))
        if answer is not None:
            for pair in answer.pairs:
                self._add_pair(pair)
            if answer.words:
                words = Label("formula", answer.words.strip())
                words.setWordWrap(True)
                self._body.addWidget(words)

    def _add_pair(self, pair: Compared) -> None:
        fails = pair.fails
        wrong = frozenset((int(line), int(place)) for line, place in np.argwhere(fails))
        title = fill(
            translate("Custom", "Output {output} {first} with respect to input {input} {second}"),
            output=pair.output,
            first=show_shape(pair.output_shape),
            input=pair.input,
            second=show_shape(pair.input_shape),
        )
        heading = Label("heading", title)
        heading.setWordWrap(True)
        self._body.addWidget(heading)
        both = (pair.matrix(pair.analytical), pair.matrix(pair.numerical))
        finite = [np.abs(one[np.isfinite(one)]).max(initial=0) for one in both]
        scale = float(max(finite)) or 1.0
        names = (translate("Custom", "what backward says"), translate("Custom", "what forward's differences say"))
        holder = QWidget()
        holder.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        # Two narrow matrices stand side by side, so that the eye can compare them.
        beside = row(holder, spacing=16) if both[0].shape[1] <= NARROW else column(holder, spacing=12)
        for name, matrix in zip(names, both, strict=True):
            part = column(spacing=4)
            words = Label("quiet", name)
            words.setWordWrap(True)
            part.addWidget(words)
            grid = TensorGrid()
            grid.setAccessibleName(f"{title}: {name}")
            grid.show_cells(Cells(matrix, scale=scale, framed=wrong))
            part.addWidget(grid)
            beside.addLayout(part, 1)
        self._body.addWidget(holder)
        count = int(fails.sum())
        if not count:
            text = translate("Custom", "✓ every entry agrees; the largest difference is {largest}")
            self._body.addWidget(_said(fill(text, largest=f"{pair.largest:.1e}"), good=True))
            return
        self._body.addWidget(
            _said(translate("Custom", "✗ %n entry(s) fail, framed above", "", COUNTED, count), good=False)
        )
        for line, place in np.argwhere(fails)[:MOST_FAILING]:
            text = translate("Custom", "[{row}, {column}]: {analytical} instead of {numerical}")
            said = fill(
                text,
                row=int(line),
                column=int(place),
                analytical=f"{both[0][line, place]:.6g}",
                numerical=f"{both[1][line, place]:.6g}",
            )
            self._body.addWidget(Label("formula", said))
        if count > MOST_FAILING:
            self._body.addWidget(Label("quiet", translate("Custom", "and %n more", "", COUNTED, count - MOST_FAILING)))


def _said(text: str, *, good: bool) -> Label:
    label = Label("body", text)
    label.setWordWrap(True)
    label.setStyleSheet(f"color: {theme().palette.good if good else theme().palette.danger};")
    return label
