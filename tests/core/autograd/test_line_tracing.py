"""Lines of one file as a call comes through them."""

from __future__ import annotations

import linecache
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core.autograd.line_tracing import EnoughLinesError, LineTracing
from core.autograd.shown_values import ShownValues

FILE = "traced_lines.py"
OTHER = "other_lines.py"


@pytest.fixture(autouse=True)
def no_sources_left() -> Iterator[None]:
    yield
    linecache.cache.pop(FILE, None)


def function(source: str, filename: str = FILE) -> Callable[..., Any]:
    if filename == FILE:
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    scope: dict[str, Any] = {"other": lambda f: f()}
    exec(compile(source, filename, "exec"), scope)
    found: Callable[..., Any] = scope["f"]
    return found


def traced(call: Callable[[], Any], most: int = 100) -> tuple[LineTracing, Any]:
    tracing = LineTracing(FILE, ShownValues(10), most, 1000)
    result: Any
    try:
        result = tracing.run(call)
    except BaseException as error:
        result = error
    assert sys.gettrace() is None or sys.gettrace() is not tracing._entered
    return tracing, result


def numbers(tracing: LineTracing) -> list[tuple[int, int]]:
    return [(one.line, one.depth) for one in tracing.lines]


def test_decorated_functions_begin_at_their_def() -> None:
    f = function("import functools\n@functools.cache\n# a word\n@functools.cache\ndef f(a=1):\n    return a\n")
    tracing, result = traced(f)
    assert result == 1
    assert numbers(tracing) == [(5, 0), (6, 0)]


def test_functions_of_other_files_between_do_not_count() -> None:
    other = function("def f(call):\n    x = 1\n    return call()\n", OTHER)
    f = function("def f(other):\n    return other(lambda: 3)\n")
    tracing, result = traced(lambda: f(other))
    assert result == 3
    assert numbers(tracing) == [(1, 0), (2, 0), (2, 1), (2, 1)]
    assert [one.function for one in tracing.lines] == ["f", "f", "<lambda>", "<lambda>"]


def test_recursion_has_calls_of_its_own() -> None:
    f = function("def f(n):\n    return 1 if n == 0 else n * f(n - 1)\n")
    tracing, result = traced(lambda: f(3))
    assert result == 6
    assert [(one.depth, one.call) for one in tracing.lines] == [(i, i) for i in range(4) for _ in range(2)]
    assert [one.returned.text for one in tracing.lines if one.returned is not None] == ["6", "2", "1", "1"]


def test_a_return_of_none_is_no_exception_and_the_other_way_round() -> None:
    f = function("def f(g):\n    try:\n        g()\n    finally:\n        x = 1\n")
    tracing, result = traced(lambda: f(list))
    assert result is None
    assert tracing.lines[-1].returned is not None
    tracing, result = traced(lambda: f(lambda: 1 / 0))
    assert isinstance(result, ZeroDivisionError)
    assert tracing.lines[-1].returned is None
    assert [one.raised for one in tracing.lines if one.raised] == ["ZeroDivisionError: division by zero"]


def test_endless_recursion_and_endless_loops_are_ended_by_the_number_of_lines() -> None:
    for source in ("def f():\n    return f()\n", "def f():\n    while True:\n        x = 1\n"):
        tracing, result = traced(function(source), 50)
        assert isinstance(result, EnoughLinesError)
        assert len(tracing.lines) == 50


def test_whoever_is_told_that_there_are_enough_may_keep_the_thread() -> None:
    class LeftError(Exception):
        pass

    def leave() -> None:
        raise LeftError

    tracing = LineTracing(FILE, ShownValues(10), 5, 1000, leave)
    f = function("def f():\n    for i in range(100):\n        x = i\n")
    with pytest.raises(LeftError):
        tracing.run(f)
    assert len(tracing.lines) == 5


def test_exceptions_without_words() -> None:
    f = function("def f():\n    class E(Exception):\n        def __str__(self): raise KeyboardInterrupt\n    raise E\n")
    tracing, _ = traced(f)
    assert tracing.lines[-1].raised == "E"


def test_a_trace_function_that_was_there_is_there_again() -> None:
    def nothing(*_: Any) -> None:
        return None

    before = sys.gettrace()
    sys.settrace(nothing)
    try:
        LineTracing(FILE, ShownValues(10), 5, 1000).run(list)
        assert sys.gettrace() is nothing
    finally:
        sys.settrace(before)
