"""A graph that is laid out, drawn a slice at a time, and looked at whole or in part."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPixmapCache, QResizeEvent
from PySide6.QtWidgets import QGraphicsScene, QWidget
from typing_extensions import override

from core.autograd.layout import Layout
from core.autograd.replay import Frame, Replay
from core.labs.autograd import Arrows
from gui.graph.box_item import BoxItem
from gui.graph.drawing import Drawing, Groups
from gui.graph.drawn_graph import DrawnGraph
from gui.graph.edge_item import EdgeItem
from gui.graph.flow import GradientFlow
from gui.graph.group_item import FrameItem
from gui.graph.minimap import Minimap
from gui.graph.navigation import first_box
from gui.graph.node_item import NodeItem
from gui.graph.panned_view import SMALLEST, SMALLEST_FIT, PannedView
from gui.graph.slices import Leftovers
from gui.graph.view_buttons import ViewButtons
from gui.text import translate
from gui.theme import theme

SLICE = 0.012
"""Seconds at a stretch that items are made."""
PIXELS_KEPT = 96 * 1024
"""Kilobytes for boxes that are kept as pixels."""


class LaidOutView(PannedView):
    """A run's graph, folded as is wished.

    Signals:
        layout_wanted: A `Request` for Graphviz; None if there is nothing to be laid out, or too much.
    """

    layout_wanted = Signal(object)

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
        self._arrows: Arrows = "gradient"
        self._anchor: tuple[frozenset[int], QPointF] | None = None
        self._area = QRectF()
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
        theme().changed.connect(self._place_corners)

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
        self._drawn = None
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
        kept, opened = None, self._anchor is not None
        if self._drawn is not None and self._drawn.drawing.facts is drawing.facts:
            kept = self._anchored() if self._own_view or not self.all_in_view else None
        scale = self.zoom
        self._clear_items()
        edge = theme().px(24)
        area = QRectF(0, 0, layout.width, layout.height).adjusted(-edge, -edge, edge, edge)
        self._area = area
        beyond = theme().px(400)  # So that what is at the rim can be brought to the middle.
        self._scene.setSceneRect(area.adjusted(-beyond, -beyond, beyond, beyond))
        self._drawn = DrawnGraph(drawing, layout, self._scene, self)
        self._drawn.set_arrows(self._arrows)
        self.begun(self._drawn)
        if self._frame is not None:
            self._drawn.show_frame(self._frame)
        self._build_more()
        if not self._drawn.complete:
            self._builder.start()
        if kept is not None:
            followed = self._followed
            self._hold(scale, kept, drawing, layout)
            if followed and not opened:  # What was opened or closed is what one looks at.
                self.follow(gently=False)
        else:
            self._own_view = False
            self.fit()

    def _hold_at(self, nodes: frozenset[int], place: QPointF) -> None:
        """Have nodes stay where they are in the view when the graph is laid out anew."""
        self._anchor = nodes, QPointF(self.mapFromScene(place))

    def _anchored(self) -> tuple[frozenset[int], QPointF] | None:
        if self._anchor is not None:
            return self._anchor
        current = None if self._frame is None or self._drawn is None else self._drawn.box_of_current()
        if current is not None and self.seen.contains(current.pos()):
            return current.box.nodes, QPointF(self.mapFromScene(current.pos()))
        middle = self.mapToScene(self.viewport().rect().center())
        near = min(self.boxes.values(), key=lambda one: (one.pos() - middle).manhattanLength(), default=None)
        return None if near is None else (near.box.nodes, QPointF(self.mapFromScene(near.pos())))

    def _hold(self, scale: float, anchor: tuple[frozenset[int], QPointF], drawing: Drawing, layout: Layout) -> None:
        nodes, at = anchor
        self._anchor = None
        own, key = self._own_view, next(key for node in sorted(nodes) for key in drawing.of_node[node])
        self.look_at(QPointF(*layout.centres[key]), scale)
        middle = QPointF(self.viewport().rect().center())
        self.pan_by(middle.x() - at.x(), middle.y() - at.y())
        self._own_view = own

    def _build_more(self) -> None:
        drawn = self._drawn
        if drawn is None or drawn.build(SLICE):
            self._builder.stop()
            if drawn is not None:
                self.minimap.show_graph(self._area, drawn.boxes.values())
                self._place_corners()
                self.built(drawn)
                if self._frame is not None:
                    # Pills and sums need all links.
                    drawn.show_frame(self._frame)
                    self._flow.show(drawn.pills(self._frame), move=False)
                    if self._followed:
                        self.follow(gently=False)

    @override
    def content_area(self) -> QRectF:
        return self._area if self._drawn is not None else QRectF()

    def fit(self) -> None:
        """Show the whole graph, if that leaves it legible and the user looks at nothing else."""
        if not self.content_area().isEmpty() and not self._own_view:
            scale = self.legible_scale()
            self._look_at_part(self._middle_at(scale), scale)

    def _middle_at(self, scale: float) -> QPointF:
        """What is in the middle at a scale: of what has no room, the current node, as far as there is something around.

        Where there is none, it is the root, on the right.
        """
        area = self.content_area()
        room = self.viewport().rect()
        fits_across = area.width() * scale <= room.width() + 1
        fits_down = area.height() * scale <= room.height() + 1
        layout = None if self._drawn is None else self._drawn.layout
        assert layout is not None
        x, y = area.center().x(), area.center().y()
        if not (fits_across and fits_down):
            assert self._drawn is not None
            current = None if self._frame is None else self._drawn.drawing.current_box(self._frame)
            focus = first_box(layout.centres) if current is None else current
            place = layout.centres[focus] if focus is not None else (x, y)
            half_width, half_height = room.width() / scale / 2, room.height() / scale / 2
            if not fits_across:
                x = max(area.left() + half_width, min(area.right() - half_width, place[0]))
            if not fits_down:
                y = max(area.top() + half_height, min(area.bottom() - half_height, place[1]))
        return QPointF(x, y)

    def _look_at_part(self, place: QPointF, scale: float) -> None:
        self.look_at(place, scale)
        self._followed = True

    def show_all(self) -> None:
        """Show the whole graph, or what of it has room while boxes have words; a second time what is legible.

        What does not fit would be a line of specks: then the part around the current node is shown, and the minimap has
        the whole.
        """
        area, room = self.content_area(), self.viewport().rect()
        if area.isEmpty():
            return
        whole = max(SMALLEST_FIT, min(room.width() / area.width(), room.height() / area.height()))
        place = self._middle_at(whole)
        there = abs(self.zoom - whole) < 1e-6 and (self.mapFromScene(place) - room.center()).manhattanLength() <= 2
        if whole < SMALLEST and not there:
            self._own_view = True
            self._look_at_part(place, whole)
        else:
            self._own_view = False
            self.fit()

    def _map_asked(self, place: QPointF) -> None:
        self._moved_by_hand()
        self.look_at(place)

    def _show_seen(self) -> None:
        if self._drawn is None:
            self.minimap.hide()
            return
        self.minimap.show_seen(self.seen)
        wanted = not self.all_in_view
        if wanted == self.minimap.isHidden():
            self.minimap.setVisible(wanted)

    def _place_corners(self) -> None:
        gap = theme().px(10)
        self.minimap.fit_into(self.width() / 3, self.height() / 3)
        self.minimap.move(self.width() - self.minimap.width() - gap, self.height() - self.minimap.height() - gap)
        self.buttons.adjustSize()
        self.buttons.move(gap, self.height() - self.buttons.height() - gap)
        self._show_seen()

    # For those who build on this.

    def begun(self, drawn: DrawnGraph) -> None:
        """Items of another drawing are about to be made."""

    def built(self, drawn: DrawnGraph) -> None:
        """All items are there."""

    def hovered(self, key: str | None) -> None:
        """The mouse came over a box, or ``link:KEY`` of a link; or left it."""

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.setAccessibleName(translate("Graph", "Graph"))
        self.minimap.setAccessibleName(translate("Graph", "Overview of the graph"))
        self.buttons.retranslate()
        self._place_corners()
        self.redress()

    def follow(self, *, gently: bool) -> None:
        """Have the current node in view."""

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
        if self._followed:
            self.follow(gently=False)
        self._place_corners()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._flow.settle()
        self.settle()
