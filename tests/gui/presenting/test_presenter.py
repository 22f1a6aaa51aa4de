"""Presenting in the real window, by keys and mouse as on a stage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from core.labs.state import LABS, LabName
from gui.editor.editor import CodeEditor
from gui.graph.lettering import lettering
from gui.labs.autograd.lab import AutogradLab
from gui.language import LanguageCode, language
from gui.lessons.text import LessonText
from gui.main_window import MainWindow
from gui.motion import motion
from gui.palette import ThemeName
from gui.presenting.keys import KEYS
from gui.presenting.presenter import Presenter
from gui.presenting.screens import Screens
from gui.theme import presented_zoom, theme
from tests.gui.conftest import close_unsaved, type_text

Make = Callable[..., MainWindow]
PATIENCE = 60_000
Key = Qt.Key


@pytest.fixture(autouse=True)
def movement() -> Iterator[None]:
    yield
    motion().reduce(False)


def press(key: Qt.Key | str) -> None:
    """A key of the clicker or the keyboard, to whatever has the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    if isinstance(key, str):
        type_text(widget, key)
    else:
        QTest.keyClick(widget, key)


def key_event(kind: QEvent.Type, text: str, *, repeated: bool = False) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    code = ord(text.upper()) if text.isascii() else 0
    QApplication.sendEvent(widget, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, text, repeated))


def hold(text: str) -> None:
    key_event(QEvent.Type.KeyPress, text)


def let_go(text: str) -> None:
    key_event(QEvent.Type.KeyRelease, text)


def presented(make_window: Make, qtbot: QtBot, lab: LabName = "signal") -> MainWindow:
    window = begun(make_window(lab), qtbot)
    press(Key.Key_F5)
    assert window.presenter.presenting
    qtbot.waitUntil(lambda: window.presenter.overlay.size() == window.size())
    settle()
    return window


def begun(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window that has the keyboard."""
    window.activateWindow()
    window.lab.stage_widget.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return window


def settle() -> None:
    """Let everything be laid out and painted that is to be."""
    for _ in range(10):
        QApplication.processEvents()


def recorded(window: MainWindow, qtbot: QtBot) -> AutogradLab:
    page = window.lab
    assert isinstance(page, AutogradLab)
    page.run_program()
    qtbot.waitUntil(lambda: page._replay is not None and not page.runner.running, timeout=PATIENCE)
    return page


# Beginning and leaving.


@pytest.mark.parametrize("lab", LABS)
def test_only_the_lab_is_left(lab: LabName, make_window: Make, qtbot: QtBot) -> None:
    window = presented(make_window, qtbot, lab)
    assert window.isFullScreen()
    assert theme().palette.name == "projector"
    assert not window._rail.isVisible()
    assert not window._top.isVisible()
    assert window.lab.shown_panels == (False, False)
    assert window.lab.stage_widget.isVisible()
    assert window.lab.transport.height() < theme().px(32)
    assert window.lab.transport.scrubber.isVisible()
    assert not window.lab.transport.next.isVisible()
    window.actions_table["view.inspector"].trigger()
    assert window.lab.shown_panels == (False, True)


@pytest.mark.parametrize(
    ("name", "zoom", "state"),
    [
        ("dark", 110, Qt.WindowState.WindowNoState),
        ("light", 80, Qt.WindowState.WindowMaximized),
        (None, 100, Qt.WindowState.WindowFullScreen),
    ],
)
def test_leaving_puts_everything_back(
    name: ThemeName | None, zoom: int, state: Qt.WindowState, make_window: Make, qtbot: QtBot
) -> None:
    theme().choose(name)
    theme().set_zoom(zoom)
    window = make_window("image", (1500, 780))
    window.setGeometry(QRect(7, 9, 1500, 780))
    window.setWindowState(state)
    QApplication.processEvents()
    window.actions_table["view.inspector"].trigger()
    window.lab.transport.scrubber.setFocus()

    def seen() -> tuple[object, ...]:
        page = window.lab
        return (
            theme().chosen,
            theme().zoom,
            window.windowState(),
            window.geometry(),
            page.shown_panels,
            [one.isVisible() for one in (window._rail, window._top, *page.transport.findChildren(QWidget))],
            page.stage.contentsMargins(),
            page.transport.height(),
            page.segments.isVisible(),  # type: ignore[attr-defined]
            QApplication.focusWidget(),
        )

    settle()
    before = seen()
    press(Key.Key_F5)
    settle()
    assert seen() != before
    theme().zoom_step(1)
    window.actions_table["view.controls"].trigger()
    window.actions_table["view.dark"].trigger()
    press("d")
    press("?")
    press("s")
    press(Key.Key_Escape)
    press(Key.Key_Escape)
    press(Key.Key_Escape)
    assert not window.presenter.presenting
    settle()
    assert seen() == before


def test_panels_of_other_labs_come_back_as_well(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("signal", (1500, 780))
    window.actions_table["view.controls"].trigger()
    before = window.lab.shown_panels
    window.lab.stage_widget.setFocus()
    press(Key.Key_F5)
    press(Key.Key_2)
    qtbot.waitUntil(lambda: window._store.state.lab == "image")
    assert window.lab.presented
    assert window.lab.shown_panels == (False, False)
    press(Key.Key_F5)
    assert not window.lab.presented
    qtbot.waitUntil(lambda: window.lab.shown_panels == (True, True))
    window.choose_lab("signal")
    QApplication.processEvents()
    assert window.lab.shown_panels == before == (False, True)
    assert not window.lab.presented


def test_one_button_of_a_clicker_begins_and_leaves(make_window: Make, qtbot: QtBot) -> None:
    window = begun(make_window(), qtbot)
    for _ in range(3):
        press(Key.Key_F5)
        assert window.presenter.presenting
        press(Key.Key_Escape)
        assert not window.presenter.presenting
    press(Key.Key_Escape)  # The button and the window may have come apart: nothing happens,
    assert not window.presenter.presenting
    press(Key.Key_F5)
    press(Key.Key_F5)  # and this leaves as well.
    assert not window.presenter.presenting


def test_closing_while_presenting_remembers_what_was_before(make_window: Make, qtbot: QtBot) -> None:
    theme().choose("dark")
    theme().set_zoom(110)
    window = presented(make_window, qtbot)
    close_unsaved(window)
    assert not window.presenter.presenting
    assert window._settings.text("theme", "") == "dark"
    assert window._settings.number("zoom", 0) == 110


# Type.


def on_screen(window: MainWindow, size: tuple[int, int], qtbot: QtBot) -> None:
    """Give a presented window the size of another screen than the one that there is without a display."""
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(*size)
    settle()
    assert window.size().toTuple() == size
    qtbot.waitUntil(lambda: theme().normal_zoom == presented_zoom(size[1]))


def least_type(window: MainWindow) -> dict[str, float]:
    """The smallest type of each kind of code, formula or number that is to be seen."""
    found = {f"graph {role}": float(lettering().fonts[role].pixelSize()) for role in ("name", "under", "pill")}
    for widget in window.lab.findChildren(QWidget):
        role = widget.objectName()
        if not widget.isVisible() or (isinstance(widget, QLabel) and not widget.text()):
            continue
        if isinstance(widget, CodeEditor) or (isinstance(widget, QLabel) and role in ("name", "mono", "formula")):
            size = float(widget.fontInfo().pixelSize())
            found[role] = min(found.get(role, size), size)
    return found


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (3840, 2160)])
@pytest.mark.parametrize("lab", LABS)
def test_code_and_formulas_are_read_from_the_last_row(
    lab: LabName, size: tuple[int, int], make_window: Make, qtbot: QtBot
) -> None:
    window = presented(make_window, qtbot, lab)
    on_screen(window, size, qtbot)
    assert window.lab.transport.place.isVisible()
    for panel in ("controls", "inspector"):
        found = least_type(window)
        assert "mono" in found
        assert {kind: size_ for kind, size_ in found.items() if size_ < 0.03 * size[1]} == {}
        window.actions_table[f"view.{panel}"].trigger()
    if lab == "autograd":
        assert "code" in least_type(window) or window.lab.shown_panels[0] is False


def test_the_program_stands_beside_the_graph_where_there_is_room(make_window: Make, qtbot: QtBot) -> None:
    window = presented(make_window, qtbot, "autograd")
    on_screen(window, (1920, 1080), qtbot)
    assert window.lab.shown_panels == (True, False)
    store = window._store
    store.note(replace(store.state, autograd=replace(store.state.autograd, page="hand")))
    assert window.lab.shown_panels == (False, False)


# The clicker.


def test_a_clicker_walks_through_a_recorded_program(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("autograd")
    page = recorded(window, qtbot)
    assert page._replay is not None
    last = page._replay.length
    begun(window, qtbot)
    press(Key.Key_F5)
    seen = [window._store.state.autograd.step]
    while seen[-1] < last:
        press(Key.Key_PageDown)
        seen.append(window._store.state.autograd.step)
        assert len(seen) <= last + 1
    assert seen == list(range(last + 1))
    press(Key.Key_PageDown)
    assert window._store.state.autograd.step == last
    for place in reversed(range(last)):
        press(Key.Key_PageUp)
        assert window._store.state.autograd.step == place
    press(Key.Key_Escape)
    assert not window.presenter.presenting


def test_a_clicker_walks_through_all_outputs(make_window: Make, qtbot: QtBot) -> None:
    window = presented(make_window, qtbot)
    press(Key.Key_Home)
    last = window.lab.playback.last
    assert last > 20
    # Whatever has the focus, such as a choice that would take the key for itself.
    choice = next(one for one in window.lab.findChildren(QComboBox) if one.isVisible())
    choice.setFocus()
    assert choice.hasFocus()
    before = choice.currentIndex()
    for place in range(1, last + 1):
        press(Key.Key_PageDown)
        assert window._store.state.signal.cursor == place
    press(Key.Key_PageUp)
    assert window._store.state.signal.cursor == last - 1
    assert choice.currentIndex() == before
    window.lab.stage_widget.setFocus()
    press(Key.Key_Left)
    assert window._store.state.signal.cursor == last - 2
    press(Key.Key_Home)
    press(Key.Key_Space)
    assert window.lab.playback.playing
    press(Key.Key_Space)
    assert not window.lab.playback.playing


def test_a_lesson_that_is_open_is_what_the_clicker_moves(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    window.lessons.open_first()
    player = window.lessons.player
    assert player.lesson is not None
    player.go(0)
    window.lab.stage_widget.setFocus()
    press(Key.Key_F5)
    assert window.presenter.step_text.isVisible()
    assert not window.lab.tabs_shown
    for _ in range(4):
        press(Key.Key_PageDown)
    assert player.index > 0
    assert window.presenter.step_text.title.text() == player.lesson.steps[player.index].title.of("en")
    press("t")
    assert not window.presenter.step_text.isVisible()
    assert window.lab.tabs_shown
    press("t")
    assert window.presenter.step_text.isVisible()
    index = player.index
    press(Key.Key_PageUp)
    assert player.index == index - 1
    press(Key.Key_Escape)
    assert not window.presenter.step_text.isVisible()
    assert window.lab.tabs_shown


# What one types into.


@pytest.mark.parametrize("presenting", [False, True])
def test_no_key_is_taken_from_the_code(presenting: bool, make_window: Make, qtbot: QtBot) -> None:
    window = begun(make_window("autograd", (1500, 800)), qtbot)
    page = window.lab
    assert isinstance(page, AutogradLab)
    if presenting:
        press(Key.Key_F5)
        if not page.shown_panels[0]:
            window.actions_table["view.controls"].trigger()
    page.editor.setPlainText("")
    page.editor.setFocus()
    typed = ".bwpdeztsx؟?لازص"
    for letter in typed:
        press(letter)
    assert page.editor.toPlainText() == typed
    page.editor.setPlainText("\n" * 200)
    position = page.playback.position
    press(Key.Key_PageDown)
    assert page.editor.textCursor().position() > 0
    assert page.playback.position == position
    assert not window.presenter.curtain.colour
    assert window.presenter.presenting == presenting
    press(Key.Key_F5)
    assert window.presenter.presenting != presenting


def test_no_key_is_taken_from_a_number(make_window: Make, qtbot: QtBot) -> None:
    window = presented(make_window, qtbot, "image")
    field = next(one for one in window.lab.findChildren(QLineEdit) if one.isVisible())
    field.setFocus()
    field.selectAll()
    for letter in "-.5":
        press(letter)
    assert field.text() == "-.5"
    assert not window.presenter.curtain.colour
    press(Key.Key_Escape)  # The field has no use for it: a clicker leaves from everywhere.
    assert not window.presenter.presenting


def test_outside_of_presenting_no_key_means_anything(make_window: Make, qtbot: QtBot) -> None:
    window = begun(make_window(), qtbot)
    before = window._store.state
    for letter in ".bwpdeztx؟?":
        press(letter)
    assert window._store.state == before
    presenter = window.presenter
    parts = (presenter.overlay, presenter.curtain, presenter.key_help, presenter.notes_card)
    assert not any(part.isVisible() for part in parts)


# The curtain.


@pytest.mark.parametrize(("key", "colour"), [("b", "#000000"), (".", "#000000"), ("ز", "#000000"), ("w", "#ffffff")])
def test_the_screen_goes_blank_and_comes_back(key: str, colour: str, make_window: Make, qtbot: QtBot) -> None:
    window = presented(make_window, qtbot)
    picture = window.grab().toImage()
    press(key)
    blank = window.grab().toImage()
    places = [(x, y) for x in range(0, blank.width(), 40) for y in range(0, blank.height(), 40)]
    assert {blank.pixelColor(*place).name() for place in places} == {colour}
    press(key)
    qtbot.waitUntil(lambda: window.grab().toImage() == picture)


def test_any_key_brings_the_picture_back_and_does_nothing_else(make_window: Make, qtbot: QtBot) -> None:
    window = presented(make_window, qtbot)
    curtain = window.presenter.curtain
    before = window._store.state
    for key in (Key.Key_PageDown, Key.Key_Space, Key.Key_Escape, Key.Key_F5, "x", Key.Key_2):
        press("b")
        assert curtain.colour
        press(key)
        assert not curtain.colour, key
        assert window.presenter.presenting
    assert window._store.state == before
    press("b")
    press("w")
    assert curtain.colour == "#FFFFFF"
    QTest.keyClick(window, Key.Key_Shift)
    assert curtain.colour
    QTest.mouseClick(curtain, Qt.MouseButton.LeftButton)
    assert not curtain.colour
    assert window._store.state == before


# Pointer and ink.


class Painted(QObject):
    """Notes what of a widget is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.areas: list[QRect] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.areas.append(event.region().boundingRect())
        return False


def move(widget: QWidget, place: QPoint, buttons: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(place),
        QPointF(widget.mapToGlobal(place)),
        Qt.MouseButton.NoButton,
        buttons,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)


def stroke(widget: QWidget, places: list[QPoint]) -> None:
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        move(widget, place, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=places[-1])


LINE = [QPoint(100 + 20 * step, 300 + step) for step in range(10)]


def red(window: MainWindow, place: QPoint) -> bool:
    colour = window.grab(QRect(place, place)).toImage().pixelColor(0, 0)
    return colour.red() > colour.green() + 80 and colour.red() > colour.blue() + 60


@pytest.mark.parametrize("key", ["p", "ح"])
def test_the_pointer_is_there_while_its_key_is_held(key: str, make_window: Make, qtbot: QtBot) -> None:
    window = presented(make_window, qtbot)
    overlay = window.presenter.overlay
    before = window._store.state
    assert window.childAt(300, 300) is not overlay  # The mouse is the lab's.
    hold(key)
    key_event(QEvent.Type.KeyPress, key, repeated=True)
    key_event(QEvent.Type.KeyRelease, key, repeated=True)
    assert overlay.laser
    assert window.childAt(300, 300) is overlay
    for place in LINE:
        move(overlay, place)
    assert red(window, LINE[-1])
    assert overlay.trail.moving
    qtbot.waitUntil(lambda: not overlay.trail.moving)  # The tail is gone, the dot stays.
    assert red(window, LINE[-1])
    let_go(key)
    assert not overlay.laser
    assert not red(window, LINE[-1])
    assert window.childAt(300, 300) is not overlay
    assert window._store.state == before


def test_without_movement_the_pointer_has_no_tail(make_window: Make, qtbot: QtBot) -> None:
    motion().reduce(True)
    window = presented(make_window, qtbot)
    hold("p")
    for place in LINE:
        move(window.presenter.overlay, place)
        assert not window.presenter.overlay.trail.moving
    assert red(window, LINE[-1])
    assert not red(window, LINE[-4])
    let_go("p")


def test_the_pointer_is_gone_when_another_window_comes_to_the_front(make_window: Make, qtbot: QtBot) -> None:
    window = presented(make_window, qtbot)
    hold("p")
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    assert not window.presenter.overlay.laser


def test_only_what_changes_is_painted(make_window: Make, qtbot: QtBot) -> None:
    window = presented(make_window, qtbot)
    overlay = window.presenter.overlay
    hold("p")
    move(overlay, QPoint(200, 200))
    qtbot.waitUntil(lambda: not overlay.trail.moving)
    QApplication.processEvents()
    painted = Painted()
    overlay.installEventFilter(painted)
    move(overlay, QPoint(206, 203))
    qtbot.waitUntil(lambda: bool(painted.areas))
    edge = theme().px(24)
    reach = QRect(QPoint(200, 200), QPoint(206, 203)).adjusted(-edge, -edge, edge, edge)
    assert all(reach.contains(area) for area in painted.areas), painted.areas
    let_go("p")
    overlay.removeEventFilter(painted)


@pytest.mark.parametrize("reduced", [False, True])
def test_ink_fades_by_itself(reduced: bool, make_window: Make, qtbot: QtBot) -> None:
    motion().reduce(reduced)
    window = presented(make_window, qtbot)
    overlay = window.presenter.overlay
    picture = window.grab().toImage()
    overlay.ink.hold, overlay.ink.fade = 0.3, 0.2
    before = window._store.state
    hold("d")
    stroke(overlay, LINE)
    let_go("d")
    assert not overlay.pen  # It was held to draw.
    assert len(overlay.ink.strokes) == 1
    assert red(window, LINE[4])
    qtbot.waitUntil(lambda: not overlay.ink.strokes)
    qtbot.waitUntil(lambda: window.grab().toImage() == picture)
    assert window._store.state == before


def test_a_pen_that_was_pressed_stays_until_it_is_put_away(make_window: Make, qtbot: QtBot) -> None:
    window = presented(make_window, qtbot)
    overlay = window.presenter.overlay
    press("d")
    assert overlay.pen
    stroke(overlay, LINE)
    stroke(overlay, LINE[:3])
    assert overlay.pen
    assert len(overlay.ink.strokes) == 2
    press("e")
    assert not overlay.ink.strokes
    assert not red(window, LINE[4])
    press("d")
    assert not overlay.pen
    press("d")
    press(Key.Key_Escape)
    assert not overlay.pen
    assert window.presenter.presenting


# Freezing.


def test_a_frozen_picture_stays_while_the_lab_goes_on(make_window: Make, qtbot: QtBot) -> None:
    window = presented(make_window, qtbot)
    press(Key.Key_Home)
    QApplication.processEvents()
    press("z")
    frozen = window.presenter.frozen
    assert frozen is not None
    picture = window.grab().toImage()
    for _ in range(5):
        press(Key.Key_PageDown)
    QApplication.processEvents()
    assert window._store.state.signal.cursor == 5
    assert window.grab().toImage() == picture
    assert window.childAt(300, 300) is not frozen
    press("z")
    assert window.presenter.frozen is None
    QApplication.processEvents()
    assert window.grab().toImage() != picture
    press("z")
    press(Key.Key_F5)
    assert window.presenter.frozen is None


# Help, notes, the lecturer's window.


@pytest.mark.parametrize("code", ["en", "ar"])
def test_the_keys_are_shown_in_both_languages(code: LanguageCode, make_window: Make, qtbot: QtBot) -> None:
    language().set(code)
    window = presented(make_window, qtbot)
    press("?" if code == "en" else "؟")
    card = window.presenter.key_help
    assert card.isVisible()
    words = [label.text() for label in card.findChildren(QLabel)]
    assert len([word for word in words if word]) == 2 * len(KEYS) + 2
    if code == "ar":
        assert any("الجمهور" in word for word in words)
    assert window.rect().contains(card.geometry())
    press(Key.Key_PageDown)
    assert window._store.state.signal.cursor
    press(Key.Key_Escape)
    assert not card.isVisible()
    assert window.presenter.presenting


def test_the_shortcut_help_has_a_section_of_presenting(make_window: Make) -> None:
    window = make_window()
    window.actions_table["help.shortcuts"].trigger()
    dialog = window._shortcuts
    assert dialog is not None
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert "While presenting" in words
    assert [one.text for one in KEYS if one.text not in words] == []
    dialog.close()


@pytest.fixture
def two_screens(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one screen that there is without a display stands for both."""
    monkeypatch.setattr(Presenter, "_screens", lambda _self: Screens(0, 0))


def test_on_one_screen_notes_are_a_card(make_window: Make, qtbot: QtBot) -> None:
    window = presented(make_window, qtbot)
    press("s")
    card = window.presenter.notes_card
    assert card.isVisible()
    assert window.presenter.lecturer is not None
    assert not window.presenter.lecturer.isVisible()
    press(Key.Key_PageDown)
    qtbot.waitUntil(lambda: "Step" in card.next.text() and str(window.lab.playback.position + 1) in card.next.text())
    press("s")
    assert not card.isVisible()


@pytest.mark.usefixtures("two_screens")
def test_the_lecturer_has_notes_the_time_and_the_picture(make_window: Make, qtbot: QtBot) -> None:
    window = presented(make_window, qtbot)
    lecturer = window.presenter.lecturer
    assert lecturer is not None
    assert lecturer.isVisible()
    assert "Signal" in lecturer.title.text()
    qtbot.waitUntil(lambda: not lecturer.picture.image.isNull())
    cursor = window._store.state.signal.cursor
    qtbot.waitUntil(lambda: f"{cursor + 1}" in lecturer.next.text())
    # Its keys are the presented window's.
    QTest.keyClick(lecturer, Key.Key_PageDown)
    QTest.keyClick(lecturer, Key.Key_Right)
    assert window._store.state.signal.cursor == cursor + 2
    qtbot.waitUntil(lambda: f"{cursor + 3}" in lecturer.next.text())
    QTest.keyClick(lecturer, Key.Key_End)
    qtbot.waitUntil(lambda: "last" in lecturer.next.text())
    assert lecturer.elapsed.running
    QTest.mouseClick(lecturer.pause_button, Qt.MouseButton.LeftButton)
    assert not lecturer.elapsed.running
    assert lecturer.pause_button.text() == "Start"
    QTest.mouseClick(lecturer.reset_button, Qt.MouseButton.LeftButton)
    assert lecturer.timer.text().strip("\u2066\u2069") == "0:00:00"
    lecturer.pause_button.setFocus()
    QTest.keyClick(lecturer.pause_button, Key.Key_Space)
    assert lecturer.elapsed.running
    assert not window.lab.playback.playing
    type_text(lecturer, "b")
    assert window.presenter.curtain.colour
    assert lecturer.mark.text()
    type_text(lecturer, "b")
    language().set("ar")
    assert lecturer.next_heading.text() == "التالي"
    lecturer.close()
    assert not window.presenter.presenting


@pytest.mark.usefixtures("two_screens")
def test_the_lecturer_points_on_the_small_picture(make_window: Make, qtbot: QtBot) -> None:
    window = presented(make_window, qtbot)
    lecturer, overlay = window.presenter.lecturer, window.presenter.overlay
    assert lecturer is not None
    qtbot.waitUntil(lambda: not lecturer.picture.image.isNull())
    hold("p")
    place = lecturer.picture.place()
    move(lecturer.picture, place.center())
    assert overlay.trail.place is not None
    middle = QPointF(window.rect().center())
    assert (overlay.trail.place - middle).manhattanLength() < 10
    let_go("p")
    press("d")
    stroke(lecturer.picture, [place.center(), place.center() + QPoint(20, 0)])
    assert len(overlay.ink.strokes) == 1


@pytest.mark.usefixtures("two_screens")
def test_a_frozen_picture_is_a_window_of_its_own(make_window: Make, qtbot: QtBot) -> None:
    window = presented(make_window, qtbot)
    press("z")
    frozen, lecturer = window.presenter.frozen, window.presenter.lecturer
    assert frozen is not None
    assert lecturer is not None
    assert frozen.isWindow()
    assert frozen.isVisible()
    assert "frozen" in lecturer.mark.text()
    lecturer.tick()
    assert not lecturer.picture.image.isNull()
    window.lab.stage_widget.setFocus()
    press("z")
    assert window.presenter.frozen is None
    assert not frozen.isVisible()


def test_what_is_written_in_plain_fits_in_the_strip(make_window: Make, qtbot: QtBot) -> None:
    window = presented(make_window, qtbot)
    strip = window.presenter.step_text
    assert not strip.isVisible()  # Without a lesson there is nothing to read.
    assert strip.accessibleName()


@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("lab", LABS)
def test_whatever_takes_the_focus_is_named_and_large(
    lab: LabName, code: LanguageCode, make_window: Make, qtbot: QtBot, two_screens: None
) -> None:
    language().set(code)
    window = presented(make_window, qtbot, lab)
    lecturer = window.presenter.lecturer
    assert lecturer is not None
    wanted = [
        one
        for top in (window, lecturer)
        for one in top.findChildren(QWidget)
        if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None
    ]
    assert len(wanted) > 5
    names = [QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name) for one in wanted]
    assert [one for one, name in zip(wanted, names, strict=True) if not name.strip()] == []
    assert [one for one in wanted if min(one.width(), one.height()) < 24] == []


def test_a_lessons_code_is_read_from_the_last_row(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    window.lessons.open_first()
    begun(window, qtbot)
    press(Key.Key_F5)
    on_screen(window, (1920, 1080), qtbot)
    text = LessonText()
    qtbot.addWidget(text)
    text.show_text("What is `x.grad`?\n\n```\n[[1, 2]]\n```\n\n| a | $b$ |\n|---|---|\n| 1 | 2 |\n")
    shown = [*window.presenter.step_text.findChildren(LessonText), text]
    sizes: dict[str, int] = {}
    for part in shown:
        block = part.document().begin()
        while block.isValid():
            places = block.begin()
            while not places.atEnd():
                fragment = places.fragment()
                sizes[fragment.text()] = fragment.charFormat().font().pixelSize()
                places += 1
            block = block.next()
    assert len(sizes) > 6
    assert {words: size for words, size in sizes.items() if size < 0.03 * 1080} == {}
