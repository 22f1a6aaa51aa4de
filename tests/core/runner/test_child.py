"""What a program's error says: its type, its words, and the innermost line of the program."""

from __future__ import annotations

import sys

import pytest

from core.runner.child import LONGEST_MESSAGE, _error

FILE = "program.py"
RAISING = {
    "syntax": ("import torch\nx = (1 +\n", "SyntaxError", 2),
    "indentation": ("if True:\nx = 1\n", "IndentationError", 2),
    "raised": ("x = 1\n\nraise ValueError('no such thing')\n", "ValueError", 3),
    "called": ("def f():\n    return 1 / 0\n\nf()\n", "ZeroDivisionError", 2),
    "in_library": ("import torch\n\ntorch.nn.Linear(2, 3)(torch.ones(5))\n", "RuntimeError", 3),
    "recursion": ("def f(n):\n    return f(n + 1)\n\nf(0)\n", "RecursionError", 2),
    "input": ("name = input('who? ')\n", "EOFError", 1),
    "exit": ("import sys\nsys.exit('not today')\n", "SystemExit", 2),
    "interrupt": ("x = 1\nraise KeyboardInterrupt\n", "KeyboardInterrupt", 2),
    # Python before 3.11.4 has another name for it.
    "null_byte": ("x = '\0'\n", "SyntaxError" if sys.version_info >= (3, 11, 4) else "ValueError", None),
    "assertion": ("assert 1 == 2, 'unequal'\n", "AssertionError", 1),
    "unprintable": ("class E(Exception):\n    def __str__(self): raise ValueError\n\nraise E\n", "E", 4),
    "long": ("raise ValueError('x' * 50_000_000)\n", "ValueError", 1),
    "half_a_pair": ("raise ValueError('\\udcff')\n", "ValueError", 1),
    "import": ("import no_such_module_here\n", "ModuleNotFoundError", 1),
    "closed_stdout": ("import sys\nsys.stdout.close()\nprint('x')\n", "ValueError", 3),
    "generator": ("def g():\n    yield 1\n    raise KeyError('k')\n\nlist(g())\n", "KeyError", 3),
}


@pytest.mark.parametrize(
    "name", sorted(RAISING.keys() - {"closed_stdout", "input"})
)  # Which need a process of their own.
def test_an_error_says_type_and_line(name: str) -> None:
    source, kind, line = RAISING[name]
    with pytest.raises(BaseException) as raised:  # noqa: PT011  # every kind that a program may raise
        exec(compile(source, FILE, "exec", dont_inherit=True), {"__name__": "__main__"})
    error = _error(raised.value, FILE)
    assert error.type == kind
    assert line is None or error.line == line
    assert len(error.message) <= LONGEST_MESSAGE
    error.message.encode("utf-8")
