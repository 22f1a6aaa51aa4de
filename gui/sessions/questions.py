"""What is asked before unsaved work goes, or before another's file is written over."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMessageBox, QWidget

from gui.text import fill, translate

Answer = Callable[[], None]


def ask_to_save(window: QWidget, name: str, save: Answer, discard: Answer) -> QMessageBox:
    """Ask whether to save; answered or not, nothing waits.

    Args:
        window: What is asked over.
        name: The session's, or "".
        save, discard: Called for these answers; for Cancel neither.
    """
    box = _box(window)
    box.setWindowTitle(translate("Sessions", "Unsaved changes"))
    if name:
        box.setText(fill(translate("Sessions", "Save the changes to {name}?"), name=name))
    else:
        box.setText(translate("Sessions", "Save this session?"))
    box.setInformativeText(translate("Sessions", "What is not saved is lost."))
    yes = box.addButton(translate("Sessions", "Save"), QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton(translate("Sessions", "Do not save"), QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton(translate("Sessions", "Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(yes)
    box.setEscapeButton(cancel)
    yes.clicked.connect(save)
    no.clicked.connect(discard)
    box.open()
    return box


def ask_over(window: QWidget, sentence: str, save_as: Answer, over: Answer) -> QMessageBox:
    """Ask whether to write over what somebody else wrote.

    Args:
        window: What is asked over.
        sentence: What happened.
        save_as, over: Called for these answers; for Cancel neither.
    """
    box = _box(window)
    box.setWindowTitle(translate("Sessions", "Save the session"))
    box.setText(sentence)
    box.setInformativeText(translate("Sessions", "To save over it would lose those changes."))
    other = box.addButton(translate("Sessions", "Save as…"), QMessageBox.ButtonRole.AcceptRole)
    same = box.addButton(translate("Sessions", "Save over it"), QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton(translate("Sessions", "Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(other)
    box.setEscapeButton(cancel)
    other.clicked.connect(save_as)
    same.clicked.connect(over)
    box.open()
    return box


def _box(window: QWidget) -> QMessageBox:
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Question)
    box.finished.connect(lambda _: box.deleteLater())
    return box
