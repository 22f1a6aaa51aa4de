"""The signature of the call that is being written, over its line."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QWidget

from gui.theme import theme

WIDTH = 520
"""Pixels at 100 % that a signature may take before it is broken into lines."""


class CallTip(QLabel):
    """A part of the window that floats over it; the parameter that is being written is bold."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("floating")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute)
        self.hide()

    def show_signature(self, signature: str, active: str, cursor: QRect) -> None:
        """Show a signature above a place of the window, or below it where there is no room."""
        px = theme().px
        self.setText(_emphasised(signature, active))
        window = self.window()
        self.ensurePolished()  # The style sheet has the font that is measured with.
        most = min(px(WIDTH), window.width() - px(8))
        bold = QFontMetrics(theme().font("small", 600, mono=True))
        width = min(most, bold.horizontalAdvance(signature) + px(26))
        height = self.heightForWidth(width)
        left = max(px(4), min(cursor.left(), window.width() - width - px(4)))
        top = cursor.top() - height - px(4)
        if top < 0:
            top = cursor.bottom() + px(4)
        self.setGeometry(left, top, width, height)
        self.show()
        self.raise_()


def _emphasised(signature: str, active: str) -> str:
    text = html.escape(signature)
    if active:
        accent = theme().colour("accent").name()
        bold = f'<b style="color:{accent}">{html.escape(active)}</b>'
        head, bracket, rest = text.partition("(")
        text = head + bracket + re.sub(rf"\b{re.escape(active)}\b", bold, rest, count=1)
    return text
