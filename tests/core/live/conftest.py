"""A camera that waits for the network, a network that sees what it is told, and who is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import pytest

from efficientpose_core.inference.engines import (
    Device,
    EngineInfo,
    EngineName,
    Mode,
    Precision,
)
from efficientpose_core.inference.estimator import Pose
from efficientpose_core.live.angles import LivePose
from efficientpose_core.live.recording import Recording
from efficientpose_core.live.session import LiveSession, LiveSettings, ModelInUse
from efficientpose_core.media.camera import CameraFrame, FileCamera
from efficientpose_core.media.source import Frame
from efficientpose_core.models.store import load_weights
from efficientpose_core.skeleton import MPII16

WIDTH, HEIGHT = 128, 96
BITS = 8
WAIT_S = 60.0


def numbered_picture(number: int, width: int = WIDTH, height: int = HEIGHT) -> np.ndarray:
    """Return grey RGB with ``number`` as eight black or white blocks along the top."""
    rgb = np.full((height, width, 3), 128, np.uint8)
    block = width // BITS
    for bit in range(BITS):
        rgb[: height // 2, bit * block : (bit + 1) * block] = 255 * (number >> bit & 1)
    return rgb


def read_number(rgb: np.ndarray) -> int:
    """Return the number that `numbered_picture` wrote."""
    height, width = rgb.shape[:2]
    block = width // BITS
    return sum(
        int(rgb[height // 4, bit * block + block // 2, 1] > 128) << bit for bit in range(BITS)
    )


def bent_knees(flexion_deg: float = 30.0, *, x_px: float = 60.0, score: float = 1.0) -> Pose:
    """Return somebody facing right, trunk and thighs vertical, both knees bent."""
    back, down = np.sin(np.radians(flexion_deg)), np.cos(np.radians(flexion_deg))
    places = {
        "head_top": (0, 5), "upper_neck": (0, 14), "thorax": (0, 18), "pelvis": (0, 45),
    }  # fmt: skip
    for side in ("right", "left"):
        places |= {
            f"{side}_shoulder": (0, 19), f"{side}_elbow": (0, 32), f"{side}_wrist": (0, 44),
            f"{side}_hip": (0, 46), f"{side}_knee": (0, 68),
            f"{side}_ankle": (-20 * back, 68 + 20 * down),
        }  # fmt: skip
    xy = np.array([places[name] for name in MPII16.keypoints], np.float64)
    xy[:, 0] += x_px
    return Pose(xy_px=xy, score=np.full(16, score), spread_px=np.full(16, 0.5))


class ScriptedEstimator:
    """Answers every look by a rule; presence is the score itself."""

    def __init__(self, rule: Callable[[Frame], Pose] | None = None) -> None:
        self.rule = rule or (lambda frame: bent_knees())
        self.weights = load_weights()
        self.skeleton = MPII16
        self.engine_info = EngineInfo(
            engine=EngineName.TORCH, device=Device.CPU, precision=Precision.F32,
            mode=Mode.LATENCY, version="0", hardware="none", max_difference=0.0,
        )  # fmt: skip
        self.is_closed = False

    def estimate_boxes(self, frame: Frame, boxes: Sequence[Any]) -> list[Pose]:
        return [self.rule(frame) for _ in boxes]

    def estimate_crops(self, crops: Sequence[tuple[Frame, Any]]) -> list[Pose]:
        return [self.rule(frame) for frame, _ in crops]

    def presence(self, pose: Pose) -> float:
        return pose.confidence

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.is_closed = True


class Listener:
    """Keeps what is told."""

    def __init__(self) -> None:
        self.opened: list[tuple[str, tuple[int, int]]] = []
        self.models: list[ModelInUse] = []
        self.problems: list[Exception] = []
        self.pictures: list[tuple[Frame, LivePose | None]] = []
        self.poses: list[LivePose] = []
        self.recordings: list[Recording] = []
        self.ends: list[Exception | None] = []
        self.is_ready = threading.Event()

    def camera_opened(self, name: str, size_px: tuple[int, int]) -> None:
        self.opened.append((name, size_px))

    def model_ready(self, model: ModelInUse) -> None:
        self.models.append(model)
        self.is_ready.set()

    def model_failed(self, error: Exception) -> None:
        self.problems.append(error)
        self.is_ready.set()

    def pictured(self, frame: Frame, pose: LivePose | None) -> None:
        self.pictures.append((frame, pose))

    def analysed(self, pose: LivePose) -> None:
        self.poses.append(pose)

    def recording_ended(self, recording: Recording) -> None:
        self.recordings.append(recording)

    def ended(self, error: Exception | None) -> None:
        self.ends.append(error)


class PoliteCamera(FileCamera):
    """Numbered pictures; each waits for something, by default until the network is idle.

    Parameters
    ----------
    count
        Pictures until it comes to its end.
    before
        Called with the number of each picture before it is given.
    """

    def __init__(
        self, count: int, before: Callable[[int], object] | None = None, **options: Any
    ) -> None:
        super().__init__([numbered_picture(n) for n in range(count)], **options)
        self.before = before
        self.given = 0

    def read(self) -> CameraFrame:
        if self.before is not None:
            self.before(self.given)
        self.given += 1
        return super().read()


class Stage:
    """A session with its camera, network and listener."""

    def __init__(
        self,
        camera: PoliteCamera,
        *,
        estimator: ScriptedEstimator | None = None,
        settings: LiveSettings | None = None,
        open_estimator: Callable[[], Any] | None = None,
        **options: Any,
    ) -> None:
        self.camera, self.listener = camera, Listener()
        self.estimator = estimator or ScriptedEstimator()
        self.session = LiveSession(
            camera,
            self.listener,
            settings,
            open_estimator=open_estimator or (lambda: self.estimator),  # type: ignore[arg-type,return-value]
            **options,
        )
        self.at: dict[int, Callable[[], object]] = {}
        """What to do before a picture is given."""
        if camera.before is None:
            camera.before = self._wait

    def _wait(self, number: int) -> None:
        assert self.listener.is_ready.wait(WAIT_S)
        self.session._newest.wait_until_done()
        self.at.get(number, lambda: None)()

    def run(self) -> Listener:
        """Run until the camera ends."""
        self.session.start()
        assert self.session.wait(WAIT_S)
        return self.listener


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """Return where a recording may go."""
    return tmp_path / "recordings" / "take.mp4"
