"""A node's rule: as mathematics, as torch has it, and with numbers put in for one entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.autograd.notation.numbered import Numbered, Numbers, numbered, with_shapes
from core.autograd.notation.rule import Rule, readable
from core.autograd.replay import Frame, Replay
from core.autograd.trace import Node, Saved, Tensor
from gui.labs.autograd.entry_links import EntryLinks
from gui.text import as_code, translate
from gui.widgets.formula import Formula, drawable
from gui.widgets.parts import Label, show_if
from gui.widgets.stacked import Stack, StackedCard

_NAMES = {"self": "x", "result": "y"}


class RuleLine(Stack):
    """The rule for one argument."""

    def __init__(self) -> None:
        super().__init__(spacing=6)
        self.drawn = Formula("body")
        self.text = Label("formula")
        self.text.setWordWrap(True)
        self.text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.text.setMinimumWidth(1)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.indexed, self.numbers = Formula("body"), Formula("body")
        for part in (self.drawn, self.indexed, self.numbers, self.text):
            self.append(part)

    def show_rule(self, rule: Rule, latex: str | None) -> None:
        """Show the rule itself."""
        words = f"{', '.join(rule.arguments)}: {rule.text}"
        show_if(self.drawn, latex is not None)
        if latex is not None:
            self.drawn.show_latex(latex, rule.text, later=True)
        self.text.setText(breakable(words))
        self.text.setToolTip(rule.torch if rule.torch != rule.text else "")

    def show_numbers(self, found: Numbered | None) -> None:
        """Show it for one entry, or with None not."""
        for formula in (self.indexed, self.numbers):
            show_if(formula, found is not None)
        if found is not None:
            self.indexed.show_latex(found.indexed, later=True)
            self.numbers.show_latex(f"= {found.numbers}", found.numbers, later=True)


class RuleCard(StackedCard):
    """Every line of a node's rule that is for an argument that gets a gradient."""

    def __init__(self, links: EntryLinks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._links = links
        self.heading, self.note = Label("heading"), Label("quiet")
        self.note.setWordWrap(True)
        self._lines: list[RuleLine] = []
        self.append(self.heading)
        self.append(self.note)
        self._explained: list[tuple[RuleLine, Callable[[], Numbered | None]]] = []
        links.moved.connect(self.show_entry)

    @property
    def lines(self) -> list[RuleLine]:
        """Those that are shown."""
        return [one for one in self._lines if not one.isHidden()]

    def show_rules(self, replay: Replay, frame: Frame, node: Node) -> None:
        """Show the rule of the node that runs in a frame."""
        self.heading.setText(translate("Autograd", "Torch's rule"))
        show_if(self, bool(node.formula))
        self._explained = []
        count = 0
        if node.formula:
            names = _drawable(names_of(replay, node, frame))
            arguments = _arguments(replay, node)
            needed = _needed(node.formula, names)
            numbers_of = _reader(node, frame, names, arguments, self._links)
            for line in needed:
                self._show_line(count, node, line, names, numbers_of)
                count += 1
        for spare in self._lines[count:]:
            show_if(spare, False)
        self.show_entry()

    def _show_line(
        self,
        place: int,
        node: Node,
        line: str,
        names: Mapping[str, str],
        numbers_of: Callable[[str], tuple[int, Numbers] | None],
    ) -> None:
        if place == len(self._lines):
            self._lines.append(RuleLine())
            self.insert(1 + place, self._lines[place])
        shown = self._lines[place]
        show_if(shown, True)
        rule = _rule(node, line, tuple(sorted(names.items())))
        found = numbers_of(rule.arguments[0]) if len(rule.arguments) == 1 else None
        latex = rule.latex
        if found is None:
            shown.show_rule(rule, latex)
            shown.show_numbers(None)
            return
        place_sent, numbers = found
        if latex is not None and r"\," in latex:
            latex = with_shapes(line, numbers) or latex  # A matrix product: shapes say more than letters.
        shown.show_rule(rule, latex)
        self._explained.append((shown, lambda: numbered(line, numbers, self._links.entry_of(("sent", place_sent)))))

    def show_entry(self) -> None:
        """Put in the numbers of the entry that is looked at."""
        if self.isHidden():
            return
        put_in = False
        for line, find in self._explained:
            found = find()
            line.show_numbers(found)
            put_in = put_in or found is not None
        self.note.setText(
            translate("Autograd", "Point at an entry of a grid, or choose one with the arrow keys, to see its numbers.")
            if put_in
            else ""
        )
        show_if(self.note, put_in)


def _reader(
    node: Node, frame: Frame, names: Mapping[str, str], arguments: tuple[str, ...], links: EntryLinks
) -> Callable[[str], tuple[int, Numbers] | None]:
    """Gives for an argument its place among what is sent, and what its rule is read with."""
    arrived = () if frame.record is None else frame.record.incoming

    def read(argument: str) -> tuple[int, Numbers] | None:
        if argument not in arguments or len(arrived) != 1 or arrived[0] is None:
            return None
        place = arguments.index(argument)
        sent = frame.sent[place].value if place < len(frame.sent) else None
        if sent is None:
            return None
        made = ("sent", place)
        relations = {"grad": links.relation(("arrived", 0), made)}
        for name, value in node.saved.items():
            if isinstance(value, Tensor):
                relations[name] = links.relation(("saved", name), made)
        saved = {name: number_of(value) for name, value in node.saved.items()}
        return place, Numbers({**_NAMES, **names}, saved, arrived[0], sent, relations)

    return read


def names_of(replay: Replay, node: Node, frame: Frame) -> dict[str, str]:
    """What the program calls the node's arguments and its result, by torch's names."""
    called = {}
    for argument, sent in zip(_arguments(replay, node), frame.sent, strict=False):
        target = None if sent.target is None else replay.node(sent.target)
        if target is not None:
            called[argument] = target.variable or argument
    called["result"] = node.variable or ""
    return called


def _drawable(names: Mapping[str, str]) -> dict[str, str]:
    """Names of letters that the font of formulas has; for others stand torch's own, and g for what arrived."""
    return {torch: name if drawable(name) else "" if torch == "result" else torch for torch, name in names.items()}


def _arguments(replay: Replay, node: Node) -> tuple[str, ...]:
    more = replay.details_of(node.id)
    return () if more is None else more.arguments


def _needed(formula: str, names: Mapping[str, str]) -> list[str]:
    """Of arguments that need no gradient nothing was saved, and nothing is said."""
    lines = formula.splitlines()
    return [line for line in lines if names.keys() & set(line.partition(": ")[0].split(", "))] or lines


_rules: dict[tuple[int, str, tuple[tuple[str, str], ...]], tuple[Node, Rule]] = {}


def _rule(node: Node, line: str, names: tuple[tuple[str, str], ...]) -> Rule:
    """A line of a node's rule, read once."""
    key = (id(node), line, names)
    known = _rules.get(key)
    if known is None or known[0] is not node:
        saved = {name: number_of(value) for name, value in node.saved.items()}
        if len(_rules) > 2048:
            _rules.clear()
        known = _rules[key] = node, readable(line, saved, dict(names))
    return known[1]


def number_of(value: Saved) -> Saved:
    """A tensor of one real number as that number, so that it can stand in a rule."""
    if isinstance(value, Tensor) and value.shape == () and value.array is not None and value.array.dtype.kind != "c":
        number: float = value.array.item()
        return number
    return value


@lru_cache(maxsize=1024)
def breakable(code: str) -> str:
    """Code that may be wrapped behind its punctuation, where a zero-width space stands; read from the left."""
    return re.sub(r"([(),._])", "\\1\u200b", as_code(code))
