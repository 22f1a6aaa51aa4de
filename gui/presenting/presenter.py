"""Presenting: everything that F5 begins, and that leaving puts back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QBackingStore,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QMainWindow, QStackedWidget, QWidget
from shiboken6 import isValid
from typing_extensions import override

from gui.labs.page import LabPage
from gui.language import language
from gui.presenting.curtain import BLACK, WHITE, Curtain, FrozenPicture
from gui.presenting.key_help import KeyHelp
from gui.presenting.keys import Act, act_of, is_modifier, writes
from gui.presenting.lecturer import LecturerWindow
from gui.presenting.notes import ClockNotes, PresenterNotes
from gui.presenting.notes_card import NotesCard
from gui.presenting.overlay import Overlay
from gui.presenting.screens import Screens, choose_screens
from gui.presenting.step_text import StepText
from gui.presenting.window_place import WindowPlace
from gui.text import translate
from gui.theme import theme

FIT_MS = 30
"""After the last change of the window's size: to fill a screen may take a window manager several."""


class Presenter(QObject):
    """Presents what a window shows. Its keys are taken only while it does, and never from what one types into.

    Args:
        window: The window.
        stack: Its pages, of which the present one is a `LabPage`.
        title: What is shown, for the lecturer.

    Signals:
        changed: One presents now, or no longer.
    """

    changed = Signal(bool)

    def __init__(self, window: QMainWindow, stack: QStackedWidget, title: Callable[[], str]) -> None:
        super().__init__(window)
        self._window, self._stack = window, stack
        self.chrome: list[QWidget] = []
        self.step_text = StepText()
        self.overlay, self.curtain = Overlay(window), Curtain(window)
        self.key_help, self.notes_card = KeyHelp(window), NotesCard(window)
        self.lecturer: LecturerWindow | None = None
        self.frozen: FrozenPicture | None = None
        self._clock_notes = ClockNotes(self._lab, title, self)
        self._lesson: PresenterNotes | None = None
        self._before: WindowPlace | None = None
        self._pages: list[LabPage] = []
        self._followed: set[LabPage] = set()
        self._watched: QWidget | None = None
        self._exchanged = False
        self._strokes_before: int | None = None  # While the key of the pen is held.
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(FIT_MS)
        self._fitting.timeout.connect(self._fit)
        language().changed.connect(self.retranslate)
        self.retranslate()

    @property
    def presenting(self) -> bool:
        """Whether one presents."""
        return self._before is not None

    @property
    def notes(self) -> PresenterNotes:
        """What the clicker goes through: the lesson, if there is one, else the lab's clock."""
        if self._lesson is not None and self._lesson.is_open():
            return self._lesson
        return self._clock_notes

    def provide(self, lesson: PresenterNotes) -> None:
        """Take a lesson's player as what is gone through whenever it has a lesson open."""
        self._lesson = lesson
        lesson.changed.connect(self.show_step)
        self.show_step()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        for part in (self.step_text, self.overlay, self.key_help, self.notes_card):
            part.retranslate()
        if self.lecturer is not None:
            self.lecturer.retranslate()
        if self.presenting:
            self.show_step()

    # Beginning and leaving.

    def toggle(self) -> None:
        """What F5 does: begin; or leave, but from a blank screen only back to the picture."""
        if not self.presenting:
            self.begin()
        elif self.curtain.colour:
            self._cover(self.curtain.colour)
        else:
            self.leave()

    def begin(self) -> None:
        """Present from now on."""
        if self.presenting:
            return
        self._before = WindowPlace(self._window, self.chrome)
        palette = theme().palette
        self._window.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)
        application.screenAdded.connect(self._arrange)
        application.screenRemoved.connect(self._arrange)
        self._stack.currentChanged.connect(self._page_changed)
        self._exchanged = False
        self.lecturer = LecturerWindow(self._window, palette)
        self.lecturer.closed.connect(self.leave)
        self.lecturer.picture_wanted.connect(self._send_picture)
        self.lecturer.picture.pointed.connect(self._point_from_picture)
        self.lecturer.picture.pressed.connect(self._press_from_picture)
        self.lecturer.picture.released.connect(self.overlay.end_stroke)
        self.lecturer.installEventFilter(self)
        self.lecturer.addActions(self._window.actions())
        self._lab().playback.pause()
        self._page_changed()  # First, so that the page knows how wide it was.
        self._arrange()
        theme().present(self._window.screen().geometry().height())  # Which the window may have a little later.
        self.step_text.present(True)
        self._leave_out_tabs()
        self._cover_window()
        self.overlay.show()
        self._lab().stage_widget.setFocus()
        self._focus_changed(None, QApplication.focusWidget())
        self.changed.emit(True)

    def leave(self) -> None:
        """Have everything again as it was."""
        before, self._before = self._before, None
        if before is None:
            return
        self._window.removeEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.disconnect(self._focus_changed)
        application.screenAdded.disconnect(self._arrange)
        application.screenRemoved.disconnect(self._arrange)
        self._stack.currentChanged.disconnect(self._page_changed)
        self._watch(None)
        self._fitting.stop()
        self._strokes_before = None
        self._thaw()
        self.overlay.stop()
        for part in (self.overlay, self.curtain, self.key_help, self.notes_card):
            part.hide()
        self.step_text.present(False)
        if self.lecturer is not None:
            lecturer, self.lecturer = self.lecturer, None
            lecturer.end()
            lecturer.deleteLater()
        for page in self._pages:
            page.show_tabs(True)
            page.present(False)
        self._pages.clear()
        theme().end_presenting()
        before.put_back()
        self.changed.emit(False)

    # The window and the screens.

    def _lab(self) -> LabPage:
        page = self._stack.currentWidget()
        assert isinstance(page, LabPage)
        return page

    def _screens(self) -> Screens:
        screens = QGuiApplication.screens()
        primary = screens.index(QGuiApplication.primaryScreen())
        own = self._window.screen()
        present = screens.index(own) if own in screens else primary  # It may have been pulled out.
        places = [screen.geometry() for screen in screens]
        return choose_screens(places, primary, present, exchanged=self._exchanged)

    def _arrange(self, _screen: object = None) -> None:
        """Put each window on its screen."""
        if self._before is None or self.lecturer is None:
            return
        screens, chosen = QGuiApplication.screens(), self._screens()
        audience = screens[chosen.audience]
        apart = self.frozen is not None and self.frozen.isWindow()
        if chosen.lecturer is None:
            if apart:
                self._thaw()
            self.lecturer.end()
            self._before.fill(audience)
            return
        own = screens[chosen.lecturer]
        if apart and self.frozen is not None:
            # What the audience sees stays; the lecturer works on with the window before himself.
            self.frozen.setGeometry(audience.geometry())
            self.frozen.showFullScreen()
            self._before.fill(own)
        else:
            self._before.fill(audience)
        self.lecturer.setGeometry(own.availableGeometry())
        self.lecturer.begin()
        self.show_step()
        self._window.activateWindow()

    def _cover_window(self) -> None:
        """Have what lies over the window lie over all of it, in its order."""
        parts: list[QWidget] = [self.overlay, self.curtain]
        if self.frozen is not None and not self.frozen.isWindow():
            parts.insert(0, self.frozen)
        for part in parts:
            part.setGeometry(self._window.rect())
            part.raise_()
        for card in (self.key_help, self.notes_card):
            if card.isVisible():
                card.place()
                card.raise_()
        self.curtain.raise_()

    def _fit(self) -> None:
        """The window has another size: type for its height, and everything over it."""
        if not self.presenting:
            return
        theme().present(self._window.height())
        self._cover_window()
        self.show_step()

    def _page_changed(self, _index: int = 0) -> None:
        page = self._lab()
        if page not in self._pages:
            self._pages.append(page)
            page.present(True)
        if page not in self._followed:
            self._followed.add(page)
            page.playback.moved.connect(self._clock_moved)
            page.playback.range_changed.connect(self._clock_moved)
        self.show_step()

    def _clock_moved(self, _position: int) -> None:
        if self.presenting and self.notes is self._clock_notes:
            QTimer.singleShot(0, self, self.show_step)  # After the lab has taken the move.

    def show_step(self) -> None:
        """Tell lecturer and audience of the step that is shown."""
        if not self.presenting:
            return
        step = self.notes.current()
        self.step_text.show_step(step)
        self._leave_out_tabs()
        self.notes_card.show_step(step)
        if self.lecturer is not None:
            self.lecturer.show_step(step)
            self.lecturer.show_state(frozen=self.frozen is not None, curtain=bool(self.curtain.colour))

    def _leave_out_tabs(self) -> None:
        """Where a step's text is read, the step has chosen the lab's page."""
        wanted = self.step_text.isHidden()
        for page in self._pages:
            if page.tabs_shown != wanted:
                page.show_tabs(wanted)

    # The picture.

    def _picture(self) -> QImage:
        """What is on the window now, as it was painted last; nothing is painted for it."""
        store: QBackingStore | None = self._window.backingStore()
        device = None if store is None else store.paintDevice()
        if isinstance(device, QImage) and not device.isNull():
            return device.copy()
        return self._window.grab().toImage()

    def _send_picture(self) -> None:
        if self.lecturer is None or not self.lecturer.isVisible():
            return
        image = self._picture() if self.frozen is None else self.frozen.picture.toImage()
        room = self.lecturer.picture.size() * self.lecturer.devicePixelRatioF()
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        image.setDevicePixelRatio(1)
        self.lecturer.picture.show_image(image.scaled(room, keep, smooth))

    def _place_of(self, share: QPointF) -> QPointF:
        return QPointF(share.x() * self._window.width(), share.y() * self._window.height())

    def _point_from_picture(self, share: QPointF) -> None:
        if self.overlay.laser:
            self.overlay.point(self._place_of(share))
        if self.overlay.pen:
            self.overlay.draw_to(self._place_of(share))

    def _press_from_picture(self, share: QPointF) -> None:
        if self.overlay.pen:
            self.overlay.begin_stroke(self._place_of(share))

    # Keys.

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        windows = (self._window, self.lecturer)
        self._watch(new if new is not None and new.window() in windows and new not in windows else None)

    def _watch(self, widget: QWidget | None) -> None:
        """Look at the keys of what has the focus, before it does."""
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = widget
        if widget is not None:
            widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.presenting:
            return False
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                return self._pressed(watched, event)
            if event.type() == QEvent.Type.KeyRelease:
                return self._released(event)
        elif watched is self._window:
            if event.type() == QEvent.Type.Resize:
                self._cover_window()
                self._fitting.start()
            elif event.type() == QEvent.Type.WindowDeactivate:
                self.overlay.use_laser(False)  # Its key is let go somewhere else.
        return False

    def _pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        if is_modifier(event):
            return False
        act = act_of(event)
        if self.curtain.colour:
            if not event.isAutoRepeat():
                self._cover({"black": BLACK, "white": WHITE}.get(act or "", self.curtain.colour))
            return True
        focus = QApplication.focusWidget()
        if writes(focus) and not (act == "leave" and watched is self._window):
            return False
        if act is not None:
            if not event.isAutoRepeat() or act in ("next", "back"):
                self._do(act)
            return True
        return self._hand_on(watched, focus, event)

    def _hand_on(self, watched: QObject, focus: QWidget | None, event: QKeyEvent) -> bool:
        """A key in the lecturer's window that is not for one of its buttons is the presented window's."""
        if watched is self._window or self.lecturer is None:
            return False
        if not isinstance(watched, QWidget) or watched.window() is not self.lecturer:
            return False
        own = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if isinstance(focus, QAbstractButton) and event.key() in own:
            return False
        copy = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text(), event.isAutoRepeat())
        QApplication.sendEvent(self._window, copy)
        return True

    def _released(self, event: QKeyEvent) -> bool:
        act = act_of(event)
        if event.isAutoRepeat():
            return act in ("laser", "ink")
        if act == "laser" and self.overlay.laser:
            self.overlay.use_laser(False)
            return True
        if act == "ink" and self._strokes_before is not None:
            if self.overlay.strokes_begun > self._strokes_before:
                self.overlay.use_pen(False)  # It was held to draw; else it was pressed to draw from now on.
            self._strokes_before = None
            return True
        return False

    def _do(self, act: Act) -> None:
        if act == "next":
            self.notes.next()
        elif act == "back":
            self.notes.back()
        elif act in ("black", "white"):
            self._cover(BLACK if act == "black" else WHITE)
        elif act == "laser":
            self.overlay.use_laser(True)
        elif act == "ink":
            self._strokes_before = None if self.overlay.pen else self.overlay.strokes_begun
            self.overlay.use_pen(not self.overlay.pen)
        elif act == "erase":
            self.overlay.erase()
        elif act == "freeze":
            self._freeze()
        elif act == "text":
            self.step_text.toggle()
            self._leave_out_tabs()
        elif act == "notes":
            self._show_notes()
        elif act == "exchange":
            self._exchanged = not self._exchanged
            self._arrange()
        elif act == "help":
            self.key_help.toggle()
        else:
            self._step_out()

    def _step_out(self) -> None:
        """What Escape does: put away what is there, or else leave."""
        if self.key_help.isVisible():
            self.key_help.hide()
        elif self.overlay.pen:
            self.overlay.use_pen(False)
        elif not self._lab().escape():
            self.leave()

    def _cover(self, colour: str) -> None:
        self.overlay.use_laser(False)
        self.curtain.setGeometry(self._window.rect())
        self.curtain.cover(colour)
        self._announce(self.curtain.accessibleName() if self.curtain.colour else "")
        self.show_step()

    def _announce(self, covering: str) -> None:
        """Say to who does not see it what covers the picture, or that nothing does any more."""
        words = covering or translate("Presenting", "The audience sees the lab again.")
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._window, words))

    def _show_notes(self) -> None:
        if self.lecturer is not None and self.lecturer.isVisible():
            self.lecturer.raise_()
            self.lecturer.activateWindow()
        else:
            self.notes_card.toggle()

    def _freeze(self) -> None:
        if self.frozen is not None:
            self._thaw()
            self._arrange()
        else:
            picture = QPixmap.fromImage(self._picture())
            apart = self._screens().lecturer is not None
            self.frozen = FrozenPicture(self._window, picture, separate=apart)
            if apart:
                self._arrange()
            else:
                self._cover_window()
                self.frozen.show()
        self._announce(self._frozen_name())
        self.show_step()

    def _frozen_name(self) -> str:
        return "" if self.frozen is None else self.frozen.accessibleName()

    def _thaw(self) -> None:
        if self.frozen is not None:
            frozen, self.frozen = self.frozen, None
            frozen.hide()
            frozen.deleteLater()
