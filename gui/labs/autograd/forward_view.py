"""A moment of the forward pass: the calls as one reads them, what they were given and gave, what is kept for later."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.autograd.dependence.operations import links_of
from core.autograd.dependence.relation import Relation
from core.autograd.details import Details, Operation
from core.autograd.replay import Frame, Replay
from core.autograd.saved_state import SavedHistory
from core.autograd.timeline import refs_of
from gui.labs.autograd.call_words import call_text, untracked_words, value_name
from gui.labs.autograd.entry_links import EntryLinks
from gui.labs.autograd.rule_card import breakable
from gui.labs.autograd.saved_words import saved_words
from gui.labs.autograd.tensor_pile import TensorPile
from gui.text import COUNTED, fill, isolate, translate
from gui.widgets.parts import Label, show_if
from gui.widgets.stacked import Stack, StackedCard
from gui.widgets.tensor_view import TensorView

MOST_CALLS = 6
"""Calls of one moment that are written out."""
MOST_GIVEN = 6
"""Tensors that a call was given, or gave, that are shown."""


class CallLine(Stack):
    """One call, and why it made no node."""

    def __init__(self) -> None:
        super().__init__(spacing=2)
        self.call, self.why = Label("name"), Label("quiet")
        self.call.setWordWrap(True)
        self.call.setMinimumWidth(1)
        self.call.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.call.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.why.setWordWrap(True)
        self.append(self.call)
        self.append(self.why)

    def show_call(self, details: Details, operation: Operation, *, explained: bool) -> None:
        """Show a call; `explained` if the sentence why it made no node is wanted."""
        self.call.setText(breakable(call_text(details, operation)))
        told = operation.untracked is not None and explained
        self.why.setText(untracked_words(operation.untracked) if told and operation.untracked else "")
        show_if(self.why, told)


class ForwardView(Stack):
    """Shows a frame of the forward pass."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(spacing=14, parent=parent)
        self.links = EntryLinks(self)
        self.card = StackedCard()
        self._calls: list[CallLine] = []
        self.more = Label("quiet")
        self.card.append(self.more)
        self.tensors = TensorPile()
        self.kept_heading, self.kept = Label("heading"), Label("quiet")
        self.kept.setWordWrap(True)
        self.unknown = Label("quiet")
        self.unknown.setWordWrap(True)
        for part in (self.card, self.tensors, self.kept_heading, self.kept, self.unknown):
            self.append(part)
        self.tensors.pointed.connect(self.links.point)
        self.tensors.picked.connect(self.links.pick)
        self.links.moved.connect(self._show_unknown)
        self._name = ""

    @property
    def calls(self) -> list[CallLine]:
        """Those that are shown."""
        return [one for one in self._calls if not one.isHidden()]

    @property
    def views(self) -> dict[Hashable, TensorView]:
        """Every tensor that is shown, by the id of its value."""
        return self.tensors.shown

    def show_moment(self, replay: Replay, frame: Frame, history: SavedHistory) -> None:
        """Show a moment of the forward pass."""
        details = replay.trace.details or Details()
        operations = frame.operations
        leaf = frame.node is not None and frame.node.name.endswith("AccumulateGrad")  # Made here, though by no call.
        for place, operation in enumerate(operations[:MOST_CALLS]):
            if place == len(self._calls):
                self._calls.append(CallLine())
                self.card.insert(place, self._calls[place])
            following = operations[place + 1] if place + 1 < len(operations[:MOST_CALLS]) else None
            same = following is not None and following.untracked == operation.untracked
            self._calls[place].show_call(details, operation, explained=not same and not leaf)
            show_if(self._calls[place], True)
        for spare in self._calls[len(operations[:MOST_CALLS]) :]:
            show_if(spare, False)
        count = max(0, len(operations) - MOST_CALLS)
        show_if(self.more, bool(count))
        if count:
            self.more.setText(translate("Autograd", "and %n more call(s)", "", COUNTED, count))
        show_if(self.card, bool(operations))
        self._show_tensors(details, operations)
        self._show_kept(replay, frame, history)
        self._show_unknown()

    def _show_tensors(self, details: Details, operations: tuple[Operation, ...]) -> None:
        self.tensors.begin()
        relations: dict[tuple[Hashable, Hashable], Relation | None] = {}
        if operations:
            last = operations[-1]
            self._name = last.name.rpartition(".")[2]
            given = list(dict.fromkeys((*refs_of(last.arguments), *refs_of(last.options))))
            for value in given[:MOST_GIVEN]:
                name = value_name(details, value)
                title = fill(translate("Autograd", "Given: {name}"), name=name)
                self.tensors.add(value, title, details.values[value].tensor, name=name)
            made = [one for one in last.outputs if one not in given]
            if len(operations) > 1:
                made = list(dict.fromkeys(output for one in operations for output in one.outputs))
                made = [one for one in made if one not in given]
            for value in made[-MOST_GIVEN:]:
                title = details.values[value].variable or translate("Autograd", "Result")
                self.tensors.add(value, title, details.values[value].tensor, name=value_name(details, value))
            relations = {
                (link.value, link.output): link.relation
                for link in links_of(last, lambda value: details.values[value].tensor)
                if link.value != link.output
            }
        self.tensors.end()
        shown = self.views
        kept = {pair: one for pair, one in relations.items() if pair[0] in shown and pair[1] in shown}
        self.links.show(shown, kept)

    def _show_kept(self, replay: Replay, frame: Frame, history: SavedHistory) -> None:
        """What the nodes that this moment made keep for the way back."""
        lines = []
        for number in frame.fresh:
            node = replay.node(number)
            for state in history.states(node, frame.step):
                mark = "\u26a0 " if state.fate == "changed" else ""
                lines.append(f"{mark}{isolate(f'{node.name} · {state.name}')} · {saved_words(state)}")
        self.kept_heading.setText(translate("Autograd", "Kept for the backward pass"))
        show_if(self.kept_heading, bool(lines))
        self.kept.setText("\n".join(lines))
        show_if(self.kept, bool(lines))

    def _show_unknown(self) -> None:
        show_if(self.unknown, self.links.unknown)
        if self.links.unknown:
            text = translate("Autograd", "Which entries belong together is not known of {node} by its structure alone.")
            self.unknown.setText(fill(text, node=self._name))
