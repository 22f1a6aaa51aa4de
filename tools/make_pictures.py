"""Makes the README's pictures from the real window: QT_QPA_PLATFORM=offscreen python -m tools.make_pictures."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from os import environ
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from core.labs.autograd import Page, example
from core.labs.image.state import lecture_example
from core.labs.state import LabName
from gui.language import LanguageCode
from gui.palette import ThemeName
from gui.start import Program
from gui.theme import theme

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
SIZE = (1600, 900)


def wait(milliseconds: int) -> None:
    """Let the window work."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(condition: Callable[[], bool]) -> None:
    """Let the window work until something is so."""
    for _ in range(600):
        if condition():
            return
        wait(50)
    raise TimeoutError("the window did not get there")


def signal(program: Program) -> None:
    """A window in the middle of the stereo recording."""
    page = program.window.lab
    until(lambda: page._scene is not None)  # type: ignore[attr-defined]
    state = program.store.state
    program.store.note(replace(state, signal=replace(state.signal, cursor=26, kernel=1)))


def matrix(program: Program) -> None:
    """The same window as a row of the matrix."""
    signal(program)
    state = program.store.state
    program.store.note(replace(state, signal=replace(state.signal, page="matrix")))


def listen(program: Program) -> None:
    """The lecture's experiment in listening to kernels."""
    page = program.window.lab
    until(lambda: page._scene is not None)  # type: ignore[attr-defined]
    page.set_up_experiment()  # type: ignore[attr-defined]
    until(lambda: len(page.view.listen.rows) == 5 and not page.view.listen._waiting)  # type: ignore[attr-defined]


def backward(program: Program) -> None:
    """The gradient of one output, stamped back."""
    signal(program)
    state = program.store.state
    program.store.note(replace(state, signal=replace(state.signal, page="backward", upstream="output")))


def image(program: Program) -> None:
    """The window over the roof of the house."""
    page = program.window.lab
    until(lambda: page._scene is not None)  # type: ignore[attr-defined]
    program.store.note(replace(program.store.state, image=replace(program.store.state.image, cursor=(120, 120))))


def blocks(program: Program) -> None:
    """The same layer as a matrix around that window."""
    image(program)
    state = program.store.state
    program.store.note(replace(state, image=replace(state.image, page="matrix")))


def compare(program: Program) -> None:
    """An edge kernel beside a blur."""
    image(program)
    state = program.store.state
    kept = replace(state.image, page="compare", kept=state.image.setting, kernel=2, cursor=(95, 110))
    program.store.note(replace(state, image=kept))


def cube(program: Program) -> None:
    """The lecture's sixteen kernels over twenty bands."""
    image(program)
    state = program.store.state
    chosen = replace(lecture_example(padded=True), cursor=(20, 84), kernel=5, channel=13)
    program.store.note(replace(state, image=chosen))


def autograd(program: Program) -> None:
    """Two edges meeting at a node."""
    page = program.window.lab
    page._set(example("mean_of_products"))  # type: ignore[attr-defined]
    page.run_program()
    until(lambda: bool(page.graph.nodes))  # type: ignore[attr-defined]
    page.playback.go(9)


def recorded(program: Program, name: str, view: Page, step: int) -> None:
    """An example that has run, on one of the lab's pages; a step counts from the end where it is negative."""
    page = program.window.lab
    page._set(example(name))  # type: ignore[attr-defined]
    page.run_program()
    until(lambda: bool(page.graph.nodes))  # type: ignore[attr-defined]
    state = program.store.state
    program.store.note(replace(state, autograd=replace(state.autograd, page=view)))
    page.playback.go(step if step >= 0 else page.playback.last + 1 + step)


def by_hand(program: Program) -> None:
    """The lecture's gradient, three ways."""
    recorded(program, "mean_of_squares", "hand", -1)
    page = program.window.lab
    until(lambda: page.by_hand.derivation is not None and page.by_hand.drawn)  # type: ignore[attr-defined]


def jacobian(program: Program) -> None:
    """A Jacobian of two rows and three columns."""
    recorded(program, "vector_jacobian", "jacobian", 9)
    until(lambda: program.window.lab.jacobian.matrix is not None)  # type: ignore[attr-defined]


def training(program: Program) -> None:
    """A network in a class, folded by module, in the middle of a backward pass."""
    recorded(program, "training_loop", "graph", 20)


PICTURES: tuple[tuple[str, LabName, LanguageCode, ThemeName, Callable[[Program], None]], ...] = (
    ("signal-light-english", "signal", "en", "light", signal),
    ("signal-matrix-light-english", "signal", "en", "light", matrix),
    ("signal-listen-dark-english", "signal", "en", "dark", listen),
    ("signal-backward-light-arabic", "signal", "ar", "light", backward),
    ("image-light-english", "image", "en", "light", image),
    ("image-matrix-light-english", "image", "en", "light", blocks),
    ("image-compare-dark-arabic", "image", "ar", "dark", compare),
    ("cube-dark-english", "image", "en", "dark", cube),
    ("autograd-dark-arabic", "autograd", "ar", "dark", autograd),
    ("autograd-hand-light-english", "autograd", "en", "light", by_hand),
    ("autograd-jacobian-light-arabic", "autograd", "ar", "light", jacobian),
    ("autograd-training-dark-english", "autograd", "en", "dark", training),
)


def main() -> None:
    """Write every picture."""
    application = QApplication([])
    with tempfile.TemporaryDirectory() as home:
        environ["CONVGRAD_HOME"] = home
        for name, lab, language, colours, act in PICTURES:
            program = Program(language, lab)
            theme().choose(colours)
            program.window.resize(*SIZE)
            program.window.show()
            act(program)
            wait(800)
            program.window.grab().save(str(FOLDER / f"{name}.png"))
            program.close()
    application.quit()


if __name__ == "__main__":
    main()
