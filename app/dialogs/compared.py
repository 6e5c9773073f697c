"""Which earlier project a report compares with, and what is to be said about that."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.dialogs.parts import browse_button
from app.theme import message_colour
from app.translation import tell, words

if TYPE_CHECKING:
    from efficientpose_core.session.comparison import ComparedWalk

__all__ = ["ComparedProject"]


class ComparedProject(QWidget):
    """Asks for a project; whoever hears `wanted` reads it and tells what came of it.

    Parameters
    ----------
    folder
        Where projects are looked for at first.
    person
        Pseudonym in the report.

    Signals
    -------
    wanted(Path)
        This project was chosen; it is to be read.
    changed()
        Another project stands here, or none, or it can or cannot be used.
    """

    wanted = Signal(Path)
    changed = Signal()

    def __init__(self, folder: Path, person: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder, self._person = folder, person
        self._path: Path | None = None
        self._pair: tuple[ComparedWalk, ComparedWalk] | None = None
        self.line = QLineEdit()
        self.line.setReadOnly(True)
        self.line.setPlaceholderText(self.tr("no other project"))
        self.line.setToolTip(
            self.tr("An earlier project of this person. The report then tells how gait has changed "
                    "since, and whether that is more than noise.")
        )  # fmt: skip
        self._remove = QPushButton(self.tr("&Remove"))
        self._remove.setToolTip(self.tr("Compare with nothing."))
        self._remove.setAutoDefault(False)
        self._remove.clicked.connect(self.remove)
        self._which, self._told = QLabel(), QLabel()
        for label in (self._which, self._told):
            label.setWordWrap(True)
        self._lay_out()
        self._show()

    @property
    def path(self) -> Path | None:
        """The project that was chosen; None for none."""
        return self._path

    @property
    def walk(self) -> ComparedWalk | None:
        """What was read of it; None where there is none, and until it is read."""
        return None if self._pair is None else self._pair[0]

    @property
    def is_settled(self) -> bool:
        """Whether no project was chosen, or one that can be read and has been."""
        return self._path is None or self._pair is not None

    @property
    def told(self) -> str:
        """What is said about the comparison."""
        return "\n".join(filter(None, (self._which.text(), self._told.text())))

    def choose(self, path: Path) -> None:
        """Choose a project."""
        self._path, self._pair = path, None
        self.line.setText(path.name)
        self._show(self.tr("Reading {0}").format(path.name))
        self.wanted.emit(path)

    def remove(self) -> None:
        """Compare with nothing."""
        self._path = self._pair = None
        self.line.clear()
        self._show()

    def set_walks(self, before: ComparedWalk, after: ComparedWalk) -> None:
        """Take what was read of the chosen project, and the same of the one of the report."""
        self._pair = before, after
        self._tell()

    def set_problem(self, text: str) -> None:
        """Say why the chosen project cannot be used."""
        self._pair = None
        self._show(problem=text, kind="error")

    def set_person(self, pseudonym: str) -> None:
        """Follow the pseudonym in the report."""
        self._person = pseudonym
        if self._pair is not None:
            self._tell()

    def _tell(self) -> None:
        """Say which recording is which, what is refused, and what speaks against comparing."""
        from efficientpose_core.session.comparison import why_not_comparable, why_not_the_person

        if self._pair is None:
            return
        before, after = self._pair[0], self._pair[1].with_person(self._person)
        refusal, warnings = why_not_comparable(before, after), why_not_the_person(before, after)
        both = self.tr("Before: {0}. After: {1}.").format(_named(before), _named(after))
        self._show(both, "\n".join(map(tell, filter(None, (refusal, *warnings)))))

    def _show(self, which: str = "", problem: str = "", kind: str = "warning") -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, message_colour(kind, palette))
        self._told.setPalette(palette)
        for label, text in ((self._which, which), (self._told, problem)):
            label.setText(text)
            label.setVisible(bool(text))
        self._remove.setEnabled(self._path is not None)
        self.changed.emit()

    def _browse(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("Earlier project of this person"),
            str(self._folder),
            self.tr("Projects (*.epstudio)"),
        )
        if name:
            self.choose(Path(name))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.line, stretch=1)
        row.addWidget(
            browse_button(
                self.tr("C&hoose..."), self.tr("Choose an earlier project."), self._browse
            )
        )
        row.addWidget(self._remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._which)
        layout.addWidget(self._told)


def _named(walk: ComparedWalk) -> str:
    """Return a recording with its date, where that is known."""
    if walk.recorded_on is None:
        return walk.name
    return f"{walk.name}, {words().day(walk.recorded_on)}"
