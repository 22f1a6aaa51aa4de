"""Lessons in a window: the panel, the menu of built-in ones, files, new steps, and runs that are waited for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from core.autograd.trace import Trace
from core.labs.state import AppState
from core.lessons.reading import inspect_lesson
from core.store import Store
from gui.commands import BY_NAME, shown_shortcut
from gui.labs.autograd.lab import AutogradLab
from gui.labs.page import LabPage
from gui.language import language
from gui.lessons.authoring import StepDialog
from gui.lessons.panel import LessonPanel
from gui.lessons.player import LessonPlayer
from gui.lessons.problems import ProblemDialog
from gui.lessons.progress import ProgressFile
from gui.lessons.shelf import built_in, known
from gui.text import fill, isolate, translate
from gui.widgets.parts import IconButton
from gui.worker import ComputeService


class LessonDesk(QObject):
    """What a window has of lessons.

    Args:
        store, service: The window's.
        labs: The pages that were made.
        note: Takes a sentence that is worth knowing.
        window: The window, under which dialogs open.
    """

    def __init__(
        self,
        store: Store[AppState],
        service: ComputeService,
        labs: Callable[[], list[LabPage]],
        note: Callable[[str], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._store, self._service, self._labs, self._note, self._window = store, service, labs, note, window
        self._progress = ProgressFile()
        self.player = LessonPlayer(store, service, self._trace_of, self._progress, self)
        self.panel = LessonPanel(self.player)
        self.panel.run_asked.connect(self._run)
        self.menu = QMenu(window)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.rail_button = IconButton("lesson", "rail")
        self.rail_button.clicked.connect(self.toggle)
        self.dialog: StepDialog | None = None
        self.problems: ProblemDialog | None = None
        self.player.opened.connect(self._opened)
        self.player.restored.connect(self._take_as_is)
        self.panel.folded_changed.connect(self._show_folded)

    def watch(self, page: LabPage) -> None:
        """Take notice of the runs of a lab that was made."""
        if isinstance(page, AutogradLab):
            page.recorded.connect(self.player.run_recorded)
            page.file.take_for_saved(self._programs())

    # Opening.

    def open_path(self, path: Path) -> None:
        """Open a lesson's file; what is wrong with it is listed, and what was open stays."""
        lesson, problems = inspect_lesson(path)
        if lesson is not None:
            self.player.open(lesson)
            return
        if self.problems is not None:
            self.problems.close()
        self.problems = ProblemDialog(path.name, problems, self._window)
        self.problems.finished.connect(self._forget_problems)
        self.problems.open()

    def open_first(self) -> None:
        """Begin with the first built-in lesson, or where one was in it."""
        if built_in():
            self.open_path(built_in()[0])

    def toggle(self) -> None:
        """Fold the open lesson away or call it back; without one, offer those that there are."""
        if self.player.lesson is not None:
            self.panel.toggle()
        else:
            self.offer()

    def offer(self) -> None:
        """Show the list of the built-in lessons."""
        self._fill_menu()
        self.menu.popup(self.rail_button.mapToGlobal(self.rail_button.rect().topRight()))

    def add_step(self) -> None:
        """Ask for the words of a step that shows the present state, and put it into a file."""
        if self.dialog is not None:
            return
        self.dialog = StepDialog(self._store.state, self.player.lesson, self._service, self._trace_of, self._window)
        self.dialog.written.connect(self._written)
        self.dialog.finished.connect(self._forget_dialog)
        self.dialog.open()

    def close(self) -> None:
        """The window closes."""
        for one in (self.dialog, self.problems):
            if one is not None:
                one.close()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.menu.setTitle(translate("Lesson", "Lessons"))
        self.rail_button.set_name(translate("Lesson", "Lessons"), shown_shortcut(BY_NAME["lesson.fold"]))
        self.panel.retranslate()

    # What goes on by itself.

    def _opened(self) -> None:
        for page in self._labs():
            if isinstance(page, AutogradLab):
                page.file.take_for_saved(self._programs())

    def _programs(self) -> frozenset[str]:
        lesson = self.player.lesson
        return frozenset() if lesson is None else frozenset(step.state.autograd.program for step in lesson.steps)

    def _take_as_is(self) -> None:
        for page in self._labs():
            page.take_as_is()

    def _show_folded(self) -> None:
        shown = self.player.lesson is not None and not self.panel.folded
        self.rail_button.set_icon("lesson", "accent" if shown else "soft")

    def _fill_menu(self) -> None:
        self.menu.clear()
        code = language().code
        for place, path in enumerate(built_in(), 1):
            lesson = known(path)
            if lesson is None:  # Opened all the same: then it is said what is wrong with it.
                text = path.name
            else:
                count = len(lesson.steps)
                seen = len(self._progress.of(lesson.id, count).marks)
                text = f"{place}. {lesson.title.of(code)}"
                if seen:
                    far = fill(translate("Lesson", "{seen} of {count}"), seen=seen, count=count)
                    text = f"{text}    {isolate('✓') if seen == count else ''} {far}"
            action = self.menu.addAction(text.replace("&", "&&"))
            action.triggered.connect(partial(self._open_chosen, path))

    def _open_chosen(self, path: Path, _checked: bool = False) -> None:
        self.open_path(path)

    def _written(self, path: Path, steps: int) -> None:
        lesson = self.player.lesson
        if lesson is not None and lesson.path and Path(lesson.path) == path:
            self.player.reload(inspect_lesson(path)[0])
        text = translate("Lesson", "The step is in {name}, which has {count} steps now.")
        self._note(fill(text, name=path.name, count=steps))

    def _forget_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None

    def _forget_problems(self) -> None:
        self.problems = None

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
