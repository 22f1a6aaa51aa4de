"""Iterations of loops, compared with what the program itself counted while it ran."""

from __future__ import annotations

import pytest

from core.autograd.details import Operation
from core.autograd.loops import iterations
from tests.core.autograd.recorded_run import Recorded

# Each operation multiplies by a number that says in which iterations it is: 1 + the iterations' digits.
COUNTED = {
    "one line": """
for i in range(3): y = y * at(i)
""",
    "several operations a line": """
for i in range(3):
    y = y * at(i) * at(i) * at(i)
""",
    "nested with more in the outer": """
for i in range(2):
    y = y * at(i)
    for j in range(3):
        y = y * at(i, j)
    y = y * at(i)
""",
    "nested with nothing else, at the top level": """
for i in range(2):
    for j in [k for k in range(3)]:
        y = y * at(i, j)
""",
    "nested with nothing else, counted in the source": """
TIMES = 3
def f(y):
    for i in range(2):
        for j in range(TIMES):
            y = y * at(i, j)
    return y
y = f(y)
""",
    "a function called twice": """
def f(y):
    for i in range(2):
        y = y * at(i)
    return y
y = f(y) * at()
y = f(f(y))
""",
    "a function with two lines, called in a loop": """
def f(y, i):
    y = y * at(i)
    return y * at(i)
for i in range(3):
    y = f(y, i)
""",
    "a loop in a function called in a loop": """
def f(y, i):
    y = y * at(i)
    for j in range(2):
        y = y * at(i, j)
    return y
for i in range(3):
    y = f(y, i)
""",
    "branches": """
for i in range(5):
    if i % 2:
        y = y * at(i)
    else:
        y = y * at(i)
""",
    "branches of an expression": """
for i in range(4):
    y = y * at(i) if i % 2 else y * at(i)
""",
    "while": """
i = 0
while i < 3:
    y = y * at(i)
    i += 1
y = y * at()
""",
    "continue": """
for i in range(4):
    y = y * at(i)
    if i % 2:
        continue
    y = y * at(i)
""",
    "a comprehension": """
ys = [x * at(i) for i in range(3)]
z = x * at()
""",
    "a comprehension in a loop": """
for i in range(2):
    ys = [x * at(i, j) for j in range(3)]
    y = y * at(i)
""",
    "python's sum in a loop": """
for i in range(2):
    y = sum([x, x, x]) * at(i)
    y = y * at(i)
""",
    "a while in a for": """
for i in range(2):
    j = 0
    while j < 2:
        y = y * at(i, j)
        j += 1
    y = y * at(i)
""",
    "else of a loop": """
for i in range(2):
    y = y * at(i)
else:
    y = y * at()
""",
}
BEGINNING = """
import torch
x = y = torch.ones(2, requires_grad=True)
def at(*iterations):
    return float("1" + "".join(str(one) for one in iterations))
"""


def told(source: str) -> list[tuple[str, str]]:
    """For each multiplication: the iterations that the program counted, and those that are told."""
    run = Recorded(source)
    assert run.trace.error is None
    operations = run.details.operations
    return [
        (str(int(operation.arguments[1]))[1:], "".join(str(turn.iteration) for turn in turns))
        for operation, turns in zip(operations, iterations(source, operations), strict=True)
        if operation.name == "torch.Tensor.mul"
    ]


@pytest.mark.parametrize("name", COUNTED)
def test_iterations_are_those_that_the_program_counted(name: str) -> None:
    pairs = told(BEGINNING + COUNTED[name])
    assert pairs
    assert [one for _, one in pairs] == [one for one, _ in pairs]


def test_lines_of_loops_and_runs() -> None:
    source = BEGINNING + COUNTED["nested with more in the outer"]
    turns = iterations(source, Recorded(source).details.operations)
    first = source[: source.index("for i")].count("\n") + 1
    assert {turn.line for way in turns for turn in way} == {first, first + 2}
    inner = [way[1] for way in turns if len(way) == 2]
    assert [turn.run == inner[0].run for turn in inner] == [True] * 3 + [False] * 3


@pytest.mark.parametrize(
    "model",
    [
        "torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU(), torch.nn.Linear(2, 2))",
        "torch.nn.TransformerEncoderLayer(2, 1, 4, batch_first=True)",
        "torch.nn.LSTM(2, 2, 2)",
    ],
)
def test_a_module_that_makes_many_calls_is_in_one_iteration(model: str) -> None:
    source = f"import torch\nmodel = {model}\nx = torch.ones(1, 2, 2)\nfor i in range(3):\n    y = model(x)\n"
    run = Recorded(source)
    told = [
        turns
        for one, turns in zip(run.details.operations, iterations(source, run.details.operations), strict=True)
        if one.line == 5
    ]
    assert [len(turns) for turns in told] == [1] * len(told)
    numbers = [turns[0].iteration for turns in told]
    assert numbers == sorted(numbers)
    assert [numbers.count(one) for one in (0, 1, 2)] == [len(numbers) // 3] * 3


def test_operations_of_before_stacks_were_recorded_are_told_by_their_lines() -> None:
    source = "for i in range(3):\n    y = y * x\n    y = y + x\nz = y\n"
    lines = [(2, "mul"), (3, "add"), (2, "mul"), (3, "add"), (2, "mul"), (3, "add"), (4, "sum")]
    operations = [Operation(i, name, line, (), {}, (), None) for i, (line, name) in enumerate(lines)]
    assert [[turn.iteration for turn in one] for one in iterations(source, operations)] == [
        [0],
        [0],
        [1],
        [1],
        [2],
        [2],
        [],
    ]


@pytest.mark.parametrize("source", ["", "for", "x = (", "\0", "(" * 500])
def test_what_is_no_program_has_no_loops(source: str) -> None:
    operations = [Operation(0, "torch.ones", 1, (), {}, (), None), Operation(1, "torch.ones", None, (), {}, (), None)]
    assert iterations(source, operations) == ((), ())


def test_the_oracle_counts_what_ran() -> None:
    pairs = told(BEGINNING + COUNTED["nested with more in the outer"])
    assert [one for one, _ in pairs] == ["0", "00", "01", "02", "0", "1", "10", "11", "12", "1"]
