"""Small weights made on the spot, so that most tests need no released file."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import h5py
import numpy as np
import pytest

from efficientpose_core.models.importers.naming import LayerKind, layer_kind, native_layer
from efficientpose_core.models.layout import State, expected_shapes
from efficientpose_core.models.variants import get_variant
from efficientpose_core.models.weights import LoadedWeights, WeightsMetadata
from efficientpose_core.skeleton import MPII16

ALL_HEADS = ("pafs", "confs1", "confs2")


def random_state(
    variant: str = "RT",
    *,
    n_keypoints: int = 16,
    n_limbs: int = 14,
    heads: tuple[str, ...] = ALL_HEADS,
    seed: int = 0,
) -> State:
    """Weights with random values and positive variances; the arrays are the caller's own."""
    state = _random_state(variant, n_keypoints, n_limbs, heads, seed)
    return {name: value.copy() for name, value in state.items()}


@cache
def _random_state(
    variant: str, n_keypoints: int, n_limbs: int, heads: tuple[str, ...], seed: int
) -> State:
    rng = np.random.default_rng(seed)
    shapes = expected_shapes(
        get_variant(variant), n_keypoints=n_keypoints, n_limbs=n_limbs, heads=heads
    )
    state = {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    return {
        name: np.abs(value) if name.endswith("running_var") else value
        for name, value in state.items()
    }


def loaded(name: str = "mine", variant: str = "RT", **kwargs: object) -> LoadedWeights:
    """Random weights with their description."""
    spec = get_variant(variant)
    metadata = WeightsMetadata(
        name=name,
        variant=variant,
        heads=ALL_HEADS,
        skeleton=MPII16,
        normalization=spec.normalization,
        licence="Apache-2.0",
        **kwargs,  # type: ignore[arg-type]
    )
    return LoadedWeights(metadata=metadata, state=random_state(variant))


def rt_layers() -> list[str]:
    """Names of all layers with weights in the Keras network RT."""
    layers = ["stem_conv_res1", "stem_bn_res1"]
    parts = ["dwconv", "bn", "se_reduce", "se_expand", "project_conv", "project_bn"]
    for block in ("1a", "2a", "2b", "3a", "3b"):
        expand = [] if block == "1a" else ["expand_conv", "expand_bn"]
        layers += [f"block{block}_{part}_res1" for part in (*expand, *parts)]
    ends = ("conv1", "conv1_bn", "dconv1", "dconv1_bn", "se_se_squeeze_conv",
            "se_se_excite_conv", "conv2", "conv2_bn")  # fmt: skip
    for number, title in enumerate(("skeleton", "detection1", "detection2"), start=1):
        for conv in (1, 2, 3):
            layers += [f"pass{number}_block1_mbconv{conv}_{title}_{end}" for end in ends]
    return [*layers, "pass1_skeleton_pafs", "pass2_detection1_confs", "pass3_detection2_confs"]


NORM_PARTS = {
    "gamma": "weight",
    "beta": "bias",
    "moving_mean": "running_mean",
    "moving_variance": "running_var",
}


def _keras_parts(state: State, native: str) -> dict[str, np.ndarray]:
    kind = layer_kind(native)
    if kind is LayerKind.NORM:
        return {part: state[f"{native}.{own}"] for part, own in NORM_PARTS.items()}
    weight = state[f"{native}.weight"]
    if kind is LayerKind.DEPTHWISE:
        return {"depthwise_kernel": weight.transpose(2, 3, 0, 1)}
    parts = {"kernel": weight.transpose(2, 3, 1, 0)}
    if f"{native}.bias" in state:
        parts["bias"] = state[f"{native}.bias"]
    return parts


def upsampling_kernel(channels: int) -> np.ndarray:
    ramp = np.array([0.25, 0.75, 0.75, 0.25], np.float32)
    return np.outer(ramp, ramp)[:, :, None, None] * np.eye(channels, dtype=np.float32)


def write_keras(path: Path, state: State, *, n_keypoints: int = 16) -> Path:
    """Write a Keras model file of network RT with the given values."""
    with h5py.File(path, "w") as file:
        root = file.create_group("model_weights")
        tensors = {layer: _keras_parts(state, str(native_layer(layer))) for layer in rt_layers()}
        for layer in ("upscaled_deconv1", "upscaled_deconv2", "upscaled_confs"):
            tensors[layer] = {
                "kernel": upsampling_kernel(n_keypoints),
                "bias": np.zeros(n_keypoints, np.float32),
            }
        for layer, parts in tensors.items():
            group = root.create_group(layer)
            names = [f"{layer}/{part}:0" for part in parts]
            group.attrs["weight_names"] = [name.encode() for name in names]
            for name, value in zip(names, parts.values(), strict=True):
                group.create_dataset(name, data=value)
        root.create_group("lambda_1").attrs["weight_names"] = np.array([], dtype="S1")
        file.attrs["model_config"] = b"not json, never to be read"
    return path


@pytest.fixture(scope="session")
def keras_content(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int, int], bytes]:
    """Return a maker of Keras files, each made once."""

    @cache
    def make(n_keypoints: int, n_limbs: int) -> bytes:
        state = random_state("RT", n_keypoints=n_keypoints, n_limbs=n_limbs)
        path = tmp_path_factory.mktemp("keras") / "network.h5"
        return write_keras(path, state, n_keypoints=n_keypoints).read_bytes()

    return make


@pytest.fixture
def keras_file(tmp_path: Path, keras_content: Callable[[int, int], bytes]) -> Callable[..., Path]:
    """Return a writer of Keras files with random values."""

    def write(*, n_keypoints: int = 16, n_limbs: int = 14) -> Path:
        path = tmp_path / "network.h5"
        path.write_bytes(keras_content(n_keypoints, n_limbs))
        return path

    return write


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for installed weights."""
    folder = tmp_path / "home"
    monkeypatch.setenv("EFFICIENTPOSE_HOME", str(folder))
    return folder
