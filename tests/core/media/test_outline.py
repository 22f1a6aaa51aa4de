"""The outline holds every extreme, and a long recording's fills in."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from core.media import outline
from core.media.audio import Recording
from core.media.outline import Outline, column_edges, extremes
from core.media.problem import MediaError, MediaProblem


def test_every_extreme_is_in_it() -> None:
    samples = np.random.default_rng(0).uniform(-1, 1, (2, 1001)).astype(np.float32)
    made = Outline(Recording(samples, 8000, "x"))
    assert made.share == 1
    np.testing.assert_array_equal(made.values[..., 0].min(axis=1), samples.min(axis=1))
    np.testing.assert_array_equal(made.values[..., 1].max(axis=1), samples.max(axis=1))


def test_columns_are_those_of_the_samples() -> None:
    samples = np.arange(12, dtype=np.float32)[None]
    edges = column_edges(12, 4)
    np.testing.assert_array_equal(extremes(samples, edges)[0], [[0, 2], [3, 5], [6, 8], [9, 11]])


def test_a_long_one_fills_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outline, "AT_ONCE", 1000)
    monkeypatch.setattr(outline, "BLOCK", 5000)
    samples = np.random.default_rng(0).uniform(-1, 1, (1, 50_000)).astype(np.float32)
    recording = Recording(samples, 8000, "x")
    made = Outline(recording)
    assert made.share == 0
    shares: list[float] = []
    whole = threading.Event()

    def told() -> None:
        shares.append(made.share)
        if made.share >= 1:
            whole.set()

    made.begin(told)
    assert whole.wait(20)
    made.stop()
    assert shares == sorted(shares)
    assert len(shares) > 3
    np.testing.assert_array_equal(made.values, extremes(samples, column_edges(50_000)))


def test_it_can_be_stopped_and_survives_a_broken_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outline, "AT_ONCE", 10)

    class Broken:
        frames, channels, rate, name = 100_000, 1, 8000, "x"

        def read(self, first: int, stop: int) -> np.ndarray:
            raise MediaError(MediaProblem.TRUNCATED, name="x")

    made = Outline(Broken())  # type: ignore[arg-type]
    made.begin(lambda: None)
    made.stop()
    assert made.share == 0
