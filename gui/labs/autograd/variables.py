"""The variables panel: every top-level tensor at the clock's position, why its `.grad` is None, and switches that
change the program's text and have it run again."""

from __future__ import annotations

import random
from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from core.autograd.replay import Frame, Replay
from core.autograd.variables import Row, Variables
from core.editing.grad_modes import with_no_grad
from core.editing.refused import Refused
from core.editing.seeds import RANDOM, seed_of, with_seed
from core.editing.source_edits import with_requires_grad
from gui.autograd_messages import integer_sentence, refused_sentence
from gui.labs.autograd.next_functions import NextFunctionsWalk
from gui.labs.autograd.variable_details import VariableDetails
from gui.labs.autograd.variable_table import VariableTable
from gui.text import translate
from gui.widgets.parts import Label, column, row
from gui.widgets.stepper import Stepper

REST = 120
"""Milliseconds without a step, after which the walk follows."""
LARGEST_ROLL = 999
"""Seeds that are rolled: short enough to be remembered."""


class VariablesPanel(QWidget):
    """The table, and below it what is chosen.

    Args:
        program: Gives the program's present text, which edits begin from.

    Signals:
        node_chosen: A row or a step of the walk was chosen, which has this node.
        line_asked: The user wants to see a line of the program.
        source_edited: The program's text as a switch wants it, to be run.
        told: A sentence: why there is no edit, or what was copied.
    """

    node_chosen = Signal(int)
    line_asked = Signal(int)
    source_edited = Signal(str)
    told = Signal(str)

    def __init__(self, program: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._program = program
        self._variables: Variables | None = None
        self._frame: Frame | None = None
        self._name: str | None = None
        self._node: int | None = None  # The clock's.
        self._walked: tuple[str, int | None] | None = None
        self.table = VariableTable()
        self.details, self.walk = VariableDetails(), NextFunctionsWalk()
        self.seed_name = Label("quiet")
        self.seed = Stepper(lowest=0)
        self.roll_button = QPushButton()
        self.roll_button.setObjectName("small")
        self._seed_row = QWidget()
        line = row(self._seed_row, spacing=8)
        line.addWidget(self.seed_name)
        line.addStretch(1)
        line.addWidget(self.seed)
        line.addWidget(self.roll_button)
        outer = column(self, spacing=10)
        for part in (self.table, self._seed_row, self.details, self.walk):
            outer.addWidget(part)
        # Many buttons change at once there: no step waits for them.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(REST)
        self._later.timeout.connect(self._show_walk)
        self.table.chosen.connect(self._row_chosen)
        self.table.switched.connect(self._requires_grad_switched)
        self.details.line_asked.connect(self.line_asked)
        self.details.no_grad_switched.connect(self._no_grad_switched)
        self.walk.node_chosen.connect(self.node_chosen)
        self.walk.told.connect(self.told)
        self.seed.chosen.connect(self._seed_chosen)
        self.roll_button.clicked.connect(self._roll)
        self.show_run(None)

    # What is shown.

    def show_run(self, replay: Replay | None, source: str = "") -> None:
        """Show another run of a program; the name that was chosen stays chosen if it is there again."""
        self._variables = None if replay is None else Variables(replay, source)
        self._frame = None
        self._later.stop()
        self.walk.show_run(replay)
        self._node, self._walked = None, None
        rows: tuple[Row, ...] = ()
        names = {}
        if self._variables is not None and replay is not None:
            rows = self._variables.rows(replay.frame(0))
            names = {node.id: node.name for node in replay.trace.nodes}
        self.table.rows.begin(rows, names)
        self.table.fit()
        self.table.setVisible(bool(rows))
        place = next((place for place, one in enumerate(rows) if one.name == self._name), None)
        self.table.choose(place)
        if place is None:
            self._name = None
        self._show_seed(replay, source)
        self._show_chosen(rows)

    def show_frame(self, frame: Frame | None) -> None:
        """Show a position of the clock."""
        self._frame = frame
        if self._variables is None or frame is None:
            return
        node = None if frame.node is None else frame.node.id
        rows = self._variables.rows(frame)
        self.table.rows.show_rows(rows, node)
        self._show_chosen(rows)
        self._node = node
        if self._name is not None:
            self._later.start()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.table.rows.retranslate()
        self.table.setAccessibleName(translate("Variables", "Variables"))
        self.seed_name.setText(translate("Variables", "Seed of the random numbers"))
        self.seed.set_names(
            translate("Variables", "Seed of the random numbers"),
            translate("Variables", "One less"),
            translate("Variables", "One more"),
        )
        self.roll_button.setText(translate("Variables", "Re-roll"))
        self.details.retranslate()
        self.walk.retranslate()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.table.rows.rows

    def _show_seed(self, replay: Replay | None, source: str) -> None:
        present = seed_of(source)
        details = None if replay is None else replay.trace.details
        drawn = details is not None and any(one.name.rpartition(".")[2] in RANDOM for one in details.operations)
        self._seed_row.setVisible(replay is not None and (present is not None or drawn))
        # Without one torch begins where the child does; the first step writes the next number.
        self.seed.show_value(0 if present is None else present)

    def _show_chosen(self, rows: tuple[Row, ...]) -> None:
        found = next((one for one in rows if one.name == self._name), None)
        shown = found is not None and self._variables is not None and self._frame is not None
        if self.details.isHidden() == shown:
            self.details.setVisible(shown)
        if not shown and not self.walk.isHidden():
            self.walk.hide()
        if found is not None and self._variables is not None and self._frame is not None:
            self.details.show_row(self._variables, found, self._frame)

    def _show_walk(self) -> None:
        """The walk follows the clock once that rests, and the chosen name where that has come to mean another."""
        self._later.stop()
        one = next((one for one in self.table.rows.rows if one.name == self._name), None)
        if one is not None and (one.name, one.node) != self._walked:
            self._walked = (one.name, one.node)
            self.walk.show_variable(one.name, one.node, is_leaf=one.is_leaf)
        elif one is not None:
            self.walk.show_node(self._node)

    # Acts.

    def _row_chosen(self, place: int) -> None:
        if self._variables is None or self._frame is None:
            return
        chosen = self.table.rows.rows[place]
        self._name, self._walked = chosen.name, None
        self._show_chosen(self.table.rows.rows)
        self._show_walk()
        node = chosen.node
        if chosen.value is None:  # It is gone to where it comes to be.
            node = self._variables.rows(self._variables.replay.frame(self._variables.replay.length))[place].node
        if node is not None:
            self.node_chosen.emit(node)

    def _line(self, one: Row) -> int | None:
        """Where a value was made, as long as the text is the one that ran."""
        return one.line if self._variables is not None and self._program() == self._variables.source else None

    def _requires_grad_switched(self, place: int, wanted: bool) -> None:
        one = self.table.rows.rows[place]
        if wanted and one.value is not None and not one.value.dtype.startswith(("float", "bfloat", "complex")):
            self.told.emit(integer_sentence())
        elif not one.name.isidentifier():
            self.told.emit(refused_sentence(Refused("parameter")))
        else:
            self._take(with_requires_grad(self._program(), one.name, self._line(one), wanted))

    def _no_grad_switched(self, line: int, wanted: bool) -> None:
        self._take(with_no_grad(self._program(), line, wanted))

    def _seed_chosen(self, seed: object) -> None:
        if isinstance(seed, int):
            self._take(with_seed(self._program(), seed))

    def _roll(self) -> None:
        present = self.seed.value
        rolled = random.choice([one for one in range(LARGEST_ROLL + 1) if one != present])
        self._take(with_seed(self._program(), rolled))

    def _take(self, edited: str | Refused) -> None:
        if isinstance(edited, Refused):
            self.told.emit(refused_sentence(edited))
        elif edited != self._program():
            self.source_edited.emit(edited)
