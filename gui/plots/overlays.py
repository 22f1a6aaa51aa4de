"""What lies over and under the lanes of a plot: the veil over what is yet to come, and the shades of padding."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QGraphicsRectItem

from gui.theme import theme

VEIL_STRIPS = 24


class Veil:
    """Hides what lies behind a place, in strips, so that a step paints one of them anew and not all."""

    def __init__(self, item: pg.PlotItem) -> None:
        self._item = item
        self._strips: list[QGraphicsRectItem] = []
        self._edges: list[float] = []
        self._lanes = 0

    def lay(self, edges: Sequence[float], lanes: int, until: float | None) -> None:
        """Cut the veil at these places, over a number of lanes."""
        self._edges, self._lanes = list(edges), lanes
        colour = theme().colour("paper")
        colour.setAlphaF(0.84)
        while len(self._strips) < len(self._edges) - 1:
            strip = QGraphicsRectItem()
            strip.setZValue(20)
            strip.setPen(Qt.PenStyle.NoPen)
            self._strips.append(strip)
            self._item.addItem(strip, ignoreBounds=True)
        for strip in self._strips:
            strip.setBrush(colour)
        self.move(until)

    def move(self, until: float | None) -> None:
        """Hide what lies behind a place; None hides nothing."""
        pairs = list(itertools.pairwise(self._edges))
        for index, strip in enumerate(self._strips):
            if until is None or index >= len(pairs) or pairs[index][1] <= until:
                strip.hide()
                continue
            left, right = max(pairs[index][0], until), pairs[index][1]
            strip.setRect(QRectF(left, -self._lanes + 0.5, right - left, self._lanes))
            strip.show()


class Shades:
    """Hatches padding one way, and what no window reaches the other way and in another colour."""

    def __init__(self, item: pg.PlotItem) -> None:
        self._item = item
        self._shades: list[QGraphicsRectItem] = []

    @property
    def rects(self) -> list[QRectF]:
        """The shades that are seen."""
        return [shade.rect() for shade in self._shades if shade.isVisible()]

    def show(self, padded: Sequence[tuple[float, float]], unreached: tuple[float, float] | None, lanes: int) -> None:
        """Show (first place, number of places) of padding, and of what is not reached, over a number of lanes."""
        spans = [*((*span, False) for span in padded), *([(*unreached, True)] if unreached else [])]
        while len(self._shades) < len(spans):
            shade = QGraphicsRectItem()
            shade.setZValue(1)
            shade.setPen(Qt.PenStyle.NoPen)
            self._shades.append(shade)
            self._item.addItem(shade, ignoreBounds=True)
        for index, shade in enumerate(self._shades):
            shade.setVisible(index < len(spans))
            if index < len(spans):
                first, width, ignored = spans[index]
                pattern = Qt.BrushStyle.FDiagPattern if ignored else Qt.BrushStyle.BDiagPattern
                shade.setBrush(QBrush(theme().colour("danger" if ignored else "line"), pattern))
                shade.setOpacity(0.5 if ignored else 1.0)
                shade.setRect(QRectF(first, -lanes + 0.5, width, lanes))
