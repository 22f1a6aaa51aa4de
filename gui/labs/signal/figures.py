"""A stand-in until the figures are drawn."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.labs.signal_scene import SignalScene
from gui.labs.signal.bands import BandsFigure
from gui.widgets.parts import column


class FiguresView(QWidget):
    """Shows the first figure alone."""

    cursor_picked = Signal(int, int)
    cursor_pointed = Signal(object)

    def __init__(self, first: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = first
        column(self).addWidget(first)

    def show_scene(self, scene: SignalScene) -> None:
        """Show a scene."""
        assert isinstance(self.first, BandsFigure)
        self.first.show_scene(scene)

    def show_cursor(self, cursor: int, kernel: int) -> None:
        """Nothing moves."""

    def retranslate(self) -> None:
        """Say everything."""
