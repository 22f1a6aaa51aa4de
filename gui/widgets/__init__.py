"""Widgets that more than one lab uses."""
