"""The expressions of derivatives.yaml as trees: the part of C++ that they are written in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A number, as written in Python."""

    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """A text in quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """An argument, a result, or a constant."""

    text: str


@dataclass(frozen=True, slots=True)
class Unary:
    """``-`` or ``!`` before something."""

    sign: str
    of: Tree


@dataclass(frozen=True, slots=True)
class Binary:
    """Two things with an operator between, written as in C++."""

    sign: str
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Choice:
    """``condition ? yes : no``."""

    condition: Tree
    yes: Tree
    no: Tree


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    function: str
    arguments: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Method:
    """A method of something, with its arguments."""

    of: Tree
    name: str
    arguments: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One of several, by its place."""

    of: Tree
    place: Tree


@dataclass(frozen=True, slots=True)
class Several:
    """Some things in braces."""

    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """An argument by name."""

    name: str
    value: Tree


Tree = Number | Word | Name | Unary | Binary | Choice | Call | Method | Item | Several | Named


class UnreadableError(ValueError):
    """An expression uses more of C++ than is read here."""


_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d+\.?\d*(?:e-?\d+)?|\.\d+) | (?P<word>"[^"]*") | (?P<name>[A-Za-z_]\w*) |
    (?P<sign>->|\|\||&&|[=!<>]=|[-+*/%<>()\[\]{},.?:&|!=])
    )""",
    re.VERBOSE,
)
_LEVELS = (("||",), ("&&",), ("|",), ("&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))


def _tokens(expression: str) -> list[tuple[str, str]]:
    # The name of an argument may stand in a comment: "/*keepdim=*/true".
    text = re.sub(r"/\*\s*(\w+)\s*=?\s*\*/", r" \1=", expression)
    text = re.sub(r"\bstd::get<(\d+)>", r"get_\1", text)
    text = re.sub(r"\b(?:std|at|c10|native|sparse_csr)::", "", text)
    text = text.replace("c10::", "").replace("GradMode::", "GradMode_")
    text = re.sub(r"\b(tuple|vector|array|optional)<[^<>()]*>", r"\1", text)
    found = []
    place, text = 0, text.strip()
    while place < len(text):
        token = _TOKEN.match(text, place)
        if token is None or token.lastgroup is None:
            raise UnreadableError(expression)
        found.append((token.lastgroup, token.group(token.lastgroup)))
        place = token.end()
    return [*found, ("end", "")]


def parse(expression: str) -> Tree:
    """An expression as a tree.

    Raises:
        UnreadableError: It is more than the operators, calls and braces that formulas are made of.
    """
    return _Parser(expression).whole()


class _Parser:
    def __init__(self, expression: str) -> None:
        self._expression = expression
        self._tokens = _tokens(expression)
        self._place = 0

    def whole(self) -> Tree:
        tree = self._choice()
        self._expect("")
        return tree

    def _next(self) -> str:
        return self._tokens[self._place][1]

    def _take(self) -> tuple[str, str]:
        self._place += 1
        return self._tokens[self._place - 1]

    def _expect(self, sign: str) -> None:
        if self._take()[1] != sign:
            raise UnreadableError(self._expression)

    def _choice(self) -> Tree:
        condition = self._level(0)
        if self._next() != "?":
            return condition
        self._take()
        yes = self._choice()
        self._expect(":")
        return Choice(condition, yes, self._choice())

    def _level(self, level: int) -> Tree:
        if level == len(_LEVELS):
            return self._signed()
        left = self._level(level + 1)
        while self._tokens[self._place][0] == "sign" and self._next() in _LEVELS[level]:
            sign = self._take()[1]
            left = Binary(sign, left, self._level(level + 1))
        return left

    def _signed(self) -> Tree:
        if self._tokens[self._place] in (("sign", "-"), ("sign", "!")):
            return Unary(self._take()[1], self._signed())
        return self._followed(self._first())

    def _first(self) -> Tree:
        kind, text = self._take()
        if kind == "number":
            value = float(text)
            return Number(str(int(value)) if value.is_integer() else repr(value))
        if kind == "word":
            return Word(text[1:-1])
        if kind == "name":
            return Call(text, self._until(")", self._argument)) if self._opened("(") else Name(text)
        if text == "(":
            inside = self._choice()
            self._expect(")")
            return inside
        if text == "{":
            return Several(self._until("}", self._choice))
        raise UnreadableError(self._expression)

    def _followed(self, tree: Tree) -> Tree:
        while self._next() in (".", "->", "["):
            if self._take()[1] == "[":
                tree = Item(tree, self._choice())
                self._expect("]")
                continue
            kind, name = self._take()
            if kind != "name":
                raise UnreadableError(self._expression)
            self._expect("(")
            tree = Method(tree, name, self._until(")", self._argument))
        return tree

    def _opened(self, sign: str) -> bool:
        if self._next() != sign:
            return False
        self._take()
        return True

    def _argument(self) -> Tree:
        if self._tokens[self._place][0] == "name" and self._tokens[self._place + 1] == ("sign", "="):
            name = self._take()[1]
            self._take()
            return Named(name, self._choice())
        return self._choice()

    def _until(self, end: str, one: Callable[[], Tree]) -> tuple[Tree, ...]:
        items: list[Tree] = []
        while not self._opened(end):
            items.append(one())
            if self._next() != end:
                self._expect(",")
        return tuple(items)


def rebuilt(tree: Tree, change: Callable[[Tree], Tree]) -> Tree:
    """A tree with each of its direct parts changed."""
    match tree:
        case Unary(sign, of):
            return Unary(sign, change(of))
        case Binary(sign, left, right):
            return Binary(sign, change(left), change(right))
        case Choice(condition, yes, no):
            return Choice(change(condition), change(yes), change(no))
        case Call(function, arguments):
            return Call(function, tuple(map(change, arguments)))
        case Method(of, name, arguments):
            return Method(change(of), name, tuple(map(change, arguments)))
        case Item(of, place):
            return Item(change(of), change(place))
        case Several(items):
            return Several(tuple(map(change, items)))
        case Named(name, value):
            return Named(name, change(value))
        case _:
            return tree
