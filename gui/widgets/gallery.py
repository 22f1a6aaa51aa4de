"""Many small pictures in rows, of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gui.theme import theme
from gui.widgets.painting import left_to_right_painter

GAP = 10
"""Pixels at 100 % between two tiles."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One small picture.

    Attributes:
        key: What the owner knows it by.
        image: Its picture, or None for a tile of text alone.
        caption: The text under it; in place of the picture where there is none.
        colour: Of its frame and its caption.
        joined: A sign before it, such as "+" or "=".
        stands_back: Whether it is painted paler than the others.
    """

    key: str
    image: QImage | None
    caption: str
    colour: QColor
    joined: str = ""
    stands_back: bool = False


class Gallery(QWidget):
    """Paints `Tile`s from left to right and from row to row, as large as all of them fit.

    Signals:
        chosen: The key of a tile that was clicked, or reached with the arrow keys.
        pointed: The key of the tile under the mouse, or None.
    """

    chosen = Signal(str)
    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: tuple[Tile, ...] = ()
        self._chosen = ""
        self._shape = (1.0, 1.0)
        self._most = 240.0
        self._under: str | None = None
        self._laid_out: tuple[tuple[object, ...], tuple[int, float, float]] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.update)

    def show_tiles(self, tiles: Sequence[Tile], chosen: str, shape: tuple[float, float]) -> None:
        """Show other tiles.

        Args:
            tiles: The tiles.
            chosen: The key of the one that is chosen.
            shape: Height and width of all pictures, in any unit.
        """
        self._tiles, self._chosen, self._shape = tuple(tiles), chosen, shape
        self.setAccessibleDescription(", ".join(tile.caption for tile in tiles[:40]))
        self.update()

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """What is shown."""
        return self._tiles

    def _caption_height(self) -> float:
        return QFontMetricsF(theme().font("tiny", mono=True)).height() + theme().px(3)

    def _sign_width(self) -> float:
        return theme().px(16) if any(tile.joined for tile in self._tiles) else 0.0

    def _layout(self) -> tuple[int, float, float]:
        """Tiles in a row, and the width and height of a picture."""
        key = (self.size().toTuple(), len(self._tiles), self._shape, theme().px(1000), self._sign_width())
        if self._laid_out is None or self._laid_out[0] != key:
            self._laid_out = key, self._fit()
        return self._laid_out[1]

    def _fit(self) -> tuple[int, float, float]:
        count, gap = max(1, len(self._tiles)), theme().px(GAP)
        sign, caption = self._sign_width(), self._caption_height()
        ratio = max(0.05, min(20.0, self._shape[0] / max(1e-9, self._shape[1])))
        best = (1, 0.0, 0.0)
        for columns in range(1, count + 1):
            rows = -(-count // columns)
            width = (self.width() - (columns - 1) * gap) / columns - sign
            height = (self.height() - (rows - 1) * gap / 2) / rows - caption
            width = min(width, height / ratio, theme().px(self._most) / min(1.0, ratio))
            if width > best[1]:
                best = (columns, width, width * ratio)
        columns, width, height = best
        return columns, max(4.0, width), max(4.0, height)

    def tile_rect(self, index: int) -> QRectF:
        """Where a tile's picture stands."""
        columns, width, height = self._layout()
        row, column = divmod(index, columns)
        gap, sign = theme().px(GAP), self._sign_width()
        left = column * (width + sign + gap) + sign
        return QRectF(left, row * (height + self._caption_height() + gap / 2), width, height)

    def _at(self, point: QPointF) -> Tile | None:
        caption = self._caption_height()
        for index, tile in enumerate(self._tiles):
            if self.tile_rect(index).adjusted(-2, 0, 2, caption).contains(point):
                return tile
        return None

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(300), theme().px(150))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(80), theme().px(60))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = left_to_right_painter(self)
        caption_height = self._caption_height()
        gap = theme().px(GAP)
        for index, tile in enumerate(self._tiles):
            place = self.tile_rect(index)
            painter.setOpacity(0.35 if tile.stands_back else 1.0)
            if tile.joined:
                painter.setFont(theme().font("body", 600, mono=True))
                painter.setPen(theme().colour("soft"))
                sign = QRectF(place.left() - self._sign_width() - gap / 2, place.top(), self._sign_width() + gap / 2,
                              place.height())  # fmt: skip
                painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, tile.joined)
            if tile.image is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=tile.image.width() > place.width())
                painter.drawImage(place, tile.image)
            chosen = tile.key == self._chosen
            edge = tile.colour if chosen or tile.key == self._under else theme().colour("line")
            painter.setPen(QPen(edge, theme().px(3 if chosen else 1)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place)
            painter.setFont(theme().font("tiny", 600 if chosen else 400, mono=True))
            painter.setPen(tile.colour)
            below = QRectF(place.left() - gap / 2, place.bottom() + 2, place.width() + gap, caption_height)
            text = painter.fontMetrics().elidedText(tile.caption, Qt.TextElideMode.ElideRight, int(below.width()))
            if tile.image is None:
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
            else:
                painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)
        if self.hasFocus():
            painter.setOpacity(1.0)
            painter.setPen(QPen(theme().colour("accent"), theme().px(2)))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    # The mouse and the keys.

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        tile = self._at(event.position())
        if tile is not None:
            self.chosen.emit(tile.key)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        tile = self._at(event.position())
        key = None if tile is None else tile.key
        if key != self._under:
            self._under = key
            self.setToolTip("" if tile is None else tile.caption)
            self.pointed.emit(key)
            self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        if self._under is not None:
            self._under = None
            self.pointed.emit(None)
            self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        keys = [tile.key for tile in self._tiles if tile.image is not None]
        if event.key() not in moves or self._chosen not in keys:
            event.ignore()
            return
        index = max(0, min(len(keys) - 1, keys.index(self._chosen) + moves[Qt.Key(event.key())]))
        self.chosen.emit(keys[index])
