"""Speaker's notes over the stage, where there is one screen only: for rehearsing, since the audience sees them too."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.presenting.notes import StepNotes
from gui.text import translate
from gui.widgets.parts import Card, Label


class NotesCard(Card):
    """A card at the foot of the window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("floating")
        self._window = window
        self.heading, self.notes = Label("heading"), Label("body")
        self.next_heading, self.next = Label("heading"), Label("body")
        for label in (self.heading, self.notes, self.next_heading, self.next):
            label.setWordWrap(True)
            self.column.addWidget(label)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.heading.setText(translate("Presenting", "Notes, on one screen seen by the audience too"))
        self.next_heading.setText(translate("Presenting", "Next"))
        self.setAccessibleName(translate("Presenting", "Notes for the lecturer"))

    def show_step(self, step: StepNotes) -> None:
        """Show what the lecturer is told."""
        self.notes.setText(step.notes or translate("Presenting", "There are no notes on this step."))
        self.next.setText(step.next_title or translate("Presenting", "Nothing: this is the end."))
        self.setAccessibleDescription(f"{self.notes.text()}\n{self.next.text()}")
        self.place()

    def toggle(self) -> None:
        """Show the notes, or hide them."""
        self.setVisible(self.isHidden())
        self.place()
        self.raise_()

    def place(self) -> None:
        """Stand at the foot of the window, as high as the words are."""
        room = self._window.rect()
        wide = round(room.width() * 0.8)
        self.ensurePolished()
        high = min(self.column.totalHeightForWidth(wide), round(room.height() * 0.6))
        self.setGeometry((room.width() - wide) // 2, round(room.height() * 0.92) - high, wide, high)
