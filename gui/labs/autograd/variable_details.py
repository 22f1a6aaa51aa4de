"""One variable at length: its numbers, its `.grad`, why that is None or what made it, and no_grad of its line."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from core.autograd.replay import Frame
from core.autograd.variables import Row, Variables
from core.autograd.why_no_grad import Contributed, Reason, contributions, why_no_grad
from core.editing.grad_modes import is_under_no_grad
from gui.autograd_messages import why_sentence
from gui.text import COUNTED, fill, isolate, translate
from gui.widgets.flow import FlowLayout
from gui.widgets.parts import Label, column, row
from gui.widgets.tensor_view import TensorView

MOST_PASSES = 5
"""Passes that are named one by one."""
_NONE = object()


class VariableDetails(QWidget):
    """Shows a `Row`.

    Signals:
        line_asked: The user wants to see a line of the program.
        no_grad_switched: The user wants a line under ``torch.no_grad()``, or out of it.
    """

    line_asked = Signal(int)
    no_grad_switched = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._variables: Variables | None = None
        self._row: Row | None = None
        self._frame: Frame | None = None
        self._shown: tuple[object, object] = (_NONE, _NONE)
        self.reason: Reason | None = None
        self.passes: tuple[Contributed, ...] = ()
        outer = column(self, spacing=8)
        self.value, self.grad = TensorView(), TensorView()
        self.answer = Label("body")
        self.answer.setWordWrap(True)
        lines = QWidget()
        self._lines = FlowLayout(lines, 6)
        self.line_buttons: list[QPushButton] = []
        self._asked: list[int] = []
        self.no_grad = QCheckBox()
        self.no_grad.clicked.connect(self._switch_no_grad)
        both = row(spacing=14)
        for view in (self.value, self.grad):
            view.setMinimumWidth(1)  # A long shape is cut rather than that the column grows.
            both.addWidget(view, 1, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(both)
        for part in (self.answer, lines, self.no_grad):
            outer.addWidget(part)

    def show_row(self, variables: Variables, row: Row, frame: Frame) -> None:
        """Show a variable at a position; where nothing is new, nothing is done."""
        self._variables, self._row, self._frame = variables, row, frame
        if (row.value, row.grad) != self._shown:
            self._shown = (row.value, row.grad)
            self.value.setVisible(row.value is not None)
            if row.value is not None:
                self.value.show_tensor(translate("Variables", "Value"), row.value)
            # What None means is said by the answer.
            self.grad.setVisible(row.grad is not None)
            if row.grad is not None:
                self.grad.show_tensor(isolate(".grad"), row.grad)
        reason = why_no_grad(variables, row, frame) if row.value is not None and row.grad is None else None
        passes = contributions(variables, row, frame) if row.grad is not None else ()
        self.reason, self.passes = reason, passes
        self._say(row, reason, passes)
        self._show_no_grad(variables, row)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._shown = (_NONE, _NONE)
        if self._variables is not None and self._row is not None and self._frame is not None:
            self.show_row(self._variables, self._row, self._frame)

    def _say(self, row: Row, reason: Reason | None, passes: tuple[Contributed, ...]) -> None:
        asked: list[tuple[int, str]] = []
        if row.value is None:
            words = fill(translate("Variables", "{name} stands for nothing yet at this step."), name=row.name)
        elif reason is not None:
            words = f"{self._is_none(row)} {why_sentence(reason, row.name)}"
            if reason.line is not None:
                asked.append((reason.line, fill(translate("Variables", "Go to line {line}"), line=reason.line)))
            if reason.pass_line is not None and reason.pass_line != reason.line:
                asked.append((reason.pass_line, self._pass_words(reason.pass_number or 1, reason.pass_line)))
        elif passes:
            count = len(passes)
            words = translate("Variables", "%n pass(es) have added to .grad.", "", COUNTED, count)
            for one in passes[-MOST_PASSES:]:
                if one.pass_line is not None:
                    asked.append((one.pass_line, self._pass_words(one.pass_number, one.pass_line)))
        else:
            words = translate("Variables", "No pass has added to this .grad: the program itself has set it.")
        if self.answer.text() != words:
            self.answer.setText(words)
        self._fill(asked)

    @staticmethod
    def _is_none(row: Row) -> str:
        return fill(translate("Variables", "{grad} is None."), grad=f"{row.name}.grad")

    @staticmethod
    def _pass_words(number: int, line: int) -> str:
        return fill(translate("Variables", "Pass {number}: line {line}"), number=number, line=line)

    def _fill(self, asked: list[tuple[int, str]]) -> None:
        self._asked = [line for line, _ in asked]
        for place in range(len(self.line_buttons), len(asked)):
            button = QPushButton()
            button.setObjectName("small")
            button.clicked.connect(lambda _=False, place=place: self.line_asked.emit(self._asked[place]))
            self._lines.addWidget(button)
            self.line_buttons.append(button)
        for place, button in enumerate(self.line_buttons):
            shown = place < len(asked)
            if shown and button.text() != asked[place][1]:
                button.setText(asked[place][1])
            if button.isHidden() == shown:
                button.setVisible(shown)

    def _show_no_grad(self, variables: Variables, row: Row) -> None:
        """The switch is there for what was computed from other tensors: a leaf that is made has nothing to track."""
        maker = None if row.value_id is None else variables.makers.get(row.value_id)
        computed = maker is not None and bool(variables.given(maker)) and not (row.is_leaf and row.requires_grad)
        wanted = row.line is not None and computed
        self.no_grad.setVisible(wanted)
        if wanted and row.line is not None:
            text = fill(translate("Variables", "Line {line} under {mode}"), line=row.line, mode="torch.no_grad()")
            if self.no_grad.text() != text:
                self.no_grad.setText(text)
            self.no_grad.setChecked(is_under_no_grad(variables.source, row.line))

    def _switch_no_grad(self, wanted: bool) -> None:
        # The text tells whether it is on: the run that follows shows it, or a refusal leaves it as it was.
        self.no_grad.setChecked(not wanted)
        if self._row is not None and self._row.line is not None:
            self.no_grad_switched.emit(self._row.line, wanted)
