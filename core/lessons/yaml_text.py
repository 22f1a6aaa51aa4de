"""Plain data as YAML that a person would write: short things on one line, texts and programs as blocks."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

WIDTH = 110
"""Characters of a line before a list or mapping goes over several."""
BY = "  "
"""One level of indentation."""

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*")
_MEANS_MORE = frozenset(["true", "false", "null", "none", "yes", "no", "on", "off", "y", "n"])
"""Words that YAML reads as something else than text."""
_BLOCK = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]*")
"""Of a text that can stand as it is: what is left are characters that YAML takes for line ends or not at all."""
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def entry(name: str, value: Any, indent: str, *, texts: bool = False) -> list[str]:
    """The lines of one entry of a mapping.

    Args:
        name: Its key, an identifier.
        value: Str, int, float, bool, None, lists and dicts of them.
        indent: What every line begins with.
        texts: Whether texts, wherever they are, may gain or lose line ends at their end: a sentence and no program.
    """
    if isinstance(value, str):
        block = _block(value, indent + BY, texts=texts)
        return [f"{indent}{name}: {block[0]}", *block[1:]] if block else [f"{indent}{name}: {_scalar(value)}"]
    short = None if _has_lines(value) else on_one_line(value)
    if short is not None and len(indent) + len(name) + 2 + len(short) <= WIDTH:
        return [f"{indent}{name}: {short}"]
    if isinstance(value, Mapping):
        inner = [line for key, one in value.items() for line in entry(key, one, indent + BY, texts=texts)]
        return [f"{indent}{name}:", *inner]
    if isinstance(value, (list, tuple)):
        if any(isinstance(one, (Mapping, list, tuple)) for one in value):
            return [f"{indent}{name}:", *(line for one in value for line in item(one, indent + BY, texts=texts))]
        return _wrapped(name, [on_one_line(one) for one in value], indent)
    return [f"{indent}{name}: {on_one_line(value)}"]


def item(value: Any, indent: str, *, texts: bool = False) -> list[str]:
    """The lines of one entry of a list."""
    if isinstance(value, Mapping) and value:
        short = None if _has_lines(value) else on_one_line(value)
        if short is not None and len(indent) + 2 + len(short) <= WIDTH:
            return [f"{indent}- {short}"]
        lines = [line for key, one in value.items() for line in entry(key, one, indent + BY, texts=texts)]
        return [f"{indent}- {lines[0].lstrip(' ')}", *lines[1:]]
    return [f"{indent}- {on_one_line(value)}"]


def on_one_line(value: Any) -> str:
    """Plain data in brackets."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {on_one_line(one)}" for name, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(on_one_line, value)) + "]"
    return _scalar(value)


def quoted(text: str) -> str:
    """A text between quotation marks, on one line."""
    return _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", json.dumps(text, ensure_ascii=False))


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        text = repr(value)
        mantissa, mark, exponent = text.partition("e")
        # YAML 1.1 reads 1e-05 as text: a number needs its dot.
        return f"{mantissa}.0e{exponent}" if mark and "." not in mantissa else text
    if isinstance(value, int):
        return str(value)
    text = str(value)
    return text if _WORD.fullmatch(text) and text.casefold() not in _MEANS_MORE else quoted(text)


def _block(text: str, indent: str, *, texts: bool) -> list[str] | None:
    """A text of several lines as a block, its mark first; None for one that has to stand between quotation marks."""
    body = text.rstrip("\n")
    if "\n" not in body and not (text.endswith("\n") and not texts):
        return None
    if not body.strip() or not _BLOCK.fullmatch(text):
        return None
    ends = len(text) - len(body)
    chomping = "" if texts or ends == 1 else "-" if not ends else "+"
    # A first line that begins with a space or is empty does not tell how far the block is indented.
    counted = str(len(BY)) if body[0] in " \n\t" else ""
    lines = [f"{indent}{line}" if line else "" for line in body.split("\n")]
    return [f"|{counted}{chomping}", *lines, *([""] * (ends - 1) if chomping == "+" else [])]


def _has_lines(value: Any) -> bool:
    if isinstance(value, str):
        return "\n" in value
    if isinstance(value, Mapping):
        return any(map(_has_lines, value.values()))
    return isinstance(value, (list, tuple)) and any(map(_has_lines, value))


def _wrapped(name: str, parts: list[str], indent: str) -> list[str]:
    lines = [f"{indent}{name}: ["]
    line = indent + BY
    for part in parts:
        if line.strip() and len(line) + len(part) + 2 > WIDTH:
            lines.append(line.rstrip())
            line = indent + BY
        line += f"{part}, "
    return [*lines, line.rstrip(), f"{indent}]"]
