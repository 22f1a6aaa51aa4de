"""The card of an error: torch's words beside the lesson's, and buttons that lead to the lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.autograd.details import Details
from core.autograd.lesson import Lesson, LessonLine, TensorFact
from core.autograd.trace import Error, Outcome, Trace
from gui.error_messages import happened_sentence, line_text, mend_sentence
from gui.labs.autograd.error_card import ErrorCard
from gui.labs.autograd.lab import AutogradLab
from gui.language import LanguageCode, language
from gui.main_window import MainWindow
from tests.gui.labs.test_autograd import lab_with, run

Make = Callable[..., MainWindow]

LESSON = Lesson(
    "saved_changed",
    (LessonLine("raised", 6), LessonLine("saved", 3), LessonLine("changed", 5)),
    tensors={"tensor": TensorFact("y", (2, 3), "float32")},
    numbers={"then": 0, "now": 1},
    texts={"node": "ExpBackward0", "operation": "add_"},
    nodes=(1,),
)
MESSAGE = "one of the variables needed for gradient computation has been modified by an inplace operation: " * 3


def trace_of(lesson: Lesson | None, outcome: Outcome = "raised", message: str = MESSAGE) -> Trace:
    error = Error("RuntimeError", message, 6) if outcome == "raised" else None
    return Trace("2", outcome, error, "", (), (), (), (), details=Details(lesson=lesson))


@pytest.fixture
def card(qtbot: QtBot) -> ErrorCard:
    made = ErrorCard()
    qtbot.addWidget(made)
    made.resize(320, 400)
    return made


def test_it_is_hidden_without_an_error(card: ErrorCard) -> None:
    card.show_error(trace_of(LESSON))
    assert not card.isHidden()
    for other in (None, trace_of(None, "finished"), trace_of(None, "timed out")):
        card.show_error(other)
        assert card.isHidden()
        assert card.line_buttons == []


def test_everything_is_said(card: ErrorCard) -> None:
    card.show_error(trace_of(LESSON))
    card.show()
    assert "RuntimeError" in card.kind.text()
    assert card.message.toPlainText() == MESSAGE
    assert card.happened.text() == happened_sentence(LESSON)
    assert card.mend.text() == mend_sentence(LESSON)
    assert [button.text() for button in card.line_buttons] == [line_text(one.role, one.line) for one in LESSON.lines]
    assert card.message.document().size().width() <= card.message.viewport().width() + 1
    assert card.message.height() > 2 * card.message.fontMetrics().lineSpacing()
    assert all(button.height() >= 24 for button in (*card.line_buttons, card.copy))


def test_without_a_lesson_torchs_words_and_the_line_stay(card: ErrorCard) -> None:
    card.show_error(trace_of(None))
    card.show()
    assert card.message.isVisible()
    assert not card.happened.isVisible()
    assert not card.mend.isVisible()
    assert not card.mend_heading.isVisible()
    assert [button.text() for button in card.line_buttons] == [line_text("raised", 6)]


def test_an_error_without_words_or_place(card: ErrorCard) -> None:
    trace = Trace("2", "raised", Error("KeyboardInterrupt", "", None), "", (), (), (), ())
    card.show_error(trace)
    card.show()
    assert not card.message.isVisible()
    assert card.line_buttons == []
    QTest.mouseClick(card.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "KeyboardInterrupt"


def test_a_click_asks_for_a_line(card: ErrorCard, qtbot: QtBot) -> None:
    card.show_error(trace_of(LESSON))
    card.show()
    for button, line in zip(card.line_buttons, (6, 3, 5), strict=True):
        with qtbot.waitSignal(card.line_asked) as asked:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert asked.args == [line]


def test_a_click_copies_torchs_words(card: ErrorCard) -> None:
    card.show_error(trace_of(LESSON))
    card.show()
    QTest.mouseClick(card.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == f"RuntimeError: {MESSAGE}"


@pytest.fixture
def arabic() -> Iterator[LanguageCode]:
    language().set("ar")
    yield "ar"
    language().set("en")


def test_in_arabic_the_message_stays_left_to_right(card: ErrorCard, arabic: LanguageCode) -> None:
    card.show_error(trace_of(LESSON))
    card.retranslate()
    card.show()
    assert any("\u0600" <= one <= "\u06ff" for one in card.happened.text())
    assert any("\u0600" <= one <= "\u06ff" for one in card.mend.text())
    document: QTextDocument = card.message.document()
    assert document.defaultTextOption().textDirection() == Qt.LayoutDirection.LeftToRight
    assert document.toPlainText() == MESSAGE
    assert card.message.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_an_error_of_a_real_program_leads_to_its_lines(make_window: Make, qtbot: QtBot) -> None:
    page = lab_with(make_window("autograd"), name="in_place_error")
    run(page, qtbot)
    assert isinstance(page, AutogradLab)
    assert page._replay is not None
    page.playback.go(0)
    if page._replay.length:
        assert not page.error_card.isVisible()
    page.playback.go(page._replay.length)
    assert page.error_card.isVisible()
    lesson = page._replay.trace.details.lesson if page._replay.trace.details is not None else None
    assert lesson is not None
    assert lesson.code == "saved_changed"
    for button, one in zip(page.error_card.line_buttons, lesson.lines, strict=True):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert page.editor.textCursor().blockNumber() + 1 == one.line


def test_an_error_before_any_step_is_shown_at_once(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("autograd")
    page = lab_with(window, "import torch\nx = torch.ones(2, 3)\nx @ x\n")
    run(page, qtbot, drawn=False)
    assert page.error_card.isVisible()
    assert not window.notice.isVisible()
    page = lab_with(window, name="mean_of_squares")
    run(page, qtbot)
    assert not page.error_card.isVisible()
    page.playback.go(page.playback.last)
    assert not page.error_card.isVisible()
