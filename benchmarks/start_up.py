"""From the start of the process to the window's first handled key, and to torch being ready."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from functools import lru_cache
from pathlib import Path

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
