"""How a full matrix becomes a convolution: narrowed to kernels, stacked, shifted."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QHideEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from core.labs.signal.scene import SignalScene
from gui.motion import animated
from gui.palette import mix
from gui.text import translate
from gui.theme import theme
from gui.widgets.painting import left_to_right_painter
from gui.widgets.parts import Label, column
from gui.widgets.segments import Segments

PHASES = ("full", "narrow", "stack", "shift")
MOST_LAYERS, MOST_COLUMNS, MOST_TAPS = 4, 12, 5
PHASE_MS = 900


class _Drawing(QWidget):
    """Paints the figure at a point of time from 0 (the full matrix) to 3 (bands)."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._weights = np.zeros((1, 1))
        self._full = np.zeros((1, 1))
        self._columns, self._stride = 1, 1
        self.time = 3.0

    def show_scene(self, scene: SignalScene) -> None:
        """Take the first kernels' first channel; the full matrix around them is drawn at random."""
        layers = max(1, min(MOST_LAYERS, scene.weight.shape[0]))
        taps = max(1, min(MOST_TAPS, scene.weight.shape[2]))
        self._columns = max(taps, min(MOST_COLUMNS, scene.axis.length))
        self._stride = max(1, min(4, scene.axis.stride))
        self._weights = np.zeros((layers, taps))
        if scene.weight.size:
            self._weights = scene.weight[:layers, 0, :taps].astype(np.float64)
        scale = np.abs(self._weights).max() or 1.0
        self._full = np.random.default_rng(3).uniform(-scale, scale, (layers, self._columns))
        self._full[:, :taps] = self._weights
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), theme().px(220))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = left_to_right_painter(self)
        layers, taps = self._weights.shape
        rows = max(1, (self._columns - taps) // self._stride + 1)
        narrow, stack, shift = (min(1.0, max(0.0, self.time - phase)) for phase in range(3))
        # Room for the matrix and for the layers that stand behind it, oblique to the right and up.
        depth = 1.6
        cell = min(
            self.width() / (self._columns + depth * (layers - 1) + 1.5),
            self.height() / (max(rows, 2 * layers) + depth * 0.6 * (layers - 1) + 1.0),
        )
        cell = min(cell, float(theme().px(34)))
        width = (self._columns + depth * (layers - 1)) * cell
        height = (rows + depth * 0.6 * (layers - 1)) * cell
        left, bottom = (self.width() - width) / 2, (self.height() + height) / 2
        flat_top = (self.height() - 2 * layers * cell) / 2
        # From the back to the front, so that the front stands before the others.
        for layer in reversed(range(layers)):
            back = QPointF(left + depth * layer * cell, bottom - rows * cell - depth * 0.6 * layer * cell)
            flat = QPointF((self.width() - self._columns * cell) / 2, flat_top + 2 * layer * cell)
            place = flat + (back - flat) * stack
            self._paint_layer(painter, layer, place, cell, rows, narrow, stack, shift)
        painter.end()

    def _paint_layer(
        self,
        painter: QPainter,
        layer: int,
        place: QPointF,
        cell: float,
        rows: int,
        narrow: float,
        stack: float,
        shift: float,
    ) -> None:
        taps = self._weights.shape[1]
        palette = theme().palette
        scale = float(np.abs(self._full).max()) or 1.0
        colour = palette.kernel(layer)
        paper = theme().colour("paper")
        if stack > 0:
            sheet = QColor(paper)
            sheet.setAlphaF(0.72 * stack)
            painter.setPen(QPen(mix(paper, colour, 0.35 * stack), theme().px(1)))
            painter.setBrush(sheet)
            painter.drawRect(QRectF(place.x(), place.y(), self._columns * cell, rows * cell))
        line = QPen(theme().colour("line"), 1)
        for place_in_row in range(self._columns):
            value = float(self._full[layer, place_in_row])
            inside = place_in_row < taps
            tint = palette.signed(value, scale * 1.2)
            if not inside:
                tint = mix(tint, paper, narrow)
            painter.setPen(line if inside or narrow < 1 else Qt.PenStyle.NoPen)
            painter.setBrush(tint)
            if inside or narrow < 1:
                painter.drawRect(QRectF(place.x() + place_in_row * cell, place.y(), cell, cell))
        # The copies leave the first row and come to rest where the window has moved to.
        for copy in range(1, rows):
            share = min(1.0, max(0.0, shift * rows - copy + 1))
            if share <= 0:
                break
            for tap in range(taps):
                tint = palette.signed(float(self._weights[layer, tap]), scale * 1.2)
                painter.setPen(line)
                painter.setBrush(tint)
                x = place.x() + (tap + ((copy - 1) + share) * self._stride) * cell
                y = place.y() + ((copy - 1) + share) * cell
                painter.drawRect(QRectF(x, y, cell, cell))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, theme().px(2)))
        wide = self._columns + (taps - self._columns) * narrow
        painter.drawRect(QRectF(place.x(), place.y(), wide * cell, cell))


class BandsFigure(QWidget):
    """The figure with its four stages to choose from; choosing one plays on to it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = _Drawing()
        self.phases = Segments(PHASES)
        self.words = Label("quiet")
        self.words.setWordWrap(True)
        layout = column(self, spacing=6)
        layout.addWidget(self.phases, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.drawing, 1)
        layout.addWidget(self.words)
        self._animation = QVariantAnimation(self)
        self._animation.valueChanged.connect(self._moved)
        self.phases.chosen.connect(lambda name: self.go(PHASES.index(name)))
        self.phases.show_chosen("shift")
        theme().least(self.drawing, height=150)
        self.retranslate()

    def show_scene(self, scene: SignalScene) -> None:
        """Show another layer's kernels."""
        self.drawing.show_scene(scene)

    def play(self) -> None:
        """Go from the full matrix to the bands."""
        self.drawing.time = 0.0
        self.go(len(PHASES) - 1)

    def go(self, phase: int) -> None:
        """Move to one of the stages, at once where motion is reduced."""
        self._animation.stop()
        self.phases.show_chosen(PHASES[phase])
        if animated():
            self._animation.setStartValue(self.drawing.time)
            self._animation.setEndValue(float(phase))
            self._animation.setDuration(max(1, round(PHASE_MS * abs(phase - self.drawing.time))))
            self._animation.start()
        else:
            self._moved(float(phase))
        self.retranslate()

    def _moved(self, time: float) -> None:
        self.drawing.time = time
        self.drawing.update()
        reached = PHASES[int(time)]
        self.phases.show_chosen(reached)
        self._say(int(time))

    def _say(self, phase: int) -> None:
        self.words.setText(
            (
                translate(
                    "Signal", "A fully connected layer: every output reads every sample, with a weight of its own."
                ),
                translate("Signal", "Locality: each row keeps k weights, and is a kernel."),
                translate("Signal", "The kernels stand one behind the other: the thickness of the output."),
                translate("Signal", "Stationarity: each kernel is shifted along, the same weights in every row."),
            )[phase]
        )

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._animation.stop()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.go((round(self.drawing.time) + 1) % len(PHASES))

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.phases.set_texts(
            [
                translate("Signal", "Full matrix"),
                translate("Signal", "Narrow"),
                translate("Signal", "Stack"),
                translate("Signal", "Shift"),
            ]
        )
        self.drawing.setAccessibleName(translate("Signal", "From a full matrix to bands"))
        self._say(int(self.drawing.time))
