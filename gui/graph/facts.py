"""What a run tells of each node, looked up in no time: shape, value at a moment, gradient that arrived, marks."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass

from core.autograd.details import Value
from core.autograd.replay import Frame, Replay
from core.autograd.saved_state import SavedHistory
from core.autograd.trace import Node, Tensor
from gui.graph.gradient_text import brief_text, real_values, short_number
from gui.graph.marks import Mark, marks_of
from gui.text import directed, fill, isolate, translate
from gui.widgets.numbers import show_shape

USUAL = "‖0.1234‖"
"""Room for a gradient where it would take too long to look at all that arrive."""
MOST_MEASURED, MOST_NODES_MEASURED = 12, 150


@dataclass(frozen=True, slots=True)
class NodeWords:
    """What a node's box says whatever the moment.

    Attributes:
        name: Torch's class, or what the program calls a leaf.
        under: What the program calls the result, and the line.
        shape: Of the result, "" where it is not known; "()" gives way to the value.
        gradient: The longest text of a gradient that arrives; "" if none ever does.
        marks: Small marks.
    """

    name: str
    under: str
    shape: str
    gradient: str
    marks: tuple[Mark, ...]


def node_lines(node: Node) -> tuple[str, str]:
    """A node's name, and what the program calls it or where it stands."""
    if node.kind == "leaf":
        return node.variable or node.name, translate("Graph", "leaf")
    place = "" if node.line is None else fill(translate("Graph", "line {line}"), line=node.line)
    name = isolate(node.variable) if node.variable else ""  # An Arabic one does not turn the line around.
    return node.name, directed(" · ".join(part for part in (name, place) if part))


class NodeFacts:
    """The facts of one run."""

    def __init__(self, replay: Replay) -> None:
        self.replay = replay
        trace = replay.trace
        self._arrivals: dict[int, list[Tensor]] = defaultdict(list)
        for one in trace.passes:
            for record in one.steps:
                first = next((tensor for tensor in record.incoming if tensor is not None), None)
                shown = (first, record.grad_after)
                self._arrivals[record.node] += [tensor for tensor in shown if tensor is not None]
        self._places: dict[int, dict[int, int]] = {}
        self._marks = marks_of(trace)
        written = any("overwritten" in marks for marks in self._marks.values())
        self.overwritten = SavedHistory(replay).overwritten if written else {}
        """By node: the position of the first write into what it saved."""
        self._values: dict[int, list[tuple[int, Value]]] = defaultdict(list)
        details = trace.details
        if details is not None:
            for position, numbers in replay.timeline.values.items():
                for number in numbers:
                    value = details.values[number]
                    if value.node is not None and value.slot == 0:
                        self._values[value.node].append((position, value))
        self._words: dict[int, NodeWords] = {}
        self.changing = frozenset(node for node, values in self._values.items() if len(values) > 1)
        """Nodes that stand for more than one value in the run, such as a leaf that is trained."""

    def forget_words(self) -> None:
        """The language is another one."""
        self._words.clear()

    def words(self, node: Node) -> NodeWords:
        """What a node's box says."""
        found = self._words.get(node.id)
        if found is None:
            name, under = node_lines(node)
            shape = self.shape(node.id)
            found = self._words[node.id] = NodeWords(
                name,
                under,
                "" if shape is None else show_shape(shape),
                self._longest(node.id),
                self._marks.get(node.id, ()),
            )
        return found

    def _longest(self, node: int) -> str:
        arrivals = self._arrivals.get(node, ())
        if len(arrivals) > MOST_MEASURED or len(self.replay.trace.nodes) > MOST_NODES_MEASURED:
            return USUAL
        return max(map(brief_text, arrivals), key=len, default="")

    def shape(self, node: int) -> tuple[int, ...] | None:
        """Of a node's first output."""
        details = self.replay.details_of(node)
        if details is not None and details.shapes:
            return details.shapes[0]
        values = self._values.get(node)
        return values[0][1].tensor.shape if values else None

    def marks_at(self, node: int, step: int) -> tuple[Mark, ...]:
        """The marks of a node at a position of the clock: a write into what it saved shows once it was done."""
        marks = self._marks.get(node, ())
        if "overwritten" in marks and step < self.overwritten.get(node, 0):
            return tuple(mark for mark in marks if mark != "overwritten")
        return marks

    def value_text(self, node: int, step: int) -> str:
        """A scalar's value at a position of the clock; "" for all else, and before it is there."""
        values = self._values.get(node)
        if not values:
            return ""
        place = bisect_right(values, step, key=lambda one: one[0])
        value = values[max(0, place - 1)][1]
        if place == 0 and step < self.replay.timeline.born.get(node, 0):
            return ""
        numbers = real_values(value.tensor) if not value.tensor.shape else None
        return "" if numbers is None else short_number(float(numbers))

    def arrived(self, node: int, frame: Frame) -> Tensor | None:
        """The gradient that a node has received in the pass, or a leaf's ``.grad``, at a frame."""
        if node in frame.grads:
            return frame.grads[node]
        if frame.record is None:
            return None
        if node not in frame.done and (frame.node is None or frame.node.id != node):
            return None
        steps = self.replay.trace.passes[frame.pass_index].steps
        places = self._places.get(frame.pass_index)
        if places is None:
            places = self._places[frame.pass_index] = {record.node: place for place, record in enumerate(steps)}
        incoming = steps[places[node]].incoming if node in places else ()
        return next((one for one in incoming if one is not None), None)

    def gradient_text(self, node: int, frame: Frame) -> str:
        """The same in a few characters; "" where there is none."""
        tensor = self.arrived(node, frame)
        return "" if tensor is None else brief_text(tensor) or show_shape(tensor.shape)
