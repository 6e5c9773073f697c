"""A project: one recording, what the network found in it, and the corrections."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from efficientpose_core.errors import SettingsError
from efficientpose_core.kinematics.scale import Scale
from efficientpose_core.pipeline import Analysis, AnalysisRequest, Derived, Detection, derive
from efficientpose_core.pose import PoseTrack, ProcessingStep
from efficientpose_core.session.assessment import Assessment
from efficientpose_core.session.edits import Corrected, Edit, apply_edits

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
    is_checked
        Whether the recording was looked through for what forbids distances (a moving camera, a
        treadmill); the answer is in the assessment, where the user has the last word.
    """

    request: AnalysisRequest
    detection: Detection
    edits: tuple[Edit, ...] = ()
    position: int = 0
    assessment: Assessment = field(default_factory=Assessment)
    is_checked: bool = False

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

    def corrected(self) -> Corrected:
        """Apply the corrections to what the network found.

        Those asked for last are kept: to check a correction, to compute with it and to show it
        takes them three times.

        Raises
        ------
        DataError
            If a correction does not fit the track.
        """
        return _corrected(self.detection.track, self.edits)

    def derived(self) -> Derived:
        """Compute the cleaned track and the angles from the corrected track.

        Raises
        ------
        DataError
            If a correction does not fit the track.
        """
        corrected = self.corrected()
        return derive(corrected.track, self.request.derive, facing_marks=corrected.facing_marks)

    @property
    def scale(self) -> Scale | None:
        """Metres per pixel; None where there is no scale, and where distances are refused."""
        return None if self.assessment.no_distances else self.request.derive.scale

    def with_slow_motion(self, factor: float) -> Session:
        """Tell how many times slower than life the recording plays; all times follow.

        Raises
        ------
        SettingsError
            If the factor is not a positive number.
        """
        if not (math.isfinite(factor) and factor > 0):
            raise SettingsError(f"The slow-motion factor must be a positive number, not {factor}.")
        shorter = self.request.slow_motion_factor / factor
        request, detection = self.request, self.detection
        start, end = (
            None if t_s is None else t_s * shorter for t_s in (request.start_s, request.end_s)
        )
        media = detection.media
        return replace(
            self,
            request=replace(request, slow_motion_factor=factor, start_s=start, end_s=end),
            detection=replace(
                detection,
                track=replace(detection.track, t_s=detection.track.t_s * shorter),
                media=replace(
                    media,
                    duration_s=media.duration_s * shorter,
                    rate_hz=media.rate_hz / shorter,
                ),
            ),
        )

    def analysis(self, derived: Derived | None = None) -> Analysis:
        """Return the results for export; ``derived`` where it has been computed already.

        Where distances are refused there is no scale, and the log of the angles says why.
        """
        derived = self.derived() if derived is None else derived
        request, reason = self.request, self.assessment.no_distances
        if reason:
            request = replace(request, derive=replace(request.derive, scale=None))
            log = (*derived.angles.log, ProcessingStep(name="refuse_distances", note=reason))
            derived = replace(derived, angles=replace(derived.angles, log=log))
        return Analysis(request=request, detection=self.detection, derived=derived)


@lru_cache(maxsize=1)
def _corrected(raw: PoseTrack, edits: tuple[Edit, ...]) -> Corrected:
    return apply_edits(raw, edits)
