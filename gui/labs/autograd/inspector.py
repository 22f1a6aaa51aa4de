"""One engine step in numbers: what arrived, torch's rule, what was saved, what is sent on, `.grad`."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.autograd.notation.rule import readable
from core.autograd.replay import Contribution, Frame, Replay, Sent
from core.autograd.trace import Node, Saved, Tensor
from gui.graph.facts import node_lines
from gui.text import COUNTED, fill, translate
from gui.widgets.formula import Formula
from gui.widgets.parts import Card, Label, clear_layout, column
from gui.widgets.tensor_view import TensorView, as_matrix


class StepInspector(QWidget):
    """Shows a `Frame`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._replay: Replay | None = None
        self._frame: Frame | None = None
        outer = column(self, spacing=10)
        self.heading = Label("heading")
        self.name = Label("large")
        self.under = Label("quiet")
        self.under.setWordWrap(True)
        self._body: QVBoxLayout = column(spacing=14)
        for part in (self.heading, self.name, self.under):
            outer.addWidget(part)
        outer.addLayout(self._body)
        outer.addStretch(1)

    def show_frame(self, replay: Replay | None, frame: Frame | None) -> None:
        """Show another step, or with None what the lab is for."""
        self._replay, self._frame = replay, frame
        clear_layout(self._body)
        if replay is None or frame is None:
            self.heading.setText(translate("Autograd", "Backpropagation"))
            self.name.setText("")
            self.under.setText(
                translate("Autograd", "Run the program to see its graph, then step through its gradients.")
            )
        elif frame.moment is None:
            self._show_start(replay, frame)
        elif frame.record is None:
            self._show_forward(replay, frame)
        else:
            self._show_step(replay, frame)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.show_frame(self._replay, self._frame)

    def _show_start(self, replay: Replay, frame: Frame) -> None:
        self.heading.setText(translate("Autograd", "Backpropagation"))
        if not replay.length:
            self.name.setText("")
            self.under.setText(
                translate("Autograd", "The program asked for no gradients, so there is nothing to step through.")
                if replay.trace.error is None
                else translate(
                    "Autograd", "The program ended before the engine ran, so there is nothing to step through."
                )
            )
            return
        self.name.setText(translate("Autograd", "Before the first step"))
        count = replay.length
        text = translate(
            "Autograd", "%n step(s), forward and then back. Press the right arrow key.", "", COUNTED, count
        )
        self.under.setText(text)
        self._add_grads(replay, frame)

    def _show_forward(self, replay: Replay, frame: Frame) -> None:
        """What this moment's calls gave."""
        self.heading.setText(
            fill(translate("Autograd", "Step {step} of {count}, forward"), step=frame.step, count=replay.length)
        )
        self.name.setText(frame.operations[-1].name.rpartition(".")[2] if frame.operations else "")
        self.under.setText(
            "" if frame.node is None else fill(translate("Autograd", "makes {node}"), node=frame.node.name)
        )
        for value in frame.values:
            self._add(value.variable or translate("Autograd", "Result"), value.tensor)

    def _show_step(self, replay: Replay, frame: Frame) -> None:
        assert frame.node is not None
        assert frame.record is not None
        node = frame.node
        self.heading.setText(
            fill(
                translate("Autograd", "Step {step} of {count}, backward pass {number}"),
                step=frame.step,
                count=replay.length,
                number=frame.pass_index + 1,
            )
        )
        self.name.setText(node.name)
        self.under.setText(self._place(node))
        self._add_arrived(replay, frame)
        if node.kind == "leaf":
            self._add(translate("Autograd", ".grad before"), frame.record.grad_before)
            self._add(translate("Autograd", ".grad after"), frame.record.grad_after)
            return
        if node.formula:
            self._add_formula(node, self._names(replay, node, frame))
        for name, value in node.saved.items():
            if isinstance(value, Tensor):
                self._add(fill(translate("Autograd", "Saved: {name}"), name=name), value)
        for index, sent in enumerate(frame.sent):
            self._add_sent(replay, frame, index, sent)

    @staticmethod
    def _place(node: Node) -> str:
        name, under = node_lines(node)
        return fill(translate("Autograd", "leaf {name}"), name=name) if node.kind == "leaf" else under

    def _add(self, title: str, tensor: Tensor | None, scale: float = 0.0) -> None:
        view = TensorView()
        view.show_tensor(title, tensor, scale)
        self._body.addWidget(view)

    def _add_arrived(self, replay: Replay, frame: Frame) -> None:
        assert frame.record is not None
        incoming = frame.record.incoming
        scale = _largest((*incoming, *(one.value for one in frame.contributions)))
        for slot, total in enumerate(incoming):
            met = [one for one in frame.contributions if one.slot == slot]
            if len(met) > 1:
                self._add_sum(replay, met, scale)
                title = translate("Autograd", "Together they arrive as")
            elif len(incoming) > 1:
                title = fill(translate("Autograd", "Arrived at output {slot}"), slot=slot)
            else:
                title = translate("Autograd", "Arrived")
            self._add(title, total, scale)

    def _add_sum(self, replay: Replay, met: list[Contribution], scale: float) -> None:
        count = len(met)
        text = translate("Autograd", "%n edge(s) meet here and add up", "", COUNTED, count)
        self._body.addWidget(Label("heading", text))
        for one in met:
            self._add(
                fill(translate("Autograd", "from {sender}"), sender=replay.node(one.sender).name),
                one.value,
                scale,
            )

    @staticmethod
    def _names(replay: Replay, node: Node, frame: Frame) -> dict[str, str]:
        """What the program calls the node's arguments and its result, by torch's names."""
        called = {}
        more = replay.details_of(node.id)
        for argument, sent in zip(() if more is None else more.arguments, frame.sent, strict=False):
            target = None if sent.target is None else replay.node(sent.target)
            if target is not None:
                called[argument] = target.variable or argument
        called["result"] = node.variable or "result"
        return called

    def _add_formula(self, node: Node, names: dict[str, str]) -> None:
        """The rule as mathematics where it is arithmetic, as Python, and torch's own words.

        Of arguments that need no gradient nothing was saved, and nothing is said.
        """
        card = Card()
        card.column.addWidget(Label("heading", translate("Autograd", "Torch's rule")))
        saved = {name: _number(value) for name, value in node.saved.items()}
        lines = (node.formula or "").splitlines()
        needed = [line for line in lines if names.keys() & set(line.partition(": ")[0].split(", "))] or lines
        for line in needed:
            rule = readable(line, saved, names)
            if rule.latex is not None:
                drawn = Formula("body")
                drawn.show_latex(rule.latex, rule.text)
                card.column.addWidget(drawn)
            words = f"{', '.join(rule.arguments)}: {rule.text}"
            text = Label("formula", breakable(words))
            text.setWordWrap(True)
            text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            text.setMinimumWidth(1)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            if rule.torch != rule.text:
                text.setToolTip(rule.torch)
            card.column.addWidget(text)
        self._body.addWidget(card)

    def _add_sent(self, replay: Replay, frame: Frame, index: int, sent: Sent) -> None:
        if sent.target is None:
            if len(frame.sent) == 1 or sent.value is not None:
                self._add(translate("Autograd", "Sends on"), sent.value)
            return
        target, _ = node_lines(replay.node(sent.target))
        if len(frame.sent) > 1:
            title = fill(translate("Autograd", "Sends along edge {edge} to {target}"), edge=index, target=target)
        else:
            title = fill(translate("Autograd", "Sends to {target}"), target=target)
        self._add(title, sent.value)

    def _add_grads(self, replay: Replay, frame: Frame) -> None:
        for number, grad in frame.grads.items():
            name, _ = node_lines(replay.node(number))
            self._add(f"{name}.grad", grad)


def _number(value: Saved) -> Saved:
    """A tensor of one real number as that number, so that it can stand in a rule."""
    if isinstance(value, Tensor) and value.shape == () and value.array is not None and value.array.dtype.kind != "c":
        number: float = value.array.item()
        return number
    return value


def breakable(code: str) -> str:
    """Code that may be wrapped behind its punctuation: a zero-width space stands there."""
    return re.sub(r"([(),._])", "\\1\u200b", code)


def _largest(tensors: tuple[Tensor | None, ...]) -> float:
    """The largest magnitude of several tensors, so that their tints compare."""
    matrices = [as_matrix(tensor) for tensor in tensors if tensor is not None]
    sizes = [float(abs(matrix).max()) for matrix in matrices if matrix is not None and matrix.size]
    finite = [size for size in sizes if size < float("inf")]
    return max(finite, default=0.0)
