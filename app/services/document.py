"""The open project: the session, its undo stack, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from app.services.tasks import TaskRunner
from app.undo import ChangeSession

if TYPE_CHECKING:
    from efficientpose_core.kinematics.cleaning import CleaningSettings
    from efficientpose_core.pipeline import Analysis, Derived, DeriveSettings
    from efficientpose_core.session.assessment import Assessment
    from efficientpose_core.session.document import Session
    from efficientpose_core.session.edits import Edit

__all__ = ["Document"]


class Document(QObject):
    """Holds the session of the open recording; every change goes through the undo stack.

    Results are computed again in a thread of their own after each change; where changes come
    faster than that, those in between are passed over.

    Signals
    -------
    session_replaced(object)
        Another project is open (`Session`), or None.
    analysis_opened(object)
        The project that is open now (`Session`) comes from an analysis just finished.
    changed(object)
        The session after an edit, undo or redo; results follow.
    derived_changed(object)
        `Derived` of the newest session, or None.
    dirty_changed(bool)
        Whether there is something to save.
    failed(Exception)
        A correction that cannot be made; nothing has changed.
    """

    session_replaced = Signal(object)
    analysis_opened = Signal(object)
    changed = Signal(object)
    derived_changed = Signal(object)
    dirty_changed = Signal(bool)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.path: Path | None = None
        self.is_checked = False
        """Saved with the project; no step to undo. See `Session.is_checked`."""
        self._session: Session | None = None
        self._derived: Derived | None = None
        self._derived_of: Session | None = None
        self._wanted: Session | None = None
        self._preview: CleaningSettings | None = None
        self._is_new = False
        self._was_dirty = False
        self._tasks = TaskRunner("derive", self)
        self.undo_stack.cleanChanged.connect(self._check_dirty)

    @property
    def session(self) -> Session | None:
        """The project as it is now."""
        return self._session

    @property
    def derived(self) -> Derived | None:
        """Results; those of the session before while new ones are computed."""
        return self._derived

    @property
    def is_current(self) -> bool:
        """Whether the results belong to the session as it is now."""
        return self._derived_of is self._session

    @property
    def is_dirty(self) -> bool:
        """Whether something would be lost."""
        return self._session is not None and (self._is_new or not self.undo_stack.isClean())

    def open_analysis(self, analysis: Analysis, assessment: Assessment | None = None) -> None:
        """Take a finished analysis, and perhaps what is asked of it; it has not been saved."""
        from efficientpose_core.session.document import Session

        session = Session.from_analysis(analysis)
        if assessment is not None:
            session = replace(session, assessment=assessment)
        self._open(session, None, analysis.derived, is_new=True)
        self.analysis_opened.emit(session)

    def open_session(
        self, session: Session, path: Path | None, derived: Derived, *, is_new: bool = False
    ) -> None:
        """Take a project that was read from ``path``; ``is_new`` where it has to be saved."""
        self._open(session, path, derived, is_new=is_new)

    def close(self) -> None:
        """Forget the project."""
        self._open(None, None, None, is_new=False)

    def edit(self, edit: Edit, text: str) -> bool:
        """Make a correction; ``text`` names it in the undo menu. False where it was refused."""
        from efficientpose_core.errors import EfficientPoseError

        if self._session is None:
            return False
        after = self._session.with_edit(edit)
        try:
            after.corrected()
        except EfficientPoseError as error:
            self.failed.emit(error)
            return False
        self._push(after, text)
        return True

    def set_derive_settings(self, settings: DeriveSettings, text: str) -> None:
        """Change how angles are computed."""
        if self._session is None or self._session.request.derive == settings:
            return
        request = replace(self._session.request, derive=settings)
        self._push(replace(self._session, request=request), text)

    def preview_cleaning(self, settings: CleaningSettings | None) -> None:
        """Show what another cleaning would give; None ends that. The project stays as it is.

        The results are not current meanwhile, except where the settings are those of the project.
        """
        if self._preview != settings:
            self._preview = settings
            self._choose_wanted()
            self._derive()

    def change(self, after: Session, text: str) -> None:
        """Take another state of the open project, as one step; ``text`` names it in the menu."""
        if self._session is not None:
            self._push(after, text)

    def show_again(self) -> None:
        """Tell the results once more, to whoever has lost them."""
        self.derived_changed.emit(self._derived)

    def set_assessment(self, assessment: Assessment, text: str) -> None:
        """Change what is asked about the recording; ``text`` names it in the undo menu."""
        if self._session is None or self._session.assessment == assessment:
            return
        self._push(replace(self._session, assessment=assessment), text)

    def set_session(self, session: Session) -> None:
        """For the undo commands: take this session and compute its results."""
        self._session = session
        self._choose_wanted()
        self.changed.emit(session)
        self._derive()

    def mark_saved(self, session: Session, path: Path) -> None:
        """Tell that ``session`` lies in ``path`` now; later edits stay unsaved."""
        self.path = path
        if session is self._session:
            self._is_new = False
            self.undo_stack.setClean()
        self._check_dirty()

    def analysis(self) -> Analysis | None:
        """Return the results for export; computed here where they are not ready yet."""
        if self._session is None:
            return None
        return self._session.analysis(self._derived if self.is_current else None)

    def shutdown(self) -> None:
        """Stop computing."""
        self._tasks.shutdown()

    def _open(
        self, session: Session | None, path: Path | None, derived: Derived | None, *, is_new: bool
    ) -> None:
        self.undo_stack.clear()
        self.path, self._is_new = path, is_new
        self.is_checked = session is not None and session.is_checked
        self._session, self._derived, self._derived_of = session, derived, session
        self._wanted, self._preview = session, None
        self.session_replaced.emit(session)
        self.derived_changed.emit(derived)
        self._check_dirty()

    def _push(self, after: Session, text: str) -> None:
        assert self._session is not None
        self.undo_stack.push(ChangeSession(self, self._session, after, text))
        self._check_dirty()

    def _choose_wanted(self) -> None:
        """Choose of what results are to be on display; those that are there may do."""
        wanted = self._session
        if wanted is not None and self._preview is not None:
            derive = replace(wanted.request.derive, cleaning=self._preview)
            if derive != wanted.request.derive:
                wanted = replace(wanted, request=replace(wanted.request, derive=derive))
        self._wanted = wanted
        there = self._derived_of
        if there is not None and wanted is not None and _same_results(there, wanted):
            self._derived_of = wanted

    def _derive(self) -> None:
        session = self._wanted
        if session is None or session is self._derived_of:
            return

        def work(_: object) -> Derived | None:
            # Passed over by now: only the newest counts.
            return session.derived() if session is self._wanted else None

        self._tasks.start(
            work, done=lambda derived: self._take(session, derived), failed=self.failed.emit
        )

    def _take(self, session: Session, derived: Derived | None) -> None:
        if derived is None or session is not self._wanted:
            return
        self._derived, self._derived_of = derived, session
        self.derived_changed.emit(derived)

    def _check_dirty(self) -> None:
        if self.is_dirty != self._was_dirty:
            self._was_dirty = self.is_dirty
            self.dirty_changed.emit(self.is_dirty)


def _same_results(one: Session, other: Session) -> bool:
    """Tell whether two sessions have the same keypoints and angles."""
    return (
        one.request == other.request
        and one.detection is other.detection
        and one.edits == other.edits
    )
