"""The names of what the program brings along: all of it, and known without any decoder."""

from __future__ import annotations

import subprocess
import sys

from core.media.sample_names import FOLDER, PICTURES, RECORDINGS

DECODERS = ("soundfile", "PIL", "av", "tifffile")


def test_every_sample_has_a_name() -> None:
    named = [*RECORDINGS.values(), *PICTURES.values()]
    assert len(set(named)) == len(named)
    assert {FOLDER / one for one in named} <= set(FOLDER.iterdir())


def test_no_decoder_is_needed() -> None:
    code = f"import sys, core.media.sample_names; print([one for one in {DECODERS} if one in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
