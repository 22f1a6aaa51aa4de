"""`main.py trace` by the letter of the format: files, exit status, one line for an error."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.autograd.trace import decode_json
from core.labs.autograd import EXAMPLES

ROOT = Path(__file__).parent.parent.parent.parent
RAISE = {"no_grad", "no_leaf", "second_backward", "in_place_error", "in_place_leaf", "gradient_shape", "not_a_scalar"}


def trace(*arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "trace", *arguments],
        capture_output=True, text=True, cwd=folder or ROOT, check=False, timeout=300,
    )  # fmt: skip


# All of them are recorded and replayed in tests/core/autograd/test_node_replay.py.
NAMES = sorted(RAISE | {"mean_of_squares", "hooks", "custom_split_unused", "double_backward", "torch_grad"})


@pytest.fixture(scope="module")
def traced() -> dict[str, subprocess.CompletedProcess[str]]:
    """Their traces; two at a time, since each waits for a process of its own."""
    with ThreadPoolExecutor(2) as pool:
        return dict(
            zip(NAMES, pool.map(lambda name: trace(str(EXAMPLES / f"{name}.py"), "--json", "-"), NAMES), strict=True)
        )


@pytest.mark.parametrize("name", NAMES)
def test_examples(name: str, traced: dict[str, subprocess.CompletedProcess[str]]) -> None:
    done = traced[name]
    found = decode_json(done.stdout.encode())
    assert (done.returncode, found.outcome) == ((1, "raised") if name in RAISE else (0, "finished"))
    assert (found.error is None) == (name not in RAISE)
    known = {node.id for node in found.nodes}
    assert all(edge.source in known and edge.target in known for edge in found.edges)
    assert all(step.node in known for one in found.passes for step in one.steps)
    if name not in RAISE:
        assert found.nodes
        assert done.stderr == ""


def test_files_are_written(tmp_path: Path) -> None:
    outputs = [str(tmp_path / f"out.{kind}") for kind in ("json", "dot", "svg")]
    done = trace(
        str(EXAMPLES / "mean_of_squares.py"),
        "--json",
        outputs[0],
        "--dot",
        outputs[1],
        "--svg",
        outputs[2],
        "--values",
        "2",
    )
    assert (done.returncode, done.stdout) == (0, "")
    plain = json.loads(Path(outputs[0]).read_text())
    assert plain["variables"][0]["value"]["values"] is None
    assert set(plain["variables"][0]["value"]["statistics"]) == {"min", "max", "mean", "norm"}
    assert Path(outputs[1]).read_text().startswith("digraph")
    assert "<svg" in Path(outputs[2]).read_text()


def test_details_are_written_on_request() -> None:
    plain, more = (
        json.loads(trace(str(EXAMPLES / "mean_of_squares.py"), "--json", "-", *options).stdout)
        for options in ([], ["--details"])
    )
    details = more.pop("details")
    assert more == plain
    assert set(details) == {"values", "operations", "nodes", "complete", "spans", "applications", "modules", "lesson"}
    assert [one["id"] for one in details["nodes"]] == [one["id"] for one in plain["nodes"]]
    assert {"x", "a"} <= {one["variable"] for one in details["values"]}
    assert details["complete"] is True


def test_the_program_runs_in_its_folder_without_arguments(tmp_path: Path) -> None:
    program = tmp_path / "own.py"
    program.write_text("import os, sys\nprint(os.getcwd())\nprint(sys.argv[1:], __name__)\n")
    done = trace(str(program), "--json", "-")
    assert decode_json(done.stdout.encode()).output == f"{tmp_path}\n[] __main__\n"


@pytest.mark.parametrize(
    ("source", "options", "status", "outcome"),
    [
        ("raise ValueError('x')", [], 1, "raised"),
        ("while True: pass", ["--timeout", "1"], 3, "timed out"),
        ("import os\nos._exit(0)", [], 3, "died"),
        ("x = (", [], 1, "raised"),
    ],
)
def test_exit_status(source: str, options: list[str], status: int, outcome: str, tmp_path: Path) -> None:
    program = tmp_path / "own.py"
    program.write_text(source)
    done = trace(str(program), "--json", "-", *options)
    assert done.returncode == status
    assert decode_json(done.stdout.encode()).outcome == outcome
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("arguments", [["gone.py"], ["."], [], ["x.py", "--timeout", "-1"], ["x.py", "--no-such"]])
def test_wrong_usage(arguments: list[str], tmp_path: Path) -> None:
    done = trace(*arguments, folder=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("option", ["--timeout=soon", "--memory=much", "--values=-1", "--memory=0", "--timeout=nan"])
def test_wrong_numbers_are_named(option: str) -> None:
    done = trace("x.py", option)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("main.py trace: error: argument --")
    assert "_positive" not in done.stderr


def test_unwritable_results_are_one_line(tmp_path: Path) -> None:
    done = trace(str(EXAMPLES / "detach.py"), "--json", str(tmp_path / "no" / "such.json"))
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_the_picture_of_every_kind_goes_to_standard_output_without_remarks() -> None:
    done = trace(str(EXAMPLES / "custom_network.py"), "--svg", "-")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.rstrip().endswith("</svg>")
