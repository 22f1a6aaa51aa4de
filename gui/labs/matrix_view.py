"""A matrix between two vectors, painted: one over its columns, and what it makes of that behind its rows."""

from __future__ import annotations

import math
from collections.abc import Hashable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gui.labs.matrix_picture import GAP, Caption, Frame, Mask, MatrixPicture
from gui.theme import theme
from gui.widgets.numbers import show_number
from gui.widgets.painting import left_to_right_painter

Column = tuple[int, Hashable]
"""A column's channel and its key."""

NUMBERS_FROM = 32
GRID_FROM = 9
"""Pixels at 100 % of a cell from which on its number, and lines between the cells, are drawn."""
DIMMED = 0.42
"""Share of its colour that an entry keeps which the column under the mouse is not."""
MOST_SKIPPED = 4
"""Blocks from one label to the next; where fewer have room there are none."""
LINE = 16
"""Pixels at 100 % of a line of labels."""


class MatrixView(QWidget):
    """Paints a `MatrixPicture`, which a view of a lab composes for the room there is.

    The picture stays while the row looked at is in it, so that nothing moves under the mouse.

    Signals:
        row_picked: The key of a row that was clicked.
        pointed: (the row's key or None, the column as (channel, key) or None), or None outside.
        stepped: Notches of the wheel.
    """

    row_picked = Signal(object)
    pointed = Signal(object)
    stepped = Signal(int)

    edges = (30, 6, 4, 8)
    """Pixels at 100 % left of, above, right of and below all that is painted in cells; labels stand in them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._picture: MatrixPicture | None = None
        self._kept: QPixmap | None = None
        self._row: Hashable = None
        self.column: Column | None = None
        theme().changed.connect(self._rescale)

    # What a view of a lab says.

    def compose(self) -> MatrixPicture | None:
        """What to paint in `room`, around the row looked at; None for nothing."""
        raise NotImplementedError

    def row_label(self, row: Hashable) -> str:
        """What stands beside the row looked at."""
        return str(row)

    def rings(self, picture: MatrixPicture) -> tuple[int, Mask] | None:
        """Entries that are ringed: a channel, and which of its (rows, columns); None for none."""
        raise NotImplementedError

    # What is shown.

    @property
    def picture(self) -> MatrixPicture | None:
        """What is painted."""
        if self._picture is None:
            self._picture = self.compose()
        return self._picture

    @property
    def row(self) -> Hashable:
        """The key of the row looked at."""
        return self._row

    def look_at(self, row: Hashable) -> None:
        """Mark another row; the picture moves only where the row is not in it."""
        if row != self._row:
            self._row = row
            if self._picture is not None and row not in self._picture.rows:
                self.forget()
            self.update()

    def forget(self) -> None:
        """Compose anew when painted next."""
        self._picture = self._kept = None
        self.update()

    def room(self) -> QSizeF:
        """Pixels for everything that is painted in cells."""
        left, top, right, bottom = (theme().px(edge) for edge in self.edges)
        return QSizeF(max(1, self.width() - left - right), max(1, self.height() - top - bottom))

    def frame(self) -> Frame | None:
        """Where the matrix stands."""
        picture = self.picture
        if picture is None or not picture.rows or not picture.channels:
            return None
        px, cell = theme().px, picture.cell
        size = len(picture.rows), len(picture.columns), len(picture.channels)
        return Frame(px(self.edges[0]), px(self.edges[1]) + GAP * cell, cell, *size)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(400), theme().px(260))

    def _rescale(self) -> None:
        self.forget()
        self.updateGeometry()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.forget()

    # Painting.

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        picture, frame = self.picture, self.frame()
        if picture is None or frame is None:
            return
        ratio = self.devicePixelRatioF()
        if self._kept is None or self._kept.size() != self.size() * ratio:
            self._kept = self._still(picture, frame, ratio)
        painter = left_to_right_painter(self)
        painter.drawPixmap(0, 0, self._kept)
        self._paint_rings(painter, picture, frame)
        self._paint_column(painter, picture, frame)
        self._paint_row(painter, picture, frame)
        self._paint_row_labels(painter, picture, frame)
        painter.end()

    def _still(self, picture: MatrixPicture, frame: Frame, ratio: float) -> QPixmap:
        """All that another row looked at leaves as it is."""
        kept = QPixmap(self.size() * ratio)
        kept.setDevicePixelRatio(ratio)
        kept.fill(Qt.GlobalColor.transparent)
        painter = left_to_right_painter(kept)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform, on=False)
        painter.setFont(theme().font("tiny", mono=True))
        for place in range(frame.bands):
            painter.fillRect(frame.band(place), theme().palette.zero)
            painter.drawImage(frame.band(place), picture.bodies[place])
            self._paint_details(painter, picture, frame, place)
            self._paint_lines(painter, picture, frame, place)
        self._paint_captions(painter, picture, frame)
        self._paint_vectors(painter, picture, frame)
        self._paint_labels(painter, picture, frame)
        painter.end()
        return kept

    def _paint_details(self, painter: QPainter, picture: MatrixPicture, frame: Frame, place: int) -> None:
        """What an entry's colour does not say: that it is padding, that it is a zero that is learned, its number."""
        if picture.hatched is not None:
            veil = theme().colour("paper")
            veil.setAlphaF(0.72)
            pattern = QBrush(theme().colour("soft"), Qt.BrushStyle.BDiagPattern)
            for row, first, count in _runs(picture.hatched):
                area = frame.entry(place, row, first, columns=count)
                painter.fillRect(area, veil)
                painter.fillRect(area, pattern)
        numbers = picture.numbers[place]
        if picture.joined is not None and theme().px(6) <= frame.cell < theme().px(NUMBERS_FROM):
            # A weight of zero is still a connection: a dot tells it from what the layer leaves out.
            for row, column in np.argwhere(picture.joined & (numbers == 0)):
                middle = frame.entry(place, int(row), int(column)).center()
                painter.fillRect(QRectF(middle.x() - 1, middle.y() - 1, 2, 2), theme().colour("soft"))
        if frame.cell >= theme().px(NUMBERS_FROM):
            wanted = np.isfinite(numbers) if picture.joined is None else picture.joined
            for row, column in np.argwhere(wanted):
                ground = picture.bodies[place].pixelColor(int(column), int(row))
                area = frame.entry(place, int(row), int(column))
                _write_number(painter, area, ground, float(numbers[row, column]), picture.decimals)

    def _paint_lines(self, painter: QPainter, picture: MatrixPicture, frame: Frame, place: int) -> None:
        band, cell = frame.band(place), frame.cell
        if cell >= theme().px(GRID_FROM):
            painter.setPen(QPen(theme().colour("line"), 1))
            for row in range(frame.rows + 1):
                y = band.top() + row * cell
                painter.drawLine(QPointF(band.left(), y), QPointF(band.right(), y))
            for column in range(frame.columns + 1):
                x = band.left() + column * cell
                painter.drawLine(QPointF(x, band.top()), QPointF(x, band.bottom()))
        for row, broken in picture.row_lines:
            painter.setPen(_border(broken))
            y = band.top() + row * cell
            painter.drawLine(QPointF(band.left(), y), QPointF(band.right(), y))
        for column, broken in picture.column_lines:
            painter.setPen(_border(broken))
            x = band.left() + column * cell
            painter.drawLine(QPointF(x, band.top()), QPointF(x, band.bottom()))
        painter.setPen(QPen(theme().colour("control" if picture.row_lines or picture.column_lines else "line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(band)

    @staticmethod
    def _paint_captions(painter: QPainter, picture: MatrixPicture, frame: Frame) -> None:
        """Write in a corner that each block leaves free; all in full, or all in short, or none."""
        painter.setPen(theme().colour("soft"))
        for form in range(len(picture.captions[0].texts) if picture.captions else 0):
            placed = [(one, _free_corner(painter, picture, frame, one, one.texts[form])) for one in picture.captions]
            if sum(at is not None for _, at in placed) > len(placed) / 2:
                for caption, at in placed:
                    if at is not None:
                        painter.drawText(at, Qt.AlignmentFlag.AlignCenter, caption.texts[form])
                return

    @staticmethod
    def _paint_vectors(painter: QPainter, picture: MatrixPicture, frame: Frame) -> None:
        cell = frame.cell
        for place, top in enumerate(picture.tops):
            painter.drawImage(QRectF(frame.band(place).left(), frame.upper, frame.columns * cell, cell), top)
        painter.drawImage(QRectF(frame.right, frame.top, cell, frame.rows * cell), picture.side)
        if cell < theme().px(GRID_FROM):
            return
        if cell >= theme().px(NUMBERS_FROM):
            _write_vectors(painter, picture, frame)
        painter.setPen(QPen(theme().colour("paper"), 1))
        for place in range(frame.bands):
            left = frame.band(place).left()
            for column in range(1, frame.columns):
                x = left + column * cell
                painter.drawLine(QPointF(x, frame.upper), QPointF(x, frame.upper + cell))
        for row in range(1, frame.rows):
            y = frame.top + row * cell
            painter.drawLine(QPointF(frame.right, y), QPointF(frame.right + cell, y))

    def _paint_labels(self, painter: QPainter, picture: MatrixPicture, frame: Frame) -> None:
        px, cell = theme().px, frame.cell
        painter.setPen(theme().colour("soft"))
        line = frame.upper - px(LINE + 2)
        # As many as stand apart: all of them, or every second one, and so on.
        longest = max((painter.fontMetrics().horizontalAdvance(text) for *_, text in picture.column_labels), default=0)
        narrowest = min((count * cell for _, count, _ in picture.column_labels), default=1.0)
        step = math.ceil((longest + px(6)) / narrowest)
        fitting = picture.column_labels[::step] if step <= MOST_SKIPPED else ()
        for place, letter in enumerate(picture.letters):
            left = frame.band(place).left()
            area = QRectF(left, line - (px(LINE) if fitting else 0), px(90), px(LINE))
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, letter)
            free = left  # Those at the ends are pushed inwards, and may be in the way of the next.
            for first, count, text in fitting:
                middle = left + (first + count / 2) * cell
                start = max(left, min(middle - longest / 2, left + frame.columns * cell - longest))
                if start < free:
                    continue
                free = start + longest + px(4)
                area = QRectF(start, line, longest, px(LINE))
                painter.drawText(area, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, text)
        if picture.more:
            end = frame.band(frame.bands - 1).right()
            dots = QRectF(end, frame.top, frame.right - end, frame.rows * cell)
            painter.drawText(dots, Qt.AlignmentFlag.AlignCenter, "⋯")
        high = max(cell, px(LINE))
        middle = frame.upper + cell / 2
        over, behind = picture.names
        before = QRectF(0, middle - high / 2, frame.left - px(4), high)
        painter.drawText(before, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, over)
        after = QRectF(frame.right, middle - high / 2, max(px(40), cell), high)
        painter.drawText(after, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, behind)

    @staticmethod
    def _label_area(frame: Frame, first: int, count: int) -> QRectF:
        middle = frame.top + (first + count / 2) * frame.cell
        high = theme().px(LINE)
        return QRectF(0, middle - high / 2, frame.left - theme().px(4), high)

    def _paint_rings(self, painter: QPainter, picture: MatrixPicture, frame: Frame) -> None:
        ringed = self.rings(picture)
        if ringed is None or ringed[0] not in picture.channels:
            return
        place = picture.channels.index(ringed[0])
        painter.setPen(QPen(picture.colour, theme().px(2 if frame.cell >= theme().px(GRID_FROM) else 1)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects([frame.entry(place, int(row), int(column)) for row, column in np.argwhere(ringed[1])])

    def _paint_column(self, painter: QPainter, picture: MatrixPicture, frame: Frame) -> None:
        """The column under the mouse; all other entries stand back."""
        if self.column is None or self.column[0] not in picture.channels or self.column[1] not in picture.columns:
            return
        band = picture.channels.index(self.column[0])
        lit = frame.entry(band, 0, picture.columns.index(self.column[1]), rows=frame.rows)
        veil = QColor(theme().palette.zero)
        veil.setAlphaF(1 - DIMMED)
        for place in range(frame.bands):
            area = frame.band(place)
            if place != band:
                painter.fillRect(area, veil)
                continue
            painter.fillRect(QRectF(area.topLeft(), QPointF(lit.left(), area.bottom())), veil)
            painter.fillRect(QRectF(lit.topRight(), area.bottomRight()), veil)
        painter.setPen(QPen(theme().colour("accent"), theme().px(2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(lit)

    def _paint_row(self, painter: QPainter, picture: MatrixPicture, frame: Frame) -> None:
        """The row looked at: what it reads, and what it makes of that."""
        if self._row not in picture.rows:
            return
        row, wide = picture.rows.index(self._row), theme().px(2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().colour("accent"), wide))
        read = np.arange(frame.columns) if picture.joined is None else np.flatnonzero(picture.joined[row])
        for place in range(frame.bands):
            for first, count in _stretches(read):
                area = frame.entry(place, 0, first, columns=count)
                painter.drawRect(QRectF(area.left(), frame.upper, area.width(), frame.cell))
        painter.setPen(QPen(picture.colour, wide))
        whole = frame.entry(0, row, 0)
        whole.setRight(frame.band(frame.bands - 1).right())
        painter.drawRect(whole.adjusted(-1, 0, 1, 0))
        painter.drawRect(QRectF(frame.right - 1, whole.top(), frame.cell + 2, frame.cell))

    def _paint_row_labels(self, painter: QPainter, picture: MatrixPicture, frame: Frame) -> None:
        """The label of the row looked at, and those of the others that it and the one above leave room for."""
        beside = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        taken = QRectF()
        if self._row in picture.rows:
            taken = self._label_area(frame, picture.rows.index(self._row), 1)
            painter.setFont(theme().font("tiny", 600, mono=True))
            painter.setPen(picture.colour)
            painter.drawText(taken, beside, self.row_label(self._row))
        painter.setFont(theme().font("tiny", mono=True))
        painter.setPen(theme().colour("soft"))
        bottom = 0.0
        for first, count, text in picture.row_labels:
            area = self._label_area(frame, first, count)
            if area.top() >= bottom and not area.intersects(taken):
                painter.drawText(area, beside, text)
                bottom = area.bottom()

    # The mouse.

    def _row_at(self, picture: MatrixPicture, frame: Frame, position: QPointF) -> Hashable:
        place = int((position.y() - frame.top) // frame.cell)
        return picture.rows[place] if 0 <= place < frame.rows and position.x() < frame.right + 2 * frame.cell else None

    def _column_at(self, picture: MatrixPicture, frame: Frame, position: QPointF) -> Column | None:
        for place, channel in enumerate(picture.channels):
            index = int((position.x() - frame.band(place).left()) // frame.cell)
            if 0 <= index < frame.columns:
                return channel, picture.columns[index]
        return None

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        picture, frame = self.picture, self.frame()
        if picture is None or frame is None:
            return
        row = self._row_at(picture, frame, event.position())
        over = frame.upper <= event.position().y() < frame.top
        column = self._column_at(picture, frame, event.position()) if over or row is not None else None
        if column != self.column:
            self.column = column
            self.update()
        self.pointed.emit((row, column) if column is not None or row is not None else None)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.column = None
        self.update()
        self.pointed.emit(None)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        picture, frame = self.picture, self.frame()
        if picture is not None and frame is not None:
            row = self._row_at(picture, frame, event.position())
            if row is not None:
                self.row_picked.emit(row)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        self.stepped.emit((turn < 0) - (turn > 0))
        event.accept()


def _write_number(painter: QPainter, area: QRectF, ground: QColor, number: float, decimals: int) -> None:
    painter.setPen(theme().palette.text_on(ground))
    text = show_number(number, decimals)
    while decimals > 0 and painter.fontMetrics().horizontalAdvance(text) > area.width():
        decimals -= 1  # Fewer decimals rather than half a digit.
        text = show_number(number, decimals)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)


def _write_vectors(painter: QPainter, picture: MatrixPicture, frame: Frame) -> None:
    """The numbers of the vectors, where a view gives them."""
    cell = frame.cell
    if picture.top_numbers is not None:
        for place, column in np.argwhere(np.isfinite(picture.top_numbers)):
            ground = picture.tops[place].pixelColor(int(column), 0)
            area = QRectF(frame.band(int(place)).left() + column * cell, frame.upper, cell, cell)
            _write_number(painter, area, ground, float(picture.top_numbers[place, column]), picture.decimals)
    if picture.side_numbers is not None:
        for (row,) in np.argwhere(np.isfinite(picture.side_numbers)):
            ground = picture.side.pixelColor(0, int(row))
            area = QRectF(frame.right, frame.top + row * cell, cell, cell)
            _write_number(painter, area, ground, float(picture.side_numbers[row]), picture.decimals)


def _free_corner(painter: QPainter, picture: MatrixPicture, frame: Frame, caption: Caption, text: str) -> QRectF | None:
    """The lower left or the upper right corner of a block, if the text covers no connection there."""
    area = frame.entry(caption.band, caption.row, caption.column, caption.rows, caption.columns)
    bounds = painter.fontMetrics().tightBoundingRect(text)
    wide, high = bounds.width() + theme().px(6), bounds.height() + theme().px(5)
    columns, rows = math.ceil(wide / frame.cell), math.ceil(high / frame.cell)
    if columns >= caption.columns or rows >= caption.rows:
        return None
    taken = np.zeros((caption.rows, caption.columns), np.bool_)
    if picture.joined is not None:
        taken = picture.joined[caption.row :, caption.column :][: caption.rows, : caption.columns]
    if not taken[-rows:, :columns].any():
        return QRectF(area.left(), area.bottom() - high, wide, high)
    if not taken[:rows, -columns:].any():
        return QRectF(area.right() - wide, area.top(), wide, high)
    return None


def _border(broken: bool) -> QPen:
    """Between two blocks: a line, dashed where places between them are left out."""
    return QPen(theme().colour("control"), 1, Qt.PenStyle.DashLine if broken else Qt.PenStyle.SolidLine)


def _stretches(places: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
    """Neighbouring places together, as (first, count)."""
    ends = np.flatnonzero(np.diff(places) != 1) + 1
    return [(int(one[0]), len(one)) for one in np.split(places, ends) if len(one)]


def _runs(mask: Mask) -> list[tuple[int, int, int]]:
    """Neighbouring entries of a row together, as (row, first column, count)."""
    return [
        (row, first, count) for row in range(mask.shape[0]) for first, count in _stretches(np.flatnonzero(mask[row]))
    ]
