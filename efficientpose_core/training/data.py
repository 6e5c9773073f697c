"""From a configuration to examples: labels, teachers, phantom frames, backgrounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from efficientpose_core.errors import DataError
from efficientpose_core.media.images import read_image
from efficientpose_core.media.resample import ByteImage
from efficientpose_core.media.video import VideoReader
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.phantom.gait import WalkSettings
from efficientpose_core.phantom.motion import Motion
from efficientpose_core.phantom.scene import Direction, View
from efficientpose_core.pose import FloatArray
from efficientpose_core.skeleton import Skeleton
from efficientpose_core.training.config import DataSource, TrainingConfig
from efficientpose_core.training.crops import PictureSource
from efficientpose_core.training.examples import (
    Examples,
    background_examples,
    examples_from_labels,
    join,
)
from efficientpose_core.training.identity import picture_key
from efficientpose_core.training.labels import formats
from efficientpose_core.training.labels.split import part_of
from efficientpose_core.training.labels.types import LabelledImage, LabelSet
from efficientpose_core.training.teacher import teacher_keypoints

__all__ = ["Labelled", "build_examples", "check_apart", "picture_of", "read_labels"]

Report = Callable[[str, int, int], None]
"""What is being done, how much is done, how much there is."""

_SMALLEST_BACKGROUND_PX = 64
_PHANTOM_PX = 320


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Labelled:
    """Labels brought to the skeleton of the network.

    Parameters
    ----------
    images
        The people.
    xy_px
        (N, K, 2) in the order of the network's skeleton; NaN where unlabelled.
    head_size_px
        (N,) NaN where unknown.
    note
        Where they came from, and what was left out and why.
    """

    images: tuple[LabelledImage, ...]
    xy_px: FloatArray
    head_size_px: FloatArray
    note: str = ""


def read_labels(source: DataSource, skeleton: Skeleton) -> Labelled:
    """Read labels and join them to the network's keypoints by name.

    Raises
    ------
    DataError
        If nothing usable is left; the message tells the first complaint of the reader.
    """
    found = formats.read_labels(source.labels, images=source.images)
    labels = found.usable()
    if not len(labels):
        first = found.complaints[0].sentence if found.complaints else "it names nobody"
        raise DataError(f"{source.labels.name} holds no usable person: {first}")
    labels = part_of(labels, source.share)
    return Labelled(
        images=labels.images,
        xy_px=_joined(labels, skeleton, source.labels),
        head_size_px=np.array([image.head_size_px for image in labels.images]),
        note=labels.log[-1].note if labels.log else "",
    )


def _joined(labels: LabelSet, skeleton: Skeleton, path: Path) -> FloatArray:
    shared = [name for name in skeleton.keypoints if name in labels.skeleton]
    if not shared:
        raise DataError(
            f"{path.name} shares no keypoint name with the skeleton '{skeleton.name}': its names "
            f"are {', '.join(labels.skeleton.keypoints)}. Map them first."
        )
    xy = np.full((len(labels), len(skeleton), 2), np.nan)
    given = labels.xy_px
    for name in shared:
        xy[:, skeleton.index(name)] = given[:, labels.skeleton.index(name)]
    return xy


def picture_of(image: LabelledImage) -> ByteImage:
    """Read the picture, or the frame of the video, that a person was labelled in."""
    if image.frame is None:
        return read_image(image.path)
    with VideoReader(image.path) as video:
        return video.frame_at(image.frame).rgb()


def check_apart(train: Sequence[Labelled], validation: Labelled) -> None:
    """Refuse people who are both learnt from and validated with.

    Raises
    ------
    DataError
        If a picture, or a person or video of the same folder, is on both sides.
    """
    pictures = {(image.path, image.frame) for part in train for image in part.images}
    groups = {(image.path.parent, image.group) for part in train for image in part.images}
    for image in validation.images:
        if (image.path, image.frame) in pictures:
            raise DataError(
                f"{image.name} is both learnt from and validated with: its score would mean "
                "nothing. Divide the labels anew."
            )
        if (image.path.parent, image.group) in groups:
            raise DataError(
                f"'{image.group}' (of {image.name}) is both learnt from and validated with: divide "
                "the labels by person or video."
            )


def build_examples(
    config: TrainingConfig,
    people: Sequence[Labelled],
    skeleton: Skeleton,
    cache: Path,
    report: Report,
) -> Examples:
    """Gather everything that is learnt from.

    Parameters
    ----------
    config
        Names teachers and numbers of artificial pictures.
    people
        What `read_labels` gives for each of ``config.train``.
    skeleton
        Keypoints of the network.
    cache
        Folder for the teachers' predictions.
    report
        Told about the parts that take long.
    """
    parts = []
    for source, labelled in zip(config.train, people, strict=True):
        teacher = None
        if source.teacher is not None:
            teacher = teacher_keypoints(
                source.teacher, labelled.images, skeleton, read=picture_of, cache=cache,
                progress=partial(report, "Asking the teacher"),
            )  # fmt: skip
        parts.append(
            examples_from_labels(
                [_source_of(image) for image in labelled.images],
                labelled.xy_px,
                teacher=teacher,
                teacher_share=source.teacher_share,
                drop_disputed=source.drop_disputed,
                repeat=source.repeat,
            )
        )
    rng = np.random.default_rng([config.seed, 2])
    if config.backgrounds:
        sources = _background_sources(people, config.backgrounds, rng)
        parts.append(background_examples(sources, len(skeleton)))
    if config.phantom_frames:
        parts.append(_phantom_examples(config, skeleton))
    return join(parts)


def _source_of(image: LabelledImage) -> PictureSource:
    return PictureSource(key=picture_key(image), read=partial(picture_of, image))


def _background_sources(
    people: Sequence[Labelled], count: int, rng: np.random.Generator
) -> list[PictureSource]:
    """Return the largest strips beside people, of pictures where such a strip is large enough."""
    every = [
        (image, xy) for labelled in people
        for image, xy in zip(labelled.images, labelled.xy_px, strict=True)
    ]  # fmt: skip
    sources: list[PictureSource] = []
    for number in rng.permutation(len(every)):
        if len(sources) == count:
            break
        image, xy = every[number]
        strip = _strip_beside(image, xy)
        if strip is not None:
            sources.append(
                PictureSource(key=f"{picture_key(image)}:{strip}", read=partial(_cut, image, strip))
            )
    return sources


def _strip_beside(image: LabelledImage, xy: FloatArray) -> tuple[int, int, int, int] | None:
    """Return left, top, right, bottom of the widest strip beside the person, or None."""
    if image.size_px is None or np.isfinite(xy[:, 0]).sum() < len(xy) // 2:
        return None
    width, height = image.size_px
    low, high = np.nanmin(xy, axis=0), np.nanmax(xy, axis=0)
    margin = 0.12 * float((high - low).max())
    left, right = max(0, int(low[0] - margin)), min(width, int(high[0] + margin))
    strips = [(0, 0, left, height), (right, 0, width, height)]
    best = max(strips, key=lambda strip: strip[2] - strip[0])
    return best if best[2] - best[0] >= _SMALLEST_BACKGROUND_PX else None


def _cut(image: LabelledImage, box: tuple[int, int, int, int]) -> ByteImage:
    left, top, right, bottom = box
    return picture_of(image)[top:bottom, left:right]


def _phantom_examples(config: TrainingConfig, skeleton: Skeleton) -> Examples:
    """Return single frames of many synthetic people, with their true keypoints."""
    sources, truth = [], []
    for number in range(config.phantom_frames):
        phantom = Phantom(_phantom_spec(config.phantom_seed + number))
        box = _box_around(phantom)
        xy = np.full((len(skeleton), 2), np.nan)
        for name, points in phantom.points_px.items():
            if name in skeleton:
                xy[skeleton.index(name)] = points[0] - box[:2]
        truth.append(xy)
        sources.append(
            PictureSource(
                key=f"phantom {config.phantom_seed + number} 1",
                read=partial(_render, phantom.spec, box),
            )
        )
    return examples_from_labels(sources, np.stack(truth))


def _phantom_spec(seed: int) -> PhantomSpec:
    rng = np.random.default_rng([seed, 3])
    motion = list(Motion)[int(rng.choice(len(Motion), p=_motion_shares()))]
    walking = motion is Motion.WALK
    view = View.FRONT if motion is Motion.ARM_RAISE else View.SIDE
    return PhantomSpec(
        motion=motion,
        view=view,
        direction=Direction.LEFT if rng.random() < 0.5 else Direction.RIGHT,
        walk=WalkSettings(cadence_steps_min=float(rng.uniform(85, 130))),
        on_the_spot=walking and bool(rng.random() < 0.5),
        height_m=float(rng.uniform(1.5, 1.95)),
        seed=seed,
        size_px=(640, 480),
        times_s=(float(rng.uniform(0.0, 3.0)),),
        ahead_deg=float(rng.uniform(-15.0, 15.0)),
        roll_deg=float(rng.uniform(-4.0, 4.0)),
    )


def _motion_shares() -> FloatArray:
    """Return how often each motion is shown: walking, the hardest for legs, half of the time."""
    shares = np.array([len(Motion) - 1.0 if motion is Motion.WALK else 1.0 for motion in Motion])
    normalized: FloatArray = shares / shares.sum()
    return normalized


def _box_around(phantom: Phantom) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom of a region with some room around the person."""
    left, top, right, bottom = phantom.person_boxes[0]
    margin = 0.15 * max(right - left, bottom - top)
    width, height = phantom.spec.size_px
    return (
        max(0, int(left - margin)), max(0, int(top - margin)),
        min(width, int(right + margin)), min(height, int(bottom + margin)),
    )  # fmt: skip


def _render(spec: PhantomSpec, box: tuple[int, int, int, int]) -> ByteImage:
    # A new one each time: phantoms keep their surroundings, which would fill the memory.
    left, top, right, bottom = box
    return Phantom(spec).frame(0)[top:bottom, left:right]
