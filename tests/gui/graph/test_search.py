from __future__ import annotations

import pytest

from core.autograd.trace import Node
from gui.graph.search import matches

NODE = Node(0, "MulBackward0", "operation", 12, "w1", {}, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mul", True),
        ("W1", True),
        ("12", True),
        ("line 12", True),
        ("١٢", True),
        ("1", True),  # It is in the name of w1.
        ("13", False),
        ("(2, 3)", True),
        ("2,3", True),
        ("2x3", True),
        ("2×3", True),
        ("(3, 2)", False),
        ("(2,", False),
        ("  ", False),
        ("relu", False),
        ("()", False),
        ("[", False),
    ],
)
def test_a_node_is_found_by_name_variable_line_and_shape(text: str, found: bool) -> None:
    assert matches(NODE, (2, 3), text) == found


def test_scalars_and_vectors_have_shapes_too() -> None:
    assert matches(NODE, (), "()")
    assert matches(NODE, (5,), "(5,)")
    assert not matches(NODE, None, "(5,)")
