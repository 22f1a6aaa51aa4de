"""One module a lab: its frozen state, and the scene that it resolves to."""
