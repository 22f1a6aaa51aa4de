"""What could be written at a place of a program: jedi's analysis, with torch's own words. Runs no user code."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Sequence
from pathlib import Path

import jedi
from jedi.api.classes import Completion
from jedi.api.environment import InterpreterEnvironment

from core.editing.brackets import open_before, scan
from core.editing.torch_words import short, tensor_members, words_in, words_of
from core.editing.wire import Completed, Described, Offer, Origin, Place, Signed

MOST_OFFERS = 2000
BUILTINS = frozenset(dir(builtins))
_WRITTEN = re.compile(r"\w*\Z")
_MEMBER_OF = re.compile(r"[\w\])'\"]\s*\.\s*\w*\Z")
_NAMING = re.compile(r"\b(?:def|class|as|import|from)\s+[\w., ]*\Z")
"""Where no keyword can stand: a name is given, or a module named."""


class Completer:
    """Answers one question after another; keeps what it offered last, so that it can be described.

    jedi reads sources and stubs and runs nothing of the program's. It imports compiled modules to see what is in
    them, and of these only the interpreter's installed ones, never one that lies beside the program.
    """

    def __init__(self) -> None:
        self._environment = InterpreterEnvironment()
        self._offered: dict[str, Completion] = {}
        self._guessed = False

    def complete(self, number: int, place: Place) -> Completed:
        """What could be written at a place."""
        before = _line(place)[: place.column]
        written = _word(before)
        start = place.column - len(written)
        try:
            found = self._script(place).complete(place.line, place.column)
        except Exception:  # jedi's own failures, of which programs that are half written cause many kinds.
            found = []
        member = bool(_MEMBER_OF.search(before))
        self._offered = {}
        self._guessed = False
        offers = []
        in_program = set(re.findall(r"\w+", place.program))
        for one in found:
            name = one.name
            foreign = not member and one.module_name == "builtins" and name not in BUILTINS and name not in in_program
            if name not in self._offered and not foreign and (written.startswith("_") or not name.startswith("_")):
                self._offered[name] = one
                offers.append(Offer(name, _origin(name, member, in_program)))
        if member and not offers:
            self._guessed = True
            offers = [Offer(name, "tensor") for name in tensor_members() if name.lower().startswith(written.lower())]
        if not member and written and not _NAMING.search(before):
            # jedi leaves out those that it does not expect in a statement that is half written.
            more = [word for word in keyword.kwlist if word.startswith(written) and word not in self._offered]
            offers += [Offer(word, "keyword") for word in more]
        offers.sort(key=lambda offer: _rank(offer, written))
        return Completed(number, start, tuple(offers[:MOST_OFFERS]))

    def describe(self, number: int, name: str) -> Described:
        """One of the names that were offered last."""
        if self._guessed:
            return Described(number, name, *words_of(f"torch.Tensor.{name}"))
        one = self._offered.get(name)
        if one is None:
            return Described(number, name, "", "")
        try:
            signature, summary = words_of(one.full_name or "")
            if not (signature and summary):
                documented, text = words_in(one.docstring(raw=True), name)
                summary = summary or text
                called = one.type in ("function", "class")
                signature = signature or (_signature(one.get_signatures()) if called else "") or documented
        except Exception:  # As above.
            return Described(number, name, "", "")
        return Described(number, name, signature, summary)

    def sign(self, number: int, place: Place) -> Signed:
        """The call that a place is in."""
        try:
            found = self._script(place).get_signatures(place.line, place.column)
            if not found:
                return Signed(number, "", "")
            first = found[0]
            active = "" if first.index is None else first.params[first.index].name
            own = words_of(first.full_name or "")[0] if first.type == "function" else ""
            if own:
                # jedi's parameter is one of its own reading, which may have others.
                line, column = first.bracket_start
                return Signed(number, own, _parameter(own, _between(place, line, column + 1)))
            return Signed(number, _signature(found), active)
        except Exception:  # As above.
            return Signed(number, "", "")

    def warm_up(self) -> None:
        """Read torch's stubs, which takes seconds the first time."""
        program = "import torch\nx = torch.tensor([1.0])\nx.mea"
        self.complete(0, Place(program, "", 3, 5))
        self.describe(0, "mean")
        self.complete(0, Place("import torch\ntorch.", "", 2, 6))
        self._offered = {}

    def _script(self, place: Place) -> jedi.Script:
        folder = str(Path(place.path).parent) if place.path else ""
        project = jedi.Project(
            folder or str(Path.home()), added_sys_path=(folder,) if folder else (), smart_sys_path=False
        )
        return jedi.Script(place.program, environment=self._environment, project=project)


def _between(place: Place, line: int, column: int) -> str:
    lines = place.program.split("\n")[line - 1 : place.line]
    lines[-1] = lines[-1][: place.column]
    return "\n".join(lines)[column:]


def _parameter(signature: str, written: str) -> str:
    """The parameter of a signature that the last of some arguments is for, or ""."""
    arguments = _parts(written)
    named = re.match(r"\s*(\w+)\s*=(?!=)", arguments[-1])
    if named:
        return named.group(1)
    names = []
    for part in _parts(signature.partition("(")[2].rpartition(")")[0]):
        name = re.match(r"\s*(\*?)(\w+)", part)
        if name is None:
            break  # A star: only names from here on.
        names.append(name.group(2))
        if name.group(1):
            names += [name.group(2)] * len(arguments)
            break
    return names[len(arguments) - 1] if len(arguments) <= len(names) else ""


def _parts(text: str) -> list[str]:
    """A text cut at the commas that are in no bracket and no string."""
    parts, start = [], 0
    for place, character in enumerate(text):
        if character == "," and not open_before(text, place) and scan(text).kind_at(place) == "code":
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]


def _line(place: Place) -> str:
    lines = place.program.split("\n")
    return lines[place.line - 1] if 0 < place.line <= len(lines) else ""


def _word(before: str) -> str:
    found = _WRITTEN.search(before)
    return found.group() if found else ""


def _origin(name: str, member: bool, in_program: set[str]) -> Origin:
    if name.endswith("="):
        return "parameter"
    if member:
        return "member"
    if keyword.iskeyword(name) or keyword.issoftkeyword(name):
        return "keyword"
    if name in BUILTINS and name not in in_program:
        return "builtin"
    return "program"


def _rank(offer: Offer, written: str) -> tuple[bool, int, bool, str]:
    order = ("parameter", "program", "member", "tensor", "keyword", "builtin").index(offer.origin)
    exception = offer.origin == "builtin" and offer.name[:1].isupper()
    return not offer.name.startswith(written), order, exception or offer.name.endswith("_"), offer.name.lower()


def _signature(found: Sequence[object]) -> str:
    return short(found[0].to_string()) if found else ""  # type: ignore[attr-defined]  # jedi has no types here
