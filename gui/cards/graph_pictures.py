"""Pictures of graphs and passes. A graph is written down as short lines:

nodes ``kind label x y`` with x and y in steps of a grid, and edges ``from to kind label`` by the nodes' places in
the list.
Kinds of nodes: leaf, op, now (what the card is about), saved, result, off (not recorded), error.
Kinds of edges: forward, backward, both, double, points (names the other), off (not there), cut, hooked.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, cos, hypot, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor

from gui.cards.canvas import WIDTH, Canvas, Stroke

STEP = 92.0
HIGH = 66.0
RADIUS = 19.0
WIDE = ("float64",)
"""Types whose numbers take two cells."""


def paint_graph(canvas: Canvas, *, nodes: Sequence[str], edges: Sequence[str]) -> None:
    """A small graph: leaves are round, operations have corners, what the card is about is filled."""
    parsed = [(kind, label, float(x), float(y)) for kind, label, x, y in (one.split() for one in nodes)]
    xs, ys = [one[2] for one in parsed], [one[3] for one in parsed]
    step = min(STEP, (WIDTH - 110) / max(1e-6, max(xs) - min(xs))) if max(xs) > min(xs) else STEP
    high = min(HIGH, (canvas.height - 62) / max(1e-6, max(ys) - min(ys))) if max(ys) > min(ys) else HIGH
    centre = QPointF((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
    places = [
        QPointF(WIDTH / 2 + (x - centre.x()) * step, canvas.height / 2 + (y - centre.y()) * high)
        for x, y in zip(xs, ys, strict=True)
    ]
    for edge in edges:
        first, second, kind, *words = edge.split()
        _edge(canvas, places[int(first)], places[int(second)], kind, " ".join(words))
    for (kind, label, _, _), place in zip(parsed, places, strict=True):
        _node(canvas, place, kind, label)


def _node(canvas: Canvas, place: QPointF, kind: str, label: str) -> None:
    forward, backward = canvas.palette.forward, canvas.palette.backward
    strokes: dict[str, Stroke] = {
        "leaf": Stroke(canvas.palette.kernel(2), 2),
        "op": Stroke(forward, 1.8),
        "saved": Stroke(forward, 1.8),
        "result": Stroke("ink", 1.8),
        "now": Stroke(backward, 2.6),
        "off": Stroke("control", 1.4, True),
        "error": Stroke("danger", 2.4),
    }
    fills: dict[str, QColor] = {
        "leaf": canvas.thin(canvas.palette.kernel(2), 0.18),
        "op": canvas.thin(forward, 0.14),
        "saved": canvas.thin(forward, 0.14),
        "result": canvas.colour("paper"),
        "now": canvas.thin(backward, 0.4),
        "off": canvas.colour("paper"),
        "error": canvas.colour("danger_wash"),
    }
    square = QRectF(place.x() - RADIUS, place.y() - RADIUS, 2 * RADIUS, 2 * RADIUS)
    canvas.painter.setPen(canvas.pen(strokes[kind]))
    canvas.painter.setBrush(fills[kind])
    round_one = kind == "leaf" or (label in ("x", "w") and kind in ("now", "off"))
    canvas.painter.drawRoundedRect(square, RADIUS if round_one else 7, RADIUS if round_one else 7)
    canvas.text(
        place.x(), place.y(), label, "soft" if kind == "off" else "ink", 15 if len(label) < 3 else 12, bold=True
    )
    if kind == "saved":
        # What is kept: a small store at the corner.
        store = QRectF(square.right() - 7, square.top() - 9, 20, 15)
        canvas.cell(store, "", canvas.thin(backward, 0.5), Stroke(backward, 1.6))
        canvas.line(store.topLeft() + QPointF(4, 5), store.topRight() + QPointF(-4, 5), Stroke("ink", 1.2))
        canvas.line(store.topLeft() + QPointF(4, 10), store.topRight() + QPointF(-4, 10), Stroke("ink", 1.2))
    if kind == "error":
        canvas.text(square.right() + 6, square.top() - 2, "!", "danger", 20, bold=True)


def _edge(canvas: Canvas, first: QPointF, second: QPointF, kind: str, label: str) -> None:
    angle = atan2(second.y() - first.y(), second.x() - first.x())
    along = QPointF(cos(angle), sin(angle))
    across = QPointF(-along.y(), along.x())
    start, end = first + along * (RADIUS + 3), second - along * (RADIUS + 3)
    middle = (start + end) / 2
    forward, backward = Stroke(canvas.palette.forward, 2), Stroke(canvas.palette.backward, 2.2)
    match kind:
        case "forward":
            canvas.arrow(start, end, forward)
        case "backward":
            canvas.arrow(end, start, backward)
        case "both":
            canvas.arrow(start - across * 7, end - across * 7, forward)
            canvas.arrow(end + across * 7, start + across * 7, backward)
        case "double":
            canvas.arrow(end, start, backward, bend=20)
            canvas.arrow(end, start, backward, bend=-20)
        case "points":
            canvas.arrow(start, end, Stroke("ink", 1.8))
        case "off":
            canvas.line(start, end, Stroke("control", 1.4, True))
        case "cut":
            canvas.line(start, end, Stroke("control", 1.6, True))
            for turn in (0.7, -0.7):
                blade = QPointF(cos(angle + turn), sin(angle + turn)) * 13
                canvas.line(middle - blade, middle + blade, Stroke("danger", 2.8))
        case "hooked":
            canvas.arrow(end, start, backward)
            canvas.cell(
                QRectF(middle.x() - 15, middle.y() - 15, 30, 30),
                "ƒ",
                canvas.thin("accent", 0.3),
                Stroke("accent", 2),
                size=17,
            )
    if label:
        lift = 14 if hypot(along.x(), 0) > 0.5 else 18
        side = -1 if across.y() > 0 else 1
        canvas.text(middle.x(), middle.y() + side * lift, label, canvas.palette.backward, 13, bold=True)


def paint_passes(canvas: Canvas, *, steps: int, passes: int, kept: bool = False, marked: str = "both") -> None:
    """The forward pass as boxes to the right, each backward pass as boxes back to the left; kept values stay filled."""
    rows = 1 + passes
    size = min(40.0, (canvas.height - 20) / rows * 0.62)
    gap = min(66.0, (WIDTH - 110) / steps)
    left = (WIDTH - steps * gap) / 2 + gap / 2
    high = (canvas.height - 16) / rows
    for row in range(rows):
        back = row > 0
        colour = canvas.palette.backward if back else canvas.palette.forward
        strong = marked in ("both", "cursor") or (marked == "backward") == back
        y = 8 + (row + 0.5) * high
        for step in range(steps):
            x = left + step * gap
            place = QRectF(x - size / 2, y - size / 2, size, size)
            filled = strong and (kept or row < 2)
            canvas.cell(
                place,
                "xyzL"[step] if not back and steps == 4 else "",
                canvas.thin(colour, 0.34 if filled else 0.06),
                Stroke(colour if strong else "control", 1.8 if strong else 1.2),
                size=14,
            )
            if step:
                ends = (QPointF(x - gap + size / 2 + 3, y), QPointF(x - size / 2 - 3, y))
                canvas.arrow(*(ends[::-1] if back else ends), Stroke(colour if strong else "control", 1.8))
            if kept and row == 0:
                canvas.dot(QPointF(place.right() - 3, place.top() + 3), canvas.palette.backward, 5)
        ends_at = left + (steps - 1) * gap + size / 2 + 10
        if row:
            above = 8 + (row - 0.5) * high
            canvas.arrow(
                QPointF(ends_at, above), QPointF(ends_at, y), Stroke(colour if strong else "control", 1.6), bend=-22
            )
        canvas.text(
            left - size / 2 - 16, y, "→" if not back else "←" + (str(row) if passes > 1 else ""), colour, 15, bold=True
        )
    if marked == "cursor":
        x = left + 2 * gap
        canvas.line(QPointF(x, 2), QPointF(x, canvas.height - 2), Stroke("accent", 2.6))
        canvas.head(QPointF(x + size * 0.5 + 16, 10), 0, Stroke("accent", 3))
        canvas.head(QPointF(x - size * 0.5 - 16, 10), 3.14159, Stroke("accent", 3))


def paint_route(canvas: Canvas, *, values: Sequence[float], kind: str) -> None:
    """Where a gradient goes on its way back from one place: to all, to the largest, or to those that were taken."""
    count = len(values)
    size, step = 36.0, min(64.0, (WIDTH - 60) / count)
    bottom, top = canvas.height - size - 10, 10.0
    left = WIDTH / 2 - (count - 1) / 2 * step
    taken = (
        [1, 3]
        if kind == "index"
        else [max(range(count), key=lambda i: values[i])]
        if kind == "max"
        else list(range(count))
    )
    targets = [left + index * step for index in taken] if kind == "index" else [WIDTH / 2]
    for index, value in enumerate(values):
        x = left + index * step
        reached = index in taken
        colour: str | QColor = canvas.palette.backward if reached else "control"
        place = QRectF(x - size / 2, bottom, size, size)
        canvas.cell(
            place,
            f"{value:g}",
            canvas.thin(colour, 0.3) if reached else "paper",
            Stroke(colour, 1.8 if reached else 1.2),
            size=15,
        )
        if reached:
            start = targets[taken.index(index)] if kind == "index" else WIDTH / 2
            canvas.arrow(QPointF(start, top + size + 3), QPointF(x, bottom - 4), Stroke(colour, 2))
        else:
            canvas.text(x, bottom - 13, "0", "soft", 13)
    for x in targets:
        place = QRectF(x - size / 2, top, size, size)
        label = {"sum": "Σ", "max": "max", "index": "x[i]"}[kind]
        canvas.cell(
            place, label, canvas.thin(canvas.palette.forward, 0.2), Stroke(canvas.palette.forward, 1.8), size=12
        )


def paint_memory(canvas: Canvas, *, cells: int, tensors: Sequence[tuple[str, int, int, int]]) -> None:
    """Cells of memory in a row, and which of them each tensor reads: (name, first, count, step)."""
    size = min(36.0, (WIDTH - 90) / cells)
    left = (WIDTH - cells * size) / 2 + 26
    middle = canvas.height / 2 - size / 2 if len(tensors) > 1 else canvas.height * 0.62 - size / 2
    for cell in range(cells):
        readers = sum(cell in _cells_of(*tensor) for tensor in tensors)
        fill: QColor | str = canvas.thin("accent", 0.1 * readers + 0.04) if readers else "paper"
        canvas.cell(QRectF(left + cell * size, middle, size, size).adjusted(1, 1, -1, -1), str(cell), fill, size=12)
    for order, (name, first, count, step) in enumerate(tensors):
        colour = canvas.palette.kernel(order)
        above = order % 2 == 0
        y = middle - 34 if above else middle + size + 10
        canvas.text(left - 14, y + 12, name, colour, 13, bold=True, side=Qt.AlignmentFlag.AlignRight)
        wide = name in WIDE
        for index in range(count):
            x = left + (first + index * step) * size
            place = QRectF(x + 2, y, (size * (2 if wide else 1)) - 4, 24)
            canvas.cell(place, str(index), canvas.thin(colour, 0.3), Stroke(colour, 1.5), size=11)
            edge = QPointF(x + size / 2, y + 24) if above else QPointF(x + size / 2, y)
            end = QPointF(x + size / 2, middle) if above else QPointF(x + size / 2, middle + size)
            canvas.line(edge, end, Stroke(colour, 1.4))


def _cells_of(name: str, first: int, count: int, step: int) -> set[int]:
    """The cells that a tensor's values lie in."""
    starts = range(first, first + count * step, step)
    return {start + more for start in starts for more in range(step if name in WIDE else 1)}


def paint_version(canvas: Canvas, *, saved: int, now: int) -> None:
    """A tensor whose counter went on, and the node that remembers the version that it saved."""
    middle = canvas.height / 2
    box = QRectF(34, middle - 26, 92, 52)
    forward, danger = canvas.palette.forward, canvas.colour("danger")
    for version in range(now + 1):
        lift = (now - version) * 9
        place = box.translated(lift * 0.9, -lift)
        latest = version == now
        canvas.cell(
            place,
            "",
            canvas.thin(canvas.palette.kernel(2), 0.3 if latest else 0.1),
            Stroke(canvas.palette.kernel(2), 2 if latest else 1.2),
        )
    canvas.text(box.center().x(), middle - 8, "x", "ink", 15, bold=True)
    canvas.text(box.center().x(), middle + 12, f"_version {now}", "ink", 12)
    canvas.text(box.center().x(), box.bottom() + 15, "add_ " * max(1, now), canvas.palette.kernel(2), 12)
    node = QRectF(WIDTH - 138, middle - 26, 104, 52)
    canvas.cell(node, "", canvas.thin(forward, 0.16), Stroke(forward, 1.8))
    canvas.text(node.center().x(), middle - 8, "*", "ink", 16, bold=True)
    canvas.text(node.center().x(), middle + 12, f"saved x@{saved}", "ink", 12)
    canvas.line(
        QPointF(node.left() - 6, middle), QPointF(box.right() + 8 + now * 8, middle), Stroke("control", 1.6, True)
    )
    sign = QPointF((node.left() + box.right() + now * 8) / 2, middle)
    differ = saved != now
    canvas.dot(sign, canvas.colour("danger_wash") if differ else canvas.colour("wash"), 17)
    canvas.text(sign.x(), sign.y(), "≠" if differ else "=", danger if differ else canvas.colour("good"), 20, bold=True)


def paint_key(canvas: Canvas, *, name: str) -> None:
    """A key of the keyboard, and a page that it opens."""
    middle = canvas.height / 2
    key = QRectF(84, middle - 30, 66, 60)
    canvas.cell(key.adjusted(0, 4, 0, 4), "", "line", Stroke("control"))
    canvas.cell(key, name, "paper", Stroke("control", 1.8), size=20)
    canvas.arrow(QPointF(166, middle), QPointF(206, middle), Stroke("ink", 1.8))
    page = QRectF(222, middle - 42, 74, 84)
    canvas.cell(page, "", "paper", Stroke("accent", 2))
    for line, wide in enumerate((50, 34, 50, 44, 26)):
        y = page.top() + 16 + line * 13
        colour = "accent" if line == 0 else "control"
        canvas.line(
            QPointF(page.left() + 12, y), QPointF(page.left() + 12 + wide, y), Stroke(colour, 3 if line == 0 else 2)
        )
