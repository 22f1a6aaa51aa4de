"""A picture or a map of values in cells, with a window laid over it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QGraphicsRectItem, QWidget
from typing_extensions import override

from gui.plots.factory import Plot, pen
from gui.theme import theme

Array = npt.NDArray[np.float32]
SMALLEST_CELL = 3.0
"""Pixels; a window of smaller cells is drawn larger than it is, so that it can be found."""
DOTS_FROM = 9.0
"""Pixels of a cell from which on the taps are marked one by one."""


class PicturePlot(Plot):
    """Shows (height, width) values; rows run downwards, columns to the right, in every language.

    Signals:
        picked: (row, column) where the mouse was pressed or dragged.
        pointed: (row, column) under the mouse, or None.
    """

    picked = Signal(int, int)
    pointed = Signal(object)

    _size: tuple[int, int] = (1, 1)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        item = self.getPlotItem()
        item.hideAxis("left")
        item.hideAxis("bottom")
        view = item.getViewBox()
        view.setAspectLocked(True)
        view.invertY(True)
        view.disableAutoRange()
        self._border = QGraphicsRectItem()
        self._border.setZValue(-1)
        self._image = pg.ImageItem()
        self._veils = (QGraphicsRectItem(), QGraphicsRectItem())
        self._window = QGraphicsRectItem()
        self._window.setZValue(20)
        self._taps = pg.ScatterPlotItem(pxMode=True)
        self._taps.setZValue(21)
        self._cross = (pg.InfiniteLine(angle=90), pg.InfiniteLine(angle=0))
        for overlay in (self._border, self._image, *self._veils, *self._cross, self._window, self._taps):
            item.addItem(overlay, ignoreBounds=True)
        for veil in self._veils:
            veil.setZValue(10)
            veil.setPen(Qt.PenStyle.NoPen)
            veil.hide()
        self._padding = (0, 0, 0, 0)
        self._place: QRectF | None = None
        self._rows: npt.NDArray[np.int64] = np.zeros(0, np.int64)
        self._columns: npt.NDArray[np.int64] = np.zeros(0, np.int64)
        self._colour = QColor()
        self.pressed.connect(lambda point: self.picked.emit(*self._cell(point)))
        self.hovered.connect(lambda point: self.pointed.emit(None if point is None else self._cell(point)))
        theme().changed.connect(self._redress)

    def show_grey(self, picture: Array) -> None:
        """Show values of 0 to 1 as grey."""
        self._show(picture, (0.0, 1.0), None)

    def show_signed(self, values: Array, scale: float) -> None:
        """Show signed values, the full colours at -scale and +scale."""
        self._show(values, (-scale, scale), theme().palette.signed_table())

    def _show(self, values: Array, levels: tuple[float, float], table: npt.NDArray[np.ubyte] | None) -> None:
        resized = values.shape != self._size
        self._size = (int(values.shape[0]), int(values.shape[1]))
        self._image.setVisible(values.size > 0)
        if values.size:
            self._image.setImage(values, autoLevels=False, levels=levels, lut=table)
        if resized:
            self.fit()

    def show_padding(self, top: int, bottom: int, left: int, right: int) -> None:
        """Show padded cells around the picture, hatched: they are no data."""
        padding = (max(0, top), max(0, bottom), max(0, left), max(0, right))
        changed = padding != self._padding
        self._padding = padding
        colour = theme().colour("control")
        self._border.setBrush(colour)
        brush = self._border.brush()
        brush.setStyle(Qt.BrushStyle.BDiagPattern)
        self._border.setBrush(brush)
        self._border.setPen(pen(theme().colour("line")))
        self._border.setRect(self._area())
        self._border.setVisible(any(padding))
        if changed:
            self.fit()

    def show_window(self, rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64], colour: QColor) -> None:
        """Frame the taps at these rows and columns, which may lie in the padding."""
        self._rows, self._columns, self._colour = rows, columns, colour
        height, width = float(rows[-1] - rows[0] + 1), float(columns[-1] - columns[0] + 1)
        self._place = QRectF(float(columns[0]), float(rows[0]), width, height)
        self._draw_window()

    def hide_window(self) -> None:
        """Frame nothing."""
        self._place = None
        self._draw_window()

    def grow_until(self, row: int, column: int) -> None:
        """Veil what lies behind a cell in reading order: it is yet to come."""
        height, width = self._size
        colour = theme().colour("paper")
        colour.setAlphaF(0.6)
        first, second = self._veils
        first.setRect(QRectF(column + 1, row, max(0, width - column - 1), 1))
        second.setRect(QRectF(0, row + 1, width, max(0, height - row - 1)))
        for veil in self._veils:
            veil.setBrush(colour)
            veil.show()

    def fit(self) -> None:
        """Show the whole picture with its padding."""
        area = self._area()
        self.getPlotItem().getViewBox().setRange(area, padding=0.02)
        self._draw_window()

    def _area(self) -> QRectF:
        top, bottom, left, right = self._padding
        height, width = self._size
        return QRectF(-left, -top, width + left + right, height + top + bottom)

    def _cell(self, point: QPointF) -> tuple[int, int]:
        return int(np.floor(point.y())), int(np.floor(point.x()))

    def _cell_pixels(self) -> float:
        first, second = self.widget_point(0, 0), self.widget_point(1, 0)
        return abs(second.x() - first.x())

    def _draw_window(self) -> None:
        shown = self._place is not None
        self._window.setVisible(shown)
        for line in self._cross:
            line.setVisible(False)
        if self._place is None:
            self._taps.setData([], [])
            return
        pixels = self._cell_pixels()
        place = QRectF(self._place)
        if 0 < pixels < SMALLEST_CELL:
            grow = (SMALLEST_CELL / pixels - 1) * place.width() / 2
            place.adjust(-grow, -grow, grow, grow)
            for line, at in zip(self._cross, (place.center().x(), place.center().y()), strict=True):
                thin = QColor(self._colour)
                thin.setAlphaF(0.45)
                line.setPen(pen(thin))
                line.setPos(at)
                line.setVisible(True)
        wash = QColor(self._colour)
        wash.setAlphaF(0.12)
        self._window.setRect(place)
        self._window.setPen(pen(self._colour, 2))
        self._window.setBrush(wash)
        dilated = self._place.width() > len(self._columns) or self._place.height() > len(self._rows)
        if dilated and pixels >= DOTS_FROM / 3:
            x, y = np.meshgrid(self._columns + 0.5, self._rows + 0.5)
            brush = self._colour
            self._taps.setData(x.ravel(), y.ravel(), size=theme().px(6), brush=brush, pen=pen(QColor("#FFFFFF"), 1))
        else:
            self._taps.setData([], [])

    def _redress(self) -> None:
        self.show_padding(*self._padding)
        self._draw_window()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_place"):
            self._draw_window()
