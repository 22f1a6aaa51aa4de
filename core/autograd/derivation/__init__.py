"""The derivation by hand of a small recorded program: sympy's, in steps, checked against autograd and differences."""
