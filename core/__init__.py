"""What ConvGrad computes: convolution, autograd, media, and the state of each lab. No Qt."""
