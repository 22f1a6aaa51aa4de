"""The whole program through main(): a window, its processes, a missing display, doctor."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import wave
from dataclasses import replace
from pathlib import Path

import pytest

from core.labs.plain import first_state
from core.session.files import save_session
from core.session.held import Packer

ROOT = Path(__file__).parent.parent.parent


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        capture_output=True, text=True, check=False, timeout=300, env={**os.environ, **environment},
    )  # fmt: skip


def test_the_window_answers_before_torch_is_there(tmp_path: Path) -> None:
    report = tmp_path / "report"
    done = start(CONVGRAD_STARTUP_REPORT=str(report))
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in report.read_text().splitlines()]
    assert [event["event"] for event in events] == ["first_key", "torch_ready"]
    assert 0 < events[0]["seconds_since_process_start"] < events[1]["seconds_since_process_start"]


@pytest.mark.parametrize("lab", ["signal", "image", "autograd"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_lab_in_every_language(lab: str, language: str, tmp_path: Path, own_home: Path) -> None:
    done = start("--lab", lab, "--language", language, CONVGRAD_STARTUP_REPORT=str(tmp_path / "report"))
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert f"language={language}" in (own_home / "settings.ini").read_text()


def test_a_file_as_an_argument(tmp_path: Path) -> None:
    path = tmp_path / "own.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(range(200)) * 20)
    done = start(str(path), CONVGRAD_STARTUP_REPORT=str(tmp_path / "report"))
    assert done.returncode == 0, done.stderr


def test_a_session_as_an_argument(tmp_path: Path, own_home: Path) -> None:
    path = tmp_path / "lecture.convgrad"
    state = replace(first_state(), lab="image", signal=replace(first_state().signal, flip=True))
    save_session(path, state, Packer(own_home))
    done = start(str(path), CONVGRAD_STARTUP_REPORT=str(tmp_path / "report"))
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "lecture.convgrad" in (own_home / "settings.ini").read_text()  # Among those that were opened lately.


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux may have no display")
@pytest.mark.parametrize("display", ["", ":7654"])
def test_without_a_display_one_line_and_two(display: str) -> None:
    done = start(QT_QPA_PLATFORM="", DISPLAY=display, WAYLAND_DISPLAY="")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("The window cannot open")


def test_wrong_arguments() -> None:
    done = start("--lab", "kitchen")
    assert done.returncode == 2
    assert "kitchen" in done.stderr


def test_doctor_finds_everything() -> None:
    done = start("doctor")
    assert done.returncode == 0, done.stdout
    for what in ("Python", "torch", "Qt", "Graphviz", "Fonts", "Audio files", "Settings"):
        assert f"ok       {what}" in done.stdout


def test_doctor_names_what_is_missing_and_the_mend() -> None:
    code = (
        "import sys; sys.path.insert(0, '.')\n"
        "from gui import doctor\n"
        "doctor.CHECKS = (lambda: doctor.Finding('torch', 'not there', doctor.REINSTALL),)\n"
        "sys.exit(doctor.main())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "run.py" in done.stdout


def test_run_py_tells_an_old_python() -> None:
    code = "import sys, runpy; sys.version_info = (3, 9, 0); sys.argv = ['run.py']; runpy.run_path('run.py', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "3.11" in done.stderr


@pytest.mark.parametrize("given", [[], ["tests/house", "-k", "leak"], ["-x", "-n", "0"]])
def test_run_py_gives_on_what_it_was_given_for_the_tests(given: list[str]) -> None:
    code = (
        "import json, sys, run\n"
        "run.is_ready = lambda testing: testing\n"
        "run.start = lambda command, environment: (print(json.dumps(command)), sys.exit())\n"
        "sys.argv[0:1] = ['run.py', 'test']\n"
        "run.main()"
    )
    done = subprocess.run([sys.executable, "-c", code, *given], cwd=ROOT, capture_output=True, text=True, check=True)
    command = json.loads(done.stdout)
    assert command[1:3] == ["-m", "pytest"]
    assert command[3 : command.index("--no-loadscope-reorder")][:2] == ["-n", "auto"]
    assert command[command.index("--no-loadscope-reorder") + 1 :] == (given or [str(ROOT / "tests")])
