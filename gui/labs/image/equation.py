"""One cell's arithmetic written out in the kernel's own shape, large enough for a projector."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.labs.image.scene import ImageScene, PatchScene
from gui.labs.image.names import channel_letter, channel_name
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.numbers import show_number
from gui.widgets.parts import Label, column, dress, row, stretch_wide
from gui.widgets.tensor_grid import Cells, TensorGrid

MOST_TERMS = 6
"""Channels whose sums are written out; of more, the first and the last."""


class EquationView(QWidget):
    """patch × kernel = products of one channel, and under it the channels and the bias adding up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._patch: PatchScene | None = None
        self._scene: ImageScene | None = None
        self._channel = 0
        self.titles = [Label("quiet") for _ in range(3)]
        self.grids = [TensorGrid() for _ in range(3)]
        signs = ("×", "=")
        outer, line = column(self, spacing=8), row(spacing=10)
        for place, (title, grid) in enumerate(zip(self.titles, self.grids, strict=True)):
            part = column(spacing=4)
            part.addWidget(title)
            part.addWidget(grid)
            part.addStretch(1)
            line.addLayout(part)
            if place < len(signs):
                line.addWidget(Label("large", signs[place]))
        line.addStretch(1)
        self.sum = Label("mono")
        self.sum.setWordWrap(True)
        self.sum.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        stretch_wide(self.sum)
        outer.addLayout(line)
        outer.addWidget(self.sum)
        outer.addStretch(1)
        theme().changed.connect(self._refresh)
        self.retranslate()

    def show_patch(self, patch: PatchScene | None, scene: ImageScene, part: int) -> None:
        """Show another output value, with one of its kernel's channels in full."""
        self._patch, self._scene, self._channel = patch, scene, part
        self._refresh()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        names = (translate("Image", "Patch x"), translate("Image", "Kernel w"), translate("Image", "Products x · w"))
        for title, grid, name in zip(self.titles, self.grids, names, strict=True):
            title.setText(name)
            grid.setAccessibleName(name)
        self._refresh()

    def _refresh(self) -> None:
        patch, scene = self._patch, self._scene
        for grid in self.grids:
            grid.setVisible(patch is not None)
        if patch is None or scene is None:
            self.sum.setText("")
            return
        part = max(0, min(self._channel, len(patch.channels) - 1))
        name = channel_name(patch.channels[part], scene)
        self.titles[0].setText(fill(translate("Image", "Patch of {channel}"), channel=name))
        low, high = scene.levels
        scale = max(abs(low), abs(high))
        values, weights, products = self.grids
        values.show_cells(Cells(patch.values[part], scale=scale, padded=patch.padded))
        weights.show_cells(Cells(patch.weights[part], scale=float(np.abs(patch.weights).max()) or 1.0))
        largest = float(np.abs(patch.products).max()) or 1.0
        products.show_cells(Cells(patch.products[part], scale=largest, padded=patch.padded))
        self.sum.setText(written_channels(patch, scene))
        dress(self.sum, f"color: {theme().palette.kernel(patch.kernel).name()}; font-size: {theme().px(16)}px;")

    @override
    def minimumSizeHint(self) -> object:  # type: ignore[override]
        hint = super().minimumSizeHint()
        hint.setWidth(theme().px(200))
        return hint


def written_channels(patch: PatchScene, scene: ImageScene) -> str:
    """The channels' sums and the bias as one line, such as ``ΣR 0.10 + ΣG −0.20 + b 0.50 = 0.40``."""
    count = len(patch.channels)
    shown = list(range(count)) if count <= MOST_TERMS else [0, 1, 2, count - 1]
    terms = [
        f"Σ{channel_letter(patch.channels[index], scene)} {show_number(float(patch.sums[index]))}" for index in shown
    ]
    if len(shown) < count:
        terms.insert(3, "⋯")
    if scene.state.parameters.bias:
        terms.append(f"b {show_number(patch.bias)}")
    return "  +  ".join(terms) + f"  =  {show_number(patch.total, 4)}"
