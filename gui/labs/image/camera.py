"""The image lab's live camera: switched on by hand alone, and off by all that leads away from it."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from time import monotonic
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal

from core.labs.image import acts
from core.labs.image.scene import ImageScene
from core.labs.image.state import ImageState
from core.labs.source import Source
from core.labs.state import AppState
from core.labs.wire import Refused
from core.media.camera import Camera
from core.store import Store
from gui.labs.image.live_bar import CameraButton, LiveBar
from gui.messages import media_sentence
from gui.settings import home
from gui.text import translate
from gui.worker import ComputeService

Phase = Literal["off", "opening", "live", "freezing"]

COUNTED_SECONDS = 2.0
"""Over which shown frames are counted."""


class LiveCamera(QObject):
    """Switches a camera on and off, and asks for one scene after the other while it is on.

    The next scene is asked for when the one before was shown: frames that come faster are left out, and what is seen
    never lags behind. When the camera goes off, no state that is kept for undo names it any more.

    Signals:
        next_wanted: The lab is to ask for the scene of the newest frame.
        told: A sentence for the user.
        unfocused: What had the keyboard is about to go.
    """

    next_wanted = Signal()
    unfocused = Signal()
    told = Signal(str)

    def __init__(self, store: Store[AppState], service: ComputeService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._service = store, service
        self.button, self.bar = CameraButton(), LiveBar()
        self.phase: Phase = "off"
        self._camera = Camera("", "")
        self._before = store.state.image
        self._switching = False
        self._entered = False
        self._awaited = False
        self._newest = self._shown = 0
        self._times: deque[float] = deque()
        self._said = 0.0
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._ask_next)
        self.button.chosen.connect(self.start)
        self.button.pressed_while_on.connect(self.stop)
        self.button.opening_menu.connect(self.look)
        self.bar.freeze.clicked.connect(self.freeze)
        self.bar.stop.clicked.connect(self.stop)
        service.ready.connect(self._service_began)
        service.cameras_listed.connect(self._listed)
        service.camera_moved.connect(self._moved)
        service.camera_frozen.connect(self._frozen)
        service.image_resolved.connect(self._scene_came)
        service.refused.connect(self._refused)

    @property
    def on(self) -> bool:
        """Whether a camera is on, or about to be."""
        return self.phase != "off"

    @property
    def source(self) -> Source:
        """What the state names while it is live."""
        return Source("camera", self._camera.device)

    @property
    def _state(self) -> ImageState:
        return self._store.state.image

    # On.

    def look(self) -> None:
        """Look for cameras; the button follows."""
        self._service.list_cameras()

    def switch(self) -> None:
        """Switch the first camera on, or off what is on."""
        if self.on:
            self.stop()
        else:
            self._switching = True
            self.look()

    def start(self, camera: Camera) -> None:
        """Switch a camera on."""
        self.stop()
        self._camera, self._before = camera, self._state
        self._newest = self._shown = 0
        self._entered = False
        self._awaited = True  # The first scene is that of the state which names the camera.
        self._times.clear()
        self._set_phase("opening")
        self.bar.show_opening(camera.name)
        self._service.start_camera(camera)

    def _listed(self, cameras: tuple[Camera, ...]) -> None:
        self.button.show_cameras(cameras)
        if self._switching:
            self._switching = False
            if cameras:
                self.start(cameras[0])
            else:
                self.told.emit(translate("Camera", "No camera was found. Connect one, and try again."))

    def _moved(self, frame: int) -> None:
        self._newest = frame
        if self.phase == "opening":
            self._set_phase("live")
            self.bar.show_live(0)
            if self.button.hasFocus():
                self.bar.freeze.setFocus()  # So that the space bar freezes, and does not press the button again.
            self._service.open(self._state, self.source)
        else:
            self._ask_next()

    # While it is on.

    def _scene_came(self, scene: ImageScene) -> None:
        if self.phase != "live" or not scene.frame:
            return
        self._awaited = False
        if scene.frame != self._shown:
            self._shown = scene.frame
            now = monotonic()
            self._times.append(now)
            while now - self._times[0] > COUNTED_SECONDS:
                self._times.popleft()
            passed = now - self._times[0]
            if passed > COUNTED_SECONDS / 4 and now - self._said > COUNTED_SECONDS / 4:
                self._said = now  # A number that changes with every frame cannot be read.
                self.bar.show_live(round((len(self._times) - 1) / passed))
        self._next.start(0)  # After it has been painted.

    def _ask_next(self) -> None:
        if (
            self.phase == "live"
            and not self._awaited
            and self._newest > self._shown
            and self._state.source.kind == "camera"
        ):
            self._awaited = True
            self.next_wanted.emit()

    # Off.

    def freeze(self) -> None:
        """Keep the frame that is shown as a picture, and switch the camera off."""
        if self.phase == "live" and self._shown:
            self._set_phase("freezing")
            self._service.freeze_camera(self._shown, str(home() / "pasted"))

    def stop(self) -> None:
        """Switch it off, back to the picture that there was before; nothing happens if it is off."""
        if self.on:
            self._service.stop_camera()
            self._leave()

    def expects(self, source: Source) -> bool:
        """Whether a picture that was asked for may be shown: a camera's only while it is on."""
        return source.kind != "camera" or (self.phase == "live" and source == self.source)

    def follow(self, source: Source) -> None:
        """Switch it off if the user turned to another picture."""
        if not self.on:
            return
        self._entered = self._entered or source == self.source
        if source != (self.source if self._entered else self._before.source):
            self.stop()

    def _leave(self) -> None:
        self._set_phase("off")
        if self._state.source.kind == "camera":
            self._store.note(replace(self._store.state, image=acts.switched_off(self._state, self._before)))
        self._store.revise(lambda state: None if state.image.source.kind == "camera" else state)

    def _frozen(self, path: str) -> None:
        if self.phase == "freezing":
            self._set_phase("off")
            self._store.revise(lambda state: replace(state, image=acts.frozen(state.image, path)))

    def _refused(self, refused: Refused) -> None:
        if refused.lab == "camera" and self.phase == "live" and self._shown:
            self.freeze()  # It was unplugged: what was seen last stays.
        elif refused.lab == "camera" and self.phase in ("opening", "live"):
            self._leave()
        elif refused.lab == "freeze" and self.phase == "freezing":
            self._set_phase("live")  # The file could not be written: the window says so, and the hand is still there.
            self._awaited = False  # A scene that came meanwhile was not counted.
            self._ask_next()
        elif refused.lab == "image" and self.on:
            self._awaited = False
        elif refused.lab == "image" and self._state.source.kind == "camera":
            self._service.open(self._state, ImageState().source)  # From a session: no camera goes on by itself.

    def _service_began(self) -> None:
        """The computing process was started anew: no camera is on in it."""
        if self.on:
            self._leave()
            self.told.emit(media_sentence("camera_gone", {"name": self._camera.name}))

    def _set_phase(self, phase: Phase) -> None:
        self.phase = phase
        self.button.show_on(self.on)
        if not self.on:
            self._next.stop()
            if self.bar.freeze.hasFocus() or self.bar.stop.hasFocus():
                self.unfocused.emit()  # Else whatever control comes next would get the keys.
            self.bar.hide()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.button.retranslate()
        self.bar.retranslate()
