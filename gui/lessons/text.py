"""A lesson's text: Markdown with mathematics, in the theme's fonts and colours, from the right in Arabic."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from markdown_it import MarkdownIt
from PySide6.QtCore import QByteArray, QRectF, Qt, QUrl
from PySide6.QtGui import QImage, QPainter, QResizeEvent, QTextDocument, QTextOption
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget
from typing_extensions import override

from core.lessons.mathematics import CODE, FORMULA
from gui.language import language
from gui.theme import theme

_reader = MarkdownIt("commonmark", {"html": False}).enable("table")
SHARPNESS = 3
"""Pixels of a formula's picture for one of the screen: sharp on projectors and at any zoom."""


@lru_cache(maxsize=512)
def _drawn(latex: str, size: int, colour: str) -> QSvgRenderer | None:
    from ziamath.config import config
    from ziamath.zmath import Latex

    config.svg2 = False  # Qt's renderer knows only SVG 1.
    try:
        return QSvgRenderer(QByteArray(Latex(latex, size=size, color=colour).svg().encode()))
    except Exception:
        return None  # The typesetter has no exceptions of its own; the formula is shown as it was written.


class LessonText(QTextBrowser):
    """Shows a text as high as it is; it is selected and read by a screen reader as text.

    Args:
        size: Name of the type scale for the running text.
    """

    def __init__(self, size: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size_name = size
        self._markdown = ""
        self._scale = 1.0
        self._formulas: list[str] = []
        self.setObjectName("lesson")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        theme().changed.connect(self.render_text)
        language().changed.connect(self.render_text)

    @property
    def markdown(self) -> str:
        """The Markdown that is shown."""
        return self._markdown

    def show_text(self, source: str) -> None:
        """Show Markdown with mathematics between dollar signs."""
        if source != self._markdown:
            self._markdown = source
            self.render_text()

    def set_scale(self, scale: float) -> None:
        """Larger letters, as for a projector; 1 is the theme's own size."""
        if scale != self._scale:
            self._scale = scale
            self.render_text()

    def render_text(self) -> None:
        """Set the text anew in the present theme and direction."""
        mirrored = language().code == "ar"
        document = self.document()
        option = QTextOption(document.defaultTextOption())
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
        document.setDefaultTextOption(option)
        font = theme().font(self._size_name)
        font.setPixelSize(max(1, round(font.pixelSize() * self._scale)))
        document.setDefaultFont(font)
        colour = theme().palette
        mono = theme().font("body", mono=True).family()
        document.setDefaultStyleSheet(
            f"body, p, li, td, th {{ color: {colour.ink}; }}"
            f"code {{ font-family: '{mono}'; background-color: {colour.wash}; }}"
            f"pre {{ font-family: '{mono}'; background-color: {colour.wash}; }}"
            f"th {{ font-weight: 600; }} td, th {{ padding: 3px 8px; }}"
            f"a {{ color: {colour.accent}; }}"
        )
        self._formulas = []
        self.setHtml(self._html(self._markdown, mirrored=mirrored))
        self.setAccessibleDescription(self._markdown)
        self._fit()

    def _html(self, source: str, *, mirrored: bool) -> str:
        # What stands in code is no mathematics; what is mathematics is no Markdown.
        kept: list[str] = []

        def keep(match: re.Match[str]) -> str:
            kept.append(match.group())
            return f"\ue000{len(kept) - 1}\ue001"

        text = CODE.sub(keep, source)
        text = FORMULA.sub(self._hold, text)
        text = re.sub("\ue000(\\d+)\ue001", lambda match: kept[int(match[1])], text)
        made = str(_reader.render(text))
        if mirrored:
            made = made.replace("<pre>", '<pre dir="ltr">').replace("<code>", '<code dir="ltr">\u2066')
            made = made.replace("</code>", "\u2069</code>")
        return re.sub("\ue002(\\d+)\ue003", self._picture, made)

    def _hold(self, match: re.Match[str]) -> str:
        self._formulas.append((match["block"] or match["inline"]).strip())
        mark = f"\ue002{len(self._formulas) - 1}\ue003"
        return f"\n\n{mark}\n\n" if match["block"] else mark

    def _picture(self, match: re.Match[str]) -> str:
        number = int(match[1])
        latex = self._formulas[number]
        pixels = round(self.document().defaultFont().pixelSize() * 1.1)
        drawing = _drawn(latex, pixels * 2, theme().palette.ink)
        if drawing is None or not drawing.isValid():
            return f"<code>{html.escape(latex)}</code>"
        size = drawing.defaultSize() / 2
        image = QImage(size * SHARPNESS, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        drawing.render(painter, QRectF(image.rect()))
        painter.end()
        name = f"formula:{number}"
        self.document().addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), image)
        alternative = html.escape(latex, quote=True)
        return (
            f'<img src="{name}" width="{size.width()}" height="{size.height()}" alt="{alternative}"'
            ' style="vertical-align: middle;">'
        )

    def _fit(self) -> None:
        self.document().setTextWidth(max(1, self.viewport().width()))
        height = round(self.document().size().height()) + 2
        if self.height() != height:
            self.setFixedHeight(height)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()
