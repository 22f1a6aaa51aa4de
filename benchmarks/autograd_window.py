"""The autograd lab's window, from an event to the end of its painting, for graphs of 5 to 1,500 nodes.

A step is a press of the right or left arrow key; a pan one move of a hand that drags the graph. Programs are run by
the real child process, every node of them is drawn. Beside a step stands what Qt needs to recolour one of as many
plain rectangles, and which part of the step the graph is without the rest of the window.
"""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from benchmarks.worked import Bench, head, line, there_and_back
from core.labs.autograd import FIRST_EXAMPLE, AutogradState, example

if TYPE_CHECKING:
    from gui.graph.view import GraphView

Times = npt.NDArray[np.float64]

LSTM = """import torch
torch.manual_seed(0)
cell = torch.nn.LSTMCell(4, 8)
h, c = torch.zeros(1, 8), torch.zeros(1, 8)
for step in range({count}):
    h, c = cell(torch.randn(1, 4), (h, c))
loss = h.pow(2).sum()
loss.backward()
"""
SIZES = ((5, 0), (130, 8), (910, 60), (1500, 100))
"""Nodes, about, and calls of the cell; 0 stands for the first example."""
DRAG = 24
"""Moves of one drag."""


class AutogradBench(Bench):
    """The autograd lab's window."""

    def __init__(self) -> None:
        super().__init__("autograd")

    def ready(self) -> bool:
        """Whether the lab can be worked."""
        return True

    @property
    def graph(self) -> GraphView:
        """The view."""
        view: GraphView = self.page.graph  # type: ignore[attr-defined]
        return view

    def load(self, state: AutogradState) -> None:
        """Put a program into the editor, every group open."""
        self.page._set(replace(state, closed=frozenset()))  # type: ignore[attr-defined]

    def run(self) -> float:
        """Seconds from Run until the graph is there and a step can be taken."""
        self.until(lambda: self.page.runner.ready)  # type: ignore[attr-defined]
        self.settle()
        self.graph.clear()
        begun = time.perf_counter()
        self.page.run_program()
        self.until(lambda: self.graph.drawn is not None and self.graph.drawn.complete)
        self.application.processEvents()
        return time.perf_counter() - begun

    def go(self, position: int) -> None:
        """Move the clock."""
        self.page.playback.go(position)
        self.settle()

    def graph_alone(self, count: int, stretch: int) -> tuple[Times, Times]:
        """Seconds that the graph takes for a step when nothing else of the window is told of it; and processor time."""
        view, replay = self.graph, self.page._replay  # type: ignore[attr-defined]
        place, taken, worked = self.page.playback.position, [], []
        for ahead in there_and_back(count, stretch):
            place += 1 if ahead else -1
            frame = replay.frame(place)
            begun, before = time.perf_counter(), time.process_time()
            view.show_frame(frame)
            self.application.processEvents()
            taken.append(time.perf_counter() - begun)
            worked.append(time.process_time() - before)
        view.show_frame(replay.frame(self.page.playback.position))
        return np.array(taken), np.array(worked)

    def drag(self, there: bool) -> list[float]:
        """Seconds of each move of one drag."""
        from PySide6.QtCore import QEvent, QPointF, Qt
        from PySide6.QtGui import QMouseEvent

        view = self.graph.viewport()
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        at = QPointF(view.rect().center())

        def send(kind: QEvent.Type, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
            event = QMouseEvent(kind, at, view.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier)
            self.application.sendEvent(view, event)

        send(QEvent.Type.MouseButtonPress, left, left)
        taken = []
        for _ in range(DRAG):
            at = at + QPointF(9 if there else -9, 4 if there else -4)
            begun = time.perf_counter()
            send(QEvent.Type.MouseMove, none, left)
            self.application.processEvents()
            taken.append(time.perf_counter() - begun)
        send(QEvent.Type.MouseButtonRelease, left, none)
        self.settle()
        return taken


def bare_recolour(count: int, runs: int) -> Times:
    """Seconds in which Qt recolours one of as many plain rectangles and paints it."""
    from PySide6.QtGui import QColor
    from PySide6.QtWidgets import QApplication, QGraphicsRectItem, QGraphicsScene, QGraphicsView

    scene = QGraphicsScene()
    items = []
    for index in range(count):
        item = QGraphicsRectItem(0, 0, 120, 70)
        item.setPos(index % 40 * 200, index // 40 * 110)
        scene.addItem(item)
        items.append(item)
    view = QGraphicsView(scene)
    view.resize(1000, 700)
    view.show()
    application = QApplication.instance()
    assert application is not None
    view.ensureVisible(items[0])
    end = time.perf_counter() + 0.4
    while time.perf_counter() < end:
        application.processEvents()
    colours = QColor("#F08A3C"), QColor("#1C2024")
    taken = []
    for index in range(runs):
        begun = time.perf_counter()
        items[0].setBrush(colours[index % 2])
        application.processEvents()  # The scene gathers what is dirty,
        application.processEvents()  # and the view paints it.
        taken.append(time.perf_counter() - begun)
    view.close()
    return np.array(taken)


def report(samples: int) -> None:
    """Measure and print, in milliseconds."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as name:
        os.environ["CONVGRAD_HOME"] = name
        bench = AutogradBench()
        head("autograd lab, 1920x1080, event to end of paint, ms")
        bench.load(example(FIRST_EXAMPLE))
        bench.run()
        bench.settle()
        runs = []
        for _ in range(12):
            runs.append(bench.run())
            bench.settle()  # The next process gets warm.
            bench.settle()
        line("run to a steppable graph, first example, warm", np.array(runs), "aim 150 ms")
        for nodes, calls in SIZES:
            bench.load(example(FIRST_EXAMPLE) if not calls else AutogradState(program=LSTM.format(count=calls)))
            bench.run()
            bench.settle()
            length = bench.page.playback.last
            drawn = len(bench.graph.nodes)
            bench.go(length * 2 // 3)
            stretch = min(20, max(2, length // 3 - 1))
            for ahead in there_and_back(4 * stretch, stretch):
                bench.step(ahead)
            bench.settle()
            count = max(80, samples // 4)
            taken = np.array([bench.step(ahead) for ahead in there_and_back(count, stretch)])
            bench.settle()
            alone, worked = bench.graph_alone(max(80, count // 2), stretch)
            bare = bare_recolour(drawn, 200)
            share = np.median(alone) / np.median(taken)
            line(f"step, {drawn} nodes (of {nodes})", taken, f"the graph's share of it {share:.2f}")
            line("  the graph alone", alone, f"{np.median(alone) / np.median(bare):.1f}x of the bare recolouring")
            line("  the graph alone, processor time", worked)
            line(f"  Qt recolours one of {drawn} rectangles", bare)
            bench.settle()
            pans = [move for there in there_and_back(8, 1) for move in bench.drag(there)]
            line(f"  pan, one move, zoom {bench.graph.zoom:.2f}", np.array(pans))
        bench.close()
