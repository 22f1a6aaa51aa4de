"""What there is to learn from a program's error: a code with its values. The sentences are gui's."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

Code = Literal[
    # A backward pass.
    "freed", "saved_changed", "saved_changed_unseen", "not_scalar", "gradient_shape", "no_grad", "no_grad_unseen",
    "detached", "gradient_root", "no_leaf", "no_leaf_unseen", "not_differentiable", "input_unused", "input_no_grad",
    "custom_count",
    "custom_result", "custom_shape", "apply_forgotten", "backward_raised", "hook_raised", "grad_is_none",
    # Where autograd does not allow a call.
    "leaf_in_place", "leaf_view_in_place", "inference_saved", "inference_changed", "numpy_requires_grad", "not_leaf",
    # Shapes.
    "matmul", "matmul_transpose_left", "matmul_transpose_right", "linear", "linear_flatten",
    "broadcast", "broadcast_transpose", "broadcast_unsqueeze", "cat", "cat_dim", "cat_dimensions", "stack",
    "conv_dimensions", "conv_channels", "conv_missing_channel", "conv_kernel", "conv_groups", "reshape", "view_stride",
    "index",
    "too_many_indices", "dim", "embedding_range", "class_range", "loss_rows", "not_one_value", "ambiguous_truth",
    # Kinds of numbers and where they are.
    "dtype_mismatch", "needs_floating", "integers_require_grad", "index_dtype", "device",
    # Python.
    "syntax", "indentation", "name", "name_near", "name_import", "local", "attribute", "attribute_near",
    "attribute_none", "import_missing", "import_name", "import_near", "zero_division", "list_index", "key",
    "key_near", "not_callable", "unpack", "type", "recursion", "memory", "assertion",
    "input", "end_of_file", "exit", "group",
]  # fmt: skip
CODES: tuple[Code, ...] = get_args(Code)

Role = Literal["raised", "saved", "changed", "first_backward", "off", "cause", "made", "pass", "defined"]
"""What a line has to do with it: it raised; it made the node that saved something; it changed that; it ran the
backward pass before; gradients are switched off from there; it cut the graph; it made a tensor; it ran the pass
that raised inside; the function in question is defined there."""


class TensorFact(msgspec.Struct, frozen=True):
    """A tensor that has to do with it; the name is the program's, where it has one."""

    name: str | None
    shape: tuple[int, ...]
    dtype: str

    @property
    def text(self) -> str:
        """Such as ``x (2, 3)``."""
        shape = str(tuple(self.shape))
        return f"{self.name} {shape}" if self.name else shape


class LessonLine(msgspec.Struct, frozen=True):
    """A line of the program, counted from 1."""

    role: Role
    line: int


class Lesson(msgspec.Struct, frozen=True):
    """Why a program raised, as far as facts tell.

    Attributes:
        code: What went wrong.
        lines: Those involved; the one that raised is the first.
        tensors, numbers, texts: The values that belong to the code, by name. A text is an identifier, an
            operation, a type, or a line of Python, never a sentence.
        nodes: Ids of the trace's nodes that it is about.
    """

    code: Code
    lines: tuple[LessonLine, ...] = ()
    tensors: dict[str, TensorFact] = {}
    numbers: dict[str, int] = {}
    texts: dict[str, str] = {}
    nodes: tuple[int, ...] = ()

    def line_of(self, role: Role) -> int | None:
        """The line with this role."""
        return next((one.line for one in self.lines if one.role == role), None)

    def values(self) -> dict[str, str | int]:
        """All that a sentence may name: ``line``, ``saved_line``, ..., a tensor's ``x``, ``x_shape``, ``x_dtype``."""
        found: dict[str, str | int] = {**self.numbers, **self.texts}
        for one in self.lines:
            found["line" if one.role == "raised" else f"{one.role}_line"] = one.line
        for name, tensor in self.tensors.items():
            found[name] = tensor.text
            found[f"{name}_shape"] = str(tuple(tensor.shape))
            found[f"{name}_dtype"] = tensor.dtype
        return found
