"""`efficientpose gait`."""

from __future__ import annotations

import json as json_module
import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from efficientpose_core.cli.console import print_json, say
from efficientpose_core.errors import DataError, SettingsError, UnknownNameError

if TYPE_CHECKING:
    from efficientpose_core.kinematics.angles import AngleTrack
    from efficientpose_core.kinematics.facing import FacingTrack
    from efficientpose_core.kinematics.gait.analysis import GaitAnalysis, GaitSettings
    from efficientpose_core.kinematics.gait.parameters import Distances
    from efficientpose_core.kinematics.measure import Measure
    from efficientpose_core.pose import PoseTrack

__all__ = ["gait_command"]

_KEYPOINTS = "_keypoints"


def gait_command(
    recording: Annotated[
        Path,
        typer.Argument(
            metavar="INPUT", help="A project (.epstudio), or <name>_keypoints.csv of 'analyze'."
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder; that of INPUT by default.")
    ] = None,
    height: Annotated[
        float | None, typer.Option(help="Body height in metres, for lengths in metres.")
    ] = None,
    scale: Annotated[float | None, typer.Option(help="Metres per pixel, instead.")] = None,
    scale_error: Annotated[float, typer.Option(help="Error of --scale, 0.02 for 2 %.")] = 0.02,
    no_distances: Annotated[
        str | None,
        typer.Option(metavar="REASON", help="Refuse distances: 'treadmill', 'moving camera'."),
    ] = None,
    method: Annotated[
        str, typer.Option(help="auto, ankle, heel_toe, or foot_speed for standing starts.")
    ] = "auto",
    facing: Annotated[
        str, typer.Option(help="auto, right or left; projects know it themselves.")
    ] = "auto",
    backwards: Annotated[
        bool, typer.Option("--backwards", help="Report walking backwards instead of forwards.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the parameters as JSON.")] = False,
) -> None:
    """Find steps in analysed walking and write gait parameters, events, cycles and curves.

    Writes <name>_gait_parameters.csv, _events.csv, _cycles.csv and _curves.csv. What cannot be
    known stays empty and says why.
    """
    from efficientpose_core.export.gait import write_gait_csv
    from efficientpose_core.kinematics.gait.analysis import analyse_gait

    stem, track, faces, angles = _read(recording, facing)
    settings = _settings(method, backwards, _distances(track, height, scale, scale_error,
                                                       no_distances), angles)  # fmt: skip
    gait = analyse_gait(track, faces, angles, settings)
    files = write_gait_csv(gait, stem, recording.parent if out is None else out)
    if json:
        print_json(_as_json(gait, files))
        return
    for measure in gait.parameters:
        if not measure.is_refused:
            say(_line(measure))
    for reason in dict.fromkeys(m.reason for m in gait.parameters if m.is_refused):
        say(f"  Not reported: {reason}")
    for text in gait.notices:
        say(f"  Note: {text}")
    for path in files:
        say(f"  {path}")


_Data = tuple[str, "PoseTrack", "FacingTrack", "AngleTrack"]


def _read(recording: Path, facing: str) -> _Data:
    """Return the name of a recording, cleaned keypoints, facing and angles."""
    directions = {"auto": None, "right": 1, "left": -1}
    if facing not in directions:
        raise UnknownNameError("facing direction", facing, directions)
    if recording.suffix == ".epstudio":
        from efficientpose_core.session.storage import load_session

        derived = load_session(recording).derived()
        return recording.stem, derived.track, derived.facing, derived.angles
    return _read_table(recording, directions[facing])


def _read_table(path: Path, locked: int | None) -> _Data:
    """Read the keypoints of an analysis; they are cleaned already."""
    from dataclasses import replace

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
        content: dict[str, Any] = json_module.loads(path.read_text(encoding="utf-8"))
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


def _distances(
    track: PoseTrack,
    height: float | None,
    scale: float | None,
    scale_error: float,
    refusal: str | None,
) -> Distances:
    from efficientpose_core.kinematics.gait.parameters import Distances
    from efficientpose_core.kinematics.scale import scale_from_height

    if sum(option is not None for option in (height, scale, refusal)) > 1:
        raise SettingsError("Give one of --height, --scale and --no-distances.")
    if refusal is not None:
        return Distances(refusal=f"Distances are refused: {refusal}.")
    if height is not None:
        found = scale_from_height(track, height)
        return Distances(
            metres_per_px=found.metres_per_px, scale_relative_error=found.relative_error
        )
    return Distances(metres_per_px=scale, scale_relative_error=scale_error if scale else 0.0)


def _settings(
    method: str, backwards: bool, distances: Distances, angles: AngleTrack
) -> GaitSettings:
    from efficientpose_core.kinematics.angles import View
    from efficientpose_core.kinematics.gait.analysis import GaitSettings
    from efficientpose_core.kinematics.gait.events import EventMethod, EventSettings

    methods = {m.value: m for m in EventMethod if m is not EventMethod.MANUAL}
    if method not in methods:
        raise UnknownNameError("event method", method, methods)
    views = [step.parameters["view"] for step in angles.log if step.name == "compute_angles"]
    return GaitSettings(
        events=EventSettings(method=methods[method]),
        distances=distances,
        backwards=backwards,
        view=View(views[-1]) if views else View.SAGITTAL,
    )


def _line(measure: Measure) -> str:
    text = f"{measure.name:<32} {measure.value:9.3f} {measure.unit}"
    parts = [f"n = {measure.n}"]
    if math.isfinite(measure.sd):
        parts.insert(0, f"SD {measure.sd:.3f}")
    if math.isfinite(measure.error):
        parts.append(f"measuring error {measure.error:.3f}")
    return f"{text} ({', '.join(parts)})"


def _as_json(gait: GaitAnalysis, files: tuple[Path, ...]) -> dict[str, object]:
    def number(value: float) -> float | None:
        return value if math.isfinite(value) else None

    return {
        "parameters": {
            m.name: {
                "value": number(m.value),
                "unit": m.unit,
                "sd": number(m.sd),
                "n": m.n,
                "error": number(m.error),
                "interval": [number(end) for end in m.interval],
                "reason": m.reason,
            }
            for m in gait.parameters
        },
        "notices": list(gait.notices),
        "files": [str(path) for path in files],
    }
