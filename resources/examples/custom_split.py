# A custom function: a copied value sums its gradients
import torch
from torch.autograd import Function


class Split(Function):
    @staticmethod
    def forward(ctx, source):
        return source.clone(), source.clone()

    @staticmethod
    def backward(ctx, grad_left, grad_right):
        return grad_left + grad_right


x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
left, right = Split.apply(x)
result = (2 * left + 5 * right).sum()
result.backward()
print("x.grad =", x.grad)
