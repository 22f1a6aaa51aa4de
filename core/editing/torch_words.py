"""What the installed torch says of its own names: signature and first sentence. Imports torch at first use."""

from __future__ import annotations

import importlib
import re
from functools import lru_cache
from types import ModuleType

_C_NAMES = (
    ("torch._C._VariableFunctions.", "torch."),
    ("torch._C.TensorBase.", "torch.Tensor."),
    ("torch._C._nn.", "torch.nn.functional."),
)
"""Where stubs put what has its documentation elsewhere."""

_ROLE = re.compile(r":[a-z:]+:`~?([^`<]*?)(?:\s*<[^`>]*>)?`")
_SEE = re.compile(r"^(?:In-place version of |See |Alias (?:for|of) )+:(?:func|meth|class|attr):`~?\.?([\w.]+)`")
_NO_SENTENCE = (".. ", " ", "Args:", "Keyword", "Example")
"""How paragraphs begin that do not say what a thing does."""
LONGEST = 200
"""Characters of a summary or a signature that are kept."""


def words_of(full_name: str) -> tuple[str, str]:
    """Signature and summary of a name of torch's, "" for what torch does not say."""
    if full_name.startswith("torch._tensor.Tensor."):
        # jedi finds some attributes where a method sets them.
        full_name = f"torch.Tensor.{full_name.rpartition('.')[2]}"
    for start, real in _C_NAMES:
        if full_name.startswith(start):
            full_name = real + full_name.removeprefix(start)
    if full_name.partition(".")[0] != "torch":
        return "", ""
    return words_in(_document(full_name), full_name.rpartition(".")[2])


def words_in(document: str, name: str) -> tuple[str, str]:
    """Signature and first sentence of a documentation text.

    A text that only refers to another function of torch's is that function's.
    """
    lines = document.strip().split("\n")
    begins = re.compile(rf"(?:[\w.]+\.)?{re.escape(name)}\(")
    signature = ""
    while lines and begins.match(lines[0]):
        one = lines.pop(0).strip()
        while lines and one.count("(") > one.count(")"):
            one += f" {lines.pop(0).strip()}"
        signature = signature or short(one.rstrip(":"))
    rest = "\n".join(lines).strip()
    reference = _SEE.match(rest)
    other = reference.group(1) if reference else ""
    if other.startswith("Tensor."):
        other = f"torch.{other}"
    if other.startswith("torch.") and other.rpartition(".")[2] != "" and _document(other) != document:
        return signature, words_in(_document(other), other.rpartition(".")[2])[1] or plain(rest)
    return signature, plain(rest)


def plain(text: str) -> str:
    """The first sentence of a text in reStructuredText, without its marks, on one line."""
    paragraphs = [one for one in re.split(r"\n\s*\n", text.strip()) if not one.startswith(_NO_SENTENCE)]
    paragraph = paragraphs[0] if paragraphs else ""
    line = re.sub(r"\s+", " ", _ROLE.sub(r"\1", paragraph)).replace("``", "").replace("**", "").replace("`", "")
    sentence = re.match(r".*?[.:](?= [A-Z(]|$)", line)
    return short((sentence.group() if sentence else line).rstrip(":").removesuffix("::"))


def short(text: str) -> str:
    """A text cut to `LONGEST` characters."""
    text = text.strip()
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


@lru_cache(maxsize=1)
def tensor_members() -> tuple[str, ...]:
    """Every public attribute of a tensor."""
    torch = importlib.import_module("torch")
    return tuple(name for name in dir(torch.Tensor) if not name.startswith("_"))


def _document(full_name: str) -> str:
    try:
        found: object = importlib.import_module("torch")
        for part in full_name.split(".")[1:]:
            found = getattr(found, part)
        text = "" if isinstance(found, ModuleType) else getattr(found, "__doc__", "")
    except Exception:
        return ""  # Whatever torch's lazy attributes raise: there is nothing to show.
    return text if isinstance(text, str) else ""
