"""What went wrong in a program and what would mend it, one sentence each, for the codes of core/autograd/lesson.py."""

from __future__ import annotations

import re

from core.autograd.lesson import Code, Lesson, Role
from gui.text import QT_TRANSLATE_NOOP, fill, translate

_ISOLATED = re.compile("[\u2066\u2068][^\u2066-\u2069]{1,32}\u2069")
"""What is not too long for a line of its own."""

HAPPENED: dict[Code, str] = {
    "freed": QT_TRANSLATE_NOOP("Errors", "{node} of line {saved_line} needs what it saved ({saved}) for its gradient, but the backward pass of line {first_backward_line} has freed it: by default a graph serves once."),
    "saved_changed": QT_TRANSLATE_NOOP("Errors", "{node} of line {saved_line} saved {tensor} for its gradient, at version {then}; {operation} in line {changed_line} changed it in place, and now it is at version {now}."),
    "saved_changed_unseen": QT_TRANSLATE_NOOP("Errors", "{node} of line {saved_line} saved {tensor} for its gradient, at version {then}; since then it was changed in place, and now it is at version {now}."),
    "not_scalar": QT_TRANSLATE_NOOP("Errors", "backward was called on {root}, which has {count} values; without a gradient given to it, it can only begin at a single one."),
    "gradient_shape": QT_TRANSLATE_NOOP("Errors", "The gradient given to backward has the shape {gradient_shape}, but the result that it belongs to has {root_shape}: each value needs one."),
    "no_grad": QT_TRANSLATE_NOOP("Errors", "{root} has no graph: {operation} in line {cause_line} ran under {switch}, which begins in line {off_line}, so nothing was recorded."),
    "no_grad_unseen": QT_TRANSLATE_NOOP("Errors", "{root} has no graph: {operation} in line {cause_line} ran while gradients were switched off, so nothing was recorded."),
    "detached": QT_TRANSLATE_NOOP("Errors", "{root} has no graph: {operation} in line {cause_line} cut it off from what came before."),
    "gradient_root": QT_TRANSLATE_NOOP("Errors", "{root} was computed from a gradient, and the pass that made this gradient recorded no graph of its own."),
    "no_leaf": QT_TRANSLATE_NOOP("Errors", "{root} has no graph: nothing that it was computed from requires grad ({leaves})."),
    "no_leaf_unseen": QT_TRANSLATE_NOOP("Errors", "{root} has no graph: nothing that it was computed from requires grad."),
    "not_differentiable": QT_TRANSLATE_NOOP("Errors", "{root} has no graph: {operation} in line {cause_line} gives {dtype}, and such values move in steps, so they have no gradient."),
    "input_unused": QT_TRANSLATE_NOOP("Errors", "torch.autograd.grad was asked for the gradient of {input}, but no way in the graph leads from {root} to it."),
    "input_no_grad": QT_TRANSLATE_NOOP("Errors", "torch.autograd.grad was asked for the gradient of {input}, which does not require grad."),
    "custom_count": QT_TRANSLATE_NOOP("Errors", "The number of gradients that the backward of {function} returns in line {defined_line} is {got}, but its forward takes {expected}: each argument needs one."),
    "custom_result": QT_TRANSLATE_NOOP("Errors", "What the backward of {function} returns in line {defined_line} does not fit its forward: needed are {expected}, one for each argument, each of its argument's shape."),
    "custom_shape": QT_TRANSLATE_NOOP("Errors", "The backward of {function} returns in line {defined_line} a gradient of shape {given} for an input of shape {wanted}."),
    "apply_forgotten": QT_TRANSLATE_NOOP("Errors", "{function} is a custom function, and torch runs such a function only through its apply."),
    "backward_raised": QT_TRANSLATE_NOOP("Errors", "The backward of {function} raised {kind} in line {line}, while the pass of line {pass_line} ran it."),
    "hook_raised": QT_TRANSLATE_NOOP("Errors", "Your own code in line {line} raised {kind}, called by the engine during the pass of line {pass_line}."),
    "grad_is_none": QT_TRANSLATE_NOOP("Errors", "The .grad of {tensor} is still None in line {line}: no backward pass has put a gradient there."),
    "leaf_in_place": QT_TRANSLATE_NOOP("Errors", "{operation} in line {line} changes {tensor} in place, a leaf that requires grad: its gradient would belong to a value that is gone."),
    "leaf_view_in_place": QT_TRANSLATE_NOOP("Errors", "{operation} in line {line} changes {tensor} in place, which is a view of {base}, a leaf that requires grad: the leaf's own values would change."),
    "inference_saved": QT_TRANSLATE_NOOP("Errors", "{operation} in line {line} would save {tensor} for a gradient, but that was made in inference mode, where torch keeps no count of changes."),
    "inference_changed": QT_TRANSLATE_NOOP("Errors", "{operation} in line {line} changes {tensor} in place, which was made in inference mode and may only be changed there."),
    "numpy_requires_grad": QT_TRANSLATE_NOOP("Errors", "{tensor} requires grad, and NumPy knows no gradients: what is computed there would be missing in the graph."),
    "not_leaf": QT_TRANSLATE_NOOP("Errors", "{tensor} is the result of an operation, so whether it requires grad follows from the graph; only leaves can be switched."),
    "matmul": QT_TRANSLATE_NOOP("Errors", "The product of {left} and {right} needs equal inner sizes, but the first has {left_size} columns and the second {right_size} rows."),
    "matmul_transpose_left": QT_TRANSLATE_NOOP("Errors", "The product of {left} and {right} needs equal inner sizes; {left_size} and {right_size} differ, though the first one would fit transposed."),
    "matmul_transpose_right": QT_TRANSLATE_NOOP("Errors", "The product of {left} and {right} needs equal inner sizes; {left_size} and {right_size} differ, though the second one would fit transposed."),
    "linear": QT_TRANSLATE_NOOP("Errors", "{layer} takes {wanted} features, the last size of its input, but {input} has {found} there."),
    "linear_flatten": QT_TRANSLATE_NOOP("Errors", "{layer} takes {wanted} features, the last size of its input; {input} has as many for each sample, but spread over several dimensions."),
    "broadcast": QT_TRANSLATE_NOOP("Errors", "{operation} takes its two values element by element, but {left} and {right} do not fit: in dimension {dim} they have {left_size} and {right_size}, neither equal nor 1."),
    "broadcast_transpose": QT_TRANSLATE_NOOP("Errors", "{operation} cannot pair {left} with {right} element by element: in dimension {dim} they have {left_size} and {right_size}; with rows and columns exchanged they would fit."),
    "broadcast_unsqueeze": QT_TRANSLATE_NOOP("Errors", "{operation} cannot pair {left} with {right} element by element: shapes are lined up from the right, where {left_size} meets {right_size}."),
    "cat": QT_TRANSLATE_NOOP("Errors", "{left} and {right} cannot be joined along dim={dim}: all other sizes must be equal, and those of dimension {place} differ."),
    "cat_dim": QT_TRANSLATE_NOOP("Errors", "{left} and {right} cannot be joined along dim={dim}, where the other sizes differ; along dim={better} they could."),
    "cat_dimensions": QT_TRANSLATE_NOOP("Errors", "{left} and {right} cannot be joined: they have different numbers of dimensions."),
    "stack": QT_TRANSLATE_NOOP("Errors", "torch.stack lays tensors of one shape on top of each other, but {left} and {right} differ."),
    "conv_dimensions": QT_TRANSLATE_NOOP("Errors", "{layer} slides over {dimensions} dimension(s), so its input has {most} dimensions, or {least} without a batch; {input} has {count}."),
    "conv_channels": QT_TRANSLATE_NOOP("Errors", "{layer} expects {wanted} input channels (groups = {groups}), but {input} has {found}."),
    "conv_missing_channel": QT_TRANSLATE_NOOP("Errors", "{layer} expects one input channel, but {input} has no dimension for channels, so its first size, {found}, was taken for that."),
    "conv_kernel": QT_TRANSLATE_NOOP("Errors", "The kernel of {layer} reaches over {kernel}, more than the padded input {padded} has; {input} is too small."),
    "conv_groups": QT_TRANSLATE_NOOP("Errors", "groups = {groups} must divide both in_channels = {entering} and out_channels = {leaving}."),
    "reshape": QT_TRANSLATE_NOOP("Errors", "{tensor} has {count} values, which do not fill the shape {wanted} exactly."),
    "view_stride": QT_TRANSLATE_NOOP("Errors", "{tensor} does not lie in memory in its own order (it was transposed, say), so it cannot be viewed as {wanted} without a copy."),
    "index": QT_TRANSLATE_NOOP("Errors", "Index {index} is outside of dimension {dim} of {tensor}, which has size {size}."),
    "too_many_indices": QT_TRANSLATE_NOOP("Errors", "The number of indices is {count}, but {tensor} has {dims} dimension(s)."),
    "dim": QT_TRANSLATE_NOOP("Errors", "There is no dimension {dim} here: {tensor} has {dims}."),
    "embedding_range": QT_TRANSLATE_NOOP("Errors", "{layer} was asked for row {index}, but it has {size} rows."),
    "class_range": QT_TRANSLATE_NOOP("Errors", "A target names class {index}, but {input} has scores for {size} classes."),
    "loss_rows": QT_TRANSLATE_NOOP("Errors", "The scores {input} are of {rows} samples, but the target {target} is of {count}."),
    "not_one_value": QT_TRANSLATE_NOOP("Errors", "{tensor} has {count} values, and only a single one becomes a Python number."),
    "ambiguous_truth": QT_TRANSLATE_NOOP("Errors", "A condition must be true or false, but {tensor} has {count} values, some of which may be one and some the other."),
    "dtype_mismatch": QT_TRANSLATE_NOOP("Errors", "{operation} needs numbers of one kind, but {left} is {left_dtype} and {right} is {right_dtype}."),
    "needs_floating": QT_TRANSLATE_NOOP("Errors", "{operation} needs floating-point numbers, but {tensor} is {tensor_dtype}."),
    "integers_require_grad": QT_TRANSLATE_NOOP("Errors", "Only floating-point (or complex) numbers can require grad: {dtype} moves in steps, and has no derivative."),
    "index_dtype": QT_TRANSLATE_NOOP("Errors", "{tensor} is {tensor_dtype}, but it is used as indices or classes, which are whole numbers."),
    "device": QT_TRANSLATE_NOOP("Errors", "{left} is on {left_device} and {right} is on {right_device}: an operation needs all of its tensors on one device."),
    "syntax": QT_TRANSLATE_NOOP("Errors", "Python cannot read line {line}; it gave up near column {column}. Nothing has run."),
    "indentation": QT_TRANSLATE_NOOP("Errors", "Line {line} is not indented as the lines around it. Nothing has run."),
    "name": QT_TRANSLATE_NOOP("Errors", "The name {name} stands for nothing when line {line} runs."),
    "name_near": QT_TRANSLATE_NOOP("Errors", "The name {name} stands for nothing when line {line} runs; there is {near}."),
    "name_import": QT_TRANSLATE_NOOP("Errors", "The name {name} stands for nothing in line {line}: it was not imported."),
    "local": QT_TRANSLATE_NOOP("Errors", "The function assigns to {name}, so this name is its own everywhere inside; in line {line} it has no value yet."),
    "attribute": QT_TRANSLATE_NOOP("Errors", "{what} has no {name}."),
    "attribute_near": QT_TRANSLATE_NOOP("Errors", "{what} has no {name}; it has {near}."),
    "attribute_none": QT_TRANSLATE_NOOP("Errors", "Line {line} asks None for {name}: a value that was expected is missing."),
    "import_missing": QT_TRANSLATE_NOOP("Errors", "The module {module} was not found: it is not installed here, or is called otherwise."),
    "import_name": QT_TRANSLATE_NOOP("Errors", "The module {module} has nothing called {name}."),
    "import_near": QT_TRANSLATE_NOOP("Errors", "The module {module} has nothing called {name}; it has {near}."),
    "zero_division": QT_TRANSLATE_NOOP("Errors", "Line {line} divides a Python number by zero."),
    "list_index": QT_TRANSLATE_NOOP("Errors", "Line {line} asks for a place that the sequence does not have."),
    "key": QT_TRANSLATE_NOOP("Errors", "There is no entry with the key {key}."),
    "key_near": QT_TRANSLATE_NOOP("Errors", "There is no entry with the key {key}; there is one with {near}."),
    "not_callable": QT_TRANSLATE_NOOP("Errors", "{name} is followed by parentheses in line {line}, but it is a value ({kind}) and no function."),
    "unpack": QT_TRANSLATE_NOOP("Errors", "Line {line} takes a value apart into {wanted} names, but it has another number of parts."),
    "type": QT_TRANSLATE_NOOP("Errors", "Line {line} does something that the types of its values do not allow, or calls a function with other arguments than it takes."),
    "recursion": QT_TRANSLATE_NOOP("Errors", "A function called itself, directly or through others, deeper than Python allows; line {line} was the last."),
    "memory": QT_TRANSLATE_NOOP("Errors", "There was not enough memory for what line {line} wanted to make."),
    "assertion": QT_TRANSLATE_NOOP("Errors", "The condition that line {line} asserts does not hold."),
}  # fmt: skip
"""What happened."""

MEND: dict[Code, str] = {
    "freed": QT_TRANSLATE_NOOP("Errors", "Call backward once, or write retain_graph=True in line {first_backward_line} to keep the graph."),
    "saved_changed": QT_TRANSLATE_NOOP("Errors", "Make a new tensor in line {changed_line} (y = y + 1 in place of y += 1), or change it only after backward."),
    "saved_changed_unseen": QT_TRANSLATE_NOOP("Errors", "Make a new tensor in place of changing this one, or change it only after backward."),
    "not_scalar": QT_TRANSLATE_NOOP("Errors", "Make one value of it with .sum() or .mean(), or give backward a gradient of shape {root_shape}."),
    "gradient_shape": QT_TRANSLATE_NOOP("Errors", "Give a gradient of shape {root_shape}; torch.ones_like of the result has it."),
    "no_grad": QT_TRANSLATE_NOOP("Errors", "Move line {cause_line} out of what begins in line {off_line}."),
    "no_grad_unseen": QT_TRANSLATE_NOOP("Errors", "Switch gradients on before line {cause_line}, with torch.enable_grad() or torch.set_grad_enabled(True)."),
    "detached": QT_TRANSLATE_NOOP("Errors", "Leave {operation} out of line {cause_line}, or call backward on what was not detached."),
    "gradient_root": QT_TRANSLATE_NOOP("Errors", "Write create_graph=True in the call that computes this gradient."),
    "no_leaf": QT_TRANSLATE_NOOP("Errors", "Write requires_grad=True where you make the tensor whose gradient you want, such as {leaf} in line {made_line}."),
    "no_leaf_unseen": QT_TRANSLATE_NOOP("Errors", "Write requires_grad=True where you make the tensor whose gradient you want."),
    "not_differentiable": QT_TRANSLATE_NOOP("Errors", "Call backward on a floating-point result, and use {operation} only outside of the loss."),
    "input_unused": QT_TRANSLATE_NOOP("Errors", "Compute the result from it, or write allow_unused=True to get None as its gradient."),
    "input_no_grad": QT_TRANSLATE_NOOP("Errors", "Write requires_grad=True where it is made, before the result is computed from it."),
    "custom_count": QT_TRANSLATE_NOOP("Errors", "Return {expected} in line {defined_line}, in the order of forward's arguments, with None for what needs no gradient."),
    "custom_result": QT_TRANSLATE_NOOP("Errors", "Return {expected} in line {defined_line}, in the order of forward's arguments, with None for what needs no gradient; print their shapes before that."),
    "custom_shape": QT_TRANSLATE_NOOP("Errors", "Let line {defined_line} return a gradient of shape {wanted}, for example by summing over what was broadcast."),
    "apply_forgotten": QT_TRANSLATE_NOOP("Errors", "Write {function}.apply(…)."),
    "backward_raised": QT_TRANSLATE_NOOP("Errors", "Look at line {line}: what arrives there as a gradient has the shape of forward's result."),
    "hook_raised": QT_TRANSLATE_NOOP("Errors", "Look at line {line}: a hook is given the gradient of the tensor that it is registered on."),
    "grad_is_none": QT_TRANSLATE_NOOP("Errors", "Call backward before line {line}, on something computed from it; only leaves that require grad, and tensors after retain_grad(), keep a .grad."),
    "leaf_in_place": QT_TRANSLATE_NOOP("Errors", "For a step of descent put line {line} under with torch.no_grad():, else make a new tensor; never go through .data, which hides the change from autograd."),
    "leaf_view_in_place": QT_TRANSLATE_NOOP("Errors", "Put line {line} under with torch.no_grad():, or clone the leaf first and change the copy."),
    "inference_saved": QT_TRANSLATE_NOOP("Errors", "Use torch.no_grad() in place of torch.inference_mode(), or take a .clone() of the tensor outside."),
    "inference_changed": QT_TRANSLATE_NOOP("Errors", "Take a .clone() of it first, or use torch.no_grad() in place of torch.inference_mode()."),
    "numpy_requires_grad": QT_TRANSLATE_NOOP("Errors", "Write .detach().numpy(), if no gradient is to flow through it."),
    "not_leaf": QT_TRANSLATE_NOOP("Errors", "Write .detach() for the same values without a graph."),
    "matmul": QT_TRANSLATE_NOOP("Errors", "Change one of the two so that {left_size} and {right_size} become the same number."),
    "matmul_transpose_left": QT_TRANSLATE_NOOP("Errors", "Transpose the first one (.mT): the result has the shape {result}."),
    "matmul_transpose_right": QT_TRANSLATE_NOOP("Errors", "Transpose the second one (.mT): the result has the shape {result}."),
    "linear": QT_TRANSLATE_NOOP("Errors", "Set in_features = {found}, or give it an input whose last size is {wanted}."),
    "linear_flatten": QT_TRANSLATE_NOOP("Errors", "Flatten the input first: .flatten(1) gives {result}."),
    "broadcast": QT_TRANSLATE_NOOP("Errors", "Make the sizes of dimension {dim} equal, or one of them 1."),
    "broadcast_transpose": QT_TRANSLATE_NOOP("Errors", "Transpose {tensor} (.mT): it becomes {result}."),
    "broadcast_unsqueeze": QT_TRANSLATE_NOOP("Errors", "Give {tensor} a last dimension of size 1 with .unsqueeze(-1): it becomes {result}."),
    "cat": QT_TRANSLATE_NOOP("Errors", "Bring them to the same sizes in all dimensions but dim={dim}."),
    "cat_dim": QT_TRANSLATE_NOOP("Errors", "Write dim={better}."),
    "cat_dimensions": QT_TRANSLATE_NOOP("Errors", "Give the smaller one a dimension of size 1 with .unsqueeze(…), or use torch.stack for tensors of one shape."),
    "stack": QT_TRANSLATE_NOOP("Errors", "Bring them to one shape, or join them along a dimension that they have with torch.cat."),
    "conv_dimensions": QT_TRANSLATE_NOOP("Errors", "Add what is missing (batch, channels) with .unsqueeze(0), or flatten what is too many."),
    "conv_channels": QT_TRANSLATE_NOOP("Errors", "Set in_channels = {found}, or bring the channels into their place: (batch, channels, size…)."),
    "conv_missing_channel": QT_TRANSLATE_NOOP("Errors", "Add the dimension of channels with .unsqueeze(1): the input becomes {result}."),
    "conv_kernel": QT_TRANSLATE_NOOP("Errors", "Use a smaller kernel, more padding, or a larger input."),
    "conv_groups": QT_TRANSLATE_NOOP("Errors", "Choose groups that divide both, such as 1."),
    "reshape": QT_TRANSLATE_NOOP("Errors", "The product of the sizes must be {count}; one size may be -1, then torch works it out."),
    "view_stride": QT_TRANSLATE_NOOP("Errors", "Write .reshape{wanted}, which copies where it must, or call .contiguous() first."),
    "index": QT_TRANSLATE_NOOP("Errors", "Use an index from 0 to {last}, or a negative one from -{size} to -1, counted from the end."),
    "too_many_indices": QT_TRANSLATE_NOOP("Errors", "Use at most as many indices as dimensions: {dims}."),
    "dim": QT_TRANSLATE_NOOP("Errors", "Use dim from {least} to {most}."),
    "embedding_range": QT_TRANSLATE_NOOP("Errors", "Use indices from 0 to {last}, or make it larger (num_embeddings)."),
    "class_range": QT_TRANSLATE_NOOP("Errors", "Number the classes from 0 to {last}, or give the last layer more outputs."),
    "loss_rows": QT_TRANSLATE_NOOP("Errors", "Give one class for each sample: a target of shape ({rows},)."),
    "not_one_value": QT_TRANSLATE_NOOP("Errors", "Choose one value (x[0]), make one of them (.mean()), or take all as a list with .tolist()."),
    "ambiguous_truth": QT_TRANSLATE_NOOP("Errors", "Write .any() or .all() behind it, or choose element by element with torch.where."),
    "dtype_mismatch": QT_TRANSLATE_NOOP("Errors", "Convert one of them: .to(torch.{wanted})."),
    "needs_floating": QT_TRANSLATE_NOOP("Errors", "Write .float() behind it, or make it of numbers with a point (1.0)."),
    "integers_require_grad": QT_TRANSLATE_NOOP("Errors", "Write the numbers with a point (1.0), or dtype=torch.float32."),
    "index_dtype": QT_TRANSLATE_NOOP("Errors", "Write .long() behind it."),
    "device": QT_TRANSLATE_NOOP("Errors", "Bring both to one device with .to(…), the model as well as its input."),
    "syntax": QT_TRANSLATE_NOOP("Errors", "Look there, and in the line before, for a bracket, quote, comma or colon that is missing or too many."),
    "indentation": QT_TRANSLATE_NOOP("Errors", "Begin all lines of one block with the same number of spaces, and indent after a colon."),
    "name": QT_TRANSLATE_NOOP("Errors", "Assign to {name} before that line, or import it."),
    "name_near": QT_TRANSLATE_NOOP("Errors", "Write {near}, if that is what you meant."),
    "name_import": QT_TRANSLATE_NOOP("Errors", "Write {statement} at the top."),
    "local": QT_TRANSLATE_NOOP("Errors", "Give it a value first, pass it as an argument, or give what is assigned another name."),
    "attribute": QT_TRANSLATE_NOOP("Errors", "See with dir(…) what it has, or whether it is the thing that you think."),
    "attribute_near": QT_TRANSLATE_NOOP("Errors", "Write {near}, if that is what you meant."),
    "attribute_none": QT_TRANSLATE_NOOP("Errors", "See where it comes from: a function without return gives None, and so does .grad before backward."),
    "import_missing": QT_TRANSLATE_NOOP("Errors", "Check its name, or install it for the Python that runs this program."),
    "import_name": QT_TRANSLATE_NOOP("Errors", "Check the name; another version of the module may have it elsewhere."),
    "import_near": QT_TRANSLATE_NOOP("Errors", "Write {near}, if that is what you meant."),
    "zero_division": QT_TRANSLATE_NOOP("Errors", "See why the divisor is zero there, or leave that case out."),
    "list_index": QT_TRANSLATE_NOOP("Errors", "Places count from 0, so the last is len(…) - 1; see whether it is shorter than expected."),
    "key": QT_TRANSLATE_NOOP("Errors", "See with .keys() which there are, or ask with .get(…)."),
    "key_near": QT_TRANSLATE_NOOP("Errors", "Write {near}, if that is what you meant."),
    "not_callable": QT_TRANSLATE_NOOP("Errors", "Leave out the parentheses, or see whether {name} was assigned over the function of that name."),
    "unpack": QT_TRANSLATE_NOOP("Errors", "Write as many names as there are parts, or take the rest with *rest."),
    "type": QT_TRANSLATE_NOOP("Errors", "Print type(…) of each value in line {line}, and compare the call with the function's definition."),
    "recursion": QT_TRANSLATE_NOOP("Errors", "See that the recursion ends, or use a loop."),
    "memory": QT_TRANSLATE_NOOP("Errors", "Use smaller sizes or a smaller batch."),
    "assertion": QT_TRANSLATE_NOOP("Errors", "Print the values in the condition before that line."),
}  # fmt: skip
"""What would mend it."""

_BUTTONS: dict[Role, str] = {
    "raised": QT_TRANSLATE_NOOP("Errors", "Raised in line {line}"),
    "saved": QT_TRANSLATE_NOOP("Errors", "Saved in line {line}"),
    "changed": QT_TRANSLATE_NOOP("Errors", "Changed in line {line}"),
    "first_backward": QT_TRANSLATE_NOOP("Errors", "Freed in line {line}"),
    "off": QT_TRANSLATE_NOOP("Errors", "Switched off in line {line}"),
    "cause": QT_TRANSLATE_NOOP("Errors", "Cause in line {line}"),
    "made": QT_TRANSLATE_NOOP("Errors", "Made in line {line}"),
    "pass": QT_TRANSLATE_NOOP("Errors", "Pass of line {line}"),
    "defined": QT_TRANSLATE_NOOP("Errors", "Returned in line {line}"),
}


def happened_sentence(lesson: Lesson) -> str:
    """What went wrong, in the present language."""
    return _unbroken(fill(translate("Errors", HAPPENED[lesson.code]), **lesson.values()))


def mend_sentence(lesson: Lesson) -> str:
    """What would probably mend it, in the present language."""
    return _unbroken(fill(translate("Errors", MEND[lesson.code]), **lesson.values()))


def _unbroken(sentence: str) -> str:
    """With shapes and code that no line ends in the midst of: in Arabic their parts would change places."""
    return _ISOLATED.sub(lambda found: found.group().replace(" ", "\u00a0"), sentence)


def line_text(role: Role, line: int) -> str:
    """What a line of the program has to do with an error, on the button that leads there."""
    return fill(translate("Errors", _BUTTONS[role]), line=line)
