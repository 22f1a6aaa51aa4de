"""The program's file: opened, changed, saved, and kept as a draft until it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from core.editing.draft import Draft
from core.labs.autograd import EXAMPLES, AutogradState, example
from core.labs.state import AppState
from core.media.problem import MediaError
from core.store import Store
from gui.editor.drafts import Drafts
from gui.editor.files import text_on_disk, write_program
from gui.messages import example_names, media_sentence
from gui.text import fill, translate


class ProgramFile(QObject):
    """What the lab's program has to do with files.

    Args:
        window: The dialogs' parent.
        store: Has the lab's state, and what a session's file has of it.
        note: Makes a state the lab's without an act of its own: saving is nothing that undo takes back.

    Signals:
        noted: A sentence that is worth knowing.
        told: A sentence about what went wrong; "" when all is well.
        titled: "Changed" became true or false.
    """

    noted = Signal(str)
    told = Signal(str)
    titled = Signal()

    def __init__(self, window: QWidget, store: Store[AppState], note: Callable[[AutogradState], None]) -> None:
        super().__init__(window)
        self._window, self._store, self._note = window, store, note
        self._on_disk: dict[str, str] = {}
        self._shown: AutogradState | None = None
        self._examples = frozenset(example(name).program for name in example_names())
        self._given: frozenset[str] = frozenset()
        self.drafts = Drafts(self)
        self.box: QMessageBox | None = None
        self.dialog: QFileDialog | None = None

    def _state(self) -> AutogradState:
        return self._store.state.autograd

    @property
    def changed(self) -> bool:
        """Whether the program is in no file as it is: not in its own, and no example."""
        state = self._state()
        if is_file(state.path):
            return self._on_disk.get(state.path) != state.program
        return bool(state.program.strip()) and state.program not in self._examples | self._given

    def opened(self, state: AutogradState) -> None:
        """A file was read: this is what it holds."""
        self._on_disk[state.path] = state.program

    def take_for_saved(self, programs: frozenset[str]) -> None:
        """These are in a file of their own, a lesson's: no draft of them is kept."""
        self._given = programs
        if self._state().program in programs:
            self.drafts.forget(self._state().program)

    def show_state(self) -> None:
        """The program or its path is another: keep the draft of what is unsaved."""
        state = self._state()
        if self._shown is not None and (state.program, state.path) == (self._shown.program, self._shown.path):
            return
        before, self._shown = self._shown, state
        another = is_file(state.path) and (before is None or before.path != state.path)
        if another and state.path not in self._on_disk and text_on_disk(Path(state.path)) == state.program:
            self._on_disk[state.path] = state.program  # Opened with a session, and as the file has it.
        if self.changed and state.program != self._store.saved.autograd.program:
            path = state.path if is_file(state.path) else ""
            self.drafts.keep(Draft(state.program, path, self._on_disk.get(path, "")))
        self.titled.emit()

    def put_back(self, set_state: Callable[[AutogradState], None]) -> None:
        """Show what was left unsaved the last time, as an act; it does not run."""
        draft = self.drafts.read()
        if draft is None or not draft.program.strip() or draft.program in self._examples:
            return
        if draft.path:
            self._on_disk[draft.path] = draft.on_disk
        set_state(replace(self._state(), program=draft.program, path=draft.path, step=0))
        QTimer.singleShot(0, self, lambda: self._tell_of(draft))

    def _tell_of(self, draft: Draft) -> None:
        if self._state().program == draft.program:  # No file was opened over it meanwhile.
            self.noted.emit(
                translate("Autograd", "Here is what was not saved the last time. Save it, or take it away with undo.")
            )

    def save(self) -> None:
        """Write the program to its file; ask for one where it has none, or where somebody else changed it."""
        path = self._state().path
        if not is_file(path):
            self.save_as()
            return
        found = text_on_disk(Path(path))
        if found is not None and found not in (self._on_disk.get(path), self._state().program):
            self._ask(Path(path))
            return
        self.write(Path(path))

    def save_as(self) -> None:
        """Let the user name a file."""
        path = self._state().path
        dialog = self.dialog = QFileDialog(self._window, translate("Autograd", "Save the program"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        kind = translate("Window", "Python programs")
        dialog.setNameFilters([f"{kind} (*.py)"])
        dialog.setDefaultSuffix("py")
        dialog.selectFile(path if is_file(path) else f"{Path(path).stem}.py" if path else "program.py")
        dialog.fileSelected.connect(lambda name: self.write(Path(name)))
        dialog.finished.connect(lambda _: self._over(dialog))
        dialog.open()

    def write(self, path: Path) -> None:
        """Write the program to a file, which is its own from then on."""
        state = self._state()
        path = path if path.is_absolute() else path.absolute()
        if EXAMPLES in path.parents:
            self.told.emit(translate("Autograd", "The examples stay as they are. Choose another folder."))
            return
        try:
            write_program(path, state.program)
        except MediaError as error:
            self.told.emit(media_sentence(error.code.value, error.values))
            return
        self._on_disk[str(path)] = state.program
        self._note(replace(state, path=str(path)))
        self.drafts.saved(state.program)
        self.told.emit("")
        self.titled.emit()

    def close(self) -> None:
        """The window closes: what is unsaved is on disk now."""
        for one in (self.box, self.dialog):
            if one is not None:
                one.close()
        self.drafts.close()

    def _ask(self, path: Path) -> None:
        box = self.box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(translate("Autograd", "Save the program"))
        box.setText(
            fill(
                translate("Autograd", "{name} was changed by another program since it was opened here."), name=path.name
            )
        )
        box.setInformativeText(translate("Autograd", "To save over it would lose those changes."))
        other = box.addButton(translate("Autograd", "Save as…"), QMessageBox.ButtonRole.AcceptRole)
        over = box.addButton(translate("Autograd", "Save over it"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(other)
        other.clicked.connect(self.save_as)
        over.clicked.connect(lambda: self.write(path))
        box.finished.connect(lambda _: self._over(box))
        box.open()

    def _over(self, window: QMessageBox | QFileDialog) -> None:
        if window is self.box:
            self.box = None
        if window is self.dialog:
            self.dialog = None
        window.deleteLater()


def is_file(path: str) -> bool:
    """Whether a path is that of a file of the user's: neither none nor a built-in example."""
    return bool(path) and Path(path).parent != EXAMPLES
