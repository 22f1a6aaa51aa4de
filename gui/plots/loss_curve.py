"""A loss over the steps of a descent, on a logarithmic axis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QWidget

from gui.plots.factory import Plot, dress_axis, pen
from gui.theme import theme

LOWEST = 1e-12
"""Share of the first loss below which nothing is told apart."""
AXIS_WIDTH = 44


class LossCurve(Plot):
    """Draws losses, the step looked at, and the steps at which the learning rate was changed.

    Signals:
        step_picked: A step was clicked or dragged to.
    """

    step_picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._losses: npt.NDArray[np.float64] = np.zeros(0)
        self._step = 0
        item = self.getPlotItem()
        item.setLogMode(x=False, y=True)
        self._curve = pg.PlotDataItem(parent=None)
        self._ahead = pg.PlotDataItem(parent=None)
        for curve in (self._ahead, self._curve):
            item.addItem(curve)
        self._line = pg.InfiniteLine(angle=90)
        self._dot = pg.ScatterPlotItem()
        item.addItem(self._line)
        item.addItem(self._dot)
        self._changes: list[pg.InfiniteLine] = []
        self._changed_at: tuple[int, ...] = ()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.pressed.connect(self._pressed)
        theme().changed.connect(self._dress)
        self._dress()

    def show_losses(self, losses: npt.NDArray[np.float64], changes: Sequence[int]) -> None:
        """Show the losses before each step and after the last, and where the rate was changed."""
        least = LOWEST * (losses[0] if len(losses) and losses[0] > 0 else 1.0)
        self._losses = np.clip(np.nan_to_num(losses, nan=np.inf), least, 1e300)
        self._changed_at = tuple(changes)
        item = self.getPlotItem()
        for line in self._changes:
            item.removeItem(line)
        self._changes = [pg.InfiniteLine(at, angle=90) for at in changes]
        for line in self._changes:
            item.addItem(line)
        if len(self._losses):
            logs = np.log10(self._losses)
            low, high = float(logs.min()), float(logs.max())
            margin = max(0.3, 0.08 * (high - low))
            item.setXRange(0, max(1, len(self._losses) - 1), padding=0.01)
            item.setYRange(low - margin, high + margin, padding=0)
        self._dress()
        self.show_step(self._step)

    def show_step(self, step: int) -> None:
        """Mark a step; what lies behind it is paler."""
        self._step = step = max(0, min(step, len(self._losses) - 1))
        if not len(self._losses):
            return
        steps = np.arange(len(self._losses))
        self._ahead.setData(steps, self._losses)
        self._curve.setData(steps[: step + 1], self._losses[: step + 1])
        self._line.setValue(step)
        self._dot.setData([step], [float(np.log10(self._losses[step]))])

    def _dress(self) -> None:
        item = self.getPlotItem()
        for name in ("left", "bottom"):
            dress_axis(item.getAxis(name), line=True)
        item.getAxis("left").setWidth(theme().px(AXIS_WIDTH))
        accent, soft = theme().colour("accent"), theme().colour("control")
        self._ahead.setPen(pen(soft, 1.2))
        self._curve.setPen(pen(accent, 2.0))
        self._line.setPen(pen(accent, 1.0))
        self._dot.setBrush(accent)
        self._dot.setPen(pen(theme().colour("paper"), 1.5))
        self._dot.setSize(theme().px(10))
        for line in self._changes:
            line.setPen(pen(theme().colour("soft"), 1.0, Qt.PenStyle.DashLine))

    def _pressed(self, point: QPointF) -> None:
        if len(self._losses):
            self.step_picked.emit(max(0, min(len(self._losses) - 1, round(point.x()))))
