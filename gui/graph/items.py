"""What other parts of the lab say of a node in the same words as its box."""

from __future__ import annotations

from gui.graph.facts import node_lines as node_lines
