"""A formula, set from LaTeX; the same in every language."""

from __future__ import annotations

import unicodedata
from collections import OrderedDict, deque

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget
from shiboken6 import isValid
from typing_extensions import override

from gui.theme import theme

MOST_DRAWINGS = 1024
"""Formulas that are kept drawn."""

_drawings: OrderedDict[tuple[str, int, str], QSvgRenderer] = OrderedDict()
_waiting: deque[Formula] = deque()


def drawable(text: str) -> bool:
    """Whether the font of formulas has all letters of a text: Arabic ones would be empty boxes, in the wrong order."""
    return text.isascii() or all(
        unicodedata.name(one, "").partition(" ")[0] in {"LATIN", "GREEK"}
        for one in text
        if not one.isascii() and unicodedata.category(one).startswith("L")
    )


def is_drawn(latex: str, size: int, colour: str) -> bool:
    """Whether a formula is kept drawn, so that `drawn` gives it at once."""
    return (latex, size, colour) in _drawings


def drawn(latex: str, size: int, colour: str) -> QSvgRenderer:
    """The drawing of a formula; a new one takes some milliseconds.

    Raises:
        Exception: It cannot be set; the typesetter has no exceptions of its own.
    """
    key = (latex, size, colour)
    if key not in _drawings:
        # Imported at the first formula, so that the window does not wait for it.
        from ziamath.config import config
        from ziamath.zmath import Latex

        config.svg2 = False  # Qt's renderer knows only SVG 1.
        if r"\sum" in latex:
            # Ziamath lets brackets that grow, around a sum in further ones, grow without end.
            latex = latex.replace(r"\left(", "(").replace(r"\right)", ")")
        _drawings[key] = QSvgRenderer(QByteArray(Latex(latex, size=size, color=colour).svg().encode()))
    _drawings.move_to_end(key)
    while len(_drawings) > MOST_DRAWINGS:
        _drawings.popitem(last=False)
    return _drawings[key]


def _draw_next() -> None:
    """Draw one formula that waits, then let the window work before the next one."""
    while _waiting:
        formula = _waiting.popleft()
        if isValid(formula) and formula.draw_now():
            break
    if _waiting:
        QTimer.singleShot(0, _draw_next)


def waiting_formulas() -> int:
    """How many formulas are still to be drawn."""
    return sum(isValid(one) and not one.drawn for one in _waiting)


class Formula(QWidget):
    """Paints one formula at its natural size, smaller where there is less width."""

    def __init__(self, size: str = "value", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._size_name = size
        self._latex = ""
        self._colour = "ink"
        self._drawn = True
        self._renderer: QSvgRenderer | None = None
        theme().changed.connect(self._render)

    @property
    def latex(self) -> str:
        """What is shown."""
        return self._latex

    @property
    def drawn(self) -> bool:
        """Whether nothing of it waits to be drawn."""
        return self._drawn

    def show_latex(self, latex: str, spoken: str = "", colour: str = "ink", *, later: bool = False) -> None:
        """Show a formula.

        Args:
            latex: Without dollar signs.
            spoken: The same in plain characters, for screen readers.
            colour: A field of `Palette`.
            later: Draw it once the window has nothing else to do, which takes some milliseconds, if it is a new one.
        """
        if self.accessibleName() != (spoken or latex):
            self.setAccessibleName(spoken or latex)
        if (latex, colour) == (self._latex, self._colour):
            return
        self._latex, self._colour = latex, colour
        if later and latex and self._key() not in _drawings:
            self._drawn = False
            self.update()
            if not _waiting:
                QTimer.singleShot(0, _draw_next)
            _waiting.append(self)
        else:
            self._render()

    def draw_now(self) -> bool:
        """Draw what waits to be drawn; False if nothing does."""
        if self._drawn:
            return False
        self._render()
        return True

    def _key(self) -> tuple[str, int, str]:
        # Set once at twice the size, so that it stays sharp on screens of a higher density.
        return self._latex, theme().sizes[self._size_name] * 2, theme().colour(self._colour).name()

    def _render(self) -> None:
        self._drawn = True
        if self._latex:
            self._renderer = drawn(*self._key())
        self.updateGeometry()
        self.update()

    def _natural(self) -> tuple[float, float]:
        size = QSize() if self._renderer is None else self._renderer.defaultSize()
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
        if not self._latex or not self._drawn or self._renderer is None:
            return
        width, height = self._natural()
        shrink = min(1.0, self.width() / max(width, 1.0))
        painter = QPainter(self)
        top = (self.height() - height * shrink) / 2
        self._renderer.render(painter, QRectF(0, top, width * shrink, height * shrink))
        painter.end()
