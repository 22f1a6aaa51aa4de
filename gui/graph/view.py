"""The computation graph: laid out once, then touched only where a step changes it."""

from __future__ import annotations

import time

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QHideEvent, QKeyEvent, QPixmapCache, QResizeEvent
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QWidget
from typing_extensions import override

from core.autograd.layout import Layout
from core.autograd.replay import Frame, Replay
from core.labs.autograd import Arrows
from gui.graph.box_item import BoxItem
from gui.graph.drawing import Drawing, FoldBy, Groups
from gui.graph.drawn_graph import DrawnGraph
from gui.graph.edge_item import EdgeItem
from gui.graph.flow import FLOW_MS, GradientFlow
from gui.graph.gradient_text import gradient_text as gradient_text
from gui.graph.group_item import FrameItem, GroupItem
from gui.graph.minimap import Minimap
from gui.graph.navigation import Way, first_box, next_box
from gui.graph.node_item import NodeItem
from gui.graph.panned_view import SMALLEST, PannedView
from gui.graph.search import hits
from gui.graph.slices import Leftovers
from gui.graph.spoken import description
from gui.graph.view_buttons import ViewButtons
from gui.labs.page import GraphAct
from gui.text import translate
from gui.theme import theme

SLICE = 0.012
"""Seconds at a stretch that items are made."""
PIXELS_KEPT = 96 * 1024
"""Kilobytes for boxes that are kept as pixels."""
WAYS: dict[Qt.Key, GraphAct] = {
    Qt.Key.Key_Right: "root",
    Qt.Key.Key_Left: "leaf",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}
SIGNS: dict[str, GraphAct] = {"f": "fit", "F": "fit", "/": "find", "+": "open", "-": "close"}


class GraphView(PannedView):
    """Shows a run's graph, folded as is wished, and a frame of it.

    Signals:
        node_chosen: A node was clicked, or Enter pressed on it.
        layout_wanted: A `Request` for Graphviz; None if there is nothing to be laid out, or too much.
        folding_changed: The keys of the groups that the user wants closed.
        search_asked: The user wants to type what to look for.
    """

    node_chosen = Signal(int)
    layout_wanted = Signal(object)
    folding_changed = Signal(object)
    search_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if QPixmapCache.cacheLimit() < PIXELS_KEPT:
            QPixmapCache.setCacheLimit(PIXELS_KEPT)
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self._flow = GradientFlow(self._scene, self)
        self._leftovers = Leftovers(self)
        self._groups: Groups | None = None
        self._closed: frozenset[str] | None = None
        self._drawing: Drawing | None = None
        self._drawn: DrawnGraph | None = None
        self._frame: Frame | None = None
        self._shown_at = 0.0
        self._cursor: str | None = None
        self._before: str | None = None
        self._arrows: Arrows = "gradient"
        self._lit: list[BoxItem | EdgeItem] = []
        self._hits: tuple[int, ...] = ()
        self._hit_keys: frozenset[str] = frozenset()
        self._anchor: tuple[str, QPointF] | None = None
        self._builder = QTimer(self)
        self._builder.setInterval(0)
        self._builder.timeout.connect(self._build_more)
        self.minimap = Minimap(self)
        self.buttons = ViewButtons(self)
        self.minimap.asked.connect(self._map_asked)
        self.buttons.fit.clicked.connect(self.show_all)
        self.buttons.closer.clicked.connect(lambda: self.zoom_by(1.25))
        self.buttons.farther.clicked.connect(lambda: self.zoom_by(1 / 1.25))
        self.moved.connect(self._show_seen)
        self.clicked.connect(self._click)
        self.double_clicked.connect(self._double_click)
        theme().changed.connect(self._place_corners)
        self.retranslate()

    # What is drawn.

    @property
    def nodes(self) -> dict[int, NodeItem]:
        """The drawn nodes by id; of a leaf with several glyphs the first."""
        return {} if self._drawn is None else self._drawn.nodes

    @property
    def edges(self) -> dict[int, EdgeItem]:
        """The drawn edges by index in the trace; several may share one link."""
        return {} if self._drawn is None else self._drawn.edges

    @property
    def boxes(self) -> dict[str, BoxItem]:
        """All boxes by key."""
        return {} if self._drawn is None else self._drawn.boxes

    @property
    def frames(self) -> dict[str, FrameItem]:
        """The frames of open groups by key."""
        return {} if self._drawn is None else self._drawn.frames

    @property
    def drawn(self) -> DrawnGraph | None:
        """The items, once a layout is there."""
        return self._drawn

    @property
    def drawing(self) -> Drawing | None:
        """What is to be drawn, before it is laid out too."""
        return self._drawing

    @property
    def groups(self) -> Groups | None:
        """What the run can be folded by."""
        return self._groups

    @property
    def flow(self) -> GradientFlow:
        """The gradients on their way."""
        return self._flow

    @property
    def cursor_key(self) -> str | None:
        """The box that the keyboard is at."""
        return self._cursor

    def clear(self) -> None:
        """Show nothing."""
        self._builder.stop()
        self._clear_items()
        self._groups = self._drawing = None
        self._frame = None
        self._anchor = None
        self._own_view = False

    def _clear_items(self) -> None:
        old, drawn = self._scene, self._drawn
        self._flow.forget()
        self._drawn, self._lit, self._cursor, self._before = None, [], None, None
        self.minimap.show_graph(QRectF(), [])
        self._scene = QGraphicsScene(self)
        self._flow = GradientFlow(self._scene, self)
        self._forget_items(self._scene)
        items = [] if drawn is None else [*drawn.frames.values(), *drawn.boxes.values(), *drawn.links.values()]
        self._leftovers.take(old, items)

    def show_run(self, replay: Replay, source: str, closed: frozenset[str] | None = None) -> None:
        """Take another run; `layout_wanted` follows.

        Args:
            replay: The run.
            source: The program's text, for the labels of loops and lines.
            closed: The groups to close; None for what suits the graph's size.
        """
        self.clear()
        self._groups = Groups(replay, source)
        self._closed = closed
        self._draw_anew()

    def set_closed(self, closed: frozenset[str] | None) -> None:
        """Close these groups and open all others; `layout_wanted` follows."""
        if closed == self._closed or self._groups is None:
            return
        self._closed = closed
        self._draw_anew()

    def redress(self) -> None:
        """Have everything measured and painted anew: another theme, zoom or language."""
        if self._groups is not None:
            self._groups.facts.forget_words()
            self._draw_anew()

    def _draw_anew(self) -> None:
        assert self._groups is not None
        self._drawing = self._groups.drawing(self._closed)
        self.layout_wanted.emit(self._drawing.request())

    def show_layout(self, layout: Layout) -> None:
        """Draw what was asked for; the items stay until the next one."""
        drawing = self._drawing
        if drawing is None or any(key not in layout.centres for key in drawing.boxes):
            return  # Of a drawing that was given up meanwhile.
        kept = None if not self._own_view or self._drawn is None else (self.zoom, self._anchored())
        cursor = self._cursor
        self._clear_items()
        edge = theme().px(24)
        area = QRectF(0, 0, layout.width, layout.height).adjusted(-edge, -edge, edge, edge)
        self._area = area
        beyond = theme().px(400)  # So that what is at the rim can be brought to the middle.
        self._scene.setSceneRect(area.adjusted(-beyond, -beyond, beyond, beyond))
        self._drawn = DrawnGraph(drawing, layout, self._scene, self)
        self._drawn.set_arrows(self._arrows)
        if self._frame is not None:
            self._drawn.show_frame(self._frame)
        self._build_more()
        if not self._drawn.complete:
            self._builder.start()
        if kept is not None and kept[1] is not None and kept[1][0] in layout.centres:
            self._hold(kept[0], kept[1], layout)
        else:
            self._own_view = False
            self.fit()
        if cursor is not None and cursor in drawing.boxes:
            self._set_cursor(cursor, quietly=True)

    def _anchored(self) -> tuple[str, QPointF] | None:
        """The box that stays where it is when groups are opened and closed, and where that is in the view."""
        if self._anchor is not None:
            return self._anchor
        middle = self.mapToScene(self.viewport().rect().center())
        boxes = list(self.boxes.values())
        near = min(boxes, key=lambda one: (one.pos() - middle).manhattanLength(), default=None)
        return None if near is None else (near.key, QPointF(self.mapFromScene(near.pos())))

    def _hold(self, scale: float, anchor: tuple[str, QPointF], layout: Layout) -> None:
        key, at = anchor
        self._anchor = None
        self.look_at(QPointF(*layout.centres[key]), scale)
        middle = QPointF(self.viewport().rect().center())
        self.pan_by(middle.x() - at.x(), middle.y() - at.y())

    def _build_more(self) -> None:
        drawn = self._drawn
        if drawn is None or drawn.build(SLICE):
            self._builder.stop()
            if drawn is not None:
                self.minimap.show_graph(self._area, drawn.boxes.values())
                self._place_corners()
                self._show_hits()
                if self._frame is not None:
                    # Pills and sums need all links.
                    drawn.show_frame(self._frame)
                    self._flow.show(drawn.pills(self._frame), move=False)

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
        self._follow(drawn, frame, gently=not hurried)

    def _follow(self, drawn: DrawnGraph, frame: Frame, *, gently: bool) -> None:
        """Keep the current node in view, with what it sends and what adds up in it if there is room."""
        item = None if frame.node is None else drawn.box_of(frame.node.id)
        if item is None:
            return
        area = item.mapRectToScene(item.rect)
        around = area.united(drawn.sum_item.sceneBoundingRect()) if drawn.sum_item is not None else area
        for pill in self._flow.pills:
            around = around.united(pill.place_of_rest)
        room = self.viewport().rect()
        fits = around.width() * self.zoom < 0.8 * room.width() and around.height() * self.zoom < 0.8 * room.height()
        self.keep_in_view(around if fits else area, gently=gently)

    def set_arrows(self, arrows: Arrows) -> None:
        """Let arrows point along the data, or along the gradient."""
        self._arrows = arrows
        if self._drawn is not None:
            self._drawn.set_arrows(arrows)

    # Where one looks.

    @override
    def content_area(self) -> QRectF:
        return self._area if self._drawn is not None else QRectF()

    def fit(self) -> None:
        """Show the whole graph, if that leaves it legible and the user looks at nothing else."""
        area = self.content_area()
        if area.isEmpty() or self._own_view:
            return
        scale = self.legible_scale()
        room = self.viewport().rect()
        fits_across = area.width() * scale <= room.width() + 1
        fits_down = area.height() * scale <= room.height() + 1
        # Of a graph that is too large the current node is looked at, or else the root, on the right.
        current = None if self._frame is None or self._frame.node is None else self._frame.node.id
        layout = None if self._drawn is None else self._drawn.layout
        assert layout is not None
        x, y = area.center().x(), area.center().y()
        if not (fits_across and fits_down):
            assert self._drawn is not None
            keys = () if current is None else self._drawn.drawing.of_node.get(current, ())
            focus = keys[0] if keys else first_box(layout.centres)
            place = layout.centres[focus] if focus is not None else (x, y)
            half_width, half_height = room.width() / scale / 2, room.height() / scale / 2
            if not fits_across:
                x = max(area.left() + half_width, min(area.right() - half_width, place[0]))
            if not fits_down:
                y = max(area.top() + half_height, min(area.bottom() - half_height, place[1]))
        self.look_at(QPointF(x, y), scale)

    def show_all(self) -> None:
        """Show the whole graph, however small; a second time as large as it is legible."""
        area, room = self.content_area(), self.viewport().rect()
        if area.isEmpty():
            return
        whole = min(room.width() / area.width(), room.height() / area.height())
        if whole < SMALLEST and not self.all_in_view:
            self._own_view = True
            self.look_at(area.center(), whole)
        else:
            self._own_view = False
            self.fit()

    def _map_asked(self, place: QPointF) -> None:
        self._own_view = True
        self.look_at(place)

    def _show_seen(self) -> None:
        if self._drawn is None:
            self.minimap.hide()
            return
        self.minimap.show_seen(self.seen)
        wanted = not self.all_in_view and self.width() > 3 * self.minimap.width()
        if wanted == self.minimap.isHidden():
            self.minimap.setVisible(wanted)

    def _place_corners(self) -> None:
        gap = theme().px(10)
        self.minimap.move(self.width() - self.minimap.width() - gap, self.height() - self.minimap.height() - gap)
        self.buttons.adjustSize()
        self.buttons.move(gap, self.height() - self.buttons.height() - gap)
        self._show_seen()

    # The mouse.

    def hovered(self, key: str | None) -> None:
        """Light a box, its links and neighbours, and the other glyphs of the same leaf; or a link and its sender."""
        lit: list[BoxItem | EdgeItem] = []
        drawn = self._drawn
        if drawn is not None and key is not None:
            if key.startswith("link:"):
                link = drawn.links.get(key[5:])
                if link is not None:
                    lit += [link, *(drawn.boxes[one] for one in (link.source,) if one in drawn.boxes)]
            else:
                keys = drawn.twins(key)
                lit += [drawn.boxes[one] for one in keys if one in drawn.boxes]
                for one in keys:
                    for link in drawn.links_of(one):
                        lit.append(link)
                        other = link.target if link.source == one else link.source
                        if other in drawn.boxes:
                            lit.append(drawn.boxes[other])
        for item in self._lit:
            if item not in lit:
                item.set_lit(False)
        for item in lit:
            item.set_lit(True)
        self._lit = lit

    def _item_at(self, place: QPointF) -> QGraphicsItem | None:
        found = self._scene.items(place)
        return next((item for item in found if isinstance(item, (BoxItem, FrameItem))), None)

    def _click(self, place: QPointF) -> None:
        item = self._item_at(place)
        if isinstance(item, FrameItem) and item.button.contains(place):
            self.close_group(item.represents.key)
        elif isinstance(item, BoxItem):
            self._set_cursor(item.key)
            if isinstance(item, NodeItem):
                self.node_chosen.emit(item.node.id)

    def _double_click(self, place: QPointF) -> None:
        item = self._item_at(place)
        if isinstance(item, GroupItem):
            self.open_group(item.represents.key)

    # Folding.

    def open_group(self, key: str) -> None:
        """Ask for a closed group to be opened, its first box staying about where the group is."""
        if self._drawing is None or key not in self._drawing.closed:
            return
        self.folding_changed.emit(self._drawing.closed - {key})

    def close_group(self, key: str) -> None:
        """Ask for an open group to be closed."""
        if self._drawing is None or key in self._drawing.closed:
            return
        self.folding_changed.emit(self._drawing.closed | {key})

    def fold_by(self, by: FoldBy | None) -> None:
        """Ask for all groups of a kind to be closed and all others opened; None for what suits the size."""
        if self._groups is not None:
            self.folding_changed.emit(None if by is None else self._groups.of_kind(by))

    # Searching.

    @property
    def hits(self) -> tuple[int, ...]:
        """The nodes that were found."""
        return self._hits

    def search_for(self, text: str) -> int:
        """Light what a text means; how many nodes it is."""
        drawing = self._drawing
        self._hits = () if drawing is None or not text.strip() else hits(drawing, text)
        self._show_hits()
        return len(self._hits)

    def _show_hits(self) -> None:
        drawn = self._drawn
        if drawn is None:
            return
        keys = frozenset(key for node in self._hits for key in drawn.drawing.of_node.get(node, ()))
        for key in keys ^ self._hit_keys:
            if key in drawn.boxes:
                drawn.boxes[key].set_hit(key in keys)
        self._hit_keys = keys

    def next_hit(self, by: int = 1) -> int | None:
        """Go to the next node that was found, or with -1 the one before; its place among them, or None."""
        drawn = self._drawn
        if drawn is None or not self._hits:
            return None
        places = [place for place, node in enumerate(self._hits) if self._cursor in drawn.drawing.of_node.get(node, ())]
        if places:
            place = (places[-1 if by > 0 else 0] + by) % len(self._hits)
        else:
            place = 0 if by > 0 else len(self._hits) - 1
        item = drawn.box_of(self._hits[place])
        if item is not None:
            self._set_cursor(item.key)
        return place

    # The keyboard.

    def walk(self, way: Way) -> None:
        """Move the cursor along an edge, or to the box beside it; at first it goes to the current node."""
        drawn = self._drawn
        if drawn is None:
            return
        if self._cursor is None:
            node = None if self._frame is None else self._frame.node
            item = None if node is None else drawn.box_of(node.id)
            start = first_box(drawn.layout.centres) if item is None else item.key
            if start is not None:
                self._set_cursor(start)
            return
        found = next_box(self._cursor, way, drawn.drawing.folded.links, drawn.layout.centres, self._before)
        if found is not None:
            self._set_cursor(found)

    def _set_cursor(self, key: str, *, quietly: bool = False) -> None:
        drawn = self._drawn
        if drawn is None or key not in drawn.boxes:
            return
        if self._cursor in drawn.boxes:
            drawn.boxes[self._cursor].set_cursor_here(False)
        if key != self._cursor:
            self._before, self._cursor = self._cursor, key
        item = drawn.boxes[key]
        item.set_cursor_here(True)
        if quietly:
            return
        links = drawn.links_of(key)
        words = description(item, sum(one.target == key for one in links), sum(one.source == key for one in links))
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.keep_in_view(item.mapRectToScene(item.rect), gently=True)

    def act_on_cursor(self) -> None:
        """What Enter does: go to a node's visit, or open a closed group."""
        item = self.boxes.get(self._cursor or "")
        if isinstance(item, NodeItem):
            self.node_chosen.emit(item.node.id)
        elif isinstance(item, GroupItem):
            self.open_group(item.represents.key)

    def act(self, act: GraphAct) -> None:
        """Do what a key or a menu asks of the graph."""
        item = self.boxes.get(self._cursor or "")
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
        elif key == Qt.Key.Key_Escape and self._cursor is not None:
            self._leave_cursor()
            event.accept()
        else:
            event.ignore()

    def _leave_cursor(self) -> None:
        item = self.boxes.get(self._cursor or "")
        if item is not None:
            item.set_cursor_here(False)
        self._cursor = self._before = None
        self.setAccessibleDescription("")

    # The rest.

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.setAccessibleName(translate("Graph", "Graph"))
        self.minimap.setAccessibleName(translate("Graph", "Overview of the graph"))
        self.buttons.retranslate()
        self._place_corners()
        self.redress()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
        self._place_corners()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._flow.settle()
        self.settle()
