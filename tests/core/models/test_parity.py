"""The rebuilt networks give the released networks' numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from efficientpose_core.errors import MissingWeightsError, WeightsError
from efficientpose_core.evaluation import predict, read_coco, score
from efficientpose_core.inference.decoding import decode_released
from efficientpose_core.inference.engines import EngineRequest, Precision
from efficientpose_core.inference.estimator import PoseEstimator
from efficientpose_core.models.factory import create_model, load_model
from efficientpose_core.models.layout import expected_shapes
from efficientpose_core.models.network import HEADS, EfficientPose, state_shapes, upsample
from efficientpose_core.models.store import load_weights
from efficientpose_core.models.variants import VARIANTS

MAPS = {
    "pafs": "pass1_skeleton_pafs",
    "confs1": "pass2_detection1_confs",
    "confs2": "pass3_detection2_confs",
}
TOLERANCE = 1e-5
RELEASED = [
    ("keras/EfficientPoseRT.h5", "RT", "keras"),
    ("keras/EfficientPoseI.h5", "I", "keras"),
    ("keras/EfficientPoseRT_LITE.h5", "RT_LITE", "keras"),
    ("keras/EfficientPoseI_LITE.h5", "I_LITE", "keras"),
    ("pytorch/EfficientPoseRT", "RT", "keras"),
    ("pytorch/EfficientPoseI", "I", "keras"),
    ("tflite/EfficientPoseII.tflite", "II", "tflite"),
]
PARAMETERS = {"RT": 435_676, "I": 689_880, "II": 1_684_464, "III": 3_157_612, "IV": 6_448_266}


def _input(images: np.ndarray, weights: object) -> torch.Tensor:
    norm = weights.metadata.normalization  # type: ignore[attr-defined]
    scaled = (images.astype(np.float32) - np.float32(norm.mean)) / np.float32(norm.std)
    return torch.from_numpy(scaled).permute(0, 3, 1, 2)


@pytest.mark.shared
@pytest.mark.parametrize(("file", "variant", "reference"), RELEASED)
def test_released_maps(shared: Path, file: str, variant: str, reference: str) -> None:
    weights = load_weights(shared / "official" / file)
    golden = np.load(shared / "golden" / f"{variant}.npz")
    images = np.concatenate([golden["image_u8"][None], golden["random_u8"][:1]])
    with torch.inference_mode():
        maps = load_model(weights)(_input(images, weights))
        large = upsample(maps.confs2)
    compared = 0
    for name, tensor in zip(maps._fields, maps, strict=True):
        key = f"{reference}_{MAPS[name]}"
        if tensor is not None and key in golden and golden[key].dtype == np.float32:
            np.testing.assert_allclose(
                tensor.permute(0, 2, 3, 1).numpy(), golden[key][:2], rtol=0, atol=TOLERANCE
            )
            compared += 1
    assert compared
    np.testing.assert_allclose(
        large[:, :, 4::8, 4::8].permute(0, 2, 3, 1).numpy(),
        golden[f"{reference}_upscaled_sub8"][:2],
        rtol=0,
        atol=TOLERANCE,
    )
    pixel, _ = decode_released(maps.confs2[:1].numpy())
    np.testing.assert_allclose(
        (pixel[0] + 0.5) / images.shape[1], golden[f"{reference}_coords_gauss"][0], atol=1e-9
    )


@pytest.mark.shared
@pytest.mark.parametrize("variant", ["RT", "I", "II", "RT_LITE", "I_LITE", "II_LITE"])
def test_tflite_maps_equal_the_file_itself(shared: Path, variant: str) -> None:
    """OpenVINO runs the released file in f32: the reference of the same precision."""
    import openvino as ov

    path = shared / "official" / "tflite" / f"EfficientPose{variant}.tflite"
    golden = np.load(shared / "golden" / f"{variant}.npz")
    images = golden["image_u8"][None]
    weights = load_weights(path)
    tensor = _input(images, weights)
    compiled = ov.Core().compile_model(str(path), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    outputs = list(compiled([tensor.permute(0, 2, 3, 1).contiguous().numpy()]).values())
    with torch.inference_mode():
        maps = load_model(weights)(tensor)
        ours = [m for m in maps if m is not None]
        ours = [*ours, upsample(maps.confs2)] if len(outputs) > 1 else [upsample(maps.confs2)]
    assert len(outputs) == len(ours)
    for want, have in zip(outputs, ours, strict=True):
        np.testing.assert_allclose(have.permute(0, 2, 3, 1).numpy(), want, rtol=0, atol=TOLERANCE)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "precision", "best50", "best10"),
    [
        ("i-lite-bundled", "f32", 77.6, 23.1),
        ("i-lite-bundled", "int8", 77.3, 22.9),
        ("rt-lite-bundled", "f32", 76.6, 19.9),
        ("rt-lite-bundled", "int8", 76.3, 20.0),
    ],
)
def test_bundled_weights_score_as_their_card_says(
    shared: Path, name: str, precision: str, best50: float, best10: float
) -> None:
    folder = shared / "data" / "images" / "mpii"
    request = EngineRequest(precision=Precision(precision))
    with PoseEstimator(name, request=request) as estimator:
        people = read_coco(folder / "val.json", folder, estimator.skeleton)
        scored = score(predict(estimator, people).xy_px, people, estimator.skeleton)
    # Other processors round differently: a few of 3,300 keypoints.
    assert scored.pckh50 == pytest.approx(best50, abs=0.3)
    assert scored.pckh10 == pytest.approx(best10, abs=0.3)


@pytest.mark.parametrize("name", VARIANTS)
def test_parameters_and_names(name: str) -> None:
    spec = VARIANTS[name]
    with torch.device("meta"):
        model = EfficientPose(spec)
    side = sum(p.numel() for head in HEADS[:2] for p in model.heads[head].parameters())
    total = sum(p.numel() for p in model.parameters()) - side
    assert total == PARAMETERS.get(name, total)
    shapes = state_shapes(spec, n_keypoints=16, n_limbs=14, heads=HEADS)
    assert shapes == expected_shapes(spec, n_keypoints=16, n_limbs=14, heads=HEADS)


def test_gradient_reaches_every_parameter() -> None:
    model = EfficientPose(VARIANTS["RT"], n_keypoints=5, n_limbs=3)
    model.initialize(seed=1)
    maps = model(torch.randn(2, 3, 64, 64))
    assert maps.confs2.shape == (2, 5, 8, 8)
    sum(m.square().sum() for m in maps).backward()
    silent = [n for n, p in model.named_parameters() if p.grad is None or not p.grad.any()]
    assert silent == []


def test_no_weights_is_an_error() -> None:
    with pytest.raises(MissingWeightsError, match="needs weights"):
        create_model("III", weights=None)
    with pytest.raises(WeightsError, match="belong to EfficientPose RT_LITE"):
        create_model("RT", weights="rt-lite-bundled")
