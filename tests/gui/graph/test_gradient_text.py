from __future__ import annotations

import pytest
import torch

from core.autograd.tensor import Statistics
from core.autograd.trace import Tensor
from gui.graph.gradient_text import brief_text, norm_text, pill_text, short_number, sum_text


def kept(values: torch.Tensor) -> Tensor:
    return Tensor(tuple(values.shape), str(values.dtype).removeprefix("torch."), values.numpy().tobytes())


@pytest.mark.parametrize(
    ("tensor", "text"),
    [
        (torch.tensor(-1.5), "−1.5"),
        (torch.full((2, 2), 0.25), "(2, 2) × 0.25"),
        (torch.tensor([0.1, 1.0, 0.0001]), "[0.1, 1, 0.0001]"),
        (torch.tensor([[-1.5, 0.0], [1.5, 3.0]]), "[−1.5, 0]\n[1.5, 3]"),
        (torch.tensor([3.0, 4.0, 0.0, 0.0, 0.0]), "(5,) ‖5‖"),
        (torch.tensor([0.0162, -0.1981, -0.0009, 0.1]), "(4,) ‖0.2225‖"),  # Too long to be written out.
        (torch.zeros(0, 3), "(0, 3) ‖0‖"),
        (torch.tensor([3 + 4j, 0]), "(2,) ‖5‖"),
        (torch.tensor(float("nan")), "nan"),
        (torch.tensor(float("-inf")), "−inf"),
    ],
)
def test_a_pill_writes_few_numbers_out_and_tells_shape_and_norm_of_more(tensor: torch.Tensor, text: str) -> None:
    assert pill_text(kept(tensor)) == text


def test_of_a_large_tensor_the_norm_is_the_recorded_one() -> None:
    tensor = Tensor((100, 100), "float32", None, Statistics(0.0, 1.0, 0.5, 12.25))
    assert pill_text(tensor) == "(100, 100) ‖12.25‖"
    assert norm_text(Tensor((3,), "float32", None)) == ""


def test_norms_are_torchs() -> None:
    values = torch.randn(7, 5, generator=torch.Generator().manual_seed(1))
    assert norm_text(kept(values)) == f"‖{short_number(float(values.norm()))}‖"


def test_a_box_has_less_room() -> None:
    few = kept(torch.tensor([3.0, 4.0]))
    assert brief_text(few) == "‖5‖"
    same = kept(torch.full((2, 2), 0.25))
    assert brief_text(same) == "0.25"


def test_a_sum_is_told_in_the_first_entry_to_which_all_add_something() -> None:
    one, other = torch.tensor([[0.0, 2.0], [-0.75, 1.0]]), torch.tensor([[1.0, 0.0], [-0.75, 1.0]])
    assert sum_text([kept(one), kept(other)]) == ("[1, 0]", ["−0.75", "−0.75"], "−1.5")
    scalars = [kept(torch.tensor(value)) for value in (1.0, 6.0, 0.5)]
    assert sum_text(scalars) == ("", ["1", "6", "0.5"], "7.5")


def test_of_a_sum_that_was_not_kept_nothing_is_told() -> None:
    assert sum_text([kept(torch.ones(2)), Tensor((2,), "float32", None)]) is None
    assert sum_text([kept(torch.ones(2)), kept(torch.ones(3))]) is None
    assert sum_text([kept(torch.zeros(0)), kept(torch.zeros(0))]) is None
    nothing = sum_text([kept(torch.zeros(2)), kept(torch.zeros(2))])
    assert nothing == ("[0]", ["0", "0"], "0")
