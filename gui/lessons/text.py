"""A lesson's text: Markdown with mathematics, in the theme's fonts and colours, from the right in Arabic."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, QUrl
from PySide6.QtGui import QImage, QPainter, QResizeEvent, QTextDocument, QTextOption
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget
from typing_extensions import override

from core.lessons.mathematics import CODE, FORMULA
from gui.language import language
from gui.text import LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE
from gui.theme import theme
from gui.widgets.formula import drawn, is_drawn

AT_ONCE = 0.02
"""Seconds that drawing new formulas may take before the window gets to work again."""
LARGER = 1.12
"""Of a formula's letters than those around it, whose small ones are higher."""
_CODE, _CODE_END, _FORMULA, _FORMULA_END = "\ue000", "\ue001", "\ue002", "\ue003"
"""Marks that stand for what Markdown is not to read; private characters that are in no text."""
_MARKS = re.compile("[\ue000-\ue003]")
_unset: set[tuple[str, int, str]] = set()
"""Formulas that cannot be set, with size and colour."""


def _block(_renderer: object, tokens: Sequence[Token], place: int, *_: object) -> str:
    """A block of code: left to right, and without the empty line that Qt's documents would end it with."""
    code = html.escape(tokens[place].content.rstrip())
    block = f'<pre dir="ltr" align="left">{code}</pre>'
    return f'<table width="100%" cellspacing="0" class="code"><tr><td>{block}</td></tr></table>'


def _inline(_renderer: object, tokens: Sequence[Token], place: int, *_: object) -> str:
    """Code in a sentence, which keeps its order inside Arabic, and its spaces."""
    code = html.escape(tokens[place].content).replace("  ", "&nbsp; ")
    return f"<code>{LEFT_TO_RIGHT_ISOLATE}{code}{POP_ISOLATE}</code>"


_reader = MarkdownIt("commonmark", {"html": False}).enable("table")
for _name, _rule in (("fence", _block), ("code_block", _block), ("code_inline", _inline)):
    _reader.add_render_rule(_name, _rule)


def _turned(row: re.Match[str]) -> str:
    """A table's row with its cells in the other order."""
    cells = re.findall(r"<t[hd][^>]*>.*?</t[hd]>", row.group(), flags=re.DOTALL)
    return f"<tr>{''.join(reversed(cells))}</tr>"


class LessonText(QTextBrowser):
    """Shows a text as high as it is; it is selected, and read by a screen reader, as text.

    Args:
        size: Name of the type scale for the running text.
    """

    def __init__(self, size: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size_name = size
        self._markdown = ""
        self._scale = 1.0
        self._formulas: list[tuple[str, bool]] = []
        self._until = 0.0
        self._later = False
        self.setObjectName("lesson")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Nothing in it is operated; what is said is its description.
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

    def stand_still(self) -> None:
        """Be no more than a picture of the text: clicks go to what it stands on."""
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def render_text(self) -> None:
        """Set the text anew in the present theme and direction."""
        mirrored = language().code == "ar"
        document = self.document()
        option = QTextOption(document.defaultTextOption())
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
        document.setDefaultTextOption(option)
        font = theme().font(self._size_name)
        font.setPixelSize(max(1, round(font.pixelSize() * self._scale)))
        document.setDefaultFont(font)
        document.setIndentWidth(theme().px(18 * self._scale))
        document.setDefaultStyleSheet(self._sheet())
        self._formulas, self._later = [], False
        self._until = time.monotonic() + AT_ONCE
        self.setHtml(self._html(_MARKS.sub("", self._markdown)))
        self.setAccessibleDescription(self._markdown)
        self._fit()
        if self._later:  # Each time some more formulas are drawn, and the window works in between.
            QTimer.singleShot(0, self, self.render_text)

    def _sheet(self) -> str:
        palette, px = theme().palette, theme().px
        mono = theme().font("body", mono=True).family()
        share = 1.0 if theme().presented else 0.95  # Code is read from the last row as well.
        small = max(1, round(px(theme().sizes[self._size_name]) * self._scale * share))
        between = px(8 * self._scale)
        return (
            f"body, p, li, td, th {{ color: {palette.ink}; }}"
            f"p {{ margin-top: 0px; margin-bottom: {between}px; line-height: 125%; }}"
            f"ul, ol {{ margin-top: 0px; margin-bottom: {between}px; }}"
            f"li {{ margin-bottom: {px(3)}px; line-height: 125%; }}"
            f"h1, h2, h3 {{ font-size: {px(17)}px; font-weight: 600; margin-bottom: {px(6)}px; }}"
            f"code {{ font-family: '{mono}'; font-size: {small}px; background-color: {palette.wash}; }}"
            f"pre {{ font-family: '{mono}'; font-size: {small}px; margin: 0px; line-height: 120%;"
            f" white-space: pre-wrap; }}"
            f"table {{ margin-top: {px(2)}px; margin-bottom: {between + px(2)}px; }}"
            f"table.code {{ background-color: {palette.wash}; }}"
            f"th {{ font-weight: 600; }} td, th {{ padding: {px(4)}px {px(10)}px; }}"
            f"a {{ color: {palette.accent}; }}"
        )

    def _html(self, source: str) -> str:
        # What stands in code is no mathematics; what is mathematics is no Markdown.
        kept: list[str] = []

        def keep(match: re.Match[str]) -> str:
            kept.append(match.group())
            return f"{_CODE}{len(kept) - 1}{_CODE_END}"

        text = CODE.sub(keep, source)
        text = FORMULA.sub(self._hold, text)
        text = re.sub(f"{_CODE}(\\d+){_CODE_END}", lambda match: kept[int(match[1])], text)
        made = str(_reader.render(text)).replace("<table>", '<table cellspacing="0">')
        if language().code == "ar":  # Qt's tables have their first column on the left in any direction.
            made = made.replace('<table cellspacing="0">', '<table cellspacing="0" align="right">')
            made = re.sub(r"<tr>\n.*?</tr>", _turned, made, flags=re.DOTALL)
        # What was between two dollar signs stands in the middle of a line of its own.
        made = re.sub(f"<p>{_FORMULA}(\\d+){_FORMULA_END}</p>", self._in_the_middle, made)
        return re.sub(f"{_FORMULA}(\\d+){_FORMULA_END}", self._picture, made)

    def _in_the_middle(self, match: re.Match[str]) -> str:
        whole = match.group()
        return whole.replace("<p>", '<p align="center">') if self._formulas[int(match[1])][1] else whole

    def _hold(self, match: re.Match[str]) -> str:
        block = bool(match["block"])
        self._formulas.append(((match["block"] or match["inline"]).strip(), block))
        mark = f"{_FORMULA}{len(self._formulas) - 1}{_FORMULA_END}"
        return f"\n\n{mark}\n\n" if block else mark

    def _drawing(self, latex: str) -> QSvgRenderer | None:
        # Set once at twice the size and for every zoom.
        key = latex, round(theme().sizes[self._size_name] * LARGER * self._scale * 2), theme().colour("ink").name()
        if key in _unset:
            return None
        if not is_drawn(*key) and time.monotonic() > self._until:
            self._later = True
            return None
        try:
            found = drawn(*key)
        except Exception:  # Whatever the typesetter stumbles over; the formula is shown as it was written.
            _unset.add(key)
            return None
        return found if found.isValid() else None

    def _picture(self, match: re.Match[str]) -> str:
        latex, block = self._formulas[int(match[1])]
        drawing = self._drawing(latex)
        if drawing is None:
            return f"<code>{LEFT_TO_RIGHT_ISOLATE}{html.escape(latex)}{POP_ISOLATE}</code>"
        zoom, ratio = theme().zoom / 100, self.devicePixelRatioF()
        width, height = (
            length / 2 * zoom for length in (drawing.defaultSize().width(), drawing.defaultSize().height())
        )
        room = self.viewport().width()
        if block and 1 < room < width:
            width, height = room, height * room / width  # Rather small than cut off.
        image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        drawing.render(painter, QRectF(0, 0, image.width() / ratio, image.height() / ratio))
        painter.end()
        name = f"formula:{int(match[1])}"
        self.document().addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), image)
        alternative = html.escape(latex, quote=True)
        return f'<img src="{name}" alt="{alternative}" style="vertical-align: middle;">'

    def _fit(self) -> None:
        self.document().setTextWidth(max(1, self.viewport().width()))
        height = round(self.document().size().height()) + 1
        if self.height() != height:
            self.setFixedHeight(height)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            if any(block for _, block in self._formulas):
                self.render_text()
            else:
                self._fit()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange and self._formulas:
            QTimer.singleShot(0, self, self.render_text)
        return super().event(event)
