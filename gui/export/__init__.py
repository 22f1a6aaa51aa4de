"""Pictures and films of a lab: a state, drawn without a window."""
