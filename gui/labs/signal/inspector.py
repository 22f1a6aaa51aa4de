"""The ledger of one output value: every product in the kernel's own shape, the sum as it builds up, torch's word."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.convolution.windows import ZERO
from core.labs.signal.scene import SignalScene, WindowScene
from gui.labs.signal.names import channel_letter, channel_name
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.arithmetic import SumView
from gui.widgets.choice import Choice
from gui.widgets.numbers import show_number
from gui.widgets.parts import Label, clear_layout, column, dress, row
from gui.widgets.tensor_grid import Cells, TensorGrid
from gui.widgets.waterfall import Waterfall

WAITING = "…"
MOST_TERMS = 12
"""Up to this many products the sum is written out; beyond, one term a channel."""
ORDERS = ("shape", "size", "channel")
MOST_LINES = 16
"""Products listed when they are sorted by size; the rest is one line."""
WEIGHT_ROW, VALUE_ROW = 1, 0


class WindowInspector(QWidget):
    """Shows a `WindowScene`.

    Signals:
        weight_typed: (kernel, channel of the kernel, tap, number).
        sample_typed: (channel, input sample, number).
        bias_typed: (kernel, number).
        tap_pointed: (kernel, channel of the kernel, tap) under the mouse, or None.
    """

    weight_typed = Signal(int, int, int, float)
    sample_typed = Signal(int, int, float)
    bias_typed = Signal(int, float)
    tap_pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window: WindowScene | None = None
        self._scene: SignalScene | None = None
        self._order = "shape"
        outer = column(self, spacing=10)
        self.heading = Label("heading")
        self.which = Label("large")
        self.which.setWordWrap(True)
        self.order = Choice()
        self.order.activated.connect(self._order_chosen)
        self._grids: list[tuple[Label, TensorGrid]] = []
        self._grid_column: QVBoxLayout = column(spacing=6)
        self.lines = Label("mono")
        self.lines.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.lines.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self.bias_label = Label("heading")
        self.bias_grid = TensorGrid()
        self.padding_note = Label("quiet")
        self.padding_note.setWordWrap(True)
        self.waterfall = Waterfall()
        self.sum_view = SumView()
        self.numpy = Label("quiet")
        self.numpy.setWordWrap(True)
        top = row(spacing=8)
        top.addWidget(self.heading)
        top.addStretch(1)
        top.addWidget(self.order)
        outer.addLayout(top)
        outer.addWidget(self.which)
        outer.addLayout(self._grid_column)
        outer.addWidget(self.lines)
        outer.addWidget(self.padding_note)
        outer.addWidget(self.bias_label)
        outer.addWidget(self.bias_grid)
        outer.addWidget(self.waterfall)
        outer.addWidget(self.sum_view)
        outer.addWidget(self.numpy)
        outer.addStretch(1)
        self.bias_grid.edited.connect(self._bias_edited)
        self.waterfall.pointed.connect(self._term_pointed)
        theme().changed.connect(self._refresh)
        self.retranslate()

    def show_window(self, window: WindowScene | None, scene: SignalScene | None) -> None:
        """Show another output value; None for a layer that has none."""
        self._window, self._scene = window, scene
        self._refresh()

    def play(self) -> None:
        """Let the sum build up once more, term by term."""
        self.waterfall.play()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.heading.setText(translate("Signal", "One output value"))
        self.sum_view.retranslate()
        self.order.clear()
        self.order.addItems(
            [
                translate("Signal", "as the kernel"),
                translate("Signal", "by size"),
                translate("Signal", "by channel"),
            ]
        )
        self.order.setCurrentIndex(ORDERS.index(self._order))
        self.order.setAccessibleName(translate("Signal", "Order of the products"))
        self.bias_label.setText(translate("Signal", "Bias"))
        self.bias_grid.setAccessibleName(self.bias_label.text())
        self.waterfall.setAccessibleName(translate("Signal", "The sum as it builds up"))
        self._refresh()

    def _order_chosen(self, index: int) -> None:
        self._order = ORDERS[index]
        self._refresh()

    def _refresh(self) -> None:
        window, scene = self._window, self._scene
        if window is None and scene is not None and scene.output_length:
            self.which.setText(WAITING)  # Its numbers are on their way; the layout stays as it is until they come.
            return
        for part in (self.sum_view, self.waterfall, self.numpy, self.order):
            part.setVisible(window is not None)
        with_bias = window is not None and scene is not None and scene.state.parameters.bias
        self.bias_label.setVisible(with_bias)
        self.bias_grid.setVisible(with_bias)
        self.lines.setVisible(window is not None and self._order != "shape")
        self.padding_note.setVisible(window is not None and bool(window.padded.any()))
        if window is None or scene is None:
            none = scene is not None and not scene.output_length
            self.which.setText(translate("Signal", "This layer has no output") if none else "")
            dress(self.which, "")
            self._fit_grids(0)
            return
        colour = theme().palette.kernel(window.kernel)
        text = translate("Signal", "kernel {kernel} at window {window}")
        self.which.setText(fill(text, kernel=window.kernel + 1, window=window.output))
        dress(self.which, f"color: {colour.name()};")
        if self._order == "shape":
            self._show_products(window, scene)
        else:
            self._fit_grids(0)
            self.lines.setText(
                self._by_size(window, scene) if self._order == "size" else self._by_channel(window, scene)
            )
        self._show_padding(window)
        self.bias_grid.show_cells(Cells(np.array([[window.bias]]), labels=("b",), editable=(0,), quiet=True))
        self.waterfall.show_terms(window.bias, window.products.ravel().tolist(), colour)
        per_tap = window.products.size <= MOST_TERMS
        terms = window.products.ravel() if per_tap else window.products.sum(axis=1)
        made_by = "torch.fft" if scene.by_fft else "torch"
        shown = [float(term) for term in terms]
        self.sum_view.show_sum(window.bias, shown, window.total, window.torch_value, colour, made_by)
        self.numpy.setText(
            fill(
                translate("Signal", "{correlate} gives {first}, {convolve}, which turns the kernel round, {second}"),
                correlate="numpy.correlate",
                first=show_number(window.correlated, 4),
                convolve="numpy.convolve",
                second=show_number(window.convolved, 4),
            )
        )

    def _fit_grids(self, count: int) -> None:
        if count == len(self._grids):
            return
        clear_layout(self._grid_column)
        self._grids = []
        for place in range(count):
            label, grid = Label("heading"), TensorGrid()
            grid.edited.connect(lambda line, tap, value, place=place: self._edited(place, line, tap, value))
            grid.pointed.connect(lambda cell, place=place: self._pointed(place, cell))
            self._grids.append((label, grid))
            self._grid_column.addWidget(label)
            self._grid_column.addWidget(grid)

    def _show_products(self, window: WindowScene, scene: SignalScene) -> None:
        self._fit_grids(len(window.channels))
        products = window.products
        scale = float(max(np.abs(part).max() for part in (products, window.values, window.weights)))
        padded = np.zeros((3, len(window.positions)), np.bool_)
        padded[0] = window.padded
        for place, ((label, grid), channel) in enumerate(zip(self._grids, window.channels, strict=True)):
            label.setText(channel_name(channel, scene.channels))
            grid.setAccessibleName(label.text())
            rows = np.stack([window.values[place], window.weights[place], products[place]])
            grid.show_cells(
                Cells(rows, scale=scale, padded=padded, labels=("x", "× w", "="), editable=(VALUE_ROW, WEIGHT_ROW))
            )

    def _by_size(self, window: WindowScene, scene: SignalScene) -> str:
        order = np.argsort(-np.abs(window.products), axis=None, kind="stable")
        lines = []
        for flat in order[:MOST_LINES]:
            channel, tap = divmod(int(flat), window.products.shape[1])
            product = float(window.products[channel, tap])
            name = channel_letter(window.channels[channel], scene.channels)
            value, weight = float(window.values[channel, tap]), float(window.weights[channel, tap])
            place = f"{name}[{int(window.positions[tap])}]"
            lines.append(f"{place} {show_number(value)} × {show_number(weight)} = {show_number(product, 3)}")
        rest = order[MOST_LINES:]
        if len(rest):
            lines.append(f"+ {len(rest)} … = {show_number(float(window.products.ravel()[rest].sum()), 3)}")
        return "\n".join(lines)

    def _by_channel(self, window: WindowScene, scene: SignalScene) -> str:
        sums = window.products.sum(axis=1)
        return "\n".join(
            f"Σ {channel_letter(channel, scene.channels)} = {show_number(float(total), 4)}"
            for channel, total in zip(window.channels, sums, strict=True)
        )

    def _show_padding(self, window: WindowScene) -> None:
        padded = np.flatnonzero(window.padded)
        if not len(padded):
            self.padding_note.setText("")
            return
        links = [
            f"x[{int(window.positions[tap])}] = "
            + ("0" if window.sources[tap] == ZERO else f"x[{int(window.sources[tap])}]")
            for tap in padded[:4]
        ]
        more = "  …" if len(padded) > len(links) else ""
        self.padding_note.setText(fill(translate("Signal", "Padding: {links}"), links=",  ".join(links) + more))

    # Acts.

    def _edited(self, place: int, line: int, tap: int, value: float) -> None:
        window = self._window
        if window is None:
            return
        if line == WEIGHT_ROW:
            self.weight_typed.emit(window.kernel, place, tap, value)
        elif window.sources[tap] != ZERO:
            self.sample_typed.emit(window.channels[place], int(window.sources[tap]), value)

    def _bias_edited(self, _line: int, _column: int, value: float) -> None:
        if self._window is not None:
            self.bias_typed.emit(self._window.kernel, value)

    def _pointed(self, place: int, cell: tuple[int, int] | None) -> None:
        window = self._window
        self.tap_pointed.emit(None if cell is None or window is None else (window.kernel, place, cell[1]))

    def _term_pointed(self, term: int | None) -> None:
        window = self._window
        if window is None or term is None or not 0 <= term < window.products.size:
            self.tap_pointed.emit(None)
        else:
            self.tap_pointed.emit((window.kernel, *divmod(term, window.products.shape[1])))
