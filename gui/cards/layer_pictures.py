"""Pictures of layers: channels, connections, receptive fields, and layers as matrices."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor

from core.convolution.windows import AxisMap
from gui.cards.canvas import WIDTH, Canvas, Stroke
from gui.cards.window_pictures import small_number


def paint_channels(canvas: Canvas, *, inputs: int, outputs: int, groups: int = 1, mark: str = "") -> None:
    """Input channels on the left, output channels on the right, a line where a kernel reads; one colour a group."""
    left, right, wide = 40.0, WIDTH - 130, 64.0

    def high(count: int) -> float:
        return min(24.0, (canvas.height - 24) / count)

    def middle(index: int, count: int) -> float:
        step = min(34.0, (canvas.height - 10) / count)
        return canvas.height / 2 + (index - (count - 1) / 2) * step

    def colour_of(group: int) -> QColor:
        return canvas.palette.kernel(group)

    for output in range(outputs):
        group = output // (outputs // groups)
        first = group * (inputs // groups)
        kernel = colour_of(group if groups > 1 else output)
        faint = mark == "one"
        for channel in range(first, first + inputs // groups):
            stands_out = not faint or channel == 0
            stroke = Stroke(kernel if stands_out else "line", 1.5)
            canvas.line(QPointF(left + wide, middle(channel, inputs)), QPointF(right, middle(output, outputs)), stroke)
    for channel in range(inputs):
        tall = high(inputs)
        place = QRectF(left, middle(channel, inputs) - tall / 2, wide, tall)
        marked = mark in ("inputs", "one") and (mark == "inputs" or channel == 0)
        group = channel // (inputs // groups)
        colour: QColor | str = colour_of(group) if groups > 1 else canvas.colour("accent" if marked else "control")
        canvas.cell(
            place,
            f"x{small_number(channel)}",
            canvas.thin(colour, 0.22) if marked or groups > 1 else "paper",
            Stroke(colour, 2 if marked else 1.3),
            size=12,
        )
    for output in range(outputs):
        tall = high(outputs)
        place = QRectF(right, middle(output, outputs) - tall / 2, wide, tall)
        colour = colour_of(output // (outputs // groups) if groups > 1 else output)
        canvas.cell(
            place,
            f"y{small_number(output)}",
            canvas.thin(colour, 0.3 if mark != "inputs" else 0.12),
            Stroke(colour, 2.2 if mark == "outputs" else 1.4),
            size=12,
        )
        if mark == "bias":
            canvas.dot(QPointF(right + wide + 26, place.center().y()), canvas.thin(colour, 0.35), 12)
            canvas.text(right + wide + 26, place.center().y(), f"b{small_number(output)}", "ink", 11)
            canvas.line(
                QPointF(right + wide + 13, place.center().y()),
                QPointF(right + wide + 2, place.center().y()),
                Stroke(colour, 1.6),
            )


def paint_links(canvas: Canvas, *, inputs: int, kernel: int, shared: bool = False, only: int = -1) -> None:
    """Each output above the inputs that it reads, all of them for a kernel of 0; shared weights: one colour a tap."""
    outputs = inputs - kernel + 1 if kernel else max(2, inputs - 2)
    step = (WIDTH - 40) / inputs
    top, bottom = 24.0, canvas.height - 24

    def x(index: int, count: int) -> float:
        return WIDTH / 2 + (index - (count - 1) / 2) * step

    for output in range(outputs):
        reads = range(output, output + kernel) if kernel else range(inputs)
        for tap, source in enumerate(reads):
            faint = only >= 0 and output != only
            colour: str | QColor = canvas.palette.kernel(tap) if shared else canvas.palette.kernel(0)
            stroke = Stroke("line" if faint else colour, 1.1 if faint or not kernel else 2)
            canvas.line(QPointF(x(source, inputs), bottom - 12), QPointF(x(output, outputs), top + 12), stroke)
    for source in range(inputs):
        lit = only >= 0 and only <= source < only + kernel
        place = QRectF(x(source, inputs) - 12, bottom - 12, 24, 24)
        fill: str | QColor = canvas.thin(canvas.palette.kernel(0), 0.3) if lit else "paper"
        canvas.cell(place, f"x{small_number(source)}", fill, Stroke("control"), size=11)
    for output in range(outputs):
        place = QRectF(x(output, outputs) - 12, top - 12, 24, 24)
        lit = only < 0 or output == only
        fill = canvas.thin(canvas.palette.kernel(0), 0.3) if lit and not shared else "paper"
        canvas.cell(place, f"y{small_number(output)}", fill, Stroke("control"), size=11)


def paint_cone(canvas: Canvas, *, layers: int, kernel: int, width: int) -> None:
    """Rows of cells, the input at the bottom, and what one value at the top sees of each."""
    size = min(26.0, (WIDTH - 60) / width)
    gap = (canvas.height - 16 - size) / layers
    seen = 1
    edges: list[tuple[float, float, float]] = []
    for level in range(layers, -1, -1):
        count = width - level * (kernel - 1)
        y = canvas.height - 8 - size - level * gap
        start = (WIDTH - count * size) / 2
        first = (count - seen) // 2
        colour = canvas.palette.kernel(layers - level)
        for cell in range(count):
            inside = first <= cell < first + seen
            square = QRectF(start + cell * size, y, size, size).adjusted(1, 1, -1, -1)
            fill: str | QColor = canvas.thin(colour, 0.45 if level == layers else 0.28) if inside else "paper"
            canvas.cell(square, "", fill, Stroke(colour if inside else "control", 1.5 if inside else 1))
        edges.append((start + first * size, start + (first + seen) * size, y))
        canvas.text(20, y + size / 2, str(seen), "soft", 12)
        seen += kernel - 1
    for (left, right, y), (lower_left, lower_right, lower) in pairwise(edges):
        canvas.line(QPointF(left, y + size), QPointF(lower_left, lower), Stroke("soft", 1.2, True))
        canvas.line(QPointF(right, y + size), QPointF(lower_right, lower), Stroke("soft", 1.2, True))


def paint_sheets(canvas: Canvas, *, axes: Sequence[str], sizes: Sequence[int]) -> None:
    """A tensor of three dimensions as sheets one behind the other, with a name along each."""
    sheets, rows, columns = sizes
    size = min(26.0, (canvas.height - 46 - sheets * 11) / rows, (WIDTH - 120 - sheets * 15) / columns)
    wide, high = columns * size, rows * size
    left = (WIDTH - wide - (sheets - 1) * 15) / 2
    top = (canvas.height - high - (sheets - 1) * 11) / 2 + (sheets - 1) * 11
    for sheet in range(sheets - 1, -1, -1):
        colour = canvas.palette.kernel(sheet)
        for row in range(rows):
            for column in range(columns):
                square = QRectF(left + sheet * 15 + column * size, top - sheet * 11 + row * size, size, size)
                canvas.cell(square.adjusted(1, 1, -1, -1), "", canvas.thin(colour, 0.22), Stroke(colour, 1.1))
    if not any(axes):
        canvas.text(left + wide / 2, top + high + 14, "( )", "ink", 13)
    if axes[2]:
        canvas.text(left + wide / 2, top + high + 14, f"{axes[2]} = {columns}", "ink", 12)
    if axes[1]:
        canvas.text(left - 10, top + high / 2, f"{axes[1]} = {rows}", "ink", 12, side=Qt.AlignmentFlag.AlignRight)
    if axes[0]:
        canvas.text(
            left + wide + (sheets - 1) * 15 + 12,
            top + high - (sheets - 1) * 11 + 2,
            f"{axes[0]} = {sheets}",
            "ink",
            12,
            side=Qt.AlignmentFlag.AlignLeft,
        )


def paint_band(canvas: Canvas, *, kind: str, columns: int, kernel: int, stride: int = 1) -> None:
    """A layer as a matrix: one kernel shifted from row to row, its transpose, weights of each row's own, or a stack."""
    windows = AxisMap(columns, kernel, stride, 0, 0, 1, "zeros")
    rows = windows.output_length
    high, wide = (columns, rows) if kind == "transposed" else (rows, columns)
    sheets = 3 if kind == "stack" else 1
    size = min(20.0, (canvas.height - 16 - (sheets - 1) * 12) / high)
    left = (WIDTH - wide * size - (sheets - 1) * 18) / 2
    top = (canvas.height - high * size - (sheets - 1) * 12) / 2 + (sheets - 1) * 12
    for sheet in range(sheets - 1, -1, -1):
        for row in range(rows):
            taps = {int(source): tap for tap, source in enumerate(windows.positions(row))}
            for column in range(columns):
                tap = taps.get(column)
                across, down = (row, column) if kind == "transposed" else (column, row)
                square = QRectF(left + sheet * 18 + across * size, top - sheet * 12 + down * size, size, size).adjusted(
                    0.8, 0.8, -0.8, -0.8
                )
                if tap is None:
                    canvas.cell(square, "", "paper", Stroke("line", 1))
                    continue
                colour = canvas.palette.kernel(sheet if kind == "stack" else row if kind == "narrow" else tap)
                label = "" if kind in ("narrow", "stack") else f"w{small_number(tap)}"
                canvas.cell(square, label, canvas.thin(colour, 0.45), Stroke(colour, 1.2), size=9)


def paint_mapping(canvas: Canvas, *, pairs: Sequence[int], targets: int, marked: str = "") -> None:
    """Two sets, and an arrow from each element of the first to one of the second."""
    for x, count, name in ((110.0, len(pairs), "domain"), (WIDTH - 110.0, targets, "values")):
        outline = QRectF(x - 46, 8, 92, canvas.height - 16)
        canvas.painter.setPen(
            canvas.pen(Stroke("accent" if marked == name else "control", 2 if marked == name else 1.4))
        )
        canvas.painter.setBrush(canvas.thin("accent", 0.14) if marked == name else canvas.colour("paper"))
        canvas.painter.drawEllipse(outline)
        for index in range(count):
            canvas.dot(QPointF(x, _level(canvas, index, count)), canvas.palette.kernel(0 if name == "domain" else 1), 5)
    for index, target in enumerate(pairs):
        start = QPointF(118, _level(canvas, index, len(pairs)))
        canvas.arrow(start, QPointF(WIDTH - 118, _level(canvas, target, targets)), Stroke("soft", 1.4))


def _level(canvas: Canvas, index: int, count: int) -> float:
    return canvas.height / 2 + (index - (count - 1) / 2) * (canvas.height - 70) / max(1, count - 1)


def paint_dot(canvas: Canvas, *, count: int) -> None:
    """Two lists one above the other, products between them, and their sum at the end."""
    size, gap = 36.0, 22.0
    left = (WIDTH - count * size - 90) / 2
    for index in range(count):
        colour = canvas.palette.kernel(index)
        upper = QRectF(left + index * size, 14, size, size).adjusted(2, 2, -2, -2)
        lower = upper.translated(0, size + gap)
        canvas.cell(upper, f"w{small_number(index)}", canvas.thin(colour, 0.3), Stroke(colour, 1.5), size=13)
        canvas.cell(lower, f"x{small_number(index)}", "paper", Stroke("control"), size=13)
        canvas.text(upper.center().x(), upper.bottom() + gap / 2 + 2, "×", colour, 16, bold=True)
    y = 14 + size + gap / 2
    canvas.arrow(QPointF(left + count * size + 8, y), QPointF(left + count * size + 46, y), Stroke("ink"))
    canvas.text(left + count * size + 66, y, "Σ", "ink", 22, bold=True)
    terms = " + ".join(f"w{small_number(index)}x{small_number(index)}" for index in range(count))
    canvas.text(WIDTH / 2, canvas.height - 16, terms, "ink", 13)
