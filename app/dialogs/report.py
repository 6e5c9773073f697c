"""What a report holds, in which language, and where it goes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.dialogs.compared import ComparedProject
from app.dialogs.parts import browse_button, buttons_of
from app.translation import words

if TYPE_CHECKING:
    from efficientpose_core.session.comparison import ComparedWalk

__all__ = ["ReportChoice", "ReportDialog"]

_LONGEST_PSEUDONYM = 60
_MOST_STILLS = 12
_SUFFIXES = (".pdf", ".html")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChoice:
    """The answer.

    Parameters
    ----------
    path
        The file; its ending is the format.
    language
        ``"en"`` or ``"de"``.
    person
        Pseudonym; empty for none.
    stills
        How many pictures.
    hides_face
        Whether the head is blurred in them.
    left_out
        Titles of chapters that are not printed, in English.
    compare_with
        An earlier project of the person; None for none.
    """

    path: Path
    language: str
    person: str
    stills: int
    hides_face: bool
    left_out: frozenset[str] = frozenset()
    compare_with: ComparedWalk | None = None


class ReportDialog(QDialog):
    """Asks what a report holds.

    Parameters
    ----------
    choice
        What is proposed.
    chapters
        Titles of what may be left out, in English, in their order.

    Signals
    -------
    comparison_wanted(Path)
        This project was chosen to compare with; ``compared`` is to be told what it holds.
    """

    comparison_wanted = Signal(Path)

    def __init__(
        self, choice: ReportChoice, chapters: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Report"))
        self.setMinimumWidth(560)
        self._kept = choice.left_out - set(chapters)
        self._format, self._language = QComboBox(), QComboBox()
        self._person = QLineEdit(choice.person)
        self._path = QLineEdit(str(choice.path))
        self.compared = ComparedProject(choice.path.parent, choice.person)
        self._stills = QSpinBox()
        self._face = QCheckBox(self.tr("&Blur the head"))
        self._told = QLabel()
        self._told.setWordWrap(True)
        self._write = QPushButton(self.tr("Write report"))
        self._chapters: dict[str, QCheckBox] = {}
        self._make_controls(choice, chapters)
        self._lay_out()
        self._follow()

    @property
    def choice(self) -> ReportChoice:
        """What the user wants."""
        unchecked = {title for title, box in self._chapters.items() if not box.isChecked()}
        return ReportChoice(
            path=self._with_suffix(),
            language=self._language.currentData(),
            person=self._person.text().strip(),
            stills=self._stills.value(),
            hides_face=self._face.isChecked(),
            left_out=frozenset(unchecked | self._kept),
            compare_with=self.compared.walk,
        )

    # --- Controls ------------------------------------------------------------------------------

    def _make_controls(self, choice: ReportChoice, chapters: Collection[str]) -> None:
        for text, value in (
            (self.tr("PDF, for printing"), ".pdf"),
            (self.tr("Web page (HTML), one file"), ".html"),
        ):
            self._format.addItem(text, value)
        self._format.setCurrentIndex(max(self._format.findData(choice.path.suffix), 0))
        self._format.setToolTip(self.tr("Both say the same and need no other file."))
        self._format.currentIndexChanged.connect(lambda _: self._rename())
        self._language.addItem("English", "en")
        self._language.addItem("Deutsch", "de")
        self._language.setCurrentIndex(max(self._language.findData(choice.language), 0))
        self._language.setToolTip(self.tr("Of the report; the window keeps its own."))
        self._person.setMaxLength(_LONGEST_PSEUDONYM)
        self._person.setPlaceholderText(self.tr("for instance P-017"))
        self._person.setToolTip(
            self.tr("Printed on every page and kept in the project. Never write a name here.")
        )
        self._stills.setRange(0, _MOST_STILLS)
        self._stills.setValue(choice.stills)
        self._stills.setSpecialValueText(self.tr("none"))
        self._stills.setToolTip(self.tr("Pictures with the skeleton, from the whole recording."))
        self._stills.valueChanged.connect(lambda _: self._follow())
        self._face.setChecked(choice.hides_face)
        self._face.setToolTip(self.tr("Pictures in which the head is not found are left out then."))
        self.compared.wanted.connect(self.comparison_wanted)
        self.compared.changed.connect(self._make_room)
        self._person.textChanged.connect(lambda text: self.compared.set_person(text.strip()))
        self._path.setToolTip(self.tr("The file of the report."))
        self._path.textChanged.connect(lambda _: self._follow())
        told = words()
        for title in chapters:
            box = self._chapters[title] = QCheckBox(told.sentence(title))
            box.setChecked(title not in choice.left_out)
            box.setToolTip(self.tr("Whether this chapter is printed."))

    def _with_suffix(self) -> Path:
        path = Path(self._path.text().strip()).expanduser()
        suffix = self._format.currentData()
        return path if path.suffix.lower() == suffix else path.parent / f"{path.name}{suffix}"

    def _rename(self) -> None:
        """Give the file the ending of the format."""
        path = Path(self._path.text().strip())
        if path.suffix.lower() in _SUFFIXES:
            self._path.setText(str(path.with_suffix(self._format.currentData())))
        self._follow()

    def _follow(self) -> None:
        """Say what will be replaced."""
        self._face.setEnabled(self._stills.value() > 0)
        has_name = bool(Path(self._path.text().strip()).name)
        self._write.setEnabled(has_name and self.compared.is_settled)
        is_there = has_name and self._with_suffix().is_file()
        self._told.setText(
            self.tr("Replaces: {0}").format(self._with_suffix().name) if is_there else ""
        )

    def _make_room(self) -> None:
        """Grow with what is said about the comparison; Qt does not for wrapped text."""
        self._follow()
        layout = self.layout()
        if layout is not None:
            layout.activate()
            needed = layout.totalHeightForWidth(self.width())
            self.resize(self.width(), max(self.height(), needed))

    def _browse(self) -> None:
        kinds = {".pdf": self.tr("PDF (*.pdf)"), ".html": self.tr("Web page (*.html)")}
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("File of the report"),
            str(self._with_suffix()),
            kinds[self._format.currentData()],
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if name:
            self._path.setText(name)

    # --- Layout --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        browse = browse_button(self.tr("&Choose..."), self.tr("Choose the file."), self._browse)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignVCenter)
        for text, part, beside in (
            (self.tr("&Format"), self._format, None),
            (self.tr("&Language"), self._language, None),
            (self.tr("&Pseudonym"), self._person, None),
            (self.tr("P&ictures"), self._stills, self._face),
            (self.tr("Compare &with"), self.compared.line, None),
            (self.tr("Fil&e"), self._path, browse),
        ):
            label = QLabel(text)
            label.setBuddy(part)
            part.setAccessibleName(text.replace("&", ""))
            if part is self.compared.line:
                form.addRow(label, self.compared)
                continue
            line = QHBoxLayout()
            line.addWidget(part, stretch=1 if isinstance(part, QLineEdit) else 0)
            if beside is not None:
                line.addWidget(beside)
            if not isinstance(part, QLineEdit):
                line.addStretch()
            form.addRow(label, line)
        form.addRow("", self._told)
        group = QGroupBox(self.tr("Chapters"))
        inner = QVBoxLayout(group)
        for box in self._chapters.values():
            inner.addWidget(box)
        always = QLabel(
            self.tr("Always: recording and its quality, how the numbers were made, sources, "
                    "versions.")
        )  # fmt: skip
        always.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        always.setWordWrap(True)
        inner.addWidget(always)
        layout = QVBoxLayout(self)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addWidget(group)
        layout.addStretch()
        layout.addWidget(buttons_of(self, self._write))
