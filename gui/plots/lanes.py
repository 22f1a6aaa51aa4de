"""Signals of several channels, one lane each, with the windows that lie over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem, QWidget
from typing_extensions import override

from gui.plots.factory import NamedAxis, Plot, dress_axis, pen
from gui.plots.overlays import VEIL_STRIPS, Shades, Veil
from gui.theme import theme

Array = npt.NDArray[np.float32]

DOTS_UNTIL = 7.0
"""Pixels between samples at 100 %; closer samples are drawn as a line alone."""
AXIS_WIDTH = 34
LANE_LEAST, PRESENTED_LANE = 34, 20
"""Pixels at 100 %; lanes that would be lower are left out."""
GRIP = 9.0
"""Pixels at 100 % around a dot in which the mouse takes hold of it."""
DECIDES = 4.0
"""Pixels at 100 % after which a drag that began on a dot is one up and down or one sideways."""
MOST_UNCLIPPED = 1200
"""Places in view up to which curves are drawn as they are; beyond, pyqtgraph leaves out what no pixel shows."""
FILL = 0.86
"""Share of a lane's height that its largest value takes."""
DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)


@dataclass(frozen=True, slots=True)
class Lanes:
    """What the lanes show.

    Attributes:
        places: Where the samples stand on the common axis, (n,).
        values: (lanes, n).
        names: One short name a lane.
        colours: One a lane.
        dashes: One number a lane, 0 for a solid line.
        before: Padded places in front of 0.
        after: Padded places behind `length`.
        length: Places that hold real samples.
        unreached: Last places, padding included, that no window reaches.
        padded_places: Padded places among those that are known, (p,).
        padding: Their values, (lanes, p).
        dense: Whether `values` are lowest and highest values in turn, to be drawn as one body.
    """

    places: npt.NDArray[np.float64]
    values: Array
    names: tuple[str, ...]
    colours: tuple[QColor, ...]
    dashes: tuple[int, ...]
    before: int = 0
    after: int = 0
    length: int = 0
    unreached: int = 0
    padded_places: npt.NDArray[np.float64] | None = None
    padding: Array | None = None
    dense: bool = False


class LanePlot(Plot):
    """Draws `Lanes`; a moved window moves an overlay and nothing else.

    Signals:
        picked: (lane, place) where the mouse was pressed or dragged.
        pointed: (lane, place) under the mouse, or None.
        dragged: (lane, index of the sample, value) while a sample's dot is dragged; only if `editable`.
        drag_ended: The dot was let go.
        panned: Places by which the view is to move.
    """

    picked = Signal(int, float)
    pointed = Signal(object)
    dragged = Signal(int, int, float)
    drag_ended = Signal()
    panned = Signal(float)

    _lanes: Lanes | None = None  # pyqtgraph resizes a plot before its constructor is done

    def __init__(self, parent: QWidget | None = None, *, editable: bool = False) -> None:
        self._names_axis = NamedAxis("left")
        super().__init__(parent, left=self._names_axis)
        self._editable = editable
        self._held: tuple[int, int] | None = None
        self._held_scale = 1.0
        self._pressing = False
        self._grip: tuple[int, int] | None = None
        self._grip_from = QPointF()
        self._around = 0
        self._curves: list[pg.PlotDataItem] = []
        self._zeros: list[pg.InfiniteLine] = []
        self._windows: list[QGraphicsRectItem] = []
        self._first, self._count = 0, 0
        self._range = (0.0, 1.0)
        self._drawn: tuple[tuple[float, float], int] = ((0.0, 0.0), -1)
        self._laid_for: tuple[tuple[float, float], int] = ((0.0, 0.0), 0)
        self._taps = pg.ScatterPlotItem(pxMode=True)
        self._taps.setZValue(30)
        self._padded = pg.ScatterPlotItem(pxMode=True)
        self._padded.setZValue(4)
        item = self.getPlotItem()
        self._veil, self.shades = Veil(item), Shades(item)
        self._lit = pg.ScatterPlotItem(pxMode=True)
        self._lit.setZValue(25)
        self._links = pg.PlotCurveItem(connect="finite")
        self._links.setZValue(24)
        for overlay in (self._taps, self._padded, self._lit, self._links):
            item.addItem(overlay, ignoreBounds=True)
        item.getViewBox().disableAutoRange()
        self._until: float | None = None
        self._window: tuple[float, float, tuple[int, ...], QColor] | None = None
        self._mark: tuple[float, int, QColor] | None = None
        self._tap_places: npt.NDArray[np.float64] = np.zeros(0)
        self.pressed.connect(self._pressed)
        self.released.connect(self._let_go)
        self.hovered.connect(self._hovered)
        theme().changed.connect(self._redraw)
        self._dress()

    @property
    def lanes_shown(self) -> tuple[int, int]:
        """The first lane that is drawn, and how many are."""
        return self._first, self._count

    @property
    def dots_shown(self) -> bool:
        """Whether samples are far enough apart to be drawn, and dragged, as dots."""
        return self._dot_size() > 0

    def show_lanes(self, lanes: Lanes, *, around: int = 0) -> None:
        """Draw other data.

        Args:
            lanes: What to show.
            around: The lane that must be among those that fit.
        """
        self._lanes = lanes
        self._around = around
        self._redraw()

    def show_range(self, first: float, last: float) -> None:
        """Show the places from first to last, with half a place to spare at both ends."""
        wanted = (first - 0.75, last + 0.75)
        if wanted == self._range and self._laid_for == (wanted, self.width()):
            return
        self._range = wanted
        self.getPlotItem().getViewBox().setXRange(*wanted, padding=0)
        drawn, size = self._drawn
        if self._lanes is not None and (size != self._dot_size() or not drawn[0] <= first <= last <= drawn[1]):
            self._plot_curves()
            self._shade_padding()
        self._lay_veil()

    def show_window(self, places: npt.NDArray[np.float64], lanes: tuple[int, ...], colour: QColor) -> None:
        """Lay the window over some lanes, and mark its taps."""
        self._tap_places = places
        self._mark = None
        self._window = (float(places[0]) - 0.5, float(places[-1]) + 0.5, lanes, colour)
        self._move_window()

    def show_output_mark(self, place: float, lane: int, colour: QColor) -> None:
        """Mark the one value that the window makes, at `place` of a lane."""
        self._window = None
        self._mark = (place, lane, colour)
        self._move_window()

    def _draw_mark(self, place: float, lane: int, colour: QColor) -> None:
        index = lane - self._first
        known = self._indices(np.array([place]))
        lanes = self._lanes
        if lanes is None or not 0 <= index < self._count or not len(known):
            self._taps.setData([], [])
            return
        self._taps.setData(
            [place],
            [float(lanes.values[lane, known[0]]) * self._scale() - index],
            size=max(self._dot_size(), theme().px(4)) + theme().px(6),
            brush=colour,
            pen=pen(theme().colour("paper"), 2),
        )

    def hide_window(self) -> None:
        """Show no window and no mark."""
        self._window = self._mark = None
        self._move_window()

    def light(self, places: npt.NDArray[np.float64], lane: int, colour: QColor) -> None:
        """Ring the values at these places of one lane, padded ones too; none to take the rings away."""
        index = lane - self._first
        points = self._points(places, lane) if self._lanes is not None and 0 <= index < self._count else None
        if points is None or not len(points[0]):
            self._lit.setData([], [])
            return
        clear = QColor(colour)
        clear.setAlphaF(0.25)
        size = max(self._dot_size(), theme().px(3)) + theme().px(7)
        self._lit.setData(*points, size=size, brush=clear, pen=pen(colour, 2))

    def link(self, pairs: list[tuple[float, float]], lanes: tuple[int, ...]) -> None:
        """Draw an arc in each of these lanes from every padded place to the place that it copies."""
        xs: list[npt.NDArray[np.float64]] = []
        ys: list[npt.NDArray[np.float64]] = []
        turn = np.linspace(0, 1, 24)
        for lane in lanes:
            index = lane - self._first
            if not 0 <= index < self._count:
                continue
            for start, end in pairs:
                xs += [start + (end - start) * turn, np.array([np.nan])]
                ys += [-index + 0.26 + 0.2 * np.sin(np.pi * turn), np.array([np.nan])]
        self._links.setPen(pen(theme().colour("soft"), 1.5, Qt.PenStyle.DotLine))
        self._links.setData(np.concatenate(xs) if xs else [], np.concatenate(ys) if ys else [])

    def _indices(self, places: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        """Where the values at these places stand; places that are not known are left out."""
        lanes = self._lanes
        if lanes is None or lanes.dense or not len(lanes.places):
            return np.zeros(0, np.int64)
        step = float(lanes.places[1] - lanes.places[0]) if len(lanes.places) > 1 else 1.0
        found = np.rint((places - lanes.places[0]) / step).astype(np.int64)
        kept: npt.NDArray[np.int64] = found[(found >= 0) & (found < len(lanes.places))]
        return kept

    def _points(
        self, places: npt.NDArray[np.float64], lane: int
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Where in the plot the values at these places of a lane stand, padded ones included."""
        lanes = self._lanes
        assert lanes is not None
        scale, index = self._scale(), lane - self._first
        known = self._indices(places)
        xs, ys = [lanes.places[known]], [lanes.values[lane, known] * scale - index]
        if lanes.padded_places is not None and lanes.padding is not None:
            shared, at, _ = np.intersect1d(lanes.padded_places, places, return_indices=True)
            xs.append(shared)
            ys.append(lanes.padding[lane, at] * scale - index)
        return np.concatenate(xs), np.concatenate(ys)

    def grow_until(self, place: float | None) -> None:
        """Veil what lies behind a place: it is yet to come. None shows all."""
        self._until = place
        self._move_veil()

    # Drawing.

    def _dress(self) -> None:
        item = self.getPlotItem()
        dress_axis(item.getAxis("bottom"), line=True)
        dress_axis(self._names_axis)
        self._names_axis.setWidth(theme().px(AXIS_WIDTH))
        item.getAxis("bottom").setHeight(theme().px(22))

    def _redraw(self) -> None:
        self._dress()
        lanes = self._lanes
        if lanes is None:
            return
        item = self.getPlotItem()
        height = max(1, self.height() - theme().px(22))
        total = lanes.values.shape[0]
        count = min(total, max(1, int(height // theme().px(PRESENTED_LANE if theme().presented else LANE_LEAST))))
        first = max(0, min(self._around - count // 2, total - count)) if count < total else 0
        self._first, self._count = first, count
        while len(self._curves) < count:
            curve = pg.PlotDataItem()
            curve.setZValue(10)
            for part in (curve.curve, curve.scatter):
                part.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
            zero = pg.InfiniteLine(angle=0)
            self._curves.append(curve)
            self._zeros.append(zero)
            item.addItem(zero, ignoreBounds=True)
            item.addItem(curve, ignoreBounds=True)
        for index, (curve, zero) in enumerate(zip(self._curves, self._zeros, strict=True)):
            curve.setVisible(index < count)
            zero.setVisible(index < count)
            if index < count:
                zero.setPos(-float(index))
                zero.setPen(pen(theme().colour("line")))
        self._names_axis.show_names([(-float(i), lanes.names[first + i]) for i in range(count)])
        item.getViewBox().setYRange(-max(count, 1) + 0.5, 0.5, padding=0)
        self._plot_curves()
        self._shade_padding()
        self._move_window()
        self._lay_veil()

    def _scale(self) -> float:
        """Half a lane's height in units of the data, the same for every lane so that they compare."""
        if self._held is not None:
            return self._held_scale  # The lane must not grow or shrink under the hand that drags in it.
        assert self._lanes is not None
        parts = [self._lanes.values] if self._lanes.padding is None else [self._lanes.values, self._lanes.padding]
        finite = np.concatenate([part[np.isfinite(part)].ravel() for part in parts])
        peak = float(np.abs(finite).max()) if finite.size else 0.0
        return FILL / 2 / peak if peak > 0 else 1.0

    def _plot_curves(self) -> None:
        lanes = self._lanes
        assert lanes is not None
        scale = self._scale()
        size = self._dot_size()
        # A view's width on each side is drawn beyond the view: a pan within it moves what is there.
        span = self._range[1] - self._range[0]
        few = span <= MOST_UNCLIPPED
        low, high = (self._range[0] - span, self._range[1] + span) if few else (-np.inf, np.inf)
        shown = slice(*np.searchsorted(lanes.places, (low, high)))
        reached = (lanes.places[0] >= low, lanes.places[-1] <= high) if len(lanes.places) else (True, True)
        self._drawn = ((-np.inf if reached[0] else low, np.inf if reached[1] else high), size)
        for index in range(self._count):
            lane = self._first + index
            colour = lanes.colours[lane]
            dash = DASHES[lanes.dashes[lane] % len(DASHES)]
            dotted = {"symbol": "o", "symbolSize": size, "symbolBrush": colour, "symbolPen": None}
            curve = self._curves[index]
            curve.setDownsampling(auto=not few, method="peak")
            curve.setClipToView(not few)
            curve.setData(
                lanes.places[shown],
                lanes.values[lane, shown] * scale - index,
                pen=pen(colour, 1.5, dash),
                skipFiniteCheck=True,
                **(dotted if size else {"symbol": None}),
            )

    def _dot_size(self) -> int:
        view_width = max(1, self.width() - theme().px(AXIS_WIDTH))
        lanes = self._lanes
        if lanes is None or lanes.dense or len(lanes.places) < 1:
            return 0
        step = float(lanes.places[1] - lanes.places[0]) if len(lanes.places) > 1 else 1.0
        pixels = view_width / max(self._range[1] - self._range[0], 1e-9) * step
        return theme().px(min(7.0, 3.0 + pixels / 12)) if pixels >= theme().px(DOTS_UNTIL) else 0

    def _shade_padding(self) -> None:
        """Padded places look different from data: a shade, and hollow dots."""
        lanes = self._lanes
        assert lanes is not None
        padded = [(-lanes.before - 0.5, float(lanes.before))] if lanes.before else []
        if lanes.after:
            padded.append((lanes.length - 0.5, float(lanes.after)))
        end = lanes.length + lanes.after - 0.5
        unreached = (end - lanes.unreached, float(lanes.unreached)) if lanes.unreached else None
        self.shades.show(padded, unreached, self._count)
        if lanes.padding is None or lanes.padded_places is None or not len(lanes.padded_places) or not self._dot_size():
            self._padded.setData([], [])
            return
        places = lanes.padded_places
        scale = self._scale()
        self._padded.setData(
            np.tile(places, self._count),
            np.concatenate([lanes.padding[self._first + i] * scale - i for i in range(self._count)]),
            size=self._dot_size() + theme().px(1),
            brush=theme().colour("paper"),
            pen=pen(theme().colour("soft"), 1.5),
        )

    def _move_window(self) -> None:
        item = self.getPlotItem()
        lanes = self._lanes
        if lanes is None:
            return
        shown: list[int] = []
        if self._window is not None:
            shown = [lane - self._first for lane in self._window[2]]
            shown = [index for index in shown if 0 <= index < self._count]
        while len(self._windows) < len(shown):
            box = QGraphicsRectItem()
            box.setZValue(5)
            self._windows.append(box)
            item.addItem(box, ignoreBounds=True)
        for box in self._windows[len(shown) :]:
            box.hide()
        if self._mark is not None:
            self._draw_mark(*self._mark)
            return
        if self._window is None:
            self._taps.setData([], [])
            return
        if not shown:
            self._taps.setData([], [])
            return
        left, right, _, colour = self._window
        wash = QColor(colour)
        wash.setAlphaF(0.10)
        for box, index in zip(self._windows, shown, strict=False):
            box.setRect(QRectF(left, -index - 0.47, right - left, 0.94))
            box.setPen(pen(colour, 2))
            box.setBrush(wash)
            box.show()
        known = self._indices(self._tap_places)
        scale = self._scale()
        if 0 < len(known) <= 64:
            self._taps.setData(
                np.tile(lanes.places[known], len(shown)),
                np.concatenate([lanes.values[self._first + i][known] * scale - i for i in shown]),
                size=max(self._dot_size(), theme().px(4)) + theme().px(3),
                brush=theme().colour("ink"),
                pen=pen(theme().colour("paper"), 1),
            )
        else:
            self._taps.setData([], [])

    def _lay_veil(self) -> None:
        """Cut the veil into strips from pixel to pixel, so that a step paints one of them anew and not all."""
        self._laid_for = (self._range, self.width())
        left, right = theme().px(AXIS_WIDTH), max(theme().px(AXIS_WIDTH) + 1, self.width())
        pixels = np.unique(np.linspace(left, right, VEIL_STRIPS + 1).astype(int))
        first, last = (self.data_point(QPointF(float(pixel), 0)).x() for pixel in (left, right))
        edges = first + (pixels - left) / (right - left) * (last - first)
        self._veil.lay([self._range[0] - 1.0, *edges[1:-1].tolist(), self._range[1] + 1.0], self._count, self._until)

    def _move_veil(self) -> None:
        self._veil.move(self._until)

    @property
    def veiled_from(self) -> float | None:
        """The place behind which the veil lies, or None."""
        return self._until

    # The mouse.

    def _lane_at(self, y: float) -> int:
        return self._first + max(0, min(self._count - 1, round(-y)))

    def _pressed(self, point: QPointF) -> None:
        if self._held is not None:
            lane, index = self._held
            self.dragged.emit(lane, index, (point.y() + lane - self._first) / self._held_scale)
            return
        if not self._pressing:
            self._pressing = True
            self._grip = self._dot_at(point) if self._editable else None
            self._grip_from = self.widget_point(point.x(), point.y())
        elif self._grip is not None:
            # A drag that begins up or down changes the sample; one that begins sideways moves the window.
            moved = self.widget_point(point.x(), point.y()) - self._grip_from
            if max(abs(moved.x()), abs(moved.y())) < theme().px(DECIDES):
                return
            if abs(moved.y()) > abs(moved.x()):
                self._held_scale = self._scale()
                self._held = self._grip
                self._pressed(point)
                return
            self._grip = None
        self.picked.emit(self._lane_at(point.y()), point.x())

    def _let_go(self) -> None:
        self._pressing = False
        self._grip = None
        if self._held is not None:
            self._held = None
            self.drag_ended.emit()
            self._redraw()

    def _dot_at(self, point: QPointF) -> tuple[int, int] | None:
        """The sample whose dot is under the mouse, (lane, index), where dots are drawn."""
        if not self._dot_size():
            return None
        lane = self._lane_at(point.y())
        known = self._indices(np.array([point.x()]))
        if not len(known):
            return None
        lanes = self._lanes
        assert lanes is not None
        dot = self.widget_point(
            float(lanes.places[known[0]]), float(lanes.values[lane, known[0]]) * self._scale() - (lane - self._first)
        )
        mouse = self.widget_point(point.x(), point.y())
        reach = theme().px(GRIP)
        near = abs(dot.x() - mouse.x()) <= reach and abs(dot.y() - mouse.y()) <= reach
        return (lane, int(known[0])) if near else None

    def _hovered(self, point: QPointF | None) -> None:
        grip = self._editable and point is not None and self._dot_at(point) is not None
        self.viewport().setCursor(Qt.CursorShape.SizeVerCursor if grip else Qt.CursorShape.ArrowCursor)
        self.pointed.emit(None if point is None else (self._lane_at(point.y()), point.x()))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            turn = event.angleDelta().y() or event.angleDelta().x()
            self.panned.emit(-turn / 120 * (self._range[1] - self._range[0]) / 8)
            event.accept()
            return
        super().wheelEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._lanes is not None:
            self._redraw()
