"""A custom function's backward, entered: line by line, with the names that each line gave a value."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.autograd.backward_lines import BackwardLinesAnswer, Shown
from gui.labs.autograd.shown_view import add_shown
from gui.question_messages import problem_sentence
from gui.text import fill, translate
from gui.widgets.parts import Card, IconButton, Label, clear_layout, column, row
from gui.widgets.scrubber import Scrubber
from gui.widgets.tensor_view import TensorView


class BackwardLinesView(Card):
    """Shows a `BackwardLinesAnswer` at one of its lines; position 0 is before the first.

    Signals:
        moved: The position that the user wants.
    """

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answer: BackwardLinesAnswer | None = None
        self._source: tuple[str, ...] = ()
        self._position = 0
        self.heading, self.place, self.code = Label("heading"), Label("mono"), Label("formula")
        self.words = Label("body")
        self.words.setWordWrap(True)
        self.back, self.next = IconButton("back"), IconButton("next")
        self.scrubber = Scrubber()
        self._acts = QWidget()
        self._acts.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        line = row(self._acts, spacing=6)
        for part in (self.back, self.next):
            line.addWidget(part)
        line.addWidget(self.scrubber, 1)
        line.addWidget(self.place)
        self.code.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.code.setWordWrap(True)
        self._body: QVBoxLayout = column(spacing=10)
        for widget in (self.heading, self.words, self._acts, self.code):
            self.column.addWidget(widget)
        self.column.addLayout(self._body)
        self.column.addStretch(1)
        self.back.clicked.connect(lambda: self.moved.emit(self._position - 1))
        self.next.clicked.connect(lambda: self.moved.emit(self._position + 1))
        self.scrubber.valueChanged.connect(self.moved)

    @property
    def line(self) -> int | None:
        """The program's line at the position, counted from 1."""
        lines = () if self._answer is None else self._answer.lines
        return lines[self._position - 1].line if 0 < self._position <= len(lines) else None

    def show_answer(self, answer: BackwardLinesAnswer | None, source: str, position: int) -> None:
        """Show another answer, or another of its lines; None while it is waited for.

        Args:
            answer: What was seen.
            source: The program's text.
            position: How many of its lines are done.
        """
        self._answer, self._source = answer, tuple(source.splitlines())
        count = 0 if answer is None else len(answer.lines)
        self._position = max(0, min(position, count))
        self._draw()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.heading.setText(translate("Custom", "Inside backward, line by line"))
        self.back.set_name(translate("Custom", "The line before"))
        self.next.set_name(translate("Custom", "The next line"))
        self.scrubber.setAccessibleName(translate("Custom", "Line of backward"))
        self._draw()

    def _draw(self) -> None:
        clear_layout(self._body)
        answer = self._answer
        lines = () if answer is None else answer.lines
        self._acts.setVisible(bool(lines))
        self.code.setVisible(bool(lines))
        if answer is None:
            self.words.setText(translate("Custom", "The recorded pass is asked…"))
            return
        self._write_words(answer)
        self._write_place(len(lines))
        if self._position == 0:
            self.code.setText("")
            self._add_context(answer)
        elif lines:
            self._add_line(answer)

    def _write_words(self, answer: BackwardLinesAnswer) -> None:
        if answer.problem is not None:
            self.words.setText(problem_sentence(answer.problem, answer.failure))
        else:
            text = translate(
                "Custom",
                "{name}.backward was run again in a copy of the program's process, with the gradients that had "
                "arrived.",
            )
            self.words.setText(fill(text, name=answer.function))

    def _write_place(self, count: int) -> None:
        self.scrubber.blockSignals(True)
        self.scrubber.setRange(0, count)
        self.scrubber.setValue(self._position)
        self.scrubber.blockSignals(False)
        self.place.setText(f"{self._position} / {count}")
        self.back.setEnabled(self._position > 0)
        self.next.setEnabled(self._position < count)

    def _add_context(self, answer: BackwardLinesAnswer) -> None:
        """What backward is called with."""
        context = answer.context
        for slot, gradient in enumerate(answer.arrived):
            view = TensorView()
            text = translate("Custom", "Arrives for output {slot}")
            view.show_tensor(fill(text, slot=slot), gradient)
            self._body.addWidget(view)
        if context.problem is not None:
            words = Label("body", context.problem)
            words.setWordWrap(True)
            self._body.addWidget(words)
        for place, saved in enumerate(context.saved):
            name = context.names[place] if place < len(context.names) else str(place)
            add_shown(self._body, fill(translate("Custom", "ctx saved: {name}"), name=name), saved)
        if context.needs_input_grad:
            needed = str(tuple(map(bool, context.needs_input_grad)))
            add_shown(self._body, "ctx.needs_input_grad", Shown(text=needed))
        for name, value in context.attributes.items():
            add_shown(self._body, f"ctx.{name}", value)

    def _add_line(self, answer: BackwardLinesAnswer) -> None:
        line = answer.lines[self._position - 1]
        text = self._source[line.line - 1].strip() if line.line <= len(self._source) else ""
        where = f"{line.function} · " if line.depth else ""
        self.code.setText(f"{line.line}  {where}{text}")
        for name, value in line.changed.items():
            add_shown(self._body, name, value)
        for name in line.gone:
            self._body.addWidget(Label("quiet", fill(translate("Custom", "{name} is deleted"), name=name)))
        if line.raised is not None:
            words = Label("body", fill(translate("Custom", "Raised here: {error}"), error=line.raised))
            words.setWordWrap(True)
            self._body.addWidget(words)
        if line.returned is not None:
            add_shown(self._body, translate("Custom", "Returned"), line.returned)
