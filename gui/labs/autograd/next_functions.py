"""A walk through ``next_functions`` by clicks, and the Python expression for where it has come to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from core.autograd.expressions import Expressions, Walk, saved_ends
from core.autograd.replay import Replay
from core.autograd.trace import Node, Tensor
from gui.labs.autograd.rule_card import breakable
from gui.text import fill, isolate, translate
from gui.widgets.flow import FlowLayout
from gui.widgets.parts import Label, column, row

MOST_CRUMBS = 6
"""Nodes on the way that are shown; of a longer one the first and the last are."""
MOST_AHEAD = 12
"""Ways on that are offered."""


class NextFunctionsWalk(QWidget):
    """Where the walk is, the way there, and the ways on; each is a button.

    Signals:
        node_chosen: A node was gone to.
        told: What was done, as a sentence.
    """

    node_chosen = Signal(int)
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._replay: Replay | None = None
        self._expressions: Expressions | None = None
        self._walk: Walk | None = None
        self._end = ""  # Behind the node's own expression, such as ".variable".
        self._bare = ""  # An expression that leads to no node: a leaf's name.
        outer = column(self, spacing=6)
        self.heading = Label("heading")
        way, ahead = QWidget(), QWidget()
        for part in (way, ahead):
            part.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._way, self._ahead = FlowLayout(way), FlowLayout(ahead)
        self.crumbs: list[QPushButton] = []
        self.onward: list[QPushButton] = []
        self.expression = Label("formula")
        self.expression.setWordWrap(True)
        self.expression.setMinimumWidth(1)
        self.expression.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.expression.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.copy_button = QPushButton()
        self.copy_button.setObjectName("small")
        self.copy_button.clicked.connect(self._copy)
        top = row(spacing=8)
        top.addWidget(self.heading, 1)
        top.addWidget(self.copy_button)
        outer.addLayout(top)
        outer.addWidget(self.expression)
        outer.addWidget(way)
        outer.addWidget(ahead)
        self._more: list[Callable[[], None]] = []
        self._back: list[Callable[[], None]] = []

    def show_run(self, replay: Replay | None) -> None:
        """Another run; the walk begins anew."""
        self._replay = replay
        self._expressions = None
        self._walk, self._end, self._bare = None, "", ""
        self._show()

    def show_node(self, node: int | None) -> None:
        """Come to a node by the shortest way, or stay if the walk is there already."""
        if node is None or self._replay is None or (self._walk is not None and self._walk.node == node):
            return
        walk = self.expressions.walk(node)
        if walk is not None:
            self._become(walk, ".variable" if self._replay.node(node).kind == "leaf" else "")

    def show_variable(self, name: str, node: int | None, *, is_leaf: bool) -> None:
        """Begin at a variable: at its ``grad_fn``, or for a leaf where some other leads to it."""
        self._bare = name
        if node is None or self._replay is None:
            self._walk = None
            self._show()
        elif is_leaf:
            self._walk = self.expressions.walk(node)
            self._end = ".variable"
            self._show()
        else:
            self._become(Walk(name, (node,)) if name.isidentifier() else self.expressions.walk(node), "")

    @property
    def expressions(self) -> Expressions:
        """Those of the run, looked for when they are first asked for."""
        assert self._replay is not None
        if self._expressions is None:
            self._expressions = Expressions(self._replay)
        return self._expressions

    @property
    def shown_expression(self) -> str:
        """The Python expression for where the walk is."""
        return self._bare if self._walk is None else self._walk.expression + self._end

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.heading.setText(translate("Variables", "Walk the graph"))
        self.copy_button.setText(translate("Variables", "Copy"))
        self.copy_button.setAccessibleName(translate("Variables", "Copy the Python expression"))
        self._show()

    def _become(self, walk: Walk | None, end: str) -> None:
        self._walk, self._end = walk, end
        self._show()

    def _go(self, walk: Walk) -> None:
        self._become(walk, "")
        self.node_chosen.emit(walk.node)

    def _show(self) -> None:
        self.expression.setText(breakable(self.shown_expression))
        self.setVisible(bool(self.shown_expression))
        self._back, self._more = [], []
        back: list[str] = []
        more: list[str] = []
        walk, replay = self._walk, self._replay
        if walk is not None and replay is not None:
            for place, node in enumerate(walk.nodes):
                if MOST_CRUMBS <= place + 1 < len(walk.nodes) - 1 and len(walk.nodes) > MOST_CRUMBS + 2:
                    continue
                step = f"{walk.variable}.grad_fn" if not place else f"[{walk.slots[place - 1]}][0]"
                back.append(f"{step}  {replay.node(node).name}")
                self._back.append(partial(self._go, walk.back_to(place)))
            if self._end:
                back.append(f".variable  {replay.node(walk.node).variable or ''}".rstrip())
                self._back.append(lambda: None)
            else:
                more = self._onward(walk, replay.node(walk.node))
        self._fill(self.crumbs, self._way, back, self._pressed_back)
        self._fill(self.onward, self._ahead, more, self._pressed_on)
        for button in self.crumbs[: len(back)]:
            button.setEnabled(True)
        if back:
            self.crumbs[len(back) - 1].setEnabled(False)  # Where it is.

    def _onward(self, walk: Walk, node: Node) -> list[str]:
        """The texts of the ways on from a node; what each does goes to `_more`."""
        assert self._replay is not None
        texts = []
        if node.kind == "leaf":
            texts.append(".variable" + (f" → {node.variable}" if node.variable else ""))
            self._more.append(partial(self._become, walk, ".variable"))
        for slot, index in sorted(self._replay.edges_from(node.id).items())[:MOST_AHEAD]:
            target = self._replay.edge(index).target
            texts.append(f".next_functions[{slot}][0] → {self._replay.node(target).name}")
            self._more.append(partial(self._go, walk.on(slot, target)))
        for name, end in saved_ends(node)[:MOST_AHEAD]:
            if isinstance(node.saved.get(name.partition("[")[0]), (Tensor, list)):
                texts.append(end)
                self._more.append(partial(self._become, walk, end))
        return texts

    def _fill(
        self, buttons: list[QPushButton], layout: FlowLayout, texts: list[str], press: Callable[[int], None]
    ) -> None:
        """Show texts on buttons, which are made once and kept."""
        for place in range(len(buttons), len(texts)):
            button = QPushButton()
            button.setObjectName("crumb")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _=False, place=place: press(place))
            layout.addWidget(button)
            buttons.append(button)
        for place, button in enumerate(buttons):
            shown = place < len(texts)
            if shown and button.text() != isolate(texts[place]):
                button.setText(isolate(texts[place]))
            if button.isHidden() == shown:
                button.setVisible(shown)

    def _pressed_back(self, place: int) -> None:
        self._back[place]()

    def _pressed_on(self, place: int) -> None:
        self._more[place]()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.shown_expression)
        self.told.emit(fill(translate("Variables", "Copied: {expression}"), expression=self.shown_expression))
