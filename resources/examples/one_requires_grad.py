# requires_grad on one of two: the other's grad stays None
import torch

x = torch.arange(1.0, 4)
w = torch.ones(3, requires_grad=True)
z = w @ x
z.backward()
print("x.grad =", x.grad)
print("w.grad =", w.grad)
