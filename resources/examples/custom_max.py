# A custom function: the gradient of max goes to the largest alone
import torch
from torch.autograd import Function


class Max(Function):
    @staticmethod
    def forward(ctx, values):
        place = values.argmax()
        ctx.save_for_backward(values, place)
        return values[place].clone()

    @staticmethod
    def backward(ctx, grad_largest):
        values, place = ctx.saved_tensors
        grad_values = torch.zeros_like(values)
        grad_values[place] = grad_largest
        return grad_values


x = torch.tensor([3.0, 7.0, 5.0], requires_grad=True)
largest = Max.apply(x)
largest.backward()
print("x.grad =", x.grad)
