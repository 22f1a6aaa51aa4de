"""Programs whose graphs have modules, loops and lines to fold, recorded once."""

from __future__ import annotations

from functools import lru_cache

from core.autograd.groups import Group, groups_of
from core.autograd.trace import Trace
from tests.core.autograd.recorded_run import Recorded

MODULES = """import torch
class Block(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.first = torch.nn.Linear(2, 2)
        self.norm = torch.nn.LayerNorm(2)
    def forward(self, x):
        y = torch.relu(self.norm(self.first(x)))
        return x + y
model = torch.nn.Sequential(Block(), torch.nn.ReLU(), Block())
x = torch.ones(3, 2)
loss = model(x).pow(2).mean()
loss.backward()
"""
LOOP = """import torch
cell = torch.nn.LSTMCell(2, 2)
h = c = torch.zeros(1, 2)
x = torch.ones(1, 2)
for t in range(5):
    h, c = cell(x, (h, c))
loss = h.sum()
loss.backward()
"""
LINES = """import torch
x = torch.ones(2, requires_grad=True)
w = torch.ones(2, requires_grad=True)
y = x
for i in range(3):
    y = torch.sin(y) * 2
    y = y * w
def f(y):
    y = y + 1
    return y * y
y = f(y) + f(y)
y.sum().backward()
"""
CUSTOM = """import torch
class Twice(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return g * 2
class Model(torch.nn.Module):
    def forward(self, x):
        return torch.sin(Twice.apply(torch.cos(x)))
model = Model()
x = torch.ones(2, requires_grad=True)
for i in range(2):
    model(x).sum().backward()
y = (x ** 3).sum()
g, = torch.autograd.grad(y, x, create_graph=True)
z = g.sum()
z.backward()
"""
PROGRAMS = {"modules": MODULES, "loop": LOOP, "lines": LINES, "custom": CUSTOM}


@lru_cache
def recorded(name: str) -> tuple[Trace, tuple[Group, ...]]:
    run = Recorded(PROGRAMS[name])
    assert run.trace.error is None
    return run.trace, groups_of(run.trace, PROGRAMS[name])
