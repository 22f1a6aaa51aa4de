"""Tensors below one another whose widgets stay from step to step."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.autograd.trace import Tensor
from gui.widgets.parts import Label, show_if
from gui.widgets.stacked import Stack
from gui.widgets.tensor_view import TensorView


class TensorPile(Stack):
    """Shows any number of tensors, each with a key, and a sign between two of them where they are a sum.

    Signals:
        pointed: (key, entry or None) under the mouse.
        picked: (key, entry) that was clicked or reached with the arrow keys.
    """

    pointed = Signal(object, object)
    picked = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(spacing=10, parent=parent)
        self._views: list[TensorView] = []
        self._signs: list[Label] = []
        self._keys: list[Hashable] = []
        self._used = 0

    @property
    def shown(self) -> dict[Hashable, TensorView]:
        """What is shown, by key."""
        return dict(zip(self._keys, self._views, strict=False))

    def begin(self) -> None:
        """Begin with another step's tensors."""
        self._keys = []

    def add(
        self, key: Hashable, title: str, tensor: Tensor | None, scale: float = 0.0, *, name: str = "", sign: str = ""
    ) -> TensorView:
        """Show one more.

        Args:
            key: What it goes by in this step.
            title: In the user's language.
            tensor: None for a gradient that is not there.
            scale: The magnitude of the full tint, 0 for its own largest.
            name: What the program calls it.
            sign: What stands between the one before and this one.
        """
        place = len(self._keys)
        if place == len(self._views):
            self._make()
        view, mark = self._views[place], self._signs[place]
        self._keys.append(key)
        mark.setText(sign)
        show_if(mark, bool(sign))
        view.show_tensor(title, tensor, scale, name)
        view.show_badge("")
        show_if(view, True)
        return view

    def end(self) -> None:
        """Hide what the step before had more of."""
        for view, mark in list(zip(self._views, self._signs, strict=True))[len(self._keys) :]:
            show_if(view, False)
            show_if(mark, False)
        show_if(self, bool(self._keys))

    def _make(self) -> None:
        place = len(self._views)
        view, mark = TensorView(), Label("large")
        view.pointed.connect(lambda entry: self._tell(place, entry))
        view.picked.connect(lambda entry: self.picked.emit(self._keys[place], entry))
        self._views.append(view)
        self._signs.append(mark)
        self.append(mark)
        self.append(view)

    def _tell(self, place: int, entry: object) -> None:
        if place < len(self._keys):
            self.pointed.emit(self._keys[place], entry)
