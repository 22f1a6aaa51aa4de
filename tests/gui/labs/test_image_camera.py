"""The camera in the image lab, with real events; FFmpeg's own test pictures stand in for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.labs import wire
from core.labs.image.camera import CameraDesk
from core.labs.image.state import ImageState
from core.labs.source import Source
from core.media.camera import Camera
from core.media.images import read_image
from gui.labs.image.lab import ImageLab
from gui.language import language
from gui.main_window import MainWindow
from gui.text import isolate
from tests.core.labs.image.test_camera import start_test
from tests.core.media.test_camera import STEADY
from tests.gui.conftest import MEDIA, close_unsaved
from tests.gui.labs.test_image import opened, settled

Make = Callable[..., MainWindow]

CAMERA = Camera(STEADY, "Lid camera")
OTHER = Camera("testsrc2=size=32x24:rate=50,realtime", "Second camera")
SHORT = Camera("testsrc=size=64x48:rate=25:duration=1,realtime", "Short camera")
WRONG = Camera("no_such_source=1", "Wrong camera")


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Camera]]:
    """The cameras of the machine, which a test changes as a hand would."""
    found = [CAMERA]
    monkeypatch.setattr(MEDIA, "camera", CameraDesk(lambda: tuple(found), start_test))
    yield found
    MEDIA.camera.close()


@pytest.fixture
def lab(plugged: list[Camera], make_window: Make, qtbot: QtBot) -> ImageLab:
    page = opened(make_window("image"))
    qtbot.waitUntil(page.live.button.isVisible)
    return page


def is_off(page: ImageLab, qtbot: QtBot) -> None:
    """No device is open, nor about to be."""
    assert page.live.phase == "off"
    assert not page.live.bar.isVisible()
    qtbot.waitUntil(lambda: MEDIA.camera._reader is None)
    if MEDIA.camera._last is not None:
        MEDIA.camera._last.join()


def isolated(name: str) -> str:
    return isolate(name, left_to_right=False)


def go_live(page: ImageLab, qtbot: QtBot) -> None:
    """Press the button, and wait for the second frame that is shown."""
    QTest.mouseClick(page.live.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._scene is not None and page._scene.frame > 0, timeout=20_000)
    first = page._scene.frame  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: page._scene is not None and page._scene.frame > first, timeout=20_000)


def states_kept(page: ImageLab) -> list[ImageState]:
    store = page._store
    return [one.image for one in (*store._past, store.state, *store._future)]


def test_without_a_camera_there_is_no_button(plugged: list[Camera], make_window: Make, qtbot: QtBot) -> None:
    plugged.clear()
    window = make_window("image")
    page = opened(window)
    told: list[str] = []
    page.told.connect(lambda sentence, _: told.append(sentence))
    qtbot.waitUntil(lambda: "cameras" not in [key[0] for key in page._service._pending])
    assert not page.live.button.isVisible()
    window.actions_table["file.camera"].trigger()
    qtbot.waitUntil(lambda: bool(told))
    assert window.notice.isVisible()
    is_off(page, qtbot)
    plugged.append(CAMERA)  # It is plugged in: the command finds it.
    window.actions_table["file.camera"].trigger()
    qtbot.waitUntil(lambda: page._scene is not None and page._scene.frame > 0, timeout=20_000)
    assert page.live.button.isVisible()
    window.actions_table["file.camera"].trigger()
    is_off(page, qtbot)


def test_the_picture_moves_and_the_outputs_with_it(lab: ImageLab, qtbot: QtBot) -> None:
    go_live(lab, qtbot)
    scene = lab._scene
    assert scene is not None
    assert scene.input is not None
    assert lab.live.bar.isVisible()
    assert lab.state.source == Source("camera", STEADY)
    qtbot.waitUntil(lambda: lab._scene is not None and lab._scene.frame > scene.frame, timeout=20_000)
    later = lab._scene
    assert later is not None
    assert later.input is not None
    assert not np.array_equal(later.input.values, scene.input.values)
    assert not np.array_equal(later.output.values, scene.output.values)
    assert lab.slide._scene is later  # What is drawn is the newest.


def test_a_scene_is_asked_for_only_after_the_one_before_was_shown(lab: ImageLab, qtbot: QtBot) -> None:
    go_live(lab, qtbot)
    asked = lab._service.asked  # type: ignore[attr-defined]
    events: list[str] = []
    lab._service.image_resolved.connect(lambda _: events.append("shown"))
    before = len(asked)
    qtbot.waitUntil(lambda: len(events) >= 5, timeout=20_000)
    requests = sum(isinstance(one, wire.ResolveImage) for one in asked[before:])
    assert requests <= len(events) + 1


def test_freezing_keeps_the_very_frame_that_is_shown(lab: ImageLab, qtbot: QtBot) -> None:
    go_live(lab, qtbot)
    QTest.mouseClick(lab.live.bar.freeze, Qt.MouseButton.LeftButton)
    assert lab.live.phase == "freezing"
    qtbot.waitUntil(lambda: lab.live.phase == "off", timeout=20_000)
    last = lab._scene
    assert last is not None
    assert last.input is not None
    source = lab.state.source
    assert source.kind == "file"
    np.testing.assert_array_equal(read_image(source.path).pixels, last.input.values)
    settled(lab, qtbot)
    frozen = lab._scene
    assert frozen is not None
    assert frozen.input is not None
    assert (frozen.frame, frozen.state.source) == (0, source)
    np.testing.assert_array_equal(frozen.input.values, last.input.values)
    np.testing.assert_array_equal(frozen.output.values, last.output.values)
    is_off(lab, qtbot)
    # It is an ordinary picture: one steps through it.
    place = lab.state.cursor
    QTest.keyClick(lab.window(), Qt.Key.Key_Right)
    assert lab.state.cursor == (place[0], place[1] + 1)


def test_undo_and_redo_never_switch_it_on(lab: ImageLab, qtbot: QtBot) -> None:
    store, before = lab._store, lab.state
    go_live(lab, qtbot)
    lab._preset_chosen("emboss")
    live = lab.state
    assert live.source.kind == "camera"
    lab.live.freeze()
    qtbot.waitUntil(lambda: lab.live.phase == "off", timeout=20_000)
    path = lab.state.source
    assert [state.source.kind for state in states_kept(lab)].count("camera") == 0
    store.undo()
    assert lab.state.source == path  # The kernel is taken back, over the frozen frame.
    assert lab.state.kernel_choice(0) == before.kernel_choice(0)
    store.undo()
    assert lab.state.source == before.source
    store.redo()
    store.redo()
    settled(lab, qtbot)
    assert lab.state == replace(live, source=path)
    is_off(lab, qtbot)


def test_undo_while_live_takes_back_acts_and_then_the_camera(lab: ImageLab, qtbot: QtBot) -> None:
    before = lab.state
    go_live(lab, qtbot)
    lab._preset_chosen("emboss")
    lab._store.undo()
    assert lab.live.phase == "live"
    assert lab.state.source.kind == "camera"
    lab._store.undo()
    assert lab.state.source == before.source
    is_off(lab, qtbot)
    assert not lab._store.can_redo  # What would come back names a camera that is off.
    settled(lab, qtbot)
    assert lab._scene is not None
    assert lab._scene.frame == 0


def test_stop_brings_the_picture_before_back_and_keeps_the_layer(lab: ImageLab, qtbot: QtBot, own_home: Path) -> None:
    before = lab.state
    go_live(lab, qtbot)
    lab._preset_chosen("emboss")
    QTest.mouseClick(lab.live.bar.stop, Qt.MouseButton.LeftButton)
    is_off(lab, qtbot)
    assert lab.state.source == before.source
    assert lab.state.kernel_choice(0).preset == "emboss"
    settled(lab, qtbot)
    assert lab._scene is not None
    assert lab._scene.state.source == before.source
    assert not (own_home / "pasted").exists()  # Of a camera that was only stopped nothing is kept.
    lab._store.undo()
    assert lab.state.kernel_choice(0) == before.kernel_choice(0)
    assert not lab._store.can_undo


def test_space_freezes_and_escape_stops(lab: ImageLab, qtbot: QtBot) -> None:
    window = lab.window()
    go_live(lab, qtbot)
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: lab.live.phase == "off", timeout=20_000)
    assert lab.state.source.kind == "file"
    assert not lab.playback.playing
    settled(lab, qtbot)
    go_live(lab, qtbot)
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Escape)
    assert lab.state.source.kind == "file"
    is_off(lab, qtbot)


def test_the_button_itself_keeps_the_keys_meaning(lab: ImageLab, qtbot: QtBot) -> None:
    lab.live.button.setFocus()
    QTest.keyClick(lab.live.button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: lab._scene is not None and lab._scene.frame > 0, timeout=20_000)
    assert lab.live.bar.freeze.hasFocus()
    QTest.keyClick(lab.live.bar.freeze, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: lab.live.phase == "off", timeout=20_000)
    assert lab.stage_widget.hasFocus()


@pytest.mark.parametrize("way", ["lab", "sample", "file", "reset", "close"])
def test_all_that_leads_away_switches_it_off(way: str, lab: ImageLab, qtbot: QtBot, tmp_path: Path) -> None:
    window = lab.window()
    assert isinstance(window, MainWindow)
    go_live(lab, qtbot)
    match way:
        case "lab":
            QTest.keyClick(window, Qt.Key.Key_1)
        case "sample":
            lab.panel.samples.activated.emit(1)
        case "file":
            path = tmp_path / "new.npy"
            np.save(path, np.ones((9, 8), np.float32))
            window.open_path(path)
        case "reset":
            window.actions_table["edit.reset"].trigger()
        case "close":
            close_unsaved(window)
    qtbot.waitUntil(lambda: lab.live.phase == "off" and MEDIA.camera._reader is None, timeout=20_000)
    is_off(lab, qtbot)
    assert all(state.source.kind != "camera" for state in states_kept(lab))


def test_of_several_cameras_a_menu_asks_which(
    lab: ImageLab, plugged: list[Camera], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugged.append(OTHER)
    lab.live.look()
    menu = lab.live.button.menu_of_cameras
    qtbot.waitUntil(lambda: len(menu.actions()) == 2)
    popped: list[QPoint] = []
    monkeypatch.setattr(menu, "popup", popped.append)  # A window without a screen grabs no keyboard, and warns of it.
    QTest.mouseClick(lab.live.button, Qt.MouseButton.LeftButton)
    assert len(popped) == 1
    assert lab.live.phase == "off"
    plugged.append(WRONG)
    menu.aboutToShow.emit()  # It is looked for again when the menu opens.
    qtbot.waitUntil(lambda: [action.text() for action in menu.actions()][2:] == [isolated("Wrong camera")])
    menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: lab._scene is not None and lab._scene.frame > 0, timeout=20_000)
    assert lab._scene is not None
    assert lab._scene.full_size == (24, 32)
    # Another one in its place.
    lab.live.start(CAMERA)
    qtbot.waitUntil(lambda: lab._scene is not None and lab._scene.full_size == (48, 64), timeout=20_000)
    lab.live.stop()
    is_off(lab, qtbot)


def test_one_that_is_unplugged_leaves_its_last_frame(lab: ImageLab, plugged: list[Camera], qtbot: QtBot) -> None:
    window = lab.window()
    assert isinstance(window, MainWindow)
    plugged[:] = [SHORT]
    lab.live.look()
    qtbot.waitUntil(lambda: lab.live.button._cameras == (SHORT,))
    go_live(lab, qtbot)
    qtbot.waitUntil(lambda: lab.live.phase == "off", timeout=20_000)
    assert lab.state.source.kind == "file"
    assert "Short camera" in window.notice.sentence.text()
    is_off(lab, qtbot)


def test_one_that_cannot_be_opened_changes_nothing(lab: ImageLab, plugged: list[Camera], qtbot: QtBot) -> None:
    window = lab.window()
    assert isinstance(window, MainWindow)
    before = lab.state
    lab.live.start(WRONG)
    assert lab.live.bar.isVisible()
    qtbot.waitUntil(lambda: lab.live.phase == "off", timeout=20_000)
    assert window.notice.isVisible()
    assert "Wrong camera" in window.notice.sentence.text()
    assert lab.state == before
    assert not lab._store.can_undo
    assert not lab.live.bar.isVisible()


def test_stopping_while_it_opens(lab: ImageLab, qtbot: QtBot) -> None:
    before = lab.state
    QTest.mouseClick(lab.live.button, Qt.MouseButton.LeftButton)
    assert lab.live.phase == "opening"
    QTest.mouseClick(lab.live.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: MEDIA.camera._reader is None)
    MEDIA.camera.close()
    QApplication.processEvents()
    is_off(lab, qtbot)
    assert lab.state == before


def test_a_state_that_names_a_camera_is_told_of_and_left(lab: ImageLab, qtbot: QtBot) -> None:
    window = lab.window()
    assert isinstance(window, MainWindow)
    lab._set(replace(lab.state, source=Source("camera", STEADY)))  # As a session would bring it.
    qtbot.waitUntil(lambda: lab.state.source.kind == "sample", timeout=20_000)
    assert window.notice.isVisible()
    is_off(lab, qtbot)


def test_a_process_that_died_is_not_taken_for_a_camera(lab: ImageLab, qtbot: QtBot) -> None:
    before = lab.state
    go_live(lab, qtbot)
    MEDIA.camera.close()
    lab._service.ready.emit("2.13.0")
    is_off(lab, qtbot)
    assert lab.state.source == before.source


def test_where_nothing_can_be_written_it_stays_live(lab: ImageLab, qtbot: QtBot, own_home: Path) -> None:
    window = lab.window()
    assert isinstance(window, MainWindow)
    (own_home / "pasted").write_text("in the way")
    go_live(lab, qtbot)
    lab.live.freeze()
    qtbot.waitUntil(window.notice.isVisible, timeout=20_000)
    shown = lab._scene.frame  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: lab._scene is not None and lab._scene.frame > shown, timeout=20_000)
    assert lab.live.phase == "live"
    lab.live.stop()


@pytest.mark.parametrize("page", ["slide", "compare", "backward", "learn", "why"])
def test_every_page_moves(page: str, lab: ImageLab, qtbot: QtBot) -> None:
    lab.segments.chosen.emit(page)
    settled(lab, qtbot)
    go_live(lab, qtbot)
    assert lab.state.page == page


def test_one_grey_channel_while_live(lab: ImageLab, qtbot: QtBot) -> None:
    go_live(lab, qtbot)
    lab.panel.grey.click()
    qtbot.waitUntil(
        lambda: lab._scene is not None and lab._scene.channels == 1 and lab._scene.frame > 0, timeout=20_000
    )
    lab.live.freeze()
    qtbot.waitUntil(lambda: lab.live.phase == "off", timeout=20_000)
    settled(lab, qtbot)
    assert lab._scene is not None
    assert (lab._scene.channels, lab._scene.frame) == (1, 0)


def test_it_is_named_in_both_languages(lab: ImageLab, qtbot: QtBot) -> None:
    go_live(lab, qtbot)
    english = (lab.live.bar.live.text(), lab.live.bar.freeze.text(), lab.subtitle, lab.live.button.accessibleName())
    language().set("ar")
    arabic = (lab.live.bar.live.text(), lab.live.bar.freeze.text(), lab.subtitle, lab.live.button.accessibleName())
    assert all(one != other for one, other in zip(english, arabic, strict=True))
    assert lab.panel.samples.placeholderText() == lab.subtitle
    lab.live.stop()


def test_the_live_mark_is_seen_wherever_there_is_room(lab: ImageLab, qtbot: QtBot) -> None:
    window = lab.window()
    go_live(lab, qtbot)
    bar = lab.live.bar
    for width, with_controls in ((1366, True), (800, False), (1366, True)):
        window.resize(width, 768)
        qtbot.waitUntil(lambda shown=with_controls: lab.panel.isAncestorOf(bar) is shown and bar.isVisible())
        assert lab.shown_panels[0] is with_controls
        assert bar.note.isVisible()
        assert bar.freeze.isVisible()
    lab.live.stop()
