"""A recorded tensor: name, shape, and values as tinted cells or, if there are many, as a picture with statistics."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.autograd.trace import Tensor
from gui.text import translate
from gui.widgets.heat_map import HeatMap
from gui.widgets.histogram import Histogram
from gui.widgets.parts import Label, show_if
from gui.widgets.slices import SliceChooser
from gui.widgets.stacked import Beside, Stack
from gui.widgets.tensor_grid import Cells, TensorGrid
from gui.widgets.tensor_words import (
    array_words,
    cell_texts,
    entries_words,
    odd_words,
    statistics_words,
    type_words,
)

MOST_NUMBER_ROWS = 12
MOST_NUMBER_COLUMNS = 8
"""Beyond these a tensor is a picture."""
LEAST_COLUMN = 35
"""Pixels at 100 % of a cell of the grid here; eight of them fit into an inspector."""


def as_matrix(tensor: Tensor) -> npt.NDArray[np.float64] | None:
    """The values as rows and columns, or None where they were not kept or are not real numbers.

    A vector is one row; more than two dimensions are folded into rows, the last one staying whole.
    """
    kept = tensor.array
    if kept is None or kept.dtype.kind == "c":
        return None
    return _folded(kept).astype(np.float64)


def _folded(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    if values.ndim < 2:
        return values.reshape(1, -1)
    return values.reshape(-1, values.shape[-1]) if values.size else values.reshape(0, max(1, values.shape[-1]))


class TensorView(Stack):
    """Shows one `Tensor`, or "None" where there is no gradient.

    Signals:
        pointed: The entry under the mouse, in row-major order, or None.
        picked: An entry was clicked, or reached with the arrow keys.
    """

    pointed = Signal(object)
    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(spacing=4, parent=parent)
        self.title = Label("heading")
        self.title.setWordWrap(True)
        self.shape = Label("mono")
        self.badge = Label("quiet")
        self.badge.setWordWrap(True)
        self.badge.hide()
        self.slices = SliceChooser()
        self.slices.hide()
        self.grid = TensorGrid()
        self.grid.least_column = LEAST_COLUMN
        self.map = HeatMap()
        self.map.hide()
        self.histogram = Histogram()
        self.histogram.hide()
        self.words = Label("quiet")
        self.words.setWordWrap(True)
        self.lit = Label("quiet")
        self.lit.setWordWrap(True)
        self.lit.hide()
        self.append(Beside(self.title, self.shape))
        for part in (self.badge, self.slices, self.grid, self.map, self.histogram, self.words, self.lit):
            self.append(part, narrow=part in (self.grid, self.slices))  # Under its title: on the right in Arabic.
        self._tensor: Tensor | None = None
        self._array: npt.NDArray[Any] | None = None
        self._scale = 0.0
        self._first = 0
        self._shown: tuple[int, int] = (0, 0)
        self._entries: list[int] = []
        self._chosen: int | None = None
        self._large = False
        self._sliced = False
        self.name = ""
        for picture in (self.grid, self.map):
            picture.pointed.connect(self._cell_pointed)
            picture.picked.connect(self._cell_picked)
        self.slices.chosen.connect(self._slice_chosen)

    @property
    def tensor(self) -> Tensor | None:
        """What is shown."""
        return self._tensor

    @property
    def entries(self) -> list[int]:
        """The entries that are lit."""
        return self._entries

    @property
    def chosen(self) -> int | None:
        """The entry that is chosen."""
        return self._chosen

    def show_tensor(self, title: str, tensor: Tensor | None, scale: float = 0.0, name: str = "") -> None:
        """Show a tensor under a title.

        Args:
            title: In the user's language.
            tensor: None for a gradient that is not there.
            scale: The magnitude of the full tint, 0 for its own largest.
            name: What the program calls it, for the text about lit entries.
        """
        self.title.setText(title)
        self.name = name or title
        for picture in (self.grid, self.map):
            picture.setAccessibleName(title)
        self._chosen, self._entries = None, []
        if tensor is not self._tensor or scale != self._scale:
            self._tensor, self._scale = tensor, scale
            self._array = None if tensor is None else tensor.array
            self.shape.setText("" if tensor is None else type_words(tensor))
            self._decide()
        self._show_values()
        self._show_lit()
        self.words.setText(self._words())
        show_if(self.words, bool(self.words.text()))

    def show_badge(self, text: str, *, alarming: bool = False) -> None:
        """Say something under the title; with the sign of a warning where it is one."""
        self.badge.setText(f"\u26a0 {text}" if alarming and text else text)
        show_if(self.badge, bool(text))

    def show_entries(self, entries: list[int], chosen: int | None) -> None:
        """Light entries, and frame the one that is chosen, in row-major order."""
        if (entries, chosen) == (self._entries, self._chosen):
            return
        self._entries, self._chosen = entries, chosen
        wanted = chosen if chosen is not None else entries[0] if entries else None
        if self._sliced and wanted is not None and self._tensor is not None:
            index = tuple(int(one) for one in np.unravel_index(wanted, self._tensor.shape)[:-2])
            if index != self.slices.index and (chosen is None or not self.underMouse()):
                self.slices.show_index(index)
                self._show_values()
        self._show_lit()

    # How it is shown.

    def _decide(self) -> None:
        """Numbers or a picture, and of how much of it."""
        array = self._array
        if array is None or not array.size:
            self._large = self._sliced = False
            return
        rows = math.prod(array.shape[:-1]) if array.ndim > 1 else 1
        columns = array.shape[-1] if array.ndim else 1
        self._sliced = array.ndim > 2 and rows > MOST_NUMBER_ROWS
        rows = array.shape[-2] if self._sliced else rows
        self._large = rows > MOST_NUMBER_ROWS or columns > MOST_NUMBER_COLUMNS
        if self._sliced:
            self.slices.show_sizes(array.shape[:-2])

    def _show_values(self) -> None:
        array = self._array
        shown = array is not None and bool(array.size)
        show_if(self.grid, shown and not self._large)
        show_if(self.map, shown and self._large)
        show_if(self.slices, shown and self._sliced)
        show_if(self.histogram, shown and self._large)
        if array is None or not shown:
            return
        part = array[self.slices.index] if self._sliced else _folded(array)
        self._first = int(np.ravel_multi_index((*self.slices.index, 0, 0), array.shape)) if self._sliced else 0
        self._shown = (part.shape[0], part.shape[1])
        numbers = np.abs(part) if part.dtype.kind == "c" else part
        if self._large:
            self.map.show_values(numbers, self._scale)
            self.histogram.show_values(np.abs(array) if array.dtype.kind == "c" else array)
            show_if(self.histogram, bool(self.histogram.counts.any()))
        else:
            self.grid.show_cells(
                Cells(numbers.astype(np.float64), scale=self._scale, texts=cell_texts(part), choosable=True)
            )

    def _show_lit(self) -> None:
        framed = frozenset(cell for one in self._entries if (cell := self._cell_of(one)) is not None)
        chosen = None if self._chosen is None else self._cell_of(self._chosen)
        if self._large:
            self.map.show_framed(framed, chosen)
        else:
            self.grid.show_cells(replace(self.grid.cells, framed=framed, lit=chosen))
        text = ""
        if self._tensor is not None and self._entries:
            text = entries_words(len(self._entries), self._tensor.shape, self._entries, self.name)
        self.lit.setText(text)
        show_if(self.lit, bool(text))

    def _cell_of(self, entry: int) -> tuple[int, int] | None:
        rows, columns = self._shown
        place = entry - self._first
        return divmod(place, columns) if columns and 0 <= place < rows * columns else None

    def _words(self) -> str:
        if self._tensor is None:
            return translate("Tensor", "None: no gradient")
        array = self._array
        if array is None:
            return statistics_words(self._tensor)
        if not array.size:
            return translate("Tensor", "no values")
        lines = [array_words(array) if self._large else "", odd_words(array)]
        return "\n".join(one for one in lines if one)

    # Mouse and keys.

    def _cell_pointed(self, cell: object) -> None:
        self.pointed.emit(self._entry_of(*cell) if isinstance(cell, tuple) else None)

    def _cell_picked(self, row: int, column: int) -> None:
        self.picked.emit(self._entry_of(row, column))

    def _entry_of(self, row: int, column: int) -> int:
        return self._first + row * self._shown[1] + column

    def _slice_chosen(self) -> None:
        self._show_values()
        self._show_lit()
