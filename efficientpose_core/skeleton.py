"""Skeletons: which keypoints there are, how they are joined, and which mirror each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from efficientpose_core.errors import DataError, UnknownNameError

__all__ = ["MPII16", "Skeleton"]


@dataclass(frozen=True, kw_only=True)
class Skeleton:
    """An ordered set of keypoints with the limbs between them.

    Parameters
    ----------
    name
        Short identifier, stored in weights, sessions and exports.
    keypoints
        Names in channel order, snake_case; sides are told by the prefixes ``left_`` and
        ``right_``.
    limbs
        Pairs of keypoint names, start to end: one part affinity field (PAF) each, in channel
        order.
    segments
        Pairs of keypoint names that are drawn; ``limbs`` when empty.

    Raises
    ------
    DataError
        If names are empty or repeated, or a limb names an unknown keypoint.
    """

    name: str
    keypoints: tuple[str, ...]
    limbs: tuple[tuple[str, str], ...] = ()
    segments: tuple[tuple[str, str], ...] = field(default=())

    def __post_init__(self) -> None:
        """Check the names; fill ``segments`` from ``limbs``."""
        if not self.keypoints:
            raise DataError(f"Skeleton '{self.name}' has no keypoints: name at least one.")
        repeated = {k for k in self.keypoints if self.keypoints.count(k) > 1}
        if repeated:
            raise DataError(
                f"Skeleton '{self.name}' names {', '.join(sorted(repeated))} more than once."
            )
        for start, end in (*self.limbs, *self.segments):
            for joint in (start, end):
                if joint not in self.keypoints:
                    raise DataError(
                        f"Skeleton '{self.name}': limb {start}-{end} names the unknown "
                        f"keypoint '{joint}'."
                    )
        if not self.segments:
            object.__setattr__(self, "segments", self.limbs)

    def __len__(self) -> int:
        return len(self.keypoints)

    def __contains__(self, keypoint: object) -> bool:
        return keypoint in self.keypoints

    def index(self, keypoint: str) -> int:
        """Return the channel of ``keypoint``; `UnknownNameError` when there is none."""
        try:
            return self._channel_of[keypoint]
        except KeyError:
            raise UnknownNameError("keypoint", keypoint, self.keypoints) from None

    def has(self, *keypoints: str) -> bool:
        """Tell whether all ``keypoints`` belong to this skeleton."""
        return all(k in self._channel_of for k in keypoints)

    @cached_property
    def _channel_of(self) -> dict[str, int]:
        return {name: channel for channel, name in enumerate(self.keypoints)}

    @cached_property
    def flip_permutation(self) -> tuple[int, ...]:
        """Channel order after mirroring the picture: left and right change places."""
        return tuple(self._channel_of.get(mirror_name(k), i) for i, k in enumerate(self.keypoints))

    @cached_property
    def limb_channels(self) -> tuple[tuple[int, int], ...]:
        """Limbs as pairs of keypoint channels."""
        return tuple((self.index(a), self.index(b)) for a, b in self.limbs)

    @cached_property
    def segment_channels(self) -> tuple[tuple[int, int], ...]:
        """Drawn segments as pairs of keypoint channels."""
        return tuple((self.index(a), self.index(b)) for a, b in self.segments)


def mirror_name(keypoint: str) -> str:
    """Return the name of the keypoint on the other side; the same name for middle ones."""
    for here, there in (("left_", "right_"), ("right_", "left_")):
        if keypoint.startswith(here):
            return there + keypoint.removeprefix(here)
    return keypoint


def side_of(keypoint: str) -> str:
    """Return ``"left"``, ``"right"`` or ``"middle"``."""
    if keypoint.startswith("left_"):
        return "left"
    return "right" if keypoint.startswith("right_") else "middle"


_MPII16_NAMES = (
    "head_top", "upper_neck",
    "right_shoulder", "right_elbow", "right_wrist",
    "thorax",
    "left_shoulder", "left_elbow", "left_wrist",
    "pelvis",
    "right_hip", "right_knee", "right_ankle",
    "left_hip", "left_knee", "left_ankle",
)  # fmt: skip


def _named(pairs: tuple[tuple[int, int], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((_MPII16_NAMES[a], _MPII16_NAMES[b]) for a, b in pairs)


MPII16 = Skeleton(
    name="mpii16",
    keypoints=_MPII16_NAMES,
    # Channel order of the part affinity fields in the released networks.
    limbs=_named(
        (
            (0, 1), (1, 2), (2, 3), (3, 4), (1, 6), (6, 7), (7, 8), (1, 5),
            (5, 10), (10, 11), (11, 12), (5, 13), (13, 14), (14, 15),
        )
    ),
    segments=_named(
        (
            (0, 1), (1, 5), (5, 2), (5, 6), (5, 9), (2, 3), (3, 4), (6, 7),
            (7, 8), (9, 10), (9, 13), (10, 11), (11, 12), (13, 14), (14, 15),
        )
    ),
)  # fmt: skip
"""The 16 keypoints of the MPII Human Pose data set, in the order of the released networks."""
