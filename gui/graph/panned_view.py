"""A view that is panned and zoomed by hand, and that keeps a place in sight by itself."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QEvent, QPointF, QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QGestureEvent, QGraphicsScene, QGraphicsView, QPinchGesture, QWidget
from typing_extensions import override

from gui.motion import EXPLAIN_MS, animated
from gui.theme import theme

LARGEST = 1.25
"""Scale beyond which a small graph is not enlarged to fill the view."""
WHOLE_FROM = 0.5
"""Scale from which on all of a graph is shown rather than a part of it, larger."""
SMALLEST = 0.7
"""Scale below which a large graph is not shrunk to fit: it is panned instead."""
SMALLEST_FIT = 0.36
"""Scale below which boxes are painted without words (see `FAR`): a wish for the whole graph goes no farther."""
CLOSEST, FARTHEST = 4.0, 0.04
WHEEL = 1.2


class PannedView(QGraphicsView):
    """Drag to pan; Ctrl and the wheel, or two fingers, to zoom at that place; left to right in every language.

    Signals:
        moved: Another part of the scene is in view.
        clicked: The left button was pressed and let go at a place of the scene, without a drag.
        double_clicked: Twice.
    """

    moved = Signal()
    clicked = Signal(QPointF)
    double_clicked = Signal(QPointF)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("graph")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setFrameShape(self.Shape.NoFrame)
        self.setDragMode(self.DragMode.ScrollHandDrag)
        self.setViewportUpdateMode(self.ViewportUpdateMode.MinimalViewportUpdate)
        self.setOptimizationFlag(self.OptimizationFlag.DontSavePainterState)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(self.ViewportAnchor.NoAnchor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        self._own_view = False  # The user panned or zoomed: the view stays as it is.
        self._followed = False  # The moment was brought into view, and no hand has moved the view since.
        self._held = False  # The left button is down.
        self._pressed_at: QPointF | None = None
        self._pan = QVariantAnimation(self)
        self._pan.setDuration(EXPLAIN_MS)
        self._pan.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._pan.valueChanged.connect(self._pan_to)
        theme().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setBackgroundBrush(theme().colour("paper"))

    # Where one looks.

    @property
    def zoom(self) -> float:
        """Pixels of the view a unit of the scene."""
        return self.transform().m11()

    @property
    def seen(self) -> QRectF:
        """What of the scene is in view."""
        return self.mapToScene(self.viewport().rect()).boundingRect()

    @property
    def all_in_view(self) -> bool:
        """Whether nothing of the scene is out of view."""
        edge = 2 / self.zoom
        return self.seen.adjusted(-edge, -edge, edge, edge).contains(self.content_area())

    def content_area(self) -> QRectF:
        """What there is to be seen."""
        return self.sceneRect()

    def legible_scale(self) -> float:
        """The scale at which everything is in view, but no smaller than words can be read at."""
        area, room = self.content_area(), self.viewport().rect()
        if area.isEmpty():
            return 1.0
        scale = min(LARGEST, room.width() / area.width(), room.height() / area.height())
        if theme().presented:
            return max(1.0, scale)  # Names are read from the last row: the view follows the moment instead.
        return scale if scale >= WHOLE_FROM else max(SMALLEST, scale)

    def look_at(self, place: QPointF, scale: float | None = None) -> None:
        """Have a place in the middle, at once."""
        self._pan.stop()
        if scale is not None:
            self.resetTransform()
            self.scale(scale, scale)
        self.centerOn(place)
        self.moved.emit()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom with a place of the viewport (its middle, if none is given) staying where it is."""
        scale = max(FARTHEST, min(CLOSEST, self.zoom * factor))
        if scale == self.zoom:
            return
        self._pan.stop()
        self._moved_by_hand()
        if at is None:
            at = QPointF(self.viewport().rect().center())
        fixed = self.mapToScene(at.toPoint())
        self.resetTransform()
        self.scale(scale, scale)
        off = self.mapFromScene(fixed) - at.toPoint()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + off.x())
        down.setValue(down.value() + off.y())
        self.moved.emit()

    def keep_in_view(self, area: QRectF, *, gently: bool) -> None:
        """Pan as little as is needed to have an area of the scene in view, with some room around it."""
        place, room = self.mapFromScene(area).boundingRect(), self.viewport().rect()
        if self._pan.state() == QVariantAnimation.State.Running:
            end = self._pan.endValue()
            assert isinstance(end, QPointF)
            here = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
            place.translate((here - end).toPoint())
        if room.contains(place):
            return
        edge = min(theme().px(180), room.width() // 4, room.height() // 4)  # So that not every step pans.
        inner = room.adjusted(edge, edge, -edge, -edge)
        bars = self.horizontalScrollBar(), self.verticalScrollBar()
        by = [0, 0]
        for axis, (low, high, first, last) in enumerate(
            (
                (inner.left(), inner.right(), place.left(), place.right()),
                (inner.top(), inner.bottom(), place.top(), place.bottom()),
            )
        ):
            if last - first > high - low:
                by[axis] = (first + last - low - high) // 2
            elif first < low:
                by[axis] = first - low
            elif last > high:
                by[axis] = last - high
        start = QPointF(bars[0].value(), bars[1].value())
        if self._pan.state() == QVariantAnimation.State.Running:
            reached = self._pan.endValue()
            assert isinstance(reached, QPointF)
            target = reached + QPointF(*by)
        else:
            target = start + QPointF(*by)
        self._pan.stop()
        if gently and animated():
            self._pan.setStartValue(start)
            self._pan.setEndValue(target)
            self._pan.start()
        else:
            self._pan_to(target)

    def settle(self) -> None:
        """Be at once where the view is panning to."""
        if self._pan.state() == QVariantAnimation.State.Running:
            target = self._pan.endValue()
            self._pan.stop()
            self._pan_to(target)

    def _pan_to(self, place: object) -> None:
        assert isinstance(place, QPointF)
        self.horizontalScrollBar().setValue(round(place.x()))
        self.verticalScrollBar().setValue(round(place.y()))

    def _moved_by_hand(self) -> None:
        self._own_view = True
        self._followed = False

    def pan_by(self, across: float, down: float) -> None:
        """Pan by hand, in pixels."""
        self._pan.stop()
        self._moved_by_hand()
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + round(across))
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + round(down))

    def _forget_items(self, scene: QGraphicsScene) -> None:
        self._pan.stop()
        self.setScene(scene)

    # Events.

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.moved.emit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and turned:
            self.zoom_by(WHEEL ** (turned / 120), event.position())
        else:
            moved = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta() / 2
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not moved.x():
                self.pan_by(-moved.y(), 0)
            else:
                self.pan_by(-moved.x(), -moved.y())
        event.accept()

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(1 + event.value(), event.position())
            return True
        if event.type() == QEvent.Type.Gesture and isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                at = self.viewport().mapFromGlobal(pinch.centerPoint())
                self.zoom_by(pinch.scaleFactor(), at)
                event.accept(pinch)
                return True
        return super().viewportEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position()
            self._held = True
            self._pan.stop()
        super().mousePressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pressed = self._pressed_at
        if pressed is not None and (event.position() - pressed).manhattanLength() >= QApplication.startDragDistance():
            self._pressed_at = None
            self._moved_by_hand()
        super().mouseMoveEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = False
        if event.button() == Qt.MouseButton.LeftButton and self._pressed_at is not None:
            self._pressed_at = None
            self.clicked.emit(self.mapToScene(event.position().toPoint()))
        event.accept()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.double_clicked.emit(self.mapToScene(event.position().toPoint()))
            event.accept()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.moved.emit()
