"""Where the nodes and edges of a graph are drawn: Graphviz decides, in a process of its own.

The labels are measured by the caller and handed over as fixed sizes; coordinates come back in the
same pixels. Lay out once a graph: a step only recolours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from core.runner.job import Job, WarmJob, WarmJobs, serve

Direction = Literal["LR", "RL", "TB", "BT"]
Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]
PER_INCH = 72.0
MANY_BOXES = 1000
"""Beyond so many Graphviz shall not go on improving for long."""
MANY_LINKS = 4000
"""From so many links on they are drawn straight: finding curves would take longer than all the rest."""


@dataclass(frozen=True, slots=True)
class Box:
    """A node to be placed: its key and its size in pixels."""

    key: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Link:
    """An edge to be drawn; parallel ones have different keys."""

    key: str
    tail: str
    head: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """A group whose boxes are kept together in a frame.

    Attributes:
        key: Its own.
        label: Width and height in pixels of what is written at the frame's upper edge; zeros for nothing.
        parent: The key of the cluster around it, which is listed before it.
        members: The keys of the boxes that are in it and in no cluster inside of it.
        margin: Pixels between the frame and what is in it.
    """

    key: str
    label: tuple[float, float]
    parent: str | None
    members: tuple[str, ...]
    margin: float = 12.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Places in pixels, y downwards.

    Attributes:
        width: Of the whole drawing.
        height: Of the whole drawing.
        centres: The middle of each node, by key.
        curves: Cubic Bezier points of each edge from tail to head, 3n + 1 of them, by key.
        frames: Of each cluster with something in it, by key: its left and upper edge, width and height.
    """

    width: float
    height: float
    centres: dict[str, Point]
    curves: dict[str, tuple[Point, ...]]
    frames: dict[str, Rectangle] = field(default_factory=dict)


class Request(msgspec.Struct, frozen=True):
    """What the process is asked."""

    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    direction: Direction
    node_gap: float
    rank_gap: float
    clusters: tuple[Cluster, ...] = ()


class _Object(msgspec.Struct):
    """A node or cluster as Graphviz tells it in JSON."""

    name: str
    pos: str = ""
    bb: str = ""


class _Curve(msgspec.Struct):
    """An edge, likewise."""

    id: str
    pos: str = ""


class _Drawing(msgspec.Struct):
    bb: str
    objects: list[_Object] = []
    edges: list[_Curve] = []


_requests = msgspec.msgpack.Decoder(Request)
_layouts = msgspec.msgpack.Decoder(Layout)
_drawings = msgspec.json.Decoder(_Drawing)


def lay_out(request: Request) -> Layout:
    """Place everything; blocks, and runs Graphviz in this process.

    Raises:
        ValueError: Graphviz cannot lay the graph out.
        KeyError: A link or a cluster names a box or cluster that is not there.
    """
    drawing = _drawings.decode(_graphviz("\n".join(_dot(request))))
    _, _, width, height = _numbers(drawing.bb)
    centres: dict[str, Point] = {}
    frames: dict[str, Rectangle] = {}
    for one in drawing.objects:
        if one.name.startswith("cluster"):
            if not one.bb:  # There is nothing in it.
                continue
            left, low, right, high = _numbers(one.bb)
            frames[request.clusters[int(one.name[7:])].key] = (left, height - high, right - left, high - low)
        else:
            x, y = _numbers(one.pos)
            centres[request.boxes[int(one.name)].key] = (x, height - y)
    curves = {request.links[int(one.id)].key: tuple(_points(one.pos, height)) for one in drawing.edges}
    return Layout(width, height, centres, curves, frames)


def _dot(request: Request) -> Iterator[str]:
    """The graph in Graphviz's language, everything named by its place in the request."""
    boxes = {box.key: place for place, box in enumerate(request.boxes)}
    clusters = {cluster.key: place for place, cluster in enumerate(request.clusters)}
    yield f'digraph {{ rankdir="{request.direction}"; nodesep="{request.node_gap / PER_INCH}";'
    yield f'ranksep="{request.rank_gap / PER_INCH}";'
    # Never "ortho": it takes gigabytes at a few thousand nodes.
    yield f'splines="{"true" if len(request.links) < MANY_LINKS else "line"}";'
    if len(request.boxes) > MANY_BOXES:
        yield 'nslimit="1"; nslimit1="1";'
    yield 'node [shape="box" fixedsize="true" label=""]; edge [arrowhead="none" arrowtail="none"];'
    inside: dict[int | None, list[int]] = {}
    for place, cluster in enumerate(request.clusters):
        inside.setdefault(None if cluster.parent is None else clusters[cluster.parent], []).append(place)
    # An explicit stack, as groups may be nested deeper than calls; None closes a cluster.
    stack: list[int | None] = [*reversed(inside.get(None, []))]
    while stack:
        number = stack.pop()
        if number is None:
            yield "}"
            continue
        cluster = request.clusters[number]
        width, height = cluster.label
        # From below to above Graphviz turns all round, labels too.
        edge = "b" if request.direction == "BT" else "t"
        yield f'subgraph "cluster{number}" {{ margin="{cluster.margin}";'
        yield f'labelloc="{edge}"; label={_room(width, height)};'
        yield " ".join(f'"{boxes[key]}";' for key in cluster.members)
        stack.append(None)
        stack += inside.get(number, [])[::-1]
    for place, box in enumerate(request.boxes):
        yield f'"{place}" [width="{box.width / PER_INCH}" height="{box.height / PER_INCH}"];'
    twigs = _twigs(request) if request.clusters else set()
    for place, link in enumerate(request.links):
        beside = ' minlen="0"' if link.head in twigs else ""
        yield f'"{boxes[link.tail]}" -> "{boxes[link.head]}" [id="{place}"{beside}];'
    yield "}"


def _twigs(request: Request) -> set[str]:
    """What ends in a frame without leading on: a leaf that is used once, and what is between it and its use.

    These stand beside what uses them. Did they stand before it, they would be next to the frame that comes before,
    which dot would move aside for them, and the one before that for its own, and so on.
    """
    cluster = {key: one.key for one in request.clusters for key in one.members}
    tails: dict[str, list[str]] = {}
    heads: dict[str, list[str]] = {}
    for link in request.links:
        tails.setdefault(link.head, []).append(link.tail)
        heads.setdefault(link.tail, []).append(link.head)
    alone = {
        key for key, ways in tails.items() if len(ways) == 1 and key in cluster and cluster.get(ways[0]) == cluster[key]
    }
    ends = {key for key in alone if key not in heads}
    return ends | {key for key in alone if len(heads.get(key, ())) == 1 and heads[key][0] in ends}


def _room(width: float, height: float) -> str:
    """A label of this size with nothing in it."""
    if width <= 0 or height <= 0:
        return '""'
    size = f'FIXEDSIZE="TRUE" WIDTH="{round(width)}" HEIGHT="{round(height)}"'
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="0" {size}><TR><TD></TD></TR></TABLE>>'


def _graphviz(dot: str) -> bytes:
    """The graph with all places, as JSON."""
    import pygraphviz
    from pygraphviz import graphviz

    graph = pygraphviz.AGraph(string=dot)
    context = graphviz.gvContextWithBuiltins()
    try:
        if graphviz.gvLayout(context, graph.handle, b"dot"):
            raise ValueError("Graphviz could not lay the graph out")
        answer = graphviz.gvRenderData(context, graph.handle, b"json0")
        graphviz.gvFreeLayout(context, graph.handle)
    finally:
        graphviz.gvFreeContext(context)
        graph.close()
    if not isinstance(answer, list) or answer[0]:
        raise ValueError("Graphviz could not write the graph")
    return bytes(answer[1])


def _numbers(text: str) -> list[float]:
    return [float(part) for part in text.split(",")]


def _points(text: str, height: float) -> Iterator[Point]:
    for part in text.split():
        if not part.startswith(("e,", "s,")):
            x, y = _numbers(part)
            yield x, height - y


class LayoutJob(Job[Layout]):
    """A layout under way in a process of its own; see `Job`."""

    def __init__(self, request: Request, on_done: Callable[[Layout | None], None]) -> None:
        super().__init__("core.autograd.layout", msgspec.msgpack.encode(request), _layouts.decode, on_done)


class WarmLayouts(WarmJobs[Layout]):
    """Layouts in processes that are kept ready; see `WarmJobs`."""

    def __init__(self) -> None:
        super().__init__("core.autograd.layout", _layouts.decode)

    def lay_out(self, request: Request, on_done: Callable[[Layout | None], None]) -> WarmJob[Layout]:
        """Begin a layout."""
        return self.ask(msgspec.msgpack.encode(request), on_done)


def _answer(data: bytes) -> bytes:
    return msgspec.msgpack.encode(lay_out(_requests.decode(data)))


def _prepare() -> None:
    """What the first layout would wait for: Graphviz."""
    lay_out(Request((Box("a", 10, 10), Box("b", 10, 10)), (Link("0", "a", "b"),), "RL", 10, 10))


if __name__ == "__main__":
    serve(_answer, _prepare)
