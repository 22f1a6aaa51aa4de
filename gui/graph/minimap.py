"""The whole graph in a corner, with what is in view marked; a click or a drag moves there."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gui.graph.box_item import BoxItem
from gui.theme import theme
from gui.widgets.painting import left_to_right_painter

WIDTH, HEIGHT = 190, 110


class Minimap(QWidget):
    """Boxes as small rectangles in the colours of their states.

    Signals:
        asked: A place of the scene that is to be in the middle of the view.
    """

    asked = Signal(QPointF)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._area = QRectF()
        self._room = float(WIDTH), float(HEIGHT)
        self._seen = QRectF()
        self._pixels: QPixmap | None = None
        self._boxes: list[BoxItem] = []
        self.hide()

    def show_graph(self, area: QRectF, boxes: Iterable[BoxItem]) -> None:
        """Take another graph."""
        self._area = area
        self._boxes = list(boxes)
        self._pixels = None
        self.fit_into(*self._room)
        self.update()

    def fit_into(self, width: float, height: float) -> None:
        """Be no larger than this, in pixels: a corner of the view."""
        self._room = width, height
        px, area = theme().px, self._area
        most_across, most_down = max(px(24), min(px(WIDTH), width)), max(px(24), min(px(HEIGHT), height))
        share = min(most_across / max(1.0, area.width()), most_down / max(1.0, area.height()))
        # A long row of boxes is drawn somewhat higher than it is, so that it can be seen and clicked.
        size = QSize(max(px(24), round(area.width() * share)), max(px(24), round(area.height() * share)))
        if size != self.size():
            self.resize(size)
            self._pixels = None

    def show_changed(self, boxes: Iterable[BoxItem]) -> None:
        """Paint boxes anew whose states changed."""
        if self._pixels is None or not self.isVisible():
            self._pixels = None
            return
        painter = QPainter(self._pixels)
        for box in boxes:
            place = self._paint_box(painter, box)
            self.update(place.toAlignedRect().adjusted(-1, -1, 1, 1))
        painter.end()

    def show_seen(self, seen: QRectF) -> None:
        """Mark what is in view."""
        if seen != self._seen:
            self._seen = seen
            self.update()

    @property
    def seen(self) -> QRectF:
        """What is in view, in the widget's pixels."""
        return self._to_widget(self._seen & self._area)

    def _to_widget(self, rect: QRectF) -> QRectF:
        across = self.width() / max(1.0, self._area.width())
        down = self.height() / max(1.0, self._area.height())
        left, top = (rect.left() - self._area.left()) * across, (rect.top() - self._area.top()) * down
        return QRectF(left, top, rect.width() * across, rect.height() * down)

    def _paint_box(self, painter: QPainter, box: BoxItem) -> QRectF:
        look = box.look()
        place = self._to_widget(box.rect.translated(box.pos()))
        place.setSize(place.size().expandedTo(QRectF(0, 0, 2, 2).size()))
        plain = look.sign in ("", "waiting", "outside")
        painter.fillRect(place, look.soft if plain else look.edge)
        return place

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._pixels is None:
            ratio = self.devicePixelRatioF()
            self._pixels = QPixmap(self.size() * ratio)
            self._pixels.setDevicePixelRatio(ratio)
            self._pixels.fill(theme().colour("ground"))
            inner = QPainter(self._pixels)
            for box in self._boxes:
                self._paint_box(inner, box)
            inner.end()
        painter = left_to_right_painter(self)
        painter.drawPixmap(0, 0, self._pixels)
        px = theme().px
        painter.setPen(QPen(theme().colour("accent"), px(2)))
        painter.drawRect(self.seen.adjusted(1, 1, -1, -1))
        painter.setPen(QPen(theme().colour("control"), px(1)))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._ask(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._ask(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def _ask(self, event: QMouseEvent) -> None:
        at = event.position()
        x = self._area.left() + at.x() / max(1, self.width()) * self._area.width()
        y = self._area.top() + at.y() / max(1, self.height()) * self._area.height()
        self.asked.emit(QPointF(x, y))
        event.accept()
