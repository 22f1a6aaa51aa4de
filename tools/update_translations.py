"""Brings the catalogues up to date with the sources: python -m tools.update_translations.

Qt's own lupdate reads the texts, lrelease compiles the catalogues. A text that is new stays
"unfinished" until somebody translates it in the .ts file, and a test fails until then.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import PySide6

ROOT = Path(__file__).parent.parent
CATALOGUES = ROOT / "resources" / "translations"
LANGUAGES = ("en", "ar")
SUFFIX = ".exe" if sys.platform == "win32" else ""


def tool(name: str) -> Path:
    """A Qt tool that PySide6 brings along."""
    folder = Path(PySide6.__file__).parent
    inner = folder / "Qt" / "libexec" / name
    return inner if inner.exists() else folder / f"{name}{SUFFIX}"


def extract(target: Path, language: str) -> None:
    """Merge the sources' texts into a catalogue; English needs one for its plurals alone."""
    sources = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "gui").rglob("*.py"))
    plural = ["-pluralonly"] if language == "en" else []
    command = [tool("lupdate"), *plural, "-silent", "-no-obsolete", "-locations", "none", *sources]
    languages = ["-source-language", "en", "-target-language", language]
    subprocess.run([*map(str, command), *languages, "-ts", str(target)], cwd=ROOT, check=True)


def compile_catalogue(source: Path, target: Path) -> None:
    """Write the compiled catalogue."""
    subprocess.run([str(tool("lrelease")), "-silent", str(source), "-qm", str(target)], cwd=ROOT, check=True)


def main() -> None:
    """Update and compile every catalogue."""
    CATALOGUES.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        source = CATALOGUES / f"convgrad_{language}.ts"
        extract(source, language)
        compile_catalogue(source, source.with_suffix(".qm"))


if __name__ == "__main__":
    main()
