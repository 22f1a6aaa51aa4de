"""Jacobians through the nodes against torch.autograd.functional.jacobian: whole, of inner pairs, of single nodes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.autograd.functional import jacobian
from torch.autograd.graph import get_gradient_edge
from torch.nn import functional

from core.autograd.given_pass import GivenPass, nodes_behind
from core.autograd.jacobian import MOST_COLUMNS, MOST_ROWS, Jacobian, JacobianAnswer, JacobianLimits
from core.autograd.jacobian_rows import JacobianRows

Function = Callable[[torch.Tensor], torch.Tensor]


class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(x)
        return x**3

    @staticmethod
    def backward(ctx: Any, g: torch.Tensor) -> torch.Tensor:  # type: ignore[override]
        (x,) = ctx.saved_tensors
        return g * 3 * x * x


class Halves(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        flat = x.reshape(-1)
        ctx.shape = x.shape
        return flat[: flat.numel() // 2].clone(), flat[flat.numel() // 2 :].clone()

    @staticmethod
    def backward(ctx: Any, left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:  # type: ignore[override]
        return torch.cat([left, right]).reshape(ctx.shape)


class Pass:
    """A pass from one tensor, with its nodes numbered."""

    def __init__(self, root: torch.Tensor) -> None:
        edge = get_gradient_edge(root)
        self.given = GivenPass(((edge.node, edge.output_nr),), (None,))
        self.numbers = {node: number for number, node in enumerate(nodes_behind(self.given.roots))}

    def end(self, tensor: torch.Tensor) -> tuple[int, int]:
        edge = get_gradient_edge(tensor)
        return self.numbers[edge.node], edge.output_nr

    def ask(self, question: Jacobian) -> JacobianAnswer:
        return JacobianRows(self.given, self.numbers.__getitem__, question).run()

    def of(self, y: torch.Tensor, x: torch.Tensor, **others: Any) -> JacobianAnswer:
        return self.ask(Jacobian(0, self.end(y), self.end(x), **others))


def agrees(answer: JacobianAnswer, wanted: torch.Tensor, y: torch.Tensor, x: torch.Tensor) -> bool:
    assert answer.problem is None, answer
    assert (answer.y_shape, answer.x_shape) == (tuple(y.shape), tuple(x.shape))
    assert answer.rows == tuple(range(y.numel()))
    assert str(wanted.dtype) == f"torch.{answer.dtype}"
    return np.array_equal(answer.array, wanted.reshape(y.numel(), x.numel()).numpy(), equal_nan=True)


def in_place(x: torch.Tensor) -> torch.Tensor:
    y = x * 1
    y[0].mul_(x[1])
    y.view(-1)[::2].add_(5)
    return y.t()


W = torch.arange(12.0).reshape(3, 4).cos()
PROGRAMS: dict[str, Function] = {
    "elementwise": lambda x: (x.sin() * x.exp() + x.sqrt()) / (x + 1),
    "broadcasting": lambda x: x[:, :1] * x[:1] + x.sum(1, keepdim=True),
    "matmul": lambda x: x @ W @ W.t(),
    "outer": lambda x: torch.outer(x[0], x[1]),
    "reductions": lambda x: torch.stack([x.sum(), x.mean(), x.prod(), x.norm(), x.logsumexp((0, 1)), x.var()]),
    "scalar": lambda x: x.pow(2).mean(),
    "max": lambda x: torch.cat([x.max(0).values, x.amax(1), x.max().reshape(1)]),
    "conv": lambda x: functional.conv1d(x.reshape(1, 2, 3), W.reshape(2, 2, 3), padding=1, stride=2),
    "conv2d": lambda x: functional.conv2d(x.reshape(1, 1, 2, 3), W.reshape(3, 1, 2, 2), padding=1).relu(),
    "custom": lambda x: Cube.apply(x) * 2,
    "custom of two": lambda x: Halves.apply(x)[1] * Halves.apply(x * 3)[0],
    "parallel edges": lambda x: x * x + x - x,
    "views": lambda x: x.t().reshape(3, 2)[1:].unsqueeze(0).expand(2, 2, 2).flip(0),
    "in place": in_place,
    "index": lambda x: x[torch.tensor([0, 1, 1, 0]), torch.tensor([2, 2, 0, 2])],
    "softmax": lambda x: x.softmax(1),
    "layer norm": lambda x: functional.layer_norm(x, (3,)),
    "unbind": lambda x: x.unbind(0)[1] * 2,
    "svd": lambda x: torch.linalg.svdvals(x),
    "cumulative": lambda x: x.cumsum(1).cumprod(0),
    "through complex": lambda x: torch.fft.rfft(x).abs(),
    "infinite": lambda x: (x - x).log(),
}  # fmt: skip


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("name", PROGRAMS)
def test_it_is_torchs_own(name: str, dtype: torch.dtype) -> None:
    x = (torch.rand(2, 3, generator=torch.Generator().manual_seed(3)) + 0.5).to(dtype).requires_grad_()

    def program(given: torch.Tensor) -> torch.Tensor:
        return PROGRAMS[name](given.float()) if dtype is torch.float64 and name in FLOAT32 else PROGRAMS[name](given)

    y = program(x)
    wanted = jacobian(program, x.detach())
    assert isinstance(wanted, torch.Tensor)
    assert agrees(Pass(y).of(y, x), wanted, y, x)


FLOAT32 = {"matmul", "conv", "conv2d"}

SHAPED: dict[str, Callable[[torch.Tensor, torch.Tensor], torch.Tensor]] = {
    "sin": lambda h, _: h.sin(),
    "times itself": lambda h, _: h * h,
    "custom": lambda h, _: Cube.apply(h),
    "halves": lambda h, _: Halves.apply(h)[0] if h.numel() > 1 else h * 2,
    "other half": lambda h, _: Halves.apply(h)[1],
    "with x": lambda h, x: h.sum() * x,
    "broadcast": lambda h, _: h.reshape(-1, 1)[:4] - h.reshape(1, -1)[:, :4],
    "matmul": lambda h, x: h.reshape(-1, 1)[:4] @ x.reshape(1, -1)[:, :4],
    "mean": lambda h, _: h.mean(-1) if h.dim() else h.exp(),
    "transposed": lambda h, _: h.mT.contiguous() if h.dim() > 1 else h.unsqueeze(0),
    "window": lambda h, _: h.reshape(-1)[::2],
    "expanded": lambda h, _: h.reshape(-1)[:3].expand(2, -1) if h.numel() > 2 else h.tanh(),
    "joined": lambda h, x: torch.cat([h.reshape(-1)[:5], x.reshape(-1)]),
    "conv": lambda h, x: functional.conv1d(h.reshape(1, 1, -1), x.reshape(2, 1, 3), padding=1),
    "written into": lambda h, x: (h * 1).index_fill(0, torch.tensor([0]), 2.0) if h.dim() else h + x,
    "sorted": lambda h, _: h.reshape(-1).sort().values,
}  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    before=st.lists(st.sampled_from(sorted(SHAPED)), min_size=1, max_size=4),
    after=st.lists(st.sampled_from(sorted(SHAPED)), min_size=1, max_size=4),
    seed=st.integers(0, 1000),
)
def test_drawn_programs_and_their_inner_pairs(before: list[str], after: list[str], seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    x = torch.rand(2, 3, dtype=torch.float64, generator=generator).requires_grad_()

    def first(given: torch.Tensor) -> torch.Tensor:
        h = given
        for name in before:
            h = SHAPED[name](h, given)
        return h

    def second(h: torch.Tensor) -> torch.Tensor:
        y = h
        for name in after:
            y = SHAPED[name](y, aside)
        return y

    aside = torch.rand(2, 3, dtype=torch.float64, generator=generator)
    h = first(x)
    y = second(h)
    whole, inner = jacobian(lambda given: second(first(given)), x.detach()), jacobian(second, h.detach())
    assert isinstance(whole, torch.Tensor)
    assert isinstance(inner, torch.Tensor)
    passed = Pass(y)
    assert agrees(passed.of(y, x), whole, y, x)
    assert agrees(passed.of(y, h), inner, y, h)


def test_the_local_jacobian_of_one_node() -> None:
    x, w = torch.rand(2, 3, requires_grad=True), torch.rand(3, requires_grad=True)
    h = x.exp()
    y = h * w
    z = y.sum()
    passed = Pass(z)
    by_h, by_w = jacobian(torch.mul, (h.detach(), w.detach()))
    assert agrees(passed.of(y, h), by_h, y, h)  # type: ignore[arg-type]
    assert agrees(passed.of(y, w), by_w, y, w)  # type: ignore[arg-type]
    assert agrees(passed.of(z, y), torch.ones(6), z, y)


def test_without_elements_there_are_no_rows_or_no_columns() -> None:
    x = torch.rand(2, 3, requires_grad=True)
    y = x[:0] * 2
    answer = Pass(y).of(y, x)
    assert (answer.problem, answer.y_shape, answer.array.shape) == (None, (0, 3), (0, 6))
    z = y.sum()
    answer = Pass(z).of(z, y)
    assert (answer.problem, answer.rows, answer.array.shape) == (None, (0,), (1, 0))


def test_of_parallel_edges_both_count() -> None:
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    y = x * 3
    z = y * y
    assert Pass(z).of(z, y).array.tolist() == [[6.0, 0.0], [0.0, 12.0]]


def test_each_output_of_a_node_is_asked_by_itself() -> None:
    x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)
    left, right = Halves.apply(x * 2)
    y = left * right + left
    passed = Pass(y)
    assert passed.of(y, left).array.tolist() == [[7.0, 0.0], [0.0, 9.0]]
    assert passed.of(y, right).array.tolist() == [[2.0, 0.0], [0.0, 4.0]]
    assert passed.of(right, x).array.tolist() == [[0.0, 0.0, 2.0, 0.0], [0.0, 0.0, 0.0, 2.0]]


def test_of_itself_it_is_the_identity_and_of_what_is_not_behind_it_zero() -> None:
    x = torch.rand(3, requires_grad=True)
    y, z = x * 2, x.sin()
    passed = Pass((y * z).sum())
    assert passed.of(y, y).array.tolist() == np.eye(3).tolist()
    assert passed.of(x, x).array.tolist() == np.eye(3).tolist()
    assert passed.of(y, z).array.tolist() == np.zeros((3, 3)).tolist()
    assert passed.of(x, y).array.tolist() == np.zeros((3, 3)).tolist()


def test_a_backward_that_gives_none_makes_rows_of_zeros() -> None:
    class Stops(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
            return x * 1

        @staticmethod
        def backward(ctx: Any, g: torch.Tensor) -> None:  # type: ignore[override]
            return None

    x = torch.rand(3, requires_grad=True)
    y = Stops.apply(x * 2)
    answer = Pass(y).of(y, x)
    assert (answer.rows, answer.array.any()) == ((0, 1, 2), np.False_)


def test_some_rows_in_the_order_in_which_they_are_asked_for() -> None:
    x = torch.rand(5, requires_grad=True)
    y = x * torch.arange(5.0)
    answer = Pass(y).of(y, x, rows=(3, 1, 3))
    assert answer.rows == (3, 1)
    assert answer.array.tolist() == [[0.0, 0.0, 0.0, 3.0, 0.0], [0.0, 1.0, 0.0, 0.0, 0.0]]
    for rows in ((5,), (-1,)):
        assert Pass(y).of(y, x, rows=rows).problem == "unknown row"


def test_what_is_too_large_has_a_code_and_fewer_rows_are_given() -> None:
    x = torch.rand(MOST_ROWS + 1, requires_grad=True)
    y, z = x * 2, x[:100] * 3
    assert Pass(y).of(y, x).problem == "too many columns"
    answer = Pass(y).of(y, y, rows=(1,))
    assert (answer.problem, answer.y_shape) == ("too many columns", (MOST_COLUMNS + 1,))
    assert Pass(z).of(z, x).problem == "too many columns"
    w = torch.rand(2000, requires_grad=True)
    long = torch.cat([w, w, w])
    assert Pass(long).of(long, w).problem == "too many rows"
    some = Pass(long).of(long, w, rows=tuple(range(1990, 2010)))
    assert some.problem is None
    assert some.array.argmax(1).tolist() == [*range(1990, 2000), *range(10)]
    broad = torch.cat([w, w])
    assert Pass(broad).of(broad, w).problem == "too many numbers"
    few = JacobianLimits(rows=4, columns=5, numbers=6)
    v = torch.rand(5, requires_grad=True)
    u = v * 2
    assert [Pass(u).of(u, v, limits=few, rows=rows).problem for rows in (None, (0, 1), (0,))] == [
        "too many rows",
        "too many numbers",
        None,
    ]


def test_half_precision_comes_as_float32() -> None:
    x = torch.rand(3, requires_grad=True)
    h = x.bfloat16()
    y = h * h
    answer = Pass(y).of(y, h)
    assert answer.dtype == "float32"
    assert answer.array.tolist() == torch.diag(2 * h.detach().float()).tolist()


def test_sparse_gradients_are_rows_like_others() -> None:
    e = torch.rand(4, 2, requires_grad=True)
    y = functional.embedding(torch.tensor([2, 0]), e, sparse=True)
    assert Pass(y).of(y, e).array.argmax(1).tolist() == [4, 5, 0, 1]


def test_impossible_pairs_have_codes() -> None:
    x = torch.rand(3, requires_grad=True)
    z = torch.complex(x, x)
    y = z.abs()
    passed = Pass(y)
    assert passed.of(z, x).problem == "complex"
    assert passed.of(y, z).problem == "complex"
    (number, _), leaf = passed.end(y), passed.end(x)
    assert passed.ask(Jacobian(0, (99, 0), leaf)).problem == "unknown node"
    assert passed.ask(Jacobian(0, (number, 0), (-1, 0))).problem == "unknown node"
    assert passed.ask(Jacobian(0, (number, 1), leaf)).problem == "unknown output"
    assert passed.ask(Jacobian(0, (number, 0), (leaf[0], -1))).problem == "unknown output"


def test_what_a_node_raises_is_told_and_the_rows_before_it_stay() -> None:
    class Third(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
            return x * 1

        @staticmethod
        def backward(ctx: Any, g: torch.Tensor) -> torch.Tensor:  # type: ignore[override]
            if g[2] != 0:
                raise ValueError("not the third")
            return g

    x = torch.rand(4, requires_grad=True)
    y = Third.apply(x * 2)
    passed = Pass(y)
    answer = passed.of(y, x)
    assert (answer.problem, answer.rows) == ("raised", (0, 1))
    assert answer.array.tolist() == [[2.0, 0.0, 0.0, 0.0], [0.0, 2.0, 0.0, 0.0]]
    assert answer.failure is not None
    assert (answer.failure.node, answer.failure.type, answer.failure.message) == (
        passed.end(y)[0],
        "ValueError",
        "not the third",
    )
    freed = (x.exp() * 2).sum()
    passed = Pass(freed)
    freed.backward()
    answer = passed.of(freed, x)
    assert answer.problem == "raised"
    assert answer.failure is not None
    assert "freed" in answer.failure.message


def test_question_and_answer_cross_a_pipe() -> None:
    question = Jacobian(1, (2, 0), (3, 1), (4, 5), JacobianLimits(numbers=7))
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(question), type=Jacobian) == question
    answer = JacobianAnswer((2,), (), "float64", (0, 1), bytes(16), "timed out")
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(answer), type=JacobianAnswer) == answer
    assert answer.array.shape == (2, 1)
    assert JacobianAnswer(x_shape=(3,)).array.shape == (0, 3)
