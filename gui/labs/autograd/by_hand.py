"""The derivation by hand: the program in steps, the chain rule, each gradient three ways; or why there is none."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from core.autograd.derivation.job import Found
from core.autograd.derivation.problem import Inapplicable
from core.autograd.derivation.results import Checked, Derivation, Formula, Leaf, Lines
from gui.messages import inapplicable_sentence
from gui.text import COUNTED, fill, translate
from gui.theme import theme
from gui.widgets.formula import Formula as FormulaView
from gui.widgets.numbers import show_number
from gui.widgets.parts import Card, Label, clear_layout, column, row, scrolled

MOST_LINES = 12
"""Lines shown of one value or leaf; the rest is counted."""
DIGITS = 6
LONGEST = 90
"""Characters of a formula that is drawn; a longer one would shrink to a hair, and is written."""
SLICE = 0.012
"""Seconds of drawing at a stretch: a formula takes some milliseconds, and the interface never waits."""


class ByHandPage(QWidget):
    """Shows what a `DerivationJob` found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Found | None = None
        self._waiting = False
        self._nothing = ""
        content = QWidget()
        self._body: QVBoxLayout = column(content, margins=(0, 0, 8, 0), spacing=12)
        self._body.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._pieces: Iterator[None] = iter(())
        self._clock = QTimer(self)
        self._clock.setInterval(0)
        self._clock.timeout.connect(self._go_on)
        outer = column(self, spacing=0)
        outer.addWidget(scrolled(content, "ground"))

    def show_nothing(self, sentence: str) -> None:
        """Say why there is nothing to derive."""
        self._found, self._waiting, self._nothing = None, False, sentence
        self._draw()

    def show_waiting(self) -> None:
        """Show that a derivation is under way."""
        self._found, self._waiting = None, True
        self._draw()

    def show_found(self, found: Found | None) -> None:
        """Show a derivation, or why there is none; None where its process failed."""
        self._found, self._waiting = found or Found(problem=Inapplicable("out of time")), False
        self._draw()

    @property
    def derivation(self) -> Derivation | None:
        """What is shown."""
        return None if self._found is None else self._found.derivation

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._draw()

    def _draw(self) -> None:
        clear_layout(self._body)
        found = self._found
        self._pieces = iter(())
        if found is not None and found.derivation is not None:
            self._pieces = self._draw_derivation(found.derivation)
            self._clock.start()
        else:
            self._draw_sentence(found)

    @property
    def drawn(self) -> bool:
        """Whether all of it is there."""
        return not self._clock.isActive()

    def _go_on(self) -> None:
        """Draw some more."""
        end = time.perf_counter() + SLICE
        while time.perf_counter() < end:
            try:
                next(self._pieces)
            except StopIteration:
                self._clock.stop()
                return

    def _draw_sentence(self, found: Found | None) -> None:
        if self._waiting:
            title, text = translate("ByHand", "Deriving"), translate("ByHand", "sympy works in a process of its own.")
        elif found is not None and found.problem is not None:
            title, text = translate("ByHand", "Not derived by hand"), inapplicable_sentence(found.problem)
        else:
            title, text = translate("ByHand", "Nothing to derive yet"), self._nothing
        card = Card()
        for label in (Label("large", title), Label("body", text)):
            label.setWordWrap(True)
            card.column.addWidget(label)
        self._body.addWidget(card)

    def _draw_derivation(self, derivation: Derivation) -> Iterator[None]:
        for leaf in derivation.leaves:
            yield from self._draw_leaf(leaf)
        steps = self._card(translate("ByHand", "The program, step by step"))
        for step in derivation.steps:
            yield from self._draw_lines(steps, step.value)
            yield from self._draw_lines(steps, step.derivatives, colour="accent")
            if step.piecewise:
                text = translate("ByHand", "Distinguishes cases: this holds around these numbers.")
                steps.column.addWidget(Label("quiet", text))
        chain = self._card(translate("ByHand", "The chain rule, from the result back"))
        for lines in derivation.chain:
            yield from self._draw_lines(chain, lines)

    def _card(self, heading: str) -> Card:
        card = Card()
        card.column.addWidget(Label("heading", heading))
        self._body.addWidget(card)
        return card

    @staticmethod
    def _draw_lines(card: Card, lines: Lines, colour: str = "ink") -> Iterator[None]:
        formulas: Sequence[Formula] = lines.elements if lines.general is None else (lines.general,)
        for formula in formulas[:MOST_LINES]:
            card.column.addWidget(_drawn(formula, colour))
            yield
        left = lines.left_out + max(0, len(formulas) - MOST_LINES)
        if left and lines.general is None:
            card.column.addWidget(Label("quiet", translate("ByHand", "and %n more", "", COUNTED, left)))

    def _draw_leaf(self, leaf: Leaf) -> Iterator[None]:
        """The general form large, and every element three ways."""
        text = translate("ByHand", "The gradient of {name}")
        card = self._card(fill(text, name=leaf.name.text))
        if leaf.general is not None:
            card.column.addWidget(_drawn(leaf.general, "accent", "large"))
            yield
        # Mathematics and numbers from left to right, in every language.
        table = QWidget()
        table.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        grid = QGridLayout(table)
        theme().space(grid, (0, 4, 0, 0), 12)
        grid.setColumnStretch(0, 1)
        heads = (
            translate("ByHand", "numbers put in"),
            translate("ByHand", "by hand"),
            translate("ByHand", "autograd"),
            translate("ByHand", "finite difference"),
        )
        for place, head in enumerate(heads):
            grid.addWidget(Label("quiet", head), 0, place)
        card.column.addWidget(table)
        for line, element in enumerate(leaf.elements[:MOST_LINES]):
            self._add_element(grid, line + 1, element)
            yield
        if len(leaf.elements) > MOST_LINES:
            more = len(leaf.elements) - MOST_LINES
            card.column.addWidget(Label("quiet", translate("ByHand", "and %n more", "", COUNTED, more)))
        card.column.addWidget(self._verdict(leaf))

    @staticmethod
    def _add_element(grid: QGridLayout, line: int, element: Checked) -> None:
        shown = element.substituted or element.expression
        holder = row(spacing=0)
        if shown is not None and len(shown.text) <= LONGEST:
            holder.addWidget(_drawn(shown))
        else:
            holder.addWidget(Label("mono", "…"))
        holder.addStretch(1)
        grid.addLayout(holder, line, 0)
        numbers = (
            (element.symbolic, True),
            (element.autograd, element.autograd_verdict == "agrees"),
            (element.difference, element.difference_verdict == "agrees"),
        )
        for place, (number, agrees) in enumerate(numbers):
            label = Label("mono", "–" if number is None else show_number(number, DIGITS))
            if not agrees and number is not None:
                label.setStyleSheet(f"color: {theme().palette.danger};")
            grid.addWidget(label, line, place + 1)

    @staticmethod
    def _verdict(leaf: Leaf) -> Label:
        verdicts = {one for element in leaf.elements for one in (element.autograd_verdict, element.difference_verdict)}
        if verdicts == {"agrees"}:
            label = Label("body", translate("ByHand", "✓ Autograd, the derivation and the finite differences agree"))
            label.setStyleSheet(f"color: {theme().palette.good};")
        elif "disagrees" in verdicts:
            text = translate("ByHand", "They disagree where it is red: a hook may have changed gradients.")
            label = Label("body", text)
            label.setStyleSheet(f"color: {theme().palette.danger};")
        else:
            label = Label("quiet", translate("ByHand", "Where nothing can be compared, nothing is said."))
        label.setWordWrap(True)
        return label


def _drawn(formula: Formula, colour: str = "ink", size: str = "value") -> QWidget:
    if len(formula.text) > LONGEST:
        written = Label("formula", formula.text)
        written.setWordWrap(True)
        written.setMinimumWidth(1)
        written.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        return written
    view = FormulaView(size)
    view.show_latex(formula.latex, formula.text, colour)
    return view
