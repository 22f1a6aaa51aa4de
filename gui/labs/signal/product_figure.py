"""All kernels as one matrix, times the window as one column, plus the biases: the outputs at one place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.labs.signal.scene import SignalScene, WindowScene, window_at
from gui.labs.signal.figure import Figure, largest
from gui.labs.signal.oblique import draw_text, hairline
from gui.theme import theme
from gui.widgets.numbers import show_number

MOST_KERNELS = 8
MOST_COLUMNS = 12
MOST_CHANNELS = 4
"""Channels shown where not all of them fit into the columns."""

Slot = tuple[int, int] | None
"""A channel and a tap, or None for those folded away."""


@dataclass(frozen=True, slots=True)
class _Places:
    """Where everything stands.

    Attributes:
        slots: The columns of the matrix, which are the rows of the window.
        gaps: How many channels begin at or before each slot, without the first.
        kernels: The kernels shown.
        width: Of a cell.
        height: Of a cell.
        gap: Between two channels.
        matrix: Left of the matrix.
        window: Left of the window's column.
        bias: Left of the column of biases.
        output: Left of the column of outputs.
        middle: The height about which all of them stand.
        folded: Whether kernels are cut off before and behind.
        font: Of the numbers; None where they do not fit.
    """

    slots: tuple[Slot, ...]
    gaps: tuple[int, ...]
    kernels: range
    width: int
    height: int
    gap: int
    matrix: int
    window: int
    bias: int
    output: int
    middle: int
    folded: tuple[bool, bool]
    font: QFont | None

    def kernel_top(self, row: int) -> int:
        """The top of a kernel's row."""
        return self.middle - len(self.kernels) * self.height // 2 + row * self.height

    def slot_left(self, slot: int) -> int:
        """The left of a column of the matrix."""
        return self.matrix + slot * self.width + self.gaps[slot] * self.gap

    def slot_top(self, slot: int) -> int:
        """The top of a row of the window."""
        total = len(self.slots) * self.height + self.gaps[-1] * self.gap
        return self.middle - total // 2 + slot * self.height + self.gaps[slot] * self.gap


class ProductFigure(Figure):
    """Kernels times window, plus biases, equals outputs; one colour a kernel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._windows: dict[int, WindowScene | None] = {}
        self._scales = (1.0, 1.0, 1.0)

    @override
    def show_scene(self, scene: SignalScene) -> None:
        self._scales = (
            largest(scene.weight),
            largest(*(block.cells for block in scene.blocks)),
            largest(*(block.output for block in scene.blocks)),
        )
        super().show_scene(scene)

    @override
    def show_cursor(self, cursor: int, kernel: int) -> None:
        self._windows = {}
        super().show_cursor(cursor, kernel)

    def _window(self, scene: SignalScene, kernel: int) -> WindowScene | None:
        """The arithmetic of one kernel at the cursor, made when it is first asked for."""
        if kernel not in self._windows:
            self._windows[kernel] = window_at(scene, self.cursor_output, kernel)
        return self._windows[kernel]

    def _values(self, scene: SignalScene, channel: int) -> WindowScene | None:
        """A window that reads a channel."""
        readers = scene.kernels_of(channel)
        return self._window(scene, readers[0]) if len(readers) else None

    def _places(self, scene: SignalScene) -> _Places:
        px = theme().px
        slots, gaps = _slots(scene, self.chosen)
        count = len(scene.weight)
        first = max(0, min(self.chosen - MOST_KERNELS // 2, count - MOST_KERNELS))
        kernels = range(first, min(count, first + MOST_KERNELS))
        sign, edge = px(24), px(14)
        gap = px(6) if gaps[-1] * px(6) < self.width() / 8 else px(2)
        room = self.width() - 3 * sign - 2 * edge - gaps[-1] * gap
        width = max(2, min(px(58), room // (len(slots) + 3)))
        foot = px(48)
        tall = max(len(slots), len(kernels))
        height = max(2, min(px(34), (self.height() - foot - px(8) - gaps[-1] * gap) // tall))
        total = width * (len(slots) + 3) + 3 * sign + gaps[-1] * gap
        matrix = (self.width() - total) // 2
        window = matrix + len(slots) * width + gaps[-1] * gap + sign
        return _Places(
            slots=slots,
            gaps=gaps,
            kernels=kernels,
            width=width,
            height=height,
            gap=gap,
            matrix=matrix,
            window=window,
            bias=window + width + sign,
            output=window + 2 * (width + sign),
            middle=(self.height() - foot) // 2,
            folded=(first > 0, first + MOST_KERNELS < count),
            font=self._font(scene, slots, kernels, width, height),
        )

    def _font(
        self, scene: SignalScene, slots: tuple[Slot, ...], kernels: range, width: int, height: int
    ) -> QFont | None:
        """The largest font in which every number fits its cell, or None."""
        shown = [float(scene.bias[kernel]) for kernel in kernels]
        for kernel in kernels:
            window = self._window(scene, kernel)
            if window is None:
                continue
            shown.append(window.total)
            for slot in slots:
                if slot is not None and slot[0] in window.channels:
                    row = slot[0] - window.channels[0]
                    shown += [float(window.weights[row, slot[1]]), float(window.values[row, slot[1]])]
        texts = {_number(value) for value in shown}
        for size in ("small", "tiny"):
            font = theme().font(size, 500, mono=True)
            metrics = QFontMetricsF(font)
            longest = max((metrics.horizontalAdvance(text) for text in texts), default=0.0)
            if longest <= width - theme().px(2) and metrics.capHeight() + theme().px(6) <= height:
                return font
        return None

    @override
    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        if self.scene is None:
            return None
        places = self._places(self.scene)
        row = int((point.y() - places.kernel_top(0)) // places.height)
        if not places.output <= point.x() < places.output + places.width or not 0 <= row < len(places.kernels):
            return None
        return self.cursor_output, places.kernels[row]

    @override
    def paint_over(self, painter: QPainter, scene: SignalScene) -> None:
        if scene.block_of(self.cursor_output) is None:
            return
        places = self._places(scene)
        for row, kernel in enumerate(places.kernels):
            self._paint_kernel(painter, scene, places, row, kernel)
        for index, slot in enumerate(places.slots):
            cell = QRectF(places.window, places.slot_top(index), places.width, places.height)
            window = None if slot is None else self._values(scene, slot[0])
            if slot is None or window is None:
                _draw_dots(painter, cell, "⋮")
                continue
            value = float(window.values[slot[0] - window.channels[0], slot[1]])
            padded = bool(window.padded[slot[1]])
            self._paint_cell(painter, places, cell, value, self._scales[1], padded=padded)
        self._paint_signs(painter, scene, places)
        self._paint_choice(painter, places)

    def _paint_kernel(self, painter: QPainter, scene: SignalScene, places: _Places, row: int, kernel: int) -> None:
        """A row of the matrix, its bias and its output."""
        top = places.kernel_top(row)
        window = self._window(scene, kernel)
        if window is None:
            return
        for index, slot in enumerate(places.slots):
            cell = QRectF(places.slot_left(index), top, places.width, places.height)
            if slot is None:
                _draw_dots(painter, cell, "⋯")
            elif slot[0] in window.channels:
                weight = float(window.weights[slot[0] - window.channels[0], slot[1]])
                self._paint_cell(painter, places, cell, weight, self._scales[0])
        width, height = places.width, places.height
        self._paint_cell(painter, places, QRectF(places.bias, top, width, height), window.bias, self._scales[2])
        self._paint_cell(painter, places, QRectF(places.output, top, width, height), window.total, self._scales[2])
        colour, edge, beside = theme().palette.kernel(kernel), theme().px(4), theme().px(3)
        for left in (places.matrix - beside - edge, places.output + width + beside):
            painter.fillRect(QRectF(left, top + 1, edge, height - 1), colour)

    def _paint_cell(
        self, painter: QPainter, places: _Places, cell: QRectF, value: float, scale: float, *, padded: bool = False
    ) -> None:
        palette = theme().palette
        background = palette.signed(value, scale * 1.25)
        painter.setPen(hairline("control", dashed=True) if padded else hairline("line"))
        painter.setBrush(background)
        painter.drawRect(cell.translated(0.5, 0.5))
        if places.font is not None:
            painter.setFont(places.font)
            painter.setPen(palette.text_on(background))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, _number(value))

    def _paint_signs(self, painter: QPainter, scene: SignalScene, places: _Places) -> None:
        """Brackets, signs between them, and names with sizes under them."""
        px, kernels = theme().px, len(places.kernels)
        matrix_right = places.slot_left(len(places.slots) - 1) + places.width
        edge = px(11)
        top, bottom = places.kernel_top(0), places.kernel_top(kernels)
        window_top = places.slot_top(0)
        window_bottom = places.slot_top(len(places.slots) - 1) + places.height
        spans = (
            (places.matrix - edge, matrix_right + px(4), top, bottom),
            (places.window - px(4), places.window + places.width + px(4), window_top, window_bottom),
            (places.bias - px(4), places.bias + places.width + px(4), top, bottom),
            (places.output - px(4), places.output + places.width + edge, top, bottom),
        )
        for left, right, high, low in spans:
            _draw_bracket(painter, left, high - px(3), low + px(4), px(4))
            _draw_bracket(painter, right, high - px(3), low + px(4), -px(4))
        for sign, before, after in zip("·+=", spans, spans[1:], strict=False):
            draw_text(painter, QPointF((before[1] + after[0]) / 2, places.middle), sign, colour="ink", size="value")
        for folded, place in zip(places.folded, (top - px(11), bottom + px(12)), strict=True):
            if folded:
                for left, right, _, _ in (spans[0], *spans[2:]):
                    draw_text(painter, QPointF((left + right) / 2, place), "⋮")
        columns = scene.state.parameters.in_channels * scene.weight.shape[2]
        names = (
            ("W", f"{len(scene.weight)}×{columns}"),
            ("x", f"{columns}×1"),
            ("b", f"{len(scene.weight)}×1"),
            ("y", f"{len(scene.weight)}×1"),
        )
        under = max(window_bottom, bottom + (px(14) if places.folded[1] else 0)) + px(20)
        for (left, right, _, _), (name, size) in zip(spans, names, strict=True):
            middle = (left + right) / 2
            draw_text(painter, QPointF(middle, under), name, colour="ink", within=self.width())
            draw_text(painter, QPointF(middle, under + px(17)), size, size="tiny", within=self.width())

    def _paint_choice(self, painter: QPainter, places: _Places) -> None:
        """The chosen kernel's row and the output that it makes."""
        if self.chosen not in places.kernels:
            return
        top = places.kernel_top(places.kernels.index(self.chosen))
        right = places.slot_left(len(places.slots) - 1) + places.width
        pen = QPen(theme().colour("accent"), theme().px(2))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for left, end in ((places.matrix, right), (places.output, places.output + places.width)):
            painter.drawRect(QRectF(left + 0.5, top + 0.5, end - left, places.height))


def _slots(scene: SignalScene, chosen: int) -> tuple[tuple[Slot, ...], tuple[int, ...]]:
    """The columns shown, by channel, and how many gaps stand before each of them."""
    channels, taps = scene.state.parameters.in_channels, int(scene.weight.shape[2])
    shown = channels if channels * taps <= MOST_COLUMNS else min(channels, MOST_CHANNELS)
    each = MOST_COLUMNS // shown
    first = max(0, min(scene.channels_of(chosen)[0], channels - shown))
    slots: list[Slot] = []
    gaps: list[int] = []
    for index, channel in enumerate(range(first, first + shown)):
        found: list[Slot] = [(channel, tap) for tap in range(min(taps, each))]
        if taps > each:
            found.append(None)
        slots += found
        gaps += [index] * len(found)
    return tuple(slots), tuple(gaps)


def _number(value: float) -> str:
    """A number for a small cell: what rounds to nothing is written as 0.00."""
    return show_number(value if abs(value) >= 0.005 or not np.isfinite(value) else 0.0, 2)


def _draw_dots(painter: QPainter, cell: QRectF, dots: str) -> None:
    draw_text(painter, cell.center(), dots)


def _draw_bracket(painter: QPainter, x: float, top: float, bottom: float, lip: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme().colour("soft")), theme().px(1)))
    x, top, bottom = x + 0.5, top + 0.5, bottom + 0.5
    corners = ((x + lip, top), (x, top), (x, bottom), (x + lip, bottom))
    painter.drawPolyline(QPolygonF([QPointF(*corner) for corner in corners]))
