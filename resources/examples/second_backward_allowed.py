# A second backward works where nothing was saved
import torch

p = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = (p - 2).sum()
y.backward()
y.backward()
print("p.grad =", p.grad)
