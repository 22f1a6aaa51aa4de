"""Sentences with code in them, and code with its outcomes, as text that Qt lays out."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from core.cards.card import pieces
from core.cards.example import ExampleLine
from gui.text import isolate
from gui.theme import MONO, theme

CODE = f"font-family:'{MONO}'"


def meaning_html(meaning: str, *, right_to_left: bool) -> str:
    """A meaning whose code is set in Mono and stays left to right in any sentence."""
    parts = [
        f'<span style="{CODE}">{isolate(escape(text))}</span>' if code else escape(text)
        for text, code in pieces(meaning)
    ]
    side = ' dir="rtl" align="right"' if right_to_left else ' dir="ltr" align="left"'
    return f'<p{side} style="margin:0; line-height:115%">{"".join(parts)}</p>'


def meaning_text(meaning: str) -> str:
    """The same in plain characters, for screen readers."""
    return "".join(isolate(text) if code else text for text, code in pieces(meaning))


def example_html(lines: Sequence[ExampleLine]) -> str:
    """Lines of code, each with what torch made of it below; errors stand out by their sign, too."""
    soft, accent, danger = (theme().colour(name).name() for name in ("soft", "accent", "danger"))
    parts = []
    for line in lines:
        parts.append(f'<span style="color:{soft}">&gt; </span>{_kept(line.code)}')
        if line.shown:
            colour, sign = (danger, "✗ ") if line.raised else (accent, "")
            parts.append(f'<span style="color:{colour}">{_kept(sign + line.shown)}</span>')
    body = "<br/>".join(parts)
    return f'<div dir="ltr" align="left" style="{CODE}; line-height:110%">{body}</div>'


def example_text(lines: Sequence[ExampleLine]) -> str:
    """The same in plain characters."""
    return "\n".join(text for line in lines for text in (f"> {line.code}", line.shown) if text)


def _kept(text: str) -> str:
    """Text whose spaces and line ends stay."""
    return escape(text).replace("  ", "&nbsp; ").replace("\n", "<br/>")
