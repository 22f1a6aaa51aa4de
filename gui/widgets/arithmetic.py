"""The sum that one output value is: written out, in one large number, and beside torch's own value."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.numbers import MINUS, show_number
from gui.widgets.parts import Label, column, dress

AGREES_TO = 1e-4
"""Relative difference from torch's float32 that rounding alone explains (see docs/architecture.md)."""


def written_sum(bias: float, terms: Sequence[float], digits: int = 2) -> str:
    """The bias and the terms with their signs, such as ``0.05 [b] − 0.25 + 0.65``."""
    text = f"{show_number(bias, digits)} [b]"
    for term in terms:
        sign = MINUS if term < 0 else "+"
        text += f" {sign} {show_number(abs(term), digits)}"
    return text


class SumView(QWidget):
    """Shows a sum of products. Mathematics: left to right in every language."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = column(self, spacing=8)
        self.heading = Label("heading")
        self.sum, self.total, self.verdict = Label("mono"), Label("mono"), Label("quiet")
        for label in (self.sum, self.total):
            label.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        for label in (self.sum, self.verdict):
            label.setWordWrap(True)
        for label in (self.heading, self.sum, self.total, self.verdict):
            outer.addWidget(label)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.heading.setText(translate("Arithmetic", "Running sum"))

    def show_sum(
        self,
        bias: float,
        terms: Sequence[float],
        total: float,
        torch_value: float,
        colour: QColor,
        computed_by: str = "torch",
    ) -> None:
        """Show another sum.

        Args:
            bias: Its first term.
            terms: The others, in order.
            total: Their sum in float64.
            torch_value: What torch made of it in float32.
            colour: Of the kernel.
            computed_by: What of torch's made its value.
        """
        self.sum.setText(written_sum(bias, terms))
        self.total.setText(f"= {show_number(total, 4)}")
        dress(self.total, f"color: {colour.name()}; font-size: {theme().px(28)}px; font-weight: 600;")
        difference = abs(total - torch_value)
        agrees = difference <= AGREES_TO * max(1.0, abs(torch_value))
        text = (
            translate("Arithmetic", "✓ {torch} gives {value}; they differ by {difference}")
            if agrees
            else translate("Arithmetic", "{torch} gives {value}: that differs by {difference}")
        )
        self.verdict.setText(
            fill(
                text,
                torch=computed_by,
                value=show_number(torch_value, 4),
                difference=f"{difference:.0e}" if difference else "0",
            )
        )
        dress(self.verdict, f"color: {getattr(theme().palette, 'good' if agrees else 'danger')};")
