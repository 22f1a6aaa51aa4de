"""Both runs side by side: every leaf's `.grad` with its difference, then the nodes at which the runs part."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from core.autograd.replay import Replay
from core.autograd.trace import Tensor
from core.autograd.what_if_choices import real_values
from core.autograd.what_if_compare import Comparison, LeafPair, NodePair
from gui.graph.facts import node_lines
from gui.labs.autograd.names import fill_words, node_title
from gui.labs.autograd.what_if_rows import as_rows
from gui.text import COUNTED, directed, fill, translate
from gui.theme import theme
from gui.widgets.numbers import show_number, show_shape
from gui.widgets.parts import Card, Label, Note, column, row, stretch_wide
from gui.widgets.tensor_grid import Cells, TensorGrid

MOST_CELLS, MOST_LINES = 40, 5
"""Values of a node's gradient that are shown as cells; of more there are statistics."""
SLICE = 0.010
"""Seconds of making rows at a stretch: the interface never waits."""


class Numbers(QWidget):
    """A tensor's cells, or words where there are too many or none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = TensorGrid()
        self.words = Label("quiet")
        self.words.setWordWrap(True)
        stretch_wide(self.words)
        body = column(self, spacing=2)
        body.addWidget(self.grid)
        body.addWidget(self.words)
        body.addStretch(1)

    def show_values(self, name: str, values: npt.NDArray[np.float64] | None, words: str, scale: float) -> None:
        """Show values as cells, or in their place words."""
        shown = values is not None and values.size > 0
        self.grid.setVisible(shown)
        if values is not None and shown:
            self.grid.setAccessibleName(name)
            self.grid.show_cells(Cells(as_rows(values), scale=scale, digits=3))
        self.words.setText("" if shown else words)
        self.words.setVisible(not shown)


class LeafRow(QWidget):
    """A leaf: recorded, with the changes, and the difference."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.name, self.shape, self.verdict = Label("name"), Label("mono"), Label("quiet")
        top = row(spacing=8)
        for part in (self.name, self.shape):
            top.addWidget(part)
        top.addStretch(1)
        top.addWidget(self.verdict)
        self.before, self.after, self.difference = Numbers(), Numbers(), Numbers()
        columns = row(spacing=14)
        for numbers in (self.before, self.after, self.difference):
            stretch_wide(numbers)
            columns.addWidget(numbers, 1)
        body = column(self, spacing=4)
        body.addLayout(top)
        body.addLayout(columns)

    def show_pair(self, name: str, pair: LeafPair) -> None:
        """Show another leaf."""
        some = pair.after if pair.after is not None else pair.before
        self.name.setText(name)
        self.shape.setText("" if some is None else show_shape(some.shape))
        before, after = (None if one is None else real_values(one) for one in (pair.before, pair.after))
        scale = _largest(before, after, pair.difference)
        self.before.show_values(name, before, tensor_words(pair.before), scale)
        words = tensor_words(pair.after) if pair.reached else translate("WhatIf", "not reached")
        self.after.show_values(name, after, words, scale)
        self.difference.show_values(name, pair.difference, self._difference_words(pair), scale)
        differs = pair.before != pair.after
        self.verdict.setText("" if differs or not pair.reached else translate("WhatIf", "the same"))

    @staticmethod
    def _difference_words(pair: LeafPair) -> str:
        first, second = (None if one is None else one.statistics for one in (pair.before, pair.after))
        if first is None or second is None:
            return "–"
        text = translate("WhatIf", "norm {before} → {after}")
        before, after = (show_number(float(one.norm), 4) for one in (first, second))
        return fill(text, before=before, after=after)


class NodeButton(QPushButton):
    """A node in two lines; the style itself would align them by the program's direction."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("node")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.name, self.under = Note("name"), Note("quiet")
        self._body = column(self, margins=(6, 3, 6, 3), spacing=0)
        for label in (self.name, self.under):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._body.addWidget(label)

    @override
    def sizeHint(self) -> QSize:
        return self._body.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        return self._body.minimumSize()


class NodeRow(QWidget):
    """A node at which another gradient arrived, or which sends another one; a click goes to its step.

    Signals:
        chosen: The node's id.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._node = -1
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.button = NodeButton()
        self.button.clicked.connect(lambda: self.chosen.emit(self._node))
        self.note = Label("quiet")
        self.note.setWordWrap(True)
        self.note.setIndent(theme().px(6))
        self.before, self.after = Numbers(), Numbers()
        left = column(spacing=2)
        left.addWidget(self.button)
        left.addWidget(self.note)
        left.addStretch(1)
        stretch_wide(self.button)
        stretch_wide(self.note)
        body = row(self, spacing=14)
        body.addLayout(left, 1)
        for numbers in (self.before, self.after):
            stretch_wide(numbers)
            body.addWidget(numbers, 1)

    def show_pair(self, replay: Replay, pair: NodePair, *, first: bool) -> None:
        """Show another node; `first` where the runs part at it."""
        self._node = pair.node
        node = replay.node(pair.node)
        name, under = node_lines(node)
        self.button.name.setText(name)
        self.button.under.setText(directed(under))
        self.button.setToolTip(node_title(node))
        self.button.setAccessibleName(fill_words(translate("WhatIf", "Go to {node}"), {"node": node_title(node)}))
        notes = []
        if first:
            notes.append(translate("WhatIf", "▸ Here the two runs part"))
        if not pair.ran_after:
            notes.append(translate("WhatIf", "does not run with the changes"))
        elif not pair.ran_before:
            notes.append(translate("WhatIf", "runs only with the changes"))
        elif pair.output is None:
            notes.append(translate("WhatIf", "the same arrives; it sends something else"))
        elif pair.output:
            notes.append(fill(translate("WhatIf", "output {output}"), output=pair.output))
        self.note.setText("\n".join(notes))
        self.note.setVisible(bool(notes))
        self.note.setStyleSheet(f"color: {theme().palette.accent};" if first else "")
        before, after = _cells(pair.before), _cells(pair.after)
        scale = _largest(before, after)
        self.before.show_values(name, before, tensor_words(pair.before) if pair.ran_before else "–", scale)
        self.after.show_values(name, after, tensor_words(pair.after) if pair.ran_after else "–", scale)


class ComparisonView(QWidget):
    """Shows a `Comparison`; rows are made in slices and used again for the next one.

    Signals:
        node_chosen: A node's id, of the row that was clicked.
    """

    node_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._replay: Replay | None = None
        self._comparison: Comparison | None = None
        self.leaf_rows: list[LeafRow] = []
        self.node_rows: list[NodeRow] = []
        self.leaf_card, self.leaf_heading, self.leaf_heads, self._leaves = _table(3)
        self.node_card, self.node_heading, self.node_heads, self._nodes = _table(3)
        self.more_leaves, self.more_nodes = Label("quiet"), Label("quiet")
        self.same = Label("quiet")
        self.leaf_card.column.addWidget(self.more_leaves)
        self.node_card.column.addWidget(self.more_nodes)
        self.node_card.column.addWidget(self.same)
        body = column(self, spacing=12)
        body.addWidget(self.leaf_card)
        body.addWidget(self.node_card)
        body.addStretch(1)
        self._pieces: Iterator[None] = iter(())
        self._clock = QTimer(self)
        self._clock.setInterval(0)
        self._clock.timeout.connect(self._go_on)

    @property
    def comparison(self) -> Comparison | None:
        """What is shown."""
        return self._comparison

    @property
    def drawn(self) -> bool:
        """Whether all of it is there."""
        return not self._clock.isActive()

    def show_comparison(self, replay: Replay | None, comparison: Comparison | None) -> None:
        """Show another comparison, or none."""
        self._replay, self._comparison = replay, comparison
        self._pieces = iter(())
        self.setVisible(comparison is not None)
        if replay is None or comparison is None:
            self._clock.stop()
            return
        self._write(comparison)
        self._pieces = self._draw(replay, comparison)
        self._go_on()
        if self._comparison is comparison:
            self._clock.start()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.show_comparison(self._replay, self._comparison)

    def _write(self, comparison: Comparison) -> None:
        recorded, changed = translate("WhatIf", "recorded"), translate("WhatIf", "with the changes")
        inputs = bool(comparison.leaves) and comparison.leaves[0].node is None
        self.leaf_heading.setText(
            translate("WhatIf", "The gradients that torch.autograd.grad returns")
            if inputs
            else translate("WhatIf", "The leaves: .grad after this pass")
        )
        for label, text in zip(self.leaf_heads, (recorded, changed, translate("WhatIf", "difference")), strict=True):
            label.setText(text)
        self.node_heading.setText(translate("WhatIf", "The nodes that differ: what arrived at them"))
        for label, text in zip(self.node_heads, (translate("WhatIf", "node"), recorded, changed), strict=True):
            label.setText(text)
        leaves, nodes = (
            comparison.leaf_count - len(comparison.leaves),
            comparison.node_count - len(comparison.nodes),
        )
        for label, more in ((self.more_leaves, leaves), (self.more_nodes, nodes)):
            label.setText(translate("WhatIf", "and %n more", "", COUNTED, more))
            label.setVisible(more > 0)
        same = comparison.same
        if not comparison.nodes:
            text = translate("WhatIf", "Nothing differs: these changes have no effect on this pass.")
        else:
            text = translate("WhatIf", "At %n other node(s) nothing differs.", "", COUNTED, same)
        self.same.setText(text)
        self.same.setVisible(same > 0 or not comparison.nodes)
        self.leaf_card.setVisible(bool(comparison.leaves))
        for label in self.node_heads:
            label.setVisible(bool(comparison.nodes))

    def _draw(self, replay: Replay, comparison: Comparison) -> Iterator[None]:
        leaves, nodes = comparison.leaves, comparison.nodes
        for one in self.leaf_rows[len(leaves) :] + self.node_rows[len(nodes) :]:
            one.hide()
        for place, pair in enumerate(leaves):
            if place == len(self.leaf_rows):
                self.leaf_rows.append(LeafRow())
                self._leaves.addWidget(self.leaf_rows[place])
            self.leaf_rows[place].show_pair(self._leaf_name(replay, pair), pair)
            self.leaf_rows[place].show()
            yield
        for place, step in enumerate(nodes):
            if place == len(self.node_rows):
                made = NodeRow()
                made.chosen.connect(self.node_chosen)
                self.node_rows.append(made)
                self._nodes.addWidget(made)
            self.node_rows[place].show_pair(replay, step, first=not place)
            self.node_rows[place].show()
            yield

    def _go_on(self) -> None:
        end = time.perf_counter() + SLICE
        while time.perf_counter() < end:
            try:
                next(self._pieces)
            except StopIteration:
                self._clock.stop()
                return

    @staticmethod
    def _leaf_name(replay: Replay, pair: LeafPair) -> str:
        if pair.node is None:
            return f"inputs[{pair.place}]"
        node = replay.node(pair.node)
        return node.variable or node.name


def tensor_words(tensor: Tensor | None) -> str:
    """A tensor in words: its statistics, of its values or as they were kept."""
    if tensor is None:
        return translate("Tensor", "None: no gradient")
    values = real_values(tensor)
    if values is not None:
        if not values.size:
            return translate("Tensor", "no values")
        with np.errstate(all="ignore"):
            norm = np.linalg.norm(values.ravel())
            numbers = (float(values.min()), float(values.max()), float(values.mean()), float(norm))
    elif tensor.statistics is not None:
        one = tensor.statistics
        numbers = (float(one.min), float(one.max), float(one.mean), float(one.norm))
    else:
        return str(tensor.values)
    found = dict(zip(("min", "max", "mean", "norm"), (show_number(one, 4) for one in numbers), strict=True))
    return fill(translate("Tensor", "min {min}, max {max}, mean {mean}, norm {norm}"), **found)


def _cells(tensor: Tensor | None) -> npt.NDArray[np.float64] | None:
    """Values few enough for a node's row."""
    values = None if tensor is None else real_values(tensor)
    if values is None or values.size > MOST_CELLS or (values.size and as_rows(values).shape[0] > MOST_LINES):
        return None
    return values


def _largest(*arrays: npt.NDArray[np.float64] | None) -> float:
    """The largest finite magnitude."""
    found = [np.abs(one[np.isfinite(one)]) for one in arrays if one is not None]
    return max((float(one.max()) for one in found if one.size), default=0.0)


def _table(columns: int) -> tuple[Card, Label, list[Label], QVBoxLayout]:
    card = Card()
    heading = Label("heading")
    card.column.addWidget(heading)
    holder = QWidget()
    holder.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    line = row(holder, spacing=14)
    heads = [Label("quiet") for _ in range(columns)]
    for head in heads:
        stretch_wide(head)
        line.addWidget(head, 1)
    card.column.addWidget(holder)
    rows = column(spacing=12)
    card.column.addLayout(rows)
    return card, heading, heads, rows
