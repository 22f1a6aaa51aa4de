"""What is seen, on the clipboard at once."""

from __future__ import annotations

from core.labs.state import AppState
from gui.export.described import described
from gui.export.dialog import put_on_clipboard
from gui.export.painting import picture
from gui.labs.page import LabPage
from gui.text import translate


def copy_picture(state: AppState, page: LabPage) -> str:
    """Put a page's stage on the clipboard as it is seen, with a description; returns what to tell the user."""
    image = picture(page.stage_widget, max(1, round(page.devicePixelRatioF())))
    put_on_clipboard(image, described(state, page, page.playback.position).text)
    return translate("Export", "The picture is on the clipboard, with a description as text.")
