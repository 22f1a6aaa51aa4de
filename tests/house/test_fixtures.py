"""The fixtures that watch every test do fail the tests that they should."""

from __future__ import annotations

from pathlib import Path

import pytest

from run import SHARED_OUT

CONFTEST = Path(__file__).parent.parent / "conftest.py"

LEAKS = {
    "widget": "from PySide6.QtWidgets import QWidget\nkept = []\ndef test_it(qapp): w = QWidget(); w.show(); kept.append(w)",
    "thread": "import threading\ndone = threading.Event()\ndef test_it(): threading.Thread(target=done.wait, args=(30,), daemon=True).start()",
    "timer": "from PySide6.QtCore import QTimer\nkept = []\ndef test_it(qapp): t = QTimer(); t.start(1000); kept.append(t)",
    "process": "import subprocess, sys\nkept = []\ndef test_it(): kept.append(subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE))",
    "log": "import logging\ndef test_it(): logging.getLogger('x').warning('careful')",
    "qt": "from PySide6.QtCore import qWarning\ndef test_it(qapp): qWarning('careful')",
    "warning": "import warnings\ndef test_it(): warnings.warn('careful')",
    "settings": (
        "import platformdirs\nfrom pathlib import Path\n"
        "def test_it():\n"
        "    folder = Path(platformdirs.user_config_dir('convgrad', appauthor=False))\n"
        "    folder.mkdir(parents=True, exist_ok=True)\n"
        "    (folder / 'settings.ini').write_text('x')"
    ),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_leak_fails_the_test(leak: str, pytester: pytest.Pytester) -> None:
    # Set inside the inner run alone: the outer test is watched for changed settings, too.
    home = f"import os\nos.environ['XDG_CONFIG_HOME'] = {str(pytester.path)!r}\n"
    text = CONFTEST.read_text().replace("PATIENCE = 5.0", "PATIENCE = 0.2")
    start = "from __future__ import annotations\n"
    pytester.makeconftest(text.replace(start, start + home))
    pytester.makeini("[pytest]\nfilterwarnings = error\nqt_log_level_fail = WARNING\nqt_api = pyside6")
    pytester.makepyfile(LEAKS[leak])
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", timeout=60)
    outcomes = result.parseoutcomes()
    assert outcomes.get("failed", 0) + outcomes.get("errors", 0) >= 1


def test_a_clean_test_passes(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST.read_text())
    pytester.makepyfile(
        "from PySide6.QtWidgets import QWidget\ndef test_it(qtbot): w = QWidget(); qtbot.addWidget(w); w.show()"
    )
    pytester.runpytest_subprocess("-p", "no:cacheprovider", timeout=60).assert_outcomes(passed=1)


@pytest.mark.parametrize("workers", [(), ("-n", "2"), ("-n", "1"), ("-n", "0")])
def test_the_tests_that_fail_are_named_whoever_ran_them(workers: tuple[str, ...], pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST.read_text())
    pytester.makepyfile(
        test_one="def test_good(): pass\ndef test_wrong(): assert 1 == 2",
        test_two="import threading\ndone = threading.Event()\n"
        "def test_leaves(): threading.Thread(target=done.wait, args=(30,), daemon=True).start()\ndef test_fine(): pass",
    )
    result = pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider", *SHARED_OUT, *workers, timeout=120)
    result.assert_outcomes(passed=3, failed=1, errors=1)
    result.stdout.fnmatch_lines_random(["FAILED test_one.py::test_wrong*", "ERROR test_two.py::test_leaves*"])
