"""Programs of the size of real networks; each prints how large its graph is and a digest of every gradient."""

from __future__ import annotations

END = """

def nodes_behind(root):
    seen, stack = set(), [root]
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            stack.extend(child for child, _ in node.next_functions if child is not None)
    return len(seen)


print(nodes_behind(loss.grad_fn))
loss.backward()
digest = hashlib.sha256()
for parameter in model.parameters():
    digest.update(bytes(parameter.grad.flatten().view(torch.uint8).tolist()[:64]))
    digest.update(repr(parameter.grad.double().sum().item()).encode())
print(digest.hexdigest(), loss.item())
"""

RESNET_50 = (
    """
import hashlib

import torch
from torch import nn

torch.manual_seed(0)


class Bottleneck(nn.Module):
    def __init__(self, width, inner, stride):
        super().__init__()
        out = 4 * inner
        self.convs = nn.ModuleList([
            nn.Conv2d(width, inner, 1, bias=False),
            nn.Conv2d(inner, inner, 3, stride, 1, bias=False),
            nn.Conv2d(inner, out, 1, bias=False),
        ])
        self.norms = nn.ModuleList([nn.BatchNorm2d(inner), nn.BatchNorm2d(inner), nn.BatchNorm2d(out)])
        self.skip = None
        if stride != 1 or width != out:
            self.skip = nn.Sequential(nn.Conv2d(width, out, 1, stride, bias=False), nn.BatchNorm2d(out))

    def forward(self, x):
        y = x
        for place, (conv, norm) in enumerate(zip(self.convs, self.norms)):
            y = norm(conv(y))
            if place < 2:
                y = y.relu()
        y = y + (x if self.skip is None else self.skip(x))
        return y.relu_()


class ResNet50(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)
        )
        blocks, width = [], 64
        for inner, count in ((64, 3), (128, 4), (256, 6), (512, 3)):
            for place in range(count):
                blocks.append(Bottleneck(width, inner, 2 if inner > 64 and place == 0 else 1))
                width = 4 * inner
        self.blocks = nn.Sequential(*blocks)
        self.head = nn.Linear(2048, 1000)

    def forward(self, x):
        return self.head(self.blocks(self.stem(x)).mean((2, 3)))


model = ResNet50()
loss = nn.functional.cross_entropy(model(torch.randn(2, 3, 64, 64)), torch.tensor([3, 977]))
"""
    + END
)

TRANSFORMER_12 = (
    """
import hashlib

import torch
from torch import nn

torch.manual_seed(1)


class Layer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norms = nn.ModuleList([nn.LayerNorm(width), nn.LayerNorm(width)])
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.feed = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Dropout(0.1), nn.Linear(4 * width, width))

    def forward(self, x, mask):
        batch, length, width = x.shape
        q, k, v = self.qkv(self.norms[0](x)).chunk(3, -1)
        q, k, v = (one.view(batch, length, self.heads, -1).transpose(1, 2) for one in (q, k, v))
        scores = q @ k.transpose(-2, -1) / (width / self.heads) ** 0.5
        attention = scores.masked_fill(mask, float("-inf")).softmax(-1)
        x = x + self.out((attention @ v).transpose(1, 2).reshape(batch, length, width))
        return x + self.feed(self.norms[1](x))


class Language(nn.Module):
    def __init__(self, words=500, width=128, heads=4, layers=12):
        super().__init__()
        self.words, self.places = nn.Embedding(words, width), nn.Embedding(64, width)
        self.layers = nn.ModuleList(Layer(width, heads) for _ in range(layers))
        self.norm = nn.LayerNorm(width)

    def forward(self, tokens):
        length = tokens.shape[1]
        mask = torch.triu(torch.ones(length, length, dtype=torch.bool), 1)
        x = self.words(tokens) + self.places(torch.arange(length))
        for layer in self.layers:
            x = layer(x, mask)
        return self.norm(x) @ self.words.weight.T


model = Language()
tokens = torch.randint(0, 500, (2, 33))
output = model(tokens[:, :-1])
loss = nn.functional.cross_entropy(output.flatten(0, 1), tokens[:, 1:].flatten())
"""
    + END
)

LARGE = {"resnet_50": RESNET_50, "transformer_12": TRANSFORMER_12}
