"""The ledger of one input cell's gradient: what every output that read it sends back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.convolution.gradients import Contribution
from gui.text import COUNTED, fill, translate
from gui.theme import theme
from gui.widgets.arithmetic import AGREES_TO
from gui.widgets.numbers import show_number
from gui.widgets.parts import Label, column, dress
from gui.widgets.tensor_grid import Cells, TensorGrid
from gui.widgets.waterfall import Waterfall

MOST_LINES = 14


@dataclass(frozen=True, slots=True)
class CellGradient:
    """The gradient of one input cell, and those of a kernel.

    Attributes:
        which: The cell in words.
        name: The cell's index, such as ``L, 7``.
        parts: What every output that read the cell sends back.
        torch_value: The cell's gradient as torch found it.
        kernel: The kernel.
        weight: Its gradient, or one channel of it, (rows, columns).
        labels: Of the rows of `weight`, or none.
        bias: The gradient of its bias.
        transposed_difference: As of `Gradients`.
        dimensions: 1 or 2.
    """

    which: str
    name: str
    parts: list[Contribution]
    torch_value: float
    kernel: int
    weight: npt.NDArray[np.floating]
    labels: tuple[str, ...]
    bias: float
    transposed_difference: float
    dimensions: int


class GradientInspector(QWidget):
    """Shows the gradient of one input cell, and those of the chosen kernel and its bias."""

    def __init__(self, dimensions: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dimensions = dimensions
        self._cell: CellGradient | None = None
        outer = column(self, spacing=10)
        self.heading = Label("heading")
        self.which = Label("large")
        self.which.setWordWrap(True)
        self.lines, self.total = Label("formula"), Label("mono")
        for label in (self.lines, self.total):
            label.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self.waterfall = Waterfall()
        self.verdict, self.transposed = Label("quiet"), Label("quiet")
        for label in (self.verdict, self.transposed):
            label.setWordWrap(True)
        self.kernel_heading, self.bias_heading = Label("heading"), Label("heading")
        self.weights = TensorGrid()
        self.bias = Label("mono")
        self.bias.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        for part in (
            self.heading,
            self.which,
            self.lines,
            self.waterfall,
            self.total,
            self.verdict,
            self.kernel_heading,
            self.weights,
            self.bias_heading,
            self.bias,
            self.transposed,
        ):
            outer.addWidget(part)
        outer.addStretch(1)
        theme().changed.connect(self._refresh)
        self.retranslate()

    def show_cell(self, cell: CellGradient | None) -> None:
        """Show another input cell and the gradients of a kernel; None where there are no gradients."""
        self._cell = cell
        self._refresh()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.heading.setText(
            translate("Signal", "Gradient of one input sample")
            if self._dimensions == 1
            else translate("Image", "Gradient of one input cell")
        )
        self.waterfall.setAccessibleName(translate("Signal", "The sum as it builds up"))
        self.bias_heading.setText(translate("Signal", "Gradient of the bias: the sum of what arrives"))
        self._refresh()

    def _refresh(self) -> None:
        cell = self._cell
        for part in (self.lines, self.waterfall, self.total, self.verdict, self.kernel_heading, self.weights):
            part.setVisible(cell is not None)
        for part in (self.bias_heading, self.bias, self.transposed):
            part.setVisible(cell is not None)
        if cell is None:
            self.which.setText("")
            return
        self.which.setText(cell.which)
        parts = cell.parts
        shown = parts if len(parts) <= MOST_LINES else sorted(parts, key=lambda part: -abs(part.product))[:MOST_LINES]
        lines = [_line(part) for part in shown]
        if len(parts) > len(shown):
            hidden = len(parts) - len(shown)
            lines.append(translate("Signal", "%n smaller term(s)", "", COUNTED, hidden))
        self.lines.setText("\n".join(lines) if lines else translate("Signal", "No window reads it: zero"))
        colour = theme().colour("accent")
        self.waterfall.show_terms(0.0, [part.product for part in parts], colour)
        total = sum(part.product for part in parts)
        self.total.setText(f"∂L/∂x[{cell.name}] = {show_number(total, 4)}")
        dress(
            self.total,
            f"color: {colour.name()}; font-size: {theme().px(19 if cell.dimensions == 1 else 16)}px; font-weight: 600;",
        )
        difference = abs(total - cell.torch_value)
        agrees = difference <= AGREES_TO * max(1.0, abs(cell.torch_value))
        sentence = (
            translate("Arithmetic", "✓ {torch} gives {value}; they differ by {difference}")
            if agrees
            else translate("Arithmetic", "{torch} gives {value}: that differs by {difference}")
        )
        self.verdict.setText(
            fill(
                sentence,
                torch="torch",
                value=show_number(cell.torch_value, 4),
                difference=f"{difference:.0e}" if difference else "0",
            )
        )
        dress(self.verdict, f"color: {getattr(theme().palette, 'good' if agrees else 'danger')};")
        self.kernel_heading.setText(fill(translate("Signal", "Gradient of kernel {number}"), number=cell.kernel + 1))
        self.weights.show_cells(Cells(cell.weight, labels=cell.labels))
        self.weights.setAccessibleName(self.kernel_heading.text())
        self.bias.setText(f"∂L/∂b[{cell.kernel}] = {show_number(cell.bias, 4)}")
        self.transposed.setText(
            fill(
                translate("Signal", "{call} gives the same; the largest difference is {difference}"),
                call=f"F.conv_transpose{cell.dimensions}d(g, w)",
                difference=f"{cell.transposed_difference:.0e}" if cell.transposed_difference else "0",
            )
        )


def _line(part: Contribution) -> str:
    """One product; of a picture without its two numbers, for which there is no room."""
    weight = f"w{part.kernel + 1}[{_index(part.tap)}]"
    upstream = f"g{part.kernel + 1}[{_index(part.output)}]"
    if len(part.tap) == 1:
        weight, upstream = f"{weight} {show_number(part.weight)}", f"{upstream} {show_number(part.upstream)}"
    return f"{weight} × {upstream} = {show_number(part.product)}"


def _index(place: tuple[int, ...]) -> str:
    return ",".join(map(str, place))
