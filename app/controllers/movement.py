"""Counting, clinical tests and phases of the open recording."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.actions.registry import ActionRegistry
from app.controllers.marks import TimelineMarks
from app.main_window import MainWindow
from app.services.document import Document
from app.services.notifications import Notifications
from app.services.playback import PlaybackController
from app.services.tasks import TaskRunner
from app.translation import tell
from app.widgets.movement_panel import MovementPanel
from app.widgets.phase_panel import PhasePanel
from app.widgets.stretch_table import StretchRow
from app.widgets.test_panel import TestPanel
from app.widgets.timeline import EventMark

if TYPE_CHECKING:
    from efficientpose_core.kinematics.sport.phases import Phase
    from efficientpose_core.kinematics.sport.repetitions import RepetitionAnalysis
    from efficientpose_core.session.assessment import Assessment
    from efficientpose_core.session.document import Session
    from efficientpose_core.session.movement import Movement

__all__ = ["MovementController"]


class MovementController(QObject):
    """Answers what is asked about movement after every change, by ``tasks``."""

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
        self._movement: Movement | None = None
        self._waiting_test = ""
        self._to_name: int | None = None
        self.panel = MovementPanel()
        self.test_panel = TestPanel()
        self.phase_panel = PhasePanel()
        window.add_panel(self.panel, self.tr("Movement"))
        window.add_panel(self.test_panel, self.tr("Test"))
        window.add_panel(self.phase_panel, self.tr("Phases"))
        self._connect()
        actions.bind(
            {
                "movement.next": lambda: self._go(1),
                "movement.previous": lambda: self._go(-1),
                "movement.phase": self._add_phase,
                "movement.go": lambda: self._mark_go(True),
            }
        )
        actions.add_to_pictures(self.panel.plot.graphics)
        self._show(None)

    @property
    def movement(self) -> Movement | None:
        """Answers for the open recording; None without one, and before they are computed."""
        return self._movement

    @property
    def is_busy(self) -> bool:
        """Whether answers are being computed, or results that they need."""
        return self._tasks.is_busy or not self._document.is_current

    def _connect(self) -> None:
        document, panel, phases = self._document, self.panel, self.phase_panel
        document.session_replaced.connect(self._take_up_test)
        document.derived_changed.connect(lambda _: self._compute())
        document.changed.connect(lambda _: self._compute())
        self._playback.position_changed.connect(self._follow)
        panel.counted_chosen.connect(self._choose_counted)
        panel.levels_wanted.connect(self._want_levels)
        panel.levels_chosen.connect(self._choose_levels)
        panel.stretch_chosen.connect(self._show_stretch)
        panel.time_requested.connect(self._seek)
        self.test_panel.test_chosen.connect(self._choose_test)
        self.test_panel.go_requested.connect(self._mark_go)
        phases.mark_requested.connect(self._add_phase)
        phases.renamed.connect(self._rename_phase)
        phases.deleted.connect(self._delete_phase)
        phases.phase_chosen.connect(self._show_phase)

    # --- Computing -----------------------------------------------------------------------------

    def _compute(self) -> None:
        session, derived = self._document.session, self._document.derived
        if session is None or derived is None:
            self._show(None)
            return
        if not self._document.is_current:
            return

        def work(_: object) -> tuple[Session, Movement] | None:
            # Here: loading it on first use takes a tenth of a second, which no window should wait.
            from efficientpose_core.session.movement import analyse_session_movement

            # Passed over by now: only the newest counts.
            if session is not self._document.session:
                return None
            return session, analyse_session_movement(session, derived)

        self._tasks.start(work, done=self._take, failed=self._notes.error)

    def _take(self, found: tuple[Session, Movement] | None) -> None:
        if found is not None and found[0] is self._document.session:
            self._show(found[1])

    def _show(self, movement: Movement | None) -> None:
        self._movement = movement
        session, derived = self._document.session, self._document.derived
        if movement is None or session is None or derived is None:
            self.panel.set_movement(None, None, None)
            self.test_panel.set_test(self._waiting_test)
            self.phase_panel.set_phases(None)
        else:
            assessment = session.assessment
            self.panel.set_movement(assessment, movement, derived.angles)
            self.test_panel.set_result(assessment, movement, self._time_of(assessment.go_frame))
            self.phase_panel.set_phases(movement.phases)
        self._follow(self._playback.position)
        self._mark(movement)
        if self._to_name is not None and movement is not None:
            row, self._to_name = self._to_name, None
            self._window.tabs.setCurrentWidget(self.phase_panel)
            self.phase_panel.edit_name(row)

    def _mark(self, movement: Movement | None) -> None:
        """Mark what each panel is about on the timeline."""
        counted, tested, phases = [], [], []
        if movement is not None:
            test = movement.test
            counted = self._repetition_marks(movement.repetitions)
            if movement.jumps is not None:
                counted = [
                    _diamond((jump.first + jump.last) // 2, self.tr("Jump {0}").format(number))
                    for number, jump in enumerate(movement.jumps.jumps, start=1)
                ]
            tested = self._repetition_marks(None if test is None else test.findings.repetitions)
            for statistics in movement.phases:
                phase = statistics.phase
                phases += [
                    _diamond(phase.first, self.tr("Start of {0}").format(phase.name)),
                    _diamond(phase.last, self.tr("End of {0}").format(phase.name)),
                ]
        for panel, marks in (
            (self.panel, counted), (self.test_panel, tested), (self.phase_panel, phases)
        ):  # fmt: skip
            self._marks.set_own(panel, marks)

    def _repetition_marks(self, counted: RepetitionAnalysis | None) -> list[EventMark]:
        if counted is None:
            return []
        numbers = {id(one): number for number, one in enumerate(counted.complete, start=1)}
        return [
            _diamond(one.turning, self.tr("Repetition {0}").format(numbers[id(one)]))
            if id(one) in numbers
            else _diamond(
                one.turning, self.tr("Not counted: {0}").format(tell(one.reason)), counts=False
            )
            for one in counted.repetitions
        ]

    # --- The video -----------------------------------------------------------------------------

    def _time_of(self, frame: int | None) -> float | None:
        times_s = self._playback.times_s
        return float(times_s[frame]) if frame is not None and 0 <= frame < len(times_s) else None

    def _follow(self, frame: int) -> None:
        t_s = self._time_of(frame)
        if t_s is not None:
            self.panel.set_time(t_s)

    def _seek(self, t_s: float) -> None:
        self._playback.pause()
        self._playback.seek(t_s)

    def _show_stretch(self, row: StretchRow) -> None:
        self._show_frames(row.first, row.last, row.at)

    def _show_frames(self, first: int, last: int, at: int) -> None:
        """Go to a frame and mark the range around it, so that it can be played in a loop."""
        count = self._playback.frame_count
        if 0 <= first <= at <= last < count:
            self._playback.show_frame(at)
            self._playback.set_loop_range((first, last + 1))

    def _go(self, step: int) -> None:
        """Go to the next repetition or jump, or the one before."""
        marks = self._marks.own(self.panel) or self._marks.own(self.test_panel)
        if not marks:
            self._notes.warning(self.tr("Choose in the tab Movement what is to be counted."))
            return
        here = self._playback.position
        frames = sorted(mark.frame for mark in marks)
        on = [frame for frame in frames if (frame > here if step > 0 else frame < here)]
        if on:
            self._playback.jump(on[0] if step > 0 else on[-1])

    # --- Counting ------------------------------------------------------------------------------

    def _change(self, text: str, **changed: object) -> None:
        session = self._document.session
        if session is not None:
            # The names of the fields are those of the callers below.
            after: Assessment = replace(session.assessment, **changed)  # type: ignore[arg-type]
            self._document.set_assessment(after, text)

    def _choose_counted(self, counted: str) -> None:
        # Levels of one signal mean nothing for another.
        self._change(self.tr("Count something else"), counted=counted, levels=None)

    def _want_levels(self, is_wanted: bool) -> None:
        counted = None if self._movement is None else self._movement.repetitions
        if not is_wanted:
            self._change(self.tr("Count by a typical repetition"), levels=None)
        elif counted is not None:
            from efficientpose_core.session.movement import propose_levels

            self._change(self.tr("Choose levels"), levels=propose_levels(counted))

    def _choose_levels(self, enter: float, leave: float) -> None:
        self._change(self.tr("Choose levels"), levels=(round(enter, 1), round(leave, 1)))

    # --- Tests ---------------------------------------------------------------------------------

    def _choose_test(self, protocol: str) -> None:
        if self._document.session is None:
            # The instructions are of use before anything is recorded.
            self._waiting_test = protocol
            self.test_panel.set_test(protocol)
        else:
            self._change(self.tr("Choose a test"), protocol=protocol)

    def _take_up_test(self, session: Session | None) -> None:
        """Keep for a new analysis the test that was chosen before it."""
        waiting, self._waiting_test = self._waiting_test, ""
        if session is None or not waiting or self._document.path is not None:
            return
        if not session.assessment.protocol:
            QTimer.singleShot(0, self, lambda: self._choose_test(waiting))

    def _mark_go(self, is_set: bool) -> None:
        from efficientpose_core.kinematics.protocols.catalogue import PROTOCOLS

        session = self._document.session
        protocol = None if session is None else PROTOCOLS.get(session.assessment.protocol)
        if not is_set:
            self._change(self.tr("Remove the mark of 'go'"), go_frame=None)
        elif protocol is None or not protocol.is_timed:
            self._notes.warning(
                self.tr("Choose in the tab Test a test that starts with 'go' first.")
            )
        elif self._is_analysed(self._playback.position, self._playback.position):
            self._change(self.tr("Mark 'go'"), go_frame=self._playback.position)

    # --- Phases --------------------------------------------------------------------------------

    def _add_phase(self) -> None:
        session, marked = self._document.session, self._playback.loop_range
        if session is None:
            return
        if marked is None or marked[1] - marked[0] < 2:
            self._notes.warning(
                self.tr("Choose a range first: drag on the timeline with Shift pressed.")
            )
            return
        first, last = marked[0], marked[1] - 1
        if not self._is_analysed(first, last):
            return

        from efficientpose_core.kinematics.sport.phases import Phase

        phases = session.assessment.phases
        name = self.tr("Phase {0}").format(len(phases) + 1)
        self._to_name = len(phases)
        self._change(
            self.tr("Mark a phase"), phases=(*phases, Phase(name=name, first=first, last=last))
        )

    def _is_analysed(self, first: int, last: int) -> bool:
        """Whether a stretch lies in the results; says so where it does not."""
        session = self._document.session
        if session is None:
            return False
        frames = session.detection.track.frame
        if frames[0] <= first and last <= frames[-1]:
            return True
        self._notes.warning(self.tr("This part was not analysed: trim, and analyse it first."))
        return False

    def _rename_phase(self, row: int, name: str) -> None:
        from efficientpose_core.errors import SettingsError

        phases = list(self._phases())
        if not 0 <= row < len(phases) or phases[row].name == name:
            return
        try:
            phases[row] = replace(phases[row], name=name)
        except SettingsError as error:
            self._notes.error(error)
            if self._movement is not None:
                self.phase_panel.set_phases(self._movement.phases)
            return
        self._change(self.tr("Rename a phase"), phases=tuple(phases))

    def _delete_phase(self, row: int) -> None:
        phases = self._phases()
        if 0 <= row < len(phases):
            left = (*phases[:row], *phases[row + 1 :])
            self._change(self.tr("Delete a phase"), phases=left)

    def _show_phase(self, row: int) -> None:
        phases = self._phases()
        if 0 <= row < len(phases):
            self._show_frames(phases[row].first, phases[row].last, phases[row].first)

    def _phases(self) -> tuple[Phase, ...]:
        session = self._document.session
        return () if session is None else session.assessment.phases


def _diamond(frame: int, label: str, *, counts: bool = True) -> EventMark:
    return EventMark(
        frame=frame, kind="repetition", is_automatic=not counts, label=label, can_move=False
    )
