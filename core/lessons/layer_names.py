"""What an expression can name of a state of the signal or image lab, computed by torch.

docs/lesson-format.md lists the names. Everything is computed when it is asked for.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from core.convolution.part import Array
from core.convolution.windows import ZERO
from core.labs.image.layer import ImageLayer
from core.labs.image.resolve import upstream_of as image_upstream
from core.labs.image.state import ImageState
from core.labs.signal.layer import SignalLayer
from core.labs.signal.resolve import upstream_of as signal_upstream
from core.labs.signal.state import SignalState
from core.lessons.expression import ExpressionProblem
from core.lessons.names import Names

if TYPE_CHECKING:
    from core.media.audio import Readable

MOST_PRODUCTS = 2_000_000_000
"""Of a whole output; a lesson asks of layers that one can look at."""
DIMENSION_NAMES = {1: ("L",), 2: ("H", "W")}


class _Run:
    """A layer run whole by torch, forward and back."""

    def __init__(
        self, layer: SignalLayer | ImageLayer, cells: Array, upstream: Callable[[Array], Array], cursor: tuple[int, ...]
    ) -> None:
        self.layer, self.cells = layer, cells
        self.parameters = layer.state.parameters
        self._upstream, self._cursor = upstream, cursor
        self.axes = layer.axes if isinstance(layer, ImageLayer) else (layer.axis,)

    @cached_property
    def _torch(self) -> dict[str, Array]:
        import torch

        from core.convolution.operation import build_layer

        if self.layer.problem is not None:
            raise ExpressionProblem("legal")
        outputs = math.prod(axis.output_length for axis in self.axes)
        if outputs * self.layer.weight.size > MOST_PRODUCTS:
            raise ExpressionProblem(str(outputs))
        module = build_layer(self.parameters)
        with torch.no_grad():
            module.weight.copy_(torch.from_numpy(np.array(self.layer.weight)))
            if module.bias is not None:
                module.bias.copy_(torch.from_numpy(np.array(self.layer.bias)))
        leaf = torch.from_numpy(np.array(self.cells)).requires_grad_()
        made = module(leaf[None])[0]
        output = made.detach().numpy()
        upstream = self._upstream(output)
        made.backward(torch.from_numpy(np.array(upstream)))
        assert leaf.grad is not None
        assert module.weight.grad is not None
        found = {
            "output": output,
            "upstream": upstream,
            "input_grad": leaf.grad.numpy(),
            "weight_grad": module.weight.grad.numpy(),
        }
        if module.bias is not None:
            assert module.bias.grad is not None
            found["bias_grad"] = module.bias.grad.numpy()
        return found

    def get(self, name: str) -> Array:
        """One of what torch computes."""
        found = self._torch
        if name not in found:
            raise ExpressionProblem(name)
        return found[name]

    @property
    def window(self) -> Array:
        """The cells of the window looked at, (Cin, *kernel_size)."""
        if self.layer.problem is not None:
            raise ExpressionProblem("legal")
        at = tuple(min(one, axis.output_length - 1) for one, axis in zip(self._cursor, self.axes, strict=True))
        spans = [axis.span(one, one + 1) for one, axis in zip(at, self.axes, strict=True)]
        if isinstance(self.layer, ImageLayer):
            cells = self.layer.cells((spans[0], spans[1])).values
        else:
            cells = self.layer.cells(*spans[0])
        step = tuple(slice(None, None, dilation) for dilation in self.parameters.dilation)
        return cells[(slice(None), *step)]

    @property
    def value(self) -> float:
        """The output looked at."""
        at = tuple(min(one, axis.output_length - 1) for one, axis in zip(self._cursor, self.axes, strict=True))
        kernel = min(self.layer.state.kernel, self.parameters.out_channels - 1)
        return float(self.get("output")[(kernel, *at)])

    def nonzero_share(self) -> float:
        """How many of the entries of the layer's matrix stand for a weight, as a part of all of them."""
        read = math.prod(
            sum(int(np.count_nonzero(axis.sources(axis.positions(one)) != ZERO)) for one in range(axis.output_length))
            for axis in self.axes
        )
        entries = math.prod(axis.output_length * axis.length for axis in self.axes)
        return read / (entries * max(1, self.parameters.groups)) if entries else 0.0


def signal_names(state: SignalState, recording: Readable) -> Names:
    """Names for a state of the signal lab."""
    layer = SignalLayer(state, recording)
    state = layer.state

    def upstream(output: Array) -> Array:
        from core.labs.signal.scene import Block

        return signal_upstream(state, Block(0, layer.read(0, 0), 0, output))

    run = _Run(layer, layer.read(0, state.length), upstream, (state.cursor,))
    return _layer_names(run)


def image_names(state: ImageState, pixels: Array) -> Names:
    """Names for a state of the image lab; `pixels` is the layer's input, (Cin, height, width)."""
    layer = ImageLayer(state, pixels)
    return _layer_names(_Run(layer, pixels, lambda output: image_upstream(state, output), state.cursor))


def _layer_names(run: _Run) -> Names:
    parameters, layer = run.parameters, run.layer
    single = parameters.dimensions == 1

    def each(name: str) -> Callable[[], Any]:
        def value() -> Any:
            found = parameters.padding_per_side if name == "padding" else getattr(parameters, name)
            plain = tuple(one[0] if isinstance(one, tuple) else one for one in found)
            return plain[0] if single else plain

        return value

    found_by: dict[str, Callable[[], Any]] = {
        "input": lambda: run.cells,
        "weight": lambda: layer.weight,
        "bias": lambda: layer.bias,
        "legal": lambda: layer.problem is None,
        "window": lambda: run.window,
        "kernel": lambda: layer.weight[min(layer.state.kernel, len(layer.weight) - 1)],
        "value": lambda: run.value,
        "in_channels": lambda: parameters.in_channels,
        "out_channels": lambda: parameters.out_channels,
        "groups": lambda: parameters.groups,
        "parameter_count": lambda: layer.weight.size + (layer.bias.size if parameters.bias else 0),
        "matrix_shape": lambda: (
            parameters.out_channels * math.prod(axis.output_length for axis in run.axes),
            int(np.prod(run.cells.shape)),
        ),
        "nonzero_share": run.nonzero_share,
    }
    for name in ("output", "upstream", "input_grad", "weight_grad", "bias_grad"):
        found_by[name] = lambda name=name: run.get(name)  # type: ignore[misc]
    for long, short in (("kernel_size", "k"), ("stride", "s"), ("padding", "p"), ("dilation", "d")):
        found_by[long] = found_by[short] = each(long)
    for axis, name in zip(run.axes, DIMENSION_NAMES[parameters.dimensions], strict=True):
        found_by[name] = lambda axis=axis: axis.length  # type: ignore[misc]
        found_by[f"{name}_out"] = lambda axis=axis: axis.output_length  # type: ignore[misc]
    return Names(found_by)
