# A scalar starts from 1, of its own shape
import torch

x = torch.tensor(3.0, requires_grad=True)
(x * x).backward(torch.tensor(1.0))
print("x.grad =", x.grad)
# One value in a list is a vector, and not what a 0-dimensional result takes.
(x * x).backward(torch.tensor([1.0]))
