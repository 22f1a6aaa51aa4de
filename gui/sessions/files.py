"""The window's session: new, opened, saved, and what is asked before unsaved work goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from core.editing.draft import forget_draft, read_draft
from core.labs.autograd import AutogradState
from core.labs.plain import first_state
from core.labs.state import AppState, LabName
from core.session.document import ENDING
from core.session.files import Opened, Saved, open_session, save_session
from core.session.held import Packer
from core.session.problem import SessionCode, SessionError
from core.session.recovery import Left, put_aside
from core.store import Store
from gui.labs.page import LabPage
from gui.session_messages import loss_sentence, session_sentence
from gui.sessions.autosave import Autosave
from gui.sessions.background import Background
from gui.sessions.questions import ask_over, ask_to_save
from gui.sessions.recent import RecentSessions
from gui.sessions.recovery_bar import RecoveryBar
from gui.settings import Settings, home
from gui.text import isolate, translate


class SessionFiles(QObject):
    """What the window's session has to do with files. Reading and writing is done off the interface's thread.

    A file is read before anything is asked or changed: one that cannot be opened leaves everything as it is.

    Args:
        window: The dialogs' parent; it closes when its work is saved or given up.
        store: What is saved.
        settings: Remembers what was opened lately.
        pages: The labs that were shown.

    Signals:
        told: A sentence about what went wrong.
        settled: What was told before is over.
        titled: The file, or whether it is unsaved, is another.
    """

    told = Signal(str)
    settled = Signal()
    titled = Signal()

    def __init__(
        self, window: QWidget, store: Store[AppState], settings: Settings, pages: dict[LabName, LabPage]
    ) -> None:
        super().__init__(window)
        self._window, self._store, self._pages = window, store, pages
        self._home = home()
        self._packer = Packer(self._home)
        self.path: Path | None = None
        self._digest: str | None = None
        self._incomplete = ""  # The name of an opened file that something is missing from: not to be saved over.
        self._ended = False
        self._saving = 0
        self._close_when_saved = False
        self._offered: list[Left] = []
        self.box: QMessageBox | None = None
        self.dialog: QFileDialog | None = None
        self.background = Background(self)
        self.recent = RecentSessions(window, settings, self.background)
        self.recent.chosen.connect(self.open)
        self.autosave = Autosave(store, self._origin, self._home, self._packer, self.background, self)
        self.offer = RecoveryBar()
        self.offer.recover_asked.connect(self._recover)
        self.offer.discard_asked.connect(self._discard_left)
        self.offer.later_asked.connect(self._put_off)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What the commands of the menu do."""
        return {
            "file.new": self.new,
            "file.recent": self.recent.pop_up,
            "file.save": lambda: self.save(),
            "file.save_as": lambda: self.save_as(),
        }

    def _origin(self) -> tuple[Path | None, str | None]:
        return self.path, self._digest

    @property
    def name(self) -> str:
        """The session's name, "" for one that has none yet."""
        return "" if self.path is None else self.path.stem

    def title(self, lab: str) -> str:
        """The window's title while a lab is shown, with Qt's place for the mark of unsaved changes."""
        name = isolate(self.name.replace("[*]", "[*][*]")) if self.path else translate("Sessions", "New session")
        return f"{name}[*] · {lab} · ConvGrad"

    # Beginning and opening.

    def new(self) -> None:
        """Begin anew, with everything as at first."""
        state = replace(first_state(), lab=self._store.state.lab)
        self._unless_unsaved(lambda: self._begin(state))

    def open(self, path: Path) -> None:
        """Open a session in place of this one."""
        path = path.absolute()
        self.background.run(
            lambda: open_session(path, self._home), lambda opened: self._opened(path, opened), self._tell
        )

    def _opened(self, path: Path, opened: Opened) -> None:
        def adopt() -> None:
            self._begin(opened.state, path, opened)
            self.recent.add(path)

        self._unless_unsaved(adopt)

    def _begin(
        self, state: AppState, path: Path | None = None, opened: Opened | None = None, *, saved: bool = True
    ) -> None:
        """Show a state in place of all that was there; nothing of it can be undone into."""
        self._keep_draft(state)
        for page in self._pages.values():
            page.begin_anew()
        losses = () if opened is None else opened.losses
        self._incomplete = path.name if path is not None and losses else ""
        self.path = None if losses else path
        self._digest = None if opened is None else opened.digest
        if opened is not None and opened.origin is not None:
            self._digest = opened.origin.digest or None  # What the user's file was, of which this is an autosave.
        self._store.restart(state, saved=saved)
        self.settled.emit()
        if losses:
            self.told.emit(loss_sentence(losses))
        self.titled.emit()

    def _keep_draft(self, state: AppState) -> None:
        """An unsaved program of the last time that was never looked at is offered again, not written over."""
        if "autograd" in self._pages or self._store.restarts:
            return

        def keep() -> None:
            draft = read_draft(self._home)
            if draft is None or not draft.program.strip() or draft.program == state.autograd.program:
                return
            program = AutogradState(program=draft.program, path=draft.path)
            try:
                put_aside(self._home, replace(first_state(), lab="autograd", autograd=program), self._packer)
            except (OSError, SessionError):
                return  # Then it stays where it is.
            forget_draft(self._home)

        self.background.run(keep)

    # Saving.

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Write the session to its file; ask for one where it has none.

        Args:
            then: Is called when it is saved.
        """
        if self.path is None:
            self.save_as(then)
        else:
            self._write(self.path, self._digest, then)

    def save_as(self, then: Callable[[], None] | None = None) -> None:
        """Let the user name a file."""
        dialog = self.dialog = QFileDialog(self._window, translate("Sessions", "Save the session"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        kind = translate("Sessions", "ConvGrad sessions")
        dialog.setNameFilters([f"{kind} (*{ENDING})"])
        dialog.setDefaultSuffix(ENDING[1:])
        dialog.selectFile(str(self.path) if self.path else self._incomplete or f"session{ENDING}")
        dialog.fileSelected.connect(lambda name: self._write(Path(name).absolute(), None, then))
        dialog.finished.connect(lambda _: self._over(dialog))
        dialog.open()

    def _write(self, path: Path, expected: str | None, then: Callable[[], None] | None) -> None:
        state, act = self._store.state, self._store.act
        self._store.settle()
        self._saving += 1

        def done(saved: Saved) -> None:
            self._saving -= 1
            self.path, self._digest, self._incomplete = path, saved.digest, ""
            self._store.mark_saved(act, state)
            self.autosave.follow()
            self._forget_draft(state.autograd.program)
            self.recent.add(path)
            self.settled.emit()
            if saved.losses:
                self.told.emit(loss_sentence(saved.losses))
            self.titled.emit()
            if then is not None:
                then()
            if self._close_when_saved and not self._saving:
                self._window.close()

        def failed(error: SessionError) -> None:
            self._saving -= 1
            self._close_when_saved = False
            if error.code is SessionCode.CHANGED:
                self.box = ask_over(
                    self._window,
                    session_sentence(error),
                    lambda: self.save_as(then),
                    lambda: self._write(path, None, then),
                )
            else:
                self._tell(error)

        self.background.run(lambda: save_session(path, state, self._packer, expected), done, failed)

    def _forget_draft(self, program: str) -> None:
        """The program is in a file now, or is not wanted."""
        page = self._pages.get("autograd")
        if page is not None:
            page.forget_unsaved(program)
            return

        def forget() -> None:
            draft = read_draft(self._home)
            if draft is not None and draft.program == program:
                forget_draft(self._home)

        self.background.run(forget)

    # Unsaved work.

    def may_close(self) -> bool:
        """Whether the window may close now; if not, the user is asked, and it closes when that is answered."""
        if self._saving and not self._ended:
            self._close_when_saved = True
            return False
        if self._ended or not self._store.unsaved:
            self.end()
            return True
        if self.box is None or not _is_open(self.box):
            self.box = ask_to_save(self._window, self.name, lambda: self.save(self._close), self._give_up_and_close)
        return False

    def end(self) -> None:
        """The window closes for good: wait for what is being written, and ask nothing any more."""
        if self._ended:
            return
        self._ended = True
        self._put_off()
        if self.dialog is not None:
            self.dialog.close()
        self.autosave.forget()
        self.background.close()

    def _close(self) -> None:
        self._window.close()

    def _give_up_and_close(self) -> None:
        self._forget_draft(self._store.state.autograd.program)
        self.end()
        self._window.close()

    def _unless_unsaved(self, act: Callable[[], None]) -> None:
        """Do what takes the place of this session, when nothing of it is lost by that."""
        if not self._store.unsaved:
            act()
            return

        def give_up() -> None:
            self._forget_draft(self._store.state.autograd.program)
            act()

        self.box = ask_to_save(self._window, self.name, lambda: self.save(act), give_up)

    # Recovery.

    def look_for_left(self) -> None:
        """Offer what a program left that ended in the middle."""
        self.autosave.look(self._show_left)

    def _show_left(self, left: list[Left]) -> None:
        self._offered = left
        self.offer.offer(left[-1] if left else None, len(left) - 1)

    def _recover(self) -> None:
        left = self._offered[-1]

        def failed(error: SessionError) -> None:
            self._tell(error)
            self._put_off()

        self.background.run(lambda: left.slot.open(self._home), lambda opened: self._recovered(left, opened), failed)

    def _recovered(self, left: Left, opened: Opened) -> None:
        if left not in self._offered:
            return

        def adopt() -> None:
            self._offered.remove(left)
            path = Path(left.origin.path) if left.origin.path else None
            self._begin(opened.state, path, opened, saved=False)
            self.autosave.take_over(left)
            self._show_left(self._offered)

        # A program of the last time that was only put back is the same work once more.
        same = self._store.state.autograd.program == opened.state.autograd.program
        if self._store.acts == 1 and same:
            adopt()
        else:
            self._unless_unsaved(adopt)

    def _discard_left(self) -> None:
        left = self._offered.pop()
        self.background.run(left.slot.discard)
        self._show_left(self._offered)

    def _put_off(self) -> None:
        """Leave it for the next start."""
        for left in self._offered:
            left.slot.release()
        self._show_left([])

    # Words.

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.offer.retranslate()
        self.recent.retranslate()

    def _tell(self, error: SessionError) -> None:
        self.told.emit(session_sentence(error))

    def _over(self, dialog: QFileDialog) -> None:
        if dialog is self.dialog:
            self.dialog = None
        dialog.deleteLater()


def _is_open(box: QMessageBox) -> bool:
    try:
        return box.isVisible()
    except RuntimeError:
        return False  # Answered, and gone.
