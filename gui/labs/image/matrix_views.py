"""The two matrices of an image's layer: A, doubly blocked, over the input; and im2col's, over the weights."""

from __future__ import annotations

from typing import cast

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.convolution.im2col import windows_of
from core.convolution.matrix_part import (
    MatrixPart,
    outputs_around,
    part_around,
    part_of_taps,
    part_values,
    reads,
    square_counts,
    whole_part,
)
from core.convolution.windows import Indices
from core.labs.image.scene import ImageScene, Maps
from core.labs.image.state import Place
from gui.labs.image.names import channel_letter
from gui.labs.image.pictures import large_output
from gui.labs.matrix_picture import GAP, Caption, Mask, MatrixPicture
from gui.labs.matrix_view import MatrixView
from gui.plots.map_images import level_image, scale_of, signed_image, without
from gui.theme import theme

Array = npt.NDArray[np.float32]

LARGEST_CELL = 36
USUAL_CELLS = (18, 16, 14, 12, 11)
"""Pixels at 100 % of a cell; of these the one with which a part of a large matrix fills the room best."""
SMALLER_CELLS = (9, 8, 7, 6, 5)
"""Tried in turn where those show too little."""
LEAST_WHOLE = 3
"""Pixels at 100 % of a cell, so small that a whole matrix can still be read; smaller, a part is shown."""
LEAST_SEEN = 1.0
"""Pixels of a cell, so small that a whole matrix shows its pattern but no entry."""
ENOUGH_ROWS, ENOUGH_WINDOWS = 8, 12
PALER = 1.25


class ImageMatrixView(MatrixView):
    """What the two have in common: a row is an output (row, column) of the kernel looked at."""

    edges = (84, 34, 4, 8)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: ImageScene | None = None
        self._kernel, self._channel = 0, -1
        self._lit: tuple[int, int, int] | None = None
        self._outputs: tuple[Indices, ...] = ()

    def show_scene(self, scene: ImageScene, kernel: int, channel: int) -> None:
        """Show another layer, kernel (one that there is) or input channel (-1 for all)."""
        self._scene, self._kernel, self._channel = scene, kernel, channel
        self.forget()

    def show_cursor(self, cursor: Place) -> None:
        """Mark the row of an output."""
        self.look_at(cursor)

    def light(self, weight: tuple[int, int, int] | None) -> None:
        """Ring the entries of a weight (channel of the kernel, row, column)."""
        if weight != self._lit:
            self._lit = weight
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(300), theme().px(150))

    @property
    def outputs(self) -> tuple[Indices, ...]:
        """The outputs of the rows that are seen, along each dimension; none where nothing is."""
        return self._outputs if self.picture is not None else ()

    @override
    def row_label(self, row: object) -> str:
        return "{}, {}".format(*cast("Place", row))

    @property
    def _cursor(self) -> Place:
        return cast("Place", self.row) if self.row is not None else (0, 0)

    def _read(self, scene: ImageScene) -> tuple[int, ...]:
        """The channels to show: the one looked at if the kernel reads it, else all that it reads."""
        read = scene.channels_of(self._kernel)
        return (self._channel,) if self._channel in read else tuple(read)

    def _side(self, scene: ImageScene, outputs: tuple[Indices, ...]) -> QImage:
        """The outputs of the rows; clear where the scene has not each of them."""
        large = large_output(scene, self._kernel)
        candidates = [(large, 0), (scene.near_output, self._kernel)]
        found = np.full((len(outputs[0]), len(outputs[1])), np.nan, np.float32)
        for maps, index in candidates:
            if maps is not None and maps.step == 1:
                values = _picked(maps, outputs)[index]
                found = np.where(np.isnan(found), values, found)
        scale = 1.0 if large is None else scale_of(large.values)
        return _image(found.reshape(-1, 1), scale * PALER)

    def _row_marks(
        self, outputs: tuple[Indices, ...]
    ) -> tuple[tuple[tuple[int, bool], ...], tuple[tuple[int, int, str], ...]]:
        """A line and a label for every row of outputs."""
        wide = len(outputs[1])
        lines = tuple((index * wide, False) for index in range(1, len(outputs[0])))
        labels = tuple((index * wide, wide, f"y[{row}, ·]") for index, row in enumerate(outputs[0].tolist()))
        return lines, labels


class ToeplitzView(ImageMatrixView):
    """y = A x + b: the columns are the cells of the input, the rows the cells of a map, both row by row.

    Column keys are cells (row, column).
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part: MatrixPart | None = None
        self._whole = False

    def show_whole(self, whole: bool) -> None:
        """Show the whole matrix wherever an entry has a pixel, or only where it can be read."""
        if whole != self._whole:
            self._whole = whole
            self.forget()

    def is_for_choice(self) -> bool:
        """Whether the whole matrix can be shown but not read, so that a part of it is as good a choice."""
        scene = self._scene
        if scene is None or not all(scene.output_size):
            return False
        cell = self._largest(int(np.prod(scene.output_size)), int(np.prod(scene.size)), 1)
        return LEAST_SEEN <= cell < theme().px(LEAST_WHOLE)

    @property
    def part(self) -> MatrixPart | None:
        """The rows and columns that are seen."""
        return self._part if self.picture is not None else None

    @override
    def rings(self, picture: MatrixPicture) -> tuple[int, Mask] | None:
        scene, part = self._scene, self.part
        if self._lit is None or scene is None or part is None:
            return None
        return scene.channels_of(self._kernel)[self._lit[0]], part_of_taps(scene.axes, part, self._lit[1:])

    @override
    def compose(self) -> MatrixPicture | None:
        scene = self._scene
        if scene is None or not all(scene.output_size):
            return None
        read = self._read(scene)
        shown, cell, part = self._fit(scene, read)
        self._part, self._outputs = part, part.outputs
        first = scene.channels_of(self._kernel).start
        weights = scene.weight[self._kernel][[channel - first for channel in shown]]
        values = part_values(scene.axes, weights, part)
        scale = (float(np.abs(scene.weight[self._kernel]).max()) or 1.0) * PALER
        row_lines, row_labels = self._row_marks(part.outputs)
        column_lines, column_labels = self._column_marks(part)
        return MatrixPicture(
            cell=cell,
            rows=part.rows,
            columns=part.columns,
            channels=shown,
            letters=tuple(channel_letter(one, scene) if scene.channels > 1 else "" for one in shown),
            more=len(shown) < len(read),
            bodies=tuple(_image(one, scale) for one in values),
            tops=tuple(self._top(scene, channel, part) for channel in shown),
            side=self._side(scene, part.outputs),
            names=("x", "y"),
            numbers=values,
            joined=part_of_taps(scene.axes, part),
            hatched=None,
            colour=theme().palette.kernel(self._kernel),
            row_lines=row_lines,
            column_lines=column_lines,
            row_labels=row_labels,
            column_labels=column_labels,
            captions=self._captions(scene, part, len(shown)),
        )

    def _fit(self, scene: ImageScene, read: tuple[int, ...]) -> tuple[tuple[int, ...], float, MatrixPart]:
        """The whole matrix if it can be seen, of all channels or of the first; else the part around the cursor."""
        px, room, largest = theme().px, self.room(), self._largest
        rows, columns = int(np.prod(scene.output_size)), int(np.prod(scene.size))
        for channels in (read, read[:1]):
            cell = largest(rows, columns, len(channels))
            if cell >= px(LEAST_WHOLE) or (self._whole and cell >= LEAST_SEEN and len(channels) == 1):
                return channels, cell, whole_part(scene.axes)

        def around(size: int) -> MatrixPart:
            most_rows, most_columns = int(room.height() / px(size)) - GAP, int(room.width() / px(size)) - GAP - 3
            return part_around(scene.axes, self._cursor, max(1, most_rows), max(1, most_columns))

        def filled(part: MatrixPart) -> float:
            return largest(*part.shape, 1) ** 2 * part.shape[0] * part.shape[1]

        part = max((around(size) for size in USUAL_CELLS), key=filled)
        for size in SMALLER_CELLS:
            if part.shape[0] >= ENOUGH_ROWS:
                break
            part = around(size)
        return read[:1], largest(*part.shape, 1), part

    def _largest(self, rows: int, columns: int, bands: int) -> float:
        """Pixels of a cell, so that so many of them have room."""
        room, across, down = self.room(), (columns + 1) * bands + GAP + 2, rows + GAP
        return min(room.width() / across, room.height() / down, float(theme().px(LARGEST_CELL)))

    @staticmethod
    def _column_marks(part: MatrixPart) -> tuple[tuple[tuple[int, bool], ...], tuple[tuple[int, int, str], ...]]:
        """A line and a label for every row of cells, and a line where cells are left out."""
        rows, columns = part.cells
        wide = len(columns)
        lines = [(index * wide, int(rows[index] - rows[index - 1]) > 1) for index in range(1, len(rows))]
        for at in np.flatnonzero(np.diff(columns) > 1):
            lines += [(index * wide + int(at) + 1, True) for index in range(len(rows))]
        labels = [(index * wide, wide, f"x[{row}, ·]") for index, row in enumerate(rows.tolist())]
        return tuple(lines), tuple(labels)

    @staticmethod
    def _top(scene: ImageScene, channel: int, part: MatrixPart) -> QImage:
        values = np.full((len(part.cells[0]), len(part.cells[1])), np.nan, np.float32)
        for maps in (scene.input, scene.near):
            if maps is not None and maps.step == 1:
                values = np.where(np.isnan(values), _picked(maps, part.cells)[channel], values)
        return _levels(values.reshape(1, -1), scene)

    @staticmethod
    def _captions(scene: ImageScene, part: MatrixPart, bands: int) -> tuple[Caption, ...]:
        """The kernel's row that each block holds."""
        high, wide = len(part.outputs[1]), len(part.cells[1])
        held = reads(scene.axes[0], part.outputs[0], part.cells[0])
        captions = []
        for output, cell in np.argwhere(held.any(axis=2)).tolist():
            taps = np.flatnonzero(held[output, cell]).tolist()
            texts = " + ".join(f"w[{tap}]" for tap in taps), "+".join(map(str, taps))
            captions += [Caption(band, output * high, cell * wide, high, wide, texts) for band in range(bands)]
        return tuple(captions)


class Im2colView(ImageMatrixView):
    """y = X w + b: the rows are the windows, laid out in a line; the columns are the taps, channel by channel.

    Column keys are taps (row, column).
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taps: tuple[Indices, ...] = ()

    @property
    def taps(self) -> tuple[Indices, ...]:
        """The kernel's rows and columns that are seen."""
        return self._taps if self.picture is not None else ()

    @override
    def rings(self, picture: MatrixPicture) -> tuple[int, Mask] | None:
        scene = self._scene
        if self._lit is None or scene is None:
            return None
        column = np.array([key == self._lit[1:] for key in picture.columns], np.bool_)
        return scene.channels_of(self._kernel)[self._lit[0]], np.broadcast_to(column, (len(picture.rows), len(column)))

    @override
    def compose(self) -> MatrixPicture | None:
        scene = self._scene
        if scene is None or not all(scene.output_size):
            return None
        read = self._read(scene)
        shown, cell, taps, outputs = self._fit(scene, read)
        self._outputs, self._taps = outputs, taps
        first = scene.channels_of(self._kernel).start
        values = np.full((len(shown), len(outputs[0]) * len(outputs[1]), len(taps[0]) * len(taps[1])), np.nan)
        padded = np.zeros(values.shape[1:], np.bool_)
        for maps in (scene.input, scene.near):
            if maps is not None and maps.step == 1:
                cells = maps.values[shown[0] : shown[-1] + 1]
                found = windows_of(scene.axes, outputs, taps, cells, np.array(maps.first))
                values, padded = np.where(np.isnan(values), found.values, values), found.padded
        numbers = values.astype(np.float32)
        scale = (float(np.abs(scene.weight[self._kernel]).max()) or 1.0) * PALER
        weights = scene.weight[self._kernel][:, taps[0]][:, :, taps[1]]
        row_lines, row_labels = self._row_marks(outputs)
        wide = len(taps[1])
        return MatrixPicture(
            cell=cell,
            rows=MatrixPart(outputs, taps).rows,
            columns=MatrixPart(outputs, taps).columns,
            channels=shown,
            letters=tuple(channel_letter(one, scene) if scene.channels > 1 else "" for one in shown),
            more=len(shown) < len(read) or wide * len(taps[0]) < weights[0].size,
            bodies=tuple(_levels(one, scene) for one in numbers),
            tops=tuple(_image(weights[channel - first].reshape(1, -1), scale) for channel in shown),
            side=self._side(scene, outputs),
            names=("w", "y"),
            numbers=numbers,
            joined=None,
            hatched=padded if padded.any() else None,
            colour=theme().palette.kernel(self._kernel),
            row_lines=row_lines,
            column_lines=tuple((index * wide, False) for index in range(1, len(taps[0]))),
            row_labels=row_labels,
            column_labels=tuple((index * wide, wide, f"w[{row}, ·]") for index, row in enumerate(taps[0].tolist())),
        )

    def _fit(
        self, scene: ImageScene, read: tuple[int, ...]
    ) -> tuple[tuple[int, ...], float, tuple[Indices, ...], tuple[Indices, ...]]:
        """The channels, pixels of a cell, the taps and the outputs that are seen."""
        px, room = theme().px, self.room()
        high, wide = scene.weight.shape[2:]
        across = [int(room.width() / px(size)) - GAP - 2 for size in (*USUAL_CELLS, *SMALLER_CELLS)]
        usual = across[: len(USUAL_CELLS)]
        # All channels, else as many as cells of a usual size have room for, else one in smaller cells, or cut.
        fitting = [places for places in usual if (high * wide + 1) * len(read) <= places]
        enough = fitting or usual[-1:]
        if high * wide + 1 > usual[-1]:
            enough = [places for places in across if high * wide + 1 <= places] or across[-1:]
        shown = read[: max(1, enough[0] // (high * wide + 1))]
        if len(shown) == 1:
            wide = min(wide, max(1, enough[0] - 1))
            high = min(high, max(1, (enough[0] - 1) // wide))
        taps = np.arange(high, dtype=np.int64), np.arange(wide, dtype=np.int64)
        # As large as the width allows, for numbers are written in large cells, but not so that few rows are left.
        over = (high * wide + 1) * len(shown) + GAP + 2
        cell = min(room.width() / over, room.height() / (ENOUGH_WINDOWS + GAP), float(px(LARGEST_CELL)))
        most = max(1, int(room.height() / cell) - GAP)
        outputs = outputs_around(scene.axes, self._cursor, square_counts(scene.axes, most))
        down = len(outputs[0]) * len(outputs[1]) + GAP
        return shown, min(room.width() / over, room.height() / down, float(px(LARGEST_CELL))), taps, outputs


def _picked(maps: Maps, places: tuple[Indices, ...]) -> Array:
    """Values at some rows and columns, (channels, rows, columns); nan where the maps have none."""
    index = [at - first for at, first in zip(places, maps.first, strict=True)]
    known = [(at >= 0) & (at < size) for at, size in zip(index, maps.values.shape[1:], strict=True)]
    found = np.full((maps.values.shape[0], len(places[0]), len(places[1])), np.nan, np.float32)
    inside = [at[there] for at, there in zip(index, known, strict=True)]
    every = np.arange(maps.values.shape[0])
    found[np.ix_(every, *(np.flatnonzero(there) for there in known))] = maps.values[np.ix_(every, *inside)]
    return found


def _image(values: Array, scale: float) -> QImage:
    """Signed values as an image, clear where there is none."""
    return without(signed_image(values, scale, theme().palette), np.isnan(values))


def _levels(values: Array, scene: ImageScene) -> QImage:
    """Cells of the input in the colours that one channel of it has, clear where there is none."""
    return without(level_image(values, scene.levels, grey=scene.channels <= 3), np.isnan(values))
