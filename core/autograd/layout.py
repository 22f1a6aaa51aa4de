"""Where the nodes and edges of a graph are drawn: Graphviz decides, in a process of its own.

The labels are measured by the caller and handed over as fixed sizes; coordinates come back in the
same pixels. Lay out once a graph: a step only recolours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import msgspec

from core.runner.job import Job, serve

Direction = Literal["LR", "RL", "TB", "BT"]
Point = tuple[float, float]
PER_INCH = 72.0


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
class Layout:
    """Places in pixels, y downwards.

    Attributes:
        width: Of the whole drawing.
        height: Of the whole drawing.
        centres: The middle of each node, by key.
        curves: Cubic Bezier points of each edge from tail to head, 3n + 1 of them, by key.
    """

    width: float
    height: float
    centres: dict[str, Point]
    curves: dict[str, tuple[Point, ...]]


class Request(msgspec.Struct, frozen=True):
    """What the process is asked."""

    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    direction: Direction
    node_gap: float
    rank_gap: float


_requests = msgspec.msgpack.Decoder(Request)
_layouts = msgspec.msgpack.Decoder(Layout)


def lay_out(request: Request) -> Layout:
    """Place everything; blocks, and runs Graphviz in this process.

    Raises:
        ValueError: Graphviz cannot lay the graph out.
    """
    import pygraphviz

    graph = pygraphviz.AGraph(strict=False, directed=True)
    graph.graph_attr.update(
        rankdir=request.direction,
        nodesep=str(request.node_gap / PER_INCH),
        ranksep=str(request.rank_gap / PER_INCH),
        splines="true",  # Never "ortho": it takes gigabytes at a few thousand nodes.
    )
    graph.node_attr.update(shape="box", fixedsize="true", label="")
    graph.edge_attr.update(arrowhead="none", arrowtail="none")
    for box in request.boxes:
        graph.add_node(box.key, width=str(box.width / PER_INCH), height=str(box.height / PER_INCH))
    for link in request.links:
        graph.add_edge(link.tail, link.head, key=link.key)
    try:
        graph.layout(prog="dot")
    except OSError as error:
        raise ValueError(str(error)) from error
    _, _, width, height = (float(part) for part in str(graph.graph_attr["bb"]).split(","))
    centres = {box.key: _flipped(_point(graph.get_node(box.key).attr["pos"]), height) for box in request.boxes}
    curves = {
        link.key: tuple(
            _flipped(_point(part), height)
            for part in str(graph.get_edge(link.tail, link.head, link.key).attr["pos"]).replace("\\\n", "").split()
            if not part.startswith(("e,", "s,"))
        )
        for link in request.links
    }
    return Layout(width, height, centres, curves)


def _point(text: str) -> Point:
    x, y = text.split(",")[:2]
    return float(x), float(y)


def _flipped(point: Point, height: float) -> Point:
    return point[0], height - point[1]


class LayoutJob(Job[Layout]):
    """A layout under way; see `Job`."""

    def __init__(self, request: Request, on_done: Callable[[Layout | None], None]) -> None:
        super().__init__("core.autograd.layout", msgspec.msgpack.encode(request), _layouts.decode, on_done)


if __name__ == "__main__":
    serve(lambda data: msgspec.msgpack.encode(lay_out(_requests.decode(data))))
