"""The sentences that belong to core's codes and names: core says what happened, this says it in words."""

from __future__ import annotations

from gui.text import QT_TRANSLATE_NOOP, translate

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
