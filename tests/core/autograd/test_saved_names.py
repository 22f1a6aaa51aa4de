"""The names by which forward saves tensors, read from its source."""

from __future__ import annotations

import linecache
import textwrap
from typing import Any

import pytest
import torch

from core.autograd.saved_names import saved_names

FILE = "saved_names_of_a_program.py"
FORWARDS = {
    "plain": ("ctx.save_for_backward(x, place)", ("x", "place")),
    "nothing": ("pass", ()),
    "empty": ("ctx.save_for_backward()", ()),
    "expression": ("ctx.save_for_backward(x, x * 2)", ()),
    "starred": ("ctx.save_for_backward(*both)", ()),
    "twice": ("ctx.save_for_backward(x)\nctx.save_for_backward(x)", ()),
    "over lines": (
        "if True:\n    ctx.save_for_backward(\n        x,\n        # a comment\n        y,\n    )",
        ("x", "y"),
    ),
}


def function_of(source: str) -> type:
    linecache.cache[FILE] = (len(source), None, source.splitlines(keepends=True), FILE)
    scope: dict[str, Any] = {"torch": torch}
    exec(compile(source, FILE, "exec"), scope)
    found: type = scope["Saves"]
    return found


@pytest.mark.parametrize("name", FORWARDS)
def test_names(name: str) -> None:
    body, wanted = FORWARDS[name]
    source = (
        "if True:\n  class Saves(torch.autograd.Function):\n      @staticmethod\n      def forward(ctx, x):\n"
        + textwrap.indent(body, " " * 10)
        + "\n          return x\n      @staticmethod\n      def backward(ctx, g):\n          return g\n"
    )
    assert saved_names(function_of(source)) == wanted
    del linecache.cache[FILE]


def test_in_setup_context() -> None:
    source = (
        "class Saves(torch.autograd.Function):\n    @staticmethod\n    def forward(x):\n        return x\n"
        "    @staticmethod\n    def setup_context(ctx, inputs, output):\n        (x,) = inputs\n"
        "        ctx.save_for_backward(x, output)\n"
    )
    assert saved_names(function_of(source)) == ("x", "output")
    del linecache.cache[FILE]


def test_without_source_there_are_none() -> None:
    source = "class Saves(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, x):\n        ctx.save_for_backward(x)\n"
    function = function_of(source)
    del linecache.cache[FILE]
    assert saved_names(function) == ()
    assert saved_names(torch.autograd.Function) == ()
    assert saved_names(type("Built", (), {"forward": staticmethod(len)})) == ()
