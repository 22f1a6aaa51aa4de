"""A kernel learned from the signal itself: it predicts the sample behind its window."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

MOST_WINDOWS = 4096
ROUNDS = 30
BUDGET = 4_000_000
"""Products of one evaluation; a long kernel learns from fewer windows."""


def learned_kernel(signal: Array, taps: int, dilation: int = 1) -> Array:
    """Weights found by gradient descent (torch's L-BFGS) that predict the next sample.

    The loss is the mean square of (kernel . window - the first channel's sample behind the window),
    with a little weight decay so that silence and pure tones have one answer.

    Args:
        signal: (channels, n), what the kernel will read.
        taps: `k`.
        dilation: `d`.

    Returns:
        (channels, taps), float32; zeros where the signal is too short to learn from.
    """
    import torch

    channels, length = signal.shape
    reach = dilation * (taps - 1) + 1
    count = min(length - reach, MOST_WINDOWS, max(1, BUDGET // max(1, taps * channels)))
    if count < 1:
        return np.zeros((channels, taps), np.float32)
    data = torch.from_numpy(np.array(signal[:, : count + reach], np.float64))
    scale = data.abs().max()
    if scale == 0:
        return np.zeros((channels, taps), np.float32)
    data = data / scale
    weight = torch.zeros((1, channels, taps), dtype=torch.float64, requires_grad=True)
    target = data[0, reach : reach + count]
    optimiser = torch.optim.LBFGS([weight], max_iter=ROUNDS, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        predicted = torch.nn.functional.conv1d(data[None], weight, dilation=dilation)[0, 0, :count]
        loss: torch.Tensor = (predicted - target).square().mean() + 1e-4 * weight.square().sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    with torch.enable_grad():
        optimiser.step(closure)  # type: ignore[no-untyped-call]
    result: Array = weight.detach()[0].numpy().astype(np.float32)
    return result
