"""The row that adds a change: what is done, at which node, output, edge or root, and with what number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QSizePolicy, QWidget

from core.autograd.replay import Replay
from core.autograd.what_if import (
    Change,
    ClipNorm,
    ClipValue,
    Cut,
    Hook,
    Negate,
    Noise,
    Operation,
    Scale,
    Upstream,
    Zero,
)
from core.autograd.what_if_choices import PassChoices, nested, real_values
from gui.labs.autograd.names import edge_title, node_titles, root_title
from gui.labs.autograd.what_if_rows import is_seed, not_negative
from gui.text import fill, translate
from gui.what_if_messages import ACTS, Act, act_name
from gui.widgets.choice import Choice
from gui.widgets.number_field import NumberField
from gui.widgets.parts import Label, column, row

FIRST_NUMBERS: dict[Act, float] = {"scale": 2.0, "clip value": 0.5, "clip norm": 1.0, "noise": 0.1}
"""The number that stands in the field when an act is chosen."""


class AddingRow(QWidget):
    """Two lines of controls.

    Signals:
        added: A `Change` to be made beside those that are there.
        refused: (text) that was typed and does not fit.
    """

    added = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._replay: Replay | None = None
        self._choices: PassChoices | None = None
        self._present: Sequence[Change] = ()
        self._acts: list[Act] = list(ACTS)
        self._nodes: list[int] = []
        self.heading = Label("heading")
        self.acts, self.nodes, self.outputs = Choice(), Choice(), Choice()
        self.edges, self.roots = Choice(), Choice()
        for choice in (self.nodes, self.edges, self.roots):
            # A name may be longer than the line: it is cut there, and whole in the list.
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(8)
            choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.number, self.seed = NumberField(64), NumberField(64, is_seed)
        self.seed_words, self.at_words = Label("quiet"), Label("quiet")
        self.add = QPushButton()
        first, second = row(spacing=8), row(spacing=8)
        for part in (self.acts, self.number, self.seed_words, self.seed):
            first.addWidget(part)
        first.addStretch(1)
        first.addWidget(self.add)
        second.addWidget(self.at_words)
        for part in (self.nodes, self.roots, self.edges):
            second.addWidget(part, 1)
        second.addWidget(self.outputs)
        body = column(self, spacing=8)
        body.addWidget(self.heading)
        body.addLayout(first)
        body.addLayout(second)
        self.acts.activated.connect(self._act_chosen)
        self.nodes.currentIndexChanged.connect(self._node_changed)
        for choice in (self.edges, self.outputs, self.roots):
            choice.currentIndexChanged.connect(self._judge)
        self.add.clicked.connect(self._add)
        for field in (self.number, self.seed):
            field.refused.connect(self.refused)
        self.number.show_value(FIRST_NUMBERS["scale"])

    @property
    def act(self) -> Act:
        """What is to be done."""
        return self._acts[max(0, self.acts.currentIndex())]

    def show_pass(self, replay: Replay, choices: PassChoices) -> None:
        """Offer the nodes, edges and roots of another pass."""
        if choices is self._choices:
            return
        self._replay, self._choices = replay, choices
        self._nodes = list(choices.nodes)
        _offer(self.nodes, node_titles(choices.nodes.values()))
        _offer(self.roots, [root_title(replay.node(root.node)) for root in choices.roots])
        self._node_changed()

    def show_present(self, changes: Sequence[Change]) -> None:
        """Tell which changes there are already."""
        self._present = changes
        self._judge()

    def show_node(self, node: int | None) -> None:
        """Preset the node that is looked at; one that the pass does not run changes nothing."""
        if node in self._nodes:
            self.nodes.setCurrentIndex(self._nodes.index(node))

    def retranslate(self) -> None:
        """Say everything in the present language."""
        chosen = max(0, self.acts.currentIndex())
        _offer(self.acts, [act_name(act) for act in self._acts])
        self.acts.setCurrentIndex(chosen)
        self.heading.setText(translate("WhatIf", "Another change"))
        self.add.setText(translate("WhatIf", "Add"))
        self.seed_words.setText(translate("WhatIf", "seed"))
        self.acts.setAccessibleName(translate("WhatIf", "What is done"))
        self.nodes.setAccessibleName(translate("WhatIf", "Node"))
        self.edges.setAccessibleName(translate("WhatIf", "Edge"))
        self.outputs.setAccessibleName(translate("WhatIf", "Output"))
        self.roots.setAccessibleName(translate("WhatIf", "Root"))
        self.number.setAccessibleName(translate("WhatIf", "Number"))
        self.seed.setAccessibleName(translate("WhatIf", "seed"))
        if self._replay is not None and self._choices is not None:
            node = self.nodes.currentIndex()
            _offer(self.nodes, node_titles(self._choices.nodes.values()))
            self.nodes.setCurrentIndex(node)
            self._node_changed()
        self._dress()

    def change(self) -> Change | None:
        """What the controls say, or None where there is no such thing."""
        if self._choices is None:
            return None
        if self.act == "root":
            place = self.roots.currentIndex()
            root = self._choices.roots[place] if 0 <= place < len(self._choices.roots) else None
            values = None if root is None else real_values(root.given)
            return None if root is None or values is None else Upstream(root.place, nested(values))
        place = self.nodes.currentIndex()
        if not 0 <= place < len(self._nodes):
            return None
        node = self._nodes[place]
        if self.act == "cut":
            edges = self._choices.edges.get(node, [])
            edge = self.edges.currentIndex()
            return Cut(node, edges[edge].source_slot) if 0 <= edge < len(edges) else None
        if not self._choices.outputs[node]:
            return None
        return Hook(node, max(0, self.outputs.currentIndex()), self._operation())

    def _operation(self) -> Operation:
        number = self.number.value
        match self.act:
            case "clip value":
                return ClipValue(number)
            case "clip norm":
                return ClipNorm(number)
            case "zero":
                return Zero()
            case "negate":
                return Negate()
            case "noise":
                return Noise(number, int(self.seed.value))
            case _:
                return Scale(number)

    def _act_chosen(self) -> None:
        if self.act in FIRST_NUMBERS:
            self.number.set_accept(None if self.act == "scale" else not_negative)
            self.number.show_value(FIRST_NUMBERS[self.act])
        self._dress()

    def _node_changed(self) -> None:
        if self._replay is None or self._choices is None:
            return
        place = self.nodes.currentIndex()
        node = self._nodes[place] if 0 <= place < len(self._nodes) else None
        edges = [] if node is None else self._choices.edges.get(node, [])
        _offer(self.edges, [edge_title(self._replay, edge) for edge in edges])
        count = 0 if node is None else self._choices.outputs[node]
        text = translate("WhatIf", "output {output}")
        _offer(self.outputs, [fill(text, output=output) for output in range(count)])
        self._dress()

    def _dress(self) -> None:
        """Show the controls that the act has."""
        act = self.act
        self.number.setVisible(act in FIRST_NUMBERS)
        self.seed.setVisible(act == "noise")
        self.seed_words.setVisible(act == "noise")
        self.roots.setVisible(act == "root")
        self.nodes.setVisible(act != "root")
        self.edges.setVisible(act == "cut")
        self.outputs.setVisible(act not in ("root", "cut") and self.outputs.count() > 1)
        if act == "root":
            self.at_words.setText(translate("WhatIf", "root"))
        else:
            self.at_words.setText(translate("WhatIf", "from") if act == "cut" else translate("WhatIf", "at"))
        self._judge()

    def _judge(self) -> None:
        """Whether there is something to add, and why not."""
        change = self.change()
        there = change is not None and self._is_there(change)
        self.add.setEnabled(change is not None and not there)
        if there:
            why = translate("WhatIf", "This change is there already.")
        elif change is not None:
            why = ""
        elif self.act == "cut":
            why = translate("WhatIf", "No edge of this node carries a gradient on.")
        else:
            why = translate("WhatIf", "The gradient of this root was not kept; change it at its node.")
        self.add.setToolTip(why)

    def _is_there(self, change: Change) -> bool:
        if isinstance(change, Upstream):
            return any(isinstance(one, Upstream) and one.root == change.root for one in self._present)
        return isinstance(change, Cut) and change in self._present

    def _add(self) -> None:
        change = self.change()
        if change is not None:
            self.added.emit(change)


def _offer(choice: Choice, texts: Sequence[str]) -> None:
    """Fill a choice without telling, and choose the first."""
    choice.blockSignals(True)
    choice.clear()
    choice.addItems(list(texts))
    choice.setCurrentIndex(0 if texts else -1)
    choice.blockSignals(False)
