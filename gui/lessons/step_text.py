"""A step's words by themselves, as large as wanted: for a stage, and for any other place than the panel."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.language import language
from gui.lessons.answers import answer_text
from gui.lessons.choices import RIGHT
from gui.lessons.player import LessonPlayer
from gui.lessons.text import LessonText
from gui.text import isolate, translate
from gui.widgets.parts import column, show_if


class StepText(QWidget):
    """Title, text and question of the player's step, and the answer once it is revealed. Nothing in it is operated.

    Args:
        player: Whose step is shown; it follows by itself, in the present language.
        scale: Of the letters; 1 is the theme's own size.
        words: Whether the text is shown even where there is a question, rather than title and question alone.
    """

    def __init__(
        self, player: LessonPlayer, scale: float = 1.0, *, words: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._player, self._words = player, words
        self.title, self.text = LessonText("large"), LessonText()
        self.ask, self.answer, self.explain = LessonText(), LessonText("value"), LessonText()
        lines = column(self, spacing=10)
        for part in (self.title, self.text, self.ask, self.answer, self.explain):
            part.stand_still()
            part.set_scale(scale)
            lines.addWidget(part)
        lines.addStretch(1)
        player.opened.connect(self.refresh)
        player.changed.connect(self.refresh)
        language().changed.connect(self.refresh)
        self.refresh()

    def set_scale(self, scale: float) -> None:
        """Make all letters larger or smaller."""
        for part in (self.title, self.text, self.ask, self.answer, self.explain):
            part.set_scale(scale)

    def show_words(self, words: bool) -> None:
        """Show the text too, or title and question alone."""
        self._words = words
        self.refresh()

    def refresh(self) -> None:
        """Show how far the player is."""
        player, step, code = self._player, self._player.step, language().code
        question = player.question
        show_if(self.title, step is not None)
        show_if(self.text, step is not None and (self._words or question is None))
        show_if(self.ask, question is not None)
        show_if(self.answer, question is not None and (player.revealed or bool(player.problem)))
        show_if(self.explain, question is not None and player.revealed and bool(question.explain.of(code)))
        if step is None:
            return
        self.title.show_text(f"**{step.title.of(code)}**")
        self.text.show_text(step.text.of(code))
        if question is None:
            return
        self.ask.show_text(f"**{question.ask.of(code)}**")
        self.explain.show_text(question.explain.of(code))
        right = player.right
        if right is None:
            waits = translate("Lesson", "Run the program to see the answer.")
            self.answer.show_text(waits if player.problem == "run" else "")
        elif question.kind == "choice" and isinstance(right.value, int):
            self.answer.show_text(f"{isolate(RIGHT)} {question.choices[right.value].text.of(code)}")
        else:
            text = answer_text(right)
            self.answer.show_text(f"```\n{text}\n```" if "\n" in text else f"{isolate(RIGHT)} `{text}`")
