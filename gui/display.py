"""Whether a window can open here, asked before Qt is: Qt itself would abort the process."""

from __future__ import annotations

import ctypes
import os
import socket
import sys
from pathlib import Path

WITHOUT_DISPLAY = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")


def display_problem() -> str | None:
    """One line that says why no window can open here, or None if one can. English: it is for a terminal."""
    library = missing_library()
    if library is not None:
        return f"The window cannot open: {library}. Run: python main.py doctor"
    if not sys.platform.startswith("linux"):
        return None
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if platform in WITHOUT_DISPLAY:
        return None
    wayland, x11 = os.environ.get("WAYLAND_DISPLAY"), os.environ.get("DISPLAY")
    if not wayland and not x11:
        return (
            "The window cannot open: there is no display (DISPLAY and WAYLAND_DISPLAY are not set). "
            "Start it in a desktop session, or use: python main.py trace PROGRAM.py"
        )
    if wayland and _wayland_answers(wayland):
        return None
    if x11 and _x11_answers(x11):
        return None
    return f"The window cannot open: the display {x11 or wayland} does not answer."


def missing_library() -> str | None:
    """What the dynamic linker says is missing for Qt, or None."""
    try:
        import PySide6

        folder = Path(PySide6.__file__).parent / "Qt"
        from PySide6 import QtGui  # noqa: F401  # loads what QtGui itself needs
    except ImportError as error:
        return str(error)
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM", "").startswith(WITHOUT_DISPLAY):
        return None
    if not os.environ.get("DISPLAY"):
        return None
    plugin = folder / "plugins" / "platforms" / "libqxcb.so"
    if plugin.is_file():
        try:
            ctypes.CDLL(str(plugin))
        except OSError as error:
            return str(error)
    return None


def _wayland_answers(name: str) -> bool:
    path = Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / name
    return _connects(socket.AF_UNIX, str(path))


def _x11_answers(name: str) -> bool:
    host, _, rest = name.rpartition(":")
    try:
        number = int(rest.partition(".")[0])
    except ValueError:
        return False
    if host in ("", "unix"):
        # An abstract socket on Linux, and a file for servers that have none.
        path = f"/tmp/.X11-unix/X{number}"
        return _connects(socket.AF_UNIX, f"\0{path}") or _connects(socket.AF_UNIX, path)
    return _connects(socket.AF_INET, (host, 6000 + number))


def _connects(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as end:
        end.settimeout(1.0)
        try:
            end.connect(address)
        except OSError:
            return False
    return True
