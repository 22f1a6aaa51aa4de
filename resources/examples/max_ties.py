# Ties: max() shares the gradient, max(dim=0) picks one
import torch

x = torch.tensor([2.0, 5.0, 5.0], requires_grad=True)
x.max().backward()
print("max()      ", x.grad)

x.grad = None
x.max(dim=0).values.backward()
print("max(dim=0) ", x.grad)
