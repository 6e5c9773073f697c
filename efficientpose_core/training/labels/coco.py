"""COCO keypoint labels in and out, with the quirks of the programs that export them.

Coordinates are taken as continuous ones: pixel (0, 0) covers [0, 1) x [0, 1).

Beyond the format (https://cocodataset.org/#format-data) ``head_size`` (unit of PCKh) and ``group``
(person or video) of an annotation are read and written; other programs ignore them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from efficientpose_core.atomic import write_text
from efficientpose_core.errors import DataError
from efficientpose_core.pose import FloatArray
from efficientpose_core.skeleton import Skeleton
from efficientpose_core.training.labels.collect import Collector, skeleton_of_names, unique_names
from efficientpose_core.training.labels.complaints import Complaint, Kind, ReadLabels, Severity
from efficientpose_core.training.labels.documents import as_list, number, read_json
from efficientpose_core.training.labels.folder import DataFolder, relative_name
from efficientpose_core.training.labels.grouping import group_of_name
from efficientpose_core.training.labels.types import (
    BoxPx,
    LabelledImage,
    LabelSet,
    Visibility,
    VisibilityArray,
    keypoint_box,
)

__all__ = [
    "annotation_entry",
    "category_entry",
    "image_entry",
    "is_coco",
    "read_coco",
    "write_coco",
]

_GROUP_KEYS = ("group", "subject", "subject_id", "person_id", "video", "video_id", "source")
"""Where files tell the person, the video, or the larger picture that a crop was cut from."""
_MOST_KEYPOINTS = 1000


def is_coco(content: Any) -> bool:
    """Tell whether JSON content looks like COCO labels."""
    return isinstance(content, dict) and {"images", "annotations", "categories"} <= content.keys()


def read_coco(path: Path, *, images: Path | None = None) -> ReadLabels:
    """Read COCO keypoint labels, also as exported by Label Studio and CVAT.

    Parameters
    ----------
    path
        JSON with ``images``, ``annotations`` and ``categories``.
    images
        Folder that ``file_name`` is relative to; the folder of ``path`` when None.

    Returns
    -------
    ReadLabels
        One entry a person. Keypoints of several categories are joined by name.

    Raises
    ------
    DataError
        If the file is not such JSON, or holds no keypoints.
    """
    content = read_json(path)
    if not is_coco(content):
        raise DataError(
            f"{path.name} is not COCO data: it needs images, annotations and categories."
        )
    collector = Collector(folder=DataFolder(images or path.parent))
    return _Reader(path, content, collector).read()


class _Reader:
    """One pass over a COCO file."""

    def __init__(self, path: Path, content: Mapping[str, Any], collector: Collector) -> None:
        self._path = path
        self._content = content
        self._into = collector
        self._categories = [
            entry
            for entry in as_list(content["categories"], "'categories'")
            if isinstance(entry, dict)
        ]
        self._images = self._read_images()
        self._people = self._sort_annotations()
        self._names_of = self._read_names()
        keypoints = dict.fromkeys(name for names in self._names_of.values() for name in names)
        if not keypoints:
            raise DataError(
                f"{path.name} holds no keypoints. From CVAT, draw skeletons, not single points, "
                "and export COCO Keypoints; from Label Studio, give keypoints a model_index."
            )
        self._column = {name: column for column, name in enumerate(keypoints)}

    def read(self) -> ReadLabels:
        """Return everything that could be read."""
        for annotation in self._people:
            self._read_person(annotation)
        labelled = {_hashable(annotation.get("image_id")) for annotation in self._people}
        for key, image in self._images.items():
            if key not in labelled:
                self._into.complain(
                    Severity.NOTE, Kind.NO_KEYPOINTS,
                    f"{image['file_name']} has no labelled person: it is left aside.",
                    image=image["file_name"],
                )  # fmt: skip
        if "label studio" in str(self._content.get("info", "")).lower():
            self._into.complain(
                Severity.NOTE, Kind.FILE,
                "Label Studio orders the values by model_index but the names as in its labelling "
                "configuration: look at one picture to see that names and points agree.",
            )  # fmt: skip
        skeleton = skeleton_of_names(self._path.stem, tuple(self._column), self._limbs())
        return self._into.finish(skeleton, self._path, "coco")

    def _read_images(self) -> dict[Any, Mapping[str, Any]]:
        images: dict[Any, Mapping[str, Any]] = {}
        names: set[str] = set()
        for position, image in enumerate(as_list(self._content["images"], "'images'")):
            if not (
                isinstance(image, dict)
                and isinstance(image.get("id"), int | str)
                and isinstance(image.get("file_name"), str)
            ):
                self._damaged(f"Entry {position} of 'images' has no id or no file_name")
                continue
            name = image["file_name"]
            if image["id"] in images and images[image["id"]] != image:
                self._damaged(
                    f"Two pictures have the id {image['id']}; {name} is one of them", name
                )
                continue
            if name in names and image["id"] not in images:
                self._into.complain(
                    Severity.WARNING, Kind.DUPLICATE_NAME,
                    f"{name} is listed twice: label everybody in it under one entry.", image=name,
                )  # fmt: skip
            names.add(name)
            images[image["id"]] = image
        return images

    def _sort_annotations(self) -> list[Mapping[str, Any]]:
        """Return annotations with keypoints of one person; say what the others are."""
        people: list[Mapping[str, Any]] = []
        without, crowds = 0, 0
        for position, annotation in enumerate(
            as_list(self._content["annotations"], "'annotations'")
        ):
            if not isinstance(annotation, dict):
                self._damaged(f"Entry {position} of 'annotations' is no object")
            elif not isinstance(annotation.get("keypoints"), list):
                without += 1
            elif annotation.get("iscrowd"):
                crowds += 1
            else:
                people.append(annotation)
        for count, what in ((without, "boxes or outlines without keypoints"), (crowds, "crowds")):
            if count:
                self._into.complain(
                    Severity.NOTE, Kind.LEFT_ASIDE,
                    f"{count} annotations are {what}: they are left aside.",
                )  # fmt: skip
        return people

    def _read_names(self) -> dict[Any, tuple[str, ...]]:
        """Return the keypoint names of every category that people are labelled with."""
        names_of: dict[Any, tuple[str, ...]] = {}
        lengths: dict[Any, int] = {}
        for annotation in self._people:
            lengths.setdefault(
                _hashable(annotation.get("category_id")), len(annotation["keypoints"]) // 3
            )
        given = {_hashable(entry.get("id")): entry.get("keypoints") for entry in self._categories}
        for category, count in lengths.items():
            names = given.get(category)
            if isinstance(names, list) and 0 < len(names) <= _MOST_KEYPOINTS:
                unique, repeated = unique_names(str(name) for name in names)
                for name in repeated:
                    self._into.complain(
                        Severity.WARNING, Kind.DUPLICATE_NAME,
                        f"The keypoint name {name} is used more than once: the others got a "
                        "number. Say on the mapping page which is which.", keypoint=name,
                    )  # fmt: skip
                names_of[category] = unique
            elif 0 < count <= _MOST_KEYPOINTS:
                names_of[category] = tuple(f"keypoint_{i + 1}" for i in range(count))
                self._into.complain(
                    Severity.WARNING, Kind.UNNAMED_KEYPOINTS,
                    f"Category {category} does not name its {count} keypoints: say on the mapping "
                    "page what they are.",
                )  # fmt: skip
        return names_of

    def _limbs(self) -> list[tuple[str, str]]:
        """Return the drawn lines; counted from 1 as the format says, or from 0 as some write."""
        limbs: list[tuple[str, str]] = []
        for category in self._categories:
            names = self._names_of.get(_hashable(category.get("id")), ())
            edges = category.get("skeleton")
            pairs = [
                edge
                for edge in (edges if isinstance(edges, list) else ())
                if isinstance(edge, list) and len(edge) == 2 and all(type(i) is int for i in edge)
            ]
            first = 0 if any(0 in pair for pair in pairs) else 1
            for start, end in pairs:
                if all(0 <= i - first < len(names) for i in (start, end)):
                    limbs.append((names[start - first], names[end - first]))
        return list(dict.fromkeys(limbs))

    def _read_person(self, annotation: Mapping[str, Any]) -> None:
        image = self._images.get(_hashable(annotation.get("image_id")))
        names = self._names_of.get(_category(annotation))
        told = f"Annotation {annotation.get('id')}"
        if image is None:
            self._damaged(f"{told} belongs to picture {annotation.get('image_id')}, which is not "
                          "listed")  # fmt: skip
            return
        name = image["file_name"]
        values = annotation["keypoints"]
        if names is None or len(values) != 3 * len(names):
            self._damaged(
                f"{told} of {name} has {len(values)} values, expected 3 for each of "
                f"{len(names or ())} keypoints", name,
            )  # fmt: skip
            return
        xy, visibility = self._read_points(names, values, name)
        group = _group(annotation, image)
        self._into.add(
            name,
            xy,
            visibility,
            group=group_of_name(name) if group is None else group,
            size_px=_size(image),
            head_size_px=number(annotation.get("head_size")),
            box_px=_box(annotation.get("bbox")),
        )

    def _read_points(
        self, names: Sequence[str], values: Sequence[Any], image: str
    ) -> tuple[FloatArray, VisibilityArray]:
        xy = np.full((len(self._column), 2), np.nan)
        visibility = np.zeros(len(self._column), np.int8)
        strange: list[str] = []
        unused: list[str] = []
        for i, name in enumerate(names):
            x, y, flag = (number(value) for value in values[3 * i : 3 * i + 3])
            if not (math.isfinite(x) and math.isfinite(y) and flag >= 0):
                strange.append(name)
                continue
            if flag == 0:
                unused += [name] if x or y else []
                continue
            column = self._column[name]
            xy[column] = x, y
            visibility[column] = Visibility.OCCLUDED if flag == 1 else Visibility.VISIBLE
            if flag not in (1, 2):
                strange.append(name)
        row = len(self._into.people)
        if strange:
            self._into.complain(
                Severity.WARNING, Kind.DAMAGED_ENTRY,
                f"{', '.join(strange)} of {image} has a value that is no number, or a visibility "
                "other than 0, 1 or 2: positions are used where they are numbers. Label them anew.",
                image=image, row=row, keypoint=strange[0],
            )  # fmt: skip
        if unused:
            self._into.complain(
                Severity.NOTE, Kind.LEFT_ASIDE,
                f"{', '.join(unused)} of {image} has a position but is marked as not labelled: "
                "the position is not used.", image=image, row=row, keypoint=unused[0],
            )  # fmt: skip
        return xy, visibility

    def _damaged(self, what: str, image: str | None = None) -> None:
        self._into.complain(
            Severity.ERROR, Kind.DAMAGED_ENTRY,
            f"{what}: it is left out. Export the labels again.", image=image,
        )  # fmt: skip


def _hashable(value: Any) -> Any:
    return value if isinstance(value, int | str) else None


def _category(annotation: Mapping[str, Any]) -> Any:
    return _hashable(annotation.get("category_id"))


def _group(annotation: Mapping[str, Any], image: Mapping[str, Any]) -> str | None:
    for entry in (annotation, image):
        for key in _GROUP_KEYS:
            value = entry.get(key)
            if isinstance(value, str) and value:
                return value
            if type(value) is int:
                return f"{key} {value}"
    return None


def _size(image: Mapping[str, Any]) -> tuple[int, int] | None:
    width, height = number(image.get("width")), number(image.get("height"))
    return (int(width), int(height)) if width >= 1 and height >= 1 else None


def _box(value: Any) -> BoxPx | None:
    if not isinstance(value, list) or len(value) != 4:
        return None
    left, top, width, height = (number(item) for item in value)
    if not np.isfinite((left, top)).all() or not (width > 0 and height > 0):
        return None
    return left, top, width, height


def write_coco(
    labels: LabelSet, path: Path, *, images: Path | None = None
) -> tuple[Complaint, ...]:
    """Write COCO keypoint labels, atomically.

    Parameters
    ----------
    labels
        Pictures only, of known size.
    path
        JSON file to write.
    images
        Folder that ``file_name`` becomes relative to; the folder of ``path`` when None.

    Returns
    -------
    tuple
        What the format cannot hold; always empty.

    Raises
    ------
    DataError
        If a frame of a video is among the labels, a picture lies outside of ``images``, or a size
        is unknown.
    OutputError
        If the file cannot be written.
    """
    folder = images or path.parent
    entries: dict[Path, dict[str, Any]] = {}
    annotations: list[dict[str, Any]] = []
    for image in labels.images:
        if image.path not in entries:
            entries[image.path] = {"id": len(entries) + 1, **image_entry(image, folder)}
        annotations.append(annotation_entry(image, len(annotations) + 1, entries[image.path]["id"]))
    skeleton = labels.skeleton
    content = {
        "info": {"description": f"{len(annotations)} people, skeleton {skeleton.name}"},
        "images": list(entries.values()),
        "annotations": annotations,
        "categories": [category_entry(skeleton)],
    }
    write_text(path, json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n")
    return ()


def category_entry(skeleton: Skeleton) -> dict[str, Any]:
    """Return what COCO says of a skeleton."""
    return {
        "id": 1,
        "name": "person",
        "supercategory": "person",
        "keypoints": list(skeleton.keypoints),
        "skeleton": [[a + 1, b + 1] for a, b in skeleton.segment_channels],
    }


def image_entry(image: LabelledImage, folder: Path) -> dict[str, Any]:
    """Return what COCO says of a picture, without an id; errors as in `write_coco`."""
    if image.frame is not None:
        raise DataError(
            f"Frame {image.frame} of {image.name} is no picture file: let the frames be written as "
            "pictures first."
        )
    if image.size_px is None:
        raise DataError(f"The size of {image.name} is not known: let the pictures be read first.")
    width, height = image.size_px
    return {"file_name": relative_name(image.path, folder), "width": width, "height": height}


def annotation_entry(image: LabelledImage, number_: int, image_id: int) -> dict[str, Any]:
    """Return what COCO says of a person."""
    seen = image.is_labelled
    points = [
        [float(x), float(y), int(flag)] if flag else [0, 0, 0]
        for (x, y), flag in zip(image.xy_px, image.visibility, strict=True)
    ]
    box = image.box_px or keypoint_box(image)
    annotation: dict[str, Any] = {
        "id": number_,
        "image_id": image_id,
        "category_id": 1,
        "keypoints": [value for point in points for value in point],
        "num_keypoints": int(seen.sum()),
        "bbox": list(box),
        "area": box[2] * box[3],
        "iscrowd": 0,
        "group": image.group,
    }
    if np.isfinite(image.head_size_px):
        annotation["head_size"] = image.head_size_px
    return annotation
