# torch.autograd.grad returns the gradient and leaves .grad alone
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([3.0, 4.0], requires_grad=True)
loss = (w * x).sum()
(slope,) = torch.autograd.grad(loss, w)
print("slope  =", slope)
print("w.grad =", w.grad)
