"""A label project: frames to be labelled, what is labelled in them, and how that is changed.

Immutable: every change returns a new frame or project, so that undoing is going back to the old
one. A frame starts from the network's guess; only what its labeller has accepted is a label.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from efficientpose_core.errors import DataError
from efficientpose_core.pose import BoolArray, FloatArray, ProcessingStep
from efficientpose_core.skeleton import MPII16, Skeleton
from efficientpose_core.training.labels.types import (
    LabelledImage,
    LabelSet,
    Visibility,
    VisibilityArray,
)

__all__ = ["LabelFrame", "LabelProject", "LabelSource", "Origin", "empty_frame"]

_DECIMALS = 2
"""Positions are kept to a hundredth of a pixel: nobody points more exactly."""


class Origin(IntEnum):
    """Where the position of a keypoint comes from."""

    NOTHING = 0
    """Nobody has said anything of it: neither network nor labeller."""
    GUESS = 1
    """The network's guess, as it is."""
    HAND = 2
    """Set, moved, or taken away by the labeller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSource:
    """A recording, or a folder of pictures, that frames were taken from.

    Parameters
    ----------
    name
        Unique in the project: the folder of its pictures, and the group of its labels, which is
        never divided between training and validation.
    path
        Where it was.
    sha256
        Of the recording, by which it is known again under another name; empty for pictures.
    """

    name: str
    path: Path
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LabelFrame:
    """One person in one picture, labelled or still to be labelled.

    Parameters
    ----------
    key
        Unique in the project.
    picture
        File in the project's folder, with forward slashes.
    size_px
        (width, height) of the upright picture.
    source
        Name of the `LabelSource`.
    frame, t_s
        Number and time in the recording; None and NaN for pictures.
    group
        Person or recording: what is never divided between training and validation.
    xy_px
        (K, 2) x right, y down, pixel (0, 0) covering [0, 1) x [0, 1); NaN where there is none.
    visibility
        (K,) `Visibility`; a finite position exactly where it is not MISSING.
    origin
        (K,) `Origin`. HAND and MISSING together: the labeller says that it cannot be told.
    guess_px, guess_score
        (K, 2) and (K,) what the network found and how sure it was; NaN where it found nothing, or
        does not know the keypoint.
    guessed_by
        Name of the weights; empty as long as no network has looked.
    is_done
        Whether the labeller has accepted it: only then is it a label.
    reason
        Why it is worth labelling, for the labeller.

    Raises
    ------
    DataError
        If shapes disagree, or position, visibility and origin contradict each other.
    """

    key: str
    picture: str
    size_px: tuple[int, int]
    source: str
    group: str
    xy_px: FloatArray
    visibility: VisibilityArray
    origin: npt.NDArray[np.int8]
    guess_px: FloatArray
    guess_score: FloatArray
    guessed_by: str = ""
    frame: int | None = None
    t_s: float = float("nan")
    is_done: bool = False
    reason: str = ""

    def __post_init__(self) -> None:
        """Freeze the arrays and check that they fit together."""
        joints = len(self.visibility)
        for name, shape in (("xy_px", (joints, 2)), ("guess_px", (joints, 2)),
                            ("guess_score", (joints,))):  # fmt: skip
            self._freeze(
                name, np.round(np.array(getattr(self, name), np.float64), _DECIMALS), shape
            )
        for name in ("visibility", "origin"):
            self._freeze(name, np.array(getattr(self, name), np.int8), (joints,))
        has_place = np.isfinite(self.xy_px).all(axis=1)
        if np.isinf(self.xy_px).any() or np.any(has_place != (self.visibility > 0)):
            raise DataError(f"{self.key}: a keypoint has a position exactly where it is labelled.")
        if np.any((self.visibility < 0) | (self.visibility > Visibility.VISIBLE)):
            raise DataError(f"{self.key}: visibilities are 0, 1 or 2.")
        if np.any((self.origin < 0) | (self.origin > Origin.HAND)):
            raise DataError(f"{self.key}: origins are 0, 1 or 2.")
        if np.any(has_place & (self.origin == Origin.NOTHING)):
            raise DataError(f"{self.key}: a keypoint has a position that comes from nowhere.")

    def _freeze(self, name: str, array: npt.NDArray[Any], shape: tuple[int, ...]) -> None:
        if array.shape != shape:
            raise DataError(f"{self.key}: {name} has the shape {array.shape}, expected {shape}.")
        array.setflags(write=False)
        object.__setattr__(self, name, array)

    def __len__(self) -> int:
        return len(self.visibility)

    @property
    def undecided(self) -> tuple[int, ...]:
        """Channels of which nobody has said anything."""
        return tuple(int(k) for k in np.flatnonzero(self.origin == Origin.NOTHING))

    @property
    def is_untouched(self) -> bool:
        """Whether the labeller has changed nothing."""
        return not self.is_done and not np.any(self.origin == Origin.HAND)

    # --- What a labeller does ------------------------------------------------------------------

    def moved(self, keypoint: int, x_px: float, y_px: float) -> LabelFrame:
        """Return the frame with a keypoint there; hidden ones stay hidden.

        Raises
        ------
        DataError
            If the place is not a number.
        """
        if not (np.isfinite(x_px) and np.isfinite(y_px)):
            raise DataError("A keypoint can only be put at a place in the picture.")
        xy, visibility = self.xy_px.copy(), self.visibility.copy()
        xy[keypoint] = x_px, y_px
        if visibility[keypoint] == Visibility.MISSING:
            visibility[keypoint] = Visibility.VISIBLE
        return self._by_hand((keypoint,), xy, visibility)

    def removed(self, keypoint: int) -> LabelFrame:
        """Return the frame with a keypoint that cannot be told."""
        xy, visibility = self.xy_px.copy(), self.visibility.copy()
        xy[keypoint], visibility[keypoint] = np.nan, Visibility.MISSING
        return self._by_hand((keypoint,), xy, visibility)

    def with_occluded(self, keypoint: int, is_occluded: bool) -> LabelFrame:
        """Return the frame with a keypoint that something hides, or that is seen.

        Raises
        ------
        DataError
            If the keypoint has no position.
        """
        if self.visibility[keypoint] == Visibility.MISSING:
            raise DataError("Put the keypoint where it must be, then say that it is hidden.")
        visibility = self.visibility.copy()
        visibility[keypoint] = Visibility.OCCLUDED if is_occluded else Visibility.VISIBLE
        return self._by_hand((keypoint,), self.xy_px, visibility)

    def exchanged(self, skeleton: Skeleton) -> LabelFrame:
        """Return the frame with left and right exchanged."""
        other = list(skeleton.flip_permutation)
        changed = [k for k, mirror in enumerate(other) if k != mirror]
        origin = self.origin[other].copy()
        origin[[k for k in changed if origin[k] != Origin.NOTHING]] = Origin.HAND
        return replace(
            self, xy_px=self.xy_px[other], visibility=self.visibility[other], origin=origin
        )

    def copied(self, other: LabelFrame, keypoints: Collection[int]) -> LabelFrame:
        """Return the frame with keypoints where they are in another frame.

        Those without a position there are left as they are. Pictures of another size are scaled.
        """
        chosen = [k for k in keypoints if other.visibility[k] != Visibility.MISSING]
        xy, visibility = self.xy_px.copy(), self.visibility.copy()
        scale = np.array(self.size_px) / np.array(other.size_px)
        xy[chosen] = other.xy_px[chosen] * scale
        visibility[chosen] = other.visibility[chosen]
        return self._by_hand(chosen, xy, visibility)

    def restored(self, keypoints: Collection[int]) -> LabelFrame:
        """Return the frame with keypoints as the network has guessed them."""
        chosen = list(keypoints)
        found: BoolArray = np.asarray(np.isfinite(self.guess_px[:, 0]))
        xy, visibility, origin = self.xy_px.copy(), self.visibility.copy(), self.origin.copy()
        xy[chosen] = self.guess_px[chosen]
        visibility[chosen] = np.where(found[chosen], Visibility.VISIBLE, Visibility.MISSING)
        origin[chosen] = np.where(found[chosen], Origin.GUESS, Origin.NOTHING)
        return replace(self, xy_px=xy, visibility=visibility, origin=origin)

    def accepted(self) -> LabelFrame:
        """Return the frame as a label.

        Raises
        ------
        DataError
            If no keypoint has a position.
        """
        if not np.any(self.visibility > Visibility.MISSING):
            raise DataError(
                "No keypoint is labelled in this frame: label at least one, or remove the frame."
            )
        return replace(self, is_done=True)

    def reopened(self) -> LabelFrame:
        """Return the frame as one that is still to be labelled."""
        return replace(self, is_done=False)

    # --- What others do ------------------------------------------------------------------------

    def with_guess(self, xy_px: FloatArray, score: FloatArray, guessed_by: str) -> LabelFrame:
        """Return the frame with what a network found; what a labeller said stays as it is.

        Places outside of the picture are no guesses: nobody could confirm them.

        Parameters
        ----------
        xy_px, score
            (K, 2) and (K,), NaN where it found nothing.
        guessed_by
            Name of the weights.
        """
        # Comparisons with NaN are false.
        found: BoolArray = np.all((xy_px >= 0) & (xy_px <= np.array(self.size_px)), axis=1)
        new = replace(
            self,
            guess_px=np.where(found[:, None], xy_px, np.nan),
            guess_score=np.where(found, score, np.nan),
            guessed_by=guessed_by,
        )
        if self.is_done:
            return new
        return new.restored(np.flatnonzero(self.origin != Origin.HAND).tolist())

    def reordered(self, channels: Sequence[int | None]) -> LabelFrame:
        """Return the frame for another skeleton: where each of its keypoints was, None for new."""
        known = [k for k, old in enumerate(channels) if old is not None]
        old = [channel for channel in channels if channel is not None]

        def carry(values: npt.NDArray[Any], empty: float) -> npt.NDArray[Any]:
            result: npt.NDArray[Any] = np.full(
                (len(channels), *values.shape[1:]), empty, values.dtype
            )
            result[known] = values[old]
            return result

        return replace(
            self,
            xy_px=carry(self.xy_px, np.nan),
            visibility=carry(self.visibility, Visibility.MISSING),
            origin=carry(self.origin, Origin.NOTHING),
            guess_px=carry(self.guess_px, np.nan),
            guess_score=carry(self.guess_score, np.nan),
        )

    def _by_hand(
        self, keypoints: Collection[int], xy_px: FloatArray, visibility: VisibilityArray
    ) -> LabelFrame:
        origin = self.origin.copy()
        origin[list(keypoints)] = Origin.HAND
        return replace(self, xy_px=xy_px, visibility=visibility, origin=origin)


def empty_frame(
    joints: int,
    *,
    key: str,
    picture: str,
    size_px: tuple[int, int],
    source: str,
    group: str = "",
    frame: int | None = None,
    t_s: float = float("nan"),
    reason: str = "",
) -> LabelFrame:
    """Return a frame of which nothing is known; its group is the source by default."""
    nowhere = np.full((joints, 2), np.nan)
    return LabelFrame(
        key=key, picture=picture, size_px=size_px, source=source, group=group or source,
        frame=frame, t_s=t_s, reason=reason, xy_px=nowhere, guess_px=nowhere,
        visibility=np.zeros(joints, np.int8), origin=np.zeros(joints, np.int8),
        guess_score=np.full(joints, np.nan),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class LabelProject:
    """Everything that is labelled, and still to be labelled, with one skeleton.

    Parameters
    ----------
    folder
        Holds the file and the pictures.
    skeleton
        What is labelled.
    sources
        Where frames come from.
    frames
        In the order in which they are to be labelled.

    Raises
    ------
    DataError
        If a frame has another number of keypoints, a key or source is there twice, or a frame
        names a source that does not exist.
    """

    folder: Path
    skeleton: Skeleton = MPII16
    sources: tuple[LabelSource, ...] = ()
    frames: tuple[LabelFrame, ...] = ()

    def __post_init__(self) -> None:
        """Check that the parts fit together."""
        names = {source.name for source in self.sources}
        keys = {frame.key: row for row, frame in enumerate(self.frames)}
        if len(keys) != len(self.frames) or len(names) != len(self.sources):
            raise DataError("A label project must not hold a frame or a recording twice.")
        for frame in self.frames:
            if len(frame) != len(self.skeleton):
                raise DataError(
                    f"{frame.key} has {len(frame)} keypoints, the project {len(self.skeleton)}."
                )
            if frame.source not in names:
                raise DataError(f"{frame.key} is from {frame.source}, which is not in the project.")
        object.__setattr__(self, "_row_of", keys)

    def __len__(self) -> int:
        return len(self.frames)

    @property
    def done_count(self) -> int:
        """How many frames are labelled."""
        return sum(frame.is_done for frame in self.frames)

    def row_of(self, key: str) -> int | None:
        """Return where a frame is; None when it is gone."""
        row: int | None = getattr(self, "_row_of").get(key)  # noqa: B009 - frozen dataclass
        return row

    def picture_path(self, frame: LabelFrame) -> Path:
        """Return where the picture of a frame lies."""
        return self.folder / frame.picture

    def next_to_do(self, row: int, step: int = 1) -> int | None:
        """Return the next frame after ``row`` that is still to be labelled, from the start again.

        Parameters
        ----------
        row
            Where to begin; the frame there comes last.
        step
            -1 to go backwards.

        Returns
        -------
        int or None
            None when all are labelled.
        """
        count = len(self.frames)
        for distance in range(1, count + 1):
            candidate = (row + step * distance) % count
            if not self.frames[candidate].is_done:
                return candidate
        return None

    def nearest_done(self, row: int) -> int | None:
        """Return the labelled frame of the same source that is nearest, in time where it is known.

        None when no other frame of that source is labelled.
        """
        here = self.frames[row]

        def distance(other: int) -> float:
            gap = self.frames[other].t_s - here.t_s
            return abs(gap) if np.isfinite(gap) else float(abs(other - row))

        others = [
            other
            for other, frame in enumerate(self.frames)
            if frame.is_done and other != row and frame.source == here.source
        ]
        return min(others, key=distance, default=None)

    # --- Changes -------------------------------------------------------------------------------

    def with_frame(self, frame: LabelFrame) -> LabelProject:
        """Return the project with a frame in the place of the one with its key; none is added."""
        row = self.row_of(frame.key)
        if row is None:
            return self
        return replace(self, frames=(*self.frames[:row], frame, *self.frames[row + 1 :]))

    def with_added(
        self, frames: Sequence[LabelFrame], sources: Sequence[LabelSource] = ()
    ) -> LabelProject:
        """Return the project with frames at the end, and sources added or brought up to date."""
        merged = {source.name: source for source in (*self.sources, *sources)}
        return replace(self, sources=tuple(merged.values()), frames=(*self.frames, *frames))

    def without(self, keys: Collection[str]) -> LabelProject:
        """Return the project without some frames; their pictures stay in the folder."""
        gone = set(keys)
        return replace(self, frames=tuple(frame for frame in self.frames if frame.key not in gone))

    def with_skeleton(
        self, skeleton: Skeleton, renamed: Mapping[str, str] | None = None
    ) -> LabelProject:
        """Return the project with another skeleton; labels follow their keypoints.

        Parameters
        ----------
        skeleton
            The new one.
        renamed
            New names and the old ones they stand for; keypoints of the same name need none.
        """
        old_of = renamed or {}
        channels: list[int | None] = []
        for name in skeleton.keypoints:
            old = old_of.get(name, name)
            channels.append(self.skeleton.index(old) if old in self.skeleton else None)
        return replace(
            self,
            skeleton=skeleton,
            frames=tuple(frame.reordered(channels) for frame in self.frames),
        )

    def labels_of(self, keypoint: str) -> int:
        """Return how many labelled frames have a position of a keypoint."""
        k = self.skeleton.index(keypoint)
        return sum(frame.is_done and bool(frame.visibility[k]) for frame in self.frames)

    def to_labels(self) -> LabelSet:
        """Return what is labelled, as the trainer takes it: the accepted frames."""
        done = [frame for frame in self.frames if frame.is_done]
        images = tuple(
            LabelledImage(
                path=self.picture_path(frame), name=frame.picture, size_px=frame.size_px,
                xy_px=frame.xy_px, visibility=frame.visibility, group=frame.group,
            )
            for frame in done
        )  # fmt: skip
        step = ProcessingStep(
            name="label",
            parameters={"labelled": len(done), "frames": len(self.frames)},
            note=f"{len(done)} of {len(self.frames)} frames were labelled by hand.",
        )
        return LabelSet(skeleton=self.skeleton, images=images, log=(step,))
