"""Networks to be recorded, written as a user would write them: each program ends with one training step."""

from __future__ import annotations

MLP = """
import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10))
x = torch.randn(64, 784)
target = torch.randint(0, 10, (64,))


def loss_of(output):
    return nn.functional.cross_entropy(output, target)
"""

LSTM = """
import torch
from torch import nn

torch.manual_seed(0)


class Unrolled(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = nn.LSTMCell(32, 64)
        self.head = nn.Linear(64, 1)

    def forward(self, sequence):
        h = c = torch.zeros(sequence.shape[1], 64)
        for step in sequence:
            h, c = self.cell(step, (h, c))
        return self.head(h)


model = Unrolled()
x = torch.randn(100, 16, 32)


def loss_of(output):
    return output.pow(2).mean()
"""

RESNET = """
import torch
from torch import nn

torch.manual_seed(0)


class Block(nn.Module):
    def __init__(self, width, out, stride):
        super().__init__()
        self.first = nn.Conv2d(width, out, 3, stride, 1, bias=False)
        self.second = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.norms = nn.ModuleList([nn.BatchNorm2d(out), nn.BatchNorm2d(out)])
        self.skip = None
        if stride != 1 or width != out:
            self.skip = nn.Sequential(nn.Conv2d(width, out, 1, stride, bias=False), nn.BatchNorm2d(out))

    def forward(self, x):
        y = torch.relu(self.norms[0](self.first(x)))
        y = self.norms[1](self.second(y))
        return torch.relu(y + (x if self.skip is None else self.skip(x)))


class ResNet18(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1)
        )
        blocks, width = [], 64
        for out in (64, 128, 256, 512):
            for place in range(2):
                blocks.append(Block(width, out, 2 if out > 64 and place == 0 else 1))
                width = out
        self.blocks = nn.Sequential(*blocks)
        self.head = nn.Linear(512, 10)

    def forward(self, x):
        return self.head(self.blocks(self.stem(x)).mean((2, 3)))


model = ResNet18()
x = torch.randn(4, 3, 224, 224)
target = torch.randint(0, 10, (4,))


def loss_of(output):
    return nn.functional.cross_entropy(output, target)
"""

TRANSFORMER = """
import torch
from torch import nn

torch.manual_seed(0)


class Layer(nn.Module):
    def __init__(self, width=256, heads=4):
        super().__init__()
        self.heads = heads
        self.norms = nn.ModuleList([nn.LayerNorm(width), nn.LayerNorm(width)])
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.feed = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x):
        batch, length, width = x.shape
        q, k, v = self.qkv(self.norms[0](x)).chunk(3, -1)
        q, k, v = (one.view(batch, length, self.heads, -1).transpose(1, 2) for one in (q, k, v))
        attention = (q @ k.transpose(-2, -1) / (width / self.heads) ** 0.5).softmax(-1)
        x = x + self.out((attention @ v).transpose(1, 2).reshape(batch, length, width))
        return x + self.feed(self.norms[1](x))


model = nn.Sequential(*(Layer() for _ in range(12)))
x = torch.randn(4, 64, 256)


def loss_of(output):
    return output.pow(2).mean()
"""

MODELS = {"MLP": MLP, "LSTM x 100 steps": LSTM, "ResNet-18-sized": RESNET, "transformer, 12 layers": TRANSFORMER}
STEP = """
model.zero_grad()
loss = loss_of(model(x))
loss.backward()
"""
