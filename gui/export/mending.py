"""What Qt writes as SVG, mended so that other viewers show what Qt meant."""

from __future__ import annotations

import re
import unicodedata

from gui.text import RIGHT_TO_LEFT_MARK

_CLIP = re.compile(r'<clipPath id="(\w+)">\s*<path [^>]*d=""/>\s*</clipPath>')
_GROUP = re.compile(r'(<g [^>]*?transform="matrix\()([^)]*)(\)"[^>]*>)(.*?)</g>', re.DOTALL)
_SHAPE = re.compile(r"<(\w+)")
_POINTS = re.compile(r'( (?:d|points)=")([^"]*)(")')
_PAIR = re.compile(r"(-?[\d.]+(?:e[-+]?\d+)?),(-?[\d.]+(?:e[-+]?\d+)?)")
_FAMILY = re.compile(r'font-family="([^"]*)"')
_TEXT = re.compile(r"<text ([^>]*)>([^<]*)</text>")
_CONTROLS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks of directions: what they did is done, and some viewers would draw them."""
_RECT = re.compile(r'x="([^"]*)" y="([^"]*)" width="([^"]*)" height="([^"]*)"')
_BAKED = {"path", "polyline", "polygon", "rect"}


def mended(definitions: str, drawing: str) -> tuple[str, str]:
    """Definitions and a drawing of Qt's as they were meant."""
    # Where a clip is over, Qt clips by an empty path, which hides all that follows.
    for name in _CLIP.findall(definitions):
        drawing = drawing.replace(f' clip-path="url(#{name})"', "")
    drawing = _GROUP.sub(_baked, drawing)
    drawing = _TEXT.sub(_directed, drawing)
    return _CLIP.sub("", definitions), _FAMILY.sub(_with_generic, drawing)


def _baked(found: re.Match[str]) -> str:
    """Lines that keep their width under any scale: with their points mapped already, for viewers that know no such."""
    head, matrix, middle, content = found.groups()
    if "non-scaling-stroke" not in content or not set(_SHAPE.findall(content)) <= _BAKED or "url(#" in head + middle:
        return found[0]
    a, b, c, d, e, f = (float(number) for number in matrix.split(","))

    def mapped(pair: re.Match[str]) -> str:
        x, y = float(pair[1]), float(pair[2])
        return f"{a * x + c * y + e:.6g},{b * x + d * y + f:.6g}"

    def placed(rect: re.Match[str]) -> str:
        x, y, width, height = (float(number) for number in rect.groups())
        left, right = sorted((a * x + e, a * (x + width) + e))
        top, bottom = sorted((d * y + f, d * (y + height) + f))
        return f'x="{left:.6g}" y="{top:.6g}" width="{right - left:.6g}" height="{bottom - top:.6g}"'

    if "<rect" in content:
        if b or c:
            return found[0]
        content = _RECT.sub(placed, content)
    points = _POINTS.sub(lambda one: one[1] + _PAIR.sub(mapped, one[2]) + one[3], content)
    return f"{head}1,0,0,1,0,0{middle}{points}</g>"


def _directed(found: re.Match[str]) -> str:
    """A run of a right-to-left script with its spaces and commas on their sides, each run being placed by itself."""
    run = _CONTROLS.sub("", found[2])
    if not run.strip():
        return ""
    first = next((one for one in map(unicodedata.bidirectional, run) if one in ("L", "R", "AL")), "L")
    if first != "L" or "\u060c" in run:  # An Arabic comma may stand alone.
        run = f"{RIGHT_TO_LEFT_MARK}{run}{RIGHT_TO_LEFT_MARK}"
    return f"<text {found[1]}>{run}</text>"


def _with_generic(found: re.Match[str]) -> str:
    """A list of fonts with one at its end that every viewer has."""
    generic = "monospace" if "Mono" in found[1] else "sans-serif"
    families = ", ".join(f"'{name.strip()}'" for name in found[1].split(",") if name.strip())
    return f'font-family="{families}, {generic}"'
