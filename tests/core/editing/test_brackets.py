"""Brackets, strings and comments; Python's own tokenizer is the oracle."""

from __future__ import annotations

import io
import tokenize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.editing.brackets import matching, open_before, scan
from core.labs.autograd import EXAMPLES

PROGRAMS = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.py"))]


def tokens_of(program: str) -> tuple[list[tuple[int, str]], list[tuple[int, int]]]:
    starts = [0]
    for line in program.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    brackets, quoted = [], []
    for token in tokenize.generate_tokens(io.StringIO(program).readline):
        place = starts[token.start[0] - 1] + token.start[1]
        if token.type == tokenize.OP and token.string in "()[]{}":
            brackets.append((place, token.string))
        elif token.type in (tokenize.STRING, tokenize.COMMENT):
            quoted.append((place, starts[token.end[0] - 1] + token.end[1]))
    return brackets, quoted


STRINGS = [
    "x = 'a\\'(b' + rb\"[\" # '\ny = '''(\n'[ '''\nz = (1, {2: [3]})\n",
    'x = """(\\")"""\n',
    "# تعليق (\nx = 'نص ('\n",
    "x = 'a\\\nb('\n",
    'x = ""\ny = """"""\n',
]


@pytest.mark.parametrize("program", [*PROGRAMS, *STRINGS])
def test_the_same_as_the_tokenizer(program: str) -> None:
    found = scan(program)
    brackets, quoted = tokens_of(program)
    if 'f"' not in program and "f'" not in program:
        assert list(found.brackets) == brackets
        assert [(one.start, one.end) for one in found.quoted] == quoted
    assert all(one.closed for one in found.quoted if one.kind == "string")


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        ("x = 'a", "string"),
        ("x = 'a'", "code"),
        ("x = 'a\n", "code"),
        ('x = """a\n', "string"),
        ("# a", "comment"),
        ("# a\n", "code"),
        ("", "code"),
        ('x = ""', "code"),
    ],
)
def test_what_is_typed_becomes_part_of(before: str, kind: str) -> None:
    assert scan(before).kind_at(len(before)) == kind


def test_partners() -> None:
    assert matching("f([1])", 1) == (1, 5)
    assert matching("f([1])", 6) == (5, 1)
    assert matching("f(1", 1) == (1, None)
    assert matching("f(]", 2) == (2, None)
    assert matching("'('", 1) is None
    assert matching("", 0) is None
    assert open_before("f(a[1], {", 9) == [1, 8]
    assert open_before("f(a)", 4) == []


@given(st.text(alphabet="'\"\\#()[]{}\nab ر", max_size=60))
def test_any_text_is_read(text: str) -> None:
    found = scan(text)
    places = [one.start for one in found.quoted] + [place for place, _ in found.brackets]
    assert len(set(places)) == len(places)
    assert all(one.start < one.end <= len(text) for one in found.quoted)
    partner, alone = found.pairs()
    assert sorted([*partner, *alone]) == [place for place, _ in found.brackets]
    assert all(partner[other] == place for place, other in partner.items())
