"""Find the one person in view, and follow them with a crop from frame to frame.

EfficientPose wants one person who fills the picture. On a whole 16:9 frame its peaks hardly tell a
person from an empty wall; on a crop that fits, they do. So the frame is scanned with squares of
several sizes, the best guesses are re-cropped around their own skeleton, and only a confident
result counts as a person. From then on each frame's crop comes from the pose before it. A frame
without a confident pose has no pose.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from efficientpose_core.errors import SettingsError
from efficientpose_core.inference.estimator import Pose, PoseEstimator
from efficientpose_core.inference.preprocess import whole_picture_box
from efficientpose_core.media.resample import SquareBox
from efficientpose_core.media.source import Frame
from efficientpose_core.pose import FloatArray

__all__ = [
    "FollowSettings",
    "FollowState",
    "FollowedFrame",
    "LastSeen",
    "Outcome",
    "PersonFollower",
]


class Outcome(Enum):
    """What came of one frame."""

    POSE = "pose"
    NO_PERSON = "no_person"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowSettings:
    """How the person is found and followed.

    Parameters
    ----------
    person_px
        A point (x, y) on the person, in the first frame analysed; None to find them.
    box_px
        The person's box (x, y, width, height) in the first frame analysed; None to find them.
    enter_presence, leave_presence
        Presence at which a person counts as found, and below which as gone. Presence is the mean
        peak height relative to that of the same weights on clearly visible people: 0.8 to 1.2 with
        a person in a fitting crop, 0.02 to 0.2 on empty walls.
    margin
        Side of the crop relative to the larger extent of the skeleton. The networks were trained
        with 15% on each side.
    forget_after_s
        After losing the person, only somebody near their last place and of their size is taken for
        them, for this long; then anybody is.
    search_interval_s
        While nobody is there: time between scans of the whole picture. Frames in between are held
        and analysed backwards when the scan finds somebody, so nothing is missed; until then they
        have the presence of the last scan.

    Raises
    ------
    SettingsError
        For values out of range.
    """

    person_px: tuple[float, float] | None = None
    box_px: tuple[float, float, float, float] | None = None
    enter_presence: float = 0.65
    leave_presence: float = 0.4
    margin: float = 1.3
    forget_after_s: float = 2.0
    search_interval_s: float = 0.5

    def __post_init__(self) -> None:
        """Check ranges."""
        if not 0 < self.leave_presence <= self.enter_presence < 1:
            raise SettingsError("Presences must obey 0 < leave_presence <= enter_presence < 1.")
        if self.person_px is not None and self.box_px is not None:
            raise SettingsError("Give a point on the person or a box around them, not both.")
        if self.box_px is not None and min(self.box_px[2:]) <= 0:
            raise SettingsError("The person's box needs a positive width and height.")


_REACH_SIDES = 0.5
_REACH_SIDES_PER_S = 1.0
_SIZE_RATIO = 2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class LastSeen:
    """Where the person was, to tell them from others when they are found again."""

    box_px: SquareBox
    t_s: float

    def could_be_at(self, box: SquareBox, t_s: float) -> bool:
        """Tell whether the person can have come to ``box`` (2.3 m a second at 1.75 m height)."""
        x0, y0, side = self.box_px
        there_x0, there_y0, there_side = box
        distance = math.hypot(
            there_x0 + there_side / 2 - x0 - side / 2, there_y0 + there_side / 2 - y0 - side / 2
        )
        reach = side * (_REACH_SIDES + _REACH_SIDES_PER_S * (t_s - self.t_s))
        return distance <= reach and 1 / _SIZE_RATIO <= there_side / side <= _SIZE_RATIO


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowState:
    """Everything the follower remembers between frames; the key to resuming exactly.

    Parameters
    ----------
    box_px
        Crop for the next frame; None while nobody is followed.
    uses_left
        Frames still to be looked at in this crop before it moves with the person.
    last_seen
        Where the person was last; None once forgotten.
    last_search_s
        Time of the last full scan.
    is_first
        Whether no frame was looked at yet: hints of the user still count.
    """

    box_px: SquareBox | None = None
    uses_left: int = 1
    last_seen: LastSeen | None = None
    last_search_s: float = -math.inf
    is_first: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedFrame:
    """Result of one frame.

    Parameters
    ----------
    index, t_s
        Of the frame.
    outcome
        Whether there is a pose.
    pose
        The keypoints; None without a person.
    presence
        Mean peak height on the best fitting crop, 1 for a clearly visible person; NaN for damaged
        frames.
    box_px
        The crop (x0, y0, side) that was looked at; None for damaged frames.
    state
        What the follower remembered after this frame.
    """

    index: int
    t_s: float
    outcome: Outcome
    pose: Pose | None
    presence: float
    box_px: SquareBox | None
    state: FollowState


class PersonFollower:
    """Turn frames, in order, into poses of one person.

    Parameters
    ----------
    estimator
        Finds keypoints in crops.
    picture_size_px
        (width, height) of the upright frames.
    settings
        See `FollowSettings`.
    state
        Where another follower left off; a fresh start by default.
    together
        Frames that are looked at side by side while the person is followed, all in the crop that
        fits the pose before them. Two keep both halves of a processor busy; a live view takes one,
        which gives each frame's result at once.
    """

    MAX_HELD = 48
    """Frames held at most while nobody is in view: bounds memory."""

    def __init__(
        self,
        estimator: PoseEstimator,
        picture_size_px: tuple[int, int],
        settings: FollowSettings | None = None,
        *,
        state: FollowState | None = None,
        together: int = 1,
    ) -> None:
        self._estimator = estimator
        self._picture_size_px = picture_size_px
        self._settings = settings or FollowSettings()
        self._state = state or FollowState()
        self._together = together
        self._waiting: list[Frame] = []
        self._held: list[tuple[Frame, FollowedFrame]] = []
        self._last_presence = math.nan

    def step(self, frame: Frame) -> Iterator[FollowedFrame]:
        """Take the next frame; yield finished results in order, possibly none or several."""
        if frame.damaged:
            yield from self._look_at_waiting()
            yield from self._hold(frame, self._without_person(frame, math.nan, None))
        elif self._state.box_px is None:
            yield from self._find(frame)
        else:
            self._waiting.append(frame)
            if len(self._waiting) >= self._state.uses_left:
                yield from self._look_at_waiting()

    def flush(self) -> Iterator[FollowedFrame]:
        """Yield what is still held, at the end of the source."""
        yield from self._look_at_waiting()
        yield from self._release()

    def _look(self, frame: Frame, box: SquareBox) -> Pose:
        return self._estimator.estimate_boxes(frame, [box])[0]

    def _look_at_waiting(self) -> Iterator[FollowedFrame]:
        """Look at the frames that wait, side by side, in the crop of the followed person."""
        frames, self._waiting = self._waiting, []
        box = self._state.box_px
        if not frames or box is None:
            return
        poses = self._estimator.estimate_crops([(frame, box) for frame in frames])
        for n, (frame, pose) in enumerate(zip(frames, poses, strict=True)):
            if self._estimator.presence(pose) < self._settings.leave_presence:
                # Lost: look everywhere at once, in this frame and those after it.
                self._state = replace(self._state, box_px=None, last_search_s=-math.inf)
                for lost in frames[n:]:
                    yield from self.step(lost)
                return
            yield from self._release()
            yield self._with_person(frame, pose, box)

    def _find(self, frame: Frame) -> Iterator[FollowedFrame]:
        """Look for the person, or let the frame wait for the next scan."""
        if self._may_wait(frame):
            yield from self._hold(frame, self._without_person(frame, self._last_presence, None))
            return
        pose, box, is_person = self._search(frame)
        if is_person:
            yield from self._backfill(pose)
            yield self._with_person(frame, pose, box)
        else:
            self._last_presence = self._estimator.presence(pose)
            yield from self._hold(frame, self._without_person(frame, self._last_presence, box))

    # -- results -----------------------------------------------------------------------------

    def _with_person(self, frame: Frame, pose: Pose, box: SquareBox) -> FollowedFrame:
        """Remember where the person is and return the frame's result."""
        fitting = self._box_around(pose, box)
        left = self._state.uses_left - 1 if box == self._state.box_px else 0
        self._state = replace(
            self._state,
            box_px=box if left else fitting,
            uses_left=left or self._together,
            last_seen=LastSeen(box_px=fitting, t_s=frame.t_s),
            is_first=False,
        )
        return FollowedFrame(
            index=frame.index,
            t_s=frame.t_s,
            outcome=Outcome.POSE,
            pose=pose,
            presence=self._estimator.presence(pose),
            box_px=box,
            state=self._state,
        )

    def _without_person(
        self, frame: Frame, presence: float, box: SquareBox | None
    ) -> FollowedFrame:
        return FollowedFrame(
            index=frame.index,
            t_s=frame.t_s,
            outcome=Outcome.DAMAGED if frame.damaged else Outcome.NO_PERSON,
            pose=None,
            presence=presence,
            box_px=box,
            state=self._state,
        )

    def _box_around(self, pose: Pose, previous: SquareBox | None) -> SquareBox:
        """Return the crop that fits a pose: margin around the keypoints that can be trusted."""
        trusted = _trusted_points(pose)
        low, high = trusted.min(0), trusted.max(0)
        side = self._settings.margin * float((high - low).max())
        x, y = (low + high) / 2
        if previous is not None:
            # A steady crop gives steady keypoints: the size follows slowly, the place at once.
            side = 0.5 * side + 0.5 * previous[2]
        side = max(side, _SMALLEST_CROP_PX)
        return (float(x) - side / 2, float(y) - side / 2, side)

    # -- searching ---------------------------------------------------------------------------

    def _may_wait(self, frame: Frame) -> bool:
        """Tell whether this frame can be held without looking, until the next scan."""
        due = frame.t_s - self._state.last_search_s >= self._settings.search_interval_s
        return not due and len(self._held) < self.MAX_HELD

    def _search(self, frame: Frame) -> tuple[Pose, SquareBox, bool]:
        """Look for the person: best pose, its crop, and whether it is the person."""
        settings, last = self._settings, self._state.last_seen
        if last is not None and frame.t_s - last.t_s > settings.forget_after_s:
            last = None
        person_px = settings.person_px if self._state.is_first else None
        boxes = self._boxes_to_search(frame, last)
        self._state = replace(self._state, last_seen=last, is_first=False)
        poses = self._estimator.estimate_boxes(frame, boxes)
        order = sorted(range(len(boxes)), key=lambda n: -poses[n].confidence)
        candidates = [self._refined(frame, poses[n], boxes[n]) for n in order[:_CANDIDATES_REFINED]]
        eligible = candidates
        if last is not None:
            eligible = [
                candidate
                for candidate in candidates
                if last.could_be_at(self._box_around(candidate[0], None), frame.t_s)
            ]
        ranked = sorted(eligible or candidates, key=lambda found: -_preference(found[0], person_px))
        for pose, box in ranked if eligible else ():
            person = self._as_person(frame, pose, box)
            if person is not None:
                return *person, True
        return *ranked[0], False

    def _as_person(self, frame: Frame, pose: Pose, box: SquareBox) -> tuple[Pose, SquareBox] | None:
        """Tell a person from a socket on the wall, which looks like one in a single crop only.

        Seen in larger crops, a person keeps place and gets clearer; measured on six recordings.
        Returned is the look that shows most of the person: a crop that cuts off the feet stays
        blind to them.
        """
        settings, presence = self._settings, self._estimator.presence
        if presence(pose) < settings.enter_presence:
            return None
        x0, y0, side = self._box_around(pose, None)
        wider = [(x0 - grow * side / 2, y0 - grow * side / 2, (1 + grow) * side)
                 for grow in _WIDER]  # fmt: skip
        looks = [(pose, box)]
        for other_box, other in zip(
            wider, self._estimator.estimate_boxes(frame, wider), strict=True
        ):
            apart = np.linalg.norm(other.xy_px - pose.xy_px, axis=1) * settings.margin / side
            enough = _WIDER_PRESENCE * settings.enter_presence
            if presence(other) < enough or np.nanmedian(apart) > _LARGEST_SHIFT:
                return None
            looks.append((other, other_box))
        # The first of equals: the tighter crop shows more detail.
        return max(looks, key=lambda look: int(np.sum(look[0].score >= _TRUSTED_SCORE)))

    def _boxes_to_search(self, frame: Frame, last: LastSeen | None) -> list[SquareBox]:
        """Return the squares to look at: those of the user, or everywhere."""
        self._state = replace(self._state, last_search_s=frame.t_s)
        if self._state.is_first and self._settings.box_px is not None:
            return [_square_around(self._settings.box_px, 1.15)]
        boxes = _scan_boxes(*self._picture_size_px)
        return boxes if last is None else [*boxes, last.box_px]

    def _refined(self, frame: Frame, pose: Pose, box: SquareBox) -> tuple[Pose, SquareBox]:
        """Crop around a first guess, twice; keep the most confident."""
        best = (pose, box)
        for _ in range(2):
            box = self._box_around(pose, None)
            pose = self._look(frame, box)
            if pose.confidence > best[0].confidence:
                best = (pose, box)
        return best

    # -- frames held while nobody is in view -------------------------------------------------

    def _hold(self, frame: Frame, result: FollowedFrame) -> Iterator[FollowedFrame]:
        """Keep a frame without a pose for a while: the next scan may tell where to look in it."""
        self._held.append((frame, result))
        while len(self._held) > self.MAX_HELD:
            yield self._held.pop(0)[1]

    def _backfill(self, found: Pose) -> Iterator[FollowedFrame]:
        """Follow the person backwards through the held frames, then yield these in order."""
        box: SquareBox | None = self._box_around(found, None)
        results: list[FollowedFrame] = []
        for frame, without in reversed(self._held):
            result = without
            if not frame.damaged and box is not None:
                pose = self._look(frame, box)
                presence = self._estimator.presence(pose)
                if presence >= self._settings.enter_presence:
                    result = replace(
                        without, outcome=Outcome.POSE, pose=pose, presence=presence, box_px=box
                    )
                    box = self._box_around(pose, box)
                else:
                    box = None
            results.append(result)
        self._held.clear()
        yield from reversed(results)

    def _release(self) -> Iterator[FollowedFrame]:
        held, self._held = self._held, []
        for _, result in held:
            yield result


_CANDIDATES_REFINED = 3
_WIDER = (0.25, 0.6)
"""Crops in which a found person is looked at again are larger by these shares."""
_WIDER_PRESENCE = 1.2
"""Their presence there, relative to that at which they count as found: at least 0.87 in all for
people, 0.5 to 0.75 for what only looks like one."""
_LARGEST_SHIFT = 0.2
"""Half of the keypoints of a person stay within this share of the body's extent."""
_SMALLEST_CROP_PX = 16.0
_TRUSTED_SCORE = 0.2


def _trusted_points(pose: Pose) -> FloatArray:
    """Return the keypoints that can be relied on for a crop, at least the best half of them."""
    threshold = min(_TRUSTED_SCORE, float(np.median(pose.score)))
    trusted: FloatArray = pose.xy_px[(pose.score >= threshold) & np.isfinite(pose.xy_px[:, 0])]
    return trusted


def _scan_boxes(width: int, height: int) -> list[SquareBox]:
    """Return squares of three sizes that cover the picture, overlapping by half."""
    short = float(min(width, height))
    boxes = [whole_picture_box(width, height)]
    for side in (short, 0.6 * short):
        xs = _starts(width, side)
        ys = _starts(height, side)
        boxes += [(x, y, side) for y in ys for x in xs]
    return boxes


def _starts(extent: float, side: float) -> list[float]:
    """Return starts of intervals of ``side`` that cover ``extent``, overlapping by half."""
    if extent <= side:
        return [(extent - side) / 2]
    count = math.ceil((extent - side) / (0.5 * side)) + 1
    return [float(start) for start in np.linspace(0, extent - side, count)]


def _square_around(box_px: tuple[float, float, float, float], margin: float) -> SquareBox:
    x, y, width, height = box_px
    side = margin * max(width, height)
    return (x + width / 2 - side / 2, y + height / 2 - side / 2, side)


def _preference(pose: Pose, person_px: tuple[float, float] | None) -> float:
    """Rank candidates: by confidence, or by nearness to the point the user gave."""
    if person_px is None:
        return pose.confidence
    points = _trusted_points(pose)
    low, high = points.min(0), points.max(0)
    outside = np.maximum(np.maximum(low - person_px, person_px - high), 0.0)
    size = float((high - low).max())
    return pose.confidence - 4.0 * float(np.hypot(*outside)) / max(size, 1.0)
