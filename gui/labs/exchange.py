"""What goes out of the two convolution labs and comes in: code, tensors, files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from core.convolution.code import CodeError, read_layer, read_tensor
from core.convolution.kernels import Array
from core.convolution.parameters import ConvParameters
from gui.messages import code_sentence
from gui.text import fill, translate
from gui.worker import ComputeService


@dataclass(frozen=True, slots=True)
class Formats:
    """Files that a lab writes: a title of the dialog, and endings with what they hold, the first by default."""

    title: Callable[[], str]
    kinds: Callable[[], list[tuple[str, str]]]


class Exchange(QObject):
    """The clipboard and the file dialog of one lab.

    Signals:
        told: A sentence for the user.
        export_asked: The path that the lab's result is to be written to.
    """

    told = Signal(str)
    export_asked = Signal(str)

    def __init__(self, service: ComputeService, dimensions: int, formats: Formats, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._dimensions, self._formats = dimensions, formats
        self._waiting_for_code = False
        self._path = ""
        service.layer_code.connect(self._code_arrived)
        service.exported.connect(self._exported)

    def pasted(self) -> ConvParameters | Array | None:
        """The layer or the weights on the clipboard; None, and a sentence, if there are none."""
        text = QGuiApplication.clipboard().text()
        try:
            return read_layer(text, self._dimensions) if "Conv" in text else read_tensor(text)
        except CodeError as error:
            self.refuse(error)
            return None

    def refuse(self, error: CodeError) -> None:
        """Say what is wrong with what was pasted."""
        self.told.emit(code_sentence(error, self._dimensions))

    def expect_code(self) -> None:
        """The next program that arrives is for the clipboard."""
        self._waiting_for_code = True

    def ask_export(self) -> None:
        """Let the user name a file."""
        dialog = QFileDialog(self._window, self._formats.title())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        filters = {f"{what} (*.{ending})": ending for ending, what in self._formats.kinds()}
        dialog.setNameFilters(list(filters))
        dialog.setDefaultSuffix(next(iter(filters.values())))
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(filters[chosen]))
        dialog.fileSelected.connect(self.begin_export)
        dialog.open()

    def begin_export(self, path: str) -> None:
        """Ask for the file to be written."""
        self._path = path
        self.export_asked.emit(path)

    def _code_arrived(self, code: str) -> None:
        if self._waiting_for_code:
            self._waiting_for_code = False
            QGuiApplication.clipboard().setText(code)
            self.told.emit(
                translate("Exchange", "The layer is on the clipboard, as a program that prints what is shown.")
            )

    def _exported(self, path: str, share: float) -> None:
        if path != self._path:
            return
        if share >= 1:
            self.told.emit(fill(translate("Exchange", "{name} is written."), name=Path(path).name))
        else:
            text = translate("Exchange", "Writing {name}: {share}")
            self.told.emit(fill(text, name=Path(path).name, share=f"{share:.0%}"))
