"""Gradients that move along their edges as they are sent."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation
from PySide6.QtWidgets import QGraphicsScene

from gui.graph.pill_item import GradientPill
from gui.motion import animated

FLOW_MS = 350
"""From sender to receiver."""


class GradientFlow(QObject):
    """The pills of the present moment; a new moment takes the place of one that still moves."""

    def __init__(self, scene: QGraphicsScene, parent: QObject) -> None:
        super().__init__(parent)
        self._scene = scene
        self.pills: list[GradientPill] = []
        self._clock = QVariantAnimation(self)
        self._clock.setStartValue(0.0)
        self._clock.setEndValue(1.0)
        self._clock.setDuration(FLOW_MS)
        self._clock.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._clock.valueChanged.connect(self._move)

    @property
    def moving(self) -> bool:
        """Whether the pills are on their way."""
        return self._clock.state() == QVariantAnimation.State.Running

    def show(self, pills: Sequence[GradientPill], *, move: bool) -> None:
        """Show these in place of those before; `move` lets them come from their senders if motion is allowed."""
        self._clock.stop()
        for pill in self.pills:
            self._scene.removeItem(pill)
        self.pills = list(pills)
        if move and animated() and self.pills:
            for pill in self.pills:
                pill.move(0.0)
        for pill in self.pills:
            self._scene.addItem(pill)
        if move and animated() and self.pills:
            self._clock.start()

    def settle(self) -> None:
        """Put everything in its place at once."""
        if self.moving:
            self._clock.stop()
            for pill in self.pills:
                pill.move(1.0)

    def forget(self) -> None:
        """The scene was cleared."""
        self._clock.stop()
        self.pills = []

    def _move(self, share: object) -> None:
        assert isinstance(share, float)
        for pill in self.pills:
            pill.move(share)
