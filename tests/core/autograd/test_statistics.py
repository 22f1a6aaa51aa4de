"""Statistics beside torch's and numpy's own in double precision, remembered only while the memory is what it was."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.autograd.statistics import BLOCK, StatisticsCache, statistics


@pytest.mark.parametrize("count", [1, 63, 70 * BLOCK - 1, 70 * BLOCK, 3 * 70 * BLOCK + 5])
@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e30])
def test_statistics_are_those_of_double_precision(count: int, scale: float) -> None:
    random = np.random.default_rng(count)
    numbers = (random.normal(1, 2, count) * scale).astype(np.float32)
    found, wide = statistics(torch.from_numpy(numbers)), numbers.astype(np.float64)
    assert (found.min, found.max) == (wide.min(), wide.max())
    assert found.mean == pytest.approx(wide.mean(), rel=1e-5, abs=1e-6 * np.abs(wide).mean())
    assert found.norm == pytest.approx(np.linalg.norm(wide), rel=1e-5)


def test_what_is_not_finite_is_said() -> None:
    found = statistics(torch.full((70 * BLOCK,), float("inf")))
    assert (found.min, found.max, found.mean, found.norm) == ("inf", "inf", "inf", "inf")
    assert statistics(torch.full((70 * BLOCK,), float("nan"))).mean == "nan"


def test_views_of_the_same_numbers_share_and_other_views_do_not() -> None:
    cache = StatisticsCache()
    x = torch.arange(12.0).reshape(3, 4)
    assert cache.of(x) is cache.of(x.t())
    assert cache.of(x) is cache.of(x.unsqueeze(0))
    assert cache.of(x[1:]) == statistics(x[1:])
    assert cache.of(x[:, 1:]) == statistics(x[:, 1:])
    assert cache.of(x[:, :2]) == statistics(x[:, :2])
    assert cache.of(x.view(torch.int32)) == statistics(x.view(torch.int32))
    assert cache.of(x[:1].expand(3, 4)) == statistics(x[:1].expand(3, 4))


def test_a_write_is_noticed() -> None:
    cache = StatisticsCache()
    x = torch.ones(5)
    assert cache.of(x).mean == 1.0
    x.add_(1)
    assert cache.of(x).mean == 2.0
    alias = x.data
    alias.add_(1)
    cache.forget(alias)
    assert cache.of(x).mean == 3.0
    array = x.numpy()
    cache.distrust(x)
    array[:] = 9
    assert cache.of(x).mean == 9.0
    array[:] = 8
    assert cache.of(x).mean == 8.0


def test_memory_that_is_somebody_elses_is_always_read() -> None:
    cache, array = StatisticsCache(), np.ones(4, np.float32)
    x = torch.from_numpy(array)
    assert cache.of(x).mean == 1.0
    array[:] = 5
    assert cache.of(x).mean == 5.0


def test_memory_is_not_mistaken_for_what_was_there_before() -> None:
    cache = StatisticsCache(most=4)
    for number in range(50):
        assert cache.of(torch.full((1000,), float(number))).mean == number
    held = [torch.full((10,), float(number)) for number in range(10)]
    assert [cache.of(one).mean for one in held] == [float(number) for number in range(10)]
    assert len(cache._known) <= 4


def test_a_stopped_cache_always_reads() -> None:
    cache, x = StatisticsCache(), torch.ones(5)
    assert cache.of(x).mean == 1.0
    cache.stop()
    x.data.add_(1)
    assert cache.of(x).mean == 2.0


KINDS = [
    torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.float8_e4m3fn, torch.complex64, torch.complex128,
    torch.int8, torch.int16, torch.int32, torch.int64, torch.uint8, torch.uint16, torch.uint32, torch.bool,
]  # fmt: skip


def made(kind: torch.dtype, size: tuple[int, ...], seed: int) -> torch.Tensor:
    numbers = torch.randn(size, generator=torch.Generator().manual_seed(seed)) * 3
    return (numbers.abs() if kind in (torch.uint8, torch.uint16, torch.uint32) else numbers).to(kind)


def wide(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.abs().double() if tensor.is_complex() else tensor.to(torch.float64)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(KINDS),
    st.lists(st.integers(1, 40), min_size=0, max_size=4),
    st.randoms(use_true_random=False),
    st.booleans(),
)
def test_of_any_kind_and_order_they_are_torchs(kind: torch.dtype, size: list[int], random: object, cut: bool) -> None:
    tensor = made(kind, tuple(size), seed=sum(size))
    order = list(range(tensor.dim()))
    random.shuffle(order)  # type: ignore[attr-defined]
    tensor = tensor.permute(order)
    if cut and tensor.dim() and tensor.shape[0] > 2:
        tensor = tensor[1::2]
    found, expected = statistics(tensor), wide(tensor)
    assert found.min == expected.min().item()
    assert found.max == expected.max().item()
    assert found.mean == pytest.approx(expected.mean().item(), rel=1e-6, abs=1e-6 * expected.abs().mean().item())
    assert found.norm == pytest.approx(torch.linalg.vector_norm(expected).item(), rel=1e-6)


@pytest.mark.parametrize("scale", [1e-40, 1e-25, 1e-10, 1.0, 1e10, 1e25, 5e37])
def test_no_digits_are_lost_to_float32(scale: float) -> None:
    tensor = (torch.randn(70_000, generator=torch.Generator().manual_seed(2)).double() * scale).float()
    found = statistics(tensor)
    assert found.norm == pytest.approx(torch.linalg.vector_norm(tensor.double()).item(), rel=1e-6)
    assert found.mean == pytest.approx(tensor.double().mean().item(), abs=1e-7 * tensor.double().abs().mean().item())


@pytest.mark.parametrize("odd", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_told(odd: float) -> None:
    tensor = torch.ones(10_000)
    tensor[77] = odd
    found = statistics(tensor)
    words = {str(one) for one in (found.min, found.max, found.mean, found.norm)}
    if math.isnan(odd):
        assert words == {"nan"}
    else:
        assert found.norm == "inf"
        assert (found.max if odd > 0 else found.min) == str(odd)


def test_looking_changes_nothing() -> None:
    tensor = torch.randn(5000)
    before, version = tensor.clone(), tensor._version
    statistics(tensor)
    StatisticsCache().of(tensor)
    assert torch.equal(tensor, before)
    assert tensor._version == version
    tensor.resize_(10_000)  # After Tensor.numpy() torch would refuse this.


def test_of_negated_and_conjugated_views() -> None:
    numbers = torch.view_as_complex(torch.randn(3000, 2))
    for view in (numbers.conj().imag, numbers.conj(), numbers.real):
        found, expected = statistics(view), wide(view.resolve_conj().resolve_neg())
        assert found.mean == pytest.approx(expected.mean().item(), abs=1e-6 * expected.abs().mean().item())
        assert found.min == expected.min().item()


def test_a_tensor_without_memory_is_an_error() -> None:
    with pytest.raises((RuntimeError, NotImplementedError)):
        statistics(torch.empty(9000, device="meta"))
