"""What is seen of the camera: the button that switches it on, and the mark that it is live."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QMenu, QPushButton, QWidget

from core.media.camera import Camera
from gui.icons import icon_pixmap
from gui.text import fill, isolate, translate
from gui.theme import theme
from gui.widgets.parts import IconButton, Label, Note, column, row


class CameraButton(IconButton):
    """Seen only where there is a camera; of several it asks which one.

    Signals:
        chosen: The camera to switch on.
        pressed_while_on: The button was pressed while the camera is on.
        opening_menu: The menu of cameras is about to be seen: now is the time to look for them again.
    """

    chosen = Signal(object)
    pressed_while_on = Signal()
    opening_menu = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("camera", "tool", parent=parent)
        self._cameras: tuple[Camera, ...] = ()
        self._on = False
        self.menu_of_cameras = QMenu(self)
        self.menu_of_cameras.aboutToShow.connect(self.opening_menu)
        self.clicked.connect(self._pressed)
        self.hide()

    def show_cameras(self, cameras: Sequence[Camera]) -> None:
        """Show which cameras there are."""
        if tuple(cameras) != self._cameras:
            self._cameras = tuple(cameras)
            self.menu_of_cameras.clear()
            for camera in self._cameras:
                action = self.menu_of_cameras.addAction(isolate(camera.name, left_to_right=False))
                action.triggered.connect(lambda _=False, one=camera: self.chosen.emit(one))
        self._show()

    def show_on(self, on: bool) -> None:
        """Show whether one is on."""
        self._on = on
        self.set_icon("camera", "danger" if on else "ink")
        self._show()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        off, on = translate("Camera", "Switch the camera on"), translate("Camera", "Stop the camera")
        self.set_name(on if self._on else off)

    def _show(self) -> None:
        self.setVisible(bool(self._cameras) or self._on)
        self.retranslate()

    def _pressed(self) -> None:
        if self._on:
            self.pressed_while_on.emit()
        elif len(self._cameras) == 1:
            self.chosen.emit(self._cameras[0])
        else:
            mirrored = self.isRightToLeft()
            self.menu_of_cameras.ensurePolished()
            shift = self.width() - self.menu_of_cameras.sizeHint().width() if mirrored else 0
            self.menu_of_cameras.popup(self.mapToGlobal(QPoint(shift, self.height() + theme().px(4))))


class LiveBar(QFrame):
    """The mark that a camera is on, how many of its frames are shown, and the ways to end that."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("live")
        self._mark = QLabel()
        self._name, self._rate = "", 0
        self._opening = False
        self.live = Label("live_mark")
        self.note = Note("quiet")
        self.freeze, self.stop = QPushButton(), QPushButton()
        self.freeze.setObjectName("primary")
        self._lines = column(self, margins=(12, 5, 5, 5), spacing=2)
        self._first = row(spacing=10)
        for part in (self._mark, self.live, self.note, self.freeze, self.stop):
            self._first.addWidget(part)
        self._first.setStretchFactor(self.note, 1)
        self._lines.addLayout(self._first)
        theme().changed.connect(self._dress)
        self._dress()
        self.retranslate()
        self.hide()

    def stand_in(self, layout: QLayout, *, narrow: bool) -> None:
        """Stand in another place; in a narrow one the camera's name has a line of its own."""
        if layout.indexOf(self) >= 0:
            return
        layout.addWidget(self)
        if narrow:
            self._first.removeWidget(self.note)
            self._first.insertStretch(2, 1)
            self._lines.addWidget(self.note)
        elif self._first.indexOf(self.note) < 0:
            self._first.takeAt(2)
            self._lines.removeWidget(self.note)
            self._first.insertWidget(2, self.note, 1)

    def show_opening(self, name: str) -> None:
        """Show that a camera is being opened."""
        self._name, self._opening = name, True
        self.freeze.setEnabled(False)
        self.show()
        self.retranslate()

    def show_live(self, rate: int) -> None:
        """Show that it is live, and how many frames a second are shown; 0 where that is not known yet."""
        if self._opening or rate != self._rate:
            self._opening, self._rate = False, rate
            self.freeze.setEnabled(True)
            self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.live.setText(translate("Camera", "Opening…") if self._opening else translate("Camera", "Live"))
        rate = fill(translate("Camera", "{rate} frames a second"), rate=self._rate) if self._rate else ""
        name = isolate(self._name, left_to_right=False)
        self.note.setText(name if self._opening or not rate else f"{name} · {rate}")
        self.note.setToolTip(self.note.text())
        self.freeze.setText(translate("Camera", "Freeze"))
        self.freeze.setToolTip(translate("Camera", "Keep this frame as a picture and switch the camera off (Space)"))
        self.stop.setText(translate("Camera", "Stop"))
        self.stop.setToolTip(translate("Camera", "Switch the camera off, back to the picture before (Esc)"))

    def _dress(self) -> None:
        pixels = theme().px(16)
        drawing = icon_pixmap("live", QColor(theme().palette.danger))
        self._mark.setPixmap(drawing.scaled(pixels, pixels, mode=Qt.TransformationMode.SmoothTransformation))
