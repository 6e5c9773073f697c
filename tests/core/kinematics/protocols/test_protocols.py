"""Tests whose results are known, refusals one by one, and norms with their sources."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from efficientpose_core.errors import DataError, SettingsError, UnknownNameError
from efficientpose_core.kinematics.measure import Measure
from efficientpose_core.kinematics.protocols.catalogue import PROTOCOLS, run_protocol
from efficientpose_core.kinematics.protocols.protocol import (
    Level,
    Norm,
    ProtocolSettings,
    Sex,
)
from efficientpose_core.kinematics.protocols.sway import find_stance, measure_sway
from efficientpose_core.kinematics.protocols.texts import TEXTS
from efficientpose_core.kinematics.scale import Scale, ScaleMethod
from efficientpose_core.pose import FloatArray, Status

from .people import BODY_PX, Recording, from_the_front, from_the_side, times, waves

SCALE = Scale(metres_per_px=1.75 / BODY_PX, relative_error=0.01, method=ScaleMethod.LINE, note="x")


def _stands(t: FloatArray, period_s: float = 3.0, begin_s: float = 1.0) -> Recording:
    """Return somebody who sits, and from a time on stands up and sits down again and again."""
    share = np.where(t < begin_s, 0.0, waves(t - begin_s, period_s, 0.0, 1.0))
    return from_the_side(t, knee=90 - 85 * share, hip=80 - 75 * share, lean=5.0)


@pytest.mark.parametrize("protocol_id", sorted(PROTOCOLS))
def test_every_protocol_has_its_texts(protocol_id: str) -> None:
    protocol = PROTOCOLS[protocol_id]
    assert protocol.title
    assert protocol.operator_instructions.endswith(".")
    assert protocol.person_instructions.endswith(".")


def test_every_text_is_used() -> None:
    for key in TEXTS:
        first = key.partition(".")[0]
        checks = {"view", "rate", "size", "length", "person", "keypoints", "camera", "scale"}
        assert first in PROTOCOLS or first in checks


@pytest.mark.parametrize(
    ("protocol_id", "recording"),
    [
        ("squat", from_the_side(times(30.0, 5.0))),
        ("chair_stand", from_the_side(times(30.0, 31.0))),
        ("shoulder_flexion", from_the_side(times(30.0, 5.0))),
        ("shoulder_abduction", from_the_front(times(30.0, 5.0))),
        ("single_leg_stance", from_the_front(times(30.0, 5.0))),
    ],
)
def test_reports_are_those_that_are_announced(protocol_id: str, recording: Recording) -> None:
    got = run_protocol(protocol_id, *recording)
    assert got.level < Level.FAIL
    names = tuple((measure.name, measure.unit) for measure in got.measures)
    assert names == PROTOCOLS[protocol_id].reports
    failed = run_protocol(protocol_id, *recording[:2], recording[2], settings=None)
    assert failed.step.parameters["protocol"] == protocol_id


def test_squat() -> None:
    t = times(30.0, 12.5)
    down = waves(t, 2.5, 0.0, 1.0)
    got = run_protocol("squat", *from_the_side(t, knee=5 + 95 * down, hip=5 + 90 * down,
                                               lean=1 + 35 * down))  # fmt: skip
    assert got.level is Level.PASS
    assert got.refusals == ()
    assert got.measure("repetitions").value == 5
    assert got.measure("depth").value == pytest.approx(100.0, abs=0.5)
    assert got.measure("hip_flexion_at_depth").value == pytest.approx(95.0, abs=1.5)
    assert got.measure("trunk_lean_at_depth").value == pytest.approx(36.0, abs=1.0)
    assert got.measure("left_minus_right").value == pytest.approx(0.0, abs=1e-6)
    assert "far limb" in got.measure("left_minus_right").reason
    for measure in got.measures[1:]:
        assert measure.error > 0, measure.name
    assert got.findings.repetitions is not None
    assert len(got.findings.repetitions.complete) == 5


def test_chair_stand_counts_stands_in_30_s() -> None:
    got = run_protocol("chair_stand", *_stands(times(30.0, 35.0)),
                       ProtocolSettings(age_years=72, sex=Sex.FEMALE))  # fmt: skip
    # From about 1.2 s to 31.2 s: ten whole repetitions and nothing of the eleventh.
    assert got.measure("stands").value == 10
    assert got.measure("flexion_when_standing").value == pytest.approx(5.0, abs=0.5)
    assert got.measure("period").value == pytest.approx(3.0, abs=0.01)
    norm = got.norm_of("stands")
    assert norm is not None
    assert (norm.low, norm.high) == (10, 15)
    assert norm.group == "women, 70 to 74 years"
    assert "Rikli and Jones 1999" in norm.source
    assert norm.place(got.measure("stands").value) == "within"
    assert got.norm_of("period") is None


@pytest.mark.parametrize(("period_s", "stands"), [(2.9, 10), (2.78, 11), (2.0, 15), (1.97, 15)])
def test_stand_more_than_half_way_up_counts(period_s: float, stands: int) -> None:
    # The last one is under way when the time is over: 30 / 2.9 = 10.34 repetitions after 10 stands
    # more than half-way up is from 0.25 to 0.75 of a repetition.
    start = 1.0
    got = run_protocol(
        "chair_stand", *_stands(times(60.0, 40.0), period_s, start), ProtocolSettings(start_s=start)
    )
    whole, part = divmod(30.0 / period_s, 1.0)
    assert got.measure("stands").value == whole + (part > 0.25)
    if part < 0.2:
        assert got.measure("stands").value == stands


def test_stand_that_the_recording_cuts_counts_when_up() -> None:
    got = run_protocol("chair_stand", *_stands(times(60.0, 31.05), 6.2, 1.0),
                       ProtocolSettings(start_s=1.0))  # fmt: skip
    # 30 / 6.2 = 4.84: the fifth stand has been reached and the person is on the way down.
    assert got.measure("stands").value == 5


def test_who_stands_up_once_and_stays_has_stood_up_once() -> None:
    t = times(30.0, 36.0)
    up = np.clip((t - 3.0) / 1.5, 0.0, 1.0)
    got = run_protocol("chair_stand", *from_the_side(t, knee=90 - 85 * up, hip=80 - 75 * up))
    assert got.measure("stands").value == 1
    assert got.findings.interval_s is not None
    assert got.findings.interval_s[0] == pytest.approx(3.1, abs=0.1)
    assert got.measure("rise_time").is_refused


def test_chair_stand_needs_all_of_the_time() -> None:
    late = run_protocol("chair_stand", *_stands(times(30.0, 33.0), 3.0, 5.0))
    stands = late.measure("stands")
    assert stands.is_refused
    assert "record until 30 s after 'go'" in stands.reason
    early = run_protocol("chair_stand", *_stands(times(30.0, 33.0)), ProtocolSettings(start_s=-2.0))
    assert early.measure("stands").is_refused
    still = run_protocol("chair_stand", *from_the_side(times(30.0, 31.0), knee=90.0, hip=80.0))
    assert still.measure("stands").value == 0
    assert still.findings.interval_s is None


def test_chair_stand_with_gaps_says_so() -> None:
    track, angles, facing = _stands(times(30.0, 35.0))
    values = angles.values_deg.copy()
    values[300:360] = np.nan
    got = run_protocol("chair_stand", track, replace(angles, values_deg=values), facing)
    assert "there may be more" in got.measure("stands").reason
    values[300:] = np.nan
    gone = run_protocol("chair_stand", track, replace(angles, values_deg=values), facing)
    assert "has no value in" in gone.measure("stands").reason


def test_knees_without_the_pelvis_are_no_stands() -> None:
    t = times(30.0, 33.0)
    track, angles, facing = _stands(t)
    xy = track.xy_px.copy()
    xy[:, track.skeleton.index("pelvis")] = xy[0, track.skeleton.index("pelvis")]
    got = run_protocol("chair_stand", replace(track, xy_px=xy), angles, facing,
                       ProtocolSettings(start_s=1.0))  # fmt: skip
    assert got.measure("stands").value == 0
    assert "not confirmed" in got.measure("stands").reason


@pytest.mark.parametrize(
    ("age", "sex", "band"),
    [(60, Sex.FEMALE, (12, 17)), (64.9, Sex.MALE, (14, 19)), (94, Sex.FEMALE, (4, 11)),
     (59, Sex.MALE, None), (95, Sex.MALE, None), (70, None, None), (None, Sex.MALE, None)],
)  # fmt: skip
def test_chair_stand_norms(
    age: float | None, sex: Sex | None, band: tuple[int, int] | None
) -> None:
    t = times(30.0, 31.0)
    got = run_protocol("chair_stand", *from_the_side(t), ProtocolSettings(age_years=age, sex=sex))
    norm = got.norm_of("stands")
    assert (None if norm is None else (norm.low, norm.high)) == band


def test_norm_places() -> None:
    norm = Norm(measure="stands", low=10, high=15, group="a", source="b")
    assert [norm.place(v) for v in (9, 10, 15, 16)] == ["below", "within", "within", "above"]
    assert norm.usual == "10 to 15"
    single = Norm(measure="x", typical=5.0, group="a", source="b")
    assert single.place(1.0) == ""
    assert single.usual == "5"
    with pytest.raises(SettingsError, match="neither band nor typical"):
        Norm(measure="x", low=1.0, group="a", source="b")


def _standing_on_one_leg(
    t: FloatArray, up_s: float, down_s: float, sway: FloatArray | None = None
) -> Recording:
    lift = np.interp(t, [up_s - 0.2, up_s + 0.2, down_s - 0.2, down_s + 0.2], [0, 0.2, 0.2, 0])
    return from_the_front(t, left_foot_up=lift, sway=sway)


def test_stance_time_and_side() -> None:
    t = times(60.0, 20.0)
    got = run_protocol("single_leg_stance", *_standing_on_one_leg(t, 3.0, 15.0))
    time = got.measure("stance_time")
    # The foot is down below 2.5 % of the body height, 0.15 s outside the middle of the ramp.
    assert time.value == pytest.approx(12.3, abs=1 / 60)
    assert time.reason == "on the right leg"
    assert time.error == pytest.approx(1 / 60 / math.sqrt(6))
    assert got.measure("trunk_sway_range_sideways").value == pytest.approx(0.0, abs=1e-9)


def test_stance_cut_by_the_recording_is_at_least_that_long() -> None:
    t = times(30.0, 20.0)
    got = run_protocol("single_leg_stance", *_standing_on_one_leg(t, -3.0, 25.0))
    reason = got.measure("stance_time").reason
    assert "at least this long" in reason
    assert "up before" in reason
    assert "still up afterwards" in reason
    assert got.measure("stance_time").value == pytest.approx(20.0, abs=0.05)


def test_short_stance_has_no_sway() -> None:
    t = times(30.0, 10.0)
    got = run_protocol("single_leg_stance", *_standing_on_one_leg(t, 3.0, 6.0))
    assert got.measure("stance_time").value == pytest.approx(3.3, abs=0.05)
    assert "too short: sway needs 6 s" in got.measure("pelvis_sway_path").reason


def test_sway_of_a_circle() -> None:
    t = times(60.0, 30.0)
    radius, turns_hz = 12.0, 0.5
    turn = 2 * np.pi * turns_hz * t
    sway = radius * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    recording = _standing_on_one_leg(t, 2.0, 28.0, sway)
    plain = run_protocol("single_leg_stance", *recording)
    got = run_protocol("single_leg_stance", *recording, ProtocolSettings(scale=SCALE))
    start, end = got.findings.interval_s or (0.0, 0.0)
    cm = 100 * SCALE.metres_per_px
    for segment in ("trunk", "pelvis"):
        path = got.measure(f"{segment}_sway_path")
        circle = 2 * np.pi * radius * turns_hz * (end - start)
        assert path.value == pytest.approx(circle * cm, rel=0.01)
        assert path.unit == "cm"
        assert got.measure(f"{segment}_sway_rms_sideways").value == pytest.approx(
            radius * cm / math.sqrt(2), rel=0.02
        )
        assert got.measure(f"{segment}_sway_range_sideways").value == pytest.approx(
            2 * radius * cm, rel=0.01
        )
        # Variance of a circle is r^2 / 2 along both axes.
        area = got.measure(f"{segment}_sway_area")
        assert area.value == pytest.approx(np.pi * 5.991 * (radius * cm) ** 2 / 2, rel=0.02)
        assert area.unit == "cm^2"
        assert plain.measure(f"{segment}_sway_path").value == pytest.approx(
            circle * 100 / BODY_PX, rel=0.02
        )
        assert all(got.measure(f"{segment}_sway_{n}").error > 0 for n in ("path", "area"))


def test_sway_as_small_as_the_noise_says_so() -> None:
    t = times(30.0, 20.0)
    noise = np.random.default_rng(0).normal(0, 1.0, (len(t), 2))
    got = run_protocol("single_leg_stance", *_standing_on_one_leg(t, 3.0, 18.0, noise))
    assert "noise of the keypoints" in got.measure("trunk_sway_rms_sideways").reason


def test_sway_is_refused_where_the_trunk_is_hidden() -> None:
    track, _, _ = _standing_on_one_leg(times(30.0, 20.0), 3.0, 18.0)
    xy, status = track.xy_px.copy(), track.status.copy()
    k = track.skeleton.index("thorax")
    xy[200:300, k], status[200:300, k] = np.nan, Status.REJECTED
    track = replace(track, xy_px=xy, status=status)
    assert all(
        "thorax is known in" in m.reason for m in measure_sway(track, "trunk", (4, 17), None)
    )
    assert not measure_sway(track, "pelvis", (4, 17), None)[0].is_refused


def test_both_feet_down_gives_no_stance() -> None:
    track, angles, facing = from_the_front(times(30.0, 10.0))
    assert find_stance(track) is None
    got = run_protocol("single_leg_stance", track, angles, facing)
    assert "no foot was lifted" in got.measure("stance_time").reason


@settings(max_examples=15, deadline=None)
@given(size=st.floats(0.8, 1.5), x=st.floats(-200, 200), shift=st.floats(-10, 50))
def test_stance_does_not_depend_on_size_place_time_and_mirror(
    size: float, x: float, shift: float
) -> None:
    t = times(30.0, 12.0)
    track, _, _ = _standing_on_one_leg(t, 3.0, 9.0)
    moved = replace(track, xy_px=track.xy_px * size + [x, 0.0], t_s=t + shift)
    mirrored = replace(track, xy_px=track.xy_px[:, list(track.skeleton.flip_permutation)])
    plain, other, swapped = find_stance(track), find_stance(moved), find_stance(mirrored)
    assert plain is not None
    assert other is not None
    assert swapped is not None
    assert (plain.side, other.side, swapped.side) == ("right", "right", "left")
    assert other.start_s == pytest.approx(plain.start_s + shift, abs=1e-6)
    assert swapped.end_s == pytest.approx(plain.end_s, abs=1e-9)


def test_shoulder_flexion() -> None:
    t = times(30.0, 9.0)
    got = run_protocol("shoulder_flexion", *from_the_side(t, arm=waves(t, 3.0, 5.0, 165.0)),
                       ProtocolSettings(age_years=40, sex=Sex.MALE))  # fmt: skip
    near, far = got.measure("right_shoulder_flexion"), got.measure("left_shoulder_flexion")
    assert near.value == pytest.approx(165.0, abs=0.5)
    assert (near.n, near.reason) == (3, "")
    assert "the far arm" in far.reason
    assert got.measure("trunk_lean_range").value == pytest.approx(0.0, abs=0.1)
    norm = got.norm_of("right_shoulder_flexion")
    assert norm is not None
    assert norm.typical == 161.5
    assert "Gill" in norm.source


def test_leaning_trunk_is_told() -> None:
    t = times(30.0, 9.0)
    lean = waves(t, 3.0, 1.0, -20.0)
    got = run_protocol("shoulder_flexion", *from_the_side(t, arm=waves(t, 3.0, 5.0, 165.0),
                                                          lean=lean))  # fmt: skip
    assert "leant by up to 2" in got.measure("right_shoulder_flexion").reason
    # From start to end of the raise: 5 % of the way are done before.
    assert got.measure("trunk_lean_range").value == pytest.approx(0.95 * 21.0, abs=0.5)


def test_shoulder_abduction_with_one_stiff_arm() -> None:
    t = times(30.0, 9.0)
    track, angles, facing = from_the_front(t, abduction=waves(t, 3.0, 10.0, 150.0))
    values = angles.values_deg.copy()
    values[:, angles.names.index("left_shoulder_abduction")] = 12.0
    got = run_protocol("shoulder_abduction", track, replace(angles, values_deg=values), facing,
                       ProtocolSettings(age_years=40, sex=Sex.FEMALE))  # fmt: skip
    assert got.measure("right_shoulder_abduction").value == pytest.approx(150.0, abs=0.5)
    assert "not raised and lowered" in got.measure("left_shoulder_abduction").reason
    assert got.norm_of("left_shoulder_abduction") is not None
    values[:, angles.names.index("left_shoulder_abduction")] = np.nan
    hidden = run_protocol("shoulder_abduction", track, replace(angles, values_deg=values), facing)
    assert "has no value in 100%" in hidden.measure("left_shoulder_abduction").reason
    assert hidden.findings.norms == ()


def test_walk_takes_the_gait_analysis() -> None:
    recording = from_the_side(times(60.0, 5.0))
    without = run_protocol("walk", *recording)
    assert "has not been analysed" in without.measure("cadence").reason
    gait = (Measure(name="cadence", unit="steps/min", value=110.0, n=8),)
    with_gait = run_protocol("walk", *recording, ProtocolSettings(gait=gait, scale=SCALE))
    assert with_gait.measures == gait
    front = from_the_front(times(60.0, 5.0))
    wrong = run_protocol("walk", *front, ProtocolSettings(gait=gait))
    assert wrong.measure("cadence").is_refused
    assert run_protocol("walk", *front).measure("cadence").unit == "steps/min"


def test_failed_check_refuses_every_number() -> None:
    t = times(10.0, 10.0)
    got = run_protocol("squat", *from_the_side(t, knee=waves(t, 2.5, 5.0, 95.0)))
    assert got.level is Level.FAIL
    assert got.refusals == got.measures
    assert "10 frames a second are too few" in got.measure("repetitions").reason
    assert "Choose a higher frame rate" in got.measure("depth").reason
    with pytest.raises(UnknownNameError):
        got.measure("height")


def test_errors() -> None:
    track, angles, facing = from_the_side(times(30.0, 5.0))
    with pytest.raises(UnknownNameError, match="Unknown protocol 'squats': did you mean squat"):
        run_protocol("squats", track, angles, facing)
    other = from_the_side(times(30.0, 4.0))
    with pytest.raises(DataError, match="angles and facing of the track"):
        run_protocol("squat", track, other[1], facing)
    one = from_the_side(times(30.0, 1 / 30))
    with pytest.raises(DataError, match="two frames at least"):
        run_protocol("squat", *one)
    with pytest.raises(SettingsError, match="between 0 and 120"):
        ProtocolSettings(age_years=130)
