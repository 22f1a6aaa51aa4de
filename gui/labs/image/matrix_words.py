"""What is said beside an image's matrix."""

from __future__ import annotations

import numpy as np

from core.convolution.im2col import unfolded
from core.convolution.matrix import count
from core.convolution.windows import Indices
from core.labs.image.scene import ImageScene
from core.labs.image.state import Place
from gui.labs.image.names import channel_letter
from gui.text import fill, translate

MOST_LISTED = 4


def row_reads(scene: ImageScene, output: Place) -> str:
    """Which cells the row of an output reads."""
    rows, columns = (axis.positions(at) for axis, at in zip(scene.axes, output, strict=True))
    text = translate("Image", "Row {output} reads input rows {rows}, columns {columns}")
    return fill(text, output=f"y[{output[0]}, {output[1]}]", rows=_listed(rows), columns=_listed(columns))


def cell_feeds(scene: ImageScene, channel: int, cell: Place) -> str:
    """Which outputs the column of an input cell feeds."""
    name = f"x[{channel_letter(channel, scene)}, {cell[0]}, {cell[1]}]"
    fed = [sorted({one[0] for one in axis.feeding(at)}) for axis, at in zip(scene.axes, cell, strict=True)]
    number = len(fed[0]) * len(fed[1])
    if not number:
        return fill(translate("Image", "Column {cell} feeds no output"), cell=name)
    outputs = [f"y[{row}, {column}]" for row in fed[0][:MOST_LISTED] for column in fed[1][:MOST_LISTED]]
    listed = ", ".join(outputs[:MOST_LISTED]) + (" …" if number > MOST_LISTED else "")
    text = translate("Image", "Column {cell} feeds {outputs}: {number} in all")
    return fill(text, cell=name, outputs=listed, number=number)


def weight_meets(scene: ImageScene, channel: int, tap: Place) -> str:
    """What the column of a weight holds."""
    text = translate("Image", "Column {weight}: what this weight is multiplied with in each window")
    return fill(text, weight=f"w[{channel_letter(channel, scene)}, {tap[0]}, {tap[1]}]")


def seen_part(
    scene: ImageScene,
    kernel: int,
    channels: tuple[int, ...],
    outputs: tuple[Indices, ...],
    columns: tuple[Indices, ...],
    blocked: bool,
) -> str:
    """Which rows, columns and channels are seen; columns are cells if the matrix is `blocked`, else taps."""
    rows, places = (" × ".join(_listed(one) for one in side) for side in (outputs, columns))
    size = scene.size if blocked else scene.weight.shape[2:]
    every = tuple(len(one) for one in outputs) == scene.output_size
    all_columns = tuple(len(one) for one in columns) == size
    if blocked and every and all_columns:
        said = translate("Image", "The whole matrix.")
    elif blocked:
        text = translate(
            "Image", "The part around the cursor: the rows of outputs {outputs}, and the columns of cells {cells}."
        )
        said = fill(text, outputs=rows, cells=places)
    elif not all_columns:
        text = translate(
            "Image", "The windows around the cursor: the rows of outputs {outputs}, and the columns of taps {taps}."
        )
        said = fill(text, outputs=rows, taps=places)
    elif every:
        said = translate("Image", "All windows.")
    else:
        text = translate("Image", "The windows around the cursor: the rows of outputs {outputs}.")
        said = fill(text, outputs=rows)
    missing = len(scene.channels_of(kernel)) - len(channels)
    if not missing:
        return said
    names = ", ".join(channel_letter(one, scene) for one in channels)
    text = translate("Image", "Channels: {names}; beside them {missing} more of the same form.")
    return said + " " + fill(text, names=names, missing=missing)


def toeplitz_counts(scene: ImageScene) -> str:
    """How sparse the layer's matrix is, and how many weights it shares."""
    counted = count(scene.state.parameters, scene.size)
    text = translate(
        "Image",
        "The matrix of all kernels and channels has {full} entries. The layer connects {connections} of them, so "
        "{share} are zero, and shares {weights} weights: each is used {uses} times.",
    )
    return fill(
        text,
        full=f"{counted.full:,}",
        connections=f"{counted.connections:,}",
        share=_share(counted.sparsity),
        weights=f"{counted.weights:,}",
        uses=f"{counted.sharing:,.{0 if counted.sharing >= 100 else 1}f}",
    )


def im2col_counts(scene: ImageScene) -> str:
    """How many numbers the windows are, beside those of the input."""
    counted = unfolded(scene.state.parameters, scene.size)
    text = translate(
        "Image",
        "No zeros of the matrix A are kept, but cells are copied: {entries} entries, {growth} times the input. "
        "F.unfold gives the transpose: {product} is the whole layer but for its bias.",
    )
    return fill(text, entries=f"{counted.entries:,}", growth=f"{counted.growth:.1f}", product="y = W · unfold(x)")


def _share(share: float) -> str:
    """A share in per cent, with as many digits as tell it from all."""
    shown = (f"{share:.{digits}%}" for digits in range(2, 16))
    return next((text for text in shown if share == 1 or not text.startswith("100")), "100%")


def _listed(places: Indices) -> str:
    """Places in few words: a range where they are neighbours, else some of them."""
    if len(places) == 1:
        return str(int(places[0]))
    steps = np.flatnonzero(np.diff(places) != 1) + 1
    runs = [(int(one[0]), int(one[-1])) for one in np.split(places, steps)]
    if len(runs) <= MOST_LISTED:
        return ", ".join(f"{low}…{high}" if high > low else str(low) for low, high in runs)
    return ", ".join(str(int(one)) for one in places[: MOST_LISTED - 1]) + f", …, {int(places[-1])}"
