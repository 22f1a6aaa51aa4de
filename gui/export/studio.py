"""A lab's page without a window: a state goes in, a picture comes out."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from core.labs.signal.scene import SignalScene
from core.labs.state import AppState
from core.labs.wire import Outlined, Refused
from core.store import Store
from gui.export.described import Description, described
from gui.export.painting import picture
from gui.export.request import ExportProblem, ExportRequest
from gui.labs.autograd.lab import AutogradLab
from gui.labs.page import LabPage
from gui.labs.registry import make_lab
from gui.messages import media_sentence
from gui.widgets.formula import waiting_formulas
from gui.widgets.parts import column
from gui.worker import ComputeService

LONGEST_WAIT = 120.0
"""Seconds in which something must change until all is seen; a program of the user's may run longer."""
PAUSE_MS = 15
QUIET_LOOKS = 3
"""Looks in a row that must find everything done."""


class Studio(QObject):
    """Shows one request's state at its size, where nobody sees it.

    The theme, the language and whether things move are the program's: who makes a studio sets them before. Nothing has
    the focus and nothing is under a pointer.

    Args:
        request: What is shown; see `ExportRequest`.
        service: Answers the lab, and no other one meanwhile.
        cancelled: Asked often; the wait ends with `KeyboardInterrupt` when it says so.
    """

    def __init__(
        self, request: ExportRequest, service: ComputeService, cancelled: Callable[[], bool] = lambda: False
    ) -> None:
        super().__init__()
        self._request, self._service, self._cancelled = request, service, cancelled
        self._problem: ExportProblem | None = None
        self._outlined = 0.0
        service.refused.connect(self._refused)
        service.lost.connect(self._lost)
        service.outlined.connect(self._note_outline)
        self.store: Store[AppState] = Store(request.state)
        self.canvas = QWidget()
        self.canvas.setObjectName("ground")
        self.canvas.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.canvas.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.page: LabPage = make_lab(request.state.lab, self.store, service)
        outer = column(self.canvas, spacing=0)
        outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # The size is what was asked for.
        outer.addWidget(self.page)
        whole = request.part == "page"
        self.page.show_parts(controls=whole, inspector=request.part != "view", transport=whole)
        self.canvas.resize(*request.size)
        self.canvas.show()

    def prepare(self) -> None:
        """Wait for all that the state stands for; run the program, or show its run, if the request says so.

        Raises:
            ExportProblem: There is nothing to show, and why.
            KeyboardInterrupt: The export was cancelled.
        """
        self.settle()
        page, request = self.page, self._request
        if isinstance(page, AutogradLab):
            step = request.state.autograd.step
            if request.recorded is not None:
                page.show_recorded(request.recorded.finished, request.recorded.ran)
            elif request.run:
                page.run_program()
            else:
                return
            self.settle()
            page.playback.go(step)
            self.settle()

    @property
    def last(self) -> int:
        """The last step that there is."""
        return self.page.playback.last

    @property
    def step(self) -> int:
        """The step that is shown."""
        return self.page.playback.position

    def go(self, step: int) -> None:
        """Show a step, and wait until it is all there.

        Raises:
            ExportProblem, KeyboardInterrupt: As of `prepare`.
        """
        self.page.playback.go(step)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is missing and nothing moves.

        Raises:
            ExportProblem, KeyboardInterrupt: As of `prepare`.
        """
        quiet, seen = 0, b""
        end = time.monotonic() + LONGEST_WAIT
        while True:
            _turn()
            if self._problem is not None:
                raise self._problem
            if self._cancelled():
                raise KeyboardInterrupt
            if self._busy():
                quiet = 0
                if isinstance(self.page, AutogradLab) and self.page.runner.running:
                    end = time.monotonic() + LONGEST_WAIT
            else:
                quiet += 1
            if quiet >= QUIET_LOOKS:
                self._let_go()
                image = picture(self.canvas)
                now = bytes(image.constBits())
                if now == seen:
                    return
                seen, quiet = now, QUIET_LOOKS - 1
            if time.monotonic() > end:
                raise ExportProblem("late")

    def picture(self) -> QImage:
        """What is seen, in pixels."""
        return picture(self.canvas, self._request.scale)

    def described(self) -> Description:
        """What is seen, in words."""
        return described(self.store.state, self.page, self.step)

    def close(self) -> None:
        """Take everything down; the service is its owner's."""
        self._service.refused.disconnect(self._refused)
        self._service.lost.disconnect(self._lost)
        self._service.outlined.disconnect(self._note_outline)
        self.page.close_lab()
        self.canvas.close()
        self.canvas.deleteLater()
        self.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _busy(self) -> bool:
        scene = self.page.shown
        reading = isinstance(scene, SignalScene) and max(scene.outlined, self._outlined) < 1
        timers = any(timer.isActive() for timer in self.page.findChildren(QTimer))
        return self.page.busy or self._service.waiting or reading or timers or waiting_formulas() > 0

    def _let_go(self) -> None:
        """Nothing has the focus: its ring and its caret are no part of a picture."""
        focused = QApplication.focusWidget()
        if focused is not None and self.canvas.isAncestorOf(focused):
            focused.clearFocus()

    def _refused(self, refused: Refused) -> None:
        if refused.lab == self._request.state.lab:
            self._problem = ExportProblem("refused", media_sentence(refused.code, refused.values))

    def _lost(self) -> None:
        self._problem = ExportProblem("lost")

    def _note_outline(self, outlined: Outlined) -> None:
        self._outlined = outlined.share


def _turn() -> None:
    """Let everything that is due happen, and a moment pass."""
    loop = QEventLoop()
    clock = QTimer()
    clock.setSingleShot(True)
    clock.timeout.connect(loop.quit)
    clock.start(PAUSE_MS)
    loop.exec()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
