"""The arithmetic of one output value: every channel's part, patch, kernel and products, the sum, torch's word."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.convolution.windows import ZERO
from core.labs.image.scene import ImageScene, PatchScene
from gui.labs.image.names import channel_name
from gui.labs.image.spectrum import SpectrumView
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.arithmetic import SumView
from gui.widgets.parts import Label, column, dress
from gui.widgets.tensor_grid import Cells, TensorGrid

WAITING = "…"
MOST_TERMS = 12
"""Up to this many products the sum is written out; beyond, one term a channel, or none where these are many too."""


class PatchInspector(QWidget):
    """Shows a `PatchScene`.

    Signals:
        channel_picked: A channel of the kernel.
        weight_typed: (channel of the kernel, row, column, number).
        weight_pointed: (channel of the kernel, row, column) under the mouse, or None.
    """

    channel_picked = Signal(int)
    weight_typed = Signal(int, int, int, float)
    weight_pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._patch: PatchScene | None = None
        self._scene: ImageScene | None = None
        self._slice = 0
        self._of = ""
        outer = column(self, spacing=10)
        self.heading, self.which = Label("heading"), Label("large")
        self.spectrum_heading = Label("heading")
        self.spectrum = SpectrumView()
        self.channel = Label("quiet")
        for label in (self.which, self.channel, self.spectrum_heading):
            label.setWordWrap(True)
        outer.addWidget(self.heading)
        outer.addWidget(self.which)
        outer.addWidget(self.spectrum_heading)
        outer.addWidget(self.spectrum)
        outer.addWidget(self.channel)
        self._labels = [Label("heading") for _ in range(3)]
        self._grids = [TensorGrid() for _ in range(3)]
        for label, grid in zip(self._labels, self._grids, strict=True):
            outer.addWidget(label)
            outer.addWidget(grid)
        self.padding_note = Label("quiet")
        self.padding_note.setWordWrap(True)
        self.sum_view = SumView()
        outer.addWidget(self.padding_note)
        outer.addWidget(self.sum_view)
        outer.addStretch(1)
        self.spectrum.picked.connect(self.channel_picked)
        values, weights, products = self._grids
        weights.edited.connect(lambda line, place, value: self.weight_typed.emit(self._slice, line, place, value))
        for grid in (values, weights, products):
            grid.pointed.connect(self._pointed)
        theme().changed.connect(self._refresh)
        self.retranslate()

    def show_patch(self, patch: PatchScene | None, scene: ImageScene | None, part: int, of: str = "") -> None:
        """Show another output value, one channel of its kernel in full; None for a layer that has none.

        Args:
            patch: The arithmetic.
            scene: The scene that it is of.
            part: The channel of the kernel.
            of: The letter of the layer where two are compared. The present one's, "A", can be typed over.
        """
        self._patch, self._scene, self._slice = patch, scene, part
        if of != self._of:
            self._of = of
            self._name()
        self._refresh()

    @property
    def patch(self) -> PatchScene | None:
        """What is shown."""
        return self._patch

    def retranslate(self) -> None:
        """Say everything in the present language."""
        names = (translate("Image", "Patch x"), translate("Image", "Kernel w"), translate("Image", "Products x · w"))
        self._name()
        self.spectrum_heading.setText(translate("Image", "Channels at the window's middle, and what each adds"))
        self.spectrum.setAccessibleName(self.spectrum_heading.text())
        for label, grid, name in zip(self._labels, self._grids, names, strict=True):
            label.setText(name)
            grid.setAccessibleName(name)
        self.sum_view.retranslate()
        self._refresh()

    def _name(self) -> None:
        text = translate("Image", "One output value of {setting}")
        self.heading.setText(fill(text, setting=self._of) if self._of else translate("Image", "One output value"))

    def _refresh(self) -> None:
        patch, scene = self._patch, self._scene
        if patch is None and scene is not None and all(scene.output_size):
            self.which.setText(WAITING)  # Its numbers are on their way; the layout stays as it is until they come.
            return
        for part in (*self._labels, *self._grids, self.sum_view, self.channel):
            part.setVisible(patch is not None)
        # Shown and hidden once: to show it first would have all of this laid out anew at every step.
        self.padding_note.setVisible(patch is not None and bool(patch.padded.any()))
        many = patch is not None and len(patch.channels) > 1
        self.spectrum.setVisible(many)
        self.spectrum_heading.setVisible(many)
        if patch is None or scene is None:
            self.which.setText("" if scene is None else translate("Image", "This layer has no output"))
            dress(self.which, "")
            return
        colour = theme().palette.kernel(patch.kernel)
        text = translate("Image", "kernel {kernel} at row {row}, column {column}")
        self.which.setText(fill(text, kernel=patch.kernel + 1, row=patch.output[0], column=patch.output[1]))
        dress(self.which, f"color: {colour.name()};")
        index = max(0, min(self._slice, len(patch.channels) - 1))
        self._slice = index
        self._show_channels(patch, scene, index)
        weight_scale = float(np.abs(patch.weights).max()) or 1.0
        product_scale = max(float(np.abs(patch.products).max()), 1e-9)
        rows = tuple(range(patch.weights.shape[1])) if self._of != "B" else ()
        values, weights, products = self._grids
        scale = max(abs(level) for level in scene.levels)
        values.show_cells(Cells(patch.values[index], scale=scale, padded=patch.padded))
        weights.show_cells(Cells(patch.weights[index], scale=weight_scale, editable=rows))
        products.show_cells(Cells(patch.products[index], scale=product_scale, padded=patch.padded))
        self.padding_note.setText(self._padding(patch, scene))
        terms = patch.products.ravel() if patch.products.size <= MOST_TERMS else patch.sums
        self.sum_view.show_sum(patch.bias, [float(term) for term in terms], patch.total, patch.torch_value, colour)

    def _show_channels(self, patch: PatchScene, scene: ImageScene, index: int) -> None:
        count = len(patch.channels)
        self.channel.setText(channel_name(patch.channels[index], scene))
        if count > 1:
            middle = patch.values[:, patch.values.shape[1] // 2, patch.values.shape[2] // 2]
            names = tuple(channel_name(channel, scene) for channel in patch.channels)
            self.spectrum.show_spectrum(tuple(middle.tolist()), tuple(patch.sums.tolist()), names, scene.levels, index)

    @staticmethod
    def _padding(patch: PatchScene, scene: ImageScene) -> str:
        """Where the first cells that are no data come from."""
        if not patch.padded.any():
            return ""
        links = []
        for line, place in np.argwhere(patch.padded)[:3]:
            at = int(patch.rows[line]), int(patch.columns[place])
            found = [int(axis.sources(np.array([one]))[0]) for axis, one in zip(scene.axes, at, strict=True)]
            value = "0" if ZERO in found else f"x[{found[0]}, {found[1]}]"
            links.append(f"x[{at[0]}, {at[1]}] = {value}")
        more = "  …" if int(patch.padded.sum()) > len(links) else ""
        return fill(translate("Image", "Padding: {links}"), links=",  ".join(links) + more)

    def _pointed(self, cell: tuple[int, int] | None) -> None:
        scene, patch = self._scene, self._patch
        if cell is None or scene is None or patch is None:
            self.weight_pointed.emit(None)
            return
        self.weight_pointed.emit((self._slice, *cell))
