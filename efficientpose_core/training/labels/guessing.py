"""What the network makes of frames: guesses to start from, and which frames teach most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from efficientpose_core.inference.estimator import Pose, PoseEstimator
from efficientpose_core.inference.following import (
    FollowedFrame,
    FollowSettings,
    Outcome,
    PersonFollower,
)
from efficientpose_core.media.images import read_image
from efficientpose_core.media.source import Frame, FrameSource
from efficientpose_core.pipeline import track_from_frames
from efficientpose_core.pose import FloatArray, PoseTrack, ProcessingStep
from efficientpose_core.progress import Progress, ProgressCallback, ShouldCancel, raise_if_cancelled
from efficientpose_core.skeleton import Skeleton
from efficientpose_core.training.labels.mapping import Confidence, suggest_mapping
from efficientpose_core.training.labels.project import LabelFrame, LabelProject
from efficientpose_core.training.suggest import SuggestionSettings, appearance_of, suggest_frames

__all__ = [
    "Suggested", "carried_over", "guess_frame", "look_at_pictures", "look_through",
    "shared_keypoints",
]  # fmt: skip

_BOX_MARGIN = 1.15
_SEARCH = FollowSettings(search_interval_s=0.0)
"""Frames lie far apart: whoever is lost is looked for in each of them."""
_DOUBTFUL = FollowSettings(search_interval_s=0.0, enter_presence=0.4, leave_presence=0.3)
"""Where nobody is found in a single picture. People that the network does not know well are just
those that are labelled, and somebody looks at every guess."""
_LEAST_LOOK_PX = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Suggested:
    """A frame worth labelling.

    Parameters
    ----------
    index, t_s
        Number and time in the source.
    xy_px, score
        (K, 2) and (K,) of the network's own skeleton; NaN where it found nothing.
    reason
        For the labeller.
    """

    index: int
    t_s: float
    xy_px: FloatArray
    score: FloatArray
    reason: str


def shared_keypoints(model: Skeleton, project: Skeleton) -> tuple[int | None, ...]:
    """Return, for each keypoint of the project, the model's channel of it; None where it has none.

    Names are compared as for label files; what would be a mere guess is not taken.
    """
    mapping = suggest_mapping(model.keypoints, project)
    channel_of = {
        join.target: model.index(join.source)
        for join in mapping.joins
        if join.target is not None and join.confidence >= Confidence.SYNONYM
    }
    return tuple(channel_of.get(name) for name in project.keypoints)


def carried_over(
    xy_px: FloatArray, score: FloatArray, channels: tuple[int | None, ...]
) -> tuple[FloatArray, FloatArray]:
    """Return a model's (K, 2) positions and (K,) scores in the order of `shared_keypoints`."""
    known = [k for k, channel in enumerate(channels) if channel is not None]
    old = [channel for channel in channels if channel is not None]
    places, sureness = np.full((len(channels), 2), np.nan), np.full(len(channels), np.nan)
    places[known], sureness[known] = xy_px[old], score[old]
    return places, sureness


def guess_frame(
    project: LabelProject,
    frame: LabelFrame,
    estimator: PoseEstimator,
    *,
    box_px: tuple[float, float, float, float] | None = None,
) -> LabelFrame:
    """Return a frame with the network's guess; an earlier one stays where nobody is found.

    Parameters
    ----------
    project
        Says where the picture is, and what is labelled.
    frame
        One of its frames.
    estimator
        Finds keypoints.
    box_px
        Left, top, width, height around the person, where the labeller has drawn it.

    Raises
    ------
    MediaError
        If the picture cannot be read.
    """
    rgb = read_image(project.picture_path(frame))
    picture = Frame.from_rgb(rgb)
    pose: Pose | None
    if box_px is None:
        pose = _find(picture, estimator, (rgb.shape[1], rgb.shape[0])).pose
    else:
        x, y, width, height = box_px
        side = _BOX_MARGIN * max(width, height)
        square = (x + (width - side) / 2, y + (height - side) / 2, side)
        (pose,) = estimator.estimate_boxes(picture, [square])
    if pose is None and frame.guessed_by:
        return frame
    channels = shared_keypoints(estimator.skeleton, project.skeleton)
    count = len(estimator.skeleton)
    places, sureness = carried_over(
        np.full((count, 2), np.nan) if pose is None else pose.xy_px,
        np.full(count, np.nan) if pose is None else pose.score,
        channels,
    )
    return frame.with_guess(places, sureness, estimator.weights.metadata.name)


def look_through(
    source: FrameSource,
    indices: range | list[int],
    estimator: PoseEstimator,
    settings: SuggestionSettings,
    *,
    labelled: frozenset[int] = frozenset(),
    progress: ProgressCallback,
    should_cancel: ShouldCancel,
) -> list[Suggested]:
    """Run the network over some frames of a source, and return those worth labelling, best first.

    Parameters
    ----------
    source
        Recording or pictures of one size.
    indices
        Frames to look at, ascending.
    settings
        How many are wanted, and how far apart.
    labelled
        Frames that are in the project already; they are looked at too, so that none like them are
        chosen.

    Returns
    -------
    list
        Where nobody is found in enough frames, others follow, spread over the source and without
        a guess: the network may not know such people yet.

    Raises
    ------
    MediaError
        If the source cannot be read.
    CancelledError
        On request.
    """
    info, looks = source.info, []
    name = "" if info.path is None else info.path.name
    follower = PersonFollower(estimator, (info.width_px, info.height_px), _SEARCH)
    results: list[FollowedFrame] = []
    for done, index in enumerate(indices):
        raise_if_cancelled(should_cancel)
        frame = source.frame_at(index)
        looks.append(_look_of(frame))
        results += follower.step(frame)
        progress(Progress(stage=name, done=done + 1, total=len(indices)))
    results += follower.flush()
    track = track_from_frames(
        results,
        skeleton=estimator.skeleton,
        t_s=source.times_s[list(indices)],
        image_size_px=(info.width_px, info.height_px),
        step=ProcessingStep(name="look_through", parameters={"frames": len(results)}),
    )
    return _choose(track, np.array(looks), settings, labelled)


def look_at_pictures(
    paths: Sequence[Path],
    estimator: PoseEstimator,
    *,
    progress: ProgressCallback,
    should_cancel: ShouldCancel,
) -> list[Suggested]:
    """Run the network over pictures that do not belong together, and return all, best first.

    Parameters
    ----------
    paths
        Pictures of any sizes.
    estimator
        Finds keypoints.
    progress
        Counts pictures.

    Returns
    -------
    list
        One each, ``index`` its place in ``paths``. First those that teach most; at the end those in
        which nobody was found, and those that look like others.

    Raises
    ------
    MediaError
        If a picture cannot be read.
    CancelledError
        On request.
    """
    poses: list[FollowedFrame] = []
    looks = []
    for number, path in enumerate(paths):
        raise_if_cancelled(should_cancel)
        rgb = read_image(path)
        picture = Frame.from_rgb(rgb, index=number)
        looks.append(_look_of(picture))
        poses.append(_find(picture, estimator, (rgb.shape[1], rgb.shape[0])))
        progress(Progress(stage=path.parent.name, done=number + 1, total=len(paths)))
    track = track_from_frames(
        [_of_one_size(pose) for pose in poses], skeleton=estimator.skeleton,
        t_s=np.arange(len(paths), dtype=float), image_size_px=(1, 1),
        step=ProcessingStep(name="look_at_pictures", parameters={"pictures": len(paths)}),
    )  # fmt: skip
    settings = SuggestionSettings(count=max(len(paths), 1), apart_s=0.0)
    chosen = _choose(track, np.array(looks), settings, frozenset())
    reasons = {one.index: one.reason for one in chosen}
    order = [*reasons, *(n for n in range(len(paths)) if n not in reasons)]
    nowhere = np.full(len(estimator.skeleton), np.nan)
    return [
        Suggested(
            index=number, t_s=float(number), reason=reasons.get(number, ""),
            xy_px=np.full((len(nowhere), 2), np.nan) if pose is None else pose.xy_px,
            score=nowhere if pose is None else pose.score,
        )
        for number in order
        for pose in (poses[number].pose,)
    ]  # fmt: skip


def _of_one_size(found: FollowedFrame) -> FollowedFrame:
    """Return a pose in units of its own extent, so that large pictures do not seem less sure."""
    if found.pose is None or not np.isfinite(found.pose.xy_px).any():
        return found
    extent = (
        float(np.nanmax(np.nanmax(found.pose.xy_px, 0) - np.nanmin(found.pose.xy_px, 0))) or 1.0
    )
    pose = replace(
        found.pose, xy_px=found.pose.xy_px / extent, spread_px=found.pose.spread_px / extent
    )
    return replace(found, pose=pose)


def _choose(
    track: PoseTrack, looks: FloatArray, settings: SuggestionSettings, labelled: frozenset[int]
) -> list[Suggested]:
    found = []
    if track.valid.any():
        known = [frame for frame in track.frame.tolist() if frame in labelled]
        found = list(suggest_frames(track, labelled=known, appearance=looks, settings=settings))
    row_of = {int(frame): row for row, frame in enumerate(track.frame)}
    chosen = [
        Suggested(
            index=s.frame, t_s=s.t_s, xy_px=track.xy_px[row_of[s.frame]],
            score=track.score[row_of[s.frame]], reason=s.reason,
        )
        for s in found
    ]  # fmt: skip
    return [*chosen, *_without_person(track, settings, labelled, {s.index for s in chosen})]


def _without_person(
    track: PoseTrack, settings: SuggestionSettings, labelled: frozenset[int], chosen: set[int]
) -> Iterator[Suggested]:
    """Yield frames in which nobody was found, spread over the source, until there are enough."""
    missing = settings.count - len(chosen)
    taken = {*chosen, *labelled}
    taken_s = [float(t) for t, f in zip(track.t_s, track.frame.tolist(), strict=True) if f in taken]
    nobody = []
    for row in np.flatnonzero(~track.valid.any(axis=1)):
        t_s = float(track.t_s[row])
        if all(abs(t_s - other) >= settings.apart_s for other in taken_s):
            nobody.append(int(row))
            taken_s.append(t_s)
    count = min(missing, len(nobody))
    for at in np.linspace(0, len(nobody) - 1, count).round().astype(int) if count > 0 else ():
        row, joints = nobody[at], len(track.skeleton)
        yield Suggested(
            index=int(track.frame[row]),
            t_s=float(track.t_s[row]),
            xy_px=np.full((joints, 2), np.nan),
            score=np.full(joints, np.nan),
            reason="The network found nobody here.",
        )


def _find(picture: Frame, estimator: PoseEstimator, size_px: tuple[int, int]) -> FollowedFrame:
    """Look for the person in one picture; without a pose where nobody is."""
    for settings in (_SEARCH, _DOUBTFUL):
        follower = PersonFollower(estimator, size_px, settings)
        (result,) = [*follower.step(picture), *follower.flush()]
        if result.outcome is Outcome.POSE:
            break
    return result


def _look_of(frame: Frame) -> FloatArray:
    unknown = np.full(3 * 64, np.nan)
    if frame.damaged:
        return unknown
    rgb = frame.rgb()
    return appearance_of(rgb) if min(rgb.shape[:2]) >= _LEAST_LOOK_PX else unknown
