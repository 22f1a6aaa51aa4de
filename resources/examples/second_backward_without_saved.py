# A second backward that runs
import torch

p = torch.tensor([1.0, 2.0], requires_grad=True)
y = (p - 2).sum()
y.backward()
y.backward()
print("nothing was saved, so nothing was missing:", p.grad)
