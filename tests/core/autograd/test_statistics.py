"""Statistics against numpy in double precision, remembered only while the memory is what it was."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.autograd.statistics import LARGE, StatisticsCache, statistics


@pytest.mark.parametrize("count", [1, 63, LARGE - 1, LARGE, 3 * LARGE + 5])
@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e30])
def test_statistics_are_those_of_double_precision(count: int, scale: float) -> None:
    random = np.random.default_rng(count)
    numbers = (random.normal(1, 2, count) * scale).astype(np.float32)
    found, wide = statistics(torch.from_numpy(numbers)), numbers.astype(np.float64)
    assert (found.min, found.max) == (wide.min(), wide.max())
    assert found.mean == pytest.approx(wide.mean(), rel=1e-5, abs=1e-6 * np.abs(wide).mean())
    assert found.norm == pytest.approx(np.linalg.norm(wide), rel=1e-5)


def test_what_is_not_finite_is_said() -> None:
    found = statistics(torch.full((LARGE,), float("inf")))
    assert (found.min, found.max, found.mean, found.norm) == ("inf", "inf", "inf", "inf")
    assert statistics(torch.full((LARGE,), float("nan"))).mean == "nan"


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
