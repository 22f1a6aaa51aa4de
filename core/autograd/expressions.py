"""The Python expression that leads from a top-level variable to a node, a leaf, a `.grad` or a saved tensor.

An expression is one of the program's own namespace as it is after the run, and the shortest that there is.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from core.autograd.replay import Replay
from core.autograd.trace import Node, Tensor


@dataclass(frozen=True, slots=True)
class Walk:
    """A way through ``next_functions``.

    Attributes:
        variable: The name that it begins with.
        nodes: The node ids on the way; the first is the variable's ``grad_fn``.
        slots: Which of the ``next_functions`` led from each to the next; one fewer.
    """

    variable: str
    nodes: tuple[int, ...]
    slots: tuple[int, ...] = ()

    @property
    def node(self) -> int:
        """Where it has come to."""
        return self.nodes[-1]

    @property
    def expression(self) -> str:
        """In Python: of the node."""
        return f"{self.variable}.grad_fn" + "".join(f".next_functions[{slot}][0]" for slot in self.slots)

    def back_to(self, place: int) -> Walk:
        """The walk up to one of its nodes."""
        return Walk(self.variable, self.nodes[: place + 1], self.slots[:place])

    def on(self, slot: int, node: int) -> Walk:
        """The walk with one more step."""
        return Walk(self.variable, (*self.nodes, node), (*self.slots, slot))


class Expressions:
    """Of a run; all walks are looked for once."""

    def __init__(self, replay: Replay) -> None:
        self._replay = replay
        self._names = {
            one.node: one.name
            for one in reversed(replay.trace.variables)
            if one.is_leaf and one.node is not None and one.name.isidentifier()
        }
        # By node: its variable, or the node before and the slot. As names are equally near, the first one stays.
        self._from: dict[int, str | tuple[int, int]] = {}
        waiting: deque[int] = deque()
        for one in replay.trace.variables:
            if not one.is_leaf and one.node is not None and one.node not in self._from and one.name.isidentifier():
                self._from[one.node] = one.name
                waiting.append(one.node)
        while waiting:
            node = waiting.popleft()
            for slot, index in sorted(replay.edges_from(node).items()):
                target = replay.edge(index).target
                if target not in self._from:
                    self._from[target] = (node, slot)
                    waiting.append(target)

    def walk(self, node: int) -> Walk | None:
        """The shortest way to a node; None where no variable leads there."""
        nodes, slots = [node], []
        came = self._from.get(node)
        while isinstance(came, tuple):
            before, slot = came
            nodes.append(before)
            slots.append(slot)
            came = self._from.get(before)
        return None if came is None else Walk(came, tuple(reversed(nodes)), tuple(reversed(slots)))

    def node(self, node: int) -> str | None:
        """Of a node."""
        walk = self.walk(node)
        return None if walk is None else walk.expression

    def leaf(self, node: int) -> str | None:
        """Of a leaf, by its AccumulateGrad: its name, or ``.variable`` of that node."""
        walk = self.walk(node)
        return self._names.get(node) or (None if walk is None else f"{walk.expression}.variable")

    def grad(self, node: int) -> str | None:
        """Of a leaf's `.grad`, by its AccumulateGrad."""
        leaf = self.leaf(node)
        return None if leaf is None else f"{leaf}.grad"

    def saved(self, node: int) -> dict[str, str]:
        """Of what a node saved, by the names of the trace; a list is named by its place, as in ``tensors[0]``.

        Where it was freed, torch raises when the expression is worked out.
        """
        start = self.node(node)
        return {} if start is None else {name: start + end for name, end in saved_ends(self._replay.node(node))}


def saved_ends(node: Node) -> list[tuple[str, str]]:
    """What a node saved: its name in the trace, and the attribute behind the node's expression."""
    if node.kind == "custom":
        return [(name, f".saved_tensors[{name}]") for name in node.saved]
    found = []
    for name, value in node.saved.items():
        if isinstance(value, list) and any(isinstance(one, Tensor) for one in value):
            found += [(f"{name}[{place}]", f"._saved_{name}[{place}]") for place in range(len(value))]
        else:
            found.append((name, f"._saved_{name}"))
    return found
