"""The output size formula with the user's numbers put in, and the shapes that follow."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from core.convolution.windows import AxisMap
from gui.text import translate
from gui.theme import theme
from gui.widgets.formula import Formula
from gui.widgets.numbers import show_shape
from gui.widgets.parts import Label, column


def size_latex(axis: AxisMap) -> str:
    """The formula of one dimension, numbers in place of its terms (``torch.nn.Conv1d``, "Shape")."""
    if axis.before == axis.after:
        padding = rf"2\cdot {axis.before}"
    else:
        padding = rf"{axis.before} + {axis.after}"
    taps = rf"{axis.dilation}\cdot({axis.kernel_size}-1)"
    return rf"\left\lfloor \frac{{{axis.length} + {padding} - {taps} - 1}}{{{axis.stride}}} \right\rfloor + 1"


def size_spoken(axis: AxisMap) -> str:
    """The same in plain characters."""
    return (
        f"floor(({axis.length} + {axis.before} + {axis.after} - {axis.dilation}*({axis.kernel_size}-1) - 1)"
        f" / {axis.stride}) + 1 = {axis.output_length}"
    )


class SizeFormula(QWidget):
    """One formula a dimension, and its value large under it."""

    def __init__(self, dimensions: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formulas = [Formula("body") for _ in range(dimensions)]
        self._results = [Formula("large") for _ in range(dimensions)]
        outer = column(self, spacing=6)
        for formula, result in zip(self._formulas, self._results, strict=True):
            outer.addWidget(formula)
            outer.addWidget(result)

    def show_axes(self, axes: tuple[AxisMap, ...], *, refused: bool) -> None:
        """Show the sizes; a refused layer has none."""
        for formula, result, axis in zip(self._formulas, self._results, axes, strict=True):
            formula.show_latex(size_latex(axis), size_spoken(axis))
            if refused:
                result.show_latex(r"=\;?", "?", "danger")
            else:
                result.show_latex(rf"=\;{axis.output_length}", f"= {axis.output_length}", "accent")


class ShapeTable(QWidget):
    """Names and shapes in two columns, all in torch's notation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        theme().space(self._grid, (0, 0, 0, 0), 6)
        self._grid.setColumnStretch(1, 1)
        self._shown: tuple[tuple[str, str], ...] = ()
        self._labels: list[tuple[Label, Label]] = []

    def show_shapes(self, shapes: dict[str, tuple[int, ...]]) -> None:
        """Show other shapes."""
        rows = tuple((name, show_shape(shape)) for name, shape in shapes.items())
        if rows == self._shown:
            return
        self._shown = rows
        # Labels are kept: new ones would have the whole column laid out anew at every change.
        while len(self._labels) < len(rows):
            pair = Label("quiet"), Label("mono")
            for place, label in enumerate(pair):
                self._grid.addWidget(label, len(self._labels), place)
            self._labels.append(pair)
        for line, (names, numbers) in enumerate(self._labels):
            names.setVisible(line < len(rows))
            numbers.setVisible(line < len(rows))
            if line < len(rows):
                names.setText(_tensor_name(rows[line][0]))
                numbers.setText(rows[line][1])

    def retranslate(self) -> None:
        """Say everything in the present language."""
        for (name, _), (label, _numbers) in zip(self._shown, self._labels, strict=False):
            label.setText(_tensor_name(name))


def _tensor_name(name: str) -> str:
    return {
        "input": translate("Shapes", "input"),
        "weight": translate("Shapes", "weight"),
        "bias": translate("Shapes", "bias"),
        "output": translate("Shapes", "output"),
    }[name]
