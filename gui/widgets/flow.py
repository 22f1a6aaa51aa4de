"""A layout that puts one thing beside another and begins a new line where there is no more room."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from typing_extensions import override

from gui.theme import theme


class FlowLayout(QLayout):
    """From the left in every language, for code and names of nodes; or from where the language begins.

    Args:
        owner: The widget that it fills.
        spacing: Pixels at 100 % between two things and two lines.
        mirrored: Whether what is laid out in it are words, which begin on the right in Arabic.
    """

    def __init__(self, owner: QWidget, spacing: float = 4, *, mirrored: bool = False) -> None:
        super().__init__(owner)
        self._mirrored = mirrored
        self._items: list[QLayoutItem] = []
        theme().space(self, (0, 0, 0, 0), spacing)

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    @override
    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._place(area, move=True)

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSize()

    @override
    def minimumSize(self) -> QSize:
        size = QSize(0, 0)
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(QSize(1, item.minimumSize().height()))
        margins: QMargins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _place(self, area: QRect, *, move: bool) -> int:
        """Lay everything out in an area's width; returns the height that it takes."""
        x, y, height = area.x(), area.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            width = min(size.width(), max(1, area.width()))
            if x > area.x() and x + width > area.x() + area.width():
                x, y, height = area.x(), y + height + self.spacing(), 0
            if move:
                owner = self.parentWidget()
                mirrored = owner is not None and owner.layoutDirection() == Qt.LayoutDirection.RightToLeft
                left = area.x() + area.right() + 1 - x - width if mirrored and self._mirrored else x
                item.setGeometry(QRect(QPoint(left, y), QSize(width, size.height())))
            x += width + self.spacing()
            height = max(height, size.height())
        return y + height - area.y()
