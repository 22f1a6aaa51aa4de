"""The controls of the image lab: picture, layer, wiring, size, shapes, and the lecture's examples."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from core.labs.image.scene import ImageScene
from core.labs.image.state import SHRINKS, ImageState
from core.media.sample_names import PICTURES
from gui.labs.image.names import source_title
from gui.labs.image.wiring import Wiring
from gui.messages import sample_name
from gui.text import fill, translate
from gui.theme import theme
from gui.widgets.choice import Choice, Switch
from gui.widgets.numbers import show_bytes
from gui.widgets.parameter_panel import ParameterPanel
from gui.widgets.parts import Label, column, row
from gui.widgets.size_formula import ShapeTable, SizeFormula


class ImageControls(QWidget):
    """Shows a state and what follows from it; the lab connects the parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: ImageScene | None = None
        self._source = ImageState().source
        outer = column(self, spacing=10)
        self.source_heading, self.layer_heading = Label("heading"), Label("heading")
        self.formula_heading, self.shape_heading = Label("heading"), Label("heading")
        self.kind_heading, self.example_heading = Label("heading"), Label("heading")
        self.samples, self.shrink, self.kind = Choice(), Choice(), Choice()
        self.open_button, self.plain_button, self.padded_button = QPushButton(), QPushButton(), QPushButton()
        self.copy_button, self.paste_button, self.export_button = QPushButton(), QPushButton(), QPushButton()
        self.code_heading = Label("heading")
        self.grey_label, self.shrink_label = Label("body"), Label("body")
        self.grey = Switch()
        self.parameters = ParameterPanel(2)
        self.wiring = Wiring()
        self.formula = SizeFormula(2)
        self.shapes = ShapeTable()
        self.counts = Label("quiet")
        self.counts.setWordWrap(True)
        self.live_place = column(spacing=0)
        self.source_row, examples = row(spacing=8), row(spacing=8)
        self.source_row.addWidget(self.samples, 1)
        self.source_row.addWidget(self.open_button)
        reading = QGridLayout()
        theme().space(reading, (0, 0, 0, 0), 8)
        reading.setColumnStretch(0, 1)
        for line, (label, control) in enumerate(((self.grey_label, self.grey), (self.shrink_label, self.shrink))):
            reading.addWidget(label, line, 0)
            reading.addWidget(control, line, 1, Qt.AlignmentFlag.AlignTrailing)
        for button in (self.plain_button, self.padded_button):
            button.setObjectName("small")
            examples.addWidget(button)
        files = row(spacing=8)
        for button in (self.copy_button, self.paste_button, self.export_button):
            button.setObjectName("small")
            files.addWidget(button)
        outer.addWidget(self.source_heading)
        outer.addLayout(self.source_row)
        outer.addLayout(self.live_place)
        outer.addLayout(reading)
        outer.addWidget(self.example_heading)
        outer.addLayout(examples)
        outer.addSpacing(theme().px(6))
        outer.addWidget(self.layer_heading)
        outer.addWidget(self.parameters)
        outer.addWidget(self.wiring)
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

    def show_state(self, state: ImageState) -> None:
        """Show what was chosen."""
        self.parameters.show_parameters(state.parameters)
        self.kind.setCurrentIndex(int(state.flip))
        self.grey.setChecked(state.grey)
        self.shrink.setCurrentIndex(SHRINKS.index(state.shrink) if state.shrink in SHRINKS else -1)
        self._source = state.source
        self._show_source()

    def _show_source(self) -> None:
        names, source = list(PICTURES), self._source
        known = source.kind == "sample" and source.name in names
        self.samples.setCurrentIndex(names.index(source.name) if known else -1)
        self.samples.setPlaceholderText("" if known else source_title(source))

    def show_scene(self, scene: ImageScene) -> None:
        """Show what follows from it."""
        refused = scene.problem is not None
        self.parameters.show_problem(scene.problem)
        self.formula.show_axes(scene.axes, refused=refused)
        self.shapes.show_shapes(scene.shapes)
        self._scene = scene
        self.show_kernel(scene.state.kernel)
        self._write_counts()

    def show_kernel(self, kernel: int) -> None:
        """Set off the wires of one kernel."""
        scene = self._scene
        if scene is not None:
            self.wiring.show_layer(scene.state.parameters, kernel, legal=scene.problem is None)

    def _write_counts(self) -> None:
        scene = self._scene
        if scene is None or scene.problem is not None:
            self.counts.setText("")
            return
        counted = fill(
            translate("Image", "{parameters} parameters, {products} multiply-adds"),
            parameters=f"{scene.parameter_count:,}",
            products=f"{scene.multiply_adds:,}",
        )
        picture, kept, whole = (show_bytes(size) for size in scene.memory)
        text = translate("Image", "Memory: the picture {picture}; of it and its maps {kept} are held for what is seen, "
                         "where all maps would take {whole}")  # fmt: skip
        self.counts.setText(f"{counted}\n{fill(text, picture=picture, kept=kept, whole=whole)}")

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.source_heading.setText(translate("Image", "Picture"))
        self.layer_heading.setText("nn.Conv2d")
        self.formula_heading.setText(translate("Image", "Output height and width"))
        self.shape_heading.setText(translate("Image", "Shapes"))
        self.open_button.setText(translate("Image", "Open…"))
        self.code_heading.setText(translate("Image", "Take it along"))
        self.copy_button.setText(translate("Image", "Copy code"))
        self.paste_button.setText(translate("Image", "Paste"))
        self.export_button.setText(translate("Image", "Export…"))
        self.grey_label.setText(translate("Image", "One grey channel"))
        self.grey.setAccessibleName(self.grey_label.text())
        self.shrink_label.setText(translate("Image", "Made smaller by"))
        self.shrink.setAccessibleName(self.shrink_label.text())
        self.example_heading.setText(translate("Image", "20 bands, 16 kernels of 3 × 5"))
        self.plain_button.setText(translate("Image", "no padding"))
        self.padded_button.setText(translate("Image", "padding (1, 2)"))
        self.kind_heading.setText(translate("Image", "What the layer does"))
        self.kind.setAccessibleName(self.kind_heading.text())
        self.samples.setAccessibleName(translate("Image", "Picture"))
        kinds = [
            translate("Image", "cross-correlation, as torch"),
            translate("Image", "true convolution: kernels turned round"),
        ]
        for choice, names in (
            (self.samples, [sample_name(name) for name in PICTURES]),
            (self.shrink, [f"{times} ×" for times in SHRINKS]),
            (self.kind, kinds),
        ):
            chosen = choice.currentIndex()
            choice.clear()
            choice.addItems(names)
            choice.setCurrentIndex(chosen)
        self._show_source()
        self.parameters.retranslate()
        self.shapes.retranslate()
        self.wiring.retranslate()
        self._write_counts()
