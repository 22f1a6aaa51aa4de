"""The widgets that the labs share."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.autograd.trace import Statistics, Tensor
from gui.playback import Playback
from gui.widgets.arithmetic import written_sum
from gui.widgets.formula import Formula
from gui.widgets.numbers import normalise, read_number, read_whole, show_bytes, show_number
from gui.widgets.scrubber import Scrubber
from gui.widgets.stepper import Stepper
from gui.widgets.tensor_grid import Cells, TensorGrid
from gui.widgets.tensor_view import TensorView, as_matrix

from .conftest import type_text


@pytest.mark.parametrize(
    ("typed", "value"), [("-1.5", -1.5), ("−١٫٥", -1.5), ("٣", 3.0), ("۱۲", 12.0), ("1e3", 1000.0), ("\u200f-2", -2.0)]
)
def test_numbers_of_any_script(typed: str, value: float) -> None:
    assert read_number(typed) == value


@pytest.mark.parametrize("typed", ["", "word", "nan", "inf", "1,5", "--1"])
def test_what_is_no_number(typed: str) -> None:
    assert read_number(typed) is None


@given(st.integers(-(10**6), 10**6))
def test_whole_numbers_in_arabic_digits(value: int) -> None:
    arabic = str(value).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert read_whole(arabic) == value
    assert normalise(arabic) == str(value)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0.00"),
        (-0.0, "0.00"),
        (-1.5, "−1.50"),
        (math.nan, "nan"),
        (-math.inf, "−inf"),
        (1e-5, "1e−05"),
        (1e9, "1.00e+09"),
    ],
)
def test_shown_numbers(value: float, shown: str) -> None:
    assert show_number(value) == shown


@pytest.mark.parametrize(
    ("size", "shown"),
    [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 KiB"), (144_000_000, "137 MiB"), (3 << 40, "3.0 TiB")],
)
def test_shown_sizes(size: int, shown: str) -> None:
    assert show_bytes(size) == shown


def test_a_sum_is_written_with_its_signs() -> None:
    assert written_sum(0.05, [-0.25, 0.65]) == "0.05 [b] − 0.25 + 0.65"


def test_a_stepper_takes_buttons_keys_words_and_refuses_nonsense(qtbot: QtBot) -> None:
    stepper, chosen = Stepper(words=("same",)), []
    qtbot.addWidget(stepper)
    stepper.chosen.connect(chosen.append)
    stepper.show_value(3)
    qtbot.mouseClick(stepper.more, Qt.MouseButton.LeftButton)
    QTest.keyClick(stepper.field, Qt.Key.Key_Down)
    for typed in ("٧", "same", "nonsense"):
        stepper.field.selectAll()
        type_text(stepper.field, typed)
        QTest.keyClick(stepper.field, Qt.Key.Key_Return)
    assert chosen == [4, 3, 7, "same"]
    assert stepper.field.text() == "same"


def test_the_scrubber_follows_the_mouse_left_to_right(qtbot: QtBot) -> None:
    scrubber = Scrubber()
    qtbot.addWidget(scrubber)
    scrubber.setRange(0, 100)
    scrubber.resize(400, 34)
    scrubber.show()
    QTest.mouseClick(scrubber, Qt.MouseButton.LeftButton, pos=QPoint(9, 17))
    assert scrubber.value() == 0
    QTest.mouseClick(scrubber, Qt.MouseButton.LeftButton, pos=QPoint(391, 17))
    assert scrubber.value() == 100
    scrubber.setFocus()
    QTest.keyClick(scrubber, Qt.Key.Key_Left)
    assert scrubber.value() == 99


def test_playback_stays_within_its_range(qtbot: QtBot) -> None:
    playback, moved = Playback(), []
    playback.moved.connect(moved.append)
    playback.set_range(3, 0)
    playback.step(-1)
    playback.step(1)
    playback.finish()
    playback.step(1)
    playback.first()
    assert moved == [1, 3, 0]
    playback.set_speed(60)
    playback.toggle()
    qtbot.waitUntil(lambda: not playback.playing, timeout=5000)
    assert playback.position == 3


def test_tensors_become_rows_and_columns() -> None:
    assert as_matrix(Tensor((), "float32", 2.0)).tolist() == [[2.0]]  # type: ignore[union-attr]
    assert as_matrix(Tensor((3,), "float32", [1.0, 2.0, 3.0])).shape == (1, 3)  # type: ignore[union-attr]
    assert as_matrix(Tensor((2, 2, 2), "float32", [[[1, 2], [3, 4]], [[5, 6], [7, 8]]])).shape == (4, 2)  # type: ignore[union-attr]
    assert as_matrix(Tensor((2,), "float32", ["nan", "inf"])).shape == (1, 2)  # type: ignore[union-attr]
    assert as_matrix(Tensor((9999,), "float32", None)) is None


def test_a_large_tensor_shows_its_statistics(qtbot: QtBot) -> None:
    view = TensorView()
    qtbot.addWidget(view)
    view.show_tensor("big", Tensor((9999,), "float32", None, Statistics(-1.0, 2.0, 0.5, "inf")))
    assert "2.0000" in view.words.text()
    view.show_tensor("none", None)
    assert "None" in view.words.text()


def test_a_grid_folds_what_is_too_large_and_paints(qtbot: QtBot) -> None:
    grid = TensorGrid()
    qtbot.addWidget(grid)
    grid.show_cells(Cells(np.arange(900.0).reshape(30, 30)))
    assert len(grid._rows) < 15
    grid.resize(grid.sizeHint())
    assert not grid.grab().isNull()


def test_a_formula_may_wait_and_brackets_around_a_sum_stay_small(qtbot: QtBot) -> None:
    formula = Formula("body")
    qtbot.addWidget(formula)
    formula.show()
    formula.show_latex(r"a \cdot \left(b - \left(\sum_{2} b \cdot a\right)\right)", later=True)
    assert not formula._drawn
    qtbot.waitUntil(lambda: formula._drawn)
    assert 0 < formula.sizeHint().height() < 80
