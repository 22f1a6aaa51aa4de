# requires_grad on neither: there is nothing to differentiate
import torch

x = torch.arange(1.0, 4)
w = torch.ones(3)
z = w @ x
z.backward()
