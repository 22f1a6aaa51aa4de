"""What jedi and torch say, put together; torch itself is the oracle."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from core.editing.completion import Completer
from core.editing.torch_words import LONGEST, plain, tensor_members, words_in, words_of
from core.editing.wire import Place

COMPLETER = Completer()


def place(program: str, path: str = "") -> Place:
    lines = program.split("\n")
    return Place(program, path, len(lines), len(lines[-1]))


def names(program: str, path: str = "") -> list[str]:
    return [one.name for one in COMPLETER.complete(1, place(program, path)).offers]


def test_members_of_torch_are_those_that_it_has() -> None:
    found = names("import torch\ntorch.ma")
    assert {"matmul", "max", "masked_fill"} <= set(names("import torch\ntorch.ma") + names("import torch\ntorch.max"))
    assert all(hasattr(torch, name) for name in found)
    found = names("import torch\nx = torch.ones(2, requires_grad=True)\ny = x - 2\ny.re")
    assert {"requires_grad", "retain_grad", "reshape"} <= set(found)
    assert all(hasattr(torch.ones(1), name) for name in found)


def test_names_keywords_and_parameters() -> None:
    assert names("first = 1\nfi")[0] == "first"
    assert "pass" in names("pa")
    assert "import" in names("im")
    assert names("import torch\ntorch.ones(2, requ")[0] == "requires_grad="
    assert "قيمة" in names("قيمة = 1\nقي")
    assert names("def fo") == []


def test_what_is_not_known_may_be_a_tensor() -> None:
    answer = COMPLETER.complete(7, place("def f(a):\n    return a.requires_g"))
    assert answer.number == 7
    assert [(one.name, one.origin) for one in answer.offers] == [
        ("requires_grad", "tensor"),
        ("requires_grad_", "tensor"),
    ]
    assert answer.start == len("    return a.")
    assert "need to be computed" in COMPLETER.describe(8, "requires_grad").summary


def test_what_lies_beside_the_program_is_read_and_not_run(tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\ndef answer_it(): pass\n")
    assert names("import beside\nbeside.answ", str(tmp_path / "program.py")) == ["answer_it"]
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("program", "name", "signature", "summary"),
    [
        ("import torch\nx = torch.ones(2)\nx.me", "mean", "mean(dim=None, keepdim=False", "mean"),
        ("import torch\ntorch.rel", "relu", "relu(input", ""),
        ("import torch\ntorch.nn.functional.conv1", "conv1d", "conv1d(input, weight, bias=None", "1D convolution"),
        ("from torch import nn\nnn.Linea", "Linear", "Linear(in_features", "affine linear transformation"),
        ("x = [1]\nx.app", "append", "append(object", "Append object"),
        ("def own(a, b=2):\n    'Does it.'\now", "own", "own(a, b=2)", "Does it."),
    ],
)
def test_a_name_is_described(program: str, name: str, signature: str, summary: str) -> None:
    assert name in names(program)
    found = COMPLETER.describe(1, name)
    assert found.signature.startswith(signature)
    assert summary in found.summary
    assert "\n" not in found.signature + found.summary


def test_a_call_is_signed_with_the_parameter_that_is_written() -> None:
    found = COMPLETER.sign(3, place("import torch\ntorch.nn.functional.conv1d(1, "))
    assert found.number == 3
    assert found.signature.startswith("conv1d(input, weight")
    assert found.active == "weight"
    for written, active in (
        ("x.mean(", "dim"),
        ("x.mean((0, 1), ", "keepdim"),
        ("x.mean(dtype=", "dtype"),
        ("x.mean(0, True, 1, ", ""),
        ("torch.zeros(1, 2, ", "size"),
        ("torch.add(x[0, 1], 'a, b', al", ""),
        ("torch.add(\n    x,  # (\n    ", "other"),
    ):
        assert COMPLETER.sign(3, place(f"import torch\nx = torch.ones(2)\n{written}")).active == active, written
    assert COMPLETER.sign(4, place("import torch\n")).signature == ""


@pytest.mark.parametrize("program", ["", ".", "x = (", "\0", "def", "((((", "'", "import", "x.y.z.", "1."])
def test_half_written_programs_are_answered(program: str) -> None:
    assert COMPLETER.complete(1, place(program)).number == 1
    assert COMPLETER.sign(2, place(program)).number == 2
    assert COMPLETER.describe(3, "nothing").signature == ""


def test_places_that_are_not_there_are_answered() -> None:
    assert COMPLETER.complete(1, Place("x", "", 9, 9)).number == 1
    assert COMPLETER.sign(1, Place("x", "", 0, -1)).signature == ""


def test_every_member_of_a_tensor_has_words_of_one_line() -> None:
    told = 0
    for name in tensor_members():
        signature, summary = words_of(f"torch.Tensor.{name}")
        assert "\n" not in signature + summary
        assert max(len(signature), len(summary)) <= LONGEST
        assert "`" not in summary
        told += bool(summary)
    assert told > 0.9 * len(tensor_members())


def test_documents_are_made_plain() -> None:
    assert plain("See :func:`~torch.x` and ``y``. More.") == "See torch.x and y."
    assert plain(".. note::\n    a\n\nDoes it.") == "Does it."
    assert words_in("f(a,\n  b) -> c:\n\nDoes it.", "f") == ("f(a, b) -> c", "Does it.")
    assert words_in("", "f") == ("", "")
    assert words_of("os.path.join") == ("", "")
    assert words_of("torch.no.such.name") == ("", "")
