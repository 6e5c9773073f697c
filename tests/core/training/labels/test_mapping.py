from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from efficientpose_core.errors import DataError, UnknownNameError
from efficientpose_core.skeleton import MPII16, Skeleton
from efficientpose_core.training.labels.complaints import Kind, Severity
from efficientpose_core.training.labels.mapping import (
    Confidence,
    Join,
    KeypointMapping,
    apply_mapping,
    suggest_mapping,
)
from efficientpose_core.training.labels.types import LabelSet

from .helpers import kinds, person

COCO17 = (
    "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder",
    "left_elbow", "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip",
    "left_knee", "right_knee", "left_ankle", "right_ankle",
)  # fmt: skip
FEET = Skeleton(
    name="feet",
    keypoints=(*MPII16.keypoints, "left_heel", "left_big_toe", "right_heel", "right_big_toe"),
)


def joined(name: str, skeleton: Skeleton = MPII16) -> tuple[str | None, Confidence]:
    (join,) = suggest_mapping([name], skeleton).joins
    return join.target, join.confidence


@pytest.mark.parametrize(
    "name",
    ["left_knee", "Left Knee", "left-knee", "LeftKnee", "leftKnee", "knee_left", "Knee.L", "L_Knee",
     "LKnee", "lknee", "leftknee", "kneeleft", "KneeL", "knee_l", "LKne", "lt knee", "Knie"],
)  # fmt: skip
def test_ways_to_write_a_side(name: str) -> None:
    expected = None if name == "Knie" else "left_knee"
    assert joined(name)[0] == expected


@pytest.mark.parametrize(
    ("name", "target", "confidence"),
    [
        ("left_knee", "left_knee", Confidence.EXACT),
        ("LeftKnee", "left_knee", Confidence.NORMALISED),
        ("R Wrist", "right_wrist", Confidence.NORMALISED),
        ("rsho", "right_shoulder", Confidence.SYNONYM),
        ("r_ank", "right_ankle", Confidence.SYNONYM),
        ("MidHip", "pelvis", Confidence.SYNONYM),
        ("hip_center", "pelvis", Confidence.SYNONYM),
        ("top_of_head", "head_top", Confidence.SYNONYM),
        ("left_acromion", "left_shoulder", Confidence.SYNONYM),
        ("Head", "head_top", Confidence.GUESS),
        ("Neck", "upper_neck", Confidence.GUESS),
        ("lefft_shoulder", None, Confidence.NONE),
        ("left_sholder", "left_shoulder", Confidence.GUESS),
        ("tail", None, Confidence.NONE),
        ("knee", None, Confidence.NONE),
        ("left_foot", None, Confidence.NONE),
        ("left_hand", None, Confidence.NONE),
        ("1", None, Confidence.NONE),
        ("", None, Confidence.NONE),
    ],
)
def test_suggestions(name: str, target: str | None, confidence: Confidence) -> None:
    assert joined(name) == (target, confidence)


@pytest.mark.parametrize("name", ["nose", "left_eye", "right_ear", "REar", "nose_tip", "chin"])
def test_a_face_is_never_the_top_of_a_head(name: str) -> None:
    assert joined(name) == (None, Confidence.NONE)


def test_coco_to_mpii() -> None:
    mapping = suggest_mapping(COCO17, MPII16)
    assert [join.target for join in mapping.joins] == [None] * 5 + list(COCO17[5:])
    assert mapping.unlabelled == ("head_top", "upper_neck", "thorax", "pelvis")
    assert kinds(mapping.complaints()) == {Kind.MAPPING: 6}
    assert {c.severity for c in mapping.complaints()} == {Severity.NOTE}


def test_feet() -> None:
    """Names of Halpe and OpenPose."""
    assert joined("LHeel", FEET) == ("left_heel", Confidence.NORMALISED)
    assert joined("RBigToe", FEET) == ("right_big_toe", Confidence.NORMALISED)
    assert joined("left_hallux", FEET) == ("left_big_toe", Confidence.SYNONYM)
    assert joined("left_toe", FEET) == (None, Confidence.NONE)


def test_guesses_are_told() -> None:
    (complaint, _) = suggest_mapping(["neck"], MPII16).complaints()
    assert complaint.severity == Severity.WARNING
    assert "neck is taken for upper_neck: some programs mean" in complaint.sentence


def test_the_surer_of_two_names_wins() -> None:
    mapping = suggest_mapping(["head", "head_top"], MPII16)
    assert [join.target for join in mapping.joins] == [None, "head_top"]
    assert "head_top fits head_top at least as well" in mapping.joins[0].reason
    # Equally sure: neither.
    mapping = suggest_mapping(["mid_hip", "hip_center"], MPII16)
    assert [join.target for join in mapping.joins] == [None, None]


def test_editing() -> None:
    mapping = suggest_mapping(["nose", "head"], MPII16)
    edited = mapping.with_target("nose", "head_top")
    assert mapping.target_of("head") == "head_top"
    assert edited.target_of("nose") == "head_top"
    assert edited.target_of("head") is None
    assert edited.joins[0].confidence == Confidence.CHOSEN
    assert "nose was chosen for head_top" in edited.joins[1].reason
    assert edited.with_target("nose", None).target_of("nose") is None
    with pytest.raises(UnknownNameError, match="Unknown keypoint 'noze'"):
        mapping.with_target("noze", None)
    with pytest.raises(UnknownNameError, match="Unknown keypoint 'crown'"):
        mapping.with_target("nose", "crown")


def test_contradictions_are_refused() -> None:
    one = Join(source="a", target="pelvis", confidence=Confidence.CHOSEN)
    other = Join(source="b", target="pelvis", confidence=Confidence.CHOSEN)
    with pytest.raises(DataError, match="is the target of several names"):
        KeypointMapping(skeleton=MPII16, joins=(one, other))
    with pytest.raises(DataError, match="is listed more than once"):
        KeypointMapping(skeleton=MPII16, joins=(one, one))


def test_labels_are_carried_over() -> None:
    source = Skeleton(name="foreign", keypoints=("LKnee", "tail", "R_Ank"))
    image = person([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], [1, 2, 2], head_size_px=7.0)
    labels = LabelSet(skeleton=source, images=(image,))
    carried = apply_mapping(labels, suggest_mapping(source.keypoints, MPII16))
    assert carried.skeleton is MPII16
    (after,) = carried.images
    assert after.xy_px[MPII16.index("left_knee")].tolist() == [1.0, 2.0]
    assert after.visibility[MPII16.index("left_knee")] == 1
    assert after.xy_px[MPII16.index("right_ankle")].tolist() == [5.0, 6.0]
    assert after.is_labelled.sum() == 2
    assert (after.head_size_px, after.path) == (7.0, image.path)
    assert carried.log[-1].parameters["targets"] == {
        "LKnee": "left_knee", "tail": None, "R_Ank": "right_ankle",
    }  # fmt: skip
    with pytest.raises(UnknownNameError):
        apply_mapping(labels, suggest_mapping(["LKnee"], MPII16))


def test_mapping_to_itself_changes_nothing() -> None:
    xy = np.arange(32.0).reshape(16, 2)
    labels = LabelSet(skeleton=MPII16, images=(person(xy),))
    carried = apply_mapping(labels, suggest_mapping(MPII16.keypoints, MPII16))
    assert np.array_equal(carried.xy_px[0], xy)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(max_size=12), max_size=6, unique=True))
def test_any_names_give_a_valid_mapping(names: list[str]) -> None:
    mapping = suggest_mapping(names, MPII16)
    assert [join.source for join in mapping.joins] == names
    targets = [join.target for join in mapping.joins if join.target]
    assert len(set(targets)) == len(targets)


@settings(deadline=None, max_examples=50)
@given(st.permutations(list(COCO17)))
def test_suggestions_do_not_depend_on_the_order(names: list[str]) -> None:
    there = {join.source: join.target for join in suggest_mapping(names, MPII16).joins}
    assert there == {join.source: join.target for join in suggest_mapping(COCO17, MPII16).joins}
