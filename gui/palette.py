"""The colours: chrome for each theme, and data colours that mean the same in all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

ThemeName = Literal["light", "dark", "projector"]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme, as ``#RRGGBB``.

    Attributes:
        ground: Behind the cards.
        paper: Cards, panels and bars.
        line: One-pixel lines between things.
        control: The edge of what can be operated, 3:1 on paper.
        ink: Text that is read.
        soft: Labels and what stands back.
        accent: What moves or is chosen.
        on_accent: Text on the accent.
        wash: The accent, thinned to a background.
        danger: What is wrong.
        danger_wash: The same as a background.
        good: What agrees.
        zero: The middle of signed data.
        negative: The low end of signed data.
        positive: The high end.
        kernels: One colour a kernel, Okabe and Ito's (2008), repeated beyond the last.
        line_width: Pixels of a line at 100 %.
    """

    name: ThemeName
    ground: str
    paper: str
    line: str
    control: str
    ink: str
    soft: str
    accent: str
    on_accent: str
    wash: str
    danger: str
    danger_wash: str
    good: str
    zero: str
    negative: str
    positive: str
    kernels: tuple[str, ...]
    line_width: float = 1.0

    def kernel(self, index: int) -> QColor:
        """The colour of a kernel and of all that it makes."""
        return QColor(self.kernels[index % len(self.kernels)])

    @property
    def forward(self) -> QColor:
        """Of the forward pass: values, and nodes as they are made."""
        return self.kernel(0)

    @property
    def backward(self) -> QColor:
        """Of a backward pass: gradients, and where they travel."""
        return self.kernel(1)

    def signed(self, value: float, scale: float) -> QColor:
        """The colour of a signed value: `zero` at exactly 0, the ends at -scale and +scale."""
        if not np.isfinite(value) or scale <= 0:
            return QColor(self.zero)
        share = max(-1.0, min(1.0, value / scale))
        end = QColor(self.positive if share > 0 else self.negative)
        return mix(QColor(self.zero), end, abs(share))

    def signed_table(self, entries: int = 256) -> npt.NDArray[np.ubyte]:
        """`signed` as a lookup table, (entries, 4) RGBA."""
        shares = np.linspace(-1, 1, entries)
        return np.array([self.signed(float(share), 1).getRgb() for share in shares], np.ubyte)

    def text_on(self, background: QColor) -> QColor:
        """Black or white, whichever stands out more from a background (WCAG 2.2 contrast)."""
        luminance = relative_luminance(background)
        return QColor("#000000") if (luminance + 0.05) ** 2 > 0.05 * 1.05 else QColor("#FFFFFF")


def mix(start: QColor, end: QColor, share: float) -> QColor:
    """A colour on the way from one to another, 0 at the first and 1 at the second."""
    first, last = start.toRgb(), end.toRgb()
    red = first.redF() + (last.redF() - first.redF()) * share
    green = first.greenF() + (last.greenF() - first.greenF()) * share
    blue = first.blueF() + (last.blueF() - first.blueF()) * share
    return QColor.fromRgbF(red, green, blue)


def relative_luminance(colour: QColor) -> float:
    """WCAG 2.2's relative luminance, 0 for black and 1 for white."""
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: QColor, second: QColor) -> float:
    """WCAG 2.2's contrast ratio of two colours, 1 to 21."""
    high, low = sorted((relative_luminance(first), relative_luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


LIGHT = Palette(
    name="light",
    ground="#F6F5F2",
    paper="#FFFFFF",
    line="#E3E0D9",
    control="#8C9097",
    ink="#1C2126",
    soft="#626A74",
    accent="#0F62FE",
    on_accent="#FFFFFF",
    wash="#EDF2FF",
    danger="#B3261E",
    danger_wash="#FCEEED",
    good="#00734F",
    zero="#FFFFFF",
    negative="#2166AC",
    positive="#C0273B",
    kernels=("#0072B2", "#D55E00", "#008A63", "#B5548A", "#A67100", "#3A8FC4", "#7A6F00", "#555B62"),
)
DARK = Palette(
    name="dark",
    ground="#14171A",
    paper="#1C2024",
    line="#2E343A",
    control="#737D88",
    ink="#E9ECEF",
    soft="#98A2AD",
    accent="#78A9FF",
    on_accent="#0B1220",
    wash="#1F2B40",
    danger="#FF8A80",
    danger_wash="#3A2220",
    good="#4FD1A5",
    zero="#2E343A",
    negative="#4D9BE6",
    positive="#E8505B",
    kernels=("#56B4E9", "#F08A3C", "#2CC295", "#E29BC4", "#E6B422", "#8FB8FF", "#F0E442", "#B8C0C8"),
)
PROJECTOR = Palette(
    name="projector",
    ground="#FFFFFF",
    paper="#FFFFFF",
    line="#8E8A81",
    control="#4A5058",
    ink="#000000",
    soft="#3A4047",
    accent="#003FC4",
    on_accent="#FFFFFF",
    wash="#EAF0FF",
    danger="#8A0F0A",
    danger_wash="#FCE6E4",
    good="#00513A",
    zero="#FFFFFF",
    negative="#4E99E4",  # 3:1 on zero, and black numbers 7:1 on every colour between the ends.
    positive="#F76565",
    kernels=("#00558A", "#8F3D00", "#005C42", "#8A2F65", "#6B4800", "#0B5C8F", "#544C00", "#33383E"),
    line_width=2.0,
)
PALETTES: dict[ThemeName, Palette] = {"light": LIGHT, "dark": DARK, "projector": PROJECTOR}
LASER = "#E00020"
"""Of the pointer's dot, which has a white rim: seen on paper and on any picture."""
