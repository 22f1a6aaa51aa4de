"""Thousands of damaged and made up sessions: each opens whole or is refused with a code, and nothing else happens."""

from __future__ import annotations

import copy
import json
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.autograd.what_if import Cut, Hook, Scale
from core.convolution.kernels import Kernel
from core.labs.autograd import PassChange, example
from core.labs.image.state import ImageState
from core.labs.plain import first_state
from core.labs.source import Source
from core.labs.state import AppState
from core.session.files import Opened, open_session, save_session
from core.session.held import Packer
from core.session.problem import SessionCode, SessionError

BYTES, NODES, MADE_UP = 3000, 3000, 500
NONSENSE: tuple[Any, ...] = (
    None, True, -1, 0, 2**31, 2**63, 10**40, -0.5, 1e308, "", "x", "\u202e", "../../x", "NaN", [], [[]], {}, {"a": 1},
    [0] * 50, "file", "camera", {"kind": "file", "name": "/etc/passwd"}, "signal", {"type": "Cut"},
)  # fmt: skip


@pytest.fixture
def whole(tmp_path: Path) -> list[bytes]:
    """Sessions in which much is as it is not at first, with a file inside and one beside."""
    picture, program = tmp_path / "a.png", tmp_path / "own.py"
    picture.write_bytes(bytes(range(256)))
    program.write_text("x")
    first = first_state()
    second = replace(
        first,
        signal=replace(first.signal, kernels=(Kernel("custom", weights=(1.0, 2.5), shape=(1, 2), bias=0.1),), cell=(0, 3)),
        image=replace(ImageState(), source=Source("file", str(picture)), kept=ImageState().setting, view=(0, 0, 9, 9)),
        autograd=replace(
            example(), program="y", path=str(program), closed=frozenset({"a"}),
            changes=(PassChange(0, Cut(1, 0)), PassChange(0, Hook(1, 0, Scale(2.0)))),
        ),
    )  # fmt: skip
    found = []
    for state in (first, second):
        path = tmp_path / "whole.convgrad"
        save_session(path, state, Packer(tmp_path / "home"))
        found.append(path.read_bytes())
    return found


def of_bytes(data: bytes, drawn: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(drawn.choice((1, 1, 2, 5))):
        at = drawn.randrange(len(changed) or 1)
        match drawn.randrange(6):
            case 0:
                changed[at : at + 1] = bytes([drawn.randrange(256)])
            case 1:
                del changed[at : at + drawn.randrange(1, 40)]
            case 2:
                changed[at:at] = drawn.randbytes(drawn.randrange(1, 8))
            case 3:
                del changed[at:]
            case 4:
                changed[at:at] = changed[at : at + drawn.randrange(1, 60)]
            case _:
                changed[at:at] = drawn.choice((b"[", b"{", b'"', b"}", b"]", b"9", b"-", b"e", b"\\u0000", b"null"))
    return bytes(changed)


def nodes(plain: Any) -> list[tuple[Any, Any]]:
    found = []
    inner = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    for key, value in inner:
        found.append((plain, key))
        found += nodes(value)
    return found


def of_nodes(data: bytes, drawn: random.Random) -> bytes:
    plain = json.loads(data)
    for _ in range(drawn.choice((1, 1, 1, 3))):
        places = nodes(plain)
        owner, key = drawn.choice(places)
        match drawn.randrange(4):
            case 0:
                del owner[key]
            case 1 if isinstance(owner, dict):
                owner[f"{key}{drawn.choice('sx')}"] = owner[key]
            case 2:
                other, name = drawn.choice(places)
                owner[key] = copy.deepcopy(other.get(name) if isinstance(other, dict) else None)
            case _:
                owner[key] = drawn.choice(NONSENSE)
    return json.dumps(plain).encode("utf-8", "surrogatepass")


def made_up(data: bytes, drawn: random.Random) -> bytes:
    def value(depth: int) -> Any:
        if depth > 5 or drawn.random() < 0.4:
            return drawn.choice(NONSENSE)
        if drawn.random() < 0.5:
            return [value(depth + 1) for _ in range(drawn.randrange(4))]
        names = ["lab", "signal", "image", "autograd", "source", "kind", "name", "parameters", "kernels", "program"]
        return {drawn.choice(names): value(depth + 1) for _ in range(drawn.randrange(5))}

    plain: dict[str, Any] = {"format": "convgrad.session", "version": drawn.choice((0, 1, 1, 1, 2, -1))}
    plain["state"] = value(0)
    if drawn.random() < 0.8:
        plain["data"] = value(2) if drawn.random() < 0.5 else {}
    return json.dumps(plain).encode("utf-8", "surrogatepass")


def opens(path: Path, home: Path) -> tuple[AppState | None, SessionCode | None]:
    try:
        opened = open_session(path, home)
    except SessionError as error:
        refused = error
    else:
        return whole_state(opened), None
    assert refused.values["name"] == path.name
    assert refused.where or refused.code not in (SessionCode.FIELD, SessionCode.STATE)
    return None, refused.code


def whole_state(opened: Opened) -> AppState:
    for loss in opened.losses:
        assert set(loss.values) == {"name"}
    return opened.state


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("way", "count"), [(of_bytes, BYTES), (of_nodes, NODES), (made_up, MADE_UP)])
def test_each_opens_whole_or_has_a_code(way: Any, count: int, whole: list[bytes], tmp_path: Path) -> None:
    drawn, home, folder = random.Random(3), tmp_path / "fuzz home", tmp_path / "fuzz"
    folder.mkdir()
    path = folder / "f.convgrad"
    codes: Counter[SessionCode | None] = Counter()
    packer = Packer(home)
    for number in range(count):
        path.write_bytes(way(whole[number % len(whole)], drawn))
        state, code = opens(path, home)
        codes[code] += 1
        if state is not None:
            # What opened is a state like any other: it can be saved, and comes back as it is.
            save_session(path, state, packer)
            assert open_session(path, home).state == state
    assert list(folder.iterdir()) == [path]
    assert {one.name for one in home.iterdir()} <= {"unpacked"} if home.exists() else True
    assert codes[None] > 0
    assert len(codes) > 3


def test_the_two_whole_ones_open(whole: list[bytes], tmp_path: Path) -> None:
    path = tmp_path / "w.convgrad"
    for data in whole:
        path.write_bytes(data)
        assert opens(path, tmp_path / "home")[1] is None
