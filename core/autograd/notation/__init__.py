"""Torch's formulas, which are C++, in notation to show: Python's for reading, LaTeX for the arithmetic ones."""
