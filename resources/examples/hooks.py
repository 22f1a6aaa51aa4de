# A hook on a tensor
import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = x * 4
y.register_hook(lambda gradient: gradient.clamp(max=2.0))
loss = (y**2).sum()
loss.backward()
print("clipped on the way:", x.grad)
