"""The mathematics in a text: what stands between dollar signs, outside code."""

from __future__ import annotations

import re
from functools import lru_cache

CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
FORMULA = re.compile(r"\$\$(?P<block>.+?)\$\$|\$(?P<inline>[^$\n]+?)\$", re.DOTALL)


def formulas_in(text: str) -> list[tuple[str, str | None]]:
    """Each formula of a text, as LaTeX without its dollar signs, with what keeps it from being drawn, or None."""
    plain = CODE.sub("", text)
    found = [match["block"] or match["inline"] for match in FORMULA.finditer(plain)]
    return [(one.strip(), _problem(one.strip())) for one in found]


@lru_cache(maxsize=1024)
def _problem(latex: str) -> str | None:
    from ziamath.config import config
    from ziamath.zmath import Latex

    config.svg2 = False
    try:
        Latex(latex, size=24).svg()
    except Exception as error:
        # Whatever the typesetter stumbles over: it has no exceptions of its own.
        return str(error).partition("\n")[0] or type(error).__name__
    return None
