"""A custom function's backward, line by line, in a pass that is about to run."""

from __future__ import annotations

import linecache
from collections.abc import Mapping
from typing import Any

import msgspec
import torch

from core.autograd.backward_lines import BackwardLines, BackwardLinesAnswer, Context, Line, LinesLimits, Shown
from core.autograd.backward_tracing import BackwardTracing
from core.autograd.given_pass import given_pass
from core.autograd.graph_walk import GraphWalk
from core.autograd.recorder import Recorder
from core.autograd.tensor import Tensor
from core.labs.autograd import EXAMPLES

FILE = "lines_of_a_program.py"


def asked(source: str, function: str, limits: LinesLimits | None = None, **others: Any) -> BackwardLinesAnswer:
    """What is told of the one custom function of this name in the first pass."""
    answers: list[BackwardLinesAnswer] = []
    linecache.cache[FILE] = (len(source), None, source.splitlines(keepends=True), FILE)

    def at(_number: int, given: Mapping[str, Any], walk: GraphWalk) -> None:
        if answers:
            return
        now = given_pass(given["t_outputs"], given["args"], given["kwargs"])
        nodes = walk.visit([node for node, _ in now.roots])
        (node,) = [walk.id_of(one) for one in nodes if type(one).__name__ == function]
        torch.autograd.set_detect_anomaly(False)
        question = BackwardLines(0, node, limits or LinesLimits(), **others)
        answers.append(BackwardTracing(now, walk.id_of, FILE, 4096, question).run())

    scope: dict[str, Any] = {"__name__": "__main__"}
    recorder = Recorder(FILE, lambda: scope, lambda *_: None, keep=at)
    recorder.start()
    try:
        exec(compile(source, FILE, "exec"), scope)
    finally:
        recorder.finish()
        del linecache.cache[FILE]
    return answers[0]


def values(shown: Shown | None) -> Any:
    assert shown is not None
    if shown.tensor is not None:
        return shown.tensor.values
    return [values(one) for one in shown.items] if shown.items is not None else shown.text


def told(line: Line) -> tuple[int, dict[str, Any]]:
    return line.line, {name: values(one) for name, one in line.changed.items()}


def line_of(source: str, text: str) -> int:
    return next(number for number, line in enumerate(source.splitlines(), 1) if text in line)


MAX = (EXAMPLES / "custom_max.py").read_text(encoding="utf-8")


def test_the_lectures_max() -> None:
    answer = asked(MAX, "MaxBackward")
    first = line_of(MAX, "def backward")
    assert (answer.function, answer.problem, answer.failure) == ("Max", None, None)
    assert [told(one) for one in answer.lines] == [
        (first, {"ctx": "<MaxBackward>", "grad_largest": 1.0}),
        (first + 1, {"values": [3.0, 7.0, 5.0], "place": 1}),
        (first + 2, {"grad_values": [0.0, 0.0, 0.0]}),
        (first + 3, {"grad_values": [0.0, 1.0, 0.0]}),
        (first + 4, {}),
    ]
    assert {(one.function, one.depth, one.call) for one in answer.lines} == {("backward", 0, 0)}
    assert [values(one.returned) for one in answer.lines if one.returned is not None] == [[0.0, 1.0, 0.0]]
    assert values(answer.returned) == [0.0, 1.0, 0.0]
    assert [one.values for one in answer.arrived if one is not None] == [1.0]
    context = answer.context
    assert [values(one) for one in context.saved] == [[3.0, 7.0, 5.0], 1]
    assert (context.names, context.needs_input_grad, context.problem) == (("values", "place"), (True,), None)


HEAD = "import torch\nfrom torch.autograd import Function\n"
SCALED = (
    HEAD
    + """
def power(base, times):
    result = torch.ones_like(base)
    for _ in range(times):
        result = result * base
    return result

class Powers(Function):
    @staticmethod
    def forward(ctx, x, times, name):
        ctx.times = times
        ctx.name = name
        ctx.mask = x > 1
        ctx.save_for_backward(x)
        return power(x, times)

    @staticmethod
    def backward(ctx, grad):
        x, = ctx.saved_tensors
        slope = ctx.times * power(x, ctx.times - 1)
        label = [i for i in "ab"]
        double = (lambda t: t + t)(slope)
        del double
        return grad * slope, None, None

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = Powers.apply(x, 3, "cube")
(y * torch.tensor([1.0, 10.0])).sum().backward()
"""
)


def test_own_functions_are_entered_and_their_depth_is_told() -> None:
    answer = asked(SCALED, "PowersBackward")
    inner = [one for one in answer.lines if one.function == "power"]
    assert {(one.depth, one.call) for one in inner} == {(1, 1)}
    start = line_of(SCALED, "def power")
    assert told(inner[0]) == (start, {"base": [1.0, 2.0], "times": "2"})
    assert [one.line - start for one in inner] == [0, 1, 2, 3, 2, 3, 2, 4]
    assert values(inner[-1].returned) == [1.0, 4.0]
    caller = next(one for one in answer.lines if one.line == line_of(SCALED, "slope = "))
    assert (told(caller)[1], caller.depth) == ({"slope": [3.0, 12.0]}, 0)
    assert [one.depth for one in answer.lines if one.function == "<lambda>"][-1] == 1
    assert next(one.gone for one in answer.lines if one.line == line_of(SCALED, "del double")) == ("double",)
    assert told(next(one for one in answer.lines if one.line == line_of(SCALED, "label")))[1]["label"] == ["'a'", "'b'"]
    assert values(answer.returned) == [[3.0, 120.0], "None", "None"]


def test_what_the_context_holds() -> None:
    context = asked(SCALED, "PowersBackward").context
    assert {name: values(one) for name, one in context.attributes.items()} == {
        "times": "3",
        "name": "'cube'",
        "mask": [False, True],
    }
    assert (context.names, context.needs_input_grad) == (("x",), (True, False, False))


RAISES = (
    HEAD
    + """
def check(grad):
    try:
        raise KeyError("inner")
    except KeyError:
        pass
    if grad.sum() > 0:
        raise ValueError("too steep")

class Raises(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 1
    @staticmethod
    def backward(ctx, grad):
        try:
            check(grad)
        finally:
            done = True
        return grad

try:
    Raises.apply(torch.ones(2, requires_grad=True)).sum().backward()
except ValueError:
    pass
"""
)


def test_what_it_raises_with_its_line() -> None:
    answer = asked(RAISES, "RaisesBackward")
    assert answer.problem == "raised"
    assert answer.failure is not None
    assert (answer.failure.type, answer.failure.message) == ("ValueError", "too steep")
    assert answer.failure.line == line_of(RAISES, "too steep")
    raised = [(one.line, one.raised) for one in answer.lines if one.raised is not None]
    assert raised == [
        (line_of(RAISES, "    check(grad)"), "ValueError: too steep"),
        (line_of(RAISES, "inner"), "KeyError: 'inner'"),
        (line_of(RAISES, "too steep"), "ValueError: too steep"),
    ]
    assert all(one.returned is None for one in answer.lines)
    assert told(answer.lines[-1]) == (line_of(RAISES, "done = True"), {"done": "True"})


def test_an_exit_is_told_like_any_other_exception() -> None:
    source = RAISES.replace('raise ValueError("too steep")', "raise SystemExit(3)").replace(
        "except ValueError", "except SystemExit"
    )
    answer = asked(source, "RaisesBackward")
    assert answer.failure is not None
    assert (answer.problem, answer.failure.type, answer.failure.line) == (
        "raised",
        "SystemExit",
        line_of(source, "SystemExit(3)"),
    )


def test_a_wrong_return_is_shown_with_torchs_words() -> None:
    source = HEAD + (
        "class Wrong(Function):\n    @staticmethod\n    def forward(ctx, x):\n        return x * 1\n"
        "    @staticmethod\n    def backward(ctx, grad):\n        return grad, grad\n"
        "try:\n    Wrong.apply(torch.ones(2, requires_grad=True)).sum().backward()\nexcept RuntimeError:\n    pass\n"
    )
    answer = asked(source, "WrongBackward")
    assert values(answer.returned) == [[1.0, 1.0], [1.0, 1.0]]
    assert answer.failure is not None
    assert "expected 1, got 2" in answer.failure.message


LOOP = (
    HEAD
    + """
class Long(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 1
    @staticmethod
    def backward(ctx, grad):
        for i in range(10_000):
            last = grad + i
        return last

Long.apply(torch.ones(2, requires_grad=True)).sum().backward()
"""
)


def test_of_many_lines_the_first_are_told() -> None:
    answer = asked(LOOP, "LongBackward", LinesLimits(lines=11))
    assert (answer.problem, len(answer.lines), answer.returned) == ("too many lines", 11, None)
    assert told(answer.lines[2]) == (line_of(LOOP, "last = "), {"last": [1.0, 1.0]})
    assert told(answer.lines[10])[0] == line_of(LOOP, "last = ")


def test_beyond_the_numbers_that_are_kept_there_are_statistics() -> None:
    answer = asked(MAX, "MaxBackward", LinesLimits(values=5))
    shown = [one for line in answer.lines for one in line.changed.values() if one.tensor is not None]
    assert [one.tensor is not None and one.tensor.kept is None for one in shown] == [False, False, False, True, True]
    assert shown[-1].tensor is not None
    assert shown[-1].tensor.statistics is not None
    assert shown[-1].tensor.statistics.max == 1.0


def test_gradients_that_hooks_changed_come_from_the_record() -> None:
    recorded = Tensor((), "float32", torch.tensor(5.0).numpy().tobytes())
    answer = asked(MAX, "MaxBackward", arrived=(recorded,))
    assert values(answer.returned) == [0.0, 5.0, 0.0]
    assert answer.arrived == (recorded,)


def test_generators_and_nested_calls_keep_their_depth() -> None:
    source = HEAD + (
        "def parts(g):\n    for i in range(2):\n        yield g * i\n"
        "class Sums(Function):\n    @staticmethod\n    def forward(ctx, x):\n        return x * 1\n"
        "    @staticmethod\n    def backward(ctx, grad):\n        total = sum(parts(grad))\n        return total\n"
        "Sums.apply(torch.ones(1, requires_grad=True)).sum().backward()\n"
    )
    answer = asked(source, "SumsBackward")
    inner = [one for one in answer.lines if one.function == "parts"]
    assert {(one.depth, one.call) for one in inner} == {(1, 1)}
    given_out = [values(one.returned) for one in inner if one.returned is not None]
    assert given_out == [[0.0], [1.0], "None"]
    assert values(answer.returned) == [1.0]


def test_what_was_changed_in_place_is_in_torchs_words() -> None:
    source = MAX.replace(
        "largest.backward()",
        "with torch.no_grad():\n    x.mul_(2)\ntry:\n    largest.backward()\nexcept RuntimeError:\n    pass",
    )
    answer = asked(source, "MaxBackward")
    assert answer.context.problem is not None
    assert "modified by an inplace operation" in answer.context.problem
    assert answer.context.saved == ()
    assert answer.failure is not None
    assert answer.failure.message == answer.context.problem
    assert answer.failure.line == line_of(source, "ctx.saved_tensors")


def test_other_nodes_have_codes() -> None:
    source = HEAD + "x = torch.ones(2, requires_grad=True)\nx.exp().sum().backward()\n"
    assert asked(source, "ExpBackward0").problem == "not custom"


def test_a_node_that_the_pass_does_not_reach() -> None:
    source = MAX.replace("largest.backward()", "y = x * 2\ntorch.autograd.grad((largest * y).sum(), y)")
    assert asked(source, "MaxBackward").problem == "nothing arrives"


def test_question_and_answer_cross_a_pipe() -> None:
    tensor = Tensor((1,), "float32", b"\0\0\0\0")
    question = BackwardLines(1, 2, LinesLimits(3), (tensor, None))
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(question), type=BackwardLines) == question
    shown = Shown("tuple", items=(Shown(tensor=tensor), Shown("1")), more=2)
    line = Line(1, "backward", 0, 0, {"x": shown}, ("y",), shown, "ValueError: no")
    answer = BackwardLinesAnswer("F", Context((shown,), ("x",), (True,), {"a": shown}), (tensor,), (line,), shown)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(answer), type=BackwardLinesAnswer) == answer
