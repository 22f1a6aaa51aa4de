"""Writes lessons in the form that docs/lesson-format.md describes, and adds steps to those that someone else wrote."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from core.labs.plain import StateProblem, example_name, first_state, from_plain, to_plain
from core.labs.state import AppState
from core.lessons.lesson import FORMAT, VERSION, Lesson, Question, Step, Words
from core.lessons.problem import LessonProblem
from core.lessons.reading import NOTHING, parse_lesson
from core.lessons.yaml_text import BY, entry, on_one_line, quoted
from core.session.writing import write_whole

Plain = dict[str, Any]
USUAL_TOLERANCE = Question("number", Words("", "")).tolerance


def portable(state: AppState) -> AppState:
    """A state without what is true of one machine alone: a program of one's own is in no file."""
    autograd = state.autograd
    if autograd.path and example_name(autograd.path) is None:
        autograd = replace(autograd, path="")
    return replace(state, autograd=autograd)


def said_state(state: AppState, setup: AppState) -> Plain:
    """What a step says of its state, over the lesson's setup: as little as is enough."""
    whole, first = to_plain(state), to_plain(setup)
    short = _difference(whole, first)
    # Another program begins with choices of its own, so what is as in the setup has to be said after all.
    labs = {name: whole[name] if isinstance(value, dict) else value for name, value in short.items()}
    for said in (short, _difference(labs, to_plain(first_state())), labs):
        with contextlib.suppress(StateProblem):
            if from_plain(said, setup) == state:
                return said
    return whole


def step_text(step: Step, setup: AppState, indent: str = BY) -> str:
    """A step as an entry of a lesson's `steps`, with a line end at its end."""
    return "\n".join(_step_lines(step, setup, indent)) + "\n"


def lesson_text(lesson: Lesson) -> str:
    """A whole lesson as the text of its file."""
    lines = [f"format: {FORMAT}", f"version: {VERSION}", *entry("id", lesson.id, "")]
    lines += _words("title", lesson.title, "")
    if _said(lesson.about):
        lines += _words("about", lesson.about, "")
    setup = said_state(lesson.setup, first_state())
    if setup:
        lines += _state("setup", setup, "")
    lines.append("steps:")
    for step in lesson.steps:
        lines += _step_lines(step, lesson.setup, BY)
    return "\n".join(lines) + "\n"


def with_step(content: bytes, step: Step) -> bytes:
    """A lesson's file with one more step at its end; every other character, comments too, stays as it is.

    Raises:
        LessonProblem: The file is no lesson, or the step cannot be added ("addition").
    """
    before, problems = parse_lesson(content)
    if before is None:
        raise problems[0]
    text = content.decode("utf-8-sig")
    mark = content[: len(content) - len(text.encode())]
    ends = "\r\n" if "\r\n" in text else "\n"
    root = yaml.compose(text, yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode)
    steps = next(value for key, value in root.value if key.value == "steps")
    for at, put in _additions(text, steps, step, before.setup):
        made = mark + (text[:at] + put.replace("\n", ends) + text[at:]).encode()
        after, _ = parse_lesson(made)
        if after is not None and _without_lines(after.steps) == _without_lines((*before.steps, _clean(step))):
            return made
    raise LessonProblem("addition", steps.start_mark.line + 1, "steps")


def append_step(path: Path, step: Step) -> None:
    """Add a step to a lesson's file, whole or not at all.

    Raises:
        LessonProblem: As of `with_step`, or the file cannot be read or written ("unreadable").
    """
    try:
        write_whole(path, with_step(path.read_bytes(), step))
    except OSError as error:
        raise LessonProblem("unreadable", 1, "", error.strerror or "") from None


def write_lesson(path: Path, lesson: Lesson) -> None:
    """Write a lesson's file, whole or not at all.

    Raises:
        LessonProblem: What is written could not be read again, or the file cannot be written ("unreadable").
    """
    content = lesson_text(lesson).encode("utf-8", "replace")
    read, problems = parse_lesson(content)
    if read is None:
        raise problems[0]
    try:
        write_whole(path, content)
    except OSError as error:
        raise LessonProblem("unreadable", 1, "", error.strerror or "") from None


def _step_lines(step: Step, setup: AppState, indent: str) -> list[str]:
    inner = indent + BY
    lines = [*_words("title", step.title, inner), *_words("text", step.text, inner)]
    state = said_state(step.state, setup)
    if state:
        lines += _state("state", state, inner)
    if step.question is not None:
        lines += [f"{inner}question:", *_question_lines(step.question, inner + BY)]
    if step.allow is not None:
        lines += entry("allow", list(step.allow) or NOTHING, inner)
    if _said(step.notes):
        lines += _words("notes", step.notes, inner)
    if step.cards:
        lines += entry("cards", list(step.cards), inner)
    lines[0] = f"{indent}- {lines[0].lstrip(' ')}"
    return lines


def _question_lines(question: Question, indent: str) -> list[str]:
    lines = [*entry("kind", question.kind, indent), *_words("ask", question.ask, indent)]
    if question.kind == "choice":
        lines.append(f"{indent}choices:")
        for choice in question.choices:
            one = [*_words("text", choice.text, indent + 2 * BY), f"{indent}{2 * BY}when: {quoted(choice.when)}"]
            one[0] = f"{indent}{BY}- {one[0].lstrip(' ')}"
            lines += one
    else:
        lines.append(f"{indent}answer: {quoted(question.answer)}")
    if question.tolerance != USUAL_TOLERANCE:
        lines += entry("tolerance", question.tolerance, indent)
    if _said(question.explain):
        lines += _words("explain", question.explain, indent)
    return lines


def _words(name: str, words: Words, indent: str) -> list[str]:
    """Sentences between quotation marks, longer texts as blocks; a bare `?` or `:` means something else in YAML."""
    texts = {code: _clean_text(words.of(code)) for code in ("en", "ar")}
    if name == "title" and not any("\n" in text for text in texts.values()):
        return [f"{indent}{name}: {{en: {quoted(texts['en'])}, ar: {quoted(texts['ar'])}}}"]
    lines = [f"{indent}{name}:"]
    for code, text in texts.items():
        block = entry(code, text, indent + BY, texts=True)
        lines += block if len(block) > 1 else [f"{indent}{BY}{code}: {quoted(text)}"]
    return lines


def _state(name: str, said: Plain, indent: str) -> list[str]:
    lines = [f"{indent}{name}:"]
    for key, value in said.items():
        lines += entry(key, value, indent + BY)
    return lines


def _said(words: Words) -> bool:
    return bool(words.en.strip() or words.ar.strip())


def _clean_text(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _clean_words(words: Words) -> Words:
    return Words(_clean_text(words.en), _clean_text(words.ar))


def _clean(step: Step) -> Step:
    """The step as it is once it was written and read."""
    question = step.question
    if question is not None:
        question = replace(
            question,
            ask=_clean_words(question.ask),
            explain=_clean_words(question.explain),
            answer=question.answer.strip(),
            choices=tuple(replace(one, text=_clean_words(one.text), when=one.when.strip()) for one in question.choices),
        )
    return replace(
        step,
        title=_clean_words(step.title),
        text=_clean_words(step.text),
        notes=_clean_words(step.notes),
        question=question,
    )


def _without_lines(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    return tuple(replace(one, line=0) for one in steps)


def _additions(text: str, steps: yaml.SequenceNode, step: Step, setup: AppState) -> list[tuple[int, str]]:
    """Where in a text a step may be put, and as what; the best first."""
    if steps.flow_style:
        data = on_one_line(_flat(step, setup))
        at = steps.end_mark.index - 1
        return [(at, f", {data}"), (at, data)]
    put = step_text(step, setup, " " * steps.start_mark.column)
    found = []
    for end in (_end(steps.value[-1]), steps.end_mark):
        at = end.index
        if end.column:  # In a line: behind the comment that may stand there.
            at = next((place for place in range(at, len(text)) if text[place] == "\n"), len(text))
            at = min(at + 1, len(text))
        broken = at > 0 and text[at - 1] not in "\n"
        found.append((at, f"\n{put}" if broken else put))
    return found


def _end(node: yaml.Node) -> yaml.Mark:
    """Where what a node says ends; that of a collection in lines is only told after all comments behind it."""
    if isinstance(node, (yaml.MappingNode, yaml.SequenceNode)) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(node, yaml.MappingNode) else last)
    return node.end_mark


def _flat(step: Step, setup: AppState) -> Plain:
    """The same as one mapping, for a file whose steps stand in brackets."""
    found: Plain = yaml.safe_load("\n".join(_step_lines(step, setup, "")))[0]
    return found


def _difference(plain: Mapping[str, Any], first: Mapping[str, Any]) -> Plain:
    kept: Plain = {}
    for name, value in plain.items():
        other = first.get(name)
        if name in first and isinstance(value, dict) and isinstance(other, dict):
            inner = _difference(value, other)
            if inner:
                kept[name] = inner
        elif name not in first or value != other:
            kept[name] = value
    return kept
