"""What every test is held to: it leaves no widget, thread, timer, process, setting, warning or log line behind."""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import platformdirs
import pytest

pytest_plugins = ["pytester"]

PATIENCE = 5.0
"""Seconds that a thread or process is given to end by itself."""
SET_ASIDE: set[object] = set()
"""Threads and numbers of processes that stay from test to test by intent, while no test has them."""
LONGEST_FIRST = (
    "tests/house/test_checks.py",
    "tests/core/autograd/test_formulas.py",
    "tests/core/runner/test_client.py",
    "tests/core/autograd/test_call_watch.py",
    "tests/gui/labs/test_autograd.py",
    "tests/gui/labs/test_variables.py",
    "tests/gui/labs/test_what_if.py",
    "tests/core/runner",
    "tests/core/autograd",
    "tests/end_to_end",
    "tests/gui/labs",
)
"""Files and folders whose tests begin a run: so no worker is left alone with them at its end."""
TOGETHER = {"tests/core/autograd/test_notation.py": "tests/core/autograd/test_formulas.py"}
"""Files that go to the worker of another one, with which they share what is made once for a session."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Several workers take whole files, in this order; one alone goes through them as they are listed."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: rank(item.nodeid))


def rank(nodeid: str) -> int:
    """The place of a test's file in the order of a run by several workers."""
    place = TOGETHER.get(nodeid.partition("::")[0], nodeid)
    return next((number for number, part in enumerate(LONGEST_FIRST) if place.startswith(part)), len(LONGEST_FIRST))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object | None:
    """A file's tests stay together, so that what is made once for them is; see `TOGETHER` for more of that."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            scope = super()._split_scope(nodeid)
            return TOGETHER.get(scope, scope)

    return ByFile(config, log)


def until_gone(find: Callable[[], list[object]]) -> list[object]:
    """What is still there when the patience is over."""
    end = time.monotonic() + PATIENCE
    while (left := find()) and time.monotonic() < end:
        threading.Event().wait(0.01)
    return left


def child_processes() -> set[int]:
    """This process's children, those included that ended and were not waited for; only Linux tells."""
    found: set[int] = set()
    for task in Path("/proc/self/task").glob("*/children"):
        try:
            found.update(int(pid) for pid in task.read_text().split())
        except OSError:
            continue
    return found


def real_settings() -> dict[str, float]:
    """The files in the user's own settings folder, with the time of their last change."""
    folder = Path(platformdirs.user_config_dir("convgrad", appauthor=False))
    return {str(path): path.stat().st_mtime for path in folder.rglob("*")} if folder.is_dir() else {}


class Unexpected(logging.Handler):
    """Keeps warnings and worse that nobody expected."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self.allowed: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = f"{record.levelname} {record.name}: {record.getMessage()}"
        if not any(part in line for part in self.allowed):
            self.lines.append(line)


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings folder of the test's own."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("CONVGRAD_HOME", str(home))
    return home


@pytest.fixture
def expected_log(log_watch: Unexpected) -> Callable[[str], None]:
    """Allow log lines that contain a text."""
    return log_watch.allowed.append


@pytest.fixture(autouse=True)
def log_watch() -> Iterator[Unexpected]:
    """Fail on a log line at WARNING or above that the test did not announce."""
    handler = Unexpected()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)
    if handler.lines:
        pytest.fail("unexpected log lines:\n" + "\n".join(handler.lines))


@pytest.fixture(autouse=True, scope="module")
def earlier_modules_set_aside() -> None:
    """What is in memory from before is not looked through after every test: that takes a second once sympy is there."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def nothing_left_behind(own_home: Path) -> Iterator[None]:
    """Fail on a leaked thread, process, top-level widget or timer, and on a change of the real settings."""
    # What is set aside now and left behind by this test counts as its own.
    threads = set(threading.enumerate()) - SET_ASIDE
    children, settings = child_processes() - SET_ASIDE, real_settings()
    widgets = top_level_widgets()
    yield
    problems = []
    # First what Qt holds: deleting it may end threads and processes.
    left_widgets = [widget for widget in top_level_widgets() if widget not in widgets]
    if left_widgets:
        problems.append(f"top-level widgets: {left_widgets}")
        for widget in left_widgets:
            widget.deleteLater()  # type: ignore[attr-defined]
    if "PySide6.QtWidgets" in sys.modules:
        problems += running_qt_objects()
    if left := until_gone(lambda: [*(set(threading.enumerate()) - threads - SET_ASIDE)]):
        problems.append(f"threads: {left}")
    if left := until_gone(lambda: [*(child_processes() - children - SET_ASIDE)]):
        problems.append(f"child processes: {left}")
    if real_settings() != settings:
        problems.append("the user's own settings were changed")
    if problems:
        pytest.fail("left behind: " + "; ".join(problems))


def top_level_widgets() -> list[object]:
    """Qt's windows without a parent, after what was to be deleted is."""
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance()
    if not isinstance(application, QApplication):
        return []
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    application.processEvents()
    # A combo box's list is a window of its own whose parent is the box: only what belongs to nobody counts.
    return [widget for widget in application.topLevelWidgets() if widget.parent() is None]


def running_qt_objects() -> list[str]:
    """Timers and threads of Qt's that still run, told in words."""
    import shiboken6
    from PySide6.QtCore import QCoreApplication, QThread, QTimer

    if QCoreApplication.instance() is None:
        return []
    found = []
    main_thread = QThread.currentThread()
    for thing in gc.get_objects():
        kind = type(thing)
        if kind is QTimer and shiboken6.isValid(thing) and thing.isActive():
            found.append(f"running timer of {thing.parent()!r}")
        elif issubclass(kind, QThread) and shiboken6.isValid(thing) and thing is not main_thread and thing.isRunning():
            found.append(f"running thread {thing!r}")
    return found
