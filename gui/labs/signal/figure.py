"""What the painted figures share: a scene, a cursor, a still picture under moving overlays, and the mouse."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from core.labs.signal.scene import SignalScene
from gui.text import translate
from gui.theme import theme
from gui.widgets.painting import left_to_right_painter

Values = npt.NDArray[np.float32]


def cells_of(scene: SignalScene, first: int, count: int) -> Values:
    """Cells from a position on, (channels, count); NaN where they are not loaded."""
    found = np.full((max(1, scene.channels), count), np.nan, np.float32)
    for block in reversed(scene.blocks):
        low, high = max(first, block.first), min(first + count, block.first + block.cells.shape[1])
        if low < high:
            found[:, low - first : high - first] = block.cells[:, low - block.first : high - block.first]
    return found


def outputs_of(scene: SignalScene, first: int, count: int) -> Values:
    """Outputs from an index on, (Cout, count); NaN where they are not loaded."""
    found = np.full((len(scene.weight), count), np.nan, np.float32)
    for block in reversed(scene.blocks):
        low = max(first, block.first_output)
        high = min(first + count, block.first_output + block.output.shape[1])
        if low < high:
            found[:, low - first : high - first] = block.output[:, low - block.first_output : high - block.first_output]
    return found


def largest(*arrays: npt.NDArray[np.floating]) -> float:
    """The largest finite magnitude, which gets the full colour; 1 where there is none."""
    magnitudes = [np.abs(array[np.isfinite(array)]) for array in arrays]
    found = max((float(one.max()) for one in magnitudes if one.size), default=0.0)
    return found or 1.0


def paged(present: int, wanted: tuple[int, int], bounds: tuple[int, int], count: int) -> int:
    """The first of `count` rows to show, so that the wanted ones, from the first up to the second, are among them.

    It stays what it is while it can: rows that slid under the mouse with every step could not be pointed at.
    """
    low, high = wanted
    last = max(bounds[0], bounds[1] - count)
    inside = present <= low and high <= present + count and bounds[0] <= present <= last
    return present if inside else max(bounds[0], min((low + high - count) // 2, last))


class Figure(QWidget):
    """A painted figure of a scene. Mathematics: left to right in every language.

    A subclass paints what only the scene decides in `paint_still`, which is kept as a picture, and
    what moves with the cursor in `paint_over`.
    """

    picked = Signal(int, int)
    """Output index and kernel of a cell that was clicked."""
    pointed = Signal(object)
    """The same pair of the cell under the mouse, or None."""

    needs_output = True
    """Whether there is nothing to paint where the layer is refused."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.scene: SignalScene | None = None
        self.cursor_output, self.chosen = 0, 0
        self._under: tuple[int, int] | None = None
        self._still = QPixmap()
        self._still_key: Hashable = None
        theme().changed.connect(self._redress)

    def show_scene(self, scene: SignalScene) -> None:
        """Show another scene, with its own cursor."""
        self.scene = scene
        self._still_key = None
        self.show_cursor(scene.state.cursor, scene.state.kernel)

    def show_cursor(self, cursor: int, kernel: int) -> None:
        """Move the overlays; a cursor beyond the ends stays at the end, a kernel of -1 changes nothing."""
        if self.scene is not None:
            self.cursor_output = max(0, min(cursor, self.scene.output_length - 1))
            if kernel >= 0:
                self.chosen = min(kernel, max(0, len(self.scene.weight) - 1))
        self.update()

    def paint_still(self, painter: QPainter, scene: SignalScene) -> None:
        """Paint what stays while the cursor moves."""

    def paint_over(self, painter: QPainter, scene: SignalScene) -> None:
        """Paint what moves with the cursor."""

    def still_key(self, scene: SignalScene) -> Hashable:  # noqa: ARG002
        """What, besides the scene and the size, decides the still picture."""
        return ()

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:  # noqa: ARG002
        """Output index and kernel of the output cell at a point."""
        return None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to paint but the sentence that says so."""
        return self.needs_output and (self.scene is None or not self.scene.output_length or not len(self.scene.weight))

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(430), theme().px(264))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(240))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        scene = self.scene
        if scene is None:
            return
        if self.empty:
            painter = left_to_right_painter(self)
            painter.setFont(theme().font("small"))
            painter.setPen(theme().colour("soft"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), flags, translate("Signal", "This layer has no output"))
            painter.end()
            return
        key = (self.still_key(scene), self.size().toTuple(), self.devicePixelRatioF())
        if key != self._still_key:
            self._still = self._picture(scene)
            self._still_key = key
        painter = left_to_right_painter(self)
        painter.drawPixmap(0, 0, self._still)
        self.paint_over(painter, scene)
        painter.end()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(None if self.empty else self.cell_at(event.position()))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = None if self.empty else self.cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self.picked.emit(*cell)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)

    def _point(self, cell: tuple[int, int] | None) -> None:
        if cell != self._under:
            self._under = cell
            self.setCursor(Qt.CursorShape.ArrowCursor if cell is None else Qt.CursorShape.PointingHandCursor)
            self.pointed.emit(cell)

    def _picture(self, scene: SignalScene) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = left_to_right_painter(picture)
        self.paint_still(painter, scene)
        painter.end()
        return picture

    def _redress(self) -> None:
        self._still_key = None
        self.updateGeometry()
        self.update()
