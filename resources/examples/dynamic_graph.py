# A graph whose length depends on the data
import torch

torch.manual_seed(7)
x = torch.randn(3, requires_grad=True)
y = x * 2
i = 0
while y.data.norm() < 1000:
    y = y * 2
    i += 1
gradients = torch.tensor([0.1, 1.0, 0.0001])
y.backward(gradients)
print("doubled", i, "times more")
print("x.grad =", x.grad)
