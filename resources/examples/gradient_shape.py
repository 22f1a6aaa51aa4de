# backward with the wrong shape: an error
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
loss = (x**2).sum()
loss.backward(torch.tensor(1.0), retain_graph=True)
print("a number fits a number:", x.grad)
loss.backward(torch.tensor([1.0]))
