"""What a formula says once C++ and torch's own helpers are out of the way."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from core.autograd.notation.tree import (
    Binary,
    Call,
    Choice,
    Item,
    Method,
    Name,
    Named,
    Number,
    Several,
    Tree,
    Unary,
    Word,
    parse,
    rebuilt,
)

TRUE, FALSE, NONE = Name("True"), Name("False"), Name("None")

HELPERS = {
    "handle_r_to_c(_, grad)": "grad",
    "maybe_multiply(grad, factor)": "grad * factor",
    "wrap_opt_if(tensor, _)": "tensor",
    "mul_tensor_backward(grad, other, _)": "grad * other.conj()",
    "div_tensor_self_backward(grad, other, _)": "grad / other.conj()",
    "div_tensor_self_backward(grad, other, _, mode)": "mode.has_value() ? zeros_like(grad) : grad / other.conj()",
    "div_tensor_other_backward(grad, self, other)": "-grad * (self / other / other).conj()",
    "div_tensor_other_backward(grad, self, other, mode)": (
        "mode.has_value() ? zeros_like(grad) : -grad * (self / other / other).conj()"
    ),
    "pow_backward(grad, self, exponent)": (
        "exponent == 0 ? zeros_like(self) : grad * (exponent * self.pow(exponent - 1)).conj()"
    ),
    "pow_backward_self(grad, self, exponent)": (
        "where(exponent == 0, 0, grad * (exponent * self.pow(exponent - 1)).conj())"
    ),
    "pow_backward_exponent(grad, self, exponent, result)": (
        "where((self == 0) & (exponent >= 0), 0, grad * (result * log(self)).conj())"
    ),
    "log1p_backward(grad, self)": "grad / (self + 1).conj()",
    "threshold_backward(grad, self, threshold)": "where(self <= threshold, 0, grad)",
    "sigmoid_backward(grad, result)": "grad * ((1 - result) * result).conj()",
    "tanh_backward(grad, result)": "grad * (1 - result.pow(2)).conj()",
    "silu_backward(grad, self)": "grad * sigmoid(self) * (1 + self * (1 - sigmoid(self)))",
    "log_sigmoid_backward(grad, self, _)": "grad * sigmoid(-self)",
    "gelu_backward(grad, self, approximate)": (
        'approximate == "none" ? grad * ((1 + erf(self / sqrt(2))) / 2 + self * exp(-self.pow(2) / 2) / sqrt(2 * M_PI))'
        " : gelu_backward(grad, self, approximate)"
    ),
    "softplus_backward(grad, self, beta, threshold)": (
        "where(beta * self > threshold, grad, grad * sigmoid(beta * self))"
    ),
    "leaky_relu_backward(grad, self, slope, _)": "where(self > 0, grad, grad * slope)",
    "elu_backward(grad, alpha, scale, input_scale, is_result, self)": (
        "is_result ? where(self <= 0, grad * input_scale * (self + alpha * scale), grad * scale)"
        " : where(self <= 0, grad * input_scale * alpha * scale * exp(input_scale * self), grad * scale)"
    ),
    "hardtanh_backward(grad, self, min_val, max_val)": "where((self > min_val) & (self < max_val), grad, 0)",
    "hardsigmoid_backward(grad, self)": "where((self > -3) & (self < 3), grad / 6, 0)",
    "hardshrink_backward(grad, self, lambd)": "where((self >= -lambd) & (self <= lambd), 0, grad)",
    "softshrink_backward(grad, self, lambd)": "where((self >= -lambd) & (self <= lambd), 0, grad)",
    "clamp_backward(grad, self, min, max)": (
        "min.has_value() ? (max.has_value() ? where((self >= min) & (self <= max), grad, 0)"
        " : where(self >= min, grad, 0)) : where(self <= max, grad, 0)"
    ),
    "rad2deg_backward(grad)": "grad * (180 / M_PI)",
    "deg2rad_backward(grad)": "grad * (M_PI / 180)",
    "sum_backward(grad, shape, dim, keepdim)": "restore_reduced_dims(grad, dim, keepdim).expand(shape)",
    "mean_backward(grad, shape, dim, _, keepdim)": (
        "restore_reduced_dims(grad, dim, keepdim).expand(shape) / size(shape, dim)"
    ),
    "mm_mat1_backward(grad, mat2, _, _, _, alpha)": "grad.mm(mat2.t().conj()) * alpha.conj()",
    "mm_mat2_backward(grad, mat1, _, _, _, alpha)": "mat1.t().conj().mm(grad) * alpha.conj()",
    "_softmax_backward_data(grad, result, dim, _)": ("result * (grad - (grad * result).sum(dim, keepdim=true))"),
    "_log_softmax_backward_data(grad, result, dim, _)": "grad - exp(result) * grad.sum(dim, keepdim=true)",
    "mse_loss_backward(grad, self, target, reduction)": (
        "reduction == 1 ? grad * 2 * (self - target) / self.numel() : grad * 2 * (self - target)"
    ),
    "linalg_vector_norm_backward(grad, self, ord, result, dim, keepdim)": (
        "ord == 2 ? where(restore_reduced_dims(result, dim, keepdim) == 0, 0, self * restore_reduced_dims(grad, dim,"
        " keepdim) / restore_reduced_dims(result, dim, keepdim))"
        " : linalg_vector_norm_backward(grad, self, ord, result, dim, keepdim)"
    ),
    "cumsum_backward(grad, dim)": "grad.flip(dim).cumsum(dim).flip(dim)",
    "unsqueeze_to(grad, shape)": "grad.reshape(shape)",
    "unsqueeze_to(grad, _, shape)": "grad.reshape(shape)",
}
"""Functions of torch's FunctionsManual.cpp and kernels, each as what it computes; the tests run them against torch."""

_NUMBERS: dict[str, Tree] = {"M_PI": Name("pi"), "M_LN2": Call("log", (Number("2"),))}
_LOGARITHMS = (2, 10)
_UNCHANGED = {"contiguous", "resolve_conj", "toDouble", "toFloat", "toComplexDouble"}
"""Methods that change how something is kept, not what it is."""
_RENAMED = {"sym_numel": "numel", "sym_strides": "stride", "isComplex": "is_complex"}
_NOISE = {"options", "scalar_type", "layout", "dtype"}


def simplified(tree: Tree, saved: Mapping[str, Tree] | None = None) -> Tree:
    """A formula without helpers and C++, what is known of the saved numbers put in.

    Left out, because none of it changes a value: casts to an argument's type, the mask of wanted gradients,
    and the part that keeps a complex gradient from a real input. What is for an undefined gradient goes too,
    and of two ways of computing the same (differentiable again or not) the plain one stays.
    """
    return _Simplifier(saved or {}).of(tree)


@lru_cache(maxsize=1)
def _helpers() -> dict[tuple[str, int], tuple[tuple[str, ...], Tree]]:
    found = {}
    for head, body in HELPERS.items():
        call = parse(head)
        assert isinstance(call, Call)
        parameters = tuple(one.text for one in call.arguments if isinstance(one, Name))
        found[call.function, len(parameters)] = parameters, parse(body)
    return found


class _Simplifier:
    def __init__(self, saved: Mapping[str, Tree]) -> None:
        self._saved = saved

    def of(self, tree: Tree) -> Tree:
        if isinstance(tree, Name):
            return self._name(tree)
        if isinstance(tree, Method) and isinstance(tree.of, Name) and not tree.arguments:
            # What was asked of an argument is saved instead of the argument.
            known = self._saved.get(f"{tree.of.text}_{tree.name}")
            if known is not None and tree.name in ("sym_numel", "numel"):
                return known
        if isinstance(tree, Choice):
            condition = self.of(tree.condition)
            if condition in (TRUE, FALSE):
                return self.of(tree.yes if condition == TRUE else tree.no)
            return Choice(condition, self.of(tree.yes), self.of(tree.no))
        tree = rebuilt(tree, self.of)
        match tree:
            case Unary():
                return _unary(tree)
            case Binary():
                return _binary(tree)
            case Call():
                return self._call(tree)
            case Method():
                return self._method(tree)
            case Number(text):
                return _logarithm(float(text)) or tree
            case _:
                return tree

    def _name(self, name: Name) -> Tree:
        if name.text in ("true", "false"):
            return TRUE if name.text == "true" else FALSE
        if name.text == "retain_variables":  # It only decides whether to copy.
            return FALSE
        return _NUMBERS[name.text] if name.text in _NUMBERS else self._saved.get(name.text, name)

    def _call(self, call: Call) -> Tree:
        function = call.function.removesuffix("_symint")
        arguments = call.arguments
        if function == "GradMode_is_enabled":
            return FALSE
        if function.startswith("get_") and function[4:].isdigit() and len(arguments) == 1:
            return Item(arguments[0], Number(function[4:]))
        if function == "scalar_tensor":
            return arguments[0]
        if function == "pow" and not isinstance(arguments[0], Number):
            return self._method(Method(arguments[0], "pow", arguments[1:]))
        helper = _helpers().get((function, len(arguments)))
        if helper is not None:
            parameters, body = helper
            # A helper that stands for itself where its rule is left to torch is not expanded for ever.
            given = {name: _value(one) for name, one in zip(parameters, arguments, strict=True)}
            return _Simplifier(given).of(_marked(body, function))
        return Call(function.removesuffix("'"), _without_noise(arguments))

    def _method(self, method: Method) -> Tree:
        of, name = method.of, method.name.removesuffix("_symint")
        if name in _UNCHANGED and not method.arguments:
            return of
        if name == "to" and len(method.arguments) == 1 and _is_noise(method.arguments[0]):
            return of
        if name == "isComplex" and isinstance(of, Number):
            return FALSE
        if name == "has_value" and (known := _has_value(of)) is not None:
            return known
        if name == "value" and not method.arguments:
            return of
        if name == "defined" and of == Name("grad"):
            return TRUE
        if name in ("conj", "conj_physical") and isinstance(of, Number):
            return of
        if name == "pow" and method.arguments == (Number("1"),):
            return of
        if name == "neg" and not method.arguments:
            return _unary(Unary("-", of))
        if name == "div" and len(method.arguments) == 1:
            return _binary(Binary("/", of, method.arguments[0]))
        if name.endswith("_") and not name.endswith("__"):
            name = name[:-1]  # In place on something that nobody else sees.
        return Method(of, _RENAMED.get(name, name), _without_noise(method.arguments))


def _logarithm(value: float) -> Tree | None:
    bases = [base for base in _LOGARITHMS if math.isclose(value, math.log(base), rel_tol=1e-15)]
    return Call("log", (Number(str(bases[0])),)) if bases else None


def _marked(body: Tree, function: str) -> Tree:
    """The body with calls of the helper itself marked as not to be expanded."""
    tree = rebuilt(body, lambda part: _marked(part, function))
    return Call(f"{function}'", tree.arguments) if isinstance(tree, Call) and tree.function == function else tree


def _value(tree: Tree) -> Tree:
    return tree.value if isinstance(tree, Named) else tree


def _has_value(tree: Tree) -> Tree | None:
    if tree == NONE:
        return FALSE
    return TRUE if isinstance(tree, (Number, Word)) else None


def _is_noise(tree: Tree) -> bool:
    if isinstance(tree, Method):
        return tree.name in _NOISE and not tree.arguments
    if isinstance(tree, Several) and tree.items:
        return all(map(_is_noise, tree.items))
    return (tree.of if isinstance(tree, Item) else tree) == Name("grad_input_mask")


def _without_noise(arguments: tuple[Tree, ...]) -> tuple[Tree, ...]:
    return tuple(one for one in arguments if not _is_noise(_value(one)))


def _unary(tree: Unary) -> Tree:
    if tree.sign == "!" and tree.of in (TRUE, FALSE):
        return FALSE if tree.of == TRUE else TRUE
    if tree.sign == "-" and isinstance(tree.of, Number):
        return Number(_written(-float(tree.of.text)))
    return tree


def _written(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def _binary(tree: Binary) -> Tree:
    sign, left, right = tree.sign, tree.left, tree.right
    if sign in ("==", "!=") and isinstance(left, (Number, Word)) and isinstance(right, (Number, Word)):
        return TRUE if (left == right) == (sign == "==") else FALSE
    if sign in ("&&", "||"):
        decisive = FALSE if sign == "&&" else TRUE
        if decisive in (left, right):
            return decisive
        if left in (TRUE, FALSE):
            return right
        return left if right in (TRUE, FALSE) else tree
    if sign == "*" and Number("1") in (left, right):
        return right if left == Number("1") else left
    if sign in ("+", "-") and isinstance(left, Number) and isinstance(right, Number):
        summed = float(left.text) + float(right.text) * (1 if sign == "+" else -1)
        return Number(_written(summed))
    return tree


def as_tree(value: object) -> Tree | None:
    """A saved number, text, list of these, or None as a tree; None for what is none of these, such as a tensor."""
    if value is None:
        return NONE
    if isinstance(value, bool):
        return TRUE if value else FALSE
    if isinstance(value, (int, float)):
        return Number(_written(float(value)) if math.isfinite(value) else repr(float(value)))
    if isinstance(value, str):
        return Word(value)
    if isinstance(value, (list, tuple)):
        items = [as_tree(one) for one in value]
        if all(one is not None for one in items):
            return Several(tuple(one for one in items if one is not None))
    return None
