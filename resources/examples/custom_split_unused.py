# A custom function with an unused branch, which brings zeros
import torch
from torch.autograd import Function


class Split(Function):
    @staticmethod
    def forward(ctx, source):
        return source.clone(), source.clone()

    @staticmethod
    def backward(ctx, grad_left, grad_right):
        print("from the left: ", grad_left)
        print("from the right:", grad_right)
        return grad_left + grad_right


x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
left, right = Split.apply(x)
(2 * left).sum().backward()
print("x.grad =", x.grad)
