"""A Jacobian, painted between the gradient that arrives and what becomes of it, as far as it is assembled."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gui.labs.matrix_picture import GAP, Frame, Mask, MatrixPicture
from gui.labs.matrix_view import MatrixView
from gui.plots.map_images import signed_image, without
from gui.theme import theme

Array = npt.NDArray[np.floating]
USUAL_CELL, LARGEST_CELL, LEAST_CELL = 24, 60, 7
"""Pixels at 100 %: of a matrix that does not fit, the most, and the least at which all of one is shown."""
PALER = 1.25


def element(place: int, shape: tuple[int, ...]) -> str:
    """An element's index as torch writes it, such as ``[0, 1]``; nothing for a tensor without dimensions."""
    if not shape:
        return ""
    return f"[{', '.join(str(int(one)) for one in np.unravel_index(place, shape))}]"


class JacobianView(MatrixView):
    """Shows J with v and what the product of both is.

    In numerator layout a row belongs to an element of y: v stands behind the rows, its product with J over the
    columns. In denominator layout all of that is transposed.
    """

    edges = (64, 24, 64, 10)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matrix: Array | None = None
        self._arriving: Array | None = None
        self._shapes: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
        self._names = ("y", "x")
        self._assembled = 0
        self._numerator = True

    def show_matrix(
        self,
        matrix: Array | None,
        shapes: tuple[tuple[int, ...], tuple[int, ...]],
        names: tuple[str, str],
        arriving: Array | None,
    ) -> None:
        """Show another Jacobian, or none.

        Args:
            matrix: (elements of y, elements of x).
            shapes: Of y and x.
            names: Of y and x.
            arriving: What arrives at y, one number for each of its elements; None where it is not known.
        """
        self._matrix, self._shapes, self._names, self._arriving = matrix, shapes, names, arriving
        self.forget()

    def show_assembly(self, assembled: int, *, numerator: bool) -> None:
        """Show the vector-Jacobian products up to one, the last of them marked."""
        if (assembled, numerator) != (self._assembled, self._numerator):
            self._assembled, self._numerator = assembled, numerator
            self.look_at(assembled - 1 if numerator else None)
            self.column = None if numerator or not assembled else (0, assembled - 1)
            self.forget()

    @override
    def frame(self) -> Frame | None:
        """In the middle of the room there is."""
        frame = super().frame()
        if frame is None:
            return None
        wide, high = (frame.columns + GAP + 1) * frame.cell, (frame.rows + GAP) * frame.cell
        room = self.room()
        return replace(
            frame,
            left=frame.left + max(0.0, (room.width() - wide) / 2),
            top=frame.top + max(0.0, (room.height() - high) / 2),
        )

    @override
    def row_label(self, row: object) -> str:
        shape = self._shapes[0 if self._numerator else 1]
        return element(row, shape) if isinstance(row, int) else ""

    @override
    def rings(self, picture: MatrixPicture) -> tuple[int, Mask] | None:
        return None

    @override
    def compose(self) -> MatrixPicture | None:
        matrix = self._matrix
        if matrix is None or not matrix.size:
            return None
        there = np.zeros(matrix.shape, np.bool_)
        there[: self._assembled] = True
        arriving = np.ones(len(matrix)) if self._arriving is None else self._arriving.astype(np.float64)
        # What is assembled of the product: the rows that are there, weighted by what arrives.
        product = (arriving[: self._assembled, None] * matrix[: self._assembled]).sum(axis=0)
        if not self._numerator:
            matrix, there = matrix.T, there.T
        rows, columns, cell = self._part(*matrix.shape)
        block, shown = matrix[slice(*rows), slice(*columns)], there[slice(*rows), slice(*columns)]
        over, behind = (product, arriving) if self._numerator else (arriving, product)
        names = self._vector_names()
        body = without(self._image(block, matrix), ~shown)
        shapes = self._shapes if self._numerator else self._shapes[::-1]
        shown_over, shown_behind = over[slice(*columns)], behind[slice(*rows)]
        return MatrixPicture(
            cell=cell,
            rows=tuple(range(*rows)),
            columns=tuple(range(*columns)),
            channels=(0,),
            letters=("",),
            more=False,
            bodies=(body,),
            tops=(self._image(shown_over[None], over),),
            side=self._image(shown_behind[:, None], behind),
            names=names,
            numbers=block[None].astype(np.float32),
            joined=shown,
            hatched=None,
            colour=theme().palette.backward,
            row_labels=tuple((place - rows[0], 1, element(place, shapes[0])) for place in _few(rows)),
            column_labels=tuple((place - columns[0], 1, element(place, shapes[1])) for place in range(*columns)),
            top_numbers=shown_over[None].astype(np.float32),
            side_numbers=shown_behind.astype(np.float32),
            decimals=2,
        )

    def _vector_names(self) -> tuple[str, str]:
        return ("vᵀJ", "v") if self._numerator else ("v", "Jᵀv")

    @staticmethod
    def _image(block: Array, whole: Array) -> QImage:
        finite = np.abs(whole[np.isfinite(whole)])
        scale = (float(finite.max(initial=0)) or 1.0) * PALER
        return signed_image(np.ascontiguousarray(block, np.float32), scale, theme().palette)

    def _part(self, rows: int, columns: int) -> tuple[tuple[int, int], tuple[int, int], float]:
        """The ranges of rows and columns that there is room for, around the one looked at, and pixels of a cell."""
        px, room = theme().px, self.room()
        whole = min(room.width() / (columns + GAP + 1), room.height() / (rows + GAP + 1))
        if whole >= px(LEAST_CELL):
            return (0, rows), (0, columns), min(whole, float(px(LARGEST_CELL)))
        cell = float(px(USUAL_CELL))
        high, wide = (max(3, int(side / cell - GAP - 1)) for side in (room.height(), room.width()))
        at = max(0, self._assembled - 1)
        row, column = (at, 0) if self._numerator else (0, at)
        first, left = max(0, min(row - high // 2, rows - high)), max(0, min(column - wide // 2, columns - wide))
        return (first, min(rows, first + high)), (left, min(columns, left + wide)), cell


def _few(span: tuple[int, int], most: int = 24) -> range:
    """Some places of a range, so that their labels do not crowd."""
    return range(span[0], span[1], max(1, (span[1] - span[0] + most - 1) // most))
