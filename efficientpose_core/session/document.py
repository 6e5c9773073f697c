"""A project: one recording, what the network found in it, and the corrections."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from efficientpose_core.pipeline import Analysis, AnalysisRequest, Derived, Detection, derive
from efficientpose_core.session.assessment import Assessment
from efficientpose_core.session.edits import Edit, apply_edits

__all__ = ["Session"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Session:
    """Everything that a saved project holds. Immutable: methods return new sessions.

    Parameters
    ----------
    request
        What was analysed, and how; its source is the recording.
    detection
        What the network found.
    edits
        Corrections, oldest first.
    position
        Frame on display.
    assessment
        Person, gait, test, phases.
    """

    request: AnalysisRequest
    detection: Detection
    edits: tuple[Edit, ...] = ()
    position: int = 0
    assessment: Assessment = field(default_factory=Assessment)

    @classmethod
    def from_analysis(cls, analysis: Analysis) -> Session:
        """Begin a project with a finished analysis."""
        return cls(
            request=analysis.request,
            detection=analysis.detection,
            position=int(analysis.detection.track.frame[0]),
        )

    def with_edit(self, edit: Edit) -> Session:
        """Add a correction; it is checked when it is derived."""
        return replace(self, edits=(*self.edits, edit))

    def with_source(self, source: Path) -> Session:
        """Point to the recording, where it has been moved."""
        return replace(self, request=replace(self.request, source=source))

    def derived(self) -> Derived:
        """Compute the cleaned track and the angles from the corrected track.

        Raises
        ------
        DataError
            If a correction does not fit the track.
        """
        corrected = apply_edits(self.detection.track, self.edits)
        return derive(corrected.track, self.request.derive, facing_marks=corrected.facing_marks)

    def analysis(self, derived: Derived | None = None) -> Analysis:
        """Return the results for export; ``derived`` where it has been computed already."""
        return Analysis(
            request=self.request,
            detection=self.detection,
            derived=self.derived() if derived is None else derived,
        )
