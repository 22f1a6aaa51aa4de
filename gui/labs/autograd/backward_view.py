"""One step of the engine in numbers: what arrived, the rule, what was saved, what is sent on; of a leaf its `.grad`."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtWidgets import QWidget

from core.autograd.dependence.nodes import links_of_node
from core.autograd.dependence.relation import Relation, aligned, by_axes
from core.autograd.replay import Frame, Replay
from core.autograd.saved_state import SavedHistory
from core.autograd.trace import Node, Tensor
from gui.graph.facts import node_lines
from gui.labs.autograd.entry_links import EntryLinks
from gui.labs.autograd.rule_card import RuleCard, names_of
from gui.labs.autograd.saved_words import saved_words
from gui.labs.autograd.tensor_pile import TensorPile
from gui.text import COUNTED, fill, translate
from gui.widgets.parts import Label, show_if
from gui.widgets.stacked import Stack
from gui.widgets.tensor_view import TensorView, as_matrix

Pairs = dict[tuple[Hashable, Hashable], Relation | None]


class BackwardView(Stack):
    """Shows a frame of a backward pass."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(spacing=14, parent=parent)
        self._node_name = ""
        self.links = EntryLinks(self)
        self.meeting = Label("heading")
        self.arrived, self.saved, self.sent = TensorPile(), TensorPile(), TensorPile()
        self.rules = RuleCard(self.links)
        self.unknown = Label("quiet")
        self.unknown.setWordWrap(True)
        for part in (self.meeting, self.arrived, self.rules, self.saved, self.sent, self.unknown):
            self.append(part)
        for pile in (self.arrived, self.saved, self.sent):
            pile.pointed.connect(self.links.point)
            pile.picked.connect(self.links.pick)
        self.links.moved.connect(self._show_unknown)

    @property
    def views(self) -> dict[Hashable, TensorView]:
        """Every tensor that is shown, by key: ("arrived", slot), ("saved", name), ("sent", place)."""
        return {**self.arrived.shown, **self.saved.shown, **self.sent.shown}

    def show_step(self, replay: Replay, frame: Frame, history: SavedHistory) -> None:
        """Show a step of the engine."""
        node, record = frame.node, frame.record
        assert node is not None
        assert record is not None
        self._node_name = node.name
        for pile in (self.arrived, self.saved, self.sent):
            pile.begin()
        scale = largest((*record.incoming, *(one.value for one in frame.contributions)))
        pairs: Pairs = {}
        count = max(
            (sum(one.slot == slot for one in frame.contributions) for slot in range(len(record.incoming))), default=0
        )
        show_if(self.meeting, count > 1)
        if count > 1:
            self.meeting.setText(translate("Autograd", "%n edge(s) meet here and add up", "", COUNTED, count))
        self._add_arrived(replay, frame, scale, pairs)
        if node.kind == "leaf":
            self._add_accumulation(frame, node, pairs)
            self.rules.hide()
        else:
            self._add_saved(frame, node, history)
            self._add_sent(replay, frame)
            arrived = [None if one is None else one.shape for one in record.incoming]
            sent = [None if one.value is None else one.value.shape for one in frame.sent]
            for link in links_of_node(node, replay.details_of(node.id), arrived, sent):
                pairs[link.source, ("sent", link.sent)] = link.relation
        for pile in (self.arrived, self.saved, self.sent):
            pile.end()
        shown = self.views
        self.links.show(shown, {pair: one for pair, one in pairs.items() if pair[0] in shown and pair[1] in shown})
        if node.kind != "leaf":
            self.rules.show_rules(replay, frame, node)
        self._show_unknown()

    def show_dependence(self, source: Hashable, sent: int, relation: Relation) -> None:
        """Take what became known of how a gradient that is sent hangs together with what it is made of."""
        self.links.learn(source, ("sent", sent), relation)
        self._show_unknown()

    def _add_arrived(self, replay: Replay, frame: Frame, scale: float, pairs: Pairs) -> None:
        assert frame.record is not None
        incoming = frame.record.incoming
        own = gradient_name((frame.node.variable if frame.node is not None else None) or "")
        for slot, total in enumerate(incoming):
            met = [one for one in frame.contributions if one.slot == slot]
            if len(met) > 1:
                for place, one in enumerate(met):
                    title = fill(translate("Autograd", "from {sender}"), sender=replay.node(one.sender).name)
                    key = ("contribution", one.edge)
                    self.arrived.add(key, title, one.value, scale, name=own, sign="+" if place else "")
                    pairs[key, ("arrived", slot)] = _entry_by_entry(one.value, total)
                title, sign = translate("Autograd", "Together they arrive as"), "="
            elif len(incoming) > 1:
                title, sign = fill(translate("Autograd", "Arrived at output {slot}"), slot=slot), ""
            else:
                title, sign = translate("Autograd", "Arrived"), ""
            if len(met) == 1:
                sender = replay.node(met[0].sender).name
                title = f"{title} · {fill(translate('Autograd', 'from {sender}'), sender=sender)}"
            self.arrived.add(("arrived", slot), title, total, scale, name=own, sign=sign)

    def _add_accumulation(self, frame: Frame, node: Node, pairs: Pairs) -> None:
        """Before + arrived = after, the first of which may be None."""
        record = frame.record
        assert record is not None
        before, after = record.grad_before, record.grad_after
        arrived = record.incoming[0] if record.incoming else None
        scale = largest((before, after, arrived))
        leaf = node.variable or "x"
        name, own = f"{leaf}.grad", gradient_name(leaf)
        self.sent.add("before", translate("Autograd", ".grad before"), before, scale, name=name)
        self.sent.add(
            "added",
            translate("Autograd", "Arrived"),
            arrived,
            scale,
            name=own,
            sign="+",
        )
        self.sent.add("after", translate("Autograd", ".grad after"), after, scale, name=name, sign="=")
        for key, tensor in (("before", before), ("added", arrived)):
            pairs[key, "after"] = _entry_by_entry(tensor, after)
        if len(frame.contributions) < 2:
            self.arrived.begin()  # It stands in the sum already.
        else:
            pairs[("arrived", 0), "added"] = _entry_by_entry(arrived, arrived)

    def _add_saved(self, frame: Frame, node: Node, history: SavedHistory) -> None:
        states = {one.name: one for one in history.states(node, frame.step)}
        for name, value in node.saved.items():
            tensors = [(name, value)] if isinstance(value, Tensor) else []
            if isinstance(value, list):
                tensors = [(f"{name}[{place}]", one) for place, one in enumerate(value) if isinstance(one, Tensor)]
            for own, tensor in tensors:
                view = self.saved.add(
                    ("saved", own), fill(translate("Autograd", "Saved: {name}"), name=own), tensor, name=own
                )
                state = states.get(own)
                if state is not None:
                    view.show_badge(saved_words(state), alarming=state.fate == "changed")

    def _add_sent(self, replay: Replay, frame: Frame) -> None:
        assert frame.node is not None
        scale = largest(tuple(one.value for one in frame.sent))
        called = names_of(replay, frame.node, frame)
        more = replay.details_of(frame.node.id)
        arguments = () if more is None else more.arguments
        for index, sent in enumerate(frame.sent):
            argument = arguments[index] if index < len(arguments) else ""
            name = gradient_name(called.get(argument, argument))
            if sent.target is None:
                if len(frame.sent) == 1 or sent.value is not None:
                    self.sent.add(("sent", index), translate("Autograd", "Sends on"), sent.value, scale, name=name)
                continue
            target, _ = node_lines(replay.node(sent.target))
            if len(frame.sent) > 1:
                title = fill(translate("Autograd", "Sends along edge {edge} to {target}"), edge=index, target=target)
            else:
                title = fill(translate("Autograd", "Sends to {target}"), target=target)
            self.sent.add(("sent", index), title, sent.value, scale, name=name)

    def _show_unknown(self) -> None:
        show_if(self.unknown, self.links.unknown)
        if self.links.unknown:
            text = translate("Autograd", "Which entries belong together is not known of {node} by its structure alone.")
            self.unknown.setText(fill(text, node=self._node_name))


def gradient_name(name: str) -> str:
    """The gradient of something: a bar over one letter, else a sign in front; g of what has no name."""
    if not name:
        return "g"
    return f"{name}\u0304" if len(name) == 1 else f"∂{name}"


def _entry_by_entry(read: Tensor | None, made: Tensor | None) -> Relation | None:
    if read is None or made is None:
        return None
    return by_axes(read.shape, aligned(read.shape), made.shape, aligned(made.shape))


def largest(tensors: tuple[Tensor | None, ...]) -> float:
    """The largest magnitude of several tensors, so that their tints compare."""
    matrices = [as_matrix(tensor) for tensor in tensors if tensor is not None]
    sizes = [float(abs(matrix).max()) for matrix in matrices if matrix is not None and matrix.size]
    finite = [size for size in sizes if size < float("inf")]
    return max(finite, default=0.0)
