"""The input as an upright column, the output as an upright slab: one layer of thickness a kernel."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.labs.signal.scene import SignalScene
from gui.labs.signal.figure import Figure, Values, cells_of, largest, outputs_of, paged
from gui.labs.signal.oblique import Oblique, draw_arrow, draw_text, hairline
from gui.theme import theme
from gui.widgets.numbers import MINUS

MOST_ROWS = 40
"""Beyond these only the rows around the cursor are shown."""
LEAST_ROW = 8
"""Pixels of a row at 100 %, so that it can be pointed at."""
THIN = 4
"""Pixels of a layer at 100 % below which its cells are drawn without lines between them."""


@dataclass(frozen=True, slots=True)
class _Upright:
    """An upright box of which rows from `first` on are shown.

    Attributes:
        box: Its projection; row 0 is the first shown.
        first: Position or index of the first row shown.
        rows: How many are shown.
        low: The first row there is.
        high: Behind the last row there is.
        layers: Its thickness.
    """

    box: Oblique
    first: int
    rows: int
    low: int
    high: int
    layers: int

    @property
    def middle(self) -> float:
        """The horizontal middle of box and thickness."""
        return self.box.left + (self.box.width + self.layers * self.box.shift) / 2

    @property
    def right(self) -> float:
        """Where its thickness ends."""
        return self.box.left + self.box.width + self.layers * self.box.shift


class SlabFigure(Figure):
    """Column, arrow and slab, and the cursor's window with lines to the output cell that it makes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first_input = self._first_output = 0
        self._scales = (1.0, 1.0)

    @override
    def show_scene(self, scene: SignalScene) -> None:
        self._scales = (
            largest(*(block.cells for block in scene.blocks)),
            largest(*(block.output for block in scene.blocks)),
        )
        super().show_scene(scene)

    def _boxes(self, scene: SignalScene) -> tuple[_Upright, _Upright]:
        """Where column and slab stand."""
        px, axis = theme().px, scene.axis
        channels, kernels = scene.channels, len(scene.weight)
        low, high = -max(0, axis.before), axis.length + max(0, axis.after)
        cell = px(28)
        shift = min(float(px(14)), 0.3 * self.width() / max(kernels, channels))
        shift = float(int(shift)) if shift >= px(THIN) else shift
        lift = 0.5 * shift
        rise, foot, dots = lift * max(kernels, channels), px(34), px(16)
        room = self.height() - rise - foot - 2 * dots
        most = max(3, min(MOST_ROWS, int(room // px(LEAST_ROW))))
        rows, made = min(high - low, most), min(scene.output_length, most)
        height = max(1, min(cell, int(room // max(rows, made))))
        self._turn(scene, (low, high), rows, made)
        # Room for the names of the window at the far end, whose numbers are the longest.
        metrics = QFontMetricsF(theme().font("small", mono=True))
        before = metrics.horizontalAdvance(f"{low}…{high}" if low < 0 else f"{high}…{high}") + px(12)
        behind = metrics.horizontalAdvance(str(scene.output_length)) + px(12)
        fixed = before + behind + 2 * cell + (channels + kernels) * shift
        gap = max(px(32), min(px(170), self.width() - fixed))
        left = max(0.0, (self.width() - fixed - gap) / 2 + before)
        top = rise + dots

        def upright(left: float, first: int, count: int, bounds: tuple[int, int], layers: int) -> _Upright:
            begin = round(top + max(0.0, (room - count * height) / 2))
            return _Upright(Oblique(round(left), begin, cell, height, shift, lift), first, count, *bounds, layers)

        column = upright(left, self._first_input, rows, (low, high), channels)
        slab = upright(column.right + gap, self._first_output, made, (0, scene.output_length), kernels)
        return column, slab

    def _turn(self, scene: SignalScene, bounds: tuple[int, int], rows: int, made: int) -> None:
        """Turn to the rows around the cursor; both boxes at once, so that the lines between them stay level."""
        place = (self.cursor_output, self.cursor_output + 1)
        window, ends = scene.axis.span(*place), (0, scene.output_length)
        present = (self._first_input, self._first_output)
        turned = (paged(present[0], window, bounds, rows), paged(present[1], place, ends, made))
        if turned != present:
            turned = (paged(bounds[0] - 1, window, bounds, rows), paged(-1, place, ends, made))
        self._first_input, self._first_output = turned

    @override
    def still_key(self, scene: SignalScene) -> Hashable:
        return self._boxes(scene)

    @override
    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        if self.scene is None:
            return None
        _, slab = self._boxes(self.scene)
        across, down, deep = slab.box.cell_of(point)
        if across < 0 or not 0 <= down < slab.rows or deep >= slab.layers:
            return None
        return slab.first + int(down), int(deep)

    @override
    def paint_still(self, painter: QPainter, scene: SignalScene) -> None:
        column, slab = self._boxes(scene)
        length = scene.axis.length
        inside = [0 <= column.first + row < length for row in range(column.rows)]
        self._paint_box(painter, column, cells_of(scene, column.first, column.rows), self._scales[0], inside)
        values = outputs_of(scene, slab.first, slab.rows)
        self._paint_box(painter, slab, values, self._scales[1], [True] * slab.rows)
        self._paint_kernel_edges(painter, slab)
        foot = self.height() - theme().px(12)
        sizes = (f"{length} × 1 × {column.layers}", f"{scene.output_length} × 1 × {slab.layers}")
        left, right = (
            draw_text(painter, QPointF(one.middle, foot), size, colour="ink", within=self.width())
            for one, size in zip((column, slab), sizes, strict=True)
        )
        start, end = left.right() + theme().px(10), right.left() - theme().px(10)
        if end - start >= theme().px(16):
            draw_arrow(painter, QPointF(start, foot), QPointF(end, foot))

    def _paint_box(self, painter: QPainter, one: _Upright, values: Values, scale: float, inside: list[bool]) -> None:
        """The cells; those of the padding are dashed."""
        box, palette = one.box, theme().palette
        thin = box.shift < theme().px(THIN)
        # The padded cells first: their dashes would break the lines that they share with real ones.
        for row in sorted(range(one.rows), key=lambda row: inside[row]):
            pen = hairline("line") if inside[row] else hairline("control", dashed=True)
            painter.setPen(pen)
            painter.setBrush(palette.signed(float(values[0, row]), scale))
            painter.drawPolygon(box.front((0, 1), (row, row + 1)))
            for layer in range(one.layers):
                colour = palette.signed(float(values[layer, row]), scale)
                painter.setPen(QPen(Qt.PenStyle.NoPen) if thin else pen)
                painter.setBrush(colour)
                painter.drawPolygon(box.side(1, (row, row + 1), (layer, layer + 1)))
        for layer in range(one.layers):
            painter.setPen(hairline("line") if inside[0] else hairline("control", dashed=True))
            painter.setBrush(palette.signed(float(values[layer, 0]), scale))
            painter.drawPolygon(box.roof((0, 1), 0, (layer, layer + 1)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(hairline("control"))
        painter.drawPolygon(box.front((0, 1), (0, one.rows)))
        painter.drawPolygon(box.side(1, (0, one.rows), (0, one.layers)))
        painter.drawPolygon(box.roof((0, 1), 0, (0, one.layers)))
        away = theme().px(9)
        if one.first > one.low:
            draw_text(painter, box.point(0.5, 0, one.layers) - QPointF(0, away), "⋮")
        if one.first + one.rows < one.high:
            draw_text(painter, box.point(0.5, one.rows) + QPointF(0, away), "⋮")

    def _paint_kernel_edges(self, painter: QPainter, slab: _Upright) -> None:
        """The roof of each layer and the edge behind it, in its kernel's colour."""
        box, px = slab.box, theme().px
        thin = box.shift < px(THIN)
        for layer in reversed(range(slab.layers)):
            colour = theme().palette.kernel(layer)
            painter.setPen(QPen(Qt.PenStyle.NoPen) if thin else QPen(QColor(theme().palette.paper), px(1)))
            painter.setBrush(colour)
            painter.drawPolygon(box.roof((0, 1), 0, (layer, layer + 1)))
            painter.setPen(QPen(colour, px(2 if box.shift >= px(2 * THIN) else 1)))
            painter.drawLine(box.point(1, slab.rows, layer), box.point(1, slab.rows, layer + 1))
            if not thin:
                painter.drawLine(box.point(1, 0, layer + 1), box.point(1, slab.rows, layer + 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    @override
    def paint_over(self, painter: QPainter, scene: SignalScene) -> None:
        column, slab = self._boxes(scene)
        if scene.block_of(self.cursor_output) is None:
            return
        channels = scene.channels_of(self.chosen)
        deep = (channels[0], channels[-1] + 1)
        start, stop = (place - column.first for place in scene.axis.span(self.cursor_output, self.cursor_output + 1))
        row = self.cursor_output - slab.first
        target = (
            slab.box.front((0, 1), (row, row + 1))
            if self.chosen == 0
            else slab.box.side(1, (row, row + 1), (self.chosen, self.chosen + 1))
        )
        accent = theme().colour("accent")
        window = (max(0, start), min(column.rows, stop))
        ray = QPen(accent, theme().px(1))
        painter.setPen(ray)
        corners = target.toList()
        # From the window's right corners to the left corners of the cell that it makes.
        for place, corner in zip(window, (corners[0], corners[3]), strict=True):
            painter.drawLine(column.box.point(1, place, deep[1]), corner)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        outline = QPen(accent, theme().px(2))
        outline.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        outline.setCapStyle(Qt.PenCapStyle.RoundCap)
        if scene.axis.dilation > 1:
            painter.setPen(hairline("accent", dashed=True))
            self._paint_run(painter, column, (start, stop), deep)
        painter.setPen(outline)
        for run in self._runs(scene, column):
            self._paint_run(painter, column, run, deep)
        painter.drawPolygon(target)
        self._paint_names(painter, scene, column, slab)

    def _runs(self, scene: SignalScene, column: _Upright) -> list[tuple[int, int]]:
        """The rows under the window: one run, or one a tap where they lie apart; only those partly shown."""
        start, stop = scene.axis.span(self.cursor_output, self.cursor_output + 1)
        step = scene.axis.dilation
        places = [(start, stop)] if step == 1 else [(place, place + 1) for place in range(start, stop, step)]
        rows = [(low - column.first, high - column.first) for low, high in places]
        return [(low, high) for low, high in rows if high > 0 and low < column.rows]

    def _paint_run(self, painter: QPainter, column: _Upright, rows: tuple[int, int], deep: tuple[int, int]) -> None:
        """The outline of some rows: open where they are cut off, with the front only if the first channel is read."""
        box = column.box
        high, low = max(0, rows[0]), min(column.rows, rows[1])
        left = (0, 0) if deep[0] == 0 else (1, deep[0])
        for across, layer in (left, (1, deep[1])):
            painter.drawLine(box.point(across, high, layer), box.point(across, low, layer))
        for row in rows:
            if high <= row <= low:
                corners = [box.point(left[0], row, left[1]), box.point(1, row, deep[0]), box.point(1, row, deep[1])]
                painter.drawPolyline(QPolygonF(corners))

    def _paint_names(self, painter: QPainter, scene: SignalScene, column: _Upright, slab: _Upright) -> None:
        """The window's first and last position on the left, the output's index on the right."""
        start, stop = scene.axis.span(self.cursor_output, self.cursor_output + 1)
        middle = (max(0, start - column.first) + min(column.rows, stop - column.first)) / 2
        away = theme().px(8)
        written = f"{start}…{stop - 1}" if stop - start > 1 else str(start)
        draw_text(
            painter,
            QPointF(column.box.left - away, column.box.point(0, middle).y()),
            written.replace("-", MINUS),
            colour="accent",
            align=Qt.AlignmentFlag.AlignRight,
            within=self.width(),
        )
        row = self.cursor_output - slab.first + 0.5
        draw_text(
            painter,
            QPointF(slab.right + away, slab.box.point(1, row, slab.layers).y()),
            str(self.cursor_output),
            colour="accent",
            align=Qt.AlignmentFlag.AlignLeft,
            within=self.width(),
        )
