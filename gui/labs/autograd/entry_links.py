"""What lights when an entry of a tensor is pointed at: the entries of others that belong to it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.autograd.dependence.relation import Relation
from gui.widgets.tensor_view import TensorView

MOST_LIT = 4096
"""Entries that are framed at once."""


class EntryLinks(QObject):
    """Lights entries across tensor views, from a result to what it is made of and the other way round.

    What is clicked, or reached with the arrow keys, stays lit; what the mouse points at comes before that.

    Signals:
        moved: Another entry is looked at.
    """

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views: Mapping[Hashable, TensorView] = {}
        self._relations: dict[tuple[Hashable, Hashable], Relation | None] = {}
        self._pointed: tuple[Hashable, int] | None = None
        self._picked: tuple[Hashable, int] | None = None

    def show(
        self, views: Mapping[Hashable, TensorView], relations: dict[tuple[Hashable, Hashable], Relation | None]
    ) -> None:
        """Link another step's tensors.

        Args:
            views: By key.
            relations: By (what is read, what is made); None where it is not known which entries belong together.
        """
        self._views, self._relations = views, relations
        self._pointed = self._picked = None
        self._light()

    @property
    def at(self) -> tuple[Hashable, int] | None:
        """The tensor and the entry that is looked at."""
        return self._pointed or self._picked

    @property
    def unknown(self) -> bool:
        """Whether what belongs to the entry that is looked at is not known, for one of the tensors."""
        at = self.at
        return at is not None and any(relation is None and at[0] in pair for pair, relation in self._relations.items())

    def relation(self, read: Hashable, made: Hashable) -> Relation | None:
        """How two tensors hang together."""
        return self._relations.get((read, made))

    def learn(self, read: Hashable, made: Hashable, relation: Relation) -> None:
        """Take a relation that became known later."""
        self._relations[read, made] = relation
        self._light()

    def entry_of(self, made: Hashable) -> int:
        """The entry of a result that is to be explained: the one that is looked at, or the first that is lit."""
        at = self.at
        if at is not None and at[0] == made:
            return at[1]
        view = self._views.get(made)
        return view.entries[0] if view is not None and view.entries else 0

    def point(self, key: Hashable, entry: object) -> None:
        """The mouse points at an entry, or at none."""
        pointed = (key, entry) if isinstance(entry, int) else None
        if pointed != self._pointed:
            self._pointed = pointed
            self._light()
            self.moved.emit()

    def pick(self, key: Hashable, entry: int) -> None:
        """An entry is chosen."""
        self._picked = (key, entry)
        self._pointed = None if self._pointed is not None and self._pointed[0] != key else self._pointed
        if self._pointed is not None:
            self._pointed = self._picked
        self._light()
        self.moved.emit()

    def _light(self) -> None:
        at = self.at
        for key, view in self._views.items():
            if at is None:
                view.show_entries([], None)
            elif key == at[0]:
                view.show_entries([at[1]], at[1])
            else:
                view.show_entries(self._belonging(at, key), None)

    def _belonging(self, at: tuple[Hashable, int], key: Hashable) -> list[int]:
        found: list[np.ndarray[tuple[int, ...], np.dtype[np.int64]]] = []
        read = self._relations.get((key, at[0]))
        if read is not None:
            found.append(read.inputs_of(at[1]))
        made = self._relations.get((at[0], key))
        if made is not None:
            found.append(made.outputs_of(at[1]))
        return np.unique(np.concatenate(found))[:MOST_LIT].tolist() if found else []
