# retain_graph keeps what a second backward needs
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = (x**2).sum()
y.backward(retain_graph=True)
print("after one pass:  ", x.grad)
y.backward()
print("after two passes:", x.grad)
