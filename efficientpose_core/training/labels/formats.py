"""All label formats behind one door: find out what a file is, read it, check it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from pathlib import Path

from efficientpose_core.errors import DataError
from efficientpose_core.progress import (
    ProgressCallback,
    ShouldCancel,
    ignore_progress,
    never_cancel,
)
from efficientpose_core.training.labels.checks import check_labels
from efficientpose_core.training.labels.coco import is_coco, read_coco
from efficientpose_core.training.labels.complaints import ReadLabels
from efficientpose_core.training.labels.deeplabcut import is_deeplabcut, read_deeplabcut
from efficientpose_core.training.labels.documents import read_json
from efficientpose_core.training.labels.mapping import KeypointMapping, apply_mapping
from efficientpose_core.training.labels.mpii import is_mpii, read_mpii
from efficientpose_core.training.labels.pictures import fill_sizes, inspect_pictures
from efficientpose_core.training.labels.project_file import (
    PROJECT_FILE,
    is_label_project,
    project_file,
)
from efficientpose_core.training.labels.sessions import read_session
from efficientpose_core.training.labels.sleap import is_sleap_json, read_sleap, read_sleap_json

__all__ = ["LabelFormat", "detect_format", "examine", "read_labels"]


class LabelFormat(Enum):
    """Formats that can be read; the value is shown."""

    COCO = "COCO keypoints"
    MPII = "MPII JSON"
    DEEPLABCUT = "DeepLabCut"
    SLEAP = "SLEAP"
    SLEAP_JSON = "SLEAP JSON"
    SESSION = "EfficientPose Studio project"
    LABELS = "EfficientPose Studio labels"


_JSON_KINDS: tuple[tuple[Callable[[object], bool], LabelFormat], ...] = (
    (is_label_project, LabelFormat.LABELS),
    (is_coco, LabelFormat.COCO),
    (is_mpii, LabelFormat.MPII),
    (is_sleap_json, LabelFormat.SLEAP_JSON),
)


def detect_format(path: Path) -> LabelFormat:
    """Return what kind of label file ``path`` is.

    Raises
    ------
    DataError
        If it does not exist or is none of them.
    """
    if not path.exists():
        raise DataError(f"There is no {path}: check the path.")
    if is_deeplabcut(path):
        return LabelFormat.DEEPLABCUT
    if path.is_dir() and (path / PROJECT_FILE).is_file():
        return detect_format(path / PROJECT_FILE)
    suffix = path.suffix.lower()
    if suffix == ".slp":
        return LabelFormat.SLEAP
    if suffix == ".epstudio":
        return LabelFormat.SESSION
    if suffix == ".json":
        content = read_json(path)
        for fits, kind in _JSON_KINDS:
            if fits(content):
                return kind
    if path.is_dir():
        raise DataError(
            f"{path} has neither {PROJECT_FILE} nor config.yaml, so it is no label project: choose "
            "the label file in it."
        )
    if suffix in (".zip", ".gz", ".tar", ".7z"):
        raise DataError(f"{path.name} is an archive: unpack it, and choose the label file in it.")
    raise DataError(
        f"{path.name} is no label file that can be read: give COCO, MPII or SLEAP JSON, a SLEAP "
        ".slp, a DeepLabCut project folder or its CollectedData file, or an .epstudio project."
    )


def read_labels(
    path: Path,
    *,
    images: Path | None = None,
    extract_to: Path | None = None,
    whole_frames: bool = False,
) -> ReadLabels:
    """Read labels of any format; pictures are looked for but not opened.

    Parameters
    ----------
    path
        Label file or project folder.
    images
        Folder that holds the pictures or videos; by default where ``path`` is.
    extract_to
        Where to write pictures that are inside of a SLEAP package.
    whole_frames
        Of an own project, also take what the network found in corrected frames.

    Raises
    ------
    DataError
        If the file is none that can be read, or damaged as a whole.
    SessionError
        If an own project cannot be read.
    """
    kind = detect_format(path)
    if kind in (LabelFormat.COCO, LabelFormat.LABELS):
        return read_coco(project_file(path), images=images)
    if kind is LabelFormat.MPII:
        return read_mpii(path, images=images)
    if kind is LabelFormat.DEEPLABCUT:
        return read_deeplabcut(path, images=images)
    if kind is LabelFormat.SLEAP:
        return read_sleap(path, images=images, extract_to=extract_to)
    if kind is LabelFormat.SLEAP_JSON:
        return read_sleap_json(path, images=images)
    return read_session(path, images=images, whole_frames=whole_frames)


def examine(
    read: ReadLabels,
    *,
    mapping: KeypointMapping | None = None,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> ReadLabels:
    """Open the pictures, fill in sizes, and check everything.

    Parameters
    ----------
    read
        As read from a file.
    mapping
        Carry the labels over to a skeleton first: sides can be checked where names tell them.

    Returns
    -------
    ReadLabels
        The same people in the same order, with all complaints: those of reading, of the mapping,
        and of the checks. Give its `ReadLabels.usable` to the trainer.

    Raises
    ------
    CancelledError
        If the user stopped it.
    """
    labels = read.labels
    complaints = list(read.complaints)
    if mapping is not None:
        labels = apply_mapping(labels, mapping)
        complaints += mapping.complaints()
    facts = inspect_pictures(labels, progress=progress, should_cancel=should_cancel)
    labels = fill_sizes(labels, facts)
    complaints += check_labels(labels, facts)
    return replace(read, labels=labels, complaints=tuple(complaints))
