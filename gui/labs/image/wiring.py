"""Which output channels read which input channels."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from core.convolution.parameters import ConvParameters
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.painting import left_to_right_painter

MOST_LINES = 1200
MOST_DOTS = 96


class Wiring(QWidget):
    """Dots for the input channels above those for the output channels, joined where a weight joins them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parameters: ConvParameters | None = None
        self._kernel = 0
        self._drawn: tuple[int, int, int, int] | None = None
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def show_layer(self, parameters: ConvParameters, kernel: int, *, legal: bool) -> None:
        """Show another layer and its kernel looked at; hidden for a layer that torch refuses."""
        most = max(parameters.in_channels, parameters.out_channels)
        self.setVisible(legal and 1 < most <= MOST_DOTS)
        drawn = parameters.in_channels, parameters.out_channels, parameters.groups, kernel
        if legal and drawn != self._drawn:
            self._drawn, self._parameters, self._kernel = drawn, parameters, kernel
            self.retranslate()
            self.update()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        if self._parameters is None:
            return
        groups, width = self._parameters.groups, self._parameters.in_channels // max(1, self._parameters.groups)
        text = translate("Image", "Each of the {kernels} kernels reads {width} of {channels} input channels")
        said = fill(text, kernels=self._parameters.out_channels, width=width, channels=self._parameters.in_channels)
        self.setAccessibleName(said)
        self.setToolTip(f"groups = {groups}\n{said}")

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(72))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        parameters = self._parameters
        if parameters is None:
            return
        painter = left_to_right_painter(self)
        inputs, outputs = parameters.in_channels, parameters.out_channels
        width, count = inputs // parameters.groups, outputs // parameters.groups
        high, low = theme().px(10), self.height() - theme().px(10)
        room = self.width() - theme().px(8)

        def dot(index: int, number: int, y: float) -> QPointF:
            return QPointF(theme().px(4) + (index + 0.5) / number * room, y)

        if inputs * outputs // parameters.groups <= MOST_LINES:
            for output in range(outputs):
                chosen = output == self._kernel
                colour = QColor(theme().palette.kernel(output) if chosen else theme().colour("control"))
                colour.setAlphaF(1.0 if chosen else 0.3)
                painter.setPen(QPen(colour, theme().px(1.5 if chosen else 1)))
                group = output // count
                for channel in range(group * width, (group + 1) * width):
                    painter.drawLine(dot(channel, inputs, high), dot(output, outputs, low))
        painter.setPen(Qt.PenStyle.NoPen)
        for number, y in ((inputs, high), (outputs, low)):
            radius = max(1.5, min(theme().px(4), room / number / 2.6))
            for index in range(number):
                own = theme().palette.kernel(index) if y == low else theme().colour("ink")
                painter.setBrush(own)
                painter.drawEllipse(dot(index, number, y), radius, radius)
        painter.end()
