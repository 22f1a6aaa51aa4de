"""A process of its own for one picture: no display, no settings, no drafts of the user's."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from gui.export.request import Done, ExportRequest, Progressed

FOREIGN = ("QT_SCREEN_SCALE_FACTORS", "QT_AUTO_SCREEN_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "QT_FONT_DPI")
"""What a desktop may set for the looks of all programs."""
KNOWN_REMARK = "propagateSizeHints"
"""Of Qt's offscreen platform, about windows of a fixed size."""


def make_alone(
    request: ExportRequest, tell: Callable[[Progressed], None], cancelled: Callable[[], bool] = lambda: False
) -> Done:
    """Do what a request asks for, in a process where Qt was not started and nothing comes after.

    Raises:
        ExportProblem, KeyboardInterrupt: As of `gui.export.making.make`.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = str(request.scale)
    for name in FOREIGN:
        os.environ.pop(name, None)
    from PySide6.QtCore import QHashSeed, qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from gui.export.making import dress, make
    from gui.worker import ComputeService

    QHashSeed.setDeterministicGlobalSeed()  # The fonts of a PDF come in the order of a table of Qt's.
    qInstallMessageHandler(_remark)
    application = QApplication([])
    application.setApplicationName("ConvGrad")
    with _own_home():
        dress(request)
        service = ComputeService()
        if request.state.lab != "autograd":  # Whose programs have processes of their own.
            service.start()
        try:
            return make(request, service, lambda share: tell(Progressed(share)), cancelled)
        finally:
            service.stop()
            application.quit()


@contextmanager
def _own_home() -> Iterator[None]:
    """A settings folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="convgrad-export-", ignore_cleanup_errors=True) as home:
        os.environ["CONVGRAD_HOME"] = home
        yield


def _remark(_kind: object, _context: object, text: str | None) -> None:
    if text and KNOWN_REMARK not in text:
        os.write(2, f"{text}\n".encode(errors="replace"))
