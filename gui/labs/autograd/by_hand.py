"""The derivation by hand: the program in steps, the chain rule, each gradient three ways; or why there is none."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from core.autograd.derivation.job import Found
from core.autograd.derivation.problem import Inapplicable
from core.autograd.derivation.reached import Reached, reached
from core.autograd.derivation.results import Checked, Derivation, Formula, Leaf, Lines
from core.autograd.replay import Replay
from gui.messages import inapplicable_sentence
from gui.text import COUNTED, as_code, fill, translate
from gui.theme import theme
from gui.widgets.formula import Formula as FormulaView
from gui.widgets.formula import drawable
from gui.widgets.numbers import show_number
from gui.widgets.parts import Card, Label, Note, clear_layout, column, row, scrolled
from gui.widgets.segments import Segments

FOLLOW = ("steps", "all")
MOST_LINES = 12
"""Lines shown of one value or leaf; the rest is counted."""
DIGITS = 6
LONGEST = 90
"""Characters of a formula that is drawn; a longer one would shrink to a hair, and is written."""
SLICE = 0.012
"""Seconds of drawing at a stretch: a formula takes some milliseconds, and the interface never waits."""


class ByHandPage(QWidget):
    """Shows what a `DerivationJob` found: all of it, or as much as the clock has reached.

    Signals:
        all_wanted: Whether the user wants all of it, wherever the clock stands.
    """

    all_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Found | None = None
        self._reached: Reached | None = None
        self._waiting = False
        self._nothing = ""
        self._step = 0
        self._all = False
        self._parts: list[tuple[int, QWidget]] = []
        self._content = QWidget()
        self._body: QVBoxLayout = column(self._content, margins=(0, 0, 8, 0), spacing=12)
        self._body.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._pieces: Iterator[None] = iter(())
        self._clock = QTimer(self)
        self._clock.setInterval(0)
        self._clock.timeout.connect(self._go_on)
        self.follow = Segments(FOLLOW)
        self.follow.chosen.connect(lambda key: self.all_wanted.emit(key == "all"))
        self.place = Note("quiet")
        top = row(spacing=10)
        top.addWidget(self.place, 1)
        top.addWidget(self.follow)
        outer = column(self, spacing=10)
        outer.addLayout(top)
        self._area = scrolled(self._content, "ground")
        outer.addWidget(self._area, 1)

    def show_nothing(self, sentence: str) -> None:
        """Say why there is nothing to derive."""
        self._found, self._reached, self._waiting, self._nothing = None, None, False, sentence
        self._draw()

    def show_waiting(self) -> None:
        """Show that a derivation is under way."""
        self._found, self._reached, self._waiting = None, None, True
        self._draw()

    def show_found(self, found: Found | None, replay: Replay | None, number: int) -> None:
        """Show a pass's derivation, or why there is none; None where its process failed."""
        self._found, self._waiting = found or Found(problem=Inapplicable("out of time")), False
        derivation = self.derivation
        self._reached = None if derivation is None or replay is None else reached(derivation, replay, number)
        self._draw()

    def show_step(self, step: int, everything: bool) -> None:
        """Show what the clock has reached at a position, or all of it."""
        self._step, self._all = step, everything
        self.follow.show_chosen("all" if everything else "steps")
        latest = None
        for position, part in self._parts:
            self._place(position, part)
            if position == step:
                latest = part
        self._write_place()
        if latest is not None and not everything:
            QTimer.singleShot(0, self, lambda: self._bring(latest))

    def _place(self, position: int, part: QWidget) -> None:
        part.setVisible(self._all or position <= self._step)
        if isinstance(part, Card):
            return
        name = "lit" if position == self._step and not self._all else ""
        if part.objectName() != name:
            part.setObjectName(name)
            part.style().unpolish(part)
            part.style().polish(part)

    def _bring(self, part: QWidget) -> None:
        """Scroll to what has just appeared, if it is there still."""
        if any(one is part for _, one in self._parts):
            self._area.ensureWidgetVisible(part, 0, theme().px(24))

    def _write_place(self) -> None:
        shown = self.derivation is not None
        self.follow.setVisible(shown)
        if not shown or self._all:
            self.place.setText("")
            return
        waiting = sum(position > self._step for position, _ in self._parts)
        text = translate("ByHand", "%n line(s) to come, as the steps reach them", "", COUNTED, waiting)
        self.place.setText(text if waiting else "")

    @property
    def derivation(self) -> Derivation | None:
        """What is shown."""
        return None if self._found is None else self._found.derivation

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.follow.set_texts([translate("ByHand", "As the steps reach it"), translate("ByHand", "All of it")])
        self._draw()

    def _draw(self) -> None:
        clear_layout(self._body)
        self._parts = []
        found = self._found
        self._pieces = iter(())
        if found is not None and found.derivation is not None:
            self._pieces = self._draw_derivation(found.derivation)
            self._clock.start()
        else:
            self._draw_sentence(found)
        self._write_place()

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
                self.show_step(self._step, self._all)
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
        """Forward on the left, back on the right, as in the graph's two passes; what comes out below."""
        both = QWidget()
        both.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        both.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        beside = row(both, spacing=12)
        self._body.addWidget(both)
        steps = self._card(translate("ByHand", "The program, step by step"), beside)
        chain = self._card(translate("ByHand", "The chain rule, from the result back"), beside)
        at = self._reached or Reached(
            (0,) * len(derivation.steps), (0,) * len(derivation.chain), (0,) * len(derivation.leaves)
        )
        for position, step in zip(at.steps, derivation.steps, strict=True):
            part = self._part(position, steps.column)
            yield from self._draw_lines(part, step.value)
            yield from self._draw_lines(part, step.derivatives, colour="accent")
            if step.piecewise:
                text = translate("ByHand", "Distinguishes cases: this holds around these numbers.")
                part.addWidget(Label("quiet", text))
        for position, lines in zip(at.chain, derivation.chain, strict=True):
            yield from self._draw_lines(self._part(position, chain.column), lines)
        for one in (steps, chain):
            one.column.addStretch(1)
        for position, leaf in zip(at.leaves, derivation.leaves, strict=True):
            yield from self._draw_leaf(position, leaf)

    def _part(self, position: int, into: QVBoxLayout) -> QVBoxLayout:
        """A place for lines that appear together when the clock reaches a position."""
        part = QFrame()
        part.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        into.addWidget(part)
        self._parts.append((position, part))
        self._place(position, part)
        return column(part, margins=(8, 4, 8, 4), spacing=6)

    def _card(self, heading: str, into: QBoxLayout) -> Card:
        card = Card()
        # The words of the page's language begin where that language begins.
        label = Label("heading", heading)
        label.setLayoutDirection(self.layoutDirection())
        card.column.addWidget(label)
        into.addWidget(card, 1)
        return card

    @staticmethod
    def _draw_lines(into: QVBoxLayout, lines: Lines, colour: str = "ink") -> Iterator[None]:
        formulas: Sequence[Formula] = lines.elements if lines.general is None else (lines.general,)
        for formula in formulas[:MOST_LINES]:
            into.addWidget(_drawn(formula, colour))
            yield
        left = lines.left_out + max(0, len(formulas) - MOST_LINES)
        if left and lines.general is None:
            into.addWidget(Label("quiet", translate("ByHand", "and %n more", "", COUNTED, left)))

    def _draw_leaf(self, position: int, leaf: Leaf) -> Iterator[None]:
        """The general form large, and every element three ways."""
        text = translate("ByHand", "The gradient of {name}")
        card = self._card(fill(text, name=leaf.name.text), self._body)
        self._body.setStretchFactor(card, 0)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._parts.append((position, card))
        self._place(position, card)
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
            translate("ByHand", "largest difference"),
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
        others = [abs(one - element.symbolic) for one in (element.autograd, element.difference) if one is not None]
        largest = max(others, default=0.0)
        grid.addWidget(Label("mono", f"{largest:.1e}" if largest else "0"), line, len(numbers) + 1)

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
    if len(formula.text) > LONGEST or not drawable(formula.text):
        written = Label("formula", as_code(formula.text))
        written.setWordWrap(True)
        written.setMinimumWidth(1)
        written.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        return written
    view = FormulaView(size)
    view.show_latex(formula.latex, formula.text, colour)
    return view
