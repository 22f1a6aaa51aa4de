"""Lessons: what is read, what is refused and where, and answers that are torch's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from core.labs.plain import first_state, from_plain, to_plain
from core.lessons.answering import Found, answer_of, is_right
from core.lessons.command import check_file
from core.lessons.expression import ExpressionProblem, evaluate
from core.lessons.layer_names import image_names, signal_names
from core.lessons.lesson import Choice, Question, Words
from core.lessons.mathematics import formulas_in
from core.lessons.reading import parse_lesson
from core.media.images import prepared
from core.media.samples import load_picture, load_recording

BOTH = {"en": "Text", "ar": "نص"}
WORDS = Words("a", "ب")


def lesson(**changes: Any) -> dict[str, Any]:
    step = {"title": BOTH, "text": BOTH}
    return {"format": "convgrad.lesson", "version": 1, "id": "one", "title": BOTH, "steps": [step], **changes}


def with_step(**changes: Any) -> dict[str, Any]:
    return lesson(steps=[{"title": BOTH, "text": BOTH, **changes}])


class Dumper(yaml.SafeDumper):
    """Writes everything out, as a person would."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def written(data: object) -> bytes:
    return yaml.dump(data, Dumper=Dumper, allow_unicode=True, sort_keys=False).encode()


def problems_of(content: bytes) -> list[tuple[str, int, str]]:
    found, problems = parse_lesson(content)
    assert (found is None) == bool(problems)
    return [(one.code, one.line, one.where) for one in problems]


def test_a_lesson_is_read() -> None:
    state = {"lab": "image", "image": {"parameters": {"kernel_size": 5}}}
    question = {"kind": "shape", "ask": BOTH, "answer": "output.shape"}
    data = with_step(state=state, question=question, allow=["image.cursor"], cards=["stride"])
    found, problems = parse_lesson(written({**data, "setup": {"signal": {"length": 32}}}))
    assert not problems
    assert found is not None
    (step,) = found.steps
    assert step.state.signal.length == 32
    assert step.state.image.parameters.kernel_size == (5, 5)
    assert step.question is not None
    assert step.question.answer == "output.shape"
    assert step.allow == ("image.cursor",)


Q = {"kind": "number", "ask": BOTH, "answer": "value"}


@pytest.mark.parametrize(
    ("content", "code", "line", "where"),
    [
        (b"\xff\xfe", "encoding", 1, ""),
        (b"a: [", "syntax", 1, ""),
        (b"", "format", 1, ""),
        (b"format: x", "format", 1, ""),
        (b"a: &a [*a]", "depth", 1, "a" + "[0]" * 24),
        (b"\nformat: !!python/object:os.system x", "kind", 2, "format"),
        (b"format: a\nformat: b", "twice", 2, "format"),
        (b"[" * 100 + b"]" * 100, "depth", 1, "[0]" * 25),
        (written(lesson(version=2)), "version", 2, "version"),
        (written(lesson(steps=[])), "empty", 7, "steps"),
        (written(lesson(extra=1)), "unknown", 14, "extra"),
        (written(lesson(title={"en": "only"})), "language", 4, "title.ar"),
        (written(lesson(title="one language")), "language", 4, "title"),
        (written(with_step(state={"signal": {"length": 0}})), "state", 14, "steps[0].state.signal.length"),
        (written(with_step(question={**Q, "kind": "essay"})), "question", 13, "steps[0].question.kind"),
        (written(with_step(question={**Q, "answer": 4})), "answer", 17, "steps[0].question.answer"),
        (written(with_step(question={**Q, "answer": "2 + 2"})), "answer", 17, "steps[0].question.answer"),
        (written(with_step(question={**Q, "answer": "import os"})), "expression", 17, "steps[0].question.answer"),
        (written(with_step(question={**Q, "kind": "choice"})), "choice", 12, "steps[0].question.choices"),
        (written(with_step(allow=3)), "kind", 12, "steps[0].allow"),
        (written(with_step(allow=["signal.parameter.stride"])), "unknown", 13, "steps[0].allow[0]"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_field(content: bytes, code: str, line: int, where: str) -> None:
    found = problems_of(content)
    assert code in {one[0] for one in found}
    named = next(one for one in found if one[0] == code)
    assert named[2] == where
    assert abs(named[1] - line) <= 2  # How the file is laid out is the writer's.


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 4),
    st.integers(1, 4),
    st.integers(1, 3),
    st.integers(0, 3),
    st.integers(1, 2),
    st.integers(0, 10**6),
)
def test_names_of_a_signal_are_torch_s(
    kernels: int, taps: int, stride: int, padding: int, dilation: int, cursor: int
) -> None:
    parameters = {"in_channels": 2, "out_channels": kernels, "kernel_size": taps, "stride": stride}
    state = from_plain(
        {
            "signal": {
                "length": 40,
                "cursor": cursor,
                "upstream": "output",
                "parameters": {**parameters, "padding": padding, "dilation": dilation},
            }
        }
    ).signal
    names = signal_names(state, load_recording("stereo_chord"))
    layer = torch.nn.Conv1d(2, kernels, taps, stride, padding, dilation)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(np.array(names["weight"])))
        assert layer.bias is not None
        layer.bias.copy_(torch.from_numpy(np.array(names["bias"])))
    x = torch.from_numpy(np.array(names["input"])).requires_grad_()
    out = layer(x)
    out.backward(out.detach())
    assert evaluate("output.shape", names) == tuple(out.shape)
    assert evaluate("floor((L + 2*p - d*(k - 1) - 1) / s) + 1 == L_out", names) is True
    assert evaluate("parameter_count", names) == sum(one.numel() for one in layer.parameters())
    assert evaluate("matrix_shape", names) == (out.numel(), x.numel())
    for text, tensor in (("output", out), ("input_grad", x.grad), ("weight_grad", layer.weight.grad)):
        assert tensor is not None
        torch.testing.assert_close(torch.from_numpy(np.array(evaluate(text, names))), tensor.detach())
    at = min(cursor, out.shape[1] - 1)
    assert evaluate("value", names) == pytest.approx(float(out[0, at].detach()), rel=1e-4, abs=1e-5)
    assert evaluate("sum(window * kernel) + bias[0]", names) == pytest.approx(
        float(out[0, at].detach()), rel=1e-3, abs=1e-4
    )
    matrix = torch.autograd.functional.jacobian(layer, x.detach()).reshape(out.numel(), x.numel())
    assert evaluate("nonzero_share", names) >= float((matrix != 0).float().mean()) - 1e-6


def test_names_of_a_picture_are_torch_s() -> None:
    state = from_plain(
        {"image": {"grey": True, "shrink": 8, "parameters": {"in_channels": 1, "out_channels": 4}}}
    ).image
    pixels = prepared(load_picture("picture"), grey=True, shrink=8)
    names = image_names(state, pixels)
    weight, bias = (torch.from_numpy(np.array(names[one])) for one in ("weight", "bias"))
    out = torch.nn.functional.conv2d(torch.from_numpy(np.array(pixels)), weight, bias)
    torch.testing.assert_close(torch.from_numpy(np.array(evaluate("output", names))), out)
    assert evaluate("weight.ndim", names) == 4
    assert evaluate("upstream.shape == output.shape", names) is True
    assert evaluate("sum(upstream)", names) == 1.0  # "one_hot" is what is sent at first.
    assert evaluate("k == (3, 3) and H_out == H - 2", names) is True


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "().__class__",
        "x.grad.__class__",
        "[one for one in x]",
        "lambda: 1",
        "x if x else x",
        "f'{x}'",
        "'a' * 10",
        "2 ** (10 ** 10) and nothing",
        "x[1.5]",
        "x[99]",
        "open('a')",
        "x.values",
        "(" * 200,
        "x.nothing",
        "-" * 60 + "x",
        "",
    ],
)
def test_expressions_reach_nothing_else(text: str) -> None:
    with pytest.raises(ExpressionProblem):
        evaluate(text, {"x": np.arange(3.0)})


def test_a_run_answers() -> None:
    path = Path("resources/examples")
    assert path.is_dir()
    from core.labs.autograd import example
    from core.lessons.command import run_program
    from core.lessons.run_names import trace_names

    names = trace_names(run_program(example("mean_of_squares")))
    x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    (3 * (x - 2) ** 2).mean().backward()
    assert x.grad is not None
    assert np.array_equal(np.asarray(evaluate("x.grad", names)), x.grad.numpy())
    assert evaluate("x.grad.shape == x.shape and x.is_leaf", names) is True
    assert evaluate("error is None and finished", names) is True
    assert evaluate("y.grad_fn", names) == "SubBackward0"
    assert evaluate("count('AccumulateGrad')", names) == 1


def test_what_arrives_at_a_node_can_be_asked_for() -> None:
    from core.labs.autograd import example
    from core.lessons.command import run_program
    from core.lessons.run_names import trace_names

    names = trace_names(run_program(example("mean_of_products")))
    x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    y = x - 2
    y.retain_grad()
    left, right = y.clone(), y.clone()
    left.retain_grad()
    (left * right * 3).mean().backward()
    assert y.grad is not None
    assert left.grad is not None
    assert np.array_equal(np.asarray(evaluate('arrived("y")', names)), y.grad.numpy())
    assert np.array_equal(np.asarray(evaluate('brought("SubBackward0")[0]', names)), left.grad.numpy())
    assert evaluate('brought("y").shape[0] == 2 and sum(brought("y")[:, 0, 0]) == arrived("y")[0, 0]', names) is True
    again = trace_names(run_program(example("accumulation")))
    assert evaluate('w.grad == arrived("w", 0) + arrived("w", 1)', again) is True
    assert evaluate('"w.grad: tensor" in printed', again) is True
    for text in ('arrived("nothing")', 'arrived("w", 2)', 'brought("loss")'):
        with pytest.raises(ExpressionProblem):
            evaluate(text, again)


def test_answers_are_compared_as_a_teacher_would() -> None:
    names = {"a": 2.0, "t": np.array([1.0, 1e-9]), "s": (1, 2)}
    number = Question("number", WORDS, "a / 3", tolerance=0.01)
    right = answer_of(number, names)
    assert is_right(number, right, 0.67)
    assert not is_right(number, right, 0.7)
    tensor = Question("tensor", WORDS, "t")
    assert is_right(tensor, answer_of(tensor, names), np.array([1.0, 0.0]))
    assert not is_right(tensor, answer_of(tensor, names), np.array([1.0]))
    shape = Question("shape", WORDS, "s")
    assert is_right(shape, answer_of(shape, names), (1, 2))
    assert not is_right(shape, answer_of(shape, names), (2, 1))
    choice = Question("choice", WORDS, choices=(Choice(WORDS, "a > 3"), Choice(WORDS, "a < 3")))
    assert answer_of(choice, names) == Found(1)
    with pytest.raises(ExpressionProblem):
        answer_of(Question("choice", WORDS, choices=(Choice(WORDS, "a > 1"), Choice(WORDS, "a < 3"))), names)
    for kind, answer in (("number", "s"), ("shape", "a"), ("tensor", "nothing")):
        with pytest.raises(ExpressionProblem):
            answer_of(Question(kind, WORDS, answer), names)  # type: ignore[arg-type]


def test_mathematics_is_found_outside_code() -> None:
    text = "A $k-1$ and `$x$`\n```\n$y$\n```\n$$\\frac{a}{b}$$ costs"
    assert [one for one, _ in formulas_in(text)] == ["k-1", r"\frac{a}{b}"]
    assert all(problem is None for _, problem in formulas_in(text))
    assert formulas_in(r"$\frac{a$")[0][1] is not None


def test_a_file_is_checked_to_the_last_answer(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.lesson", tmp_path / "bad.lesson"
    example = {"lab": "autograd", "autograd": {"example": "mean_of_squares"}}
    grads = {"kind": "tensor", "ask": BOTH, "answer": "x.grad"}
    good.write_bytes(written(with_step(state=example, question=grads)))
    assert check_file(good)[1] == []
    text = {"en": "$\\frac{$", "ar": "نص"}
    steps = [
        {"title": BOTH, "text": BOTH, "state": example, "question": {**grads, "answer": "w.grad"}},
        {
            "title": BOTH,
            "text": text,
            "cards": ["stride", "kernel_siz"],
            "state": {"signal": {"source": {"kind": "file", "name": "/none.wav"}}},
        },
    ]
    bad.write_bytes(written(lesson(steps=steps)))
    found = [(one.code, one.where) for one in check_file(bad)[1]]
    assert found == [
        ("answer", "steps[0].question"),
        ("mathematics", "steps[1].text.en"),
        ("card", "steps[1].cards[1]"),
        ("state", "steps[1].state.signal.source"),
    ]
    assert [one.code for one in check_file(tmp_path / "none.lesson")[1]] == ["unreadable"]


@settings(max_examples=1000, deadline=None)
@given(st.data())
def test_a_mutated_lesson_opens_whole_or_says_what_is_wrong(data: st.DataObject) -> None:
    whole = written(with_step(state=to_plain(first_state()), question=Q, notes=BOTH))
    cut = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(cut, min(len(whole), cut + 40)))
    put = data.draw(
        st.binary(max_size=12) | st.sampled_from([b"\n", b": ", b"- ", b"{", b"]", b"&a ", b"*a", b"!!map "])
    )
    content = whole[:cut] + put + whole[end:]
    found, problems = parse_lesson(content)
    assert (found is None) != (not problems)
    for one in problems:
        assert one.line >= 1
