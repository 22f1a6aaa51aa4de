# The gradients of a convolution
import torch
from torch import nn

torch.manual_seed(0)
signal = torch.randn(1, 2, 8)
conv = nn.Conv1d(2, 1, 3)
output = conv(signal)
loss = output.pow(2).mean()
loss.backward()
print("output", tuple(output.shape))
print("kernel's gradient", tuple(conv.weight.grad.shape))
