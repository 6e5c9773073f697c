from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from efficientpose_core.errors import DataError
from efficientpose_core.skeleton import MPII16
from efficientpose_core.training.labels.complaints import Kind, Severity
from efficientpose_core.training.labels.mpii import read_mpii, write_mpii
from efficientpose_core.training.labels.types import LabelSet

from .helpers import legs, person, standing, write_json

NAN = float("nan")


def entry(**changes: Any) -> dict[str, Any]:
    """Return one person as in ``annot/train.json``: joint i at (10 i + 1, 5 i + 1)."""
    return {
        "joints_vis": [1] * 16,
        "joints": [[10.0 * i + 1, 5.0 * i + 1] for i in range(16)],
        "image": "a.png",
        "scale": 0.5,
        "center": [101.0, 51.0],
    } | changes


def test_joints_are_in_the_order_of_mpii(data: Path) -> None:
    read = read_mpii(write_json(data / "train.json", [entry()]))
    assert read.complaints == ()
    assert read.labels.skeleton is MPII16
    xy = read.labels.images[0].xy_px
    # The centre of the first pixel is (1, 1) in the file and (0.5, 0.5) here.
    for i, name in ((0, "right_ankle"), (5, "left_ankle"), (6, "pelvis"), (9, "head_top"),
                    (10, "right_wrist"), (13, "left_shoulder"), (15, "left_wrist")):  # fmt: skip
        assert xy[MPII16.index(name)].tolist() == [10 * i + 0.5, 5 * i + 0.5]
    assert read.labels.images[0].box_px == (50.5, 0.5, 100.0, 100.0)
    assert read.labels.images[0].size_px is None


def test_missing_and_occluded_joints(data: Path) -> None:
    joints = entry()["joints"]
    joints[0], joints[1] = [-1.0, -1.0], [0, 0]
    content = [entry(joints=joints, joints_vis=[0, 0, 0] + [1] * 13)]
    image = read_mpii(write_json(data / "train.json", content)).labels.images[0]
    flags = [image.visibility[MPII16.index(f"right_{j}")] for j in ("ankle", "knee", "hip")]
    assert flags == [0, 0, 1]


@pytest.mark.parametrize(
    "broken",
    [
        7, {}, entry(image=3), entry(joints=[[1, 2]] * 15), entry(joints_vis=[1] * 17),
        entry(joints=[[1, 2, 3]] * 16), entry(joints=None), entry(joints=[5] * 16),
    ],
)  # fmt: skip
def test_damaged_entries_are_left_out_and_told(data: Path, broken: Any) -> None:
    read = read_mpii(write_json(data / "train.json", [entry(), broken]))
    assert len(read.labels) == 1
    (complaint,) = read.complaints
    assert (complaint.severity, complaint.kind) == (Severity.ERROR, Kind.DAMAGED_ENTRY)
    assert "Person 1" in complaint.sentence


def test_values_that_are_no_numbers_are_told(data: Path) -> None:
    joints = entry()["joints"]
    joints[6] = [NAN, 3.0]
    read = read_mpii(write_json(data / "train.json", [entry(joints=joints)]))
    (complaint,) = read.complaints
    assert (complaint.kind, complaint.keypoint) == (Kind.DAMAGED_ENTRY, "pelvis")
    assert read.labels.images[0].visibility[MPII16.index("pelvis")] == 0


@pytest.mark.parametrize("changes", [{"scale": -1}, {"center": None}, {"center": [1]}])
def test_a_box_that_is_none_is_unknown(data: Path, changes: dict[str, Any]) -> None:
    read = read_mpii(write_json(data / "train.json", [entry(**changes)]))
    assert read.labels.images[0].box_px is None


@pytest.mark.parametrize("content", [[], {}, [{"image": "a.png"}], [3]])
def test_other_json_is_refused(data: Path, content: Any) -> None:
    with pytest.raises(DataError, match="not MPII data"):
        read_mpii(write_json(data / "train.json", content))


def test_round_trip(data: Path) -> None:
    xy = standing()
    xy[3] = NAN
    box = (10.0, 20.0, 80.0, 80.0)
    image = person(xy, folder=data, head_size_px=30.0, group="anna", box_px=box)
    labels = LabelSet(skeleton=MPII16, images=(image,))
    assert write_mpii(labels, data / "out.json") == ()
    back = read_mpii(data / "out.json").labels.images[0]
    assert np.array_equal(back.xy_px, xy, equal_nan=True)
    assert (back.group, back.head_size_px, back.box_px) == ("anna", 30.0, box)


def test_lost_occlusion_is_told(data: Path) -> None:
    image = person(standing(), [1] * 4 + [2] * 12, folder=data)
    (complaint,) = write_mpii(LabelSet(skeleton=MPII16, images=(image,)), data / "out.json")
    assert complaint.kind is Kind.LOST_ON_WRITING
    assert complaint.sentence.startswith("4 keypoints are occluded")
    assert read_mpii(data / "out.json").labels.images[0].visibility.tolist() == [2] * 16


def test_what_cannot_be_written_is_refused(data: Path) -> None:
    with pytest.raises(DataError, match="map them to mpii16 first"):
        write_mpii(legs(person(np.ones((4, 2)), folder=data)), data / "out.json")
    frame = LabelSet(skeleton=MPII16, images=(person(standing(), folder=data, frame=0),))
    with pytest.raises(DataError, match="let the frames be written as pictures"):
        write_mpii(frame, data / "out.json")
