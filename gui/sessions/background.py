"""Reading and writing off the interface's thread, one thing after the other, told on it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from core.session.problem import SessionError

Result = TypeVar("Result")


class Background(QObject):
    """One thread that is there when there is work."""

    _over = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool: ThreadPoolExecutor | None = None
        self._closed = False
        self._waiting = 0
        self._over.connect(lambda deliver: deliver(), Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether something is not done, or not told, yet."""
        return self._waiting > 0

    def run(
        self,
        job: Callable[[], Result],
        then: Callable[[Result], None] | None = None,
        failed: Callable[[SessionError], None] | None = None,
    ) -> None:
        """Do a job after those that were asked for before.

        Args:
            job: Touches no widget. Whatever it raises beside SessionError is a fault of the program's.
            then: Is called with what came of it, on the interface's thread; not any more after `close`.
            failed: The same for what went wrong.
        """
        if self._closed:
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, "sessions")
        self._waiting += 1
        self._pool.submit(job).add_done_callback(lambda done: self._tell(done, then, failed))

    def _tell(
        self,
        done: Future[Result],
        then: Callable[[Result], None] | None,
        failed: Callable[[SessionError], None] | None,
    ) -> None:
        def deliver() -> None:
            if self._closed:
                return
            self._waiting -= 1
            error = done.exception()
            if isinstance(error, SessionError):
                if failed is not None:
                    failed(error)
            elif error is not None:
                raise error
            elif then is not None:
                then(done.result())

        if not self._closed:
            self._over.emit(deliver)

    def close(self) -> None:
        """Wait for what is under way, and take nothing more."""
        self._closed, self._waiting = True, 0
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None
