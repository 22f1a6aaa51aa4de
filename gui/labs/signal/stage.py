"""The stage of the signal lab: the recording, and one of five views of the layer on a part of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.labs.signal.listening import ListeningScene
from core.labs.signal.scene import SignalScene
from core.labs.signal.state import PAGES, Page
from core.labs.wire import Outlined
from gui.cards.pointing import document_pages
from gui.labs.signal.backward import BackwardPage
from gui.labs.signal.bands import BandsFigure
from gui.labs.signal.figures import FiguresView
from gui.labs.signal.kernels import KERNELS_HEIGHT
from gui.labs.signal.listen import ListenPage
from gui.labs.signal.matrix import MatrixPage
from gui.labs.signal.slide import SlidePage
from gui.labs.signal.strip import RecordingStrip
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.parts import Card, Note, row
from gui.widgets.segments import Segments

KERNELS_PRESENTED = 104
"""Pixels at 100 %: so that input and output have the room of a stage."""


class SignalStage(QWidget):
    """Owns the pages, and shows scenes on the one that is seen.

    Signals:
        page_chosen: A name of `PAGES`.
        cursor_picked, cursor_pointed, stepped, zoomed, panned: As of `SlidePage`, from any page.
        part_moved: The wanted first sample of the part.
        view_moved: The wanted middle place of the view, where the part is the whole recording.
        part_settled: The drag of the part ended.
    """

    page_chosen = Signal(str)
    cursor_picked = Signal(int, int)
    cursor_pointed = Signal(object)
    stepped = Signal(int)
    zoomed = Signal(int)
    panned = Signal(float)
    part_moved = Signal(int)
    part_settled = Signal()

    def __init__(
        self, layout: QVBoxLayout, tabs_shown: Callable[[], bool] = lambda: True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.tabs_shown = tabs_shown
        self._scene: SignalScene | None = None
        self._cursor, self._kernel = 0, 0
        self._view = (0, 1)
        self.page: Page = "slide"
        self._presented = False
        self.strip_card = Card()
        self.strip_card.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.strip = RecordingStrip()
        theme().space(self.strip_card.column, (10, 6, 10, 6), 0)
        self.strip_card.column.addWidget(self.strip)
        self.strip_note = Note()
        self.segments = Segments(PAGES)
        document_pages(
            self.segments,
            {
                "slide": "convolution",
                "matrix": "toeplitz",
                "figures": "stack",
                "backward": "adjoint",
                "listen": "spectrum",
            },
        )
        self.top = QWidget()
        top = row(self.top, spacing=10)
        top.addWidget(self.segments)
        top.addStretch(1)
        top.addWidget(self.strip_note)
        self.slide = SlidePage()
        self.matrix = MatrixPage()
        self.figures = FiguresView(BandsFigure())
        self.backward = BackwardPage()
        self.listen = ListenPage()
        self.pages: dict[str, QWidget] = {
            "slide": self.slide,
            "matrix": self.matrix,
            "figures": self.figures,
            "backward": self.backward,
            "listen": self.listen,
        }
        layout.addWidget(self.top)
        layout.addWidget(self.strip_card)
        for page in self.pages.values():
            layout.addWidget(page, 1)
            page.hide()
        self.strip_card.hide()
        self.top.hide()
        self.segments.chosen.connect(self.page_chosen)
        self.strip.moved.connect(self.part_moved)
        self.strip.settled.connect(self.part_settled)
        for source in (self.slide, self.matrix, self.figures, self.backward):
            source.cursor_picked.connect(self.cursor_picked)
            source.cursor_pointed.connect(self.cursor_pointed)
        for moved in (self.slide, self.matrix, self.backward):
            moved.stepped.connect(self.stepped)
        for zoomed in (self.slide, self.backward):
            zoomed.zoomed.connect(self.zoomed)
            zoomed.panned.connect(self.panned)
        theme().changed.connect(self._redress)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.segments.set_texts(
            [
                translate("Signal", "Slide"),
                translate("Signal", "Matrix"),
                translate("Signal", "Figures"),
                translate("Signal", "Backward"),
                translate("Signal", "Listen"),
            ]
        )
        self.strip.setAccessibleName(translate("Signal", "The whole recording; drag to move the part"))
        for page in (self.slide, self.matrix, self.figures, self.backward, self.listen):
            page.retranslate()
        self._write()

    def show_page(self, page: Page) -> None:
        """Show one of the views."""
        changed = page != self.page
        self.page = page
        self.segments.show_chosen(page)
        if self._scene is None:
            return
        self.strip_card.setVisible(not self._presented)
        for name, widget in self.pages.items():
            widget.setVisible(name == page)
        if changed:
            self._redress()

    def present(self, presented: bool) -> None:
        """Leave the whole recording out, so that an audience sees the part, large; or show it again."""
        self._presented = presented
        theme().size(self.slide.kernels, height=KERNELS_PRESENTED if presented else KERNELS_HEIGHT)
        self.show_page(self.page)

    def show_scene(self, scene: SignalScene) -> None:
        """Show another scene."""
        old, self._scene = self._scene, scene
        if old is None:
            self.top.setVisible(self.tabs_shown())
            self.show_page(self.page)
        self.strip.show_recording(scene.envelope, scene.frames)
        self.strip.show_part(scene.state.start, scene.state.length)
        self._kernel = min(scene.state.kernel, max(0, scene.weight.shape[0] - 1))
        self._draw()
        self._write()

    def show_heard(self, scene: ListeningScene | None) -> None:
        """Show other spectra."""
        self.listen.show_heard(scene)

    def show_outline(self, outlined: Outlined) -> None:
        """Show more of a long recording's outline."""
        if self._scene is not None and self._scene.state.source == outlined.source:
            self.strip.show_recording(outlined.envelope, self._scene.frames)
            self._write(outlined.share)

    def show_view(self, first: int, count: int) -> None:
        """Show these places of the input."""
        self._view = (first, count)
        scene = self._scene
        if scene is None:
            return
        last = first + min(count, scene.axis.length + max(0, scene.axis.before) + max(0, scene.axis.after)) - 1
        if scene.problem is not None:
            first, last = max(0, first), min(last, scene.axis.length - 1)
        if self.page == "slide":
            self.slide.show_view(first, last)
        elif self.page == "backward":
            self.backward.show_view(first, last)

    def show_cursor(self, cursor: int, kernel: int) -> None:
        """Move the window; nothing is computed."""
        self._cursor, self._kernel = cursor, kernel
        page = self.pages[self.page]
        if self._scene is not None and not isinstance(page, ListenPage):
            assert isinstance(page, (SlidePage, MatrixPage, FiguresView, BackwardPage))
            page.show_cursor(cursor, kernel)

    def light(self, weight: tuple[int, int, int] | None) -> None:
        """Light what a weight (kernel, channel of the kernel, tap) touches."""
        if self.page == "slide":
            self.slide.light(weight)
        elif self.page == "matrix":
            self.matrix.light(weight)

    def _draw(self) -> None:
        assert self._scene is not None
        page = self.pages[self.page]
        assert isinstance(page, (SlidePage, MatrixPage, FiguresView, BackwardPage, ListenPage))
        page.show_scene(self._scene)
        self.show_view(*self._view)

    def _redress(self) -> None:
        if self._scene is not None:
            self._draw()
            self.show_cursor(self._cursor, self._kernel)

    def _write(self, share: float | None = None) -> None:
        scene = self._scene
        if scene is None:
            return
        known = scene.outlined if share is None else share
        if known < 1:
            text = translate("Signal", "Reading the recording: {share}")
            self.strip_note.setText(fill(text, share=f"{known:.0%}"))
            return
        self.strip_note.setText(
            fill(
                translate("Signal", "{shape} samples, {rate}, {seconds}"),
                shape=f"{scene.channels} × {scene.frames}",
                rate=f"{scene.rate} Hz",
                seconds=f"{scene.frames / scene.rate:.2f} s",
            )
        )
