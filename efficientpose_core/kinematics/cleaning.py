"""The cleaning chain; its steps are optional and logged.

Reject weak keypoints, exchange sides, reject doubles and outliers, fill gaps, keep the lengths of
legs seen from the side, smooth.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

import numpy as np
import numpy.typing as npt
from scipy import interpolate

from efficientpose_core.errors import SettingsError
from efficientpose_core.kinematics.body import body_height_px
from efficientpose_core.kinematics.doubles import reject_doubles
from efficientpose_core.kinematics.filters import hampel_outliers, rows_of
from efficientpose_core.kinematics.segments import keep_segment_lengths
from efficientpose_core.kinematics.smoothing import SmoothingMethod, SmoothingSettings, smooth
from efficientpose_core.kinematics.swaps import repair_swaps
from efficientpose_core.kinematics.view import View
from efficientpose_core.pose import BoolArray, FloatArray, PoseTrack, ProcessingStep, Status

__all__ = ["CleaningSettings", "clean_track"]

_USUAL_S = 2.0
"""Stretch over which the usual deviation from steady motion is found: a stride or two."""
_FOOT_STRIKE = 0.08
"""Largest deviation of a healthy ankle from steady motion over 0.2 s, in body heights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningSettings:
    """What the chain does.

    Parameters
    ----------
    min_score
        Keypoints with a lower peak are rejected; 0 keeps all.
    reject_outside
        Reject keypoints beyond the picture: nobody has seen them.
    repair_swaps
        Exchange left and right where the network mixed them up.
    reject_doubles
        Reject knees and ankles that were put onto those of the other leg.
    hampel_window_s
        Half width of the window in which outliers are looked for; 0 for none.
    hampel_threshold
        Scaled median absolute deviations that make an outlier.
    max_gap_s
        Longest gap that is interpolated; 0 for none.
    keep_lengths
        Keep thighs and shanks as long as they usually appear, in a side view.
    smoothing
        Method and strength; a zero-lag Butterworth low-pass at 6 Hz by default.

    Raises
    ------
    SettingsError
        For values out of range.
    """

    min_score: float = 0.15
    reject_outside: bool = True
    repair_swaps: bool = True
    reject_doubles: bool = True
    hampel_window_s: float = 0.1
    hampel_threshold: float = 4.0
    max_gap_s: float = 0.1
    keep_lengths: bool = True
    smoothing: SmoothingSettings = field(default_factory=SmoothingSettings)

    def __post_init__(self) -> None:
        """Check ranges."""
        if not 0 <= self.min_score < 1:
            raise SettingsError("The minimum score lies between 0 and 1.")
        if min(self.hampel_window_s, self.max_gap_s) < 0 or self.hampel_threshold <= 0:
            raise SettingsError("Windows and gaps cannot be negative; the threshold is positive.")


def clean_track(
    track: PoseTrack, settings: CleaningSettings | None = None, *, view: View = View.SAGITTAL
) -> PoseTrack:
    """Run the chain over a raw or corrected track.

    Parameters
    ----------
    track
        Keypoints.
    settings
        What to do.
    view
        From the front, limbs swing towards the camera: their lengths are not kept there.

    Notes
    -----
    Edited values are never rejected. Gaps of frames without a person are never filled; frames that
    could not be decoded are, if short.
    """
    settings = settings or CleaningSettings()
    track = _reject(track, settings)
    if settings.repair_swaps:
        # Before outliers are looked for: an exchanged frame has good measurements.
        track = repair_swaps(track)
    if settings.reject_doubles:
        track = reject_doubles(track)
    if settings.hampel_window_s > 0:
        track = _reject_outliers(track, settings)
    if settings.max_gap_s > 0:
        track = _fill_gaps(track, settings.max_gap_s)
    if settings.keep_lengths and view is View.SAGITTAL:
        track = keep_segment_lengths(track)
    if settings.smoothing.method is not SmoothingMethod.NONE:
        track = _smooth(track, settings.smoothing)
    return track


def _rejected(track: PoseTrack, bad: BoolArray, step: ProcessingStep) -> PoseTrack:
    """Return the track with measured values at ``bad`` rejected."""
    bad = bad & (track.status == Status.MEASURED)
    status, xy = track.status.copy(), track.xy_px.copy()
    status[bad] = Status.REJECTED
    xy[bad] = np.nan
    return track.with_changes(step, xy_px=xy, status=status)


def _reject(track: PoseTrack, settings: CleaningSettings) -> PoseTrack:
    low: BoolArray = np.less(track.score, settings.min_score)
    if settings.reject_outside:
        width, height = track.image_size_px
        x, y = track.xy_px[..., 0], track.xy_px[..., 1]
        low = low | (x < 0) | (y < 0) | (x > width) | (y > height)
    count = int(np.sum(low & (track.status == Status.MEASURED)))
    step = ProcessingStep(
        name="reject_keypoints",
        parameters={"min_score": settings.min_score, "reject_outside": settings.reject_outside},
        note=f"{count} keypoints with a low peak or outside the picture.",
    )
    return _rejected(track, low, step)


def _reject_outliers(track: PoseTrack, settings: CleaningSettings) -> PoseTrack:
    rate_hz = track.rate_hz if len(track) > 1 else 1.0
    half = max(1, round(settings.hampel_window_s * rate_hz))
    # Less than the network's own error is no outlier, however still the person stands; nor is
    # the sudden stop of a foot that strikes the ground.
    spread = track.spread_px[np.isfinite(track.spread_px)]
    own_error = 2 * float(np.median(spread)) if len(spread) else 0.0
    smallest = float(np.nanmax([1.0, own_error, _FOOT_STRIKE * body_height_px(track)]))
    bad = hampel_outliers(
        track.xy_px,
        half_window=half,
        threshold=settings.hampel_threshold,
        smallest=smallest,
        block=max(1, round(_USUAL_S * rate_hz)),
    )
    step = ProcessingStep(
        name="hampel",
        parameters={
            "half_window_frames": half,
            "threshold": settings.hampel_threshold,
            "smallest_deviation_px": round(smallest, 3),
        },
        note=f"{int(np.sum(bad & (track.status == Status.MEASURED)))} outliers.",
    )
    return _rejected(track, bad, step)


def _fill_gaps(track: PoseTrack, max_gap_s: float) -> PoseTrack:
    """Interpolate short gaps with a monotone cubic (PCHIP), never beyond the ends."""
    status, xy, spread = track.status.copy(), track.xy_px.copy(), track.spread_px.copy()
    is_valid = track.valid
    filled = 0
    for joint in range(len(track.skeleton)):
        valid = np.flatnonzero(is_valid[:, joint])
        if len(valid) < 2:
            continue
        gaps = _short_gaps(track.t_s, valid, track.status[:, joint], max_gap_s)
        if not len(gaps):
            continue
        inside = rows_of((valid[gap] + 1, valid[gap + 1]) for gap in gaps)
        # Two known frames on each side decide how the curve runs: no others are needed.
        around = np.unique(gaps[:, None] + np.arange(-1, 3))
        known = valid[around[(around >= 0) & (around < len(valid))]]
        curve = interpolate.PchipInterpolator(track.t_s[known], track.xy_px[known, joint])
        xy[inside, joint] = curve(track.t_s[inside])
        spread[inside, joint] = np.interp(
            track.t_s[inside], track.t_s[known], track.spread_px[known, joint]
        )
        status[inside, joint] = Status.INTERPOLATED
        filled += len(inside)
    step = ProcessingStep(
        name="fill_gaps",
        parameters={"max_gap_s": max_gap_s, "method": "pchip"},
        note=f"{filled} keypoints interpolated.",
    )
    return track.with_changes(step, xy_px=xy, status=status, spread_px=spread)


def _short_gaps(
    t_s: FloatArray,
    valid: npt.NDArray[np.intp],
    status: npt.NDArray[np.int8],
    max_gap_s: float,
) -> npt.NDArray[np.intp]:
    """Return the positions in ``valid`` after which there is a short gap.

    One that touches a stretch without a person is none.
    """
    starts, stops = valid[:-1], valid[1:]
    short = (stops - starts > 1) & (t_s[stops] - t_s[starts] <= max_gap_s + t_s[1] - t_s[0] + 1e-9)
    empty = np.cumsum(status == Status.NO_PERSON)
    return np.flatnonzero(short & (empty[starts] == empty[stops]))


def _smooth(track: PoseTrack, settings: SmoothingSettings) -> PoseTrack:
    flat = track.xy_px.reshape(len(track), -1)
    smoothed, note = smooth(track.t_s, flat, settings)
    step = ProcessingStep(
        name="smooth",
        parameters={**asdict(settings), "method": settings.method.value},
        note=note,
    )
    return track.with_changes(step, xy_px=smoothed.reshape(track.xy_px.shape))
