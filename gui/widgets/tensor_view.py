"""A recorded tensor: name, shape, and values as tinted cells or, if there are too many, statistics."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtWidgets import QWidget

from core.autograd.trace import Tensor
from gui.text import fill, translate
from gui.widgets.numbers import show_number, show_shape
from gui.widgets.parts import Label, column, row
from gui.widgets.tensor_grid import Cells, TensorGrid


def as_matrix(tensor: Tensor) -> npt.NDArray[np.float64] | None:
    """The values as rows and columns, or None where they were not kept or are not real numbers.

    A vector is one row; more than two dimensions are folded into rows, the last one staying whole.
    """
    kept = tensor.array
    if kept is None or kept.dtype.kind == "c":
        return None
    values = kept.astype(np.float64)
    if values.ndim < 2:
        return values.reshape(1, -1)
    return values.reshape(-1, values.shape[-1])


class TensorView(QWidget):
    """Shows one `Tensor`, or "None" where there is no gradient."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = column(self, spacing=4)
        top = row(spacing=8)
        self.title = Label("heading")
        self.shape = Label("mono")
        top.addWidget(self.title)
        top.addStretch(1)
        top.addWidget(self.shape)
        self.grid = TensorGrid()
        self.words = Label("quiet")
        self.words.setWordWrap(True)
        outer.addLayout(top)
        outer.addWidget(self.grid)
        outer.addWidget(self.words)

    def show_tensor(self, title: str, tensor: Tensor | None, scale: float = 0.0) -> None:
        """Show a tensor under a title; `scale` is the magnitude of the full tint, 0 for its own largest."""
        self.title.setText(title)
        self.grid.setAccessibleName(title)
        matrix = None if tensor is None else as_matrix(tensor)
        self.shape.setText("" if tensor is None else show_shape(tensor.shape))
        self.grid.setVisible(matrix is not None and matrix.size > 0)
        if matrix is not None and matrix.size:
            self.grid.show_cells(Cells(matrix, scale=scale))
        self.words.setText(self._words(tensor, matrix))
        self.words.setVisible(bool(self.words.text()))

    @staticmethod
    def _words(tensor: Tensor | None, matrix: npt.NDArray[np.float64] | None) -> str:
        if tensor is None:
            return translate("Tensor", "None: no gradient")
        if matrix is not None:
            return "" if matrix.size else translate("Tensor", "no values")
        if tensor.statistics is None:
            return str(tensor.values)
        found = {
            name: show_number(float(getattr(tensor.statistics, name)), 4) for name in ("min", "max", "mean", "norm")
        }
        return fill(translate("Tensor", "min {min}, max {max}, mean {mean}, norm {norm}"), **found)
