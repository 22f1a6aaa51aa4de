# Under no_grad nothing is tracked, so backward raises
import torch

x = torch.arange(1.0, 4)
w = torch.ones(3, requires_grad=True)
with torch.no_grad():
    z = w @ x
print("w.requires_grad is", w.requires_grad)
print("z.requires_grad is", z.requires_grad)
z.backward()
