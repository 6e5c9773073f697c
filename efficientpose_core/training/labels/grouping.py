"""Groups: the persons or videos that a split keeps together.

Frames of one recording are nearly alike. If some of them train and others validate, the score tells
how well the network remembers, not how well it sees people it never met.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum
from pathlib import PurePosixPath

from efficientpose_core.errors import UnknownNameError
from efficientpose_core.pose import ProcessingStep
from efficientpose_core.training.labels.types import LabelledImage, LabelSet

__all__ = ["GroupBy", "group_of_name", "merge_groups", "parse_group_by", "regroup"]

_FRAME_NUMBER = re.compile(r"[\s_.-]*\d+$")
_COMMON_WORDS = re.compile(
    r"(^|[\s_.-])(frame|frames|img|image|images|dsc|dscn|pic|picture|photo|f|im)$", re.IGNORECASE
)
_COMMON_FOLDERS = re.compile(
    r"(images?|imgs?|frames|pictures|photos|data|dataset|labeled-data|jpegimages|jpe?g|png|upload"
    r"|train|val|valid|validation|test)\d*",
    re.IGNORECASE,
)


class GroupBy(Enum):
    """How pictures are put into groups."""

    NAME = "name"
    """Pictures whose names differ only in the frame number."""
    FOLDER = "folder"
    """Pictures in one folder; frames of one video."""
    PICTURE = "picture"
    """Every picture for itself: right only if each shows another person."""


def parse_group_by(text: str) -> GroupBy:
    """Return the rule called ``text``; `UnknownNameError` when there is none."""
    try:
        return GroupBy(text.lower())
    except ValueError:
        raise UnknownNameError("way to group", text, [rule.value for rule in GroupBy]) from None


def group_of_name(name: str) -> str:
    """Return the recording that a picture seems to belong to, from its name.

    ``walk_0012.png`` belongs to ``walk``, ``anna/img0012.png`` to ``anna``; a bare number or a name
    as cameras give them, ``images/000012.jpg`` or ``IMG_0012.jpg``, stands for itself.
    """
    path = PurePosixPath(name.replace("\\", "/"))
    stem = _FRAME_NUMBER.sub("", path.stem)
    stem = _COMMON_WORDS.sub("", stem).strip(" _.-")
    folders = [
        part for part in path.parts[:-1] if part not in ("/", ".", "..")
        and not _COMMON_FOLDERS.fullmatch(part)
    ]  # fmt: skip
    return "/".join([*folders, stem] if stem else folders) or str(path)


def regroup(labels: LabelSet, by: GroupBy) -> LabelSet:
    """Return the labels with groups made by ``by``."""
    images = tuple(replace(image, group=_group(image, by)) for image in labels.images)
    count = len({image.group for image in images})
    step = ProcessingStep(
        name="regroup",
        parameters={"by": by.value, "groups": count},
        note=f"Put {len(images)} people into {count} groups by {by.value}.",
    )
    return replace(labels, images=images, log=(*labels.log, step))


def merge_groups(labels: LabelSet, groups: tuple[str, ...], name: str) -> LabelSet:
    """Return the labels with several groups, for instance videos of one person, made one.

    Raises
    ------
    UnknownNameError
        If there is no group of that name.
    """
    for group in groups:
        if group not in labels.groups:
            raise UnknownNameError("group", group, labels.groups)
    images = tuple(
        replace(image, group=name) if image.group in groups else image for image in labels.images
    )
    step = ProcessingStep(
        name="merge_groups",
        parameters={"groups": list(groups), "name": name},
        note=f"{len(groups)} groups are kept together as '{name}'.",
    )
    return replace(labels, images=images, log=(*labels.log, step))


def _group(image: LabelledImage, by: GroupBy) -> str:
    if by is GroupBy.PICTURE:
        return image.name if image.frame is None else f"{image.name} frame {image.frame}"
    if image.frame is not None:
        return image.name
    if by is GroupBy.FOLDER:
        return str(PurePosixPath(image.name.replace("\\", "/")).parent)
    return group_of_name(image.name)
