"""What a kept pass can be asked, and its answers; see the modules of each. Data only."""

from __future__ import annotations

from core.autograd.backward_lines import BackwardLines, BackwardLinesAnswer
from core.autograd.gradcheck import Gradcheck, GradcheckAnswer
from core.autograd.jacobian import Jacobian, JacobianAnswer
from core.autograd.problem import Problem
from core.autograd.what_if import WhatIf, WhatIfAnswer

Question = WhatIf | Jacobian | BackwardLines | Gradcheck
Answer = WhatIfAnswer | JacobianAnswer | BackwardLinesAnswer | GradcheckAnswer


def refused(question: Question, problem: Problem) -> Answer:
    """The answer to a question that only says why there is none."""
    match question:
        case WhatIf():
            return WhatIfAnswer(problem=problem)
        case Jacobian():
            return JacobianAnswer(problem=problem)
        case BackwardLines():
            return BackwardLinesAnswer(problem=problem)
        case Gradcheck():
            return GradcheckAnswer(problem=problem)
