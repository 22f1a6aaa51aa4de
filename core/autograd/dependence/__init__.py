"""Which entries of a tensor an entry of another one is made of."""
