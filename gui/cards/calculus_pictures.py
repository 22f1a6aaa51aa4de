"""Pictures of derivatives, vectors and matrices."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from gui.cards.canvas import WIDTH, Canvas, Stroke
from gui.cards.window_pictures import small_number


def paint_slope(canvas: Canvas, *, kind: str, at: float) -> None:
    """A valley with a tangent, a secant, a central difference, or the steps of a descent.

    Args:
        canvas: The sheet.
        kind: "tangent", "secant", "central" or "steps".
        at: Where, 0 at the left end and 1 at the right.
    """
    left, wide = 26.0, WIDTH - 52
    low, high = canvas.height - 24, canvas.height - 44

    def place(share: float) -> QPointF:
        return QPointF(left + share * wide, low - 3.1 * (share - 0.42) ** 2 * high)

    def slope(share: float) -> float:
        return -6.2 * (share - 0.42) * high / wide

    canvas.arrow(QPointF(left - 8, low + 8), QPointF(left + wide + 8, low + 8), Stroke("control", 1.2))
    canvas.curve([place(step / 80 * 0.97) for step in range(81)], Stroke(canvas.palette.forward, 2.4))
    colour = canvas.palette.backward
    here = place(at)
    if kind == "steps":
        share = at
        for _ in range(5):
            after = share - 0.55 * (share - 0.42)
            canvas.arrow(place(share), place(after), Stroke(colour, 2), bend=-10)
            canvas.dot(place(share), colour, 4.5)
            share = after
        canvas.dot(place(share), colour, 4.5)
        return
    gap = 0.16
    ends = {"tangent": (at, at), "secant": (at, at + 2 * gap), "central": (at - gap, at + gap)}[kind]
    if kind == "tangent":
        reach = 66.0
        steep = slope(at)
        canvas.line(here - QPointF(reach, steep * reach), here + QPointF(reach, steep * reach), Stroke(colour, 2.2))
        canvas.dot(here, colour, 5)
        canvas.text(here.x(), low + 16, "x", "ink", 13)
        return
    first, second = place(ends[0]), place(ends[1])
    away = second - first
    canvas.line(first - away * 0.2, second + away * 0.2, Stroke(colour, 2.2))
    for point, name in (
        (first, "x − ε" if kind == "central" else "x"),
        (second, "x + ε" if kind == "central" else "x + h"),
    ):
        canvas.line(point, QPointF(point.x(), low + 8), Stroke("soft", 1.2, True))
        canvas.dot(point, colour, 5)
        canvas.text(point.x(), low + 16, name, "ink", 12)
    if kind == "central":
        steep = slope(at)
        canvas.line(
            here - QPointF(50, steep * 50), here + QPointF(50, steep * 50), Stroke(canvas.palette.kernel(2), 1.8, True)
        )
        canvas.dot(here, canvas.palette.kernel(2), 4)


def paint_arrow(canvas: Canvas, *, across: float, up: float) -> None:
    """A vector with its two components and its length."""
    unit = min((WIDTH - 140) / across, (canvas.height - 44) / up)
    corner = QPointF((WIDTH - across * unit) / 2, canvas.height - 24)
    tip = corner + QPointF(across * unit, -up * unit)
    foot = QPointF(tip.x(), corner.y())
    canvas.line(corner, foot, Stroke(canvas.palette.kernel(0), 2, True))
    canvas.line(foot, tip, Stroke(canvas.palette.kernel(2), 2, True))
    canvas.arrow(corner, tip, Stroke(canvas.palette.backward, 2.6))
    canvas.text((corner.x() + foot.x()) / 2, corner.y() + 13, f"{across:g}", canvas.palette.kernel(0), 14)
    canvas.text(foot.x() + 16, (foot.y() + tip.y()) / 2, f"{up:g}", canvas.palette.kernel(2), 14)
    middle = (corner + tip) / 2
    canvas.text(middle.x() - 24, middle.y() - 12, f"{hypot(across, up):g}", canvas.palette.backward, 15, bold=True)


def paint_bars(canvas: Canvas, *, heights: Sequence[float]) -> None:
    """Values as bars, and their mean as a line through them."""
    step = (WIDTH - 80) / len(heights)
    bottom, unit = canvas.height - 26, (canvas.height - 50) / max(heights)
    for index, value in enumerate(heights):
        colour = canvas.palette.kernel(0)
        bar = QRectF(40 + index * step + step * 0.2, bottom - value * unit, step * 0.6, value * unit)
        canvas.cell(bar, "", canvas.thin(colour, 0.4), Stroke(colour, 1.4))
        canvas.text(bar.center().x(), bottom + 13, f"{value:g}", "ink", 13)
    mean = sum(heights) / len(heights)
    y = bottom - mean * unit
    canvas.line(QPointF(26, y), QPointF(WIDTH - 40, y), Stroke(canvas.palette.backward, 2.2, True))
    canvas.text(WIDTH - 22, y, f"{mean:g}", canvas.palette.backward, 14, bold=True)


def _matrix(
    canvas: Canvas,
    left: float,
    top: float,
    rows: int,
    columns: int,
    size: float,
    *,
    turned: bool = False,
    label: str = "",
) -> None:
    """A matrix whose rows have a colour each, or whose columns have if it is turned."""
    for row in range(rows):
        for column in range(columns):
            colour = canvas.palette.kernel(column if turned else row)
            place = QRectF(left + column * size, top + row * size, size, size).adjusted(1, 1, -1, -1)
            first, second = (column, row) if turned else (row, column)
            text = f"{label}{small_number(first + 1)}{small_number(second + 1)}" if label else ""
            canvas.cell(place, text, canvas.thin(colour, 0.32), Stroke(colour, 1.3), size=10)
    for side, away in ((left - 5, 5), (left + columns * size + 5, -5)):
        ends = (top - 3, top + rows * size + 3)
        canvas.curve(
            [
                QPointF(side + away, ends[0]),
                QPointF(side, ends[0]),
                QPointF(side, ends[1]),
                QPointF(side + away, ends[1]),
            ],
            Stroke("ink", 1.4),
        )


def paint_layouts(canvas: Canvas, *, rows: int, columns: int) -> None:
    """A matrix beside its transpose: rows keep their colour and become columns."""
    size = min(30.0, (canvas.height - 24) / max(rows, columns), (WIDTH - 90) / (rows + columns))
    wide = (rows + columns) * size + 80
    left = (WIDTH - wide) / 2
    _matrix(canvas, left, (canvas.height - rows * size) / 2, rows, columns, size, label="a")
    middle = left + columns * size + 40
    canvas.arrow(QPointF(middle - 20, canvas.height / 2), QPointF(middle + 20, canvas.height / 2), Stroke("ink", 1.6))
    canvas.text(middle, canvas.height / 2 - 14, "T", "ink", 14)
    _matrix(canvas, middle + 40, (canvas.height - columns * size) / 2, columns, rows, size, turned=True, label="a")


def paint_product(canvas: Canvas, *, rows: int, columns: int, full: bool = False) -> None:
    """A row vector times a matrix, which is a row; or, in full, a product of two matrices."""
    size = min(26.0, (canvas.height - 30) / rows)
    height = 2 if full else 1
    gap = 30.0
    wide = (rows + 2 * columns) * size + 2 * gap
    left = (WIDTH - wide) / 2
    middle = canvas.height / 2
    colour = canvas.palette.backward

    def block(x: float, count: int, high: int, tint: QColor, name: str) -> None:
        top = middle - high * size / 2
        for row in range(high):
            for column in range(count):
                place = QRectF(x + column * size, top + row * size, size, size).adjusted(1, 1, -1, -1)
                lit = not full or row == 0
                canvas.cell(place, "", canvas.thin(tint, 0.36 if lit else 0.12), Stroke(tint, 1.3))
        canvas.text(x + count * size / 2, canvas.height - 11, name, "ink", 13)

    block(left, rows, height, colour, "X" if full else "v")
    canvas.text(left + rows * size + gap / 2, middle, "·", "ink", 20, bold=True)
    x = left + rows * size + gap
    _matrix(canvas, x, middle - rows * size / 2, rows, columns, size, turned=full)
    canvas.text(x + columns * size / 2, canvas.height - 11, "Y" if full else "J", "ink", 13)
    canvas.text(x + columns * size + gap / 2, middle, "=", "ink", 18, bold=True)
    block(x + columns * size + gap, columns, height, colour, "Z" if full else "vᵀJ")


def paint_broadcast(canvas: Canvas, *, rows: int, columns: int) -> None:
    """One row read by every row on the way forward, and the sums of columns on the way back."""
    size = min(26.0, (canvas.height - 60) / rows, (WIDTH - 110) / (2 * columns))
    high = rows * size
    for side, colour in ((0, canvas.palette.forward), (1, canvas.palette.backward)):
        left = 20.0 if side == 0 else WIDTH - 20 - columns * size
        for column in range(columns):
            own = QRectF(left + column * size, 8, size, size).adjusted(1, 1, -1, -1)
            canvas.cell(
                own,
                "b" + small_number(column) if side == 0 else "Σ",
                canvas.thin(colour, 0.4),
                Stroke(colour, 1.6),
                size=11,
            )
            top = canvas.height - high - 6
            for row in range(rows):
                place = QRectF(left + column * size, top + row * size, size, size).adjusted(1, 1, -1, -1)
                canvas.cell(
                    place,
                    "b" + small_number(column) if side == 0 else "g",
                    canvas.thin(colour, 0.14),
                    Stroke(colour, 1.1),
                    size=10,
                )
            x = left + (column + 0.5) * size
            ends = (QPointF(x, 8 + size + 2), QPointF(x, top - 2))
            canvas.arrow(*(ends if side == 0 else ends[::-1]), Stroke(colour, 1.5))
    canvas.text(WIDTH / 2, 8 + size / 2, f"({columns},)", "ink", 12)
    canvas.text(WIDTH / 2, canvas.height - high / 2 - 6, f"({rows}, {columns})", "ink", 12)
