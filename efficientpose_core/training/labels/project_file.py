"""The file of a label project: COCO for everybody, and what only this program needs beside it.

``labels.json`` holds the accepted frames as COCO keypoints, so that the trainer and other programs
read them as they are; everything else lies in its member ``label_project``, which others ignore.
The COCO part is written anew each time: what others change in it is not read back.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from efficientpose_core.atomic import write_text
from efficientpose_core.errors import DataError, OutputError
from efficientpose_core.pose import FloatArray
from efficientpose_core.skeleton import Skeleton
from efficientpose_core.training.labels.coco import annotation_entry, category_entry, image_entry
from efficientpose_core.training.labels.documents import as_list, as_mapping, number, read_json
from efficientpose_core.training.labels.folder import lies_inside
from efficientpose_core.training.labels.project import LabelFrame, LabelProject, LabelSource
from efficientpose_core.training.labels.types import LabelledImage

__all__ = [
    "MEMBER",
    "PROJECT_FILE",
    "ProjectWriter",
    "create_project",
    "is_label_project",
    "load_project",
    "project_file",
]

PROJECT_FILE = "labels.json"
MEMBER = "label_project"
_VERSION = 1
_STAMP = tuple[int, int]


def project_file(path: Path) -> Path:
    """Return the file of a project that is named by its folder or by the file itself."""
    return path / PROJECT_FILE if path.is_dir() else path


def is_label_project(content: Any) -> bool:
    """Tell whether JSON content is the file of a label project."""
    return isinstance(content, dict) and MEMBER in content


def create_project(folder: Path, skeleton: Skeleton) -> LabelProject:
    """Return an empty project, and write its file.

    Raises
    ------
    OutputError
        If the folder holds a project already, or cannot be written to.
    """
    if (folder / PROJECT_FILE).exists():
        raise OutputError(
            f"{folder} holds labels already: open them, or choose another folder for new ones."
        )
    project = LabelProject(folder=folder.absolute(), skeleton=skeleton)
    ProjectWriter(project.folder).write(project)
    return project


def load_project(path: Path) -> LabelProject:
    """Read a label project.

    Parameters
    ----------
    path
        Its folder, or the file in it. The folder may have been moved.

    Raises
    ------
    DataError
        If it is none, is damaged, or is of a newer version of this program.
    """
    file = project_file(path)
    if path.is_dir() and not file.is_file():
        raise DataError(f"{path} holds no {PROJECT_FILE}: choose the folder of a label project.")
    content = read_json(file)
    if not is_label_project(content):
        raise DataError(
            f"{file.name} is no label project of this program. To go on labelling in it, make a "
            "new project and add the file there."
        )
    document = as_mapping(content[MEMBER], f"'{MEMBER}' of {file.name}")
    version = document.get("version")
    if version != _VERSION:
        raise DataError(
            f"{file.name} has the version {version}, this program reads {_VERSION}: update it."
        )
    try:
        return _read_project(file.parent.absolute(), document)
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"{file.name} is damaged ({type(error).__name__}: {error}): take it from a backup."
        ) from error


class ProjectWriter:
    """Writes a project again and again; only frames that have changed are put into words anew.

    Use from one thread at a time.

    Parameters
    ----------
    folder
        Of the project.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / PROJECT_FILE
        self._texts: dict[str, tuple[LabelFrame, str]] = {}
        self._stamp = _stamp_of(self._file)

    def write(self, project: LabelProject) -> Path | None:
        """Write the project, atomically.

        Returns
        -------
        Path or None
            Where the file is kept that another program has written meanwhile; None usually.

        Raises
        ------
        OutputError
            If the folder is gone or not writable, or the disk is full. The file is as before.
        """
        if self._stamp is not None and not self._file.parent.is_dir():
            # Made anew, it would hold labels without their pictures.
            raise OutputError(
                f"The folder {self._file.parent} is gone: put it back where it was, then go on."
            )
        kept = self._keep_foreign()
        write_text(self._file, self._text(project))
        self._stamp = _stamp_of(self._file)
        return kept

    def _keep_foreign(self) -> Path | None:
        stamp = _stamp_of(self._file)
        if stamp is None or self._stamp is None or stamp == self._stamp:
            return None
        count = 1
        while (kept := self._file.with_name(f"labels.other-{count}.json")).exists():
            count += 1
        try:
            self._file.rename(kept)
        except OSError as error:
            raise OutputError(
                f"Another program has changed {self._file}, and it cannot be renamed "
                f"({error.strerror or error}): copy it elsewhere."
            ) from error
        return kept

    def _text(self, project: LabelProject) -> str:
        """Return the whole file."""
        entries: list[str] = []
        images: list[dict[str, Any]] = []
        annotations: list[dict[str, Any]] = []
        ids: dict[str, int] = {}
        texts: dict[str, tuple[LabelFrame, str]] = {}
        for frame in project.frames:
            known = self._texts.get(frame.key)
            text = known[1] if known and known[0] is frame else _dump(_frame_entry(frame))
            texts[frame.key] = (frame, text)
            entries.append(text)
            if not frame.is_done:
                continue
            image = _as_image(project, frame)
            if frame.picture not in ids:
                ids[frame.picture] = len(ids) + 1
                images.append({"id": ids[frame.picture], **image_entry(image, project.folder)})
            annotations.append(annotation_entry(image, len(annotations) + 1, ids[frame.picture]))
        self._texts = texts
        skeleton = project.skeleton
        head = _dump(
            {
                "version": _VERSION,
                "skeleton": {
                    "name": skeleton.name,
                    "keypoints": skeleton.keypoints,
                    "limbs": skeleton.limbs,
                    "segments": skeleton.segments,
                },
                "sources": [
                    {"name": s.name, "path": str(s.path), "sha256": s.sha256}
                    for s in project.sources
                ],
            }
        )
        coco = _dump(
            {
                "info": {"description": f"{len(annotations)} people, skeleton {skeleton.name}"},
                "images": images,
                "annotations": annotations,
                "categories": [category_entry(skeleton)],
            }
        )
        frames = ",\n".join(entries)
        return f'{coco[:-1]},\n"{MEMBER}": {head[:-1]},\n"frames": [\n{frames}\n]}}}}\n'


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _stamp_of(file: Path) -> _STAMP | None:
    try:
        facts = file.stat()
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_size


def _as_image(project: LabelProject, frame: LabelFrame) -> LabelledImage:
    return LabelledImage(
        path=project.picture_path(frame), name=frame.picture, size_px=frame.size_px,
        xy_px=frame.xy_px, visibility=frame.visibility, group=frame.group,
    )  # fmt: skip


def _frame_entry(frame: LabelFrame) -> dict[str, Any]:
    return {
        "key": frame.key,
        "picture": frame.picture,
        "size": frame.size_px,
        "source": frame.source,
        "group": frame.group,
        "frame": frame.frame,
        "t_s": frame.t_s if math.isfinite(frame.t_s) else None,
        "done": frame.is_done,
        "reason": frame.reason,
        "points": _rows(frame.xy_px, frame.visibility, frame.origin),
        "guessed_by": frame.guessed_by,
        "guess": _rows(frame.guess_px, frame.guess_score),
    }


def _rows(xy_px: FloatArray, *columns: npt.NDArray[Any]) -> list[list[float | int | None]]:
    return [
        [None if isinstance(v, float) and math.isnan(v) else v for v in (*place, *rest)]
        for place, *rest in zip(xy_px.tolist(), *(c.tolist() for c in columns), strict=True)
    ]


def _read_project(folder: Path, document: Mapping[str, Any]) -> LabelProject:
    described = as_mapping(document["skeleton"], "'skeleton'")
    skeleton = Skeleton(
        name=str(described["name"]),
        keypoints=tuple(str(name) for name in as_list(described["keypoints"], "'keypoints'")),
        limbs=_pairs(described["limbs"]),
        segments=_pairs(described["segments"]),
    )
    sources = tuple(
        LabelSource(name=str(s["name"]), path=Path(str(s["path"])), sha256=str(s["sha256"]))
        for s in as_list(document["sources"], "'sources'")
    )
    frames = tuple(
        _read_frame(as_mapping(entry, "A frame"))
        for entry in as_list(document["frames"], "'frames'")
    )
    return LabelProject(folder=folder, skeleton=skeleton, sources=sources, frames=frames)


def _pairs(value: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(a), str(b)) for a, b in as_list(value, "A list of limbs"))


def _read_frame(entry: Mapping[str, Any]) -> LabelFrame:
    key, picture = str(entry["key"]), str(entry["picture"])
    # A picture may be missing, which is told when it is to be shown; it may not lie elsewhere.
    if not lies_inside(picture):
        raise ValueError(f"{picture} leads out of the folder")
    points = _columns(entry["points"], 4)
    guess = _columns(entry["guess"], 3)
    width, height = entry["size"]
    return LabelFrame(
        key=key,
        picture=picture,
        size_px=(int(width), int(height)),
        source=str(entry["source"]),
        group=str(entry["group"]),
        frame=None if entry["frame"] is None else int(entry["frame"]),
        t_s=float("nan") if entry["t_s"] is None else float(entry["t_s"]),
        is_done=bool(entry["done"]),
        reason=str(entry["reason"]),
        xy_px=points[:, :2],
        visibility=_whole(points[:, 2]),
        origin=_whole(points[:, 3]),
        guessed_by=str(entry["guessed_by"]),
        guess_px=guess[:, :2],
        guess_score=guess[:, 2],
    )


def _columns(value: Any, count: int) -> FloatArray:
    rows = [[number(item) for item in as_list(row, "A point")] for row in as_list(value, "points")]
    return np.array(rows, np.float64).reshape(-1, count)


def _whole(values: FloatArray) -> npt.NDArray[np.int8]:
    whole: npt.NDArray[np.int8] = np.nan_to_num(values, nan=-1.0).astype(np.int8)
    return whole
