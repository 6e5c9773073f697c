"""What all readers do: place pictures, note complaints, and put a set together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from efficientpose_core.media.video import file_sha256
from efficientpose_core.pose import FloatArray, ProcessingStep
from efficientpose_core.skeleton import MPII16, Skeleton
from efficientpose_core.training.labels.complaints import Complaint, Kind, ReadLabels, Severity
from efficientpose_core.training.labels.folder import DataFolder
from efficientpose_core.training.labels.types import (
    BoxPx,
    LabelledImage,
    LabelSet,
    Visibility,
    VisibilityArray,
)

__all__ = ["Collector", "skeleton_of_names", "unique_names"]


@dataclass(slots=True, kw_only=True)
class Collector:
    """People and complaints, gathered while a file is read.

    Parameters
    ----------
    folder
        Where pictures are looked for.
    """

    folder: DataFolder
    people: list[LabelledImage] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    _placed: dict[str, tuple[Path | None, Complaint | None]] = field(default_factory=dict)

    def complain(
        self,
        severity: Severity,
        kind: Kind,
        sentence: str,
        *,
        image: str | None = None,
        row: int | None = None,
        keypoint: str | None = None,
    ) -> None:
        """Note a complaint."""
        self.complaints.append(
            Complaint(
                severity=severity, kind=kind, sentence=sentence, image=image, row=row,
                keypoint=keypoint,
            )
        )  # fmt: skip

    def add(
        self,
        name: str,
        xy_px: FloatArray,
        visibility: VisibilityArray,
        *,
        group: str,
        frame: int | None = None,
        size_px: tuple[int, int] | None = None,
        head_size_px: float = float("nan"),
        box_px: BoxPx | None = None,
        path: Path | None = None,
    ) -> None:
        """Add a person; positions of missing keypoints are ignored.

        The picture is looked for by its name, unless ``path`` tells where it is. Somebody in a
        picture outside of the folder is left out, with a complaint.
        """
        complaint, is_new = None, False
        if path is None:
            is_new = name not in self._placed
            if is_new:
                self._placed[name] = self.folder.locate(name)
            path, complaint = self._placed[name]
        row = None if path is None else len(self.people)
        # What bars a person from use is told of each one, the rest once a picture.
        if complaint is not None and (is_new or complaint.severity == Severity.ERROR):
            self.complain(
                complaint.severity, complaint.kind, complaint.sentence, image=name, row=row
            )
        if path is None:
            return
        is_missing = visibility == Visibility.MISSING
        self.people.append(
            LabelledImage(
                path=path,
                frame=frame,
                name=name,
                size_px=size_px,
                xy_px=np.where(is_missing[:, None], np.nan, xy_px),
                visibility=visibility,
                group=group,
                head_size_px=head_size_px,
                box_px=box_px,
            )
        )

    def finish(self, skeleton: Skeleton, source: Path, format_name: str) -> ReadLabels:
        """Return what was gathered, with its origin in the log."""
        parameters: dict[str, object] = {
            "format": format_name,
            "file": source.name,
            "people": len(self.people),
            "pictures": len({(image.path, image.frame) for image in self.people}),
            "complaints": len(self.complaints),
        }
        if source.is_file():
            parameters["sha256"] = file_sha256(source)
        step = ProcessingStep(
            name="read_labels",
            parameters=parameters,
            note=f"Read {len(self.people)} people from {source.name}.",
        )
        labels = LabelSet(skeleton=skeleton, images=tuple(self.people), log=(step,))
        return ReadLabels(labels=labels, complaints=tuple(self.complaints))


def unique_names(names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return names made unique by a number, and those that were repeated."""
    unique: list[str] = []
    repeated: list[str] = []
    for name in names:
        candidate, count = name, 1
        while candidate in unique:
            count += 1
            candidate = f"{name}_{count}"
        if count > 1:
            repeated.append(name)
        unique.append(candidate)
    return tuple(unique), tuple(dict.fromkeys(repeated))


def skeleton_of_names(
    name: str, keypoints: Sequence[str], limbs: Sequence[tuple[str, str]] = ()
) -> Skeleton:
    """Return the skeleton of a file: our own where its keypoints are ours, in our order."""
    if tuple(keypoints) == MPII16.keypoints:
        return MPII16
    return Skeleton(name=name, keypoints=tuple(keypoints), limbs=tuple(limbs))
