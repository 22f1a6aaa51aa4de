"""The signal as a box that lies along time: n long, 1 high, as thick as it has channels."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.convolution.windows import ZERO
from core.labs.signal.scene import SignalScene
from gui.labs.signal.figure import Figure, cells_of, largest, paged
from gui.labs.signal.oblique import Oblique, draw_dimension, draw_text, hairline
from gui.theme import theme

LEAST_CELL = 5
"""Pixels of a cell at 100 %; of a longer signal only the part around the window is shown."""


@dataclass(frozen=True, slots=True)
class _Lying:
    """A lying box of which cells from `first` on are shown.

    Attributes:
        box: Its projection; cell 0 is the first shown.
        first: Sample of the first cell shown.
        count: How many are shown.
        length: How many there are.
        layers: Its thickness.
    """

    box: Oblique
    first: int
    count: int
    length: int
    layers: int


class BoxFigure(Figure):
    """The box with its dimension lines and its domain, and the samples under the window outlined."""

    needs_output = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = 0
        self._scale = 1.0

    @override
    def show_scene(self, scene: SignalScene) -> None:
        self._scale = largest(*(block.cells for block in scene.blocks))
        if not scene.output_length and scene.blocks:
            self._first = max(0, scene.blocks[0].first)
        super().show_scene(scene)

    def _read(self, scene: SignalScene) -> list[int]:
        """The real samples that the cursor's window reads, ascending."""
        if not scene.output_length or scene.block_of(self.cursor_output) is None:
            return []
        sources = scene.axis.sources(scene.axis.positions(self.cursor_output))
        read: list[int] = np.unique(sources[sources != ZERO]).tolist()
        return read

    def _lying(self, scene: SignalScene) -> _Lying:
        """Where the box lies."""
        px, layers = theme().px, max(1, scene.channels)
        length = max(1, scene.axis.length)
        height = int(max(px(30), min(px(56), self.height() * 0.17)))
        shift = int(max(1.0, min(px(22), 0.22 * self.width() / layers)))
        lift = round(0.6 * shift) if shift > 2 else 0.6 * shift
        before, behind = px(40), px(46)
        room = self.width() - before - behind - layers * shift
        count = max(1, min(length, int(room // px(LEAST_CELL))))
        width = max(1, min(px(34), int(room // count)))
        read = self._read(scene)
        wanted = (read[0], read[-1] + 1) if read else (self._first, self._first + 1)
        if wanted[1] - wanted[0] > count:  # Also samples far apart, which circular padding joins.
            wanted = (wanted[0], wanted[0] + 1)
        self._first = paged(self._first, wanted, (0, length), count)
        left = round((self.width() - behind + before - count * width - layers * shift) / 2)
        below = px(78)
        top = round((self.height() - height - layers * lift - below) / 2 + layers * lift)
        return _Lying(Oblique(left, top, width, height, shift, lift), self._first, count, length, layers)

    @override
    def still_key(self, scene: SignalScene) -> Hashable:
        return self._lying(scene)

    @override
    def paint_still(self, painter: QPainter, scene: SignalScene) -> None:
        one = self._lying(scene)
        box, palette = one.box, theme().palette
        values = cells_of(scene, one.first, one.count)
        painter.setPen(hairline("line"))
        for cell in range(one.count):
            painter.setBrush(palette.signed(float(values[0, cell]), self._scale))
            painter.drawPolygon(box.front((cell, cell + 1), (0, 1)))
            for layer in range(one.layers):
                painter.setBrush(palette.signed(float(values[layer, cell]), self._scale))
                painter.drawPolygon(box.roof((cell, cell + 1), 0, (layer, layer + 1)))
        for layer in range(one.layers):
            painter.setBrush(palette.signed(float(values[layer, -1]), self._scale))
            painter.drawPolygon(box.side(one.count, (0, 1), (layer, layer + 1)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(hairline("control"))
        painter.drawPolygon(box.front((0, one.count), (0, 1)))
        for layer in range(one.layers):
            painter.drawPolygon(box.roof((0, one.count), 0, (layer, layer + 1)))
            painter.drawPolygon(box.side(one.count, (0, 1), (layer, layer + 1)))
        self._paint_dimensions(painter, one)

    def _paint_dimensions(self, painter: QPainter, one: _Lying) -> None:
        """n along, 1 high, c thick, the dots of what is cut off, and the domain."""
        box, px = one.box, theme().px
        away, tick = px(12), px(4)
        left, right = box.point(0, 1), box.point(one.count, 1)
        if one.first:
            draw_text(painter, box.point(0, 0.5) - QPointF(px(12), 0), "⋯")
        if one.first + one.count < one.length:
            draw_text(painter, box.point(one.count, 0.5, one.layers) + QPointF(px(13), 0), "⋯")
        down = QPointF(0, away)
        ends = (one.first == 0, one.first + one.count == one.length)
        draw_dimension(painter, left + down, right + down, QPointF(0, tick), ends)
        middle = (left + right) / 2
        draw_text(painter, middle + QPointF(0, away + px(14)), f"n = {one.length}", colour="ink")
        beside = QPointF(-px(24), 0)
        draw_dimension(painter, box.point(0, 0) + beside, left + beside, QPointF(tick, 0))
        draw_text(painter, box.point(0, 0.5) + beside - QPointF(px(12), 0), "1", colour="ink")
        out = QPointF(px(9), px(7))
        near, far = box.point(one.count, 1) + out, box.point(one.count, 1, one.layers) + out
        draw_dimension(painter, near, far, QPointF(tick * 0.6, tick * 0.8))
        draw_text(
            painter,
            (near + far) / 2 + QPointF(px(8), px(8)),
            f"c = {one.layers}",
            colour="ink",
            align=Qt.AlignmentFlag.AlignLeft,
            within=self.width(),
        )
        domain = f"Ω = {{{', '.join(str(i) for i in range(1, one.length + 1))}}}"
        if one.length > 3:
            domain = "Ω = {1, 2, …, n}"
        draw_text(painter, middle + QPointF(0, away + px(46)), domain, colour="ink", size="value", within=self.width())

    @override
    def paint_over(self, painter: QPainter, scene: SignalScene) -> None:
        one, read = self._lying(scene), self._read(scene)
        if not read:
            return
        channels = scene.channels_of(self.chosen)
        deep = (channels[0], channels[-1] + 1)
        pen = QPen(theme().colour("accent"), theme().px(2))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for first, stop in _runs(read):
            low, high = max(0, first - one.first), min(one.count, stop - one.first)
            if low < high:
                self._paint_run(painter, one.box, (low, high), deep)

    def _paint_run(self, painter: QPainter, box: Oblique, run: tuple[int, int], deep: tuple[int, int]) -> None:
        """The visible faces of some samples; the front only where the first channel is read."""
        low, high = run
        corners = [box.point(low, 0, deep[0]), box.point(low, 0, deep[1])]
        corners += [box.point(high, 0, deep[1]), box.point(high, 0, deep[0])]
        if deep[0] == 0:
            corners += [box.point(high, 1), box.point(low, 1)]
        painter.drawPolygon(QPolygonF(corners))


def _runs(samples: list[int]) -> list[tuple[int, int]]:
    """Ascending samples as runs, each from its first up to behind its last."""
    runs: list[tuple[int, int]] = []
    for sample in samples:
        if runs and runs[-1][1] == sample:
            runs[-1] = (runs[-1][0], sample + 1)
        else:
            runs.append((sample, sample + 1))
    return runs
