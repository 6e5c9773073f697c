"""What all pages share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget, QWizardPage

from app.services.tasks import TaskRunner
from app.theme import message_colour
from app.translation import tell
from app.wizard.plan import Plan

__all__ = ["Page", "hint_label"]


def hint_label(text: str = "") -> QLabel:
    """Return a line that explains."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


class Page(QWizardPage):
    """A page with a title, a line below that says what to do, and a line for complaints.

    Parameters
    ----------
    plan
        What has been gathered so far.
    tasks
        For work that takes longer than a moment.
    title, hint
        What the page is for, and what is to be done on it.
    """

    def __init__(self, plan: Plan, tasks: TaskRunner, title: str, hint: str) -> None:
        super().__init__()
        self.plan, self.tasks = plan, tasks
        self.setTitle(title)
        self.setSubTitle(hint)
        self.column = QVBoxLayout(self)
        self._message = QLabel()
        self._message.setWordWrap(True)
        self._message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._message.hide()

    def finish_layout(self) -> None:
        """Put the line for messages below everything else."""
        self.column.addWidget(self._message)

    def say(self, text: str, kind: str = "error") -> None:
        """Show a sentence; an empty one hides the line."""
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, message_colour(kind, self.palette()))
        self._message.setPalette(palette)
        self._message.setText(text)
        self._message.setVisible(bool(text))

    @property
    def message(self) -> str:
        """The sentence that is shown."""
        return self._message.text()

    def tell_error(self, error: Exception) -> None:
        """Show why work has failed; faults of the program go on to the report dialog."""
        from efficientpose_core.errors import CancelledError, EfficientPoseError

        if isinstance(error, CancelledError):
            return
        if not isinstance(error, EfficientPoseError):
            raise error
        self.say(tell(str(error)))

    def named(self, widget: QWidget, name: str) -> QWidget:
        """Give a widget its name for screen readers, and return it."""
        widget.setAccessibleName(name)
        return widget
