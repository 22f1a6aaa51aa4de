"""The editor of programs."""
