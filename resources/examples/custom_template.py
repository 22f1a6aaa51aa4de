# Your own function: write forward and backward
import torch
from torch.autograd import Function


class Cube(Function):
    @staticmethod
    def forward(ctx, x):
        # What backward needs is saved here.
        ctx.save_for_backward(x)
        return x**3

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        # The derivative of the output by x, times what arrived.
        slope = 3 * x**2
        return grad_output * slope


x = torch.tensor([1.0, -2.0, 0.5], requires_grad=True)
y = Cube.apply(x)
y.sum().backward()
print("x.grad =", x.grad)
