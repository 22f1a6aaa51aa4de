"""Runs and views for the tests of the graph: real programs, recorded by real torch in this process."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.autograd.layout import lay_out
from core.autograd.replay import Replay
from core.autograd.trace import Trace
from core.labs.autograd import EXAMPLES
from gui.graph.drawing import Groups
from gui.graph.view import GraphView
from tests.core.autograd.recorded_run import Recorded

PATIENCE = 30_000

FAN_IN = "import torch\nx = torch.tensor(2.0, requires_grad=True)\ny = x * 3\nz = y + y * y\nz.backward()\n"
MARKS = """import torch
x = torch.ones(2, 3, requires_grad=True)
v = x.t()
w = v * 2
w[0] = 1.0
w.add_(1)
d = w.detach()
a = x.exp()
with torch.no_grad():
    b = a * 2
s = w.sum() + a.sum()
s.backward()
"""
LONG = """import torch
x = torch.ones(2, requires_grad=True)
y = x
for i in range(40):
    y = torch.sin(y) * 2
    y = y * x
y.sum().backward()
"""
NETWORK = """import torch
from torch import nn
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
h = torch.ones(2, 3)
for step in range(2):
    loss = model(h * step).sum()
    loss.backward()
"""


def example_source(name: str) -> str:
    """The text of a built-in example."""
    return (EXAMPLES / f"{name}.py").read_text(encoding="utf-8")


def trace_of(source: str) -> Trace:
    """A program's run."""
    return Recorded(source).trace


def shown(
    qtbot: QtBot, source: str, closed: frozenset[str] | None = None, size: tuple[int, int] = (900, 600)
) -> GraphView:
    """A view with a run, laid out by Graphviz whenever it asks."""
    view = GraphView()
    qtbot.addWidget(view)
    view.resize(*size)
    view.layout_wanted.connect(lambda request: view.show_layout(lay_out(request)) if request is not None else None)
    view.folding_changed.connect(view.set_closed)
    view.show()
    qtbot.waitExposed(view)
    replay = Replay(trace_of(source))
    view.show_run(replay, source, closed)
    built(view, qtbot)
    view.show_frame(replay.frame(0))
    return view


def built(view: GraphView, qtbot: QtBot) -> None:
    """Wait until all items are there."""
    qtbot.waitUntil(lambda: view.drawn is not None and view.drawn.complete, timeout=PATIENCE)
    QApplication.processEvents()


def replay_of(view: GraphView) -> Replay:
    """What is shown."""
    assert view.drawing is not None
    return view.drawing.replay


def groups_of_view(view: GraphView) -> Groups:
    """What the run can be folded by."""
    assert view.groups is not None
    return view.groups


def backward_step(replay: Replay, number: int) -> int:
    """The position of the clock after a number of engine steps."""
    moments = replay.timeline.moments
    return [place for place, one in enumerate(moments, 1) if one.phase == "backward"][number - 1]


def step_of(replay: Replay, name: str, which: int = 0) -> int:
    """The position at which a node of this name or variable runs backward."""
    numbers = [one.id for one in replay.trace.nodes if name in (one.name, one.variable)]
    first = backward_step(replay, 1)
    return [place for number in numbers for place in replay.visits(number) if place >= first][which]
