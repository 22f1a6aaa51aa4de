"""The arithmetic of one output value: every product in the kernel's own shape, the sum, and torch's word."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.labs.signal import WindowScene
from gui.labs.signal.names import channel_name
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.arithmetic import SumView
from gui.widgets.parts import Label, clear_layout, column
from gui.widgets.tensor_grid import Cells, TensorGrid

MOST_TERMS = 12
"""Up to this many products the sum is written out; beyond, one term a channel."""


class WindowInspector(QWidget):
    """Shows a `WindowScene`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window: WindowScene | None = None
        self._channels = 0
        outer = column(self, spacing=10)
        self.heading = Label("heading")
        self.which = Label("large")
        self.which.setWordWrap(True)
        self._grids: list[tuple[Label, TensorGrid]] = []
        self._grid_column: QVBoxLayout = column(spacing=6)
        self.sum_view = SumView()
        outer.addWidget(self.heading)
        outer.addWidget(self.which)
        outer.addLayout(self._grid_column)
        outer.addWidget(self.sum_view)
        outer.addStretch(1)
        theme().changed.connect(self._refresh)
        self.retranslate()

    def show_window(self, window: WindowScene | None, channels: int) -> None:
        """Show another output value; None for a layer that has none."""
        self._window, self._channels = window, channels
        self._refresh()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.heading.setText(translate("Signal", "One output value"))
        self.sum_view.retranslate()
        self._refresh()

    def _refresh(self) -> None:
        window = self._window
        self.sum_view.setVisible(window is not None)
        if window is None:
            known = self._channels > 0
            self.which.setText(translate("Signal", "This layer has no output") if known else "")
            self.which.setStyleSheet("")
            self._fit_grids(0)
            return
        colour = theme().palette.kernel(window.kernel)
        text = translate("Signal", "kernel {kernel} at window {window}")
        self.which.setText(fill(text, kernel=window.kernel + 1, window=window.output))
        self.which.setStyleSheet(f"color: {colour.name()};")
        self._show_products(window)
        per_tap = window.products.size <= MOST_TERMS
        terms = window.products.ravel() if per_tap else window.products.sum(axis=1)
        self.sum_view.show_sum(window.bias, [float(term) for term in terms], window.total, window.torch_value, colour)

    def _fit_grids(self, count: int) -> None:
        if count == len(self._grids):
            return
        clear_layout(self._grid_column)
        self._grids = []
        for _ in range(count):
            label, grid = Label("heading"), TensorGrid()
            self._grids.append((label, grid))
            self._grid_column.addWidget(label)
            self._grid_column.addWidget(grid)

    def _show_products(self, window: WindowScene) -> None:
        self._fit_grids(len(window.channels))
        products = window.products
        scale = float(max(np.abs(part).max() for part in (products, window.values, window.weights)))
        padded = np.zeros((3, len(window.positions)), np.bool_)
        padded[0] = window.padded
        for place, ((label, grid), channel) in enumerate(zip(self._grids, window.channels, strict=True)):
            label.setText(channel_name(channel, self._channels))
            grid.setAccessibleName(label.text())
            rows = np.stack([window.values[place], window.weights[place], products[place]])
            grid.show_cells(Cells(rows, scale=scale, padded=padded, labels=("x", "× w", "=")))
