"""All cards: read once, checked, and found by what the user points at or types."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from core.cards.card import Card, CardFile, Term

FOLDER = Path(__file__).parent.parent.parent / "resources" / "cards"
_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
"""Arabic vowel signs and the stretching line: nobody types them to find a word."""
_NODE = re.compile(r"\w+Backward\w*")


class CardProblem(Exception):  # noqa: N818
    """A file of cards says something that cannot be; the text names the file or the card."""


def folded(text: str) -> str:
    """A text as it is compared: without case, vowel signs, and the different seats of hamza."""
    bare = _MARKS.sub("", text.casefold())
    return bare.translate(str.maketrans("أإآىةـ–", "اااىه -")).replace("ى", "ي")


def read_cards(texts: Iterable[tuple[str, str]]) -> tuple[Card, ...]:
    """Cards from (file name, text), in the order of the files.

    Raises:
        CardProblem: A file is no TOML or not of this form, an id stands twice or names no card.
    """
    found: dict[str, Card] = {}
    for name, text in texts:
        try:
            cards = msgspec.convert(tomllib.loads(text), CardFile).card
        except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
            raise CardProblem(f"{name}: {error}") from error
        for card in cards:
            if card.id in found:
                raise CardProblem(f"{name}: {card.id} stands twice")
            found[card.id] = card
    for card in found.values():
        missing = [one for one in card.related if one not in found]
        if missing:
            raise CardProblem(f"{card.id}: no card is called {', '.join(missing)}")
    return tuple(found.values())


class Collection:
    """Cards, and the ways to find one."""

    def __init__(self, cards: Sequence[Card]) -> None:
        self.cards = tuple(cards)
        self.by_id = {card.id: card for card in cards}
        self._torch: dict[str, Card] = {}
        self._terms: dict[str, Card] = {}
        self._patterns: list[tuple[re.Pattern[str], Card]] = []
        for card in cards:
            for name in card.torch:
                if "*" in name:
                    pattern = re.escape(name).replace(r"\*", r"\d*")
                    self._patterns.append((re.compile(pattern), card))
                else:
                    self._torch.setdefault(name, card)
            for term in card.names:
                for one in (term.en, term.ar):
                    self._terms.setdefault(folded(one), card)

    def named(self, name: str) -> Card | None:
        """The card of what the user points at: a name of torch's, a term in either language, or an id.

        ``x.detach``, ``torch.no_grad`` and ``F.conv1d`` are found by their last part, ``FooBackward0`` without a card
        of its own by what a node is, a custom function's ``FooBackward`` by what such a function is.
        """
        name = name.strip().replace("::", ".")
        last = name.rpartition(".")[2]
        for one in dict.fromkeys((name, last)):
            if one in self._torch:
                return self._torch[one]
            for pattern, card in self._patterns:
                if pattern.fullmatch(one):
                    return card
            found = self._terms.get(folded(one)) or self.by_id.get(one)
            if found is not None:
                return found
        bare = last[:-1] if last.endswith("_") and not last.endswith("__") else ""
        if bare in self._torch:
            return self._torch[bare]  # What writes in place has the meaning of what does not.
        if _NODE.fullmatch(last):
            return self.by_id["node" if last[-1].isdigit() else "custom_function"]
        return None

    def search(self, query: str) -> list[tuple[Term, Card]]:
        """Rows of the glossary in which every word of a query occurs, those that begin with it first; all for ""."""
        words = folded(query).split()
        whole = " ".join(words)
        found: list[tuple[int, int, Term, Card]] = []
        for order, (term, card) in enumerate(self.rows()):
            name = folded(f"{term.en} {term.ar}")
            text = folded(f"{name} {card.id} {' '.join(card.torch)}")
            if not all(word in text for word in words):
                continue
            begins = folded(term.en).startswith(whole) or folded(term.ar).startswith(whole)
            exact = whole in (folded(term.en), folded(term.ar), *card.torch)
            found.append((0 if exact else 1 if begins else 2 if words and words[0] in name else 3, order, term, card))
        return [(term, card) for _, _, term, card in sorted(found, key=lambda one: one[:2])]

    def rows(self) -> list[tuple[Term, Card]]:
        """Every name with its card, in the order of the English ones."""
        rows = [(term, card) for card in self.cards for term in card.names]
        return sorted(rows, key=lambda row: folded(row[0].en))


@lru_cache(maxsize=1)
def collection() -> Collection:
    """The program's cards; read at the first call, in some milliseconds.

    Raises:
        CardProblem: A file of resources/cards is wrong.
    """
    files = sorted(FOLDER.glob("*.toml"))
    return Collection(read_cards((path.name, path.read_text(encoding="utf-8")) for path in files))
