"""Angles of the user's own: a list, and an editor for the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.theme import message_colour
from app.translation import tell
from app.widgets.curves import name_title
from efficientpose_core.errors import EfficientPoseError
from efficientpose_core.skeleton import Skeleton

if TYPE_CHECKING:
    from efficientpose_core.kinematics.custom_angles import CustomAngle
    from efficientpose_core.kinematics.view import View

__all__ = ["AnglesDialog"]

_FIRST_POINTS = ("right_hip", "right_knee", "right_ankle", "thorax")
_COUNT = {"three_points": 3, "segments": 4, "from_down": 2, "from_up": 2, "from_horizontal": 2}


@dataclass(slots=True, kw_only=True)
class _Draft:
    """An angle while it is edited; it may not make sense yet."""

    name: str
    kind: str
    points: list[str]
    signed: bool = True
    lowest_deg: float = -180.0
    limits_deg: tuple[float, float] | None = None
    view: str | None = None

    @classmethod
    def of(cls, angle: CustomAngle, spare: Sequence[str]) -> _Draft:
        points = [*angle.points, *spare[len(angle.points) :]]
        return cls(
            name=angle.name,
            kind=angle.kind.value,
            points=points,
            signed=angle.signed,
            lowest_deg=angle.lowest_deg,
            limits_deg=angle.limits_deg,
            view=None if angle.view is None else angle.view.value,
        )

    def angle(self) -> CustomAngle:
        """Return the angle; `SettingsError` where it is none."""
        from efficientpose_core.kinematics.custom_angles import CustomAngle, CustomAngleKind
        from efficientpose_core.kinematics.view import View

        return CustomAngle(
            name=self.name,
            kind=CustomAngleKind(self.kind),
            points=tuple(self.points[: _COUNT[self.kind]]),
            signed=self.signed,
            lowest_deg=self.lowest_deg,
            limits_deg=self.limits_deg,
            view=None if self.view is None else View(self.view),
        )


class AnglesDialog(QDialog):
    """Lets the user define angles; says at once what is wrong with one.

    Parameters
    ----------
    angles
        Those of the project.
    skeleton
        What they can be made of.
    evaluate
        Returns what an angle is in the frame on display, as a text.
    """

    def __init__(
        self,
        angles: Sequence[CustomAngle],
        skeleton: Skeleton,
        evaluate: Callable[[CustomAngle], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Own angles"))
        self.resize(720, 520)
        self._skeleton, self._evaluate = skeleton, evaluate
        known = [name for name in _FIRST_POINTS if name in skeleton]
        self._spare = [*known, *(name for name in skeleton.keypoints if name not in known)][:4]
        self._drafts = [_Draft.of(angle, self._spare) for angle in angles]
        self._is_filling = False
        self._make_list()
        self._make_editor()
        self._lay_out()
        self._show_names()
        self._list.setCurrentRow(0 if self._drafts else -1)
        self._fill()

    @property
    def angles(self) -> tuple[CustomAngle, ...]:
        """The angles; `SettingsError` where one of them is none."""
        return tuple(draft.angle() for draft in self._drafts)

    def add(self) -> None:
        """Begin another angle."""
        taken = {draft.name for draft in self._drafts}
        number = next(n for n in range(1, len(taken) + 2) if f"angle_{n}" not in taken)
        self._drafts.append(
            _Draft(name=f"angle_{number}", kind="three_points", points=list(self._spare))
        )
        self._show_names()
        self._list.setCurrentRow(len(self._drafts) - 1)
        self._name.setFocus()
        self._name.selectAll()

    def remove(self) -> None:
        """Remove the chosen angle."""
        row = self._list.currentRow()
        if 0 <= row < len(self._drafts):
            del self._drafts[row]
            self._show_names()
            self._list.setCurrentRow(min(row, len(self._drafts) - 1))
            self._fill()

    def refresh(self) -> None:
        """Show the value in another frame, or of other results."""
        self._check()

    # --- As the user sees and enters it --------------------------------------------------------

    @property
    def problem(self) -> str:
        """What is wrong; empty when all is well."""
        return self._problem.text()

    @property
    def value(self) -> str:
        """What the chosen angle is in this frame."""
        return self._value.text()

    @property
    def can_accept(self) -> bool:
        """Whether OK is offered."""
        return self._buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()

    @property
    def roles_shown(self) -> tuple[str, ...]:
        """What the points of the chosen angle are."""
        return tuple(box.accessibleName() for box in self._points if box.isVisible())

    def choose(self, row: int) -> None:
        """Go to an angle of the list."""
        self._list.setCurrentRow(row)

    def enter_name(self, name: str) -> None:
        """Name the chosen angle."""
        self._name.setText(name)
        self._take()

    def enter_points(self, *points: str) -> None:
        """Choose the points of the chosen angle."""
        for box, point in zip(self._points, points, strict=False):
            box.setCurrentIndex(box.findData(point))

    def set_signed(self, is_signed: bool) -> None:
        """Choose whether the angle has a sign."""
        self._signed.setChecked(is_signed)

    def enter_view(self, view: View | None) -> None:
        """Choose the only view in which the angle means something."""
        self._view.setCurrentIndex(self._view.findData(None if view is None else view.value))

    # --- Building ------------------------------------------------------------------------------

    def _make_list(self) -> None:
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Own angles"))
        self._list.currentRowChanged.connect(lambda _: self._fill())
        self._add = QPushButton(self.tr("&New"))
        self._add.setToolTip(self.tr("Define another angle."))
        self._add.clicked.connect(self.add)
        self._remove = QPushButton(self.tr("&Remove"))
        self._remove.setToolTip(self.tr("Remove the chosen angle."))
        self._remove.clicked.connect(self.remove)
        for button in (self._add, self._remove):
            button.setAutoDefault(False)

    def _make_editor(self) -> None:
        self._name = QLineEdit()
        self._name.setMaxLength(40)
        self._name.setToolTip(
            self.tr("Lower-case letters, digits and underscores. Names that begin with left_ or "
                    "right_ belong to that side.")
        )  # fmt: skip
        self._name.textEdited.connect(lambda _: self._take())
        self._kind = QComboBox()
        for text, value in (
            (self.tr("At a joint, of three points"), "three_points"),
            (self.tr("Between two segments"), "segments"),
            (self.tr("Of a segment against straight down"), "from_down"),
            (self.tr("Of a segment against straight up"), "from_up"),
            (self.tr("Of a segment against the horizontal"), "from_horizontal"),
        ):
            self._kind.addItem(text, value)
        self._points = [QComboBox() for _ in range(4)]
        for box in self._points:
            for name in self._skeleton.keypoints:
                box.addItem(name_title(name), name)
        self._signed = QCheckBox(self.tr("With a sign"))
        self._signed.setToolTip(self.tr("Without it, the size only is told: 0 to 180°."))
        self._lowest = self._degrees(-360.0, 0.0)
        self._lowest.setToolTip(self.tr("The angle is told in the 360° from here on."))
        self._limited = QCheckBox(self.tr("Reject values beyond"))
        self._limited.setToolTip(
            self.tr("Beyond them the keypoints must be wrong: no value is better than that one.")
        )
        self._low, self._high = self._degrees(-720.0, 720.0), self._degrees(-720.0, 720.0)
        self._low.setAccessibleName(self.tr("Lower limit"))
        self._high.setAccessibleName(self.tr("Upper limit"))
        self._low.setValue(0.0)
        self._high.setValue(180.0)
        self._view = QComboBox()
        for text, view in (
            (self.tr("any"), None), (self.tr("from the side only"), "sagittal"),
            (self.tr("from the front or back only"), "frontal"),
        ):  # fmt: skip
            self._view.addItem(text, view)
        self._view.setToolTip(self.tr("In another view the angle is not told."))
        for combo in (self._kind, self._view, *self._points):
            combo.currentIndexChanged.connect(lambda _: self._take())
        for check in (self._signed, self._limited):
            check.toggled.connect(lambda _: self._take())
        self._meaning, self._value, self._problem = QLabel(), QLabel(), QLabel()
        for label in (self._meaning, self._value, self._problem):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._meaning.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._value.setAccessibleName(self.tr("In this frame"))

    def _degrees(self, low: float, high: float) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setRange(low, high)
        box.setDecimals(0)
        box.setSingleStep(10.0)
        box.setSuffix("°")
        box.valueChanged.connect(lambda _: self._take())
        return box

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self._list)
        row = QHBoxLayout()
        row.addWidget(self._add)
        row.addWidget(self._remove)
        column.addLayout(row)
        self._editor = QWidget()
        self._form = QFormLayout(self._editor)
        self._form.setContentsMargins(8, 0, 0, 0)
        limits = QHBoxLayout()
        for part in (self._limited, self._low, self._high):
            limits.addWidget(part)
        limits.addStretch()
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("N&ame"), self._name),
            (self.tr("&Kind"), self._kind),
            *((" ", box) for box in self._points),
            ("", self._signed),
            (self.tr("Range &begins at"), self._lowest),
        )
        for text, field in rows:
            self._form.addRow(text, field)
            if text.strip():
                field.setAccessibleName(text.replace("&", ""))
        self._form.addRow("", limits)
        self._form.addRow(self.tr("&View"), self._view)
        self._view.setAccessibleName(self.tr("View"))
        self._form.addRow("", self._meaning)
        self._form.addRow(self.tr("In this frame"), self._value)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(self._editor)
        split.setSizes([200, 500])
        split.setChildrenCollapsible(False)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(split, stretch=1)
        layout.addWidget(self._problem)
        layout.addWidget(self._buttons)

    # --- The chosen angle ----------------------------------------------------------------------

    @property
    def _chosen(self) -> _Draft | None:
        row = self._list.currentRow()
        return self._drafts[row] if 0 <= row < len(self._drafts) else None

    def _show_names(self) -> None:
        row = self._list.currentRow()
        self._list.blockSignals(True)
        self._list.clear()
        self._list.addItems([draft.name for draft in self._drafts])
        self._list.setCurrentRow(row)
        self._list.blockSignals(False)

    def _fill(self) -> None:
        """Show the chosen angle in the editor."""
        draft = self._chosen
        self._editor.setEnabled(draft is not None)
        self._remove.setEnabled(draft is not None)
        self._is_filling = True
        if draft is not None:
            self._name.setText(draft.name)
            self._kind.setCurrentIndex(self._kind.findData(draft.kind))
            for box, point in zip(self._points, draft.points, strict=False):
                box.setCurrentIndex(box.findData(point))
            self._signed.setChecked(draft.signed)
            self._lowest.setValue(draft.lowest_deg)
            self._limited.setChecked(draft.limits_deg is not None)
            if draft.limits_deg is not None:
                self._low.setValue(draft.limits_deg[0])
                self._high.setValue(draft.limits_deg[1])
            self._view.setCurrentIndex(self._view.findData(draft.view))
        self._is_filling = False
        self._follow()

    def _take(self) -> None:
        """Take the editor's content into the chosen angle."""
        draft = self._chosen
        if draft is None or self._is_filling:
            return
        draft.name = self._name.text()
        draft.kind = self._kind.currentData()
        draft.points = [box.currentData() for box in self._points]
        draft.signed = self._signed.isChecked()
        draft.lowest_deg = self._lowest.value()
        limits = (self._low.value(), self._high.value())
        draft.limits_deg = limits if self._limited.isChecked() else None
        draft.view = self._view.currentData()
        item = self._list.currentItem()
        if item is not None:
            item.setText(draft.name)
        self._follow()

    def _follow(self) -> None:
        """Offer what the kind needs, and tell what the angle means and is."""
        kind = self._kind.currentData() or "three_points"
        roles = self._roles(kind)
        for n, box in enumerate(self._points):
            self._form.setRowVisible(box, n < len(roles))
            label = self._form.labelForField(box)
            if n < len(roles) and isinstance(label, QLabel):
                label.setText(roles[n])
                box.setAccessibleName(roles[n])
        self._lowest.setEnabled(self._signed.isChecked())
        for limit in (self._low, self._high):
            limit.setEnabled(self._limited.isChecked())
        self._meaning.setText(self._explanation(kind))
        self._check()

    def _check(self) -> None:
        """Say what is wrong, and what the chosen angle is in this frame."""
        from efficientpose_core.kinematics.custom_angles import check_custom_angles

        draft, problem, value = self._chosen, "", ""
        try:
            if draft is not None:
                value = self._evaluate(draft.angle())
            check_custom_angles(self.angles, self._skeleton)
        except EfficientPoseError as error:
            problem = tell(str(error))
        self._value.setText(value)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        palette = self._problem.palette()
        palette.setColor(QPalette.ColorRole.WindowText, message_colour("error", self.palette()))
        self._problem.setPalette(palette)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not problem)

    def _roles(self, kind: str) -> tuple[str, ...]:
        if kind == "three_points":
            return self.tr("First"), self.tr("Vertex"), self.tr("Last")
        if kind == "segments":
            return (self.tr("First segment from"), self.tr("to"),
                    self.tr("Second segment from"), self.tr("to"))  # fmt: skip
        return self.tr("From"), self.tr("To")

    def _explanation(self, kind: str) -> str:
        return {
            "three_points": self.tr(
                "0° where both arms point the same way; positive from the first to the last point "
                "as a hanging limb swings forward."
            ),
            "segments": self.tr(
                "0° where the segments point the same way; positive from the first to the second "
                "as a hanging limb swings forward."
            ),
            "from_down": self.tr("0° straight down; positive forward."),
            "from_up": self.tr("0° straight up; positive forward."),
            "from_horizontal": self.tr("0° level, towards the front; positive upwards."),
        }[kind]
