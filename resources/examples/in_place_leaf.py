# A leaf that requires a gradient cannot be changed in place
import torch

w = torch.tensor([1.0, 2.0], requires_grad=True)
w.mul_(2)
