"""Output maps and weights leave as they are, weights come in as they are."""

from __future__ import annotations

import contextlib
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from core.convolution.kernels import Kernel
from core.convolution.parameters import conv2d
from core.labs.image import files
from core.labs.image.files import code_of, export, holds_weights, import_weights
from core.labs.image.layer import ImageLayer
from core.labs.image.resolve import resolve
from core.labs.image.state import ImageState
from core.labs.source import Source
from core.media.problem import MediaError, MediaProblem

PIXELS = np.random.default_rng(0).uniform(0, 1, (4, 11, 9)).astype(np.float32)
STATE = ImageState(
    parameters=conv2d(4, 6, (3, 2), groups=2, padding=(1, 0), padding_mode="reflect"),
    kernels=(Kernel("gabor", bias=0.5),),
    flip=True,
)


def test_the_file_holds_the_outputs_also_in_bands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = resolve(STATE, PIXELS, (11, 9)).output.values
    for products in (files.BAND_PRODUCTS, 1000):
        monkeypatch.setattr(files, "BAND_PRODUCTS", products)
        shares: list[float] = []
        export(STATE, PIXELS, tmp_path / "y.npy", shares.append)
        np.testing.assert_allclose(np.load(tmp_path / "y.npy"), expected, atol=1e-6)
    assert len(shares) > 2
    assert list(tmp_path.iterdir()) == [tmp_path / "y.npy"]


@pytest.mark.parametrize("bias", [True, False])
def test_weights_are_a_state_dict_and_come_back(bias: bool, tmp_path: Path) -> None:
    state = replace(STATE, parameters=STATE.parameters.changed("bias", bias))
    path = tmp_path / "w.npz"
    export(state, PIXELS, path, lambda _: None)
    layer = ImageLayer(state, PIXELS)
    module = torch.nn.Conv2d(4, 6, (3, 2), groups=2, bias=bias)
    module.load_state_dict({name: torch.from_numpy(values) for name, values in np.load(path).items()})
    np.testing.assert_array_equal(module.weight.detach().numpy(), layer.weight)
    back = import_weights(ImageState(parameters=state.parameters), path)
    again = ImageLayer(back, PIXELS)
    np.testing.assert_array_equal(again.weight, layer.weight)
    np.testing.assert_array_equal(again.bias, layer.bias)


def test_which_files_are_weights(tmp_path: Path) -> None:
    np.save(tmp_path / "w.npy", np.ones((2, 3, 3, 5)))
    np.save(tmp_path / "picture.npy", np.ones((3, 3, 5)))
    (tmp_path / "broken.npy").write_bytes(b"no array")
    found = {
        name: holds_weights(Source("file", str(tmp_path / name)))
        for name in ("w.npy", "w.npz", "picture.npy", "broken.npy", "missing.npy", "x.png")
    }
    assert [name for name, holds in found.items() if holds] == ["w.npy", "w.npz"]
    state = import_weights(ImageState(), tmp_path / "w.npy")
    assert state.parameters == conv2d(3, 2, (3, 5))


@pytest.mark.parametrize("content", ["zip", "names", "nan", "bias", "object"])
def test_what_is_no_weights(content: str, tmp_path: Path) -> None:
    path = tmp_path / "w.npz"
    good = np.ones((2, 3, 3, 3))
    if content == "zip":
        path.write_bytes(b"PK\x03\x04 and nothing more")
    elif content == "names":
        np.savez(path, other=good)
    elif content == "nan":
        np.savez(path, weight=good * np.nan)
    elif content == "bias":
        np.savez(path, weight=good, bias=np.ones(5))
    else:
        np.savez(path, weight=np.array([[[[{}]]]], object))
    with pytest.raises(MediaError) as caught:
        import_weights(ImageState(), path)
    assert caught.value.code is MediaProblem.NOT_CONV2D_WEIGHTS


def test_a_refused_layer_and_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MediaError) as caught:
        export(replace(STATE, parameters=conv2d(4, 6, (3, 3), groups=4)), PIXELS, tmp_path / "y.npy", lambda _: None)
    assert caught.value.code is MediaProblem.NO_OUTPUT
    with pytest.raises(MediaError) as caught:
        export(STATE, PIXELS, tmp_path / "none" / "y.npy", lambda _: None)
    assert caught.value.code is MediaProblem.UNWRITABLE


def test_the_program_prints_what_is_shown() -> None:
    namespace: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(code_of(STATE, PIXELS), namespace)
    output = namespace["y"]
    assert isinstance(output, torch.Tensor)
    expected = resolve(STATE, PIXELS, (11, 9)).output.values
    np.testing.assert_allclose(output.detach().numpy()[0], expected, atol=1e-6)
    with pytest.raises(MediaError) as caught:
        code_of(ImageState(), np.zeros((3, 1000, 1000), np.float32))
    assert caught.value.code is MediaProblem.PICTURE_TOO_LARGE_FOR_CODE
