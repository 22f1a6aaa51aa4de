"""Outputs leave as they are, weights come in as they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

from core.convolution.parameters import conv1d
from core.labs.signal.files import CHUNK, code_of, export_output, import_weights
from core.labs.signal.layer import SignalLayer
from core.labs.signal.state import SignalState
from core.media.problem import MediaError, MediaProblem

from .test_resolve import Watched, recording

STATE = SignalState(length=500, parameters=conv1d(2, 3, 5, padding=2, stride=2))


@pytest.mark.parametrize("ending", ["wav", "npy"])
def test_the_file_holds_the_outputs(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"out.{ending}"
    shares: list[float] = []
    export_output(STATE, recording(), path, shares.append)
    expected = SignalLayer(STATE, recording()).outputs(0, 250)
    if ending == "wav":
        written, rate = soundfile.read(path, dtype="float32", always_2d=True)
        assert rate == 4000
        written = written.T
    else:
        written = np.load(path)
    np.testing.assert_array_equal(written, expected)
    assert shares[-1] == 1
    assert list(tmp_path.iterdir()) == [path]


def test_a_long_output_is_written_in_parts(tmp_path: Path) -> None:
    source = Watched(CHUNK + 1000)
    state = SignalState(length=CHUNK + 1000, parameters=conv1d(2, 1, 3))
    shares: list[float] = []
    export_output(state, source, tmp_path / "long.npy", shares.append)  # type: ignore[arg-type]
    written = np.load(tmp_path / "long.npy", mmap_mode="r")
    assert written.shape == (1, CHUNK + 998)
    part = SignalLayer(state, source).outputs(CHUNK - 5, CHUNK + 5)  # type: ignore[arg-type]
    np.testing.assert_allclose(written[:, CHUNK - 5 : CHUNK + 5], part, atol=1e-6)
    assert len(shares) == 2


def problem_of(state: SignalState, path: Path) -> MediaProblem:
    with pytest.raises(MediaError) as caught:
        export_output(state, recording(), path, lambda _: None)
    return caught.value.code


def test_what_cannot_be_written(tmp_path: Path) -> None:
    refused = replace(STATE, parameters=conv1d(2, 3, 5, stride=0))
    assert problem_of(refused, tmp_path / "out.wav") is MediaProblem.NO_OUTPUT
    assert problem_of(STATE, tmp_path / "no" / "such" / "out.wav") is MediaProblem.UNWRITABLE
    assert problem_of(STATE, tmp_path / "no" / "such" / "out.npy") is MediaProblem.UNWRITABLE


def test_weights_come_back(tmp_path: Path) -> None:
    weights = np.random.default_rng(0).standard_normal((4, 2, 7))
    np.save(tmp_path / "w.npy", weights)
    state = import_weights(SignalState(), tmp_path / "w.npy")
    assert (state.parameters.out_channels, state.parameters.kernel_size) == (4, (7,))
    layer = SignalLayer(state, recording())
    np.testing.assert_array_equal(layer.weight, weights.astype(np.float32))


@pytest.mark.parametrize(
    "array",
    [
        np.array(["a"]),
        np.array([{"a": 1}], dtype=object),
        np.zeros((2, 2, 2, 2)),
        np.array([np.nan]),
        np.zeros(0),
        np.zeros((1, 1, 2_000_000), np.int8),
    ],
)
def test_what_are_no_weights(array: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "w.npy"
    np.save(path, array, allow_pickle=True)
    with pytest.raises(MediaError) as caught:
        import_weights(SignalState(), path)
    assert caught.value.code is MediaProblem.NOT_WEIGHTS
    path.write_bytes(b"\x93NUMPY and then nothing of use")
    with pytest.raises(MediaError):
        import_weights(SignalState(), path)


def test_the_copied_program_prints_what_is_shown() -> None:
    state = SignalState(length=80, parameters=conv1d(2, 3, 5, padding=2, padding_mode="reflect"), flip=True)
    names: dict[str, object] = {"print": lambda *_: None}
    exec(code_of(state, recording()), names)
    made = names["y"]
    assert isinstance(made, torch.Tensor)
    expected = SignalLayer(state, recording()).outputs(0, 80)
    np.testing.assert_allclose(made.detach().numpy()[0], expected, atol=1e-6)


def test_an_hour_does_not_fit_in_a_program() -> None:
    with pytest.raises(MediaError) as caught:
        code_of(SignalState(length=10**7), Watched(10**8))  # type: ignore[arg-type]
    assert caught.value.code is MediaProblem.TOO_LONG_FOR_CODE
