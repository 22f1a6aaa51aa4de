"""Parts below one another, each as high as its text needs, that are put in place once however often they change.

Qt's box layouts ask every wrapped text for its height several times for each box around it, and begin anew at each box
when something changes inside. A column of numbers that is another one at every step of a clock spends most of its time
there. Here the outermost column is told what changed and puts everything inside in place in one go.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from gui.theme import theme

LIKED, LEAST = 290, 60
"""Pixels at 100 % of the width that parts like to have, and can do with."""


def height_of(widget: QWidget, width: int) -> int:
    """The height that a widget wants at a width."""
    wanted = widget.heightForWidth(width) if widget.hasHeightForWidth() else widget.sizeHint().height()
    return max(widget.minimumHeight(), min(widget.maximumHeight(), wanted))


_SETTLE = QEvent.Type(QEvent.registerEventType())


class Placed(QFrame):
    """What puts its parts in place itself, from the top down and by its width alone.

    A change of a part reaches the outermost `Placed`, which settles all of it once, and tells the layout around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._heights: dict[int, int] = {}
        self._placed_at = -1
        self._asked = False

    def height_at(self, width: int) -> int:
        """The height of all parts at a width."""
        raise NotImplementedError

    def put(self) -> None:
        """Put every part in place."""
        raise NotImplementedError

    def settle(self) -> None:
        """Put in place what is not yet."""
        if self._placed_at != self.width():
            self._placed_at = self.width()
            self.put()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        known = self._heights.get(width)
        if known is None:
            known = self._heights[width] = self.height_at(width)
        return known

    @override
    def sizeHint(self) -> QSize:
        width = self.width() if self.isVisible() else theme().px(LIKED)
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(LEAST), 0)

    @override
    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.LayoutRequest:
            self._soil()
            return True
        if kind == _SETTLE:
            self._asked = False
            self.settle()
            return True
        return super().event(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LayoutDirectionChange, QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._changed()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._changed()  # Qt tells nothing of what changed meanwhile.

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.settle()

    def _changed(self) -> None:
        """Be told behind all other changes that wait to be told, so that everything is put in place once."""
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))

    def _soil(self) -> None:
        """Forget heights, here and in everything around; the outermost one settles when all changes are known."""
        outermost: Placed = self
        around: QWidget | None = self
        while isinstance(around, Placed):
            around._heights.clear()
            around._placed_at = -1
            outermost, around = around, around.parentWidget()
        if not outermost._asked:
            outermost._asked = True
            outermost.updateGeometry()
            QCoreApplication.postEvent(outermost, QEvent(_SETTLE))


class Stack(Placed):
    """Parts below one another.

    Args:
        margins: Left, top, right, bottom, in pixels at 100 %.
        spacing: Between two parts, in pixels at 100 %.
    """

    def __init__(
        self,
        margins: tuple[float, float, float, float] = (0, 0, 0, 0),
        spacing: float = 8,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._margins, self._spacing = margins, spacing
        self._parts: list[QWidget] = []
        self._narrow: set[QWidget] = set()

    def append(self, widget: QWidget, *, narrow: bool = False) -> None:
        """Put a part below the others; a narrow one is no wider than it likes, and stands where lines begin."""
        self.insert(len(self._parts), widget)
        if narrow:
            self._narrow.add(widget)

    def insert(self, place: int, widget: QWidget) -> None:
        """Put a part before the one that has this place."""
        hidden = widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        self._parts.insert(place, widget)
        widget.setParent(self)
        widget.setVisible(not hidden)
        self._changed()

    def _edges(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of what is around the parts: a border of the style sheet, and the margins."""
        border, px = self.contentsMargins(), theme().px
        left, top, right, bottom = self._margins
        return (
            px(left) + border.left(),
            px(top) + border.top(),
            px(right) + border.right(),
            px(bottom) + border.bottom(),
        )

    @override
    def height_at(self, width: int) -> int:
        left, top, right, bottom = self._edges()
        room, spacing, height, count = width - left - right, theme().px(self._spacing), top + bottom, 0
        for part in self._parts:
            if not part.isHidden():
                height += height_of(part, room)
                count += 1
        return height + max(0, count - 1) * spacing

    @override
    def put(self) -> None:
        left, top, right, _ = self._edges()
        room, spacing = self.width() - left - right, theme().px(self._spacing)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for part in self._parts:
            if part.isHidden():
                continue
            height = height_of(part, room)
            width = min(room, part.sizeHint().width()) if part in self._narrow else room
            part.setGeometry(left + room - width if mirrored else left, top, width, height)
            if isinstance(part, Placed):
                part.settle()
            top += height + spacing


class StackedCard(Stack):
    """A rounded sheet of paper with parts below one another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(14, 12, 14, 12), spacing=8, parent=parent)
        self.setObjectName("card")


class Beside(Placed):
    """A part with another one at the end of its line, or below it where a word of the first is too long."""

    def __init__(self, wide: QWidget, end: QWidget, spacing: float = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wide, self._end, self._spacing = wide, end, spacing
        for part in (wide, end):
            part.setParent(self)

    def _lines(self, width: int) -> tuple[int, int, int, int]:
        """The widths and heights of both; they stand above one another where the first takes the whole width."""
        end = min(width, self._end.sizeHint().width())
        wide = max(0, width - end - theme().px(self._spacing))
        if self._wide.minimumSizeHint().width() > wide:
            wide = width
        return wide, height_of(self._wide, wide), end, height_of(self._end, end)

    @override
    def height_at(self, width: int) -> int:
        wide, high, _, low = self._lines(width)
        return high + low if wide == width else max(high, low)

    @override
    def put(self) -> None:
        width = self.width()
        wide, high, end, low = self._lines(width)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        above = wide == width
        self._wide.setGeometry(width - wide if mirrored else 0, 0, wide, high if above else self.height())
        top, rest = (high, low) if above else (0, self.height())
        self._end.setGeometry(0 if mirrored else width - end, top, end, rest)
