# A value needed for the derivative is overwritten
import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = x.exp()
z = y.sum()
y.add_(1)
z.backward()
