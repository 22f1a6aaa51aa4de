"""The autograd lab: a program, its graph, and backpropagation step by step."""
