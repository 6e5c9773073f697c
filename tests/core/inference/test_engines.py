"""Which engine runs, that it is never silently another, and that its numbers are checked."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from efficientpose_core.errors import EngineError, UnknownNameError
from efficientpose_core.inference import engines, openvino_engine, quantized, torch_engine
from efficientpose_core.inference.engines import (
    Device,
    EngineName,
    EngineRequest,
    Mode,
    Precision,
    check_picture,
    choose,
    open_engine,
    parse_device,
    parse_engine,
    parse_precision,
)
from efficientpose_core.inference.openvino_engine import OpenVinoEngine
from efficientpose_core.inference.torch_engine import TorchEngine
from efficientpose_core.models.store import load_weights
from efficientpose_core.models.weights import LoadedWeights


@pytest.fixture(scope="module", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> object:
    patch = pytest.MonkeyPatch()
    patch.setenv("EFFICIENTPOSE_HOME", str(tmp_path_factory.mktemp("home")))
    yield
    patch.undo()


@pytest.fixture(scope="module")
def weights(_own_home: object) -> LoadedWeights:
    return load_weights("rt-lite-bundled")


@pytest.fixture
def accelerators(monkeypatch: pytest.MonkeyPatch) -> object:
    """Pretend that the machine has these devices."""

    def pretend(*devices: Device) -> None:
        monkeypatch.setattr(engines, "available_accelerators", lambda: devices)
        monkeypatch.setattr(engines, "_driver_hint", lambda: devices[0] if devices else None)

    return pretend


@pytest.mark.parametrize(
    ("there", "request_", "chosen"),
    [
        ((), EngineRequest(), (EngineName.OPENVINO, Device.CPU)),
        ((), EngineRequest(engine=EngineName.TORCH), (EngineName.TORCH, Device.CPU)),
        ((Device.CUDA,), EngineRequest(), (EngineName.TORCH, Device.CUDA)),
        ((Device.MPS,), EngineRequest(), (EngineName.TORCH, Device.MPS)),
        ((Device.CUDA,), EngineRequest(device=Device.CPU), (EngineName.OPENVINO, Device.CPU)),
        ((Device.CUDA,), EngineRequest(engine=EngineName.OPENVINO),
         (EngineName.OPENVINO, Device.CPU)),
        ((Device.CUDA,), EngineRequest(device=Device.CUDA), (EngineName.TORCH, Device.CUDA)),
        ((Device.CUDA,), EngineRequest(precision=Precision.INT8),
         (EngineName.OPENVINO, Device.CPU)),
    ],
)  # fmt: skip
def test_choice(there, request_, chosen, accelerators) -> None:  # type: ignore[no-untyped-def]
    accelerators(*there)
    assert choose(request_) == chosen


@pytest.mark.parametrize(
    "request_",
    [
        EngineRequest(device=Device.CUDA),
        EngineRequest(device=Device.MPS),
        EngineRequest(engine=EngineName.OPENVINO, device=Device.CUDA),
        EngineRequest(engine=EngineName.TORCH, precision=Precision.INT8),
        EngineRequest(device=Device.CUDA, precision=Precision.INT8),
    ],
)
def test_missing_device_is_an_error_with_a_remedy(request_, accelerators) -> None:  # type: ignore[no-untyped-def]
    accelerators()
    with pytest.raises(EngineError, match="choose --"):
        choose(request_)


@pytest.mark.parametrize(
    ("system", "machine", "library", "hint"),
    [
        ("Darwin", "arm64", None, Device.MPS),
        ("Darwin", "x86_64", None, None),
        ("Windows", "AMD64", "nvcuda", Device.CUDA),
        ("Linux", "x86_64", "cuda", Device.CUDA),
        ("Linux", "x86_64", None, None),
    ],
)
def test_driver_hint(system, machine, library, hint, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("platform.system", lambda: system)
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr(
        "ctypes.util.find_library", lambda name: "found" if name == library else None
    )
    assert engines._driver_hint() is hint


@pytest.mark.parametrize(
    ("parse", "text", "suggestion"),
    [(parse_engine, "openvin", "openvino"), (parse_device, "cdua", "cuda"),
     (parse_precision, "f23", "f32")],
)  # fmt: skip
def test_mistyped_name_gets_a_suggestion(parse, text, suggestion) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnknownNameError, match=f"did you mean {suggestion}"):
        parse(text)


def test_openvino_agrees_with_torch_and_says_so(weights: LoadedWeights) -> None:
    picture = check_picture(weights.spec.input_px)
    reference = TorchEngine(weights, EngineRequest()).infer(picture)
    fast = open_engine(weights, EngineRequest(engine=EngineName.OPENVINO))
    maps = fast.infer(picture)
    assert maps.shape == (1, 16, 28, 28)
    assert np.abs(maps - reference).max() <= 1e-4
    assert fast.info.max_difference == pytest.approx(np.abs(maps - reference).max(), abs=1e-6)
    assert (fast.info.engine, fast.info.device) == (EngineName.OPENVINO, Device.CPU)


def test_int8_is_near_and_says_so(weights: LoadedWeights) -> None:
    picture = check_picture(weights.spec.input_px)
    reference = TorchEngine(weights, EngineRequest()).infer(picture)
    small = open_engine(weights, EngineRequest(precision=Precision.INT8))
    difference = np.abs(small.infer(picture) - reference).max()
    # An f32 network under another name would be nearer than 1e-4.
    assert 1e-3 < difference <= 0.15
    assert small.info.max_difference == pytest.approx(difference, abs=1e-6)
    assert small.info.precision is Precision.INT8


def test_int8_is_never_that_of_other_weights(weights: LoadedWeights) -> None:
    name = next(iter(weights.state))
    trained_on = {**weights.state, name: weights.state[name] + 1e-3}
    with pytest.raises(EngineError, match=r"not made from these weights.*--precision f32"):
        open_engine(replace(weights, state=trained_on), EngineRequest(precision=Precision.INT8))
    other = replace(weights, metadata=replace(weights.metadata, name="my-model"))
    with pytest.raises(EngineError, match=r"my-model has no int8.*only i-lite-bundled"):
        open_engine(other, EngineRequest(precision=Precision.INT8))


def test_lost_int8_network_is_named(weights, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(quantized, "resource_path", lambda *parts: tmp_path / parts[-1])
    with pytest.raises(EngineError, match=r"rt_lite.int8.xml is missing or damaged"):
        open_engine(weights, EngineRequest(precision=Precision.INT8))


def test_pictures_side_by_side_give_the_same_maps(weights: LoadedWeights) -> None:
    size = weights.spec.input_px
    pictures = np.random.default_rng(0).integers(0, 256, (5, size, size, 3), dtype=np.uint8)
    one = open_engine(weights, EngineRequest(engine=EngineName.OPENVINO))
    many = open_engine(weights, EngineRequest(engine=EngineName.OPENVINO, mode=Mode.THROUGHPUT))
    assert (one.streams, many.streams) == (1, 2)
    with ThreadPoolExecutor(many.streams) as pool:
        maps = np.concatenate(list(pool.map(many.infer, pictures[:, None])))
    np.testing.assert_allclose(maps, one.infer(pictures), atol=1e-5)


def test_second_start_needs_no_torch(weights: LoadedWeights) -> None:
    open_engine(weights, EngineRequest(engine=EngineName.OPENVINO)).close()
    code = (
        "import sys; from efficientpose_core.inference.estimator import PoseEstimator; "
        "import numpy as np; "
        f"estimator = PoseEstimator({weights.metadata.name!r}); "
        "pose = estimator.estimate(np.zeros((64, 64, 3), np.uint8)); "
        "print(len(pose.score), 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["16", "False"]


def _records(weights: LoadedWeights) -> list[Path]:
    return sorted(openvino_engine._cache_folder(weights).glob("check-*.json"))


def test_wrong_numbers_are_refused(weights: LoadedWeights) -> None:
    open_engine(weights, EngineRequest(engine=EngineName.OPENVINO)).close()
    records = _records(weights)
    kept = [record.read_bytes() for record in records]
    try:
        for record in records:
            record.write_text(json.dumps({"max_difference": 0.5}))
        with pytest.raises(EngineError, match=r"differs from torch by 0\.5"):
            open_engine(weights, EngineRequest(engine=EngineName.OPENVINO))
    finally:
        for record, content in zip(records, kept, strict=True):
            record.write_bytes(content)


def test_check_runs_on_first_use(weights: LoadedWeights, monkeypatch: pytest.MonkeyPatch) -> None:
    open_engine(weights, EngineRequest(engine=EngineName.OPENVINO)).close()
    for record in _records(weights):
        record.unlink()

    class Other(TorchEngine):
        def infer(self, images: np.ndarray) -> np.ndarray:
            return super().infer(images) + 0.01

    monkeypatch.setattr(torch_engine, "TorchEngine", Other)
    with pytest.raises(EngineError, match="cannot be trusted"):
        open_engine(weights, EngineRequest(engine=EngineName.OPENVINO))
    for record in _records(weights):
        record.unlink()


def test_broken_cache_says_what_to_delete(weights: LoadedWeights) -> None:
    open_engine(weights, EngineRequest(engine=EngineName.OPENVINO)).close()
    model = openvino_engine._cache_folder(weights) / "model.xml"
    kept = model.read_bytes()
    try:
        model.write_bytes(kept[: len(kept) // 2])
        with pytest.raises(EngineError, match="delete"):
            open_engine(weights, EngineRequest(engine=EngineName.OPENVINO))
    finally:
        model.write_bytes(kept)


def test_torch_engine_for_an_accelerator_is_checked(
    weights: LoadedWeights, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A device that computes wrong is refused; the CPU stands in for it."""
    real = TorchEngine._run
    calls = []

    def wrong(module, images, where, autocast):  # type: ignore[no-untyped-def]
        calls.append(where)
        maps = real(module, images, torch.device("cpu"), autocast)
        return maps + (0.2 if len(calls) > 1 else 0.0)

    monkeypatch.setattr(TorchEngine, "_run", staticmethod(wrong))
    monkeypatch.setattr(torch.nn.Module, "to", lambda self, *args, **kwargs: self)
    with pytest.raises(EngineError, match=r"torch on cuda differs from the CPU by 0\.2"):
        TorchEngine(weights, EngineRequest(), Device.CUDA)
    assert [where.type for where in calls] == ["cpu", "cuda"]


def test_failing_accelerator_is_one_line(
    weights: LoadedWeights, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        raise RuntimeError("CUDA error: out of memory\nlong text")

    monkeypatch.setattr(torch.nn.Module, "to", fail)
    with pytest.raises(EngineError, match=r"out of memory\. Choose --device cpu"):
        TorchEngine(weights, EngineRequest(), Device.CUDA)


def test_wrong_input_and_use_after_closing(weights: LoadedWeights) -> None:
    engine = TorchEngine(weights, EngineRequest(precision=Precision.F32))
    with pytest.raises(EngineError, match="takes"):
        engine.infer(np.zeros((1, 100, 100, 3), np.uint8))
    engine.close()
    with pytest.raises(EngineError, match="closed"):
        engine.infer(check_picture(weights.spec.input_px))


class _SlowRequest:
    """Stands in for a request of OpenVINO, and counts how many run at a time."""

    def __init__(self, running: list[int], most: list[int]) -> None:
        self._running, self._most = running, most

    def infer(self, inputs: object, *, share_inputs: bool) -> None:
        self._running.append(1)
        self._most.append(len(self._running))
        time.sleep(0.05)
        self._running.pop()

    def get_output_tensor(self, number: int) -> SimpleNamespace:
        return SimpleNamespace(data=np.zeros((1, 2, 4, 4), np.float32))


def test_first_run_of_an_engine_is_alone_and_later_ones_are_not() -> None:
    # Two first runs at a time can wait for each other for ever inside OpenVINO's binding.
    running: list[int] = []
    most: list[int] = []
    engine = object.__new__(OpenVinoEngine)
    engine._input_px, engine._has_run = 32, False
    engine._requests = queue.SimpleQueue()
    for _ in range(2):
        engine._requests.put(_SlowRequest(running, most))  # type: ignore[arg-type]
    picture = np.zeros((1, 32, 32, 3), np.uint8)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(engine.infer, [picture] * 2))
        assert most == [1, 1]
        list(pool.map(engine.infer, [picture] * 2))
    assert most[2:] == [1, 2]
