"""The computation graph: a step touches what it changes, the mouse and the keyboard go anywhere in it."""

from __future__ import annotations

import time

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QPainterPathStroker
from PySide6.QtWidgets import QGraphicsItem, QWidget
from typing_extensions import override

from core.autograd.replay import Frame
from core.labs.autograd import Arrows
from gui.graph.box_item import BoxItem
from gui.graph.cursor import Cursor, Hits, Light
from gui.graph.drawing import FoldBy
from gui.graph.drawn_graph import DrawnGraph
from gui.graph.edge_item import EdgeItem
from gui.graph.flow import FLOW_MS
from gui.graph.group_item import FrameItem, GroupItem
from gui.graph.laid_out_view import LaidOutView
from gui.graph.navigation import Way
from gui.graph.node_item import NodeItem
from gui.labs.page import GraphAct
from gui.theme import theme

WAYS: dict[Qt.Key, GraphAct] = {
    Qt.Key.Key_Right: "root",
    Qt.Key.Key_Left: "leaf",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}
SIGNS: dict[str, GraphAct] = {"f": "fit", "F": "fit", "/": "find", "+": "open", "-": "close"}
EDGE_REACH = 6
"""Pixels at 100 % from an edge's line within which a click is one on the edge."""


class GraphView(LaidOutView):
    """Shows a run's graph and a frame of it.

    Signals:
        node_chosen: A node was clicked, or Enter pressed on it; for an edge, the node that sends along it.
        folding_changed: The keys of the groups that the user wants closed; None for what suits the graph's size.
        search_asked: The user wants to type what to look for.
    """

    node_chosen = Signal(int)
    folding_changed = Signal(object)
    search_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown_at = 0.0
        self._cursor: Cursor | None = None
        self._light: Light | None = None
        self._hits: Hits | None = None
        self._sought = ""
        self.clicked.connect(self._click)
        self.double_clicked.connect(self._double_click)
        self.retranslate()

    @property
    def cursor_key(self) -> str | None:
        """The box that the keyboard is at."""
        return None if self._cursor is None else self._cursor.key

    @override
    def clear(self) -> None:
        super().clear()
        self._cursor = self._light = self._hits = None

    @override
    def begun(self, drawn: DrawnGraph) -> None:
        at = self.cursor_key
        self._cursor, self._light, self._hits = Cursor(drawn), Light(drawn), Hits(drawn)
        self._cursor.key = at if at in drawn.drawing.boxes else None
        self._hits.find(self._sought)

    @override
    def built(self, drawn: DrawnGraph) -> None:
        if self._hits is not None:
            self._hits.show()
        if self._cursor is not None and self._cursor.key is not None:
            self._cursor.go(self._cursor.key)

    # Showing a moment.

    def show_frame(self, frame: Frame | None) -> None:
        """Show a moment: only what differs from the one before is touched."""
        before, self._frame = self._frame, frame
        drawn = self._drawn
        if frame is None or drawn is None:
            return
        changed = drawn.show_frame(frame)
        now = time.monotonic()
        # A scrubber or fast play leaves no time to follow with the eye.
        hurried = now - self._shown_at < FLOW_MS / 1000
        next_one = before is not None and frame.step == before.step + 1
        self._shown_at = now
        self._flow.show(drawn.pills(frame), move=next_one and not hurried and self.isVisible())
        if self.minimap.isVisible():
            self.minimap.show_changed([drawn.boxes[key] for key in changed if key in drawn.boxes])
        elif changed:
            self.minimap.show_changed(())
        # Whoever steps wants to see the step, also where a hand has panned or zoomed away from it before: the words
        # beside the graph are about this node. Only under a hand that drags at this moment nothing moves.
        if not self._held:
            self.follow(gently=not hurried)

    @override
    def follow(self, *, gently: bool) -> None:
        """Keep the current node in view, with what it sends, who gets that and what adds up in it if there is room."""
        drawn = self._drawn
        if drawn is None or drawn.current_key is None:
            return
        self._followed = True
        (x, y), (width, height) = drawn.layout.centres[drawn.current_key], drawn.current_size()
        area = QRectF(x - width / 2, y - height / 2, width, height)  # The box may not be made yet.
        around = area.united(drawn.sum_item.sceneBoundingRect()) if drawn.sum_item is not None else area
        for pill in self._flow.pills:
            around = around.united(pill.place_of_rest)
        wider = around
        for sent in () if self._frame is None else self._frame.sent:
            link = None if sent.edge is None or sent.value is None else drawn.edges.get(sent.edge)
            receiver = None if link is None else drawn.boxes.get(link.target)
            if receiver is not None:
                wider = wider.united(receiver.mapRectToScene(receiver.rect))
        room = self.viewport().rect()
        for wish in (wider, around):
            if wish.width() * self.zoom < 0.8 * room.width() and wish.height() * self.zoom < 0.8 * room.height():
                area = wish
                break
        self.keep_in_view(area, gently=gently)

    def set_arrows(self, arrows: Arrows) -> None:
        """Let arrows point along the data, or along the gradient."""
        self._arrows = arrows
        if self._drawn is not None:
            self._drawn.set_arrows(arrows)

    # The mouse.

    @override
    def hovered(self, key: str | None) -> None:
        """Light what the mouse is over; see `Light`."""
        if self._light is not None:
            self._light.show(key)

    def _item_at(self, place: QPointF) -> QGraphicsItem | None:
        found = self._scene.items(place)
        return next((item for item in found if isinstance(item, (BoxItem, FrameItem))), None)

    def _click(self, place: QPointF) -> None:
        item = self._item_at(place)
        if isinstance(item, FrameItem) and item.button.contains(place):
            self.close_group(item.represents.key)
        elif isinstance(item, BoxItem):
            self.set_cursor(item.key)
            if isinstance(item, NodeItem):
                self.node_chosen.emit(item.node.id)
        elif (edge := self._edge_at(place)) is not None and self._drawing is not None:
            self.node_chosen.emit(self._drawing.replay.trace.edges[edge.edges[0]].source)

    def _edge_at(self, place: QPointF) -> EdgeItem | None:
        """The edge whose line passes close by, in pixels of the screen."""
        near = theme().px(EDGE_REACH) / self.zoom
        area = QRectF(place.x() - near, place.y() - near, 2 * near, 2 * near)
        wide = QPainterPathStroker()
        wide.setWidth(2 * near)
        for item in self._scene.items(area, Qt.ItemSelectionMode.IntersectsItemBoundingRect):
            if isinstance(item, EdgeItem):
                way = wide.createStroke(item.path())
                way.setFillRule(Qt.FillRule.WindingFill)
                if way.contains(place):
                    return item
        return None

    def _double_click(self, place: QPointF) -> None:
        item = self._item_at(place)
        if isinstance(item, GroupItem):
            self.open_group(item.represents.key)

    # Folding.

    def open_group(self, key: str) -> None:
        """Ask for a closed group to be opened, its first box staying about where the group is."""
        if self._drawing is None or key not in self._drawing.closed:
            return
        item = self.boxes.get(key)
        if item is not None:
            self._hold_at(item.box.nodes, item.pos())
        self.folding_changed.emit(self._drawing.closed - {key})

    def close_group(self, key: str) -> None:
        """Ask for an open group to be closed."""
        if self._drawing is None or key in self._drawing.closed:
            return
        frame = self.frames.get(key)
        if frame is not None:
            self._hold_at(frame.represents.nodes, frame.rect.center())
        self.folding_changed.emit(self._drawing.closed | {key})

    def fold_by(self, by: FoldBy | None) -> None:
        """Ask for all groups of a kind to be closed and all others opened; None for what suits the size."""
        if self._groups is not None:
            self.folding_changed.emit(None if by is None else self._groups.of_kind(by))

    # Searching.

    @property
    def hits(self) -> tuple[int, ...]:
        """The nodes that were found."""
        return () if self._hits is None else self._hits.nodes

    def search_for(self, text: str) -> int:
        """Light what a text means, also in graphs that come later; how many nodes it is."""
        self._sought = text
        if self._hits is not None:
            self._hits.find(text)
        return len(self.hits)

    def next_hit(self, by: int = 1) -> int | None:
        """Go to the next node that was found, or with -1 the one before; its place among them, or None."""
        found = None if self._hits is None else self._hits.next(self.cursor_key, by)
        if found is None:
            return None
        self.set_cursor(found[1].key)
        return found[0]

    # The keyboard.

    def walk(self, way: Way) -> None:
        """Move the cursor along an edge, or to the box beside it; at first it goes to the current node."""
        key = None if self._cursor is None else self._cursor.walk(way)
        if key is not None:
            self.set_cursor(key)

    def set_cursor(self, key: str) -> None:
        """Have the keyboard at a box, in view, and have it said."""
        item = None if self._cursor is None else self._cursor.go(key)
        if self._cursor is None or item is None:
            return
        words = self._cursor.words()
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.keep_in_view(item.mapRectToScene(item.rect), gently=True)

    def act_on_cursor(self) -> None:
        """What Enter does: go to a node's visit, or open a closed group."""
        item = None if self._cursor is None else self._cursor.item
        if isinstance(item, NodeItem):
            self.node_chosen.emit(item.node.id)
        elif isinstance(item, GroupItem):
            self.open_group(item.represents.key)

    def act(self, act: GraphAct) -> None:
        """Do what a key or a menu asks of the graph."""
        item = None if self._cursor is None else self._cursor.item
        match act:
            case "fit":
                self.show_all()
            case "find":
                self.search_asked.emit()
            case "enter":
                self.act_on_cursor()
            case "open" if isinstance(item, GroupItem):
                self.open_group(item.represents.key)
            case "close" if item is not None and self._drawing is not None:
                around = self._drawing.frame_of(item.box) or item.box.inside
                if around is not None:
                    self.close_group(around)
            case "root" | "leaf" | "up" | "down":
                self.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self.walk(act)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The bare arrow keys are the clock's; here they walk with Alt. All other keys go on to the window, whose table
        # has these too; signs are read as they are typed, since on some keyboards they need Shift.
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        act = SIGNS.get(event.text()) if not held & ~Qt.KeyboardModifier.ShiftModifier else None
        if held == Qt.KeyboardModifier.AltModifier:
            act = WAYS.get(key)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            act = "enter"
        if act is not None:
            self.act(act)
            event.accept()
        elif key == Qt.Key.Key_Escape and self._cursor is not None and self._cursor.key is not None:
            self._cursor.leave()
            self.setAccessibleDescription("")
            event.accept()
        else:
            event.ignore()
