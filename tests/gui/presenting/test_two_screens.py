"""Two screens, which a platform without a display can be told to have: in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.gui.conftest import project_file


def test_the_audience_has_one_screen_and_the_lecturer_the_other(tmp_path: Path) -> None:
    screens = [
        {
            "name": name,
            "x": x,
            "y": 0,
            "width": width,
            "height": height,
            "logicalDpi": 96,
            "logicalBaseDpi": 96,
            "dpr": 1,
        }
        for name, x, width, height in (("desk", 0, 1366, 768), ("hall", 1366, 1920, 1080))
    ]
    file = tmp_path / "screens.json"
    file.write_text(json.dumps({"screens": screens}))
    environment = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={file}", "CONVGRAD_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "tests.gui.presenting.two_screens"]
    done = subprocess.run(
        command, cwd=project_file(), env=environment, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.stdout.strip().endswith("all of it"), done.stdout + done.stderr
    assert "Traceback" not in done.stderr
