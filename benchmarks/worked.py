"""The real window, worked by real events and timed to the end of its painting."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np

from core.labs.state import LabName

SIZE = (1920, 1080)
PERCENTILES = (50, 95, 99)


class Bench:
    """One window of 1920x1080 with its real computing process.

    Args:
        lab: The lab that it shows.
    """

    def __init__(self, lab: LabName) -> None:
        from PySide6.QtWidgets import QApplication

        from gui.start import Program
        from gui.theme import theme
        from gui.tidy import Tidy

        self.application = QApplication.instance() or QApplication([])
        self.program = Program("en", lab)
        theme().choose("light")
        self.window = self.program.window
        self.window.resize(*SIZE)
        self.window.show()
        self.page = self.window.lab
        self.until(self.ready)
        self.tidy = Tidy(self.window)

    def ready(self) -> bool:
        """Whether the lab can be worked."""
        return self.page._scene is not None  # type: ignore[attr-defined]

    def close(self) -> None:
        """Take it down."""
        self.tidy.remove()
        self.program.close()

    def until(self, condition: Callable[[], bool], seconds: float = 60) -> None:
        """Let the window work until something is so."""
        end = time.perf_counter() + seconds
        while not condition():
            if time.perf_counter() > end:
                raise TimeoutError("the window did not get there")
            self.application.processEvents()

    def settle(self) -> None:
        """Let everything that is under way be painted."""
        end = time.perf_counter() + 0.4
        while time.perf_counter() < end:
            self.application.processEvents()

    def step(self, forward: bool) -> float:
        """Seconds of one window step."""
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent

        key = Qt.Key.Key_Right if forward else Qt.Key.Key_Left
        begun = time.perf_counter()
        self.application.sendEvent(self.window, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))
        self.application.processEvents()
        return time.perf_counter() - begun

    def change(self, up: bool) -> float:
        """Seconds of one parameter change, until its scene is painted."""
        stepper = self.page.panel.parameters.steppers["dilation", 0]  # type: ignore[attr-defined]
        before = self.page._scene  # type: ignore[attr-defined]
        begun = time.perf_counter()
        (stepper.more if up else stepper.less).click()
        self.until(lambda: self.page._scene is not before)  # type: ignore[attr-defined]
        self.application.processEvents()
        return time.perf_counter() - begun


def there_and_back(count: int, stretch: int) -> Iterator[bool]:
    """Directions that stay within a stretch."""
    for index in range(count):
        yield (index // stretch) % 2 == 0


def head(what: str) -> None:
    """The head of a table of times."""
    print(f"\n{what:<52}{'p50':>9}{'p95':>9}{'p99':>9}{'samples':>8}")


def line(what: str, taken: np.ndarray, beside: str = "") -> None:
    """One row: times in milliseconds, and what they are beside."""
    p50, p95, p99 = np.percentile(taken * 1e3, PERCENTILES)
    print(f"{what:<52}{p50:>9.2f}{p95:>9.2f}{p99:>9.2f}{len(taken):>8}   {beside}", flush=True)
