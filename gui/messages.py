"""The sentences that belong to core's codes and names: core says what happened, this says it in words."""

from __future__ import annotations

from collections.abc import Mapping

from gui.text import QT_TRANSLATE_NOOP, fill, translate

PRESETS: dict[str, str] = {
    "identity": QT_TRANSLATE_NOOP("Presets", "identity"),
    "shift": QT_TRANSLATE_NOOP("Presets", "shift"),
    "moving_average": QT_TRANSLATE_NOOP("Presets", "moving average"),
    "difference": QT_TRANSLATE_NOOP("Presets", "difference"),
    "gaussian": QT_TRANSLATE_NOOP("Presets", "Gaussian"),
    "sharpen": QT_TRANSLATE_NOOP("Presets", "sharpen"),
    "sine": QT_TRANSLATE_NOOP("Presets", "sine"),
    "stereo_difference": QT_TRANSLATE_NOOP("Presets", "left − right"),
    "random": QT_TRANSLATE_NOOP("Presets", "random"),
    "blur": QT_TRANSLATE_NOOP("Presets", "blur"),
    "sobel_x": QT_TRANSLATE_NOOP("Presets", "Sobel, horizontal"),
    "sobel_y": QT_TRANSLATE_NOOP("Presets", "Sobel, vertical"),
    "laplacian": QT_TRANSLATE_NOOP("Presets", "Laplacian"),
    "emboss": QT_TRANSLATE_NOOP("Presets", "emboss"),
    "edges": QT_TRANSLATE_NOOP("Presets", "edges"),
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
}


def sample_name(name: str) -> str:
    """A built-in sample's name in the present language."""
    return translate("Samples", SAMPLES[name])


MEDIA: dict[str, str] = {
    "missing": QT_TRANSLATE_NOOP("Media", "{name} is not there any more. Choose another file."),
    "not_a_file": QT_TRANSLATE_NOOP("Media", "{name} is not a file. Choose a file."),
    "unreadable": QT_TRANSLATE_NOOP(
        "Media", "{name} may not be read by you. Choose a file that you may read."
    ),
    "empty": QT_TRANSLATE_NOOP("Media", "{name} is empty. Choose a file with something in it."),
    "not_audio": QT_TRANSLATE_NOOP(
        "Media", "{name} is no recording. WAV, FLAC, OGG and MP3 files can be opened here."
    ),
    "not_image": QT_TRANSLATE_NOOP("Media", "{name} is no picture. PNG and JPEG files can be opened here."),
    "not_program": QT_TRANSLATE_NOOP(
        "Media", "{name} is no program text. Python files in UTF-8 can be opened here."
    ),
    "truncated": QT_TRANSLATE_NOOP("Media", "{name} is damaged or cut short. Open a whole copy of it."),
    "too_large": QT_TRANSLATE_NOOP(
        "Media", "{name} is too large: {size}, and at most {limit} can be opened."
    ),
    "too_short": QT_TRANSLATE_NOOP(
        "Media", "{name} is too short: {length} samples, and at least {least} are needed."
    ),
    "channels": QT_TRANSLATE_NOOP("Media", "{name} has {channels} channels; at most {limit} can be shown."),
    "not_finite": QT_TRANSLATE_NOOP(
        "Media", "{name} holds values that are not numbers. Open a sound copy of it."
    ),
    "memory": QT_TRANSLATE_NOOP("Media", "There is not enough memory for this. Choose something smaller."),
    "failed": QT_TRANSLATE_NOOP("Media", "This could not be computed. The lab keeps what it had."),
}


def media_sentence(code: str, values: Mapping[str, str | int | float]) -> str:
    """What is wrong with a file, and what would be right, in the present language."""
    return fill(translate("Media", MEDIA[code]), **values)
