"""The chosen kernel's band of a signal's matrix, around the cursor."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.convolution.matrix import band, band_block
from core.labs.signal.scene import SignalScene
from gui.labs.matrix_picture import GAP, Mask, MatrixPicture
from gui.labs.matrix_view import MatrixView
from gui.labs.signal.names import channel_letter
from gui.plots.map_images import signed_image, without
from gui.theme import theme

LEAST_CELL, USUAL_CELL, LARGEST_CELL = 6, 17, 36
"""Pixels at 100 %."""
LEAST_BLOCK = 8
"""Cells of a channel's block, below which a channel is left out rather than cut narrower."""
PALER = 1.25
"""By how much the full colours lie beyond the largest value: numbers and frames stay legible on them."""


class BandView(MatrixView):
    """Shows x, A and y = A x + b; a row is an output, a column an input sample."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: SignalScene | None = None
        self._kernel = 0
        self._lit: tuple[int, int] | None = None

    def show_scene(self, scene: SignalScene) -> None:
        """Show another layer."""
        self._scene = scene
        self.forget()

    def show_cursor(self, cursor: int, kernel: int) -> None:
        """Mark another row, of another kernel's band."""
        if kernel != self._kernel:
            self._kernel = kernel
            self.forget()
        self.look_at(cursor)

    def light(self, tap: tuple[int, int] | None) -> None:
        """Ring the entries of one tap, (channel of the kernel, tap): one diagonal."""
        if tap != self._lit:
            self._lit = tap
            self.update()

    @override
    def rings(self, picture: MatrixPicture) -> tuple[int, Mask] | None:
        scene = self._scene
        if self._lit is None or scene is None:
            return None
        chosen = np.zeros(scene.weight.shape[2], np.float32)
        chosen[self._lit[1]] = 1
        rows, columns = self._ranges(picture)
        channels = scene.channels_of(min(self._kernel, scene.weight.shape[0] - 1))
        return channels[self._lit[0]], band_block(scene.axis, chosen, rows, columns) > 0

    @staticmethod
    def _ranges(picture: MatrixPicture) -> tuple[tuple[int, int], tuple[int, int]]:
        rows = [row for row in picture.rows if isinstance(row, int)]
        columns = [column for column in picture.columns if isinstance(column, int)]
        return (rows[0], rows[-1] + 1), (columns[0], columns[-1] + 1)

    @override
    def compose(self) -> MatrixPicture | None:
        scene = self._scene
        if scene is None or not scene.output_length:
            return None
        kernel = min(self._kernel, scene.weight.shape[0] - 1)
        channels = scene.channels_of(kernel)
        cell, shown, rows, columns = self._part(scene, channels)
        weights = scene.weight[kernel]
        blocks = np.stack([band_block(scene.axis, weights[place], rows, columns) for place in range(len(shown))])
        joined = np.zeros(blocks.shape[1:], np.bool_)
        row, column, _ = band(scene.axis, *rows)
        inside = (column >= columns[0]) & (column < columns[1])
        joined[row[inside] - rows[0], column[inside] - columns[0]] = True
        scale = (float(np.abs(weights).max()) or 1.0) * PALER
        last = rows[1] - rows[0] - 1
        labels = [(0, 1, str(rows[0]))] + ([(last, 1, str(rows[1] - 1))] if last else [])
        return MatrixPicture(
            cell=cell,
            rows=tuple(range(*rows)),
            columns=tuple(range(*columns)),
            channels=shown,
            letters=tuple(channel_letter(one, scene.channels) if len(shown) > 1 else "" for one in shown),
            more=len(shown) < len(channels),
            bodies=tuple(signed_image(block, scale, theme().palette) for block in blocks),
            tops=self._inputs(scene, shown, columns),
            side=self._output(scene, kernel, rows),
            names=("x", "y"),
            numbers=blocks,
            joined=joined,
            hatched=None,
            colour=theme().palette.kernel(kernel),
            row_labels=tuple(labels),
        )

    def _part(
        self, scene: SignalScene, channels: tuple[int, ...]
    ) -> tuple[float, tuple[int, ...], tuple[int, int], tuple[int, int]]:
        """Pixels of a cell, the channels, and the ranges of rows and columns that are shown."""
        axis, px, room = scene.axis, theme().px, self.room()
        rows, cells = axis.output_length, axis.length
        width, height = room.width(), room.height()
        whole = min(width / ((cells + 1) * len(channels) + GAP + 2), height / (rows + GAP))
        if whole >= px(LEAST_CELL):
            return min(whole, float(px(LARGEST_CELL))), channels, (0, rows), (0, cells)
        cell = float(px(USUAL_CELL))
        shown = channels[: max(1, int((width - (GAP + 2) * cell) // (LEAST_BLOCK * cell)))]
        wide = max(4, int((width / cell - GAP - 2) / len(shown)) - 1)
        high = max(3, int(height / cell - GAP))
        cursor = self.row if isinstance(self.row, int) else 0
        first = max(0, min(cursor - high // 2, rows - high))
        left = max(0, min(int(axis.centre(cursor)) - wide // 2, cells - wide))
        return cell, shown, (first, min(rows, first + high)), (left, min(cells, left + wide))

    def _inputs(self, scene: SignalScene, shown: tuple[int, ...], columns: tuple[int, int]) -> tuple[QImage, ...]:
        cursor = self.row if isinstance(self.row, int) else 0
        block = scene.block_of(cursor) or scene.blocks[0]
        scale = (float(np.abs(block.cells).max(initial=0)) or 1.0) * PALER
        at = np.arange(*columns) - block.first
        there = (at >= 0) & (at < block.cells.shape[1])
        images = []
        for channel in shown:
            values = np.where(there, block.cells[channel, np.where(there, at, 0)], 0).astype(np.float32)
            images.append(without(signed_image(values[None], scale, theme().palette), ~there[None]))
        return tuple(images)

    def _output(self, scene: SignalScene, kernel: int, rows: tuple[int, int]) -> QImage:
        cursor = self.row if isinstance(self.row, int) else 0
        block = scene.block_of(cursor) or scene.blocks[0]
        shown = block.output[min(kernel, len(block.output) - 1)]
        scale = (float(np.abs(shown).max(initial=0)) or 1.0) * PALER
        at = np.arange(*rows) - block.first_output
        there = (at >= 0) & (at < len(shown))
        values = np.where(there, shown[np.where(there, at, 0)], 0) if len(shown) else np.zeros(len(at))
        image = signed_image(values.astype(np.float32)[:, None], scale, theme().palette)
        return without(image, ~there[:, None])
