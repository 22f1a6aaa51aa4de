"""Pictures of signals: samples, shifts, repeated motifs and spectra."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, pi, sin

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt

from gui.cards.canvas import WIDTH, Canvas, Stroke


def _wave(place: float, channel: int) -> float:
    """Some sound, between -1 and 1."""
    return 0.6 * sin(place * (0.55 + 0.2 * channel) + channel) + 0.35 * sin(place * 1.3 + 2 * channel)


def paint_waves(canvas: Canvas, *, channels: int, marked: int = -1) -> None:
    """Samples as dots on stems, a row for each channel; the marked sample is framed through all rows."""
    count, left, right = 18, 34.0, WIDTH - 20.0
    high = canvas.height / channels
    step = (right - left) / (count - 1)
    for channel in range(channels):
        middle = high * (channel + 0.5)
        colour = canvas.palette.kernel(channel)
        canvas.line(QPointF(left - 8, middle), QPointF(right + 8, middle), Stroke("line", 1.2))
        if channels > 1:
            canvas.text(14, middle, "LR"[channel], colour, 12, bold=True)
        for place in range(count):
            x, y = left + place * step, middle - _wave(place, channel) * (high / 2 - 10)
            canvas.line(QPointF(x, middle), QPointF(x, y), Stroke(canvas.thin(colour, 0.6), 1.4))
            canvas.dot(QPointF(x, y), colour, 5 if place == marked else 3.4)
    if marked >= 0:
        frame = QRectF(left + marked * step - 10, 4, 20, canvas.height - 8)
        canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
        canvas.painter.setPen(canvas.pen(Stroke("accent", 2)))
        canvas.painter.drawRoundedRect(frame, 4, 4)


def paint_shifted(canvas: Canvas, *, by: int, length: int) -> None:
    """A signal and its output on the left, both shifted on the right: shift then filter is filter then shift."""
    signal = np.zeros(length)
    signal[1:4] = (0.5, 1.0, 0.7)
    output = np.convolve(signal, (0.25, 0.5, 0.25), "same") * 1.3
    half = WIDTH / 2 - 30
    size = half / length
    rows = (canvas.height * 0.36, canvas.height * 0.9)
    for side in (0, 1):
        left = 4 if side == 0 else WIDTH - half - 4
        for values, bottom, kernel in ((signal, rows[0], 0), (output, rows[1], 1)):
            colour = canvas.palette.kernel(kernel)
            canvas.line(QPointF(left, bottom), QPointF(left + half, bottom), Stroke("line"))
            for place, value in enumerate(np.roll(values, by * side)):
                if value:
                    tall = float(value) * canvas.height * 0.28
                    bar = QRectF(left + place * size + 1, bottom - tall, size - 2, tall)
                    canvas.cell(bar, "", canvas.thin(colour, 0.5), Stroke(colour, 1.2))
        middle = left + half / 2
        canvas.arrow(QPointF(middle, rows[0] + 6), QPointF(middle, rows[0] + canvas.height * 0.2), Stroke("ink"))
        canvas.text(middle + 16, rows[0] + canvas.height * 0.1, "f", "ink", 14)
    for bottom in rows:
        y = bottom - 8
        canvas.arrow(QPointF(WIDTH / 2 - 20, y), QPointF(WIDTH / 2 + 20, y), Stroke("accent", 1.8))
        canvas.text(WIDTH / 2, y - 12, f"+{by}", "accent", 12)


def paint_motif(canvas: Canvas, *, length: int, places: Sequence[int]) -> None:
    """The same short pattern at several places of a signal, framed in one colour, and the one kernel that finds it."""
    pattern = (0.35, 0.95, 0.55, 0.8)
    size, bottom = (WIDTH - 20) / length, canvas.height - 12
    tall = canvas.height * 0.42
    colour = canvas.palette.kernel(0)
    for place in range(length):
        inside = next((place - first for first in places if first <= place < first + len(pattern)), -1)
        value = pattern[inside] if inside >= 0 else 0.12 + 0.06 * sin(place * 2.3)
        bar = QRectF(10 + place * size + 1, bottom - value * tall, size - 2, value * tall)
        canvas.cell(bar, "", canvas.thin(colour, 0.5) if inside >= 0 else "ground", Stroke("control"))
    left = WIDTH / 2 - 2 * size
    for tap, value in enumerate(pattern):
        bar = QRectF(left + tap * size + 1, 8 + tall * 0.6 * (1 - value), size - 2, tall * 0.6 * value)
        canvas.cell(bar, "", colour, Stroke(colour))
    for first in places:
        frame = QRectF(10 + first * size - 2, bottom - tall - 4, len(pattern) * size + 4, tall + 8)
        canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
        canvas.painter.setPen(canvas.pen(Stroke(colour, 1.8)))
        canvas.painter.drawRoundedRect(frame, 4, 4)
        end = QPointF(frame.center().x(), frame.top() - 2)
        canvas.arrow(QPointF(WIDTH / 2, 8 + tall * 0.6 + 6), end, Stroke(colour, 1.4))


def paint_spectrum(canvas: Canvas, *, taps: Sequence[float]) -> None:
    """A kernel's weights on the left, and how much of each frequency it lets through on the right."""
    colour, passed = canvas.palette.kernel(0), canvas.palette.kernel(1)
    bottom, tall = canvas.height - 22, canvas.height - 40
    width = 110.0
    largest = max(abs(tap) for tap in taps)
    canvas.line(QPointF(14, bottom), QPointF(14 + width, bottom), Stroke("control"))
    for index, tap in enumerate(taps):
        x = 14 + (index + 0.5) * width / len(taps)
        top = bottom - tap / largest * tall * 0.6
        canvas.line(QPointF(x, bottom), QPointF(x, top), Stroke(colour, 2.4))
        canvas.dot(QPointF(x, top), colour, 4)
    canvas.text(14 + width / 2, canvas.height - 8, "w", "ink", 13)
    canvas.arrow(QPointF(136, canvas.height / 2), QPointF(164, canvas.height / 2), Stroke("ink"))
    places = np.arange(len(taps))
    left, wide = 182.0, WIDTH - 200
    angles = np.linspace(0, pi, 90)
    heights = np.abs(np.exp(-1j * np.outer(angles, places)) @ np.asarray(taps, float))
    heights = heights / max(float(heights.max()), 1e-9)
    points = [QPointF(left + wide * a / pi, bottom - tall * float(h)) for a, h in zip(angles, heights, strict=True)]
    canvas.line(QPointF(left, bottom), QPointF(left + wide, bottom), Stroke("control"))
    canvas.line(QPointF(left, bottom), QPointF(left, bottom - tall - 6), Stroke("control"))
    canvas.curve(points, Stroke(passed, 2.4))
    canvas.text(left + wide / 2, canvas.height - 8, "|ŵ(f)|", "ink", 13)


def paint_curve(canvas: Canvas, *, name: str, at: float) -> None:
    """A function of one number, with its tangent at a place."""
    functions: dict[str, tuple[Callable[[float], float], Callable[[float], float]]] = {
        "square": (lambda x: x * x / 2, lambda x: x),
        "exp": (lambda x: exp(x) / 2, lambda x: exp(x) / 2),
        "relu": (lambda x: max(0.0, x), lambda x: float(x > 0)),
    }
    value, slope = functions[name]
    centre, unit = QPointF(WIDTH / 2, canvas.height - 34), 52.0

    def place(x: float, y: float) -> QPointF:
        return centre + QPointF(x * unit * 1.5, -y * unit)

    canvas.arrow(place(-2.1, 0), place(2.2, 0), Stroke("control", 1.2))
    canvas.arrow(place(0, -0.4), place(0, 2.0), Stroke("control", 1.2))
    xs = [x for x in np.linspace(-2.0, 2.0, 121).tolist() if value(x) <= 2.0]
    canvas.curve([place(x, value(x)) for x in xs], Stroke(canvas.palette.forward, 2.4))
    reach = 0.75 / max(1.0, slope(at))
    ends = [place(at + away, value(at) + slope(at) * away) for away in (-reach, reach)]
    canvas.line(ends[0], ends[1], Stroke(canvas.palette.backward, 2.4, True))
    canvas.dot(place(at, value(at)), canvas.palette.backward, 5)
    canvas.text(place(at, 0).x(), centre.y() + 14, "x", "ink", 13)
