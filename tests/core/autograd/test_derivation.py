"""What sympy derives is what torch's engine computes, for every operation that is followed and for drawn programs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis.strategies as st
import pytest
import torch
import torch.nn.functional as functional
import ziamath
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from core.autograd.derivation.derive import derive, derive_pass
from core.autograd.derivation.operations import OPERATIONS, plain_name
from core.autograd.derivation.problem import Inapplicable, Limits
from core.autograd.derivation.results import Derivation
from tests.core.autograd.recorded import record

Program = Callable[[], tuple[dict[str, torch.Tensor], torch.Tensor]]


def derived(program: Program, upstream: torch.Tensor | None = None, limits: Limits | None = None) -> Derivation:
    found = derive_pass(*record(program, upstream), limits=limits)
    assert isinstance(found, Derivation), found
    return found


def refused(program: Program, upstream: torch.Tensor | None = None, limits: Limits | None = None) -> Inapplicable:
    found = derive_pass(*record(program, upstream), limits=limits)
    assert isinstance(found, Inapplicable)
    return found


def texts(found: Derivation) -> list[str]:
    return [one.value.general.text if one.value.general else one.value.elements[0].text for one in found.steps]


def assert_agrees(found: Derivation) -> None:
    for leaf in found.leaves:
        for one in leaf.elements:
            # Torch sends nothing where it need not compute; sympy computes that it is nothing.
            nothing = one.autograd is None and one.symbolic == 0
            assert one.autograd_verdict == ("not given" if nothing else "agrees"), (leaf.name.text, one)
            assert one.difference_verdict == "agrees", (leaf.name.text, one)


# The lecture


def lecture(power: bool) -> Program:
    def program() -> tuple[dict[str, torch.Tensor], torch.Tensor]:
        x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
        y = x - 2
        z = 3 * y**2 if power else y * y * 3
        a = z.mean()
        return {"x": x, "y": y, "z": z, "a": a}, a

    return program


def test_the_lectures_gradient_comes_out_as_by_hand() -> None:
    found = derived(lecture(power=True))
    assert texts(found) == ["y_i = x_i - 2", "z_i = 3 y_i^2", "a = (1/4) sum_i z_i"]
    assert [one.derivatives.general.text for one in found.steps if one.derivatives.general] == [
        "dy_i/dx_i = 1",
        "dz_i/dy_i = 6 y_i",
        "da/dz_i = 1/4",
    ]
    assert [one.general.text for one in found.chain if one.general] == [
        "da/dz_i = 1/4",
        "da/dy_i = da/dz_i * dz_i/dy_i = 1/4 * 6 y_i = (3/2) y_i",
        "da/dx_i = da/dy_i * dy_i/dx_i = (3/2) y_i * 1 = (3/2) y_i",
    ]
    [leaf] = found.leaves
    assert leaf.general is not None
    assert leaf.general.latex == r"\frac{\partial a}{\partial x_{i}} = \frac{3}{2} x_{i} - 3"
    assert leaf.general.text == "da/dx_i = (3/2) x_i - 3"
    assert next(one.expression.text for one in leaf.elements if one.expression) == "(3/2) x_1,1 - 3"
    assert next(one.substituted.latex for one in leaf.elements if one.substituted) == (
        r"\frac{3}{2} \left(1\right) - 3 = -1.5"
    )
    assert [one.symbolic for one in leaf.elements] == [-1.5, 0.0, 1.5, 3.0]
    assert [one.autograd for one in leaf.elements] == [-1.5, 0.0, 1.5, 3.0]
    assert [one.index for one in leaf.elements] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert_agrees(found)
    assert found.agrees


def test_the_lectures_other_spelling_has_a_step_more_and_the_same_end() -> None:
    found = derived(lecture(power=False))
    assert texts(found) == ["y_i = x_i - 2", "u_i = y_i^2", "z_i = 3 u_i", "a = (1/4) sum_i z_i"]
    assert found.leaves[0].general is not None
    assert found.leaves[0].general.text == "da/dx_i = (3/2) x_i - 3"
    assert_agrees(found)


def test_the_lectures_product_of_two_leaves() -> None:
    def program() -> tuple[dict[str, torch.Tensor], torch.Tensor]:
        x = torch.arange(1.0, 5.0, requires_grad=True)
        w = torch.ones(4, requires_grad=True)
        z = w @ x
        return {"x": x, "w": w, "z": z}, z

    found = derived(program)
    assert texts(found) == ["z = sum_i w_i x_i"]
    assert [leaf.general.text for leaf in found.leaves if leaf.general] == ["dz/dx_i = w_i", "dz/dw_i = x_i"]
    assert_agrees(found)


def test_the_lectures_loop_can_be_counted_in_the_gradient() -> None:
    turns = 0

    def program() -> tuple[dict[str, torch.Tensor], torch.Tensor]:
        nonlocal turns
        torch.manual_seed(7)
        x = torch.randn(3, requires_grad=True)
        y = 2 * x
        while y.norm() < 1000:
            y = 2 * y
            turns += 1
        return {"x": x, "y": y}, y

    found = derived(program, torch.tensor([0.1, 1.0, 0.0001]))
    assert texts(found)[-1] == "L = sum_i g_i y_i"
    assert len(found.steps) == turns + 2
    assert turns == 9
    assert found.result.text == "L"
    assert found.leaves[0].general is not None
    assert found.leaves[0].general.text == f"dL/dx_i = {2 ** (turns + 1)} g_i"
    assert_agrees(found)


# Every operation


Call = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]

EXAMPLES: dict[str, list[Call]] = {
    **{name: [lambda x, w, name=name: getattr(x / 8, name)()] for name in ("asin", "acos", "atan", "arcsin", "arccos")},
    **{
        name: [lambda x, w, name=name: getattr(x, name)()]
        for name in (
            *("exp", "log", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh", "sigmoid", "erf", "neg", "negative"),
            *("square", "reciprocal", "rsqrt", "expm1", "log1p", "log2", "log10", "exp2", "arctan", "abs", "absolute"),
            *("relu", "clone", "contiguous", "double", "sum", "mean", "prod", "var", "std", "norm", "max", "min"),
            *("amax", "amin", "flatten", "ravel", "t", "positive", "trace", "diagonal", "squeeze"),
        )
    },
    **{name: [lambda x, w, name=name: getattr(x, name)] for name in ("T", "mT")},
    "add": [lambda x, w: x + w, lambda x, w: x + 1, lambda x, w: torch.add(x, w, alpha=3), lambda x, w: x + w[0]],
    "sub": [lambda x, w: x - w, lambda x, w: torch.sub(x, w, alpha=3), lambda x, w: x[:, :1] - w],
    "subtract": [lambda x, w: x.subtract(w)],
    "rsub": [lambda x, w: 3 - x, lambda x, w: torch.rsub(x, w, alpha=2)],
    "mul": [lambda x, w: x * w, lambda x, w: 0.1 * x, lambda x, w: torch.mul(input=x, other=w)],
    "multiply": [lambda x, w: x.multiply(w)],
    "div": [lambda x, w: x / w, lambda x, w: x / 3],
    "divide": [lambda x, w: x.divide(w)],
    "true_divide": [lambda x, w: torch.true_divide(x, w)],
    "rtruediv": [lambda x, w: 1 / x],
    "pow": [
        lambda x, w: x**3,
        lambda x, w: x**w,
        lambda x, w: torch.pow(2, x),
        lambda x, w: x**0.5,
        lambda x, w: x**-1,
    ],
    "rpow": [lambda x, w: 2**x],
    "float_power": [lambda x, w: x.float_power(2)],
    "expit": [lambda x, w: torch.special.expit(x)],
    "leaky_relu": [lambda x, w: functional.leaky_relu(x - 1.5, 0.2)],
    "elu": [lambda x, w: functional.elu(x - 1.5)],
    "silu": [lambda x, w: functional.silu(x)],
    "gelu": [lambda x, w: functional.gelu(x)],
    "logsigmoid": [lambda x, w: functional.logsigmoid(x)],
    "softplus": [lambda x, w: functional.softplus(x), lambda x, w: functional.softplus(x, beta=2, threshold=3)],
    "maximum": [lambda x, w: torch.maximum(x, w)],
    "minimum": [lambda x, w: torch.minimum(x, w)],
    "clamp": [lambda x, w: x.clamp(0.9, 1.7), lambda x, w: x.clamp(min=1.2), lambda x, w: x.clamp(max=1.2)],
    "clip": [lambda x, w: x.clip(0.9, 1.7)],
    "clamp_min": [lambda x, w: x.clamp_min(1.2)],
    "clamp_max": [lambda x, w: x.clamp_max(1.2)],
    "where": [lambda x, w: torch.where(x > w, x, 2 * w), lambda x, w: torch.where(x > w, x, 0.0)],
    "requires_grad": [lambda x, w: x.requires_grad_() * 2],
    "float": [lambda x, w: x.float()],
    "to": [lambda x, w: x.to(torch.float64)],
    "matmul": [lambda x, w: x @ w.t(), lambda x, w: x @ w[0], lambda x, w: w[:, 0] @ x, lambda x, w: x[0] @ w[0]],
    "rmatmul": [lambda x, w: x.__rmatmul__(w.t())],
    "mm": [lambda x, w: x.mm(w.t())],
    "mv": [lambda x, w: x.mv(w[0])],
    "bmm": [lambda x, w: x[None].bmm(w.t()[None])],
    "dot": [lambda x, w: x[0].dot(w[0])],
    "vdot": [lambda x, w: torch.vdot(x[0], w[0])],
    "inner": [lambda x, w: torch.inner(x[0], w[0])],
    "linear": [lambda x, w: functional.linear(x, w), lambda x, w: functional.linear(x[0], w, w[:, 0])],
    "addmm": [lambda x, w: torch.addmm(x[:, :2], x, w.t(), beta=2, alpha=3)],
    "outer": [lambda x, w: torch.outer(x[0], w[0])],
    "ger": [lambda x, w: torch.ger(x[0], w[1])],
    "vector_norm": [lambda x, w: torch.linalg.vector_norm(x, dim=1), lambda x, w: torch.linalg.vector_norm(x, ord=1)],
    "softmax": [lambda x, w: x.softmax(1), lambda x, w: functional.softmax(x, dim=0)],
    "log_softmax": [lambda x, w: x.log_softmax(1)],
    "logsumexp": [lambda x, w: x.logsumexp(1)],
    "mse_loss": [lambda x, w: functional.mse_loss(x, w), lambda x, w: torch._C._nn.mse_loss(x, w, 2)],
    "l1_loss": [lambda x, w: functional.l1_loss(x, w), lambda x, w: functional.l1_loss(x, w, reduction="none")],
    "huber_loss": [lambda x, w: functional.huber_loss(x, w, delta=0.7)],
    "smooth_l1_loss": [lambda x, w: functional.smooth_l1_loss(x, w, beta=0.7)],
    "binary_cross_entropy_with_logits": [
        lambda x, w: functional.binary_cross_entropy_with_logits(x, w.detach() / 3, reduction="sum")
    ],
    "nll_loss": [lambda x, w: functional.nll_loss(x, torch.tensor([0, 2]))],
    "nll_loss_nd": [lambda x, w: torch._C._nn.nll_loss_nd(x, torch.tensor([0, 2]), None, 2, -100)],
    "cross_entropy": [lambda x, w: functional.cross_entropy(x, torch.tensor([2, 1]))],
    "cumsum": [lambda x, w: x.cumsum(1)],
    "hardtanh": [lambda x, w: functional.hardtanh(x, 0.6, 1.7)],
    "relu6": [lambda x, w: functional.relu6(x * 4 - 3.1)],
    "split_with_sizes": [lambda x, w: torch.split_with_sizes(x, [1, 2], 1)[1]],
    "hstack": [lambda x, w: torch.hstack([x, w]), lambda x, w: torch.hstack([x[0], w[1]])],
    "tril": [lambda x, w: x.tril()],
    "triu": [lambda x, w: torch.triu(x, diagonal=1)],
    "reshape": [lambda x, w: x.reshape(3, 2), lambda x, w: torch.reshape(x, (-1,))],
    "view": [lambda x, w: x.view(-1), lambda x, w: x.view((6,))],
    "transpose": [lambda x, w: x.transpose(0, 1), lambda x, w: torch.transpose(x, dim0=-1, dim1=0)],
    "swapaxes": [lambda x, w: x.swapaxes(0, 1)],
    "permute": [lambda x, w: x.permute(1, 0), lambda x, w: torch.permute(x, (1, 0))],
    "unsqueeze": [lambda x, w: x.unsqueeze(1)],
    "expand": [lambda x, w: x[:1].expand(4, -1), lambda x, w: x[0].expand((2, 3))],
    "broadcast_to": [lambda x, w: x[0].broadcast_to((2, 3))],
    "broadcast_tensors": [lambda x, w: torch.broadcast_tensors(x[0], w)[0]],
    "expand_as": [lambda x, w: x[0].expand_as(w)],
    "view_as": [lambda x, w: x.view_as(w)],
    "repeat": [lambda x, w: x.repeat(2, 1)],
    "select": [lambda x, w: x.select(1, 2)],
    "narrow": [lambda x, w: x.narrow(1, 1, 2)],
    "index_select": [lambda x, w: x.index_select(1, torch.tensor([2, 0, 2]))],
    "gather": [lambda x, w: x.gather(1, torch.tensor([[0], [2]]))],
    "getitem": [
        *(
            lambda x, w: x[1],
            lambda x, w: x[0, 2],
            lambda x, w: x[[1, 0]],
            lambda x, w: x[:, 1:],
            lambda x, w: x[..., -1],
        ),
        *(lambda x, w: x[torch.tensor([1, 1])], lambda x, w: x[x > 1], lambda x, w: x[:, None, ::2]),
    ],
    "flip": [lambda x, w: x.flip(0, 1), lambda x, w: torch.flip(x, (1,))],
    "unbind": [lambda x, w: x.unbind()[1] * 2, lambda x, w: x.unbind(1)[2]],
    "split": [lambda x, w: x.split(2, dim=1)[1], lambda x, w: x.split([1, 2], 1)[1]],
    "chunk": [lambda x, w: x.chunk(2, dim=1)[0]],
    "stack": [lambda x, w: torch.stack([x, w], dim=1)],
    "cat": [lambda x, w: torch.cat((x, w, x), dim=1)],
    "concat": [lambda x, w: torch.concat((x, w))],
}
EXAMPLES["sum"] += [lambda x, w: x.sum(1), lambda x, w: x.sum(dim=0, keepdim=True), lambda x, w: torch.sum(x, (0, 1))]
EXAMPLES["mean"] += [lambda x, w: x.mean(-1), lambda x, w: x.mean(axis=0, keepdim=True)]
EXAMPLES["prod"] += [lambda x, w: x.prod(1)]
EXAMPLES["var"] += [lambda x, w: x.var(1), lambda x, w: x.var(unbiased=False), lambda x, w: x.var(0, correction=0)]
EXAMPLES["std"] += [lambda x, w: x.std(1)]
EXAMPLES["norm"] += [lambda x, w: x.norm(1), lambda x, w: x.norm(dim=1), lambda x, w: torch.linalg.norm(x)]
EXAMPLES["max"] += [lambda x, w: x.max(w), lambda x, w: x.max(1).values, lambda x, w: x.max(dim=0, keepdim=True)[0]]
EXAMPLES["min"] += [lambda x, w: x.min(w), lambda x, w: x.min(1).values]
EXAMPLES["relu"] += [lambda x, w: functional.relu(x - 1.4), lambda x, w: torch.relu(x - 1.4)]

SPELLINGS = {
    **{"radd": "add", "iadd": "add", "isub": "sub", "imul": "mul", "rmul": "mul", "itruediv": "div", "ipow": "pow"},
    **{"truediv": "div", "rdiv": "rtruediv", "log_sigmoid": "logsigmoid"},
}
"""Names under which an operation may be recorded, though torch itself resolves them to others."""

CALLS = [(name, turn) for name, calls in EXAMPLES.items() for turn in range(len(calls))]


def calling(call: Call) -> Program:
    def program() -> tuple[dict[str, torch.Tensor], torch.Tensor]:
        x = torch.tensor([[1.25, 0.5, 2.1], [0.75, 1.8, 1.0]], dtype=torch.float64, requires_grad=True)
        w = torch.tensor([[0.6, 1.1, 0.9], [1.5, 0.4, 2.2]], dtype=torch.float64, requires_grad=True)
        y = call(x, w)
        return {"x": x, "w": w, "y": y}, y

    return program


@pytest.mark.parametrize(("name", "turn"), CALLS)
def test_an_operation_is_derived_as_torch_computes_it(name: str, turn: int) -> None:
    program = calling(EXAMPLES[name][turn])
    shape = program()[1].shape
    upstream = torch.linspace(0.5, 1.5, math.prod(shape), dtype=program()[1].dtype).reshape(shape)
    trace, details = record(program, upstream)
    assert name in {plain_name(one.name) for one in details.operations}
    found = derive_pass(trace, details)
    assert isinstance(found, Derivation), found
    assert_agrees(found)


@pytest.mark.parametrize("name", SPELLINGS)
def test_another_spelling_is_the_same_operation(name: str) -> None:
    program = calling(EXAMPLES[SPELLINGS[name]][0])
    trace, details = record(program, torch.ones(2, 3, dtype=torch.float64))
    operations = tuple(
        replace(one, name=f"torch.Tensor.__{name}__") if plain_name(one.name) == SPELLINGS[name] else one
        for one in details.operations
    )
    assert operations != details.operations
    found = derive_pass(trace, replace(details, operations=operations))
    assert isinstance(found, Derivation), found
    assert_agrees(found)


def test_every_operation_has_an_example() -> None:
    assert EXAMPLES.keys() | SPELLINGS.keys() == OPERATIONS.keys()


@pytest.mark.parametrize(
    "call",
    [
        lambda x, w: (x - x.detach()).relu(),
        lambda x, w: (x - x.detach()).abs(),
        lambda x, w: torch.maximum(x, x.detach()),
        lambda x, w: torch.minimum(x.detach(), x),
        lambda x, w: x.clamp(min=0.75, max=1.25),
        lambda x, w: functional.hardtanh(x, 0.75, 1.25),
        lambda x, w: torch.cat([x, x]).max(),
        lambda x, w: torch.cat([x, x]).amin(),
        lambda x, w: (x - x.detach()).norm(),
    ],
)
def test_at_a_kink_torchs_choice_is_made(call: Call) -> None:
    made = calling(call)()[1]
    found = derived(calling(call), torch.ones_like(made))
    for leaf in found.leaves:
        assert all(one.autograd_verdict == "agrees" for one in leaf.elements)
        assert {one.difference_verdict for one in leaf.elements} <= {"agrees", "crosses a kink"}
    assert found.agrees
    assert any(step.piecewise for step in found.steps)


# Drawn programs

ELEMENT_BY_ELEMENT: list[Callable[[torch.Tensor], torch.Tensor]] = [
    lambda a: a.exp() / 3,
    lambda a: (a * a + 1).log(),
    lambda a: (a.square() + 0.5).sqrt(),
    lambda a: a.sin(),
    lambda a: a.cos() * 2,
    torch.tanh,
    torch.sigmoid,
    lambda a: 2 - a,
    lambda a: 1 / (a * a + 2),
    lambda a: a**3 / 4,
    lambda a: 3 * a**2,
    functional.softplus,
    lambda a: functional.relu(a - 0.1),
    lambda a: a.abs() + a,
    lambda a: (a * a).mean() * a,
    lambda a: a - a.mean(dim=-1, keepdim=True),
    lambda a: a.softmax(-1),
    lambda a: a.flip(0),
    lambda a: a.reshape(-1).reshape(a.shape),
]
TWO_BY_TWO: list[Callable[[torch.Tensor, torch.Tensor], torch.Tensor]] = [
    lambda a, b: a * b,
    lambda a, b: a + 2 * b,
    lambda a, b: a / (b * b + 1),
    lambda a, b: a - b.detach(),
    torch.maximum,
    lambda a, b: torch.where(a > b, a, b * 0.5),
    lambda a, b: a @ b.transpose(-1, -2) @ b,
    lambda a, b: (a * b).sum(0, keepdim=True) + a,
    lambda a, b: torch.stack([a, b]).mean(0),
]
ENDS: list[Callable[[torch.Tensor], torch.Tensor]] = [
    torch.sum,
    torch.mean,
    torch.norm,
    lambda a: a.max(),
    lambda a: (a**2).sum(),
    lambda a: a.logsumexp(0).sum(),
    lambda a: functional.mse_loss(a, torch.ones_like(a)),
    lambda a: a,
]


@st.composite
def drawn(draw: st.DrawFn) -> tuple[Program, torch.Size]:
    shape = draw(st.sampled_from([(2, 2), (1, 3), (2, 3), (3, 1)]))
    seed = draw(st.integers(0, 10_000))
    plan = draw(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=5))
    end = draw(st.sampled_from(ENDS))

    def program() -> tuple[dict[str, torch.Tensor], torch.Tensor]:
        generator = torch.Generator().manual_seed(seed)
        x = torch.randn(shape, dtype=torch.float64, generator=generator, requires_grad=True)
        w = torch.randn(shape, dtype=torch.float64, generator=generator, requires_grad=True)
        have = [x, w]
        for which, first, second in plan:
            functions = len(ELEMENT_BY_ELEMENT)
            one = have[first % len(have)]
            if which % (functions + len(TWO_BY_TWO)) < functions:
                have.append(ELEMENT_BY_ELEMENT[which % (functions + len(TWO_BY_TWO))](one))
            else:
                two = TWO_BY_TWO[which % (functions + len(TWO_BY_TWO)) - functions]
                have.append(two(one, have[second % len(have)]))
        y = end(have[-1] + 0.5 * x)
        return {"x": x, "w": w, "y": y}, y

    return program, program()[1].shape


@given(drawn())
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_drawn_programs(one: tuple[Program, torch.Size]) -> None:
    program, shape = one
    upstream = torch.linspace(-1, 2, math.prod(shape), dtype=torch.float64).reshape(shape)
    found = derived(program, upstream)
    for leaf in found.leaves:
        assert leaf.tolerance == 1e-9
        for element in leaf.elements:
            assert element.autograd_verdict in ("agrees", "not given"), element
            assert element.difference_verdict in ("agrees", "crosses a kink"), element


# Where it does not apply


class Twice(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
        return x * 2

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> torch.Tensor:
        return grad * 2


def write_into_a_view(x: torch.Tensor) -> torch.Tensor:
    y = x * 2
    y[:2].mul_(3)
    return (y * y).sum()


def write_an_element(x: torch.Tensor) -> torch.Tensor:
    y = x * 2
    y[0] = 1.0
    return y.sum()


def write_over_what_a_view_looks_at(x: torch.Tensor) -> torch.Tensor:
    y = x * 2
    first = y[0]
    y.add_(1)
    return y.sum() + first


REFUSED: dict[str, tuple[Callable[[torch.Tensor], torch.Tensor], str | None]] = {
    "unsupported operation": (lambda x: torch.special.digamma(x).sum(), "torch.special.digamma"),
    "unsupported arguments": (lambda x: x.norm(3), "torch.Tensor.norm"),
    "custom function": (lambda x: Twice.apply(x).sum(), "TwiceBackward"),
    "in place": (write_into_a_view, None),
    "random": (lambda x: functional.dropout(x).sum(), "torch.nn.functional.dropout"),
    "not real": (lambda x: x.to(torch.complex64).abs().sum(), None),
}


def of_three(call: Callable[[torch.Tensor], torch.Tensor]) -> Program:
    def program() -> tuple[dict[str, torch.Tensor], torch.Tensor]:
        x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
        return {"x": x}, call(x)

    return program


@pytest.mark.parametrize("code", REFUSED)
def test_where_it_does_not_apply_it_says_why(code: str) -> None:
    call, operation = REFUSED[code]
    found = refused(of_three(call))
    assert found.code == code
    if operation is not None:
        assert found.operation == operation


@pytest.mark.parametrize("call", [write_into_a_view, write_an_element, write_over_what_a_view_looks_at])
def test_writing_where_something_else_looks_is_refused(call: Callable[[torch.Tensor], torch.Tensor]) -> None:
    assert refused(of_three(call)).code == "in place"


def test_writing_where_nothing_else_looks_is_followed() -> None:
    def call(x: torch.Tensor) -> torch.Tensor:
        y = x * 2
        y += 1
        y.mul_(3)
        return (y * y).sum()

    assert_agrees(derived(of_three(call)))


def test_what_hands_back_its_own_input_is_followed() -> None:
    def call(x: torch.Tensor) -> torch.Tensor:
        y, z = torch.broadcast_tensors((x * 2).contiguous(), x)
        return (y.expand(3) * z).sum()

    assert_agrees(derived(of_three(call)))


def test_a_line_is_named() -> None:
    found = refused(of_three(lambda x: torch.special.digamma(x).sum()))
    assert found.line is not None


def test_limits() -> None:
    def many() -> tuple[dict[str, torch.Tensor], torch.Tensor]:
        x = torch.ones(65, requires_grad=True)
        return {"x": x}, x.sum()

    found = refused(many)
    assert (found.code, found.found, found.most) == ("too many elements", 65, 64)

    def long(x: torch.Tensor) -> torch.Tensor:
        for _ in range(12):
            x = x * 2
        return x.sum()

    assert refused(of_three(long), limits=Limits(operations=10)).code == "too many operations"
    assert refused(of_three(long), limits=Limits(seconds=0.0)).code == "out of time"

    def wide() -> tuple[dict[str, torch.Tensor], torch.Tensor]:
        x = torch.arange(64.0, requires_grad=True)
        return {"x": x}, x.std()

    found = refused(wide)
    assert (found.code, found.operation) == ("too long", "torch.Tensor.std")


def test_what_is_too_long_to_write_is_still_worked_out() -> None:
    def program() -> tuple[dict[str, torch.Tensor], torch.Tensor]:
        x = torch.tensor([0.5, -0.2], dtype=torch.float64, requires_grad=True)
        y = x
        for _ in range(8):
            y = torch.tanh(y * y.sum() + x)
        z = y.sum()
        return {"x": x, "z": z}, z

    found = derived(program)
    assert found.leaves[0].elements[0].expression is None
    assert_agrees(found)


def test_a_result_that_is_no_scalar_needs_a_gradient() -> None:
    trace, details = record(of_three(lambda x: x * 2), torch.ones(3))
    result = max(value.id for value in details.values)
    found = derive(trace, details, result, {})
    assert isinstance(found, Inapplicable)
    assert found.code == "needs upstream"
    with_one = derive(trace, details, result, {}, [1.0, 0.5, 2.0])
    assert isinstance(with_one, Derivation)
    assert [one.symbolic for one in with_one.leaves[0].elements] == [2.0, 1.0, 4.0]
    assert {one.autograd_verdict for one in with_one.leaves[0].elements} == {"not given"}


def test_what_requires_no_gradient_has_none() -> None:
    trace, details = record(of_three(lambda x: x.detach() * 2), torch.ones(3))
    found = derive(trace, details, max(value.id for value in details.values), {}, [1.0, 1.0, 1.0])
    assert isinstance(found, Inapplicable)
    assert found.code == "no gradient"
    assert derive(trace, details, 99, {}) == Inapplicable("not recorded")
    assert derive_pass(trace, details, 5) == Inapplicable("not recorded")


def test_a_record_that_does_not_fit_is_noticed() -> None:
    trace, details = record(of_three(lambda x: (x * 2).sum()))
    operations = tuple(
        replace(one, name="torch.Tensor.exp", arguments=one.arguments[:1]) if one.name == "torch.Tensor.mul" else one
        for one in details.operations
    )
    found = derive_pass(trace, replace(details, operations=operations))
    assert isinstance(found, Inapplicable)
    assert (found.code, found.operation) == ("differs", "torch.Tensor.exp")


def test_a_wrong_gradient_of_autograds_would_show() -> None:
    trace, details = record(of_three(lambda x: (x * x).sum()))
    leaf = next(value.id for value in details.values if value.requires_grad)
    result = max(value.id for value in details.values)
    found = derive(trace, details, result, {leaf: [2.0, 4.1, 6.0]})
    assert isinstance(found, Derivation)
    assert [one.autograd_verdict for one in found.leaves[0].elements] == ["agrees", "disagrees", "agrees"]
    assert not found.agrees


@pytest.mark.parametrize(
    "call",
    [
        lambda x: (x - 2).log().sum(),
        lambda x: (x - 1).sqrt().sum(),
        lambda x: (1 / (x - 1)).sum(),
        lambda x: (-x).pow(0.5).sum(),
        lambda x: (x * 1000).exp().sum(),
    ],
)
def test_what_is_not_finite_is_said_to_be_so(call: Callable[[torch.Tensor], torch.Tensor]) -> None:
    found = derived(of_three(call))
    verdicts = {one.autograd_verdict for one in found.leaves[0].elements}
    assert "not finite" in verdicts
    assert verdicts <= {"not finite", "agrees"}


def test_nothing_at_all_is_derived_as_well() -> None:
    def program() -> tuple[dict[str, torch.Tensor], torch.Tensor]:
        x = torch.ones(0, requires_grad=True)
        return {"x": x}, (x * 2).sum()

    assert derived(program).leaves[0].elements == ()


# How it reads


def network() -> tuple[dict[str, torch.Tensor], torch.Tensor]:
    x = torch.tensor([0.5, -1.25, 2.0], dtype=torch.float64)
    weight = torch.tensor([[0.1, 0.2, -0.3], [0.7, -0.5, 0.4]], dtype=torch.float64, requires_grad=True)
    b = torch.tensor([0.123456789, -0.2], dtype=torch.float64, requires_grad=True)
    h = torch.tanh(weight @ x + b)
    p = h.softmax(0)
    loss = -torch.log(p[1])
    return {"x": x, "weight": weight, "b": b, "h": h, "p": p, "loss": loss}, loss


def test_products_of_matrices_read_as_sums() -> None:
    found = derived(network)
    assert texts(found)[:2] == ["u_i = sum_j weight_i,j x_j", "h_i = tanh(b_i + u_i)"]
    first = found.steps[0]
    assert first.derivatives.general is not None
    assert first.derivatives.general.text == "du_i/dweight_i,j = x_j"
    assert first.value.general is not None
    assert first.value.general.latex == r"u_{i} = \sum_{j=1}^{3} \mathrm{weight}_{i,j} \, x_{j}"
    assert_agrees(found)


def test_names_with_numbers_and_others_can_be_drawn() -> None:
    def program() -> tuple[dict[str, torch.Tensor], torch.Tensor]:
        w1 = torch.tensor([1.0, 2.0], requires_grad=True)
        my_layers = torch.tensor([0.5, 0.25], requires_grad=True)
        y_2 = (w1 * my_layers).sin()
        y_2.mul_(2)
        a = y_2.sum()
        return {"w1": w1, "layers['a_b'].weight": my_layers, "y_2": y_2, "a": a}, a

    for latex in formulas_of(derived(program)):
        ziamath.Latex(latex).getsize()


def formulas_of(found: Derivation) -> Iterator[str]:
    """Some of each kind: drawing takes its time."""
    for lines in (*(one.value for one in found.steps), *(one.derivatives for one in found.steps), *found.chain):
        shown = (lines.name, *lines.elements[:1], *((lines.general,) if lines.general else ()))
        yield from (one.latex for one in shown if len(one.latex) < 300)
    for leaf in found.leaves:
        if leaf.general is not None:
            yield leaf.general.latex
        for one in leaf.elements[:1]:
            if one.expression is not None and one.substituted is not None and len(one.substituted.latex) < 300:
                yield one.expression.latex
                yield one.substituted.latex


def test_all_latex_can_be_drawn() -> None:
    seen = set()
    for program, upstream in (
        (lecture(power=True), None),
        (network, None),
        (calling(EXAMPLES["getitem"][3]), torch.ones(2, 2, dtype=torch.float64)),
        (calling(EXAMPLES["linear"][1]), torch.ones(2, dtype=torch.float64)),
        (calling(EXAMPLES["maximum"][0]), torch.ones(2, 3, dtype=torch.float64)),
        (calling(EXAMPLES["gelu"][0]), torch.ones(2, 3, dtype=torch.float64)),
    ):
        seen |= set(formulas_of(derived(program, upstream)))
    assert len(seen) > 50
    for latex in seen:
        ziamath.Latex(latex).getsize()


def test_only_so_many_lines_are_shown() -> None:
    found = derived(calling(EXAMPLES["t"][0]), torch.ones(3, 2, dtype=torch.float64), Limits(lines=4))
    assert len(found.steps[0].value.elements) == 4
    assert found.steps[0].value.left_out == 2
    assert found.steps[0].derivatives.left_out == 2
    assert found.chain[-1].left_out == 2


def test_a_name_that_comes_again_is_numbered() -> None:
    def call(x: torch.Tensor) -> tuple[dict[str, torch.Tensor], torch.Tensor]:
        y = x * 2
        y.add_(1)
        z = (y * y).sum()
        return {"x": x, "y": y, "z": z}, z

    def program() -> tuple[dict[str, torch.Tensor], torch.Tensor]:
        return call(torch.tensor([1.0, 2.0], requires_grad=True))

    assert texts(derived(program))[:2] == ["y(0)_i = 2 x_i", "y(1)_i = y(0)_i + 1"]


def test_names_of_the_programs_own_are_left_to_it() -> None:
    def program() -> tuple[dict[str, torch.Tensor], torch.Tensor]:
        g = torch.tensor([1.0, 2.0], requires_grad=True)
        u = g * 2
        v = torch.sin(u) * torch.cos(u)
        return {"g": g, "u": u, "v": v}, v

    found = derived(program, torch.ones(2))
    assert texts(found)[-1] == "L = sum_i g0_i v_i"
