"""What pictures and their channels are called."""

from __future__ import annotations

from core.labs.image.scene import ImageScene
from core.labs.source import Source
from core.media.materials import WAVELENGTHS
from gui.messages import sample_name
from gui.text import fill, isolate, translate


def source_title(source: Source) -> str:
    """What a picture is called, for a title."""
    if source.kind == "sample":
        return sample_name(source.name)
    return translate("Camera", "Camera") if source.kind == "camera" else isolate(source.title, left_to_right=False)


def is_colour(scene: ImageScene) -> bool:
    """Whether the channels are red, green and blue."""
    return scene.channels == 3


def is_cube(scene: ImageScene) -> bool:
    """Whether the channels are the bands of the built-in cube, whose wavelengths are known."""
    source = scene.state.source
    return (source.kind, source.name) == ("sample", "cube") and scene.channels == len(WAVELENGTHS)


def channel_name(channel: int, scene: ImageScene) -> str:
    """A channel's name: its colour, its wavelength or its number."""
    if channel >= scene.channels:  # Of a refused layer's kernel: the picture has no such channel.
        return fill(translate("Image", "Channel {number}"), number=channel + 1)
    if scene.channels == 1:
        return translate("Image", "Grey")
    if is_colour(scene):
        names = (translate("Image", "Red"), translate("Image", "Green"), translate("Image", "Blue"))
        return names[channel]
    if is_cube(scene):
        band = translate("Image", "Band {number}, {wavelength}")
        return fill(band, number=channel + 1, wavelength=f"{WAVELENGTHS[channel]:.0f} nm")
    return fill(translate("Image", "Channel {number}"), number=channel + 1)


def channel_letter(channel: int, scene: ImageScene) -> str:
    """A channel's short name beside numbers, the same in every language."""
    return "RGB"[channel] if is_colour(scene) and channel < scene.channels else str(channel + 1)
