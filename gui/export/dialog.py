"""The export dialog: choices, a preview, progress; it blocks nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from msgspec import structs
from PySide6.QtCore import QMimeData, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QProgressBar, QPushButton, QWidget
from typing_extensions import override

from core.labs.state import AppState
from gui.export.exporter import Exporter
from gui.export.form import CLIPBOARD, Chosen, ExportForm
from gui.export.request import (
    LEAST_SIZE,
    MOST_SIZE,
    Done,
    ExportProblem,
    ExportRequest,
    Recorded,
    check,
    frames_of,
)
from gui.export_messages import export_sentence
from gui.labs.autograd.lab import AutogradLab
from gui.labs.page import LabPage
from gui.language import language
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.parts import Label, column, row

PREVIEW_AFTER_MS = 400
ASKS_AGAIN = ("jacobian", "what_if")
"""Pages whose numbers come from the program itself, which must be run again for them."""


class Preview(QWidget):
    """A picture, as large as there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = QImage()
        theme().least(self, width=420, height=240)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(560), theme().px(320))

    def show_image(self, image: QImage, description: str) -> None:
        """Show another picture; the description is for who does not see it."""
        self.image = image
        self.setAccessibleName(description)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not self.image.isNull():
            size = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2, *size.toTuple())
            painter.drawImage(place, self.image)
            painter.setPen(theme().colour("line"))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.end()


class ExportDialog(QDialog):
    """Asks for an export of what a window shows, and has it done.

    Args:
        state: What is shown now.
        page: The page that shows it.
        parent: The window.

    Signals:
        noted: A sentence for the window: the file is written.
    """

    noted = Signal(str)

    def __init__(self, state: Callable[[], AppState], page: Callable[[], LabPage], parent: QWidget) -> None:
        super().__init__(parent)
        self._state, self._page = state, page
        self._path = ""
        self._sized = False
        self.exporter, self._previewer = Exporter(self), Exporter(self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PREVIEW_AFTER_MS)
        self._later.timeout.connect(self._ask_preview)
        self.form, self.preview = ExportForm(), Preview()
        self.remark, self.problem = Label("quiet"), Label("body")
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.export_button, self.stop_button, self.close_button = QPushButton(), QPushButton(), QPushButton()
        self.export_button.setObjectName("primary")
        for label in (self.remark, self.problem):
            label.setWordWrap(True)
        self._build()
        self.form.changed.connect(self._changed)
        self.form.part.activated.connect(self._part_chosen)
        for field in (self.form.width_field, self.form.height_field):
            field.entered.connect(self._size_typed)
        self.export_button.clicked.connect(self._begin)
        self.stop_button.clicked.connect(self.stop)
        self.close_button.clicked.connect(self.reject)
        self.exporter.progressed.connect(lambda share: self.progress.setValue(round(share * 100)))
        self.exporter.done.connect(self._done)
        self.exporter.failed.connect(self._failed)
        self._previewer.done.connect(self._show_preview)
        self._previewer.failed.connect(self._show_problem)
        language().changed.connect(self.retranslate)
        self.retranslate()

    def _build(self) -> None:
        sides = row(spacing=24)
        left, right = column(spacing=12), column(spacing=8)
        left.addWidget(self.form)
        left.addWidget(self.remark)
        left.addStretch(1)
        right.addWidget(self.preview, 1)
        sides.addLayout(left)
        sides.addLayout(right, 1)
        acts = row(spacing=8)
        acts.addWidget(self.progress, 1)
        acts.addStretch(1)
        for button in (self.stop_button, self.close_button, self.export_button):
            acts.addWidget(button)
        outer = column(self, margins=(20, 18, 20, 18), spacing=14)
        outer.addLayout(sides, 1)
        outer.addWidget(self.problem)
        outer.addLayout(acts)
        self.problem.hide()
        self._show_running(False)

    def ask(self) -> None:
        """Show the dialog for what is shown now."""
        shown = self.form.chosen
        if not self.isVisible():
            playback = self._page().playback
            shown = replace(
                shown,
                theme=theme().palette.name,
                language=language().code,
                steps=(0, playback.last),
                fps=shown.fps or 2.0,
                scale=shown.scale if self._sized else 2,
            )
            if not self._sized:
                shown = self._fitted(shown)
            self.form.show_chosen(shown)
        self.show()
        self.activateWindow()
        self.form.target.setFocus()
        self._changed()

    def stop(self) -> None:
        """Give up what is being written."""
        self.exporter.cancel()
        self._show_running(False)
        self._say(translate("Export", "Stopped. Nothing was written."))

    def close_exports(self) -> None:
        """Give up everything; the window closes."""
        self._later.stop()
        self.exporter.close()
        self._previewer.close()

    def request(self, path: str = "") -> ExportRequest:
        """What is chosen, as a request."""
        chosen, state, page = self.form.chosen, self._state(), self._page()
        recorded: Recorded | None = None
        again = False
        if isinstance(page, AutogradLab) and page.last_run is not None:
            again = state.autograd.page in ASKS_AGAIN
            recorded = None if again else Recorded(*page.last_run)
        vectors = chosen.target in ("svg", "pdf")
        return ExportRequest(
            state=state,
            format="png" if chosen.target == CLIPBOARD else chosen.target,  # type: ignore[arg-type]
            path=path,
            part=chosen.part,
            width=chosen.width,
            height=chosen.height,
            scale=2 if vectors else chosen.scale,  # Of what is a picture inside of the drawing.
            theme=chosen.theme,
            zoom=theme().zoom,
            language=chosen.language,
            steps=chosen.steps if chosen.is_film else None,
            fps=chosen.fps,
            run=again,
            recorded=recorded,
        )

    def write_to(self, path: str) -> None:
        """Have it written to a file, or with "" put on the clipboard."""
        self._path = path
        request = self.request(path)
        try:
            check(request)
            if request.is_film:
                frames_of(request, self._page().playback.last)
        except ExportProblem as problem:
            self._show_problem(problem)
            return
        self.problem.hide()
        self.progress.setValue(0)
        self._show_running(True)
        self.exporter.start(request)

    # What happens.

    def _begin(self) -> None:
        target = self.form.chosen.target
        if target == CLIPBOARD:
            self.write_to("")
            return
        dialog = QFileDialog(self, translate("Export", "Write the export to"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"{target.upper()} (*.{target})"])
        dialog.setDefaultSuffix(target)
        dialog.fileSelected.connect(self.write_to)
        dialog.open()

    def _changed(self) -> None:
        self.problem.hide()
        self._write_remark()
        self._later.start()

    def _ask_preview(self) -> None:
        if not self.isVisible():
            return
        request = self.request()
        try:
            check(request)
        except ExportProblem as problem:
            self._show_problem(problem)
            return
        self._previewer.start(preview_of(request))

    def _show_preview(self, done: Done) -> None:
        self.preview.show_image(QImage.fromData(done.data), done.description)

    def _done(self, done: Done) -> None:
        self._show_running(False)
        if self._path:
            self.noted.emit(fill(translate("Export", "{name} is written."), name=Path(self._path).name))
            self.accept()
            return
        put_on_clipboard(QImage.fromData(done.data), done.description)
        self.noted.emit(translate("Export", "The picture is on the clipboard, with a description as text."))
        self.accept()

    def _failed(self, problem: ExportProblem) -> None:
        self._show_running(False)
        self._show_problem(problem)

    def _show_problem(self, problem: ExportProblem) -> None:
        self._say(export_sentence(problem))

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setAccessibleName(sentence)
        self.problem.show()
        self._grow()

    def _grow(self) -> None:
        """A sentence makes the dialog taller: Qt would make the fields lower."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        wanted = max(layout.totalMinimumSize().height(), layout.totalHeightForWidth(self.width()))
        if self.isVisible() and self.height() < wanted:
            self.resize(self.width(), wanted)

    def _show_running(self, running: bool) -> None:
        self.progress.setVisible(running)
        self.stop_button.setVisible(running)
        self.close_button.setVisible(not running)
        self.export_button.setEnabled(not running)
        self.form.setEnabled(not running)

    # Size.

    def _size_typed(self) -> None:
        self._sized = True

    def _part_chosen(self) -> None:
        if not self._sized:
            self.form.show_chosen(self._fitted(self.form.chosen))

    def _fitted(self, chosen: Chosen) -> Chosen:
        """With the size that this part of the page has on the screen."""
        width, height = self._page().size_of(chosen.part)
        bounded = [max(LEAST_SIZE, min(MOST_SIZE, length)) for length in (width, height)]
        return replace(chosen, width=bounded[0], height=bounded[1])

    # Words.

    def _write_remark(self) -> None:
        request = self.request()
        texts = []
        if request.run:
            texts.append(translate("Export", "The numbers of this page come from the program: it is run once more."))
        if request.is_film:
            count = max(0, request.steps[1] - request.steps[0] + 1) if request.steps and request.steps[1] else 1
            text = translate("Export", "{frames} frames, {seconds} s")
            texts.append(fill(text, frames=count, seconds=f"{count / request.fps:.1f}"))
        width, height = (length * request.scale for length in request.size)
        if request.format in ("png", "gif", "mp4"):
            texts.append(fill(translate("Export", "{size} pixels"), size=f"{width} × {height}"))
        self.remark.setText("\n".join(texts))
        self._grow()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.setWindowTitle(translate("Export", "Export a picture or a film"))
        self.form.retranslate()
        self.export_button.setText(translate("Export", "Export…"))
        self.stop_button.setText(translate("Export", "Stop"))
        self.close_button.setText(translate("Export", "Close"))
        self.progress.setAccessibleName(translate("Export", "How much is written"))
        if self.isVisible():
            self._write_remark()

    @override
    def reject(self) -> None:
        if self.exporter.running:
            self.stop()
        self._later.stop()
        self._previewer.cancel()
        super().reject()

    @override
    def accept(self) -> None:
        self._later.stop()
        self._previewer.cancel()
        super().accept()


def preview_of(request: ExportRequest) -> ExportRequest:
    """A request for a quick look at another one: its first step, in pixels."""
    first = None if request.steps is None else (request.steps[0], request.steps[0])
    return structs.replace(request, format="png", path="", scale=1, steps=first)


def put_on_clipboard(image: QImage, description: str) -> None:
    """A picture, and what is seen in it for who can paste only text."""
    data = QMimeData()
    data.setImageData(image)
    data.setText(description)
    QGuiApplication.clipboard().setMimeData(data)
