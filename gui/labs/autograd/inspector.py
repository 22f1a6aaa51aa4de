"""The inspector of the autograd lab: every number of the moment that the clock is at."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy.typing as npt
from PySide6.QtWidgets import QWidget

from core.autograd.dependence.relation import from_jacobian
from core.autograd.replay import Frame, Replay
from core.autograd.saved_state import SavedHistory
from core.autograd.trace import Node
from gui.graph.facts import node_lines
from gui.labs.autograd.backward_view import BackwardView
from gui.labs.autograd.forward_view import ForwardView
from gui.labs.autograd.saved_words import announced_words
from gui.labs.autograd.tensor_pile import TensorPile
from gui.text import COUNTED, fill, isolate, translate
from gui.widgets.parts import Label, show_if
from gui.widgets.stacked import Stack

MOST_ANNOUNCED = 3
"""Saved tensors that were written over that are told of at once."""


class StepInspector(Stack):
    """Shows a `Frame`; its widgets stay from step to step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(spacing=10, parent=parent)
        self._replay: Replay | None = None
        self._frame: Frame | None = None
        self._history: SavedHistory | None = None
        self.heading = Label("heading")
        self.name = Label("large")
        self.under = Label("quiet")
        self.under.setWordWrap(True)
        self.warning = Stack(margins=(10, 8, 10, 8), spacing=4)
        self.warning.setObjectName("notice")
        self.warning.setProperty("kind", "problem")
        self.warning_title, self.warning_text = Label("heading"), Label("plain")
        for label in (self.warning_title, self.warning_text):
            label.setWordWrap(True)
            self.warning.append(label)
        self.forward, self.backward, self.grads = ForwardView(), BackwardView(), TensorPile()
        for part in (self.heading, self.name, self.under, self.warning, self.forward, self.backward, self.grads):
            self.append(part)
        for part in (self.warning, self.forward, self.backward, self.grads):
            part.hide()

    @property
    def documented(self) -> str:
        """What torch's documentation can be asked of: the node, or the last call; "" if there is neither."""
        frame = self._frame
        if frame is None:
            return ""
        if frame.record is None and frame.operations:
            return frame.operations[-1].name
        return "" if frame.node is None else frame.node.name

    def show_frame(self, replay: Replay | None, frame: Frame | None) -> None:
        """Show another step, or with None what the lab is for."""
        if replay is not self._replay:
            self._history = None if replay is None else SavedHistory(replay)
        self._replay, self._frame = replay, frame
        self._show(replay, frame)

    def show_dependence(self, matrix: npt.NDArray[Any], source: Hashable = ("arrived", 0), sent: int = 0) -> None:
        """Take a node's true Jacobian where structure does not tell which entries belong together.

        Args:
            matrix: (entries of what is sent, entries of the source).
            source: ("arrived", slot) or ("saved", name).
            sent: Place in the node's `next_functions`.
        """
        views = self.backward.views
        read, made = views.get(source), views.get(("sent", sent))
        if read is None or made is None or read.tensor is None or made.tensor is None:
            return
        self.backward.show_dependence(source, sent, from_jacobian(matrix, read.tensor.shape, made.tensor.shape))

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.show_frame(self._replay, self._frame)

    def _show(self, replay: Replay | None, frame: Frame | None) -> None:
        forward = backward = grads = False
        if replay is None or frame is None or self._history is None:
            self.heading.setText(translate("Autograd", "Backpropagation"))
            self.name.setText("")
            self.under.setText(
                translate("Autograd", "Run the program to see its graph, then step through its gradients.")
            )
        elif frame.moment is None:
            grads = self._show_start(replay, frame)
        elif frame.record is None:
            forward = True
            self._show_forward(replay, frame)
            self.forward.show_moment(replay, frame, self._history)
        else:
            backward = True
            self._show_step(replay, frame)
            self.backward.show_step(replay, frame, self._history)
        for part, shown in ((self.forward, forward), (self.backward, backward), (self.grads, grads)):
            show_if(part, shown)
        show_if(self.name, bool(self.name.text()))
        show_if(self.under, bool(self.under.text()))
        self._announce(replay, frame)

    def _announce(self, replay: Replay | None, frame: Frame | None) -> None:
        """Tell of what the engine will refuse before it comes by."""
        found = () if frame is None or self._history is None else self._history.announced(frame.step)
        show_if(self.warning, bool(found))
        if replay is None or not found:
            return
        count = len(found)
        text = translate("Autograd", "%n saved tensor(s) written over", "", COUNTED, count)
        self.warning_title.setText(f"\u26a0 {text}")
        lines = [announced_words(one, replay.node(one.node).name) for one in found[:MOST_ANNOUNCED]]
        self.warning_text.setText("\n".join(lines) + ("\n…" if count > MOST_ANNOUNCED else ""))

    def _show_start(self, replay: Replay, frame: Frame) -> bool:
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
            return False
        self.name.setText(translate("Autograd", "Before the first step"))
        count = replay.length
        text = translate(
            "Autograd", "%n step(s), forward and then back. Press the right arrow key.", "", COUNTED, count
        )
        self.under.setText(text)
        self.grads.begin()
        for number, grad in frame.grads.items():
            name, _ = node_lines(replay.node(number))
            self.grads.add(number, isolate(f"{name}.grad"), grad)
        self.grads.end()
        return bool(frame.grads)

    def _show_forward(self, replay: Replay, frame: Frame) -> None:
        """What this moment is about."""
        self.heading.setText(
            fill(translate("Autograd", "Step {step} of {count}, forward"), step=frame.step, count=replay.length)
        )
        own = frame.operations[-1].name.rpartition(".")[2] if frame.operations else ""
        # An underscore at an end would go to the other one in Arabic.
        self.name.setText(isolate(own) if own != own.strip("_") else own)
        self.under.setText(
            "" if frame.node is None else fill(translate("Autograd", "makes {node}"), node=frame.node.name)
        )

    def _show_step(self, replay: Replay, frame: Frame) -> None:
        assert frame.node is not None
        self.heading.setText(
            fill(
                translate("Autograd", "Step {step} of {count}, backward pass {number}"),
                step=frame.step,
                count=replay.length,
                number=frame.pass_index + 1,
            )
        )
        self.name.setText(frame.node.name)
        self.under.setText(_place(frame.node))


def _place(node: Node) -> str:
    name, under = node_lines(node)
    return fill(translate("Autograd", "leaf {name}"), name=name) if node.kind == "leaf" else under
