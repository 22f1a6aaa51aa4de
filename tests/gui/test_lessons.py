"""Lessons in the window, worked with real events: opened, answered, left and returned to, kept, and in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from core.editing.draft import Draft, read_draft, write_draft
from core.labs.plain import first_state
from core.labs.source import Source
from core.lessons.lesson import Lesson, Question, Step, Words
from core.lessons.reading import read_lesson
from core.lessons.writing import write_lesson
from gui.labs.autograd.lab import AutogradLab
from gui.language import language
from gui.lessons import desk as desk_module
from gui.lessons.answers import read_shape, read_tensor
from gui.lessons.changes import away_from, changed_paths
from gui.lessons.player import LessonPlayer
from gui.lessons.progress import Progress, ProgressFile
from gui.lessons.step_text import StepText
from gui.main_window import MainWindow
from gui.settings import home
from gui.tab_order import reached_by_tab

from .conftest import project_file, type_text

Make = Callable[..., MainWindow]
KINDS = project_file("tests", "data", "kinds.lesson")
WORDS = Words("Text", "نص")
LONG = 60_000


def opened(window: MainWindow, path: Path = KINDS, step: int | None = None) -> LessonPlayer:
    window.open_path(path)
    player = window.lessons.player
    assert player.lesson is not None
    if step is not None:
        player.go(step)
    QApplication.processEvents()
    return player


def press(widget: QWidget | None, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    assert widget is not None
    QTest.keyClick(widget, key, modifier)


def next_step(window: MainWindow) -> None:
    press(QApplication.focusWidget() or window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()


def click(button: QAbstractButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def answer(window: MainWindow, text: str) -> None:
    """Type an answer and commit it by Enter."""
    field = window.lessons.panel.question.field
    field.setFocus()
    field.clear()
    type_text(field, text)
    press(field, Qt.Key.Key_Return)


def judged(window: MainWindow, qtbot: QtBot) -> bool:
    player = window.lessons.player
    qtbot.waitUntil(lambda: player.verdict is not None, timeout=LONG)
    view = window.lessons.panel.question
    assert view.verdict.isVisible()
    assert view.again_button.isVisible()
    assert not view.commit_button.isVisible()
    verdict = player.verdict
    assert verdict is not None
    assert ("\u2713" in view.verdict.text()) == verdict  # A sign and a word, not a colour alone.
    return verdict


def test_a_lesson_opens_beside_the_lab(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    before = window._store.state
    player = opened(window)
    panel = window.lessons.panel
    assert panel.isVisible()
    assert panel.width() in range(320, 381)
    assert panel.x() < window.stack.mapTo(window, window.stack.rect().topLeft()).x()
    assert panel.name.text() == "Each kind of question"
    assert panel.title.text() == "A text alone"
    assert "1" in panel.place.text()
    assert "5" in panel.place.text()
    assert window._store.state == player.lesson.steps[0].state  # type: ignore[union-attr]
    assert not panel.away.isVisible()
    assert not panel.question.isVisible()
    assert player.notes == "Say it slowly."
    assert player.next_title == "How long is the output?"
    qtbot.waitUntil(lambda: window.lab._scene.state.length == 16)  # type: ignore[attr-defined]
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)  # A step is one act.
    assert window._store.state == before
    assert panel.away.isVisible()


def test_a_shape_is_answered_wrong_and_right(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    opened(window, step=1)
    view = window.lessons.panel.question
    answer(window, "two by thirteen")
    assert view.note.isVisible()  # What is no shape is said, and stays to be mended.
    assert view.field.text() == "two by thirteen"
    assert not window.lessons.player.committed
    answer(window, "(2, 13)")
    assert not judged(window, qtbot)
    assert "(2, 14)" in view.answer.text()
    assert view.explain.isVisible()
    assert view.field.isReadOnly()
    assert "How long" in window.lessons.panel.title.text()
    click(view.again_button)
    assert not view.verdict.isVisible()
    assert not view.explain.isVisible()
    answer(window, "(\u0662\u060c \u0661\u0664)")
    assert judged(window, qtbot)
    assert window.lessons.player.progress.marks[1] == "right"


def test_a_number_is_answered_wrong_and_right(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    opened(window, step=2)
    answer(window, "10")
    assert not judged(window, qtbot)
    click(window.lessons.panel.question.again_button)
    answer(window, "\u0661\u0662")
    assert judged(window, qtbot)


def test_a_tensor_is_answered_wrong_and_right(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    opened(window, step=3)
    assert window._store.state.lab == "image"
    view = window.lessons.panel.question
    view.field.setFocus()
    type_text(view.field, "-1 0 1; -2 0 2")
    assert "(2, 3)" in view.read_as.text()
    press(view.field, Qt.Key.Key_Return)
    assert not judged(window, qtbot)
    click(view.again_button)
    answer(window, "[[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]")
    assert judged(window, qtbot)


def test_a_choice_waits_for_a_run_that_nobody_else_begins(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    player = opened(window, step=4)
    page = window.lab
    assert isinstance(page, AutogradLab)
    panel, view = window.lessons.panel, window.lessons.panel.question
    assert not page.runner.running
    assert panel.to_run.isVisible()
    click(view.commit_button)
    assert view.note.isVisible()  # Nothing was chosen.
    assert not player.committed
    click(view.choices[0])
    click(view.commit_button)
    assert player.problem == "run"
    assert view.note.isVisible()
    assert not page.runner.running
    assert page._replay is None
    click(view.run_button)
    assert not judged(window, qtbot)
    assert not panel.to_run.isVisible()
    qtbot.waitUntil(lambda: window._store.state.autograd.step == 3)  # The moment that the step is about.
    marks = [line.mark.text() if line.mark.isVisible() else "" for line in view.choices_view._lines]
    assert marks == ["\u2717", "\u2713"]
    assert not any(button.isEnabled() for button in view.choices)
    click(view.again_button)
    QTest.mouseClick(view.choices_view._lines[1], Qt.MouseButton.LeftButton)  # The text is the button as well.
    assert view.choices[1].isChecked()
    click(view.commit_button)
    assert judged(window, qtbot)
    assert not panel.away.isVisible()


def test_the_answer_is_shown_to_who_gives_none(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    player = opened(window, step=1)
    click(window.lessons.panel.question.reveal_button)
    qtbot.waitUntil(lambda: player.revealed)
    assert player.verdict is None
    assert player.progress.marks[1] == "seen"
    assert window.lessons.panel.question.answer.isVisible()
    assert not window.lessons.panel.question.verdict.isVisible()


def test_a_late_answer_is_dropped(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    player = opened(window, step=1)
    player.reveal()
    player.next()
    assert player.index == 2
    with qtbot.assertNotEmitted(player.changed, wait=0):
        QApplication.processEvents()
    qtbot.waitUntil(lambda: window.lab._scene.state.parameters.kernel_size == (5,))  # type: ignore[attr-defined]
    assert not player.revealed


def test_next_and_back_by_keys_buttons_and_the_list(make_window: Make) -> None:
    window = make_window()
    player, panel = opened(window), window.lessons.panel
    assert not panel.back_button.isEnabled()
    next_step(window)
    assert player.index == 1
    press(window, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert player.index == 0
    panel.question.field.setFocus()
    click(panel.next_button)
    click(panel.next_button)
    click(panel.back_button)
    assert player.index == 1
    panel.chooser.setFocus()
    press(panel.chooser, Qt.Key.Key_End)
    assert player.index == 4
    assert not panel.next_button.isEnabled()
    assert [panel.chooser.itemText(place)[:2] for place in range(5)] == ["1.", "2.", "3.", "4.", "5."]
    player.next()
    assert player.index == 4
    assert "4" in panel.marks.accessibleDescription()  # All steps but one were seen.


def test_free_play_and_the_way_back(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    player, panel = opened(window), window.lessons.panel
    store = window._store
    press(window.lab.stage_widget, Qt.Key.Key_Right)  # To look elsewhere is no change.
    assert store.state.signal.cursor == 1
    assert not player.away
    press(window, Qt.Key.Key_2)
    assert store.state.lab == "image"
    assert panel.away.isVisible()
    press(window, Qt.Key.Key_1)
    assert not panel.away.isVisible()
    length = window.lab.panel.length  # type: ignore[attr-defined]
    length.chosen.emit(20)
    assert store.state.signal.length == 20
    assert panel.away.isVisible()
    click(panel.away.button)
    assert store.state.signal.length == 16
    assert not panel.away.isVisible()
    store.undo()  # The return is an act like any other.
    assert store.state.signal.length == 20


def test_what_a_step_keeps_stays_as_it_is(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    player, panel = opened(window, step=1), window.lessons.panel
    store, page = window._store, window.lab
    before, acts = store.state, store.acts
    page.panel.length.chosen.emit(20)  # type: ignore[attr-defined]
    assert store.state == before
    assert store.acts == acts
    assert panel.locked.isVisible()
    assert not panel.away.isVisible()
    qtbot.waitUntil(lambda: page._scene.state.length == 16)  # type: ignore[attr-defined]
    qtbot.wait(1)
    assert page._scene.state.length == 16  # type: ignore[attr-defined]
    window.lab.open_path(project_file("resources", "samples", "stereo_chord.flac"))
    qtbot.waitUntil(lambda: not window._service._pending)
    assert store.state.signal.source == Source("sample", "mono_voice")
    parameters = store.state.signal.parameters
    page.panel.parameters.changed.emit(parameters.changed("kernel_size", (5,)))  # type: ignore[attr-defined]
    assert store.state.signal.parameters.kernel_size == (5,)  # Listed in `allow`.
    press(page.stage_widget, Qt.Key.Key_Right)
    assert store.state.signal.cursor == 4
    press(window, Qt.Key.Key_2)
    assert store.state.lab == "image"
    player.restore()
    click(panel.locked.button)
    assert not panel.locked.isVisible()
    page.panel.length.chosen.emit(20)  # type: ignore[attr-defined]
    assert store.state.signal.length == 20
    player.next()
    player.back()
    page.panel.length.chosen.emit(20)  # type: ignore[attr-defined]
    assert store.state.signal.length == 16  # Free for that step alone.
    player.close()
    page.panel.length.chosen.emit(20)  # type: ignore[attr-defined]
    assert store.state.signal.length == 20
    assert not panel.isVisible()


def test_progress_is_kept_over_a_restart(make_window: Make, qtbot: QtBot) -> None:
    first = make_window()
    opened(first, step=1)
    answer(first, "(2, 14)")
    assert judged(first, qtbot)
    opened(first, step=2)
    answer(first, "11")
    assert not judged(first, qtbot)
    first.close()
    second = make_window()
    player = opened(second)
    assert player.index == 2
    assert player.progress.marks == {0: "seen", 1: "right", 2: "wrong"}
    assert second.lessons.panel.title.text() == "How many numbers are learned?"


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"\xff", b'{"kinds": 3}', b'{"kinds": {"last": -1, "marks": {"x": "right", "1": 7}}}']
)
def test_damaged_progress_is_none(content: bytes, own_home: Path) -> None:
    home().mkdir(parents=True, exist_ok=True)
    path = own_home / "lessons.json"
    path.write_bytes(content)
    file = ProgressFile()
    assert file.of("kinds", 5) == Progress()
    file.keep("kinds", Progress(3, {1: "right"}))
    assert ProgressFile().of("kinds", 5) == Progress(3, {1: "right"})
    assert ProgressFile().of("kinds", 2) == Progress(0, {1: "right"})
    assert [one.name for one in own_home.iterdir() if one.suffix == ".part"] == []


def test_the_language_changes_in_the_middle(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    player, panel = opened(window, step=1), window.lessons.panel
    panel.question.field.setFocus()
    type_text(panel.question.field, "(2, 13")
    press(panel.question.field, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert language().code == "ar"
    assert player.index == 1
    assert panel.title.text() == "كم طول الخرج؟"
    assert panel.question.field.text() == "(2, 13"
    assert panel.next_button.text() == "التالي"
    QApplication.processEvents()
    assert panel.mapTo(window, panel.rect().topLeft()).x() > window.width() / 2  # At the side where reading begins.
    type_text(panel.question.field, ")")
    press(panel.question.field, Qt.Key.Key_Return)
    assert not judged(window, qtbot)
    language().set("en")
    assert player.verdict is False
    assert panel.question.verdict.isVisible()
    assert "Not quite" in panel.question.verdict.text()
    player.go(4)
    QApplication.processEvents()
    click(panel.question.choices[1])
    language().set("ar")
    assert panel.question.choices[1].isChecked()
    assert player.next_title == ""
    assert player.step is not None
    assert player.notes == ""


def tab_to(wanted: Callable[[QWidget], bool]) -> QWidget:
    """Go on with Tab until something wanted has the focus."""
    for _ in range(300):
        now = QApplication.focusWidget()
        assert now is not None
        if wanted(now):
            return now
        press(now, Qt.Key.Key_Escape if now.metaObject().className() == "CodeEditor" else Qt.Key.Key_Tab)
    pytest.fail("Tab does not lead there")


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_whole_lesson_by_keyboard_alone(code: str, make_window: Make, qtbot: QtBot) -> None:
    language().set(code)  # type: ignore[arg-type]
    window = make_window()
    player, view = opened(window), window.lessons.panel.question
    window.lab.stage_widget.setFocus()
    for text in ("(2, 14)", "12", "-1 0 1; -2 0 2; -1 0 1"):
        next_step(window)
        tab_to(lambda widget: widget is view.field)
        type_text(view.field, text)
        press(view.field, Qt.Key.Key_Return)
        assert judged(window, qtbot)
    next_step(window)
    button = tab_to(lambda widget: isinstance(widget, QRadioButton))
    assert button is view.choices[0]
    press(button, Qt.Key.Key_Down)
    press(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert view.choices[1].isChecked()
    press(tab_to(lambda widget: widget is view.commit_button), Qt.Key.Key_Space)
    press(tab_to(lambda widget: widget is view.run_button), Qt.Key.Key_Space)
    assert judged(window, qtbot)
    assert player.progress.marks == {0: "seen", 1: "right", 2: "right", 3: "right", 4: "right"}


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_whole_lesson_by_one_key_of_a_clicker(code: str, make_window: Make, qtbot: QtBot) -> None:
    language().set(code)  # type: ignore[arg-type]
    window = make_window()
    player = opened(window)
    for step in (1, 2, 3):
        player.advance()
        assert player.index == step
        assert not player.revealed
        player.advance()  # First the answer,
        qtbot.waitUntil(lambda: player.revealed, timeout=LONG)
        assert player.index == step
    player.advance()  # then the next step.
    assert player.index == 4
    player.advance()
    assert player.problem == "run"  # A clicker runs nothing either.
    click(window.lessons.panel.question.run_button)
    qtbot.waitUntil(lambda: player.revealed, timeout=LONG)
    player.advance()
    assert player.index == 4


def test_the_keyboard_stays_with_the_question(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    player, view = opened(window, step=4), window.lessons.panel.question
    view.choices[1].setChecked(True)
    view.commit_button.setFocus()
    press(view.commit_button, Qt.Key.Key_Space)
    assert view.run_button.hasFocus()
    press(view.run_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: player.verdict is not None, timeout=LONG)
    now = QApplication.focusWidget()
    assert now is not None
    assert view.isAncestorOf(now)


def test_two_presses_pass_a_question_that_waits_for_torch(make_window: Make) -> None:
    window = make_window()
    player = opened(window, step=1)
    player.advance()
    assert player.index == 1
    player.advance()
    assert player.index == 2
    player.back()
    assert player.index == 1
    assert not player.committed


def test_a_bad_file_is_told_line_by_line_and_changes_nothing(make_window: Make, tmp_path: Path) -> None:
    window = make_window()
    player = opened(window, step=1)
    before, lesson = window._store.state, player.lesson
    bad = tmp_path / "bad.lesson"
    bad.write_text(
        KINDS.read_text("utf-8").replace("kind: shape", "kind: essay").replace("cursor: 3", "cursr: 3"), "utf-8"
    )
    window.open_path(bad)
    dialog = window.lessons.problems
    assert dialog is not None
    assert dialog.isVisible()
    told = [label.text() for label in dialog.list.children() if hasattr(label, "text")]  # type: ignore[attr-defined]
    line = bad.read_text("utf-8").splitlines().index("      kind: essay") + 1
    assert any("steps[1].question.kind" in text and f"{line}" in text for text in told)
    assert any("steps[1].state.signal.cursr" in text for text in told)
    assert "bad.lesson" in dialog.head.text()
    click(dialog.copy_button)
    copied = QApplication.clipboard().text().splitlines()
    assert len(copied) == 2
    assert all(line.startswith("bad.lesson:") for line in copied)
    assert (window._store.state, player.lesson, player.index) == (before, lesson, 1)
    window.open_path(tmp_path / "none.lesson")
    assert window.lessons.problems is not dialog
    press(window.lessons.problems, Qt.Key.Key_Escape)
    assert window.lessons.problems is None
    window.open_path(KINDS)
    assert player.lesson == read_lesson(KINDS)


def test_a_lab_that_is_shown_for_the_first_time_shows_the_step(make_window: Make, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "first.lesson"
    first = first_state()
    image = replace(first, lab="image", image=replace(first.image, cursor=(5, 6)))
    plain = replace(first, lab="signal")  # As the lab begins; by itself it would go to where the recording is loud.
    write_lesson(path, Lesson("first", WORDS, WORDS, first, (Step(WORDS, WORDS, plain), Step(WORDS, WORDS, image))))
    window = make_window("autograd")
    player = opened(window, path)
    qtbot.waitUntil(lambda: window.lab._scene is not None)  # type: ignore[attr-defined]
    assert window._store.state == plain
    assert not player.away
    player.next()
    qtbot.waitUntil(lambda: window.lab._scene is not None)  # type: ignore[attr-defined]
    assert window._store.state.image.cursor == (5, 6)
    assert not player.away


def test_a_lesson_at_the_start_is_not_lost_to_the_lab_s_first_look(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("autograd")
    window.choose_lab("signal")
    player = opened(window)  # Before the lab has its first scene.
    qtbot.waitUntil(lambda: window.lab._scene is not None)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: not window._service._pending)
    assert player.step is not None
    assert window._store.state == player.step.state
    assert window.lab._scene.state.length == 16  # type: ignore[attr-defined]


def test_a_lesson_is_nobody_s_unsaved_work(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    opened(window)
    next_step(window)
    assert not window._store.unsaved
    window.lab.panel.parameters.changed.emit(  # type: ignore[attr-defined]
        window._store.state.signal.parameters.changed("kernel_size", (5,))
    )
    assert window._store.unsaved
    window._store.mark_saved(window._store.act, window._store.state)


def test_what_was_unsaved_is_kept_and_a_lesson_s_program_is_no_draft(
    make_window: Make, tmp_path: Path, own_home: Path, qtbot: QtBot
) -> None:
    write_draft(own_home, Draft("mine = 1\n", "", ""))
    path = tmp_path / "own.lesson"
    first = first_state()
    state = replace(first, lab="autograd", autograd=replace(first.autograd, program="theirs = 2\n", path=""))
    write_lesson(path, Lesson("own", WORDS, WORDS, first, (Step(WORDS, WORDS, state),)))
    window = make_window()
    player = opened(window, path)
    assert window._store.state.autograd.program == "theirs = 2\n"
    assert not player.away
    page = window.lab
    assert isinstance(page, AutogradLab)
    assert page.editor.toPlainText() == "theirs = 2\n"
    assert not page.file.changed
    window._store.undo()
    assert window._store.state.autograd.program == "mine = 1\n"
    player.restore()
    window._store.mark_saved(window._store.act, window._store.state)
    window.close()
    draft = read_draft(own_home)
    assert draft is not None
    assert draft.program == "mine = 1\n"


def test_the_menu_has_the_built_in_lessons_and_how_far_they_are(
    make_window: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = tmp_path / "01_good.lesson", tmp_path / "02_bad.lesson"
    good.write_bytes(KINDS.read_bytes())
    bad.write_text("nothing")
    monkeypatch.setattr(desk_module, "built_in", lambda: (good, bad))
    window = make_window()
    desk = window.lessons
    desk.menu.aboutToShow.emit()
    titles = [action.text() for action in desk.menu.actions()]
    assert "Each kind of question" in titles[0]
    assert "02_bad.lesson" in titles[1]
    desk.menu.actions()[0].trigger()
    assert desk.player.lesson is not None
    next_step(window)
    language().set("ar")
    desk.menu.aboutToShow.emit()
    text = desk.menu.actions()[0].text()
    assert "كل نوع من الأسئلة" in text
    assert "2" in text
    desk.menu.actions()[1].trigger()
    assert desk.problems is not None
    desk.problems.close()
    window.actions_table["lesson.close"].trigger()
    assert desk.player.lesson is None
    assert not window.actions_table["lesson.next"].isEnabled()
    window.actions_table["lesson.first"].trigger()
    assert desk.player.index == 1


def test_the_panel_gives_way_and_comes_back(make_window: Make, qtbot: QtBot) -> None:
    window = make_window(size=(800, 600))
    opened(window)
    panel = window.lessons.panel
    assert panel.isVisible()  # Who opens a lesson wants to see it.
    assert panel.width() <= 360
    press(window, Qt.Key.Key_F7)
    assert not panel.isVisible()
    click(window.lessons.rail_button)
    assert panel.isVisible()
    window.resize(820, 600)
    assert not panel.isVisible()
    window.resize(1366, 768)
    assert panel.isVisible()
    click(panel.close_button)
    assert not panel.isVisible()


def test_a_step_s_words_elsewhere(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    player = opened(window)
    words = StepText(player, 2.0)
    qtbot.addWidget(words)
    assert "A text alone" in words.title.toPlainText()
    assert words.ask.isHidden()
    player.next()
    assert "output.shape" in words.ask.toPlainText()
    assert words.answer.isHidden()
    words.show_words(False)
    assert words.text.isHidden()
    player.reveal()
    qtbot.waitUntil(lambda: player.revealed)
    assert "(2, 14)" in words.answer.toPlainText()
    language().set("ar")
    assert "كم طول الخرج" in words.title.toPlainText()
    player.go(3)
    player.reveal()
    qtbot.waitUntil(lambda: player.revealed)
    assert "[-2, 0, 2]" in words.answer.toPlainText()
    player.go(4)
    player.reveal()
    assert not words.answer.isHidden()  # It says that the program has to run.
    player.close()
    assert words.title.isHidden()


def test_an_answer_that_cannot_be_computed_is_told(make_window: Make, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "none.lesson"
    first = first_state()
    steps = (
        Step(WORDS, WORDS, replace(first, lab="signal"), Question("number", WORDS, "output[99, 99]")),
        Step(
            WORDS,
            WORDS,
            replace(first, lab="signal", signal=replace(first.signal, source=Source("file", str(tmp_path / "no.wav")))),
            Question("number", WORDS, "value"),
        ),
    )
    write_lesson(path, Lesson("none", WORDS, WORDS, first, steps))
    window = make_window()
    player = opened(window, path)
    answer(window, "3")
    qtbot.waitUntil(lambda: bool(player.problem))
    assert window.lessons.panel.question.note.isVisible()
    player.advance()
    assert player.index == 1
    answer(window, "3")
    qtbot.waitUntil(lambda: bool(player.problem))
    assert player.verdict is None


def test_what_is_typed_is_read_with_good_will() -> None:
    assert read_shape("(1, 16, 62)") == (1, 16, 62)
    assert read_shape("torch.Size([2, 3])") == (2, 3)
    assert read_shape("2 × 3") == (2, 3)
    assert read_shape("()") == ()
    assert read_shape("(3,)") == (3,)
    for text in ("", "a", "(1, -2)", "1.5", "[[1]]"):
        assert read_shape(text) in (None, (1,))
    for text in (
        "[[1, 2], [3, 4]]",
        "tensor([[1, 2], [3, 4]])",
        "1 2; 3 4",
        "1, 2; 3, 4",
        "\u0661 \u0662\u061b \u0663 \u0664",
    ):
        found = read_tensor(text)
        assert found is not None, text
        assert np.array_equal(found, [[1, 2], [3, 4]])
    for text in ("", "[", "[[1], [2, 3]]", "1 2; 3", "x", "__import__('os')", "[" * 900, "1e999", "nan", "3" * 3000):
        assert read_tensor(text) is None, text


def test_differences_are_paths_and_looking_is_none() -> None:
    first = first_state()
    other = replace(
        first, signal=replace(first.signal, cursor=3, parameters=first.signal.parameters.changed("stride", (2,)))
    )
    assert set(changed_paths(other, first)) == {"signal.cursor", "signal.parameters.stride"}
    assert not list(changed_paths(first, first_state()))
    assert not away_from(replace(first, signal=replace(first.signal, cursor=3)), first)
    assert away_from(other, first)
    assert away_from(replace(first, lab="image"), first)
    assert away_from(replace(first, signal=replace(first.signal, page="matrix")), first)


@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("step", range(5))
def test_every_part_of_the_panel_is_named_and_large_enough(step: int, code: str, make_window: Make) -> None:
    language().set(code)  # type: ignore[arg-type]
    window = make_window()
    opened(window, step=step)
    window.lessons.player.forbidden.emit()
    panel = window.lessons.panel
    parts = [one for one in (panel, *panel.findChildren(QWidget)) if reached_by_tab(one)]
    assert len(parts) >= 3
    for one in parts:
        interface = QAccessible.queryAccessibleInterface(one)
        assert interface.text(QAccessible.Text.Name).strip(), one
        assert min(one.width(), one.height()) >= 24, one
        right = one.mapTo(panel, one.rect().topRight()).x()
        assert 0 <= one.mapTo(panel, one.rect().topLeft()).x() <= right <= panel.width()  # Nothing is cut off.
