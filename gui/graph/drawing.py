"""What of a run is drawn: boxes, links and frames for what is closed, and how large each must be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from core.autograd.folding import Folded, FoldedBox, default_closed, fold, groups_of
from core.autograd.groups import Group
from core.autograd.layout import Box, Cluster, Link, Request
from core.autograd.replay import Frame, Replay
from gui.graph.facts import NodeFacts, NodeWords
from gui.graph.gradient_text import pill_text
from gui.graph.lettering import lettering
from gui.text import COUNTED, as_code, as_sentence, fill, isolate, translate
from gui.theme import theme

PAD_X, PAD_Y = 12, 9
CHIP_PAD = 6
LEAST_WIDTH = 76
SCALAR_ROOM = "−0.1234"
"""Room for a scalar's value."""
MOST_LABEL = 260
"""Pixels of a group's label at 100 %; a longer one is cut."""
MOST_DRAWN = 2500
"""Boxes that are laid out; Graphviz takes seconds for more (docs/architecture.md)."""

FEW = 40
"""Boxes of a graph that has room for all that is sent."""

FoldBy = Literal["module", "loop", "line", "nothing"]
FOLD_BY: tuple[FoldBy, ...] = ("module", "loop", "line", "nothing")


def node_size(words: NodeWords) -> tuple[float, float]:
    """Pixels that a node's box needs, measured with the fonts that paint it."""
    letters, px = lettering(), theme().px
    widths = [letters.width("name", words.name), letters.width("under", words.under)]
    height = letters.heights["name"] + 2 * px(PAD_Y)
    if words.under:
        height += letters.heights["under"]
    if words.shape or words.gradient:
        room = letters.width("under", words.shape if words.shape != "()" else SCALAR_ROOM)
        if words.gradient:
            room += letters.width("chip", words.gradient) + px(2 * CHIP_PAD + 4)
        widths.append(room)
        height += letters.heights["under"] + px(5)
    return max(max(widths) + 2 * px(PAD_X), px(LEAST_WIDTH)), height


def group_lines(group: Group) -> tuple[str, str]:
    """A group's label, and what it is: its kind or class, its line, how many nodes it has."""
    count = len(group.nodes)
    nodes = translate("Graph", "%n nodes", "", COUNTED, count)
    match group.kind:
        case "iteration":
            return as_sentence(fill(translate("Graph", "iteration {number}"), number=group.label)), nodes
        case "module":
            return as_code(group.label), f"{isolate(group.note)} · {nodes}" if group.note else nodes
        case _:
            line = fill(translate("Graph", "line {line}"), line=group.note)
            return as_code(group.label), f"{line} · {nodes}"


def group_size(group: Group) -> tuple[float, float]:
    """Pixels that a closed group's box needs, the sheets behind it counted in."""
    letters, px = lettering(), theme().px
    label, note = group_lines(group)
    width = max(min(letters.width("name", label), px(MOST_LABEL)), letters.width("under", note))
    height = letters.heights["name"] + letters.heights["under"] + 2 * px(PAD_Y) + px(12)
    return width + 2 * px(PAD_X) + px(34), height + px(8)


def title_size(group: Group) -> tuple[float, float]:
    """Pixels of an open group's title bar: its label and the button that closes it."""
    letters, px = lettering(), theme().px
    label, _ = group_lines(group)
    return min(letters.width("under", label), px(MOST_LABEL)) + px(24 + 14), px(26)


@dataclass(frozen=True)
class Drawing:
    """What is drawn of a run.

    Attributes:
        facts: Of its nodes.
        groups: By key, each after the one around it.
        closed: Keys of those that are closed.
        folded: The boxes and links.
        boxes: By key.
        of_node: The keys of the boxes that stand for a node; several for a leaf that is used often.
        link_of_edge: By index into the trace's edges: the key of the link that draws it.
        parallel: Of links between the same two boxes: (place among them, how many), by key.
    """

    facts: NodeFacts
    groups: Mapping[str, Group]
    closed: frozenset[str]
    folded: Folded
    boxes: Mapping[str, FoldedBox]
    of_node: Mapping[int, tuple[str, ...]]
    link_of_edge: Mapping[int, str]
    parallel: Mapping[str, tuple[int, int]]

    @property
    def replay(self) -> Replay:
        """The run."""
        return self.facts.replay

    @cached_property
    def open_frames(self) -> tuple[Group, ...]:
        """The groups that are drawn as frames, those around others first, with the frames around them as parents.

        Lines have frames only where others of them are closed: in a program nearly every line has some nodes.
        """
        lines = any(self.groups[key].kind == "line" for key in self.closed)
        shown = {box.inside for box in self.folded.boxes}
        wanted: set[str] = set()
        for key in shown:
            while key is not None and key not in wanted:
                wanted.add(key)
                key = self.groups[key].parent
        drawn: dict[str, Group] = {}
        for key, group in self.groups.items():
            if key in wanted and (lines or group.kind != "line"):
                drawn[key] = replace(group, parent=self._framed(group.parent, drawn))
        return tuple(drawn.values())

    def _framed(self, key: str | None, drawn: Mapping[str, Group]) -> str | None:
        """The innermost frame of a group and those around it."""
        while key is not None and key not in drawn:
            key = self.groups[key].parent
        return key

    def frame_of(self, box: FoldedBox) -> str | None:
        """The key of the innermost frame around a box."""
        return self._framed(box.inside, {group.key: group for group in self.open_frames})

    def current_box(self, frame: Frame) -> str | None:
        """The key of the one box that stands for a frame's node.

        A leaf that is used often has a glyph, or is part of a closed group, at each of its uses. It is looked at where
        its last gradient came from, and in the forward pass where it is used first.
        """
        keys = () if frame.node is None else self.of_node.get(frame.node.id, ())
        if len(keys) < 2 or not frame.contributions:
            return next(iter(keys), None)
        last = frame.contributions[-1]
        sender = self.of_node.get(last.sender, ())
        inside = next((key for key in keys if key in sender), None)
        if inside is not None:
            return inside
        link = self.link_of_edge.get(last.edge)
        ends = {one.target for one in self.folded.links if one.key == link}
        return next((key for key in keys if key in ends), keys[0])

    def size(self, box: FoldedBox) -> tuple[float, float]:
        """Pixels of a box."""
        if box.node is None:
            assert box.group is not None
            return group_size(self.groups[box.group])
        return node_size(self.facts.words(self.replay.node(box.node)))

    def request(self) -> Request | None:
        """What Graphviz is to place, root on the right; None where there is nothing, or too much."""
        if not 0 < len(self.folded.boxes) <= MOST_DRAWN:
            return None
        px = theme().px
        members: dict[str, list[str]] = defaultdict(list)
        frames = {group.key: group for group in self.open_frames}
        for box in self.folded.boxes:
            frame = self._framed(box.inside, frames)
            if frame is not None:
                members[frame].append(box.key)
        crowded = self._widest_share()
        return Request(
            tuple(Box(box.key, *self.size(box)) for box in self.folded.boxes),
            tuple(Link(link.key, link.source, link.target) for link in self.folded.links),
            "RL",
            px(max(30, 34 * (crowded - 1) + 16) if crowded > 1 else 30),
            self._rank_gap(),
            tuple(
                Cluster(group.key, title_size(group), group.parent, tuple(members[group.key]), px(14))
                for group in self.open_frames
            ),
        )

    def _rank_gap(self) -> float:
        """Room between columns: what is sent in a small graph fits between its boxes."""
        px, letters = theme().px, lettering()
        trace = self.replay.trace
        if len(self.folded.boxes) > FEW or trace.step_count > 4 * FEW:
            return px(84)
        sent = [tensor for one in trace.passes for step in one.steps for tensor in step.outgoing if tensor is not None]
        widest = max((letters.width("pill", line) for one in sent for line in pill_text(one).split("\n")), default=0)
        return max(px(72), min(widest + px(18 + 22), px(170)))

    def _widest_share(self) -> int:
        """The most links between the same two boxes, as far as they widen the drawing."""
        return min(3, max((count for _, count in self.parallel.values()), default=1))


class Groups:
    """The groups of a run, and what is closed of them."""

    def __init__(self, replay: Replay, source: str) -> None:
        self.facts = NodeFacts(replay)
        self._trace = replay.trace
        self.all = groups_of(replay.trace, source)
        self._automatic: frozenset[str] | None = None

    @property
    def automatic(self) -> frozenset[str]:
        """What is closed where the user chose nothing."""
        if self._automatic is None:
            self._automatic = default_closed(self._trace, self.all)
        return self._automatic

    def of_kind(self, by: FoldBy) -> frozenset[str]:
        """What is closed when the graph is folded by this."""
        kinds = {"module": {"module"}, "loop": {"loop", "iteration"}, "line": {"line"}}.get(by, set())
        return frozenset(group.key for group in self.all if group.kind in kinds)

    def kinds(self) -> tuple[FoldBy, ...]:
        """By what this graph can be folded."""
        return tuple(by for by in FOLD_BY if by == "nothing" or self.of_kind(by))

    def drawing(self, closed: frozenset[str] | None) -> Drawing:
        """What is drawn with these closed; None stands for the automatic choice."""
        keys = frozenset(group.key for group in self.all)
        # What was closed in another program says nothing about this one.
        shut = self.automatic if closed is None or (closed and not closed & keys) else closed & keys
        folded = fold(self._trace, self.all, shut)
        of_node: dict[int, list[str]] = defaultdict(list)
        for box in folded.boxes:
            for node in box.nodes:
                of_node[node].append(box.key)
        pairs = Counter((link.source, link.target) for link in folded.links)
        seen: Counter[tuple[str, str]] = Counter()
        parallel = {}
        for link in folded.links:
            pair = link.source, link.target
            if pairs[pair] > 1:
                parallel[link.key] = seen[pair], pairs[pair]
                seen[pair] += 1
        return Drawing(
            self.facts,
            {group.key: group for group in self.all},
            shut,
            folded,
            {box.key: box for box in folded.boxes},
            {node: tuple(keys) for node, keys in of_node.items()},
            {edge: link.key for link in folded.links for edge in link.edges},
            parallel,
        )
