# .grad accumulates until it is cleared
import torch

w = torch.tensor(2.0, requires_grad=True)
for x in (1.0, 10.0):
    loss = w * x
    loss.backward()
    print("w.grad =", w.grad)

w.grad.zero_()
(w * 100).backward()
print("cleared first:", w.grad)
