"""The arithmetic of one output value: every product in the kernel's own shape, the sum, and torch's word."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.labs.signal import WindowScene
from gui.labs.signal.names import channel_name
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.numbers import MINUS, show_number
from gui.widgets.parts import Label, clear_layout, column
from gui.widgets.tensor_grid import Cells, TensorGrid

MOST_TERMS = 12
"""Up to this many products the sum is written out; beyond, one term a channel."""

AGREES_TO = 1e-4
"""Relative difference from torch's float32 that rounding alone explains."""


def written_sum(terms: list[float], digits: int = 2) -> str:
    """Terms joined with their signs, such as ``0.05 − 0.25 + 0.65``."""
    text = ""
    for index, term in enumerate(terms):
        shown = show_number(abs(term), digits)
        negative = term < 0
        if index == 0:
            text = f"{MINUS}{shown}" if negative else shown
        else:
            text += f" {MINUS} {shown}" if negative else f" + {shown}"
    return text


class WindowInspector(QWidget):
    """Shows a `WindowScene`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window: WindowScene | None = None
        self._channels = 1
        outer = column(self, spacing=10)
        self.heading = Label("heading")
        self.which = Label("large")
        self.which.setWordWrap(True)
        self._grids: list[tuple[Label, TensorGrid]] = []
        self._grid_column: QVBoxLayout = column(spacing=6)
        self.sum_heading = Label("heading")
        self.sum = Label("mono")
        self.sum.setWordWrap(True)
        self.total = Label("mono")
        self.verdict = Label("quiet")
        self.verdict.setWordWrap(True)
        for label in (self.sum, self.total):
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        for part in (self.heading, self.which):
            outer.addWidget(part)
        outer.addLayout(self._grid_column)
        for part in (self.sum_heading, self.sum, self.total, self.verdict):
            outer.addWidget(part)
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
        self.sum_heading.setText(translate("Signal", "Running sum"))
        self._refresh()

    def _refresh(self) -> None:
        window = self._window
        for part in (self.sum_heading, self.sum, self.total, self.verdict):
            part.setVisible(window is not None)
        if window is None:
            self.which.setText(translate("Signal", "This layer has no output"))
            self.which.setStyleSheet("")
            self._fit_grids(0)
            return
        colour = theme().palette.kernel(window.kernel).name()
        self.which.setText(
            fill(
                translate("Signal", "kernel {kernel} at window {window}"),
                kernel=window.kernel + 1,
                window=window.output,
            )
        )
        self.which.setStyleSheet(f"color: {colour};")
        self._show_products(window)
        self._show_sum(window, colour)

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
        scale = float(max(np.abs(products).max(), np.abs(window.values).max(), np.abs(window.weights).max()))
        padded = np.zeros((3, len(window.positions)), np.bool_)
        padded[0] = window.padded
        for place, ((label, grid), channel) in enumerate(zip(self._grids, window.channels, strict=True)):
            label.setText(channel_name(channel, self._channels))
            grid.setAccessibleName(label.text())
            grid.show_cells(
                Cells(
                    np.stack([window.values[place], window.weights[place], products[place]]),
                    scale=scale,
                    padded=padded,
                    labels=("x", "× w", "="),
                )
            )

    def _show_sum(self, window: WindowScene, colour: str) -> None:
        if window.products.size <= MOST_TERMS:
            terms = [float(product) for product in window.products.ravel()]
        else:
            terms = [float(value) for value in window.products.sum(axis=1)]
        bias = show_number(window.bias) if window.bias >= 0 else f"({show_number(window.bias)})"
        joined = written_sum(terms)
        sign = "" if joined.startswith(MINUS) else "+ "
        self.sum.setText(f"{bias} [b]  {sign}{joined}".replace(f"  {MINUS}", f"  {MINUS} "))
        self.total.setText(f"= {show_number(window.total, 4)}")
        self.total.setStyleSheet(f"color: {colour}; font-size: {theme().px(28)}px; font-weight: 600;")
        difference = abs(window.total - window.torch_value)
        agrees = difference <= AGREES_TO * max(1.0, abs(window.torch_value))
        text = (
            translate("Signal", "✓ torch gives {value}; they differ by {difference}")
            if agrees
            else translate("Signal", "torch gives {value}: that differs by {difference}")
        )
        self.verdict.setText(fill(text, value=show_number(window.torch_value, 4), difference=f"{difference:.0e}"))
        self.verdict.setStyleSheet(f"color: {getattr(theme().palette, 'good' if agrees else 'danger')};")
