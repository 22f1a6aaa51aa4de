# A network in a class, trained for three steps
import torch
from torch import nn


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(2, 4)
        self.output = nn.Linear(4, 1)

    def forward(self, points):
        weighted = self.hidden(points)
        active = torch.tanh(weighted)
        scores = self.output(active)
        return scores.squeeze(1)


torch.manual_seed(3)
points = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
targets = torch.tensor([0.0, 1.0, 1.0, 0.0])
network = Network()
optimiser = torch.optim.SGD(network.parameters(), lr=0.2)
for step in range(3):
    optimiser.zero_grad()
    loss = ((network(points) - targets) ** 2).mean()
    loss.backward()
    optimiser.step()
    print(f"step {step}: loss {loss.item():.4f}")
