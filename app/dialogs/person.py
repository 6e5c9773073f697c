"""Who is seen: pseudonym, age, sex, body height."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.translation import tell

if TYPE_CHECKING:
    from efficientpose_core.session.assessment import Person

__all__ = ["PersonDialog"]

_LONGEST_PSEUDONYM = 60


class PersonDialog(QDialog):
    """Asks about the person, as far as norms, scale and reports need it.

    Parameters
    ----------
    person
        What is known.
    scales
        Whether the height is proposed as the scale.
    """

    def __init__(self, person: Person, *, scales: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Person"))
        self._pseudonym = QLineEdit()
        self._pseudonym.setMaxLength(_LONGEST_PSEUDONYM)
        self._pseudonym.setPlaceholderText(self.tr("for instance P-017"))
        self._pseudonym.setToolTip(self.tr("Printed in reports. Never write a name here."))
        self._age = self._number(120, self.tr(" years"), 1.0)
        self._age.setToolTip(self.tr("For norms; without it there are none."))
        self._sex = QComboBox()
        for text, value in (
            (self.tr("not told"), None), (self.tr("female"), "female"), (self.tr("male"), "male"),
        ):  # fmt: skip
            self._sex.addItem(text, value)
        self._sex.setToolTip(self.tr("For norms; without it there are none."))
        self._height = self._number(260, self.tr(" cm"), 0.5)
        self._height.setToolTip(self.tr("Standing, without shoes. From 30 to 260 cm."))
        self._scales = QCheckBox(self.tr("Take the scale from the body height"))
        self._scales.setToolTip(
            self.tr("Distances and speeds in metres, within about 3%. The person has to stand or "
                    "walk upright in at least 10 frames.")
        )  # fmt: skip
        self._scales.setChecked(scales)
        self._height.valueChanged.connect(lambda _: self._check())
        self._told = QLabel()
        self._told.setWordWrap(True)
        self._lay_out()
        self.set_person(person)
        self._check()

    def set_person(self, person: Person) -> None:
        """Show another person."""
        self._pseudonym.setText(person.pseudonym)
        self._age.setValue(person.age_years or 0.0)
        self._sex.setCurrentIndex(self._sex.findData(person.sex.value if person.sex else None))
        self.set_height_cm(100.0 * (person.height_m or 0.0))

    def set_height_cm(self, height_cm: float) -> None:
        """Enter a body height; 0 for none."""
        self._height.setValue(height_cm)

    @property
    def can_accept(self) -> bool:
        """Whether OK is offered."""
        return self._buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()

    @property
    def person(self) -> Person:
        """What the user has told."""
        from efficientpose_core.kinematics.protocols.protocol import Sex
        from efficientpose_core.session.assessment import Person

        sex = self._sex.currentData()
        return Person(
            pseudonym=self._pseudonym.text().strip(),
            age_years=self._age.value() if self._age.value() > 0 else None,
            sex=None if sex is None else Sex(sex),
            height_m=self._height.value() / 100.0 if self._height.value() > 0 else None,
        )

    @property
    def scales(self) -> bool:
        """Whether the height is to be the scale."""
        return self._scales.isEnabled() and self._scales.isChecked()

    def _number(self, high: float, suffix: str, step: float) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setDecimals(0 if step >= 1 else 1)
        box.setRange(0.0, high)
        box.setSingleStep(step)
        box.setSuffix(suffix)
        box.setSpecialValueText(self.tr("not told"))
        return box

    def _check(self) -> None:
        """Say at once what cannot be."""
        from efficientpose_core.errors import SettingsError

        self._scales.setEnabled(self._height.value() > 0)
        try:
            _ = self.person
        except SettingsError as error:
            problem = tell(str(error))
        else:
            problem = ""
        self._told.setText(problem)
        self._told.setVisible(bool(problem))
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not problem)

    def _lay_out(self) -> None:
        form = QFormLayout()
        for text, part in (
            (self.tr("&Pseudonym"), self._pseudonym),
            (self.tr("&Age"), self._age),
            (self.tr("&Sex"), self._sex),
            (self.tr("Body &height"), self._height),
        ):
            form.addRow(text, part)
            part.setAccessibleName(text.replace("&", ""))
        form.addRow("", self._scales)
        hint = QLabel(self.tr("Stored in the project and printed in reports, nowhere else."))
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        hint.setWordWrap(True)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._told)
        layout.addWidget(hint)
        layout.addStretch()
        layout.addWidget(self._buttons)
        self.setMinimumWidth(400)
