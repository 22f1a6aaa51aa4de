"""The sheet over the window that pointer and ink are on; the mouse goes through it while neither is used."""

from __future__ import annotations

from math import ceil
from time import monotonic

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QCursor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gui.motion import animated
from gui.palette import LASER
from gui.presenting.ink import Ink, Trail
from gui.text import translate
from gui.theme import theme

FRAME_MS = 16
DOT, RIM, PEN = 6.0, 1.5, 3.0
"""Pixels at 100 %: the dot's radius and its rim, the pen's width."""


class Overlay(QWidget):
    """Shows a pointer and ink over a window.

    Args:
        window: What it lies over; it is made as large by whoever owns it.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.ink, self.trail = Ink(), Trail()
        self._laser = self._pen = False
        self.strokes_begun = 0
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tick)
        self.hide()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.setAccessibleName(translate("Presenting", "Pointer and ink"))

    @property
    def laser(self) -> bool:
        """Whether the pointer follows the mouse."""
        return self._laser

    @property
    def pen(self) -> bool:
        """Whether the mouse draws."""
        return self._pen

    def use_laser(self, on: bool) -> None:
        """Have a red dot follow the mouse, from where it is."""
        if on == self._laser:
            return
        self._laser = on
        self._repaint(self.trail.area())
        self.trail.clear()
        self._take_mouse()
        place = QPointF(self.mapFromGlobal(QCursor.pos()))
        if on and QRectF(self.rect()).contains(place):
            self.point(place)

    def use_pen(self, on: bool) -> None:
        """Have the mouse draw; what was drawn stays until it fades."""
        self._pen = on
        if not on:
            self.ink.end(monotonic())
        self._take_mouse()
        self._tick()

    def point(self, place: QPointF) -> None:
        """Point to a place of the window."""
        now = monotonic()
        before = self.trail.area()
        self.trail.move(place, now)
        self.trail.trim(now, animated=animated())
        self._repaint(before)
        self._repaint(self.trail.area())
        self._tick()

    def begin_stroke(self, place: QPointF) -> None:
        """Put the pen down."""
        self.ink.begin(place)
        self.strokes_begun += 1
        self._repaint(QRectF(place, place))

    def draw_to(self, place: QPointF) -> None:
        """Draw on."""
        if self.ink.drawing:
            self._repaint(self.ink.move(place))

    def end_stroke(self) -> None:
        """Lift the pen: from now on the stroke fades."""
        self.ink.end(monotonic())
        self._tick()

    def erase(self) -> None:
        """Take away everything that was drawn, at once."""
        for area in self.ink.erase():
            self._repaint(area)

    def stop(self) -> None:
        """Show nothing, and let the mouse through."""
        self._laser = self._pen = False
        self.ink.erase()
        self.trail.clear()
        self._timer.stop()
        self._take_mouse()

    def _take_mouse(self) -> None:
        used = self._laser or self._pen
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not used)
        shape = Qt.CursorShape.BlankCursor if self._laser else Qt.CursorShape.CrossCursor
        if used:
            self.setCursor(shape)
        else:
            self.unsetCursor()

    def _repaint(self, area: QRectF) -> None:
        """Paint anew what an area of the pointer's or the pen's way covers, and nothing else."""
        edge = ceil(theme().px(DOT + RIM)) + 2
        self.update(area.toAlignedRect().adjusted(-edge, -edge, edge, edge))

    def _tick(self) -> None:
        """Go on with what moves by itself, and wait for what will."""
        now, moves = monotonic(), animated()
        before = self.trail.area()
        self.trail.trim(now, animated=moves)
        if before != self.trail.area() or self.trail.moving:
            self._repaint(before)
        for stroke in self.ink.strokes:
            if self.ink.opacity(stroke, now, animated=moves) < 1:
                self._repaint(stroke.area())
        for area in self.ink.drop(now, animated=moves):
            self._repaint(area)
        wait = self.ink.wait(now)
        if self.trail.moving:
            wait = 0.0
        if wait is None or not self.isVisible():
            self._timer.stop()
        else:
            self._timer.start(max(FRAME_MS, ceil(wait * 1000)))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._pen and event.button() == Qt.MouseButton.LeftButton:
            self.begin_stroke(event.position())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._laser:
            self.point(event.position())
        if self._pen:
            self.draw_to(event.position())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.ink.drawing:
            self.end_stroke()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.ink.strokes and not self._laser:
            return
        now, moves = monotonic(), animated()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for stroke in self.ink.strokes:
            colour = theme().colour("danger")
            colour.setAlphaF(self.ink.opacity(stroke, now, animated=moves))
            painter.setPen(_pen(colour, theme().px(PEN)))
            if len(stroke.points) == 1:
                painter.drawPoint(stroke.points[0])
                continue
            path = QPainterPath(stroke.points[0])
            for point in stroke.points[1:]:
                path.lineTo(point)
            painter.drawPath(path)
        place = self.trail.place
        if self._laser and place is not None:
            red = QColor(LASER)
            if moves:
                for start, end, share in self.trail.pieces(now):
                    red.setAlphaF(0.6 * share)
                    width = theme().px(DOT) * (0.4 + share)
                    painter.setPen(QPen(red, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
                    painter.drawLine(start, end)
            painter.setPen(QPen(QColor("#FFFFFF"), theme().px(RIM)))
            painter.setBrush(QColor(LASER))
            painter.drawEllipse(place, theme().px(DOT), theme().px(DOT))
        painter.end()


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
