"""The computation graph: laid out once, recoloured step by step."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QWidget
from typing_extensions import override

from core.autograd.layout import Box, Layout, Link, Request
from core.autograd.replay import Frame, Replay
from core.autograd.trace import Tensor, Trace
from gui.graph.items import EdgeItem, GradientPill, NodeItem, node_size
from gui.theme import theme
from gui.widgets.numbers import show_number, show_shape
from gui.widgets.tensor_view import as_matrix

LARGEST = 1.4
SMALLEST = 0.45
"""Scale below which a graph is no longer shrunk to fit, but scrolled."""


def layout_request(trace: Trace) -> Request:
    """What Graphviz is to place: boxes measured with the interface's own fonts, root on the right."""
    boxes = tuple(Box(str(node.id), *node_size(node)) for node in trace.nodes)
    links = tuple(Link(str(i), str(edge.source), str(edge.target)) for i, edge in enumerate(trace.edges))
    return Request(boxes, links, "RL", theme().px(32), theme().px(92))


def gradient_text(tensor: Tensor) -> str:
    """A gradient in a few characters: its value if it has one alone, else its shape."""
    matrix = as_matrix(tensor)
    if matrix is not None and matrix.size and np.all(matrix == matrix.flat[0]):
        value = show_number(float(matrix.flat[0]), 3)
        return value if matrix.size == 1 else f"{show_shape(tensor.shape)} × {value}"
    return show_shape(tensor.shape)


class GraphView(QGraphicsView):
    """Shows a laid-out trace and a frame of it; left to right in every language.

    Signals:
        node_chosen: A node was clicked.
    """

    node_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setFrameShape(self.Shape.NoFrame)
        self.setDragMode(self.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(self.ViewportAnchor.AnchorUnderMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self._nodes: dict[int, NodeItem] = {}
        self._edges: dict[int, EdgeItem] = {}
        self._pills: list[GradientPill] = []
        self._frame: Frame | None = None
        self._zoomed = False

    @property
    def nodes(self) -> dict[int, NodeItem]:
        """The drawn nodes by id."""
        return self._nodes

    @property
    def edges(self) -> dict[int, EdgeItem]:
        """The drawn edges by index in the trace."""
        return self._edges

    def clear(self) -> None:
        """Show nothing."""
        self._scene.clear()
        self._nodes, self._edges, self._pills = {}, {}, []
        self._frame = None

    def show_layout(self, replay: Replay, layout: Layout) -> None:
        """Draw a graph; the items stay until the next one."""
        self.clear()
        for index in range(len(replay.trace.edges)):
            edge = EdgeItem(layout.curves[str(index)])
            self._scene.addItem(edge)
            self._edges[index] = edge
        for node in replay.trace.nodes:
            item = NodeItem(node, *node_size(node))
            item.setPos(*layout.centres[str(node.id)])
            item.clicked.connect(self.node_chosen)
            self._scene.addItem(item)
            self._nodes[node.id] = item
        edge_space = theme().px(24)
        area = QRectF(0, 0, layout.width, layout.height)
        self._scene.setSceneRect(area.adjusted(-edge_space, -edge_space, edge_space, edge_space))
        self._zoomed = False
        self.fit()

    def show_frame(self, frame: Frame) -> None:
        """Recolour what differs from the frame before."""
        now = {sent.edge: sent.value for sent in frame.sent if sent.edge is not None and sent.value is not None}
        for number, item in self._nodes.items():
            item.set_state(frame.state_of(number))
        for index, edge in self._edges.items():
            edge.set_state("now" if index in now else "travelled" if index in frame.travelled else "waiting")
        for pill in self._pills:
            self._scene.removeItem(pill)
        self._pills = []
        for index, value in now.items():
            drawn = self._edges.get(index)
            if drawn is not None and value is not None:
                pill = GradientPill(gradient_text(value), drawn.middle)
                self._scene.addItem(pill)
                self._pills.append(pill)
        self._frame = frame
        if frame.node is not None and frame.node.id in self._nodes:
            margin = theme().px(40)
            self.ensureVisible(self._nodes[frame.node.id], margin, margin)

    def fit(self) -> None:
        """Show the whole graph, if that leaves it legible."""
        area = self._scene.sceneRect()
        if area.isEmpty() or self._zoomed:
            return
        room = self.viewport().rect()
        scale = min(LARGEST, room.width() / area.width(), room.height() / area.height())
        self.resetTransform()
        self.scale(max(SMALLEST, scale), max(SMALLEST, scale))
        if self._frame is None or self._frame.node is None:
            self.centerOn(area.right() if scale < SMALLEST else area.center().x(), area.center().y())

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            factor = 1.2 if event.angleDelta().y() > 0 else 1 / 1.2
            scale = self.transform().m11() * factor
            if 0.05 <= scale <= 8:
                self._zoomed = True
                self.scale(factor, factor)
            event.accept()
        else:
            super().wheelEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
