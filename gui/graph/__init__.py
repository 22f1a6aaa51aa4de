"""The computation graph as native items."""
