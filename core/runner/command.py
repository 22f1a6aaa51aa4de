"""``main.py trace``: runs a program without a window and writes what was recorded."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from core.autograd.dot import dot_to_svg_apart, trace_to_dot
from core.autograd.trace import MOST_VALUES, Tensor, Trace, encode_json
from core.runner.client import Client
from core.runner.protocol import Event, Finished, Limits, Program

STATUS = {"finished": 0, "raised": 1, "timed out": 3, "out of memory": 3, "died": 3}
WRONG_USAGE = 2
LARGEST_PROGRAM = 10_000_000
"""Bytes; a longer file is no program that anyone wrote."""


def main(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit status of docs/trace-format.md."""
    options = _parser().parse_args(arguments)
    try:
        source = _read(Path(options.program))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return _wrong(f"{options.program}: {reason}")
    limits = Limits(options.timeout, options.memory, values=options.values)
    trace = _run(Program(source, str(Path(options.program).resolve())), limits)
    try:
        written = _write_all(trace, options)
    except (OSError, ValueError) as error:
        return _wrong(f"the result cannot be written: {error}")
    if not written:
        try:
            _write_standard(summary(trace).encode("utf-8", "replace") + b"\n")
        except OSError as error:
            return _wrong(f"the result cannot be written: {error}")
    if trace.error is not None:
        place = f" (line {trace.error.line})" if trace.error.line is not None else ""
        print(f"{trace.outcome}: {trace.error.type}: {_one_line(trace.error.message)}{place}", file=sys.stderr)
    elif trace.outcome != "finished":
        print(f"the program was stopped: {trace.outcome}", file=sys.stderr)
    return STATUS[trace.outcome]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="main.py trace",
        description="Runs a program and writes what torch's engine did. - is standard output.",
    )
    parser.add_argument("program", metavar="PROGRAM.py")
    parser.add_argument("--json", metavar="FILE", help="the trace")
    parser.add_argument("--dot", metavar="FILE", help="the graph as Graphviz text")
    parser.add_argument("--svg", metavar="FILE", help="the graph as a picture")
    parser.add_argument("--timeout", metavar="SECONDS", type=_positive_number, help="stop the program after this")
    parser.add_argument(
        "--memory",
        metavar="MIB",
        type=_positive_whole,
        default=Limits().memory_mib,
        help="stop it beyond this",
    )
    parser.add_argument(
        "--values", metavar="N", type=_whole, default=MOST_VALUES, help="values of a tensor that are kept"
    )
    parser.add_argument(
        "--details", action="store_true", help="write the forward pass and more about each node into the trace, too"
    )
    return parser


def _positive_number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no number") from None
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not above 0")
    return value


def _whole_number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no whole number") from None


def _whole(text: str) -> int:
    value = _whole_number(text)
    if value < 0:
        raise argparse.ArgumentTypeError(f"{text} is below 0")
    return value


def _positive_whole(text: str) -> int:
    value = _whole_number(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is below 1")
    return value


def _read(path: Path) -> str:
    if not path.is_file():
        raise ValueError("no such file" if not path.exists() else "not a file")
    if path.stat().st_size > LARGEST_PROGRAM:
        raise ValueError(f"longer than {LARGEST_PROGRAM} bytes")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("not text in UTF-8") from None


def _run(program: Program, limits: Limits) -> Trace:
    over = threading.Event()
    ended: list[Finished] = []

    def take(event: Event) -> None:
        if isinstance(event, Finished):
            ended.append(event)
            over.set()

    with contextlib.closing(Client(take, keep_warm=False)) as client:
        client.run(program, limits)
        try:
            over.wait()
        except KeyboardInterrupt:
            client.stop()
            over.wait()
    return ended[0].trace


def _write_all(trace: Trace, options: argparse.Namespace) -> bool:
    makers: tuple[tuple[str | None, Callable[[], bytes]], ...] = (
        (options.json, lambda: encode_json(trace, details=options.details) + b"\n"),
        (options.dot, lambda: trace_to_dot(trace).encode()),
        (options.svg, lambda: dot_to_svg_apart(trace_to_dot(trace))),
    )
    asked = [(target, make) for target, make in makers if target is not None]
    for target, make in asked:
        data = make()
        if target == "-":
            _write_standard(data)
        else:
            Path(target).write_bytes(data)
    return bool(asked)


def _write_standard(data: bytes) -> None:
    """Write bytes as they are: a terminal's own encoding may lack the program's characters."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Nobody reads on (`| head`): Python would try again at its end, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _wrong(sentence: str) -> int:
    print(f"main.py trace: {_one_line(sentence)}", file=sys.stderr)
    return WRONG_USAGE


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _short(tensor: Tensor | None) -> str:
    if tensor is None:
        return "None"
    if tensor.kept is None or len(str(tensor.values)) > 60:
        return f"{tensor.dtype} {tuple(tensor.shape)}"
    return str(tensor.values)


def summary(trace: Trace) -> str:
    """The run in a few readable lines."""
    lines = [trace.output.rstrip("\n")] if trace.output else []
    lines.append(f"{trace.outcome}, torch {trace.torch}: {len(trace.nodes)} nodes, {len(trace.edges)} edges")
    names = {
        node.id: node.name if node.kind != "leaf" else f"{node.name} {node.variable or ''}" for node in trace.nodes
    }
    for number, one in enumerate(trace.passes, 1):
        lines.append(f"pass {number}" + (f", line {one.line}" if one.line is not None else ""))
        for step, record in enumerate(one.steps, 1):
            received = ", ".join(_short(grad) for grad in record.incoming)
            lines.append(f"  {step}. {names[record.node].strip()} <- {received}")
    lines.extend(
        f"{one.name}.grad = {_short(one.grad)}" for one in trace.variables if one.is_leaf and one.requires_grad
    )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
