"""Widgets as SVG: text is text, plots and graphs are paths, pictures are embedded; the same state gives the same bytes.

Each widget is written by itself and put into its place afterwards. Written together, Qt would misplace what they clip:
it maps a clip by the painter's own transformation alone and not by the place of the widget that is painted.
"""

from __future__ import annotations

import re
from html import escape

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gui.export.mending import mended
from gui.export.painting import DPI, Seen, seen_widgets, without_pixels

_PARTS = re.compile(r"<defs>(.*?)</defs>(.*)</svg>", re.DOTALL)
_ID = re.compile(r'(id="|url\(#|xlink:href="#)(\w+)')
_EMPTY_GROUP = re.compile(r'<g clip-path="[^"]*"><g [^>]*>\s*</g>\s*</g>\s*|<g (?:fill|clip)[^>]*>\s*</g>\s*')


def svg(widget: QWidget, title: str, description: str) -> bytes:
    """A widget with all that is in it, and what is seen in it in words."""
    definitions, body = [], []
    with without_pixels(widget):
        for number, one in enumerate(seen_widgets(widget)):
            own, drawn = _written(one, number)
            if not drawn:
                continue
            room, left, top = one.room, one.place.x(), one.place.y()
            x, y, width, height = room.x(), room.y(), room.width(), room.height()
            definitions.append(
                f'<clipPath id="room{number}"><rect x="{x}" y="{y}" width="{width}" height="{height}"/></clipPath>{own}'
            )
            body.append(f'<g clip-path="url(#room{number})"><g transform="translate({left} {top})">{drawn}</g></g>')
    size = f'width="{widget.width()}" height="{widget.height()}" viewBox="0 0 {widget.width()} {widget.height()}"'
    head = f'<svg {size} xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1">'
    lines = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
        head,
        f"<title>{_text(title)}</title>",
        f"<desc>{_text(description)}</desc>",
        f"<defs>{''.join(definitions)}</defs>",
        *body,
        "</svg>",
        "",
    )
    return "\n".join(lines).encode()


def _written(one: Seen, number: int) -> tuple[str, str]:
    """What one widget alone draws: its definitions, and its drawing; "" if it draws nothing."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)  # The only version in which Qt clips.
    generator.setOutputDevice(buffer)
    generator.setResolution(DPI)
    generator.setSize(one.widget.size())
    generator.setViewBox(QRect(QPoint(), one.widget.size()))
    painter = QPainter(generator)
    if isinstance(one.widget.parent(), QPlainTextEdit):
        # Qt does not tell its SVG engine when a clip is over that is in no other one, such as that of a marked line.
        painter.setClipRect(one.widget.rect())
    QWidget.render(one.widget, painter, QPoint(), one.widget.rect(), one.ground)
    painter.end()
    found = _PARTS.search(bytes(buffer.data().data()).decode())
    if found is None:
        return "", ""
    drawn = found[2]
    while (fewer := _EMPTY_GROUP.sub("", drawn)) != drawn:
        drawn = fewer
    own, drawn = mended(found[1], drawn)
    return tuple(_ID.sub(rf"\g<1>w{number}_\g<2>", part) for part in (own, drawn))  # type: ignore[return-value]


def _text(text: str) -> str:
    """A text in XML, which knows no control characters."""
    return escape("".join(one for one in text if one >= " " or one in "\n\t"), quote=False)
