"""The matrix itself: x, A and y around the cursor, painted from the index map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from core.convolution.matrix import band
from core.labs.signal.scene import SignalScene
from gui.labs.signal.names import channel_letter
from gui.palette import mix
from gui.theme import theme
from gui.widgets.numbers import show_number
from gui.widgets.painting import left_to_right_painter

LEAST_CELL, USUAL_CELL, LARGEST_CELL = 6, 17, 36
"""Pixels at 100 %."""
NUMBERS_FROM = 32
LEAST_BLOCK = 8
"""Cells of a channel's block, below which a channel is left out rather than cut narrower."""
DIMMED = 0.42
"""Share of its colour that an entry keeps which the column under the mouse is not."""
GAP = 3
"""Cells between two blocks, and between the matrix and its vectors."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the matrix stands in the widget, and which part of it is shown.

    Attributes:
        cell: Pixels of a cell.
        rows: The outputs shown, from the first up to the second.
        columns: The input cells shown of every channel.
        channels: The input channels, one block each.
        left, top: Of the first block's first cell.
    """

    cell: float
    rows: tuple[int, int]
    columns: tuple[int, int]
    channels: tuple[int, ...]
    left: float
    top: float

    def block_left(self, place: int) -> float:
        """The left edge of a channel's block."""
        return self.left + place * (self.columns[1] - self.columns[0] + 1) * self.cell

    @property
    def right(self) -> float:
        """The left edge of the output's column."""
        return self.block_left(len(self.channels)) + (GAP - 1) * self.cell


class BandView(QWidget):
    """Paints x, A and y = A x + b; a row is an output, a column an input sample.

    Signals:
        row_picked: The output whose row was clicked.
        pointed: (output, None) over a row, (None, (channel, sample)) over x, None outside.
        stepped: Notches of the wheel.
    """

    row_picked = Signal(int)
    pointed = Signal(object)
    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._scene: SignalScene | None = None
        self._cursor, self._kernel = 0, 0
        self._lit: tuple[int, int] | None = None
        self.column: tuple[int, int] | None = None
        theme().changed.connect(self.updateGeometry)

    def show_scene(self, scene: SignalScene) -> None:
        """Show another layer."""
        self._scene = scene
        self.update()

    def show_cursor(self, cursor: int, kernel: int) -> None:
        """Mark another row, of another kernel's band."""
        self._cursor, self._kernel = cursor, kernel
        self.update()

    def light(self, tap: tuple[int, int] | None) -> None:
        """Ring the entries of one tap, (channel of the kernel, tap): one diagonal."""
        if tap != self._lit:
            self._lit = tap
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(400), theme().px(260))

    def frame(self) -> Frame | None:
        """The part that is shown."""
        scene = self._scene
        if scene is None or not scene.output_length:
            return None
        axis, px = scene.axis, theme().px
        channels = scene.channels_of(min(self._kernel, scene.weight.shape[0] - 1))
        rows, cells = axis.output_length, axis.length
        width, height = self.width() - px(34), self.height() - px(30)

        def fitting(blocks: int) -> float:
            return min(width / ((cells + 1) * blocks + GAP + 2), height / (rows + GAP))

        whole = fitting(len(channels))
        if whole >= px(LEAST_CELL):
            cell = min(whole, float(px(LARGEST_CELL)))
            return Frame(cell, (0, rows), (0, cells), channels, px(30), px(6) + GAP * cell)
        cell = float(px(USUAL_CELL))
        shown = channels[: max(1, int((width - (GAP + 2) * cell) // (LEAST_BLOCK * cell)))]
        wide = max(4, int((width / cell - GAP - 2) / len(shown)) - 1)
        high = max(3, int(height / cell - GAP))
        first = max(0, min(self._cursor - high // 2, rows - high))
        middle = int(axis.centre(self._cursor))
        left = max(0, min(middle - wide // 2, cells - wide))
        return Frame(
            cell, (first, min(rows, first + high)), (left, min(cells, left + wide)), shown, px(30), px(6) + GAP * cell
        )

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        scene, frame = self._scene, self.frame()
        painter = left_to_right_painter(self)
        if scene is not None and frame is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            self._paint_ground(painter, frame)
            self._paint_entries(painter, scene, frame)
            self._paint_vectors(painter, scene, frame)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            self._paint_marks(painter, scene, frame)
        painter.end()

    def _paint_ground(self, painter: QPainter, frame: Frame) -> None:
        rows, columns = frame.rows[1] - frame.rows[0], frame.columns[1] - frame.columns[0]
        for place in range(len(frame.channels)):
            left = frame.block_left(place)
            area = QRectF(left, frame.top, columns * frame.cell, rows * frame.cell)
            painter.fillRect(area, QColor(theme().palette.zero))
            if frame.cell >= theme().px(9):
                painter.setPen(QPen(theme().colour("line"), 1))
                for line in range(rows + 1):
                    y = frame.top + line * frame.cell
                    painter.drawLine(QPointF(left, y), QPointF(area.right(), y))
                for line in range(columns + 1):
                    x = left + line * frame.cell
                    painter.drawLine(QPointF(x, frame.top), QPointF(x, area.bottom()))
            else:
                painter.setPen(QPen(theme().colour("line"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(area)

    def _paint_entries(self, painter: QPainter, scene: SignalScene, frame: Frame) -> None:
        kernel = min(self._kernel, scene.weight.shape[0] - 1)
        output, source, tap = band(scene.axis, *frame.rows)
        inside = (source >= frame.columns[0]) & (source < frame.columns[1])
        weights = scene.weight[kernel]
        scale = float(np.abs(weights).max()) or 1.0
        numbers = frame.cell >= theme().px(NUMBERS_FROM)
        painter.setFont(theme().font("tiny", mono=True))
        paper = QColor(theme().palette.zero)
        for place in range(len(frame.channels)):
            left = frame.block_left(place)
            for row_, cell, j in zip(output[inside], source[inside], tap[inside], strict=True):
                value = float(weights[place, j])
                colour = theme().palette.signed(value, scale * 1.25)
                faint = self.column is not None and (self.column[1] != cell or frame.channels[place] != self.column[0])
                if faint:
                    colour = mix(paper, colour, DIMMED)
                area = QRectF(
                    left + (int(cell) - frame.columns[0]) * frame.cell,
                    frame.top + (int(row_) - frame.rows[0]) * frame.cell,
                    frame.cell,
                    frame.cell,
                )
                gap = 1 if frame.cell >= theme().px(9) else 0
                painter.fillRect(area.adjusted(gap, gap, 0, 0), colour)
                if value == 0:
                    # A weight of zero is still a connection: a dot tells it from what the layer leaves out.
                    painter.fillRect(QRectF(area.center().x() - 1, area.center().y() - 1, 2, 2), theme().colour("soft"))
                if numbers:
                    painter.setPen(theme().palette.text_on(colour))
                    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, show_number(value, 1))
                if self._lit == (place, int(j)):
                    painter.setPen(QPen(theme().palette.kernel(kernel), theme().px(2)))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRect(area)

    def _paint_vectors(self, painter: QPainter, scene: SignalScene, frame: Frame) -> None:
        """x over the columns, y behind the rows."""
        painter.setFont(theme().font("tiny", mono=True))
        block = scene.block_of(self._cursor) or scene.blocks[0]
        top = frame.top - (GAP - 1) * frame.cell
        scale = float(np.abs(block.cells).max(initial=0)) or 1.0
        positions = np.arange(*frame.columns) - block.first
        for place, channel in enumerate(frame.channels):
            left = frame.block_left(place)
            painter.setPen(theme().colour("soft"))
            name = QRectF(left, top - frame.cell - theme().px(12), theme().px(60), theme().px(16))
            if place or len(frame.channels) > 1:
                painter.drawText(
                    name.translated(0, frame.cell - theme().px(2)),
                    Qt.AlignmentFlag.AlignLeft,
                    channel_letter(channel, scene.channels),
                )
            for index, at in enumerate(positions):
                if 0 <= at < block.cells.shape[1]:
                    colour = theme().palette.signed(float(block.cells[channel, at]), scale * 1.25)
                    area = QRectF(left + index * frame.cell, top, frame.cell, frame.cell)
                    painter.fillRect(area.adjusted(0.5, 0.5, -0.5, -0.5), colour)
        shown = block.output[min(self._kernel, len(block.output) - 1)]
        scale = float(np.abs(shown).max(initial=0)) or 1.0
        for output in range(*frame.rows):
            if block.holds(output):
                value = float(shown[output - block.first_output])
                y = frame.top + (output - frame.rows[0]) * frame.cell
                area = QRectF(frame.right, y, frame.cell, frame.cell)
                painter.fillRect(area.adjusted(0.5, 0.5, -0.5, -0.5), theme().palette.signed(value, scale * 1.25))
        painter.setPen(theme().colour("soft"))
        if len(frame.channels) < len(scene.channels_of(min(self._kernel, scene.weight.shape[0] - 1))):
            end = frame.block_left(len(frame.channels)) - frame.cell
            dots = QRectF(end, frame.top, frame.right - end, (frame.rows[1] - frame.rows[0]) * frame.cell)
            painter.drawText(dots, Qt.AlignmentFlag.AlignCenter, "⋯")
        right = QRectF(frame.right, top, frame.cell * 3 + theme().px(20), frame.cell)
        painter.drawText(right, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, "y")
        first = QRectF(0, top, theme().px(26), frame.cell)
        painter.drawText(first, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "x")
        for output in {frame.rows[0], frame.rows[1] - 1, self._cursor}:
            if frame.rows[0] <= output < frame.rows[1]:
                y = frame.top + (output - frame.rows[0]) * frame.cell
                label = QRectF(0, y, theme().px(26), frame.cell)
                painter.drawText(label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(output))

    def _paint_marks(self, painter: QPainter, scene: SignalScene, frame: Frame) -> None:
        colour = theme().palette.kernel(min(self._kernel, scene.weight.shape[0] - 1))
        if frame.rows[0] <= self._cursor < frame.rows[1]:
            y = frame.top + (self._cursor - frame.rows[0]) * frame.cell
            painter.setPen(QPen(colour, theme().px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            right = frame.block_left(len(frame.channels)) - frame.cell
            painter.drawRect(QRectF(frame.left - 1, y, right - frame.left + 2, frame.cell))
            painter.drawRect(QRectF(frame.right - 1, y, frame.cell + 2, frame.cell))
            painter.setPen(QPen(theme().colour("accent"), theme().px(2)))
            top = frame.top - (GAP - 1) * frame.cell
            positions = scene.axis.sources(scene.axis.positions(self._cursor))
            for place in range(len(frame.channels)):
                for cell in positions:
                    if frame.columns[0] <= cell < frame.columns[1]:
                        x = frame.block_left(place) + (int(cell) - frame.columns[0]) * frame.cell
                        painter.drawRect(QRectF(x, top, frame.cell, frame.cell))
        if self.column is not None and self.column[0] in frame.channels:
            place = frame.channels.index(self.column[0])
            x = frame.block_left(place) + (self.column[1] - frame.columns[0]) * frame.cell
            height = (frame.rows[1] - frame.rows[0]) * frame.cell
            painter.setPen(QPen(theme().colour("accent"), theme().px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(x, frame.top, frame.cell, height))

    # The mouse.

    def _row_at(self, frame: Frame, position: QPointF) -> int | None:
        place = int((position.y() - frame.top) // frame.cell) + frame.rows[0]
        return place if frame.rows[0] <= place < frame.rows[1] and position.y() >= frame.top else None

    def _column_at(self, frame: Frame, position: QPointF) -> tuple[int, int] | None:
        for place, channel in enumerate(frame.channels):
            cell = int((position.x() - frame.block_left(place)) // frame.cell) + frame.columns[0]
            if frame.columns[0] <= cell < frame.columns[1]:
                return channel, cell
        return None

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        frame = self.frame()
        if frame is None:
            return
        output = self._row_at(frame, event.position())
        cell = self._column_at(frame, event.position())
        over_x = event.position().y() < frame.top
        if cell != self.column:
            self.column = cell if over_x or output is not None else None
            self.update()
        self.pointed.emit((None if over_x else output, cell) if cell is not None or output is not None else None)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.column = None
        self.update()
        self.pointed.emit(None)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        frame = self.frame()
        output = None if frame is None else self._row_at(frame, event.position())
        if output is not None:
            self.row_picked.emit(output)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        self.stepped.emit((turn < 0) - (turn > 0))
        event.accept()
