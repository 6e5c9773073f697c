"""What every export gets: one recording's results, and what they were made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from efficientpose_core.export.sections import Section
from efficientpose_core.kinematics.angles import AngleTrack
from efficientpose_core.kinematics.facing import FacingTrack
from efficientpose_core.kinematics.trajectories import MotionTrack
from efficientpose_core.media.source import MediaInfo
from efficientpose_core.pose import PoseTrack

if TYPE_CHECKING:
    from efficientpose_core.kinematics.floor import Floor
    from efficientpose_core.kinematics.scale import Scale

__all__ = ["ExportData"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExportData:
    """One recording's results, ready to be written.

    Parameters
    ----------
    name
        Of the recording, without suffix.
    track, facing, angles, motion
        Cleaned keypoints and what follows from them; frames agree.
    media
        Facts about the recording.
    provenance
        JSON-ready: software, source, weights, engine, settings, log.
    sections
        Parameters of gait, repetitions, protocols: whatever was computed besides.
    scale
        Metres per pixel; None where it is not known.
    floor
        Where the floor lies in the picture; None for a level one.
    """

    name: str
    track: PoseTrack
    facing: FacingTrack
    angles: AngleTrack
    motion: MotionTrack
    media: MediaInfo
    provenance: Mapping[str, Any]
    sections: tuple[Section, ...] = ()
    scale: Scale | None = None
    floor: Floor | None = None
