# A hook may change a gradient on its way
import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = x * 4
y.register_hook(lambda grad: grad.clamp(max=1.0))
z = (y**2).sum()
z.backward()
print("x.grad =", x.grad)
