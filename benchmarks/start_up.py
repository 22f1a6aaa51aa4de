"""From the start of the process to the window's first handled key, and to torch being ready."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from functools import lru_cache
from pathlib import Path

from core.runner.client import Client
from core.runner.protocol import Event, Limits, Output, Program, Started

ROOT = Path(__file__).parent.parent


def _report() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report"
        environment = {
            **os.environ,
            "CONVGRAD_STARTUP_REPORT": str(path),
            "CONVGRAD_HOME": folder,
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        }
        subprocess.run([sys.executable, str(ROOT / "main.py")], env=environment, check=True, timeout=120)
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {line["event"]: line["seconds_since_process_start"] for line in lines}


@lru_cache(maxsize=1)
def _shared() -> list[dict[str, float]]:
    return []


def first_key() -> float:
    """Seconds until the window has handled a key."""
    report = _report()
    _shared().append(report)
    return report["first_key"]


def torch_ready() -> float:
    """Seconds until a convolution can be computed; starts that `first_key` made are used again."""
    report = _shared().pop() if _shared() else _report()
    return report["torch_ready"]


def _process(code: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
    return time.perf_counter() - begun


def import_qt() -> float:
    """Seconds of a process that only imports what the window is made of."""
    return _process("import PySide6.QtWidgets, pyqtgraph")


def import_torch() -> float:
    """Seconds of a process that only imports torch."""
    return _process("import torch")


def bare_python() -> float:
    """Seconds of a process that does nothing."""
    return _process("pass")


class Killed:
    """A client whose programs are killed one after another, each with a warm process waiting."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._seen: list[Event] = []
        self._client = Client(self._take)

    def _take(self, event: Event) -> None:
        with self._changed:
            self._seen.append(event)
            self._changed.notify_all()

    def _wait_for(self, kind: type[Event]) -> None:
        with self._changed:
            self._changed.wait_for(lambda: any(isinstance(event, kind) for event in self._seen), 60)

    def start(self) -> float:
        """Seconds from a kill of what runs and `run` to `Started`."""
        if not self._client.running:
            self._client.run(Program(ENDLESS), Limits())
        self._wait_for(Output)
        time.sleep(3)  # Until the spare has imported torch: what a user finds who looks at what ran.
        self._client.stop()
        self._seen.clear()
        begun = time.perf_counter()
        self._client.run(Program(ENDLESS), Limits())
        self._wait_for(Started)
        return time.perf_counter() - begun

    def close(self) -> None:
        """End its processes."""
        self._client.close()


ENDLESS = "print('on', flush=True)\nwhile True:\n    pass\n"


def after_a_kill(runs: int) -> tuple[list[float], list[float]]:
    """Seconds until a run after a kill starts, and in turn with it those of a bare process, sorted."""
    killed = Killed()
    try:
        pairs = [(killed.start(), bare_python()) for _ in range(runs)]
    finally:
        killed.close()
    return sorted(ours for ours, _ in pairs), sorted(bare for _, bare in pairs)
