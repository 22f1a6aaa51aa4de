"""From a state of the signal lab to its scene: only what is in view is computed."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from core.convolution.gradients import Gradients, gradients_of
from core.convolution.part import FFT_FROM, Array
from core.labs.signal.layer import SignalLayer
from core.labs.signal.scene import Block, Overview, SignalScene
from core.labs.signal.state import AROUND_CURSOR, SignalState, fit, margin
from core.labs.source import Source
from core.media.outline import AT_ONCE

if TYPE_CHECKING:
    from core.media.audio import Readable
    from core.media.outline import Outline

DETAIL = 8192
"""Places in view up to which every sample is drawn; beyond, lowest and highest values by column."""

OVERVIEW_COLUMNS, LEAST_COLUMNS = 512, 24
PREVIEW_PRODUCTS = 400_000_000
"""Products of a preview; a layer of very many weights has fewer columns."""
SAMPLED_OUTPUTS = 64
"""Outputs computed in each column of a preview."""
EXACT_PRODUCTS = 30_000_000
EXACT_CELLS = 2_000_000
"""Up to these an overview is exact; beyond, it is a preview."""


def opened(state: SignalState, source: Source, recording: Readable, outline: Outline) -> SignalState:
    """The state after opening a recording: its loudest part, and a layer that reads its channels."""
    channels = recording.channels
    fitted = fit(replace(state, source=source, edits=(), drawn=(), cursor=0, view=0, cell=None), recording)
    parameters = state.parameters.changed("in_channels", channels)
    if channels % max(parameters.groups, 1):
        parameters = parameters.changed("groups", 1)
    start = _loudest(recording, outline, fitted.length) if outline.share >= 1 else 0
    return fit(replace(fitted, parameters=parameters, start=start), recording)


def _loudest(recording: Readable, outline: Outline, length: int) -> int:
    """Where the part of the most energy begins; of a long recording, where its outline is widest."""
    if recording.frames > AT_ONCE:
        width = (outline.values[..., 1] - outline.values[..., 0]).sum(axis=0)
        return int(np.argmax(width) / len(width) * recording.frames)
    samples = recording.read(0, recording.frames)
    energy = np.cumsum(np.concatenate([[0.0], np.square(samples, dtype=np.float64).sum(axis=0)]))
    sums = energy[length:] - energy[:-length]
    return int(np.argmax(sums)) if len(sums) else 0


def resolve(state: SignalState, recording: Readable, outline: Outline) -> SignalScene:
    """Everything to show for a state. Runs torch; a refused layer is a value, not an exception."""
    layer = SignalLayer(state, recording)
    state = layer.state
    wide = state.span > DETAIL
    if layer.problem is not None:
        low, high = max(0, state.view), min(state.length, state.view + (AROUND_CURSOR if wide else state.span))
        nothing = np.zeros((layer.weight.shape[0], 0), np.float32)
        blocks: tuple[Block, ...] = (Block(low, layer.read(low, high), 0, nothing),)
        overview, gradients = None, None
    else:
        state = replace(state, cursor=min(state.cursor, layer.axis.output_length - 1))
        blocks = tuple(_blocks(layer, state, wide=wide))
        overview = _overview(layer) if wide else None
        gradients = _gradients(layer, state, blocks[0]) if state.page == "backward" and not wide else None
    return SignalScene(
        state=state,
        rate=recording.rate,
        frames=recording.frames,
        channels=recording.channels,
        envelope=outline.values,
        outlined=outline.share,
        kernels=layer.kernels,
        weight=layer.weight,
        bias=layer.bias,
        axis=layer.axis,
        blocks=blocks,
        overview=overview,
        problem=layer.problem,
        gradients=gradients,
    )


def _blocks(layer: SignalLayer, state: SignalState, *, wide: bool) -> list[Block]:
    axis = layer.axis
    near = (max(0, state.cursor - AROUND_CURSOR), min(axis.output_length, state.cursor + AROUND_CURSOR))
    if wide:
        return [layer.block(*near)]
    # More than is in view on both sides: a step or a pan beyond it finds its data there.
    more = margin(state.span)
    first, stop = axis.outputs_within(state.view - more, state.view + state.span + more)
    if stop <= first:  # A stride or a kernel so large that no window's middle lies in view.
        return [layer.block(*near)]
    seen = layer.block(first, stop)
    low, high = axis.span(first, stop)
    wanted = (
        max(-axis.before, state.view - more),
        min(axis.length + axis.after, state.view + state.span + more),
    )
    if wanted[0] < low or wanted[1] > high:  # Cells in view whose windows are not, and trailing cells.
        low, high = min(low, wanted[0]), max(high, wanted[1])
        seen = replace(seen, first=low, cells=layer.cells(low, high))
    return [seen] if seen.holds(state.cursor) else [seen, layer.block(*near)]


def _overview(layer: SignalLayer) -> Overview:
    state, axis = layer.state, layer.axis
    low, high = max(0, state.view), min(axis.length, state.view + state.span)
    taps = 64 if layer.weight.shape[-1] >= FFT_FROM else layer.weight.shape[-1]
    each = layer.weight.shape[0] * layer.weight.shape[1] * taps
    columns = max(LEAST_COLUMNS, min(OVERVIEW_COLUMNS, PREVIEW_PRODUCTS // max(1, each * SAMPLED_OUTPUTS)))
    edges = np.unique(np.linspace(low, high, columns + 1).astype(np.int64))
    spans = [axis.outputs_within(int(a), int(b)) for a, b in itertools.pairwise(edges)]
    count = spans[-1][1] - spans[0][0]
    products = count * each
    exact = products <= EXACT_PRODUCTS and (high - low) * layer.recording.channels <= EXACT_CELLS
    whole = layer.block(spans[0][0], spans[-1][1]) if exact and count else None
    inputs, outputs = [], []
    for (left, right), (first, stop) in zip(itertools.pairwise(edges), spans, strict=True):
        if whole is not None:
            cells = whole.cells[:, max(0, left - whole.first) : max(0, right - whole.first)]
            made = whole.output[:, first - whole.first_output : stop - whole.first_output]
        else:
            middle = (first + stop) // 2
            span = (max(first, middle - SAMPLED_OUTPUTS // 2), min(stop, middle + SAMPLED_OUTPUTS // 2))
            block = layer.block(*span)
            cells, made = block.cells, block.output
        if not cells.shape[1]:
            cells = layer.read(int(left), int(min(right, left + SAMPLED_OUTPUTS)))
        inputs.append(_extremes(cells))
        outputs.append(_extremes(made))
    return Overview(
        places=(edges[:-1] + edges[1:]) / 2,
        input=np.stack(inputs, axis=1),
        output=np.stack(outputs, axis=1),
        preview=whole is None,
    )


def _extremes(values: Array) -> Array:
    if not values.shape[1]:
        return np.zeros((values.shape[0], 2), np.float32)
    return np.stack([values.min(axis=1), values.max(axis=1)], axis=-1)


def _gradients(layer: SignalLayer, state: SignalState, block: Block) -> Gradients:
    return gradients_of(
        block.cells,
        (layer.axis.sources(block.first + np.arange(block.cells.shape[1], dtype=np.int64)),),
        layer.weight,
        layer.bias,
        state.parameters,
        upstream_of(state, block),
    )


def upstream_of(state: SignalState, block: Block) -> Array:
    """The gradient that arrives at the outputs of a block, (Cout, m)."""
    match state.upstream:
        case "ones":
            return np.ones_like(block.output)
        case "output":
            return block.output.copy()
        case "one_hot":
            entries: tuple[tuple[int, int, float], ...] = ((state.kernel, state.cursor, 1.0),)
        case "drawn":
            entries = state.drawn
    upstream = np.zeros_like(block.output)
    for kernel, output, value in entries:
        if block.holds(output) and kernel < len(upstream):
            upstream[kernel, output - block.first_output] = value
    return upstream
