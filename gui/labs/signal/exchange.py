"""What goes out of the signal lab and comes in: code, tensors, files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from core.convolution.code import CodeError, read_layer, read_tensor
from core.labs.signal.state import SignalState, with_weights
from gui.messages import code_sentence
from gui.text import fill, translate
from gui.worker import ComputeService


class Exchange(QObject):
    """The clipboard and the file dialog.

    Signals:
        told: A sentence for the user.
        export_asked: The path that the outputs are to be written to.
    """

    told = Signal(str)
    export_asked = Signal(str)

    def __init__(self, service: ComputeService, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        service.signal_code.connect(self._code_arrived)
        service.signal_exported.connect(self._exported)

    def pasted(self, state: SignalState) -> SignalState | None:
        """The state with the layer or the weights on the clipboard; None, and a sentence, if there are none."""
        text = QGuiApplication.clipboard().text()
        try:
            if "Conv" in text:
                return replace(state, parameters=read_layer(text, 1))
            changed = with_weights(state, read_tensor(text))
            if changed is None:
                raise CodeError("shape")
        except CodeError as error:
            self.told.emit(code_sentence(error))
            return None
        return changed

    def ask_export(self) -> None:
        """Let the user name a file."""
        dialog = QFileDialog(self._window, translate("Signal", "Export the output"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["WAV (*.wav)", "NumPy (*.npy)"])
        dialog.setDefaultSuffix("wav")
        dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix("npy" if "npy" in kind else "wav"))
        dialog.fileSelected.connect(self.export_asked)
        dialog.open()

    def _code_arrived(self, code: str) -> None:
        QGuiApplication.clipboard().setText(code)
        self.told.emit(translate("Signal", "The layer is on the clipboard, as a program that prints what is shown."))

    def _exported(self, path: str, share: float) -> None:
        if share >= 1:
            self.told.emit(fill(translate("Signal", "{name} is written."), name=Path(path).name))
        else:
            text = translate("Signal", "Writing {name}: {share}")
            self.told.emit(fill(text, name=Path(path).name, share=f"{share:.0%}"))
