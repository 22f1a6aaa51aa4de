"""The window's end of the process that draws."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from core.runner.process import ChildProcess
from gui.export.files import part_of
from gui.export.request import Done, ExportProblem, ExportRequest, Failed, Progressed, decode_reply, encode


class Exporter(QObject):
    """One export at a time; another one takes the place of the one before. Nothing of it waits.

    Signals:
        progressed: The share that is done, 0 to 1.
        done: A `Done`.
        failed: An `ExportProblem`.
    """

    progressed = Signal(float)
    done = Signal(object)
    failed = Signal(object)

    _arrived = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._child: ChildProcess | None = None
        self._path = ""
        self._threads: list[threading.Thread] = []
        self._arrived.connect(self._take)

    @property
    def running(self) -> bool:
        """Whether something is being drawn."""
        return self._child is not None

    def start(self, request: ExportRequest) -> None:
        """Draw; one of the signals `done` and `failed` follows."""
        self.cancel()
        number = self._number

        def tell(answer: object) -> None:
            with contextlib.suppress(RuntimeError):  # The window was closed meanwhile.
                self._arrived.emit(number, answer)

        def message(data: bytes) -> None:
            try:
                tell(decode_reply(data))
            except msgspec.MsgspecError:
                tell(Failed("lost"))

        self._path = request.path
        self._child = ChildProcess(
            "gui.export.child", on_message=message, on_exit=lambda _: tell(Failed("lost")), on_output=lambda _: None
        )
        child = self._child
        self._later(lambda: child.send(encode(request)))  # A long run takes a while to be written down.

    def cancel(self) -> None:
        """Give up what is drawn, if anything is; its file is not there afterwards, nor a part of it."""
        self._number += 1
        child, self._child = self._child, None
        if child is None:
            return
        path = self._path

        def end() -> None:
            child.stop()
            _remove_part(path, child.pid)

        self._later(end)

    def close(self) -> None:
        """Give up, and wait until it is over."""
        self.cancel()
        for thread in self._threads:
            thread.join()

    def _later(self, act: Callable[[], None]) -> None:
        thread = threading.Thread(target=act, name="export", daemon=True)
        self._threads = [*(one for one in self._threads if one.is_alive()), thread]
        thread.start()

    def _take(self, number: int, answer: Progressed | Done | Failed) -> None:
        if number != self._number:
            return
        if isinstance(answer, Progressed):
            self.progressed.emit(answer.share)
            return
        self.cancel()  # The process has no more to say.
        if isinstance(answer, Done):
            self.done.emit(answer)
        else:
            self.failed.emit(ExportProblem(answer.code, answer.sentence, **answer.values))


def _remove_part(path: str, process: int) -> None:
    """Remove what a process that was killed could not remove itself."""
    if path:
        with contextlib.suppress(OSError):
            part_of(Path(path), process).unlink(missing_ok=True)
