"""The catalogues are whole, fresh and safe to put values into; no text escapes translation or isolation."""

from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tools.update_translations import CATALOGUES, LANGUAGES, compile_catalogue, extract

ROOT = Path(__file__).parent.parent.parent
SOURCES = sorted((ROOT / "gui").rglob("*.py"))


def messages(path: Path) -> dict[tuple[str, str], ET.Element]:
    return {
        (context.findtext("name", ""), message.findtext("source", "")): message
        for context in ET.parse(path).getroot().iter("context")
        for message in context.iter("message")
    }


def forms(message: ET.Element) -> list[str]:
    translation = message.find("translation")
    assert translation is not None
    return [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_that_of_the_sources(language: str, tmp_path: Path) -> None:
    fresh = tmp_path / f"convgrad_{language}.ts"
    extract(fresh, language)
    assert set(messages(fresh)) == set(messages(CATALOGUES / fresh.name))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_unfinished(language: str) -> None:
    found = messages(CATALOGUES / f"convgrad_{language}.ts")
    assert found
    for key, message in found.items():
        translation = message.find("translation")
        assert translation is not None
        assert translation.get("type") is None, key
        assert all(forms(message)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_fresh(language: str, tmp_path: Path) -> None:
    source = CATALOGUES / f"convgrad_{language}.ts"
    compile_catalogue(source, tmp_path / "fresh.qm")
    assert (tmp_path / "fresh.qm").read_bytes() == source.with_suffix(".qm").read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_for_values_are_the_same(language: str) -> None:
    for (_, source), message in messages(CATALOGUES / f"convgrad_{language}.ts").items():
        for form in forms(message):
            assert sorted(re.findall(r"{(\w+)}", form)) == sorted(re.findall(r"{(\w+)}", source)), source


def is_translation(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "translate"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_values_are_put_in_by_fill_alone(path: Path) -> None:
    wrong = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        inside = []
        if isinstance(node, ast.Attribute) and node.attr == "format":
            inside = [node.value]
        elif isinstance(node, ast.BinOp):
            inside = [node.left, node.right]
        elif isinstance(node, ast.FormattedValue):
            inside = [node.value]
        wrong += [f"line {one.lineno}" for one in inside if is_translation(one)]  # type: ignore[attr-defined]
        if isinstance(node, ast.Call) and is_translation(node) and any(isinstance(a, ast.JoinedStr) for a in node.args):
            wrong.append(f"line {node.lineno}: a translated f-string")
    assert wrong == []


SETTERS = {
    "setText",
    "setToolTip",
    "setWindowTitle",
    "setPlaceholderText",
    "setAccessibleName",
    "setTitle",
    "setStatusTip",
}
KEPT = {"nn.Conv1d", "nn.Conv2d", "Ctrl+Enter", "Shift+F5", "padding_mode", "bias", "", "?"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_plain_text_is_shown(path: Path) -> None:
    shown = [
        (node.lineno, argument.value)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SETTERS
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value not in KEPT
    ]
    assert shown == []
