"""Where every plot is made, so that all of them look alike and run left to right."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gui.theme import theme

pg.setConfigOptions(antialias=True, imageAxisOrder="row-major", background=None)


class NamedAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph brings no types
    """A vertical axis that carries names instead of numbers."""

    def show_names(self, names: Sequence[tuple[float, str]]) -> None:
        """Put each name at its place."""
        self.setTicks([list(names)])


class Plot(pg.PlotWidget):  # type: ignore[misc]
    """A plot without frames and menus; the mouse's position is told in data coordinates.

    Signals:
        pressed: A press or a drag with the left button, at a data point.
        hovered: The mouse over the data, or None when it leaves.
        wheeled: Notches of the wheel, up is positive.
        zoomed: The same with Ctrl held.
    """

    pressed = Signal(QPointF)
    released = Signal()
    hovered = Signal(object)
    wheeled = Signal(int)
    zoomed = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, left: pg.AxisItem | None = None) -> None:
        axes = {"left": left} if left is not None else {}
        super().__init__(parent, axisItems=axes)
        # pyqtgraph half-mirrors in a right-to-left program: the axis moves, the data does not.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.getPlotItem().setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        item = self.getPlotItem()
        item.setMenuEnabled(False)
        # pyqtgraph makes a menu that belongs to nobody, even where it is never shown.
        item.ctrlMenu.setParent(self, item.ctrlMenu.windowFlags())
        item.hideButtons()
        item.setMouseEnabled(x=False, y=False)
        item.layout.setContentsMargins(0, 0, 0, 0)
        # Plots stand on paper. Said to be opaque, they spare the paper under them a painting of its own.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme().changed.connect(self._lay_paper)
        self._lay_paper()
        # One rectangle around all that changed paints faster here than many small ones.
        self.setViewportUpdateMode(self.ViewportUpdateMode.BoundingRectViewportUpdate)
        self.viewport().installEventFilter(self)
        self.viewport().setMouseTracking(True)

    def _lay_paper(self) -> None:
        self.setBackground(theme().colour("paper"))

    def data_point(self, position: QPointF) -> QPointF:
        """Where a point of the widget lies in data coordinates."""
        view = self.getPlotItem().getViewBox()
        point: QPointF = view.mapSceneToView(self.mapToScene(position.toPoint()))
        return point

    def widget_point(self, x: float, y: float) -> QPointF:
        """Where a data point lies in the widget."""
        view = self.getPlotItem().getViewBox()
        return QPointF(self.mapFromScene(view.mapViewToScene(QPointF(x, y))))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseButtonPress if event.button() == Qt.MouseButton.LeftButton:  # type: ignore[attr-defined]
                self.setFocus(Qt.FocusReason.MouseFocusReason)
                self.pressed.emit(self.data_point(event.position()))  # type: ignore[attr-defined]
                return True
            case QEvent.Type.MouseMove:
                point = self.data_point(event.position())  # type: ignore[attr-defined]
                dragging = event.buttons() & Qt.MouseButton.LeftButton  # type: ignore[attr-defined]
                (self.pressed if dragging else self.hovered).emit(point)
                return True
            case QEvent.Type.MouseButtonRelease:
                self.released.emit()
                return True
            case QEvent.Type.Leave:
                self.hovered.emit(None)
        return bool(super().eventFilter(watched, event))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y() or event.angleDelta().x()
        notches = (turn > 0) - (turn < 0)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(notches)
        else:
            self.wheeled.emit(notches)
        event.accept()


def pen(colour: QColor, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen of the same width at every scale of the data; `width` in pixels at 100 %."""
    made: QPen = pg.mkPen(colour, width=theme().px(width * theme().palette.line_width), style=style)
    return made


def dress_axis(axis: pg.AxisItem, *, line: bool = False) -> None:
    """Give an axis the type and the ink of the theme."""
    font: QFont = theme().font("tiny", mono=True)
    axis.setStyle(tickFont=font, tickLength=theme().px(4) if line else 0, tickAlpha=None if line else 0)
    axis.setTextPen(theme().colour("soft"))
    axis.setPen(pen(theme().colour("line")) if line else pg.mkPen(None))
    axis.setTickPen(pen(theme().colour("line")) if line else pg.mkPen(None))
