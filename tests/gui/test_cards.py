"""F1 and the glossary: real keys in the real window, in both languages; pictures are painted and formulas set."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from itertools import combinations

import pytest
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.cards.card import Card
from core.cards.collection import collection
from core.cards.example import ExampleLine
from core.labs.state import AppState
from core.lessons.lesson import Lesson, Step, Words
from gui.cards.card_view import CardView, LessonPlace
from gui.cards.lesson_places import places_of
from gui.cards.panel import DocumentationPanel, Entry, entry_of, no_lessons
from gui.cards.picture import PAINTERS, CardPicture
from gui.cards.pointing import Pointer, document
from gui.cards.rich import example_html, example_text, meaning_html, meaning_text
from gui.focus_ring import marks_itself
from gui.language import LANGUAGES, LanguageCode, language
from gui.main_window import MainWindow
from gui.palette import PALETTES
from gui.theme import theme
from gui.widgets.formula import Formula
from gui.widgets.parts import Label, column

from .conftest import type_text

CARDS = collection().cards
Make = Callable[..., MainWindow]


def by_id(card: Card) -> str:
    return card.id


def painted(picture: CardPicture) -> QImage:
    return picture.grab().toImage()


def picture_of(qtbot: QtBot, name: str, draws: dict[str, object]) -> CardPicture:
    picture = CardPicture()
    qtbot.addWidget(picture)
    picture.show_picture(name, draws, "spoken")
    picture.resize(picture.sizeHint())
    return picture


@pytest.mark.parametrize("card", CARDS, ids=by_id)
def test_a_cards_picture_is_painted_the_same_in_every_language(card: Card, qtbot: QtBot) -> None:
    paint, _ = PAINTERS[card.picture]
    inspect.signature(paint).bind(None, **card.draws)  # Its parameters are the painter's.
    picture = picture_of(qtbot, card.picture, card.draws)
    shown = painted(picture)
    assert len({shown.pixelColor(x, y).rgb() for x in range(0, shown.width(), 3) for y in range(shown.height())}) > 4
    language().set("ar")
    QApplication.processEvents()
    assert painted(picture) == shown


def test_pictures_of_other_parameters_are_other_pictures(qtbot: QtBot) -> None:
    assert {card.picture for card in CARDS} == set(PAINTERS)
    for name in PAINTERS:
        drawn: list[dict[str, object]] = []
        for card in CARDS:
            if card.picture == name and card.draws not in drawn:
                drawn.append(card.draws)
        images = [painted(picture_of(qtbot, name, draws)) for draws in drawn]
        assert all(one != other for one, other in combinations(images, 2)), name


@pytest.mark.parametrize(
    ("name", "draws", "other"),
    [
        ("windows", {"length": 8, "kernel": 3}, {"stride": 2}),
        ("windows", {"length": 8, "kernel": 3}, {"dilation": 2}),
        ("windows", {"length": 8, "kernel": 3}, {"padding": (1, 1)}),
        ("padding", {"amount": 2, "length": 5, "mode": "reflect"}, {"mode": "circular"}),
        ("channels", {"inputs": 4, "outputs": 4}, {"groups": 2}),
        ("version", {"saved": 0, "now": 0}, {"now": 1}),
        ("route", {"values": [1, 3, 2], "kind": "max"}, {"kind": "sum"}),
        ("spectrum", {"taps": [1.0, 1.0]}, {"taps": [1.0, -1.0]}),
        ("mapping", {"pairs": [0, 1], "targets": 2}, {"pairs": [1, 0]}),
        ("key", {"name": "F1"}, {"name": "F2"}),
        ("product", {"rows": 2, "columns": 3}, {"full": True}),
        ("slope", {"kind": "tangent", "at": 0.7}, {"at": 0.3}),
    ],
)
def test_a_parameter_changes_the_picture(
    name: str, draws: dict[str, object], other: dict[str, object], qtbot: QtBot
) -> None:
    assert painted(picture_of(qtbot, name, draws)) != painted(picture_of(qtbot, name, {**draws, **other}))


def test_pictures_follow_the_theme_and_the_zoom(qtbot: QtBot) -> None:
    picture = picture_of(qtbot, "windows", {"length": 8, "kernel": 3})
    images = []
    for name in PALETTES:
        theme().choose(name)
        images.append(painted(picture))
    assert all(one != other for one, other in combinations(images, 2))
    width = picture.sizeHint().width()
    theme().set_zoom(200)
    assert picture.sizeHint().width() == 2 * width


@pytest.mark.parametrize("card", [card for card in CARDS if card.latex], ids=by_id)
def test_a_cards_formula_is_set(card: Card, qtbot: QtBot) -> None:
    formula = Formula()
    qtbot.addWidget(formula)
    formula.show_latex(card.latex)
    assert 30 < formula.sizeHint().width() < 470 or len(card.latex) < 12
    assert formula._renderer is not None
    assert formula._renderer.isValid()


def panel_of(window: MainWindow, qtbot: QtBot) -> DocumentationPanel:
    panel = window._documentation
    assert panel is not None
    assert panel.isVisible()
    qtbot.waitUntil(panel.isActiveWindow)
    return panel


def press_f1(widget: QWidget, qtbot: QtBot) -> None:
    qtbot.waitUntil(widget.window().isActiveWindow)
    QTest.keyClick(widget, Qt.Key.Key_F1)


def close(panel: DocumentationPanel, qtbot: QtBot) -> None:
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    window = panel.parentWidget()
    window.activateWindow()  # Without a window manager nobody else does.
    qtbot.waitUntil(window.isActiveWindow)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(("lab", "layer"), [("signal", "Conv1d"), ("image", "Conv2d")])
def test_f1_on_every_parameter_field_shows_its_card(
    lab: str, layer: str, code: LanguageCode, make_window: Make, qtbot: QtBot
) -> None:
    window = make_window(lab)
    language().set(code)
    controls = window.lab.panel.parameters  # type: ignore[attr-defined]
    fields: list[tuple[str, QWidget]] = [(name, stepper.field) for (name, _), stepper in controls.steppers.items()]
    fields += [("padding_mode", controls.mode), ("bias", controls.bias)]
    assert {name for name, _ in fields} == set(inspect.signature(getattr(torch.nn, layer)).parameters) - {
        "device",
        "dtype",
    }
    for name, field in fields:
        field.setFocus()
        qtbot.waitUntil(field.hasFocus)
        press_f1(field, qtbot)
        panel = panel_of(window, qtbot)
        card = collection().by_id[panel.entry.card]
        assert name in card.torch
        assert card.term.said(code) in panel.card.title.text()
        assert panel.entry.torch == f"torch.nn.{layer}"
        qtbot.waitUntil(panel.torch.text.isVisible)
        assert layer in panel.torch.name.text()
        assert panel.torch.text.textCursor().block().text().strip().startswith(f"{name} (")
        close(panel, qtbot)


def hover(widget: QWidget, place: QPoint | None = None) -> None:
    QCursor.setPos(widget.mapToGlobal(place or widget.rect().center()))


def test_f1_is_about_what_the_mouse_was_moved_to_or_else_about_the_focus(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("signal")
    controls = window.lab.panel.parameters  # type: ignore[attr-defined]
    hover(controls._labels["dilation"])
    controls.steppers["stride", 0].field.setFocus()
    press_f1(controls.steppers["stride", 0].field, qtbot)
    assert panel_of(window, qtbot).entry.card == "stride"  # The mouse only lies there.
    close(panel_of(window, qtbot), qtbot)
    hover(controls._labels["groups"])
    press_f1(window, qtbot)
    assert panel_of(window, qtbot).entry.card == "groups"
    close(panel_of(window, qtbot), qtbot)
    hover(window.lab.view.segments.button("matrix"))  # type: ignore[attr-defined]
    press_f1(window, qtbot)
    assert panel_of(window, qtbot).entry.card == "toeplitz"
    close(panel_of(window, qtbot), qtbot)


def test_a_label_that_is_a_term_needs_no_mark(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = column(window)
    marked, term, other = Label("body", "?"), Label("body", "الحقل الاستقبالي"), Label("body", "what a nice day")
    for label in (marked, term, other):
        layout.addWidget(label)
    document(marked, "bias")
    window.resize(300, 200)
    window.show()
    qtbot.waitExposed(window)
    pointer = Pointer(window)
    names = []
    for label in (marked, term, other):
        hover(label)
        names.append(pointer.name())
    assert names == ["bias", "الحقل الاستقبالي", ""]


def test_f1_without_anything_selected_opens_the_glossary_at_its_start(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("signal")
    hover(window, QPoint(600, 3))
    window.lab.stage_widget.setFocus()
    press_f1(window, qtbot)
    panel = panel_of(window, qtbot)
    assert panel.entry == Entry()
    assert panel.stack.currentWidget() is panel.glossary
    assert len(panel.glossary.rows) == len(collection().rows())
    assert panel.glossary.table.currentIndex().row() == 0
    assert panel.search.hasFocus()
    close(panel, qtbot)


def test_the_glossary_has_both_languages_side_by_side(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("signal")
    window.actions_table["help.glossary"].trigger()
    panel = panel_of(window, qtbot)
    for code in LANGUAGES:
        language().set(code)
        assert ("stride", "الخطوة", "stride") in panel.glossary.rows
        assert panel.glossary.table.layoutDirection() == Qt.LayoutDirection.LeftToRight
        header = panel.glossary.table.model()
        titles = [header.headerData(section, Qt.Orientation.Horizontal) for section in range(3)]
        assert titles == ["English", "torch", "العربية"]
    close(panel, qtbot)


def test_search_links_and_the_way_back_by_keyboard(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("signal")
    window.actions_table["help.glossary"].trigger()
    panel = panel_of(window, qtbot)
    type_text(panel.search, "التدرج")
    assert panel.glossary.rows[0] == ("gradient", "التدرّج", "gradient")
    panel.search.selectAll()
    type_text(panel.search, "dilat")
    assert [row[2] for row in panel.glossary.rows] == ["dilation"]
    QTest.keyClick(panel.search, Qt.Key.Key_Return)
    assert panel.entry == Entry("dilation", "torch.nn.Conv1d", "dilation")
    assert panel.stack.currentWidget() is not panel.glossary
    link = next(button for button in panel.card.related.findChildren(QPushButton) if button.text() == "output size")
    link.setFocus()
    QTest.keyClick(link, Qt.Key.Key_Space)
    assert panel.entry.card == "output_size"
    QTest.keyClick(panel, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert panel.entry.card == "dilation"
    panel.back.setFocus()
    QTest.keyClick(panel.back, Qt.Key.Key_Space)
    assert panel.entry == Entry(query="dilat")
    assert panel.search.text() == "dilat"
    assert not panel.back.isEnabled()
    QTest.keyClick(panel.search, Qt.Key.Key_Down)
    assert panel.glossary.table.hasFocus()
    QTest.keyClick(panel.glossary.table, Qt.Key.Key_Return)
    assert panel.entry.card == "dilation"
    type_text(panel.search, "qqq")
    assert panel.glossary.empty.isVisible()
    assert panel.glossary.rows == []
    QTest.keyClick(panel.search, Qt.Key.Key_Return)
    assert panel.entry == Entry(query="qqq")
    close(panel, qtbot)


def test_a_click_on_a_row_opens_its_card(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("signal")
    window.actions_table["help.glossary"].trigger()
    panel = panel_of(window, qtbot)
    row = [card for _, _, card in panel.glossary.rows].index("batch")
    index = panel.glossary.table.model().index(row, 2)
    place = panel.glossary.table.visualRect(index).center()
    QTest.mouseClick(panel.glossary.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel.entry.card == "batch"
    QTest.mouseClick(panel.glossary_button, Qt.MouseButton.LeftButton)
    assert panel.stack.currentWidget() is panel.glossary
    close(panel, qtbot)


def test_the_example_shows_what_torch_computes(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("signal")
    window._documents().ask("stride")
    panel = panel_of(window, qtbot)
    w = torch.ones(1, 1, 3)
    expected = str(torch.nn.functional.conv1d(torch.arange(8.0).view(1, 1, 8), w, stride=2))
    qtbot.waitUntil(lambda: expected in panel.card.example.accessibleName())
    assert "2.13" in panel.card.example_title.text()
    close(panel, qtbot)


def test_a_late_example_of_another_card_is_not_shown(qtbot: QtBot) -> None:
    view = CardView(no_lessons)
    qtbot.addWidget(view)
    view.show_card(collection().by_id["stride"])
    assert "computing" in view.example_title.text()
    assert "stride=2" in view.example.text()
    view.show_example("padding", [ExampleLine("x", "late")], "1")
    assert "late" not in view.example.text()
    view.show_example("stride", [ExampleLine("x", "in time")], "1")
    assert "in time" in view.example.text()


def visible_texts(panel: DocumentationPanel) -> str:
    labels = [label.text() for label in panel.findChildren(Label) if label.isVisible()]
    buttons = [button.text() for button in panel.findChildren(QPushButton) if button.isVisible()]
    named = [panel.card.meaning.text(), panel.search.placeholderText(), panel.windowTitle()]
    names = [
        widget.accessibleName() for widget in (panel.search, panel.card.picture, panel.torch.text, panel._card_area)
    ]
    return "\n".join([*labels, *buttons, *named, *names])


def test_nothing_stays_of_the_other_language(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("signal")
    window._documents().ask("torch.nn.Conv1d.stride")
    panel = panel_of(window, qtbot)
    qtbot.waitUntil(panel.torch.text.isVisible)
    qtbot.waitUntil(lambda: "tensor" in panel.card.example.accessibleName())
    english = visible_texts(panel)
    language().set("ar")
    QApplication.processEvents()
    arabic = visible_texts(panel)
    assert "الخطوة" in panel.card.title.text()
    assert panel.card.other.text().strip("\u2066\u2068\u2069") == "stride"
    for words in (
        "Back",
        "Glossary",
        "An example",
        "How many cells",
        "Related",
        "Search terms",
        "Picture",
        "installed",
    ):
        assert words in english
        assert words not in arabic
    assert 'dir="rtl"' in panel.card.meaning.text()
    assert "tensor" in panel.card.example.accessibleName()  # What torch computed stays.
    assert panel.torch.text.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert panel.card.example.layoutDirection() == Qt.LayoutDirection.LeftToRight
    language().set("en")
    QApplication.processEvents()
    assert visible_texts(panel) == english
    close(panel, qtbot)


def test_a_name_without_a_card_shows_torchs_words_alone(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("signal")
    window._documents().ask("torch.optim.AdamW")
    panel = panel_of(window, qtbot)
    qtbot.waitUntil(panel.torch.text.isVisible)
    assert panel._card_area.isHidden()
    assert "no card" in panel.without.text()
    assert "AdamW" in panel.torch.name.text()
    close(panel, qtbot)


def test_where_torch_says_nothing_of_a_name_the_cards_own_is_asked(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("signal")
    window._documents().ask("y.grad_fn")
    panel = panel_of(window, qtbot)
    qtbot.waitUntil(panel.torch.text.isVisible)
    assert panel.entry.card == "grad_fn"
    assert "get_gradient_edge" in panel.torch.name.text()
    close(panel, qtbot)


def test_a_term_that_torch_has_no_name_for_has_its_card_alone(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("signal")
    window._documents().ask("domain")
    panel = panel_of(window, qtbot)
    assert panel._card_area.isVisible()
    assert not panel.torch.isVisible()
    panel.go_to_card("stride")
    qtbot.waitUntil(panel.torch.text.isVisible)
    close(panel, qtbot)


def test_in_a_narrow_window_torchs_words_stand_below(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("signal", (700, 760))
    window._documents().ask("torch.nn.Conv1d.stride")
    panel = panel_of(window, qtbot)
    qtbot.waitUntil(panel.torch.text.isVisible)
    qtbot.waitUntil(lambda: panel.torch.mapTo(panel, QPoint(0, 0)).y() > panel._card_area.geometry().bottom())
    close(panel, qtbot)


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("torch.nn.Conv2d.stride", Entry("stride", "torch.nn.Conv2d", "stride")),
        ("stride", Entry("stride", "torch.nn.Conv1d", "stride")),
        ("MulBackward0", Entry("mul", "MulBackward0")),
        ("torch.sub", Entry("add", "torch.sub")),
        ("Jacobian", Entry("jacobian", "torch.autograd.functional.jacobian")),
        ("الخطوة", Entry("stride", "torch.nn.Conv1d", "stride")),
        ("same", Entry("same_padding", "torch.nn.Conv1d", "padding")),
        ("nothing", Entry(torch="nothing")),
    ],
)
def test_what_is_shown_of_a_name(name: str, entry: Entry) -> None:
    assert entry_of(name) == entry


def test_lessons_that_name_a_card_are_links(make_window: Make, qtbot: QtBot) -> None:
    window = make_window("signal")
    place = LessonPlace("why", 2, "Why convolution")
    panel = DocumentationPanel(window._service, window, lambda card: [place] if card == "stride" else [])
    panel.ask("stride")
    assert panel.card.lessons_title.isVisible()
    (link,) = panel.card.places.findChildren(QPushButton)
    assert "Why convolution" in link.text()
    assert "3" in link.text()
    with qtbot.waitSignal(panel.lesson_asked) as asked:
        link.click()
    assert asked.args == [place]
    assert not panel.isVisible()
    panel.ask("padding")
    assert not panel.card.lessons_title.isVisible()
    close(panel, qtbot)


def test_the_places_of_a_card_are_the_first_steps_that_name_it() -> None:
    words = Words("Title", "عنوان")
    steps = [Step(words, words, AppState(), cards=cards) for cards in ((), ("padding", "الخطوة"), ("stride",))]
    lessons = [
        Lesson("one", words, words, AppState(), tuple(steps)),
        Lesson("two", words, words, AppState(), (steps[0],)),
    ]
    assert places_of("stride", lessons) == [LessonPlace("one", 1, "Title")]
    language().set("ar")
    assert places_of("padding", lessons) == [LessonPlace("one", 1, "عنوان")]
    assert places_of("bias", lessons) == []


def test_code_in_a_meaning_is_isolated_and_escaped() -> None:
    html = meaning_html("إذا كان `a < b` حُفظ.", right_to_left=True)
    assert "\u2066a &lt; b\u2069" in html
    assert meaning_text("`a` b") == "\u2066a\u2069 b"
    lines = [ExampleLine("x<1"), ExampleLine("y", "a  b\nc"), ExampleLine("z", "RuntimeError: no", raised=True)]
    assert "x&lt;1" in example_html(lines)
    assert "a&nbsp; b<br/>c" in example_html(lines)
    assert "✗ RuntimeError" in example_html(lines)
    assert example_text(lines).splitlines() == ["> x<1", "> y", "a  b", "c", "> z", "RuntimeError: no"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_everything_in_the_panel_is_reached_by_tab_and_has_a_name(
    code: LanguageCode, make_window: Make, qtbot: QtBot
) -> None:
    window = make_window("signal")
    language().set(code)
    window._documents().ask("torch.nn.Conv1d.stride")
    panel = panel_of(window, qtbot)
    qtbot.waitUntil(panel.torch.text.isVisible)
    reached: list[QWidget] = []
    while (focused := panel.focusWidget()) is not None and focused not in reached:
        reached.append(focused)
        assert marks_itself(focused) or panel.ring.around is focused
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    for widget in (panel.search, panel._card_area, panel.torch.text, panel.glossary_button):
        assert widget in reached
    for button in panel.card.related.findChildren(QPushButton):
        assert button in reached
        assert button.height() >= 24
    assert all(widget.accessibleName() or (isinstance(widget, QPushButton) and widget.text()) for widget in reached)
    close(panel, qtbot)
