"""Every parameter of `nn.Conv1d` or `nn.Conv2d` as a control, and what torch says of their combination."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from core.convolution.parameters import PADDING_MODES, ConvParameters
from core.convolution.validity import Problem, Remedy
from core.labs.judgement import Ranges
from gui.cards.pointing import document
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.choice import Choice, Switch
from gui.widgets.parts import Card, Label, clear_layout, column, row
from gui.widgets.stepper import Stepper

WHOLE = ("in_channels", "out_channels", "groups")
SIZED = ("kernel_size", "stride", "padding", "dilation")
ORDER = (
    "in_channels",
    "out_channels",
    "kernel_size",
    "stride",
    "padding",
    "dilation",
    "groups",
    "padding_mode",
    "bias",
)


def value_text(parameters: ConvParameters, name: str) -> str:
    """A parameter's value as it would be typed into torch's constructor."""
    value = getattr(parameters, name)
    if isinstance(value, tuple):
        return str(value[0]) if len(set(value)) == 1 else str(value)
    return repr(value) if isinstance(value, str) else str(value)


def _range_text(low: int | None, high: int | None) -> str:
    if low == high and low is not None:
        return str(low)
    return f"{'' if low is None else low} … {'' if high is None else high}".strip()


class ProblemCard(Card):
    """Why torch refuses a layer, in its own words, and the nearest legal values, a click each.

    Signals:
        chosen: The legal `ConvParameters` that the user took.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hide()

    def show_problem(self, problem: Problem | None) -> None:
        """Show another problem; None hides the card."""
        clear_layout(self.column)
        self.setVisible(problem is not None)
        if problem is None:
            return
        ours = problem.kind == "Budget"
        text = (
            translate("Parameters", "This layer is too large")
            if ours
            else translate("Parameters", "torch refuses this layer")
        )
        self.column.addWidget(Label("heading", text))
        words = Label("quiet", problem.message)
        if problem.kind == "Budget":
            what, number, limit = problem.message.split()
            text = translate("Parameters", "{what}: {number} are more than can be shown; at most {limit} can.")
            words.setText(fill(text, what=what, number=f"{int(number):,}", limit=f"{int(limit):,}"))
        else:  # Torch's own words, in its own language.
            words.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(words)
        if problem.remedies:
            self.column.addWidget(Label("heading", translate("Parameters", "Nearest legal values")))
        for remedy in problem.remedies[:3]:
            self.column.addWidget(self._remedy_button(remedy))

    def _remedy_button(self, remedy: Remedy) -> QPushButton:
        setting = f"{remedy.parameter} = {value_text(remedy.value, remedy.parameter)}"
        button = QPushButton(setting)
        button.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        button.setFont(theme().font("body", mono=True))
        button.setAccessibleName(fill(translate("Parameters", "Set {setting}"), setting=setting))
        button.clicked.connect(lambda: self.chosen.emit(remedy.value))
        return button


class ParameterPanel(QWidget):
    """Emits `changed` with a whole new `ConvParameters` for each change of a control.

    Args:
        dimensions: 1 or 2; with 2 there is a control for the height and one for the width.
        fixed: Parameters that this lab does not offer.
    """

    changed = Signal(object)

    def __init__(self, dimensions: int, fixed: tuple[str, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dimensions = dimensions
        self._parameters: ConvParameters | None = None
        self._problem: Problem | None = None
        self._steppers: dict[tuple[str, int], Stepper] = {}
        self.mode = Choice(self)
        self.mode.setObjectName("mono")
        self.mode.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.mode.addItems(PADDING_MODES)
        self.bias = Switch(self)
        self._labels: dict[str, Label] = {}
        grid = QGridLayout()
        theme().space(grid, (0, 0, 0, 0), 8)
        grid.setColumnStretch(0, 1)
        shown = [name for name in ORDER if name not in fixed]
        for line, name in enumerate(shown):
            self._labels[name] = Label("name", name)
            document(self._labels[name], f"torch.nn.Conv{dimensions}d.{name}")
            grid.addWidget(self._labels[name], line, 0, Qt.AlignmentFlag.AlignVCenter)
            controls = self._controls_for(name)
            # Height stands before width as in torch's tuples, in every language.
            pair = QWidget()
            document(pair, f"torch.nn.Conv{dimensions}d.{name}")
            pair.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            side_by_side = row(pair, spacing=8)
            for control in controls:
                side_by_side.addWidget(control)
            grid.addWidget(pair, line, 1, Qt.AlignmentFlag.AlignTrailing)
        for name, control in (("padding_mode", self.mode), ("bias", self.bias)):
            control.setVisible(name not in fixed)
        self._card = ProblemCard()
        self._card.chosen.connect(self.changed)
        outer: QVBoxLayout = column(self, spacing=12)
        outer.addLayout(grid)
        outer.addWidget(self._card)
        self.mode.textActivated.connect(self._mode_chosen)
        self.bias.clicked.connect(self._bias_chosen)

    def _controls_for(self, name: str) -> list[QWidget]:
        if name == "padding_mode":
            return [self.mode]
        if name == "bias":
            return [self.bias]
        axes = self._dimensions if name in SIZED else 1
        controls: list[QWidget] = []
        for axis in range(axes):
            stepper = Stepper(words=("same", "valid") if name == "padding" else ())
            if self._dimensions > 1:
                theme().size(stepper.field, width=30)
            stepper.chosen.connect(lambda value, name=name, axis=axis: self._stepped(name, axis, value))
            self._steppers[name, axis] = stepper
            controls.append(stepper)
        return controls

    @property
    def steppers(self) -> dict[tuple[str, int], Stepper]:
        """The number fields by (parameter, axis)."""
        return self._steppers

    def show_parameters(self, parameters: ConvParameters) -> None:
        """Show values without emitting them."""
        self._parameters = parameters
        for (name, axis), stepper in self._steppers.items():
            value = getattr(parameters, name)
            stepper.show_value(value[axis] if isinstance(value, tuple) else value)
        self.mode.setCurrentText(parameters.padding_mode)
        self.bias.setChecked(parameters.bias)

    def show_ranges(self, dimensions: int, ranges: Ranges) -> None:
        """Say at each number which values torch accepts there, all else as it is; a layer of others is ignored."""
        if dimensions != self._dimensions:
            return
        for (name, axis), stepper in self._steppers.items():
            found = ranges[name][axis] if name in ranges else None
            text = (
                ""
                if found is None
                else fill(translate("Parameters", "torch accepts {range} here"), range=_range_text(*found))
            )
            stepper.field.setToolTip(text)
            stepper.field.setAccessibleDescription(text)
            if not axis:
                self._labels[name].setToolTip(text)

    def show_problem(self, problem: Problem | None) -> None:
        """Mark the terms of an error, show torch's own words, and offer the nearest legal values."""
        if problem == self._problem:
            return
        self._problem = problem
        terms = problem.terms if problem is not None else ()
        for (name, _), stepper in self._steppers.items():
            stepper.set_wrong(name in terms)
        self._card.show_problem(problem)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        axes = [translate("Parameters", "height"), translate("Parameters", "width")]
        less, more = translate("Parameters", "Less"), translate("Parameters", "More")
        for (name, axis), stepper in self._steppers.items():
            spoken = name if (name in WHOLE or self._dimensions == 1) else f"{name}, {axes[axis]}"
            stepper.set_names(spoken, less, more)
        self.mode.setAccessibleName("padding_mode")
        self.bias.setAccessibleName("bias")
        problem, self._problem = self._problem, None
        self.show_problem(problem)

    def _stepped(self, name: str, axis: int, value: int | str) -> None:
        if self._parameters is None:
            return
        present = getattr(self._parameters, name)
        chosen: object
        if name in WHOLE or isinstance(value, str):
            chosen = value
        else:
            sizes = list(present) if isinstance(present, tuple) else [0] * self._dimensions
            sizes[axis] = value
            chosen = tuple(sizes)
        self.changed.emit(self._parameters.changed(name, chosen))

    def _mode_chosen(self, mode: str) -> None:
        if self._parameters is not None:
            self.changed.emit(self._parameters.changed("padding_mode", mode))

    def _bias_chosen(self, on: bool) -> None:
        if self._parameters is not None:
            self.changed.emit(self._parameters.changed("bias", on))
