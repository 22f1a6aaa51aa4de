"""A state drawn without a window: the same picture as in one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import av
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.labs.autograd import PAGES as AUTOGRAD_PAGES
from core.labs.autograd import example
from core.labs.image.state import PAGES as IMAGE_PAGES
from core.labs.image.state import ImageState
from core.labs.signal.state import PAGES as SIGNAL_PAGES
from core.labs.signal.state import SignalState
from core.labs.source import Source
from core.labs.state import AppState, LabName
from gui.export.making import make
from gui.export.painting import picture
from gui.export.request import Code, Done, ExportProblem, ExportRequest, Recorded
from gui.export.studio import Studio
from gui.labs.autograd.lab import AutogradLab
from gui.language import LanguageCode, language
from gui.main_window import MainWindow
from gui.motion import motion
from gui.theme import theme
from tests.gui.conftest import LocalService

Make = Callable[..., MainWindow]
PATIENCE = 120_000


@pytest.fixture(autouse=True)
def nothing_moves() -> Iterator[None]:
    motion().reduce(True)
    yield
    motion().reduce(False)


@pytest.fixture
def service() -> Iterator[LocalService]:
    service = LocalService()
    service.start()
    yield service
    service.stop()
    service.deleteLater()


def first(lab: LabName) -> AppState:
    return AppState(lab=lab, autograd=example("mean_of_products"))


def ready(window: MainWindow, qtbot: QtBot) -> None:
    """A lab at a step in the middle."""
    page = window.lab
    if isinstance(page, AutogradLab):
        page._set(example("mean_of_products"))
        page.run_program()
        qtbot.waitUntil(lambda: page._last is not None and bool(page.graph.nodes), timeout=PATIENCE)
    page.playback.go(7)
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()


@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("lab", ["signal", "image", "autograd"])
def test_the_picture_is_the_one_in_the_window(
    lab: LabName, code: LanguageCode, make_window: Make, qtbot: QtBot, service: LocalService
) -> None:
    language().set(code)
    window = make_window(lab, size=(1500, 840))
    ready(window, qtbot)
    page = window.lab
    recorded = Recorded(*page.last_run) if isinstance(page, AutogradLab) and page.last_run else None
    request = ExportRequest(
        state=window._store.state, format="png", part="page", width=page.width(), height=page.height(),
        language=code, recorded=recorded,
    )  # fmt: skip
    studio = Studio(request, service)
    try:
        studio.prepare()
        drawn = studio.picture()
    finally:
        studio.close()
    assert (drawn.width(), drawn.height()) == (page.width(), page.height())
    qtbot.waitUntil(lambda: picture(page) == drawn, timeout=20_000)


@pytest.mark.parametrize("lab", ["signal", "image"])
def test_the_view_has_no_panels_and_its_own_size(lab: LabName, service: LocalService) -> None:
    studio = Studio(ExportRequest(state=first(lab), format="png", width=700, height=500), service)
    try:
        studio.prepare()
        assert studio.page.shown_panels == (False, False)
        assert not studio.page.transport.isVisible()
        image = studio.picture()
        assert (image.width(), image.height()) == (700, 500)
    finally:
        studio.close()


SIGNAL = SignalState(start=44_446, cursor=9, kernel=2)
IMAGE = ImageState(cursor=(60, 70), kernel=1)
STATES: dict[str, AppState] = {
    **{f"signal {page}": AppState("signal", signal=replace(SIGNAL, page=page)) for page in SIGNAL_PAGES},
    # Which rows its columns show is where one has paged to on the way; at the first window all ways are one.
    "signal figures": AppState("signal", signal=replace(SIGNAL, page="figures", cursor=0)),
    "signal drawn": AppState("signal", signal=replace(SIGNAL, view=20, span=30, upstream="one_hot", page="backward")),
    **{f"image {page}": AppState("image", image=replace(IMAGE, page=page)) for page in IMAGE_PAGES},
    "image one cell": AppState("image", image=replace(IMAGE, level="cell", channel=2, grey=False)),
    "image two settings": AppState("image", image=replace(IMAGE, page="compare", kept=ImageState().setting)),
    **{
        f"autograd {page}": AppState("autograd", autograd=replace(example("mean_of_products"), page=page, step=9))
        for page in AUTOGRAD_PAGES
    },
    "autograd data": AppState("autograd", autograd=replace(example("small_network"), arrows="data", step=30)),
}


@pytest.mark.parametrize("name", STATES)
def test_a_state_is_the_same_picture_at_once_and_reached_by_acts(name: str, service: LocalService) -> None:
    wanted = STATES[name]
    pictures = []
    for at_once in (True, False):
        begun = wanted if at_once else AppState(wanted.lab, autograd=example())
        studio = Studio(ExportRequest(state=begun, format="png", part="page", width=1400, height=800), service)
        try:
            studio.settle()
            if not at_once:
                studio.store.note(wanted)
                studio.settle()
            if isinstance(studio.page, AutogradLab):
                studio.page.run_program()
                studio.settle()
                studio.go(wanted.autograd.step)
            pictures.append(studio.picture())
        finally:
            studio.close()
    assert pictures[0] == pictures[1]


def export(service: LocalService, **parts: object) -> Done:
    return make(ExportRequest(**parts), service, lambda _share: None)  # type: ignore[arg-type]


def test_words_are_in_the_file_in_the_language_of_the_picture(tmp_path: Path, service: LocalService) -> None:
    language().set("ar")
    path = tmp_path / "a.svg"
    done = export(service, state=first("signal"), format="svg", path=str(path), steps=(5, 5), language="ar")
    root = ElementTree.fromstring(path.read_bytes())
    name = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{name}title") == done.title
    assert root.findtext(f"{name}desc") == done.description
    for part in ("nn.Conv1d(2, 3, 3)", "(1, 2, 64)", "(1, 3, 62)", "5"):
        assert part in done.description
    assert any("\u0600" <= one <= "\u06ff" for one in done.description)
    texts = "".join("".join(one.itertext()) for one in root.iter(f"{name}text"))
    assert "0.73" in texts
    assert any("\u0600" <= one <= "\u06ff" for one in texts)


def test_a_film_has_a_frame_for_each_step_and_they_differ(tmp_path: Path, service: LocalService) -> None:
    path = tmp_path / "a.mp4"
    shares: list[float] = []
    request = ExportRequest(
        state=first("signal"), format="mp4", path=str(path), width=601, height=401, steps=(3, 6), fps=4.0
    )
    make(request, service, shares.append)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height) == (602, 402)
        assert stream.average_rate == 4
        frames = [one.to_ndarray(format="rgb24") for one in container.decode(stream)]
    assert len(frames) == 4
    assert all((one != other).any() for one, other in pairwise(frames))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_cancelled_film_leaves_nothing(tmp_path: Path, service: LocalService) -> None:
    shares: list[float] = []
    request = ExportRequest(state=first("signal"), format="gif", path=str(tmp_path / "a.gif"), width=600, height=400)
    with pytest.raises(KeyboardInterrupt):
        make(request, service, shares.append, lambda: len(shares) > 3)
    assert len(shares) == 4
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("step", {"steps": (99, 99)}),
        ("steps", {"steps": (60, 80), "format": "gif"}),
        ("steps_of_still", {"steps": (1, 2)}),
        ("too_many_pixels", {"width": 4096, "height": 4096, "scale": 4}),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    code: Code, parts: dict[str, object], tmp_path: Path, service: LocalService
) -> None:
    asked = {"state": first("signal"), "format": "png", "path": str(tmp_path / "a"), **parts}
    with pytest.raises(ExportProblem) as found:
        export(service, **asked)
    assert found.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_a_recording_that_is_gone_is_named(tmp_path: Path, service: LocalService) -> None:
    state = first("signal")
    state = replace(state, signal=replace(state.signal, source=Source("file", str(tmp_path / "gone.wav"))))
    with pytest.raises(ExportProblem) as found:
        export(service, state=state, format="png")
    assert found.value.code == "refused"
    assert "gone.wav" in found.value.sentence


def test_a_camera_is_no_picture(service: LocalService) -> None:
    state = first("image")
    state = replace(state, image=replace(state.image, source=Source("camera", "one")))
    with pytest.raises(ExportProblem, match="live"):
        export(service, state=state, format="png")


def test_a_program_is_shown_before_it_runs_unless_it_may(service: LocalService) -> None:
    done = export(service, state=first("autograd"), format="png", width=900, height=600)
    assert done.last == 0
    assert "It was not run." in done.description
    state = replace(first("autograd"), autograd=replace(example("mean_of_products"), step=9))
    done = export(service, state=state, format="png", width=900, height=600, run=True)
    assert done.last == 10
    assert "SubBackward0" in done.description
    assert "[[-1.5, 0], [1.5, 3]]" in done.description


def test_a_dark_page_is_dark(service: LocalService) -> None:
    theme().choose("dark")
    done = export(service, state=first("signal"), format="png", width=600, height=400, theme="dark")
    image = QImage.fromData(done.data)
    assert image.pixelColor(2, 2).lightness() < 60
    assert image.text("Description") == done.description
