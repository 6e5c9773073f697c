"""Speed as ratios within one run: what a machine's load does to one side it does to the other."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from efficientpose_core.errors import MissingWeightsError
from efficientpose_core.inference.decoding import decode
from efficientpose_core.inference.engines import (
    Engine,
    EngineName,
    EngineRequest,
    Mode,
    Precision,
    check_picture,
    open_engine,
)
from efficientpose_core.inference.estimator import PoseEstimator
from efficientpose_core.media.video import VideoReader
from efficientpose_core.models.store import load_weights
from efficientpose_core.models.variants import VARIANTS, VariantSpec
from efficientpose_core.models.weights import BUNDLED, LoadedWeights
from efficientpose_core.phantom.clip import PhantomSpec, demo_spec, write_clip
from efficientpose_core.pipeline import AnalysisRequest, detect
from efficientpose_core.progress import (
    Progress,
    ProgressCallback,
    ShouldCancel,
    ignore_progress,
    never_cancel,
    raise_if_cancelled,
)
from efficientpose_core.speed import interleaved_medians_s, timing_weights

__all__ = ["BenchmarkReport", "int8_over_f32", "run_benchmark"]

_COMPARED = ("RT", "I", "RT_LITE", "I_LITE")
_END_TO_END = ("RT_LITE", "II_LITE")
_REST_S = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkReport:
    """What was measured.

    Parameters
    ----------
    ratios
        Name to ratio; above 1 is faster, except for ``end_to_end_...``, a share of 1.
    details
        Milliseconds and notes behind the ratios.
    """

    ratios: Mapping[str, float]
    details: Mapping[str, Any]

    def text(self) -> str:
        """Return the report for people."""
        lines = [f"{name:<44} {ratio:6.2f}" for name, ratio in self.ratios.items()]
        lines += [""] + [f"{name:<44} {value}" for name, value in self.details.items()]
        return "\n".join(lines)


def run_benchmark(
    *,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> BenchmarkReport:
    """Compare the CPU engine with torch, and whole analyses with the bare network."""
    ratios: dict[str, float] = {}
    details: dict[str, Any] = {}
    stages = len(_COMPARED) + len(_END_TO_END) + 2

    def report(done: int) -> None:
        raise_if_cancelled(should_cancel)
        progress(Progress(stage="Measuring", done=done, total=stages, unit="comparisons"))

    for n, name in enumerate(_COMPARED):
        report(n)
        _compare_engines(VARIANTS[name], ratios, details)
    report(len(_COMPARED))
    for row in (row for row in BUNDLED if row.quantized_file):
        ratios[f"int8_over_f32_{row.name}"] = int8_over_f32(load_weights(row.name))
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "walker.mp4"
        write_clip(_clip_spec(), clip)
        _measure_preparation(clip, details)
        for n, name in enumerate(_END_TO_END):
            report(len(_COMPARED) + 1 + n)
            _compare_end_to_end(name, clip, ratios, details)
    report(stages - 1)
    _compare_training(ratios, details)
    report(stages)
    return BenchmarkReport(ratios=ratios, details=details)


def _compare_training(ratios: dict[str, float], details: dict[str, Any]) -> None:
    """Compare training steps with our gradients and with PyTorch's own."""
    from efficientpose_core.training.speed import measure_training_speed

    speed = measure_training_speed()
    ratios["training_own_gradients_over_plain_bf16"] = speed.own_gradients / speed.plain
    ratios["fine_tuning_over_plain_bf16"] = speed.fixed_statistics / speed.plain
    details["training_pictures_s"] = round(speed.own_gradients, 1)
    details["fine_tuning_pictures_s"] = round(speed.fixed_statistics, 1)


def _clip_spec() -> PhantomSpec:
    """Return 20 s of walking on a treadmill at 1280 x 720: long enough to be mostly following."""
    return replace(demo_spec(), on_the_spot=True, duration_s=20.0)


def _weights_for(spec: VariantSpec) -> LoadedWeights:
    try:
        return load_weights(spec.name)
    except MissingWeightsError:
        return timing_weights(spec)


def _compare_engines(spec: VariantSpec, ratios: dict[str, float], details: dict[str, Any]) -> None:
    """Time the default CPU engine against torch eager (channels last), one picture a call."""
    weights = _weights_for(spec)
    picture = check_picture(spec.input_px)
    engines: list[Engine] = [
        open_engine(weights, EngineRequest(engine=EngineName.OPENVINO)),
        open_engine(weights, EngineRequest(engine=EngineName.TORCH)),
    ]
    fast, reference = interleaved_medians_s(
        [partial(engine.infer, picture) for engine in engines],
        repeats=8,
        calls=5,
        pause_s=_REST_S,
    )
    many = open_engine(weights, EngineRequest(engine=EngineName.OPENVINO, mode=Mode.THROUGHPUT))
    batch = np.repeat(picture, 8, axis=0)
    with ThreadPoolExecutor(many.streams) as pool:
        side_by_side, one_by_one = interleaved_medians_s(
            [lambda: list(pool.map(many.infer, batch[:, None])), lambda: engines[0].infer(batch)],
            repeats=6,
            warm_up=1,
            pause_s=_REST_S,
        )
    ratios[f"openvino_over_torch_{spec.name}"] = reference / fast
    ratios[f"throughput_over_latency_{spec.name}"] = one_by_one / side_by_side
    details[f"openvino_ms_{spec.name}"] = round(1e3 * fast, 2)
    details[f"torch_ms_{spec.name}"] = round(1e3 * reference, 2)
    for engine in (*engines, many):
        engine.close()


def int8_over_f32(weights: LoadedWeights) -> float:
    """Return how many times faster the int8 version of bundled weights is."""
    picture = check_picture(weights.spec.input_px)
    engines = [
        open_engine(weights, EngineRequest(precision=precision))
        for precision in (Precision.F32, Precision.INT8)
    ]
    exact, small = interleaved_medians_s(
        [partial(engine.infer, picture) for engine in engines], repeats=20, calls=20
    )
    for engine in engines:
        engine.close()
    return exact / small


def _measure_preparation(clip: Path, details: dict[str, Any]) -> None:
    """Time what surrounds the network: cropping a 720p frame, finding 16 peaks."""
    with VideoReader(clip) as reader:
        frame = reader.frame_at(30)
        rng = np.random.default_rng(0)
        axis = np.arange(28)
        centre = rng.uniform(4, 24, (16, 2))
        peaks = np.exp(
            -((axis[None, :, None] - centre[:, 1, None, None]) ** 2) / 2
            - ((axis[None, None] - centre[:, 0, None, None]) ** 2) / 2
        )[None].astype(np.float32)
        crop, find = interleaved_medians_s(
            [lambda: frame.letterbox((300.0, 50.0, 600.0), 224), lambda: decode(peaks)], repeats=200
        )
    details["letterbox_ms"] = round(1e3 * crop, 3)
    details["peaks_ms"] = round(1e3 * find, 3)


def _compare_end_to_end(
    name: str, clip: Path, ratios: dict[str, float], details: dict[str, Any]
) -> None:
    """Compare the frame rate of a whole 720p analysis with that of the bare network."""
    try:
        weights = load_weights(name)
    except MissingWeightsError as error:
        details[f"end_to_end_{name}"] = f"not measured: {error}"
        return
    side_by_side = EngineRequest(mode=Mode.THROUGHPUT)
    with PoseEstimator(weights, request=side_by_side) as estimator:
        picture = check_picture(estimator.input_px)
        engine = open_engine(weights)
        request = AnalysisRequest(source=clip)

        def bare() -> None:
            for _ in range(60):
                engine.infer(picture)

        def whole() -> None:
            detect(request, estimator=estimator)

        with VideoReader(clip) as reader:
            frames = reader.info.frame_count
        bare_s, whole_s = interleaved_medians_s([bare, whole], repeats=2, warm_up=1)
        engine.close()
    ratios[f"end_to_end_{name}"] = (frames / whole_s) / (60 / bare_s)
    details[f"end_to_end_fps_{name}"] = round(frames / whole_s, 1)
    details[f"bare_fps_{name}"] = round(60 / bare_s, 1)
