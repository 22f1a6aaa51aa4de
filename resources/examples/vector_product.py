# A linear neuron: z = w @ x
import torch

n = 3
x = torch.arange(1.0, n + 1, requires_grad=True)
w = torch.ones(n, requires_grad=True)
z = w @ x
z.backward()
print("x.grad =", x.grad)
print("w.grad =", w.grad)
