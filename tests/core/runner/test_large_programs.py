"""Networks of real size are traced whole, and compute what they compute alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from core.runner.protocol import Limits
from tests.core.runner.large_programs import LARGE
from tests.core.runner.running import running


@pytest.mark.parametrize("name", LARGE)
def test_a_large_network_is_traced_whole(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.py"
    path.write_text(LARGE[name], encoding="utf-8")
    alone = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, check=True, cwd=tmp_path)
    with running() as runs:
        finished = runs.run(LARGE[name], Limits(values=64), str(path))
    trace = finished.trace
    assert (trace.outcome, trace.error, finished.complete) == ("finished", None, True)
    assert trace.output == alone.stdout
    count = int(alone.stdout.split()[0])
    assert len(trace.nodes) == len(trace.passes[0].steps) == count > 150
    assert {step.node for step in trace.passes[0].steps} == {node.id for node in trace.nodes}
    assert all(node.line is not None for node in trace.nodes)
    # Values of more than 64 numbers are told by statistics alone.
    kept = [step.incoming[0] for step in trace.passes[0].steps if step.incoming and step.incoming[0] is not None]
    assert all(
        (tensor.kept is None) == (tensor.statistics is not None) and (tensor.kept is None or len(tensor.kept) <= 512)
        for tensor in kept
    )
    assert trace.details is not None
    assert len(trace.details.operations) > count // 2
