"""The process that draws, and the dialog that asks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import av
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.labs.autograd import example
from core.labs.state import AppState, LabName
from gui.export.dialog import ExportDialog
from gui.export.exporter import Exporter
from gui.export.form import CLIPBOARD, TARGETS
from gui.export.request import Done, ExportProblem, ExportRequest, Format
from gui.labs.autograd.lab import AutogradLab
from gui.language import language
from gui.main_window import MainWindow

Make = Callable[..., MainWindow]
PATIENCE = 240_000


@pytest.fixture
def exporter(qtbot: QtBot) -> Iterator[Exporter]:
    exporter = Exporter()
    yield exporter
    exporter.close()
    exporter.deleteLater()


def request(lab: LabName, format: Format, path: Path, **parts: object) -> ExportRequest:
    state = AppState(lab=lab, autograd=example("mean_of_products"))
    return ExportRequest(state=state, format=format, path=str(path), width=640, height=480, **parts)  # type: ignore[arg-type]


def drawn(exporter: Exporter, asked: ExportRequest, qtbot: QtBot) -> Done:
    with qtbot.waitSignal(exporter.done, timeout=PATIENCE) as caught:
        exporter.failed.connect(lambda problem: pytest.fail(f"{problem.code} {problem.values}"))
        exporter.start(asked)
    (done,) = caught.args or [None]
    assert isinstance(done, Done)
    return done


@pytest.mark.parametrize(("lab", "format"), [("signal", "png"), ("autograd", "svg"), ("autograd", "pdf")])
def test_two_processes_write_the_same_bytes(
    lab: LabName, format: Format, exporter: Exporter, qtbot: QtBot, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        drawn(exporter, request(lab, format, tmp_path / name, run=lab == "autograd", scale=2), qtbot)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    if format == "png":
        image = QImage(str(tmp_path / "one"))
        assert (image.width(), image.height()) == (1280, 960)


def test_what_is_given_up_leaves_nothing(exporter: Exporter, qtbot: QtBot, tmp_path: Path) -> None:
    answers: list[object] = []
    for told in (exporter.done, exporter.failed):
        told.connect(answers.append)
    with qtbot.waitSignal(exporter.progressed, timeout=PATIENCE):
        exporter.start(request("autograd", "gif", tmp_path / "a.gif", run=True))
    exporter.close()
    assert not exporter.running
    assert list(tmp_path.iterdir()) == []
    assert answers == []


def test_a_process_that_dies_is_told(exporter: Exporter, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(exporter.failed, timeout=PATIENCE) as caught:
        exporter.start(request("autograd", "png", tmp_path / "a.png"))
        assert exporter._child is not None
        exporter._child._process.kill()
    (problem,) = caught.args or [None]
    assert isinstance(problem, ExportProblem)
    assert problem.code == "lost"
    exporter.close()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(exporter: Exporter, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(exporter.failed, timeout=PATIENCE) as caught:
        exporter.start(request("autograd", "png", tmp_path / "no" / "a.png"))
    (problem,) = caught.args or [None]
    assert isinstance(problem, ExportProblem)
    assert problem.code == "unwritable"


def dialog_of(window: MainWindow, qtbot: QtBot) -> ExportDialog:
    window.actions_table["file.export"].trigger()
    dialog = window._export
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def choose(dialog: ExportDialog, target: str) -> None:
    dialog.form.target.setCurrentIndex(TARGETS.index(target))
    dialog.form.target.activated.emit(TARGETS.index(target))


def test_a_run_is_exported_as_it_was(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window("autograd")
    page = window.lab
    assert isinstance(page, AutogradLab)
    page._set(example("mean_of_products"))
    page.run_program()
    qtbot.waitUntil(lambda: page._last is not None and bool(page.graph.nodes), timeout=PATIENCE)
    dialog = dialog_of(window, qtbot)
    qtbot.waitUntil(lambda: not dialog.preview.image.isNull(), timeout=PATIENCE)
    assert "MeanBackward0" not in dialog.preview.accessibleName()
    assert "10" in dialog.preview.accessibleName()
    choose(dialog, "gif")
    dialog.form.first.show_value(2)
    dialog.form.last.show_value(5)
    assert not dialog.request().run
    with qtbot.waitSignal(dialog.noted, timeout=PATIENCE) as noted:
        dialog.write_to(str(tmp_path / "a.gif"))
        assert not dialog.form.isEnabled()
    assert "a.gif" in (noted.args or [""])[0]
    with av.open(str(tmp_path / "a.gif")) as container:
        assert len(list(container.decode(video=0))) == 4
    assert window.notice.isVisible()


def test_a_range_that_is_not_there_is_named_in_both_languages(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window("signal")
    dialog = dialog_of(window, qtbot)
    choose(dialog, "mp4")
    dialog.form.first.show_value(50)
    dialog.form.last.show_value(80)
    sentences = []
    for code in ("en", "ar"):
        language().set(code)  # type: ignore[arg-type]
        dialog.write_to(str(tmp_path / "a.mp4"))
        assert dialog.problem.isVisible()
        assert not dialog.exporter.running
        sentences.append(dialog.problem.text())
        assert "61" in sentences[-1]
    assert sentences[0] != sentences[1]
    dialog.close()
    assert list(tmp_path.iterdir()) == []


def test_stop_gives_up_and_says_so(make_window: Make, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window("autograd")
    dialog = dialog_of(window, qtbot)
    dialog.write_to(str(tmp_path / "a.png"))
    qtbot.waitUntil(dialog.stop_button.isVisible)
    QTest.mouseClick(dialog.stop_button, Qt.MouseButton.LeftButton)
    assert not dialog.exporter.running
    assert dialog.problem.isVisible()
    dialog.close_exports()
    assert list(tmp_path.iterdir()) == []
    dialog.close()


def test_the_clipboard_gets_a_picture_and_its_description(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("signal")
    window.lab.playback.go(5)
    size = window.lab.stage_widget.size().toTuple()  # Before a notice takes room.
    window.actions_table["edit.copy_picture"].trigger()
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    assert "nn.Conv1d(2, 3, 3)" in data.text()
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == size
    dialog = dialog_of(window, qtbot)
    choose(dialog, CLIPBOARD)
    assert dialog.request().path == ""
    dialog.close()
    QGuiApplication.clipboard().clear()


def test_choices_are_kept_and_folded(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("signal")
    dialog = dialog_of(window, qtbot)
    form = dialog.form
    assert not form.fps.isVisible()
    choose(dialog, "gif")
    assert form.fps.isVisible()
    choose(dialog, "svg")
    assert not form.scale.isEnabled()
    form.width_field.setFocus()
    form.width_field.setText("٨٠٠")
    QTest.keyClick(form.width_field, Qt.Key.Key_Return)
    assert form.chosen.width == 800
    form.width_field.setText("7")
    QTest.keyClick(form.width_field, Qt.Key.Key_Return)
    assert form.chosen.width == 800
    dialog.close()
    dialog = dialog_of(window, qtbot)
    assert dialog.form.chosen.width == 800
    assert dialog.form.chosen.target == "svg"
    dialog.close()
