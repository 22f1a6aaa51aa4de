"""Painting that is the same in every language."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintDevice, QPainter


def left_to_right_painter(device: QPaintDevice) -> QPainter:
    """A smooth painter whose texts run left to right.

    In a right-to-left program a text of digits and signs would otherwise be laid out backwards:
    a minus would stand behind its number. The caller ends the painter.
    """
    painter = QPainter(device)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    return painter
