"""Bringing recordings, pictures and labels of other programs into a label project.

Frames of recordings are written as PNG, and pictures are copied, into the project's folder, which
can be moved to another computer as it is. What is added goes to the end; nothing is added twice.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from efficientpose_core.atomic import atomic_path
from efficientpose_core.errors import DataError, MediaError, SessionError
from efficientpose_core.inference.estimator import PoseEstimator
from efficientpose_core.media.images import is_image, natural_key, read_image
from efficientpose_core.media.source import FrameSource
from efficientpose_core.media.video import VideoReader, file_sha256, is_video
from efficientpose_core.pose import BoolArray
from efficientpose_core.progress import (
    Progress,
    ProgressCallback,
    ShouldCancel,
    ignore_progress,
    never_cancel,
    raise_if_cancelled,
)
from efficientpose_core.training.labels.deeplabcut import is_deeplabcut
from efficientpose_core.training.labels.formats import LabelFormat, detect_format, read_labels
from efficientpose_core.training.labels.guessing import (
    carried_over,
    look_at_pictures,
    look_through,
    shared_keypoints,
)
from efficientpose_core.training.labels.mapping import apply_mapping, suggest_mapping
from efficientpose_core.training.labels.pictures import safe_name, write_png
from efficientpose_core.training.labels.project import (
    LabelFrame,
    LabelProject,
    LabelSource,
    Origin,
    empty_frame,
)
from efficientpose_core.training.labels.project_file import PROJECT_FILE
from efficientpose_core.training.labels.types import LabelledImage, Visibility
from efficientpose_core.training.suggest import SuggestionSettings

__all__ = ["Added", "add_all", "add_labels", "add_pictures", "add_recording", "pictures_of"]

_PICTURES = "images"
_MOST_LOOKED_AT = 200
"""Frames of a recording, or pictures of a folder, that the network looks at: enough to choose from,
a minute at most."""
_LOOKS_PER_DISTANCE = 2
"""Frames looked at in the time that suggestions are apart."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Added:
    """What came of adding one thing.

    Parameters
    ----------
    source
        Where the frames come from; None when nothing came of it.
    frames
        New ones, in the order in which they are to be labelled.
    remarks
        What was left aside and why, in sentences.
    """

    source: LabelSource | None = None
    frames: tuple[LabelFrame, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class _Store:
    """Writes pictures into a project; takes them back when adding fails half-way."""

    folder: Path
    _written: list[Path] = field(default_factory=list)

    @contextmanager
    def undoing(self) -> Iterator[None]:
        """Remove what was written when the block raises."""
        try:
            yield
        except BaseException:
            for path in self._written:
                path.unlink(missing_ok=True)
            raise

    def write_frame(self, source: FrameSource, index: int, name: str) -> str:
        """Write a frame of a recording; return its picture's name. What is there already stays."""
        target = self.folder / _PICTURES / name / f"{index:06d}.png"
        if not target.exists():
            self._written.append(target)
            write_png(target, source.frame_at(index).rgb())
        return self._name(target)

    def copy(self, path: Path, name: str) -> str:
        """Copy a picture, unless it lies in the folder already; return its name."""
        inside = Path(os.path.abspath(path))
        if inside.is_relative_to(self.folder):
            return self._name(inside)
        target = self.folder / _PICTURES / name / path.name
        if not target.exists():
            self._written.append(target)
            with atomic_path(target) as temporary:
                shutil.copyfile(path, temporary)
        return self._name(target)

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()


def add_all(
    project: LabelProject,
    paths: Sequence[Path],
    open_estimator: Callable[[], PoseEstimator],
    settings: SuggestionSettings,
    *,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> tuple[Added, ...]:
    """Add recordings, pictures, folders of pictures, and labels, whatever each path is.

    What cannot be read becomes a remark; the others are added all the same.

    Parameters
    ----------
    project
        Stays as it is.
    paths
        Files and folders.
    open_estimator
        Called when the first recording or picture comes.
    settings
        For recordings: how many frames of each, and how far apart.

    Raises
    ------
    OutputError
        If pictures cannot be written.
    MissingWeightsError, WeightsError, EngineError
        If the network cannot be had.
    CancelledError
        On request.
    """
    results: list[Added] = []
    for kind, group in _sorted_by_kind(paths):
        try:
            if kind == "recording":
                added = add_recording(
                    project,
                    group[0],
                    open_estimator(),
                    settings,
                    progress=progress,
                    should_cancel=should_cancel,
                )
            elif kind == "folder":
                added = add_pictures(
                    project,
                    pictures_of(group[0]),
                    open_estimator(),
                    progress=progress,
                    should_cancel=should_cancel,
                )
            elif kind == "pictures":
                added = add_pictures(
                    project, group, open_estimator(), progress=progress, should_cancel=should_cancel
                )
            else:
                added = add_labels(
                    project, group[0], progress=progress, should_cancel=should_cancel
                )
        except (DataError, MediaError, SessionError) as error:
            added = Added(remarks=(str(error),))
        if added.source is not None:
            project = project.with_added(added.frames, (added.source,))
        results.append(added)
    return tuple(results)


def _sorted_by_kind(paths: Sequence[Path]) -> Iterator[tuple[str, list[Path]]]:
    """Yield what each path is; single pictures of one folder come together."""
    pictures: dict[Path, list[Path]] = {}
    for path in paths:
        if path.is_dir():
            is_labels = is_deeplabcut(path) or (path / PROJECT_FILE).is_file()
            yield "labels" if is_labels else "folder", [path]
        elif is_image(path):
            pictures.setdefault(path.parent, []).append(path)
        else:
            yield "recording" if is_video(path) else "labels", [path]
    for group in pictures.values():
        yield "pictures", group


def add_recording(
    project: LabelProject,
    path: Path,
    estimator: PoseEstimator,
    settings: SuggestionSettings,
    *,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> Added:
    """Choose frames of a video that teach most, and guess the keypoints in them.

    Parameters
    ----------
    project
        Stays as it is; frames of the same recording that are in it are not chosen again.
    path
        Video.
    estimator
        Looks through the recording.
    settings
        How many frames are wanted, and how far apart.

    Raises
    ------
    MediaError
        If the video cannot be read.
    OutputError
        If the pictures cannot be written; then none is left.
    CancelledError
        On request; then no picture is left.
    """
    source = _source_of_video(project, path)
    present = {f.frame for f in project.frames if f.source == source.name and f.frame is not None}
    store = _Store(project.folder)
    with VideoReader(path) as reader, store.undoing():
        indices = sorted({*_spread(reader, settings), *present} & set(range(len(reader.times_s))))
        chosen = look_through(
            reader, indices, estimator, settings, labelled=frozenset(present),
            progress=progress, should_cancel=should_cancel,
        )  # fmt: skip
        pictures = {}
        for index in sorted(item.index for item in chosen):
            raise_if_cancelled(should_cancel)
            pictures[index] = store.write_frame(reader, index, source.name)
        size_px = reader.info.width_px, reader.info.height_px
    channels = shared_keypoints(estimator.skeleton, project.skeleton)
    frames = []
    for item in chosen:
        frame = empty_frame(
            len(project.skeleton), key=f"{source.name}/{item.index:06d}",
            picture=pictures[item.index], size_px=size_px, source=source.name,
            frame=item.index, t_s=item.t_s, reason=item.reason,
        )  # fmt: skip
        guess = carried_over(item.xy_px, item.score, channels)
        frames.append(frame.with_guess(*guess, estimator.weights.metadata.name))
    if not frames:
        sentence = (
            f"No other frames of {path.name} are far enough apart from those that are in the "
            "project already."
        )
        return Added(remarks=(sentence,))
    return Added(source=source, frames=tuple(frames))


def pictures_of(folder: Path) -> tuple[Path, ...]:
    """Return the pictures in a folder, in natural order.

    Raises
    ------
    MediaError
        If there are none, or the folder cannot be read.
    """
    try:
        found = [p for p in folder.iterdir() if is_image(p) and not p.name.startswith(".")]
    except OSError as error:
        raise MediaError(f"Cannot read {folder}: {error.strerror or error}.") from error
    if not found:
        raise MediaError(f"The folder {folder} holds no pictures: choose another one, or a video.")
    return tuple(sorted(found, key=natural_key))


def add_pictures(
    project: LabelProject,
    paths: Sequence[Path],
    estimator: PoseEstimator,
    *,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> Added:
    """Add all these pictures, of whatever sizes, those first that teach most.

    The network looks at 200 of them at most, spread over all; the others follow in natural order,
    and are guessed when they are opened.

    Parameters
    ----------
    project
        Stays as it is; pictures that are in it already are not added again.
    paths
        Pictures of one folder.
    estimator
        Looks at them.

    Raises
    ------
    OutputError
        If the pictures cannot be copied; then none is left.
    CancelledError
        On request; then none is left.
    """
    folder = paths[0].absolute().parent
    source = _source_of_folder(project, folder)
    present = {frame.picture for frame in project.frames}
    store, frames, unreadable, double = _Store(project.folder), [], [], 0
    with store.undoing():
        for done, path in enumerate(sorted(paths, key=natural_key)):
            raise_if_cancelled(should_cancel)
            try:
                height, width = read_image(path).shape[:2]
            except MediaError:
                unreadable.append(path.name)
                continue
            finally:
                progress(Progress(stage=folder.name, done=done + 1, total=len(paths)))
            picture = store.copy(path, source.name)
            if picture in present:
                double += 1
                continue
            present.add(picture)
            frames.append(
                empty_frame(
                    len(project.skeleton), key=f"{source.name}/{path.name}", picture=picture,
                    size_px=(width, height), source=source.name,
                )
            )  # fmt: skip
        frames = _best_first(
            project, frames, estimator, progress=progress, should_cancel=should_cancel
        )
    remarks = []
    if unreadable:
        told = ", ".join(unreadable[:3]) + (", ..." if len(unreadable) > 3 else "")
        remarks.append(f"{len(unreadable)} pictures cannot be read and are left aside: {told}.")
    if double:
        remarks.append(f"{double} pictures are in the project already.")
    return Added(source=source if frames else None, frames=tuple(frames), remarks=tuple(remarks))


def _best_first(
    project: LabelProject,
    frames: Sequence[LabelFrame],
    estimator: PoseEstimator,
    *,
    progress: ProgressCallback,
    should_cancel: ShouldCancel,
) -> list[LabelFrame]:
    """Return pictures with the network's guesses in the order in which they are to be labelled."""
    count = min(len(frames), _MOST_LOOKED_AT)
    looked_at = np.linspace(0, len(frames) - 1, count).round().astype(int).tolist()
    paths = [project.picture_path(frames[number]) for number in looked_at]
    channels = shared_keypoints(estimator.skeleton, project.skeleton)
    ordered = []
    for item in look_at_pictures(paths, estimator, progress=progress, should_cancel=should_cancel):
        frame = replace(frames[looked_at[item.index]], reason=item.reason)
        guess = carried_over(item.xy_px, item.score, channels)
        ordered.append(frame.with_guess(*guess, estimator.weights.metadata.name))
    seen = set(looked_at)
    return ordered + [frame for number, frame in enumerate(frames) if number not in seen]


def add_labels(
    project: LabelProject,
    path: Path,
    *,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> Added:
    """Add what is labelled in a file of any format, or corrected in an ``.epstudio`` project.

    Labels of other programs are taken as accepted. Corrected frames are not: what was corrected
    is there, the network's keypoints beside it are guesses, and the labeller accepts each frame.

    Parameters
    ----------
    project
        Stays as it is; people of the same pictures that are in it are not added again.
    path
        As for `read_labels`.

    Raises
    ------
    DataError, SessionError
        If the file cannot be read, or none of its keypoints is one of the project.
    OutputError
        If the pictures cannot be written; then none is left.
    CancelledError
        On request; then none is left.
    """
    is_session = detect_format(path) is LabelFormat.SESSION
    read = read_labels(path, whole_frames=is_session)
    mapping = suggest_mapping(read.labels.skeleton.keypoints, project.skeleton)
    if all(join.target is None for join in mapping.joins):
        raise DataError(
            f"No keypoint of {path.name} is one of this project: give the project's keypoints the "
            "same names."
        )
    labels = apply_mapping(read.labels, mapping)
    corrected: list[BoolArray] | None = None
    if is_session:
        by_hand = apply_mapping(read_labels(path).labels, mapping)
        corrected = [image.is_labelled for image in by_hand.images]
    source = _source_of_labels(project, path)
    store = _Store(project.folder)
    remarks = [c.sentence for c in mapping.complaints() if c.keypoint is not None]
    frames, keys, missing = [], {frame.key for frame in project.frames}, 0
    with store.undoing():
        placed = _place(
            labels.images, store, source.name, progress=progress, should_cancel=should_cancel
        )
        for row, (image, place) in enumerate(zip(labels.images, placed, strict=True)):
            if place is None:
                missing += 1
                continue
            hand = None if corrected is None else corrected[row]
            frame = _labelled_frame(image, *place, source.name, hand)
            if frame.key not in keys:
                keys.add(frame.key)
                frames.append(frame)
    double = len(labels.images) - missing - len(frames)
    if missing:
        remarks.append(f"The pictures of {missing} people are missing or cannot be read.")
    if double:
        remarks.append(f"{double} people are in the project already.")
    return Added(source=source if frames else None, frames=tuple(frames), remarks=tuple(remarks))


def _labelled_frame(
    image: LabelledImage,
    picture: str,
    size_px: tuple[int, int],
    number: int,
    source: str,
    hand: BoolArray | None,
) -> LabelFrame:
    """Return a person of a label file; ``number`` tells people in one picture apart."""
    named = f"{source}/{picture.removeprefix(f'{_PICTURES}/').removeprefix(f'{source}/')}"
    frame = empty_frame(
        len(image.visibility), key=named if number == 1 else f"{named}#{number}", picture=picture,
        size_px=size_px, source=source, group=image.group, frame=image.frame,
    )  # fmt: skip
    origin = np.where(image.is_labelled, np.int8(Origin.HAND), np.int8(Origin.NOTHING))
    if hand is not None:
        origin[image.is_labelled & ~hand] = Origin.GUESS
    return LabelFrame(
        key=frame.key, picture=picture, size_px=size_px, source=source, group=image.group,
        frame=image.frame, xy_px=image.xy_px, visibility=image.visibility, origin=origin,
        guess_px=np.where((origin == Origin.GUESS)[:, None], image.xy_px, np.nan),
        guess_score=frame.guess_score,
        guessed_by="" if hand is None else "analysis",
        is_done=hand is None and bool(np.any(image.visibility > Visibility.MISSING)),
    )  # fmt: skip


_Place = tuple[str, tuple[int, int], int]


def _place(
    images: Sequence[LabelledImage],
    store: _Store,
    name: str,
    *,
    progress: ProgressCallback,
    should_cancel: ShouldCancel,
) -> list[_Place | None]:
    """Write the pictures; return name, size and the person's number in it, None where missing."""
    wanted: dict[Path, list[int]] = {}
    for row, image in enumerate(images):
        wanted.setdefault(image.path, []).append(row)
    places: list[_Place | None] = [None] * len(images)
    people: dict[str, int] = {}
    done = 0
    for path, rows in wanted.items():
        for row, picture, size_px in _written(path, rows, images, store, name):
            raise_if_cancelled(should_cancel)
            people[picture] = people.get(picture, 0) + 1
            places[row] = (picture, size_px, people[picture])
            done += 1
            progress(Progress(stage=name, done=done, total=len(images)))
    return places


def _written(
    path: Path, rows: Sequence[int], images: Sequence[LabelledImage], store: _Store, name: str
) -> Iterable[tuple[int, str, tuple[int, int]]]:
    """Yield row, picture and size of what could be read of one file."""
    try:
        if images[rows[0]].frame is None:
            height, width = read_image(path).shape[:2]
            picture = store.copy(path, f"{name}/{safe_name(path.parent.name)}")
            yield from ((row, picture, (width, height)) for row in rows)
            return
        with VideoReader(path) as reader:
            size_px = reader.info.width_px, reader.info.height_px
            for row in sorted(rows, key=lambda row: images[row].frame or 0):
                index = images[row].frame or 0
                if index < len(reader.times_s):
                    folder = f"{name}/{safe_name(path.stem)}"
                    yield row, store.write_frame(reader, index, folder), size_px
    except MediaError:
        # Told as a count of missing pictures.
        return


# --- Sources -----------------------------------------------------------------------------------


def _source_of_video(project: LabelProject, path: Path) -> LabelSource:
    """Return the recording, known by its content, or a new one of a free name."""
    sha256 = file_sha256(path)
    for source in project.sources:
        if source.sha256 == sha256:
            return LabelSource(name=source.name, path=path.absolute(), sha256=sha256)
    return LabelSource(name=_free_name(project, path.stem), path=path.absolute(), sha256=sha256)


def _source_of_folder(project: LabelProject, folder: Path) -> LabelSource:
    for source in project.sources:
        if not source.sha256 and source.path == folder:
            return source
    return LabelSource(name=_free_name(project, folder.name), path=folder)


def _source_of_labels(project: LabelProject, path: Path) -> LabelSource:
    for source in project.sources:
        if not source.sha256 and source.path == path.absolute():
            return source
    name = path.parent.name if path.stem == "labels" else path.stem
    return LabelSource(name=_free_name(project, name), path=path.absolute())


def _free_name(project: LabelProject, wanted: str) -> str:
    """Return a name that no source has, also where case does not count."""
    taken = {source.name.casefold() for source in project.sources}
    name = candidate = safe_name(wanted)
    count = 1
    while candidate.casefold() in taken:
        count += 1
        candidate = f"{name}_{count}"
    return candidate


def _spread(reader: VideoReader, settings: SuggestionSettings) -> list[int]:
    """Return frames spread over a recording, as many as are worth looking at."""
    times_s = reader.times_s
    duration_s = float(times_s[-1] - times_s[0])
    if settings.apart_s > 0:
        dense = int(_LOOKS_PER_DISTANCE * duration_s / settings.apart_s) + 1
    else:
        dense = len(times_s)
    wanted = max(min(dense, _MOST_LOOKED_AT, len(times_s)), min(settings.count, len(times_s)))
    at_s = np.linspace(times_s[0], times_s[-1], wanted)
    return sorted({int(i) for i in np.searchsorted(times_s, at_s - 1e-9).clip(0, len(times_s) - 1)})
