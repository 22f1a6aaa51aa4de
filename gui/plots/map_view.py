"""A picture or a map in cells, with the window, the padding and all that is marked on them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gui.theme import theme
from gui.widgets.numbers import show_number
from gui.widgets.painting import left_to_right_painter

Indices = npt.NDArray[np.int64]

SMALLEST_FRAME = 9.0
"""Pixels; a window that is smaller on the screen is framed by so much, and crossed lines lead to it."""
DOTS_FROM = 4.0
"""Pixels of a cell from which on the taps of a dilated window are marked one by one."""
NUMBERS_FROM = 40.0
"""Pixels at 100 % of a cell from which on its number is written in it, to two decimals."""
MOST_LIT = 20_000


class MapView(QWidget):
    """Paints one map; rows run downwards, columns to the right, in every language.

    What does not move is painted once and kept; a step of the window copies it and draws a frame.
    Places are (row, column) in cells, whole numbers at a cell's upper left corner.

    Signals:
        picked: The place (row, column) as floats where the mouse was pressed or dragged.
        pointed: The place under the mouse, or None.
        stepped: Notches of the wheel.
        zoomed: Notches of the wheel with Ctrl, and the place under it.
        panned: Rows and columns by which a drag with the right or middle button, or with Shift, moved what is seen.
        released: A drag ended.
    """

    picked = Signal(float, float)
    pointed = Signal(object)
    stepped = Signal(int)
    zoomed = Signal(int, float, float)
    panned = Signal(int, int)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._covered = QRectF()
        self._extent = QRectF(0, 0, 1, 1)
        self._data: QRectF | None = None
        self._ignored: tuple[QRectF, ...] = ()
        self._numbers: tuple[npt.NDArray[np.float32], tuple[int, int]] | None = None
        self._window: tuple[Indices, Indices, QColor] | None = None
        self._grown: tuple[int, int] | None = None
        self._lit: tuple[Indices, Indices, QColor] | None = None
        self._marked: tuple[float, float] | None = None
        self._frames: tuple[tuple[QRectF, QColor], ...] = ()
        self._dashed = False
        self.drags = False  # Whether the left button pans too, in place of picking.
        self._kept: QPixmap | None = None
        self._dragged_from: QPointF | None = None
        self.setMouseTracking(True)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self._forget)

    # What is shown.

    def show_image(self, image: QImage | None, covered: QRectF, numbers: npt.NDArray[np.float32] | None = None) -> None:
        """Show another image over the cells `covered` (x is columns).

        Args:
            image: The cells' colours, or None for no map at all.
            covered: The cells that it stands for.
            numbers: The values themselves (rows, columns), where there is one for each cell.
        """
        self._image, self._covered = image, covered
        self._numbers = None if numbers is None else (numbers, (round(covered.top()), round(covered.left())))
        self._forget()

    def show_extent(self, extent: QRectF, data: QRectF | None = None, ignored: Sequence[QRectF] = ()) -> None:
        """Show these cells.

        Args:
            extent: All cells to be seen.
            data: Those that are no padding; None where all are data. The others are hatched.
            ignored: Those that no window reads.
        """
        if (extent, data, tuple(ignored)) != (self._extent, self._data, self._ignored):
            self._extent, self._data, self._ignored = extent, data, tuple(ignored)
            self._forget()

    def show_window(self, rows: Indices, columns: Indices, colour: QColor) -> None:
        """Frame the taps at these rows and columns, which may lie in the padding."""
        old = self._window
        if old and np.array_equal(old[0], rows) and np.array_equal(old[1], columns) and old[2] == colour:
            return
        self._window = (rows, columns, colour)
        self.update()

    def hide_window(self) -> None:
        """Frame nothing."""
        if self._window is not None:
            self._window = None
            self.update()

    def grow_until(self, place: tuple[int, int] | None) -> None:
        """Veil what lies behind a cell in reading order: it is yet to come. None veils nothing."""
        if place != self._grown:
            self._grown = place
            self.update()

    def light(self, rows: Indices, columns: Indices, colour: QColor) -> None:
        """Mark all cells at these rows and columns; none where one of the two is empty."""
        self._lit = (rows, columns, colour) if len(rows) and len(columns) else None
        self.update()

    def mark(self, place: tuple[float, float] | None) -> None:
        """Point at the middle of one cell."""
        if place != self._marked:
            self._marked = place
            self.update()

    def show_frames(self, frames: Sequence[tuple[QRectF, QColor]], *, dashed: bool = False) -> None:
        """Frame these cells, each in its colour."""
        self._frames, self._dashed = tuple(frames), dashed
        self.update()

    # Where things are.

    @property
    def cell(self) -> float:
        """Pixels of a cell."""
        room_x, room_y = max(1.0, self.width() - 2.0), max(1.0, self.height() - 2.0)
        return min(room_x / max(1e-9, self._extent.width()), room_y / max(1e-9, self._extent.height()))

    def on_screen(self, cells: QRectF) -> QRectF:
        """Where cells are painted, in the widget's pixels."""
        cell, origin = self.cell, self._origin()
        left = origin.x() + (cells.left() - self._extent.left()) * cell
        top = origin.y() + (cells.top() - self._extent.top()) * cell
        return QRectF(left, top, cells.width() * cell, cells.height() * cell)

    def place_at(self, point: QPointF) -> tuple[float, float]:
        """The place (row, column) under a point of the widget."""
        cell, origin = self.cell, self._origin()
        column = (point.x() - origin.x()) / cell + self._extent.left()
        return (point.y() - origin.y()) / cell + self._extent.top(), column

    def window_rect(self) -> QRectF | None:
        """The frame of the window in the widget's pixels, or None."""
        if self._window is None or self._image is None:
            return None
        rows, columns, _ = self._window
        cells = QRectF(columns[0], rows[0], columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1)
        place = self.on_screen(cells)
        grow = theme().px(SMALLEST_FRAME)
        wider, taller = max(0.0, grow - place.width()) / 2, max(0.0, grow - place.height()) / 2
        return place.adjusted(-wider, -taller, wider, taller)

    def shows_window(self) -> bool:
        """Whether the window's middle is in view."""
        frame = self.window_rect()
        return frame is not None and self.on_screen(self._extent).contains(frame.center())

    def _origin(self) -> QPointF:
        cell = self.cell
        return QPointF(
            (self.width() - self._extent.width() * cell) / 2, (self.height() - self._extent.height() * cell) / 2
        )

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(200))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(60), theme().px(60))

    # Painting.

    def _forget(self) -> None:
        self._kept = None
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = left_to_right_painter(self)
        ratio = self.devicePixelRatioF()
        if self._kept is None or self._kept.size() != self.size() * ratio:
            self._kept = self._still(ratio)
        painter.drawPixmap(0, 0, self._kept)
        if self._image is not None:
            painter.setClipRect(self.on_screen(self._extent).adjusted(-1, -1, 1, 1))
            self._paint_grown(painter)
            self._paint_lit(painter)
            self._paint_window(painter)
            self._paint_frames(painter)
            self._paint_mark(painter)
        painter.end()

    def _still(self, ratio: float) -> QPixmap:
        """All that a step of the window leaves as it is."""
        kept = QPixmap(self.size() * ratio)
        kept.setDevicePixelRatio(ratio)
        kept.fill(Qt.GlobalColor.transparent)
        if self._image is None:
            return kept
        painter = left_to_right_painter(kept)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        whole = self.on_screen(self._extent)
        painter.setClipRect(whole)
        self._paint_image(painter, whole, ratio)
        self._paint_padding(painter, whole)
        for cells in self._ignored:
            self._hatch(painter, self.on_screen(cells), "danger")
        self._paint_numbers(painter)
        painter.setClipping(False)
        painter.setPen(QPen(theme().colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(whole)
        painter.end()
        return kept

    def _paint_image(self, painter: QPainter, whole: QRectF, ratio: float) -> None:
        image = self._image
        assert image is not None
        target = self.on_screen(self._covered)
        smaller = image.width() > 1.2 * target.width() * ratio
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        if smaller and whole.contains(target):
            # Averaged, not picked: a fine texture that is made smaller must not turn into another one.
            size = QSize(max(1, round(target.width() * ratio)), max(1, round(target.height() * ratio)))
            mode = Qt.TransformationMode.SmoothTransformation
            image = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
        painter.drawImage(target, image)

    def _paint_padding(self, painter: QPainter, whole: QRectF) -> None:
        if self._data is None or self._data.contains(self._extent):
            return
        data = self.on_screen(self._data)
        edges = (
            QRectF(whole.left(), whole.top(), whole.width(), data.top() - whole.top()),
            QRectF(whole.left(), data.bottom(), whole.width(), whole.bottom() - data.bottom()),
            QRectF(whole.left(), data.top(), data.left() - whole.left(), data.height()),
            QRectF(data.right(), data.top(), whole.right() - data.right(), data.height()),
        )
        for edge in edges:
            if edge.width() > 0 and edge.height() > 0:
                self._hatch(painter, edge, "control")
        painter.setPen(QPen(theme().colour("ink"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(data)

    @staticmethod
    def _hatch(painter: QPainter, place: QRectF, colour: str) -> None:
        veil = theme().colour("paper")
        veil.setAlphaF(0.55)
        painter.fillRect(place, veil)
        painter.fillRect(place, QBrush(theme().colour(colour), Qt.BrushStyle.BDiagPattern))

    def _paint_numbers(self, painter: QPainter) -> None:
        if self._numbers is None or self._image is None or self.cell < theme().px(NUMBERS_FROM):
            return
        values, (top, left) = self._numbers
        painter.setFont(theme().font("small", mono=True))
        for row in range(values.shape[0]):
            for column in range(values.shape[1]):
                ground = self._image.pixelColor(column, row)
                painter.setPen(theme().palette.text_on(ground))
                place = self.on_screen(QRectF(left + column, top + row, 1, 1))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, show_number(round(float(values[row, column]), 2)))

    def _paint_grown(self, painter: QPainter) -> None:
        if self._grown is None:
            return
        row, column = self._grown
        area = self._extent
        veil = theme().colour("paper")
        veil.setAlphaF(0.62)
        rest = QRectF(column + 1, row, max(0.0, area.right() - column - 1), 1)
        below = QRectF(area.left(), row + 1, area.width(), max(0.0, area.bottom() - row - 1))
        for cells in (rest, below):
            painter.fillRect(self.on_screen(cells), veil)

    def _paint_lit(self, painter: QPainter) -> None:
        if self._lit is None:
            return
        rows, columns, colour = self._lit
        cell = self.cell
        if len(rows) * len(columns) > MOST_LIT or cell < 2:
            wash = QColor(colour)
            wash.setAlphaF(0.35)
            cells = QRectF(columns[0], rows[0], columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1)
            painter.fillRect(self.on_screen(cells), wash)
            return
        wash = QColor(colour)
        wash.setAlphaF(0.6 if cell < 6 else 0.28)
        inset = 0.0 if cell < 6 else 1.0
        painter.setPen(Qt.PenStyle.NoPen if cell < 6 else QPen(colour, theme().px(1.5)))
        painter.setBrush(wash)
        size = cell - 2 * inset
        corners = [self.on_screen(QRectF(columns[0], row, 1, 1)).top() for row in rows]
        lefts = [self.on_screen(QRectF(column, rows[0], 1, 1)).left() for column in columns]
        painter.drawRects([QRectF(x + inset, y + inset, size, size) for y in corners for x in lefts])

    def _paint_window(self, painter: QPainter) -> None:
        frame = self.window_rect()
        if frame is None or self._window is None:
            return
        rows, columns, colour = self._window
        cell = self.cell
        if frame.width() > (columns[-1] - columns[0] + 1) * cell + 1:
            thin = QColor(colour)
            thin.setAlphaF(0.5)
            painter.setPen(QPen(thin, 1))
            whole, middle = self.on_screen(self._extent), frame.center()
            painter.drawLine(QPointF(whole.left(), middle.y()), QPointF(whole.right(), middle.y()))
            painter.drawLine(QPointF(middle.x(), whole.top()), QPointF(middle.x(), whole.bottom()))
        halo = QColor("#FFFFFF" if theme().palette.name != "dark" else "#000000")
        halo.setAlphaF(0.8)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(halo, theme().px(4)))
        painter.drawRect(frame)
        painter.setPen(QPen(colour, theme().px(2)))
        painter.drawRect(frame)
        spread = columns[-1] - columns[0] + 1 > len(columns) or rows[-1] - rows[0] + 1 > len(rows)
        if spread and cell >= DOTS_FROM:
            radius = min(cell * 0.3, theme().px(5))
            painter.setPen(QPen(halo, 1))
            painter.setBrush(colour)
            for row in rows:
                for column in columns:
                    painter.drawEllipse(self.on_screen(QRectF(column, row, 1, 1)).center(), radius, radius)

    def _paint_frames(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for cells, colour in self._frames:
            frame = self.on_screen(cells)
            painter.setPen(QPen(QColor("#FFFFFF"), theme().px(4)))
            painter.drawRect(frame)
            style = Qt.PenStyle.DashLine if self._dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(colour, theme().px(2), style))
            painter.drawRect(frame)

    def _paint_mark(self, painter: QPainter) -> None:
        if self._marked is None:
            return
        row, column = self._marked
        middle = self.on_screen(QRectF(column, row, 1, 1)).center()
        radius = max(self.cell / 2, theme().px(5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor("#FFFFFF"), theme().px(4)))
        painter.drawEllipse(middle, radius, radius)
        painter.setPen(QPen(theme().colour("ink"), theme().px(2)))
        painter.drawEllipse(middle, radius, radius)

    # The mouse.

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        moves = event.button() in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton)
        if moves or self.drags or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._dragged_from = event.position()
        elif event.button() == Qt.MouseButton.LeftButton and self._image is not None:
            self.picked.emit(*self.place_at(event.position()))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged_from is not None:
            # Whole cells; what is left of the way counts on, so that a slow hand moves the picture too.
            moved = event.position() - self._dragged_from
            rows, columns = int(moved.y() / self.cell), int(moved.x() / self.cell)
            if rows or columns:
                self._dragged_from += QPointF(columns * self.cell, rows * self.cell)
                self.panned.emit(-rows, -columns)
        elif self._image is None:
            return
        elif event.buttons() & Qt.MouseButton.LeftButton:
            self.picked.emit(*self.place_at(event.position()))
        else:
            inside = self.on_screen(self._extent).contains(event.position())
            self.pointed.emit(self.place_at(event.position()) if inside else None)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragged_from is not None:
            self._dragged_from = None
            self.released.emit()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit(None)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() // 120 or (1 if event.angleDelta().y() > 0 else -1)
        if not event.angleDelta().y():
            event.ignore()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(notches, *self.place_at(event.position()))
        else:
            self.stepped.emit(-notches)
        event.accept()
