# A custom function: addition copies the gradient
import torch
from torch.autograd import Function


class Add(Function):
    @staticmethod
    def forward(ctx, a, b):
        return a + b

    @staticmethod
    def backward(ctx, grad_sum):
        # d(a + b)/da = d(a + b)/db = 1
        return grad_sum, grad_sum


a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
b = torch.tensor([4.0, 5.0, 6.0], requires_grad=True)
total = Add.apply(a, b)
total.backward(torch.tensor([0.5, -1.0, 2.0]))
print("a.grad =", a.grad)
print("b.grad =", b.grad)
