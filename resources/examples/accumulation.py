# Gradients accumulate
import torch

w = torch.tensor([1.0, -2.0], requires_grad=True)
for scale in (1.0, 10.0):
    loss = (scale * w**2).sum()
    loss.backward()
    print("w.grad:", w.grad)
