"""Names of tensors in a program's variables."""

from __future__ import annotations

from typing import Any

import torch

from core.autograd.program_names import MOST_NAMED, tensors_in, tensors_inside


class Loud:
    @property
    def __class__(self) -> Any:
        raise SystemExit


def test_names() -> None:
    x, net = torch.ones(1), torch.nn.Sequential(torch.nn.Linear(1, 1))
    scope = {"x": x, "n": 3, "loud": Loud(), "net": net, "d": {"k": x, 5: x}, "long": [x] * (MOST_NAMED + 5)}
    assert list(tensors_in(scope)) == ["x"]
    del scope["loud"]
    names = [name for found in tensors_inside(scope) for name in found]
    assert names[:3] == ["net.0.weight", "net.0.bias", "d['k']"]
    assert names[3:] == [f"long[{place}]" for place in range(MOST_NAMED)]
