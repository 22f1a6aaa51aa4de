"""The stage of the signal lab: recording, input under the window, kernels, growing output."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.convolution.windows import ZERO
from core.labs.signal import SignalScene
from gui.labs.signal.kernels import KernelRow
from gui.labs.signal.names import channel_letter
from gui.labs.signal.strip import RecordingStrip
from gui.plots.lanes import LanePlot, Lanes
from gui.text import COUNTED, fill, translate
from gui.theme import theme
from gui.widgets.parts import Card, Label, Note, row

MOST_PLACES = 160
"""Places shown at once; a longer input is shown around the window, and can be zoomed with Ctrl+wheel."""


class SignalStage(QWidget):
    """Shows a `SignalScene` and a cursor on it.

    Signals:
        cursor_picked: Output index and, when picked on the output, its channel (else -1).
        cursor_pointed: The same for the mouse passing over, or None when it leaves.
        part_moved: The wanted first sample of the part.
        part_settled: The drag of the part ended.
        kernel_chosen, preset_chosen: As of `KernelRow`.
        stepped: Notches of the wheel.
    """

    cursor_picked = Signal(int, int)
    cursor_pointed = Signal(object)
    part_moved = Signal(int)
    part_settled = Signal()
    kernel_chosen = Signal(int)
    preset_chosen = Signal(int, str)
    stepped = Signal(int)

    def __init__(self, layout: QVBoxLayout, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: SignalScene | None = None
        self._cursor, self._kernel = 0, 0
        self._span = MOST_PLACES
        self._view = (0.0, 1.0)
        self.strip_card, self.input_card, self.output_card = Card(), Card(), Card()
        self.strip = RecordingStrip()
        self.input = LanePlot()
        self.output = LanePlot()
        self.kernels = KernelRow()
        self.strip_heading, self.input_heading, self.output_heading = (Label("heading") for _ in range(3))
        self.strip_note, self.input_note, self.output_note = (Note() for _ in range(3))
        for card, heading, note, content in (
            (self.strip_card, self.strip_heading, self.strip_note, self.strip),
            (self.input_card, self.input_heading, self.input_note, self.input),
            (self.output_card, self.output_heading, self.output_note, self.output),
        ):
            card.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            top = row(spacing=10)
            top.addWidget(heading)
            top.addStretch(1)
            top.addWidget(note)
            card.column.addLayout(top)
            card.column.addWidget(content, 1)
        theme().least(self.input, width=80, height=96)
        theme().least(self.output, width=80, height=120)
        layout.addWidget(self.strip_card)
        layout.addWidget(self.input_card, 4)
        layout.addWidget(self.kernels)
        layout.addWidget(self.output_card, 5)
        self._parts: tuple[QWidget, ...] = (self.strip_card, self.input_card, self.kernels, self.output_card)
        for part in self._parts:
            part.hide()
        self.strip.moved.connect(self.part_moved)
        self.strip.settled.connect(self.part_settled)
        self.kernels.chosen.connect(self.kernel_chosen)
        self.kernels.preset_chosen.connect(self.preset_chosen)
        for plot in (self.input, self.output):
            plot.wheeled.connect(self._wheeled)
            plot.zoomed.connect(self._zoomed)
        self.input.picked.connect(self._picked_input)
        self.output.picked.connect(self._picked_output)
        self.input.pointed.connect(self._pointed_input)
        self.output.pointed.connect(self._pointed_output)
        theme().changed.connect(self._redress)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.kernels.retranslate()
        self.strip.setAccessibleName(translate("Signal", "The whole recording; drag to move the part"))
        self.input.setAccessibleName(translate("Signal", "Input"))
        self.output.setAccessibleName(translate("Signal", "Output"))
        self._write()

    def show_scene(self, scene: SignalScene) -> None:
        """Show another scene; what did not change is not drawn again."""
        old, self._scene = self._scene, scene
        if old is None:
            for part in self._parts:
                part.show()
        state = scene.state
        if old is None or old.envelope is not scene.envelope:
            self.strip.show_recording(scene.envelope, scene.frames)
        self.strip.show_part(state.start, state.length)
        self._kernel = min(state.kernel, max(0, state.parameters.out_channels - 1))
        self._draw_input()
        self._draw_kernels()
        self._draw_output()
        self._write()

    def show_cursor(self, cursor: int, kernel: int) -> None:
        """Move the window; nothing is computed and no curve is drawn."""
        scene = self._scene
        if scene is None:
            return
        if kernel != self._kernel:
            self._kernel = kernel
            self._draw_kernels()
            first, count = self.output.lanes_shown
            if not first <= kernel < first + count:
                self._draw_output()
        self._cursor = cursor
        self._place_window()

    def _redress(self) -> None:
        if self._scene is not None:
            self.show_scene(self._scene)
            self._place_window()

    def _draw_input(self) -> None:
        scene = self._scene
        assert scene is not None
        axis, channels = scene.axis, scene.channels
        before, after = max(0, axis.before), max(0, axis.after)
        places = np.concatenate([np.arange(-before, 0), np.arange(axis.length, axis.length + after)])
        padding = None
        if scene.problem is None and len(places):
            sources = axis.sources(places)
            constant = sources == ZERO
            padding = np.where(constant, np.float32(0), scene.signal[:, np.where(constant, 0, sources)])
        if scene.problem is not None:
            before = after = 0
        ink = theme().colour("ink")
        self.input.show_lanes(
            Lanes(
                places=np.arange(axis.length, dtype=np.float64),
                values=scene.signal,
                names=tuple(channel_letter(c, channels) for c in range(channels)),
                colours=(ink,) * channels,
                dashes=(0,) * channels,
                before=before,
                after=after,
                length=axis.length,
                padding=padding,
            )
        )
        self._frame_view()

    def _draw_output(self) -> None:
        scene = self._scene
        assert scene is not None
        count, length = scene.output.shape
        self.output.show_lanes(
            Lanes(
                places=np.arange(length, dtype=np.float64) * scene.axis.stride + scene.axis.centre(0),
                values=scene.output,
                names=tuple(str(o + 1) for o in range(count)),
                colours=tuple(theme().palette.kernel(o) for o in range(count)),
                dashes=tuple(o // len(theme().palette.kernels) for o in range(count)),
                length=scene.axis.length,
            ),
            around=self._kernel,
        )

    def _draw_kernels(self) -> None:
        scene = self._scene
        assert scene is not None
        presets = tuple(scene.state.preset(o) for o in range(scene.weight.shape[0]))
        self.kernels.show_kernels(scene.weight, presets, self._kernel)

    def _place_window(self) -> None:
        scene = self._scene
        if scene is None or scene.problem is not None or not scene.output.shape[1]:
            self.input.hide_window()
            self.output.hide_window()
            self.output.grow_until(None)
            return
        axis = scene.axis
        cursor = min(self._cursor, axis.output_length - 1)
        positions = axis.positions(cursor).astype(np.float64)
        parameters = scene.state.parameters
        width = parameters.in_channels // parameters.groups
        group = self._kernel // (parameters.out_channels // parameters.groups)
        self._follow(positions)
        accent = theme().colour("accent")
        self.input.show_window(positions, tuple(range(group * width, (group + 1) * width)), accent)
        centre = axis.centre(cursor)
        self.output.show_output_mark(cursor, centre, self._kernel, theme().palette.kernel(self._kernel))
        self.output.grow_until(centre + max(0.5, axis.stride / 2) * 0.6)

    # What part of a long input is in view.

    def _frame_view(self) -> None:
        scene = self._scene
        assert scene is not None
        first, last = -float(max(0, scene.axis.before)), scene.axis.length - 1.0 + max(0, scene.axis.after)
        if scene.problem is not None:
            first, last = 0.0, scene.axis.length - 1.0
        if last - first > self._span:
            middle = scene.axis.centre(min(self._cursor, max(0, scene.axis.output_length - 1)))
            first = max(first, min(middle - self._span / 2, last - self._span))
            last = first + self._span
        self._view = (first, last)
        for plot in (self.input, self.output):
            plot.show_range(first, last)

    def _follow(self, positions: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
        """Turn the page when the window leaves the view."""
        first, last = self._view
        if positions[0] < first - 0.5 or positions[-1] > last + 0.5:
            scene = self._scene
            assert scene is not None
            if scene.axis.length + scene.axis.before + scene.axis.after - 1 > last - first:
                self._frame_view()

    def _zoomed(self, notches: int) -> None:
        self._span = max(16, min(20_000, round(self._span * (0.8 if notches > 0 else 1.25))))
        if self._scene is not None:
            self._frame_view()
            self._place_window()

    def _wheeled(self, notches: int) -> None:
        self.stepped.emit(-notches)

    # The mouse.

    def _output_at(self, place: float) -> int | None:
        scene = self._scene
        if scene is None or scene.problem is not None or not scene.output.shape[1]:
            return None
        return scene.axis.nearest_output(place)

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

    def _write(self) -> None:
        self.strip_heading.setText(translate("Signal", "Recording"))
        self.input_heading.setText(translate("Signal", "Input, the part in the frame"))
        self.output_heading.setText(translate("Signal", "Output, one lane a kernel"))
        scene = self._scene
        if scene is None:
            return
        seconds = scene.frames / scene.rate
        self.strip_note.setText(
            fill(
                translate("Signal", "{shape} samples, {rate}, {seconds}"),
                shape=f"{scene.channels} × {scene.frames}",
                rate=f"{scene.rate} Hz",
                seconds=f"{seconds:.2f} s",
            )
        )
        unreached = scene.axis.unreached if scene.problem is None else 0
        self.input_note.setText(
            translate("Signal", "%n sample(s) at the end that no window reaches", "", COUNTED, unreached)
            if unreached
            else ""
        )
        hidden = scene.output.shape[0] - self.output.lanes_shown[1]
        self.output_note.setText(translate("Signal", "%n more channel(s)", "", COUNTED, hidden) if hidden > 0 else "")
