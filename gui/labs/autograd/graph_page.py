"""The page of the graph: the view under its head, or why there is nothing to see yet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QWidget

from core.autograd.layout import Layout
from core.autograd.trace import Trace
from gui.graph.drawing import MOST_DRAWN
from gui.graph.head import GraphHead
from gui.graph.view import GraphView
from gui.text import COUNTED, translate
from gui.theme import theme
from gui.widgets.parts import Card, Label, Note, column, row


class GraphPage(Card):
    """Shows the graph of a run, left to right in every language."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.graph = GraphView()
        theme().least(self.graph, width=80, height=160)
        top = row(spacing=10)
        self.heading, self.note = Note("heading"), Label("quiet")
        top.addWidget(self.heading)
        top.addStretch(1)
        top.addWidget(self.note)
        self.column.addLayout(top)
        self.head = GraphHead(self.graph)
        self.column.addWidget(self.head)
        self._stack = QStackedLayout()
        empty = QWidget()
        middle = column(empty, spacing=6)
        self.empty_title, self.empty_hint = Label("large"), Label("quiet")
        middle.addStretch(1)
        for label in (self.empty_title, self.empty_hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            middle.addWidget(label)
        middle.addStretch(1)
        # Only with a parent: what is put into a stack without one is shown, as a window, and takes the keyboard along.
        self.column.addLayout(self._stack, 1)
        self._stack.addWidget(empty)
        self._stack.addWidget(self.graph)

    def present(self, presented: bool) -> None:
        """Leave out what the graph is worked with, where keys do it; or show it again."""
        self.head.setVisible(not presented)
        self.graph.buttons.setVisible(not presented)

    def show_nothing(self) -> None:
        """Show the words in place of a graph."""
        self._stack.setCurrentIndex(0)

    def show_layout(self, layout: Layout) -> None:
        """Draw the graph."""
        self._stack.setCurrentIndex(1)
        self.graph.show_layout(layout)

    def show_state(self, trace: Trace | None, *, running: bool) -> None:
        """Say what there is of a run, and what is waited for."""
        self.heading.setText(translate("Autograd", "Graph of grad_fn, root on the right"))
        nodes = 0 if trace is None else len(trace.nodes)
        self.note.setText(translate("Autograd", "%n node(s)", "", COUNTED, nodes) if nodes else "")
        if running:
            title, hint = (
                translate("Autograd", "The program runs"),
                translate("Autograd", "Stop ends it at once."),
            )
        elif trace is None:
            title = translate("Autograd", "No graph yet")
            hint = translate("Autograd", "Run the program with Ctrl+Enter; its graph appears here.")
        elif not nodes:
            title = translate("Autograd", "No graph")
            if trace.outcome not in {"finished", "raised"}:
                hint = translate("Autograd", "The program did not come to its end; nothing is known of its graph.")
            elif any(one.requires_grad for one in trace.variables):
                hint = translate("Autograd", "No recorded operation took a tensor that requires gradients.")
            else:
                hint = translate("Autograd", "No tensor of the program carries a grad_fn: nothing required gradients.")
        elif self.graph.drawing is not None and len(self.graph.drawing.boxes) > MOST_DRAWN:
            title = translate("Autograd", "Too many nodes to draw")
            hint = translate("Autograd", "You can step through them all the same.")
        else:
            title, hint = translate("Autograd", "Drawing the graph"), ""
        self.empty_title.setText(title)
        self.empty_hint.setText(hint)
        if running:
            self._stack.setCurrentIndex(0)
        elif self.graph.nodes:
            self._stack.setCurrentIndex(1)

    def retranslate(self) -> None:
        """Say everything in the present language, but for `show_state`."""
        self.graph.retranslate()
        self.head.retranslate()
