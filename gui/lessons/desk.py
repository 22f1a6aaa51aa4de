"""Lessons in a window: the panel, the menu of built-in ones, opening files, and runs that a question waits for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from core.autograd.trace import Trace
from core.labs.state import AppState
from core.lessons.reading import inspect_lesson
from core.store import Store
from gui.labs.autograd.lab import AutogradLab
from gui.labs.page import LabPage
from gui.language import language
from gui.lesson_messages import problem_sentence
from gui.lessons.library import built_in, known
from gui.lessons.panel import LessonPanel
from gui.lessons.player import LessonPlayer
from gui.text import COUNTED, fill, translate
from gui.worker import ComputeService

MOST_TOLD = 3
"""Problems of a file that are said at once; all of them go along to be copied."""


class LessonDesk(QObject):
    """What a window has of lessons.

    Args:
        store, service: The window's.
        labs: The pages that were made, by lab.
        tell: Takes a sentence and its details.
        parent: The window.
    """

    def __init__(
        self,
        store: Store[AppState],
        service: ComputeService,
        labs: Callable[[], list[LabPage]],
        tell: Callable[[str, str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._labs, self._tell = labs, tell
        self.player = LessonPlayer(store, service, self._trace_of, parent=self)
        self.panel = LessonPanel(self.player)
        self.panel.run_asked.connect(self._run)
        self.menu = QMenu()
        self.menu.aboutToShow.connect(self._fill_menu)

    def watch(self, page: LabPage) -> None:
        """Take notice of the runs of a lab that was made."""
        if isinstance(page, AutogradLab):
            page.recorded.connect(self.player.run_recorded)

    def open_path(self, path: Path) -> None:
        """Open a lesson's file; what is wrong with it is said, and what was open stays."""
        lesson, problems = inspect_lesson(path)
        if lesson is not None:
            self.player.open(lesson)
            return
        sentences = [problem_sentence(one) for one in problems]
        head = fill(translate("Lesson", "{name} cannot be opened as a lesson."), name=path.name)
        count = len(problems) - MOST_TOLD
        more = [translate("Lesson", "and %n more", "", COUNTED, count)] if count > 0 else []
        self._tell("\n".join([head, *sentences[:MOST_TOLD], *more]), "\n".join(sentences))

    def open_first(self) -> None:
        """Begin with the first built-in lesson, or where one was."""
        if built_in():
            self.open_path(built_in()[0])

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.menu.setTitle(translate("Lesson", "Lessons"))
        self.panel.retranslate()

    def _fill_menu(self) -> None:
        self.menu.clear()
        for place, path in enumerate(built_in(), 1):
            lesson = known(path)
            name = path.stem if lesson is None else lesson.title.of(language().code)
            action = self.menu.addAction(f"{place}. {name}")
            action.triggered.connect(lambda _checked=False, path=path: self.open_path(path))

    def _run(self) -> None:
        self.player.restore()
        for page in self._labs():
            if isinstance(page, AutogradLab):
                page.run_program()

    def _trace_of(self, program: str) -> Trace | None:
        for page in self._labs():
            if isinstance(page, AutogradLab):
                return page.trace_of(program)
        return None
