"""What a matrix view paints: the entries as images, the names of rows and columns, lines and labels."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

Mask = npt.NDArray[np.bool_]

GAP = 3
"""Cells between the matrix and its vectors."""


@dataclass(frozen=True, slots=True)
class Caption:
    """A text in a corner of a block, where no connection is.

    Attributes:
        band: Of which channel, by its place.
        row, column, rows, columns: The block's entries.
        texts: What to say, and what to say where that has no room.
    """

    band: int
    row: int
    column: int
    rows: int
    columns: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MatrixPicture:
    """What is painted. Images have a pixel an entry; rows, columns and channels are named by keys.

    Attributes:
        cell: Pixels of an entry.
        rows: A key a row.
        columns: A key a column; the same in every band.
        channels: One band each, side by side.
        letters: What stands over each band; empty for none.
        more: Whether there are channels that have no room.
        bodies: The entries of each band.
        tops: What stands over each band's columns.
        side: What stands behind the rows.
        names: Of the vector over the columns and of the one behind the rows.
        numbers: The entries themselves, (bands, rows, columns).
        joined: Which entries are connections, (rows, columns); None for all of them.
        hatched: Entries that are padding, (rows, columns), or None.
        row_lines, column_lines: Rows and columns that a line stands before, and whether something is left out there.
        row_labels, column_labels: A text for so many rows or columns: (first, count, text).
        captions: Texts inside the bands.
        top_numbers, side_numbers: What is written in the vectors, (bands, columns) and (rows,); NaN for nothing.
        decimals: Of all numbers.
        colour: Of the row looked at.
    """

    cell: float
    rows: tuple[Hashable, ...]
    columns: tuple[Hashable, ...]
    channels: tuple[int, ...]
    letters: tuple[str, ...]
    more: bool
    bodies: tuple[QImage, ...]
    tops: tuple[QImage, ...]
    side: QImage
    names: tuple[str, str]
    numbers: npt.NDArray[np.float32]
    joined: Mask | None
    hatched: Mask | None
    colour: QColor
    row_lines: tuple[tuple[int, bool], ...] = ()
    column_lines: tuple[tuple[int, bool], ...] = ()
    row_labels: tuple[tuple[int, int, str], ...] = ()
    column_labels: tuple[tuple[int, int, str], ...] = ()
    captions: tuple[Caption, ...] = ()
    top_numbers: npt.NDArray[np.float32] | None = None
    side_numbers: npt.NDArray[np.float32] | None = None
    decimals: int = 1


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the matrix stands in the widget: the corner of its first entry, and its parts from there."""

    left: float
    top: float
    cell: float
    rows: int
    columns: int
    bands: int

    def band(self, place: int) -> QRectF:
        """The entries of a band."""
        left = self.left + place * (self.columns + 1) * self.cell
        return QRectF(left, self.top, self.columns * self.cell, self.rows * self.cell)

    def entry(self, place: int, row: int, column: int, rows: int = 1, columns: int = 1) -> QRectF:
        """Some entries of a band."""
        band, cell = self.band(place), self.cell
        return QRectF(band.left() + column * cell, band.top() + row * cell, columns * cell, rows * cell)

    @property
    def upper(self) -> float:
        """The upper edge of the vector over the columns."""
        return self.top - (GAP - 1) * self.cell

    @property
    def right(self) -> float:
        """The left edge of the vector behind the rows."""
        return self.band(self.bands - 1).right() + (GAP - 1) * self.cell
