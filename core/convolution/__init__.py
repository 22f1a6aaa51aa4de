"""Convolution: parameters, shapes, the index map, torch's operation, kernels."""
