"""The skeleton that every lab has: controls | stage | inspector, over one transport bar."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from gui.playback import Playback
from gui.text import translate
from gui.theme import theme
from gui.widgets.parts import Label, column, row, rule, scrolled
from gui.widgets.transport import Transport

GraphAct = Literal["fit", "find", "root", "leaf", "up", "down", "enter", "open", "close"]
GRAPH_ACTS: tuple[GraphAct, ...] = ("fit", "find", "root", "leaf", "up", "down", "enter", "open", "close")
"""What can be asked of a lab's graph: see it whole, search it, walk through it, fold it."""

INSPECTOR_WIDTH = 332
STAGE_LEAST = 430
"""Pixels at 100 %; below this the stage takes the place of the controls, then of the inspector."""


class LabPage(QWidget):
    """A lab's page. A lab fills `controls`, `stage` and `inspector`, which are columns.

    In Arabic the order mirrors by itself; what stands in the stage and the transport does not.
    Where there is too little room the panels fold away, controls first; the user can call either back.

    Signals:
        noted: A sentence for the window's notice that is worth knowing; nothing is wrong.
        told: A sentence for the window's notice, and details for "Copy details" (may be "").
        titled: The lab's subtitle changed.
        folded_changed: A panel was shown or folded away.
        open_asked: The user wants to choose a file.
        settled: What the last notice was about is over.
    """

    controls_width = 284
    """Pixels at 100 %; a lab may want more."""

    noted = Signal(str)
    told = Signal(str, str)
    titled = Signal()
    folded_changed = Signal()
    open_asked = Signal()
    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.playback = Playback(self)
        controls, stage, inspector = QWidget(), QWidget(), QWidget()
        self.controls: QVBoxLayout = column(controls, margins=(20, 18, 20, 18), spacing=10)
        self.stage: QVBoxLayout = column(stage, margins=(20, 18, 20, 18), spacing=12)
        self.inspector: QVBoxLayout = column(inspector, margins=(20, 18, 20, 18), spacing=10)
        self._controls_area = scrolled(controls, "ground")
        self._inspector_area = scrolled(inspector, "paper", over=True)
        self.stage_widget = stage
        stage.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._stage_area = scrolled(stage, "ground")
        self._stage_area.setMinimumSize(1, 1)
        self._waiting = Label("large")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._waiting.setWordWrap(True)
        self._waiting.hide()
        self.stage.addWidget(self._waiting, 1)
        self._rules = (rule(vertical=True), rule(vertical=True))
        self.transport = Transport(self.playback)
        middle = row(spacing=0)
        middle.addWidget(self._controls_area)
        middle.addWidget(self._rules[0])
        middle.addWidget(self._stage_area, 1)
        middle.addWidget(self._rules[1])
        middle.addWidget(self._inspector_area)
        page = column(self, spacing=0)
        page.addLayout(middle, 1)
        self._transport_rule = rule()
        page.addWidget(self._transport_rule)
        page.addWidget(self.transport)
        self._parts: dict[str, bool] = {}
        self._wanted: dict[str, bool | None] = {"controls": None, "inspector": None}
        self._before: tuple[int, dict[str, bool | None]] | None = None
        self.presented = False
        self.tabs_shown = True
        theme().changed.connect(self.fold)

    @property
    def areas(self) -> tuple[QWidget, ...]:
        """Its parts as one reads them."""
        return self._controls_area, self._stage_area, self._inspector_area, self.transport

    # What a lab says of itself.

    @property
    def subtitle(self) -> str:
        """What the lab works on, for the top bar."""
        return ""

    @property
    def documented(self) -> str:
        """The name of what is looked at, for torch's documentation; "" if there is nothing."""
        return ""

    @property
    def next_moment(self) -> str:
        """What the clock comes to next, as it is called in torch or the program; "" if that has no name."""
        return ""

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.transport.retranslate()
        self._waiting.setText(translate("Labs", "A moment: torch is being loaded"))
        self.stage_widget.setAccessibleName(translate("Labs", "Stage"))

    def wait_for_scene(self, waiting: bool) -> None:
        """Show that the first scene is still being made, in place of an empty stage."""
        self._waiting.setVisible(waiting)

    def open_path(self, path: Path) -> None:
        """Open a file in this lab."""

    def reset(self) -> None:
        """Go back to how the lab was at first, as one act that undo takes back."""

    def step_across(self, by: int) -> None:
        """Move to the kernel or row before (-1) or after (1)."""

    def act_on_graph(self, act: GraphAct) -> None:
        """Do one of `GRAPH_ACTS`, in a lab that has a graph."""

    def next_part(self, by: int) -> None:
        """Go to where the next part of what is stepped through begins, or with -1 this one or the one before."""

    def next_visit(self, by: int) -> None:
        """Go to the next step, or the one before, that is about the same thing as the present one."""

    def next_on_line(self, by: int) -> None:
        """Go to the next step, or the one before, that belongs to the same line of the program."""

    def copy_code(self) -> None:
        """Put what is shown on the clipboard, as a program."""

    def paste_code(self) -> None:
        """Take a layer, a tensor or whatever the lab can read from the clipboard."""

    def save(self) -> None:
        """Write what the user made to its file."""

    def save_as(self) -> None:
        """Write what the user made to a file that the user names."""

    def export(self) -> None:
        """Write the lab's result to a file that the user names."""

    def switch_camera(self) -> None:
        """Switch a camera on, or off."""

    def run_program(self) -> None:
        """Run what there is to run."""

    def stop_program(self) -> None:
        """Stop what runs."""

    def toggle(self) -> None:
        """Start or stop what goes on by itself."""
        self.playback.toggle()

    def escape(self) -> bool:
        """Give up what the user may want out of; False if there is nothing."""
        return False

    def leave(self) -> None:
        """Another lab is shown: nothing goes on unseen."""
        self.playback.pause()

    def take_as_is(self) -> None:
        """The state was set as a whole, by a lesson: a first look of the lab's own choice is not wanted any more."""

    def begin_anew(self) -> None:
        """Another session takes the place of this one: forget what is of no state, such as a run."""
        self.leave()

    def forget_unsaved(self, program: str) -> None:
        """A program is in a file now, or is not wanted: keep no draft of it."""

    def close_lab(self) -> None:
        """The window closes: stop clocks and children."""
        self.leave()

    # What a picture of the lab needs to know.

    @property
    def busy(self) -> bool:
        """Whether more of what the state stands for is still to be seen."""
        return False

    @property
    def shown(self) -> object | None:
        """What is seen, as data: a scene, or a replay; None if there is nothing yet."""
        return None

    def show_parts(self, *, controls: bool, inspector: bool, transport: bool) -> None:
        """Show these parts beside the stage, in any width, for a picture; the user's own choices are over."""
        self._parts = {"controls": controls, "inspector": inspector}
        self.transport.setVisible(transport)
        self._transport_rule.setVisible(transport)
        self.fold()

    def size_of(self, part: str) -> tuple[int, int]:
        """Width and height on the screen of the stage ("view"), of it with the inspector, or of the whole page."""
        if part == "page":
            return self.width(), self.height()
        width = self._stage_area.width()
        if part == "inspector":
            width += theme().px(INSPECTOR_WIDTH)
        return width, self._stage_area.height()

    # Presenting.

    def panels_presented(self) -> tuple[bool, bool]:
        """Whether the controls and the inspector are part of what an audience is shown at first, if there is room."""
        return False, False

    def present(self, presented: bool) -> None:
        """Show the stage as to an audience, with what teaches and nothing else, or as before.

        The panels are as they were once the page is as wide as it was.
        """
        if presented == self.presented:
            return
        self.presented = presented
        if presented:
            self._before = (self.width(), self._wanted)
            self._wanted = {"controls": None, "inspector": None}
        elif self._before is not None and self._before[0] == self.width():
            self._wanted = dict(self._before[1])
        self.transport.set_thin(presented)
        theme().space(self.stage, (14, 8, 14, 8) if presented else (20, 18, 20, 18), 10 if presented else 12)
        self.fold()

    def show_tabs(self, shown: bool) -> None:
        """Leave out the choice of the lab's pages, as where a lesson's step chooses; or show it again."""
        self.tabs_shown = shown

    # Folding.

    @property
    def shown_panels(self) -> tuple[bool, bool]:
        """Whether the controls and the inspector are to be seen."""
        return self._controls_area.isVisibleTo(self), self._inspector_area.isVisibleTo(self)

    def toggle_panel(self, name: str) -> None:
        """Call a folded panel back, or fold it away ("controls" or "inspector")."""
        shown = dict(zip(("controls", "inspector"), self.shown_panels, strict=True))
        if not self.presented:
            self._before = None
        self._wanted[name] = not shown[name]
        other = "inspector" if name == "controls" else "controls"
        if self._wanted[name] and not self._fits(both=True):
            self._wanted[other] = False  # There is room for one of the two.
        self.fold()

    def _fits(self, *, both: bool) -> bool:
        px = theme().px
        panels = self.controls_width + INSPECTOR_WIDTH if both else INSPECTOR_WIDTH
        return self.width() >= px(panels) + px(STAGE_LEAST)

    def fold(self) -> None:
        """Give the stage its room."""
        px = theme().px
        automatic = {"controls": self._fits(both=True), "inspector": self._fits(both=False)}
        if self.presented:
            controls, inspector = self.panels_presented()
            roomy = self.width() >= px(self.controls_width) + px(STAGE_LEAST)
            automatic = {"controls": controls and roomy, "inspector": inspector and automatic["inspector"]}
        for name, area, width, line in (
            ("controls", self._controls_area, self.controls_width, self._rules[0]),
            ("inspector", self._inspector_area, INSPECTOR_WIDTH, self._rules[1]),
        ):
            wanted = self._wanted[name]
            shown = self._parts.get(name, automatic[name] if wanted is None else wanted)
            area.setFixedWidth(max(1, min(px(width), int(self.width() * 0.8))))
            area.setVisible(shown)
            line.setVisible(shown)
        self.folded_changed.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            if not self.presented:
                # Another width is another decision: what was called back or away by hand is forgotten.
                self._wanted = {"controls": None, "inspector": None}
                if self._before is not None and self._before[0] == self.width():
                    self._wanted = dict(self._before[1])
            self.fold()
