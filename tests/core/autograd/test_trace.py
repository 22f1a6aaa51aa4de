"""The format is the contract that other programs read."""

from __future__ import annotations

import json

import msgspec
import pytest

from core.autograd.trace import Edge, Error, Node, Pass, Step, Tensor, Trace, Variable, decode_json, encode_json

VALUE = Tensor((2,), "float32", [1.0, "nan"])
TRACE = Trace(
    torch="2.13.0+cpu",
    outcome="raised",
    error=Error("RuntimeError", "no", 7),
    output="text",
    variables=(Variable("x", VALUE, None, True, True, 1),),
    nodes=(Node(0, "MulBackward0", "operation", 5, None, {"self": VALUE, "exponent": 2}, "self: grad"),),
    edges=(Edge(0, 0, 1, 0),),
    passes=(Pass(6, (0,), (Step(0, (VALUE,), (None,), None, None),)),),
)


def test_keys_are_those_of_the_format() -> None:
    plain = json.loads(encode_json(TRACE))
    assert list(plain)[:2] == ["format", "version"]
    assert (plain["format"], plain["version"]) == ("convgrad.trace", 1)
    assert set(plain) == {
        "format",
        "version",
        "torch",
        "outcome",
        "error",
        "output",
        "variables",
        "nodes",
        "edges",
        "passes",
    }
    assert plain["edges"] == [{"from": 0, "from_slot": 0, "to": 1, "to_slot": 0}]
    assert set(plain["nodes"][0]) == {"id", "name", "kind", "line", "variable", "saved", "formula"}
    assert set(plain["passes"][0]["steps"][0]) == {"node", "incoming", "outgoing", "grad_before", "grad_after"}
    assert plain["variables"][0]["value"] == {"shape": [2], "dtype": "float32", "values": [1.0, "nan"]}


def test_other_formats_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        decode_json(encode_json(TRACE).replace(b"convgrad.trace", b"other.trace"))
    with pytest.raises(msgspec.DecodeError):
        decode_json(b"no json")
