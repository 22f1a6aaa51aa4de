"""The program's column: examples, the editor, Run and Stop, the variables, and what was printed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout

from gui.editor.editor import CodeEditor
from gui.labs.autograd.variables import VariablesPanel
from gui.messages import example_name, example_names
from gui.text import translate
from gui.theme import theme
from gui.widgets.choice import Choice
from gui.widgets.parts import Card, Label, row

LONGEST_LINE = 1000
"""Characters: a line is laid out anew, whole, with every piece that is added to it, so that a million take minutes."""


class ProgramPanel:
    """Puts the parts into a lab's column of controls; what they do is the lab's.

    Args:
        into: The column.
        program: Gives the present text.
    """

    def __init__(self, into: QVBoxLayout, program: Callable[[], str]) -> None:
        self.program_heading, self.variables_heading = Label("heading"), Label("heading")
        self.output_heading = Label("heading")
        self.examples = Choice()
        self.examples.setMinimumContentsLength(12)
        self.open_button, self.run_button, self.stop_button = QPushButton(), QPushButton(), QPushButton()
        self.run_button.setObjectName("primary")
        self.editor = CodeEditor()
        card = Card()
        theme().space(card.column, (6, 8, 6, 8), 0)
        card.column.addWidget(self.editor)
        theme().least(self.editor, height=240)
        self.stale = Label("quiet")
        self.variables = VariablesPanel(program)
        self.output = QPlainTextEdit()
        self.output.setObjectName("output")
        self.output.setReadOnly(True)
        self.output.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        theme().size(self.output, height=110)
        top = row(spacing=8)
        top.addWidget(self.examples, 1)
        top.addWidget(self.open_button)
        acts = row(spacing=8)
        acts.addWidget(self.run_button)
        acts.addWidget(self.stop_button)
        acts.addWidget(self.stale, 1)
        into.addWidget(self.program_heading)
        into.addLayout(top)
        into.addWidget(card, 1)
        into.addLayout(acts)
        into.addWidget(self.variables_heading)
        into.addWidget(self.variables)
        into.addWidget(self.output_heading)
        into.addWidget(self.output)

    def show_example(self, name: str | None) -> None:
        """Show which example the program is, or that it is none."""
        names = example_names()
        self.examples.setCurrentIndex(names.index(name) if name in names else -1)

    def add_output(self, text: str) -> None:
        """Show what was printed next; a line that is very long goes on in the next one."""
        self.output.moveCursor(self.output.textCursor().MoveOperation.End)
        self.output.insertPlainText(in_short_lines(text, self.output.textCursor().positionInBlock()))
        self.output.ensureCursorVisible()

    def show_state(self, state: str, *, running: bool, stale: bool) -> None:
        """Show how the run stands, and whether the program is another text than the one that ran."""
        self.run_button.setEnabled(not running)
        self.stop_button.setEnabled(running)
        self.stale.setText(translate("Autograd", "Changed since it ran") if stale and not running else state)
        shown = not self.output.document().isEmpty()
        self.output.setVisible(shown)
        self.output_heading.setVisible(shown)
        self.variables_heading.setVisible(not self.variables.is_empty)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.program_heading.setText(translate("Autograd", "Program"))
        self.variables_heading.setText(translate("Autograd", "Variables"))
        self.output_heading.setText(translate("Autograd", "Printed"))
        self.open_button.setText(translate("Autograd", "Open…"))
        self.run_button.setText(translate("Autograd", "Run"))
        self.stop_button.setText(translate("Autograd", "Stop"))
        self.run_button.setToolTip("Ctrl+Enter")
        self.stop_button.setToolTip("Shift+F5")
        self.editor.setAccessibleName(translate("Autograd", "Program"))
        self.editor.retranslate()
        self.output.setAccessibleName(translate("Autograd", "Printed"))
        self.examples.setAccessibleName(translate("Autograd", "Example"))
        self.examples.setPlaceholderText(translate("Autograd", "Examples"))
        chosen = self.examples.currentIndex()
        self.examples.clear()
        self.examples.addItems([example_name(name) for name in example_names()])
        self.examples.setCurrentIndex(chosen)
        self.variables.retranslate()


def in_short_lines(text: str, column: int = 0) -> str:
    """A text with its lines broken after `LONGEST_LINE` characters; the first one begins at a column."""
    found = []
    for line in text.split("\n"):
        first = max(LONGEST_LINE - column, 0)
        pieces = [line[:first], *(line[at : at + LONGEST_LINE] for at in range(first, len(line), LONGEST_LINE))]
        found.append("\n".join(pieces))
        column = 0
    return "\n".join(found)
