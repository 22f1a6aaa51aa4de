"""A training step recorded, beside the plain step and beside torchviz and TorchLens: time and memory.

Each measurement is a process of its own, so that one's memory is not another's. Time is the median step after
two that warm up; memory the process's peak beyond what it held before the model was made. Recorded gradients
go where the program's own process sends them: as msgpack into a pipe, here into the null device.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.models import MODELS, STEP

MODES = ("plain", "traced", "torchviz", "TorchLens")
STEPS = 7
REPEATS = 3
FILENAME = "program.py"
MIB = 1024 * 1024


def _peak() -> float:
    """The most that this process has held, in MiB (Linux tells KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MIB


def _traced(scope: dict[str, Any], source: str) -> Callable[[], None]:
    """What runs the program's lines under the recorder, as in the process of a user's program."""
    from core.autograd.recorder import Recorder, warm
    from core.runner.protocol import Done, FromChild, MoreDetails, PassPart, encode

    pipe = Path(os.devnull).open("wb")  # noqa: SIM115  # it is open for as long as the process
    warm()
    step = compile(STEP, FILENAME, "exec")

    def tell(message: FromChild) -> None:
        pipe.write(encode(message))

    def run() -> None:
        recorder = Recorder(
            FILENAME,
            lambda: scope,
            lambda *part: tell(PassPart(*part)),
            tell_details=lambda part: tell(MoreDetails(part)),
        )
        recorder.start()
        exec(step, scope)
        variables, nodes, edges = recorder.finish()
        pipe.write(
            encode(
                Done(
                    error=None,
                    variables=variables,
                    nodes=nodes,
                    edges=edges,
                    names=recorder.result_names,
                    ended=True,
                    complete=recorder.complete,
                    details=recorder.last_details(),
                )
            )
        )
        assert recorder.complete, "the step was not recorded in full"

    exec(compile(source, FILENAME, "exec"), scope)
    return run


def _peer(mode: str, scope: dict[str, Any], source: str) -> Callable[[], None]:
    exec(compile(source, FILENAME, "exec"), scope)
    if mode == "torchviz":
        from torchviz import make_dot

        forward = compile("model.zero_grad()\nloss = loss_of(model(x))", FILENAME, "exec")

        def draw() -> None:
            exec(forward, scope)
            make_dot(scope["loss"], dict(scope["model"].named_parameters()))
            scope["loss"].backward()

        return draw
    if mode == "TorchLens":
        import torchlens

        log = getattr(torchlens, "log_forward_pass", None) or torchlens.trace
        step = compile("loss = loss_of(model(x))\nloss.backward()\nmodel.zero_grad()", FILENAME, "exec")

        def look() -> None:
            log(scope["model"], scope["x"])
            exec(step, scope)

        return look
    step = compile(STEP, FILENAME, "exec")
    return lambda: exec(step, scope)


def measure(model: str, mode: str) -> tuple[float, float]:
    """Seconds of a step, and MiB beyond what the process held before; in this process."""
    import torch

    torch.set_num_threads(torch.get_num_threads())  # As in any program: torch's own choice.
    scope: dict[str, Any] = {"__name__": "__main__"}
    make = _traced if mode == "traced" else lambda scope, source: _peer(mode, scope, source)
    before = _resident()
    step = make(scope, MODELS[model])
    taken = []
    for _ in range(STEPS + 2):
        begun = time.perf_counter()
        step()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken[2:]), _peak() - before


def growth(runs: int) -> tuple[float, float]:
    """MiB that this process holds after a tenth of the runs, and after all of them."""
    scope: dict[str, Any] = {"__name__": "__main__"}
    step = _traced(scope, MODELS["LSTM x 100 steps"])
    held = []
    for index in range(runs):
        step()
        if index + 1 in (runs // 10, runs):
            held.append(_resident())
    return held[0], held[1]


def _in_a_process(*arguments: str) -> list[float] | None:
    command = [sys.executable, "-m", "benchmarks.recording", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    numbers: list[float] = json.loads(done.stdout.splitlines()[-1])
    return numbers


def report() -> None:
    """Measure and print."""
    print(f"\n{'one training step':<26}{'mode':<12}{'ms':>9}{'ratio':>8}{'MiB':>9}{'ratio':>8}")
    for model in MODELS:
        found: dict[str, list[list[float]]] = {mode: [] for mode in MODES}
        for _ in range(REPEATS):
            for mode in MODES:  # In turn, so that the machine's mood cancels.
                numbers = _in_a_process(model, mode)
                if numbers is not None:
                    found[mode].append(numbers)
        plain = [statistics.median(column) for column in zip(*found["plain"], strict=True)]
        for mode, rows in found.items():
            if not rows:
                print(f"{model:<26}{mode:<12}{'not installed, or it failed':>34}")
                continue
            seconds, memory = (statistics.median(column) for column in zip(*rows, strict=True))
            ratios = seconds / plain[0], memory / plain[1]
            print(
                f"{model:<26}{mode:<12}{seconds * 1e3:>9.1f}{ratios[0]:>7.2f}x{memory:>9.0f}{ratios[1]:>7.2f}x",
                flush=True,
            )
    numbers = _in_a_process("growth", "200")
    if numbers is not None:
        print(f"200 recorded runs in one process: {numbers[0]:.0f} MiB after 20, {numbers[1]:.0f} MiB after 200")


def main() -> None:
    """One measurement, for `report` in another process."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recording")
    parser.add_argument("model", choices=[*MODELS, "growth"])
    parser.add_argument("mode")
    arguments = parser.parse_args()
    numbers = growth(int(arguments.mode)) if arguments.model == "growth" else measure(arguments.model, arguments.mode)
    print(json.dumps(numbers))


if __name__ == "__main__":
    main()
