"""The layer as a matrix: the chosen kernel's band around the cursor, how it comes about, and what it saves."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from core.convolution.matrix import count
from core.labs.signal.scene import SignalScene
from gui.labs.signal.band_view import BandView
from gui.labs.signal.bands import BandsFigure
from gui.labs.signal.kernels import KernelRow
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.parts import Card, Label, Note, column, row
from gui.widgets.segments import Segments


class MatrixPage(QWidget):
    """The matrix around the cursor, how it comes about, and what it saves.

    Signals:
        cursor_picked, cursor_pointed, stepped: As of `SlidePage`.
    """

    cursor_picked = Signal(int, int)
    cursor_pointed = Signal(object)
    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: SignalScene | None = None
        self._kernel, self._cursor = 0, 0
        self._cell: tuple[int, int] | None = None
        self.card = Card()
        self.card.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.heading, self.note = Label("heading"), Note()
        self.which = Segments(("band", "origin"))
        top = row(spacing=10)
        top.addWidget(self.heading)
        top.addWidget(self.which)
        top.addStretch(1)
        top.addWidget(self.note)
        self.band = BandView()
        self.origin = BandsFigure()
        self.origin.hide()
        self.counts = Label("quiet")
        self.counts.setWordWrap(True)
        theme().least(self.band, width=120, height=220)
        self.card.column.addLayout(top)
        self.card.column.addWidget(self.band, 1)
        self.card.column.addWidget(self.origin, 1)
        self.card.column.addWidget(self.counts)
        self.kernels = KernelRow()
        layout = column(self, spacing=12)
        layout.addWidget(self.card, 1)
        layout.addWidget(self.kernels)
        self.which.show_chosen("band")
        self.which.chosen.connect(self._choose)
        self.band.row_picked.connect(lambda output: self.cursor_picked.emit(output, -1))
        self.band.pointed.connect(self._pointed)
        self.band.stepped.connect(self.stepped)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.heading.setText(translate("Signal", "y = A x + b"))
        self.which.set_texts([translate("Signal", "The matrix"), translate("Signal", "How it comes about")])
        self.band.setAccessibleName(translate("Signal", "The matrix of the chosen kernel"))
        self.kernels.retranslate()
        self.origin.retranslate()
        self._write()

    def show_scene(self, scene: SignalScene) -> None:
        """Show another scene."""
        self._scene = scene
        self.band.show_scene(scene)
        self.origin.show_scene(scene)
        self._kernel = min(self._kernel, max(0, scene.weight.shape[0] - 1))
        self._draw_kernels()
        self._write()

    def show_cursor(self, cursor: int, kernel: int) -> None:
        """Mark another row."""
        if kernel != self._kernel:
            self._kernel = kernel
            self._draw_kernels()
        self._cursor = cursor
        self.band.show_cursor(cursor, kernel)
        self._write_note()

    def light(self, weight: tuple[int, int, int] | None) -> None:
        """Ring the diagonal of a weight (kernel, channel of the kernel, tap) of the chosen kernel."""
        shown = weight is not None and weight[0] == self._kernel
        self.band.light(weight[1:] if shown and weight is not None else None)

    def _draw_kernels(self) -> None:
        scene = self._scene
        if scene is not None:
            choices = tuple(scene.state.kernel_choice(o) for o in range(scene.weight.shape[0]))
            self.kernels.show_kernels(scene.weight, choices, self._kernel, flipped=scene.state.flip)

    def _choose(self, which: str) -> None:
        self.band.setVisible(which == "band")
        self.origin.setVisible(which == "origin")
        if which == "origin":
            self.origin.play()

    def _pointed(self, pointed: tuple[int | None, tuple[int, int] | None] | None) -> None:
        self._cell = None if pointed is None else pointed[1]
        output = None if pointed is None else pointed[0]
        self.cursor_pointed.emit(None if output is None else (output, -1))
        self._write_note()

    def _write_note(self) -> None:
        scene = self._scene
        if scene is None or not scene.output_length:
            self.note.setText("")
            return
        if self._cell is not None:
            outputs = sorted({output for output, _, _ in scene.axis.feeding(self._cell[1])})
            listed = ", ".join(f"y[{output}]" for output in outputs[:6]) + (" …" if len(outputs) > 6 else "")
            text = translate("Signal", "Column {cell} feeds {outputs}")
            self.note.setText(fill(text, cell=f"x[{self._cell[1]}]", outputs=listed or "0"))
            return
        positions = scene.axis.positions(min(self._cursor, scene.output_length - 1))
        listed = ", ".join(f"x[{int(place)}]" for place in positions[:6]) + (" …" if len(positions) > 6 else "")
        self.note.setText(
            fill(translate("Signal", "Row {output} reads {cells}"), output=f"y[{self._cursor}]", cells=listed)
        )

    def _write(self) -> None:
        scene = self._scene
        if scene is None or scene.problem is not None:
            self.counts.setText(translate("Signal", "This layer has no output") if scene is not None else "")
            self.note.setText("")
            return
        counted = count(scene.state.parameters, (scene.axis.length,))
        text = translate(
            "Signal",
            "A full layer of this size has {full} weights. This one connects {connections} pairs, so {share} of the "
            "matrix is zero, and shares {weights} weights among them: each is used {uses} times.",
        )
        self.counts.setText(
            fill(
                text,
                full=f"{counted.full:,}",
                connections=f"{counted.connections:,}",
                share=f"{counted.sparsity:.2%}",
                weights=f"{counted.weights:,}",
                uses=f"{counted.sharing:,.{0 if counted.sharing >= 100 else 1}f}",
            )
        )
        self._write_note()
