"""Which matrix of a tensor of more than two dimensions is looked at: one number a leading dimension."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from gui.text import fill, translate
from gui.widgets.parts import Label, row, show_if
from gui.widgets.stepper import Stepper


class SliceChooser(QWidget):
    """``[ 0 ] [ 2 ] [:, :]``: emits `chosen` when another matrix is wanted."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._line = row(self, spacing=6)
        self.steppers: list[Stepper] = []
        self._rest = Label("mono", "[:, :]")
        self._line.addWidget(self._rest)
        self._line.addStretch(1)
        self._sizes: tuple[int, ...] = ()

    @property
    def index(self) -> tuple[int, ...]:
        """The leading indices."""
        return tuple(int(one.value) for one in self.steppers[: len(self._sizes)])

    def show_sizes(self, sizes: tuple[int, ...]) -> None:
        """Choose among so many along each leading dimension; a choice that is still there stays."""
        kept = self.index
        self._sizes = sizes
        while len(self.steppers) < len(sizes):
            stepper = Stepper(lowest=0)
            stepper.chosen.connect(self._stepped)
            self._line.insertWidget(len(self.steppers), stepper)
            self.steppers.append(stepper)
        for place, stepper in enumerate(self.steppers):
            show_if(stepper, place < len(sizes))
            if place < len(sizes):
                value = kept[place] if place < len(kept) else 0
                stepper.show_value(max(0, min(sizes[place] - 1, value)))
                name = translate("Tensor", "Index along dimension {dimension}")
                stepper.field.setAccessibleName(fill(name, dimension=place))

    def show_index(self, index: tuple[int, ...]) -> None:
        """Look at another matrix without telling."""
        for stepper, value in zip(self.steppers, index, strict=False):
            stepper.show_value(value)

    def _stepped(self) -> None:
        for stepper, size in zip(self.steppers, self._sizes, strict=False):
            value = stepper.value
            stepper.show_value(max(0, min(size - 1, value)) if isinstance(value, int) else 0)
        self.chosen.emit()
