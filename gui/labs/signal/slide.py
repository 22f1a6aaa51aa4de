"""The slide: input under the window, kernels, growing output."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from core.convolution.windows import ZERO
from core.labs.signal.scene import SignalScene
from gui.labs.signal.kernels import KernelRow
from gui.labs.signal.lanes_of import input_lanes, output_lanes
from gui.plots.lanes import LanePlot
from gui.text import COUNTED, fill, translate
from gui.theme import theme
from gui.widgets.parts import Card, Label, Note, column, row

MOST_LINKS = 16
"""Padded taps whose sources are shown by arcs; of more, the first."""


class PlotCard(Card):
    """A heading and a note over a plot; left to right in every language."""

    def __init__(self, plot: LanePlot, height: int) -> None:
        super().__init__()
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.heading, self.note = Label("heading"), Note()
        self.top = row(spacing=10)
        self.top.addWidget(self.heading)
        self.top.addStretch(1)
        self.top.addWidget(self.note)
        self.column.addLayout(self.top)
        self.column.addWidget(plot, 1)
        theme().least(plot, width=80, height=height)


class SlidePage(QWidget):
    """Shows a `SignalScene` and a cursor on it.

    Signals:
        cursor_picked: Output index and, when picked on the output, its channel (else -1).
        cursor_pointed: The same for the mouse passing over, or None when it leaves.
        sample_dragged: (channel, input sample, value).
        drag_ended: The dot was let go.
        stepped: Notches of the wheel.
        zoomed: Notches of the wheel with Ctrl.
        panned: Places.
    """

    cursor_picked = Signal(int, int)
    cursor_pointed = Signal(object)
    sample_dragged = Signal(int, int, float)
    drag_ended = Signal()
    stepped = Signal(int)
    zoomed = Signal(int)
    panned = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: SignalScene | None = None
        self._cursor, self._kernel = 0, 0
        self._lit: tuple[int, int, int] | None = None
        self.input = LanePlot(editable=True)
        self.output = LanePlot()
        self.kernels = KernelRow()
        self.input_card, self.output_card = PlotCard(self.input, 64), PlotCard(self.output, 76)
        layout = column(self, spacing=12)
        layout.addWidget(self.input_card, 4)
        layout.addWidget(self.kernels)
        layout.addWidget(self.output_card, 5)
        for plot in (self.input, self.output):
            plot.wheeled.connect(lambda notches: self.stepped.emit(-notches))
            plot.zoomed.connect(self.zoomed)
            plot.panned.connect(self.panned)
        self.input.picked.connect(self._picked_input)
        self.output.picked.connect(self._picked_output)
        self.input.pointed.connect(self._pointed_input)
        self.output.pointed.connect(self._pointed_output)
        self.input.dragged.connect(self._dragged)
        self.input.drag_ended.connect(self.drag_ended)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.kernels.retranslate()
        self.input.setAccessibleName(translate("Signal", "Input"))
        self.output.setAccessibleName(translate("Signal", "Output"))
        self._write()

    def show_scene(self, scene: SignalScene) -> None:
        """Show another scene."""
        self._scene = scene
        self._kernel = min(scene.state.kernel, max(0, scene.weight.shape[0] - 1))
        self._draw_input()
        self._draw_kernels()
        self.output.show_lanes(output_lanes(scene), around=self._kernel)
        self._write()

    def show_view(self, first: float, last: float) -> None:
        """Show these places."""
        for plot in (self.input, self.output):
            plot.show_range(first, last)
        self._write()

    def show_cursor(self, cursor: int, kernel: int) -> None:
        """Move the window; nothing is computed and no curve is drawn."""
        scene = self._scene
        if scene is None:
            return
        if kernel != self._kernel:
            self._kernel = kernel
            self._draw_kernels()
            shown, lanes = self.input.lanes_shown
            if scene.problem is None and not set(scene.channels_of(kernel)) <= set(range(shown, shown + lanes)):
                self._draw_input()
            first, count = self.output.lanes_shown
            if not first <= kernel < first + count:
                self.output.show_lanes(output_lanes(scene), around=kernel)
        self._cursor = cursor
        self._place_window()

    def light(self, weight: tuple[int, int, int] | None) -> None:
        """Light every input that a weight (kernel, channel of the kernel, tap) ever touches."""
        self._lit = weight
        scene = self._scene
        if scene is None or weight is None or not scene.output_length:
            self.input.light(np.zeros(0), 0, theme().colour("accent"))
        else:
            kernel, channel, tap = weight
            block = scene.blocks[0]
            touched = scene.axis.touched(tap, block.first_output, block.first_output + block.output.shape[1])
            lane = scene.channels_of(kernel)[channel]
            self.input.light(touched.astype(np.float64), lane, theme().palette.kernel(kernel))
        self._write()

    def _draw_input(self) -> None:
        """Draw the input; of more channels than there is room for, those that the kernel reads."""
        scene = self._scene
        assert scene is not None
        around = 0
        if scene.problem is None:
            read = scene.channels_of(self._kernel)
            around = read[len(read) // 2]
        self.input.show_lanes(input_lanes(scene), around=around)

    def _draw_kernels(self) -> None:
        scene = self._scene
        assert scene is not None
        choices = tuple(scene.state.kernel_choice(o) for o in range(scene.weight.shape[0]))
        self.kernels.show_kernels(scene.weight, choices, self._kernel, flipped=scene.state.flip)

    def _place_window(self) -> None:
        scene = self._scene
        if scene is None or not scene.output_length:
            self.input.hide_window()
            self.output.hide_window()
            self.input.link([], ())
            self.output.grow_until(None)
            return
        axis = scene.axis
        cursor = min(self._cursor, axis.output_length - 1)
        positions = axis.positions(cursor)
        channels = scene.channels_of(self._kernel)
        self.input.show_window(positions.astype(np.float64), channels, theme().colour("accent"))
        sources = axis.sources(positions)
        copied = np.flatnonzero((sources != positions) & (sources != ZERO))[:MOST_LINKS]
        self.input.link([(float(positions[tap]), float(sources[tap])) for tap in copied], channels)
        centre = axis.centre(cursor)
        self.output.show_output_mark(centre, self._kernel, theme().palette.kernel(self._kernel))
        self.output.grow_until(centre + max(0.5, axis.stride / 2) * 0.6)

    # The mouse.

    def _output_at(self, place: float) -> int | None:
        scene = self._scene
        return None if scene is None or not scene.output_length else scene.axis.nearest_output(place)

    def _picked_input(self, _lane: int, place: float) -> None:
        output = self._output_at(place)
        if output is not None:
            self.cursor_picked.emit(output, -1)

    def _picked_output(self, lane: int, place: float) -> None:
        output = self._output_at(place)
        if output is not None:
            self.cursor_picked.emit(output, lane)

    def _pointed_input(self, point: tuple[int, float] | None) -> None:
        output = None if point is None else self._output_at(point[1])
        self.cursor_pointed.emit(None if output is None else (output, -1))

    def _pointed_output(self, point: tuple[int, float] | None) -> None:
        output = None if point is None else self._output_at(point[1])
        self.cursor_pointed.emit(None if output is None or point is None else (output, point[0]))

    def _dragged(self, lane: int, index: int, value: float) -> None:
        scene = self._scene
        if scene is not None:
            place = max(0, scene.blocks[0].first) + index
            self.sample_dragged.emit(lane, place, round(value, 4))

    # Words.

    def _write(self) -> None:
        self.input_card.heading.setText(translate("Signal", "Input, the part in the frame"))
        self.output_card.heading.setText(translate("Signal", "Output, one lane a kernel"))
        scene = self._scene
        if scene is None:
            return
        self.input_card.note.setText(self._input_note(scene))
        notes = []
        if scene.overview is not None and scene.overview.preview:
            notes.append(translate("Signal", "Preview: a few outputs of each column are computed"))
        if scene.problem is not None:
            notes.append(translate("Signal", "This layer has no output"))
        hidden = scene.weight.shape[0] - self.output.lanes_shown[1]
        if hidden > 0:
            notes.append(translate("Signal", "%n more channel(s)", "", COUNTED, hidden))
        self.output_card.note.setText("  ·  ".join(notes))

    def _input_note(self, scene: SignalScene) -> str:
        if self._lit is not None and scene.output_length:
            uses = scene.output_length
            return translate("Signal", "This weight is used %n time(s), on the ringed inputs", "", COUNTED, uses)
        if scene.overview is not None and scene.overview.preview:
            return translate("Signal", "Preview: a few samples of each column")
        unreached = scene.axis.unreached if scene.problem is None else 0
        if unreached:
            return translate("Signal", "%n sample(s) at the end that no window reaches", "", COUNTED, unreached)
        hidden = scene.channels - self.input.lanes_shown[1]
        if hidden > 0:
            return translate("Signal", "%n more channel(s)", "", COUNTED, hidden)
        shape = f"{scene.channels} × {scene.axis.length}"
        if not self.input.dots_shown:
            return fill(
                translate("Signal", "{shape} samples; Ctrl and the wheel zoom, Shift and the wheel pan"), shape=shape
            )
        return fill(translate("Signal", "{shape}, drag a dot to change a sample"), shape=shape)
