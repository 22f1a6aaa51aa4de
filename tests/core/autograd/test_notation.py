"""Formulas as they are shown say what torch's nodes do: texts and LaTeX are evaluated beside the real nodes."""

from __future__ import annotations

from typing import Any

import pytest
import torch
import ziamath

from core.autograd.formulas import formulas
from core.autograd.notation.latex import latex_name
from core.autograd.notation.rule import Rule, readable
from core.autograd.notation.rules import HELPERS
from core.autograd.notation.text import text_of
from core.autograd.notation.tree import UnreadableError, parse
from tests.core.autograd.rule_values import answers

LINES = [(name, line) for name, lines in formulas().items() for line in lines.split("\n")]


UNCHECKED = {
    # Of complex, sparse or nested tensors.
    ("ConjBackward0", "self"),
    ("ConjBackward0_copy", "self"),
    ("NegViewBackward0", "self"),
    ("NegViewBackward0_copy", "self"),
    ("SparseAddmmBackward0", "self"),
    ("SparseAddmmBackward0", "mat2"),
    ("SqueezeBackwardAutogradNestedTensor0", "self"),
    ("SqueezeBackwardAutogradNestedTensor0_copy", "self"),
    # Only torch's own passes and other backends call these.
    ("MkldnnReshapeBackward0", "self"),
    ("ReshapeAliasBackward0_copy", "self"),
    ("ReshapeCopyBackward0", "self"),
    ("SqueezeBackward2_copy", "self"),
    ("SqueezeBackward5", "self"),
    ("TestAutogradMultipleDispatchBackward0", "self"),
    ("TestAutogradMultipleDispatchBackwardAutogradCUDA0", "self"),
}
"""Rules with LaTeX that no program of real numbers on a CPU makes: only their reading is tested."""


def one_rule(name: str, argument: str = "self", **saved: object) -> Rule:
    found = {rule.arguments[0]: rule for rule in (readable(line, saved) for line in formulas()[name].split("\n"))}
    return found[argument]


def test_the_lectures_rules() -> None:
    assert readable("self: handle_r_to_c(self.scalar_type(), grad)").text == "grad"
    square = one_rule("PowBackward0", exponent=2)
    assert square.text == "grad * (2 * self).conj()"
    assert square.latex == r"\bar{x} = \bar{y} \cdot 2 \cdot x"
    named = readable("self: pow_backward(grad, self, exponent)", {"exponent": 2}, {"self": "y", "result": "z"})
    assert named.latex == r"\bar{y} = \bar{z} \cdot 2 \cdot y"
    assert one_rule("PowBackward0").text == (
        "zeros_like(self) if exponent == 0 else grad * (exponent * self.pow(exponent - 1)).conj()"
    )
    assert one_rule("MulBackward0").latex == r"\bar{x} = \bar{y} \cdot \mathrm{other}"
    assert one_rule("MeanBackward0", self_sym_numel=4).latex == r"\bar{x} = \frac{\bar{y}}{4}"
    assert one_rule("MmBackward0", "mat2").latex == r"\bar{\mathrm{mat2}} = x^{\top} \, \bar{y}"
    assert one_rule("ReluBackward0").text == "where(result <= 0, 0, grad)"
    assert one_rule("DotBackward0").text == "grad * tensor.conj()"


def test_what_is_not_arithmetic_stays_text() -> None:
    convolution = one_rule("ConvolutionBackward0", "input")
    assert convolution.latex is None
    assert convolution.text.startswith("convolution_backward(grad, input, weight, bias.shape, stride, padding,")
    assert "::" not in convolution.text
    missing = one_rule("ChunkBackward0")
    assert not missing.implemented
    assert missing.latex is None


def test_complex_numbers_keep_their_conjugates() -> None:
    line = "self: mul_tensor_backward(grad, other, self.scalar_type())"
    assert readable(line, complex_numbers=True).latex == r"\bar{x} = \bar{y} \cdot \overline{\mathrm{other}}"
    assert readable(line).text == "grad * other.conj()"


@pytest.mark.timeout(300)  # Importing torch's samples alone takes seconds.
def test_what_is_shown_agrees_with_torch_on_its_own_samples(sampled: dict[str, list[Any]]) -> None:
    checked = {"text": set(), "latex": set()}
    for name, argument, way, agrees in sampled["rules"]:
        assert agrees, (name, argument, way)
        checked[way].add((name, argument))
    assert len(checked["text"]) > 240
    assert len(checked["latex"]) > 200
    by_hand_too = {type(made.grad_fn).__name__ for made in by_hand()}
    unchecked = {
        (name, rule.arguments[0])
        for name, line in LINES
        if (rule := readable(line)).latex is not None
        and (name, rule.arguments[0]) not in checked["latex"]
        and name not in by_hand_too
        and rule.text not in ("grad", "zeros_like(grad)", f"zeros_like({rule.arguments[0]})")
    }
    assert unchecked == UNCHECKED


def by_hand() -> list[torch.Tensor]:
    x = torch.tensor([[0.5, -1.5], [2.0, -0.25]], dtype=torch.float64, requires_grad=True)
    w = torch.tensor([[1.5, 0.5], [-2.0, 0.75]], dtype=torch.float64, requires_grad=True)
    functional = torch.nn.functional
    return [
        2**x,
        x**2,
        x**1,
        x**0,
        (x**2) ** w,
        2 - x,
        torch.sub(x, w, alpha=3),
        torch.add(x, w, alpha=3),
        torch.rsub(x, w, alpha=3),
        x.clamp_max(0.3),
        x.fmod(0.3),
        x.remainder(0.3),
        x.lerp(w, w),
        x.lerp(w, 0.3),
        torch.xlogy(2.0, w * w),
        torch.special.xlog1py(2.0, w * w),
        x.clone().unsqueeze_(0),
        x.clone().t_(),
        x.clone()[None].squeeze_(),
        x.clone()[None].squeeze_(0),
        functional.elu_(x.clone()),
        functional.celu_(x.clone(), 0.7),
        functional.leaky_relu_(x.clone(), 0.2),
        functional.threshold_(x.clone(), 0.1, 5.0),
        functional.gelu(x),
        functional.silu(x),
        functional.softplus(x, 2.0, 1.0),
        functional.mse_loss(x, w),
        functional.mse_loss(x, w, reduction="sum"),
        functional.mse_loss(x, w, reduction="none"),
        functional.hardtanh(x),
        functional.hardshrink(x),
        functional.softshrink(x),
        x.softmax(1),
        x.log_softmax(0),
        x.sum(0),
        x.mean(1, keepdim=True),
        x.mean((0, 1)),
        torch.addmm(x, x, w, alpha=2, beta=3),
        torch.addmv(x[0], x, w[0]),
        x[None].bmm(w[None]),
        x @ w[0],
        x[0].dot(w[0]),
        x.norm(),
        torch.special.erfcx(x),
        x.exp2(),
        x.square().log10(),
        x.square().sqrt(),
        x.reciprocal(),
        x.square().rsqrt(),
        x.maximum(w),
        x.clamp(-0.3, 1.0),
        x.clamp(min=-0.3),
        torch.div(x, w, rounding_mode="trunc"),
        torch.view_copy(x, (4,)),
    ]


@pytest.mark.parametrize("made", by_hand(), ids=lambda made: made.grad_fn.name())
def test_what_is_shown_agrees_with_torch_by_hand(made: torch.Tensor) -> None:
    found = list(answers(made.grad_fn))
    assert found
    for one in found:
        assert one.by_text is not None, one.rule
        assert one.agrees(one.by_text), one.rule
        if one.rule.latex is not None:
            assert one.by_latex is not None
            assert one.agrees(one.by_latex), one.rule


def test_every_line_is_shown_without_cpp() -> None:
    kept = set()
    for name, line in LINES:
        rule = readable(line)
        try:
            parse(rule.torch)
        except UnreadableError:
            kept.add(name)  # It is shown as it stands.
            continue
        for word in ("::", "->", "_symint", "handle_r_to_c", "scalar_type", "grad_input_mask", "toDouble", "&&"):
            assert word not in rule.text, (name, rule.text)
    assert kept == {
        "NativeGroupNormBackward0",
        "NestedGetValuesBackward0",
        "NestedGetValuesBackward0_copy",
        "RollBackward0",
        "ToPaddedTensorBackward0",
    }


def test_every_latex_can_be_drawn() -> None:
    equations = {rule.latex for _, line in LINES if (rule := readable(line)).latex is not None}
    assert len(equations) > 120
    for latex in equations:
        ziamath.Latex(latex).getsize()


def test_helpers_are_those_that_torch_calls() -> None:
    called = " ".join(line for _, line in LINES)
    for head in HELPERS:
        assert f"{head.partition('(')[0]}(" in called


@pytest.mark.parametrize("expression", ["[](int i){return i;}", "a b", "a +", "f(a", "a ? b", "@"])
def test_more_of_cpp_is_refused(expression: str) -> None:
    with pytest.raises(UnreadableError):
        parse(expression)


@pytest.mark.parametrize(
    ("cpp", "python"),
    [
        ("a && !b || c", "a and not b or c"),
        ("a - (b - c)", "a - (b - c)"),
        ("(a + b) * -c", "(a + b) * -c"),
        ("(a == 0) & (b <= 1.)", "(a == 0) & (b <= 1)"),
        ("(a == b) == c", "(a == b) == c"),
        ("f(/*keepdim=*/true, {0, 1})", "f(keepdim=true, (0, 1))"),
        ("(a ? b : c).d(0)", "(b if a else c).d(0)"),
        ("g({1})[0]", "g((1,))[0]"),
    ],
)
def test_python_keeps_the_order_of_operators(cpp: str, python: str) -> None:
    assert text_of(parse(cpp)) == python


@pytest.mark.parametrize(
    "name", ["x", "x1", "w_2", "loss", "my_loss", "ws[0]", "w['a b'].weight", "a#%&${}\\^~", "وزن"]
)
def test_any_name_of_a_program_can_be_drawn(name: str) -> None:
    written = latex_name(name)
    ziamath.Latex(rf"\frac{{\partial {{{written}}}_{{i}}}}{{\partial \bar{{{written}}}}}").getsize()


def test_short_names_are_italic_with_their_number_below() -> None:
    assert [latex_name(one) for one in ("x", "x1", "w_2", "loss")] == ["x", "x_{1}", "w_{2}", r"\mathrm{loss}"]
