"""Older versions become the present one, and nothing that they may hold breaks that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.labs.plain import first_state, to_plain
from core.labs.source import Source
from core.session.document import FORMAT, decode
from core.session.files import open_session
from core.session.migrations import MIGRATIONS, VERSION, migrated
from core.session.problem import SessionError


def version_0(path: Path) -> bytes:
    state = to_plain(first_state())
    state["lab"] = "image"
    state["image"]["source"] = {"kind": "file", "name": str(path)}
    state["signal"]["cursor"] = 7
    return json.dumps({"format": FORMAT, "version": 0, "state": state}).encode()


def test_there_is_a_step_from_every_version() -> None:
    assert sorted(MIGRATIONS) == list(range(VERSION))


def test_a_session_of_version_0_opens_with_its_picture(tmp_path: Path) -> None:
    picture = tmp_path / "own.png"
    picture.write_bytes(b"a picture")
    session = tmp_path / "old.convgrad"
    session.write_bytes(version_0(picture))
    opened = open_session(session, tmp_path / "home")
    assert opened.losses == ()
    assert opened.state.lab == "image"
    assert opened.state.image.source == Source("file", str(picture))
    assert opened.state.signal.cursor == 7


def test_the_name_of_a_file_of_another_system() -> None:
    plain = {"state": {"signal": {"source": {"kind": "file", "name": r"C:\sound\a.wav"}}}}
    assert migrated(plain, 0)["data"] == {"signal.source": {"name": "a.wav", "path": r"C:\sound\a.wav"}}


@pytest.mark.parametrize(
    "state",
    [None, 3, [], {"signal": 3}, {"signal": {"source": []}}, {"image": {"source": {"kind": "file", "name": 3}}}],
)
def test_nonsense_in_an_old_version_is_named_as_in_a_new_one(state: object) -> None:
    with pytest.raises(SessionError):
        decode(json.dumps({"format": FORMAT, "version": 0, "state": state}).encode())


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda one: (
            st.lists(one, max_size=3)
            | st.dictionaries(st.sampled_from(["state", "signal", "source", "kind", "name"]), one, max_size=4)
        ),
        max_leaves=12,
    )
)
def test_no_plain_data_breaks_a_migration(plain: object) -> None:
    if isinstance(plain, dict):
        assert migrated(plain, 0)["version"] == 1
