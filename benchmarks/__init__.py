"""How fast ConvGrad is, each figure beside a peer measured in the same run: python -m benchmarks."""
