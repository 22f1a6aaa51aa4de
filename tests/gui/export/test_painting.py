"""Widgets as pixels, SVG and PDF."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QColor, QImage, QImageReader, QPen
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QGraphicsView, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from gui.export.mending import mended
from gui.export.painting import pdf, picture, png, undated
from gui.export.svg import svg
from gui.text import RIGHT_TO_LEFT_MARK

SVG = "{http://www.w3.org/2000/svg}"


class Page(QWidget):
    """A label that is cut by a scroll area, and a graph that keeps its items as pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(300, 200)
        self.area = QScrollArea(self)
        self.area.setGeometry(20, 20, 100, 60)
        label = QLabel("a text that is much longer than its room")
        label.resize(600, 40)
        self.area.setWidget(label)
        self.view = QGraphicsView(self)
        self.view.setGeometry(150, 20, 120, 120)
        scene = QGraphicsScene(self)
        scene.setSceneRect(-50, -50, 100, 100)
        self.item = scene.addRect(-200, -5, 400, 10, QPen(QColor("#ff0000")), QColor("#123456"))
        self.item.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.view.setScene(scene)


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    page = Page()
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    return page


def test_pixels_are_those_on_the_screen(page: Page) -> None:
    assert picture(page) == page.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


@pytest.mark.parametrize("scale", [1, 2, 3, 4])
def test_a_scale_has_so_many_pixels_and_paints_them(page: Page, scale: int) -> None:
    image = picture(page, scale)
    assert (image.width(), image.height()) == (300 * scale, 200 * scale)
    if scale > 1:
        enlarged = picture(page).scaled(image.size())
        enlarged.setDevicePixelRatio(scale)
        assert image != enlarged


def test_a_png_says_what_is_seen_in_any_script(page: Page) -> None:
    data = png(picture(page), "Title", "شرح: ⁦(2, 3)⁩")
    buffer = QBuffer()
    buffer.setData(data)
    reader = QImageReader(buffer)
    assert reader.text("Title") == "Title"
    assert reader.text("Description") == "شرح: ⁦(2, 3)⁩"
    assert data == png(picture(page), "Title", "شرح: ⁦(2, 3)⁩")


def test_an_svg_is_xml_with_text_and_description(page: Page) -> None:
    data = svg(page, 'A <title> & "more"', "شرح\x00 <b>")
    root = ElementTree.fromstring(data)
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("300", "200", "0 0 300 200")
    assert root.findtext(f"{SVG}title") == 'A <title> & "more"'
    assert root.findtext(f"{SVG}desc") == "شرح <b>"
    texts = ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]
    assert "a text that is much longer than its room" in texts
    assert QSvgRenderer(data).isValid()
    assert svg(page, "a", "b") == svg(page, "a", "b")


def test_every_clip_and_gradient_of_an_svg_is_defined_once(page: Page) -> None:
    root = ElementTree.fromstring(svg(page, "", ""))
    defined = [one.get("id") for one in root.iter() if one.get("id")]
    used = set(re.findall(r"url\(#(\w+)\)", svg(page, "", "").decode()))
    assert len(defined) == len(set(defined))
    assert used <= set(defined)


def test_what_is_scrolled_away_is_clipped(page: Page) -> None:
    root = ElementTree.fromstring(svg(page, "", ""))
    rooms = {
        one.get("id"): [float(one[0].get(key, "nan")) for key in ("x", "y", "width", "height")]
        for one in root.iter(f"{SVG}clipPath")
        if one[0].tag == f"{SVG}rect"
    }
    clipped = [one for one in root if one.tag == f"{SVG}g" and "much longer" in "".join(one.itertext())]
    assert len(clipped) == 1
    x, y, width, height = rooms[re.findall(r"#(\w+)", clipped[0].get("clip-path", ""))[0]]
    assert x >= 20
    assert y >= 20
    assert x + width <= 120
    assert y + height <= 80


def test_graph_items_are_shapes_and_keep_their_pixels_afterwards(page: Page) -> None:
    text = svg(page, "", "").decode()
    assert "#123456" in text
    assert page.item.cacheMode() == QGraphicsItem.CacheMode.DeviceCoordinateCache


def test_a_pdf_is_one_page_of_the_widgets_size_without_a_date(page: Page) -> None:
    data = pdf(page, "Title")
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")
    assert len(re.findall(rb"/Type /Page\b", data)) == 1
    (box,) = re.findall(rb"/MediaBox \[([\d. ]+)\]", data)
    assert [float(length) for length in box.split()] == [0, 0, 300, 200]
    assert b"/Font" in data
    assert set(re.findall(rb"D:(\d{8})", data)) <= {b"20000101"}
    assert data == pdf(page, "Title")


@pytest.mark.parametrize("date", [b"(D:20261125070000Z)", b"(D:20261125070000+02'00')", b"(D:20261125070000-03'30)"])
def test_a_date_is_replaced_by_as_many_bytes(date: bytes) -> None:
    assert len(undated(b"before" + date + b"after")) == len(b"before" + date + b"after")
    assert re.fullmatch(rb"\(D:20000101000000(Z|\+00'00'?)\)", undated(date))


def test_dates_of_the_metadata_are_replaced_too() -> None:
    found = b'<a xmp:CreateDate="2026-11-25T07:23:15-03:30" b="2026-11-25T07:23:15+03:30"/>'
    assert undated(found) == b'<a xmp:CreateDate="2000-01-01T00:00:00+00:00" b="2026-11-25T07:23:15+03:30"/>'


def test_an_empty_clip_of_qts_hides_nothing() -> None:
    definitions = '<clipPath id="clipPath6">\n<path vector-effect="none" fill-rule="evenodd" d=""/>\n</clipPath>'
    drawing = '<g clip-path="url(#clipPath6)"><g fill="none"><text x="1">seen</text></g></g>'
    assert mended(definitions, drawing) == ("", '<g><g fill="none"><text x="1">seen</text></g></g>')


def test_lines_of_fixed_width_are_mapped_beforehand() -> None:
    head = '<g fill="none" stroke="#000" transform="matrix({})" >'
    line = '<polyline vector-effect="non-scaling-stroke" points="1,2 3,-4 " />'
    box = '<rect vector-effect="non-scaling-stroke" x="1" y="1" width="2" height="3"/>'
    before, after = head.format("10,0,0,-10,5,100"), head.format("1,0,0,1,0,0")
    assert mended("", f"{before}{line}</g>")[1] == f"{after}{line.replace('1,2 3,-4', '15,80 35,140')}</g>"
    placed = box.replace('x="1" y="1" width="2" height="3"', 'x="15" y="60" width="20" height="30"')
    assert mended("", f"{before}{box}</g>")[1] == f"{after}{placed}</g>"


def test_runs_of_arabic_keep_their_spaces_and_lose_their_controls() -> None:
    mark = RIGHT_TO_LEFT_MARK
    assert mended("", '<text x="1">\u200fمن \u2066</text>')[1] == f'<text x="1">{mark}من {mark}</text>'
    assert mended("", '<text x="1">، </text>')[1] == f'<text x="1">{mark}، {mark}</text>'
    assert mended("", '<text x="1">\u2069</text>')[1] == ""
    assert mended("", '<text x="1">x = 2 </text>')[1] == '<text x="1">x = 2 </text>'


def test_fonts_have_one_behind_them_that_every_viewer_has() -> None:
    found = mended("", '<g font-family="IBM Plex Mono"/><g font-family="A B,C"/>')[1]
    assert "font-family=\"'IBM Plex Mono', monospace\"" in found
    assert "font-family=\"'A B', 'C', sans-serif\"" in found
