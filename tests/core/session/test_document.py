"""The format: every state there and back, every field of every state, and everything that is no session named."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.labs.autograd import example
from core.labs.plain import first_state
from core.session.document import HELD, MOST_BYTES, MOST_DEPTH, Document, Held, Origin, decode, encode
from core.session.migrations import VERSION
from core.session.problem import SessionCode, SessionError

from .states import app_states, differing, every_field


def test_every_field_of_every_state_comes_back() -> None:
    seen: set[tuple[str, str]] = set()

    @settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(app_states())
    def there_and_back(state: Any) -> None:
        assert decode(encode(Document(state))).state == state
        seen.update(differing(state))

    there_and_back()
    assert every_field() - seen == set()  # Not one was only ever drawn as it is at first.


def test_files_and_origin_come_back() -> None:
    held = {name: Held("a", 3, "ab" * 32, "/x/a", "../a") for name in HELD}
    held["image.source"] = Held("b", 1, "cd" * 32, zlib="eJw=")
    document = Document(first_state(), held, Origin("/x/y.convgrad", 12.5, "ab" * 32))
    assert decode(encode(document)) == document


def test_what_stands_in_the_file_is_told_before_all_else() -> None:
    data = encode(Document(first_state()))
    assert data.startswith(b'{"format":"convgrad.session","version":1,')
    assert json.loads(data)["state"]["autograd"]["program"] == example().program


def changed(**changes: Any) -> bytes:
    plain = json.loads(encode(Document(first_state())))
    plain.update(changes)
    return json.dumps(plain).encode()


def state_with(lab: str, **changes: Any) -> bytes:
    plain = json.loads(encode(Document(first_state())))
    plain["state"][lab].update(changes)
    return json.dumps(plain).encode()


@pytest.mark.parametrize(
    ("data", "code", "where"),
    [
        (b"", SessionCode.EMPTY, ""),
        (b" \n", SessionCode.EMPTY, ""),
        (b"{", SessionCode.NOT_JSON, ""),
        (b"\xff\xfe{}", SessionCode.NOT_JSON, ""),
        (b"[1]", SessionCode.NOT_A_SESSION, ""),
        (b"{}", SessionCode.NOT_A_SESSION, ""),
        (b'{"format": "convgrad.lesson"}', SessionCode.NOT_A_SESSION, ""),
        (b'{"format": ["convgrad.session"]}', SessionCode.NOT_A_SESSION, ""),
        (b"[" * 5000 + b"]" * 5000, SessionCode.TOO_DEEP, ""),
        (changed(state=json.loads("[" * MOST_DEPTH + "]" * MOST_DEPTH)), SessionCode.TOO_DEEP, ""),
        (changed(version=VERSION + 1), SessionCode.NEWER, ""),
        (changed(version=10**30), SessionCode.NEWER, ""),
        (changed(version=-1), SessionCode.FIELD, "version"),
        (changed(version="1"), SessionCode.FIELD, "version"),
        (changed(version=True), SessionCode.FIELD, "version"),
        (changed(run="rm"), SessionCode.FIELD, "run"),
        (changed(state=[]), SessionCode.FIELD, "state"),
        (changed(data=None), SessionCode.FIELD, "data"),
        (changed(data={"signal.weights": {}}), SessionCode.FIELD, "data.signal.weights"),
        (changed(data={"signal.source": {"name": 3}}), SessionCode.FIELD, "data.signal.source.name"),
        (changed(data={"signal.source": {"name": "a", "size": "big"}}), SessionCode.FIELD, "data.signal.source.size"),
        (changed(data={"image.source": {"name": "a", "run": 1}}), SessionCode.FIELD, "data.image.source"),
        (changed(origin=3), SessionCode.FIELD, "origin"),
        (state_with("signal", length=0), SessionCode.STATE, "state.signal.length"),
        (state_with("signal", cursor=10**400), SessionCode.STATE, "state.signal.cursor"),
        (state_with("image", pages=1), SessionCode.STATE, "state.image.pages"),
        (state_with("image", parameters={"stride": [1]}), SessionCode.STATE, "state.image.parameters.stride"),
        (state_with("autograd", page="nowhere"), SessionCode.STATE, "state.autograd.page"),
    ],
)
def test_what_is_no_session_is_named(data: bytes, code: SessionCode, where: str) -> None:
    with pytest.raises(SessionError) as caught:
        decode(data, "mine")
    assert caught.value.code is code
    assert caught.value.where == where
    assert caught.value.values["name"] == "mine"


def test_the_size_is_looked_at_before_anything_is_read() -> None:
    with pytest.raises(SessionError) as caught:
        decode(b"{" + b" " * MOST_BYTES, "large")
    assert caught.value.code is SessionCode.TOO_LARGE


@pytest.mark.parametrize("weight", [float("nan"), float("inf")])
def test_what_could_not_be_read_back_is_not_written(weight: float) -> None:
    state = first_state()
    signal = replace(state.signal, edits=((0, 1, weight),))
    with pytest.raises(SessionError) as caught:
        encode(Document(replace(state, signal=signal)))
    assert caught.value.code is SessionCode.CANNOT_KEEP
    assert caught.value.where.startswith("state.signal.edits")


def test_half_a_character_is_named() -> None:
    state = first_state()
    with pytest.raises(SessionError) as caught:
        encode(Document(replace(state, autograd=replace(state.autograd, path="", program="x = '\ud800'"))))
    assert (caught.value.code, caught.value.where) == (SessionCode.CANNOT_KEEP, "state.autograd.program")
    with pytest.raises(SessionError) as caught:
        encode(Document(state, {"signal.source": Held("\udcff.wav")}))
    assert caught.value.where == "data.signal.source.name"


def test_examples_and_samples_of_other_versions() -> None:
    plain = json.loads(encode(Document(first_state())))
    plain["state"]["autograd"].update(example="of a later version", program="z = 3")
    plain["state"]["image"]["source"] = {"kind": "sample", "name": "mars"}
    document = decode(json.dumps(plain).encode())
    assert (document.state.autograd.program, document.state.autograd.path) == ("z = 3", "")
    assert document.unknown_samples == {"image": "mars"}
    assert document.state.image == first_state().image
    # A text that is another one than the example's here is the user's own.
    plain["state"]["autograd"].update(example="no_grad")
    document = decode(json.dumps(plain).encode())
    assert (document.state.autograd.program, document.state.autograd.path) == ("z = 3", "")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_a_session_or_a_code(data: bytes) -> None:
    with pytest.raises(SessionError):
        decode(data)
