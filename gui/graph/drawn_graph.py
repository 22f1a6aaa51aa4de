"""The items of one drawing, made a slice at a time, and what a frame changes in them."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QGraphicsScene

from core.autograd.folding import FoldedLink
from core.autograd.layout import Layout
from core.autograd.replay import Contribution, Frame, NodeState
from core.labs.autograd import Arrows
from gui.graph.box_item import BoxItem, Watcher
from gui.graph.drawing import Drawing
from gui.graph.edge_item import EdgeItem, EdgeState, bent_path, curve_path
from gui.graph.gradient_text import pill_text, sum_text
from gui.graph.group_item import FrameItem, GroupItem
from gui.graph.node_item import NodeItem
from gui.graph.pill_item import GradientPill, SumItem, Term
from gui.text import COUNTED, as_sentence, isolate, translate
from gui.theme import theme

MOST_TERMS = 6
"""Contributions that are written out; of more only their number is told."""
TERM_COLOURS = (2, 3, 4, 6, 5, 7)
"""Places in the palette's row of colours; blue and orange mean something else."""


class DrawnGraph:
    """Boxes and links by key, nodes and edges by what the trace calls them.

    `build` makes them until its time is over; whatever is there shows the present frame. `current_key` is that of the
    one box that the frame is about, or None.
    """

    def __init__(self, drawing: Drawing, layout: Layout, scene: QGraphicsScene, watcher: Watcher) -> None:
        self.drawing = drawing
        self.layout = layout
        self._scene = scene
        self._watcher = watcher
        self.boxes: dict[str, BoxItem] = {}
        self.links: dict[str, EdgeItem] = {}
        self.frames: dict[str, FrameItem] = {}
        self.nodes: dict[int, NodeItem] = {}
        self.edges: dict[int, EdgeItem] = {}
        self.arrows: Arrows = "gradient"
        self.complete = False
        self.sum_item: SumItem | None = None
        self.frame: Frame | None = None
        self.current_key: str | None = None
        self._states: dict[int, NodeState] = {}
        self._travelled: frozenset[int] = frozenset()
        self._now: frozenset[int] = frozenset()
        self._coloured: frozenset[str] = frozenset()
        self._links_of: dict[str, list[str]] = defaultdict(list)
        for link in drawing.folded.links:
            self._links_of[link.source].append(link.key)
            self._links_of[link.target].append(link.key)
        self._work = self._build()

    # Making the items.

    def build(self, seconds: float) -> bool:
        """Make items until the time is over; True when all are there."""
        end = time.perf_counter() + seconds
        while not self.complete and time.perf_counter() < end:
            if next(self._work, None) is None:
                self.complete = True
        return self.complete

    def _build(self) -> Iterator[bool]:
        drawing, layout = self.drawing, self.layout
        depth: dict[str, int] = {}
        for group in drawing.open_frames:
            depth[group.key] = 0 if group.parent is None else depth.get(group.parent, 0) + 1
            if group.key in layout.frames:
                frame = FrameItem(group, QRectF(*layout.frames[group.key]), depth[group.key])
                self._scene.addItem(frame)
                self.frames[group.key] = frame
                yield True
        for box in drawing.folded.boxes:
            size = drawing.size(box)
            item: BoxItem
            if box.node is None:
                assert box.group is not None
                item = GroupItem(box, drawing.groups[box.group], size, self._watcher)
            else:
                node = drawing.replay.node(box.node)
                item = NodeItem(box, node, drawing.facts.words(node), size, self._watcher)
                self.nodes.setdefault(node.id, item)
            item.setPos(*layout.centres[box.key])
            self.boxes[box.key] = item
            if self.frame is not None:
                self._show_box(box.key, self.frame)
            self._scene.addItem(item)
            yield True
        for link in drawing.folded.links:
            path = self._path(link)
            edge = EdgeItem(link.key, link.edges, link.source, link.target, path)
            edge.set_arrows(self.arrows)
            self.links[link.key] = edge
            for index in link.edges:
                self.edges[index] = edge
            edge.set_state(self._edge_state(edge))
            self._scene.addItem(edge)
            yield True

    def _path(self, link: FoldedLink) -> QPainterPath:
        points, parallel = self.layout.curves[link.key], self.drawing.parallel.get(link.key)
        if parallel is None or len(points) > 7:  # A long way around other boxes is left as it is.
            return curve_path(points)
        source, target = self.boxes[link.source], self.boxes[link.target]
        first = source.pos() + QPointF(source.rect.left(), 0)
        last = target.pos() + QPointF(target.rect.right(), 0)
        return curve_path(points) if last.x() >= first.x() else bent_path(first, last, *parallel)

    def links_of(self, key: str) -> list[EdgeItem]:
        """The links at a box."""
        return [self.links[link] for link in self._links_of.get(key, ()) if link in self.links]

    def twins(self, key: str) -> tuple[str, ...]:
        """A box, and all other glyphs of the same leaf."""
        box = self.drawing.boxes.get(key)
        if box is None or box.node is None:
            return (key,)
        return self.drawing.of_node.get(box.node, (key,))

    def box_of(self, node: int) -> BoxItem | None:
        """The box that stands for a node; of several glyphs the first, or that which is current."""
        keys = self.drawing.of_node.get(node, ())
        if self.current_key in keys and self.current_key in self.boxes:
            return self.boxes[self.current_key]
        return next((self.boxes[key] for key in keys if key in self.boxes), None)

    def box_of_current(self) -> BoxItem | None:
        """The box that the frame is about, if there is one and it is made."""
        return None if self.current_key is None else self.boxes.get(self.current_key)

    def current_size(self) -> tuple[float, float]:
        """Pixels of that box, whether it is made or not; nothing where there is none."""
        drawing = self.drawing
        return (0.0, 0.0) if self.current_key is None else drawing.size(drawing.boxes[self.current_key])

    def state_of(self, node: int) -> NodeState:
        """How far a node is in what is shown."""
        return self._states.get(node, "outside")

    def set_arrows(self, arrows: Arrows) -> None:
        """Point all arrows one way."""
        self.arrows = arrows
        for link in self.links.values():
            link.set_arrows(arrows)

    # Showing a frame.

    def show_frame(self, frame: Frame) -> frozenset[str]:
        """Show a moment; touches what differs from the one before. Returns the keys of the boxes that do."""
        old, self.frame = self.frame, frame
        self.current_key = self.drawing.current_box(frame)
        changed: set[str] = set()
        for node in self._candidates(old, frame):
            self._states[node] = frame.state_of(node)
            changed.update(self.drawing.of_node.get(node, ()))
        for key in changed:
            self._show_box(key, frame)
        now = frozenset(sent.edge for sent in frame.sent if sent.edge is not None and sent.value is not None)
        edges = (self._travelled ^ frame.travelled) | (self._now ^ now)
        self._travelled, self._now = frame.travelled, now
        for key in {self.drawing.link_of_edge[edge] for edge in edges if edge in self.drawing.link_of_edge}:
            link = self.links.get(key)
            if link is not None:
                link.set_state(self._edge_state(link))
        self._show_sum(frame)
        return frozenset(changed)

    def _candidates(self, old: Frame | None, new: Frame) -> Iterable[int]:
        """Nodes that may look different."""
        everything = self.drawing.of_node
        if old is None or old.backward != new.backward or (old.moment is None) != (new.moment is None):
            return everything
        found: set[int] = {node for node in self.drawing.facts.changing if node in everything}
        for frame in (old, new):
            if frame.node is not None:
                found.add(frame.node.id)
            found.update(frame.fresh)
        found.update(node for node, grad in new.grads.items() if old.grads.get(node) is not grad)
        if new.backward:
            if old.pass_index != new.pass_index:
                return everything
            found |= old.done ^ new.done
            found |= old.pending ^ new.pending
        low, high = sorted((old.step, new.step))
        if high - low > len(everything):
            return everything
        for node, at in self.drawing.facts.overwritten.items():
            if low < at <= high:
                found.add(node)
        fresh = self.drawing.replay.timeline.fresh
        for step in range(low, high + 1):
            found.update(fresh.get(step, ()))
        return found

    def _show_box(self, key: str, frame: Frame) -> None:
        item = self.boxes.get(key)
        if isinstance(item, NodeItem):
            node, facts = item.node.id, self.drawing.facts
            state = self._state_at(node, key, frame)
            value = "" if state == "unmade" else facts.value_text(node, frame.step)
            fresh = node in frame.fresh and not frame.backward
            item.show_marks(facts.marks_at(node, frame.step))
            item.show_state(state, fresh, frame.backward, value, facts.gradient_text(node, frame))
        elif isinstance(item, GroupItem):
            self._show_group(item, frame)

    def _state_at(self, node: int, key: str, frame: Frame) -> NodeState:
        """How far a node is in one of its boxes: a leaf has many, of which one alone is current."""
        state = self._states.get(node) or frame.state_of(node)
        if state == "current" and key != self.current_key:
            return "done" if frame.backward else "made"
        return state

    def _show_group(self, item: GroupItem, frame: Frame) -> None:
        states = [self._state_at(node, item.key, frame) for node in item.box.nodes]
        current = "current" in states
        if frame.backward:
            part = [state for state in states if state != "outside" and state != "unmade"]
            share = sum(state in ("done", "current") for state in part) / len(part) if part else 0.0
        else:
            share = sum(state != "unmade" for state in states) / len(states)
        item.show_state(share, current, frame.backward)

    def _edge_state(self, link: EdgeItem) -> EdgeState:
        if any(edge in self._now for edge in link.edges):
            return "now"
        return "travelled" if any(edge in self._travelled for edge in link.edges) else "waiting"

    def pills(self, frame: Frame) -> list[GradientPill]:
        """A pill for each link along which the moment sends; of one that stands for several edges, their number."""
        sent: dict[str, list[str]] = defaultdict(list)
        for one in frame.sent:
            if one.edge is not None and one.value is not None and one.edge in self.edges:
                sent[self.edges[one.edge].key].append(pill_text(one.value))
        pills = []
        for key, texts in sent.items():
            link = self.links[key]
            text = texts[0] if len(texts) == 1 else f"{len(texts)} × ∂"
            pills.append(GradientPill(text, link.path(), midway=key in self.drawing.parallel))
        return pills

    # Gradients that add up.

    def _show_sum(self, frame: Frame) -> None:
        if self.sum_item is not None:
            self._scene.removeItem(self.sum_item)
            self.sum_item = None
        coloured: set[str] = set()
        meeting = _meeting(frame.contributions)
        box = None if frame.node is None else self.box_of(frame.node.id)
        if meeting and isinstance(box, NodeItem):
            links = [self.edges[one.edge] for one in meeting if one.edge in self.edges]
            colours = [theme().palette.kernel(place) for place in TERM_COLOURS]
            if len(meeting) <= MOST_TERMS and len({link.key for link in links}) == len(meeting):
                for link, colour in zip(links, colours, strict=False):
                    link.set_colour(colour)
                    coloured.add(link.key)
            self._write_sum(meeting, box, coloured)
        for key in self._coloured - coloured:
            if key in self.links:
                self.links[key].set_colour(None)
        self._coloured = frozenset(coloured)

    def _write_sum(self, meeting: list[Contribution], box: BoxItem, coloured: Set[str]) -> None:
        written = sum_text([one.value for one in meeting]) if len(meeting) <= MOST_TERMS else None
        count = len(meeting)
        if written is None:
            lead = as_sentence(translate("Graph", "%n gradients add up", "", COUNTED, count))
            texts, total = [""] * count, ""
        else:
            where, texts, total = written
            lead = isolate(f"{where}:") if where else ""
        terms = []
        for one, text, place in zip(meeting, texts, range(count), strict=True):
            link = self.edges.get(one.edge)
            if link is not None and (link.key in coloured or text):
                own = theme().palette.kernel(TERM_COLOURS[place % len(TERM_COLOURS)])
                terms.append(Term(link.key, text, own))
        item = SumItem(lead, terms, total, self._watcher)
        self._scene.addItem(item)
        self._place_sum(item, box)
        self.sum_item = item

    def _place_sum(self, item: SumItem, box: BoxItem) -> None:
        """Over the receiver or under it, where no other box is covered."""
        px = theme().px
        centre, high = box.pos(), box.rect.height() / 2
        height, aside = item.rect.height(), (box.rect.width() + item.rect.width()) / 2 + px(6)
        above = centre.y() - high - px(14)
        below = centre.y() + high + px(14) + height
        for place in (
            QPointF(centre.x(), above),
            QPointF(centre.x(), below),
            QPointF(centre.x() - aside, above),
            QPointF(centre.x() - aside, below),
            QPointF(centre.x(), above - px(34)),
            QPointF(centre.x(), below + px(34)),
        ):
            item.setPos(place)
            if not any(isinstance(other, BoxItem) for other in self._scene.items(item.sceneBoundingRect())):
                return
        item.setPos(centre.x(), above)


def _meeting(contributions: tuple[Contribution, ...]) -> list[Contribution]:
    """The contributions that add up: those to the first of the node's outputs that has more than one."""
    by_slot: Mapping[int, list[Contribution]] = defaultdict(list)
    for one in contributions:
        by_slot[one.slot].append(one)
    return next((ones for ones in by_slot.values() if len(ones) > 1), [])
