# w @ x, one gradient
import torch

n = 4
x = torch.arange(1.0, n + 1)
w = torch.ones(n, requires_grad=True)
z = w @ x
z.backward()
print("x.grad:", x.grad)
print("w.grad:", w.grad)
