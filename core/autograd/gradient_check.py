"""A custom function in float64: its backward's Jacobians beside central differences of its forward."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import torch
from torch.autograd.gradcheck import GradcheckError, gradcheck
from torch.autograd.graph import get_gradient_edge

from core.autograd.custom_nodes import is_custom
from core.autograd.given_pass import GivenPass, nodes_behind
from core.autograd.gradcheck import (
    ATOL,
    EPS,
    MOST_ENTRIES,
    MOST_NUMBERS,
    RTOL,
    Compared,
    Given,
    Gradcheck,
    GradcheckAnswer,
)
from core.autograd.graph_walk import GraphNode
from core.autograd.node_replay import NodeReplay
from core.autograd.problem import Failure, NodeError, Problem, ProblemError
from core.autograd.raised import failure_of, message_of
from core.autograd.tensor import Tensor
from core.autograd.values import Snapshots, clean

Matrix = npt.NDArray[np.float64]


class GradientCheck:
    """One answer in the making; only for a process that is a copy.

    Args:
        given: The pass that the question is about.
        number_of: A node's id.
        filename: The program's file, whose lines are told.
        question: What is asked.
    """

    def __init__(
        self, given: GivenPass, number_of: Callable[[GraphNode], int], filename: str, question: Gradcheck
    ) -> None:
        self._given = given
        self._number_of = number_of
        self._filename = filename
        self._question = question
        self._function: Any = None
        self._name = ""
        self._pairs: list[Compared] = []

    def run(self) -> GradcheckAnswer:
        """Both sides of every pair, then torch's own verdict."""
        try:
            self._function = self._find()
            arguments = [_argument(one) for one in self._question.given]
            inputs = self._inputs(arguments)
            self._compare(arguments, inputs)
            verdict, words = self._verdict(arguments, inputs)
        except ProblemError as error:
            return self._answer(problem=error.problem)
        except _RaisedError as error:
            return self._answer(problem=error.problem, failure=error.failure, words=error.failure.message)
        return self._answer(verdict=verdict, words=words)

    def so_far(self) -> GradcheckAnswer:
        """The pairs that are there while `run` still works on another thread."""
        return self._answer(problem="timed out")

    def _answer(
        self,
        *,
        problem: Problem | None = None,
        failure: Failure | None = None,
        verdict: bool | None = None,
        words: str = "",
    ) -> GradcheckAnswer:
        pairs = tuple(self._pairs)
        largest = float(np.max([one.largest for one in pairs])) if pairs else 0.0
        return GradcheckAnswer(self._name, pairs, largest, verdict, words, problem, failure)

    def _find(self) -> Any:
        number = self._question.node
        node = next((one for one in nodes_behind(self._given.roots) if self._number_of(one) == number), None)
        if node is None:
            raise ProblemError("unknown node")
        if not is_custom(node):
            raise ProblemError("not custom")
        function = type(node)._forward_cls
        self._name = clean(function.__name__)
        return function

    def _inputs(self, arguments: Sequence[Any]) -> list[int]:
        """The places of the arguments that are differentiated by."""
        places = [place for place, one in enumerate(arguments) if isinstance(one, torch.Tensor) and one.requires_grad]
        if not places:
            raise ProblemError("no floating inputs")
        if any(arguments[place].is_complex() for place in places):
            raise ProblemError("complex")
        if sum(arguments[place].numel() for place in places) > MOST_ENTRIES:
            raise ProblemError("inputs too large")
        return places

    def _compare(self, arguments: Sequence[Any], inputs: Sequence[int]) -> None:
        leaves = _again(arguments)
        outputs = self._outputs(leaves)
        if not outputs:
            raise ProblemError("no floating outputs")
        if any(one.is_complex() for one in outputs.values()):
            raise ProblemError("complex")
        rows = sum(one.numel() for one in outputs.values())
        if rows > MOST_ENTRIES or rows * sum(arguments[place].numel() for place in inputs) > MOST_NUMBERS:
            raise ProblemError("outputs too large")
        numerical = {place: self._numerical(arguments, place, outputs) for place in inputs}
        for output, tensor in outputs.items():
            analytical = self._analytical(tensor, [leaves[place] for place in inputs])
            for place, matrix in zip(inputs, analytical, strict=True):
                shapes = tuple(tensor.shape), tuple(leaves[place].shape)
                beside = numerical[place][output]
                largest = _largest_difference(matrix, beside)
                self._pairs.append(Compared(output, place, *shapes, matrix.tobytes(), beside.tobytes(), largest))

    def _outputs(self, leaves: Sequence[Any]) -> dict[int, torch.Tensor]:
        """What forward gives that has a gradient, by place."""
        with self._program("forward raised"), torch.enable_grad():
            made = self._applied(leaves)
        return {place: one for place, one in made.items() if one.requires_grad}

    def _applied(self, leaves: Sequence[Any]) -> dict[int, torch.Tensor]:
        # Of copies, since a leaf that requires a gradient may not be written into.
        copies = [one.clone() if isinstance(one, torch.Tensor) else one for one in leaves]
        made = self._function.apply(*copies)
        listed = made if isinstance(made, (tuple, list)) else (made,)
        return {place: one for place, one in enumerate(listed) if isinstance(one, torch.Tensor)}

    def _numerical(
        self, arguments: Sequence[Any], place: int, outputs: Mapping[int, torch.Tensor]
    ) -> dict[int, Matrix]:
        """By one input, for each output: the column of an element is the difference of two forwards."""
        columns = arguments[place].numel()
        matrices = {output: np.zeros((one.numel(), columns)) for output, one in outputs.items()}
        for column in range(columns):
            ahead = self._moved(arguments, place, column, EPS, outputs)
            behind = self._moved(arguments, place, column, -EPS, outputs)
            with np.errstate(invalid="ignore"):
                for output, matrix in matrices.items():
                    matrix[:, column] = (ahead[output] - behind[output]) / (2 * EPS)
        return matrices

    def _moved(
        self, arguments: Sequence[Any], place: int, element: int, by: float, outputs: Mapping[int, torch.Tensor]
    ) -> dict[int, npt.NDArray[np.float64]]:
        given = _again(arguments)
        with torch.no_grad():
            given[place].view(-1)[element] += by
        with self._program("forward raised"), torch.no_grad():
            made = self._applied(given)
        moved = {}
        for output, tensor in outputs.items():
            found = made.get(output)
            if found is None or found.shape != tensor.shape:
                # What has another size for other values has no derivative.
                raise ProblemError("not differentiable")
            moved[output] = _numbers(found)
        return moved

    def _analytical(self, output: torch.Tensor, leaves: Sequence[torch.Tensor]) -> list[Matrix]:
        """Of one output by each input: a row is what the nodes send back from a one-hot gradient."""
        edges = tuple((edge.node, edge.output_nr) for edge in map(get_gradient_edge, (output, *leaves)))
        numbers: dict[GraphNode, int] = {}

        def number_of(node: GraphNode) -> int:
            return numbers.setdefault(node, len(numbers))

        given = GivenPass(roots=edges[:1], gradients=(None,), inputs=edges[1:], accumulate=False)
        replay = NodeReplay(given, number_of, Snapshots(0), filename=self._filename)
        matrices = [np.zeros((output.numel(), one.numel())) for one in leaves]
        for row in range(output.numel()):
            start = torch.zeros(output.numel(), dtype=output.dtype)
            start[row] = 1
            with self._program("raised"):
                arrived = replay.captured_from([start.reshape(output.shape)])
            for matrix, gradient in zip(matrices, arrived, strict=True):
                if gradient is not None:
                    matrix[row] = _numbers(gradient)
        return matrices

    def _verdict(self, arguments: Sequence[Any], inputs: Sequence[int]) -> tuple[bool | None, str]:
        """Torch's own, and its words where it is not content."""
        leaves = _again(arguments)

        def apply(*moved: torch.Tensor) -> tuple[torch.Tensor, ...]:
            given = list(leaves)
            for place, one in zip(inputs, moved, strict=True):
                given[place] = one
            return tuple(self._applied(given).values())

        try:
            with warnings.catch_warnings(), torch.enable_grad():
                warnings.simplefilter("ignore")
                chosen = tuple(leaves[place] for place in inputs)
                agrees = gradcheck(apply, chosen, eps=EPS, atol=ATOL, rtol=RTOL, raise_exception=True)
        except GradcheckError as error:
            return False, message_of(error)
        except BaseException as error:  # Whatever the program's code does when torch calls it.
            return None, f"{clean(type(error).__name__)}: {message_of(error)}"
        return bool(agrees), ""

    @contextmanager
    def _program(self, problem: Problem) -> Iterator[None]:
        """Around code of the program's: what it raises is an answer."""
        try:
            yield
        except NodeError as error:
            raise _RaisedError(problem, msgspec.structs.replace(error.failure, node=self._question.node)) from None
        except BaseException as error:  # Also what ends a program.
            raise _RaisedError(problem, failure_of(error, self._question.node, self._filename)) from None


class _RaisedError(Exception):
    """The program's code raised."""

    def __init__(self, problem: Problem, failure: Failure) -> None:
        super().__init__(failure.message)
        self.problem: Problem = problem
        self.failure = failure


def _argument(given: Given) -> Any:
    """An argument as it was, floating point in float64."""
    if given.items is not None:
        return tuple(_argument(one) for one in given.items)
    return given.plain if given.tensor is None else _tensor(given.tensor, requires_grad=given.requires_grad)


def _tensor(kept: Tensor, *, requires_grad: bool) -> torch.Tensor:
    array = kept.array
    if array is None:
        raise ProblemError("inputs too large")
    tensor = torch.from_numpy(array.copy())
    if tensor.is_complex():
        return tensor.to(torch.complex128).requires_grad_(requires_grad)
    floats = getattr(torch, kept.dtype).is_floating_point
    return tensor.to(torch.float64).requires_grad_(requires_grad) if floats else tensor.to(getattr(torch, kept.dtype))


def _again(arguments: Sequence[Any]) -> list[Any]:
    """The same arguments, their tensors leaves of their own."""
    return [
        one.detach().clone().requires_grad_(one.requires_grad) if isinstance(one, torch.Tensor) else one
        for one in arguments
    ]


def _numbers(tensor: torch.Tensor) -> npt.NDArray[np.float64]:
    plain = tensor.detach().to_dense() if tensor.is_sparse else tensor.detach()
    found: npt.NDArray[np.float64] = plain.resolve_neg().to(torch.float64).cpu().reshape(-1).numpy()
    return found


def _largest_difference(one: Matrix, other: Matrix) -> float:
    with np.errstate(invalid="ignore"):
        difference = np.abs(one - other)
    return float(difference.max()) if difference.size else 0.0
