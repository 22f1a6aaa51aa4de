"""A kernel found by gradient descent: torch's own gradients and torch's own optimiser, every step kept."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from core.convolution.operation import build_layer, convolve, without_remarks
from core.convolution.parameters import ConvParameters

Array = npt.NDArray[np.float32]

POWER_STEPS = 60
"""Rounds of the power iteration; the cells of a picture are so alike that its largest eigenvalue stands far out."""
HOPELESS = 1e8
"""Times the first loss, from which on a descent is over: it diverges."""


@dataclass(frozen=True, slots=True)
class Descent:
    """What each step of a descent came upon; n steps taken.

    Attributes:
        losses: Mean square of the difference, before each step and after the last, (n + 1,).
        weights: The kernel then, (n + 1, Cin, *kernel_size).
        gradients: The loss's gradient by each weight then, of the same shape.
        maps: The output then, (n + 1, *output size).
        rates: The learning rate of each step, (n,).
        curvature: Largest eigenvalue of the loss's Hessian, the same everywhere.
    """

    losses: npt.NDArray[np.float64]
    weights: Array
    gradients: Array
    maps: Array
    rates: npt.NDArray[np.float64]
    curvature: float

    @property
    def steps(self) -> int:
        """Steps that were taken."""
        return len(self.losses) - 1


def largest_rate(curvature: float, momentum: float) -> float:
    """The learning rate from which on a descent on a quadratic loss diverges: 2 (1 + momentum) / curvature.

    B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.
    """
    return 2 * (1 + momentum) / curvature if curvature > 0 else float("inf")


def curvature(picture: Array, parameters: ConvParameters) -> float:
    """Largest eigenvalue of the Hessian of the mean square error by the weights of one kernel.

    The loss is quadratic, so its Hessian is the same for every kernel and every target. It is found by
    power iteration with torch's own Hessian-vector products.

    Args:
        picture: (Cin, height, width).
        parameters: A layer of one kernel.
    """
    import torch

    cells = torch.from_numpy(np.array(picture, np.float64))
    vector = torch.ones((1, picture.shape[0], *parameters.kernel_size), dtype=torch.float64)
    value = 0.0
    with torch.enable_grad(), without_remarks():
        layer = build_layer(replace(parameters, bias=False))
        for _ in range(POWER_STEPS):
            layer.weight = torch.nn.Parameter(vector / vector.norm())
            # Half of the loss's second derivative along a direction is the mean square of that direction's map,
            # so the gradient of that mean square is the Hessian's product with the direction.
            layer(cells).square().mean().backward()
            assert layer.weight.grad is not None
            vector = layer.weight.grad
            value = float((vector * layer.weight.detach()).sum())
            if not value:
                break
    return value


def descend(
    picture: Array,
    parameters: ConvParameters,
    target: Array,
    start: Array,
    rates: npt.NDArray[np.float64],
    momentum: float,
    hessian: float,
) -> Descent:
    """Let `torch.optim.SGD` look for a kernel whose map is that of another.

    Args:
        picture: (Cin, height, width).
        parameters: A layer of one kernel over all those channels; it has no bias here.
        target: The kernel to be found, (Cin, *kernel_size).
        start: Where the search begins, of the same shape.
        rates: The learning rate of each step to be taken, (n,).
        momentum: As of `torch.optim.SGD`.
        hessian: Its largest eigenvalue, as `curvature` finds it.

    Returns:
        The descent; it has fewer steps where it diverges beyond `HOPELESS`.

    Raises:
        ValueError, RuntimeError: torch's own, for a layer that it refuses.
    """
    import torch

    parameters = replace(parameters, bias=False)
    wanted = torch.from_numpy(convolve(picture, target[None], None, parameters)[0].copy())
    cells = torch.from_numpy(np.array(picture, np.float32))
    weight = torch.nn.Parameter(torch.from_numpy(np.array(start[None], np.float32)))
    optimiser = torch.optim.SGD([weight], lr=1.0, momentum=momentum)
    losses, weights, gradients, maps = [], [], [], []
    with torch.enable_grad(), without_remarks():
        layer = build_layer(parameters)
        layer.weight = weight
        for step in range(len(rates) + 1):
            optimiser.zero_grad()
            made = layer(cells)[0]
            loss = (made - wanted).square().mean()
            loss.backward()
            assert weight.grad is not None
            losses.append(float(loss.detach()))
            weights.append(weight.detach()[0].numpy().copy())
            gradients.append(weight.grad[0].numpy().copy())
            maps.append(made.detach().numpy().copy())
            if step == len(rates) or not losses[-1] < HOPELESS * max(losses[0], 1e-30):
                break
            optimiser.param_groups[0]["lr"] = float(rates[step])
            optimiser.step()
    return Descent(
        losses=np.array(losses),
        weights=np.stack(weights),
        gradients=np.stack(gradients),
        maps=np.stack(maps),
        rates=np.asarray(rates[: len(losses) - 1], np.float64),
        curvature=hessian,
    )
