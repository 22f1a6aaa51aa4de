"""The lesson beside the labs: what is said, what is asked, and the way through."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from gui.language import language
from gui.lessons.player import LessonPlayer
from gui.lessons.question import QuestionView
from gui.lessons.text import LessonText
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.choice import Choice
from gui.widgets.parts import Card, IconButton, Label, column, row, scrolled, show_if

WIDTH, NARROW = 372, 320
"""Pixels at 100 %; the second in a window that has little room."""


class Marks(QWidget):
    """A row of marks, one a step: open, seen, answered right or wrong; the present one is larger."""

    def __init__(self, player: LessonPlayer) -> None:
        super().__init__()
        self._player = player
        theme().size(self, height=16)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        player = self._player
        if player.lesson is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        count = len(player.lesson.steps)
        room = self.width() / count
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.setFont(theme().font("tiny", 600))
        for step in range(count):
            mark = player.progress.marks.get(step)
            place = count - 1 - step if mirrored else step
            left = place * room
            width = max(2.0, room - theme().px(4))
            height = theme().px(8 if step == player.index else 4)
            name = {"right": "accent", "wrong": "danger", "seen": "soft", None: "line"}[mark]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour("ink" if step == player.index else name))
            top = (self.height() - height) / 2
            painter.drawRoundedRect(QRectF(left + theme().px(2), top, width, height), height / 2, height / 2)
        painter.end()


class LessonPanel(QWidget):
    """Shows a player; hidden while no lesson is open.

    Signals:
        run_asked: The step's program is to be run.
    """

    run_asked = Signal()

    def __init__(self, player: LessonPlayer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.player = player
        self.setObjectName("paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        content = QWidget()
        lines = column(content, margins=(20, 16, 20, 16), spacing=12)
        top = row(spacing=6)
        self.name, self.close_button = Label("heading"), IconButton("close")
        self.name.setWordWrap(True)
        top.addWidget(self.name, 1)
        top.addWidget(self.close_button)
        self.marks = Marks(player)
        self.chooser = Choice()
        self.title = Label("large")
        self.title.setWordWrap(True)
        self.text = LessonText()
        self.question = QuestionView(player)
        self.away = Card()
        self.away_text = Label("plain")
        self.away_text.setWordWrap(True)
        self.return_button = QPushButton()
        self.away.column.addWidget(self.away_text)
        self.away.column.addWidget(self.return_button)
        self.locked = Card()
        self.locked_text = Label("plain")
        self.locked_text.setWordWrap(True)
        self.free_button = QPushButton()
        self.locked.column.addWidget(self.locked_text)
        self.locked.column.addWidget(self.free_button)
        lines.addLayout(top)
        lines.addWidget(self.marks)
        for part in (self.title, self.text, self.question, self.away, self.locked):
            lines.addWidget(part)
        lines.addStretch(1)
        self.back_button, self.next_button = QPushButton(), QPushButton()
        self.next_button.setObjectName("primary")
        bar = QWidget()
        bar.setObjectName("bar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        way = row(bar, margins=(16, 8, 16, 8), spacing=8)
        way.addWidget(self.back_button)
        way.addWidget(self.chooser, 1)
        way.addWidget(self.next_button)
        outer = column(self, spacing=0)
        self.area = scrolled(content, "paper", over=True)
        outer.addWidget(self.area, 1)
        outer.addWidget(bar)
        self.close_button.clicked.connect(player.close)
        self.back_button.clicked.connect(player.back)
        self.next_button.clicked.connect(player.next)
        self.chooser.activated.connect(player.go)
        self.return_button.clicked.connect(player.restore)
        self.free_button.clicked.connect(self._free)
        self.question.run_button.clicked.connect(self.run_asked)
        player.opened.connect(self._opened)
        player.changed.connect(self.refresh)
        player.moved.connect(self._show_away)
        player.forbidden.connect(self._show_locked)
        self._step: tuple[int, str] = (-1, "")
        self.locked.hide()
        self.hide()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.close_button.set_name(translate("Lesson", "Close the lesson"))
        self.back_button.setText(translate("Lesson", "Back"))
        self.next_button.setText(translate("Lesson", "Next"))
        self.return_button.setText(translate("Lesson", "Return to the step"))
        self.free_button.setText(translate("Lesson", "Play freely"))
        self.away_text.setText(translate("Lesson", "You are looking at something of your own now."))
        self.locked_text.setText(translate("Lesson", "This step keeps that as it is, so that its question stays true."))
        self.chooser.setAccessibleName(translate("Lesson", "Step"))
        self.marks.setAccessibleName(translate("Lesson", "Progress"))
        self._step = (-1, "")
        self.question.retranslate()
        self._opened()

    def refresh(self) -> None:
        """Show the player's step."""
        player, step = self.player, self.player.step
        if player.lesson is None or step is None:
            return
        code = language().code
        if self._step != (player.index, code):
            self._step = (player.index, code)
            self.title.setText(step.title.of(code))
            self.text.show_text(step.text.of(code))
            self.chooser.setCurrentIndex(player.index)
            self.area.verticalScrollBar().setValue(0)
            self.locked.hide()
        self.back_button.setEnabled(player.index > 0)
        self.next_button.setEnabled(player.index + 1 < len(player.lesson.steps))
        done = sum(mark != "seen" for mark in player.progress.marks.values())
        text = fill(
            translate("Lesson", "Step {step} of {count}; {done} answered"),
            step=player.index + 1,
            count=len(player.lesson.steps),
            done=done,
        )
        self.marks.setAccessibleDescription(text)
        self.marks.setToolTip(text)
        self.marks.update()
        self._show_away()

    def fold(self, width: int) -> None:
        """Take the room that a window of a width leaves."""
        self.setFixedWidth(theme().px(WIDTH if width >= theme().px(1500) else NARROW))

    def _opened(self) -> None:
        lesson = self.player.lesson
        show_if(self, lesson is not None)
        self._step = (-1, "")
        if lesson is None:
            return
        code = language().code
        self.name.setText(lesson.title.of(code))
        self.chooser.clear()
        titles = [f"{place}. {one.title.of(code)}" for place, one in enumerate(lesson.steps, 1)]
        self.chooser.addItems(titles)
        self.refresh()

    def _show_away(self) -> None:
        show_if(self.away, self.player.away)

    def _show_locked(self) -> None:
        self.locked.show()

    def _free(self) -> None:
        self.player.play_freely()
        self.locked.hide()
