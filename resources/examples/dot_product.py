# w @ x, both gradients
import torch

n = 4
x = torch.arange(1.0, n + 1, requires_grad=True)
w = torch.ones(n, requires_grad=True)
z = w @ x
z.backward()
print("x.grad is w:", x.grad)
print("w.grad is x:", w.grad)
