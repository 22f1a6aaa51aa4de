"""Sessions in real files: what is opened is what was saved, and what is missing is told while the rest opens."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from core.convolution.parameters import conv1d, conv2d
from core.labs.autograd import example
from core.labs.image.state import ImageState
from core.labs.plain import first_state
from core.labs.signal.state import SignalState
from core.labs.source import Source
from core.labs.state import AppState
from core.session import held
from core.session.document import MOST_BYTES
from core.session.files import Opened, open_session, save_session
from core.session.held import Packer
from core.session.problem import LossCode, SessionCode, SessionError


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def with_files(folder: Path) -> AppState:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tone.wav").write_bytes(b"a recording" * 9)
    (folder / "صورة.png").write_bytes(b"a picture" * 9)
    (folder / "own.py").write_text("x = 1\n")
    first = first_state()
    return replace(
        first,
        lab="image",
        signal=replace(first.signal, source=Source("file", str(folder / "tone.wav")), edits=((1, 5, 0.5),), cursor=9),
        image=replace(first.image, source=Source("file", str(folder / "صورة.png")), page="backward", cursor=(3, 4)),
        autograd=replace(example(), program="x = 2\n", path=str(folder / "own.py"), step=3),
    )


def saved(path: Path, state: AppState, home: Path) -> Opened:
    save_session(path, state, Packer(home))
    return open_session(path, home)


def test_all_labs_come_back_with_their_files(tmp_path: Path, home: Path) -> None:
    state = with_files(tmp_path)
    opened = saved(tmp_path / "a.convgrad", state, home)
    assert opened.losses == ()
    for lab, name in (("signal", "tone.wav"), ("image", "صورة.png")):
        source = getattr(opened.state, lab).source
        assert source.path.read_bytes() == (tmp_path / name).read_bytes()
        assert source.title == name
    same = replace(
        opened.state,
        signal=replace(opened.state.signal, source=state.signal.source),
        image=replace(opened.state.image, source=state.image.source),
    )
    assert same == state


def test_a_session_goes_to_another_machine(tmp_path: Path, home: Path) -> None:
    path = tmp_path / "a.convgrad"
    save_session(path, with_files(tmp_path / "mine"), Packer(home))
    for file in (tmp_path / "mine").iterdir():
        file.unlink()
    opened = open_session(path, tmp_path / "other home")
    assert opened.losses == ()
    assert opened.state.signal.source.path.read_bytes() == b"a recording" * 9
    # The program is there; the file that it came from is not, and nothing pretends that it is.
    assert (opened.state.autograd.program, opened.state.autograd.path) == ("x = 2\n", "")


def test_saved_again_it_holds_the_same(tmp_path: Path, home: Path) -> None:
    opened = saved(tmp_path / "a.convgrad", with_files(tmp_path), home)
    again = saved(tmp_path / "b.convgrad", opened.state, home)
    assert again.state == opened.state


@pytest.mark.parametrize("code", [LossCode.MISSING, LossCode.CHANGED])
@pytest.mark.parametrize("lab", ["signal", "image"])
def test_a_lost_file_is_told_and_the_rest_opens(
    lab: str, code: LossCode, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "EMBEDDED_UP_TO", 1)
    state = with_files(tmp_path)
    path = tmp_path / "a.convgrad"
    save_session(path, state, Packer(home))
    source = getattr(state, lab).source.path
    if code is LossCode.MISSING:
        source.unlink()
    else:
        source.write_bytes(b"something else")
    opened = open_session(path, home)
    assert [(loss.code, loss.lab, loss.values) for loss in opened.losses] == [(code, lab, {"name": source.name})]
    other = "image" if lab == "signal" else "signal"
    assert getattr(opened.state, other) == getattr(state, other)
    assert opened.state.autograd == state.autograd
    assert getattr(opened.state, lab).source == getattr(first_state(), lab).source


def test_a_layer_reads_the_sample_that_it_falls_back_to(tmp_path: Path, home: Path) -> None:
    state = replace(
        first_state(),
        signal=SignalState(Source("file", str(tmp_path / "a.wav")), parameters=conv1d(6, 6, 5, groups=6), drawn=((0, 0, 1.0),)),
        image=ImageState(Source("camera", "/dev/video0"), parameters=conv2d(20, 4, (3, 5)), channel=13),
    )  # fmt: skip
    opened = saved(tmp_path / "a.convgrad", state, home)
    assert {(loss.code, loss.lab) for loss in opened.losses} == {
        (LossCode.MISSING, "signal"),
        (LossCode.CAMERA, "image"),
    }
    assert opened.state.signal.parameters == conv1d(2, 6, 5)
    assert opened.state.signal.drawn == ()
    assert opened.state.image.parameters == conv2d(3, 4, (3, 5))
    assert (opened.state.image.source, opened.state.image.channel) == (ImageState().source, -1)


def test_a_file_that_is_gone_when_saving_is_told(tmp_path: Path, home: Path) -> None:
    state = replace(first_state(), image=replace(ImageState(), source=Source("file", str(tmp_path / "gone.png"))))
    done = save_session(tmp_path / "a.convgrad", state, Packer(home))
    assert [(loss.code, loss.values) for loss in done.losses] == [(LossCode.NOT_KEPT, {"name": "gone.png"})]


def test_a_path_in_the_state_alone_leads_nowhere(tmp_path: Path, home: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"mine")
    path = tmp_path / "a.convgrad"
    save_session(path, first_state(), Packer(home))
    plain = json.loads(path.read_text())
    plain["state"]["image"]["source"] = {"kind": "file", "name": str(secret)}
    path.write_text(json.dumps(plain))
    opened = open_session(path, home)
    assert [loss.code for loss in opened.losses] == [LossCode.MISSING]
    assert opened.state.image.source == ImageState().source


def test_what_another_wrote_meanwhile_is_not_written_over(tmp_path: Path, home: Path) -> None:
    path = tmp_path / "a.convgrad"
    done = save_session(path, first_state(), Packer(home))
    path.write_bytes(b"theirs")
    with pytest.raises(SessionError) as caught:
        save_session(path, first_state(), Packer(home), done.digest)
    assert caught.value.code is SessionCode.CHANGED
    assert path.read_bytes() == b"theirs"
    save_session(path, first_state(), Packer(home))
    assert open_session(path, home).state == first_state()


def test_where_nothing_can_be_written(tmp_path: Path, home: Path) -> None:
    for path in (tmp_path / "no folder" / "a.convgrad", tmp_path / ("a" * 300)):
        with pytest.raises(SessionError) as caught:
            save_session(path, first_state(), Packer(home))
        assert caught.value.code is SessionCode.UNWRITABLE
        assert caught.value.values["detail"]


def test_what_is_no_file_to_open(tmp_path: Path, home: Path) -> None:
    empty, large = tmp_path / "empty", tmp_path / "large"
    empty.touch()
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    cases = {
        tmp_path / "none": SessionCode.MISSING,
        tmp_path: SessionCode.NOT_A_FILE,
        empty: SessionCode.EMPTY,
        large: SessionCode.TOO_LARGE,
    }
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")  # To open one would wait for ever.
        cases[tmp_path / "pipe"] = SessionCode.NOT_A_FILE
    for path, code in cases.items():
        with pytest.raises(SessionError) as caught:
            open_session(path, home)
        assert caught.value.code is code
