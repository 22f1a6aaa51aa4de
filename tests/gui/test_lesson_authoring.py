"""Steps that are made of what the labs show: written, checked, answered, and played again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from core.labs.autograd import AutogradState
from core.labs.plain import first_state
from core.labs.source import Source
from core.lessons.command import check_file
from core.lessons.lesson import Words
from core.lessons.reading import read_lesson
from gui.labs.autograd.lab import AutogradLab
from gui.language import language
from gui.lessons.authoring import StepDialog, identifier
from gui.main_window import MainWindow

from .conftest import project_file, type_text

Make = Callable[..., MainWindow]
KINDS = project_file("tests", "data", "kinds.lesson")
TITLE = Words("Three taps", "ثلاثة أوزان")


def dialog_of(window: MainWindow) -> StepDialog:
    window.actions_table["lesson.add_step"].trigger()
    dialog = window.lessons.dialog
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


def choose(dialog: StepDialog, box: str, data: str) -> None:
    """Choose an entry of one of the dialog's boxes by keys."""
    combo = getattr(dialog, box)
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(combo.count()):
        if combo.currentData() == data:
            return
        QTest.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentData() == data


def told(dialog: StepDialog) -> str:
    return "\n".join(label.text() for label in dialog._problems.findChildren(QLabel))


def test_a_step_is_written_checked_and_played(make_window: Make, tmp_path: Path, qtbot: QtBot) -> None:
    window = make_window()
    store = window._store
    signal = replace(store.state.signal, start=4, length=16, cursor=3)
    store.set(replace(store.state, signal=signal, image=replace(store.state.image, shrink=4)))
    dialog = dialog_of(window)
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert "steps[0].title.en" in told(dialog)
    assert "title.ar" in told(dialog)
    dialog.lesson_title.write(Words("My lesson!", "درسي"))
    dialog.title.write(TITLE)
    english, arabic = dialog.text.fields
    type_text(english, "A window of $k$ samples.")
    type_text(arabic, "نافذة من $k$ عينات.")
    choose(dialog, "kind", "shape")
    dialog.ask.write(Words("Which shape?", "ما الشكل؟"))
    type_text(dialog.answer.field, "output.shap")
    qtbot.waitUntil(lambda: bool(dialog._answer_problem))
    assert "output.shap" in dialog.answer.value.text() or "shap" in dialog.answer.value.text()
    dialog.save()
    assert "steps[0].question" in told(dialog)
    type_text(dialog.answer.field, "e")
    qtbot.waitUntil(lambda: "(3, 14)" in dialog.answer.value.text())
    choose(dialog, "allow", "some")
    type_text(dialog.allowed, "signal.cursor, signal.parameters")
    dialog.notes.write(Words("Slowly.", "ببطء."))
    assert not dialog.problems(first_state())
    dialog.save()
    assert dialog.file_dialog is not None
    assert dialog.file_dialog.selectedFiles()[0].endswith("my-lesson.lesson")
    dialog.file_dialog.close()
    path = tmp_path / "mine.lesson"
    dialog.write(path)
    assert window.lessons.dialog is None
    assert "mine.lesson" in window.notice.sentence.text()
    lesson, problems = check_file(path)
    assert problems == []
    assert lesson is not None
    assert lesson.id == "my-lesson"
    (step,) = lesson.steps
    assert step.state.signal == signal
    assert step.state.image == first_state().image  # Of what is not shown nothing is said.
    assert step.allow == ("signal.cursor", "signal.parameters")
    assert step.notes.en == "Slowly."
    window.open_path(path)
    player = window.lessons.player
    player.reveal()
    qtbot.waitUntil(lambda: player.revealed)
    assert player.right is not None
    assert player.right.value == (3, 14)


def test_a_step_is_added_to_the_open_lesson(make_window: Make, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "own.lesson"
    path.write_bytes(KINDS.read_bytes() + "# ملاحظتي\n".encode())
    window = make_window()
    window.open_path(path)
    player = window.lessons.player
    player.go(1)
    player.play_freely()
    store = window._store
    store.set(replace(store.state, signal=replace(store.state.signal, length=12)))
    language().set("ar")
    dialog = dialog_of(window)
    assert dialog.target.currentData() == "own"
    assert not dialog.lesson_title.isVisible()
    dialog.title.write(TITLE)
    dialog.text.write(TITLE)
    choose(dialog, "kind", "choice")
    QApplication.processEvents()
    (first, is_first), (second, is_second) = dialog.choices.rows
    dialog.ask.write(TITLE)
    for words, when, expression in ((first, is_first, "L == 99"), (second, is_second, "L == 12")):
        words.write(TITLE)
        type_text(when.field, expression)
    qtbot.waitUntil(lambda: "2" in dialog.choice_value.text())
    QTest.mouseClick(dialog.choices.more_button, Qt.MouseButton.LeftButton)
    assert len(dialog.choices.rows) == 3
    assert len(dialog.choices.choices) == 2
    choose(dialog, "allow", "nothing")
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert window.lessons.dialog is None
    content = path.read_bytes()
    assert content.startswith(KINDS.read_bytes())
    assert "# ملاحظتي".encode() in content
    assert len(read_lesson(path).steps) == 6
    assert read_lesson(path).steps[5].state.signal.length == 12
    assert read_lesson(path).steps[5].allow == ()
    assert player.lesson is not None
    assert len(player.lesson.steps) == 6
    assert player.index == 1
    assert window.lessons.panel.chooser.count() == 6


def test_a_program_s_step_answers_once_it_has_run(make_window: Make, tmp_path: Path, qtbot: QtBot) -> None:
    window = make_window("autograd")
    store = window._store
    own = AutogradState("import torch\nx = torch.ones(2, 3)\n", str(tmp_path / "mine.py"))
    store.set(replace(store.state, autograd=own))
    dialog = dialog_of(window)
    choose(dialog, "kind", "number")
    type_text(dialog.answer.field, "sum(x)")
    qtbot.waitUntil(lambda: bool(dialog.answer.value.text()))
    assert dialog._answer_problem == ""
    dialog.reject()
    assert window.lessons.dialog is None
    page = window.lab
    assert isinstance(page, AutogradLab)
    page.run_program()
    qtbot.waitUntil(lambda: page._last is not None, timeout=60_000)
    dialog = dialog_of(window)
    choose(dialog, "kind", "number")
    type_text(dialog.answer.field, "sum(x)")
    qtbot.waitUntil(lambda: "6" in dialog.answer.value.text())
    dialog.lesson_title.write(TITLE)
    dialog.title.write(TITLE)
    dialog.text.write(TITLE)
    dialog.ask.write(TITLE)
    assert not dialog.problems(first_state())
    path = tmp_path / "program.lesson"
    dialog.write(path)
    assert "mine.py" not in path.read_text("utf-8")  # What is true of one machine alone stays there.
    assert check_file(path)[1] == []
    store.mark_saved(store.act, store.state)


def test_what_cannot_be_written_is_told_and_stays(make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    store = window._store
    store.set(replace(store.state, signal=replace(store.state.signal, source=Source("file", str(tmp_path / "a.wav")))))
    dialog = dialog_of(window)
    assert "a.wav" in dialog.warning.text()
    dialog.lesson_title.write(TITLE)
    dialog.title.write(TITLE)
    dialog.text.write(Words("$\\frac{$", "نص"))
    dialog.save()
    assert "steps[0].text.en" in told(dialog)
    dialog.text.write(TITLE)
    dialog.write(tmp_path / "no" / "folder" / "a.lesson")
    assert dialog.isVisible()
    assert told(dialog)
    choose(dialog, "target", "other")
    bad = tmp_path / "bad.lesson"
    bad.write_text("nothing")
    dialog.write(bad)
    assert dialog.isVisible()
    assert bad.read_text() == "nothing"
    window.lessons.add_step()
    assert window.lessons.dialog is dialog  # One at a time.
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.lessons.dialog is None
    store.mark_saved(store.act, store.state)


def test_a_camera_is_no_step(make_window: Make) -> None:
    window = make_window("image")
    state = replace(first_state(), lab="image")
    state = replace(state, image=replace(state.image, source=Source("camera", "any")))
    dialog = StepDialog(state, None, window._service, lambda _: None, window)
    assert dialog.warning.text()
    assert any(one.code == "state" for one in dialog.problems(first_state()))
    dialog.deleteLater()


def test_a_built_in_lesson_is_not_written_to(make_window: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from gui.lessons import authoring

    monkeypatch.setattr(authoring, "FOLDER", KINDS.parent)
    window = make_window()
    window.open_path(KINDS)
    dialog = dialog_of(window)
    assert [dialog.target.itemData(place) for place in range(dialog.target.count())] == ["new", "other"]
    dialog.reject()


def test_titles_make_identifiers() -> None:
    assert identifier("Why: 3 taps?") == "why-3-taps"
    assert identifier("درس") == "lesson"
