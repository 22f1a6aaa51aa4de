"""From the autograd lab to the image lab: a recorded ConvolutionBackward with its own input, weights and gradient."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from core.autograd.details import Ref
from core.autograd.replay import Frame, Replay
from core.autograd.tensor import Tensor
from core.autograd.trace import Node
from core.convolution.parameters import conv2d
from core.labs.image.state import ImageState, with_weights
from core.labs.source import Source

Array = npt.NDArray[np.float32]

Obstacle = Literal[
    "no convolution",
    "not running",  # the clock is not at the node's step, so no gradient has arrived
    "transposed",
    "volume",  # nn.Conv3d
    "large",  # more values than a recording keeps
    "freed",  # what was saved is not known
    "not finite",
]


@dataclass(frozen=True, slots=True)
class Crossing:
    """What the image lab is to show.

    Attributes:
        state: Of the image lab, its source the file that `input` is written to.
        input: (1, 1, channels, height, width), as `core.media.arrays` reads it.
        samples: How many the batch has; the first is shown, and the kernel's gradient is of that one alone.
    """

    state: ImageState
    input: Array
    samples: int

    def write(self) -> None:
        """Write the input to its file, unless it is there: the name says what is in it.

        Raises:
            OSError: It cannot be written.
        """
        path = self.state.source.path
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(".partial")
            with partial.open("wb") as file:
                np.save(file, self.input)
            partial.replace(path)


def is_convolution(node: Node | None) -> bool:
    """Whether a node is the way back through a convolution."""
    return node is not None and node.name.startswith("ConvolutionBackward")


def crossing(replay: Replay, frame: Frame, folder: Path) -> Crossing | Obstacle:
    """The image lab's state of a convolution's step: of a one-dimensional one as a picture of one row.

    Args:
        replay: Of a run with details; the bias is in these.
        frame: At the step of a ConvolutionBackward.
        folder: Where the input's file is to be.
    """
    node, record = frame.node, frame.record
    if node is None or not is_convolution(node):
        return "no convolution"
    if record is None or not record.incoming or record.incoming[0] is None:
        return "not running"
    if node.saved.get("transposed"):
        return "transposed"
    tensors = [node.saved.get("input"), node.saved.get("weight"), record.incoming[0]]
    if not all(isinstance(one, Tensor) for one in tensors):
        return "freed"
    arrays = [one.array for one in tensors if isinstance(one, Tensor)]
    if any(one is None for one in arrays):
        return "large"
    known = [np.asarray(one, np.float32) for one in arrays if one is not None]
    if not all(bool(np.isfinite(one).all()) for one in known):
        return "not finite"
    if not all(one.ndim in (3, 4) for one in known):
        return "volume"
    given, weight, gradient = (one if one.ndim == 4 else one[:, :, None, :] for one in known)
    return _crossing(replay, node, (given, weight, gradient), folder)


def _crossing(replay: Replay, node: Node, arrays: tuple[Array, Array, Array], folder: Path) -> Crossing | Obstacle:
    given, weight, gradient = arrays
    bias = _bias(replay, node)
    planes = np.ascontiguousarray(given[:1, None], np.float32)
    name = hashlib.sha256(planes.tobytes() + repr(planes.shape).encode()).hexdigest()[:16]
    # Of a one-dimensional convolution there is one number; across its single row nothing is skipped or padded.
    pairs = {
        key: _pair(node.saved.get(key), at_rest) for key, at_rest in (("stride", 1), ("padding", 0), ("dilation", 1))
    }
    parameters = conv2d(
        given.shape[1],
        weight.shape[0],
        (weight.shape[2], weight.shape[3]),
        stride=pairs["stride"],
        padding=pairs["padding"],
        dilation=pairs["dilation"],
        groups=int(str(node.saved.get("groups", 1))),
        bias=bias is not None,
    )
    places = np.argwhere(gradient[0])
    drawn = tuple((int(k), int(y), int(x), float(gradient[0, k, y, x])) for k, y, x in places)
    begun = ImageState(
        source=Source("file", str(folder / f"convolution-{name}.npy")),
        parameters=parameters,
        page="backward",
        upstream="drawn",
        drawn=drawn,
        channel=0,
    )
    state = with_weights(begun, weight, bias)
    if state is None:
        return "large"
    largest = np.unravel_index(int(np.abs(gradient[0]).argmax()), gradient[0].shape)
    kernel, row, column = (int(one) for one in largest)
    return Crossing(replace(state, kernel=kernel, cursor=(row, column)), planes, given.shape[0])


def _pair(saved: Any, at_rest: int) -> tuple[int, int]:
    numbers = [int(one) for one in saved] if isinstance(saved, list) else [at_rest]
    return (numbers[0], numbers[1]) if len(numbers) == 2 else (at_rest, numbers[0])


def _bias(replay: Replay, node: Node) -> Array | None:
    """What the call was given; the node does not save it, since no gradient depends on it."""
    details = replay.trace.details
    if details is None:
        return None
    made = [value.id for value in details.values if value.node == node.id]
    for operation in details.operations:
        if not operation.name.rpartition(".")[2].startswith("conv") or not set(made) & set(operation.outputs):
            continue
        given = operation.options.get("bias", operation.arguments[2] if len(operation.arguments) > 2 else None)
        kept = details.values[given.value].tensor.array if isinstance(given, Ref) else None
        return None if kept is None else np.asarray(kept, np.float32)
    return None
