"""A node of the graph: its name, variable and line, its shape or value, and the gradient that arrived."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from core.autograd.folding import FoldedBox
from core.autograd.replay import NodeState
from core.autograd.trace import Node
from gui.graph.box_item import FAR, BoxItem, Watcher
from gui.graph.drawing import CHIP_PAD, PAD_X, PAD_Y
from gui.graph.facts import NodeWords
from gui.graph.lettering import lettering
from gui.graph.look import Look, look_of, paint_ring, paint_sign, shown_state
from gui.graph.marks import Mark, mark_words, marks_sentence
from gui.text import as_code, as_sentence
from gui.theme import theme


class NodeItem(BoxItem):
    """One node, or one glyph of a leaf that is used in several places."""

    def __init__(self, box: FoldedBox, node: Node, words: NodeWords, size: tuple[float, float], watcher: Watcher):
        super().__init__(box, size, watcher)
        self.node = node
        self.words = words
        self._state: NodeState = "outside"
        self._fresh = False
        self._backward = False
        self._value = self._gradient = ""
        self._marks: tuple[Mark, ...] = ()

    @property
    def state(self) -> NodeState:
        """How far the node is."""
        return self._state

    @property
    def fresh(self) -> bool:
        """Whether the moment made it."""
        return self._fresh

    @property
    def value(self) -> str:
        """The scalar that it stands for, or ""."""
        return self._value

    @property
    def gradient(self) -> str:
        """What has arrived, or ""."""
        return self._gradient

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The small marks that it bears at this moment."""
        return self._marks

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Bear these marks."""
        if marks != self._marks:
            self._marks = marks
            self.setToolTip(marks_sentence(marks))
            self.update()

    def show_state(self, state: NodeState, fresh: bool, backward: bool, value: str, gradient: str) -> None:
        """Show how far the node is, and what is known of it by now."""
        new = state, fresh, backward if state == "current" else False, value, gradient
        if new != (self._state, self._fresh, self._backward, self._value, self._gradient):
            self._state, self._fresh, self._backward, self._value, self._gradient = new
            self.update()

    @override
    def look(self) -> Look:
        return look_of(shown_state(self._state, self._fresh), self._backward, self.node.kind)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        look, px = self.look(), theme().px
        rect = self.rect
        if option.levelOfDetailFromTransform(painter.worldTransform()) < FAR:
            self._paint_far(painter, look)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        radius = rect.height() / 2.6 if self.node.kind == "leaf" else px(10)
        painter.setPen(QPen(look.edge, px(look.width) if look.width >= 2 else look.width * px(1), look.line))
        painter.setBrush(look.fill)
        painter.drawRoundedRect(rect, radius, radius)
        self._paint_words(painter, look)
        inset = px(12) if self.node.kind == "leaf" else px(3)
        paint_sign(painter, look.sign, QPointF(rect.left() + inset, rect.top() + px(1)), look.sign_colour)
        if self._marks:
            self._paint_marks(painter)
        if self.cursor_here or self.hit or self.lit:
            paint_ring(painter, rect, radius, cursor=self.cursor_here, hit=self.hit, lit=self.lit)

    def _paint_far(self, painter: QPainter, look: Look) -> None:
        strong = self.cursor_here or self.hit or self.lit
        edge = theme().colour("accent") if strong else look.edge
        painter.setPen(QPen(edge, theme().px(14 if strong else 4)))
        painter.setBrush(look.fill)
        painter.drawRect(self.rect)
        # The name as a bar, so that a box is known for one.
        bar = self.rect.adjusted(self.rect.width() * 0.16, self.rect.height() * 0.4, -self.rect.width() * 0.16, 0)
        bar.setHeight(self.rect.height() * 0.18)
        painter.fillRect(bar, look.soft)

    def _paint_words(self, painter: QPainter, look: Look) -> None:
        letters, px, words = lettering(), theme().px, self.words
        rect = self.rect
        top = rect.top() + px(PAD_Y)
        painter.setFont(letters.fonts["name"])
        painter.setPen(look.ink)
        centred = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        height = letters.heights["name"]
        painter.drawText(QRectF(rect.left(), top, rect.width(), height), centred, as_code(words.name))
        top += height
        painter.setFont(letters.fonts["under"])
        if words.under:
            painter.setPen(look.soft)
            height = letters.heights["under"]
            painter.drawText(QRectF(rect.left(), top, rect.width(), height), centred, as_sentence(words.under))
            top += height
        left = self._value or words.shape
        if not left and not self._gradient:
            return
        line = QRectF(rect.left() + px(PAD_X), top + px(5), rect.width() - 2 * px(PAD_X), letters.heights["under"])
        if self._state != "unmade" and self._value:
            painter.setPen(look.ink)
        else:
            painter.setPen(look.soft)
        beside = bool(self._gradient)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft if beside else centred, left)
        if self._gradient:
            self._paint_gradient(painter, line, look)

    def _paint_gradient(self, painter: QPainter, line: QRectF, look: Look) -> None:
        letters, px = lettering(), theme().px
        text = letters.cut("chip", self._gradient, line.width() * 0.72)
        width = letters.width("chip", text) + px(2 * CHIP_PAD)
        chip = QRectF(line.right() - width + px(PAD_X - 8), line.top(), width, line.height())
        colour = theme().palette.backward
        ink = theme().palette.text_on(colour)
        if look.fill == colour:  # On the current node the chip is the other way round.
            colour, ink = theme().colour("paper"), theme().colour("ink")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2)
        painter.setFont(letters.fonts["chip"])
        painter.setPen(ink)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_marks(self, painter: QPainter) -> None:
        letters, px = lettering(), theme().px
        right = self.rect.right() - px(6)
        height = letters.heights["word"]
        painter.setFont(letters.fonts["word"])
        for mark in reversed(self._marks):
            word = mark_words(mark)[0]
            width = letters.width("word", word) + px(10)
            tag = QRectF(right - width, self.rect.top() - height / 2 - px(1), width, height)
            colour = theme().colour("danger" if mark == "overwritten" else "soft")
            painter.setPen(QPen(colour, px(1)))
            painter.setBrush(theme().colour("paper"))
            painter.drawRoundedRect(tag, px(4), px(4))
            painter.setPen(theme().colour("danger" if mark == "overwritten" else "ink"))
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, word)
            right -= width + px(4)
            if right - self.rect.left() < px(40):
                break  # The tooltip has the others.
