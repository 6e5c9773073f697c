"""Cameras that stand, pan, shake and zoom before a phantom's backdrop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.errors import CancelledError, SettingsError
from efficientpose_core.media._cv2 import cv2
from efficientpose_core.media.camera_motion import (
    CameraKind,
    CameraMotion,
    measure_camera_motion,
)
from efficientpose_core.media.images import open_source
from efficientpose_core.media.source import Frame
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.pose import PoseTrack, Status
from efficientpose_core.progress import Progress

RATE_HZ = 10.0
WIDTH, HEIGHT = 480, 270
Move = Callable[[float], np.ndarray]
"""Seconds -> (2, 3) what the camera does to the picture."""


class _Clip:
    """A phantom's pictures, moved by a camera: as much of a source as is asked for."""

    def __init__(self, move: Move, *, damaged: tuple[int, ...] = ()) -> None:
        self.phantom = Phantom(
            PhantomSpec(seed=7, size_px=(WIDTH, HEIGHT), rate_hz=RATE_HZ, duration_s=4.0)
        )
        self._move = move
        self._damaged = damaged

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[Frame]:
        for n in range(start, len(self.phantom) if stop is None else stop):
            t = float(self.phantom.t_s[n])
            if n in self._damaged:
                yield Frame(index=n, t_s=t)
                continue
            moved = cv2.warpAffine(
                self.phantom.frame(n), self._move(t), (WIDTH, HEIGHT),
                flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT,
            )  # fmt: skip
            yield Frame.from_rgb(moved, index=n, t_s=t)

    def measure(self, **settings: object) -> CameraMotion:
        track = self.phantom.to_track()
        moves = np.stack([self._move(float(t)) for t in track.t_s])
        xy = np.einsum("tij,tkj->tki", moves[..., :2], track.xy_px) + moves[:, None, :, 2]
        moved = track.with_changes(track.log[0], xy_px=xy)
        return measure_camera_motion(self, moved, **settings)  # type: ignore[arg-type]


def _shift(x_px_s: float, y_px_s: float = 0.0) -> Move:
    return lambda t: np.array([[1, 0, x_px_s * t], [0, 1, y_px_s * t]], float)


def _zoom(per_s: float) -> Move:
    def move(t: float) -> np.ndarray:
        factor = (1 + per_s) ** t
        return np.array(
            [[factor, 0, (1 - factor) * WIDTH / 2], [0, factor, (1 - factor) * HEIGHT / 2]]
        )

    return move


def test_camera_on_a_tripod() -> None:
    motion = _Clip(_shift(0)).measure()
    assert motion.kind is CameraKind.STILL
    assert motion.known.all()
    assert not motion.moves.any()
    assert motion.travel < 0.01
    assert motion.reason == ""
    assert motion.warning == ""
    assert motion.step.parameters["kind"] == "still"
    # Five samples a second of ten frames a second.
    assert motion.frame.tolist() == list(range(0, 40, 2))


def test_panning_camera_is_measured() -> None:
    motion = _Clip(_shift(-25.0, 10.0)).measure()
    assert motion.kind is CameraKind.MOVING
    np.testing.assert_allclose(motion.shift_px, np.tile([-5.0, 2.0], (19, 1)), atol=0.15)
    assert "% of the person's height" in motion.reason
    assert motion.moves.all()
    assert motion.step.note == motion.reason


def test_pan_over_a_part_shows_when() -> None:
    motion = _Clip(lambda t: _shift(30.0)(float(np.clip(t - 1.0, 0.0, 1.0)))).measure()
    assert motion.kind is CameraKind.MOVING
    during = (motion.t_s[1:] > 1.0 + 1e-9) & (motion.t_s[1:] < 2.0 + 1e-9)
    np.testing.assert_array_equal(motion.moves, during)


def test_shaking_camera() -> None:
    # Within 4% of the body height, but to and fro all the time.
    motion = _Clip(lambda t: _shift(1.0)(2.5 * np.sin(2 * np.pi * 1.3 * t))).measure()
    assert motion.kind is CameraKind.SHAKING
    assert "shakes" in motion.reason


def test_zooming_camera() -> None:
    motion = _Clip(_zoom(0.04)).measure()
    assert motion.kind is CameraKind.MOVING
    np.testing.assert_allclose(motion.zoom, 1.04**0.2, atol=0.002)
    assert motion.zoom_range == pytest.approx(1.04**3.8 - 1, abs=0.01)


def test_plain_background_is_not_known() -> None:
    clip = _Clip(_shift(0))
    grey = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
    clip.frames = lambda start=0, stop=None: (  # type: ignore[method-assign]
        Frame.from_rgb(grey, index=n, t_s=n / RATE_HZ) for n in range(start, stop or 40)
    )
    motion = clip.measure()
    assert motion.kind is CameraKind.UNKNOWN
    assert not motion.known.any()
    assert motion.reason == ""
    assert "cannot be told" in motion.warning


def test_damaged_frames_are_passed_over() -> None:
    motion = _Clip(_shift(-25.0), damaged=(0, 4, 5)).measure()
    assert motion.frame[:3].tolist() == [1, 3, 6]
    assert motion.shift_px[1, 0] == pytest.approx(-7.5, abs=0.2)


def test_person_does_not_count_as_background() -> None:
    clip = _Clip(_shift(0))
    width = np.ptp(clip.phantom.person_boxes[:, [0, 2]])
    assert width > 0.5 * WIDTH  # They walk through most of the picture.
    assert clip.measure().travel < 0.01


def test_nobody_in_view_takes_half_the_picture_for_a_body() -> None:
    clip = _Clip(_shift(0))
    track = clip.phantom.to_track()
    nobody = track.with_changes(
        track.log[0],
        xy_px=np.full(track.xy_px.shape, np.nan),
        status=np.full(track.status.shape, Status.NO_PERSON, np.int8),
    )
    motion = measure_camera_motion(clip, nobody)  # type: ignore[arg-type]
    assert motion.body_px == HEIGHT / 2


def test_one_frame_is_no_motion() -> None:
    clip = _Clip(_shift(0))
    track = clip.phantom.to_track()
    one = PoseTrack(
        skeleton=track.skeleton, t_s=track.t_s[:1], frame=track.frame[:1],
        xy_px=track.xy_px[:1], score=track.score[:1], spread_px=track.spread_px[:1],
        status=track.status[:1], presence=track.presence[:1], image_size_px=track.image_size_px,
    )  # fmt: skip
    assert measure_camera_motion(clip, one).kind is CameraKind.UNKNOWN  # type: ignore[arg-type]


def test_progress_and_cancelling() -> None:
    seen: list[Progress] = []
    clip = _Clip(_shift(0))
    clip.measure(progress=seen.append)
    assert [p.done for p in seen] == list(range(1, 41))
    assert seen[-1].total == 40
    with pytest.raises(CancelledError):
        clip.measure(should_cancel=lambda: True)


@pytest.mark.parametrize("samples_hz", [0.0, -1.0, float("nan")])
def test_samples_need_a_rate(samples_hz: float) -> None:
    with pytest.raises(SettingsError, match="samples a second"):
        _Clip(_shift(0)).measure(samples_hz=samples_hz)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["runner", "wall_and_walk", "beam_portrait", "lateral_raise"])
def test_real_clips_from_tripods(shared: Path, name: str) -> None:
    with open_source(shared / "data" / "videos" / f"{name}.mp4", once=True) as source:
        count, size = len(source.times_s), (source.info.width_px, source.info.height_px)
        unseen = np.full((count, 1), np.nan)
        phantom = Phantom(PhantomSpec(duration_s=1.0)).to_track()
        nobody = PoseTrack(
            skeleton=phantom.skeleton, t_s=source.times_s, frame=np.arange(count),
            xy_px=np.full((count, 16, 2), np.nan), score=np.repeat(unseen, 16, 1),
            spread_px=np.repeat(unseen, 16, 1),
            status=np.full((count, 16), Status.NO_PERSON, np.int8), presence=unseen[:, 0],
            image_size_px=size,
        )  # fmt: skip
        assert measure_camera_motion(source, nobody).kind is CameraKind.STILL
