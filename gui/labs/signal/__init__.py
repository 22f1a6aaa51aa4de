"""The signal lab: an `nn.Conv1d` sliding over a recording."""
