"""The question of a step: an answer is typed or chosen, committed, and then seen beside the right one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QRadioButton, QWidget

from core.lessons.expression import Value
from core.lessons.lesson import Question
from gui.language import language
from gui.lessons.answers import EXAMPLES, LONGEST, READERS, answer_text, understood, wanted
from gui.lessons.choices import RIGHT, WRONG, ChoiceList
from gui.lessons.player import LessonPlayer
from gui.lessons.text import LessonText
from gui.text import fill, isolate, translate
from gui.theme import theme
from gui.widgets.parts import Card, Label, dress, row, show_if


class QuestionView(Card):
    """Shows the player's question, and hands it what is answered."""

    def __init__(self, player: LessonPlayer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self._shown: tuple[int, Question | None, str] = (-1, None, "")
        self.heading = Label("heading")
        self.ask = LessonText()
        self.field = QLineEdit()
        self.field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.field.setMaxLength(LONGEST)
        theme().size(self.field, height=34)
        self.choices_view = ChoiceList()
        self.read_as, self.note = Label("quiet"), Label("quiet")
        self.verdict = Label("title")
        self.answer_heading, self.answer = Label("heading"), Label("name")
        self.answer.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.explain = LessonText()
        self.commit_button, self.reveal_button = QPushButton(), QPushButton()
        self.again_button, self.run_button = QPushButton(), QPushButton()
        self.commit_button.setObjectName("primary")
        self.run_button.setObjectName("primary")
        for label in (self.read_as, self.note, self.verdict):
            label.setWordWrap(True)
        buttons, again, answer = row(spacing=8), row(spacing=8), row(spacing=8)
        for button in (self.commit_button, self.run_button, self.reveal_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        again.addWidget(self.again_button)
        again.addStretch(1)
        answer.addWidget(self.answer)
        answer.addStretch(1)
        for part in (self.heading, self.ask, self.field, self.choices_view, self.read_as, self.note):
            self.column.addWidget(part)
        self.column.addLayout(buttons)
        self.column.addWidget(self.verdict)
        self.column.addWidget(self.answer_heading)
        self.column.addLayout(answer)
        self.column.addWidget(self.explain)
        self.column.addLayout(again)
        self.field.returnPressed.connect(self.commit)
        self.field.textChanged.connect(self._typed)
        self.choices_view.chosen.connect(lambda _: self.note.hide())
        self.commit_button.clicked.connect(self.commit)
        self.reveal_button.clicked.connect(player.reveal)
        self.again_button.clicked.connect(self._again)
        player.changed.connect(self.refresh)
        theme().changed.connect(self.refresh)
        self.retranslate()

    @property
    def choices(self) -> list[QRadioButton]:
        """What is chosen from."""
        return self.choices_view.buttons

    def retranslate(self) -> None:
        """Say everything in the present language; what was typed or chosen stays."""
        self.heading.setText(translate("Lesson", "What do you expect?"))
        self.commit_button.setText(translate("Lesson", "Answer"))
        self.reveal_button.setText(translate("Lesson", "Show the answer"))
        self.again_button.setText(translate("Lesson", "Try again"))
        self.run_button.setText(translate("Lesson", "Run the program"))
        self.answer_heading.setText(translate("Lesson", "The answer"))
        self._typed()
        self.refresh()

    def refresh(self) -> None:
        """Show how far the question is; the keyboard stays here when the button that it was on goes."""
        now = QApplication.focusWidget()
        inside = now is not None and self.isAncestorOf(now)
        self._refresh()
        after = QApplication.focusWidget()
        if inside and self.isVisible() and (after is None or not self.isAncestorOf(after)):
            buttons = (self.again_button, self.run_button, self.commit_button)
            for button in buttons:
                if not button.isHidden():
                    button.setFocus(Qt.FocusReason.OtherFocusReason)
                    break

    def _refresh(self) -> None:
        player, question = self._player, self._player.question
        show_if(self, question is not None)
        code = language().code
        key = (player.index, question, code)
        if question is None:
            self._shown = key
            return
        if self._shown != key:
            self._build(question, code, same=self._shown[:2] == key[:2])
            self._shown = key
        typed, waiting = question.kind != "choice", player.problem == "run"
        open_ = not player.committed and not player.revealed
        self.field.setReadOnly(not open_)
        self.choices_view.setEnabled(open_ or player.revealed)
        show_if(self.commit_button, open_)
        show_if(self.run_button, waiting)
        show_if(self.reveal_button, open_ and not waiting)
        show_if(self.again_button, player.revealed)
        self._show_verdict(player.verdict)
        for part in (self.answer_heading, self.answer):
            show_if(part, player.revealed and typed)
        right = player.right
        if right is not None and typed:
            self.answer.setText(answer_text(right))
            self.answer.setAccessibleName(f"{self.answer_heading.text()}: {self.answer.text()}")
        if not typed:
            self.choices_view.mark(right.value if right is not None and isinstance(right.value, int) else None)
        explained = player.revealed and bool(question.explain.of(code))
        show_if(self.explain, explained)
        if explained:
            self.explain.show_text(question.explain.of(code))
        self._say(self._note())

    def commit(self) -> None:
        """Take what was typed or chosen; what is no answer is said and stays."""
        question = self._player.question
        if question is None or self._player.committed or self._player.revealed:
            return
        given: Value = (
            self.choices_view.choice if question.kind == "choice" else READERS[question.kind](self.field.text())
        )
        if given is None:
            self._say(wanted(question.kind))
            if question.kind != "choice":
                self.field.setFocus()
            return
        self._player.commit(given)

    def _again(self) -> None:
        self._player.try_again()
        if self._player.question is not None and self._player.question.kind != "choice":
            self.field.setFocus()
            self.field.selectAll()

    def _typed(self) -> None:
        question = self._player.question
        text = "" if question is None else understood(question, self.field.text())
        self.read_as.setText(text)
        show_if(self.read_as, bool(text))

    def _say(self, sentence: str) -> None:
        self.note.setText(sentence)
        show_if(self.note, bool(sentence))

    def _note(self) -> str:
        player = self._player
        if player.problem == "run":
            return translate("Lesson", "The answer comes from a run of the program, which starts only when you say so.")
        if player.problem:
            text = translate("Lesson", "The answer cannot be computed ({detail}); the lesson may need to be checked.")
            return fill(text, detail=player.problem)
        if player.committed and not player.revealed:
            return translate("Lesson", "The answer is being computed…")
        return ""

    def _show_verdict(self, verdict: bool | None) -> None:
        news = verdict is not None and self.verdict.isHidden()
        show_if(self.verdict, verdict is not None)
        if verdict is None:
            return
        right, wrong = translate("Lesson", "Right"), translate("Lesson", "Not quite")
        text = f"{isolate(RIGHT if verdict else WRONG)}  {right if verdict else wrong}"
        self.verdict.setText(text)
        said = right if verdict else wrong
        self.verdict.setAccessibleName(said)
        if news:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))
        dress(self.verdict, f"color: {theme().palette.good if verdict else theme().palette.danger};")

    def _build(self, question: Question, code: str, *, same: bool) -> None:
        """Make the way in for an answer; one that is there already is kept if the question is the same."""
        self.ask.show_text(question.ask.of(code))
        chosen = question.kind == "choice"
        show_if(self.field, not chosen)
        show_if(self.choices_view, chosen)
        if chosen:
            texts = [choice.text.of(code) for choice in question.choices]
            self.choices_view.show_texts(texts, self.choices_view.choice if same else None)
            return
        if not same:
            self.field.clear()
        self.field.setPlaceholderText(EXAMPLES[question.kind])
        self.field.setAccessibleName(wanted(question.kind))
        self.field.setToolTip(wanted(question.kind))
