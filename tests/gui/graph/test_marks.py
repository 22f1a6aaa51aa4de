from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from core.autograd.trace import Node
from gui.graph.marks import is_view, marks_of, marks_sentence, writes_in_place
from tests.gui.graph.runs import MARKS, example_source, trace_of

Operation = Callable[[torch.Tensor], torch.Tensor]

OPERATIONS: dict[str, Operation] = {
    "t": lambda x: x.t(),
    "transpose": lambda x: x.transpose(0, 1),
    "view": lambda x: x.view(-1),
    "reshape": lambda x: x.reshape(-1),
    "select": lambda x: x[0],
    "slice": lambda x: x[1:],
    "expand": lambda x: x[:, :1].expand(4, 5),
    "permute": lambda x: x.permute(1, 0),
    "unsqueeze": lambda x: x.unsqueeze(0),
    "squeeze": lambda x: x[None].squeeze(),
    "squeeze_dim": lambda x: x[None].squeeze(0),
    "diagonal": lambda x: x.diagonal(),
    "unbind": lambda x: x.unbind()[0],
    "split": lambda x: x.split(2)[0],
    "unfold": lambda x: x.unfold(0, 2, 1),
    "as_strided": lambda x: x.as_strided((2, 2), (1, 1)),
    "alias": lambda x: torch.ops.aten.alias(x),
    "mul": lambda x: x * 2,
    "clone": lambda x: x.clone(),
    "index": lambda x: x[torch.tensor([0, 1])],
    "sum": lambda x: x.sum(),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_views_are_those_that_torch_says_are(name: str) -> None:
    result = OPERATIONS[name](torch.ones(4, 5, requires_grad=True).clone())
    assert result.grad_fn is not None
    node = Node(0, result.grad_fn.name(), "operation", 1, None, {}, None)
    assert is_view(node) == result._is_view(), node.name


@pytest.mark.parametrize(
    ("name", "in_place"),
    [
        ("torch.Tensor.add_", True),
        ("torch.Tensor.__setitem__", True),
        ("torch.Tensor.__iadd__", True),
        ("torch.Tensor.add", False),
        ("torch.Tensor.__add__", False),
    ],
)
def test_writes_in_place_are_known_by_their_names(name: str, in_place: bool) -> None:
    assert writes_in_place(name) == in_place


def test_nodes_are_marked_for_what_sets_them_apart() -> None:
    trace = trace_of(MARKS)
    names = {node.id: node.name for node in trace.nodes}
    found = {(names[number], mark) for number, marks in marks_of(trace).items() for mark in marks}
    assert found >= {
        ("TBackward0", "view"),
        ("CopySlices", "in_place"),
        ("AddBackward0", "in_place"),
        ("AddBackward0", "detached"),
        ("ExpBackward0", "no_grad"),
    }
    assert [pair for pair in found if pair[0] in ("SumBackward0", "MulBackward0", "AccumulateGrad")] == []


def test_what_a_custom_function_reads_is_not_marked_as_leaving() -> None:
    trace = trace_of(example_source("custom_add"))
    found = marks_of(trace)
    custom = [node.id for node in trace.nodes if node.kind == "custom"]
    assert custom
    assert all(found[number] == ("custom",) for number in custom)
    assert {mark for marks in found.values() for mark in marks} == {"custom"}


def test_a_saved_tensor_that_was_written_to_is_marked_before_the_error() -> None:
    trace = trace_of(example_source("in_place_error"))
    assert trace.error is not None
    marked = [number for number, marks in marks_of(trace).items() if "overwritten" in marks]
    assert marked
    assert "saved" in marks_sentence(("overwritten",))
