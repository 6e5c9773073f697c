from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from efficientpose_core.skeleton import MPII16
from efficientpose_core.training.labels.complaints import Complaint, Kind, Severity
from efficientpose_core.training.labels.exchanges import check_exchanges
from efficientpose_core.training.labels.repairs import exchange_sides, exchange_xy
from efficientpose_core.training.labels.types import LabelledImage, LabelSet, keypoint_box

from .helpers import legs, person, standing

Points = npt.NDArray[np.float64]
PORTRAIT = (250, 900)


def crowd(
    count: int, pose: Callable[[int], Points], size_px: tuple[int, int] | None = PORTRAIT
) -> LabelSet:
    """Return people with a little noise, each in a picture of their own."""
    rng = np.random.default_rng(0)
    images = tuple(
        person(pose(i) + rng.normal(0, 3, (16, 2)), name=f"{i}.png", size_px=size_px)
        for i in range(count)
    )
    return LabelSet(skeleton=MPII16, images=images)


def found(labels: LabelSet, kind: Kind) -> list[Complaint]:
    return [complaint for complaint in check_exchanges(labels) if complaint.kind is kind]


def shifted(i: int) -> Points:
    return standing(100.0) + np.array([0.0, 300.0 + 10 * i])


def test_honest_people_are_not_accused() -> None:
    assert list(check_exchanges(crowd(40, lambda i: standing(facing_camera=i % 2 == 0)))) == []
    assert list(check_exchanges(crowd(40, lambda _: standing()))) == []
    assert list(check_exchanges(legs())) == []
    assert list(check_exchanges(legs(person(np.ones((4, 2)))))) == []


def test_exchanged_axes_leave_the_picture() -> None:
    labels = crowd(20, shifted)
    assert found(labels, Kind.SWAPPED_XY) == []
    complaints = found(exchange_xy(labels), Kind.SWAPPED_XY)
    assert complaints[0].severity == Severity.ERROR
    assert complaints[0].row is None
    assert complaints[0].sentence.startswith(
        "x and y seem to be exchanged: 20 of 20 people fit into their picture or box better"
    )


def test_exchanged_axes_leave_the_box() -> None:
    labels = crowd(20, shifted, size_px=None)
    boxed = LabelSet(
        skeleton=MPII16,
        images=tuple(
            person(i.xy_px[:, ::-1], name=i.name, size_px=None, box_px=keypoint_box(i))
            for i in labels.images
        ),
    )
    assert found(boxed, Kind.SWAPPED_XY)[0].severity == Severity.ERROR


def test_one_person_with_exchanged_axes() -> None:
    images = list(crowd(20, shifted).images)
    images[7] = person(images[7].xy_px[:, ::-1], name="7.png", size_px=PORTRAIT)
    (complaint,) = found(LabelSet(skeleton=MPII16, images=tuple(images)), Kind.SWAPPED_XY)
    assert (complaint.severity, complaint.row) == (Severity.WARNING, 7)


def test_lying_trunks_without_sizes() -> None:
    labels = exchange_xy(crowd(20, shifted, size_px=None))
    (complaint,) = found(labels, Kind.SWAPPED_XY)
    assert complaint.severity == Severity.WARNING
    assert "The trunk of 20 people lies" in complaint.sentence
    # A few prove nothing.
    assert found(exchange_xy(crowd(5, shifted, size_px=None)), Kind.SWAPPED_XY) == []


def test_shoulders_against_hips() -> None:
    xy = standing()
    flip = list(MPII16.flip_permutation)
    arms = [i for i, name in enumerate(MPII16.keypoints) if "shoulder" in name]
    xy[arms] = xy[flip][arms]
    (complaint,) = found(LabelSet(skeleton=MPII16, images=(person(xy),)), Kind.SWAPPED_SIDES)
    assert complaint.row == 0
    assert "point opposite ways" in complaint.sentence
    profile = standing(sides=0.1)
    profile[arms] = profile[flip][arms]
    assert found(LabelSet(skeleton=MPII16, images=(person(profile),)), Kind.SWAPPED_SIDES) == []


def test_everybody_from_behind() -> None:
    labels = crowd(30, lambda i: standing(facing_camera=i % 10 != 0))
    assert found(labels, Kind.SWAPPED_SIDES) == []
    (complaint,) = found(exchange_sides(labels), Kind.SWAPPED_SIDES)
    assert complaint.sentence.startswith(
        "27 people turn their back to the camera and 3 their front"
    )
    # Walkers seen from the side tell nothing.
    side = crowd(30, lambda i: standing(sides=-0.3))
    assert found(side, Kind.SWAPPED_SIDES) == []


def film(frames: dict[int, Points]) -> LabelSet:
    images = tuple(
        LabelledImage(
            path=person(xy).path, frame=frame, name="v.mp4", size_px=None, xy_px=xy,
            visibility=np.full(16, 2, np.int8), group="v",
        )
        for frame, xy in frames.items()
    )  # fmt: skip
    return LabelSet(skeleton=MPII16, images=images)


@pytest.mark.parametrize(("gap", "expected"), [(1, 1), (3, 1), (4, 0)])
def test_sides_that_change_places_in_a_video(gap: int, expected: int) -> None:
    flip = list(MPII16.flip_permutation)
    labels = film({10: standing(), 10 + gap: standing(202.0)[flip]})
    complaints = found(labels, Kind.SWAPPED_SIDES)
    assert len(complaints) == expected
    if complaints:
        assert complaints[0].row == 1
        assert f"between frames 10 and {10 + gap} of v.mp4" in complaints[0].sentence


def test_a_video_that_keeps_its_sides() -> None:
    assert found(film({i: standing(200.0 + 5 * i) for i in range(6)}), Kind.SWAPPED_SIDES) == []
    # In profile left and right lie on one another: their order means nothing.
    flip = list(MPII16.flip_permutation)
    profile = film({0: standing(sides=0.05), 1: standing(203.0, sides=0.05)[flip]})
    assert found(profile, Kind.SWAPPED_SIDES) == []


def test_too_little_in_common_proves_nothing() -> None:
    before, after = standing(), standing()[list(MPII16.flip_permutation)]
    before[3:], after[3:] = np.nan, np.nan
    frames = [
        person(xy, name="v.mp4", group="v", frame=frame) for frame, xy in enumerate((before, after))
    ]
    assert found(LabelSet(skeleton=MPII16, images=tuple(frames)), Kind.SWAPPED_SIDES) == []


def test_two_people_in_a_frame_are_not_compared() -> None:
    flip = list(MPII16.flip_permutation)
    one, other = film({0: standing(), 1: standing()[flip]}), film({0: standing(400.0)})
    both = LabelSet(skeleton=MPII16, images=(*one.images, *other.images))
    assert found(both, Kind.SWAPPED_SIDES) == []
