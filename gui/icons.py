"""Icons: one drawing each, painted in whatever colour is asked for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gui.theme import theme

FOLDER = Path(__file__).parent.parent / "resources" / "icons"
PIXELS = 96
"""Icons are rendered once at this size and scaled down: sharp up to 400 % of 24 pixels."""


@lru_cache(maxsize=256)
def _pixmap(name: str, colour: str) -> QPixmap:
    drawing = (FOLDER / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    pixmap = QPixmap(PIXELS, PIXELS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, PIXELS, PIXELS))
    painter.end()
    return pixmap


def icon(name: str, colour: str = "ink") -> QIcon:
    """An icon in a chrome colour of the present palette.

    Args:
        name: A file of resources/icons without its ending.
        colour: A field of `Palette`.
    """
    drawn = QIcon(_pixmap(name, theme().colour(colour).name()))
    drawn.addPixmap(_pixmap(name, theme().colour("line").name()), QIcon.Mode.Disabled)
    return drawn


def icon_pixmap(name: str, colour: QColor) -> QPixmap:
    """The drawing itself, for widgets that paint themselves."""
    return _pixmap(name, colour.name())
