"""`efficientpose sport`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from efficientpose_core.cli.console import print_json, say
from efficientpose_core.cli.recordings import measure_line, measures_as_json, read_recording
from efficientpose_core.errors import SettingsError, UnknownNameError

if TYPE_CHECKING:
    from efficientpose_core.kinematics.measure import Measure
    from efficientpose_core.kinematics.protocols.protocol import (
        Check,
        Norm,
        ProtocolSettings,
    )
    from efficientpose_core.kinematics.scale import Scale
    from efficientpose_core.kinematics.sport.repetitions import Repetition
    from efficientpose_core.pose import PoseTrack

__all__ = ["sport_command"]

_MOVES = "The camera moves, so distances in the picture are not known."


def sport_command(
    recording: Annotated[
        Path,
        typer.Argument(
            metavar="INPUT", help="A project (.epstudio), or <name>_keypoints.csv of 'analyze'."
        ),
    ],
    count: Annotated[
        str | None,
        typer.Option(
            help="Repetitions to count: squat, sit_to_stand, push_up, jumping_jack, arm_raise, "
            "pelvis_height, or an angle such as right_elbow_flexion."
        ),
    ] = None,
    jumps: Annotated[bool, typer.Option("--jumps", help="Measure jump heights.")] = False,
    test: Annotated[
        str | None,
        typer.Option(
            help="Clinical test: chair_stand, squat, single_leg_stance, shoulder_flexion or "
            "shoulder_abduction."
        ),
    ] = None,
    height: Annotated[
        float | None, typer.Option(help="Body height in metres, for distances in metres.")
    ] = None,
    age: Annotated[float | None, typer.Option(help="Age in years, for norms.")] = None,
    sex: Annotated[str | None, typer.Option(help="female or male, for norms.")] = None,
    moving_camera: Annotated[
        bool, typer.Option("--moving-camera", help="Refuse heights and distances.")
    ] = False,
    facing: Annotated[
        str, typer.Option(help="auto, right or left; projects know it themselves.")
    ] = "auto",
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Count repetitions, measure jumps, or evaluate a clinical test of an analysed recording.

    What cannot be known is left out and says why.
    """
    wishes = [count is not None, jumps, test is not None]
    if sum(wishes) != 1:
        raise SettingsError("Give one of --count, --jumps and --test.")
    _, track, faces, angles = read_recording(recording, facing)
    scale = _scale(track, height)
    problem = _MOVES if moving_camera else ""
    measures: Sequence[Measure]
    checks: Sequence[Check] = ()
    repetitions: Sequence[Repetition] = ()
    norms: Sequence[Norm] = ()
    if count is not None:
        from efficientpose_core.kinematics.sport.repetitions import count_repetitions

        counted = count_repetitions(count, track, angles)
        measures, repetitions = counted.measures, counted.repetitions
    elif jumps:
        from efficientpose_core.kinematics.sport.jumps import measure_jumps

        measures = measure_jumps(track, scale=scale, camera_problem=problem).measures
    else:
        from efficientpose_core.kinematics.protocols.catalogue import run_protocol

        settings = _test_settings(age, sex, scale, problem)
        result = run_protocol(test or "", track, angles, faces, settings)
        measures, checks, norms = result.measures, result.checks, result.findings.norms
        if (used := result.findings.repetitions) is not None:
            repetitions = used.repetitions
    if json:
        print_json(_as_json(measures, checks, repetitions, norms))
        return
    _tell(measures, checks, repetitions, norms)


def _scale(track: PoseTrack, height: float | None) -> Scale | None:
    from efficientpose_core.kinematics.scale import scale_from_height

    return None if height is None else scale_from_height(track, height)


def _test_settings(
    age: float | None, sex: str | None, scale: Scale | None, problem: str
) -> ProtocolSettings:
    from efficientpose_core.kinematics.protocols.protocol import ProtocolSettings, Sex

    sexes = {one.value: one for one in Sex}
    if sex is not None and sex not in sexes:
        raise UnknownNameError("sex", sex, sexes)
    return ProtocolSettings(
        age_years=age, sex=None if sex is None else sexes[sex], scale=scale, camera_problem=problem
    )


def _tell(
    measures: Sequence[Measure],
    checks: Sequence[Check],
    repetitions: Sequence[Repetition],
    norms: Sequence[Norm],
) -> None:
    for check in checks:
        say(f"  {check.level.name.lower():<5} {check.text} {check.remedy}".rstrip())
    for one in repetitions:
        reason = f", {one.reason}" if one.reason else ""
        say(f"  {one.turning_s:8.2f} s  {one.status.value.replace('_', ' ')}{reason}")
    for measure in measures:
        if not measure.is_refused:
            say(measure_line(measure))
            if measure.reason:
                say(f"  Note: {measure.reason}")
    for reason in dict.fromkeys(m.reason for m in measures if m.is_refused):
        say(f"  Not reported: {reason}")
    for norm in norms:
        say(f"  Usual {norm.measure}: {norm.usual} ({norm.group}; {norm.source})")


def _as_json(
    measures: Sequence[Measure],
    checks: Sequence[Check],
    repetitions: Sequence[Repetition],
    norms: Sequence[Norm],
) -> dict[str, object]:
    from dataclasses import asdict
    from math import isfinite

    def told(value: object) -> object:
        return None if isinstance(value, float) and not isfinite(value) else value

    return {
        "measures": measures_as_json(measures),
        "checks": [
            {"id": c.id, "level": c.level.name.lower(), "text": c.text, "remedy": c.remedy}
            for c in checks
        ],
        "repetitions": [
            {name: told(value) for name, value in asdict(one).items()}
            | {"status": one.status.value}
            for one in repetitions
        ],
        "norms": [asdict(norm) for norm in norms],
    }
