"""What a screen reader says of a box."""

from __future__ import annotations

from core.autograd.replay import NodeState
from gui.graph.box_item import BoxItem
from gui.graph.drawing import group_lines
from gui.graph.group_item import GroupItem
from gui.graph.marks import mark_words
from gui.graph.node_item import NodeItem
from gui.text import COUNTED, fill, translate


def state_word(state: NodeState, fresh: bool = False) -> str:
    """A state in words."""
    if fresh and state == "made":
        return translate("Graph", "made just now")
    words: dict[NodeState, str] = {
        "unmade": translate("Graph", "not made yet"),
        "made": translate("Graph", "made"),
        "pending": translate("Graph", "still to run"),
        "current": translate("Graph", "current"),
        "done": translate("Graph", "done"),
        "outside": translate("Graph", "no part of this pass"),
    }
    return words[state]


def description(item: BoxItem, towards_root: int, towards_leaves: int) -> str:
    """A box in words: what it is, how far it is, what it is joined to."""
    parts: list[str] = []
    if isinstance(item, NodeItem):
        words = item.words
        parts += [words.name, words.under]
        if words.shape:
            parts.append(fill(translate("Graph", "shape {shape}"), shape=words.shape))
        if item.value:
            parts.append(fill(translate("Graph", "value {value}"), value=item.value))
        if item.gradient:
            parts.append(fill(translate("Graph", "gradient {value}"), value=item.gradient))
        parts += [mark_words(mark)[0] for mark in item.marks]
        parts.append(state_word(item.state, item.fresh))
    elif isinstance(item, GroupItem):
        label, note = group_lines(item.represents)
        parts += [translate("Graph", "closed group"), label, note]
        parts.append(fill(translate("Graph", "{share} % done"), share=round(100 * item.share)))
        if item.current:
            parts.append(state_word("current"))
    parts.append(translate("Graph", "%n edge(s) towards the root", "", COUNTED, towards_root))
    parts.append(translate("Graph", "%n edge(s) towards the leaves", "", COUNTED, towards_leaves))
    return translate("Graph", ", ").join(part for part in parts if part)
