"""The layer of an image as a matrix: doubly blocked over its cells, or over the weights by im2col."""

from __future__ import annotations

from collections.abc import Hashable
from typing import cast

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

from core.labs.image.scene import ImageScene, output_reading, output_under
from core.labs.image.state import Place
from gui.cards.pointing import document_pages
from gui.labs.image.matrix_views import Im2colView, ImageMatrixView, ToeplitzView
from gui.labs.image.matrix_words import (
    cell_feeds,
    im2col_counts,
    row_reads,
    seen_part,
    toeplitz_counts,
    weight_meets,
)
from gui.labs.image.names import channel_name
from gui.labs.image.pictures import covered, extent_of, input_image, large_output, map_image, shown_channel
from gui.labs.matrix_view import Column
from gui.plots.map_images import signed_image
from gui.plots.map_view import MapView
from gui.text import isolate, translate
from gui.theme import theme
from gui.widgets.choice import Choice, Switch
from gui.widgets.parts import Card, Label, Note, column, row
from gui.widgets.segments import Segments

VIEWS = ("toeplitz", "im2col")
BESIDE_FROM = 880
"""Pixels at 100 % of width from which on input, kernel and output stand beside the matrix, not under it."""
BESIDE_WIDTH, BELOW_HEIGHT = 220, 168


class SmallMap(MapView):
    """A map that is content with little."""

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().px(90))


class SteadyLabel(Label):
    """A text in several lines that stays as high as the highest it had at this width.

    How much of the matrix is seen depends on the room that the text about it leaves.
    """

    _kept = (0, 0)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("quiet", "", parent)
        self.setWordWrap(True)

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self._grow()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        at = self.width(), self.fontMetrics().height()
        needed = self.heightForWidth(self.width())
        if at != self._kept or needed > self.minimumHeight():
            self._kept = at
            self.setMinimumHeight(max(0, needed))


class Companion(Card):
    """A small map under what is chosen in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme().space(self.column, (12, 10, 12, 10), 6)
        self.heading, self.choice, self.map = Label("heading"), Choice(), SmallMap()
        kept = self.choice.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # The maps stand at one height.
        self.choice.setSizePolicy(kept)
        top = row(spacing=8)
        top.addWidget(self.heading)
        top.addStretch(1)
        top.addWidget(self.choice)
        self.column.addLayout(top)
        self.column.addWidget(self.map, 1)


class MatrixPage(QWidget):
    """The matrix, and beside it where in input, kernel and output its row is.

    Signals:
        cursor_picked, cursor_pointed, stepped, kernel_chosen, channel_chosen: As of `SlidePage`.
    """

    cursor_picked = Signal(int, int)
    cursor_pointed = Signal(object)
    stepped = Signal(int)
    kernel_chosen = Signal(int)
    channel_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: ImageScene | None = None
        self._cursor: Place = (0, 0)
        self._wanted, self._channel = 0, -1
        self._column: Column | None = None
        self._lit: tuple[int, int, int] | None = None
        self.card = Card()
        self.heading, self.note = Label("heading"), Note()
        self.which = Segments(VIEWS)
        document_pages(self.which, {"toeplitz": "toeplitz", "im2col": "im2col"})
        top = row(spacing=10)
        top.addWidget(self.which)
        top.addWidget(self.heading)
        top.addStretch(1)
        self.whole_label, self.whole = Label("quiet"), Switch()
        top.addWidget(self.whole_label)
        top.addWidget(self.whole)
        self.toeplitz, self.im2col = ToeplitzView(), Im2colView()
        self.views: tuple[ImageMatrixView, ...] = (self.toeplitz, self.im2col)
        self.stack = QStackedWidget()
        self.refused = Label("large")
        self.refused.setWordWrap(True)
        self.refused.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for page in (*self.views, self.refused):
            self.stack.addWidget(page)
        self.seen, self.counts = SteadyLabel(), SteadyLabel()
        theme().least(self.stack, width=120, height=140)
        self.card.column.addLayout(top)
        self.card.column.addWidget(self.note)
        self.card.column.addWidget(self.stack, 1)
        self.card.column.addWidget(self.seen)
        self.card.column.addWidget(self.counts)
        self.input_card, self.kernel_card, self.output_card = Companion(), Companion(), Companion()
        self.input, self.kernel, self.output = self.input_card.map, self.kernel_card.map, self.output_card.map
        self.output_card.choice.hide()
        # Input on the left and what it becomes on the right, in every language.
        self.companions = QWidget()
        self.companions.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._along = row(self.companions, spacing=12)
        for card in (self.input_card, self.kernel_card, self.output_card):
            self._along.addWidget(card, 1)
        self._outer = column(self, spacing=12)
        self._outer.addWidget(self.card, 1)
        self._outer.addWidget(self.companions)
        self._beside: bool | None = None
        self.which.show_chosen("toeplitz")
        self._connect()

    def _connect(self) -> None:
        self.which.chosen.connect(self._view_chosen)
        self.whole.clicked.connect(self._whole_chosen)
        for view in self.views:
            view.row_picked.connect(lambda place: self.cursor_picked.emit(*place))
            view.pointed.connect(self._pointed)
            view.stepped.connect(self.stepped)
        self.input.picked.connect(lambda line, place: self._pick(self._over_input((line, place))))
        self.output.picked.connect(lambda line, place: self._pick(self._over_output((line, place))))
        self.input.pointed.connect(lambda at: self.cursor_pointed.emit(self._over_input(at)))
        self.output.pointed.connect(lambda at: self.cursor_pointed.emit(self._over_output(at)))
        self.kernel.pointed.connect(lambda at: self.light(self._over_kernel(at)))
        for chart in (self.input, self.kernel, self.output):
            chart.stepped.connect(self.stepped)
        self.kernel_card.choice.activated.connect(self.kernel_chosen)
        self.input_card.choice.activated.connect(lambda index: self.channel_chosen.emit(index - 1))
        theme().changed.connect(self._redraw)

    # What is shown.

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.which.set_texts([translate("Image", "Toeplitz matrix"), translate("Image", "im2col")])
        self.whole_label.setText(translate("Image", "Whole matrix"))
        self.whole.setAccessibleName(self.whole_label.text())
        self.refused.setText(translate("Image", "This layer has no output, and so no matrix"))
        self.toeplitz.setAccessibleName(translate("Image", "The matrix of the chosen kernel"))
        self.im2col.setAccessibleName(translate("Image", "The windows of the input, each in one row"))
        self.input_card.heading.setText(translate("Image", "Input"))
        self.kernel_card.heading.setText(translate("Image", "Kernel"))
        self.output_card.heading.setText(translate("Image", "Output"))
        for card in (self.input_card, self.kernel_card, self.output_card):
            card.map.setAccessibleName(card.heading.text())
        self.input_card.choice.setAccessibleName(translate("Image", "Channel of the input"))
        self.kernel_card.choice.setAccessibleName(self.kernel_card.heading.text())
        self._redraw()

    def show_scene(self, scene: ImageScene) -> None:
        """Show another scene."""
        self._scene = scene
        self._redraw()

    def show_near(self, scene: ImageScene) -> None:
        """Take the same scene with other surroundings of the cursor: the matrix is of these."""
        self._scene = scene
        for view in (self.toeplitz, self.im2col):
            view.show_scene(scene, self._kernel, self._channel)

    def show_choice(self, kernel: int, channel: int) -> None:
        """Show another kernel or input channel."""
        if (kernel, channel) != (self._wanted, self._channel):
            self._wanted, self._channel = kernel, channel
            self._redraw()

    def show_cursor(self, cursor: Place) -> None:
        """Mark another row; nothing is computed while it is one of those that are seen."""
        scene = self._scene
        self._cursor = scene.clamp(cursor) if scene is not None and all(scene.output_size) else cursor
        for view in self.views:
            view.show_cursor(self._cursor)
        self._mark()

    def light(self, weight: tuple[int, int, int] | None) -> None:
        """Ring all that a weight (channel, row, column of the layer's) is in."""
        if weight != self._lit:
            self._lit = weight
            self._mark()

    @property
    def view(self) -> ImageMatrixView:
        """The matrix that is chosen."""
        return self.toeplitz if self.which.button("toeplitz").isChecked() else self.im2col

    @property
    def _kernel(self) -> int:
        """The kernel looked at, of those that there are: a choice may be ahead of its scene."""
        count = 1 if self._scene is None else self._scene.weight.shape[0]
        return max(0, min(self._wanted, count - 1))

    def _slice(self, scene: ImageScene) -> int:
        """The channel of the kernel that is looked at."""
        read = scene.channels_of(self._kernel)
        return self._channel - read.start if scene.problem is None and self._channel in read else 0

    def _view_chosen(self, _key: str) -> None:
        self._column = None
        self._choose_view()
        self._mark()

    def _whole_chosen(self, whole: bool) -> None:
        self.toeplitz.show_whole(whole)
        self._mark()

    def _choose_view(self) -> None:
        scene = self._scene
        there = scene is not None and all(scene.output_size)
        self.stack.setCurrentWidget(self.view if there else self.refused)
        for label in (self.heading, self.note, self.seen, self.counts):
            label.setVisible(there)
        if not there:
            self.whole_label.hide()
            self.whole.hide()

    def _redraw(self) -> None:
        scene = self._scene
        if scene is None:
            return
        self._arrange()
        self._choose_view()
        for view in self.views:
            view.show_scene(scene, self._kernel, self._channel)
            view.show_cursor(self._cursor)
        self._draw_choices(scene)
        self._draw_maps(scene)
        self._mark()

    def _draw_choices(self, scene: ImageScene) -> None:
        channels = [translate("Image", "All channels")]
        channels += [channel_name(channel, scene) for channel in range(scene.channels)]
        numbers = [isolate(number + 1) for number in range(scene.weight.shape[0])]
        for choice, texts, chosen in (
            (self.input_card.choice, channels, self._channel + 1),
            (self.kernel_card.choice, numbers, self._kernel),
        ):
            if [choice.itemText(index) for index in range(choice.count())] != texts:
                choice.clear()
                choice.addItems(texts)
            choice.setCurrentIndex(min(chosen, choice.count() - 1))
        self.input_card.choice.setVisible(scene.channels > 1)

    def _draw_maps(self, scene: ImageScene) -> None:
        if scene.input is not None:
            channel = shown_channel(scene, self._channel)
            self.input.show_image(input_image(scene, scene.input, channel), covered(scene.input))
            self.input.show_extent(*extent_of(scene))
        maps = large_output(scene, self._kernel)
        if maps is None:
            self.output.show_image(None, QRectF())
        else:
            rows, columns = scene.output_size
            self.output.show_image(map_image(maps, 0), covered(maps))
            self.output.show_extent(covered(maps).intersected(QRectF(0, 0, columns, rows)))
        self.kernel_card.setVisible(scene.weight.size > 0)
        if scene.weight.size:
            weights = scene.weight[self._kernel]
            plane = weights[self._slice(scene)]
            area = QRectF(0, 0, plane.shape[1], plane.shape[0])
            scale = float(np.abs(weights).max()) or 1.0
            self.kernel.show_image(signed_image(plane, scale, theme().palette), area, plane)
            self.kernel.show_extent(area)

    def _mark(self) -> None:
        """Mark in all of them what is looked at."""
        scene = self._scene
        if scene is None:
            return
        none = np.zeros(0, np.int64)
        accent, colour = theme().colour("accent"), theme().palette.kernel(self._kernel)
        self.input.light(none, none, accent)
        self.input.mark(None)
        self.kernel.hide_window()
        for view in self.views:
            view.light(self._lit_weight)
        if not all(scene.output_size):
            self.input.hide_window()
            self.output.hide_window()
            for chart in (self.input, self.output):
                chart.show_frames(())
            return
        line, place = self._cursor
        self.input.show_window(scene.axes[0].positions(line), scene.axes[1].positions(place), accent)
        self.output.show_window(np.array([line]), np.array([place]), colour)
        lit = self._lit_weight
        if lit is not None:
            rows, columns = (axis.touched(tap) for axis, tap in zip(scene.axes, lit[1:], strict=True))
            self.input.light(rows, columns, colour)
            self.kernel.show_window(np.array([lit[1]]), np.array([lit[2]]), accent)
        if self._column is not None and self.view is self.toeplitz:
            self.input.mark(cast("tuple[float, float]", self._column[1]))
        self._write(scene)

    @property
    def _lit_weight(self) -> tuple[int, int, int] | None:
        """The weight that is pointed at, in the kernel or as im2col's column."""
        scene = self._scene
        if self._lit is None and self._column is not None and self.view is self.im2col and scene is not None:
            channel, key = self._column
            return (channel - scene.channels_of(self._kernel).start, *cast("Place", key))
        return self._lit

    # The layout.

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put the companions beside the matrix where there is width for it, else under it."""
        beside = self.width() >= theme().px(BESIDE_FROM)
        if beside != self._beside:
            self._beside = beside
            down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
            self._outer.setDirection(across if beside else down)
            self._along.setDirection(down if beside else across)
            wide, high = (BESIDE_WIDTH, 0) if beside else (0, BELOW_HEIGHT)
            self.companions.setMinimumSize(0, 0)
            self.companions.setMaximumSize(16_777_215, 16_777_215)
            theme().size(self.companions, width=wide, height=high)

    # The mouse.

    def _pointed(self, pointed: tuple[Hashable, Column | None] | None) -> None:
        self._column = None if pointed is None else pointed[1]
        output = None if pointed is None else pointed[0]
        self.cursor_pointed.emit(output)
        self._mark()

    def _pick(self, output: Place | None) -> None:
        if output is not None:
            self.cursor_picked.emit(*output)

    def _over_input(self, at: tuple[float, float] | None) -> Place | None:
        return output_reading(self._scene, at)

    def _over_output(self, at: tuple[float, float] | None) -> Place | None:
        return output_under(self._scene, at)

    def _over_kernel(self, at: tuple[float, float] | None) -> tuple[int, int, int] | None:
        scene = self._scene
        if at is None or scene is None or not all(scene.output_size):
            return None
        line, place = (
            max(0, min(size - 1, int(np.floor(one)))) for one, size in zip(at, scene.weight.shape[2:], strict=True)
        )
        return self._slice(scene), line, place

    # Words.

    def _write(self, scene: ImageScene) -> None:
        blocked = self.view is self.toeplitz
        for control in (self.whole_label, self.whole):
            control.setVisible(blocked and self.toeplitz.is_for_choice())
        self.heading.setText("y = A x + b" if blocked else "y = X w + b")
        if self._column is None:
            self.note.setText(row_reads(scene, self._cursor))
        else:
            column = self._column[0], cast("Place", self._column[1])
            self.note.setText(cell_feeds(scene, *column) if blocked else weight_meets(scene, *column))
        picture = self.view.picture
        if picture is not None:
            part = self.toeplitz.part if blocked else None
            columns = part.cells if part is not None else self.im2col.taps
            self.seen.setText(seen_part(scene, self._kernel, picture.channels, self.view.outputs, columns, blocked))
        self.counts.setText(toeplitz_counts(scene) if blocked else im2col_counts(scene))
