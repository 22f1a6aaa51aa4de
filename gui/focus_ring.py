"""Where the keyboard is: one ring around whatever has the focus, wherever it came from by a key.

Buttons and fields have a border of their own for it. Everything else, plots and cards and grids, is painted by itself,
and Qt's own mark for those is too faint to be seen from a few metres.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QToolButton, QWidget
from shiboken6 import isValid
from typing_extensions import override

from gui.theme import theme

WIDTH, LINING = 2, 1
"""Pixels at 100 %: of the ring, and of its lining in the colour of the ground."""

_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest}
_OWN = (QPushButton, QToolButton, QLineEdit)
_FILLED = {"primary", "round_primary"}
"""Buttons whose ground is as strong as any border."""


def marks_itself(widget: QWidget) -> bool:
    """Whether a widget's own border shows that it has the focus."""
    if widget.objectName() == "graph":
        return True
    if isinstance(widget, QComboBox):
        parent = widget.parentWidget()
        return parent is None or not parent.styleSheet()  # A card's own sheet takes the border's colour.
    return isinstance(widget, _OWN) and widget.objectName() not in _FILLED


class FocusRing(QWidget):
    """The ring of one window; made once, it follows the focus there.

    Args:
        window: The window.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._around: QWidget | None = None
        self._watched: list[QWidget] = []
        self._shown = False
        self.hide()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    @property
    def around(self) -> QWidget | None:
        """What the ring is around, if it is shown."""
        return self._around if self.isVisible() and self._around is not None and isValid(self._around) else None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _MOVES:
            self._place()
        elif kind == QEvent.Type.KeyPress and watched is self._around:
            self._shown = True
            self._place()
        elif kind == QEvent.Type.MouseButtonPress and watched is self._around:
            self._shown = False
            self._place()
        return False

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._watched:
            if isValid(widget):  # What had the focus may be gone, such as the choices of the step before.
                widget.removeEventFilter(self)
        self._watched = []
        reached = new is not None and bool(new.focusPolicy() & Qt.FocusPolicy.TabFocus)
        self._around = new if new is not None and reached and self._concerns(new) else None
        self._shown = QApplication.mouseButtons() == Qt.MouseButton.NoButton  # A press gives the focus at once.
        around = self._around
        while around is not None:
            around.installEventFilter(self)
            self._watched.append(around)
            around = None if around.isWindow() else around.parentWidget()
        self._place()

    def _concerns(self, widget: QWidget) -> bool:
        return widget.window() is self.window() and not marks_itself(widget)

    def _place(self) -> None:
        """Around what is in sight of the widget."""
        widget = self._around
        if widget is None or not isValid(widget) or not self._shown or not widget.isVisible():
            self.hide()
            return
        reach = theme().px(WIDTH + LINING)
        window = self.window()
        area = QRect(widget.mapTo(window, QPoint()), widget.size()).adjusted(-reach, -reach, reach, reach)
        parent = widget.parentWidget()
        while parent is not None and parent is not window:
            if parent.objectName() == "qt_scrollarea_viewport":
                area &= QRect(parent.mapTo(window, QPoint()), parent.size())
            parent = parent.parentWidget()
        area &= window.rect()
        if area.isEmpty():
            self.hide()
            return
        self.setGeometry(area)
        inner = self.rect().adjusted(reach, reach, -reach, -reach)
        self.setMask(QRegion(self.rect()) - QRegion(inner))
        self.raise_()
        self.show()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        # In two tones, of which one stands out from whatever colours are there, such as those of a card's own border.
        painter = QPainter(self)
        width = theme().px(WIDTH)
        painter.fillRect(self.rect(), theme().colour("ink"))
        painter.fillRect(self.rect().adjusted(width, width, -width, -width), theme().colour("paper"))
        painter.end()
