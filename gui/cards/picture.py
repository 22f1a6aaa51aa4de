"""A card's picture: painted natively from its parameters, the same in every language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gui.cards import calculus_pictures as calculus
from gui.cards import graph_pictures as graphs
from gui.cards import layer_pictures as layers
from gui.cards import signal_pictures as signals
from gui.cards import window_pictures as windows
from gui.cards.canvas import WIDTH, Canvas
from gui.theme import theme
from gui.widgets.painting import left_to_right_painter

PAINTERS: dict[str, tuple[Callable[..., None], float]] = {
    "windows": (windows.paint_windows, 178),
    "padding": (windows.paint_padding, 150),
    "flip": (windows.paint_flip, 160),
    "im2col": (windows.paint_im2col, 164),
    "grid": (windows.paint_grid, 144),
    "channels": (layers.paint_channels, 160),
    "links": (layers.paint_links, 140),
    "cone": (layers.paint_cone, 164),
    "sheets": (layers.paint_sheets, 150),
    "band": (layers.paint_band, 160),
    "mapping": (layers.paint_mapping, 150),
    "dot": (layers.paint_dot, 150),
    "waves": (signals.paint_waves, 130),
    "shifted": (signals.paint_shifted, 160),
    "motif": (signals.paint_motif, 150),
    "spectrum": (signals.paint_spectrum, 150),
    "curve": (signals.paint_curve, 160),
    "slope": (calculus.paint_slope, 160),
    "arrow": (calculus.paint_arrow, 150),
    "bars": (calculus.paint_bars, 150),
    "layouts": (calculus.paint_layouts, 140),
    "product": (calculus.paint_product, 130),
    "broadcast": (calculus.paint_broadcast, 164),
    "graph": (graphs.paint_graph, 140),
    "passes": (graphs.paint_passes, 140),
    "route": (graphs.paint_route, 150),
    "memory": (graphs.paint_memory, 140),
    "version": (graphs.paint_version, 140),
    "key": (graphs.paint_key, 120),
}
"""Each picture's painter and its height in units; what the painter takes by name is what a card's `draws` has."""


class CardPicture(QWidget):
    """Paints one picture, as large as it is at 100 % or as its width allows, in the middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = ""
        self._draws: dict[str, Any] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self._changed)

    @property
    def picture(self) -> str:
        """The painter's name, or ""."""
        return self._picture

    def show_picture(self, picture: str, draws: Mapping[str, Any], spoken: str) -> None:
        """Show another picture.

        Args:
            picture: A name of `PAINTERS`.
            draws: What its painter takes.
            spoken: What it shows, for screen readers.
        """
        self._picture, self._draws = picture, dict(draws)
        self.setAccessibleName(spoken)
        self._changed()

    def _changed(self) -> None:
        self.updateGeometry()
        self.update()

    @property
    def _height(self) -> float:
        return PAINTERS[self._picture][1] if self._picture else 0

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(WIDTH), theme().px(self._height))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().px(self._height))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._picture:
            return
        paint, height = PAINTERS[self._picture]
        painter = left_to_right_painter(self)
        scale = min(theme().zoom / 100, self.width() / WIDTH, self.height() / height)
        painter.translate((self.width() - WIDTH * scale) / 2, (self.height() - height * scale) / 2)
        painter.scale(scale, scale)
        paint(Canvas(painter, height), **self._draws)
        painter.end()
