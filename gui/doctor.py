"""``main.py doctor``: what the program found on this machine, and what to do about what is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

REINSTALL = "run: python3 run.py doctor  (it installs what is missing)"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report.

    Attributes:
        what: What was looked for.
        found: What was found, or what went wrong.
        mend: What to do, or "" if it is fine.
        needed: Whether the program cannot do without it.
    """

    what: str
    found: str
    mend: str = ""
    needed: bool = True


def main() -> int:
    """Print the report; 1 if something that is needed is missing, 0 otherwise."""
    findings = [check() for check in CHECKS]
    width = max(len(finding.what) for finding in findings)
    for finding in findings:
        mark = "ok     " if not finding.mend else "MISSING" if finding.needed else "note   "
        print(f"{mark}  {finding.what:<{width}}  {finding.found}")
        if finding.mend:
            print(f"         {'':<{width}}  {finding.mend}")
    return 1 if any(finding.mend and finding.needed for finding in findings) else 0


def _probe(code: str, **environment: str) -> tuple[bool, str]:
    """Run a line of Python in a process of its own, since a bad library may abort it."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, **environment},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return False, str(error)
    if done.returncode == 0:
        return True, done.stdout.strip()
    last = done.stderr.strip().splitlines()[-1:] or [f"exit status {done.returncode}"]
    return False, last[0]


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    good = (3, 11) <= sys.version_info[:2] < (3, 14)
    return Finding("Python", f"{version}, {sys.executable}", "" if good else "use Python 3.11, 3.12 or 3.13")


def _torch() -> Finding:
    good, said = _probe("import torch; print(torch.__version__, 'on', torch.get_num_threads(), 'threads')")
    return Finding("torch", said, "" if good else REINSTALL)


def _qt() -> Finding:
    try:
        version = metadata.version("PySide6-Essentials")
    except metadata.PackageNotFoundError:
        return Finding("Qt", "PySide6-Essentials is not installed", REINSTALL)
    code = "from PySide6.QtWidgets import QApplication; a = QApplication([]); print(a.platformName())"
    good, said = _probe(code, QT_QPA_PLATFORM="offscreen")
    return Finding("Qt", f"PySide6 {version}" if good else said, "" if good else REINSTALL)


def _display() -> Finding:
    from gui.display import display_problem

    problem = display_problem()
    if problem is not None:
        return Finding("Display", problem, "only the window needs one; trace and doctor do not", needed=False)
    platform = os.environ.get("QT_QPA_PLATFORM") or ("xcb or wayland" if sys.platform == "linux" else "native")
    return Finding("Display", platform)


def _graphviz() -> Finding:
    code = "import pygraphviz as p; g = p.AGraph('digraph{a->b}'); g.layout('dot'); print(p.__version__)"
    good, said = _probe(code)
    return Finding("Graphviz", f"embedded in pygraphviz {said}" if good else said, "" if good else REINSTALL)


def _fonts() -> Finding:
    from importlib.util import find_spec

    packages = ("fontpkg_ibm_plex_sans", "fontpkg_ibm_plex_sans_arabic", "fontpkg_ibm_plex_mono")
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        return Finding("Fonts", ", ".join(missing), REINSTALL)
    return Finding("Fonts", "IBM Plex Sans, Sans Arabic and Mono")


def _audio() -> Finding:
    code = (
        "import soundfile as s; f = s.available_formats(); "
        "print('libsndfile', s.__libsndfile_version__, 'reads', "
        "', '.join(n for n in ('WAV', 'FLAC', 'OGG', 'MP3') if n in f))"
    )
    good, said = _probe(code)
    return Finding("Audio files", said, "" if good else REINSTALL)


def _sound() -> Finding:
    code = (
        "import miniaudio as m\n"
        "try: found = [d['name'] for d in m.Devices().get_playbacks()]\n"
        "except m.MiniaudioError: found = []\n"
        "print(', '.join(found) or 'no device: kernels cannot be heard, all else works')"
    )
    good, said = _probe(code)
    return Finding("Sound out", said, "" if good else REINSTALL)


def _camera() -> Finding:
    code = "from core.media.camera import list_cameras; import av; print(*(c.name for c in list_cameras()), sep=', ')"
    good, said = _probe(code)
    if not good:
        return Finding("Camera", said, REINSTALL)
    nothing = "connect one to see kernels live in the image lab; all else works without"
    return Finding("Camera", said or "none", "" if said else nothing, needed=False)


def _settings() -> Finding:
    import platformdirs

    override = os.environ.get("CONVGRAD_HOME")
    home = Path(override or platformdirs.user_config_dir("convgrad", appauthor=False))
    existing = next(folder for folder in (home, *home.parents) if folder.exists())
    if os.access(existing, os.W_OK):
        return Finding("Settings", str(home))
    return Finding("Settings", f"{home} cannot be written", "settings and logs are not kept", needed=False)


CHECKS: tuple[Callable[[], Finding], ...] = (
    _python,
    _torch,
    _qt,
    _display,
    _graphviz,
    _fonts,
    _audio,
    _sound,
    _camera,
    _settings,
)
