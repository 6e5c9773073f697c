from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.evaluation import Predictions
from efficientpose_core.models.store import load_weights
from efficientpose_core.models.weights import UNCALIBRATED
from efficientpose_core.skeleton import MPII16, Skeleton
from efficientpose_core.training import validation
from efficientpose_core.training.config import DataSource
from efficientpose_core.training.data import Labelled, read_labels
from efficientpose_core.training.labels.types import LabelledImage
from efficientpose_core.training.validation import calibrated, unit_px, validate

NAN = float("nan")
HEADLESS = Skeleton(name="legs", keypoints=("left_knee", "right_knee"))


def _first(labelled: Labelled, count: int) -> Labelled:
    return Labelled(
        images=labelled.images[:count],
        xy_px=labelled.xy_px[:count],
        head_size_px=labelled.head_size_px[:count],
    )


def test_unit_is_the_head_as_labelled_or_measured_or_a_share_of_the_body() -> None:
    xy = np.full((2, 16, 2), NAN)
    xy[:, MPII16.index("head_top")] = 10.0, 0.0
    xy[:, MPII16.index("upper_neck")] = 10.0, 40.0
    heads = Labelled(images=(), xy_px=xy, head_size_px=np.array([25.0, NAN]))
    assert unit_px(heads, MPII16).tolist() == [25.0, 30.0]
    knees = Labelled(
        images=(), xy_px=np.array([[[0.0, 0.0], [30.0, 80.0]]]), head_size_px=np.array([NAN])
    )
    assert unit_px(knees, HEADLESS).tolist() == [8.0]


def test_weights_that_find_too_little_are_calibrated_in_height_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = np.random.default_rng(0)
    truth = rng.uniform(0, 200, (100, 16, 2))
    spread = rng.uniform(1, 5, (100, 16))
    # The wider the peak, the smaller the error: such peaks say nothing.
    found = Predictions(
        xy_px=truth + (10.0 / spread)[..., None], score=np.full((100, 16), 0.2), spread_px=spread,
        input_scale=np.ones(100),
    )  # fmt: skip
    image = LabelledImage(
        path=Path("a.png"), name="a.png", size_px=(200, 200), xy_px=truth[0],
        visibility=np.full(16, 2, np.int8), group="a",
    )  # fmt: skip
    people = Labelled(images=(image,) * 100, xy_px=truth, head_size_px=np.full(100, 100.0))
    monkeypatch.setattr(validation, "predicted", lambda *_: found)
    weights = load_weights("rt-lite-bundled")
    measured = calibrated(weights, people, source="100 people").metadata.calibration
    assert measured.typical_confidence == 0.2
    assert measured.shift_px == ()
    assert measured.source == "100 people, heights only: it finds too little for the rest"


@pytest.mark.shared
@pytest.mark.slow
def test_scores_and_calibration_of_the_bundled_weights(shared: Path) -> None:
    people = read_labels(DataSource(labels=shared / "data/images/mpii/train.json"), MPII16)
    weights = load_weights("rt-lite-bundled")
    found, xy_px = validate(weights, _first(people, 30))
    assert xy_px.shape == (30, 16, 2)
    assert found.pckh50 > 60
    assert found.pckh10 < found.pckh50
    plain = replace(weights, metadata=replace(weights.metadata, calibration=UNCALIBRATED))
    measured = calibrated(plain, _first(people, 120), source="120 people").metadata.calibration
    stored = weights.metadata.calibration
    assert np.abs(measured.shifts(16) - stored.shifts(16)).max() < 1.5
    assert measured.typical_confidence == pytest.approx(stored.typical_confidence, abs=0.05)
    assert measured.source == "120 people"
