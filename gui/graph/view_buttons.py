"""The buttons in the corner of the graph: nearer, farther, everything."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from gui.text import translate
from gui.widgets.parts import IconButton, row


class ViewButtons(QFrame):
    """Fit, zoom in, zoom out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        line = row(self, margins=(2, 2, 2, 2), spacing=0)
        self.fit, self.closer, self.farther = IconButton("fit"), IconButton("plus"), IconButton("minus")
        for button in (self.fit, self.closer, self.farther):
            line.addWidget(button)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.fit.set_name(translate("Graph", "The whole graph"), "F")
        self.closer.set_name(translate("Graph", "Closer"))
        self.farther.set_name(translate("Graph", "Farther"))
