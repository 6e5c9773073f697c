"""Gait of the open recording: events on the timeline, parameters and curves in their panel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.actions.registry import ActionRegistry
from app.controllers.marks import TimelineMarks
from app.main_window import MainWindow
from app.services.document import Document
from app.services.notifications import Notifications
from app.services.playback import PlaybackController
from app.services.tasks import TaskRunner
from app.widgets.gait_panel import GaitPanel
from app.widgets.timeline import EventMark

if TYPE_CHECKING:
    from efficientpose_core.kinematics.gait.analysis import GaitAnalysis
    from efficientpose_core.kinematics.gait.events import GaitEvent
    from efficientpose_core.kinematics.gait.marks import GaitMark
    from efficientpose_core.kinematics.gait.norms import Norms
    from efficientpose_core.session.document import Session

__all__ = ["GaitController"]

_NEAR_FRAMES = 5
"""An event this close to the frame on display is the one that is meant."""


class GaitController(QObject):
    """Computes gait after every change, by ``tasks``, and turns edits into marks."""

    def __init__(
        self,
        window: MainWindow,
        actions: ActionRegistry,
        document: Document,
        playback: PlaybackController,
        notes: Notifications,
        marks: TimelineMarks,
        tasks: TaskRunner,
    ) -> None:
        super().__init__(window)
        self._window, self._document = window, document
        self._playback, self._notes, self._marks = playback, notes, marks
        self._tasks = tasks
        self._gait: GaitAnalysis | None = None
        self._events: dict[EventMark, GaitEvent] = {}
        self.panel = GaitPanel()
        window.add_panel(self.panel, self.tr("Gait"))
        document.derived_changed.connect(lambda _: self._compute())
        document.changed.connect(lambda _: self._compute())
        window.timeline.event_moved.connect(self._move)
        self.panel.method_chosen.connect(self._choose_method)
        self.panel.direction_chosen.connect(self._choose_direction)
        actions.bind(
            {
                "gait.contact_right": lambda: self._add("right", "initial_contact"),
                "gait.contact_left": lambda: self._add("left", "initial_contact"),
                "gait.off_right": lambda: self._add("right", "toe_off"),
                "gait.off_left": lambda: self._add("left", "toe_off"),
                "gait.delete": self._delete,
                "gait.next": lambda: self._go(1),
                "gait.previous": lambda: self._go(-1),
            }
        )

    @property
    def gait(self) -> GaitAnalysis | None:
        """Results of the open recording; None without one, and while they are computed."""
        return self._gait

    # --- Computing -----------------------------------------------------------------------------

    def _compute(self) -> None:
        session, derived = self._document.session, self._document.derived
        if session is None or derived is None:
            self._show(None, None)
            return
        if not self._document.is_current:
            return

        def work(_: object) -> tuple[Session, GaitAnalysis, Norms | None] | None:
            # Here: loading it on first use takes a tenth of a second, which no window should wait.
            from efficientpose_core.session.gait import analyse_session_gait, norms_for

            if session is not self._document.session:
                return None
            return session, analyse_session_gait(session, derived), norms_for(session)

        self._tasks.start(work, done=self._take, failed=self._notes.error)

    def _take(self, found: tuple[Session, GaitAnalysis, Norms | None] | None) -> None:
        if found is not None and found[0] is self._document.session:
            self._show(found[1], found[2])

    def _show(self, gait: GaitAnalysis | None, norms: Norms | None) -> None:
        self._gait = gait
        self._events = {}
        for event in gait.events if gait is not None else ():
            mark = EventMark(
                frame=event.frame,
                kind=event.kind.value,
                side=event.side,
                is_automatic=event.source.value == "automatic",
                label=self._label(event.side, event.kind.value),
            )
            self._events[mark] = event
        self._marks.set_common(tuple(self._events))
        session = self._document.session
        assessment = None if session is None else session.assessment
        self.panel.set_gait(
            gait,
            norms,
            "auto" if assessment is None else assessment.gait_method.value,
            backwards=assessment is not None and assessment.walks_backwards,
        )

    def _label(self, side: str, kind: str) -> str:
        return {
            ("right", "initial_contact"): self.tr("right contact"),
            ("left", "initial_contact"): self.tr("left contact"),
            ("right", "toe_off"): self.tr("right toe-off"),
            ("left", "toe_off"): self.tr("left toe-off"),
        }[side, kind]

    # --- Editing -------------------------------------------------------------------------------

    def _add(self, side: str, kind: str) -> None:
        from efficientpose_core.kinematics.gait.events import EventKind
        from efficientpose_core.kinematics.gait.marks import AddEvent

        frame = self._playback.position
        text = self.tr("Add {0}, frame {1}").format(self._label(side, kind), frame)
        self._mark(AddEvent(side=side, kind=EventKind(kind), frame=frame), text)

    def _move(self, mark: EventMark, frame: int) -> None:
        from efficientpose_core.kinematics.gait.marks import MoveEvent

        event = self._events.get(mark)
        if event is not None:
            moved = MoveEvent(side=event.side, kind=event.kind, frame=event.frame, to_frame=frame)
            self._mark(moved, self.tr("Move {0}, frame {1}").format(mark.label, frame))

    def _delete(self) -> None:
        from efficientpose_core.kinematics.gait.marks import DeleteEvent

        here = self._playback.position
        events = self._gait.events if self._gait is not None else ()
        near = [event for event in events if abs(event.frame - here) <= _NEAR_FRAMES]
        if not near:
            self._notes.warning(self.tr("There is no gait event here: go to the one to remove."))
            return
        event = min(near, key=lambda one: abs(one.frame - here))
        label = self._label(event.side, event.kind.value)
        self._mark(
            DeleteEvent(side=event.side, kind=event.kind, frame=event.frame),
            self.tr("Delete {0}, frame {1}").format(label, event.frame),
        )

    def _mark(self, mark: GaitMark, text: str) -> None:
        session = self._document.session
        if session is None:
            return
        frames = session.detection.track.frame
        frame = getattr(mark, "to_frame", mark.frame)
        if not frames[0] <= frame <= frames[-1]:
            self._notes.warning(self.tr("This part was not analysed: trim, and analyse it first."))
            return
        assessment = session.assessment
        changed = replace(assessment, gait_marks=(*assessment.gait_marks, mark))
        self._document.set_assessment(changed, text)

    def _choose_method(self, value: str) -> None:
        from efficientpose_core.kinematics.gait.events import EventMethod

        session = self._document.session
        if session is not None:
            changed = replace(session.assessment, gait_method=EventMethod(value))
            self._document.set_assessment(changed, self.tr("Find events another way"))

    def _choose_direction(self, backwards: bool) -> None:
        session = self._document.session
        if session is not None:
            changed = replace(session.assessment, walks_backwards=backwards)
            self._document.set_assessment(changed, self.tr("Report the other walking direction"))

    def _go(self, step: int) -> None:
        """Go to the next event, or the one before."""
        here = self._playback.position
        frames = sorted({event.frame for event in self._gait.events} if self._gait else ())
        on = [frame for frame in frames if (frame > here if step > 0 else frame < here)]
        if on:
            self._playback.jump(on[0] if step > 0 else on[-1])
