"""A/B: the present layer and one that was kept, over the same picture and under one cursor."""

from __future__ import annotations

import re

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from core.convolution.code import layer_code
from core.labs.image.scene import ImageScene, Maps, PatchScene, output_reading, output_under, patch_at, place_beside
from core.labs.image.state import Place
from gui.labs.image.kernel_card import KernelBrick
from gui.labs.image.pictures import covered, extent_of, input_image, large_output, map_image, shown_channel
from gui.labs.image.slide import MapCard
from gui.plots.map_images import scale_of, signed_image
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.choice import Choice, Switch
from gui.widgets.numbers import show_number
from gui.widgets.parts import Label, column, dress, row

LETTERS = ("A", "B")
BRICK = (84, 64)
WORDS_HEIGHT = 90
"""Pixels at 100 %."""
NONE = "–"
NO_BREAK = "\u00a0"


def unbroken(code: str) -> str:
    """A constructor's call whose pairs of numbers stay on one line where it is wrapped."""
    name, _, arguments = code.partition("(")
    return f"{name}({re.sub(r'[(][^()]*[)]', lambda pair: pair.group().replace(' ', NO_BREAK), arguments)}"


class SettingCard(MapCard):
    """One map of one of the two layers, its kernel, its code and its value at the cursor.

    Signals:
        kernel_chosen: The map to show.
    """

    kernel_chosen = Signal(int)

    def __init__(self, place: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self.which, self.brick = Choice(), KernelBrick()
        self.code, self.value = Label("mono"), Label("large")
        self.code.setWordWrap(True)
        self.brick.setCursor(Qt.CursorShape.ArrowCursor)
        theme().size(self.brick, width=BRICK[0], height=BRICK[1])
        self.heading.setObjectName("large")
        self.heading.setText(LETTERS[place])
        self.label = Label("quiet")
        # As high for a long call as for a short one: both maps are to be equally large.
        words = QWidget()
        theme().least(words, height=WORDS_HEIGHT)
        below, said = row(spacing=12), column(words, spacing=4)
        for position, part in enumerate((self.label, self.which)):
            self.top.insertWidget(position + 1, part)
        said.addWidget(self.value)
        said.addWidget(self.code)
        said.addStretch(1)
        below.addWidget(self.brick)
        below.addWidget(words, 1)
        self.column.addLayout(below)
        self.which.activated.connect(self.kernel_chosen)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.label.setText(translate("Image", "map"))
        text = translate("Image", "Map of {setting}")
        self.which.setAccessibleName(fill(text, setting=LETTERS[self._place]))
        self.map.setAccessibleName(self.which.accessibleName())

    def show_layer(self, scene: ImageScene, kernel: int, maps: Maps | None, scale: float | None) -> None:
        """Show a layer and the map of one of its kernels; None for a layer that has none."""
        colour = theme().palette.kernel(self._place)
        dress(self.heading, f"color: {colour.name()};")
        dress(self.value, f"color: {colour.name()};")
        count = scene.weight.shape[0]
        if self.which.count() != count:
            self.which.clear()
            self.which.addItems([str(number + 1) for number in range(count)])
        self.which.setCurrentIndex(kernel)
        self.code.setText(unbroken(layer_code(scene.state.parameters)))
        weights = scene.weight[kernel] if scene.weight.size else np.zeros((1, 1, 1), np.float32)
        self.brick.show_weights(weights, float(np.abs(weights).max()) or 1.0, 0)
        if maps is None:
            self.map.show_image(None, QRectF())
            self.note.setText(translate("Image", "This layer has no output"))
            return
        own = scale_of(maps.values) if scale is None else scale
        rows, columns = scene.output_size
        place = covered(maps)
        self.map.show_image(map_image(maps, 0, own), place, maps.values[0] if maps.step == 1 else None)
        self.map.show_extent(place.intersected(QRectF(0, 0, columns, rows)))
        shape = f"{rows} × {columns}"
        if maps.step > 1:
            text = translate("Image", "{shape}, preview in steps of {step} values")
            self.note.setText(fill(text, shape=shape, step=maps.step))
        else:
            text = translate("Image", "{shape}, full colour at {scale}")
            self.note.setText(fill(text, shape=shape, scale=f"±{show_number(own, 2)}"))

    def show_value(self, place: Place | None, patch: PatchScene | None, *, growing: bool) -> None:
        """Mark an output and write its value; None for a layer that has none."""
        if place is None:
            self.map.hide_window()
            self.value.setText(NONE)
            return
        self.map.show_window(np.array([place[0]]), np.array([place[1]]), theme().palette.kernel(self._place))
        self.map.grow_until(place if growing else None)
        value = "…" if patch is None else show_number(patch.torch_value)
        self.value.setText(f"y[{place[0]}, {place[1]}] = {value}")


class ComparePage(QWidget):
    """Shows an `ImageScene` beside its `other`.

    Signals:
        cursor_picked: An output (row, column) of the present layer.
        cursor_pointed: The present layer's output under the mouse, or None.
        other_pointed: The kept layer's output under the mouse, or None.
        stepped, zoomed, panned, released: As of `MapView`, in cells of the input.
        kernel_chosen, other_kernel_chosen: A kernel of the present layer, of the kept one.
        keep_asked: The present layer is to be the one that is kept.
        exchange_asked: Both are to change places.
    """

    cursor_picked = Signal(int, int)
    cursor_pointed = Signal(object)
    other_pointed = Signal(object)
    stepped = Signal(int)
    zoomed = Signal(int, float, float)
    panned = Signal(int, int)
    released = Signal()
    kernel_chosen = Signal(int)
    other_kernel_chosen = Signal(int)
    keep_asked = Signal()
    exchange_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: ImageScene | None = None
        self._wanted, self._channel = 0, -1
        self._cursor: Place = (0, 0)
        self._other: Place | None = None
        self._growing = False
        self.keep, self.exchange = QPushButton(), QPushButton()
        self.shared_label, self.shared = Label("quiet"), Switch()
        self.shared.setChecked(True)
        self.explained = Label("body")
        self.explained.setWordWrap(True)
        acts = row(spacing=8)
        for button in (self.keep, self.exchange):
            button.setObjectName("small")
            acts.addWidget(button)
        acts.addStretch(1)
        acts.addWidget(self.shared_label)
        acts.addWidget(self.shared)
        self.input_card, self.difference_card = MapCard(), MapCard()
        self.cards = (SettingCard(0), SettingCard(1))
        # The two that are compared stand side by side in every language, A first.
        holder = QWidget()
        holder.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._grid = QGridLayout(holder)
        theme().space(self._grid, (0, 0, 0, 0), 12)
        for index, card in enumerate((*self.cards, self.input_card, self.difference_card)):
            self._grid.addWidget(card, index // 2, index % 2)
            self._grid.setColumnStretch(index % 2, 1)
            self._grid.setRowStretch(index // 2, 5 if index < 2 else 4)
        outer = column(self, spacing=10)
        outer.addWidget(self.explained)
        outer.addLayout(acts)
        outer.addWidget(holder, 1)
        self._connect()

    def _connect(self) -> None:
        self.keep.clicked.connect(self.keep_asked)
        self.exchange.clicked.connect(self.exchange_asked)
        self.shared.clicked.connect(self._draw)
        self.cards[0].kernel_chosen.connect(self.kernel_chosen)
        self.cards[1].kernel_chosen.connect(self.other_kernel_chosen)
        maps = [self.input_card.map, self.difference_card.map, *(card.map for card in self.cards)]
        for view in maps:
            # As large as there is room for: four of them must fit into a small window too.
            view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
            view.stepped.connect(self.stepped)
            view.released.connect(self.released)
        self.input_card.map.panned.connect(self.panned)
        self.input_card.map.zoomed.connect(self.zoomed)
        self.input_card.map.picked.connect(lambda *at: self._pick(self._over_input(at)))
        self.input_card.map.pointed.connect(lambda at: self.cursor_pointed.emit(self._over_input(at)))
        for view in (self.cards[0].map, self.difference_card.map):
            view.picked.connect(lambda *at: self._pick(self._over(at, 0)))
            view.pointed.connect(lambda at: self.cursor_pointed.emit(self._over(at, 0)))
            view.zoomed.connect(lambda notches, *at: self._zoom(notches, at, 0))
            view.panned.connect(lambda *by: self._pan(by, 0))
        self.cards[1].map.picked.connect(lambda *at: self._pick(self._beside(self._over(at, 1))))
        self.cards[1].map.pointed.connect(lambda at: self.other_pointed.emit(self._over(at, 1)))
        self.cards[1].map.panned.connect(lambda *by: self._pan(by, 1))
        self.cards[1].map.zoomed.connect(lambda notches, *at: self._zoom(notches, at, 1))
        theme().changed.connect(self._draw)

    # What is shown.

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.explained.setText(
            translate("Image", "A is the layer at the side: change it. B stays as it was kept, under the same cursor.")
        )
        self.keep.setText(translate("Image", "Keep A as B"))
        self.exchange.setText(translate("Image", "Exchange A and B"))
        self.shared_label.setText(translate("Image", "Same colours for both"))
        self.shared.setAccessibleName(self.shared_label.text())
        self.input_card.heading.setText(translate("Image", "Input"))
        self.input_card.map.setAccessibleName(translate("Image", "Input"))
        self.difference_card.heading.setText(" − ".join(LETTERS))
        self.difference_card.map.setAccessibleName(translate("Image", "What A gives more than B"))
        for card in self.cards:
            card.retranslate()
        self._draw()

    def show_scene(self, scene: ImageScene) -> None:
        """Show another scene."""
        self._scene = scene
        self._draw()

    def show_near(self, scene: ImageScene) -> None:
        """Take the same scene with other surroundings of the cursor; nothing is drawn anew."""
        self._scene = scene

    def show_choice(self, kernel: int, channel: int) -> None:
        """Show another kernel of the present layer, or another input channel."""
        if (kernel, channel) != (self._wanted, self._channel):
            self._wanted, self._channel = kernel, channel
            self._draw()

    def show_cursor(self, cursor: Place, other: Place | None, *, growing: bool) -> None:
        """Move both windows; nothing is computed.

        Args:
            cursor: The present layer's output.
            other: The kept layer's, or None for the nearest to the present one's.
            growing: Whether what lies behind the cursor is veiled.
        """
        self._cursor, self._other, self._growing = cursor, other, growing
        self._place_windows()

    def patches(self) -> tuple[PatchScene | None, PatchScene | None]:
        """The arithmetic of both layers at the cursor."""
        scene = self._scene
        if scene is None:
            return None, None
        present = patch_at(scene, self._cursor, self._kernels(scene)[0])
        other = scene.other
        return present, None if other is None else patch_at(other, self._other_place(), other.state.kernel)

    def _kernels(self, scene: ImageScene) -> tuple[int, int]:
        """The kernel of each layer that is looked at; a choice may be ahead of its scene."""
        other = 0 if scene.other is None else scene.other.state.kernel
        return max(0, min(self._wanted, scene.weight.shape[0] - 1)), other

    def _other_place(self) -> Place:
        scene = self._scene
        assert scene is not None
        assert scene.other is not None
        if not all(scene.output_size):
            return scene.other.clamp(self._cursor)
        return self._other or place_beside(scene, scene.other, self._cursor)

    def _draw(self) -> None:
        scene = self._scene
        if scene is None or scene.other is None:
            return
        both, kernels = (scene, scene.other), self._kernels(scene)
        maps = [large_output(one, kernel) for one, kernel in zip(both, kernels, strict=True)]
        scale = max((scale_of(one.values) for one in maps if one is not None), default=1.0)
        for card, one, kernel, own in zip(self.cards, both, kernels, maps, strict=True):
            card.show_layer(one, kernel, own, scale if self.shared.isChecked() else None)
        self._draw_input(scene, scene.other)
        both_sizes = self._draw_difference(maps[0], maps[1], scale)
        if both_sizes != self.difference_card.isVisibleTo(self):
            # Where nothing can be subtracted the picture has the row for itself.
            self.difference_card.setVisible(both_sizes)
            self._grid.addWidget(self.input_card, 1, 0, 1, 1 if both_sizes else 2)
        self._place_windows()

    def _draw_input(self, scene: ImageScene, other: ImageScene) -> None:
        maps = scene.input
        if maps is None:
            return
        channel = shown_channel(scene, self._channel)
        self.input_card.map.show_image(input_image(scene, maps, channel), covered(maps))
        seen, data, ignored = extent_of(scene)
        # As far as the padding of either reaches.
        self.input_card.map.show_extent(seen.united(extent_of(other)[0]), data or extent_of(other)[1], ignored)
        self.input_card.note.setText(fill("{shape}", shape=" × ".join(map(str, (scene.channels, *scene.size)))))

    def _draw_difference(self, first: Maps | None, second: Maps | None, scale: float) -> bool:
        """Show what one map gives more than the other; returns whether there is such a thing."""
        if first is None or second is None:
            return False
        if (first.first, first.step, first.values.shape) != (second.first, second.step, second.values.shape):
            return False  # Of different sizes: there is no cell for a cell.
        card, difference = self.difference_card, first.values[0] - second.values[0]
        place = covered(first)
        card.map.show_image(signed_image(difference, scale, theme().palette), place, difference)
        card.map.show_extent(place)
        largest = float(np.abs(difference).max(initial=0.0))
        text = translate("Image", "largest difference {value}")
        card.note.setText(fill(text, value=show_number(largest, 3)))
        return True

    def _place_windows(self) -> None:
        scene = self._scene
        if scene is None or scene.other is None:
            return
        palette, view, other = theme().palette, self.input_card.map, scene.other
        present, kept = self.patches()
        place = scene.clamp(self._cursor) if all(scene.output_size) else None
        beside = self._other_place() if all(other.output_size) else None
        self.cards[0].show_value(place, present, growing=self._growing)
        self.cards[1].show_value(beside, kept, growing=self._growing)
        if place is None:
            view.hide_window()
            self.difference_card.map.hide_window()
        else:
            rows, columns = (axis.positions(at) for axis, at in zip(scene.axes, place, strict=True))
            view.show_window(rows, columns, palette.kernel(0))
            self.difference_card.map.show_window(np.array([place[0]]), np.array([place[1]]), theme().colour("ink"))
        if beside is None:
            view.show_frames(())
            return
        rows, columns = (axis.positions(at) for axis, at in zip(other.axes, beside, strict=True))
        frame = QRectF(columns[0], rows[0], columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1)
        view.show_frames([(frame, palette.kernel(1))], dashed=True)

    # The mouse.

    def _over_input(self, at: tuple[float, ...] | None) -> Place | None:
        return output_reading(self._scene, at)

    def _over(self, at: tuple[float, ...] | None, which: int) -> Place | None:
        """The output of one of the two layers under the mouse."""
        scene = self._scene if which == 0 or self._scene is None else self._scene.other
        return output_under(scene, at)

    def _beside(self, other: Place | None) -> Place | None:
        """The present layer's output nearest to one of the kept layer's."""
        scene = self._scene
        if other is None or scene is None or scene.other is None:
            return None
        return place_beside(scene.other, scene, other)

    def _pick(self, output: Place | None) -> None:
        if output is not None:
            self.cursor_picked.emit(*output)

    def _pan(self, by: tuple[int, ...], which: int) -> None:
        scene = self._scene if which == 0 or self._scene is None else self._scene.other
        if scene is not None:
            self.panned.emit(*(cells * axis.stride for cells, axis in zip(by, scene.axes, strict=True)))

    def _zoom(self, notches: int, at: tuple[float, ...], which: int) -> None:
        scene = self._scene if which == 0 or self._scene is None else self._scene.other
        output = self._over(at, which)
        if scene is not None and output is not None:
            middle = [axis.centre(one) for axis, one in zip(scene.axes, output, strict=True)]
            self.zoomed.emit(notches, middle[0], middle[1])
