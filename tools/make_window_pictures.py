"""Makes the README's pictures of a lesson and of presenting, from the real window without a display.

QT_QPA_PLATFORM=offscreen python -m tools.make_window_pictures
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from os import environ
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from core.lessons.answering import Found
from gui.language import LanguageCode
from gui.lessons.shelf import built_in
from gui.palette import ThemeName
from gui.start import Program
from gui.theme import theme

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
SIZE = (1600, 900)

PICTURES: dict[str, tuple[LanguageCode, ThemeName, str, int, bool]] = {
    "lesson-light-english": ("en", "light", "dimensions_in_pytorch", 1, False),
    "lesson-dark-arabic": ("ar", "dark", "autograd_by_example", 4, False),
    "presenting-arabic": ("ar", "light", "dimensions_in_pytorch", 1, True),
}
"""Language, theme, lesson, step, and whether it is presented."""


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


def draw(name: str) -> None:
    """Write one picture."""
    language, palette, lesson, index, presented = PICTURES[name]
    program = Program(language)
    theme().choose(palette)
    window = program.window
    window.resize(*SIZE)
    window.show()
    wait(1500)
    path = next(one for one in built_in() if one.stem.partition("_")[2] == lesson)
    window.lessons.open_path(path)
    player = window.lessons.player
    player.go(index)
    wait(1000)
    if window._store.state.lab == "autograd":
        window.lab.run_program()
        until(lambda: player.right is not None or not player.needs_run)
        wait(4000)  # Derivations are made in a process of their own.
    if presented:
        window.presenter.begin()
        wait(1500)
        window.resize(*SIZE)  # There is no screen that is as large.
        wait(1500)
    if player.question is not None:
        player.reveal()
        until(lambda: isinstance(player.right, Found))
        wait(1000)
    window.grab().save(str(FOLDER / f"{name}.png"))
    window.presenter.leave()
    program.close()


def main() -> None:
    """Write the picture that is named, or every one, each in a process of its own."""
    if not sys.argv[1:]:
        for name in PICTURES:
            subprocess.run([sys.executable, "-m", "tools.make_window_pictures", name], check=True)
        return
    environ["CONVGRAD_HOME"] = tempfile.mkdtemp()
    application = QApplication([])
    draw(sys.argv[1])
    del application


if __name__ == "__main__":
    main()
