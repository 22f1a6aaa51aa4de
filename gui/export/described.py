"""What is seen in a picture, in words: for who cannot see it, and for searching."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.autograd.replay import Frame, Replay
from core.autograd.tensor import Tensor
from core.convolution.code import layer_code
from core.labs.image.scene import ImageScene, patch_at
from core.labs.plain import example_name as built_in_name
from core.labs.signal.scene import SignalScene, window_at
from core.labs.source import Source
from core.labs.state import AppState
from gui.labs.autograd.names import fill_words, node_title
from gui.labs.page import LabPage
from gui.messages import example_name, lab_name, sample_name
from gui.text import QT_TRANSLATE_NOOP, fill, isolate, translate
from gui.widgets.numbers import show_number, show_shape

MOST_VALUES = 16
"""Of a tensor, that are written out."""

PAGES: dict[str, str] = {
    "slide": QT_TRANSLATE_NOOP("Described", "the window slides over the input"),
    "matrix": QT_TRANSLATE_NOOP("Described", "the layer as a matrix"),
    "figures": QT_TRANSLATE_NOOP("Described", "the layer as figures of boxes"),
    "backward": QT_TRANSLATE_NOOP("Described", "the gradients of the layer"),
    "listen": QT_TRANSLATE_NOOP("Described", "the spectra of input and outputs"),
    "compare": QT_TRANSLATE_NOOP("Described", "two layers side by side"),
    "learn": QT_TRANSLATE_NOOP("Described", "a kernel found by gradient descent"),
    "why": QT_TRANSLATE_NOOP("Described", "experiments on why it works"),
    "graph": QT_TRANSLATE_NOOP("Described", "the graph of grad_fn nodes"),
    "hand": QT_TRANSLATE_NOOP("Described", "the derivation by hand"),
    "jacobian": QT_TRANSLATE_NOOP("Described", "a Jacobian of the pass"),
    "what_if": QT_TRANSLATE_NOOP("Described", "what if something were otherwise"),
    "custom": QT_TRANSLATE_NOOP("Described", "inside of a custom function"),
}
"""The pages of all labs."""


@dataclass(frozen=True, slots=True)
class Description:
    """A picture in words.

    Attributes:
        title: One line.
        text: What is seen, a sentence a line.
    """

    title: str
    text: str


def described(state: AppState, page: LabPage, step: int) -> Description:
    """What a lab's page shows at a step, in the present language."""
    pages: dict[str, str] = {
        "signal": state.signal.page,
        "image": state.image.page,
        "autograd": state.autograd.page,
    }
    title = f"ConvGrad · {lab_name(state.lab)} · {page.subtitle}"
    lines = [
        fill_words(
            translate("Described", "{lab} lab: {page}."),
            {"lab": lab_name(state.lab), "page": translate("Described", PAGES[pages[state.lab]])},
        )
    ]
    shown = page.shown
    if isinstance(shown, SignalScene):
        lines += _signal(shown, state, step)
    elif isinstance(shown, ImageScene):
        lines += _image(shown, state)
    else:
        lines += _autograd(shown if isinstance(shown, Replay) else None, state, step)
    return Description(title, "\n".join(lines))


def _source(source: Source) -> str:
    return sample_name(source.name) if source.kind == "sample" else source.title


def _signal(scene: SignalScene, state: AppState, step: int) -> list[str]:
    own = state.signal
    text = translate("Described", "Recording: {name}, samples {first} to {last}.")
    last = own.start + own.length - 1
    lines = [fill_words(text, {"name": _source(own.source)}, first=own.start, last=last)]
    lines += [_layer(layer_code(own.parameters)), _shapes(scene.shapes)]
    if scene.problem is not None:
        return [*lines, _refused()]
    window = window_at(scene, step, own.kernel)
    if window is not None and own.page != "listen":
        text = translate("Described", "Window {window} of {count}, kernel {kernel}: {value}.")
        value = show_number(window.total, 4)
        lines.append(fill(text, window=step, count=scene.output_length, kernel=own.kernel + 1, value=value))
    return lines


def _image(scene: ImageScene, state: AppState) -> list[str]:
    own = state.image
    text = translate("Described", "Picture: {name}, {size}.")
    size = " × ".join(str(length) for length in (scene.channels, *scene.size))
    lines = [fill_words(text, {"name": _source(own.source)}, size=size)]
    lines += [_layer(layer_code(own.parameters)), _shapes(scene.shapes)]
    if scene.problem is not None:
        return [*lines, _refused()]
    if own.page == "learn":
        text = translate("Described", "Step {step} of the search, learning from kernel {kernel}.")
        return [*lines, fill(text, step=own.learning.step, kernel=own.kernel + 1)]
    patch = patch_at(scene, own.cursor, own.kernel)
    if patch is not None and own.page != "why":
        text = translate("Described", "Window at row {row}, column {column}, kernel {kernel}: {value}.")
        row, column = own.cursor
        lines.append(fill(text, row=row, column=column, kernel=own.kernel + 1, value=show_number(patch.total, 4)))
    return lines


def _layer(code: str) -> str:
    return fill(translate("Described", "Layer: {code}."), code=code)


def _shapes(shapes: dict[str, tuple[int, ...]]) -> str:
    words = ", ".join(f"{name} {show_shape(shape)}" for name, shape in shapes.items())
    return fill(translate("Described", "Shapes: {shapes}."), shapes=words)


def _refused() -> str:
    return translate("Described", "Torch refuses this layer: there is no output.")


def _autograd(replay: Replay | None, state: AppState, step: int) -> list[str]:
    path = state.autograd.path
    name = translate("Described", "a program of the user's own")
    if path:
        built_in = built_in_name(path)
        name = example_name(built_in) if built_in else isolate(Path(path).name)
    lines = [fill_words(translate("Described", "Program: {name}."), {"name": name})]
    if replay is None:
        return [*lines, translate("Described", "It was not run.")]
    text = translate("Described", "It has {lines} lines, and recorded {nodes} nodes and {edges} edges.")
    trace = replay.trace
    count = len(state.autograd.program.splitlines())
    lines.append(fill(text, lines=count, nodes=len(trace.nodes), edges=len(trace.edges)))
    lines.append(_place(replay, replay.frame(min(step, replay.length)), step))
    lines += _values(replay, replay.frame(min(step, replay.length)))
    if trace.error is not None and step >= replay.length:
        message = " ".join(trace.error.message.split())
        text = translate("Described", "It ended with {type}: {message}")
        lines.append(fill(text, type=trace.error.type, message=message))
    return lines


def _place(replay: Replay, frame: Frame, step: int) -> str:
    if frame.moment is None:
        return fill(translate("Described", "Before the first of {count} steps."), count=replay.length)
    if frame.backward:
        text = translate("Described", "Step {step} of {count}: backward pass {number}, line {line}.")
        return fill(text, step=step, count=replay.length, number=frame.pass_index + 1, line=frame.line or "–")
    text = translate("Described", "Step {step} of {count}: forward, line {line}.")
    return fill(text, step=step, count=replay.length, line=frame.line or "–")


def _values(replay: Replay, frame: Frame) -> list[str]:
    lines = []
    if frame.node is not None:
        lines.append(fill_words(translate("Described", "Node: {node}."), {"node": node_title(frame.node)}))
    if frame.record is not None:
        lines.extend(
            fill(translate("Described", "Arrives: {value}."), value=_tensor(one))
            for one in frame.record.incoming
            if one is not None
        )
        lines.extend(
            fill(translate("Described", "Sent on: {value}."), value=_tensor(one))
            for one in frame.record.outgoing
            if one is not None
        )
    else:
        lines.extend(fill(translate("Described", "Gives: {value}."), value=_tensor(one.tensor)) for one in frame.values)
    for number, grad in frame.grads.items():
        if grad is not None:
            node = replay.node(number)
            lines.append(
                fill(
                    translate("Described", "{name}.grad: {value}."),
                    name=node.variable or node.name,
                    value=_tensor(grad),
                )
            )
    return lines


def _tensor(tensor: Tensor) -> str:
    """A tensor's shape, and its values where they are few."""
    shape = show_shape(tuple(tensor.shape))
    count = 1
    for length in tensor.shape:
        count *= length
    if tensor.kept is None or count > MOST_VALUES:
        return f"{tensor.dtype} {shape}"
    return f"{tensor.dtype} {shape} {_rounded(tensor.values)}"


def _rounded(values: object) -> str:
    if isinstance(values, list | tuple):
        return f"[{', '.join(_rounded(one) for one in values)}]"
    return f"{values:.4g}" if isinstance(values, float) else str(values)
