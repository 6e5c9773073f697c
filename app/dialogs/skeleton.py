"""Which keypoints are labelled: names, limbs, left and right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count as numbers

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.widgets.overlay import keypoint_label
from efficientpose_core.skeleton import Skeleton, mirror_name

__all__ = ["SkeletonDialog"]

_NAME, _JOINED, _OTHER_SIDE, _LABELS = range(4)
_FEET = (("ankle", "heel"), ("heel", "big_toe"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A keypoint.

    Parameters
    ----------
    id
        Tells it apart while names are typed, which may be the same for a moment.
    name
        What it is called.
    joined
        Id of the keypoint that it is joined with; None for none.
    old
        What it was called before; empty for a new one.
    """

    id: int
    name: str
    joined: int | None = None
    old: str = ""


class SkeletonDialog(QDialog):
    """Edits a skeleton; labels follow their keypoints when these are renamed or moved.

    Parameters
    ----------
    skeleton
        As it is.
    labels
        How many labelled frames have each keypoint: removing it loses them.
    """

    def __init__(
        self, skeleton: Skeleton, labels: Mapping[str, int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keypoints"))
        self.resize(680, 600)
        self._before, self._labels = skeleton, labels
        self._rows = _rows_of(skeleton)
        self._ids = numbers(len(self._rows))
        self.table = QTableWidget(0, 4)
        self.table.setAccessibleName(self.tr("Keypoints"))
        self.table.setHorizontalHeaderLabels(
            [self.tr("Name"), self.tr("Joined with"), self.tr("Other side"), self.tr("Labels")]
        )
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.itemChanged.connect(self._rename)
        self._told = QLabel()
        self._told.setWordWrap(True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self._fill()

    # --- Result --------------------------------------------------------------------------------

    @property
    def skeleton(self) -> Skeleton:
        """The skeleton as edited; `DataError` while it makes no sense."""
        names = tuple(row.name for row in self._rows)
        new_of = {row.old: row.name for row in self._rows if row.old}

        def carried(pairs: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
            return [(new_of[a], new_of[b]) for a, b in pairs if a in new_of and b in new_of]

        first = set(_joined(_rows_of(self._before)))
        further = tuple(pair for pair in self._before.segments if pair not in first)
        wanted = _joined(self._rows) + carried(further)
        changed = {frozenset(pair) for pair in wanted} != {
            frozenset(pair) for pair in carried(self._before.segments)
        }
        if names == self._before.keypoints and not changed:
            return self._before
        old = carried(self._before.limbs)
        known = {frozenset(pair) for pair in (*old, *carried(self._before.segments))}
        limbs = (*old, *(pair for pair in wanted if frozenset(pair) not in known))
        return Skeleton(name="own", keypoints=names, limbs=limbs, segments=tuple(wanted))

    @property
    def renamed(self) -> dict[str, str]:
        """New names and the old ones they stand for; keypoints that are new are not in it."""
        return {row.name: row.old for row in self._rows if row.old}

    @property
    def told(self) -> str:
        """What is wrong, or what will be lost."""
        return self._told.text()

    # --- Changes -------------------------------------------------------------------------------

    def add(self, *, is_pair: bool = False) -> None:
        """Add a keypoint, or a left and a right one; it is joined with the chosen one."""
        at = self.table.currentRow()
        chosen = self._rows[at] if at >= 0 else None
        joined = None if chosen is None else chosen.id
        name = self._free_name()
        if is_pair:
            mirror = None if chosen is None else self._id_of(mirror_name(chosen.name))
            left, right = joined, mirror
            if chosen is not None and chosen.name.startswith("right_"):
                left, right = mirror, joined
            for side, other in (("left", left), ("right", right)):
                self._append(f"{side}_{name}", other)
        else:
            self._append(name, joined)
        self._fill(len(self._rows) - (2 if is_pair else 1))
        item = self.table.item(self.table.currentRow(), _NAME)
        assert item is not None
        self.table.editItem(item)

    def add_feet(self) -> None:
        """Add heels and big toes, which the ankle angle needs."""
        for side in ("left", "right"):
            for start, end in _FEET:
                if self._id_of(f"{side}_{end}") is None:
                    self._append(f"{side}_{end}", self._id_of(f"{side}_{start}"))
        self._fill(len(self._rows) - 1)

    def remove(self) -> None:
        """Remove the chosen keypoint."""
        row = self.table.currentRow()
        if row < 0 or len(self._rows) == 1:
            return
        gone = self._rows.pop(row).id
        self._rows = [replace(r, joined=None) if r.joined == gone else r for r in self._rows]
        self._fill(min(row, len(self._rows) - 1))

    def shift(self, step: int) -> None:
        """Move the chosen keypoint up or down."""
        row = self.table.currentRow()
        if row >= 0 and 0 <= row + step < len(self._rows):
            rows = self._rows
            rows[row], rows[row + step] = rows[row + step], rows[row]
            self._fill(row + step)

    def _rename(self, item: QTableWidgetItem) -> None:
        if item.column() != _NAME:
            return
        row = item.row()
        name = re.sub(r"\W+", "_", item.text().strip().lower()).strip("_")
        self._rows[row] = replace(self._rows[row], name=name)
        self._fill(row)

    def _append(self, name: str, joined: int | None) -> None:
        self._rows.append(_Row(id=next(self._ids), name=name, joined=joined))

    def _id_of(self, name: str) -> int | None:
        return next((row.id for row in self._rows if row.name == name), None)

    def _join(self, row: int, joined: int | None) -> None:
        self._rows[row] = replace(self._rows[row], joined=joined)
        self._check()

    def _free_name(self) -> str:
        names, count = {row.name for row in self._rows}, 1
        while any(f"{side}new_{count}" in names for side in ("", "left_", "right_")):
            count += 1
        return f"new_{count}"

    # --- Showing -------------------------------------------------------------------------------

    def _fill(self, row: int = 0) -> None:
        table = self.table
        table.blockSignals(True)
        table.setRowCount(len(self._rows))
        names = [r.name for r in self._rows]
        for at, each in enumerate(self._rows):
            table.setItem(at, _NAME, QTableWidgetItem(each.name))
            table.setCellWidget(at, _JOINED, self._make_box(at, each))
            mirror = mirror_name(each.name)
            told = mirror if mirror != each.name and mirror in names else ""
            count = str(self._labels.get(each.old, 0)) if each.old else "0"
            for column, text in ((_OTHER_SIDE, told), (_LABELS, count)):
                item = QTableWidgetItem(text)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                table.setItem(at, column, item)
        table.setCurrentCell(row, _NAME)
        table.blockSignals(False)
        self._check()

    def _make_box(self, at: int, row: _Row) -> QComboBox:
        box = QComboBox()
        box.addItem("-", None)
        for other in self._rows:
            if other.id != row.id:
                box.addItem(other.name, other.id)
        box.setCurrentIndex(max(box.findData(row.joined), 0))
        box.setAccessibleName(self.tr("{0} is joined with").format(keypoint_label(row.name)))
        box.activated.connect(lambda _, box=box: self._join(at, box.currentData()))
        return box

    def _check(self) -> None:
        """Say what is wrong or will be lost; offer OK where nothing is wrong."""
        names = [row.name for row in self._rows]
        double = sorted({name for name in names if names.count(name) > 1})
        problem = ""
        if "" in names:
            problem = self.tr("A keypoint has no name: type one.")
        elif double:
            problem = self.tr("There are two keypoints of the name {0}: rename one.").format(
                ", ".join(double)
            )
        kept = {row.old for row in self._rows}
        lost = [name for name, count in self._labels.items() if count and name not in kept]
        warning = ""
        if lost:
            warning = self.tr("The labels of {0} are removed. This can be undone.").format(
                ", ".join(keypoint_label(name) for name in lost)
            )
        self._told.setText(problem or warning)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not problem)

    def _lay_out(self) -> None:
        hint = QLabel(
            self.tr("Names in English with underscores, as models have them: left_ and right_ at "
                    "the beginning tell the sides. Keypoints that the model does not know start "
                    "without a guess.")
        )  # fmt: skip
        hint.setWordWrap(True)
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        row = QHBoxLayout()
        for text, act in (
            (self.tr("&Add"), self.add),
            (self.tr("Add &left and right"), lambda: self.add(is_pair=True)),
            (self.tr("&Heels and toes"), self.add_feet),
            (self.tr("&Remove"), self.remove),
            (self.tr("&Up"), lambda: self.shift(-1)),
            (self.tr("&Down"), lambda: self.shift(1)),
        ):
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _, act=act: act())
            row.addWidget(button)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.addWidget(hint)
        layout.addWidget(self.table, stretch=1)
        layout.addLayout(row)
        layout.addWidget(self._told)
        layout.addWidget(self.buttons)


def _rows_of(skeleton: Skeleton) -> list[_Row]:
    """Return the keypoints, each joined with the one that a drawn segment comes from."""
    joined: dict[str, int] = {}
    for start, end in skeleton.segments:
        joined.setdefault(end, skeleton.index(start))
    return [
        _Row(id=at, name=name, joined=joined.get(name), old=name)
        for at, name in enumerate(skeleton.keypoints)
    ]


def _joined(rows: list[_Row]) -> list[tuple[str, str]]:
    """Return the names at both ends of what is joined."""
    name_of = {row.id: row.name for row in rows}
    return [(name_of[row.joined], row.name) for row in rows if row.joined is not None]
