"""The sentences that belong to core's codes and names: core says what happened, this says it in words."""

from __future__ import annotations

from collections.abc import Mapping

from core.autograd.derivation.problem import Inapplicable
from core.convolution.code import CodeError
from core.runner.protocol import Finished, Limits
from gui.text import QT_TRANSLATE_NOOP, fill, translate

PRESETS: dict[str, str] = {
    "identity": QT_TRANSLATE_NOOP("Presets", "identity"),
    "shift": QT_TRANSLATE_NOOP("Presets", "shift"),
    "moving_average": QT_TRANSLATE_NOOP("Presets", "moving average"),
    "difference": QT_TRANSLATE_NOOP("Presets", "difference"),
    "gaussian": QT_TRANSLATE_NOOP("Presets", "Gaussian"),
    "sharpen": QT_TRANSLATE_NOOP("Presets", "sharpen"),
    "sine": QT_TRANSLATE_NOOP("Presets", "sine"),
    "band_pass": QT_TRANSLATE_NOOP("Presets", "band-pass"),
    "learned": QT_TRANSLATE_NOOP("Presets", "learned"),
    "stereo_difference": QT_TRANSLATE_NOOP("Presets", "left − right"),
    "random": QT_TRANSLATE_NOOP("Presets", "random"),
    "blur": QT_TRANSLATE_NOOP("Presets", "blur"),
    "sobel_x": QT_TRANSLATE_NOOP("Presets", "Sobel, horizontal"),
    "sobel_y": QT_TRANSLATE_NOOP("Presets", "Sobel, vertical"),
    "laplacian": QT_TRANSLATE_NOOP("Presets", "Laplacian"),
    "emboss": QT_TRANSLATE_NOOP("Presets", "emboss"),
    "edges": QT_TRANSLATE_NOOP("Presets", "edges"),
    "gabor": QT_TRANSLATE_NOOP("Presets", "Gabor"),
    "custom": QT_TRANSLATE_NOOP("Presets", "custom"),
}


def preset_name(name: str) -> str:
    """A preset's name in the present language."""
    return translate("Presets", PRESETS[name])


LABS: dict[str, str] = {
    "signal": QT_TRANSLATE_NOOP("Labs", "Signal"),
    "image": QT_TRANSLATE_NOOP("Labs", "Image"),
    "autograd": QT_TRANSLATE_NOOP("Labs", "Autograd"),
}


def lab_name(name: str) -> str:
    """A lab's name in the present language."""
    return translate("Labs", LABS[name])


SAMPLES: dict[str, str] = {
    "stereo_chord": QT_TRANSLATE_NOOP("Samples", "Stereo chord"),
    "mono_voice": QT_TRANSLATE_NOOP("Samples", "Mono voice"),
    "picture": QT_TRANSLATE_NOOP("Samples", "Landscape"),
    "grey_picture": QT_TRANSLATE_NOOP("Samples", "Still life in grey"),
    "cube": QT_TRANSLATE_NOOP("Samples", "River from the air, 20 bands"),
}


def sample_name(name: str) -> str:
    """A built-in sample's name in the present language."""
    return translate("Samples", SAMPLES[name])


MEDIA: dict[str, str] = {
    "missing": QT_TRANSLATE_NOOP("Media", "{name} is not there any more. Choose another file."),
    "not_a_file": QT_TRANSLATE_NOOP("Media", "{name} is not a file. Choose a file."),
    "unreadable": QT_TRANSLATE_NOOP("Media", "You may not read {name}. Choose a file that you may read."),
    "empty": QT_TRANSLATE_NOOP("Media", "{name} is empty. Choose a file with something in it."),
    "not_audio": QT_TRANSLATE_NOOP("Media", "{name} is no recording. WAV, FLAC, OGG and MP3 files can be opened here."),
    "not_image": QT_TRANSLATE_NOOP(
        "Media", "{name} is no picture. PNG, JPEG and TIFF files and .npy arrays can be opened here."
    ),
    "not_program": QT_TRANSLATE_NOOP("Media", "{name} is no program text. Python files in UTF-8 can be opened here."),
    "truncated": QT_TRANSLATE_NOOP("Media", "{name} is damaged or cut short. Open a whole copy of it."),
    "too_large": QT_TRANSLATE_NOOP("Media", "{name} is too large: {size}, and at most {limit} can be opened."),
    "too_many_lines": QT_TRANSLATE_NOOP(
        "Media",
        "{name} has {lines} lines, and a program of at most {limit} can be opened. Put parts of it into modules of "
        "their own and import them; numbers belong into a file that the program reads.",
    ),
    "too_short": QT_TRANSLATE_NOOP("Media", "{name} is too short: {length} samples, and at least {least} are needed."),
    "channels": QT_TRANSLATE_NOOP("Media", "{name} has {channels} channels; at most {limit} can be shown."),
    "not_finite": QT_TRANSLATE_NOOP("Media", "{name} holds values that are not numbers. Open a sound copy of it."),
    "memory": QT_TRANSLATE_NOOP("Media", "There is not enough memory for this. Choose something smaller."),
    "no_output": QT_TRANSLATE_NOOP("Media", "This layer has no output. Choose legal parameters first."),
    "unwritable": QT_TRANSLATE_NOOP("Media", "{name} cannot be written there. Choose another folder."),
    "not_weights": QT_TRANSLATE_NOOP(
        "Media", "{name} holds no weights of a Conv1d. An array (Cout, Cin / groups, k) of numbers is needed."
    ),
    "not_conv2d_weights": QT_TRANSLATE_NOOP(
        "Media", "{name} holds no weights of a Conv2d. An array (Cout, Cin / groups, kh, kw) of numbers is needed."
    ),
    "picture_too_large_for_code": QT_TRANSLATE_NOOP(
        "Media", "{numbers} numbers are too many for a program; at most {limit} fit. Make the picture smaller."
    ),
    "too_long_for_code": QT_TRANSLATE_NOOP(
        "Media", "{numbers} numbers are too many for a program; at most {limit} fit. Choose a shorter part."
    ),
    "no_device": QT_TRANSLATE_NOOP("Media", "There is no sound device here. Everything else works without one."),
    "camera_failed": QT_TRANSLATE_NOOP(
        "Media",
        "The camera {name} could not be opened. Close other programs that use it, and see that the system allows it.",
    ),
    "camera_in_use": QT_TRANSLATE_NOOP("Media", "The camera {name} is in use. Close the other program that uses it."),
    "camera_gone": QT_TRANSLATE_NOOP(
        "Media", "The camera {name} gives no pictures any more. Connect it, and switch it on again."
    ),
    "camera_silent": QT_TRANSLATE_NOOP(
        "Media", "The camera {name} has given no picture for some seconds. Reconnect it, and switch it on again."
    ),
    "camera_off": QT_TRANSLATE_NOOP("Media", "The camera is off: it is switched on by hand alone."),
    "failed": QT_TRANSLATE_NOOP("Media", "This could not be computed. The lab keeps what it had."),
}


def media_sentence(code: str, values: Mapping[str, str | int | float]) -> str:
    """What is wrong with a file, and what would be right, in the present language."""
    return fill(translate("Media", MEDIA[code]), **values)


CODE: dict[str, str] = {
    "not_code": QT_TRANSLATE_NOOP(
        "Code", "The clipboard holds no Python that can be read. Copy {layer}(…) or a tensor."
    ),
    "not_layer": QT_TRANSLATE_NOOP("Code", "The clipboard holds no {layer}(…). Copy the layer's call or a tensor."),
    "dimensions": QT_TRANSLATE_NOOP("Code", "{what} slides over another number of dimensions; {layer} is needed here."),
    "argument": QT_TRANSLATE_NOOP("Code", "{what} cannot be read. Write the layer's arguments as plain numbers."),
    "not_numbers": QT_TRANSLATE_NOOP(
        "Code", "The clipboard holds no tensor of numbers. Copy one such as [[1, 0, -1]]."
    ),
    "shape": QT_TRANSLATE_NOOP("Code", "A tensor of this shape is no weight of {layer}: {shape} is needed."),
}


def code_sentence(error: CodeError, dimensions: int) -> str:
    """Why pasted text could not be read as a layer of so many dimensions, in the present language."""
    shape = ("(Cout, Cin / groups, k)", "(Cout, Cin / groups, kh, kw)")[dimensions - 1]
    return fill(translate("Code", CODE[error.code]), what=error.what, layer=f"nn.Conv{dimensions}d", shape=shape)


EXAMPLES: dict[str, str] = {
    "mean_of_squares": QT_TRANSLATE_NOOP("Examples", "Mean of squares"),
    "mean_of_products": QT_TRANSLATE_NOOP("Examples", "Mean of squares, written y*y"),
    "no_backward": QT_TRANSLATE_NOOP("Examples", "The graph is built going forward"),
    "dynamic_graph": QT_TRANSLATE_NOOP("Examples", "A loop of unknown length"),
    "vector_jacobian": QT_TRANSLATE_NOOP("Examples", "backward(v): a vector-Jacobian product"),
    "not_a_scalar": QT_TRANSLATE_NOOP("Examples", "backward from many values: an error"),
    "gradient_shape": QT_TRANSLATE_NOOP("Examples", "backward with the wrong shape: an error"),
    "dot_product": QT_TRANSLATE_NOOP("Examples", "w @ x, both gradients"),
    "one_leaf": QT_TRANSLATE_NOOP("Examples", "w @ x, one gradient"),
    "no_leaf": QT_TRANSLATE_NOOP("Examples", "w @ x, no gradient: an error"),
    "no_grad": QT_TRANSLATE_NOOP("Examples", "no_grad: an error"),
    "detach": QT_TRANSLATE_NOOP("Examples", "detach"),
    "accumulation": QT_TRANSLATE_NOOP("Examples", "Gradients accumulate"),
    "torch_grad": QT_TRANSLATE_NOOP("Examples", "torch.autograd.grad"),
    "retain_grad": QT_TRANSLATE_NOOP("Examples", "retain_grad"),
    "hooks": QT_TRANSLATE_NOOP("Examples", "A hook on a tensor"),
    "retain_graph": QT_TRANSLATE_NOOP("Examples", "retain_graph"),
    "second_backward": QT_TRANSLATE_NOOP("Examples", "A second backward: an error"),
    "second_backward_without_saved": QT_TRANSLATE_NOOP("Examples", "A second backward that runs"),
    "double_backward": QT_TRANSLATE_NOOP("Examples", "Double backward"),
    "gradient_penalty": QT_TRANSLATE_NOOP("Examples", "A penalty on the gradient: double backward"),
    "in_place_error": QT_TRANSLATE_NOOP("Examples", "Changed in place: an error"),
    "in_place_leaf": QT_TRANSLATE_NOOP("Examples", "A leaf changed in place: an error"),
    "ties_of_max": QT_TRANSLATE_NOOP("Examples", "max at ties"),
    "custom_template": QT_TRANSLATE_NOOP("Examples", "Your own function: the template"),
    "custom_add": QT_TRANSLATE_NOOP("Examples", "Custom function: add"),
    "custom_split": QT_TRANSLATE_NOOP("Examples", "Custom function: split"),
    "custom_split_unused": QT_TRANSLATE_NOOP("Examples", "Custom function: split, one branch unused"),
    "custom_max": QT_TRANSLATE_NOOP("Examples", "Custom function: max"),
    "custom_network": QT_TRANSLATE_NOOP("Examples", "Custom functions, checked by gradcheck"),
    "gradient_descent": QT_TRANSLATE_NOOP("Examples", "Gradients are not yet descent"),
    "small_network": QT_TRANSLATE_NOOP("Examples", "A small network, three steps of descent"),
    "training_loop": QT_TRANSLATE_NOOP("Examples", "A network in a class, trained"),
    "convolution": QT_TRANSLATE_NOOP("Examples", "The gradients of a convolution"),
    "small_convolutional": QT_TRANSLATE_NOOP("Examples", "A small convolutional network"),
}
"""The built-in programs, in the order in which a lecture would show them."""


def example_names() -> tuple[str, ...]:
    """The built-in programs' file names without ending, in their order."""
    return tuple(EXAMPLES)


def example_name(name: str) -> str:
    """A built-in program's title in the present language."""
    return translate("Examples", EXAMPLES[name])


def outcome_sentence(finished: Finished, limits: Limits) -> str:
    """How a run ended, or "" if there is nothing to tell."""
    trace = finished.trace
    error = trace.error
    if finished.stopped:
        return translate("Outcome", "The program was stopped.")
    match trace.outcome:
        case "timed out":
            text = translate("Outcome", "The program was stopped after {seconds} seconds, the limit set for it.")
            return fill(text, seconds=f"{limits.seconds:g}")
        case "out of memory":
            text = translate("Outcome", "The program was stopped: it took more than {memory} MiB of memory.")
            return fill(text, memory=limits.memory_mib)
        case "raised" if error is not None and error.line is not None:
            return fill(
                translate("Outcome", "{error} in line {line}: {message}"),
                error=error.type,
                line=error.line,
                message=error.message,
            )
        case "raised" if error is not None:
            return fill(translate("Outcome", "{error}: {message}"), error=error.type, message=error.message)
        case "died" if error is not None and error.type == "Signal":
            text = translate("Outcome", "The program's process crashed ({signal}). The next run starts afresh.")
            return fill(text, signal=error.message)
        case "died" if error is not None:
            text = translate("Outcome", "The program ended its own process ({status}). The next run starts afresh.")
            return fill(text, status=error.message)
    if finished.cut:
        text = translate("Outcome", "The program printed more than {limit} kB; the rest is left out.")
        return fill(text, limit=limits.output_bytes // 1000)
    return ""


def inapplicable_sentence(problem: Inapplicable) -> str:
    """Why a program is not derived by hand, and what would be."""
    sentence = {
        "no gradient": translate("ByHand", "The result depends on no leaf that requires a gradient."),
        "needs upstream": translate("ByHand", "The result is no scalar, and no gradient was given to begin with."),
        "several results": translate("ByHand", "The pass began at several results; one result can be derived."),
        "unsupported operation": translate("ByHand", "{operation} is not among the operations that are derived here: "
            "elementwise ones, sums, means, products, matmuls, powers, shapes."),
        "unsupported arguments": translate("ByHand", "{operation} was called in a way that is not derived here."),
        "custom function": translate("ByHand", "The result goes through a backward that the program itself defines."),
        "second order": translate("ByHand", "The result goes through what an earlier backward pass made."),
        "in place": translate("ByHand", "Something was written over in place that shares its memory with a view."),
        "random": translate("ByHand", "{operation} draws random numbers, so there is no formula."),
        "not real": translate("ByHand", "Only real floating-point numbers are derived, no integers and no complex."),
        "not recorded": translate("ByHand", "Some values were too large to be recorded; make the tensors smaller."),
        "differs": translate("ByHand", "{operation}, done again, gives other numbers than the program had; so it is "
            "not derived rather than derived wrongly."),
        "too many elements": translate("ByHand", "There are {found} elements; at most {most} are derived one by one."),
        "too many operations": translate("ByHand", "There are {found} operations; at most {most} are derived."),
        "too long": translate("ByHand", "The expressions become too long to be read."),
        "out of time": translate("ByHand", "The derivation took too long and was given up."),
    }[problem.code]  # fmt: skip
    place = fill(translate("ByHand", "Line {line}: "), line=problem.line) if problem.line is not None else ""
    values = {"operation": problem.operation or "", "found": problem.found or 0, "most": problem.most or 0}
    named = {name: value for name, value in values.items() if f"{{{name}}}" in sentence}
    return place + fill(sentence, **named)
