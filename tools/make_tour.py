"""Makes the pictures of docs/tour.md and docs/tour-ar.md by `main.py export`: python -m tools.make_tour [NAME ...]."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from core.labs.plain import from_plain
from core.session.files import save_session
from core.session.held import Packer

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "tour"
SIZE = "1440x810"

Plain = dict[str, Any]
NOTES = [1661.0, 1244.0, 830.0, 932.0]

TOUR: dict[str, tuple[Plain, tuple[str, ...]]] = {
    "slide": ({"lab": "signal", "signal": {"start": 44446, "cursor": 26, "kernel": 1}}, ()),
    "matrix": ({"lab": "signal", "signal": {"start": 44446, "cursor": 26, "page": "matrix"}}, ()),
    "listen": (
        {
            "lab": "signal",
            "signal": {
                "length": 88_200,
                "span": 88_200,
                "page": "listen",
                "parameters": {"out_channels": 4, "kernel_size": 8820, "bias": False},
                "kernels": [{"preset": "sine", "frequency": note} for note in NOTES],
            },
        },
        ("--theme", "dark"),
    ),
    "picture": ({"lab": "image", "image": {"cursor": [128, 192]}}, ()),
    "cube": (
        {
            "lab": "image",
            "image": {
                "source": "cube",
                "parameters": {"in_channels": 20, "out_channels": 16, "kernel_size": [3, 5]},
                "kernels": [],
                "cursor": [31, 62],
            },
        },
        ("--theme", "dark"),
    ),
    "backward": (
        {
            "lab": "image",
            "image": {
                "page": "backward",
                "grey": True,
                "shrink": 8,
                "parameters": {"in_channels": 1},
                "cursor": [18, 24],
            },
        },
        (),
    ),
    "graph": ({"lab": "autograd", "autograd": {"example": "mean_of_products"}}, ("--run", "--steps", "8")),
    "hand": (
        {"lab": "autograd", "autograd": {"example": "mean_of_squares", "page": "hand"}},
        ("--run", "--steps", "10"),
    ),
    "network": (
        {"lab": "autograd", "autograd": {"example": "small_convolutional"}},
        ("--run", "--steps", "20", "--theme", "dark"),
    ),
}
"""Each picture: what the labs show, and what is asked of `export`."""


def make(name: str, language: str, session: Path) -> Path:
    """Make one picture.

    Raises:
        subprocess.CalledProcessError: `export` did not make it; it has said why.
    """
    target = FOLDER / f"{name}-{language}.png"
    command = [sys.executable, "main.py", "export", str(session), "--to", str(target), "--part", "page"]
    options = ["--language", language, "--size", SIZE, *TOUR[name][1]]
    subprocess.run([*command, *options], cwd=ROOT, check=True)
    return target


def main() -> None:
    """Make those that are named, or all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in sys.argv[1:] or TOUR:
            session = Path(folder) / f"{name}.convgrad"
            save_session(session, from_plain(TOUR[name][0]), Packer(Path(folder)))
            for language in ("en", "ar"):
                print(make(name, language, session).relative_to(ROOT))


if __name__ == "__main__":
    main()
