# Mean of squares, written y*y
import torch

x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
y = x - 2
z = y * y * 3
a = z.mean()
a.backward()
