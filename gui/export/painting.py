"""Widgets as pixels at any scale and as PDF; the same widgets in the same state give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRect, QSizeF, QUuid
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter, QRegion
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QWidget

from gui.plots.vectors import as_vectors

DPI = 72
"""Of a widget's pixels in vector pictures: one is a point, since pages are measured in whole points."""
_DATE = re.compile(rb"(\(D:)\d{14}((?:Z|[+-]\d\d'\d\d'?)\))")
_METADATA_DATE = re.compile(rb'(xmp:\w+Date=")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d((?:Z|[+-]\d\d:\d\d)")')


def picture(widget: QWidget, scale: int = 1) -> QImage:
    """A widget with all that is in it, painted for so many pixels of the picture to one of its own."""
    image = QImage(widget.size() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(widget.palette().color(widget.backgroundRole()))
    painter = QPainter(image)
    QWidget.render(widget, painter, QPoint())
    painter.end()
    return image


def png(image: QImage, title: str, description: str) -> bytes:
    """A picture as PNG, with what is seen in it as text."""
    for key, text in (("Title", title), ("Description", description), ("Software", "ConvGrad")):
        image.setText(key, text)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # its stub wants bytes for the format
    buffer.close()
    return bytes(data.data())


def pdf(widget: QWidget, title: str) -> bytes:
    """A widget as a PDF of one page of its size."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setTitle(title)
    writer.setCreator("ConvGrad")
    writer.setDocumentId(QUuid(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1))  # Else drawn by chance.
    size = QSizeF(widget.width(), widget.height())
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Point, "ConvGrad", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    with without_pixels(widget):
        for one in seen_widgets(widget):
            # Qt's own way leaves this clipping to the pixels of a screen, which there are not here.
            painter.save()
            painter.setClipRect(one.room)
            part = QRegion(one.room.translated(-one.place))
            QWidget.render(one.widget, painter, one.room.topLeft(), part, one.ground)
            painter.restore()
    painter.end()
    return undated(bytes(buffer.data().data()))


def undated(document: bytes) -> bytes:
    """A PDF without the time at which it was made; no byte moves, so its table of places stays true."""
    for dates, day in ((_DATE, b"20000101000000"), (_METADATA_DATE, b"2000-01-01T00:00:00")):

        def replaced(found: re.Match[bytes], day: bytes = day) -> bytes:
            return found[1] + day + re.sub(rb"\d", b"0", found[2]).replace(b"-", b"+")

        document = dates.sub(replaced, document)
    return document


@dataclass(frozen=True, slots=True)
class Seen:
    """A widget on the picture.

    Attributes:
        widget: Without what is in it.
        place: Of its corner.
        room: What can be seen of it.
    """

    widget: QWidget
    place: QPoint
    room: QRect

    @property
    def ground(self) -> QWidget.RenderFlag:
        """Only the window has a background of its own: any other would cover what is behind it."""
        return QWidget.RenderFlag.DrawWindowBackground if self.place.isNull() else QWidget.RenderFlag(0)


def seen_widgets(widget: QWidget, place: QPoint | None = None, room: QRect | None = None) -> Iterator[Seen]:
    """A widget and all that is in it, in the order in which they are painted."""
    place = place or QPoint()
    seen = QRect(place, widget.size()).intersected(room or widget.rect())
    if seen.isEmpty():
        return
    yield Seen(widget, place, seen)
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isWindow() and child.isVisible():
            yield from seen_widgets(child, place + child.pos(), seen)


@contextmanager
def without_pixels(widget: QWidget) -> Iterator[None]:
    """Let what keeps itself as pixels paint itself anew."""
    scenes = {view.scene() for view in widget.findChildren(QGraphicsView)} - {None}
    items = [item for scene in scenes for item in scene.items()]
    kept = [(item, item.cacheMode()) for item in items if item.cacheMode() != QGraphicsItem.CacheMode.NoCache]
    for item, _ in kept:
        item.setCacheMode(QGraphicsItem.CacheMode.NoCache)
    try:
        with as_vectors(items):
            yield
    finally:
        for item, mode in kept:
            item.setCacheMode(mode)
