# backward(v) is a vector-Jacobian product
import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = torch.stack([x[0] * x[1], x[1] * x[2]])
v = torch.tensor([1.0, 10.0])
y.backward(v)

jacobian = torch.autograd.functional.jacobian(lambda t: torch.stack([t[0] * t[1], t[1] * t[2]]), x.detach())
print("x.grad       =", x.grad)
print("v @ jacobian =", v @ jacobian)
