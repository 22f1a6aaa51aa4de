"""A painted matrix under the mouse."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from typing_extensions import override

from gui.labs.matrix_picture import Caption, Mask, MatrixPicture
from gui.labs.matrix_view import MatrixView
from gui.plots.map_images import signed_image, without
from gui.theme import theme

ROWS, COLUMNS, SHOWN = 40, 6, 5


class Stripes(MatrixView):
    """Two bands of a matrix of 40 rows, of which five around the row looked at are shown."""

    cell = 20.0
    composed = 0

    @override
    def rings(self, picture: MatrixPicture) -> tuple[int, Mask] | None:
        return None if self.ringed is None else (self.ringed, picture.numbers[0] == 1)

    ringed: int | None = None

    @override
    def compose(self) -> MatrixPicture:
        self.composed += 1
        at = self.row if isinstance(self.row, int) else 0
        first = max(0, min(ROWS - SHOWN, at - SHOWN // 2))
        joined = (np.add.outer(np.arange(SHOWN), np.arange(COLUMNS)) % 2).astype(np.bool_)
        numbers = np.stack([joined, 2 * joined]).astype(np.float32)
        numbers[0, 0, 1] = 0
        palette = theme().palette
        return MatrixPicture(
            cell=self.cell,
            rows=tuple(range(first, first + SHOWN)),
            columns=tuple("abcdef"),
            channels=(3, 7),
            letters=("3", "7"),
            more=True,
            bodies=tuple(signed_image(one, 2, palette) for one in numbers),
            tops=(signed_image(np.ones((1, COLUMNS), np.float32), 1, palette),) * 2,
            side=without(signed_image(np.ones((SHOWN, 1), np.float32), 1, palette), np.eye(SHOWN, 1) > 0),
            names=("x", "y"),
            numbers=numbers,
            joined=joined,
            hatched=~joined,
            colour=QColor("#00FF00"),
            row_lines=((2, False),),
            column_lines=((3, True),),
            row_labels=((0, 2, "above"), (2, 3, "below")),
            column_labels=((0, 3, "left"), (3, 3, "right")),
            captions=(Caption(0, 0, 0, SHOWN, COLUMNS, ("much too long to have any room", "o")),),
        )


@pytest.fixture
def view(qtbot: QtBot) -> Stripes:
    made = Stripes()
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


def entry(view: Stripes, band: int, row: int, column: int) -> QPoint:
    frame = view.frame()
    assert frame is not None
    return frame.entry(band, row, column).center().toPoint()


def test_what_is_under_the_mouse_is_told(view: Stripes) -> None:
    told: list[object] = []
    view.pointed.connect(told.append)
    QTest.mouseMove(view, entry(view, 1, 2, 4))
    assert told[-1] == (2, (7, "e"))
    assert view.column == (7, "e")
    frame = view.frame()
    assert frame is not None
    QTest.mouseMove(view, QPointF(frame.entry(0, 0, 1).center().x(), frame.upper + 4).toPoint())
    assert told[-1] == (None, (3, "b"))
    QTest.mouseMove(view, QPointF(frame.right + 5, frame.top + 3.5 * frame.cell).toPoint())
    assert told[-1] == (3, None)
    QTest.mouseMove(view, QPoint(2, 2))
    assert told[-1] is None
    QTest.mouseMove(view, entry(view, 0, 1, 1))
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert told[-1] is None
    assert view.column is None


def test_a_click_picks_a_row_and_the_wheel_steps(view: Stripes) -> None:
    picked: list[Hashable] = []
    stepped: list[int] = []
    view.row_picked.connect(picked.append)
    view.stepped.connect(stepped.append)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=entry(view, 0, 4, 0))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert picked == [4]
    for turn, modifier in ((120, Qt.KeyboardModifier.NoModifier), (-120, Qt.KeyboardModifier.NoModifier),
                           (120, Qt.KeyboardModifier.ControlModifier)):  # fmt: skip
        event = QWheelEvent(QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton,
                            modifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        QApplication.sendEvent(view, event)
    assert stepped == [-1, 1]


def test_nothing_moves_while_the_row_is_seen(view: Stripes) -> None:
    view.grab()
    before, picture = view.composed, view.picture
    view.look_at(4)
    view.grab()
    assert view.picture is picture
    assert view.composed == before
    view.look_at(30)
    view.grab()
    assert view.picture is not None
    assert view.picture.rows == (28, 29, 30, 31, 32)
    assert view.composed == before + 1


def test_entries_have_the_colours_of_their_values_and_marks_lie_over_them(view: Stripes) -> None:
    view.look_at(3)
    image = view.grab().toImage()
    value = image.pixelColor(entry(view, 1, 0, 1) + QPoint(4, 4))
    assert value == theme().palette.signed(2, 2)
    ringed, edge = entry(view, 0, 1, 0), QPoint(-10, 0)
    assert image.pixelColor(ringed + edge) != QColor("#00FF00")
    view.ringed = 3
    view.update()
    image = view.grab().toImage()
    assert image.pixelColor(ringed + edge) == QColor("#00FF00")
    assert image.pixelColor(entry(view, 0, 3, 2) + QPoint(0, -10)) == QColor("#00FF00")
    QTest.mouseMove(view, entry(view, 0, 2, 3))
    veiled = view.grab().toImage().pixelColor(entry(view, 1, 0, 1) + QPoint(4, 4))
    assert veiled != value


@pytest.mark.parametrize("cell", [2.0, 7.0, 36.0])
@pytest.mark.parametrize("name", ["light", "dark", "projector"])
def test_every_size_and_theme_is_painted(cell: float, name: str, view: Stripes) -> None:
    view.cell = cell
    theme().choose(name)  # type: ignore[arg-type]
    view.forget()
    view.look_at(2)
    plain = view.grab().toImage()
    frame = view.frame()
    assert frame is not None
    middle = frame.entry(1, 0, 1).center().toPoint()
    if cell < 30:  # Larger entries have their numbers there.
        assert plain.pixelColor(middle) == theme().palette.signed(2, 2)


class Empty(Stripes):
    @override
    def compose(self) -> MatrixPicture | None:  # type: ignore[override]
        return None


def test_nothing_to_paint_is_borne(qtbot: QtBot) -> None:
    view = Empty()
    qtbot.addWidget(view)
    told: list[object] = []
    for signal in (view.pointed, view.row_picked):
        signal.connect(told.append)
    view.resize(200, 200)
    view.grab()
    QTest.mouseMove(view, QPoint(100, 100))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert told == []
