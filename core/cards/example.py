"""Runs a card's example: the numbers on a card are those of the installed torch.

In the computing process alone; what is run is a file of the program's own, never something that the user wrote.
"""

from __future__ import annotations

import ast
import re
import warnings
from typing import Any

import msgspec

from core.cards.collection import collection

LONGEST = 400
"""Characters of a line's outcome that are handed out."""


class ExampleLine(msgspec.Struct, frozen=True):
    """A line of an example.

    Attributes:
        code: As it is written.
        shown: What it is, or the error that it raises; "" where it only does something.
        raised: Whether `shown` is an error.
    """

    code: str
    shown: str = ""
    raised: bool = False


def run_example(card_id: str) -> tuple[ExampleLine, ...]:
    """The lines of a card's example with what torch makes of them; empty if there is no such card or example.

    Lines run one after the other in one namespace that has `torch`, `nn` and `F`, under a fixed seed. An error ends
    nothing.
    """
    card = collection().by_id.get(card_id)
    return () if card is None else run_lines(card.example)


def run_lines(lines: tuple[str, ...]) -> tuple[ExampleLine, ...]:
    """The same of any lines."""
    import torch
    from torch import nn

    names: dict[str, Any] = {"torch": torch, "nn": nn, "F": nn.functional}
    with torch.random.fork_rng(devices=[]), torch.enable_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.manual_seed(0)
        return tuple(_run(line, names) for line in lines)


def _run(line: str, names: dict[str, Any]) -> ExampleLine:
    tree = ast.parse(line)
    try:
        if len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr):
            value = eval(compile(line, "<example>", "eval"), names)
            # As in Python's own prompt, a call that gives nothing shows nothing; an attribute that is None says so.
            silent = value is None and isinstance(tree.body[0].value, ast.Call)
            return ExampleLine(line, "" if silent else _shown(value))
        exec(compile(line, "<example>", "exec"), names)
    except Exception as error:  # What is raised is what the card is about.
        return ExampleLine(line, f"{type(error).__name__}: {error}".partition("\n")[0][:LONGEST], raised=True)
    return ExampleLine(line)


def _shown(value: Any) -> str:
    text = re.sub(r" object at 0x[0-9a-f]+", "", str(value))  # Addresses differ from run to run.
    return re.sub(r"torch\.Size\(\[([\d, ]*)\]\)", _as_tuple, text)[:LONGEST]


def _as_tuple(found: re.Match[str]) -> str:
    inside = found.group(1)
    return f"({inside})" if "," in inside or not inside else f"({inside},)"
