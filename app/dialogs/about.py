"""Version, licences of the parts, and how to cite."""

from __future__ import annotations

from importlib.metadata import (
    PackageMetadata,
    PackageNotFoundError,
    distribution,
    metadata,
    version,
)

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

__all__ = ["AboutDialog", "licence_of"]

_PARTS = (
    "PySide6", "torch", "timm", "openvino", "opencv-python", "av", "numpy", "scipy", "pandas",
    "pyqtgraph", "safetensors", "h5py", "cattrs", "typer", "rich", "platformdirs", "ezc3d",
    "jinja2", "pyyaml", "reportlab", "xlsxwriter",
)  # fmt: skip
_LONGEST = 60


def licence_of(part: str) -> tuple[str, str]:
    """Return version and licence that an installed distribution states of itself."""
    try:
        facts = metadata(part)
        number = version(part)
    except PackageNotFoundError:
        return "", ""
    stated = _first(facts, "License-Expression")
    if not stated:
        classifiers = [line for line in facts.get_all("Classifier") or ()
                       if line.startswith("License")]  # fmt: skip
        stated = ", ".join(line.rpartition("::")[2].strip() for line in classifiers)
    if not stated:
        stated = _first(facts, "License").strip().partition("\n")[0][:_LONGEST]
    if not stated:
        # Some tell only by the file, whose first line is its name.
        name = _first(facts, "License-File")
        text = distribution(part).read_text(f"licenses/{name}") if name else None
        stated = (text or "").strip().partition("\n")[0][:_LONGEST]
    return number, stated


def _first(facts: PackageMetadata, name: str) -> str:
    return next(iter(facts.get_all(name) or ()), "")


class AboutDialog(QDialog):
    """Says what this is, and whose work is in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About EfficientPose Studio"))
        self.resize(640, 520)
        number, _ = licence_of("efficientpose-studio")
        told = QLabel(
            self.tr(
                "<h3>EfficientPose Studio {0}</h3>"
                "<p>Joint angles and movement from video of one person. Apache License 2.0. "
                "Recordings are analysed on this computer and never leave it.</p>"
                "<p>Please cite: Groos D, Ramampiaro H, Ihlen EAF (2021). EfficientPose: "
                "Scalable single-person pose estimation. Applied Intelligence 51, 2518-2533. "
                "doi:10.1007/s10489-020-01918-7</p>"
                "<p>This is no medical device.</p>"
            ).format(number)
        )
        told.setWordWrap(True)
        told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        table = QTableWidget(0, 3)
        table.setAccessibleName(self.tr("Parts by others"))
        table.setHorizontalHeaderLabels([self.tr("Part"), self.tr("Version"), self.tr("Licence")])
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setStretchLastSection(True)
        for name in _PARTS:
            row = table.rowCount()
            table.insertRow(row)
            for column, text in enumerate((name, *licence_of(name))):
                table.setItem(row, column, QTableWidgetItem(text))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for part in (told, table, buttons):
            layout.addWidget(part)
