# retain_grad keeps the gradient of a result
import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = x * 2
y.retain_grad()
z = (y**2).mean()
z.backward()
print("y.grad =", y.grad)
print("x.grad =", x.grad)
