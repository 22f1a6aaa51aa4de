"""The page "What if": changes to the pass that is stepped through, asked of its nodes, beside what was recorded."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from core.autograd.replay import Frame, Replay
from core.autograd.what_if import Change, Cut, Hook, Upstream
from core.autograd.what_if_choices import PassChoices
from core.autograd.what_if_compare import compare
from core.labs.autograd import PassChange
from gui.labs.autograd.names import root_title, short_title
from gui.labs.autograd.what_if_adding import AddingRow
from gui.labs.autograd.what_if_compare import ComparisonView
from gui.labs.autograd.what_if_questions import Questions
from gui.labs.autograd.what_if_rows import ChangeList, place_words
from gui.labs.autograd.what_if_status import StatusCard
from gui.program_runner import ProgramRunner
from gui.text import COUNTED, fill, translate
from gui.theme import theme
from gui.widgets.parts import Card, Label, clear_layout, column, rule, scrolled


class WhatIfPage(QWidget):
    """Shows the changes, asks the runner, and compares. What it shows follows from the run, the frame and the changes.

    Args:
        runner: Asked while the page is in sight.

    Signals:
        changes_made: The user made other changes: a tuple of `PassChange`, of all passes.
        node_chosen: A node's id, to go to its step.
        run_asked: The program is to be run (again).
    """

    changes_made = Signal(object)
    node_chosen = Signal(int)
    run_asked = Signal()

    def __init__(self, runner: ProgramRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.questions = Questions(runner, self)
        self._replay: Replay | None = None
        self._frame: Frame | None = None
        self._changes: tuple[PassChange, ...] = ()
        self._choices: tuple[int, PassChoices] | None = None
        self._preset: int | None = None
        self._suggested: PassChoices | None = None
        self._refused = ""
        self._build()
        self.questions.answered.connect(self._show_answer)
        self.questions.moved.connect(self._write_status)
        theme().changed.connect(self._redress)
        self.retranslate()

    def _build(self) -> None:
        content = QWidget()
        body = column(content, margins=(0, 0, 8, 0), spacing=12)
        body.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.empty_card, self.changes_card = Card(), Card()
        self.empty_title, self.empty_hint = Label("large"), Label("body")
        self.run_button = QPushButton()
        self.run_button.setObjectName("primary")
        self.heading, self.others = Label("heading"), Label("quiet")
        self.invitation, self.hint = Label("large"), Label("body")
        self.suggestions = column(spacing=8)
        self.list, self.adding, self._rule = ChangeList(), AddingRow(), rule()
        for label in (self.empty_title, self.empty_hint, self.heading, self.invitation, self.hint):
            label.setWordWrap(True)
        for label in (self.empty_title, self.empty_hint):
            self.empty_card.column.addWidget(label)
        self.empty_card.column.addWidget(self.run_button, 0, Qt.AlignmentFlag.AlignLeading)
        for label in (self.heading, self.invitation, self.hint):
            self.changes_card.column.addWidget(label)
        self.changes_card.column.addLayout(self.suggestions)
        for widget in (self.list, self._rule, self.adding, self.others):
            self.changes_card.column.addWidget(widget)
        self.status, self.view = StatusCard(self.questions), ComparisonView()
        for part in (self.empty_card, self.changes_card, self.status, self.view):
            body.addWidget(part)
        body.addStretch(1)
        outer = column(self, spacing=0)
        outer.addWidget(scrolled(content, "ground"))
        self.run_button.clicked.connect(self.run_asked)
        self.status.run_asked.connect(self.run_asked)
        self.list.changed.connect(self._changed)
        self.list.removed.connect(self._removed)
        self.adding.added.connect(self._added)
        self.list.refused.connect(self._refuse)
        self.adding.refused.connect(self._refuse)
        self.view.node_chosen.connect(self.node_chosen)

    # What is shown.

    def show_run(self, replay: Replay | None) -> None:
        """Show another run; what was asked of the one before is dropped."""
        self._replay, self._frame = replay, None
        self._choices = self._preset = None
        self.questions.forget(run=True)
        self._refresh()

    def show_frame(self, frame: Frame | None) -> None:
        """Show another moment of the run: its pass is the one that is changed, its node is preset."""
        self._frame = frame
        self._refresh()

    def show_changes(self, changes: tuple[PassChange, ...]) -> None:
        """Show other changes, of all passes."""
        self._changes = changes
        self._refused = ""
        self._refresh()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.adding.retranslate()
        self.status.retranslate()
        self.empty_title.setText(translate("WhatIf", "What if a gradient were another?"))
        self.run_button.setText(translate("WhatIf", "Run"))
        self.invitation.setText(translate("WhatIf", "What if a gradient were another?"))
        self.hint.setText(
            translate(
                "WhatIf",
                "Change what arrives, or cut an edge. The nodes of this pass are called again with it, and both "
                "runs are compared. The program itself is not run again.",
            )
        )
        self._refresh(anew=True)

    @property
    def number(self) -> int | None:
        """The pass that is changed, or None where there is none."""
        replay, frame = self._replay, self._frame
        if replay is None or not replay.trace.passes:
            return None
        number = 0 if frame is None else frame.pass_index
        return number if 0 <= number < len(replay.trace.passes) else None

    def _of_pass(self) -> tuple[Change, ...]:
        return tuple(one.change for one in self._changes if one.number == self.number)

    def _choices_of(self, replay: Replay, number: int) -> PassChoices:
        if self._choices is None or self._choices[0] != number:
            self._choices = (number, PassChoices(replay.trace, number))
            self._preset = None
            self._refused = ""
        return self._choices[1]

    def _refresh(self, *, anew: bool = False) -> None:
        """Show what follows from run, frame and changes. Out of sight nothing is done: `showEvent` catches up."""
        if not self.isVisible():
            return
        replay, number = self._replay, self.number
        there = replay is not None and number is not None
        self.empty_card.setVisible(not there)
        self.changes_card.setVisible(there)
        if replay is None or number is None:
            self.empty_hint.setText(
                translate(
                    "WhatIf", "Run a program that asks for gradients; then its backward pass can be changed here."
                )
                if replay is None
                else translate("WhatIf", "This run had no backward pass, so there is nothing to change.")
            )
            self.questions.forget()
        else:
            choices = self._choices_of(replay, number)
            changes = self._of_pass()
            self._write_heading(replay, number)
            self._show_changes(replay, choices, changes, anew=anew)
            self.questions.want(number, tuple(one for one in changes if choices.fits(one)))
        if anew:
            self._show_answer()
        self._write_status()

    def _show_changes(self, replay: Replay, choices: PassChoices, changes: tuple[Change, ...], *, anew: bool) -> None:
        self.list.show_changes(replay, choices, changes)
        for part in (self.invitation, self.hint):
            part.setVisible(not changes)
        self._rule.setVisible(bool(changes))
        self._show_suggestions(replay, choices, changes, anew=anew)
        self.adding.show_pass(replay, choices)
        self.adding.show_present(changes)
        node = None if self._frame is None or self._frame.node is None else self._frame.node.id
        if node is not None and node != self._preset:
            self._preset = node
            self.adding.show_node(node)

    def _write_heading(self, replay: Replay, number: int) -> None:
        line, count = replay.trace.passes[number].line, len(replay.trace.passes)
        if line is None:
            text = translate("WhatIf", "Changes to backward pass {number} of {count}")
            self.heading.setText(fill(text, number=number + 1, count=count))
        else:
            text = translate("WhatIf", "Changes to backward pass {number} of {count}, line {line}")
            self.heading.setText(fill(text, number=number + 1, count=count, line=line))
        others = len(self._changes) - len(self._of_pass())
        self.others.setText(translate("WhatIf", "%n change(s) belong to other passes.", "", COUNTED, others))
        self.others.setVisible(others > 0)

    def _show_suggestions(self, replay: Replay, choices: PassChoices, changes: Sequence[Change], *, anew: bool) -> None:
        suggested = None if changes else choices
        if suggested is self._suggested and not anew:
            return
        self._suggested = suggested
        clear_layout(self.suggestions)
        for change in () if changes else choices.suggestions():
            button = QPushButton(suggestion_words(replay, choices, change))
            button.clicked.connect(lambda _=False, change=change: self._added(change))
            self.suggestions.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)

    def _show_answer(self) -> None:
        latest, replay = self.questions.found, self._replay
        if latest is None or replay is None or not (latest.answer.steps or latest.answer.captured):
            self.view.show_comparison(None, None)
        else:
            captured = self.questions.captured(latest.number)
            found = compare(replay.trace, latest.number, latest.answer, captured)
            self.view.show_comparison(replay, found)

    def _write_status(self) -> None:
        self.status.show_status(self._replay, self._refused)

    def _redress(self) -> None:
        if self.isVisible():
            self._show_answer()
            self._write_status()

    # What the user does.

    def _added(self, change: Change) -> None:
        assert self.number is not None
        self.changes_made.emit((*self._changes, PassChange(self.number, change)))

    def _places(self) -> list[int]:
        """Where the changes of this pass stand among all."""
        return [place for place, one in enumerate(self._changes) if one.number == self.number]

    def _changed(self, place: int, change: Change) -> None:
        assert self.number is not None
        changes = list(self._changes)
        changes[self._places()[place]] = PassChange(self.number, change)
        self._refused = ""
        self._write_status()
        self.changes_made.emit(tuple(changes))

    def _removed(self, place: int) -> None:
        gone = self._places()[place]
        self.adding.acts.setFocus()  # The button that had it goes.
        self.changes_made.emit(tuple(one for at, one in enumerate(self._changes) if at != gone))

    def _refuse(self, text: str) -> None:
        self._refused = text or " "
        self._write_status()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh(anew=True)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.questions.rest()


def suggestion_words(replay: Replay, choices: PassChoices, change: Change) -> str:
    """What a suggestion does."""
    match change:
        case Upstream(root=place):
            root = choices.root(place)
            assert root is not None
            name = root_title(replay.node(root.node))
            return fill(translate("WhatIf", "Double the gradient of {name}"), name=name)
        case Cut(node=node, slot=slot):
            edge = next(one for one in choices.edges[node] if one.source_slot == slot)
            names = {"node": short_title(replay.node(node)), "target": short_title(replay.node(edge.target))}
            return fill(translate("WhatIf", "Cut the edge from {node} to {target}"), **names)
        case Hook():
            return place_words(replay, choices, change)
