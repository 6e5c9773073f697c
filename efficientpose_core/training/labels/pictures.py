"""The pictures behind labels: facts about them, and copies where another format wants them."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from efficientpose_core.atomic import atomic_path, write_bytes
from efficientpose_core.errors import MediaError, OutputError
from efficientpose_core.media._cv2 import cv2
from efficientpose_core.media.images import read_image
from efficientpose_core.media.resample import ByteImage
from efficientpose_core.media.video import VideoReader
from efficientpose_core.pose import ProcessingStep
from efficientpose_core.progress import (
    Progress,
    ProgressCallback,
    ShouldCancel,
    ignore_progress,
    never_cancel,
    raise_if_cancelled,
)
from efficientpose_core.training.labels.types import LabelledImage, LabelSet

__all__ = ["PictureFacts", "fill_sizes", "inspect_pictures", "place_pictures", "safe_name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFacts:
    """What a picture or video really is.

    Parameters
    ----------
    size_px
        (width, height), upright; None when it cannot be read.
    frame_count
        1 for pictures.
    digest
        Of the pixels: equal for the same picture under another name or in another lossless format.
        Empty for videos.
    problem
        Why it cannot be read; empty when it can.
    """

    size_px: tuple[int, int] | None = None
    frame_count: int = 0
    digest: str = ""
    problem: str = ""


def inspect_pictures(
    labels: LabelSet,
    *,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> dict[Path, PictureFacts]:
    """Read every picture of the labels once, and the index of every video.

    Files that are missing are told with an empty problem and no size: the reader has complained.

    Raises
    ------
    CancelledError
        If the user stopped it.
    """
    is_video = {image.path: image.frame is not None for image in labels.images}
    facts: dict[Path, PictureFacts] = {}
    for path, video in is_video.items():
        raise_if_cancelled(should_cancel)
        facts[path] = _facts(path, is_video=video)
        progress(
            Progress(
                stage="Reading pictures", done=len(facts), total=len(is_video), unit="pictures"
            )
        )
    return facts


def _facts(path: Path, *, is_video: bool) -> PictureFacts:
    if not path.is_file():
        return PictureFacts()
    try:
        if is_video:
            with VideoReader(path) as reader:
                info = reader.info
            return PictureFacts(
                size_px=(info.width_px, info.height_px), frame_count=info.frame_count
            )
        rgb = read_image(path)
    except MediaError as error:
        return PictureFacts(problem=str(error))
    height, width = rgb.shape[:2]
    digest = hashlib.blake2b(rgb.tobytes(), digest_size=16, person=b"%d x %d" % (width, height))
    return PictureFacts(size_px=(width, height), frame_count=1, digest=digest.hexdigest())


def fill_sizes(labels: LabelSet, facts: Mapping[Path, PictureFacts]) -> LabelSet:
    """Return the labels with the size of the pictures where the label file did not tell it."""
    images = tuple(
        replace(image, size_px=facts[image.path].size_px)
        if image.size_px is None and image.path in facts
        else image
        for image in labels.images
    )
    return replace(labels, images=images)


def place_pictures(
    labels: LabelSet,
    folder_of: Callable[[LabelledImage], Path],
    *,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> LabelSet:
    """Copy pictures, and write frames of videos as PNG, into folders; return labels of these.

    Parameters
    ----------
    labels
        Their files have to exist.
    folder_of
        Where the picture of a person belongs. What lies there already stays as it is.

    Raises
    ------
    MediaError
        If a video or frame cannot be read.
    OutputError
        If a file cannot be written.
    CancelledError
        If the user stopped it.
    """
    targets: dict[tuple[Path, int | None], Path] = {}
    taken: set[Path] = set()
    for image in labels.images:
        key = (image.path, image.frame)
        if key not in targets:
            targets[key] = _free_target(image, folder_of(image), taken)
            taken.add(targets[key])
    done = 0
    for path in dict.fromkeys(path for path, _ in targets):
        frames = {frame: target for (source, frame), target in targets.items() if source == path}
        for _ in _write_files(path, frames):
            raise_if_cancelled(should_cancel)
            done += 1
            progress(
                Progress(stage="Copying pictures", done=done, total=len(targets), unit="pictures")
            )
    images = tuple(
        replace(
            image,
            path=targets[image.path, image.frame],
            frame=None,
            name=targets[image.path, image.frame].name,
        )
        for image in labels.images
    )
    step = ProcessingStep(
        name="place_pictures",
        parameters={"pictures": len(targets)},
        note=f"{len(targets)} pictures were copied.",
    )
    return replace(labels, images=images, log=(*labels.log, step))


def _free_target(image: LabelledImage, folder: Path, taken: set[Path]) -> Path:
    stem, suffix = safe_name(image.path.stem), image.path.suffix
    if image.frame is not None:
        stem, suffix = f"{stem}_{image.frame:06d}", ".png"
    elif Path(os.path.normpath((folder / image.path.name).absolute())) == image.path:
        return image.path
    target, count = folder / f"{stem}{suffix}", 1
    while target in taken:
        count += 1
        target = folder / f"{stem}_{count}{suffix}"
    return target


def _write_files(source: Path, frames: Mapping[int | None, Path]) -> Iterable[None]:
    if None in frames:
        target = frames[None]
        if not target.exists() or not target.samefile(source):
            with atomic_path(target) as temporary:
                shutil.copyfile(source, temporary)
        yield
        return
    with VideoReader(source) as reader:
        for frame in sorted(number for number in frames if number is not None):
            write_png(frames[frame], reader.frame_at(frame).rgb())
            yield


def write_png(target: Path, rgb: ByteImage) -> None:
    """Write (H, W, 3) RGB as PNG, atomically; `OutputError` when that fails."""
    done, data = cv2.imencode(".png", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
    if not done:
        raise OutputError(f"Cannot write {target} as PNG: choose another folder.")
    write_bytes(target, data.tobytes())


def safe_name(text: str) -> str:
    """Return a file name without characters that some system or spreadsheet takes amiss."""
    return re.sub(r"[^\w.-]+", "_", text).strip("._-") or "unnamed"
