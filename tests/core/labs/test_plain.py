"""States as plain data: there and back, shorter by hand, and what is wrong is named."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from core.autograd.what_if import Cut, Hook, Replace, Scale, Upstream
from core.convolution.kernels import Kernel
from core.convolution.parameters import conv1d, conv2d
from core.labs.autograd import CustomChoice, JacobianChoice, PassChange, example
from core.labs.image.state import Setting
from core.labs.plain import StateProblem, first_state, from_plain, to_plain
from core.labs.source import Source
from core.labs.state import AppState

CHANGED = AppState(
    lab="image",
    signal=replace(
        first_state().signal,
        source=Source("file", "/tmp/tone.wav"),
        parameters=conv1d(2, 4, 5, padding="same", groups=2, padding_mode="circular"),
        kernels=(Kernel("sine", 440.0), Kernel("custom", weights=(1.0, -0.5), shape=(1, 2), bias=0.25)),
        edits=((0, 3, 0.5),),
        cell=(1, 7),
        view=-2,
    ),
    image=replace(
        first_state().image,
        parameters=conv2d(3, 2, (3, 5), padding=(1, 2), stride=(2, 1)),
        kernels=(Kernel("sobel_x"),),
        view=(1, 2, 30, 40),
        drawn=((0, 1, 2, -1.0),),
        kept=Setting(conv2d(3, 1, (1, 1)), (Kernel("identity"),), True, 0),
    ),
    autograd=replace(
        example("no_grad"),
        program="import torch\n# mine\n",
        step=4,
        closed=frozenset({"b", "a"}),
        changes=(
            PassChange(0, Upstream(0, [1.0, 2.0])),
            PassChange(1, Cut(3, 0)),
            PassChange(1, Hook(2, 0, Scale(-1.0))),
            PassChange(1, Hook(2, 0, Replace([[1.0]]))),
        ),
        jacobian=JacobianChoice((1, 0), (2, 0), numerator=False, assembled=2),
        custom=CustomChoice(4, 2),
    ),
)


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize("state", [first_state(), CHANGED, replace(CHANGED, autograd=example("custom_max"))])
def test_there_and_back(state: AppState, full: bool) -> None:
    plain = json.loads(json.dumps(to_plain(state, full=full)))
    assert from_plain(plain) == state


def test_little_is_said_where_little_differs() -> None:
    assert to_plain(first_state(), full=False) == {}
    state = replace(first_state(), autograd=replace(example("no_grad"), step=3))
    assert to_plain(state, full=False) == {"autograd": {"example": "no_grad", "step": 3}}


def test_what_is_written_by_hand_may_be_short() -> None:
    state = from_plain(
        {
            "lab": "image",
            "image": {"source": "cube", "parameters": {"kernel_size": 5, "padding": [1, 2]}, "kernels": ["sobel_x"]},
            "autograd": {"example": "custom_max"},
        }
    )
    assert state.image.source == Source("sample", "cube")
    assert state.image.parameters == conv2d(3, 4, (5, 5), padding=(1, 2))
    assert state.image.kernels == (Kernel("sobel_x"),)
    assert state.autograd == example("custom_max")
    assert from_plain({"autograd": {"program": "x = 1"}}).autograd.path == ""


@pytest.mark.parametrize(
    ("data", "fault", "where"),
    [
        ([], "kind", ""),
        ({"labs": 1}, "unknown", "labs"),
        ({"lab": "sound"}, "kind", "lab"),
        ({"signal": {"parameters": {"stride": "a"}}}, "kind", "signal.parameters.stride"),
        ({"signal": {"parameters": 3}}, "kind", "signal.parameters"),
        ({"signal": {"length": 0}}, "bound", "signal.length"),
        ({"signal": {"cursor": 2**40}}, "bound", "signal.cursor"),
        ({"signal": {"cursor": 10**400}}, "bound", "signal.cursor"),
        ({"signal": {"edits": [[0, 1, float("nan")]]}}, "bound", "signal.edits[0][2]"),
        ({"signal": {"kernels": ["sobel_x"]}}, "unknown", "signal.kernels[0].preset"),
        ({"signal": {"kernels": [{"weights": [1.0], "shape": [1, 2]}]}}, "bound", "signal.kernels[0].shape"),
        ({"image": {"parameters": {"stride": [1]}}}, "bound", "image.parameters.stride"),
        ({"image": {"source": "stereo_chord"}}, "unknown", "image.source.name"),
        ({"image": {"shrink": 3}}, "bound", "image.shrink"),
        ({"autograd": {"example": "nothing"}}, "example", "autograd.example"),
        ({"autograd": {"program": "a\0b"}}, "bound", "autograd.program"),
        ({"autograd": {"changes": [{"number": 0, "change": {"type": "Scale"}}]}}, "kind", "autograd.changes[0].change"),
    ],
)
def test_what_is_no_state_is_named(data: Any, fault: str, where: str) -> None:
    with pytest.raises(StateProblem) as caught:
        from_plain(data)
    assert caught.value.fault == fault
    assert caught.value.where.startswith(where)


def test_real_numbers_are_as_large_as_those_of_a_file_of_weights() -> None:
    kernel = Kernel("custom", weights=(3e38, -1e20), shape=(1, 2), bias=1e30)
    state = replace(first_state(), signal=replace(first_state().signal, kernels=(kernel,)))
    assert from_plain(json.loads(json.dumps(to_plain(state)))) == state
