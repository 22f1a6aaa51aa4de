"""The changes of a gradient, each beside torch's own word for it, over drawn gradients."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.autograd.gradient_changes import changed, tensor_of
from core.autograd.problem import ProblemError
from core.autograd.values import Snapshots
from core.autograd.what_if import ClipNorm, ClipValue, Negate, Noise, Replace, Scale, Zero

SHAPES = st.lists(st.integers(0, 4), max_size=3).map(tuple)
REALS = [torch.float16, torch.bfloat16, torch.float32, torch.float64]
NUMBERS = st.floats(-1e3, 1e3)


def drawn(shape: tuple[int, ...], dtype: torch.dtype, seed: int) -> torch.Tensor:
    return (torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64) * 3).to(dtype)


@settings(deadline=None)
@given(SHAPES, st.sampled_from(REALS), st.integers(0, 99), NUMBERS)
def test_changes_are_torchs(shape: tuple[int, ...], dtype: torch.dtype, seed: int, number: float) -> None:
    gradient = drawn(shape, dtype, seed)
    before = gradient.clone()
    assert torch.equal(changed(gradient, Scale(number)), torch.mul(gradient, number))
    assert torch.equal(changed(gradient, Negate()), torch.neg(gradient))
    assert torch.equal(changed(gradient, ClipValue(abs(number))), torch.clip(gradient, -abs(number), abs(number)))
    zero = changed(gradient, Zero())
    assert (zero.shape, zero.dtype, int(zero.count_nonzero())) == (gradient.shape, gradient.dtype, 0)
    noise = torch.randn(shape, dtype=dtype, generator=torch.Generator().manual_seed(seed))
    assert torch.equal(changed(gradient, Noise(number, seed)), torch.add(gradient, noise * number))
    assert torch.equal(gradient, before)


@settings(deadline=None)  # torch imports some more at the first call
@given(SHAPES, st.integers(0, 99), st.floats(1e-3, 10))
def test_a_clipped_norm_is_that_of_torchs_clipping(shape: tuple[int, ...], seed: int, limit: float) -> None:
    gradient = drawn(shape, torch.float64, seed)
    leaf = torch.zeros(shape, dtype=torch.float64, requires_grad=True)
    leaf.grad = gradient.clone()
    torch.nn.utils.clip_grad_norm_([leaf], limit)
    # Torch adds 1e-6 to the norm, so that it need not ask whether that is 0.
    torch.testing.assert_close(changed(gradient, ClipNorm(limit)), leaf.grad, rtol=2e-3, atol=1e-12)


@settings(deadline=None)
@given(SHAPES, st.sampled_from([*REALS, torch.complex64]), st.integers(0, 99))
def test_values_come_back_as_they_were_shown(shape: tuple[int, ...], dtype: torch.dtype, seed: int) -> None:
    tensor = drawn(shape, dtype, seed)
    shown = Snapshots().of(tensor)
    assert torch.equal(tensor_of(shown.values, shape, dtype), tensor)
    assert torch.equal(tensor_of(tensor.view(-1).view(torch.uint8).numpy().tobytes(), shape, dtype), tensor)


@pytest.mark.parametrize("values", [True, None, {}, [[1], 2], [object()], ["one"], [1j], [True]])
def test_what_is_no_number_is_refused(values: object) -> None:
    with pytest.raises(ProblemError, match="bad values"):
        tensor_of(values, (1,), torch.float32)


def test_a_wrong_count_is_refused() -> None:
    for values in ([1.0, 2.0], [[1.0]], 1.0, b"1234567", []):
        with pytest.raises(ProblemError, match="bad shape"):
            changed(torch.ones(1), Replace(values))
