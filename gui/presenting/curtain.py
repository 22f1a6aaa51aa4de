"""What covers the stage: black or white, and a picture of what was there."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gui.text import translate
from gui.theme import theme

BLACK, WHITE = "#000000", "#FFFFFF"


class Curtain(QWidget):
    """Covers the whole window with one colour; a click takes it away."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._colour = BLACK
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.hide()

    @property
    def colour(self) -> str:
        """What covers the window; "" if nothing does."""
        return self._colour if not self.isHidden() else ""

    def cover(self, colour: str) -> None:
        """Cover everything; with the colour that is there already, uncover it."""
        if self.colour == colour:
            self.hide()
            return
        self._colour = colour
        black = colour == BLACK
        name = translate("Presenting", "Black screen") if black else translate("Presenting", "White screen")
        self.setAccessibleName(name)
        self.raise_()
        self.show()
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hide()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._colour))
        painter.end()


class FrozenPicture(QWidget):
    """A picture that stays while the window behind it goes on.

    As a window of its own it covers the audience's screen; inside of the window keys and mouse go through to what is
    behind, and a mark says that the picture stands still.
    """

    def __init__(self, window: QWidget, picture: QPixmap, *, separate: bool) -> None:
        kind = Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint if separate else Qt.WindowType.Widget
        super().__init__(window, kind)
        self.picture = picture
        self._marked = not separate
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(translate("Presenting", "Frozen picture"))
        if separate:
            self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        else:
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self.rect(), self.picture)
        if self._marked:
            text = translate("Presenting", "Frozen")
            font = theme().font("tiny", 600)
            painter.setFont(font)
            edge = theme().px(6)
            room = painter.fontMetrics().boundingRect(text).size()
            place = QRectF(edge, edge, room.width() + 3 * edge, room.height() + edge)
            painter.setPen(theme().colour("control"))
            painter.setBrush(theme().colour("paper"))
            painter.drawRoundedRect(place, edge, edge)
            painter.setPen(theme().colour("ink"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
