"""The lesson beside the labs: what is said, what is asked, and the way through."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from gui.commands import BY_NAME, shown_shortcut
from gui.language import language
from gui.lessons.marks import Marks
from gui.lessons.player import LessonPlayer
from gui.lessons.question import QuestionView
from gui.lessons.text import LessonText
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.choice import Choice
from gui.widgets.parts import IconButton, Label, column, row, rule, scrolled, show_if, stretch_wide

WIDTH, NARROW = 380, 340
"""Pixels at 100 %; the second in a window that has little room."""
ROOMY = 1500
"""Width of a window from which on there is room."""
LEAST = 900
"""Width of a window below which the lesson is folded away until it is called back."""


class Aside(QWidget):
    """A sentence and a button between the step and the way on, for what is so now."""

    def __init__(self) -> None:
        super().__init__()
        around = column(self, margins=(12, 0, 12, 8), spacing=0)
        sheet = QFrame()
        sheet.setObjectName("lit")
        around.addWidget(sheet)
        lines = column(sheet, margins=(12, 10, 12, 10), spacing=8)
        self.sentence, self.button = Label("plain"), QPushButton()
        self.sentence.setWordWrap(True)
        lines.addWidget(self.sentence)
        line = row(spacing=8)
        line.addWidget(self.button)
        line.addStretch(1)
        lines.addLayout(line)
        self.hide()


class LessonPanel(QWidget):
    """Shows a player; hidden while no lesson is open, or while it is folded away.

    Signals:
        run_asked: The step's program is to be run.
        folded_changed: It was folded away or called back.
    """

    run_asked = Signal()
    folded_changed = Signal()

    def __init__(self, player: LessonPlayer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.player = player
        self._wanted: bool | None = None
        self._room = 0
        self._presented = False
        self.setObjectName("paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        self._connect()
        self._step: tuple[int, str] = (-1, "")
        self.hide()

    def _build(self) -> None:
        top = row(margins=(20, 12, 12, 0), spacing=4)
        self.name = Label("heading")
        self.name.setWordWrap(True)
        self.close_button = IconButton("close")
        top.addWidget(self.name, 1)
        top.addWidget(self.close_button)
        far = row(margins=(20, 0, 20, 8), spacing=10)
        self.place, self.marks = Label("quiet"), Marks(self.player)
        far.addWidget(self.place)
        far.addWidget(self.marks, 1)
        content = QWidget()
        lines = column(content, margins=(20, 8, 20, 16), spacing=12)
        self.title = Label("large")
        self.title.setWordWrap(True)
        self.text = LessonText()
        self.question = QuestionView(self.player)
        for part in (self.title, self.text, self.question):
            lines.addWidget(part)
        lines.addStretch(1)
        self.area = scrolled(content, "paper", over=True)
        self.to_run, self.locked, self.away = Aside(), Aside(), Aside()
        self.to_run.button.setObjectName("primary")
        way = row(margins=(16, 8, 16, 8), spacing=8)
        self.back_button, self.chooser, self.next_button = QPushButton(), Choice(), QPushButton()
        self.next_button.setObjectName("primary")
        stretch_wide(self.chooser)
        way.addWidget(self.back_button)
        way.addWidget(self.chooser, 1)
        way.addWidget(self.next_button)
        sides = row(self, spacing=0)
        outer = column(spacing=0)
        sides.addLayout(outer, 1)
        sides.addWidget(rule(vertical=True))
        outer.addLayout(top)
        outer.addLayout(far)
        outer.addWidget(self.area, 1)
        for aside in (self.to_run, self.locked, self.away):
            outer.addWidget(aside)
        outer.addWidget(rule())
        outer.addLayout(way)

    def _connect(self) -> None:
        player = self.player
        self.close_button.clicked.connect(player.close)
        self.back_button.clicked.connect(player.back)
        self.next_button.clicked.connect(player.next)
        self.chooser.activated.connect(player.go)
        self.away.button.clicked.connect(player.restore)
        self.locked.button.clicked.connect(player.play_freely)
        self.to_run.button.clicked.connect(self.run_asked)
        self.question.run_button.clicked.connect(self.run_asked)
        player.opened.connect(self._opened)
        player.changed.connect(self.refresh)
        player.moved.connect(self._show_away)
        player.forbidden.connect(self._show_locked)
        theme().changed.connect(self._take_room)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        for button, name in ((self.back_button, "lesson.back"), (self.next_button, "lesson.next")):
            button.setToolTip(shown_shortcut(BY_NAME[name]))
        self.close_button.set_name(translate("Lesson", "Close the lesson"))
        self.back_button.setText(translate("Lesson", "Back"))
        self.next_button.setText(translate("Lesson", "Next"))
        self.away.sentence.setText(translate("Lesson", "You are looking at something of your own now."))
        self.away.button.setText(translate("Lesson", "Return to the step"))
        self.locked.sentence.setText(
            translate("Lesson", "This step keeps that as it is, so that what it says stays true.")
        )
        self.locked.button.setText(translate("Lesson", "Play freely"))
        self.to_run.sentence.setText(translate("Lesson", "The program of this step runs when you say so."))
        self.to_run.button.setText(translate("Lesson", "Run the program"))
        self.chooser.setAccessibleName(translate("Lesson", "Step"))
        self.marks.setAccessibleName(translate("Lesson", "Progress"))
        self.question.retranslate()
        self._step = (self._step[0], "")
        self._show_lesson()

    def refresh(self) -> None:
        """Show the player's step."""
        player, step = self.player, self.player.step
        if player.lesson is None or step is None:
            return
        code = language().code
        moved = self._step[0] != player.index
        if self._step != (player.index, code):
            self._step = (player.index, code)
            self.title.setText(step.title.of(code))
            self.text.show_text(step.text.of(code))
            self.chooser.setCurrentIndex(player.index)
            if moved:
                self.area.verticalScrollBar().setValue(0)
                self.locked.hide()
        count = len(player.lesson.steps)
        self.back_button.setEnabled(player.index > 0)
        self.next_button.setEnabled(player.index + 1 < count)
        self.place.setText(fill(translate("Lesson", "Step {step} of {count}"), step=player.index + 1, count=count))
        if moved and self.isVisible():
            words = f"{self.place.text()}: {self.title.text()}"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        marks = list(player.progress.marks.values())
        said = fill(
            translate("Lesson", "{seen} of {count} steps seen, {right} answered right, {wrong} not"),
            seen=len(marks),
            count=count,
            right=marks.count("right"),
            wrong=marks.count("wrong"),
        )
        self.marks.setAccessibleDescription(said)
        self.marks.setToolTip(said)
        self.marks.update()
        if player.free:
            self.locked.hide()
        self._show_away()

    # Room.

    @property
    def folded(self) -> bool:
        """Whether it is away though a lesson is open."""
        wanted = self._wanted
        return self._room < theme().px(LEAST) if wanted is None else not wanted

    def toggle(self) -> None:
        """Fold it away, or call it back."""
        self._wanted = self.folded
        self._take_room()

    def present(self, presented: bool) -> None:
        """Stand back while one presents: the text is on the stage then."""
        self._presented = presented
        self._take_room()

    def fold(self, width: int) -> None:
        """Take the room that a window of a width leaves."""
        if width != self._room:
            self._room, self._wanted = width, None  # Another width is another decision.
            self._take_room()

    def _take_room(self) -> None:
        wide = theme().px(WIDTH if self._room >= theme().px(ROOMY) else NARROW)
        self.setFixedWidth(max(1, min(wide, round(self._room * 0.45))))
        show_if(self, self.player.lesson is not None and not self.folded and not self._presented)
        self.folded_changed.emit()

    # What is so now.

    def _opened(self) -> None:
        self._step = (-1, "")
        if self.folded:
            self._wanted = True  # Who opens a lesson wants to see it.
        self._take_room()
        self._show_lesson()

    def _show_lesson(self) -> None:
        lesson, code = self.player.lesson, language().code
        if lesson is None:
            return
        self.name.setText(lesson.title.of(code))
        self.chooser.clear()
        self.chooser.addItems([f"{place}. {one.title.of(code)}" for place, one in enumerate(lesson.steps, 1)])
        self.refresh()

    def _show_away(self) -> None:
        player = self.player
        show_if(self.away, player.away)
        show_if(self.to_run, player.needs_run and not player.away and player.problem != "run")

    def _show_locked(self) -> None:
        self.locked.show()
