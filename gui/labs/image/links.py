"""The lines from the window over the input, through the kernel, to the output cell that it makes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gui.theme import theme
from gui.widgets.painting import left_to_right_painter


class Links(QWidget):
    """Lies over the three and lets the mouse through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._places: tuple[QRectF, ...] = ()
        self._colours: tuple[QColor, QColor] = (QColor(), QColor())

    def show_links(self, places: tuple[QRectF, ...], colours: tuple[QColor, QColor]) -> None:
        """Join these places, each with the next, corner to corner; one colour for each joint."""
        if (places, colours) != (self._places, self._colours):
            self._places, self._colours = places, colours
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = left_to_right_painter(self)
        for (start, end), colour in zip(zip(self._places, self._places[1:], strict=False), self._colours, strict=False):
            line = QColor(colour)
            line.setAlphaF(0.75)
            painter.setPen(QPen(line, theme().px(1.25), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            if start.center().x() <= end.center().x():
                painter.drawLine(start.topRight(), end.topLeft())
                painter.drawLine(start.bottomRight(), end.bottomLeft())
            else:
                painter.drawLine(start.topLeft(), end.topRight())
                painter.drawLine(start.bottomLeft(), end.bottomRight())
        painter.end()
