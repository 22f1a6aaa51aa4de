"""The controls of the signal lab: recording, layer, size, shapes, and what is taken along."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from core.labs.signal.scene import SignalScene
from core.labs.signal.state import SHORTEST_PART, SignalState
from core.media.sample_names import RECORDINGS
from gui.messages import sample_name
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.choice import Choice
from gui.widgets.parameter_panel import ParameterPanel
from gui.widgets.parts import Label, column, row
from gui.widgets.size_formula import ShapeTable, SizeFormula
from gui.widgets.stepper import Stepper


class SignalControls(QWidget):
    """Shows a state and what follows from it; the lab connects the parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: SignalScene | None = None
        outer = column(self, spacing=10)
        self.source_heading, self.layer_heading = Label("heading"), Label("heading")
        self.formula_heading, self.shape_heading = Label("heading"), Label("heading")
        self.code_heading, self.kind_heading = Label("heading"), Label("heading")
        self.samples = Choice()
        self.open_button, self.whole_button = QPushButton(), QPushButton()
        self.start_label, self.length_label = Label("body"), Label("body")
        self.start, self.length = Stepper(lowest=0), Stepper(lowest=SHORTEST_PART)
        for stepper in (self.start, self.length):
            theme().size(stepper.field, width=84)
        self.parameters = ParameterPanel(1)
        self.kind = Choice()
        self.formula = SizeFormula(1)
        self.shapes = ShapeTable()
        self.counts = Label("quiet")
        self.counts.setWordWrap(True)
        self.copy_button, self.paste_button, self.export_button = QPushButton(), QPushButton(), QPushButton()
        source_row = row(spacing=8)
        source_row.addWidget(self.samples, 1)
        source_row.addWidget(self.open_button)
        part = QGridLayout()
        theme().space(part, (0, 0, 0, 0), 8)
        part.setColumnStretch(0, 1)
        for line, (label, stepper) in enumerate(((self.start_label, self.start), (self.length_label, self.length))):
            part.addWidget(label, line, 0)
            part.addWidget(stepper, line, 1, Qt.AlignmentFlag.AlignTrailing)
        part.addWidget(self.whole_button, 2, 0, 1, 2)
        files = row(spacing=8)
        for button in (self.copy_button, self.paste_button, self.export_button):
            button.setObjectName("small")
            files.addWidget(button)
        self.whole_button.setObjectName("small")
        outer.addWidget(self.source_heading)
        outer.addLayout(source_row)
        outer.addLayout(part)
        outer.addSpacing(theme().px(6))
        outer.addWidget(self.layer_heading)
        outer.addWidget(self.parameters)
        outer.addWidget(self.kind_heading)
        outer.addWidget(self.kind)
        outer.addSpacing(theme().px(6))
        outer.addWidget(self.formula_heading)
        outer.addWidget(self.formula)
        outer.addSpacing(theme().px(6))
        outer.addWidget(self.shape_heading)
        outer.addWidget(self.shapes)
        outer.addWidget(self.counts)
        outer.addSpacing(theme().px(6))
        outer.addWidget(self.code_heading)
        outer.addLayout(files)

    def show_state(self, state: SignalState) -> None:
        """Show what was chosen."""
        self.parameters.show_parameters(state.parameters)
        self.start.show_value(state.start)
        self.length.show_value(state.length)
        self.kind.setCurrentIndex(int(state.flip))
        names = list(RECORDINGS)
        known = state.source.kind == "sample" and state.source.name in names
        self.samples.setCurrentIndex(names.index(state.source.name) if known else -1)
        self.samples.setPlaceholderText("" if known else state.source.title)

    def show_scene(self, scene: SignalScene) -> None:
        """Show what follows from it."""
        self.parameters.show_problem(scene.problem)
        self.formula.show_axes((scene.axis,), refused=scene.problem is not None)
        self.shapes.show_shapes(scene.shapes)
        self._scene = scene
        self._write_counts()

    def _write_counts(self) -> None:
        scene = self._scene
        if scene is None or scene.problem is not None:
            self.counts.setText("")
            return
        self.counts.setText(
            fill(
                translate("Signal", "{parameters} parameters, {products} multiply-adds"),
                parameters=f"{scene.parameter_count:,}",
                products=f"{scene.multiply_adds:,}",
            )
        )

    def retranslate(self, *, flip: bool) -> None:
        """Say everything in the present language; `flip` is what the layer does now."""
        self.source_heading.setText(translate("Signal", "Recording"))
        self.layer_heading.setText("nn.Conv1d")
        self.formula_heading.setText(translate("Signal", "Output length"))
        self.shape_heading.setText(translate("Signal", "Shapes"))
        self.open_button.setText(translate("Signal", "Open…"))
        self.whole_button.setText(translate("Signal", "The whole recording"))
        self.kind_heading.setText(translate("Signal", "What the layer does"))
        self.kind.clear()
        self.kind.addItems(
            [
                translate("Signal", "cross-correlation, as torch"),
                translate("Signal", "true convolution: kernels turned round"),
            ]
        )
        self.kind.setCurrentIndex(int(flip))
        self.kind.setAccessibleName(self.kind_heading.text())
        self.code_heading.setText(translate("Signal", "Take it along"))
        self.copy_button.setText(translate("Signal", "Copy code"))
        self.paste_button.setText(translate("Signal", "Paste"))
        self.export_button.setText(translate("Signal", "Export…"))
        self.start_label.setText(translate("Signal", "First sample"))
        self.length_label.setText(translate("Signal", "Length"))
        less, more = translate("Parameters", "Less"), translate("Parameters", "More")
        self.start.set_names(self.start_label.text(), less, more)
        self.length.set_names(self.length_label.text(), less, more)
        self.samples.setAccessibleName(translate("Signal", "Recording"))
        chosen = self.samples.currentIndex()
        self.samples.clear()
        self.samples.addItems([sample_name(name) for name in RECORDINGS])
        self.samples.setCurrentIndex(chosen)
        self.parameters.retranslate()
        self.shapes.retranslate()
        self._write_counts()
