"""The seed of a program, changed and put in."""

from __future__ import annotations

import pytest
import torch

from core.editing.refused import Refused
from core.editing.seeds import seed_of, with_seed
from tests.core.editing.edited import SOURCES, namespace


@pytest.mark.parametrize("name", SOURCES)
def test_every_example_takes_a_seed_and_then_another(name: str) -> None:
    source = SOURCES[name]
    edited = with_seed(source, 123)
    if isinstance(edited, Refused):
        assert edited.code == "no torch"
        return
    compile(edited, "program.py", "exec")
    assert seed_of(edited) == 123
    again = with_seed(edited, 7)
    assert isinstance(again, str)
    assert seed_of(again) == 7
    first = seed_of(source)
    if first is not None:
        assert with_seed(edited, first) == source
    assert len(again.splitlines()) - len(source.splitlines()) == (first is None)


@pytest.mark.parametrize(
    "source",
    [
        "import torch\n\nn = 3\nx = torch.rand(n)\n",
        "import torch\nfrom torch import nn\n\n\nclass Net(nn.Module):\n    pass\n\n\nnet = nn.Linear(2, 2)\nx = net.weight.detach()\n",
        "import torch\ndef make():\n    return torch.randn(2)\nx = make()\n",
        "import torch\nfor _ in range(2):\n    x = torch.randn(2)\n",
    ],
)
def test_the_numbers_are_those_of_the_seed(source: str) -> None:
    edited = with_seed(source, 11)
    assert isinstance(edited, str)
    torch.manual_seed(0)
    first = namespace(edited)["x"]
    torch.manual_seed(1)
    assert torch.equal(namespace(edited)["x"], first)


def test_it_stands_before_the_first_use_and_after_what_is_quiet() -> None:
    assert with_seed("import torch\n\nn = 3\nx = torch.rand(n)\n", 4) == (
        "import torch\n\nn = 3\ntorch.manual_seed(4)\nx = torch.rand(n)\n"
    )


def test_dynamic_graph_gives_the_lectures_numbers_with_seven() -> None:
    source = with_seed(SOURCES["dynamic_graph"], 8)
    assert isinstance(source, str)
    back = with_seed(source, 7)
    assert back == SOURCES["dynamic_graph"]
    assert namespace(back)["i"] == 9


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("x = (", "syntax"),
        ("x = 1", "no torch"),
        ("import torch\ntorch.manual_seed(n)", "not a number"),
        ("import torch\n", "no place"),
        ("import torch\na = 1; x = torch.rand(2)", "no place"),
        ("import torch; x = torch.rand(2)", "no place"),
    ],
)
def test_what_is_not_edited_has_a_reason(source: str, code: str | None) -> None:
    found = with_seed(source, 3)
    assert (found.code if isinstance(found, Refused) else None) == code


def test_negative_and_named_seeds() -> None:
    assert seed_of("import torch\ntorch.manual_seed(-3)") == -3
    assert with_seed("import torch\ntorch.manual_seed(seed=5)", 6) == "import torch\ntorch.manual_seed(seed=6)"
    assert seed_of("x = (") is None
