"""The camera's desk: it is switched on by hand alone, and a frame is frozen with the values that were shown."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from core.labs import wire
from core.labs.image.camera import HELD, MOST_FROZEN, CameraDesk
from core.labs.image.state import ImageState
from core.labs.service import Media, answer
from core.labs.signal.sound import SoundDesk
from core.labs.source import Source
from core.media.camera import Camera, CameraReader, Frame
from core.media.images import read_image
from core.media.problem import MediaError, MediaProblem
from tests.core.media.test_camera import PATIENCE, STEADY, open_test

CAMERA = Camera(STEADY, "A camera")
LIVE = Source("camera", STEADY)


def start_test(
    camera: Camera, told: Callable[[int], None], failed: Callable[[MediaError], None], after: CameraReader | None
) -> CameraReader:
    return CameraReader(camera, told, failed, opener=open_test, after=after)


class ByHand:
    """A reader whose frames a test makes."""

    def __init__(self) -> None:
        self.newest: Frame | None = None
        self.stopped = self.joined = False

    def frame(self, number: int) -> Frame:
        pixels = np.random.default_rng(number).integers(0, 256, (3, 5, 7), np.uint8).astype(np.float32) / np.float32(
            255
        )
        self.newest = Frame(number, pixels)
        return self.newest

    def stop(self) -> None:
        self.stopped = True

    def join(self) -> None:
        self.joined = True


@pytest.fixture
def by_hand() -> ByHand:
    return ByHand()


@pytest.fixture
def desk(by_hand: ByHand) -> CameraDesk:
    made = CameraDesk(lambda: (CAMERA,), lambda *_: by_hand)  # type: ignore[arg-type,return-value]
    made.start(CAMERA, lambda _: None, lambda _: None)
    return made


def problem_of(act: Callable[[], object]) -> MediaProblem:
    with pytest.raises(MediaError) as caught:
        act()
    return caught.value.code


def test_only_what_asks_for_the_newest_frame_goes_on_to_it(desk: CameraDesk, by_hand: ByHand) -> None:
    assert problem_of(lambda: desk.picture(LIVE, newest=True)) is MediaProblem.CAMERA_OFF
    first = by_hand.frame(1)
    assert desk.picture(LIVE, newest=False).pixels is first.pixels
    second = by_hand.frame(2)
    assert desk.picture(LIVE, newest=False).pixels is first.pixels
    assert desk.picture(LIVE, newest=True).pixels is second.pixels
    assert desk.picture(LIVE, newest=True) is desk.picture(LIVE, newest=False)
    assert desk.frame == 2


def test_naming_a_camera_switches_nothing_on() -> None:
    def never(*_: object) -> CameraReader:
        raise AssertionError

    desk = CameraDesk(lambda: (CAMERA,), never)
    assert problem_of(lambda: desk.picture(LIVE, newest=True)) is MediaProblem.CAMERA_OFF
    media = Media()
    media.camera = desk
    state = ImageState(source=LIVE)
    for request in (wire.ResolveImage(1, state), wire.OpenImage(2, state, LIVE), wire.CodeOfImage(3, state)):
        refused = answer(request, media, lambda _: None, SoundDesk())
        assert isinstance(refused, wire.Refused)
        assert refused.code == "camera_off"


def test_another_camera_than_the_one_that_is_on_is_off(desk: CameraDesk, by_hand: ByHand) -> None:
    by_hand.frame(1)
    assert problem_of(lambda: desk.picture(Source("camera", "other"), newest=True)) is MediaProblem.CAMERA_OFF


def test_a_frozen_frame_is_the_picture_that_was_shown(desk: CameraDesk, by_hand: ByHand, tmp_path: Path) -> None:
    shown = by_hand.frame(1)
    desk.picture(LIVE, newest=True)
    by_hand.frame(2)
    desk.picture(LIVE, newest=True)
    path = desk.freeze(1, tmp_path / "kept")
    np.testing.assert_array_equal(read_image(path).pixels, shown.pixels)
    assert by_hand.stopped
    assert list(path.parent.iterdir()) == [path]
    assert problem_of(lambda: desk.picture(LIVE, newest=True)) is MediaProblem.CAMERA_OFF


def test_a_frame_that_no_scene_was_made_of_is_not_frozen(desk: CameraDesk, by_hand: ByHand, tmp_path: Path) -> None:
    for number in range(1, HELD + 3):
        by_hand.frame(number)
        desk.picture(LIVE, newest=True)
    assert problem_of(lambda: desk.freeze(1, tmp_path)) is MediaProblem.CAMERA_OFF
    assert desk.freeze(HELD, tmp_path).is_file()


def test_where_nothing_can_be_written_the_camera_stays_on(desk: CameraDesk, by_hand: ByHand, tmp_path: Path) -> None:
    by_hand.frame(1)
    desk.picture(LIVE, newest=True)
    (tmp_path / "file").touch()
    assert problem_of(lambda: desk.freeze(1, tmp_path / "file")) is MediaProblem.UNWRITABLE
    assert not by_hand.stopped
    assert desk.freeze(1, tmp_path).is_file()


def test_of_many_frozen_frames_the_oldest_go(desk: CameraDesk, by_hand: ByHand, tmp_path: Path) -> None:
    paths = []
    for number in range(1, MOST_FROZEN + 4):
        by_hand.frame(number)
        desk.start(CAMERA, lambda _: None, lambda _: None)
        desk.picture(LIVE, newest=True)
        paths.append(desk.freeze(number, tmp_path))
    left = set(tmp_path.iterdir())
    assert len(left) == MOST_FROZEN
    assert paths[-1] in left


def test_nothing_of_a_camera_that_was_stopped_is_kept(desk: CameraDesk, by_hand: ByHand, tmp_path: Path) -> None:
    by_hand.frame(1)
    desk.picture(LIVE, newest=True)
    desk.stop()
    assert problem_of(lambda: desk.freeze(1, tmp_path)) is MediaProblem.CAMERA_OFF
    desk.close()
    assert by_hand.joined


@pytest.fixture
def served() -> Iterator[tuple[Media, queue.Queue[wire.Reply], Callable[[wire.Request], wire.Reply | None]]]:
    media, told, sound = Media(), queue.Queue(), SoundDesk()
    media.camera = CameraDesk(lambda: (CAMERA,), start_test)
    yield media, told, lambda request: answer(request, media, told.put, sound)
    media.camera.close()


Served = tuple[Media, "queue.Queue[wire.Reply]", Callable[[wire.Request], "wire.Reply | None"]]


def test_live_scenes_through_the_service(served: Served, tmp_path: Path) -> None:
    _, told, ask = served
    assert ask(wire.ListCameras(1)) == wire.CamerasListed(1, (CAMERA,))
    assert ask(wire.StartCamera(2, CAMERA)) is None
    assert told.get(timeout=PATIENCE) == wire.CameraMoved(2, 1)
    opened = ask(wire.OpenImage(3, ImageState(), LIVE))
    assert isinstance(opened, wire.ImageOpened)
    assert opened.state.source == LIVE
    first = ask(wire.ResolveImage(4, opened.state))
    assert isinstance(first, wire.ImageResolved)
    while (moved := told.get(timeout=PATIENCE)).frame <= first.scene.frame:  # type: ignore[union-attr]
        pass
    second = ask(wire.ResolveImage(5, opened.state))
    assert isinstance(second, wire.ImageResolved)
    assert second.scene.frame >= moved.frame > first.scene.frame >= 1  # type: ignore[union-attr]
    assert first.scene.input is not None
    assert second.scene.input is not None
    assert not np.array_equal(first.scene.input.values, second.scene.input.values)
    assert not np.array_equal(first.scene.output.values, second.scene.output.values)
    # Without its input a scene is of the frame that the asker has.
    while told.get(timeout=PATIENCE).frame <= second.scene.frame:  # type: ignore[union-attr]
        pass
    same = ask(wire.ResolveImage(6, opened.state, with_input=False))
    assert isinstance(same, wire.ImageResolved)
    assert same.scene.frame == second.scene.frame
    np.testing.assert_array_equal(same.scene.output.values, second.scene.output.values)
    frozen = ask(wire.FreezeCamera(7, second.scene.frame, str(tmp_path)))
    assert isinstance(frozen, wire.CameraFrozen)
    kept = ask(wire.OpenImage(8, opened.state, Source("file", frozen.path)))
    assert isinstance(kept, wire.ImageOpened)
    scene = ask(wire.ResolveImage(9, kept.state))
    assert isinstance(scene, wire.ImageResolved)
    assert scene.scene.frame == 0
    assert scene.scene.input is not None
    np.testing.assert_array_equal(scene.scene.input.values, second.scene.input.values)
    np.testing.assert_array_equal(scene.scene.output.values, second.scene.output.values)


def test_a_camera_that_fails_is_an_answer_to_its_start(served: Served) -> None:
    _, told, ask = served
    ask(wire.StartCamera(3, Camera("nothing=1", "Wrong")))
    assert told.get(timeout=PATIENCE) == wire.Refused(3, "camera", "camera_failed", {"name": "Wrong"})


def test_a_second_start_takes_the_place_of_the_first(served: Served) -> None:
    media, told, ask = served
    ask(wire.StartCamera(1, CAMERA))
    told.get(timeout=PATIENCE)
    ask(wire.StartCamera(2, CAMERA))
    while told.get(timeout=PATIENCE).generation == 1:  # type: ignore[union-attr]
        pass
    first = media.camera._last
    assert first is not None
    first.join()
    ask(wire.StopCamera(3))
    assert problem_of(lambda: media.picture(LIVE)) is MediaProblem.CAMERA_OFF
