"""The window: rail and top bar around the lab that is shown, and the commands that act on all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QKeyCombination, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QMainWindow,
    QMenu,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from core.labs.state import LABS, AppState, LabName
from core.labs.wire import Refused
from core.media.kind import kind_of
from core.session.document import ENDING
from core.store import Store
from gui.cards.panel import DocumentationPanel
from gui.cards.pointing import Pointer
from gui.command_palette import CommandPalette, ShortcutHelp
from gui.commands import BY_NAME, COMMANDS, MENUS, Actions, shown_shortcut
from gui.focus_ring import FocusRing
from gui.labs.page import GRAPH_ACTS, GraphAct, LabPage
from gui.labs.registry import make_lab
from gui.labs.signal.lab import SignalLab
from gui.language import LETTERS, NAMES, LanguageCode, language
from gui.lessons.desk import LessonDesk
from gui.lessons.links import lessons_with, open_place, present_with
from gui.messages import lab_name, media_sentence
from gui.motion import motion
from gui.presenting.presenter import Presenter
from gui.sessions.files import SessionFiles
from gui.settings import Settings
from gui.tab_order import give_focus
from gui.text import fill, isolate, translate
from gui.theme import theme
from gui.widgets.notice import Notice
from gui.widgets.parts import IconButton, Label, Note, column, row, rule
from gui.worker import ComputeService

if TYPE_CHECKING:
    from gui.export.dialog import ExportDialog

PROGRAM_COMMANDS = tuple(command.name for command in COMMANDS if command.menu == "program")
RAIL_WIDTH = 58
TOP_HEIGHT = 50


class MainWindow(QMainWindow):
    """Rail | top bar over a lab. Labs are made when they are first shown.

    Signals:
        key_handled: A key press went through the window; measures the start.
    """

    key_handled = Signal()

    def __init__(self, store: Store[AppState], service: ComputeService, settings: Settings) -> None:
        super().__init__()
        self._store = store
        self._service = service
        self._settings = settings
        self._labs: dict[LabName, LabPage] = {}
        self.setAcceptDrops(True)
        self.setMinimumSize(560, 400)
        self.resize(1440, 860)
        self.sessions = SessionFiles(self, store, settings, self._labs)
        self.actions_table = Actions(self._handlers(), self)
        self.actions_table["file.recent"].setMenu(self.sessions.recent.menu)
        for command in COMMANDS:
            self.addAction(self.actions_table[command.name])
        self.lessons = LessonDesk(store, service, lambda: list(self._labs.values()), self._say, self)
        self.actions_table["lesson.open"].setMenu(self.lessons.menu)
        self._build()
        self.focus_ring = FocusRing(self)
        self._palette: CommandPalette | None = None
        self._shortcuts: ShortcutHelp | None = None
        self._documentation: DocumentationPanel | None = None
        self._export: ExportDialog | None = None
        self._pointer = Pointer(self)
        store.changed.connect(self._state_changed)
        self.lessons.player.opened.connect(self._show_lesson)
        self._show_lesson()
        self.sessions.told.connect(lambda sentence: self._tell(sentence, ""))
        self.sessions.settled.connect(self.notice.hide)
        self.sessions.titled.connect(self._write_title)
        service.loading.connect(self._show_loading)
        service.ready.connect(self._torch_ready)
        service.refused.connect(self._refused)
        service.lost.connect(self._service_lost)
        language().changed.connect(self.retranslate)
        theme().changed.connect(self._fold_top)
        self._show_lab(store.state.lab)
        self.retranslate()

    # Building.

    def _build(self) -> None:
        ground = QWidget()
        ground.setObjectName("ground")
        outer = row(ground, spacing=0)
        self._rail, self._top = self._build_rail(), self._build_top()
        outer.addWidget(self._rail)
        beside, below = rule(vertical=True), rule()
        outer.addWidget(beside)
        outer.addWidget(self.lessons.panel)
        right = column(spacing=0)
        right.addWidget(self._top)
        right.addWidget(below)
        self.notice = Notice()
        holder = QWidget()
        holder_layout = column(holder, margins=(20, 8, 20, 0), spacing=0)
        holder_layout.addWidget(self.notice)
        self._notice_holder = holder
        holder.hide()
        self.notice.installEventFilter(self)
        right.addWidget(self.sessions.offer)
        right.addWidget(holder)
        self.stack = QStackedWidget()
        self.stack.setMinimumSize(1, 1)
        self.presenter = Presenter(self, self.stack, lambda: f"{self.title.text()} · {self.subtitle.text()}")
        self.presenter.chrome += [self._rail, beside, self._top, below]
        present_with(self.presenter, self.lessons.panel)
        right.addWidget(self.presenter.step_text)
        right.addWidget(self.stack, 1)
        outer.addLayout(right, 1)
        self.setCentralWidget(ground)

    def _build_rail(self) -> QWidget:
        rail = QWidget()
        rail.setObjectName("paper")
        rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme().size(rail, width=RAIL_WIDTH)
        layout = column(rail, margins=(7, 10, 7, 10), spacing=8)
        self._lab_buttons: dict[LabName, IconButton] = {}
        group = QButtonGroup(self)
        for lab in LABS:
            button = IconButton(lab, "rail")
            button.setCheckable(True)
            button.clicked.connect(self.actions_table[f"view.{lab}"].trigger)
            group.addButton(button)
            self._lab_buttons[lab] = button
            layout.addWidget(button)
        layout.addStretch(1)
        layout.addWidget(self.lessons.rail_button)
        self.menu_button = IconButton("menu", "rail")
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._submenus: list[tuple[str, QMenu]] = []
        for menu, text in MENUS:
            submenu = self._menu.addMenu("")
            self._submenus.append((text, submenu))
            for command in COMMANDS:
                if command.menu == menu:
                    submenu.addAction(self.actions_table[command.name])
        self.menu_button.setMenu(self._menu)
        layout.addWidget(self.menu_button)
        return rail

    def _build_top(self) -> QWidget:
        top = QWidget()
        top.setObjectName("bar")
        top.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme().size(top, height=TOP_HEIGHT)
        layout = row(top, margins=(20, 0, 14, 0), spacing=10)
        self.title, self.subtitle = Label("title"), Note("subtitle")
        self.loading_label = Label("quiet")
        self.loading_bar = QProgressBar()
        self.loading_bar.setTextVisible(False)
        self.loading_bar.setRange(0, 100)
        theme().size(self.loading_bar, width=90)
        self.loading_label.hide()
        self.loading_bar.hide()
        self.controls_button, self.inspector_button = IconButton("controls"), IconButton("inspector")
        self.controls_button.clicked.connect(self.actions_table["view.controls"].trigger)
        self.inspector_button.clicked.connect(self.actions_table["view.inspector"].trigger)
        self.search = QPushButton()
        self.search.setObjectName("search")
        theme().size(self.search, width=230)
        self.search.clicked.connect(self.actions_table["help.palette"].trigger)
        self.search_icon = IconButton("search")
        self.search_icon.clicked.connect(self.actions_table["help.palette"].trigger)
        self.language_button = QPushButton()
        self.language_button.clicked.connect(self.actions_table["view.language"].trigger)
        layout.addWidget(self.title)
        layout.addWidget(self.subtitle)
        layout.addStretch(1)
        for part in (
            self.loading_label,
            self.loading_bar,
            self.controls_button,
            self.inspector_button,
            self.search,
            self.search_icon,
            self.language_button,
        ):
            layout.addWidget(part)
        return top

    def _handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "file.open": self.ask_file,
            **self.sessions.handlers(),
            "file.export": self._show_export,
            "file.export_output": lambda: self.lab.export(),
            "file.camera": self._switch_camera,
            "file.quit": self._quit,
            "edit.undo": self._store.undo,
            "edit.redo": self._store.redo,
            "edit.reset": lambda: self.lab.reset(),
            "edit.copy_code": lambda: self.lab.copy_code(),
            "edit.copy_picture": self._copy_picture,
            "edit.paste_code": lambda: self.lab.paste_code(),
            "view.signal": lambda: self.choose_lab("signal"),
            "view.image": lambda: self.choose_lab("image"),
            "view.autograd": lambda: self.choose_lab("autograd"),
            "view.zoom_in": lambda: theme().zoom_step(1),
            "view.zoom_out": lambda: theme().zoom_step(-1),
            "view.zoom_reset": lambda: theme().set_zoom(theme().normal_zoom),
            "view.present": lambda: self.presenter.toggle(),
            "view.full_screen": self.toggle_full_screen,
            "view.controls": lambda: self.lab.toggle_panel("controls"),
            "view.inspector": lambda: self.lab.toggle_panel("inspector"),
            "view.light": lambda: theme().choose("light"),
            "view.dark": lambda: theme().choose("dark"),
            "view.projector": lambda: theme().choose("projector"),
            "view.system_theme": lambda: theme().choose(None),
            "view.language": self._switch_language,
            "view.motion": self._switch_motion,
            "help.experiment": self._set_up_experiment,
            "play.first": lambda: self.lab.playback.first(),
            "play.back": lambda: self.lab.playback.step(-1),
            "play.toggle": lambda: self.lab.toggle(),
            "play.next": lambda: self.lab.playback.step(1),
            "play.finish": lambda: self.lab.playback.finish(),
            "play.up": lambda: self.lab.step_across(-1),
            "play.down": lambda: self.lab.step_across(1),
            "play.next_part": lambda: self.lab.next_part(1),
            "play.previous_part": lambda: self.lab.next_part(-1),
            "play.next_visit": lambda: self.lab.next_visit(1),
            "play.previous_visit": lambda: self.lab.next_visit(-1),
            "play.next_on_line": lambda: self.lab.next_on_line(1),
            "play.previous_on_line": lambda: self.lab.next_on_line(-1),
            **{f"graph.{act}": partial(self._act_on_graph, act) for act in GRAPH_ACTS},
            "program.run": lambda: self.lab.run_program(),
            "program.stop": lambda: self.lab.stop_program(),
            "lesson.open": lambda: self.lessons.offer(),
            "lesson.first": lambda: self.lessons.open_first(),
            "lesson.next": lambda: self.lessons.player.next(),
            "lesson.back": lambda: self.lessons.player.back(),
            "lesson.return": lambda: self.lessons.player.restore(),
            "lesson.fold": lambda: self.lessons.toggle(),
            "lesson.add_step": lambda: self.lessons.add_step(),
            "lesson.close": lambda: self.lessons.player.close(),
            "program.save": lambda: self.lab.save(),
            "program.save_as": lambda: self.lab.save_as(),
            "help.palette": self._show_palette,
            "help.documentation": lambda: self._documents().ask(self._pointer.name() or self.lab.documented),
            "help.glossary": lambda: self._documents().ask(""),
            "help.shortcuts": self._show_shortcuts,
            "help.about": self._show_about,
        }

    def _act_on_graph(self, act: GraphAct, _checked: bool = False) -> None:
        self.lab.act_on_graph(act)

    # Labs.

    @property
    def lab(self) -> LabPage:
        """The page that is shown."""
        return self._labs[self._store.state.lab]

    def lab_page(self, name: LabName) -> LabPage:
        """The page of a lab, made now if it was never shown."""
        if name not in self._labs:
            page = make_lab(name, self._store, self._service)
            page.told.connect(self._tell)
            page.noted.connect(self._say)
            page.titled.connect(self._write_title)
            page.folded_changed.connect(self._fold_top)
            page.open_asked.connect(self.ask_file)
            page.settled.connect(self.notice.hide)
            self.lessons.watch(page)
            self._labs[name] = page
            self.stack.addWidget(page)
        return self._labs[name]

    def choose_lab(self, name: LabName) -> None:
        """Show a lab."""
        self._store.note(replace(self._store.state, lab=name))

    def _state_changed(self, new: AppState, old: AppState) -> None:
        if new.lab != old.lab:
            self._labs[old.lab].leave()
            self._show_lab(new.lab)
        self.actions_table["edit.undo"].setEnabled(self._store.can_undo)
        self.actions_table["edit.redo"].setEnabled(self._store.can_redo)
        self._write_title()

    def _show_lab(self, name: LabName) -> None:
        self.stack.setCurrentWidget(self.lab_page(name))
        self._lab_buttons[name].setChecked(True)
        for lab, button in self._lab_buttons.items():
            button.set_icon(lab, "accent" if lab == name else "soft")
        graph = tuple(f"graph.{act}" for act in GRAPH_ACTS)
        for command in (*PROGRAM_COMMANDS, *graph):
            self.actions_table[command].setEnabled(name == "autograd")
        for command in ("file.export_output", "edit.copy_code", "edit.paste_code"):
            self.actions_table[command].setEnabled(name in ("signal", "image"))
        self._write_title()
        self._fold_top()
        if self.isVisible():
            self.lab.stage_widget.setFocus()

    def _show_lesson(self) -> None:
        for command in ("lesson.next", "lesson.back", "lesson.return", "lesson.close"):
            self.actions_table[command].setEnabled(self.lessons.player.lesson is not None)

    # Files.

    def ask_file(self) -> None:
        """Let the user choose a file."""
        patterns = {
            "signal": ("wav flac ogg mp3 npy", translate("Window", "Recordings and weights")),
            "image": ("png jpg jpeg tif tiff bmp gif webp npy npz", translate("Window", "Pictures and weights")),
            "autograd": ("py", translate("Window", "Python programs")),
        }
        endings, kind = patterns[self._store.state.lab]
        own = " ".join(f"*.{ending}" for ending in endings.split())
        every = translate("Window", "All files")
        dialog = QFileDialog(self, translate("Window", "Open a file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sessions, all_here = translate("Sessions", "ConvGrad sessions"), translate("Sessions", "All that opens here")
        lessons = translate("Lesson", "Lessons")
        dialog.setNameFilters(
            [
                f"{all_here} (*{ENDING} *.lesson {own})",
                f"{kind} ({own})",
                f"{sessions} (*{ENDING})",
                f"{lessons} (*.lesson)",
                f"{every} (*)",
            ]
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.open_path(Path(name)))
        dialog.open()

    def open_path(self, path: Path) -> None:
        """Open a file in the lab that it belongs to, told by its content. Nothing runs by itself."""
        kind = kind_of(path).value
        if kind == "lesson":
            self.lessons.open_path(path)
            return
        if kind == "session":
            self.sessions.open(path)
            return
        owners: dict[str, LabName] = {"audio": "signal", "image": "image", "program": "autograd"}
        # Arrays belong to either lab; of all else the present lab's own reader says what is wrong with it.
        lab = owners.get(kind, self._store.state.lab)
        if kind == "weights" and lab == "autograd":
            lab = "signal"
        self.choose_lab(lab)
        self.lab.open_path(path)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.open_path(paths[0])

    # What the computing process says.

    def _show_loading(self, share: float) -> None:
        self.loading_label.show()
        self.loading_bar.show()
        self.loading_bar.setValue(round(share * 100))

    def _torch_ready(self) -> None:
        self.loading_label.hide()
        self.loading_bar.hide()

    def _refused(self, refused: Refused) -> None:
        if refused.lab in {"sound", "lesson"}:
            return  # The listening page says it where the sound was asked for, a lesson where its question is.
        self._tell(media_sentence(refused.code, refused.values), refused.details)

    def _service_lost(self) -> None:
        self._tell(translate("Window", "The process that computes keeps ending. Start ConvGrad again to go on."), "")

    def _tell(self, sentence: str, details: str) -> None:
        self.notice.say(sentence, details=details)

    def _say(self, sentence: str) -> None:
        self.notice.say(sentence, problem=False)

    def report_fault(self, summary: str, details: str) -> None:
        """Tell of an exception of the program's own; it goes on."""
        self.notice.say(
            fill(
                translate("Window", "Something in ConvGrad went wrong ({summary}). Your work is still here."),
                summary=summary,
            ),
            details=details,
        )

    # View.

    def toggle_full_screen(self) -> None:
        """Fill the screen, or leave it."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _switch_language(self) -> None:
        language().set("en" if language().code == "ar" else "ar")

    def _switch_motion(self) -> None:
        motion().reduce(not motion().reduced)
        moving = translate("Window", "Changes are shown at once now, without movement.")
        self._tell(moving if motion().reduced else translate("Window", "Changes are shown as movements again."), "")

    def _set_up_experiment(self) -> None:
        self.choose_lab("signal")
        page = self.lab
        assert isinstance(page, SignalLab)
        page.set_up_experiment()

    def _switch_camera(self) -> None:
        self.choose_lab("image")
        self.lab.switch_camera()

    def _show_palette(self) -> None:
        if self._palette is None:
            self._palette = CommandPalette(self.actions_table, self)
        self._palette.ask()

    def _show_shortcuts(self) -> None:
        if self._shortcuts is None:
            self._shortcuts = ShortcutHelp(self.actions_table, self)
        self._shortcuts.ask()

    def _documents(self) -> DocumentationPanel:
        if self._documentation is None:
            self._documentation = DocumentationPanel(self._service, self, lessons_with)
            self._documentation.lesson_asked.connect(partial(open_place, self.lessons.player))
        return self._documentation

    def _show_export(self) -> None:
        if self._export is None:
            from gui.export.dialog import ExportDialog

            self._export = ExportDialog(lambda: self._store.state, lambda: self.lab, self)
            self._export.noted.connect(lambda sentence: self.notice.say(sentence, problem=False))
        self._export.ask()

    def _copy_picture(self) -> None:
        from gui.export.copying import copy_picture

        self.notice.say(copy_picture(self._store.state, self.lab), problem=False)

    def _show_about(self) -> None:
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(translate("Window", "About ConvGrad"))
        box.setText(
            fill(
                translate(
                    "Window",
                    "ConvGrad makes convolution and automatic differentiation visible. "
                    "What it shows is computed by torch {version}.",
                ),
                version=self._service.torch_version or "…",
            )
        )
        box.open()

    def _quit(self) -> None:
        self.close()

    # Words.

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.actions_table.retranslate()
        for lab, button in self._lab_buttons.items():
            command = BY_NAME[f"view.{lab}"]
            button.set_name(self.actions_table[command.name].text(), shown_shortcut(command))
        self.menu_button.set_name(translate("Window", "Menu"))
        for text, submenu in self._submenus:
            submenu.setTitle(translate("Commands", text))
        for name, button in (("controls", self.controls_button), ("inspector", self.inspector_button)):
            command = BY_NAME[f"view.{name}"]
            button.set_name(self.actions_table[command.name].text(), shown_shortcut(command))
        search = self.actions_table["help.palette"].text()
        self.search.setText(f"{search}    {isolate('Ctrl K')}")
        self.search.setAccessibleName(search)
        self.search_icon.set_name(search, "Ctrl+K")
        other: LanguageCode = "en" if language().code == "ar" else "ar"
        self.language_button.setText(LETTERS[other])
        self.language_button.setAccessibleName(NAMES[other])
        self.language_button.setToolTip(NAMES[other])
        self.loading_label.setText(translate("Window", "Loading torch"))
        self.loading_bar.setAccessibleName(self.loading_label.text())
        self.notice.retranslate()
        self.lessons.retranslate()
        self.sessions.retranslate()
        for page in self._labs.values():
            page.retranslate()
        self._write_title()

    def _write_title(self) -> None:
        name = self._store.state.lab
        self.title.setText(lab_name(name))
        self.subtitle.setText(self._labs[name].subtitle if name in self._labs else "")
        self.setWindowTitle(self.sessions.title(lab_name(name)))
        self.setWindowModified(self._store.unsaved)

    def _fold_top(self) -> None:
        """Leave out of the top bar what does not fit, the least needed first."""
        width = self.width() - theme().px(RAIL_WIDTH)
        roomy = width >= theme().px(820)
        self.search.setVisible(roomy)
        self.search_icon.setVisible(not roomy)
        self.subtitle.setVisible(width >= theme().px(560))
        if self._store.state.lab in self._labs:
            controls, inspector = self.lab.shown_panels
            folded = not (controls and inspector)
            self.controls_button.setVisible(folded)
            self.inspector_button.setVisible(folded)

    # Events.

    @override
    def focusNextPrevChild(self, next_one: bool) -> bool:
        areas = (self._rail, self.lessons.panel, self._top, self._notice_holder, *self.lab.areas)
        return give_focus(areas, self.focusWidget(), forward=next_one)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        combination = QKeyCombination(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, Qt.Key(event.key()))
        escaped = event.key() == Qt.Key.Key_Escape and self.lab.escape()
        if escaped or self.actions_table.press(QKeySequence(combination)):
            event.accept()
        elif event.key() == Qt.Key.Key_Escape and self.notice.isVisible():
            self.notice.hide()
        else:
            super().keyPressEvent(event)
        self.key_handled.emit()

    @override
    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.notice and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._notice_holder.setVisible(not self.notice.isHidden())
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold_top()
        self.lessons.panel.fold(self.width())

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self.lab.stage_widget, self.lab.stage_widget.setFocus)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.sessions.may_close():
            event.ignore()
            return
        self.presenter.leave()
        if self._export is not None:
            self._export.close_exports()
        self.lessons.close()
        for page in self._labs.values():
            page.close_lab()
        self._settings.remember("language", language().code)
        self._settings.remember("theme", theme().chosen or "")
        self._settings.remember("zoom", theme().zoom)
        self._settings.remember("motion", "reduced" if motion().reduced else "")
        self._settings.remember("geometry", self.saveGeometry())
        self._settings.save()
        super().closeEvent(event)
