"""The estimator around an engine whose peaks are known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from efficientpose_core.errors import SettingsError
from efficientpose_core.inference import estimator as module
from efficientpose_core.inference.estimator import EstimatorSettings, PoseEstimator
from efficientpose_core.inference.preprocess import Resampling
from efficientpose_core.media.source import Frame
from efficientpose_core.models.calibration import Calibration
from efficientpose_core.models.variants import get_variant
from efficientpose_core.models.weights import LoadedWeights, WeightsMetadata
from efficientpose_core.skeleton import MPII16

from .fakes import BrightSpotEngine

RIGHT_IS_RED = tuple(0 if name.startswith("right") else 1 for name in MPII16.keypoints)
RED, GREEN = (180.0, 140.0), (260.0, 200.0)
Make = Callable[..., tuple[PoseEstimator, BrightSpotEngine]]


def _picture(width: int = 400, height: int = 300) -> np.ndarray:
    """Two soft spots on black, red and green."""
    y, x = np.indices((height, width)) + 0.5
    picture = np.zeros((height, width, 3), np.uint8)
    for channel, (cx, cy) in enumerate((RED, GREEN)):
        spot = 255 * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * 9.0**2))
        picture[..., channel] = spot.round()
    return picture


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> Make:
    def build(
        calibration: Calibration | None = None, **settings: object
    ) -> tuple[PoseEstimator, BrightSpotEngine]:
        spec = get_variant("RT_LITE")
        metadata = WeightsMetadata(
            name="spots", variant="RT_LITE", heads=("confs2",), skeleton=MPII16,
            normalization=spec.normalization, licence="none",
            calibration=calibration or Calibration(),
        )  # fmt: skip
        engine = BrightSpotEngine(RIGHT_IS_RED)
        monkeypatch.setattr(module, "open_engine", lambda weights, request: engine)
        weights = LoadedWeights(metadata=metadata, state={})
        return PoseEstimator(weights, settings=EstimatorSettings(**settings)), engine  # type: ignore[arg-type]

    return build


def _expected() -> np.ndarray:
    return np.array([RED if channel == 0 else GREEN for channel in RIGHT_IS_RED])


BOXES = [(100.0, 60.0, 224.0), (60.0, 20.0, 300.0), (120.3, 81.7, 180.0), (-40.0, -60.0, 500.0)]


@pytest.mark.parametrize("box", BOXES)
def test_points_come_back_in_the_pixels_of_the_picture(
    make: Make, box: tuple[float, float, float]
) -> None:
    estimator, _ = make()
    (pose,) = estimator.estimate_boxes(Frame.from_rgb(_picture()), [box])
    tolerance = 0.25 * max(1.0, box[2] / 224)
    np.testing.assert_allclose(pose.xy_px, _expected(), atol=tolerance)
    assert np.all((pose.score > 0.6) & (pose.score <= 0.8))


def test_whole_picture_and_its_crop_agree(make: Make) -> None:
    estimator, _ = make()
    whole = estimator.estimate(_picture())
    np.testing.assert_allclose(whole.xy_px, _expected(), atol=0.5)


def test_several_boxes_are_one_call(make: Make) -> None:
    estimator, engine = make()
    poses = estimator.estimate_boxes(Frame.from_rgb(_picture()), BOXES)
    assert engine.calls == [len(BOXES)]
    assert len(poses) == len(BOXES)


def test_flip_test_keeps_sides_and_places(make: Make) -> None:
    estimator, engine = make(flip_test=True)
    (pose,) = estimator.estimate_boxes(Frame.from_rgb(_picture()), [BOXES[0]])
    assert engine.calls == [2]
    sided = [n for n, name in enumerate(MPII16.keypoints) if name.startswith(("left", "right"))]
    np.testing.assert_allclose(pose.xy_px[sided], _expected()[sided], atol=0.25)
    assert np.all(pose.score[sided] > 0.6)


def test_multi_scale_test_is_exact_for_exact_peaks(make: Make) -> None:
    estimator, engine = make(scales=(1.0, 1.25, 0.9))
    (pose,) = estimator.estimate_boxes(Frame.from_rgb(_picture()), [BOXES[0]])
    assert engine.calls == [3]
    np.testing.assert_allclose(pose.xy_px, _expected(), atol=0.5)


def test_low_peaks_become_missing(make: Make) -> None:
    estimator, _ = make(min_score=0.5)
    picture = _picture()
    picture[..., 1] = 0
    (pose,) = estimator.estimate_boxes(Frame.from_rgb(picture), [BOXES[0]])
    red = np.array(RIGHT_IS_RED) == 0
    assert np.isfinite(pose.xy_px[red]).all()
    assert np.isnan(pose.xy_px[~red]).all()


def test_calibrated_offset_is_in_input_pixels(make: Make) -> None:
    plain, _ = make()
    moved, _ = make(Calibration(shift_px=((2.0, -3.0),) * 16))
    frame = Frame.from_rgb(_picture())
    box = (60.0, 20.0, 448.0)
    difference = (
        moved.estimate_boxes(frame, [box])[0].xy_px - plain.estimate_boxes(frame, [box])[0].xy_px
    )
    np.testing.assert_allclose(difference, [[4.0, -6.0]] * 16, atol=1e-9)


def test_released_positions_ignore_the_calibration(make: Make) -> None:
    released, _ = make(
        Calibration(shift_px=((2.0, -3.0),) * 16), refine=False, resampling=Resampling.RELEASED
    )
    pose = released.estimate(_picture())
    np.testing.assert_allclose(pose.xy_px, _expected(), atol=2.0)


def test_presence_is_relative_to_typical_confidence(make: Make) -> None:
    estimator, _ = make(Calibration(typical_confidence=0.4))
    pose = estimator.estimate(_picture())
    assert estimator.presence(pose) == pytest.approx(pose.confidence / 0.4)


def test_leaving_closes_the_engine(make: Make) -> None:
    estimator, engine = make()
    with estimator:
        assert not engine.closed
    assert engine.closed


@pytest.mark.parametrize("wrong", [{"scales": ()}, {"scales": (9.0,)}, {"min_score": 1.5}])
def test_settings_out_of_range(wrong: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        EstimatorSettings(**wrong)  # type: ignore[arg-type]
