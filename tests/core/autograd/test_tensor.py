"""A tensor's record: the same numbers as bytes between processes, as lists in JSON, and as NumPy has them."""

from __future__ import annotations

import json

import msgspec
import numpy as np
import pytest
import torch

from core.autograd.tensor import STORED, Tensor
from core.autograd.trace import Trace, Variable, decode_json, encode_json
from core.autograd.values import Snapshots

KINDS = [
    torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.float8_e5m2, torch.complex64,
    torch.complex128, torch.int8, torch.int16, torch.int32, torch.int64, torch.uint8, torch.uint16, torch.uint32,
    torch.uint64, torch.bool,
]  # fmt: skip


def numbers(kind: torch.dtype) -> torch.Tensor:
    wide = torch.tensor([[0.0, 1.0, 2.5], [3.0, 100.0, 7.0]], dtype=torch.float64)
    return wide.to(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_every_type_comes_through_whole(kind: torch.dtype) -> None:
    tensor = numbers(kind)
    found = Snapshots().of(tensor)
    assert isinstance(found.kept, bytes)
    sent = msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=Tensor)
    assert sent == found
    wide = torch.complex128 if kind.is_complex else torch.float64
    expected = tensor.to(wide)
    assert sent.array is not None
    np.testing.assert_array_equal(sent.array.astype(expected.numpy().dtype), expected.numpy())
    if not kind.is_complex:
        assert sent.values == (tensor.tolist() if kind != torch.float8_e5m2 else tensor.float().tolist())


def test_in_any_order_and_negated_it_is_row_by_row() -> None:
    tensor = torch.arange(24.0).reshape(2, 3, 4)
    for view in (tensor.transpose(0, 2), tensor[:, ::2, 1:], tensor.expand(2, 2, 3, 4), tensor[1, 2, 3]):
        assert Snapshots().of(view).values == view.tolist()
    conjugated = torch.view_as_complex(torch.arange(8.0).reshape(2, 2, 2)).conj()
    assert Snapshots().of(conjugated.imag).values == conjugated.imag.tolist()
    assert Snapshots().of(torch.eye(3).to_sparse()).values == torch.eye(3).tolist()
    assert Snapshots().of(torch.empty(0, 4)).values == []


def test_json_has_lists_and_words() -> None:
    value = Snapshots().of(torch.tensor([1.5, float("nan"), float("-inf")]))
    trace = Trace(
        "2.13.0", "finished", None, "", (Variable("x", value, None, False, True, None),), (), (), ()
    )  # fmt: skip
    plain = json.loads(encode_json(trace))
    assert plain["variables"][0]["value"] == {"shape": [3], "dtype": "float32", "values": [1.5, "nan", "-inf"]}
    back = decode_json(encode_json(trace)).variables[0].value
    assert back == value
    assert hash(back) == hash(value)
    np.testing.assert_array_equal(back.array, value.array)


def test_what_is_copied_does_not_change_with_the_tensor() -> None:
    tensor = torch.ones(3)
    found = Snapshots().of(tensor)
    tensor.zero_()
    assert found.values == [1.0, 1.0, 1.0]


def test_of_a_large_tensor_nothing_is_kept() -> None:
    found = Snapshots(most=10).of(torch.ones(11))
    assert (found.kept, found.values, found.array) == (None, None, None)
    assert found.statistics is not None


def test_every_stored_type_is_numpys() -> None:
    assert all(np.dtype(name).name == name for name in STORED.values())


def test_equal_values_are_not_unequal() -> None:
    found = [Snapshots().of(torch.tensor(values)) for values in ([1.0, 2.0], [1.0, 2.0], [1.0, 3.0])]
    assert [found[0] == one for one in found] == [True, True, False]
    assert [found[0] != one for one in found] == [False, False, True]
    assert found[0] != 1.0
