"""Ink and pointer without any widget: what is there at a time."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from gui.presenting.elapsed import Elapsed
from gui.presenting.ink import Ink, Trail


def drawn(ink: Ink) -> None:
    ink.begin(QPointF(10, 10))
    for place in range(5):
        ink.move(QPointF(20 + place, 10 - place))


def test_a_stroke_stays_and_then_fades() -> None:
    ink = Ink(hold=4, fade=1)
    drawn(ink)
    assert ink.drawing
    assert ink.wait(100.0) is None
    stroke = ink.strokes[0]
    assert ink.opacity(stroke, 1e9, animated=True) == 1.0  # As long as it is drawn.
    ink.end(100.0)
    assert not ink.drawing
    assert ink.opacity(stroke, 104.0, animated=True) == 1.0
    assert ink.opacity(stroke, 104.5, animated=True) == 0.5
    assert ink.opacity(stroke, 104.5, animated=False) == 0.0
    assert ink.wait(101.0) == 3.0
    assert ink.wait(104.5) == 0.0
    assert ink.drop(104.5, animated=True) == []
    assert ink.drop(105.0, animated=True) == [QRectF(10, 6, 14, 4)]
    assert ink.strokes == []


def test_without_movement_a_stroke_is_there_and_then_is_not() -> None:
    ink = Ink(hold=4, fade=1)
    drawn(ink)
    ink.end(0.0)
    assert ink.drop(3.9, animated=False) == []
    assert len(ink.drop(4.1, animated=False)) == 1


def test_only_what_is_new_is_told() -> None:
    ink = Ink()
    ink.begin(QPointF(0, 0))
    ink.move(QPointF(500, 0))
    ink.move(QPointF(501, 1))
    assert ink.move(QPointF(502, 3)) == QRectF(500, 0, 2, 3)


def test_erasing_takes_everything() -> None:
    ink = Ink()
    drawn(ink)
    ink.end(0.0)
    drawn(ink)
    assert len(ink.erase()) == 2
    assert not ink.strokes
    ink.end(1.0)  # The mouse is let go of a stroke that was erased.
    assert ink.wait(1.0) is None


def test_the_pointers_tail_is_the_way_of_the_last_moment() -> None:
    trail = Trail(tail=1.0)
    assert trail.place is None
    for step in range(11):
        trail.move(QPointF(step, 0), step / 10)
    trail.trim(1.5, animated=True)
    assert trail.area() == QRectF(5, 0, 5, 0)
    shares = [share for _, _, share in trail.pieces(1.5)]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] <= 1
    trail.trim(9.0, animated=True)
    assert trail.place == QPointF(10, 0)
    assert not trail.moving
    trail.move(QPointF(20, 0), 9.0)
    trail.trim(9.0, animated=False)
    assert not trail.moving
    trail.clear()
    assert trail.area() == QRectF()


def test_time_is_paused_and_begun_anew() -> None:
    time = Elapsed()
    assert time.written(5.0) == "0:00:00"
    time.start(10.0)
    time.start(11.0)
    assert time.seconds(15.9) == 5
    time.pause(16.0)
    time.pause(20.0)
    assert time.written(99.0) == "0:00:06"
    time.start(100.0)
    assert time.written(100.0 + 3600 + 54) == "1:01:00"
    time.reset(5000.0)
    assert time.running
    assert time.seconds(5002.0) == 2
    time.pause(5002.0)
    time.reset(6000.0)
    assert time.seconds(7000.0) == 0
