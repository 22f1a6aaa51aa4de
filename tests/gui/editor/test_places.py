"""Qt's places and Python's; Qt's own document is the oracle."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument

from gui.editor.places import characters, flat, units

TEXT = st.text(alphabet="ab ر😀𝒳\n", max_size=20)


@given(TEXT)
def test_lengths_and_places_are_qts(text: str) -> None:
    document = QTextDocument()
    document.setPlainText(text)
    assert units(text) == len(flat(text)) == document.characterCount() - 1
    cursor = QTextCursor(document)
    for count in range(len(text) + 1):
        place = units(text[:count])
        assert characters(text, place) == count
        cursor.setPosition(0)
        cursor.setPosition(place, QTextCursor.MoveMode.KeepAnchor)
        assert cursor.selectedText().replace("\u2029", "\n") == text[:count]
