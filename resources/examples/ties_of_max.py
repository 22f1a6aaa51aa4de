# max at ties
import torch

x = torch.tensor([2.0, 5.0, 5.0], requires_grad=True)
x.max().backward()
print("max() shares the gradient:", x.grad)

y = torch.tensor([2.0, 5.0, 5.0], requires_grad=True)
y.max(dim=0).values.backward()
print("max(dim=0) picks one place:", y.grad)
