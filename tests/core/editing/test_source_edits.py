"""requires_grad switched in a program's text: what torch then has, and the first text again."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.editing.refused import Refused
from core.editing.source_edits import with_requires_grad
from tests.core.editing.edited import SOURCES, changed_lines, namespace

LAYOUTS = [
    "x = torch.ones(3)",
    "x = torch.ones(3, requires_grad=True)",
    "x = torch.ones(3, requires_grad=True)  # a comment, requires_grad=True",
    "x = torch.tensor([[1.0, 2.0],\n                  [3.0, 4.0]],\n                 requires_grad=True)",
    "x = torch.ones(\n    3,  # three\n    requires_grad=True,\n)",
    "x = torch.ones(\n    3,\n)",
    "x = torch.tensor([1.0, (2.0)], dtype=torch.float64)",
    "x = torch.ones((3))",
    "x = torch.ones(requires_grad=True, size=(3,))",
    "x = torch.arange(6.0).reshape(2, 3)",
    "x = torch.arange(6.0).reshape(2, 3).requires_grad_()",
    "x = torch.arange(6.0).reshape(2, 3).requires_grad_(True)",
    "x = (\n    torch.arange(6.0)\n    .reshape(2, 3)\n    .requires_grad_()\n)",
    "x = torch.ones(3) * 2",
    "x = (torch.ones(3) * 2)  # bracketed",
    "x = ((torch.ones(3)) * 2)",
    "x = (torch.ones(3)) * (torch.ones(3))",
    "x = (torch.ones(3) * 2).requires_grad_()",
    "x = torch.ones(3)\nx.requires_grad_()",
    "x = torch.ones(3)\nx.requires_grad = True",
    "x = torch.ones(3)\nx.requires_grad_(True)",
    "a, x = 1, torch.ones(3)",
    "x = y = torch.ones(3)",
    "x: torch.Tensor = torch.rand(3)",
    "words = 'é→'; x = torch.ones(3)",
    "if True:\n    x = torch.full((2,), 0.5)",
    "for _ in range(2):\n\tx = torch.randn(2)",
    "x = torch.ones(3).clone()[1:]",
    "x = torch.nn.functional.pad(torch.ones(2), (1, 1))",
]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_torch_has_it_as_wanted_and_the_first_text_comes_back(layout: str, ending: str) -> None:
    source = f"# héading\nimport torch\n\n{layout}\nlast = 1  # stays\n".replace("\n", ending)
    present = namespace(source)["x"].requires_grad
    # Where nothing in the text says it, it is not known to be off already.
    assert with_requires_grad(source, "x", None, present) in (source, Refused("not editable", 4))
    edited = with_requires_grad(source, "x", None, not present)
    assert isinstance(edited, str)
    tensor = namespace(edited)["x"]
    assert tensor.requires_grad is not present
    assert tensor.is_leaf
    assert changed_lines(source, edited) <= 1 + ("(torch.ones(3) * 2)" in layout)
    back = with_requires_grad(edited, "x", None, present)
    assert back == source


def test_an_explicit_false_at_the_end_is_left_out_when_it_is_taken_back() -> None:
    on = with_requires_grad("x = torch.ones(3, requires_grad=False)", "x", None, True)
    assert on == "x = torch.ones(3, requires_grad=True)"
    assert with_requires_grad(on, "x", None, False) == "x = torch.ones(3)"


def leaves() -> list[tuple[str, str]]:
    found = []
    for name, source in SOURCES.items():
        for called, value in namespace(source).items():
            if type(value) is torch.Tensor and value.is_leaf and value.is_floating_point():
                found.append((name, called))
    return found


@pytest.mark.parametrize(("name", "called"), leaves())
def test_every_leaf_of_every_example(name: str, called: str) -> None:
    source = SOURCES[name]
    tensor = namespace(source)[called]
    edited = with_requires_grad(source, called, None, not tensor.requires_grad)
    if isinstance(edited, Refused):
        # Worked out from what needs no gradient, or given in a way that has no assignment of its own.
        assert edited.code in {"not found", "not editable", "several"}
        return
    assert namespace(edited)[called].requires_grad is not tensor.requires_grad
    assert with_requires_grad(edited, called, None, tensor.requires_grad) == source


def test_the_values_line_chooses_among_several() -> None:
    source = "import torch\nx = torch.ones(2)\nx = torch.zeros(2)\n"
    assert with_requires_grad(source, "x", None, True) == Refused("several", None)
    edited = with_requires_grad(source, "x", 3, True)
    assert edited == "import torch\nx = torch.ones(2)\nx = torch.zeros(2, requires_grad=True)\n"


@pytest.mark.parametrize(
    ("source", "wanted", "code"),
    [
        ("x = (", True, "syntax"),
        ("x = \0", True, "syntax"),
        ("y = torch.ones(2)", True, "not found"),
        ("def f():\n    x = torch.ones(2)", True, "not found"),
        ("x, y = torch.ones(2, 2)", True, "not found"),
        ("x = torch.nn.Parameter(torch.ones(2))", False, "parameter"),
        ("x = nn.Parameter(torch.ones(2))", True, "parameter"),
        ("x = y", True, "another name"),
        ("x = make()", False, "not editable"),
        ("x = torch.ones(2, requires_grad=wanted)", False, "not editable"),
        ("x = torch.ones(2).requires_grad_(wanted)", False, "not editable"),
        ("x = torch.ones(2, **options)", True, "not editable"),
        ("x = torch.tensor(i for i in y)", True, "not editable"),
    ],
)
def test_what_is_not_edited_has_a_reason(source: str, wanted: bool, code: str) -> None:
    found = with_requires_grad(source, "x", None, wanted)
    assert isinstance(found, Refused)
    assert found.code == code


@given(st.text(alphabet="x=()[],.é \n\ttorchonesequig_#'\"1", max_size=60), st.booleans())
def test_any_text_at_all(source: str, wanted: bool) -> None:
    found = with_requires_grad(source, "x", 1, wanted)
    if isinstance(found, str):
        compile(found, "program.py", "exec")


@given(st.sampled_from(LAYOUTS), st.lists(st.sampled_from(LAYOUTS), max_size=2), st.booleans())
def test_only_the_one_name_is_touched(layout: str, others: list[str], wanted: bool) -> None:
    before = "\n".join(["import torch", *(one.replace("x", "w") for one in others)])
    source = f"{before}\n{layout}\n"
    found = with_requires_grad(source, "x", None, wanted)
    if isinstance(found, Refused):
        assert not wanted
        assert not namespace(source)["x"].requires_grad
        return
    assert found.startswith(before)
    assert namespace(found)["x"].requires_grad is wanted
