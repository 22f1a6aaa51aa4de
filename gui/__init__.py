"""The window: what is seen and touched. Computes nothing that core can compute."""
