"""The ledger of one input sample's gradient: what every output that read it sends back."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.convolution.gradients import contributions
from core.labs.signal.scene import SignalScene
from gui.labs.signal.names import channel_letter, channel_name
from gui.text import COUNTED, fill, translate
from gui.theme import theme
from gui.widgets.arithmetic import AGREES_TO
from gui.widgets.numbers import show_number
from gui.widgets.parts import Label, column, dress
from gui.widgets.tensor_grid import Cells, TensorGrid
from gui.widgets.waterfall import Waterfall

MOST_LINES = 14


class GradientInspector(QWidget):
    """Shows the gradient of one input sample, and those of the chosen kernel and its bias."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: SignalScene | None = None
        self._cell, self._kernel = (0, 0), 0
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

    def show_cell(self, scene: SignalScene | None, cell: tuple[int, int], kernel: int) -> None:
        """Show another input sample, (channel, sample), and the gradients of a kernel."""
        self._scene, self._cell, self._kernel = scene, cell, kernel
        self._refresh()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.heading.setText(translate("Signal", "Gradient of one input sample"))
        self.waterfall.setAccessibleName(translate("Signal", "The sum as it builds up"))
        self.bias_heading.setText(translate("Signal", "Gradient of the bias: the sum of what arrives"))
        self._refresh()

    def _refresh(self) -> None:
        scene = self._scene
        gradients = None if scene is None else scene.gradients
        for part in (self.lines, self.waterfall, self.total, self.verdict, self.kernel_heading, self.weights):
            part.setVisible(gradients is not None)
        for part in (self.bias_heading, self.bias, self.transposed):
            part.setVisible(gradients is not None)
        if scene is None or gradients is None:
            self.which.setText("")
            return
        channel, place = min(self._cell[0], scene.channels - 1), min(self._cell[1], scene.axis.length - 1)
        text = translate("Signal", "sample {place}, {channel}")
        self.which.setText(fill(text, place=place, channel=channel_name(channel, scene.channels)))
        width = scene.weight.shape[1]
        parts = contributions(
            (scene.axis,),
            (place,),
            scene.kernels_of(channel),
            scene.weight[:, channel % width],
            gradients.upstream,
            (scene.blocks[0].first_output,),
        )
        shown = parts if len(parts) <= MOST_LINES else sorted(parts, key=lambda part: -abs(part.product))[:MOST_LINES]
        lines = [
            f"w{part.kernel + 1}[{part.tap[0]}] {show_number(part.weight)} × g{part.kernel + 1}[{part.output[0]}] "
            f"{show_number(part.upstream)} = {show_number(part.product)}"
            for part in shown
        ]
        if len(parts) > len(shown):
            hidden = len(parts) - len(shown)
            lines.append(translate("Signal", "%n smaller term(s)", "", COUNTED, hidden))
        self.lines.setText("\n".join(lines) if lines else translate("Signal", "No window reads this sample: zero"))
        colour = theme().colour("accent")
        self.waterfall.show_terms(0.0, [part.product for part in parts], colour)
        total = sum(part.product for part in parts)
        name = f"∂L/∂x[{channel_letter(channel, scene.channels)}, {place}]"
        self.total.setText(f"{name} = {show_number(total, 4)}")
        dress(self.total, f"color: {colour.name()}; font-size: {theme().px(19)}px; font-weight: 600;")
        at = np.flatnonzero(gradients.sources[0] == place)
        torch_value = float(gradients.input[channel, at[0]]) if len(at) else 0.0
        difference = abs(total - torch_value)
        agrees = difference <= AGREES_TO * max(1.0, abs(torch_value))
        sentence = (
            translate("Arithmetic", "✓ {torch} gives {value}; they differ by {difference}")
            if agrees
            else translate("Arithmetic", "{torch} gives {value}: that differs by {difference}")
        )
        self.verdict.setText(
            fill(
                sentence,
                torch="torch",
                value=show_number(torch_value, 4),
                difference=f"{difference:.0e}" if difference else "0",
            )
        )
        dress(self.verdict, f"color: {getattr(theme().palette, 'good' if agrees else 'danger')};")
        kernel = min(self._kernel, scene.weight.shape[0] - 1)
        self.kernel_heading.setText(fill(translate("Signal", "Gradient of kernel {number}"), number=kernel + 1))
        names = tuple(channel_letter(c, scene.channels) for c in scene.channels_of(kernel))
        self.weights.show_cells(Cells(gradients.weight[kernel], labels=names))
        self.weights.setAccessibleName(self.kernel_heading.text())
        self.bias.setText(f"∂L/∂b[{kernel}] = {show_number(float(gradients.bias[kernel]), 4)}")
        self.transposed.setText(
            fill(
                translate("Signal", "{call} gives the same; the largest difference is {difference}"),
                call="F.conv_transpose1d(g, w)",
                difference=f"{gradients.transposed_difference:.0e}" if gradients.transposed_difference else "0",
            )
        )
