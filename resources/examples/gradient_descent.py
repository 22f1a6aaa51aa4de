# Backpropagation gives the gradient; descent is what you do with it
import torch

x = torch.tensor([0.0, 1.0, 2.0, 3.0])
target = 2 * x + 1
weight = torch.tensor(0.0, requires_grad=True)
bias = torch.tensor(0.0, requires_grad=True)
for epoch in range(4):
    loss = ((weight * x + bias - target) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        weight -= 0.1 * weight.grad
        bias -= 0.1 * bias.grad
    weight.grad = bias.grad = None
    print(epoch, "loss", round(loss.item(), 4))
