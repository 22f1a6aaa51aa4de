"""The searchable list of all commands (Ctrl+K) and the list of their shortcuts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget
from typing_extensions import override

from gui.commands import COMMANDS, MENUS, Actions, shown_shortcut
from gui.icons import icon
from gui.presenting.keys import KEYS
from gui.text import isolate, translate
from gui.theme import theme
from gui.widgets.parts import Label, column, scrolled

NAME_ROLE = Qt.ItemDataRole.UserRole


def matches(query: str, text: str) -> bool:
    """Whether every word of the query begins somewhere in the text, in any order."""
    folded = text.casefold()
    return all(word in folded for word in query.casefold().split())


class CommandPalette(QDialog):
    """Type a few letters, choose with the arrow keys, Enter does it."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._actions = actions
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setModal(True)
        self.field = QLineEdit()
        self.field.installEventFilter(self)
        self.list = QListView()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._model = QStandardItemModel(self)
        self.list.setModel(self._model)
        self.empty = Label("quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = column(self, margins=(12, 12, 12, 12), spacing=8)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        layout.addWidget(self.empty)
        self.field.textChanged.connect(self._search)
        self.list.clicked.connect(self._choose)

    def ask(self) -> None:
        """Show every command, ready to be searched."""
        self.setWindowTitle(translate("Palette", "Search commands"))
        self.field.setPlaceholderText(translate("Palette", "Search commands"))
        self.field.setAccessibleName(translate("Palette", "Search commands"))
        self.list.setAccessibleName(translate("Palette", "Commands found"))
        self.empty.setText(translate("Palette", "No command is called that"))
        self.field.clear()
        self._search("")
        parent = self._window
        width = min(theme().px(560), parent.width() - theme().px(20))
        height = min(theme().px(460), parent.height() - theme().px(20))
        self.resize(width, height)
        corner = parent.mapToGlobal(parent.rect().topLeft())
        top = min(theme().px(56), (parent.height() - height) // 2)
        self.move(corner.x() + (parent.width() - width) // 2, corner.y() + top)
        self.open()
        self.field.setFocus()

    def _search(self, query: str) -> None:
        self._model.clear()
        self.list.setIconSize(QSize(theme().px(18), theme().px(18)))
        for command in COMMANDS:
            action = self._actions[command.name]
            text = action.text()
            # The English name finds a command in every language: it stands in English books and talks.
            if not action.isEnabled() or not matches(query, f"{text} {command.text}"):
                continue
            shortcut = shown_shortcut(command)
            item = QStandardItem(f"{text}    {isolate(shortcut)}" if shortcut else text)
            item.setData(command.name, NAME_ROLE)
            if command.icon:
                item.setIcon(icon(command.icon, "soft"))
            self._model.appendRow(item)
        found = self._model.rowCount() > 0
        self.list.setVisible(found)
        self.empty.setVisible(not found)
        if found:
            self.list.setCurrentIndex(self._model.index(0, 0))

    def _move(self, by: int) -> None:
        rows = self._model.rowCount()
        if rows:
            row = (self.list.currentIndex().row() + by) % rows
            self.list.setCurrentIndex(self._model.index(row, 0))

    def _choose(self) -> None:
        name = self.list.currentIndex().data(NAME_ROLE)
        self.accept()
        if name and name != "help.palette":
            self._actions[name].trigger()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self._move(1)
                return True
            if event.key() == Qt.Key.Key_Up:
                self._move(-1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose()
                return True
        return super().eventFilter(watched, event)


class ShortcutHelp(QDialog):
    """Every key of the program, by menu."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._actions = actions
        self.setModal(True)
        self._outer: QVBoxLayout = column(self, margins=(12, 12, 12, 12), spacing=8)

    def ask(self) -> None:
        """Show the list in the present language."""
        while self._outer.count():
            item = self._outer.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        self.setWindowTitle(translate("Palette", "Keyboard shortcuts"))
        content = QWidget()
        grid = QGridLayout(content)
        theme().space(grid, (12, 8, 12, 12), 10)
        line = 0
        for menu, title in MENUS:
            grid.addWidget(Label("heading", translate("Commands", title)), line, 0, 1, 2)
            line += 1
            for command in COMMANDS:
                keys = (*command.shortcuts, *command.keys)
                if command.menu == menu and keys:
                    grid.addWidget(QLabel(self._actions[command.name].text()), line, 0)
                    grid.addWidget(Label("mono", "   ".join(keys)), line, 1)
                    line += 1
        grid.addWidget(Label("heading", translate("Palette", "While presenting")), line, 0, 1, 2)
        for number, one in enumerate(KEYS, line + 1):
            grid.addWidget(QLabel(translate("Presenting", one.text)), number, 0)
            grid.addWidget(Label("mono", "   ".join(one.keys)), number, 1)
        self._outer.addWidget(scrolled(content, "paper"))
        parent = self._window
        self.resize(
            min(theme().px(620), parent.width() - theme().px(20)),
            min(theme().px(640), parent.height() - theme().px(20)),
        )
        self.open()
