"""One weight's step of a descent, in numbers."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.labs.image.found import LearnScene
from core.labs.image.state import Learning
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.numbers import show_number
from gui.widgets.parts import Label, column, dress

AGREES_TO = 1e-4


class LearnInspector(QWidget):
    """Shows what one step does to one weight, as `torch.optim.SGD` does it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = column(self, spacing=10)
        self.heading, self.which, self.lines, self.verdict = (
            Label("heading"),
            Label("large"),
            Label("formula"),
            Label("quiet"),
        )
        self.lines.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.lines.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self.explained, self.limit, self.blocks = Label("quiet"), Label("quiet"), Label("quiet")
        for label in (self.verdict, self.explained, self.limit, self.blocks):
            label.setWordWrap(True)
        for part in (self.heading, self.which, self.lines, self.verdict, self.explained, self.limit, self.blocks):
            outer.addWidget(part)
        outer.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.heading.setText(translate("Image", "One weight's step"))
        self.explained.setText(
            translate(
                "Image",
                "L is the mean square of the difference between the two maps. Its gradient says how L changes with "
                "each weight; every step goes against it. Point at a weight to see its step.",
            )
        )

    def show_step(
        self, found: LearnScene | None, learning: Learning, part: int, weight: tuple[int, int] | None
    ) -> None:
        """Show the step from the one looked at to the next, of one weight (by default the steepest)."""
        for label in (self.which, self.lines, self.verdict, self.limit):
            label.setVisible(found is not None)
        self.blocks.setVisible(found is not None and found.block > 1)
        if found is None:
            return
        self._explain(found, learning.momentum)
        run = found.descent
        step = max(0, min(learning.step, run.steps))
        part = min(part, found.target.shape[0] - 1)
        gradient = np.nan_to_num(run.gradients[step][part])
        if weight is None or weight[0] >= gradient.shape[0] or weight[1] >= gradient.shape[1]:
            at = np.unravel_index(int(np.abs(gradient).argmax()), gradient.shape)
            weight = int(at[0]), int(at[1])
        place = (part, *weight)
        name = f"w[{part},{weight[0]},{weight[1]}]"
        self.which.setText(fill(translate("Image", "{weight}, step {step}"), weight=name, step=step))
        slope, present = float(run.gradients[step][place]), float(run.weights[step][place])
        if step == run.steps:
            self.lines.setText(f"∂L/∂w = {_number(slope)}\nw = {_number(present)}")
            self.verdict.setText(translate("Image", "The search ends here"))
            dress(self.verdict, f"color: {theme().colour('soft').name()};")
            return
        rate, momentum = float(run.rates[step]), learning.momentum
        before = 0.0
        if step and run.rates[step - 1]:
            before = (float(run.weights[step - 1][place]) - present) / float(run.rates[step - 1])
        velocity = momentum * before + slope
        after, torch_value = present - rate * velocity, float(run.weights[step + 1][place])
        lines = [f"g = ∂L/∂w = {_number(slope)}"]
        if momentum:
            lines.append(f"v = {momentum:g} × {_number(before)} + g")
            lines.append(f"  = {_number(velocity)}")
        lines.append(f"w = {_number(present)} − {rate:.3g} × {_number(velocity)}")
        lines.append(f"  = {_number(after)}")
        self.lines.setText("\n".join(lines))
        difference = abs(after - torch_value)
        agrees = difference <= AGREES_TO * max(1.0, abs(torch_value))
        sentence = (
            translate("Arithmetic", "✓ {torch} gives {value}; they differ by {difference}")
            if agrees
            else translate("Arithmetic", "{torch} gives {value}: that differs by {difference}")
        )
        text = fill(sentence, torch="torch.optim.SGD", value=_number(torch_value),
                    difference=f"{difference:.0e}" if difference else "0")  # fmt: skip
        self.verdict.setText(text)
        dress(self.verdict, f"color: {getattr(theme().palette, 'good' if agrees else 'danger')};")

    def _explain(self, found: LearnScene, momentum: float) -> None:
        """Where the largest learning rate comes from, and what the search runs on."""
        text = translate(
            "Image",
            "The search converges below a learning rate of {limit}, where {curvature} is the largest eigenvalue of "
            "the Hessian of L.",
        )
        limit = f"{found.limit:.3g}" if np.isfinite(found.limit) else "∞"
        formula = f"2 (1 + {momentum:g}) / λ = {limit}"
        self.limit.setText(fill(text, limit=formula, curvature=f"λ = {found.descent.curvature:.3g}"))
        text = translate("Image", "For the search the picture is averaged in blocks of {block}.")
        self.blocks.setText(fill(text, block=f"{found.block} × {found.block}"))


def _number(value: float) -> str:
    return show_number(value, 4) if 1e-3 <= abs(value) < 1e5 or not value else f"{value:.2e}"
