# Custom functions inside ordinary ones, checked with gradcheck
import torch
from torch.autograd import Function, gradcheck


class Add(Function):
    @staticmethod
    def forward(ctx, a, b):
        return a + b

    @staticmethod
    def backward(ctx, grad_sum):
        return grad_sum, grad_sum


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


x = torch.tensor([0.5, -1.0, 2.0], dtype=torch.float64, requires_grad=True)
w = torch.tensor([2.0, 3.0, 1.5], dtype=torch.float64, requires_grad=True)
print("gradcheck says", gradcheck(lambda t: Max.apply(t * 2), x.detach().clone().requires_grad_()))
score = Max.apply(Add.apply(w * x, x**2))
score.backward()
print("x.grad =", x.grad)
print("w.grad =", w.grad)
