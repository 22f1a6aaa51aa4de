"""The one table of commands: menus, shortcuts, the searchable palette and the shortcut help all read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from gui.text import QT_TRANSLATE_NOOP, translate

MENUS: tuple[tuple[str, str], ...] = (
    ("file", QT_TRANSLATE_NOOP("Commands", "File")),
    ("edit", QT_TRANSLATE_NOOP("Commands", "Edit")),
    ("view", QT_TRANSLATE_NOOP("Commands", "View")),
    ("lesson", QT_TRANSLATE_NOOP("Commands", "Lesson")),
    ("play", QT_TRANSLATE_NOOP("Commands", "Steps")),
    ("graph", QT_TRANSLATE_NOOP("Commands", "Graph")),
    ("program", QT_TRANSLATE_NOOP("Commands", "Program")),
    ("help", QT_TRANSLATE_NOOP("Commands", "Help")),
)


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that the user can ask for.

    Attributes:
        name: Its identifier, ``menu.what``.
        text: English source text, context "Commands".
        shortcuts: Work from everywhere in the window.
        keys: Bare keys; work where the focused widget has no use for them itself.
        icon: A file of resources/icons, or "".
    """

    name: str
    text: str
    shortcuts: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    icon: str = ""

    @property
    def menu(self) -> str:
        """The menu that it stands in."""
        return self.name.partition(".")[0]


COMMANDS: tuple[Command, ...] = (
    Command("file.new", QT_TRANSLATE_NOOP("Commands", "New session"), ("Ctrl+N",)),
    Command("file.open", QT_TRANSLATE_NOOP("Commands", "Open…"), ("Ctrl+O",), icon="open"),
    Command("file.recent", QT_TRANSLATE_NOOP("Commands", "Recent sessions")),
    Command("file.save", QT_TRANSLATE_NOOP("Commands", "Save the session"), ("Ctrl+S",)),
    Command("file.save_as", QT_TRANSLATE_NOOP("Commands", "Save the session as…"), ("Ctrl+Shift+S",)),
    Command("file.export", QT_TRANSLATE_NOOP("Commands", "Export a picture or a film…"), ("Ctrl+E",)),
    Command("file.export_output", QT_TRANSLATE_NOOP("Commands", "Export the output…"), ("Ctrl+Shift+E",)),
    Command("file.camera", QT_TRANSLATE_NOOP("Commands", "Camera on or off"), icon="camera"),
    Command("file.quit", QT_TRANSLATE_NOOP("Commands", "Quit"), ("Ctrl+Q",)),
    Command("edit.undo", QT_TRANSLATE_NOOP("Commands", "Undo"), ("Ctrl+Z",)),
    Command("edit.redo", QT_TRANSLATE_NOOP("Commands", "Redo"), ("Ctrl+Shift+Z", "Ctrl+Y")),
    Command("edit.reset", QT_TRANSLATE_NOOP("Commands", "Reset this lab"), ("Ctrl+R",), icon="reset"),
    Command("edit.copy_code", QT_TRANSLATE_NOOP("Commands", "Copy as PyTorch code"), ("Ctrl+Shift+C",)),
    Command("edit.copy_picture", QT_TRANSLATE_NOOP("Commands", "Copy the view as a picture"), ("Ctrl+Alt+C",)),
    Command("edit.paste_code", QT_TRANSLATE_NOOP("Commands", "Paste a layer or weights"), ("Ctrl+Shift+V",)),
    Command("view.signal", QT_TRANSLATE_NOOP("Commands", "Signal lab"), ("Ctrl+1",), ("1",), "signal"),
    Command("view.image", QT_TRANSLATE_NOOP("Commands", "Image lab"), ("Ctrl+2",), ("2",), "image"),
    Command("view.autograd", QT_TRANSLATE_NOOP("Commands", "Autograd lab"), ("Ctrl+3",), ("3",), "autograd"),
    Command("view.zoom_in", QT_TRANSLATE_NOOP("Commands", "Larger"), ("Ctrl++", "Ctrl+=")),
    Command("view.zoom_out", QT_TRANSLATE_NOOP("Commands", "Smaller"), ("Ctrl+-",)),
    Command("view.zoom_reset", QT_TRANSLATE_NOOP("Commands", "Normal size"), ("Ctrl+0",)),
    Command("view.present", QT_TRANSLATE_NOOP("Commands", "Present, or leave presenting"), ("F5",), icon="present"),
    Command("view.full_screen", QT_TRANSLATE_NOOP("Commands", "Full screen"), ("F11",)),
    Command("view.controls", QT_TRANSLATE_NOOP("Commands", "Show or hide the controls"), ("F8",), icon="controls"),
    Command(
        "view.inspector",
        QT_TRANSLATE_NOOP("Commands", "Show or hide the inspector"),
        ("F9",),
        icon="inspector",
    ),
    Command("view.light", QT_TRANSLATE_NOOP("Commands", "Light theme"), icon="theme"),
    Command("view.dark", QT_TRANSLATE_NOOP("Commands", "Dark theme"), icon="theme"),
    Command("view.projector", QT_TRANSLATE_NOOP("Commands", "Projector theme"), icon="theme"),
    Command("view.system_theme", QT_TRANSLATE_NOOP("Commands", "Theme of the system"), icon="theme"),
    Command("view.language", QT_TRANSLATE_NOOP("Commands", "Switch the language"), ("Ctrl+L",)),
    Command("view.motion", QT_TRANSLATE_NOOP("Commands", "Reduce or allow motion")),
    Command("play.first", QT_TRANSLATE_NOOP("Commands", "To the start"), keys=("Home",), icon="first"),
    Command("play.back", QT_TRANSLATE_NOOP("Commands", "Previous"), keys=("Left", "PgUp"), icon="back"),
    Command("play.toggle", QT_TRANSLATE_NOOP("Commands", "Play or pause"), keys=("Space",), icon="play"),
    Command("play.next", QT_TRANSLATE_NOOP("Commands", "Next"), keys=("Right", "PgDown"), icon="next"),
    Command("play.finish", QT_TRANSLATE_NOOP("Commands", "To the end"), keys=("End",), icon="last"),
    Command("play.up", QT_TRANSLATE_NOOP("Commands", "Up: the kernel or row before"), keys=("Up",)),
    Command("play.down", QT_TRANSLATE_NOOP("Commands", "Down: the kernel or row after"), keys=("Down",)),
    Command("play.next_part", QT_TRANSLATE_NOOP("Commands", "To the next pass"), keys=("Shift+Right",)),
    Command("play.previous_part", QT_TRANSLATE_NOOP("Commands", "To the previous pass"), keys=("Shift+Left",)),
    Command("play.next_visit", QT_TRANSLATE_NOOP("Commands", "To the next visit of this node"), keys=("N",)),
    Command("play.previous_visit", QT_TRANSLATE_NOOP("Commands", "To the last visit of this node"), keys=("Shift+N",)),
    Command("play.next_on_line", QT_TRANSLATE_NOOP("Commands", "To the next step of this line"), keys=("L",)),
    Command("play.previous_on_line", QT_TRANSLATE_NOOP("Commands", "To the last step of this line"), keys=("Shift+L",)),
    Command("graph.fit", QT_TRANSLATE_NOOP("Commands", "The whole graph"), keys=("F",), icon="fit"),
    Command("graph.find", QT_TRANSLATE_NOOP("Commands", "Find a node"), keys=("/",), icon="search"),
    Command("graph.root", QT_TRANSLATE_NOOP("Commands", "Along an edge towards the root"), keys=("Alt+Right",)),
    Command("graph.leaf", QT_TRANSLATE_NOOP("Commands", "Along an edge towards the leaves"), keys=("Alt+Left",)),
    Command("graph.up", QT_TRANSLATE_NOOP("Commands", "To the node above"), keys=("Alt+Up",)),
    Command("graph.down", QT_TRANSLATE_NOOP("Commands", "To the node below"), keys=("Alt+Down",)),
    Command("graph.enter", QT_TRANSLATE_NOOP("Commands", "Visit the node, or open the group"), keys=("Return",)),
    Command("graph.open", QT_TRANSLATE_NOOP("Commands", "Open the group"), keys=("+",)),
    Command("graph.close", QT_TRANSLATE_NOOP("Commands", "Close the group around the node"), keys=("-",)),
    Command("program.run", QT_TRANSLATE_NOOP("Commands", "Run the program"), ("Ctrl+Return",), icon="run"),
    Command("program.stop", QT_TRANSLATE_NOOP("Commands", "Stop the program"), ("Shift+F5",), icon="stop"),
    Command("lesson.open", QT_TRANSLATE_NOOP("Commands", "Lessons"), icon="lesson"),
    Command("lesson.first", QT_TRANSLATE_NOOP("Commands", "Begin with the first lesson")),
    Command("lesson.next", QT_TRANSLATE_NOOP("Commands", "Next step of the lesson"), ("Ctrl+PgDown",)),
    Command("lesson.back", QT_TRANSLATE_NOOP("Commands", "Previous step of the lesson"), ("Ctrl+PgUp",)),
    Command("lesson.return", QT_TRANSLATE_NOOP("Commands", "Return to the lesson's step"), ("Ctrl+Home",)),
    Command("lesson.fold", QT_TRANSLATE_NOOP("Commands", "Show or hide the lesson"), ("F7",), icon="lesson"),
    Command("lesson.add_step", QT_TRANSLATE_NOOP("Commands", "Add the present state as a step…")),
    Command("lesson.close", QT_TRANSLATE_NOOP("Commands", "Close the lesson")),
    Command("program.save", QT_TRANSLATE_NOOP("Commands", "Save the program"), ("F6",)),
    Command("program.save_as", QT_TRANSLATE_NOOP("Commands", "Save the program as…")),
    Command("help.palette", QT_TRANSLATE_NOOP("Commands", "Search commands"), ("Ctrl+K",), icon="search"),
    Command("help.documentation", QT_TRANSLATE_NOOP("Commands", "Explain this: card and documentation"), ("F1",)),
    Command("help.glossary", QT_TRANSLATE_NOOP("Commands", "Glossary")),
    Command("help.shortcuts", QT_TRANSLATE_NOOP("Commands", "Keyboard shortcuts"), ("Ctrl+/",)),
    Command("help.experiment", QT_TRANSLATE_NOOP("Commands", "Listening to kernels: the lecture's experiment")),
    Command("help.about", QT_TRANSLATE_NOOP("Commands", "About ConvGrad")),
)
"""Every command of the program."""

BY_NAME = {command.name: command for command in COMMANDS}


def shown_shortcut(command: Command) -> str:
    """The first key of a command as the platform writes it, or ""."""
    keys = (*command.shortcuts, *command.keys)
    return QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""


class Actions(QObject):
    """One QAction a command of the table, shared by everything that offers it."""

    def __init__(self, handlers: dict[str, Callable[[], None]], parent: QObject) -> None:
        """Make the actions.

        Args:
            handlers: What each command does, by its name.
            parent: The window.

        Raises:
            KeyError: A command of the table has no handler.
        """
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        for command in COMMANDS:
            action = QAction(parent)
            action.setObjectName(command.name)
            action.setShortcuts([QKeySequence(keys) for keys in command.shortcuts])
            action.triggered.connect(handlers[command.name])
            self._actions[command.name] = action
        self._keys = {
            QKeySequence(keys).toString(): self._actions[command.name] for command in COMMANDS for keys in command.keys
        }
        self.retranslate()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def retranslate(self) -> None:
        """Say everything in the present language."""
        for command in COMMANDS:
            self._actions[command.name].setText(translate("Commands", command.text))

    def press(self, key: QKeySequence) -> bool:
        """Do what a bare key stands for; False if it has no meaning here."""
        action = self._keys.get(key.toString())
        if action is None or not action.isEnabled():
            return False
        action.trigger()
        return True
