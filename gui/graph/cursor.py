"""The keyboard's cursor in a drawn graph, and what the mouse or the search lights."""

from __future__ import annotations

from gui.graph.box_item import BoxItem
from gui.graph.drawn_graph import DrawnGraph
from gui.graph.edge_item import EdgeItem
from gui.graph.navigation import Way, first_box, next_box
from gui.graph.search import hits
from gui.graph.spoken import description


class Cursor:
    """Where the keyboard is."""

    def __init__(self, drawn: DrawnGraph) -> None:
        self._drawn = drawn
        self._before: str | None = None
        self.key: str | None = None

    @property
    def item(self) -> BoxItem | None:
        """The box that it is at."""
        return self._drawn.boxes.get(self.key or "")

    def go(self, key: str) -> BoxItem | None:
        """Be at a box; None if it is not there yet."""
        item = self._drawn.boxes.get(key)
        if item is not None:
            if key != self.key:
                self._leave_box()
                self._before, self.key = self.key, key
            item.set_cursor_here(True)
        return item

    def walk(self, way: Way) -> str | None:
        """The box that a walk leads to; at first the current node's, or else the root."""
        drawn = self._drawn
        if self.key is not None:
            return next_box(self.key, way, drawn.drawing.folded.links, drawn.layout.centres, self._before)
        node = None if drawn.frame is None else drawn.frame.node
        item = None if node is None else drawn.box_of(node.id)
        return first_box(drawn.layout.centres) if item is None else item.key

    def leave(self) -> None:
        """Be nowhere."""
        self._leave_box()
        self.key = self._before = None

    def words(self) -> str:
        """What a screen reader says of where it is."""
        item = self.item
        if item is None:
            return ""
        links = self._drawn.links_of(item.key)
        towards_root = sum(one.target == item.key for one in links)
        return description(item, towards_root, len(links) - towards_root)

    def _leave_box(self) -> None:
        if self.item is not None:
            self.item.set_cursor_here(False)


class Light:
    """What is lit because the mouse is over it or beside it."""

    def __init__(self, drawn: DrawnGraph) -> None:
        self._drawn = drawn
        self._lit: list[BoxItem | EdgeItem] = []

    def show(self, key: str | None) -> None:
        """Light a box, its links, neighbours and, of a leaf, all glyphs; or ``link:KEY``, a link and its sender."""
        lit = [] if key is None else self._of_link(key[5:]) if key.startswith("link:") else self._of_box(key)
        for item in self._lit:
            if item not in lit:
                item.set_lit(False)
        for item in lit:
            item.set_lit(True)
        self._lit = lit

    def _of_link(self, key: str) -> list[BoxItem | EdgeItem]:
        link = self._drawn.links.get(key)
        if link is None:
            return []
        return [link, *(self._drawn.boxes[one] for one in (link.source,) if one in self._drawn.boxes)]

    def _of_box(self, key: str) -> list[BoxItem | EdgeItem]:
        drawn = self._drawn
        keys = drawn.twins(key)
        lit: list[BoxItem | EdgeItem] = [drawn.boxes[one] for one in keys if one in drawn.boxes]
        for one in keys:
            for link in drawn.links_of(one):
                lit.append(link)
                other = link.target if link.source == one else link.source
                if other in drawn.boxes:
                    lit.append(drawn.boxes[other])
        return lit


class Hits:
    """What a search has found in a drawn graph."""

    def __init__(self, drawn: DrawnGraph) -> None:
        self._drawn = drawn
        self._keys: frozenset[str] = frozenset()
        self.nodes: tuple[int, ...] = ()

    def find(self, text: str) -> None:
        """Light what a text means."""
        self.nodes = hits(self._drawn.drawing, text) if text.strip() else ()
        self.show()

    def show(self) -> None:
        """Light what was found and is drawn by now."""
        drawn = self._drawn
        keys = frozenset(key for node in self.nodes for key in drawn.drawing.of_node.get(node, ()))
        for key in (keys | self._keys) & drawn.boxes.keys():
            drawn.boxes[key].set_hit(key in keys)
        self._keys = keys

    def next(self, at: str | None, by: int) -> tuple[int, BoxItem] | None:
        """The place of the next hit after a box (or with -1 the one before), and its box."""
        drawn = self._drawn
        if not self.nodes:
            return None
        here = [place for place, node in enumerate(self.nodes) if at in drawn.drawing.of_node.get(node, ())]
        place = 0 if by > 0 else len(self.nodes) - 1
        if here:
            place = (here[-1 if by > 0 else 0] + by) % len(self.nodes)
        item = drawn.box_of(self.nodes[place])
        return None if item is None else (place, item)
