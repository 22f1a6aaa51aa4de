"""What a Jacobian's assembly says in numbers: the product under way, and why `.grad` has the shape of x."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget
from typing_extensions import override

from core.autograd.tensor import Tensor
from gui.labs.autograd.jacobian_view import element
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.numbers import show_shape
from gui.widgets.parts import Card, Label, row
from gui.widgets.tensor_view import TensorView

Array = npt.NDArray[np.floating]
BESIDE = 720
"""Pixels at 100 % from which on the cards stand side by side."""
RELATIVE = 1e-4
"""How far sums of float32 products in another order may be from each other."""


class JacobianWords(QWidget):
    """Two cards: the last product, and the product with what arrived in the pass itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.product_card, self.grad_card = Card(), Card()
        self.product_heading, self.product_words = Label("heading"), Label("body")
        self.grad_heading, self.grad_words, self.verdict = Label("heading"), Label("body"), Label("body")
        for label in (self.product_words, self.grad_words, self.verdict):
            label.setWordWrap(True)
        self.row, self.product, self.recorded = TensorView(), TensorView(), TensorView()
        self.product_card.column.addWidget(self.product_heading)
        self.product_card.column.addWidget(self.product_words)
        self.product_card.column.addWidget(self.row)
        self.product_card.column.addStretch(1)
        both = row(spacing=16)
        both.addWidget(self.product, 1)
        both.addWidget(self.recorded, 1)
        self.grad_card.column.addWidget(self.grad_heading)
        self.grad_card.column.addWidget(self.grad_words)
        self.grad_card.column.addLayout(both)
        self.grad_card.column.addWidget(self.verdict)
        self.grad_card.column.addStretch(1)
        self._cards = row(self, spacing=12)
        self._cards.addWidget(self.product_card, 2)
        self._cards.addWidget(self.grad_card, 3)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme().px(BESIDE)
        self._cards.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def retranslate(self) -> None:
        """Say the headings in the present language; the rest follows with the next product."""
        self.product_heading.setText(translate("Jacobian", "One vector-Jacobian product"))
        self.grad_heading.setText(translate("Jacobian", "Why a gradient has the shape of what it belongs to"))

    def show_products(
        self,
        matrix: Array,
        assembled: int,
        names: tuple[str, str],
        shapes: tuple[tuple[int, ...], tuple[int, ...]],
        gradients: tuple[Tensor | None, Tensor | None],
        *,
        numerator: bool,
    ) -> None:
        """Show the last of the products that are done, and the pass's own.

        Args:
            matrix: (elements of y, elements of x).
            assembled: Products that are done.
            names: Of y and x.
            shapes: Of y and x.
            gradients: What arrived at y and at x in the pass.
            numerator: Whether rows belong to elements of y.
        """
        self._show_row(matrix, assembled, names, shapes, numerator=numerator)
        self._show_grad(matrix, names, shapes[1], gradients)

    def _show_row(
        self,
        matrix: Array,
        assembled: int,
        names: tuple[str, str],
        shapes: tuple[tuple[int, ...], tuple[int, ...]],
        *,
        numerator: bool,
    ) -> None:
        y, x = names
        self.row.setVisible(assembled > 0)
        if not assembled:
            self.product_words.setText(
                fill(
                    translate(
                        "Jacobian",
                        "Send a gradient back that is 1 at one element of {y} and 0 at all others: what arrives at {x} "
                        "is one row of the Jacobian. Autograd never has more of it than such products.",
                    ),
                    y=y,
                    x=x,
                )
            )
            return
        place = assembled - 1
        at = f"{y}{element(place, shapes[0])}"
        if numerator:
            text = translate(
                "Jacobian", "A 1 sent back from {element}, row {row}: how {element} changes with each of {x}."
            )
        else:
            text = translate(
                "Jacobian", "A 1 sent back from {element}, column {row}: how {element} changes with each of {x}."
            )
        self.product_words.setText(fill(text, element=at, row=place + 1, x=x))
        self.row.show_tensor(
            fill(translate("Jacobian", "arrives at {x}"), x=x), _tensor(matrix[place], shapes[1], matrix.dtype.name)
        )

    def _show_grad(
        self,
        matrix: Array,
        names: tuple[str, str],
        shape: tuple[int, ...],
        gradients: tuple[Tensor | None, Tensor | None],
    ) -> None:
        y, x = names
        arrived, recorded = gradients
        self.grad_words.setText(
            fill(
                translate(
                    "Jacobian",
                    "vᵀJ has a number for each of the {count} elements of {x}; laid out as {x} is, {shape}, these are "
                    "its gradient. Whether J or its transpose is written is a convention; the gradient is the same.",
                ),
                count=matrix.shape[1],
                x=x,
                shape=show_shape(shape),
            )
        )
        v = None if arrived is None or arrived.array is None else arrived.array.reshape(-1).astype(np.float64)
        product = None if v is None else v @ matrix.astype(np.float64)
        self.product.setVisible(product is not None)
        if product is not None:
            self.product.show_tensor(
                fill(translate("Jacobian", "vᵀJ, v what arrived at {y}"), y=y),
                _tensor(product, shape, matrix.dtype.name),
            )
        self.recorded.show_tensor(fill(translate("Jacobian", "arrived at {x} in the pass"), x=x), recorded)
        known = None if recorded is None or recorded.array is None else recorded.array.reshape(-1)
        self.verdict.setVisible(product is not None and known is not None)
        if product is not None and known is not None:
            self._judge(product, known, y)

    def _judge(self, product: Array, known: Array, y: str) -> None:
        finite = known[np.isfinite(known)]
        scale = float(np.abs(finite).max(initial=0)) or 1.0
        same = bool(np.allclose(product, known, rtol=RELATIVE, atol=RELATIVE * scale, equal_nan=True))
        if same:
            self.verdict.setText(translate("Jacobian", "✓ They are equal."))
        else:
            self.verdict.setText(
                fill(
                    translate(
                        "Jacobian",
                        "They differ: gradients reach it by other ways than through {y} too, or a hook changed one.",
                    ),
                    y=y,
                )
            )
        self.verdict.setStyleSheet(f"color: {theme().palette.good if same else theme().palette.ink};")


def _tensor(values: Array, shape: tuple[int, ...], dtype: str) -> Tensor:
    return Tensor(shape, dtype, np.ascontiguousarray(values, dtype).tobytes())
