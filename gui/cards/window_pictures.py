"""Pictures of windows: how a kernel lies on an input, and where padded cells get their values."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from core.convolution.parameters import PaddingMode
from core.convolution.windows import ZERO, AxisMap
from gui.cards.canvas import WIDTH, Canvas, Stroke


def axis(length: int, kernel: int, stride: int, padding: Sequence[int], dilation: int, mode: PaddingMode) -> AxisMap:
    """The index map that a picture shows: the same that all of the program reads."""
    return AxisMap(length, kernel, stride, padding[0], padding[1], dilation, mode)


def paint_windows(
    canvas: Canvas,
    *,
    length: int,
    kernel: int,
    stride: int = 1,
    padding: Sequence[int] = (0, 0),
    dilation: int = 1,
    mode: PaddingMode = "zeros",
    shown: Sequence[int] = (0,),
) -> None:
    """Kernels over a row of cells, and the outputs that they make; hatched is what no window reaches."""
    windows = axis(length, kernel, stride, padding, dilation, mode)
    count = padding[0] + length + padding[1]
    size = min(30.0, (WIDTH - 20) / count)
    start = (WIDTH - count * size) / 2
    rows = len(shown)
    top = 10 + rows * (size * 0.8 + 4)
    bottom = canvas.height - size - 6
    last = count - windows.unreached

    def left(position: float) -> float:
        return start + (position + padding[0]) * size

    for place in range(count):
        position = place - padding[0]
        padded = not 0 <= position < length
        source = int(windows.sources(windows.positions(0)[:1] * 0 + position)[0])
        canvas.cell(
            QRectF(start + place * size, top, size, size).adjusted(1, 1, -1, -1),
            "0" if source == ZERO else f"x{small_number(source)}",
            "ground" if padded else "paper",
            Stroke("control", dashed=padded),
            hatched=place >= last,
            size=11 if padded else 12,
        )
    centres = [left(windows.centre(output) + 0.5) for output in range(windows.output_length)]
    outputs = size * 0.92
    for order, output in enumerate(shown):
        colour = canvas.palette.kernel(order)
        y = 6 + order * (size * 0.8 + 4)
        taps = windows.positions(output)
        canvas.line(
            QPointF(left(taps[0]) + size / 2, y + size * 0.4),
            QPointF(left(taps[-1]) + size / 2, y + size * 0.4),
            Stroke(colour, 2),
        )
        for tap, position in enumerate(taps):
            square = QRectF(left(float(position)), y, size, size * 0.8).adjusted(2, 0, -2, 0)
            canvas.cell(square, f"w{small_number(tap)}", canvas.thin(colour, 0.3), Stroke(colour, 1.6), size=11)
            canvas.line(
                QPointF(left(float(position)) + size / 2, top + size),
                QPointF(centres[output], bottom),
                Stroke(colour, 1.4, order % 2 == 1),
            )
    for output, centre in enumerate(centres):
        colour = canvas.palette.kernel(list(shown).index(output)) if output in shown else canvas.colour("control")
        fill: QColor | str = canvas.thin(colour, 0.3) if output in shown else "paper"
        width = min(outputs, size * stride) - 2
        square = QRectF(centre - width / 2, bottom, width, size * 0.92)
        canvas.cell(square, f"y{small_number(output)}", fill, Stroke(colour, 1.8 if output in shown else 1.2), size=11)


def paint_padding(canvas: Canvas, *, mode: PaddingMode, amount: int, length: int) -> None:
    """The padded cells of a mode, with an arrow from the cell that each value comes from."""
    windows = axis(length, 1, 1, (amount, amount), 1, mode)
    count = length + 2 * amount
    size = min(36.0, (WIDTH - 20) / count)
    start, top = (WIDTH - count * size) / 2, canvas.height - size - 34
    places = windows.positions(0)[:1] * 0
    order = 0
    for place in range(count):
        position = place - amount
        source = int(windows.sources(places + position)[0])
        padded = not 0 <= position < length
        colour = canvas.palette.kernel(order % 4)
        value = "0" if source == ZERO else str(source + 1)
        edge = Stroke(colour if padded and source != ZERO else "control", 1.6, padded)
        fill: QColor | str = canvas.thin(colour, 0.22) if padded and source != ZERO else "ground" if padded else "paper"
        canvas.cell(
            QRectF(start + place * size, top, size, size).adjusted(1.5, 1.5, -1.5, -1.5), value, fill, edge, size=15
        )
        if padded and source != ZERO:
            end = start + (place + 0.5) * size
            begin = start + (source + amount + 0.5) * size
            reach = min(top - 8, 16 + abs(end - begin) * 0.28)
            canvas.arrow(
                QPointF(begin, top - 2),
                QPointF(end, top - 2),
                Stroke(colour, 1.4),
                bend=reach * (-2 if begin < end else 2) * (0.9),
            )
        order += padded
    canvas.bracket(start + amount * size + 2, start + (amount + length) * size - 2, top + size + 12, "ink")
    canvas.text(WIDTH / 2, top + size + 24, f"L = {length}", "ink", 12)


def paint_flip(canvas: Canvas, *, flipped: bool) -> None:
    """The window, the kernel as it is stored, and which of the two meet: in order, or turned around."""
    size, gap = 40.0, 34.0
    left = (WIDTH - 3 * size - 80) / 2
    for tap in range(3):
        x = left + tap * size
        colour = canvas.palette.kernel(tap)
        canvas.cell(
            QRectF(x, 14, size, size).adjusted(2, 2, -2, -2),
            f"x{small_number(tap)}",
            "paper",
            Stroke("control", 1.4),
            size=14,
        )
        kernel = QRectF(x, 14 + size + gap, size, size).adjusted(2, 2, -2, -2)
        canvas.cell(kernel, f"w{small_number(tap)}", canvas.thin(colour, 0.3), Stroke(colour, 1.6), size=14)
        meets = 2 - tap if flipped else tap
        canvas.line(
            QPointF(x + size / 2, 14 + size + gap + 2),
            QPointF(left + meets * size + size / 2, 14 + size - 2),
            Stroke(colour, 2.4),
        )
    centre = 14 + size + gap / 2
    canvas.arrow(QPointF(left + 3 * size + 10, centre), QPointF(left + 3 * size + 46, centre), Stroke("ink", 1.6))
    canvas.text(left + 3 * size + 64, centre, "Σ", "ink", 20, bold=True)
    order = [2, 1, 0] if flipped else [0, 1, 2]
    terms = " + ".join(f"w{small_number(tap)}x{small_number(place)}" for tap, place in enumerate(order))
    canvas.text(WIDTH / 2, canvas.height - 14, terms, "ink", 14)


def paint_im2col(canvas: Canvas, *, length: int, kernel: int) -> None:
    """A signal above, its windows as columns below, the repeated cells in one colour each."""
    windows = axis(length, kernel, 1, (0, 0), 1, "zeros")
    size = min(28.0, (WIDTH - 40) / (length + 4))
    start = (WIDTH - length * size) / 2
    for place in range(length):
        colour = canvas.palette.kernel(place)
        square = QRectF(start + place * size, 8, size, size).adjusted(1, 1, -1, -1)
        canvas.cell(square, f"x{small_number(place)}", canvas.thin(colour, 0.3), Stroke(colour), size=11)
    wide = size + 8
    left = (WIDTH - windows.output_length * wide) / 2
    top = canvas.height - kernel * size - 10
    canvas.arrow(QPointF(WIDTH / 2, 8 + size + 6), QPointF(WIDTH / 2, top - 6), Stroke("ink"))
    for output in range(windows.output_length):
        for tap, source in enumerate(windows.positions(output)):
            colour = canvas.palette.kernel(int(source))
            square = QRectF(left + output * wide + 4, top + tap * size, size, size).adjusted(1, 1, -1, -1)
            canvas.cell(square, f"x{small_number(int(source))}", canvas.thin(colour, 0.3), Stroke(colour), size=11)


def paint_grid(canvas: Canvas, *, rows: int, columns: int, kernel: tuple[int, int], at: tuple[int, int]) -> None:
    """A picture's cells with a window in them, and the map of outputs with the value that it makes."""
    high, wide = kernel
    size = min(22.0, (canvas.height - 20) / rows)
    left, top = 24.0, (canvas.height - rows * size) / 2
    colour = canvas.palette.kernel(0)
    for row in range(rows):
        for column in range(columns):
            inside = at[0] <= row < at[0] + high and at[1] <= column < at[1] + wide
            square = QRectF(left + column * size, top + row * size, size, size).adjusted(1, 1, -1, -1)
            edge = Stroke(colour if inside else "control", 1.6 if inside else 1)
            canvas.cell(square, "", canvas.thin(colour, 0.4) if inside else "paper", edge)
    out_rows, out_columns = rows - high + 1, columns - wide + 1
    far = WIDTH - 24 - out_columns * size
    low = (canvas.height - out_rows * size) / 2
    for row in range(out_rows):
        for column in range(out_columns):
            here = (row, column) == tuple(at)
            square = QRectF(far + column * size, low + row * size, size, size).adjusted(1, 1, -1, -1)
            canvas.cell(square, "", colour if here else canvas.thin(colour, 0.12), Stroke(colour, 1.6 if here else 1))
    right = left + (at[1] + wide) * size
    target = QPointF(far + at[1] * size, low + (at[0] + 0.5) * size)
    for row in (at[0], at[0] + high):
        canvas.line(QPointF(right, top + row * size), target, Stroke(colour, 1.2, True))


def small_number(number: int) -> str:
    """A number as an index below the line."""
    return "".join(chr(0x2080 + int(digit)) for digit in str(number))
