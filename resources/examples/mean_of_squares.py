# Mean of squares
import torch

x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
y = x - 2
z = 3 * y**2
a = z.mean()
a.backward()
