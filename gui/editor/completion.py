"""The list of names that could be written, with what the chosen one is beside it."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from core.editing.wire import Described, Offer, Origin
from gui.text import QT_TRANSLATE_NOOP, translate
from gui.theme import theme
from gui.widgets.parts import Label, column, row

ORIGINS: dict[Origin, str] = {
    "program": "",
    "member": "",
    "keyword": QT_TRANSLATE_NOOP("Editor", "keyword"),
    "builtin": QT_TRANSLATE_NOOP("Editor", "built in"),
    "parameter": QT_TRANSLATE_NOOP("Editor", "parameter"),
    "tensor": QT_TRANSLATE_NOOP("Editor", "if a tensor"),
}
LIST_WIDTH, WORDS_WIDTH, MOST_ROWS = 232, 300, 8
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Offers(QAbstractListModel):
    """The names as a list for a view."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.offers: list[Offer] = []

    def show_offers(self, offers: list[Offer]) -> None:
        """Show other names."""
        self.beginResetModel()
        self.offers = offers
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.offers)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self.offers[index.row()].name if role == Qt.ItemDataRole.DisplayRole else None


class OfferRow(QStyledItemDelegate):
    """Paints a name, and where it comes from."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(LIST_WIDTH) // 2, theme().px(26))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, Offers)
        offer, view = model.offers[index.row()], option.widget
        place: QRect = option.rect
        px = theme().px
        chosen = isinstance(view, QListView) and view.currentIndex().row() == index.row()
        painter.save()
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        if chosen:
            painter.fillRect(place, theme().colour("wash"))
            painter.fillRect(QRect(place.left(), place.top(), px(3), place.height()), theme().colour("accent"))
        inner = place.adjusted(px(10), 0, -px(8), 0)
        word = ORIGINS[offer.origin] and translate("Editor", ORIGINS[offer.origin])
        font = theme().font("tiny")
        taken = QFontMetrics(font).horizontalAdvance(word) + px(8) if word else 0
        painter.setFont(font)
        painter.setPen(theme().colour("soft"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, word)
        font = theme().font("small", 600 if chosen else 400, mono=True)
        painter.setFont(font)
        painter.setPen(theme().colour("ink"))
        name = QFontMetrics(font).elidedText(offer.name, Qt.TextElideMode.ElideRight, inner.width() - taken)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.restore()


class CompletionList(QFrame):
    """A part of the window that floats over it and never takes the focus from the editor.

    Signals:
        chosen: The name that is to be written.
        moved: The name that is looked at; its words are wanted.
    """

    chosen = Signal(str)
    moved = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("floating")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = Offers(self)
        self._cursor = QRect()
        self.view = QListView()
        self.view.setModel(self._model)
        self.view.setItemDelegate(OfferRow(self))
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._words = QWidget()
        words = column(self._words, margins=(12, 8, 12, 8), spacing=6)
        self.signature, self.summary = Label("formula"), Label("quiet")
        for label in (self.signature, self.summary):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignAbsolute)
            words.addWidget(label)
        words.addStretch(1)
        line = row(self, margins=(1, 1, 1, 1), spacing=0)
        line.addWidget(self.view)
        line.addWidget(self._words)
        self.view.clicked.connect(lambda index: self.chosen.emit(self._model.offers[index.row()].name))
        self.hide()

    @property
    def names(self) -> list[str]:
        """The names that are offered."""
        return [one.name for one in self._model.offers]

    @property
    def current(self) -> str:
        """The name that is looked at, or ""."""
        number = self.view.currentIndex().row()
        return self._model.offers[number].name if 0 <= number < len(self._model.offers) else ""

    def show_offers(self, offers: list[Offer], cursor: QRect) -> None:
        """Show names below a place of the window, or above it where there is no room."""
        before = self.current
        self._model.show_offers(offers)
        self._go(0)
        self._cursor = cursor
        self._place()
        self.show()
        self.raise_()
        if self.current != before or not self.summary.text():
            self.show_words(Described(0, self.current, "", ""))
            self.moved.emit(self.current)

    def _place(self) -> None:
        cursor, px = self._cursor, theme().px
        window = self.window()
        rows = min(MOST_ROWS, len(self._model.offers))
        words = self._words.layout()
        needed = 0 if words is None else words.heightForWidth(px(WORDS_WIDTH))
        height = max(rows * px(26), px(78), min(needed, px(MOST_ROWS * 26))) + 2
        wide = window.width() >= px(LIST_WIDTH + WORDS_WIDTH + 20)
        self._words.setVisible(wide)
        self._words.setFixedWidth(px(WORDS_WIDTH))
        self.view.setFixedWidth(px(LIST_WIDTH))
        width = px(LIST_WIDTH) + (px(WORDS_WIDTH) if wide else 0) + 2
        left = max(px(4), min(cursor.left() - px(10), window.width() - width - px(4)))
        top = cursor.bottom() + px(4)
        if top + height > window.height():
            top = max(0, cursor.top() - height - px(4))
        self.setGeometry(left, top, width, height)

    def step(self, by: int) -> None:
        """Look at another name; behind the last comes the first."""
        count = len(self._model.offers)
        number = self.view.currentIndex().row()
        new = (number + by) % count if abs(by) == 1 else max(0, min(number + by, count - 1))
        self._go(new)
        self.moved.emit(self.current)

    def show_words(self, words: Described) -> None:
        """Say what the name is that is looked at; late words about another are dropped."""
        if words.name == self.current:
            self.signature.setText(words.signature)
            self.signature.setVisible(bool(words.signature))
            self.summary.setText(words.summary)
            self._place()

    def _go(self, number: int) -> None:
        self.view.setCurrentIndex(self._model.index(number))
        self.view.scrollTo(self._model.index(number))
        self.view.viewport().update()
