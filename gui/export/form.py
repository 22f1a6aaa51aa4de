"""What can be chosen for an export."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.export.request import (
    FORMATS,
    LEAST_FPS,
    LEAST_SIZE,
    MOST_FPS,
    MOST_SCALE,
    MOST_SIZE,
    PARTS,
    Format,
    Part,
)
from gui.language import LANGUAGES, NAMES, LanguageCode
from gui.palette import PALETTES, ThemeName
from gui.text import isolate, translate
from gui.theme import theme
from gui.widgets.choice import Choice
from gui.widgets.number_field import NumberField
from gui.widgets.parts import Label, row, show_if

CLIPBOARD = "clipboard"
TARGETS: tuple[Format | str, ...] = (*FORMATS, CLIPBOARD)
THEMES: tuple[ThemeName, ...] = tuple(PALETTES)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the user wants.

    Attributes:
        target: A format, or `CLIPBOARD`.
        part, width, height, scale, theme, language, fps: As of `ExportRequest`.
        steps: First and last of a film.
    """

    target: str = "png"
    part: Part = "view"
    width: int = 1280
    height: int = 720
    scale: int = 2
    theme: ThemeName = "light"
    language: LanguageCode = "en"
    steps: tuple[int, int] = (0, 0)
    fps: float = 2.0

    @property
    def is_film(self) -> bool:
        """Whether it has steps."""
        return self.target in ("gif", "mp4")


class ExportForm(QWidget):
    """Fields for a `Chosen`, one a line.

    Signals:
        changed: The user chose something else.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.target, self.part, self.scale = Choice(), Choice(), Choice()
        self.theme, self.language = Choice(), Choice()
        whole = float.is_integer
        self.width_field = NumberField(accept=lambda n: whole(n) and LEAST_SIZE <= n <= MOST_SIZE)
        self.height_field = NumberField(accept=lambda n: whole(n) and LEAST_SIZE <= n <= MOST_SIZE)
        self.first = NumberField(accept=lambda n: whole(n) and n >= 0)
        self.last = NumberField(accept=lambda n: whole(n) and n >= 0)
        self.fps = NumberField(accept=lambda n: LEAST_FPS <= n <= MOST_FPS)
        self._grid = QGridLayout(self)
        theme().space(self._grid, (0, 0, 0, 0), 10)
        self._labels = {
            name: Label("body") for name in ("target", "part", "size", "scale", "theme", "language", "steps", "fps")
        }
        self._signs = (Label("mono", "×"), Label("mono", ":"))
        self._lines: dict[str, QWidget] = {}
        parts: dict[str, tuple[QWidget, ...]] = {
            "target": (self.target,),
            "part": (self.part,),
            "size": (self.width_field, self._signs[0], self.height_field),
            "scale": (self.scale,),
            "theme": (self.theme,),
            "language": (self.language,),
            "steps": (self.first, self._signs[1], self.last),
            "fps": (self.fps,),
        }
        for place, (name, widgets) in enumerate(parts.items()):
            holder = QWidget()
            line = row(holder, spacing=6)
            for widget in widgets:
                line.addWidget(widget, 1 if isinstance(widget, Choice) else 0)
            if not isinstance(widgets[0], Choice):
                holder.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # Numbers, as in mathematics.
                line.addStretch(1)
            self._grid.addWidget(self._labels[name], place, 0)
            self._grid.addWidget(holder, place, 1)
            self._lines[name] = holder
        self._grid.setColumnStretch(1, 1)
        for choice in (self.target, self.part, self.scale, self.theme, self.language):
            choice.activated.connect(self._changed)
        for field in (self.width_field, self.height_field, self.first, self.last, self.fps):
            field.entered.connect(self._changed)
        self.retranslate()

    @property
    def chosen(self) -> Chosen:
        """What is chosen now."""
        return Chosen(
            target=TARGETS[max(0, self.target.currentIndex())],
            part=PARTS[max(0, self.part.currentIndex())],
            width=int(self.width_field.value),
            height=int(self.height_field.value),
            scale=max(0, self.scale.currentIndex()) + 1,
            theme=THEMES[max(0, self.theme.currentIndex())],
            language=LANGUAGES[max(0, self.language.currentIndex())],
            steps=(int(self.first.value), int(self.last.value)),
            fps=self.fps.value,
        )

    def show_chosen(self, chosen: Chosen) -> None:
        """Show choices, without telling."""
        self.target.setCurrentIndex(TARGETS.index(chosen.target))
        self.part.setCurrentIndex(PARTS.index(chosen.part))
        self.scale.setCurrentIndex(chosen.scale - 1)
        self.theme.setCurrentIndex(THEMES.index(chosen.theme))
        self.language.setCurrentIndex(LANGUAGES.index(chosen.language))
        for field, value in (
            (self.width_field, chosen.width),
            (self.height_field, chosen.height),
            (self.first, chosen.steps[0]),
            (self.last, chosen.steps[1]),
            (self.fps, chosen.fps),
        ):
            field.show_value(value)
        self._fold()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        words = {
            "target": translate("Export", "Format"),
            "part": translate("Export", "What"),
            "size": translate("Export", "Width and height"),
            "scale": translate("Export", "Scale"),
            "theme": translate("Export", "Theme"),
            "language": translate("Export", "Language"),
            "steps": translate("Export", "From step to step"),
            "fps": translate("Export", "Steps a second"),
        }
        for name, text in words.items():
            self._labels[name].setText(text)
        fill_choice(
            self.target,
            [
                translate("Export", "PNG picture"),
                translate("Export", "SVG drawing"),
                translate("Export", "PDF page"),
                translate("Export", "GIF film"),
                translate("Export", "MP4 film"),
                translate("Export", "Clipboard"),
            ],
        )
        fill_choice(
            self.part,
            [
                translate("Export", "The view"),
                translate("Export", "The view and the inspector"),
                translate("Export", "The whole page"),
            ],
        )
        fill_choice(self.scale, [isolate(f"{number} ×") for number in range(1, MOST_SCALE + 1)])
        fill_choice(
            self.theme,
            [translate("Export", "Light"), translate("Export", "Dark"), translate("Export", "Projector")],
        )
        fill_choice(self.language, [NAMES[code] for code in LANGUAGES])
        for name, widgets in (
            ("target", (self.target,)),
            ("part", (self.part,)),
            ("scale", (self.scale,)),
            ("theme", (self.theme,)),
            ("language", (self.language,)),
            ("fps", (self.fps,)),
        ):
            for widget in widgets:
                widget.setAccessibleName(words[name])
        self.width_field.setAccessibleName(translate("Export", "Width in pixels"))
        self.height_field.setAccessibleName(translate("Export", "Height in pixels"))
        self.first.setAccessibleName(translate("Export", "First step"))
        self.last.setAccessibleName(translate("Export", "Last step"))

    def _changed(self) -> None:
        self._fold()
        self.changed.emit()

    def _fold(self) -> None:
        film = self.chosen.is_film
        vectors = self.chosen.target in ("svg", "pdf")
        for name in ("steps", "fps"):
            show_if(self._lines[name], film)
            show_if(self._labels[name], film)
        for widget in (self._lines["scale"], self._labels["scale"]):
            widget.setEnabled(not vectors)


def fill_choice(choice: Choice, texts: list[str]) -> None:
    """Other words for the same things; the chosen one stays."""
    index = max(0, choice.currentIndex())
    choice.clear()
    choice.addItems(texts)
    choice.setCurrentIndex(index)
