"""The arithmetic of one output value: patch, kernel and products in the kernel's own shape, the sum."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QWidget

from core.labs.image import PatchScene
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.arithmetic import SumView
from gui.widgets.parts import Label, column
from gui.widgets.tensor_grid import Cells, TensorGrid


class PatchInspector(QWidget):
    """Shows a `PatchScene`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._patch: PatchScene | None = None
        self._known = False
        outer = column(self, spacing=10)
        self.heading, self.which = Label("heading"), Label("large")
        self.which.setWordWrap(True)
        outer.addWidget(self.heading)
        outer.addWidget(self.which)
        self._labels = [Label("heading") for _ in range(3)]
        self._grids = [TensorGrid() for _ in range(3)]
        for label, grid in zip(self._labels, self._grids, strict=True):
            outer.addWidget(label)
            outer.addWidget(grid)
        self.sum_view = SumView()
        outer.addWidget(self.sum_view)
        outer.addStretch(1)
        theme().changed.connect(self._refresh)
        self.retranslate()

    def show_patch(self, patch: PatchScene | None) -> None:
        """Show another output value; None for a layer that has none."""
        self._patch, self._known = patch, True
        self._refresh()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        names = (
            translate("Image", "Patch x"),
            translate("Image", "Kernel w"),
            translate("Image", "Products x · w"),
        )
        self.heading.setText(translate("Image", "One output value"))
        for label, grid, name in zip(self._labels, self._grids, names, strict=True):
            label.setText(name)
            grid.setAccessibleName(name)
        self.sum_view.retranslate()
        self._refresh()

    def _refresh(self) -> None:
        patch = self._patch
        for part in (*self._labels, *self._grids, self.sum_view):
            part.setVisible(patch is not None)
        if patch is None:
            self.which.setText(translate("Image", "This layer has no output") if self._known else "")
            self.which.setStyleSheet("")
            return
        colour = theme().palette.kernel(0)
        text = translate("Image", "row {row}, column {column}")
        self.which.setText(fill(text, row=patch.output[0], column=patch.output[1]))
        self.which.setStyleSheet(f"color: {colour.name()};")
        weight_scale = float(np.abs(patch.weights).max())
        product_scale = max(float(np.abs(patch.products).max()), 1e-9)
        values, weights, products = self._grids
        values.show_cells(Cells(patch.values, scale=1.0, padded=patch.padded))
        weights.show_cells(Cells(patch.weights, scale=weight_scale))
        products.show_cells(Cells(patch.products, scale=product_scale, padded=patch.padded))
        terms = [float(term) for term in patch.products.ravel()]
        self.sum_view.show_sum(patch.bias, terms, patch.total, patch.torch_value, colour)
