"""The glossary: every term in both languages, side by side."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from core.cards.collection import collection
from gui.language import NAMES
from gui.text import translate
from gui.theme import theme
from gui.widgets.parts import Label, column

CARD_ROLE = Qt.ItemDataRole.UserRole
_MIDDLE = Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
SIDES = tuple(
    side | _MIDDLE for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
)
"""English begins at the left edge and Arabic at the right one, as in a printed glossary, in every language."""


class _Table(QTableView):
    """Enter opens the row; Tab goes on to the next widget."""

    opened = Signal(QModelIndex)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class Glossary(QWidget):
    """A table: English, torch's names, and Arabic.

    Signals:
        card_asked: The id of the card of a row that the user opened.
    """

    card_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._query = ""
        self._model = QStandardItemModel(0, 3, self)
        self.table = _Table()
        self.table.setObjectName("glossary")
        self.table.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.table.setModel(self._model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setSectionsClickable(False)
        self.table.clicked.connect(self._open)
        self.table.opened.connect(self._open)
        self.empty = Label("quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.hide()
        layout = column(self, spacing=8)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.empty, 1)
        theme().changed.connect(self._dress)
        self._dress()

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """What is listed: English, Arabic, the card's id."""
        return [
            (
                self._model.item(row, 0).text(),
                self._model.item(row, 2).text(),
                str(self._model.item(row, 0).data(CARD_ROLE)),
            )
            for row in range(self._model.rowCount())
        ]

    def show_found(self, query: str) -> None:
        """List the terms in which every word of a query occurs, in either language; all for ""."""
        self._query = query
        self._model.setRowCount(0)
        for term, card in collection().search(query):
            names = card.torch if term == card.term else ()
            shown = ", ".join(name.replace("*", "0") for name in names[:3])
            items = [QStandardItem(text) for text in (term.en, shown, term.ar)]
            for item, side in zip(items, SIDES, strict=True):
                item.setTextAlignment(side)
            items[1].setFont(theme().font("small", mono=True))
            items[1].setForeground(theme().colour("soft"))
            for item in items:
                item.setData(card.id, CARD_ROLE)
            self._model.appendRow(items)
        found = self._model.rowCount() > 0
        self.table.setVisible(found)
        self.empty.setVisible(not found)
        if found:
            self.table.setCurrentIndex(self._model.index(0, 0))
            self.table.scrollToTop()

    def open_current(self) -> None:
        """Open the card of the row that is chosen."""
        self._open(self.table.currentIndex())

    def retranslate(self) -> None:
        """Say everything in the present language; the terms are in both anyway."""
        self._model.setHorizontalHeaderLabels([NAMES["en"], "torch", NAMES["ar"]])
        for section, side in enumerate(SIDES):
            self._model.horizontalHeaderItem(section).setTextAlignment(side)
        self.table.setAccessibleName(translate("Cards", "Glossary, in both languages"))
        self.empty.setText(translate("Cards", "No term is called that"))

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.card_asked.emit(str(index.data(CARD_ROLE)))

    def _dress(self) -> None:
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setDefaultSectionSize(theme().px(36))
        if self._model.rowCount():
            self.show_found(self._query)
