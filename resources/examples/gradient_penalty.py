# The gradient itself inside the loss: double backward
import torch

x = torch.tensor([1.0, -2.0], requires_grad=True)
w = torch.tensor([0.5, 1.5], requires_grad=True)
y = (w * x**2).sum()
(slope,) = torch.autograd.grad(y, x, create_graph=True)
penalty = slope.pow(2).sum()
loss = y + 0.1 * penalty
loss.backward()
print("slope  =", slope)
print("w.grad =", w.grad)
