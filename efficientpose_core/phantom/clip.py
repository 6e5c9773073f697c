"""A rendered clip together with the truth that it shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from efficientpose_core.errors import SettingsError
from efficientpose_core.media.writer import VideoWriter
from efficientpose_core.phantom.body import (
    POINTS,
    SIDES,
    BodyProportions,
    forward_kinematics,
    segment_inclinations,
)
from efficientpose_core.phantom.gait import STANCE_FRACTION, WalkSettings
from efficientpose_core.phantom.look import Look
from efficientpose_core.phantom.motion import Motion, MotionSettings, MovedBody, move
from efficientpose_core.phantom.render import ByteImage, FrameRenderer
from efficientpose_core.phantom.scene import Camera, Direction, Projection, View, camera_axes
from efficientpose_core.pose import BoolArray, FloatArray, PoseTrack, ProcessingStep, Status
from efficientpose_core.progress import (
    Progress,
    ProgressCallback,
    ShouldCancel,
    ignore_progress,
    never_cancel,
    raise_if_cancelled,
)
from efficientpose_core.skeleton import MPII16

__all__ = ["EventKind", "GaitEvent", "Phantom", "PhantomSpec", "demo_spec", "write_clip"]

EventKind = str


@dataclass(frozen=True, slots=True, kw_only=True)
class GaitEvent:
    """One initial contact or toe-off.

    Parameters
    ----------
    side
        ``"right"`` or ``"left"``.
    kind
        ``"initial_contact"`` or ``"toe_off"``.
    t_s
        Exact time, not rounded to a frame.
    """

    side: str
    kind: EventKind
    t_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PhantomSpec:
    """What to render.

    Equal specs give equal pictures, bit by bit, whatever the number of threads, on processors with
    the same vector instructions; on others OpenCV rounds differently, and a few pixels in a million
    differ by one grey level. Truth (`Phantom.points_m`, angles, events) does not depend on it.

    Parameters
    ----------
    motion, view, direction
        What the person does, from where it is seen, and where it faces in a side view.
    walk
        Cadence, stride and asymmetry of `Motion.WALK`.
    on_the_spot
        Walk as on a treadmill.
    enter_and_leave
        The walker starts and ends outside the picture; else it is fully in view all the time.
    repetition_s, amplitude_deg
        Of squats and arm raises, see `MotionSettings`.
    height_m
        Body height.
    seed
        Body proportions, clothes, light, surroundings and noise.
    size_px
        (width, height).
    rate_hz, duration_s
        Evenly spaced frames from t = 0.
    times_s
        Explicit, increasing presentation times instead of rate and duration.
    px_per_m
        Scale; None chooses the largest that keeps the person in view.
    projection, distance_m, pan_deg, roll_deg
        See `Camera`.
    ahead_deg
        In a side view with perspective the camera stands ahead of the person, so that the chest
        shows a little, as in most photographs; see `Camera`.
    body, look
        Replace what the seed would give.

    Raises
    ------
    SettingsError
        If sizes, rates or times make no clip.
    """

    motion: Motion = Motion.WALK
    view: View = View.SIDE
    direction: Direction = Direction.RIGHT
    walk: WalkSettings = field(default_factory=WalkSettings)
    on_the_spot: bool = False
    enter_and_leave: bool = False
    repetition_s: float = 2.5
    amplitude_deg: float | None = None
    height_m: float = 1.75
    seed: int = 0
    size_px: tuple[int, int] = (1280, 720)
    rate_hz: float = 30.0
    duration_s: float = 5.0
    times_s: tuple[float, ...] | None = None
    px_per_m: float | None = None
    projection: Projection = Projection.PERSPECTIVE
    distance_m: float = 15.0
    pan_deg: float = 0.0
    roll_deg: float = 0.0
    ahead_deg: float = 12.0
    body: BodyProportions | None = None
    look: Look | None = None

    def __post_init__(self) -> None:
        """Check what the other types do not check themselves."""
        if min(self.size_px) < 32:
            raise SettingsError("The phantom's picture is too small: choose at least 32 x 32 px.")
        if self.rate_hz <= 0.0 or self.duration_s * self.rate_hz < 1.0:
            raise SettingsError("The phantom's clip has no frame: raise its rate or duration.")
        if self.repetition_s <= 0.0:
            raise SettingsError("A repetition of the phantom needs a duration above 0 s.")
        if self.times_s is not None and (
            len(self.times_s) == 0 or np.any(np.diff(self.times_s) <= 0.0)
        ):
            raise SettingsError("The phantom's frame times must increase: sort them.")
        if self.motion is Motion.WALK and self.view is View.FRONT and not self.on_the_spot:
            raise SettingsError("Seen from the front, the phantom walks only on the spot.")


def demo_spec(*, enter_and_leave: bool = False) -> PhantomSpec:
    """Return the walker of the demonstration: 1280 x 720, 30 frames/s, fully in view for 5 s.

    With ``enter_and_leave`` it takes 7.5 s, and the walker is out of view at both ends.
    """
    walk = WalkSettings(cadence_steps_min=100.0, stride_scale=0.95, start_phase=0.2)
    return PhantomSpec(
        seed=15,
        walk=walk,
        duration_s=7.5 if enter_and_leave else 5.0,
        enter_and_leave=enter_and_leave,
    )


class Phantom:
    """A person that moves as specified; truth and pictures come from the same joint angles.

    Parameters
    ----------
    spec
        What to render.
    """

    def __init__(self, spec: PhantomSpec) -> None:
        self.spec = spec
        rng = np.random.default_rng([spec.seed, 0])
        body, look = BodyProportions.varied(rng, height_m=spec.height_m), Look.varied(rng)
        self.body = body if spec.body is None else spec.body
        self.look = look if spec.look is None else spec.look

    def __len__(self) -> int:
        return len(self.t_s)

    @cached_property
    def t_s(self) -> FloatArray:
        """(T,) presentation times."""
        if self.spec.times_s is not None:
            return np.array(self.spec.times_s, float)
        return np.arange(round(self.spec.duration_s * self.spec.rate_hz)) / self.spec.rate_hz

    @property
    def _motion_settings(self) -> MotionSettings:
        side_view = self.spec.view is View.SIDE
        facing_left = side_view and self.spec.direction is Direction.LEFT
        return MotionSettings(
            motion=self.spec.motion,
            walk=self.spec.walk,
            on_the_spot=self.spec.on_the_spot,
            repetition_s=self.spec.repetition_s,
            amplitude_deg=self.spec.amplitude_deg,
            mirrored=facing_left,
        )

    @cached_property
    def _moved(self) -> MovedBody:
        return move(self.t_s, self.body, self._motion_settings)

    def points_m(self, t_s: FloatArray | None = None) -> dict[str, FloatArray]:
        """Return all points of `body.POINTS` in metres, (T, 3): forward, up, person's right.

        Parameters
        ----------
        t_s
            Times; those of the frames when None.
        """
        moved = self._moved if t_s is None else move(t_s, self.body, self._motion_settings)
        return forward_kinematics(
            self.body,
            moved.angles,
            pelvis_m=moved.pelvis_m,
            pelvis_turn_deg=moved.pelvis_turn_deg,
            shoulder_turn_deg=moved.shoulder_turn_deg,
            foot_spread=moved.foot_spread,
        )

    @cached_property
    def angles_deg(self) -> dict[str, FloatArray]:
        """Joint and segment angles, name -> (T,) degrees.

        In a side view: ``trunk_lean``, ``neck_flexion`` and, with ``right_`` and ``left_``,
        ``hip_flexion`` (trunk-relative), ``knee_flexion``, ``ankle_dorsiflexion``,
        ``shoulder_flexion``, ``elbow_flexion`` and the inclinations of thigh, shank, upper arm and
        forearm, all positive for flexion and forward. In a front view: ``shoulder_abduction``
        (arm against trunk, 0 hanging).

        With an orthographic camera that is not panned, the angles between the projected keypoints
        equal these. With perspective and a camera ahead they still do for trunk, head and arms;
        thighs and shanks, which lean towards the midline in
        walking, appear up to 1 deg more or less inclined. Rolling the camera adds to all
        inclinations.
        """
        angles = self._moved.angles
        if self.spec.view is View.FRONT:
            return {f"{s}_shoulder_abduction": angles[f"{s}_shoulder_abduction"] for s in SIDES}
        hidden = ("toe_extension", "abduction")
        shown = {name: a for name, a in angles.items() if not name.endswith(hidden)}
        # Neck flexion as the keypoints show it: upper neck -> head top against the trunk.
        return shown | segment_inclinations(angles)

    @cached_property
    def camera(self) -> Camera:
        """The camera; its scale keeps the person in view unless the spec sets it.

        Raises
        ------
        SettingsError
            If a walker is to enter and leave, but the clip is too short for that.
        """
        spec, h = self.spec, self.body.height_m
        points = camera_axes(self.points_m(), spec.view, spec.direction)
        everything = np.concatenate(list(points.values()))
        low, high = everything.min(axis=0), everything.max(axis=0)
        height = spec.size_px[1]
        px_per_m = self._fitting_scale(low, high) if spec.px_per_m is None else spec.px_per_m
        # The floor lies in the lower part of the picture.
        floor_room = 0.13 * h + 0.25 * max(0.0, height / px_per_m - 1.3 * h)
        return Camera(
            size_px=spec.size_px,
            px_per_m=px_per_m,
            target_m=(0.5 * float(low[0] + high[0]), 0.5 * height / px_per_m - floor_room),
            projection=spec.projection,
            distance_m=spec.distance_m,
            pan_deg=spec.pan_deg,
            roll_deg=spec.roll_deg,
            sideways_deg=self._sideways_deg,
        )

    @property
    def _sideways_deg(self) -> float:
        spec = self.spec
        if spec.view is View.FRONT or spec.projection is Projection.ORTHOGRAPHIC:
            return 0.0
        return spec.ahead_deg * spec.direction.sign

    def _fitting_scale(self, low: FloatArray, high: FloatArray) -> float:
        """Return px/m so that the points between ``low`` and ``high`` (3,) fit into the picture."""
        spec, h = self.spec, self.body.height_m
        width, height = spec.size_px
        nearer = 1.0
        if spec.projection is Projection.PERSPECTIVE:
            nearer = 1.0 - float(high[2]) / spec.distance_m
        upright = max(1.45 * h, float(high[1]) + 0.36 * h)
        across = float(high[0] - low[0])
        if not spec.enter_and_leave:
            return nearer * min(width / (across + 0.24 * h), height / upright)
        # Both ends of the path lie outside by the reach of a stride.
        scale = min(width / max(across - 1.5 * h, 1.2 * h), height / upright)
        if width / scale > across - 1.4 * h:
            raise SettingsError(
                "The phantom does not get across the picture in this time: lengthen the clip."
            )
        return scale

    @cached_property
    def _seen_m(self) -> FloatArray:
        """(T, P, 3) all points in picture axes."""
        seen = camera_axes(self.points_m(), self.spec.view, self.spec.direction)
        return np.stack([seen[name] for name in POINTS], axis=1)

    @cached_property
    def points_px(self) -> dict[str, FloatArray]:
        """Pixel positions of all points of `body.POINTS` (also heel, ball, toe), name -> (T, 2)."""
        xy, _ = self.camera.project(self._seen_m)
        return {name: xy[:, i] for i, name in enumerate(POINTS)}

    @property
    def xy_px(self) -> FloatArray:
        """(T, 16, 2) true MPII keypoints."""
        return np.stack([self.points_px[name] for name in MPII16.keypoints], axis=1)

    @cached_property
    def occluded(self) -> BoolArray:
        """(T, 16) True where another part of the body covers the keypoint."""
        hidden = np.zeros((len(self), len(MPII16)), bool)
        if self.spec.view is View.FRONT:
            return hidden
        near = "right" if self.spec.direction is Direction.RIGHT else "left"
        far = "left" if near == "right" else "right"
        h = self.body.height_m * self.camera.px_per_m
        covers = [
            (f"{near}_hip", f"{near}_knee", 0.042),
            (f"{near}_knee", f"{near}_ankle", 0.032),
            (f"{near}_shoulder", f"{near}_elbow", 0.028),
            (f"{near}_elbow", f"{near}_wrist", 0.022),
            ("pelvis", "thorax", 0.060),
        ]
        for joint in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle"):
            point = self.points_px[f"{far}_{joint}"]
            channel = MPII16.index(f"{far}_{joint}")
            for start, end, width in covers:
                distance = _distance_to_segment(point, self.points_px[start], self.points_px[end])
                hidden[:, channel] |= distance < width * h
        return hidden

    @property
    def metres_per_px(self) -> float:
        """Scale in the plane through the middle of the body."""
        return 1.0 / self.camera.px_per_m

    @property
    def person_boxes(self) -> FloatArray:
        """(T, 4) left, top, right, bottom of the person in pixels, flesh included."""
        xy = np.stack(list(self.points_px.values()), axis=1)
        margin = 0.05 * self.body.height_m * self.camera.px_per_m
        return np.concatenate([xy.min(axis=1) - margin, xy.max(axis=1) + margin], axis=1)

    @cached_property
    def events(self) -> tuple[GaitEvent, ...]:
        """Contacts and toe-offs within the clip, in order of time; empty unless walking."""
        if self.spec.motion is not Motion.WALK:
            return ()
        walk = self.spec.walk
        found = []
        for side in SIDES:
            leg = side
            if self._motion_settings.mirrored:
                leg = "left" if side == "right" else "right"
            first, last = walk.phase(self.t_s[[0, -1]], leg)
            for kind, offset in (("initial_contact", 0.0), ("toe_off", STANCE_FRACTION)):
                for stride in range(int(np.ceil(first - offset)), int(np.floor(last - offset)) + 1):
                    t = self.t_s[0] + (stride + offset - first) * walk.stride_time_s
                    found.append(GaitEvent(side=side, kind=kind, t_s=float(t)))
        return tuple(sorted(found, key=lambda event: event.t_s))

    @property
    def stride_time_s(self) -> float:
        """Time from one contact to the next of the same foot; NaN unless walking."""
        walking = self.spec.motion is Motion.WALK
        return self.spec.walk.stride_time_s if walking else float("nan")

    @property
    def stride_length_m(self) -> float:
        """Distance covered per stride; NaN unless walking."""
        walking = self.spec.motion is Motion.WALK
        return self.spec.walk.stride_length_m(self.body) if walking else float("nan")

    @property
    def step_lengths_m(self) -> dict[str, float]:
        """Distance between the ankles at initial contact, by the side that lands.

        A little shorter than half a stride: the heel of the trailing foot is already up.
        """
        if self.spec.motion is not Motion.WALK:
            return dict.fromkeys(SIDES, float("nan"))
        walk, mirrored = self.spec.walk, self._motion_settings.mirrored
        result = {}
        for side in SIDES:
            other = "left" if side == "right" else "right"
            leg = other if mirrored else side
            at = -walk.phase(np.zeros(1), leg) * walk.stride_time_s
            points = self.points_m(at)
            result[side] = float(points[f"{side}_ankle"][0, 0] - points[f"{other}_ankle"][0, 0])
        return result

    @property
    def step_length_m(self) -> float:
        """Mean of both step lengths."""
        return float(np.mean(list(self.step_lengths_m.values())))

    @cached_property
    def _renderer(self) -> FrameRenderer:
        facing = 0 if self.spec.view is View.FRONT else self.spec.direction.sign
        return FrameRenderer(
            camera=self.camera,
            body=self.body,
            look=self.look,
            facing=facing,
            seed=self.spec.seed,
        )

    def _points_of(self, index: int) -> dict[str, FloatArray]:
        if not 0 <= index < len(self):
            raise SettingsError(f"The phantom has no frame {index}: choose 0 to {len(self) - 1}.")
        return {name: self._seen_m[index, i] for i, name in enumerate(POINTS)}

    def frame(self, index: int) -> ByteImage:
        """Return one picture, (H, W, 3) uint8 RGB."""
        return self._renderer.render(self._points_of(index), index)

    def frames(self) -> Iterator[ByteImage]:
        """Iterate over all pictures."""
        return (self.frame(index) for index in range(len(self)))

    def person_mask(self, index: int) -> npt.NDArray[np.float32]:
        """Return the person's coverage of each pixel in one frame, (H, W) 0..1."""
        return self._renderer.person_mask(self._points_of(index))

    def to_track(self) -> PoseTrack:
        """Return the truth as a track; points outside the picture are there all the same."""
        shape = (len(self), len(MPII16))
        return PoseTrack(
            skeleton=MPII16,
            t_s=self.t_s,
            frame=np.arange(len(self)),
            xy_px=self.xy_px,
            score=np.ones(shape),
            spread_px=np.zeros(shape),
            status=np.full(shape, Status.MEASURED, np.int8),
            presence=np.ones(len(self)),
            image_size_px=self.spec.size_px,
            log=(ProcessingStep(name="phantom", parameters={"seed": self.spec.seed}),),
        )


def write_clip(
    spec: PhantomSpec,
    path: Path | str,
    *,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> Phantom:
    """Render a clip into a video file with its true times and return its truth.

    The file's bytes are not guaranteed: the H.264 encoder shares its work among as many threads as
    there are processors, and their number changes what it writes (and decoded pictures a little).

    Raises
    ------
    OutputError
        If the file cannot be written.
    CancelledError
        If ``should_cancel`` says so; no file is left behind.
    """
    phantom = Phantom(spec)
    width, height = spec.size_px
    with VideoWriter(path, width, height) as writer:
        for index, (t, picture) in enumerate(zip(phantom.t_s, phantom.frames(), strict=True)):
            raise_if_cancelled(should_cancel)
            writer.write(picture, float(t))
            progress(Progress(stage="Drawing the phantom", done=index + 1, total=len(phantom)))
    return phantom


def _distance_to_segment(point: FloatArray, start: FloatArray, end: FloatArray) -> FloatArray:
    """Return (T,) distances of points (T, 2) from line segments."""
    line = end - start
    share = np.sum((point - start) * line, axis=1) / np.maximum(np.sum(line**2, axis=1), 1e-12)
    foot = start + np.clip(share, 0.0, 1.0)[:, None] * line
    distance: FloatArray = np.hypot(*(point - foot).T)
    return distance
