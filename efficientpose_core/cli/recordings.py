"""Analysed recordings as input of commands, and measures as their output."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from efficientpose_core.errors import DataError, UnknownNameError

if TYPE_CHECKING:
    from efficientpose_core.kinematics.angles import AngleTrack
    from efficientpose_core.kinematics.facing import FacingTrack
    from efficientpose_core.kinematics.measure import Measure
    from efficientpose_core.pipeline import Derived
    from efficientpose_core.pose import PoseTrack
    from efficientpose_core.session.assessment import Assessment
    from efficientpose_core.session.document import Session

__all__ = [
    "PROJECT",
    "measure_line",
    "measures_as_json",
    "open_project",
    "read_assessment",
    "read_recording",
    "with_height",
]

PROJECT = ".epstudio"
"""Ending of projects."""
_KEYPOINTS = "_keypoints"

Recording = tuple[str, "PoseTrack", "FacingTrack", "AngleTrack"]


def open_project(path: Path) -> Session:
    """Read a project; its recording is looked for beside it, too.

    Raises
    ------
    SessionError
        If it cannot be read.
    """
    from efficientpose_core.session.storage import find_source, load_session

    session = load_session(path)
    source = find_source(session, path)
    return session if source is None else session.with_source(source)


def with_height(session: Session, derived: Derived, height_m: float) -> Session:
    """Give a project the scale that follows from the person's height.

    Raises
    ------
    SettingsError, DataError
        If nobody is that tall, or nobody stands or walks upright long enough.
    """
    from efficientpose_core.kinematics.scale import scale_from_height

    scale = scale_from_height(derived.track, height_m)
    request = session.request
    return replace(session, request=replace(request, derive=replace(request.derive, scale=scale)))


def read_recording(recording: Path, facing: str = "auto") -> Recording:
    """Return the name of a recording, cleaned keypoints, facing and angles.

    Parameters
    ----------
    recording
        A project, or the keypoints that 'efficientpose analyze' has written, with their
        provenance file beside them.
    facing
        ``auto``, ``right`` or ``left``; projects know it themselves.

    Raises
    ------
    UnknownNameError
        For another direction.
    DataError, SessionError
        If the file is neither, or cannot be used.
    """
    directions = {"auto": None, "right": 1, "left": -1}
    if facing not in directions:
        raise UnknownNameError("facing direction", facing, directions)
    if recording.suffix == PROJECT:
        from efficientpose_core.session.storage import load_session

        derived = load_session(recording).derived()
        return recording.stem, derived.track, derived.facing, derived.angles
    return _read_table(recording, directions[facing])


def read_assessment(recording: Path) -> Assessment:
    """Return what a project says about person and gait; nothing is said beside keypoints."""
    from efficientpose_core.session.assessment import Assessment
    from efficientpose_core.session.storage import load_session

    return load_session(recording).assessment if recording.suffix == PROJECT else Assessment()


def _read_table(path: Path, locked: int | None) -> Recording:
    """Read the keypoints of an analysis; they are cleaned already."""
    from efficientpose_core.export.csv import read_keypoints_csv
    from efficientpose_core.kinematics.angles import compute_angles
    from efficientpose_core.kinematics.facing import estimate_facing

    if path.suffix != ".csv" or not path.stem.endswith(_KEYPOINTS):
        raise DataError(f"{path.name} is neither a project nor a file that ends in _keypoints.csv.")
    stem = path.stem.removesuffix(_KEYPOINTS)
    facts = _provenance(path.with_name(f"{stem}_provenance.json"))
    track = read_keypoints_csv(path, image_size_px=facts["image_size_px"])
    track = replace(track, log=tuple(s for s in facts["log"] if s.name != "compute_angles"))
    faces = estimate_facing(track, locked=locked or facts["facing"])
    return stem, track, faces, compute_angles(track, facing=faces, view=facts["view"])


def _provenance(path: Path) -> dict[str, Any]:
    """Read what the keypoints were made with; their log tells whether they are smooth."""
    from efficientpose_core.kinematics.angles import View
    from efficientpose_core.pose import ProcessingStep

    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {
            "image_size_px": (content["source"]["width_px"], content["source"]["height_px"]),
            "view": View(content["settings"]["derive"]["view"]),
            "facing": content["settings"]["derive"]["facing"],
            "log": tuple(ProcessingStep(**step) for step in content["log"]),
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"Cannot use {path}: it belongs beside the keypoints, as 'efficientpose analyze' wrote "
            "it."
        ) from error


def measure_line(measure: Measure) -> str:
    """Return a value as one line of text."""
    text = f"{measure.name:<32} {measure.value:9.3f} {measure.unit}"
    parts = [f"n = {measure.n}"]
    if math.isfinite(measure.sd):
        parts.insert(0, f"SD {measure.sd:.3f}")
    if math.isfinite(measure.error):
        parts.append(f"measuring error {measure.error:.3f}")
    return f"{text} ({', '.join(parts)})"


def measures_as_json(measures: Iterable[Measure]) -> dict[str, object]:
    """Return measures by name, JSON-ready; null for what is not known."""

    def number(value: float) -> float | None:
        return value if math.isfinite(value) else None

    return {
        m.name: {
            "value": number(m.value),
            "unit": m.unit,
            "sd": number(m.sd),
            "n": m.n,
            "error": number(m.error),
            "interval": [number(end) for end in m.interval],
            "reason": m.reason,
        }
        for m in measures
    }
