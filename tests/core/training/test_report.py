"""Before against after: figures that can be worked out by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientpose_core.errors import DataError
from efficientpose_core.evaluation import LabelledSet
from efficientpose_core.pose import FloatArray
from efficientpose_core.skeleton import MPII16, Skeleton
from efficientpose_core.training.report import (
    WorstFrame,
    angle_errors,
    compare,
    measure_figures,
    read_comparison,
    worst_rows,
    write_comparison,
)

LEG = Skeleton(name="leg", keypoints=("right_hip", "right_knee", "right_ankle"))
STRAIGHT = np.array([[100.0, 0.0], [100.0, 50.0], [100.0, 100.0]])


def _people(xy: FloatArray, unit_px: float = 10.0) -> LabelledSet:
    return LabelledSet(
        images=tuple(Path(f"{n}.png") for n in range(len(xy))),
        xy_px=xy,
        head_size_px=np.full(len(xy), unit_px),
    )


def _bent(degrees: float) -> FloatArray:
    turn = math.radians(degrees)
    leg = STRAIGHT.copy()
    leg[2] = leg[1] + 50.0 * np.array([math.sin(turn), math.cos(turn)])
    return leg


@given(bend=st.floats(-170, 170), error=st.floats(-100, 100), mirrored=st.booleans())
def test_the_error_of_an_angle_is_that_of_the_shank_whichever_way_people_face(
    bend: float, error: float, mirrored: bool
) -> None:
    labels, found = _bent(bend)[None], _bent(bend + error)[None]
    if mirrored:
        labels, found = labels * (-1, 1), found * (-1, 1)
    assert angle_errors(found, labels, LEG)["right_knee_flexion"] == pytest.approx(
        [abs(error)], abs=1e-6
    )


def test_angles_need_their_keypoints() -> None:
    labels = STRAIGHT[None].copy()
    assert set(angle_errors(labels, labels, LEG)) == {"right_knee_flexion"}
    labels[0, 2] = np.nan
    assert math.isnan(angle_errors(STRAIGHT[None], labels, LEG)["right_knee_flexion"][0])
    assert "right_hip_flexion" in angle_errors(np.ones((1, 16, 2)), np.ones((1, 16, 2)), MPII16)


def test_figures_are_those_worked_out_by_hand() -> None:
    labels = np.stack([STRAIGHT, STRAIGHT])
    found = labels.copy()
    found[0, 0, 0] += 4.0  # within 0.5 units of 10 px, beyond 0.1
    found[1, 1] = np.nan  # not found: wrong
    figures = measure_figures(found, _people(labels), LEG, unit="head")
    assert figures.keypoints["right_hip"].pck50 == 100
    assert figures.keypoints["right_hip"].pck10 == 50
    assert figures.keypoints["right_knee"].pck50 == 50
    assert figures.pck50 == pytest.approx(250 / 3)
    assert figures.keypoints["right_hip"].error_px == pytest.approx(2.0)
    assert figures.keypoints["right_hip"].error_percent == pytest.approx(2.0)
    assert figures.angles["right_knee_flexion"].n == 1


def test_keypoints_that_are_new_have_no_before_and_are_not_in_the_means() -> None:
    labels = np.stack([STRAIGHT] * 6)
    old = Skeleton(name="old", keypoints=("right_knee", "right_hip"))
    before = labels[:, [1, 0]] + 20.0
    found = compare(
        (before, old), labels, _people(labels), LEG, groups=tuple("abcdef"), unit="body"
    )
    assert found.new_keypoints == ("right_ankle",)
    assert found.before is not None
    assert (found.before.pck50, found.after.pck50) == (0, 100)
    assert math.isnan(found.before.keypoints["right_ankle"].pck50)
    assert found.after.keypoints["right_ankle"].pck50 == 100
    assert found.gain is not None
    assert (found.gain.points, found.gain.low, found.gain.high) == (100, 100, 100)


def test_few_groups_give_no_interval_and_frames_of_one_person_count_once() -> None:
    labels = np.stack([STRAIGHT] * 8)
    before = labels.copy()
    before[:4] += 20.0
    few = compare(
        (before, LEG), labels, _people(labels), LEG, groups=tuple("aaaabbbb"), unit="head"
    ).gain
    assert few is not None
    assert few.points == 50
    assert few.groups == 2
    assert math.isnan(few.low)
    many = compare(
        (before, LEG), labels, _people(labels), LEG, groups=tuple("abcdefgh"), unit="head"
    ).gain
    assert many is not None
    assert 0 < many.low < 50 < many.high < 100


def test_without_labels_nothing_is_scored() -> None:
    with pytest.raises(DataError, match="Nothing to score"):
        measure_figures(STRAIGHT[None], _people(np.full((1, 3, 2), np.nan)), LEG, unit="head")


def test_the_worst_come_first() -> None:
    labels = np.stack([STRAIGHT] * 3)
    found = labels + np.array([1.0, 30.0, 5.0])[:, None, None] * (1, 0)
    labels[1, 0] = np.nan
    rows = worst_rows(found, _people(labels), count=2)
    assert [row for row, _ in rows] == [1, 2]
    assert rows[1][1] == pytest.approx(5.0)


def test_files_keep_everything_also_what_is_not_known(tmp_path: Path) -> None:
    labels = np.stack([STRAIGHT] * 2)
    labels[:, 2] = np.nan
    found = compare((labels, LEG), labels, _people(labels), LEG, groups=("a", "b"), unit="head")
    found = replace(found, worst=(WorstFrame(name="a", error_percent=3.5, file="worst/1.jpg"),))
    path = tmp_path / "report.json"
    write_comparison(found, path)
    again = read_comparison(path)
    assert "NaN" not in path.read_text()
    assert repr(again) == repr(found)
    path.write_text("[]")
    with pytest.raises(DataError, match="evaluate again"):
        read_comparison(path)
