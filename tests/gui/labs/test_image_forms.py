"""Pictures of every kind and of the smallest sizes in the lab's window: a scene or a sentence, on every page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from core.convolution.parameters import conv2d
from core.labs.image.state import PAGES
from core.media.images import read_image
from gui.labs.image.lab import ImageLab
from gui.main_window import MainWindow
from tests.core.media.test_image_forms import drawn, write_png, write_tiff
from tests.gui.labs.test_image import opened, settled

Make = Callable[..., MainWindow]


def turned(path: Path) -> None:
    exif = Image.Exif()
    exif[274] = 6
    Image.fromarray(drawn((21, 33, 3))).save(path, "JPEG", exif=exif)


FORMS: dict[str, Callable[[Path], None]] = {
    "grey, 16 bits": lambda path: write_png(path, drawn((21, 33, 1), np.uint16), 0),
    "grey TIFF, 16 bits": lambda path: write_tiff(path, drawn((21, 33, 1), np.uint16), 1),
    "colour, 16 bits": lambda path: write_png(path, drawn((21, 33, 3), np.uint16), 2),
    "colour TIFF, 16 bits": lambda path: write_tiff(path, drawn((21, 33, 3), np.uint16), 2),
    "colour with alpha": lambda path: write_png(path, drawn((21, 33, 4)), 6),
    "grey with alpha": lambda path: write_png(path, drawn((21, 33, 2)), 4),
    "premultiplied": lambda path: write_tiff(path, np.minimum(drawn((21, 33, 4)), 99), 2, extra=1),
    "palette with transparency": lambda path: (
        Image.fromarray(drawn((21, 33))).quantize(8).save(path, "PNG", transparency=bytes(range(0, 256, 32)))
    ),
    "CMYK": lambda path: Image.frombytes("CMYK", (33, 21), drawn((21, 33, 4)).tobytes()).save(path, "JPEG"),
    "turned by EXIF": turned,
}


def visited(page: ImageLab, qtbot: QtBot) -> None:
    """Show every page, and wait for its scene."""
    for name in PAGES:
        page.segments.chosen.emit(name)
        settled(page, qtbot)
        assert page._scene is not None
        assert page._scene.state.page == name
        page.window().grab()


@pytest.mark.parametrize("form", FORMS)
def test_every_kind_of_picture_opens_with_the_default_layer(
    form: str, make_window: Make, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "picture"
    FORMS[form](path)
    window = make_window("image")
    page = opened(window)
    window.open_path(path)
    qtbot.waitUntil(lambda: page.state.source.kind == "file")
    settled(page, qtbot)
    scene = page._scene
    assert scene is not None
    assert scene.input is not None
    assert scene.problem is None
    pixels = read_image(path).pixels
    assert pixels.shape[1:] == ((33, 21) if form == "turned by EXIF" else (21, 33))
    np.testing.assert_array_equal(scene.input.values, pixels)
    assert np.isfinite(scene.output.values).all()
    assert not window.grab().isNull()


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (500, 1)])
@pytest.mark.parametrize("padding", [0, 1, 3])
def test_thin_pictures_on_every_page(
    size: tuple[int, int], padding: int, make_window: Make, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "thin.png"
    Image.fromarray(drawn((*size, 3))).save(path)
    window = make_window("image")
    page = opened(window)
    window.open_path(path)
    qtbot.waitUntil(lambda: page.state.source.kind == "file")
    settled(page, qtbot)
    assert page._scene is not None
    assert page._scene.problem is not None  # The default layer of 3 x 3 is too large for one pixel.
    page._parameters_chosen(conv2d(3, 4, (3, 3), padding=(padding, padding)))
    visited(page, qtbot)
    page.segments.chosen.emit("slide")
    settled(page, qtbot)
    scene = page._scene
    assert scene is not None
    if padding == 0:
        assert scene.problem is not None
        assert page.problem.isVisible()
        return
    assert scene.problem is None
    assert scene.output_size == tuple(side + 2 * padding - 2 for side in size)
    page.playback.first()
    page.playback.finish()
    settled(page, qtbot)
    assert page.state.cursor == tuple(side - 1 for side in scene.output_size)
