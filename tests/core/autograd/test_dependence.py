"""Which entries hang together: torch is asked with a NaN in one entry, and with one-hot vector-Jacobian products."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch

from core.autograd.dependence.nodes import NodeLink, links_of_node
from core.autograd.dependence.operations import Link, links_of, plain_name
from core.autograd.dependence.relation import (
    MOST_ENTRIES,
    Relation,
    aligned,
    by_axes,
    by_moving,
    from_jacobian,
    numbers_of,
    union_of,
)
from core.autograd.details import Operation
from core.autograd.replay import Replay
from tests.core.autograd.recorded_run import Recorded

START = """
import torch
import torch.nn.functional as F
torch.manual_seed(3)
def leaf(*shape):
    return (torch.rand(*shape) + 0.5).requires_grad_()
"""

PROGRAMS: dict[str, str] = {
    "mul": "x, w = leaf(2, 3), leaf(3)\nz = x * w",
    "add scalar": "x = leaf(2, 3)\nz = x + 2",
    "sub column": "x, w = leaf(2, 3), leaf(2, 1)\nz = x - w",
    "div": "x, w = leaf(2, 3), leaf(2, 3)\nz = x / w",
    "same twice": "x = leaf(2, 2)\nz = x * x",
    "pow": "x = leaf(3)\nz = x ** 2",
    "exp": "x = leaf(3)\nz = x.exp()",
    "tanh": "x = leaf(2, 2)\nz = torch.tanh(x)",
    "sum": "x = leaf(2, 3)\nz = x.sum()",
    "sum along": "x = leaf(2, 3, 2)\nz = x.sum(1)",
    "sum kept": "x = leaf(2, 3)\nz = x.sum(dim=-1, keepdim=True)",
    "sum along two": "x = leaf(2, 3, 2)\nz = x.sum((0, 2))",
    "mean": "x = leaf(2, 3)\nz = x.mean()",
    "mean along": "x = leaf(2, 3)\nz = x.mean(0)",
    "amax": "x = leaf(2, 3)\nz = x.amax(1)",
    "max along": "x = leaf(2, 3)\nz = x.max(1).values",
    "mm": "x, w = leaf(2, 3), leaf(3, 4)\nz = x @ w",
    "bmm": "x, w = leaf(2, 2, 3), leaf(2, 3, 2)\nz = torch.bmm(x, w)",
    "mv": "x, w = leaf(2, 3), leaf(3)\nz = x.mv(w)",
    "dot": "x, w = leaf(3), leaf(3)\nz = x.dot(w)",
    "addmm": "b, x, w = leaf(4), leaf(2, 3), leaf(3, 4)\nz = torch.addmm(b, x, w)",
    "linear": "x, w, b = leaf(2, 3), leaf(4, 3), leaf(4)\nz = F.linear(x, w, b)",
    "transpose": "x = leaf(2, 3)\nz = x.transpose(0, 1)",
    "t": "x = leaf(2, 3)\nz = x.t()",
    "permute": "x = leaf(2, 3, 2)\nz = x.permute(2, 0, 1)",
    "view": "x = leaf(2, 3)\nz = x.view(3, 2)",
    "reshape": "x = leaf(2, 3)\nz = x.reshape(-1)",
    "expand": "x = leaf(1, 3)\nz = x.expand(2, 3)",
    "squeeze": "x = leaf(2, 1, 3)\nz = x.squeeze(1)",
    "unsqueeze": "x = leaf(2, 3)\nz = x.unsqueeze(0)",
    "cat": "x, w = leaf(2, 3), leaf(1, 3)\nz = torch.cat([x, w])",
    "cat along": "x, w = leaf(2, 3), leaf(2, 2)\nz = torch.cat([x, w], dim=1)",
    "stack": "x, w = leaf(2, 3), leaf(2, 3)\nz = torch.stack([x, w], 1)",
    "split": "x = leaf(5, 2)\nz, rest = x.split(3)",
    "chunk": "x = leaf(2, 4)\nrest, z = x.chunk(2, dim=1)",
    "select": "x = leaf(2, 3)\nz = x[1]",
    "slice": "x = leaf(5, 3)\nz = x[1:4:2]",
    "slice of two": "x = leaf(5, 3)\nz = x[1:, 2]",
    "index": "x = leaf(4, 2)\nz = x[torch.tensor([2, 0, 2])]",
    "index by a list": "x = leaf(4, 2)\nz = x[[2, 0, 2]]",
    "flip": "x = leaf(2, 3)\nz = x.flip(1)",
    "softmax": "x = leaf(2, 3)\nz = torch.softmax(x, 1)",
    "log_softmax": "x = leaf(2, 3)\nz = F.log_softmax(x, dim=0)",
    "layer_norm": "x, w, b = leaf(2, 3), leaf(3), leaf(3)\nz = F.layer_norm(x, (3,), w, b)",
    "conv1d": "x, w, b = leaf(2, 2, 6), leaf(3, 2, 3), leaf(3)\nz = F.conv1d(x, w, b)",
    "conv1d strided": "x, w = leaf(1, 2, 8), leaf(2, 1, 3)\nz = F.conv1d(x, w, None, 2, 0, 1, 2)",
    "conv1d dilated": "x, w = leaf(1, 1, 8), leaf(1, 1, 3)\nz = F.conv1d(x, w, dilation=2)",
    "conv2d": "x, w, b = leaf(1, 2, 4, 4), leaf(2, 2, 3, 2), leaf(2)\nz = F.conv2d(x, w, b)",
    "max_pool": "x = leaf(1, 2, 4, 4)\nz = F.max_pool2d(x, 2)",
    "relu": "x = leaf(2, 2)\nz = torch.relu(x)",
    "where": "x, w = leaf(2, 2), leaf(2, 2)\nz = torch.where(x > 1, x, w)",
    "mse": "x, w = leaf(3, 1), leaf(3, 1)\nz = F.mse_loss(x, w)",
}


def ran(name: str) -> Recorded:
    return Recorded(START + PROGRAMS[name] + "\n(z * torch.rand(z.shape)).sum().backward()\n")


def operation_of(recorded: Recorded) -> Operation:
    """The last call that gave z or had it among its results."""
    z = next(value for value in recorded.details.values if value.variable == "z")
    return next(one for one in recorded.details.operations if z.id in one.outputs)


def replaced(recorded: Recorded, name: str, line: str, entry: int) -> torch.Tensor:
    """What the program's last line gives when a leaf's entry is NaN."""
    scope = dict(recorded.scope)
    spoilt = scope[name].detach().clone()
    spoilt.view(-1)[entry] = math.nan
    scope[name] = spoilt
    exec(line, scope)
    given: torch.Tensor = scope["z"]
    return given


def dense(relation: Relation) -> np.ndarray[Any, Any]:
    """(outputs, inputs), read both ways."""
    inputs, outputs = math.prod(relation.input_shape), math.prod(relation.output_shape)
    by_output, by_input = np.zeros((outputs, inputs), bool), np.zeros((outputs, inputs), bool)
    for entry in range(outputs):
        by_output[entry, relation.inputs_of(entry)] = True
    for entry in range(inputs):
        by_input[relation.outputs_of(entry), entry] = True
    assert (by_output == by_input).all()
    return by_output


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_nan_in_an_argument_reaches_what_is_predicted(name: str) -> None:
    recorded = ran(name)
    operation = operation_of(recorded)
    values = recorded.details.values
    links = [
        one for one in links_of(operation, lambda value: values[value].tensor) if values[one.output].variable == "z"
    ]
    line = PROGRAMS[name].rpartition("\n")[2]
    checked = 0
    for link in links:
        leaf = values[link.value].variable
        if leaf not in ("x", "w", "b") or not values[link.value].requires_grad:
            continue
        assert link.relation is not None
        for entry, column in enumerate(dense(link.relation).T):
            reached = replaced(recorded, leaf, line, entry).isnan().reshape(-1).numpy()
            if name == "where" or name == "max_pool":
                assert not (reached & ~column).any()  # What is not chosen is not seen.
            else:
                assert (reached == column).all(), (leaf, entry)
            checked += 1
    assert checked or name == "max along"  # That result is one of two, named by an attribute.


@pytest.mark.parametrize("name", PROGRAMS)
def test_gradients_are_made_of_what_is_predicted(name: str) -> None:
    recorded = ran(name)
    replay = Replay(recorded.trace)
    scope = recorded.scope
    root = scope["z"].grad_fn
    number = next(value.node for value in recorded.details.values if value.variable == "z" and value.node is not None)
    node = replay.node(number)
    assert node.name == type(root).__name__
    step = next(one for one in recorded.trace.passes[0].steps if one.node == number)
    arrived = [None if one is None else one.shape for one in step.incoming]
    sent = [None if one is None else one.shape for one in step.outgoing]
    links = links_of_node(node, replay.details_of(number), arrived, sent)
    exec(PROGRAMS[name].rpartition("\n")[2], scope)  # The nodes anew, not freed.
    fresh = scope["z"].grad_fn
    slot = scope["z"].output_nr
    checked = 0
    for link in links:
        if link.source != ("arrived", slot):
            continue
        assert link.relation is not None
        table = dense(link.relation)
        for entry in range(table.shape[1]):
            one_hot = torch.zeros(math.prod(link.relation.input_shape))
            one_hot[entry] = 1
            given = [torch.zeros(shape) if shape is not None else None for shape in arrived]
            given[slot] = one_hot.reshape(link.relation.input_shape)
            sent_on = fresh(*given)
            sent_on = sent_on if isinstance(sent_on, tuple) else (sent_on,)
            gradient = sent_on[link.sent].detach()
            reached = (gradient != 0).numpy()
            shape = link.relation.output_shape
            while reached.ndim > len(shape):  # The engine reduces what was broadcast.
                reached = reached.any(0)
            for axis, size in enumerate(shape):
                if size == 1:
                    reached = reached.any(axis, keepdims=True)
            assert not (reached.reshape(-1) & ~table[:, entry]).any()
            checked += 1
    assert checked


@pytest.mark.parametrize("name", [one for one in PROGRAMS if one not in ("max along", "amax", "max_pool", "index")])
def test_gradients_read_of_the_saved_tensors_what_is_predicted(name: str) -> None:
    """A NaN in a saved tensor is found in no gradient beyond those predicted."""
    recorded = ran(name)
    replay = Replay(recorded.trace)
    number = next(value.node for value in recorded.details.values if value.variable == "z" and value.node is not None)
    node = replay.node(number)
    step = next(one for one in recorded.trace.passes[0].steps if one.node == number)
    arrived = [None if one is None else one.shape for one in step.incoming]
    sent = [None if one is None else one.shape for one in step.outgoing]
    line = PROGRAMS[name].rpartition("\n")[2]
    for link in links_of_node(node, replay.details_of(number), arrived, sent):
        if link.source[0] != "saved":
            continue
        assert link.relation is not None, link.source
        for entry, column in enumerate(dense(link.relation).T):
            reached = spoilt_gradient(recorded, line, link, entry)
            if reached is not None:
                assert not (reached & ~column).any(), (link.source, link.sent, entry)


def spoilt_gradient(recorded: Recorded, line: str, link: NodeLink, entry: int) -> np.ndarray[Any, Any] | None:
    """Where the gradient is NaN once a saved tensor was given one behind the engine's back."""
    scope = dict(recorded.scope)
    for name in ("x", "w", "b"):
        if name in scope:
            scope[name] = scope[name].detach().clone().requires_grad_()
    exec(line, scope)
    root = scope["z"].grad_fn
    saved = getattr(root, f"_saved_{link.source[1]}").detach()
    if not saved.is_contiguous() or not saved.is_floating_point():
        return None
    saved.data.view(-1)[entry] = math.nan
    given = root(torch.ones_like(scope["z"]).detach())
    found = (given if isinstance(given, tuple) else (given,))[link.sent].detach().isnan().numpy()
    assert link.relation is not None
    shape = link.relation.output_shape
    while found.ndim > len(shape):
        found = found.any(0)
    for axis, size in enumerate(shape):
        if size == 1:
            found = found.any(axis, keepdims=True)
    reached: np.ndarray[Any, Any] = found.reshape(-1)
    return reached


def test_what_is_not_known_is_none() -> None:
    recorded = Recorded(START + "x = leaf(3)\nz = torch.fft.fft(x).abs()\nz.sum().backward()")
    values = recorded.details.values
    operation = next(one for one in recorded.details.operations if one.name.endswith("fft"))
    assert [one.relation for one in links_of(operation, lambda value: values[value].tensor)] == [None]


def test_a_custom_function_is_not_known() -> None:
    recorded = Recorded(
        "import torch\nclass Twice(torch.autograd.Function):\n"
        "    @staticmethod\n    def forward(ctx, x):\n        return x * 2\n"
        "    @staticmethod\n    def backward(ctx, g):\n        return g * 2\n"
        "x = torch.ones(2, requires_grad=True)\nTwice.apply(x).sum().backward()\n"
    )
    node = next(one for one in recorded.trace.nodes if one.kind == "custom")
    assert [one.relation for one in links_of_node(node, None, [(2,)], [(2,)])] == [None]


def test_a_jacobian_answers_where_structure_does_not() -> None:
    relation = from_jacobian(np.array([[1.0, 0.0], [0.0, math.nan], [2.0, 3.0]]), (2,), (3,))
    assert dense(relation).tolist() == [[True, False], [False, True], [True, True]]
    with pytest.raises(ValueError, match="shapes"):
        from_jacobian(np.zeros((2, 2)), (3,), (2,))


def test_a_misread_move_is_refused() -> None:
    assert by_moving((2, 3), np.transpose, (2, 3)) is None
    assert by_moving((2, 3), lambda numbered: numbered[5], (3,)) is None


def test_what_is_too_large_is_not_looked_for() -> None:
    assert by_axes((MOST_ENTRIES + 1,), aligned((1,)), (), ()) is None


def test_a_union_is_known_if_all_parts_are() -> None:
    first = by_axes((2,), "a", (2,), "a")
    turned = by_moving((2,), np.flip, (2,))
    both = union_of([first, turned])
    assert both is not None
    assert dense(both).all()
    assert union_of([first, None]) is None
    assert numbers_of((2, 2)).tolist() == [[0, 1], [2, 3]]


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("torch.Tensor.add_", "add"),
        ("torch.Tensor.__rsub__", "sub"),
        ("torch.Tensor.__imul__", "mul"),
        ("torch.Tensor.__getitem__", "__getitem__"),
        ("torch.nn.functional.relu", "relu"),
    ],
)
def test_names_lose_their_marks(given: str, plain: str) -> None:
    assert plain_name(given) == plain


def test_links_tell_which_argument(recwarn: pytest.WarningsRecorder) -> None:
    recorded = ran("mul")
    values = recorded.details.values
    links = links_of(operation_of(recorded), lambda value: values[value].tensor)
    assert all(isinstance(one, Link) for one in links)
    assert [values[one.value].variable for one in links] == ["x", "w"]
