"""Choosing one of several, and switching one thing on or off."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)
from typing_extensions import override

from gui.icons import icon_pixmap
from gui.theme import theme


class Choice(QComboBox):
    """A combo box with an arrow in the ink of the theme; the wheel scrolls past it without changing it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(4)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        # The frame is the style's. The text is painted here: the style would align it by the
        # program's direction, also in cards that stay left to right.
        frame = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        text, option.currentText = option.currentText or self.placeholderText(), ""
        frame.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        frame.end()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setLayoutDirection(QGuiApplication.layoutDirection())  # Also where a picture is painted of it alone.
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        size, edge = theme().px(14), theme().px(8)
        left = edge if mirrored else self.width() - size - edge
        place = QRectF(left, (self.height() - size) / 2, size, size)
        drawing = icon_pixmap("down", theme().colour("soft"))
        painter.drawPixmap(place, drawing, QRectF(drawing.rect()))
        near, far = theme().px(10), size + 2 * edge
        words = self.rect().adjusted(far if mirrored else near, 0, -(near if mirrored else far), 0)
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        painter.setFont(self.font())
        painter.setPen(theme().colour("ink" if self.isEnabled() else "soft"))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | side | Qt.AlignmentFlag.AlignAbsolute, shown)
        painter.end()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Switch(QAbstractButton):
    """On or off: a knob at one end of a track."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme().changed.connect(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(42), theme().px(26))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = theme().px(2)
        track = QRectF(edge, edge, self.width() - 2 * edge, self.height() - 2 * edge)
        on = self.isChecked()
        focused = self.hasFocus()
        painter.setBrush(theme().colour("accent" if on else "paper"))
        outline = theme().colour("ink" if focused and on else "accent" if on or focused else "control")
        painter.setPen(QPen(outline, theme().px(2 if focused else 1)))
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        size = track.height() - theme().px(8)
        right = on != (self.layoutDirection() == Qt.LayoutDirection.RightToLeft)
        left = track.right() - size - theme().px(4) if right else track.left() + theme().px(4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("on_accent" if on else "control"))
        painter.drawEllipse(QRectF(left, track.center().y() - size / 2, size, size))
        painter.end()
