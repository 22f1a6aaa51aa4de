"""A formula, set from LaTeX; the same in every language."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gui.theme import SIZES, theme


@lru_cache(maxsize=512)
def _drawing(latex: str, size: int, colour: str) -> bytes:
    # Imported at the first formula, so that the window does not wait for it.
    from ziamath.config import config
    from ziamath.zmath import Latex

    config.svg2 = False  # Qt's renderer knows only SVG 1.
    drawn: str = Latex(latex, size=size, color=colour).svg()
    return drawn.encode()


class Formula(QWidget):
    """Paints one formula at its natural size, smaller where there is less width."""

    def __init__(self, size: str = "value", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._size_name = size
        self._latex = ""
        self._colour = "ink"
        self._renderer = QSvgRenderer(self)
        theme().changed.connect(self._render)

    @property
    def latex(self) -> str:
        """What is shown."""
        return self._latex

    def show_latex(self, latex: str, spoken: str = "", colour: str = "ink") -> None:
        """Show another formula.

        Args:
            latex: Mathematics without dollar signs.
            spoken: The same in plain characters, for screen readers.
            colour: A field of `Palette`.
        """
        self.setAccessibleName(spoken or latex)
        if (latex, colour) != (self._latex, self._colour):
            self._latex, self._colour = latex, colour
            self._render()

    def _render(self) -> None:
        if self._latex:
            # Set once at twice the size, so that it stays sharp on screens of a higher density.
            svg = _drawing(self._latex, SIZES[self._size_name] * 2, theme().colour(self._colour).name())
            self._renderer.load(QByteArray(svg))
        self.updateGeometry()
        self.update()

    def _natural(self) -> tuple[float, float]:
        size = self._renderer.defaultSize()
        return size.width() / 2 * theme().zoom / 100, size.height() / 2 * theme().zoom / 100

    @override
    def sizeHint(self) -> QSize:
        width, height = self._natural() if self._latex else (0.0, 0.0)
        return QSize(round(width), max(round(height), theme().px(20)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(60), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._latex:
            return
        width, height = self._natural()
        shrink = min(1.0, self.width() / max(width, 1.0))
        painter = QPainter(self)
        top = (self.height() - height * shrink) / 2
        self._renderer.render(painter, QRectF(0, top, width * shrink, height * shrink))
        painter.end()
