"""The slide: the window over the input, the kernel, the output map; under them all maps, one map, or one cell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget
from typing_extensions import override

from core.labs.image.scene import ImageScene, Maps, output_reading, output_under, patch_at
from core.labs.image.state import LEVELS, Area, Level, Place
from gui.labs.image.equation import EquationView
from gui.labs.image.kernel_card import KernelCard
from gui.labs.image.links import Links
from gui.labs.image.names import channel_letter, channel_name
from gui.labs.image.pictures import (
    covered,
    extent_of,
    input_image,
    large_output,
    map_image,
    shown_channel,
    together,
)
from gui.plots.map_images import scale_of
from gui.plots.map_view import MapView
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.choice import Switch
from gui.widgets.gallery import Gallery, Tile
from gui.widgets.numbers import show_number
from gui.widgets.parts import Card, Label, Note, column, row
from gui.widgets.segments import Segments

ALL = "all"
"""The tile of all input channels together."""


AT_THE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
CHROME = 66
"""Pixels at 100 % of a map's card that are not the map."""
KERNEL_HEIGHT = 348
"""Pixels at 100 % in which a kernel card shows all of it."""
LOWER_HEIGHT, LOWER_PRESENTED = 156, 132
WORTH = 1.25
"""So many times larger the maps must be one above the other to stand so."""


class MapCard(Card):
    """A map with a heading and a note."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading, self.note, self.map = Label("heading"), Note(), MapView()
        self.top = row(spacing=10)
        self.top.addWidget(self.heading)
        self.top.addWidget(self.note, 1)
        self.note.setAlignment(AT_THE_RIGHT)
        self.column.addLayout(self.top)
        self.column.addWidget(self.map, 1)


class SlidePage(QWidget):
    """Shows an `ImageScene`.

    Signals:
        cursor_picked: An output (row, column).
        cursor_pointed: The output under the mouse, or None.
        stepped, zoomed, panned, released: As of `MapView`, in cells of the input.
        kernel_chosen: A kernel.
        channel_chosen: An input channel, or -1 for all together.
        level_chosen: A name of `LEVELS`.
    """

    cursor_picked = Signal(int, int)
    cursor_pointed = Signal(object)
    stepped = Signal(int)
    zoomed = Signal(int, float, float)
    panned = Signal(int, int)
    released = Signal()
    kernel_chosen = Signal(int)
    channel_chosen = Signal(int)
    level_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: ImageScene | None = None
        self._cursor: Place = (0, 0)
        self._wanted, self._channel = 0, -1
        self._level: Level = "maps"
        self._growing = False
        self._pictured: tuple[Maps, object, list[QImage]] | None = None
        self.input_card, self.output_card = MapCard(), MapCard()
        self.input, self.output = self.input_card.map, self.output_card.map
        self.kernel = KernelCard()
        # Input on the left and what it becomes on the right, in every language.
        self.pane = QWidget()
        self.pane.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._across = QGridLayout(self.pane)
        theme().space(self._across, (0, 0, 0, 0), 12)
        self._above: bool | None = None
        self.links = Links(self.pane)
        self.below = Card()
        self.below.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.levels = Segments(LEVELS)
        self.note = Note()
        self.note.setAlignment(AT_THE_RIGHT)
        self.shared_label, self.shared = Label("quiet"), Switch()
        top = row(spacing=10)
        top.addWidget(self.levels)
        top.addWidget(self.note, 1)
        top.addWidget(self.shared_label)
        top.addWidget(self.shared)
        self.inputs, self.outputs, self.parts = Gallery(), Gallery(), Gallery()
        self.equation = EquationView()
        galleries = QWidget()
        side_by_side = row(galleries, spacing=24)
        side_by_side.addWidget(self.inputs, 1)
        side_by_side.addWidget(self.outputs, 1)
        self.stack = QStackedWidget()
        for page in (galleries, self.parts, self.equation):
            self.stack.addWidget(page)
        self.below.column.addLayout(top)
        self.below.column.addWidget(self.stack, 1)
        outer = column(self, spacing=12)
        outer.addWidget(self.pane, 100)
        outer.addWidget(self.below, 1)
        theme().least(self.below, height=LOWER_HEIGHT)
        theme().changed.connect(self._redraw)
        # The lines follow whatever they join, once the layout has placed all of it.
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(0)
        self._late.timeout.connect(self._link)
        joined = (self.input, self.output, self.kernel.brick, self.kernel.grid)
        for part in (*joined, self.input_card, self.output_card, self.kernel):
            part.installEventFilter(self)
        self._connect()
        self._arrange()

    def _connect(self) -> None:
        self.input.picked.connect(lambda row_, place: self._tell_picked(self._over_input((row_, place))))
        self.output.picked.connect(lambda row_, place: self._tell_picked(self._over_output((row_, place))))
        self.input.pointed.connect(lambda at: self.cursor_pointed.emit(self._over_input(at)))
        self.output.pointed.connect(lambda at: self.cursor_pointed.emit(self._over_output(at)))
        for view in (self.input, self.output):
            view.stepped.connect(self.stepped)
            view.released.connect(self.released)
        self.input.panned.connect(self.panned)
        self.output.panned.connect(self._panned_output)
        self.input.zoomed.connect(self.zoomed)
        self.output.zoomed.connect(self._zoomed_output)
        self.outputs.chosen.connect(lambda key: self.kernel_chosen.emit(int(key)))
        self.inputs.chosen.connect(lambda key: self.channel_chosen.emit(-1 if key == ALL else int(key)))
        self.parts.chosen.connect(self._part_chosen)
        self.levels.chosen.connect(self.level_chosen)
        self.shared.clicked.connect(self._draw_lower)

    # What is shown.

    def present(self, presented: bool) -> None:
        """Have the maps below a little smaller, so that all of it is on a stage; or as large as before."""
        theme().least(self.below, height=LOWER_PRESENTED if presented else LOWER_HEIGHT)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.input_card.heading.setText(translate("Image", "Input"))
        self.output_card.heading.setText(translate("Image", "Output"))
        self.input.setAccessibleName(translate("Image", "Input"))
        self.output.setAccessibleName(translate("Image", "Output"))
        self.inputs.setAccessibleName(translate("Image", "Input channels"))
        self.outputs.setAccessibleName(translate("Image", "Output maps"))
        self.parts.setAccessibleName(translate("Image", "What each channel adds to this map"))
        self.levels.set_texts(
            [translate("Image", "All maps"), translate("Image", "One map"), translate("Image", "One cell")]
        )
        self.shared_label.setText(translate("Image", "Same colours for all"))
        self.shared.setAccessibleName(self.shared_label.text())
        self.kernel.retranslate()
        self.equation.retranslate()
        self._redraw()

    def show_scene(self, scene: ImageScene) -> None:
        """Show another scene."""
        self._scene = scene
        self._arrange()
        self._redraw()

    def show_view(self, view: Area | None) -> None:
        """Move what is seen at once, ahead of its scene, as far as there are pictures of it."""
        scene = self._scene
        maps = None if scene is None else large_output(scene, self._kernel)
        if scene is None or view is None or maps is None or view[2:] != scene.area[2:]:
            return
        rows, columns = view[0] - scene.area[0], view[1] - scene.area[1]
        seen, data, ignored = extent_of(scene)
        self.input.show_extent(seen.translated(columns, rows), data, ignored)
        across, down = columns / scene.axes[1].stride, rows / scene.axes[0].stride
        self.output.show_extent(self._output_extent(scene, maps).translated(across, down))
        self._link()

    def show_near(self, scene: ImageScene) -> None:
        """Take the same scene with other surroundings of the cursor; nothing is drawn anew."""
        self._scene = scene

    def show_choice(self, kernel: int, channel: int, level: Level) -> None:
        """Show another kernel, channel or level."""
        if (kernel, channel, level) != (self._wanted, self._channel, self._level):
            self._wanted, self._channel, self._level = kernel, channel, level
            self._redraw()

    def show_cursor(self, cursor: Place, *, growing: bool) -> None:
        """Move the window; nothing is computed. While it is `growing` the output behind the cursor is veiled."""
        self._cursor, self._growing = cursor, growing
        self._place_window()

    def light(self, weight: tuple[int, int, int] | None) -> None:
        """Mark every input cell that a weight (channel, row, column of the layer's) is multiplied with."""
        scene = self._scene
        none = np.zeros(0, np.int64)
        if weight is None or scene is None or not all(scene.output_size):
            self.input.light(none, none, theme().colour("accent"))
        else:
            rows, columns = (axis.touched(tap) for axis, tap in zip(scene.axes, weight[1:], strict=True))
            self.input.light(rows, columns, theme().palette.kernel(self._kernel))
        self._write()

    def _redraw(self) -> None:
        scene = self._scene
        self.levels.show_chosen(self._level)
        self.stack.setCurrentIndex(LEVELS.index(self._level))
        if scene is None:
            return
        self._draw_input(scene)
        self._draw_output(scene)
        self.kernel.setVisible(scene.weight.size > 0)
        if scene.weight.size:
            self.kernel.show_kernel(scene, self._kernel, self._slice)
        self._draw_lower()
        self._write()
        self._place_window()

    @property
    def _kernel(self) -> int:
        """The kernel looked at, of those that there are: a choice may be ahead of its scene."""
        count = 1 if self._scene is None else self._scene.weight.shape[0]
        return max(0, min(self._wanted, count - 1))

    @property
    def _slice(self) -> int:
        """The channel of the kernel that is looked at."""
        scene = self._scene
        if scene is None or scene.problem is not None:
            return 0
        read = scene.channels_of(self._kernel)
        return self._channel - read.start if self._channel in read else 0

    def _draw_input(self, scene: ImageScene) -> None:
        maps = scene.input
        if maps is None:
            return
        channel = shown_channel(scene, self._channel)
        single = maps.step == 1 and channel >= 0
        self.input.show_image(
            input_image(scene, maps, channel), covered(maps), maps.values[channel] if single else None
        )
        self.input.show_extent(*extent_of(scene))

    def _draw_output(self, scene: ImageScene) -> None:
        maps = large_output(scene, self._kernel)
        if maps is None:
            self.output.show_image(None, QRectF())
            return
        numbers = maps.values[0] if maps.step == 1 else None
        self.output.show_image(map_image(maps, 0, self._scale(scene)), covered(maps), numbers)
        self.output.show_extent(self._output_extent(scene, maps))

    @staticmethod
    def _output_extent(scene: ImageScene, maps: Maps) -> QRectF:
        rows, columns = scene.output_size
        return covered(maps).intersected(QRectF(0, 0, columns, rows))

    def _scale(self, scene: ImageScene) -> float | None:
        return scale_of(scene.output.values) if self.shared.isChecked() else None

    def _draw_lower(self) -> None:
        scene = self._scene
        if scene is None:
            return
        self._draw_output(scene)
        shape = (float(scene.area[2]), float(scene.area[3]))
        if self._level == "maps":
            self._draw_inputs(scene, shape)
            scale, maps = self._scale(scene), scene.output
            colours = [theme().palette.kernel(index) for index in range(maps.values.shape[0])]
            tiles = [
                Tile(str(index), map_image(maps, index, scale), str(index + 1), colour)
                for index, colour in enumerate(colours)
                if maps.values.size
            ]
            self.outputs.show_tiles(tiles, str(self._kernel), shape)
        elif self._level == "map":
            self.parts.show_tiles(self._part_tiles(scene), str(self._channel), shape)
        self._write()

    def _draw_inputs(self, scene: ImageScene, shape: tuple[float, float]) -> None:
        maps = scene.input
        if maps is None:
            return
        ink = theme().colour("ink")
        read = scene.channels_of(self._kernel) if scene.problem is None else range(scene.channels)
        tiles = []
        if together(scene) is not None:
            tiles.append(Tile(ALL, input_image(scene, maps, -1), translate("Image", "all"), ink))
        images = self._pictures(scene, maps)
        for channel in range(scene.channels):
            name = channel_letter(channel, scene)
            tiles.append(Tile(str(channel), images[channel], name, ink, stands_back=channel not in read))
        chosen = shown_channel(scene, self._channel)
        self.inputs.show_tiles(tiles, ALL if chosen < 0 else str(chosen), shape)

    def _pictures(self, scene: ImageScene, maps: Maps) -> list[QImage]:
        """Every input channel, made once for all layers over the same input."""
        key = (scene.levels, theme().palette)
        if self._pictured is None or self._pictured[0] is not maps or self._pictured[1] != key:
            self._pictured = maps, key, [input_image(scene, maps, channel) for channel in range(scene.channels)]
        return self._pictured[2]

    def _part_tiles(self, scene: ImageScene) -> Sequence[Tile]:
        """What each channel adds to the map looked at, the bias, and the map: one scale of colours for all."""
        result, parts = large_output(scene, self._kernel), scene.parts
        if parts is None or result is None or scene.state.kernel != self._kernel:
            return ()
        scale = max(scale_of(parts.values), scale_of(result.values))
        colour, ink = theme().palette.kernel(self._kernel), theme().colour("ink")
        tiles = [
            Tile(
                str(channel),
                map_image(parts, index, scale),
                channel_letter(channel, scene),
                ink,
                joined="+" if index else "",
            )
            for index, channel in enumerate(scene.channels_of(self._kernel))
        ]
        if scene.state.parameters.bias:
            bias = float(scene.bias[self._kernel])
            tiles.append(Tile("bias", None, f"b {show_number(bias)}", colour, joined="+"))
        caption = fill(translate("Image", "map {number}"), number=self._kernel + 1)
        tiles.append(Tile("map", map_image(result, 0, scale), caption, colour, joined="="))
        return tiles

    def _place_window(self) -> None:
        scene = self._scene
        if scene is None or not all(scene.output_size):
            self.input.hide_window()
            self.output.hide_window()
            self.output.grow_until(None)
            self.links.show_links((), (theme().colour("accent"), theme().colour("accent")))
            if scene is not None:
                self.equation.show_patch(None, scene, 0)
            return
        row_, place = scene.clamp(self._cursor)
        accent, colour = theme().colour("accent"), theme().palette.kernel(self._kernel)
        self.input.show_window(scene.axes[0].positions(row_), scene.axes[1].positions(place), accent)
        self.output.show_window(np.array([row_]), np.array([place]), colour)
        self.output.grow_until((row_, place) if self._growing else None)
        self._link()
        if self._level == "cell":
            patch = patch_at(scene, (row_, place), self._kernel)
            if patch is not None:
                self.equation.show_patch(patch, scene, self._slice)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide):
            self._late.start()
        return super().eventFilter(watched, event)

    def _link(self) -> None:
        """Draw the lines anew from where the three are."""
        self.links.setGeometry(self.pane.rect())
        self.links.raise_()
        accent, colour = theme().colour("accent"), theme().palette.kernel(self._kernel)
        start, end = self.input.window_rect(), self.output.window_rect()
        if start is None or end is None or not self.kernel.isVisible() or not self.input.shows_window():
            self.links.show_links((), (accent, colour))
            return
        brick = self.kernel.brick
        shown: QWidget = brick if brick.isVisible() else self.kernel.grid
        middle = brick.front_rect() if shown is brick else QRectF(shown.rect())
        places = (
            start.translated(self._offset(self.input)),
            middle.translated(self._offset(shown)),
            end.translated(self._offset(self.output)),
        )
        self.links.show_links(places, (accent, colour))

    def _offset(self, widget: QWidget) -> QPoint:
        return widget.mapTo(self.pane, QPoint(0, 0))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put input and output side by side or one above the other, whichever shows them larger."""
        px, scene = theme().px, self._scene
        # By the whole input, not by what is in view: nothing may jump while it is zoomed.
        high, wide = (2, 3) if scene is None else scene.size
        room, edges = self.height() - px(LOWER_HEIGHT) - px(12), px(28)
        left = self.width() - self.kernel.width() - px(12)
        beside = min((left / 2 - px(6) - edges) / wide, (room - px(CHROME)) / high)
        above = min((left - edges) / wide, (room / 2 - px(6) - px(CHROME)) / high)
        if (above > WORTH * beside) != self._above:
            self._above = above > WORTH * beside
            for part in (self.input_card, self.kernel, self.output_card):
                self._across.removeWidget(part)
            self._across.addWidget(self.input_card, 0, 0)
            self._across.addWidget(self.kernel, 0, 1, 2 if self._above else 1, 1)
            self._across.addWidget(self.output_card, *((1, 0) if self._above else (0, 2)))
            for column_, share in enumerate((1, 0, 0 if self._above else 1)):
                self._across.setColumnStretch(column_, share)
        # What the maps cannot use is the lower card's.
        tall = beside * high + px(CHROME) if not self._above else 2 * (above * high + px(CHROME)) + px(12)
        self.pane.setMaximumHeight(round(max(tall, px(KERNEL_HEIGHT))))
        self._across.activate()
        self._place_window()

    # The mouse.

    def _over_input(self, at: tuple[float, float] | None) -> Place | None:
        return output_reading(self._scene, at)

    def _over_output(self, at: tuple[float, float] | None) -> Place | None:
        return output_under(self._scene, at)

    def _tell_picked(self, output: Place | None) -> None:
        if output is not None:
            self.cursor_picked.emit(*output)

    def _zoomed_output(self, notches: int, row_: float, place: float) -> None:
        scene = self._scene
        if scene is not None and all(scene.output_size):
            output = scene.clamp((int(row_), int(place)))
            middle = [axis.centre(one) for axis, one in zip(scene.axes, output, strict=True)]
            self.zoomed.emit(notches, middle[0], middle[1])

    def _panned_output(self, rows: int, columns: int) -> None:
        scene = self._scene
        if scene is not None:
            self.panned.emit(rows * scene.axes[0].stride, columns * scene.axes[1].stride)

    def _part_chosen(self, key: str) -> None:
        if key.isdigit():
            self.channel_chosen.emit(int(key))

    # Words.

    def _write(self) -> None:
        scene = self._scene
        if scene is None:
            return
        self.input_card.note.setText(self._input_note(scene))
        self.output_card.note.setText(self._output_note(scene))
        self.note.setText(self._lower_note(scene))
        self.shared.setVisible(self._level == "maps")
        self.shared_label.setVisible(self._level == "maps")

    def _input_note(self, scene: ImageScene) -> str:
        name = ""
        channel = shown_channel(scene, self._channel)
        if channel >= 0 and scene.channels > 1:
            name = channel_name(channel, scene) + "  ·  "
        shape = " × ".join(str(size) for size in (scene.channels, *scene.size))
        if scene.input is not None and scene.input.step > 1:
            text = translate("Image", "{shape}, in steps of {step} cells")
            return name + fill(text, shape=shape, step=scene.input.step)
        unreached = [axis.unreached for axis in scene.axes] if scene.problem is None else [0, 0]
        if any(unreached):
            text = translate("Image", "{shape}; no window reaches the last {rows} rows and {columns} columns")
            return name + fill(text, shape=shape, rows=unreached[0], columns=unreached[1])
        return name + fill("{shape}", shape=shape)

    def _output_note(self, scene: ImageScene) -> str:
        maps = large_output(scene, self._kernel)
        if maps is None:
            return translate("Image", "This layer has no output")
        shape = " × ".join(str(size) for size in scene.output_size)
        scale = show_number(self._scale(scene) or scale_of(maps.values), 2)
        if maps.step > 1:
            text = translate("Image", "{shape}, preview in steps of {step} values")
            return fill(text, shape=shape, step=maps.step)
        return fill(translate("Image", "{shape}, full colour at {scale}"), shape=shape, scale=f"±{scale}")

    def _lower_note(self, scene: ImageScene) -> str:
        if scene.problem is not None:
            return ""
        if self._level == "maps":
            shape = " × ".join(str(size) for size in (scene.weight.shape[0], *scene.output_size))
            return fill("{became}", became=f"{scene.channels} → {shape}")
        if self._level == "map":
            text = translate("Image", "What each channel adds, and the bias; together they are map {number}")
            return fill(text, number=self._kernel + 1)
        return translate("Image", "Each cell times the weight over it; all products and the bias make one value")
