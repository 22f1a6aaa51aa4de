"""The checks of the house, run as tests."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

CHECKS = {
    "ruff": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
    "imports": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
}


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.timeout(600)
def test_check(check: str) -> None:
    done = subprocess.run([sys.executable, *CHECKS[check]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines()]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only a checkout knows which files are its own")
def test_no_file_names_a_machine() -> None:
    # Written in parts, so that this file does not contain what it looks for.
    words = re.compile(
        "|".join(["/" + "work/", "/" + "opt/(?:wheels|pypi)", r"\." + "library", "download" + r"\.pytorch"])
    )
    wrong = []
    for path in tracked_files():
        if path.suffix in {".png", ".tiff", ".flac", ".qm", ".ttf"} or not path.is_file():
            continue
        wrong += [f"{path}: {found.group()}" for found in words.finditer(path.read_text(encoding="utf-8"))]
    assert not wrong


WITHOUT_TESTS = {
    "core/autograd/pass_watch.py": "taken by tests/core/autograd/test_recorder.py",
    "gui/faults.py": "taken by tests/gui/test_main_window.py",
    "gui/labs/page.py": "taken by tests/gui/test_main_window.py",
    "gui/language.py": "taken by tests/gui/test_text.py",
    "gui/messages.py": "taken by tests/gui/test_text.py",
    "gui/palette.py": "taken by tests/gui/test_theme.py",
    "gui/playback.py": "taken by tests/gui/test_widgets.py",
    "gui/worker.py": "taken by every test of a lab, and by tests/end_to_end/test_start.py",
    "gui/labs/matrix_picture.py": "taken by tests/gui/labs/test_matrix_view.py",
    "gui/labs/registry.py": "three imports, taken by every test of a lab",
    "gui/startup_report.py": "taken by tests/end_to_end/test_start.py",
    "core/labs/source.py": "two properties, taken by the tests of the labs",
    "core/labs/autograd.py": "taken by tests/gui/labs/test_autograd.py",
    "core/labs/state.py": "data only",
    "core/labs/image/found.py": "data only",
    "core/labs/signal/state.py": "taken by tests/core/labs/signal/test_resolve.py",
    "core/labs/signal/scene.py": "taken by tests/core/labs/signal/test_resolve.py",
    "core/labs/signal/layer.py": "taken by tests/core/labs/signal/test_resolve.py",
    "gui/motion.py": "taken by tests/gui/labs/test_signal_pages.py",
    "core/autograd/backward_tracing.py": "taken by tests/core/autograd/test_backward_lines.py",
    "core/autograd/given_pass.py": "taken by tests/core/autograd/test_node_replay.py",
    "core/autograd/raised.py": "taken by tests/core/autograd/test_backward_lines.py",
    "core/autograd/gradient_check.py": "taken by tests/core/autograd/test_gradcheck.py",
    "core/autograd/jacobian_rows.py": "taken by tests/core/autograd/test_jacobian.py",
    "core/autograd/problem.py": "data only",
    "core/autograd/questions.py": "data only, taken by tests/core/runner/test_questions.py",
    "core/autograd/arriving.py": "taken by tests/core/autograd/test_node_replay.py",
    "core/autograd/custom_nodes.py": "taken by tests/core/autograd/test_node_replay.py",
    "core/runner/keeper.py": "taken by tests/core/runner/test_what_if.py",
    "core/runner/relay.py": "taken by tests/core/runner/test_what_if.py",
    "core/runner/snapshot.py": "taken by tests/core/runner/test_what_if.py",
    "core/runner/protocol.py": "data only, taken by tests/core/runner/test_client.py",
    "gui/stylesheet.py": "taken by tests/gui/test_theme.py",
    "gui/display.py": "taken by tests/end_to_end/test_start.py",
    "gui/doctor.py": "taken by tests/end_to_end/test_start.py",
    "gui/start.py": "taken by tests/end_to_end/test_start.py",
    "gui/tidy.py": "taken by tests/end_to_end/test_start.py",
    "gui/settings.py": "taken by tests/end_to_end/test_start.py",
    "gui/icons.py": "taken by tests/gui/test_theme.py",
    "gui/command_palette.py": "taken by tests/gui/test_commands.py",
    "core/editing/refused.py": "data only",
    "core/autograd/graph_walk.py": "taken by tests/core/autograd/test_recorder.py",
    "core/autograd/tensor.py": "data only",
    "core/autograd/values.py": "taken by tests/core/autograd/test_recorder.py",
    "core/runner/child.py": "taken by tests/core/runner/test_client.py",
    "core/runner/process.py": "taken by tests/core/runner/test_client.py",
    "core/editing/wire.py": "data only, taken by tests/gui/editor/test_assistance.py",
    "core/editing/service.py": "taken by tests/gui/editor/test_assistance.py",
    "core/editing/torch_words.py": "taken by tests/core/editing/test_completion.py",
    "gui/editor/assistant.py": "taken by tests/gui/editor/test_assistance.py",
    "gui/editor/call_tip.py": "taken by tests/gui/editor/test_assistance.py",
    "gui/editor/completion.py": "taken by tests/gui/editor/test_assistance.py",
    "gui/editor/drafts.py": "taken by tests/gui/labs/test_program_file.py",
    "gui/editor/files.py": "taken by tests/gui/labs/test_program_file.py",
    "gui/editor/find_bar.py": "taken by tests/gui/editor/test_editor.py",
    "gui/editor/gutter.py": "taken by tests/gui/editor/test_editor.py",
    "gui/editor/highlighting.py": "taken by tests/gui/editor/test_editor.py",
    "gui/editor/line_error.py": "taken by tests/gui/editor/test_editor.py",
    "gui/editor/lines.py": "taken by tests/gui/editor/test_habits.py",
    "gui/editor/marking.py": "taken by tests/gui/editor/test_editor.py",
    "core/session/problem.py": "data only",
    "gui/sessions/questions.py": "taken by tests/gui/sessions/test_files.py",
    "gui/sessions/recovery_bar.py": "taken by tests/gui/sessions/test_autosave.py",
    "gui/presenting/curtain.py": "taken by tests/gui/presenting/test_presenter.py",
    "gui/presenting/elapsed.py": "taken by tests/gui/presenting/test_presenter.py",
    "gui/presenting/key_help.py": "taken by tests/gui/presenting/test_presenter.py",
    "gui/presenting/lecturer.py": "taken by tests/gui/presenting/test_presenter.py",
    "gui/presenting/notes.py": "taken by tests/gui/presenting/test_presenter.py",
    "gui/presenting/notes_card.py": "taken by tests/gui/presenting/test_presenter.py",
    "gui/presenting/overlay.py": "taken by tests/gui/presenting/test_presenter.py",
    "gui/presenting/step_text.py": "taken by tests/gui/presenting/test_presenter.py",
    "gui/presenting/window_place.py": "taken by tests/gui/presenting/test_presenter.py",
    "core/media/problem.py": "taken by tests/core/media/test_audio.py",
}


def test_tests_mirror_core_and_gui() -> None:
    missing = []
    for package in ("core", "gui"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT)
            if path.name == "__init__.py" or str(name) in WITHOUT_TESTS:
                continue
            own = ROOT / "tests" / name.parent / f"test_{name.name}"
            folder = ROOT / "tests" / name.parent.parent / f"test_{name.parent.name}.py"
            if not own.is_file() and not folder.is_file():
                missing.append(str(name))
    assert not missing


def test_every_exception_from_the_mirror_exists() -> None:
    assert [name for name in WITHOUT_TESTS if not (ROOT / name).is_file()] == []
