"""PCKh against hand-computed values, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.errors import DataError
from efficientpose_core.evaluation import LabelledSet, angle_rmse, read_coco, score
from efficientpose_core.kinematics.angles import compute_angles
from efficientpose_core.kinematics.facing import estimate_facing
from efficientpose_core.media._cv2 import cv2
from efficientpose_core.pose import PoseTrack, Status
from efficientpose_core.skeleton import MPII16

NAMES = MPII16.keypoints
K = len(NAMES)


def _labels(n: int, head_px: float = 20.0) -> LabelledSet:
    xy = np.full((n, K, 2), 100.0)
    return LabelledSet(
        images=tuple(Path(f"{i}.png") for i in range(n)),
        xy_px=xy,
        head_size_px=np.full(n, head_px),
    )


def test_pckh_counts_distances_in_head_sizes() -> None:
    labelled = _labels(4)
    found = labelled.xy_px.copy()
    wrist = MPII16.index("right_wrist")
    # 20 px heads: within 2 px at 0.1, within 10 px at 0.5; the limit itself counts.
    found[:, wrist, 0] += [2.0, 2.1, 10.0, 10.1]
    result = score(found, labelled, MPII16)
    assert result.n == 4
    assert result.per_joint["right_wrist"] == (75.0, 25.0)
    assert result.per_joint["left_wrist"] == (100.0, 100.0)
    # 13 joints of 14 are perfect: pelvis and thorax do not count.
    assert result.pckh50 == pytest.approx((13 * 100 + 75) / 14)
    assert result.pckh10 == pytest.approx((13 * 100 + 25) / 14)


def test_pelvis_and_thorax_are_left_out_of_the_mean() -> None:
    labelled = _labels(2)
    found = labelled.xy_px.copy()
    for name in ("pelvis", "thorax"):
        found[:, MPII16.index(name)] += 500
    result = score(found, labelled, MPII16)
    assert result.per_joint["pelvis"] == (0.0, 0.0)
    assert result.pckh50 == 100.0


def test_missing_predictions_are_wrong_and_missing_labels_do_not_count() -> None:
    labelled = _labels(2)
    found = labelled.xy_px.copy()
    ankle, knee = MPII16.index("right_ankle"), MPII16.index("right_knee")
    found[0, ankle] = np.nan
    labelled.xy_px[0, knee] = np.nan
    found[0, knee] += 300
    result = score(found, labelled, MPII16)
    assert result.per_joint["right_ankle"] == (50.0, 50.0)
    assert result.per_joint["right_knee"] == (100.0, 100.0)


def test_without_head_sizes_nothing_is_scored() -> None:
    with pytest.raises(DataError, match="head_size"):
        score(_labels(1).xy_px, _labels(1, head_px=np.nan), MPII16)


def _coco(folder: Path, *, head_size: float | None, names: tuple[str, ...] = NAMES) -> Path:
    image = folder / "a.png"
    cv2.imwrite(str(image), np.zeros((8, 8, 3), np.uint8))
    points = []
    for k in range(len(names)):
        points += [10.0 + k, 20.0 + 2 * k, 0 if k == 5 else 2]
    annotation = {"image_id": 7, "keypoints": points}
    if head_size is not None:
        annotation["head_size"] = head_size
    data = folder / "labels.json"
    data.write_text(
        json.dumps(
            {
                "images": [{"id": 7, "file_name": "a.png"}],
                "annotations": [annotation],
                "categories": [{"keypoints": list(names)}],
            }
        )
    )
    return data


def test_labels_are_joined_by_name(tmp_path: Path) -> None:
    reverse = tuple(reversed(NAMES))
    labelled = read_coco(_coco(tmp_path, head_size=33.0, names=reverse), tmp_path, MPII16)
    assert labelled.head_size_px.tolist() == [33.0]
    assert labelled.xy_px[0, MPII16.index(reverse[2])].tolist() == [12.0, 24.0]
    assert np.isnan(labelled.xy_px[0, MPII16.index(reverse[5])]).all()


def test_head_size_from_labels_is_three_quarters_of_neck_to_head_top(tmp_path: Path) -> None:
    labelled = read_coco(_coco(tmp_path, head_size=None), tmp_path, MPII16)
    gap = abs(MPII16.index("head_top") - MPII16.index("upper_neck"))
    assert labelled.head_size_px[0] == pytest.approx(0.75 * gap * np.sqrt(5))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.pop("categories"), "is not COCO keypoint data"),
        (lambda d: d["annotations"].clear(), "holds no annotations"),
        (lambda d: d["annotations"].append(d["annotations"][0]), "labels a.png twice"),
        (lambda d: d["images"][0].update(file_name="b.png"), "which does not exist"),
        (lambda d: d["annotations"][0]["keypoints"].pop(), "is not COCO keypoint data"),
        (lambda d: d["categories"][0].update(keypoints=["tail"] * K), "shares no keypoint"),
    ],
)
def test_labels_that_cannot_be_scored_are_refused(
    tmp_path: Path, change: object, message: str
) -> None:
    path = _coco(tmp_path, head_size=20.0)
    content = json.loads(path.read_text())
    change(content)  # type: ignore[operator]
    path.write_text(json.dumps(content))
    with pytest.raises(DataError, match=message):
        read_coco(path, tmp_path, MPII16)


def test_angle_errors_are_root_mean_squares_over_known_values() -> None:
    xy = np.tile(np.linspace(0, 150, K)[:, None], (3, 1, 2)).astype(float)
    xy[:, MPII16.index("right_hip")] = (100, 100)
    xy[:, MPII16.index("right_knee")] = (100, 200)
    xy[:, MPII16.index("right_ankle")] = (100, 300)
    status = np.zeros((3, K), np.int8)
    status[2], xy[2] = Status.NO_PERSON, np.nan
    track = PoseTrack(
        skeleton=MPII16, t_s=np.arange(3) / 30, frame=np.arange(3), xy_px=xy,
        score=np.ones((3, K)), spread_px=np.ones((3, K)), status=status, presence=np.ones(3),
        image_size_px=(400, 400),
    )  # fmt: skip
    angles = compute_angles(track, facing=estimate_facing(track, locked=1))
    errors = angle_rmse(
        angles, {"right_knee_flexion": np.array([3.0, 4.0, 90.0]), "unknown": np.zeros(3)}
    )
    assert errors.keys() == {"right_knee_flexion"}
    assert errors["right_knee_flexion"] == pytest.approx(np.sqrt((9 + 16) / 2))
