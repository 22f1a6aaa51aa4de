# A small convolutional network
import torch
from torch import nn


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 3)
        self.classes = nn.Linear(8, 2)

    def forward(self, picture):
        maps = self.conv(picture)
        active = torch.relu(maps)
        pooled = nn.functional.max_pool2d(active, 2)
        return self.classes(pooled.flatten(1))


torch.manual_seed(6)
picture = torch.zeros(1, 1, 6, 6)
picture[..., 3:] = 1.0
label = torch.tensor([1])
network = Network()
scores = network(picture)
loss = nn.functional.cross_entropy(scores, label)
loss.backward()
print("kernels:", tuple(network.conv.weight.shape))
print("their gradients:", tuple(network.conv.weight.grad.shape))
