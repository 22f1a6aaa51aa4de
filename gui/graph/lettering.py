"""The fonts of the graph and how wide they make a text; measured once a text."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

from gui.theme import theme


class Lettering:
    """The graph's fonts at one zoom: of names, of what stands under them, and of marks and numbers."""

    def __init__(self) -> None:
        look = theme()
        self.fonts: dict[str, QFont] = {
            "name": look.font("body", 600, mono=True),
            "under": look.font("small", mono=True),
            "chip": look.font("tiny", 500, mono=True),
            "pill": look.font("small", 500, mono=True),
            "word": look.font("tiny", 500),
        }
        self._metrics = {role: QFontMetricsF(font) for role, font in self.fonts.items()}
        self._widths: dict[tuple[str, str], float] = {}
        self.heights = {role: metrics.height() for role, metrics in self._metrics.items()}

    def width(self, role: str, text: str) -> float:
        """Pixels that a text takes."""
        found = self._widths.get((role, text))
        if found is None:
            if len(self._widths) > 20_000:
                self._widths.clear()
            found = self._widths[role, text] = self._metrics[role].horizontalAdvance(text)
        return found

    def cut(self, role: str, text: str, room: float) -> str:
        """A text, shortened with an ellipsis if it is wider than the room."""
        if self.width(role, text) <= room:
            return text
        return self._metrics[role].elidedText(text, Qt.TextElideMode.ElideRight, room)


@lru_cache(maxsize=4)
def _of_zoom(_zoom: int, _presented: bool) -> Lettering:
    return Lettering()


def lettering() -> Lettering:
    """The fonts at the present zoom."""
    return _of_zoom(theme().zoom, theme().presented)
