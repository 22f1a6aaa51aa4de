"""What a card says, and how the files of resources/cards say it.

TOML, because every language that reads it reads the same (no word is silently a truth value or a number), its literal
strings keep the backslashes of LaTeX and the quotes of Python as they are, and it comes with Python. One file a
subject, one ``[[card]]`` a card. In a meaning, what stands between backticks is code or mathematics: it is set
left to right in every language. An example is a small program of torch's; what it prints is never written down.
"""

from __future__ import annotations

import re
from typing import Any, Literal

import msgspec

Language = Literal["en", "ar"]
CODE = re.compile(r"`([^`]+)`")
"""Code or mathematics inside a meaning."""


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name in both languages."""

    en: str
    ar: str

    def said(self, language: Language) -> str:
        """The name in a language."""
        return self.en if language == "en" else self.ar


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One term, parameter or operation.

    Attributes:
        id: Its name in files: lower case, digits and underscores.
        term: What it is called; identifiers of torch's are the same in both languages.
        meaning: One to four sentences a language; backticks around code and mathematics.
        picture: The name of a painter of gui/cards.
        draws: What that painter is given.
        also: Other names of the same, or of what is told on the same card.
        torch: Torch's names that it belongs to: parameters, functions, attributes, nodes; `*` stands for digits.
        latex: A formula, or "".
        example: Lines of Python, run when the card is shown; expressions print what they are.
        documented: What torch's documentation is asked for; "" for the first of `torch`. ``torch.nn.Conv1d.stride`` is
            the layer's, opened at that parameter.
        related: Ids of cards nearby.
    """

    id: str
    term: Term
    meaning: Term
    picture: str
    draws: dict[str, Any] = {}
    also: tuple[Term, ...] = ()
    torch: tuple[str, ...] = ()
    latex: str = ""
    example: tuple[str, ...] = ()
    documented: str = ""
    related: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[Term, ...]:
        """Every name that the glossary lists it under, the main one first."""
        return (self.term, *self.also)

    @property
    def asked(self) -> str:
        """What torch's documentation can be asked for, or ""."""
        return self.documented or (self.torch[0] if self.torch else "")


class CardFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of resources/cards."""

    card: tuple[Card, ...]


def pieces(meaning: str) -> list[tuple[str, bool]]:
    """A meaning as (text, whether it is code) one after the other, without the backticks."""
    found: list[tuple[str, bool]] = []
    for index, part in enumerate(CODE.split(meaning)):
        if part:
            found.append((part, index % 2 == 1))
    return found
