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
from dataclasses import dataclass
from enum import Enum

import numpy as np

from efficientpose_core.errors import SettingsError
from efficientpose_core.inference.estimator import Pose, PoseEstimator
from efficientpose_core.inference.preprocess import whole_picture_box
from efficientpose_core.media.resample import SquareBox
from efficientpose_core.media.source import Frame
from efficientpose_core.pose import FloatArray

__all__ = ["FollowSettings", "FollowedFrame", "Outcome", "PersonFollower"]


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
    enter_confidence, leave_confidence
        Mean peak height at which a person counts as found, and below which as gone. Measured on
        fitting crops: 0.5 to 0.75 with a person, 0.01 to 0.12 on empty walls.
    margin
        Side of the crop relative to the larger extent of the skeleton. The networks were trained
        with 15% on each side.
    forget_after_s
        After losing the person, only somebody near their last place and of their size is taken for
        them, for this long; then anybody is.
    search_interval_s
        While nobody is there: time between full scans. Frames in between are held and analysed
        backwards when the scan finds somebody, so nothing is missed.

    Raises
    ------
    SettingsError
        For values out of range.
    """

    person_px: tuple[float, float] | None = None
    box_px: tuple[float, float, float, float] | None = None
    enter_confidence: float = 0.33
    leave_confidence: float = 0.25
    margin: float = 1.3
    forget_after_s: float = 2.0
    search_interval_s: float = 0.2

    def __post_init__(self) -> None:
        """Check ranges."""
        if not 0 < self.leave_confidence <= self.enter_confidence < 1:
            raise SettingsError(
                "Confidences must obey 0 < leave_confidence <= enter_confidence < 1."
            )
        if self.person_px is not None and self.box_px is not None:
            raise SettingsError("Give a point on the person or a box around them, not both.")
        if self.box_px is not None and min(self.box_px[2:]) <= 0:
            raise SettingsError("The person's box needs a positive width and height.")


_REACH_SIDES = 0.5
_REACH_SIDES_PER_S = 1.0
_SIZE_RATIO = 2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _LastSeen:
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
        Mean peak height on the best fitting crop, about 0..1; NaN for damaged frames.
    box_px
        The crop (x0, y0, side) that was looked at; None for damaged frames.
    """

    index: int
    t_s: float
    outcome: Outcome
    pose: Pose | None
    presence: float
    box_px: SquareBox | None


class PersonFollower:
    """Turn frames, in order, into poses of one person.

    Parameters
    ----------
    estimator
        Finds keypoints in crops.
    settings
        See `FollowSettings`.
    """

    MAX_HELD = 12
    """Frames held at most while nobody is in view: bounds memory."""

    def __init__(self, estimator: PoseEstimator, settings: FollowSettings | None = None) -> None:
        self._estimator = estimator
        self._settings = settings or FollowSettings()
        self._box: SquareBox | None = None
        self._last_seen: _LastSeen | None = None
        self._held: list[tuple[Frame, float, SquareBox | None]] = []
        self._last_search_s = -math.inf
        self._first = True

    def resume_from(self, box_px: SquareBox | None) -> None:
        """Continue after a frame whose next crop was ``box_px`` (None: nobody in view)."""
        self._box = box_px
        self._first = False

    @property
    def next_box_px(self) -> SquareBox | None:
        """Crop for the next frame, None while nobody is in view."""
        return self._box

    def step(self, frame: Frame) -> Iterator[FollowedFrame]:
        """Take the next frame; yield finished results in order, possibly none or several."""
        if frame.damaged:
            self._held.append((frame, math.nan, None))
            yield from self._release_if_full()
            return
        if self._box is not None:
            result = self._follow(frame, self._box)
            if result is not None:
                yield from self._release()
                yield result
                return
            self._box = None
            self._last_search_s = -math.inf  # look everywhere at once after losing someone
        found = self._search(frame)
        if found.outcome is Outcome.POSE:
            yield from self._backfill(found)
            self._accept(found)
            yield found
            return
        self._held.append((frame, found.presence, found.box_px))
        yield from self._release_if_full()

    def flush(self) -> Iterator[FollowedFrame]:
        """Yield what is still held, at the end of the source."""
        yield from self._release()

    # -- following ---------------------------------------------------------------------------

    def _follow(self, frame: Frame, box: SquareBox) -> FollowedFrame | None:
        """Look where the person should be; None when they are not there."""
        pose = self._estimator.estimate_boxes(frame, [box])[0]
        if pose.confidence < self._settings.leave_confidence:
            return None
        result = self._result(frame, pose, box)
        self._accept(result)
        return result

    def _accept(self, result: FollowedFrame) -> None:
        assert result.pose is not None
        self._box = self._box_around(result.pose, result.box_px)
        self._last_seen = _LastSeen(box_px=self._box, t_s=result.t_s)

    def _box_around(self, pose: Pose, previous: SquareBox | None) -> SquareBox:
        """Return the crop that fits a pose: margin around the keypoints that can be trusted."""
        trusted = _trusted_points(pose)
        low, high = trusted.min(0), trusted.max(0)
        side = self._settings.margin * float((high - low).max())
        x, y = (low + high) / 2
        if previous is not None:
            # A steady crop gives steady keypoints: the size follows slowly, the place at once.
            side = 0.5 * side + 0.5 * previous[2]
        side = max(side, 16.0)
        return (float(x) - side / 2, float(y) - side / 2, side)

    def _result(self, frame: Frame, pose: Pose, box: SquareBox) -> FollowedFrame:
        return FollowedFrame(
            index=frame.index,
            t_s=frame.t_s,
            outcome=Outcome.POSE,
            pose=pose,
            presence=pose.confidence,
            box_px=box,
        )

    # -- searching ---------------------------------------------------------------------------

    def _search(self, frame: Frame) -> FollowedFrame:
        """Look for the person; a full scan only every ``search_interval_s``."""
        height, width = frame.rgb().shape[:2]
        first, self._first = self._first, False
        settings = self._settings
        last = self._last_seen
        if last is not None and frame.t_s - last.t_s > settings.forget_after_s:
            last = self._last_seen = None
        if first and settings.box_px is not None:
            boxes = [_square_around(settings.box_px, 1.15)]
        elif frame.t_s - self._last_search_s >= settings.search_interval_s:
            self._last_search_s = frame.t_s
            boxes = _scan_boxes(width, height)
        else:
            boxes = [whole_picture_box(width, height)]
        if last is not None:
            boxes.append(last.box_px)
        poses = self._estimator.estimate_boxes(frame, boxes)
        order = sorted(range(len(boxes)), key=lambda n: -poses[n].confidence)
        candidates = [
            self._refined(frame, poses[n], boxes[n]) for n in order[:_CANDIDATES_REFINED]
        ]
        person = settings.person_px if first else None
        pose, box = max(candidates, key=lambda c: _preference(c[0], person))
        if last is not None:
            plausible = [
                (pose, box)
                for pose, box in candidates
                if last.could_be_at(self._box_around(pose, None), frame.t_s)
            ]
            pose, box = max(plausible or candidates, key=lambda c: c[0].confidence)
            if not plausible:
                return self._nobody(frame, pose, box)
        if pose.confidence < settings.enter_confidence:
            return self._nobody(frame, pose, box)
        return self._result(frame, pose, box)

    def _nobody(self, frame: Frame, pose: Pose, box: SquareBox) -> FollowedFrame:
        """Return the result of a frame without the person; the best look tells the presence."""
        return FollowedFrame(
            index=frame.index,
            t_s=frame.t_s,
            outcome=Outcome.NO_PERSON,
            pose=None,
            presence=pose.confidence,
            box_px=box,
        )

    def _refined(self, frame: Frame, pose: Pose, box: SquareBox) -> tuple[Pose, SquareBox]:
        """Crop around a first guess, twice; keep the most confident."""
        best = (pose, box)
        for _ in range(2):
            box = self._box_around(pose, None)
            pose = self._estimator.estimate_boxes(frame, [box])[0]
            if pose.confidence > best[0].confidence:
                best = (pose, box)
        return best

    # -- frames held while nobody is in view -------------------------------------------------

    def _backfill(self, found: FollowedFrame) -> Iterator[FollowedFrame]:
        """Follow the person backwards through the held frames, then yield these in order."""
        assert found.pose is not None
        box: SquareBox | None = self._box_around(found.pose, None)
        results: list[FollowedFrame] = []
        for frame, presence, looked_at in reversed(self._held):
            result = None
            if not frame.damaged and box is not None:
                pose = self._estimator.estimate_boxes(frame, [box])[0]
                if pose.confidence >= self._settings.enter_confidence:
                    result = self._result(frame, pose, box)
                    box = self._box_around(pose, box)
                else:
                    box = None
            results.append(result or _without_person(frame, presence, looked_at))
        self._held.clear()
        yield from reversed(results)

    def _release_if_full(self) -> Iterator[FollowedFrame]:
        """Give up the oldest held frames beyond the limit."""
        while len(self._held) > self.MAX_HELD:
            yield _without_person(*self._held.pop(0))

    def _release(self) -> Iterator[FollowedFrame]:
        held, self._held = self._held, []
        for entry in held:
            yield _without_person(*entry)


_CANDIDATES_REFINED = 3
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


def _without_person(frame: Frame, presence: float, looked_at: SquareBox | None) -> FollowedFrame:
    return FollowedFrame(
        index=frame.index,
        t_s=frame.t_s,
        outcome=Outcome.DAMAGED if frame.damaged else Outcome.NO_PERSON,
        pose=None,
        presence=presence,
        box_px=looked_at,
    )
