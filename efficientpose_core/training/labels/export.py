"""Labels of a project for other programs: COCO keypoints beside copies of the pictures."""

from __future__ import annotations

from pathlib import Path

from efficientpose_core.errors import DataError
from efficientpose_core.progress import (
    ProgressCallback,
    ShouldCancel,
    ignore_progress,
    never_cancel,
)
from efficientpose_core.training.labels.coco import write_coco
from efficientpose_core.training.labels.pictures import place_pictures, safe_name
from efficientpose_core.training.labels.project import LabelProject

__all__ = ["export_coco"]


def export_coco(
    project: LabelProject,
    folder: Path,
    *,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> Path:
    """Write the accepted frames as COCO keypoints, with copies of their pictures.

    Parameters
    ----------
    project
        Stays as it is.
    folder
        Gets a folder of the project's name, with ``coco.json`` and ``images``.

    Returns
    -------
    Path
        The JSON file.

    Raises
    ------
    DataError
        If no frame is accepted yet.
    OutputError
        If something cannot be written.
    CancelledError
        On request; then there is no JSON file.
    """
    labels = project.to_labels()
    if not len(labels):
        raise DataError("No frame is labelled yet: accept at least one, then export.")
    target = folder / f"{safe_name(project.folder.name)}_coco"
    if target.exists() and any(target.iterdir()):
        raise DataError(f"{target} is not empty: choose another folder.")
    placed = place_pictures(
        labels, lambda image: target / "images" / safe_name(Path(image.name).parent.name),
        progress=progress, should_cancel=should_cancel,
    )  # fmt: skip
    write_coco(placed, target / "coco.json")
    return target / "coco.json"
