"""The search for the kernel that the user chose, on the picture that is open."""

from __future__ import annotations

import numpy as np

from core.convolution.descent import curvature, descend, largest_rate
from core.convolution.equivariance import convolved
from core.convolution.kernels import Array
from core.labs.image.found import LearnScene
from core.labs.image.layer import ImageLayer
from core.labs.image.state import LEARNING_STEPS, ImageState
from core.labs.image.why import alone, reduced

MOST_CELLS = 6400
"""Cells of the picture that a search works on; a larger one is averaged in blocks first."""
MOST_PRODUCTS = 2_000_000
"""Products of one step."""
MOST_WEIGHTS = 4_000_000
"""Numbers kept of all steps' kernels."""


def learn(state: ImageState, pixels: Array) -> LearnScene | None:
    """The search that a state asks for; None where torch refuses the layer or it has no output."""
    parameters = state.parameters
    taps = max(1, parameters.in_channels * parameters.kernel_size[0] * parameters.kernel_size[1])
    picture, block = reduced(pixels, max(1, min(MOST_CELLS, MOST_PRODUCTS // taps)))
    layer = ImageLayer(state, picture)
    if layer.problem is not None:
        return None
    kernel = max(0, min(state.kernel, parameters.out_channels - 1))
    own, read, weight, _ = alone(layer, kernel)
    wanted = convolved(own, weight, None, read)[0]
    learning = state.learning
    hessian = curvature(read, own)
    limit = largest_rate(hessian, learning.momentum)
    usual = limit / 2 if np.isfinite(limit) else 1.0
    steps = max(1, min(LEARNING_STEPS, MOST_WEIGHTS // max(1, weight.size)))
    rates = np.array([learning.rate_at(step, usual) for step in range(steps)])
    target = weight[0]
    begin = np.zeros_like(target)
    if learning.start:
        bound = 1 / np.sqrt(target.size)  # As nn.Conv2d's own first weights.
        begin = np.random.default_rng(learning.start).uniform(-bound, bound, target.shape).astype(np.float32)
    return LearnScene(
        block=block,
        picture=read,
        target=target,
        wanted=wanted,
        descent=descend(read, own, target, begin, rates, learning.momentum, hessian),
        limit=limit,
        usual=usual,
    )
