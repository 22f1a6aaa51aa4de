"""The program's top-level tensors, and their `.grad` as of the step that is shown."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from core.autograd.replay import Frame, Replay
from core.autograd.trace import Tensor
from gui.graph.gradient_text import gradient_text
from gui.text import translate
from gui.theme import theme
from gui.widgets.numbers import show_shape
from gui.widgets.parts import Label, clear_layout

MOST_ROWS = 40


class VariableTable(QWidget):
    """One row a tensor: name, shape, what made it, `.grad`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        theme().space(self._grid, (0, 0, 0, 0), 8)
        self._grid.setColumnStretch(2, 1)
        self._replay: Replay | None = None
        self._frame: Frame | None = None
        self._grads: dict[int, Label] = {}

    def show_run(self, replay: Replay | None) -> None:
        """Show another run's tensors."""
        self._replay, self._frame = replay, None
        clear_layout(self._grid)
        self._grads = {}
        if replay is None:
            return
        nodes = {node.id: node for node in replay.trace.nodes}
        for line, one in enumerate(replay.trace.variables[:MOST_ROWS]):
            made = "" if one.node is None else nodes[one.node].name
            if one.is_leaf:
                made = translate("Autograd", "leaf") if one.requires_grad else ""
            self._grid.addWidget(Label("mono", one.name), line, 0)
            self._grid.addWidget(Label("mono", show_shape(one.value.shape)), line, 1)
            what = Label("quiet", made)
            self._grid.addWidget(what, line, 2)
            if one.is_leaf and one.requires_grad and one.node is not None:
                grad = Label("mono")
                self._grads[one.node] = grad
                self._grid.addWidget(grad, line, 3)

    def show_frame(self, frame: Frame | None) -> None:
        """Show `.grad` as of a step."""
        self._frame = frame
        for number, label in self._grads.items():
            grad: Tensor | None = None if frame is None else frame.grads.get(number)
            label.setText(".grad None" if grad is None else f".grad {gradient_text(grad)}")
            label.setStyleSheet(f"color: {theme().palette.soft if grad is None else theme().palette.accent};")

    def retranslate(self) -> None:
        """Say everything in the present language."""
        frame = self._frame
        self.show_run(self._replay)
        self.show_frame(frame)
