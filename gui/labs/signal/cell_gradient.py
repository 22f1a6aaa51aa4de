"""The gradient of one input sample, for the inspector."""

from __future__ import annotations

import numpy as np

from core.convolution.gradients import contributions
from core.labs.signal.scene import SignalScene
from gui.labs.gradient_inspector import CellGradient
from gui.labs.signal.names import channel_letter, channel_name
from gui.text import fill, translate


def sample_gradient(scene: SignalScene, cell: tuple[int, int], kernel: int) -> CellGradient | None:
    """The gradient of (channel, sample) and of a kernel; None for a scene without gradients."""
    gradients = scene.gradients
    if gradients is None:
        return None
    channel, place = min(cell[0], scene.channels - 1), min(cell[1], scene.axis.length - 1)
    kernel = min(kernel, scene.weight.shape[0] - 1)
    parts = contributions(
        (scene.axis,),
        (place,),
        scene.kernels_of(channel),
        scene.weight[:, channel % scene.weight.shape[1]],
        gradients.upstream,
        (scene.blocks[0].first_output,),
    )
    at = np.flatnonzero(gradients.sources[0] == place)
    text = translate("Signal", "sample {place}, {channel}")
    return CellGradient(
        which=fill(text, place=place, channel=channel_name(channel, scene.channels)),
        name=f"{channel_letter(channel, scene.channels)}, {place}",
        parts=parts,
        torch_value=float(gradients.input[channel, at[0]]) if len(at) else 0.0,
        kernel=kernel,
        weight=gradients.weight[kernel],
        labels=tuple(channel_letter(one, scene.channels) for one in scene.channels_of(kernel)),
        bias=float(gradients.bias[kernel]),
        transposed_difference=gradients.transposed_difference,
        dimensions=1,
    )
