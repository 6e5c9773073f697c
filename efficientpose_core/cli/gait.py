"""`efficientpose gait`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from efficientpose_core.cli.console import print_json, say
from efficientpose_core.cli.recordings import (
    measure_line,
    measures_as_json,
    read_assessment,
    read_recording,
)
from efficientpose_core.errors import SettingsError, UnknownNameError

if TYPE_CHECKING:
    from efficientpose_core.kinematics.angles import AngleTrack, View
    from efficientpose_core.kinematics.gait.analysis import GaitAnalysis
    from efficientpose_core.kinematics.gait.events import EventMethod
    from efficientpose_core.kinematics.gait.parameters import Distances
    from efficientpose_core.pose import PoseTrack
    from efficientpose_core.session.assessment import Assessment

__all__ = ["gait_command"]


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
        str | None, typer.Option(help="auto, ankle, heel_toe, or foot_speed for standing starts.")
    ] = None,
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
    known stays empty and says why. A project's own events, body height and choices are used where
    no option says otherwise.
    """
    from efficientpose_core.export.gait import write_gait_csv
    from efficientpose_core.kinematics.gait.analysis import GaitSettings, analyse_gait
    from efficientpose_core.kinematics.gait.events import EventSettings

    stem, track, faces, angles = read_recording(recording, facing)
    project = read_assessment(recording)
    settings = GaitSettings(
        events=EventSettings(method=project.gait_method if method is None else _method(method)),
        distances=_distances(track, project, height, scale, scale_error, no_distances),
        backwards=backwards or project.walks_backwards,
        view=_view(angles),
    )
    gait = analyse_gait(track, faces, angles, settings, marks=project.gait_marks)
    files = write_gait_csv(gait, stem, recording.parent if out is None else out)
    if json:
        print_json(_as_json(gait, files))
        return
    for measure in gait.parameters:
        if not measure.is_refused:
            say(measure_line(measure))
    for reason in dict.fromkeys(m.reason for m in gait.parameters if m.is_refused):
        say(f"  Not reported: {reason}")
    for text in gait.notices:
        say(f"  Note: {text}")
    for path in files:
        say(f"  {path}")


def _distances(
    track: PoseTrack,
    project: Assessment,
    height: float | None,
    scale: float | None,
    scale_error: float,
    refusal: str | None,
) -> Distances:
    """Return the scale that an option gives, else what the project says."""
    from efficientpose_core.kinematics.gait.parameters import Distances
    from efficientpose_core.kinematics.scale import scale_from_height

    given = sum(option is not None for option in (height, scale, refusal))
    if given > 1:
        raise SettingsError("Give one of --height, --scale and --no-distances.")
    if refusal is not None:
        return Distances(refusal=f"Distances are refused: {refusal}.")
    if scale is not None:
        return Distances(metres_per_px=scale, scale_relative_error=scale_error)
    if given == 0:
        if project.no_distances:
            return Distances(refusal=project.no_distances)
        height = project.person.height_m
    if height is None:
        return Distances()
    found = scale_from_height(track, height)
    return Distances(metres_per_px=found.metres_per_px, scale_relative_error=found.relative_error)


def _method(name: str) -> EventMethod:
    from efficientpose_core.kinematics.gait.events import EventMethod

    methods = {m.value: m for m in EventMethod if m is not EventMethod.MANUAL}
    if name not in methods:
        raise UnknownNameError("event method", name, methods)
    return methods[name]


def _view(angles: AngleTrack) -> View:
    from efficientpose_core.kinematics.angles import View

    views = [step.parameters["view"] for step in angles.log if step.name == "compute_angles"]
    return View(views[-1]) if views else View.SAGITTAL


def _as_json(gait: GaitAnalysis, files: tuple[Path, ...]) -> dict[str, object]:
    return {
        "parameters": measures_as_json(gait.parameters),
        "notices": list(gait.notices),
        "files": [str(path) for path in files],
    }
