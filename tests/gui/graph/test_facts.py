from __future__ import annotations

from core.autograd.replay import Replay
from core.autograd.trace import Node
from gui.graph.drawing import node_size
from gui.graph.facts import NodeFacts, NodeWords, node_lines
from gui.language import language
from gui.text import RIGHT_TO_LEFT_MARK
from gui.theme import theme
from tests.gui.graph.runs import backward_step, example_source, step_of, trace_of


def test_what_a_box_says() -> None:
    operation = Node(0, "MulBackward0", "operation", 5, "z", {}, None)
    name, under = node_lines(operation)
    assert name == "MulBackward0"
    assert "z" in under
    assert "5" in under
    leaf = Node(1, "AccumulateGrad", "leaf", None, "x", {}, None)
    assert node_lines(leaf) == ("x", "leaf")
    language().set("ar")
    assert node_lines(leaf) == ("x", "موتر ورقي")


def test_a_line_under_a_name_has_the_direction_of_the_language() -> None:
    latin, arabic = (Node(0, "MulBackward0", "operation", 5, name, {}, None) for name in ("z", "س"))
    assert not node_lines(arabic)[1].startswith(RIGHT_TO_LEFT_MARK)
    language().set("ar")
    assert node_lines(latin)[1].startswith(RIGHT_TO_LEFT_MARK)


def test_boxes_grow_with_their_words_and_the_zoom() -> None:
    short = NodeWords("A", "", "", "", ())
    long = NodeWords("A" * 30, "z", "(2, 2)", "0.5", ())
    assert node_size(long) > node_size(short)
    before = node_size(long)
    theme().set_zoom(200)
    assert node_size(long)[0] > 1.8 * before[0]


def test_shapes_values_and_gradients_are_those_of_the_moment() -> None:
    replay = Replay(trace_of(example_source("mean_of_squares")))
    facts = NodeFacts(replay)
    nodes = {node.name: node for node in replay.trace.nodes}
    mean, power = nodes["MeanBackward0"], nodes["PowBackward0"]
    assert facts.words(power).shape == "(2, 2)"
    assert facts.shape(mean.id) == ()
    assert facts.value_text(mean.id, 0) == ""
    assert facts.value_text(mean.id, replay.length) == "4.5"
    assert facts.value_text(power.id, replay.length) == ""
    before = replay.frame(backward_step(replay, 1) - 1)
    assert facts.gradient_text(mean.id, before) == ""
    assert facts.gradient_text(mean.id, replay.frame(backward_step(replay, 1))) == "1"
    assert facts.gradient_text(power.id, replay.frame(step_of(replay, "PowBackward0"))) == "0.75"


def test_a_trained_scalars_value_changes_with_the_clock() -> None:
    source = "import torch\nw = torch.tensor(1.0, requires_grad=True)\nfor _ in range(2):\n    (w * 3).backward()\n    with torch.no_grad():\n        w -= 0.5 * w.grad\n        w.grad = None\n"
    replay = Replay(trace_of(source))
    facts = NodeFacts(replay)
    leaf = next(node.id for node in replay.trace.nodes if node.kind == "leaf")
    values = [facts.value_text(leaf, step) for step in range(1, replay.length + 1)]
    assert values[0] == "1"
    assert values[-1] == "−2"
    assert list(dict.fromkeys(values)) == ["1", "−0.5", "−2"]
