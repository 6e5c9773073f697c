"""SLEAP labels, read only: ``.slp`` projects and packages (HDF5), and ``labels.v*.json``.

Since version 1.1 of the format (https://io.sleap.ai, "SLP File Format") SLEAP puts the centre of
the first pixel at (0, 0); ours lies at (0.5, 0.5). Before, the corner of the first pixel was at
(0, 0), as ours is. JSON does not tell its version; it is read as SLEAP reads it today.

Only what a person labelled is read. What a network predicted is no label.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import numpy.typing as npt

from efficientpose_core.atomic import write_bytes
from efficientpose_core.errors import DataError
from efficientpose_core.pose import FloatArray
from efficientpose_core.training.labels.collect import Collector, skeleton_of_names, unique_names
from efficientpose_core.training.labels.complaints import Kind, ReadLabels, Severity
from efficientpose_core.training.labels.documents import (
    as_list,
    as_mapping,
    find_dataset,
    members,
    number,
    read_dataset,
    read_json,
)
from efficientpose_core.training.labels.folder import DataFolder
from efficientpose_core.training.labels.types import Visibility

__all__ = ["is_sleap_json", "read_sleap", "read_sleap_json"]

_SHIFT_PX = 0.5
_CENTRES_SINCE = 1.1
_MOST_ROWS = 50_000_000
_MOST_BYTES = 100_000_000
_USER = 0
_EDGE = 1
"""Kind of link; the other kind, 2, tells which keypoints mirror each other."""


@dataclass(slots=True, kw_only=True)
class _Video:
    """A recording that frames belong to.

    Parameters
    ----------
    name
        As the file calls it.
    pictures
        Frame to picture, for a folder of pictures; None for a video.
    dataset
        Where the frames are inside the file, if they are.
    extracted
        Frame to the file it was written to.
    size_px
        (width, height) where it is told.
    """

    name: str
    pictures: dict[int, str] | None = None
    dataset: str = ""
    extracted: dict[int, Path] = field(default_factory=dict)
    size_px: tuple[int, int] | None = None


@dataclass(slots=True, kw_only=True)
class _Person:
    """Labels of one person in one frame, in the coordinates of the file."""

    video: int
    frame: int
    skeleton: int
    xy: FloatArray
    visible: npt.NDArray[np.bool_]


@dataclass(slots=True, kw_only=True)
class _Content:
    """What both kinds of files hold."""

    skeletons: list[tuple[tuple[str, ...], tuple[tuple[str, str], ...]]]
    videos: list[_Video]
    people: list[_Person] = field(default_factory=list)
    predicted: int = 0
    empty: int = 0


def is_sleap_json(content: Any) -> bool:
    """Tell whether JSON content looks like SLEAP labels."""
    return isinstance(content, dict) and {"skeletons", "videos", "labels"} <= content.keys()


def read_sleap(
    path: Path, *, images: Path | None = None, extract_to: Path | None = None
) -> ReadLabels:
    """Read a SLEAP project or package.

    Parameters
    ----------
    path
        ``.slp`` file.
    images
        Folder that holds the videos; the folder of ``path`` when None. The file names them by
        their place on the machine they were labelled on, so they are found by their last name.
    extract_to
        Folder to write the pictures to that a package (``.pkg.slp``) has inside. Without it they
        are complained about.

    Returns
    -------
    ReadLabels
        Groups are the videos.

    Raises
    ------
    DataError
        If the file is damaged or no SLEAP project.
    OutputError
        If pictures cannot be written.
    """
    collector = Collector(folder=DataFolder(images or path.parent))
    try:
        with h5py.File(path, "r") as file:
            content, shift_px = _read_hdf5(file)
            if any(video.dataset for video in content.videos):
                if extract_to is None:
                    collector.complain(
                        Severity.NOTE, Kind.FILE,
                        f"{path.name} has pictures inside: choose a folder to write them to, and "
                        "they are used.",
                    )  # fmt: skip
                else:
                    _extract(file, content, extract_to)
    except DataError as error:
        raise DataError(f"{path.name} cannot be read as a SLEAP project. {error}") from error
    except (OSError, LookupError, ValueError, TypeError, ArithmeticError, RuntimeError) as error:
        reason = (str(error).splitlines() or ["unreadable"])[0]
        raise DataError(
            f"{path.name} is damaged or no SLEAP project ({reason}): open it in SLEAP and save it "
            "again."
        ) from error
    return _collect(content, shift_px, collector, path)


def read_sleap_json(path: Path, *, images: Path | None = None) -> ReadLabels:
    """Read the JSON that older versions of SLEAP exported; otherwise as `read_sleap`."""
    document = read_json(path)
    if not is_sleap_json(document):
        raise DataError(f"{path.name} is no SLEAP JSON: it needs skeletons, videos and labels.")
    try:
        content = _Content(
            skeletons=_skeletons(document),
            videos=[_video(video) for video in as_list(document["videos"], "'videos'")],
        )
        for frame in as_list(document["labels"], "'labels'"):
            _read_json_frame(frame, content)
    except DataError as error:
        raise DataError(f"{path.name} cannot be read as SLEAP JSON. {error}") from error
    except (LookupError, ValueError, TypeError, ArithmeticError) as error:
        raise DataError(
            f"{path.name} is damaged or no SLEAP JSON ({type(error).__name__}: {error}): open it "
            "in SLEAP and save it again."
        ) from error
    collector = Collector(folder=DataFolder(images or path.parent))
    return _collect(content, _SHIFT_PX, collector, path)


def _read_json_frame(document: Any, content: _Content) -> None:
    frame = as_mapping(document, "A frame")
    people = 0
    for entry in as_list(frame["_instances"], "'_instances'"):
        instance = as_mapping(entry, "A person")
        if "score" in instance:
            content.predicted += 1
            continue
        skeleton = _index(instance["skeleton"], content.skeletons)
        names = content.skeletons[skeleton][0]
        xy = np.full((len(names), 2), np.nan)
        visible = np.ones(len(names), np.bool_)
        for node, point in as_mapping(instance["_points"], "'_points'").items():
            row = _index(int(node), names)
            xy[row] = number(point["x"]), number(point["y"])
            visible[row] = bool(point["visible"])
        people += 1
        content.people.append(
            _Person(
                video=_index(frame["video"], content.videos), frame=int(frame["frame_idx"]),
                skeleton=skeleton, xy=xy, visible=visible,
            )
        )  # fmt: skip
    content.empty += not people


def _index(value: Any, sequence: Sequence[Any]) -> int:
    """Return an index that is inside of a sequence; never one from its end."""
    if not 0 <= int(value) < len(sequence):
        raise DataError(f"It points to entry {value} of {len(sequence)}: save it again in SLEAP.")
    return int(value)


def _read_hdf5(file: h5py.File) -> tuple[_Content, float]:
    """Return the content, and what to add to its coordinates."""
    metadata = file.get("metadata", getlink=True)
    if not isinstance(metadata, h5py.HardLink):
        raise DataError("It has no 'metadata': save it again in SLEAP.")
    attributes = file["metadata"].attrs
    document = as_mapping(json.loads(_text(attributes["json"])), "'metadata'")
    version = float(attributes.get("format_id", 1.0))
    videos = [json.loads(_text(entry)) for entry in read_dataset(file, "videos_json", most=100_000)]
    content = _Content(skeletons=_skeletons(document), videos=[_video(video) for video in videos])
    for video in content.videos:
        if video.dataset:
            video.name = _name_of_source(file, video.dataset.removesuffix("/video"))
    frames = read_dataset(file, "frames", most=_MOST_ROWS)
    instances = read_dataset(file, "instances", most=_MOST_ROWS)
    points = read_dataset(file, "points", most=_MOST_ROWS)
    video_of = _video_ids(content.videos, frames["video"])
    for frame in frames:
        start, stop = int(frame["instance_id_start"]), int(frame["instance_id_end"])
        if not 0 <= start <= stop <= len(instances):
            raise DataError("A frame points to people that are not there: save it again in SLEAP.")
        people = 0
        for instance in instances[start:stop]:
            if instance["instance_type"] != _USER:
                content.predicted += 1
                continue
            people += 1
            content.people.append(
                _person(instance, points, content, video_of[int(frame["video"])],
                        int(frame["frame_idx"]))
            )  # fmt: skip
        content.empty += not people
    return content, _SHIFT_PX if version >= _CENTRES_SINCE else 0.0


def _person(instance: Any, points: Any, content: _Content, video: int, frame: int) -> _Person:
    skeleton = _index(instance["skeleton"], content.skeletons)
    names = content.skeletons[skeleton][0]
    start, stop = int(instance["point_id_start"]), int(instance["point_id_end"])
    if not 0 <= start <= stop <= len(points) or stop - start != len(names):
        raise DataError("A person points to keypoints that are not there: save it again in SLEAP.")
    mine = points[start:stop]
    xy = np.stack([mine["x"], mine["y"]], axis=1).astype(np.float64)
    xy[~(np.abs(xy) < np.inf).all(axis=1)] = np.nan
    return _Person(
        video=video, frame=frame, skeleton=skeleton, xy=xy,
        visible=np.asarray(mine["visible"], np.bool_),
    )  # fmt: skip


def _video_ids(videos: Sequence[_Video], used: npt.NDArray[Any]) -> dict[int, int]:
    """Return the index of the video for each id; older packages number by their groups."""
    wanted = {int(identity) for identity in np.unique(used)}
    if all(identity < len(videos) for identity in wanted):
        return {identity: identity for identity in wanted}
    by_group = {
        int(digits): index
        for index, video in enumerate(videos)
        if (digits := "".join(filter(str.isdigit, video.dataset.split("/")[0])))
    }
    if not wanted <= by_group.keys():
        raise DataError("A frame belongs to a video that is not listed: save it again in SLEAP.")
    return by_group


def _text(value: Any) -> str:
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


def _video(document: Any) -> _Video:
    entry = as_mapping(document, "A video")
    backend = as_mapping(entry.get("backend", {}), "A video's 'backend'")
    name = str(backend.get("filename") or entry.get("filename") or "")
    files, shape = backend.get("filenames"), backend.get("shape")
    size = None
    if isinstance(shape, list) and len(shape) == 4 and all(type(n) is int for n in shape):
        size = (shape[2], shape[1])
    return _Video(
        name=name,
        pictures={i: str(file) for i, file in enumerate(files)}
        if isinstance(files, list)
        else None,
        dataset=str(backend.get("dataset") or "") if name == "." else "",
        size_px=size,
    )


def _name_of_source(file: h5py.File, group: str) -> str:
    """Return the video that embedded frames were taken from, or the name of their group."""
    if group in members(file) and "source_video" in members(file[group]):
        attributes = file[f"{group}/source_video"].attrs
        if "json" in attributes:
            return _video(json.loads(_text(attributes["json"]))).name
    return group


def _skeletons(document: Mapping[str, Any]) -> list[Any]:
    """Return names and limbs of each skeleton."""
    nodes = [str(node["name"]) for node in as_list(document["nodes"], "'nodes'")]
    skeletons = []
    for skeleton in as_list(document["skeletons"], "'skeletons'"):
        ids = [node["id"] for node in skeleton["nodes"]]
        names, _ = unique_names(nodes[int(i)] for i in ids)
        name_of = dict(zip(ids, names, strict=True))
        limbs = [
            (name_of[link["source"]], name_of[link["target"]])
            for link, kind in zip(skeleton["links"], _link_kinds(skeleton["links"]), strict=True)
            if kind == _EDGE
        ]
        skeletons.append((names, tuple(limbs)))
    if not skeletons:
        raise DataError("It has no skeleton: define one in SLEAP.")
    return skeletons


def _link_kinds(links: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return whether each link is a limb or a symmetry.

    The kind is written out where it occurs first and referred to by number afterwards.
    """
    kinds: list[int] = []
    written: list[int] = []
    for link in links:
        kind = as_mapping(as_mapping(link, "A link").get("type", {}), "The type of a link")
        if "py/reduce" in kind:
            parts = [part for part in kind["py/reduce"] if isinstance(part, dict)]
            (number_,) = (part["py/tuple"][0] for part in parts if "py/tuple" in part)
            written.append(int(number_))
            kinds.append(written[-1])
        elif "py/id" in kind:
            kinds.append(written[_index(int(kind["py/id"]) - 1, written)])
        else:
            kinds.append(_EDGE)
    return kinds


def _extract(file: h5py.File, content: _Content, folder: Path) -> None:
    """Write the pictures of a package that people are labelled in."""
    for index, video in enumerate(content.videos):
        if not video.dataset:
            continue
        group = video.dataset.removesuffix("/video")
        numbers = read_dataset(file, f"{group}/frame_numbers", most=_MOST_ROWS)
        pictures = find_dataset(file, f"{group}/video", most=_MOST_BYTES)
        kind = _text(pictures.attrs.get("format", "hdf5")).lower()
        if kind not in ("png", "jpg", "jpeg"):
            raise DataError("Its pictures are plain arrays: save the package with PNG pictures.")
        needed = {person.frame for person in content.people if person.video == index}
        for position, frame in enumerate(int(n) for n in numbers[: len(pictures)]):
            if frame in needed:
                # Rows of equal length are filled up with zeros, which readers of pictures ignore.
                encoded = np.asarray(pictures[position]).astype(np.int8)
                video.extracted[frame] = folder / f"video{index}" / f"{frame:06d}.{kind}"
                write_bytes(video.extracted[frame], encoded.tobytes())


def _collect(content: _Content, shift_px: float, collector: Collector, path: Path) -> ReadLabels:
    names = list(dict.fromkeys(name for keypoints, _ in content.skeletons for name in keypoints))
    limbs = list(dict.fromkeys(limb for _, limbs in content.skeletons for limb in limbs))
    for count, what in (
        (content.predicted, "people that a network predicted and nobody corrected"),
        (content.empty, "frames without a labelled person"),
    ):
        if count:
            collector.complain(Severity.NOTE, Kind.LEFT_ASIDE, f"Left aside: {what} ({count}).")
    for person in content.people:
        video = content.videos[person.video]
        xy = np.full((len(names), 2), np.nan)
        visibility = np.zeros(len(names), np.int8)
        columns = [names.index(name) for name in content.skeletons[person.skeleton][0]]
        xy[columns] = person.xy + shift_px
        is_labelled = np.isfinite(person.xy).all(axis=1)
        visibility[columns] = np.where(
            is_labelled,
            np.where(person.visible, Visibility.VISIBLE, Visibility.OCCLUDED),
            Visibility.MISSING,
        )
        _add(person, video, xy, visibility, collector)
    return collector.finish(skeleton_of_names(path.stem, names, limbs), path, "sleap")


def _add(
    person: _Person,
    video: _Video,
    xy_px: FloatArray,
    visibility: npt.NDArray[np.int8],
    collector: Collector,
) -> None:
    name, frame, path = video.name, None if video.pictures else person.frame, None
    if person.frame in video.extracted:
        path = video.extracted[person.frame].absolute()
        name, frame = f"{path.parent.name}/{path.name}", None
    elif video.pictures is not None:
        name = video.pictures.get(person.frame, f"{video.name} frame {person.frame}")
    collector.add(
        name,
        xy_px,
        visibility,
        frame=frame,
        path=path,
        size_px=video.size_px,
        group=video.name,
    )
