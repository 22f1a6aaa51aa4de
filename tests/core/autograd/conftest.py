"""What torch's own samples of its operations make, run once for the tests of formulas and of their notation."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent.parent


@pytest.fixture(scope="session")
def sampled() -> dict[str, list[Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.core.autograd.operation_samples"], cwd=ROOT, capture_output=True, check=True
    )
    found: dict[str, list[Any]] = json.loads(done.stdout)
    return found
