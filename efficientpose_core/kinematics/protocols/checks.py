"""Is this recording good enough for the test? Each check says what was found and what to do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from efficientpose_core.kinematics.angles import AngleTrack
from efficientpose_core.kinematics.body import body_height_px
from efficientpose_core.kinematics.protocols.protocol import (
    Check,
    Level,
    ProtocolSettings,
    Requirements,
)
from efficientpose_core.kinematics.sport.common import known_median
from efficientpose_core.kinematics.sport.signals import view_of
from efficientpose_core.kinematics.view import suggest_view
from efficientpose_core.pose import PoseTrack

__all__ = ["check_recording"]

_MOST_SEEN, _LEAST_SEEN = 0.95, 0.80
"""Shares of the frames with the person: warns below the first, fails below the second."""
_MOST_KNOWN, _LEAST_KNOWN = 0.90, 0.60
"""Shares of the frames with a keypoint, likewise."""
_CLEAR, _FAINT = 0.45, 0.25
"""Median scores of a keypoint, likewise: clearly seen ones have 0.6 to 0.8, covered ones 0.3 to
0.4 (II_LITE, measured on two clips)."""


def check_recording(
    requirements: Requirements,
    track: PoseTrack,
    angles: AngleTrack,
    settings: ProtocolSettings,
) -> tuple[Check, ...]:
    """Check a recording against the requirements of a protocol.

    Parameters
    ----------
    requirements
        Of the protocol.
    track
        Cleaned keypoints.
    angles
        Made from them.
    settings
        Camera and scale are looked at.
    """
    absent = [k for k in requirements.keypoints if k not in track.skeleton]
    if absent:
        return (
            Check(
                id="keypoints", level=Level.FAIL, text_key="keypoints.absent",
                remedy_key="keypoints.remedy", values={"keypoint": absent[0]},
            ),
        )  # fmt: skip
    checks: list[Callable[[], Check]] = [
        lambda: _check_view(requirements, track, angles),
        lambda: _check_rate(requirements, track),
        lambda: _check_size(requirements, track),
        lambda: _check_length(requirements, track),
        lambda: _check_person(requirements, track),
        lambda: _check_keypoints(requirements, track),
        lambda: _check_camera(requirements, settings),
    ]
    if requirements.wants_scale:
        checks.append(lambda: _check_scale(settings))
    return tuple(check() for check in checks)


def _graded(value: float, least: float, good: float) -> Level:
    if not value >= least:
        return Level.FAIL
    return Level.PASS if value >= good else Level.WARN


def _check_view(requirements: Requirements, track: PoseTrack, angles: AngleTrack) -> Check:
    needed = requirements.view
    chosen, shown = view_of(angles), suggest_view(track).view
    values: dict[str, object] = {"needed": needed.value}
    if shown is not None and shown is not needed:
        return Check(
            id="view", level=Level.FAIL, text_key="view.wrong", remedy_key="view.remedy",
            values={**values, "seen": shown.value},
        )  # fmt: skip
    if chosen is not needed:
        return Check(
            id="view", level=Level.FAIL, text_key="view.chosen", remedy_key="view.chosen.remedy",
            values=values,
        )  # fmt: skip
    if shown is None:
        return Check(
            id="view", level=Level.WARN, text_key="view.unclear", remedy_key="view.remedy",
            values=values,
        )  # fmt: skip
    return Check(id="view", level=Level.PASS, text_key="view.pass", values=values)


def _check_rate(requirements: Requirements, track: PoseTrack) -> Check:
    rate = track.rate_hz
    level = _graded(rate, requirements.least_rate_hz, requirements.good_rate_hz)
    values: dict[str, object] = {
        "rate": rate, "ms": 1000 / rate, "good": requirements.good_rate_hz,
        "least": requirements.least_rate_hz,
    }  # fmt: skip
    return _check("rate", level, values)


def _check(name: str, level: Level, values: dict[str, object], key: str = "") -> Check:
    """Return a check whose texts are called by its outcome, and its remedy by its name."""
    words = {Level.PASS: "pass", Level.WARN: "low", Level.FAIL: "fail"}[level]
    return Check(
        id=name, level=level, text_key=f"{key or name}.{words}",
        remedy_key="" if level is Level.PASS else f"{name}.remedy", values=values,
    )  # fmt: skip


def _check_size(requirements: Requirements, track: PoseTrack) -> Check:
    height = body_height_px(track)
    if not np.isfinite(height):
        return Check(id="size", level=Level.FAIL, text_key="size.unknown", remedy_key="size.remedy")
    level = _graded(height, requirements.least_height_px, requirements.good_height_px)
    values: dict[str, object] = {
        "height": height, "good": requirements.good_height_px,
        "least": requirements.least_height_px,
    }  # fmt: skip
    return _check("size", level, values)


def _check_length(requirements: Requirements, track: PoseTrack) -> Check:
    # The last frame lasts, too.
    seconds = float(track.t_s[-1] - track.t_s[0]) + 1 / track.rate_hz
    least = requirements.least_length_s
    level = Level.PASS if seconds >= least - 1e-6 else Level.FAIL
    return _check("length", level, {"seconds": seconds, "least": least})


def _check_person(requirements: Requirements, track: PoseTrack) -> Check:
    seen = track.valid.any(axis=1)
    if requirements.may_leave:
        seconds, least = float(seen.sum()) / track.rate_hz, requirements.least_length_s
        level = Level.PASS if seconds >= least - 1e-6 else Level.FAIL
        return _check("person", level, {"seconds": seconds, "least": least}, "person.seconds")
    share = float(seen.mean())
    level = _graded(share, _LEAST_SEEN, _MOST_SEEN)
    return Check(
        id="person", level=level,
        text_key="person.pass" if level is Level.PASS else "person.low",
        remedy_key="" if level is Level.PASS else "person.remedy", values={"share": share},
    )  # fmt: skip


def _check_keypoints(requirements: Requirements, track: PoseTrack) -> Check:
    """Look at the worst keypoint, over the frames in which the person is seen."""
    columns = [track.skeleton.index(k) for k in requirements.keypoints]
    seen = track.valid.any(axis=1)
    worst = Check(id="keypoints", level=Level.PASS, text_key="keypoints.pass")
    for keypoint, column in zip(requirements.keypoints, columns, strict=True):
        share = float(track.valid[seen, column].mean()) if seen.any() else 0.0
        score = known_median(track.score[seen, column])
        for key, level, values in (
            ("missing", _graded(share, _LEAST_KNOWN, _MOST_KNOWN), {"share": share}),
            ("faint", _graded(score, _FAINT, _CLEAR), {"score": score}),
        ):
            if level > worst.level:
                worst = Check(
                    id="keypoints", level=level, text_key=f"keypoints.{key}",
                    remedy_key="keypoints.remedy", values={"keypoint": keypoint, **values},
                )  # fmt: skip
    return worst


def _check_camera(requirements: Requirements, settings: ProtocolSettings) -> Check:
    if not settings.camera_problem:
        return Check(id="camera", level=Level.PASS, text_key="camera.pass")
    return Check(
        id="camera", level=Level.FAIL if requirements.still_camera else Level.WARN,
        text_key="camera.moves", remedy_key="camera.remedy",
        values={"problem": settings.camera_problem},
    )  # fmt: skip


def _check_scale(settings: ProtocolSettings) -> Check:
    if settings.scale is None:
        return Check(
            id="scale", level=Level.WARN, text_key="scale.missing", remedy_key="scale.remedy"
        )
    millimetres = 1000 * settings.scale.metres_per_px
    return Check(id="scale", level=Level.PASS, text_key="scale.pass", values={"mm": millimetres})
