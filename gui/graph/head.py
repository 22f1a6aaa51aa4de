"""What stands over the graph: the way of the arrows, what it is folded by, and the search."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from core.labs.autograd import Arrows
from gui.graph.drawing import FoldBy
from gui.graph.edge_item import ARROWS
from gui.graph.view import GraphView
from gui.text import COUNTED, fill, translate
from gui.theme import theme
from gui.widgets.choice import Choice
from gui.widgets.parts import Label, row
from gui.widgets.segments import Segments


class GraphHead(QWidget):
    """The controls of a `GraphView`.

    Signals:
        arrows_chosen: "data" or "gradient".
    """

    arrows_chosen = Signal(str)

    def __init__(self, view: GraphView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.arrows_label, self.fold_label = Label("quiet"), Label("quiet")
        self.arrows = Segments(ARROWS)
        self.fold = Choice()
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(False)
        self.found = Label("mono")
        self._choices: list[FoldBy | None] = []
        theme().size(self.search, width=150)
        theme().least(self.found, width=52)
        line = row(self, spacing=8)
        line.addWidget(self.arrows_label)
        line.addWidget(self.arrows)
        line.addSpacing(theme().px(6))
        line.addWidget(self.fold_label)
        line.addWidget(self.fold)
        line.addStretch(1)
        line.addWidget(self.found)
        line.addWidget(self.search)
        self.arrows.chosen.connect(self._arrows_asked)
        self.fold.activated.connect(self._fold_asked)
        self.search.textChanged.connect(self._typed)
        self.search.installEventFilter(self)
        view.search_asked.connect(self.ask)
        view.layout_wanted.connect(self._show_folding)
        self.show_arrows("gradient")
        self.retranslate()

    def show_arrows(self, arrows: Arrows) -> None:
        """Mark a way as chosen, and draw it."""
        self.arrows.show_chosen(arrows)
        self._view.set_arrows(arrows)

    def ask(self) -> None:
        """Let the user type what to look for."""
        self.show()  # It is hidden while one presents.
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _arrows_asked(self, arrows: str) -> None:
        self.arrows_chosen.emit(arrows)

    def _fold_asked(self, index: int) -> None:
        self._view.fold_by(self._choices[index])

    def _show_folding(self) -> None:
        """Offer what the run can be folded by, and mark what it is folded by."""
        groups, drawing = self._view.groups, self._view.drawing
        self._choices = [None, *(groups.kinds() if groups is not None else ())]
        words: dict[FoldBy | None, str] = {
            None: translate("Graph", "as fits"),
            "module": translate("Graph", "module"),
            "loop": translate("Graph", "loop"),
            "line": translate("Graph", "line"),
            "nothing": translate("Graph", "nothing"),
        }
        self.fold.clear()
        self.fold.addItems([words[one] for one in self._choices])
        chosen = -1
        if groups is not None and drawing is not None:
            kinds = [place for place, by in enumerate(self._choices) if by and groups.of_kind(by) == drawing.closed]
            chosen = 0 if drawing.closed == groups.automatic else kinds[0] if kinds else -1
        self.fold.setCurrentIndex(chosen)
        foldable = len(self._choices) > 2
        self.fold.setVisible(foldable)
        self.fold_label.setVisible(foldable)
        self._fold_up()

    # Searching.

    def _typed(self, text: str) -> None:
        self._view.search_for(text)
        self._write_found(None)

    def _go(self, by: int) -> None:
        self._write_found(self._view.next_hit(by))

    def _write_found(self, place: int | None) -> None:
        count = len(self._view.hits)
        if not self.search.text().strip():
            self.found.setText("")
        else:
            self.found.setText(f"{count}" if place is None else f"{place + 1} / {count}")
        self.found.setAccessibleName(translate("Graph", "%n node(s) found", "", COUNTED, count))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.KeyPress:
            key = cast(QKeyEvent, event)
            if key.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go(-1 if key.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if key.key() == Qt.Key.Key_Escape:
                self.search.clear()
                self._view.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold_up()

    def _fold_up(self) -> None:
        """Leave out what does not fit, the least needed first."""
        px, foldable = theme().px, len(self._choices) > 2
        self.fold_label.setVisible(foldable and self.width() >= px(620))
        self.arrows_label.setVisible(self.width() >= px(560))
        self.fold.setVisible(foldable and self.width() >= px(430))
        self.found.setVisible(self.width() >= px(480))

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.arrows_label.setText(translate("Graph", "Arrows"))
        self.arrows.set_texts([translate("Graph", "data"), translate("Graph", "gradient")])
        self.arrows.button("data").setToolTip(translate("Graph", "From the leaves to the root, as values are made."))
        self.arrows.button("gradient").setToolTip(translate("Graph", "From the root to the leaves."))
        self.fold_label.setText(translate("Graph", "Fold by"))
        self.fold.setAccessibleName(translate("Graph", "Fold by"))
        self.fold.setPlaceholderText(translate("Graph", "by hand"))
        self.search.setPlaceholderText(translate("Graph", "Find a node"))
        self.search.setAccessibleName(translate("Graph", "Find a node"))
        self.search.setToolTip(
            fill(translate("Graph", "By name, variable, line or shape. Key {key}; Enter goes to the next."), key="/")
        )
        self._write_found(None)
        self._show_folding()
