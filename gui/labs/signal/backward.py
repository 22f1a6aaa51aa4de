"""The way back: the gradient that arrives, what it makes of the kernels, and the input's gradient growing."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from core.convolution.gradients import folded, gradient_so_far
from core.labs.signal.scene import SignalScene
from core.labs.signal.state import UPSTREAMS
from gui.labs.signal.kernels import KernelRow
from gui.labs.signal.lanes_of import input_lanes, output_lanes
from gui.labs.signal.slide import PlotCard
from gui.plots.lanes import LanePlot
from gui.text import translate
from gui.theme import theme
from gui.widgets.choice import Choice
from gui.widgets.parts import Label, column


class BackwardPage(QWidget):
    """Shows the gradients of a `SignalScene`; the cursor is the output whose gradient is sent back now.

    Signals:
        cursor_picked, cursor_pointed, stepped, zoomed, panned: As of `SlidePage`.
        upstream_chosen: A name of `UPSTREAMS`.
        upstream_dragged: (kernel, output, value).
        upstream_cleared: The drawn gradient is to be zero again.
        drag_ended: The dot was let go.
        zoom_in_asked: The view is too wide for gradients, and is to be narrower.
        cell_picked: (channel, input sample) was clicked in the input's gradient.
        cell_pointed: The same under the mouse, or None.
    """

    cursor_picked = Signal(int, int)
    cursor_pointed = Signal(object)
    upstream_chosen = Signal(str)
    upstream_dragged = Signal(int, int, float)
    upstream_cleared = Signal()
    drag_ended = Signal()
    cell_picked = Signal(int, int)
    cell_pointed = Signal(object)
    zoom_in_asked = Signal()
    stepped = Signal(int)
    zoomed = Signal(int)
    panned = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: SignalScene | None = None
        self._cursor, self._kernel = 0, 0
        self.arriving = LanePlot(editable=True)
        self.gradient = LanePlot()
        self.kernels = KernelRow()
        self.arriving_card, self.gradient_card = PlotCard(self.arriving, 110), PlotCard(self.gradient, 96)
        self.choice = Choice()
        self.clear = QPushButton()
        self.clear.setObjectName("small")
        self.zoom_in = QPushButton()
        self.zoom_in.setObjectName("small")
        self.arriving_card.top.addWidget(self.zoom_in)
        self.arriving_card.top.addWidget(self.clear)
        self.arriving_card.top.addWidget(self.choice)
        self.kernel_heading = Label("heading")
        layout = column(self, spacing=10)
        layout.addWidget(self.arriving_card, 5)
        layout.addWidget(self.kernel_heading)
        layout.addWidget(self.kernels)
        layout.addWidget(self.gradient_card, 4)
        for plot in (self.arriving, self.gradient):
            plot.wheeled.connect(lambda notches: self.stepped.emit(-notches))
            plot.zoomed.connect(self.zoomed)
            plot.panned.connect(self.panned)
        self.choice.activated.connect(lambda index: self.upstream_chosen.emit(UPSTREAMS[index]))
        self.clear.clicked.connect(self.upstream_cleared)
        self.zoom_in.clicked.connect(self.zoom_in_asked)
        self.arriving.picked.connect(self._picked)
        self.arriving.pointed.connect(self._pointed)
        self.arriving.dragged.connect(self._dragged)
        self.arriving.drag_ended.connect(self.drag_ended)
        self.gradient.picked.connect(self._cell_picked)
        self.gradient.pointed.connect(self._cell_pointed)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.choice.clear()
        self.choice.addItems(
            [
                translate("Signal", "all ones"),
                translate("Signal", "one at the cursor"),
                translate("Signal", "the output itself"),
                translate("Signal", "drawn by hand"),
            ]
        )
        self.choice.setAccessibleName(translate("Signal", "The gradient that arrives"))
        self.clear.setText(translate("Signal", "Clear"))
        self.zoom_in.setText(translate("Signal", "Zoom in"))
        self.arriving_card.heading.setText(translate("Signal", "Gradient that arrives at the output"))
        self.gradient_card.heading.setText(translate("Signal", "Gradient of the input"))
        self.kernel_heading.setText(translate("Signal", "Gradients of the kernels"))
        self.arriving.setAccessibleName(self.arriving_card.heading.text())
        self.gradient.setAccessibleName(self.gradient_card.heading.text())
        self._write()

    def show_scene(self, scene: SignalScene) -> None:
        """Show another scene; one without gradients shows none."""
        self._scene = scene
        self._kernel = min(scene.state.kernel, max(0, scene.weight.shape[0] - 1))
        gradients = scene.gradients
        for part in (self.arriving, self.kernels, self.kernel_heading, self.gradient_card):
            part.setVisible(gradients is not None)
        self._write()
        if gradients is None:
            return
        self.arriving.show_lanes(output_lanes(scene, gradients.upstream), around=self._kernel)
        self._draw_kernels()
        self._draw_gradient()

    def show_view(self, first: float, last: float) -> None:
        """Show these places."""
        for plot in (self.arriving, self.gradient):
            plot.show_range(first, last)

    def show_cursor(self, cursor: int, kernel: int) -> None:
        """Send the gradients of the outputs up to the cursor."""
        scene = self._scene
        if scene is None:
            return
        moved = cursor != self._cursor
        self._cursor = cursor
        if kernel != self._kernel:
            self._kernel = kernel
            if scene.gradients is not None:
                self._draw_kernels()
        if scene.gradients is None or not scene.blocks[0].holds(cursor):
            self.arriving.hide_window()
            self.gradient.hide_window()
            return
        if moved:
            self._draw_gradient()
        self._place()

    def _draw_kernels(self) -> None:
        scene = self._scene
        assert scene is not None
        assert scene.gradients is not None
        choices = tuple(scene.state.kernel_choice(o) for o in range(scene.weight.shape[0]))
        self.kernels.show_kernels(scene.gradients.weight, choices, self._kernel)
        for card in self.kernels.cards:
            card.show_gradient()

    def _draw_gradient(self) -> None:
        scene = self._scene
        assert scene is not None
        assert scene.gradients is not None
        block = scene.blocks[0]
        cells = scene.gradients.cells
        if block.holds(self._cursor):
            cells = gradient_so_far(
                scene.axis,
                scene.gradients,
                scene.weight,
                scene.state.parameters.groups,
                block.first,
                block.first_output,
                self._cursor,
            )
        self.gradient.show_lanes(input_lanes(scene, folded((scene.axis,), cells, (block.first,))))

    def _place(self) -> None:
        scene = self._scene
        assert scene is not None
        axis = scene.axis
        positions = axis.positions(self._cursor).astype(np.float64)
        channels = scene.channels_of(self._kernel)
        self.gradient.show_window(positions, channels, theme().palette.kernel(self._kernel))
        centre = axis.centre(self._cursor)
        self.arriving.show_output_mark(centre, self._kernel, theme().palette.kernel(self._kernel))
        self.arriving.grow_until(centre + max(0.5, axis.stride / 2) * 0.6)

    # The mouse.

    def _output_at(self, place: float) -> int | None:
        scene = self._scene
        return None if scene is None or not scene.output_length else scene.axis.nearest_output(place)

    def _picked(self, lane: int, place: float) -> None:
        output = self._output_at(place)
        if output is not None:
            self.cursor_picked.emit(output, lane)

    def _pointed(self, point: tuple[int, float] | None) -> None:
        output = None if point is None else self._output_at(point[1])
        self.cursor_pointed.emit(None if output is None or point is None else (output, point[0]))

    def _dragged(self, lane: int, index: int, value: float) -> None:
        scene = self._scene
        if scene is not None:
            self.upstream_dragged.emit(lane, scene.blocks[0].first_output + index, round(value, 3))

    def _cell_at(self, lane: int, place: float) -> tuple[int, int] | None:
        scene = self._scene
        if scene is None or scene.gradients is None:
            return None
        return lane, max(0, min(scene.axis.length - 1, round(place)))

    def _cell_picked(self, lane: int, place: float) -> None:
        cell = self._cell_at(lane, place)
        if cell is not None:
            self.cell_picked.emit(*cell)

    def _cell_pointed(self, point: tuple[int, float] | None) -> None:
        self.cell_pointed.emit(None if point is None else self._cell_at(*point))

    def _write(self) -> None:
        scene = self._scene
        if scene is None:
            return
        self.choice.setCurrentIndex(UPSTREAMS.index(scene.state.upstream))
        self.clear.setVisible(scene.state.upstream == "drawn")
        self.zoom_in.setVisible(scene.gradients is None and scene.output_length > 0)
        if scene.gradients is None:
            zoom = translate("Signal", "Gradients are shown of a view that draws every sample")
            none = translate("Signal", "This layer has no output")
            self.arriving_card.note.setText(zoom if scene.output_length else none)
            return
        whole = scene.blocks[0].output.shape[1] == scene.output_length
        self.arriving_card.note.setText("" if whole else translate("Signal", "of the outputs in and around the view"))
        self.gradient_card.note.setText(translate("Signal", "every output stamps its kernel, times its gradient"))
