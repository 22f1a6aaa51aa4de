"""The page of figures: four ways to see one layer, side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from core.labs.signal.scene import SignalScene
from gui.labs.signal.bands import BandsFigure
from gui.labs.signal.box_figure import BoxFigure
from gui.labs.signal.figure import Figure
from gui.labs.signal.product_figure import ProductFigure
from gui.labs.signal.slab_figure import SlabFigure
from gui.text import translate
from gui.theme import theme
from gui.widgets.parts import Card, Label, Note

TWO_COLUMNS = 700
"""Pixels at 100 % from which the cards stand two in a row."""


class FigureCard(Card):
    """A figure under its heading and one line about it."""

    def __init__(self, figure: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.heading, self.note = Label("heading"), Note()
        self.figure = figure
        self.column.addWidget(self.heading)
        self.column.addWidget(self.note)
        self.column.addWidget(figure, 1)

    def say(self, heading: str, note: str) -> None:
        """Show texts, and name the figure for screen readers."""
        self.heading.setText(heading)
        self.note.setText(note)
        self.note.setToolTip(note)
        self.figure.setAccessibleName(heading)
        self.figure.setAccessibleDescription(note)


class FiguresView(QWidget):
    """Matrix to bands, column to slab, the signal as a box, and all kernels as one product.

    Args:
        bands: Shown in the first card; the view takes it over.
        parent: Of the view.
    """

    cursor_picked = Signal(int, int)
    """Output index and kernel (-1 for none) of a cell that was clicked."""
    cursor_pointed = Signal(object)
    """The same pair of the cell under the mouse, or None when it leaves."""

    def __init__(self, bands: BandsFigure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.bands = bands
        self.slab, self.box, self.product = SlabFigure(), BoxFigure(), ProductFigure()
        self.figures: tuple[Figure, ...] = (self.slab, self.box, self.product)
        self.cards = tuple(FigureCard(figure) for figure in (bands, *self.figures))
        self._grid = QGridLayout(self)
        theme().space(self._grid, (0, 0, 0, 0), 12)
        self._columns = 0
        self._place_cards(2)
        for figure in self.figures:
            figure.picked.connect(self.cursor_picked)
            figure.pointed.connect(self.cursor_pointed)
        theme().changed.connect(self._arrange)
        self.retranslate()

    def show_scene(self, scene: SignalScene) -> None:
        """Show another scene, with the cursor that its state has."""
        self.bands.show_scene(scene)
        for figure in self.figures:
            figure.show_scene(scene)

    def show_cursor(self, cursor: int, kernel: int) -> None:
        """Move the overlays to an output and a kernel; a kernel of -1 leaves it as it is."""
        for figure in self.figures:
            figure.show_cursor(cursor, kernel)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.bands.retranslate()
        matrix, slab, box, product = self.cards
        matrix.say(
            translate("Signal", "Matrix to bands"),
            translate("Signal", "The layer is one matrix: every row is the kernel, moved on"),
        )
        slab.say(
            translate("Signal", "Column to slab"),
            translate("Signal", "Every kernel makes one layer of the output's thickness"),
        )
        box.say(
            translate("Signal", "A signal is n × 1 × channels"),
            translate("Signal", "The domain stays one-dimensional; channels only make it thicker"),
        )
        product.say(
            translate("Signal", "Kernels × window = outputs"),
            translate("Signal", "Every kernel is a row, and makes one number from the window"),
        )
        for figure in self.figures:
            figure.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Two cards in a row where there is room, else one."""
        columns = 2 if self.width() >= theme().px(TWO_COLUMNS) else 1
        if columns != self._columns:
            self._place_cards(columns)

    def _place_cards(self, columns: int) -> None:
        self._columns = columns
        for index, card in enumerate(self.cards):
            self._grid.addWidget(card, index // columns, index % columns)
        for index in range(4):
            self._grid.setRowStretch(index, 1 if index < 4 // columns else 0)
            self._grid.setColumnStretch(index, 1 if index < columns else 0)
