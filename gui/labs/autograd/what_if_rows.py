"""The changes of "what if", one row each: what it says, its numbers to type over, and a button that removes it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from core.autograd.replay import Replay
from core.autograd.what_if import Change, ClipNorm, ClipValue, Cut, Hook, Noise, Operation, Scale, Upstream
from core.autograd.what_if_choices import PassChoices, nested
from gui.labs.autograd.names import fill_words, node_title, root_title, short_title
from gui.text import fill, translate
from gui.what_if_messages import act_name, act_of_operation
from gui.widgets.number_field import NumberField
from gui.widgets.parts import IconButton, Label, clear_layout, column, row, rule
from gui.widgets.tensor_grid import Cells, TensorGrid


def not_negative(number: float) -> bool:
    """Whether a number may be a limit or a deviation."""
    return number >= 0


def is_seed(number: float) -> bool:
    """Whether torch takes a number as a seed, and a float holds it exactly."""
    return number == int(number) and 0 <= number <= 2**53


class ChangeRow(QWidget):
    """One change.

    Signals:
        changed: A `Change` in its place.
        removed: It is to go.
        refused: (text) that was typed and is no number that fits.
    """

    changed = Signal(object)
    removed = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Label("body")
        self.words.setWordWrap(True)
        self.remove = IconButton("close")
        self.remove.clicked.connect(lambda: self.removed.emit())
        self.top = row(spacing=8)
        self.top.addWidget(self.words, 1)
        self.top.addWidget(self.remove)
        self.under = Label("quiet")
        self.under.setWordWrap(True)
        self.body = column(self, spacing=6)
        self.body.addLayout(self.top)
        self.body.addWidget(self.under)

    def show_change(self, replay: Replay, choices: PassChoices, change: Change) -> None:
        """Show another change of the same kind."""
        raise NotImplementedError

    def _show_fit(self, choices: PassChoices, change: Change) -> None:
        fits = choices.fits(change)
        self.under.setText("" if fits else translate("WhatIf", "This does not fit this run, so it is left out."))
        self.under.setVisible(not fits)
        self.remove.set_name(translate("WhatIf", "Remove this change"))


class UpstreamRow(ChangeRow):
    """The gradient of a root, as cells to type over and as quick choices."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._change = Upstream(0, 0.0)
        self.grid = TensorGrid()
        self.grid.edited.connect(self._edited)
        cells = row(spacing=0)  # The cells begin where the line begins, and run left to right.
        cells.addWidget(self.grid)
        cells.addStretch(1)
        self.body.insertLayout(1, cells)
        quick = row(spacing=6)
        self.double, self.zero = QPushButton(), QPushButton()
        self.negate, self.ones = QPushButton(), QPushButton()
        for button in (self.double, self.zero, self.negate, self.ones):
            button.setObjectName("small")
            quick.addWidget(button)
        self.all_to = Label("quiet")
        self.number = NumberField(64)
        quick.addStretch(1)
        quick.addWidget(self.all_to)
        quick.addWidget(self.number)
        self.body.insertLayout(2, quick)
        self.double.clicked.connect(lambda: self._become(self._values * 2))
        self.zero.clicked.connect(lambda: self._become(self._values * 0))
        self.negate.clicked.connect(lambda: self._become(0.0 - self._values))
        self.ones.clicked.connect(lambda: self._fill(1.0))
        self.number.entered.connect(self._fill)
        self.number.refused.connect(self.refused)

    @property
    def _values(self) -> npt.NDArray[np.float64]:
        return np.array(self._change.values, dtype=np.float64)

    @override
    def show_change(self, replay: Replay, choices: PassChoices, change: Change) -> None:
        self._show_fit(choices, change)
        assert isinstance(change, Upstream)
        self._change = change
        root = choices.root(change.root)
        name = "?" if root is None else root_title(replay.node(root.node))
        self.words.setText(fill(translate("WhatIf", "The gradient of the root {name} is"), name=name))
        matrix = as_rows(self._values)
        self.grid.setAccessibleName(self.words.text())
        self.grid.setVisible(matrix.size > 0)
        self.grid.show_cells(Cells(matrix, editable=tuple(range(matrix.shape[0])), digits=3))
        flat = matrix.ravel()
        self.number.show_value(float(flat[0]) if flat.size and bool((flat == flat[0]).all()) else 0.0)
        self.double.setText(translate("WhatIf", "× 2"))
        self.zero.setText(translate("WhatIf", "Zero"))
        self.negate.setText(translate("WhatIf", "Negate"))
        self.ones.setText(translate("WhatIf", "Ones"))
        self.all_to.setText(translate("WhatIf", "all to"))
        self.number.setAccessibleName(translate("WhatIf", "One number for all of the gradient"))

    def _edited(self, line: int, place: int, number: float) -> None:
        values = self._values
        matrix = as_rows(values).copy()
        matrix[line, place] = number
        self._become(matrix.reshape(values.shape))

    def _fill(self, number: float) -> None:
        self._become(np.full(self._values.shape, number))

    def _become(self, values: npt.NDArray[np.float64]) -> None:
        if np.isfinite(values).all():
            self.changed.emit(replace(self._change, values=nested(values)))
        else:
            self.refused.emit("inf")


class PlaceRow(ChangeRow):
    """A cut edge, or what is done to the gradient at a node, with its numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._change: Cut | Hook = Cut(0, 0)
        self.number, self.seed = NumberField(64), NumberField(64, is_seed)
        self.seed_words = Label("quiet")
        for place, part in enumerate((self.number, self.seed_words, self.seed)):
            self.top.insertWidget(1 + place, part)
        self.number.entered.connect(self._numbered)
        self.seed.entered.connect(self._seeded)
        for field in (self.number, self.seed):
            field.refused.connect(self.refused)

    @override
    def show_change(self, replay: Replay, choices: PassChoices, change: Change) -> None:
        self._show_fit(choices, change)
        assert isinstance(change, (Cut, Hook))
        self._change = change
        self.words.setText(place_words(replay, choices, change))
        number = None if isinstance(change, Cut) else number_of(change.operation)
        self.number.setVisible(number is not None)
        noise = isinstance(change, Hook) and isinstance(change.operation, Noise)
        self.seed.setVisible(noise)
        self.seed_words.setVisible(noise)
        self.seed_words.setText(translate("WhatIf", "seed"))
        self.seed.setAccessibleName(translate("WhatIf", "seed"))
        if number is not None:
            assert isinstance(change, Hook)
            self.number.set_accept(None if isinstance(change.operation, Scale) else not_negative)
            self.number.show_value(number)
            self.number.setAccessibleName(self.words.text())
        if isinstance(change, Hook) and isinstance(change.operation, Noise):
            self.seed.show_value(change.operation.seed)

    def _numbered(self, number: float) -> None:
        if isinstance(self._change, Hook):
            self.changed.emit(replace(self._change, operation=with_number(self._change.operation, number)))

    def _seeded(self, number: float) -> None:
        change = self._change
        if isinstance(change, Hook) and isinstance(change.operation, Noise):
            self.changed.emit(replace(change, operation=replace(change.operation, seed=int(number))))


class ChangeList(QWidget):
    """All changes of a pass.

    Signals:
        changed: (place, change) in its place.
        removed: (place).
        refused: (text) that was typed and does not fit.
    """

    changed = Signal(int, object)
    removed = Signal(int)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ChangeRow] = []
        self._body = column(self, spacing=8)

    def show_changes(self, replay: Replay, choices: PassChoices, changes: Sequence[Change]) -> None:
        """Show other changes; a row whose kind stays keeps its widgets, and with them the keyboard."""
        kinds = [UpstreamRow if isinstance(one, Upstream) else PlaceRow for one in changes]
        if [type(one) for one in self.rows] != kinds:
            self._build(kinds)
        for one, change in zip(self.rows, changes, strict=True):
            one.show_change(replay, choices, change)
        self.setVisible(bool(changes))

    def _build(self, kinds: Sequence[type[ChangeRow]]) -> None:
        clear_layout(self._body)
        self.rows = []
        for place, kind in enumerate(kinds):
            if place:
                self._body.addWidget(rule())
            one = kind()
            one.changed.connect(lambda change, place=place: self.changed.emit(place, change))
            one.removed.connect(lambda place=place: self.removed.emit(place))
            one.refused.connect(self.refused)
            self._body.addWidget(one)
            self.rows.append(one)


def place_words(replay: Replay, choices: PassChoices, change: Cut | Hook) -> str:
    """What a change at a node or an edge is."""
    known = choices.nodes.get(change.node)
    words = {"node": "?" if known is None else node_title(known)}
    if isinstance(change, Cut):
        edge = next((one for one in choices.edges.get(change.node, ()) if one.source_slot == change.slot), None)
        target = "?" if edge is None else short_title(replay.node(edge.target))
        text = translate("WhatIf", "The edge from {node} to {target} (slot {slot}) is cut")
        return fill_words(text, words, target=target, slot=change.slot)
    words["act"] = act_name(act_of_operation(change.operation))
    if choices.outputs.get(change.node, 1) > 1:
        text = translate("WhatIf", "At {node}, output {output}: {act}")
        return fill_words(text, words, output=change.output)
    return fill_words(translate("WhatIf", "At {node}: {act}"), words)


def number_of(operation: Operation) -> float | None:
    """The number of an operation that has one."""
    match operation:
        case Scale(factor=number) | ClipValue(limit=number) | ClipNorm(limit=number) | Noise(deviation=number):
            return number
    return None


def with_number(operation: Operation, number: float) -> Operation:
    """The operation with another number."""
    match operation:
        case Scale():
            return Scale(number)
        case ClipValue():
            return ClipValue(number)
        case ClipNorm():
            return ClipNorm(number)
        case Noise():
            return replace(operation, deviation=number)
    return operation


def as_rows(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Values as rows and columns, as `tensor_view.as_matrix` has them."""
    return values.reshape(1, -1) if values.ndim < 2 else values.reshape(-1, values.shape[-1])
