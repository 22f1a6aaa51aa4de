# A graph is built forward, before any backward
import torch

x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
y = x - 2
print(y.grad_fn)
print(y.grad_fn.next_functions[0][0].variable is x)
z = 3 * y**2
a = z.mean()
