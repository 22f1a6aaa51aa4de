"""A YAML text as plain data that knows its lines, bounded, and without what YAML can do beyond data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from core.lessons.problem import LessonProblem

LARGEST = 2 * 2**20
"""Bytes of a lesson; a longer file is none that anyone wrote."""
DEEPEST = 24
MOST_NODES = 200_000

_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "seq", "map")}


@dataclass
class Source:
    """Plain data with the line of each part of it.

    Attributes:
        data: Dicts, lists, texts, numbers, truths and None.
        lines: By path, such as ("steps", 2, "title"): the line where it begins, counted from 1.
    """

    data: Any = None
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)

    def line(self, path: tuple[str | int, ...]) -> int:
        """The line of a part, or of the nearest one around it that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_source(content: bytes) -> Source:
    """Read YAML.

    Raises:
        LessonProblem: "too large", "encoding", "syntax", "depth", "kind" for what is more than data, "twice".
    """
    if len(content) > LARGEST:
        raise LessonProblem("too large", 1, "", f"{LARGEST // 2**20} MiB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LessonProblem("encoding", content[: error.start].count(b"\n") + 1, "", "UTF-8") from None
    loader = yaml.SafeLoader
    try:
        root = _composed(text, loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise LessonProblem("syntax", 1 if mark is None else mark.line + 1, "", error.problem or "") from None
    except (yaml.YAMLError, ValueError) as error:
        raise LessonProblem("syntax", 1, "", str(error).partition("\n")[0]) from None
    except RecursionError:
        raise LessonProblem("depth", 1, "", str(DEEPEST)) from None
    source = Source()
    if root is not None:
        source.data = _Reading(source).value(root, ())
    return source


def _composed(text: str, kind: type[yaml.SafeLoader]) -> yaml.Node | None:
    loader = kind(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
        return node
    finally:
        loader.dispose()


class _Reading:
    """Goes through the nodes of one text."""

    def __init__(self, source: Source) -> None:
        self._lines = source.lines
        self._count = 0
        self._scalars = yaml.SafeLoader("")

    def value(self, node: yaml.Node, path: tuple[str | int, ...]) -> Any:
        """The data of a node."""
        line = node.start_mark.line + 1
        self._lines.setdefault(path, line)
        self._count += 1
        where = written(path)
        if len(path) > DEEPEST or self._count > MOST_NODES:  # An alias stands for its anchor each time.
            raise LessonProblem("depth", line, where, str(DEEPEST))
        if node.tag not in _TAGS:
            raise LessonProblem("kind", line, where, node.tag.rpartition(":")[2])
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(one, (*path, index)) for index, one in enumerate(node.value)]
        try:
            return self._scalars.construct_object(node)
        except (yaml.YAMLError, ValueError) as error:
            raise LessonProblem("kind", line, where, str(error).partition("\n")[0]) from None

    def _mapping(self, node: yaml.MappingNode, path: tuple[str | int, ...]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise LessonProblem("kind", line, written(path), "key")
            name = str(key.value)
            if name in found:
                raise LessonProblem("twice", line, written((*path, name)))
            self._lines[*path, name] = line
            found[name] = self.value(value, (*path, name))
        return found


def written(path: tuple[str | int, ...]) -> str:
    """A path as one writes it: steps[2].title; lists are counted from 0, as in Python."""
    return "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in path).lstrip(".")
