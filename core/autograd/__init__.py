"""Recording, replaying and laying out what the autograd engine did."""
