"""What is sent in parts is put together; a trace without details is the contract, with them one key more."""

from __future__ import annotations

import json

from msgspec import msgpack

from core.autograd.details import Details, DetailsGathering, DetailsPart, NodeDetails, Operation, Ref, Value, with_refs
from core.autograd.tensor import Tensor
from core.autograd.trace import Node, Trace, decode_json, encode_json
from core.runner.protocol import MoreDetails, decode_from_child, encode

TENSOR = Tensor((), "float32", 1.0)
VALUE = Value(0, TENSOR, True, None, 0, None, 0)
OPERATION = Operation(0, "torch.add", 3, (Ref(0), [1, None, "x"], 2.5), {"alpha": Ref(0)}, (0,), None)
NODE = NodeDetails(7, 1, ((2,),), {"self": (0, 0)}, None, None)


def test_parts_are_put_together() -> None:
    gathering = DetailsGathering()
    gathering.add(DetailsPart(values=(VALUE,)))
    gathering.add(DetailsPart(operations=(OPERATION,), nodes=(NODE,), made={0: (7, 1)}, names={0: "x"}))
    gathering.add(DetailsPart(versions={7: {"self": (0, 2)}}, freed={7: (0, 3)}))
    nodes = [Node(7, "AddBackward0", "operation", 3, None, {}, None), Node(8, "X", "operation", 3, None, {}, None)]
    details = gathering.details(nodes, complete=False)
    assert details.values == (Value(0, TENSOR, True, 7, 1, "x", 0),)
    assert details.operations == (OPERATION,)
    assert details.nodes == (NodeDetails(7, 1, ((2,),), {"self": (0, 2)}, None, (0, 3)),)
    assert not details.complete


def test_a_part_survives_the_wire() -> None:
    part = DetailsPart((VALUE,), (OPERATION,), (NODE,), {0: (7, 1)}, {0: "x"}, {7: {"self": (0, 2)}}, {7: (0, 3)})
    back = decode_from_child(encode(MoreDetails(part)))
    assert isinstance(back, MoreDetails)
    assert msgpack.encode(back.part) == msgpack.encode(part)
    assert with_refs(back.part.operations[0]) == OPERATION


def test_details_are_written_only_when_asked_for() -> None:
    trace = Trace("2", "finished", None, "", (), (), (), (), details=Details((VALUE,), (OPERATION,), (NODE,)))
    assert "details" not in json.loads(encode_json(trace))
    assert decode_json(encode_json(trace)).details is None
    plain = json.loads(encode_json(trace, details=True))
    assert list(plain)[-1] == "details"
    names = {"values", "operations", "nodes", "complete", "spans", "applications", "modules", "lesson"}
    assert set(plain["details"]) == names
    assert plain["details"]["operations"][0]["arguments"] == [{"value": 0}, [1, None, "x"], 2.5]
    back = decode_json(encode_json(trace, details=True))
    assert encode_json(back, details=True) == encode_json(trace, details=True)
    assert back.details is not None
    assert back.details == trace.details
