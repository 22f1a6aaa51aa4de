# w @ x, no gradient: an error
import torch

n = 4
x = torch.arange(1.0, n + 1)
w = torch.ones(n)
z = w @ x
z.backward()
