"""One client for a file of tests of what is kept of a run; its processes are counted in place of the test's."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest

from tests.core.runner.running import TOKEN, Runs, marked_processes, running, until


@pytest.fixture(scope="module")
def shared() -> Iterator[Runs]:
    """One client for all: each test's run is the next run after the one before."""
    # Whatever these runs start inherits this: other processes on the machine are none of ours.
    os.environ[TOKEN] = f"{os.getpid()}-{threading.get_native_id()}"
    with running() as runs:
        runs.client.warm()
        yield runs
    assert until(lambda: not marked_processes(TOKEN))
    assert not [one for one in threading.enumerate() if "core.runner" in one.name or "watcher" in one.name]
    del os.environ[TOKEN]


@pytest.fixture
def runs(shared: Runs) -> Iterator[Runs]:
    """After each test: when what is kept is let go, only the spare process is left."""
    yield shared
    shared.client.stop()
    assert until(lambda: len(marked_processes(TOKEN)) <= 1), marked_processes(TOKEN)


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> None:
    """As everywhere, but where the shared client outlives a test, and is itself what is tested."""
    if "shared" not in request.fixturenames:
        request.getfixturevalue("nothing_left_behind")
