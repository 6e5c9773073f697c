"""Language, theme, model, smoothing, skeleton."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QSlider,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.settings import AppSettings

__all__ = ["PreferencesDialog"]


class PreferencesDialog(QDialog):
    """Every change takes effect at once, so that one sees what it does; Cancel takes all back."""

    def __init__(self, settings: AppSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preferences"))
        self.resize(520, 380)
        self._settings = settings
        names = ("language", "theme", "engine", "device", "cutoff_hz", "min_score",
                 "skeleton_width", "skeleton_opacity", "autosave_s")  # fmt: skip
        self._before = {name: getattr(settings, name) for name in names}
        tabs = QTabWidget()
        tabs.addTab(self._general(), self.tr("General"))
        tabs.addTab(self._analysis(), self.tr("Analysis"))
        tabs.addTab(self._skeleton(), self.tr("Skeleton"))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(tabs)
        layout.addWidget(buttons)

    def reject(self) -> None:
        """Take everything back."""
        for name, value in self._before.items():
            setattr(self._settings, name, value)
        super().reject()

    def _general(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.addRow(
            self.tr("Language"),
            self._choice("language", (("system", self.tr("As the system")), ("en", "English"),
                                      ("de", "Deutsch"))),
        )  # fmt: skip
        note = QLabel(self.tr("Another language is used from the next start on."))
        note.setWordWrap(True)
        form.addRow("", note)
        form.addRow(
            self.tr("Theme"),
            self._choice("theme", (("system", self.tr("As the system")),
                                   ("light", self.tr("Light")), ("dark", self.tr("Dark")))),
        )  # fmt: skip
        form.addRow(
            self.tr("Keep a copy of unsaved work every"),
            self._number("autosave_s", 5, 600, 5, self.tr(" s")),
        )
        return page

    def _analysis(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.addRow(
            self.tr("Engine"),
            self._choice("engine", (("auto", self.tr("Best for this machine")),
                                    ("openvino", "OpenVINO"), ("torch", "PyTorch"))),
        )  # fmt: skip
        form.addRow(
            self.tr("Device"),
            self._choice("device", (("auto", self.tr("Best for this machine")),
                                    ("cpu", self.tr("Processor (CPU)")),
                                    ("cuda", self.tr("Graphics card (CUDA)")),
                                    ("mps", self.tr("Apple graphics (MPS)")))),
        )  # fmt: skip
        smooths = QCheckBox(self.tr("Smooth keypoints"))
        smooths.setChecked(self._settings.cutoff_hz is not None)
        cutoff = QDoubleSpinBox()
        cutoff.setRange(0.5, 100.0)
        cutoff.setSingleStep(0.5)
        cutoff.setSuffix(self.tr(" Hz"))
        cutoff.setValue(self._settings.cutoff_hz or 6.0)
        cutoff.setAccessibleName(self.tr("Cut-off frequency"))
        cutoff.setToolTip(
            self.tr("Butterworth low-pass without delay. 6 Hz is usual for walking; faster "
                    "movements need more.")
        )  # fmt: skip

        def apply() -> None:
            cutoff.setEnabled(smooths.isChecked())
            self._settings.cutoff_hz = cutoff.value() if smooths.isChecked() else None

        cutoff.setEnabled(smooths.isChecked())
        smooths.toggled.connect(lambda _: apply())
        cutoff.valueChanged.connect(lambda _: apply())
        form.addRow("", smooths)
        form.addRow(self.tr("Cut-off frequency"), cutoff)
        least = self._number("min_score", 0.0, 0.95, 0.05, "")
        least.setToolTip(self.tr("Keypoints that the network is less sure of are rejected."))
        form.addRow(self.tr("Least confidence"), least)
        return page

    def _skeleton(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.addRow(
            self.tr("Width of the lines"),
            self._number("skeleton_width", 1, 12, 0.5, self.tr(" px")),
        )
        opacity = QSlider(Qt.Orientation.Horizontal)
        opacity.setRange(10, 100)
        opacity.setValue(round(100 * self._settings.skeleton_opacity))
        opacity.setAccessibleName(self.tr("Opacity"))
        opacity.valueChanged.connect(
            lambda value: setattr(self._settings, "skeleton_opacity", value / 100)
        )
        form.addRow(self.tr("Opacity"), opacity)
        return page

    def _choice(self, name: str, choices: tuple[tuple[str, str], ...]) -> QComboBox:
        box = QComboBox()
        for value, text in choices:
            box.addItem(text, value)
        box.setCurrentIndex(max(box.findData(getattr(self._settings, name)), 0))
        box.activated.connect(lambda row: setattr(self._settings, name, box.itemData(row)))
        return box

    def _number(
        self, name: str, low: float, high: float, step: float, suffix: str
    ) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setRange(low, high)
        box.setSingleStep(step)
        box.setDecimals(0 if float(step).is_integer() else 2)
        box.setSuffix(suffix)
        box.setValue(getattr(self._settings, name))
        box.valueChanged.connect(lambda value: setattr(self._settings, name, value))
        return box
