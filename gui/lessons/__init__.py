"""Lessons in the window: the player and its panel, opening, progress, and adding steps."""
