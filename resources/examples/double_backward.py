# The derivative of a derivative
import torch

x = torch.tensor(2.0, requires_grad=True)
y = x**3
(slope,) = torch.autograd.grad(y, x, create_graph=True)
print("3 x**2 =", slope.item())
slope.backward()
print("6 x    =", x.grad.item())
