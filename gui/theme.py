"""The look: one type scale, one spacing unit and one palette, at one zoom for everything."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from gui.palette import PALETTES, Palette, ThemeName
from gui.stylesheet import stylesheet

UNIT = 4
"""Pixels of one unit of space at 100 %."""

SIZES = {"tiny": 12, "small": 13, "body": 14, "value": 15, "title": 17, "large": 19, "huge": 28}
PRESENTED_SIZES = {"tiny": 14, "small": 16, "body": 16, "value": 16, "title": 18, "large": 20, "huge": 28}
"""The type scale of a lecture hall: what is code, a formula or a number is never small print there."""
ZOOMS = (50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300, 400)
PRESENTED_ZOOMS = (*ZOOMS, 500, 600, 800, 1000)
"""Up to a screen of eight thousand pixels."""
LEAST_SHARE = 0.03
"""The least height of code and formulas that are presented, as a part of the screen's."""

SANS = "IBM Plex Sans Arabic"
"""Carries Plex Sans's Latin too, in every weight; the Latin family alone comes as one variable file, whose
weights Qt 6.11 does not tell apart."""
SYMBOLS = "IBM Plex Sans"
MONO = "IBM Plex Mono"
FONT_FILES = {
    "fontpkg_ibm_plex_sans": ("IBMPlexSans[wdth,wght].ttf",),
    "fontpkg_ibm_plex_sans_arabic": tuple(
        f"IBMPlexSansArabic-{weight}.ttf" for weight in ("Regular", "Medium", "SemiBold")
    ),
    "fontpkg_ibm_plex_mono": tuple(f"IBMPlexMono-{weight}.ttf" for weight in ("Regular", "Medium", "SemiBold")),
}


def load_fonts() -> list[str]:
    """Make the bundled fonts known to Qt; returns the files that could not be loaded."""
    missing = []
    for package, names in FONT_FILES.items():
        for name in names:
            path = Path(str(files(package))) / "files" / name
            if QFontDatabase.addApplicationFont(str(path)) < 0:
                missing.append(name)
    return missing


def presented_zoom(height: int) -> int:
    """The zoom in per cent at which code is `LEAST_SHARE` of a screen of that height in pixels."""
    least = min(PRESENTED_SIZES[name] for name in ("small", "body", "value"))
    percent = ZOOMS[0]
    while percent < PRESENTED_ZOOMS[-1] and round(least * percent / 100) < LEAST_SHARE * height:
        percent += 1
    return percent


class Theme(QObject):
    """The present palette and zoom; `changed` when either changes.

    Sizes are written in pixels at 100 % and asked for through `px`. A layout that was made by
    `space` and a widget that was made by `size` follow the zoom by themselves.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chosen: ThemeName | None = None
        self._before: tuple[ThemeName | None, int] | None = None
        self.zoom = 100
        self.normal_zoom = 100
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def palette(self) -> Palette:
        """The colours now: the chosen theme's, or those that the system asks for."""
        if self._chosen is not None:
            return PALETTES[self._chosen]
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return PALETTES["dark" if dark else "light"]

    @property
    def chosen(self) -> ThemeName | None:
        """The theme that the user chose, or None for the system's."""
        return self._chosen

    def choose(self, name: ThemeName | None) -> None:
        """Take a theme, or follow the system with None."""
        if name != self._chosen:
            self._chosen = name
            self.apply()

    def set_zoom(self, percent: int) -> None:
        """Show everything at a size of 50 to 400 %."""
        percent = max(self._zooms[0], min(self._zooms[-1], percent))
        if percent != self.zoom:
            self.zoom = percent
            self.apply()

    def zoom_step(self, direction: int) -> None:
        """Go to the next larger (1) or smaller (-1) zoom of the scale."""
        if direction > 0:
            larger = [zoom for zoom in self._zooms if zoom > self.zoom]
            self.set_zoom(larger[0] if larger else self._zooms[-1])
        else:
            smaller = [zoom for zoom in self._zooms if zoom < self.zoom]
            self.set_zoom(smaller[-1] if smaller else self._zooms[0])

    @property
    def _zooms(self) -> tuple[int, ...]:
        return PRESENTED_ZOOMS if self.presented else ZOOMS

    @property
    def presented(self) -> bool:
        """Whether everything has the look of a lecture hall."""
        return self._before is not None

    @property
    def sizes(self) -> dict[str, int]:
        """The present type scale, in pixels at 100 %."""
        return PRESENTED_SIZES if self.presented else SIZES

    def present(self, height: int) -> None:
        """Take the look of a lecture hall: the projector's colours, and type for a screen of a height in pixels.

        Again with another height it is fitted to that; a zoom of the user's own is kept in proportion.
        """
        percent = presented_zoom(height)
        if self._before is None:
            self._before = (self._chosen, self.zoom)
            self._chosen = "projector"
            self.zoom = percent
        elif percent != self.normal_zoom:
            self.zoom = max(ZOOMS[0], min(PRESENTED_ZOOMS[-1], round(self.zoom * percent / self.normal_zoom)))
        else:
            return
        self.normal_zoom = percent
        self.apply()

    def end_presenting(self) -> None:
        """Take the look again that there was before."""
        if self._before is not None:
            self._chosen, self.zoom = self._before
            self._before = None
            self.normal_zoom = 100
            self.apply()

    def px(self, pixels: float) -> int:
        """Pixels at the present zoom; never below 1 for a positive length."""
        return max(1, round(pixels * self.zoom / 100)) if pixels > 0 else round(pixels * self.zoom / 100)

    def font(self, size: str = "body", weight: int = 400, *, mono: bool = False) -> QFont:
        """A font of the type scale.

        Args:
            size: A name of `SIZES`.
            weight: 400, 500 or 600.
            mono: For numbers, shapes, code and identifiers.
        """
        font = QFont()
        font.setFamilies([MONO, SANS, SYMBOLS] if mono else [SANS, SYMBOLS])
        font.setPixelSize(self.px(self.sizes[size]))
        font.setWeight(QFont.Weight(weight))
        return font

    def colour(self, name: str) -> QColor:
        """A chrome colour of the palette by its name."""
        return QColor(getattr(self.palette, name))

    def space(self, layout: QLayout, margins: tuple[float, float, float, float], spacing: float) -> None:
        """Set a layout's margins and spacing in pixels at 100 %; they follow the zoom."""
        layout.setProperty("units", [*margins, spacing])
        self._space(layout)

    def size(self, widget: QWidget, *, width: float = 0, height: float = 0) -> None:
        """Fix a widget's width or height in pixels at 100 %; they follow the zoom."""
        widget.setProperty("units", [width, height])
        self._size(widget)

    def least(self, widget: QWidget, *, width: float = 0, height: float = 0) -> None:
        """Bound a widget's size from below in pixels at 100 %; the bound follows the zoom."""
        widget.setProperty("least", [width, height])
        self._least(widget)

    def apply(self) -> None:
        """Dress the whole program anew, then tell those who paint themselves."""
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            return
        application.setFont(self.font())
        application.setStyleSheet(stylesheet(self.palette, self.px, self.sizes))
        for top in application.topLevelWidgets():
            for widget in (top, *top.findChildren(QWidget)):
                if widget.property("units"):
                    self._size(widget)
                if widget.property("least"):
                    self._least(widget)
            for layout in top.findChildren(QLayout):
                if layout.property("units"):
                    self._space(layout)
        self.changed.emit()

    def _space(self, layout: QLayout) -> None:
        left, top, right, bottom, spacing = (self.px(unit) for unit in layout.property("units"))
        layout.setContentsMargins(left, top, right, bottom)
        layout.setSpacing(spacing)

    def _size(self, widget: QWidget) -> None:
        width, height = widget.property("units")
        if width:
            widget.setFixedWidth(self.px(width))
        if height:
            widget.setFixedHeight(self.px(height))

    def _least(self, widget: QWidget) -> None:
        width, height = widget.property("least")
        if width:
            widget.setMinimumWidth(self.px(width))
        if height:
            widget.setMinimumHeight(self.px(height))

    def _system_changed(self) -> None:
        if self._chosen is None:
            self.apply()


_theme: Theme | None = None


def theme() -> Theme:
    """The program's one theme; made at first use, when the application exists."""
    global _theme
    if _theme is None:
        _theme = Theme()
    return _theme
