"""Makes the README's pictures, through the export: python -m tools.make_pictures [NAME ...]."""

from __future__ import annotations

import argparse
import threading
from dataclasses import replace
from pathlib import Path

from core.labs.autograd import Page, example
from core.labs.image.state import ImageState, lecture_example
from core.labs.signal.state import SignalState, lecture_experiment
from core.labs.state import AppState
from core.runner.process import ChildProcess
from gui.export.request import Done, ExportRequest, Failed, decode_reply, encode
from gui.language import LanguageCode
from gui.palette import ThemeName

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
SIZE = (1600, 900)

SIGNAL = SignalState(start=44_446, cursor=26, kernel=1)
"""A window in the middle of the stereo recording, where it is loud."""
IMAGE = ImageState(cursor=(120, 120))
"""The window over the roof of the house."""


def signal(state: SignalState) -> AppState:
    """A state of the signal lab."""
    return AppState(lab="signal", signal=state, autograd=example())


def image(state: ImageState) -> AppState:
    """A state of the image lab."""
    return AppState(lab="image", image=state, autograd=example())


def autograd(name: str, page: Page, step: int) -> AppState:
    """An example, on one of the lab's pages, at a step."""
    return AppState(lab="autograd", autograd=replace(example(name), page=page, step=step))


COMPARED = replace(IMAGE, page="compare", kept=IMAGE.setting, kernel=2, cursor=(95, 110))
CUBE = replace(lecture_example(padded=True), cursor=(20, 84), kernel=5, channel=13)

PICTURES: dict[str, tuple[AppState, LanguageCode, ThemeName]] = {
    "signal-light-english": (signal(SIGNAL), "en", "light"),
    "signal-matrix-light-english": (signal(replace(SIGNAL, page="matrix")), "en", "light"),
    "signal-listen-dark-english": (signal(lecture_experiment()), "en", "dark"),
    "signal-backward-light-arabic": (signal(replace(SIGNAL, page="backward", upstream="output")), "ar", "light"),
    "image-light-english": (image(IMAGE), "en", "light"),
    "image-matrix-light-english": (image(replace(IMAGE, page="matrix")), "en", "light"),
    "image-compare-dark-arabic": (image(COMPARED), "ar", "dark"),
    "cube-dark-english": (image(CUBE), "en", "dark"),
    "autograd-dark-arabic": (autograd("mean_of_products", "graph", 9), "ar", "dark"),
    "autograd-hand-light-english": (autograd("mean_of_squares", "hand", 10), "en", "light"),
    "autograd-jacobian-light-arabic": (autograd("vector_jacobian", "jacobian", 9), "ar", "light"),
    "autograd-training-dark-english": (autograd("training_loop", "graph", 20), "en", "dark"),
}


def draw(name: str) -> None:
    """Write one picture.

    Raises:
        RuntimeError: It could not be drawn.
    """
    state, language, theme = PICTURES[name]
    request = ExportRequest(
        state=state, format="png", path=str(FOLDER / f"{name}.png"), part="page", width=SIZE[0], height=SIZE[1],
        language=language, theme=theme, run=True,
    )  # fmt: skip
    over, said = threading.Event(), list[object]()
    child = ChildProcess(
        "gui.export.child", on_message=lambda data: said.append(decode_reply(data)), on_exit=lambda _: over.set()
    )
    child.send(encode(request))
    over.wait()
    child.stop()
    if not said or not isinstance(said[-1], Done):
        reason = said[-1].code if said and isinstance(said[-1], Failed) else "its process ended"
        raise RuntimeError(f"{name}: {reason}")


def main() -> None:
    """Write every picture, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*PICTURES, []], metavar="NAME", help=", ".join(PICTURES))
    for name in parser.parse_args().names or PICTURES:
        draw(name)


if __name__ == "__main__":
    main()
