"""A descent's gradients, its limit and its end are torch's."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.convolution.descent import curvature, descend, largest_rate
from core.convolution.equivariance import convolved
from core.convolution.parameters import PADDING_MODES, conv2d


def picture(seed: int, channels: int, size: tuple[int, int]) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0, 1, (channels, *size)).astype(np.float32)


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 99),
    st.integers(1, 2),
    st.tuples(st.integers(1, 3), st.integers(1, 3)),
    st.sampled_from(PADDING_MODES),
)
def test_the_curvature_is_the_largest_eigenvalue_of_torchs_hessian(
    seed: int, channels: int, size: tuple[int, int], mode: str
) -> None:
    cells = picture(seed, channels, (9, 11))
    layer = conv2d(channels, 1, size, padding=(1, 0), padding_mode=mode, bias=False)
    module = torch.nn.Conv2d(channels, 1, size, padding=(1, 0), padding_mode=mode, bias=False).double()

    def loss(flat: torch.Tensor) -> torch.Tensor:
        weight = flat.reshape(1, channels, *size)
        made = torch.func.functional_call(module, {"weight": weight}, torch.from_numpy(cells).double())
        return made.square().mean()

    hessian = torch.autograd.functional.hessian(loss, torch.zeros(channels * size[0] * size[1], dtype=torch.float64))
    expected = float(torch.linalg.eigvalsh(hessian)[-1])
    assert curvature(cells, layer) == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_below_the_limit_the_loss_falls_and_beyond_it_the_descent_diverges(momentum: float) -> None:
    cells = picture(1, 1, (12, 12))
    layer = conv2d(1, 1, (3, 3), bias=False)
    target = np.array([[[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]]], np.float32)
    hessian = curvature(cells, layer)
    limit = largest_rate(hessian, momentum)

    def last(share: float) -> float:
        rates = np.full(600, share * limit)
        run = descend(cells, layer, target, np.ones_like(target), rates, momentum, hessian)
        return float(run.losses[-1] / run.losses[0])

    assert last(0.9) < 0.05
    assert last(1.05) > 1e3


def test_every_step_is_torchs_own() -> None:
    cells = picture(2, 2, (10, 8))
    layer = conv2d(2, 1, (3, 2), stride=(2, 1), bias=False)
    rng = np.random.default_rng(0)
    target, start = (rng.normal(size=(2, 3, 2)).astype(np.float32) for _ in range(2))
    rates = np.array([0.05, 0.05, 0.01, 0.02])
    run = descend(cells, layer, target, start, rates, 0.5, 1.0)
    assert run.steps == 4
    velocity = np.zeros_like(start)
    for step, rate in enumerate(rates):
        weight = torch.tensor(run.weights[step][None], requires_grad=True)
        made = torch.nn.functional.conv2d(torch.from_numpy(cells)[None], weight, stride=(2, 1))[0]
        wanted = torch.from_numpy(convolved(layer, target[None], None, cells))
        loss = torch.nn.functional.mse_loss(made, wanted)
        loss.backward()
        assert run.losses[step] == pytest.approx(float(loss.detach()), rel=1e-4)
        np.testing.assert_allclose(run.gradients[step], weight.grad[0].numpy(), atol=1e-5)
        np.testing.assert_allclose(run.maps[step], made[0].detach().numpy(), atol=1e-5)
        velocity = 0.5 * velocity + run.gradients[step]
        np.testing.assert_allclose(run.weights[step + 1], run.weights[step] - rate * velocity, atol=1e-5)


def test_a_picture_of_zeros_has_no_limit() -> None:
    cells = np.zeros((1, 5, 5), np.float32)
    assert curvature(cells, conv2d(1, 1, (2, 2))) == 0
    assert largest_rate(0.0, 0.9) == float("inf")
