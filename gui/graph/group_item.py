"""Groups of nodes: a closed one is a stack of sheets, an open one a frame with a title bar."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from core.autograd.folding import FoldedBox
from core.autograd.groups import Group
from gui.graph.box_item import FAR, BoxItem, Watcher
from gui.graph.drawing import PAD_X, PAD_Y, group_lines
from gui.graph.lettering import lettering
from gui.graph.look import Look, Shown, look_of, paint_ring, paint_sign
from gui.palette import mix
from gui.text import as_sentence, fill, translate
from gui.theme import theme

SHEETS = 2


class GroupItem(BoxItem):
    """A closed group: what it is, how many nodes it has, how many of them are done."""

    def __init__(self, box: FoldedBox, group: Group, size: tuple[float, float], watcher: Watcher) -> None:
        super().__init__(box, size, watcher)
        self.represents = group
        self._shown: Shown = "made"
        self._backward = False
        self._share = 0.0
        self.setToolTip(translate("Graph", "A closed group. Double-click opens it."))

    @property
    def share(self) -> float:
        """How much of it is done: made in the forward pass, run in a backward pass; 0 to 1."""
        return self._share

    @property
    def current(self) -> bool:
        """Whether the moment is about a node inside."""
        return self._shown == "current"

    def show_state(self, share: float, current: bool, backward: bool) -> None:
        """Show how much of the group is done, and whether the moment is inside of it."""
        shown: Shown = "current" if current else "unmade" if share <= 0 and not backward else "made"
        if backward and not current:
            shown = "done" if share >= 1 else "pending" if share < 0 else "made"
        new = shown, backward, max(0.0, share)
        if new != (self._shown, self._backward, self._share):
            self._shown, self._backward, self._share = new
            self.update()

    @override
    def look(self) -> Look:
        return look_of(self._shown, self._backward, "group")

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        look, px = self.look(), theme().px
        offset = px(4)
        front = self.rect.adjusted(0, SHEETS * offset, -SHEETS * offset, 0)
        far = option.levelOfDetailFromTransform(painter.worldTransform()) < FAR
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not far)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        radius = px(8)
        tint = theme().palette.backward if self._backward else theme().palette.forward
        for sheet in range(SHEETS, -1, -1):
            place = front.translated(sheet * offset, -sheet * offset)
            painter.setPen(QPen(look.edge, px(4) if far else px(look.width)))
            painter.setBrush(look.fill if sheet == 0 else theme().colour("ground"))
            painter.drawRoundedRect(place, radius, radius)
        bar = QRectF(front.left() + px(PAD_X), front.bottom() - px(13), front.width() - 2 * px(PAD_X), px(5))
        painter.setPen(Qt.PenStyle.NoPen)
        on_tint = self._shown == "current"
        painter.setBrush(mix(look.fill, look.ink, 0.25))
        painter.drawRoundedRect(bar, px(2), px(2))
        painter.setBrush(look.ink if on_tint else tint)
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * self._share, bar.height()), px(2), px(2))
        if not far:
            self._paint_words(painter, look, front)
            paint_sign(painter, look.sign, QPointF(front.left() + px(3), front.top() + px(1)), look.sign_colour)
        if self.cursor_here or self.hit or self.lit:
            paint_ring(painter, self.rect, radius, cursor=self.cursor_here, hit=self.hit, lit=self.lit)

    def _paint_words(self, painter: QPainter, look: Look, front: QRectF) -> None:
        letters, px = lettering(), theme().px
        label, note = group_lines(self.represents)
        left, room = front.left() + px(PAD_X), front.width() - 2 * px(PAD_X) - px(22)
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(letters.fonts["name"])
        painter.setPen(look.ink)
        top = front.top() + px(PAD_Y)
        painter.drawText(QRectF(left, top, room, letters.heights["name"]), side, letters.cut("name", label, room))
        painter.setFont(letters.fonts["under"])
        painter.setPen(look.soft)
        top += letters.heights["name"]
        painter.drawText(QRectF(left, top, front.width(), letters.heights["under"]), side, as_sentence(note))
        # The plus that opens it.
        centre = QPointF(front.right() - px(PAD_X + 4), front.top() + px(PAD_Y) + letters.heights["name"] / 2)
        painter.setPen(QPen(look.ink, px(2), c=Qt.PenCapStyle.RoundCap))
        arm = px(5)
        painter.drawLine(centre - QPointF(arm, 0), centre + QPointF(arm, 0))
        painter.drawLine(centre - QPointF(0, arm), centre + QPointF(0, arm))


class FrameItem(QGraphicsPathItem):
    """An open group: a frame around its boxes; its title bar has a button that closes it.

    The frame itself is painted without Python: it may be many screens wide, and is under nearly every step.
    """

    def __init__(self, group: Group, rect: QRectF, depth: int) -> None:
        super().__init__()
        self.represents = group
        self.rect = rect
        px = theme().px
        path = QPainterPath()
        path.addRoundedRect(rect, px(10), px(10))
        self.setPath(path)
        self.setPen(QPen(theme().colour("line"), px(1.4)))
        self.setBrush(theme().colour("ground" if depth % 2 == 0 else "paper"))
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(-10 + depth * 0.01)
        title = _Title(group, rect.width() - px(8), self)
        title.setPos(rect.topLeft())

    @property
    def button(self) -> QRectF:
        """Where the button is that closes the group, in the scene."""
        return _button().translated(self.rect.topLeft())


def _button() -> QRectF:
    size, edge = theme().px(24), theme().px(2)
    return QRectF(edge, edge, size, size)


class _Title(QGraphicsItem):
    """A frame's title: the button that closes it, and what the group is."""

    def __init__(self, group: Group, room: float, parent: FrameItem) -> None:
        super().__init__(parent)
        letters, px = lettering(), theme().px
        left = _button().right() + px(4)
        self._label = letters.cut("under", group_lines(group)[0], room - left)
        width = left + letters.width("under", self._label) + px(4)
        self._bounds = QRectF(0, 0, width, _button().bottom() + px(2))
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.setToolTip(fill(translate("Graph", "Close {group}"), group=self._label))

    @override
    def boundingRect(self) -> QRectF:
        return self._bounds

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        px = theme().px
        if option.levelOfDetailFromTransform(painter.worldTransform()) < FAR:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        button = _button()
        centre, arm = button.center(), px(4)
        painter.setPen(QPen(theme().colour("control"), px(1.2)))
        painter.setBrush(theme().colour("paper"))
        painter.drawRoundedRect(button.adjusted(px(3), px(3), -px(3), -px(3)), px(4), px(4))
        painter.setPen(QPen(theme().colour("ink"), px(2), c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(centre - QPointF(arm, 0), centre + QPointF(arm, 0))
        painter.setFont(lettering().fonts["under"])
        painter.setPen(theme().colour("soft"))
        place = self._bounds.adjusted(button.right() + px(4), 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._label)
