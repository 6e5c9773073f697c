"""Projects on disk: ``.epstudio`` files, and finding a recording that was moved.

The file is a ZIP archive of ``session.json`` (settings, corrections, facts about the recording) and
NumPy arrays (``track/xy_px.npy``, ...): ``numpy.load`` opens the arrays without this program. It
holds no picture. Nothing in it is ever executed.
"""

from __future__ import annotations

import io
import json
import math
import os
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from cattrs import Converter
from cattrs.errors import BaseValidationError
from cattrs.strategies import configure_tagged_union

from efficientpose_core.atomic import atomic_path
from efficientpose_core.errors import EfficientPoseError, SessionError
from efficientpose_core.inference.engines import EngineInfo
from efficientpose_core.kinematics.gait.marks import GaitMark
from efficientpose_core.media.source import MediaInfo
from efficientpose_core.media.video import file_sha256
from efficientpose_core.models.weights import WeightsMetadata
from efficientpose_core.pipeline import AnalysisRequest, Detection
from efficientpose_core.pose import PoseTrack, ProcessingStep
from efficientpose_core.session.assessment import Assessment
from efficientpose_core.session.document import Session
from efficientpose_core.session.edits import Edit, ReplacePoses
from efficientpose_core.skeleton import Skeleton

__all__ = ["SUFFIX", "VERSION", "find_source", "load_session", "save_session"]

SUFFIX = ".epstudio"
VERSION = 1
"""Of the format; raised when an older program could no longer read it."""
_FORMAT = "efficientpose-studio-session"
_JSON = "session.json"
_LARGEST_BYTES = 4_000_000_000
"""Of all members unpacked: a million frames take about 700 MB."""
_TRACK_ARRAYS = ("t_s", "frame", "xy_px", "score", "spread_px", "status", "presence")
_POSE_ARRAYS = tuple(field.name for field in fields(ReplacePoses))
_SAME_FOLDER_LIMIT = 500
"""Files beside a project that are looked at for a recording that was moved."""


def save_session(session: Session, path: Path) -> None:
    """Write a project, completely or not at all.

    Raises
    ------
    OutputError
        If it cannot be written; what was there before stays.
    """
    arrays: dict[str, Any] = {
        f"track/{name}": getattr(session.detection.track, name) for name in _TRACK_ARRAYS
    }
    arrays["boxes_px"] = session.detection.boxes_px
    runs = [edit for edit in session.edits if isinstance(edit, ReplacePoses)]
    for number, run in enumerate(runs):
        for name in _POSE_ARRAYS:
            arrays[f"runs/{number}/{name}"] = getattr(run, name)
    document = _to_json(session, _converter(runs), path)
    content = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False)
    with (
        atomic_path(path) as temporary,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        archive.writestr(_JSON, content)
        for name, values in arrays.items():
            stream = io.BytesIO()
            np.save(stream, values, allow_pickle=False)
            archive.writestr(f"{name}.npy", stream.getbuffer())


def load_session(path: Path) -> Session:
    """Read a project.

    The recording may have been moved since: see `find_source`.

    Raises
    ------
    SessionError
        If the file cannot be read, is no project, is damaged, or comes from a newer version.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_size(archive, path)
            content = json.loads(archive.read(_JSON))
            _check_version(content, path)
            return _from_json(content, archive, path)
    except OSError as error:
        raise SessionError(
            f"Cannot open {path}: {error.strerror or error}. Check the path."
        ) from error
    except SessionError:
        raise
    except (
        zipfile.BadZipFile, zipfile.LargeZipFile, KeyError, ValueError, TypeError, EOFError,
        NotImplementedError, BaseValidationError, EfficientPoseError,
    ) as error:  # fmt: skip
        raise SessionError(
            f"{path.name} is no project of EfficientPose Studio, or it is damaged: open the "
            "recording instead, or an older copy of the project."
        ) from error


def find_source(session: Session, path: Path, *, may_be_renamed: bool = True) -> Path | None:
    """Return where the recording of a project is now, or None.

    Looked at are the place it had, the same place relative to the project, and files of the same
    kind in the project's folder; the checksum decides.

    Parameters
    ----------
    session, path
        The project and its file.
    may_be_renamed
        Whether the recording may have another name now: then many files may have to be read.
    """
    wanted = session.request.source
    if session.detection.source_sha256 == "":
        # A folder of pictures has no checksum: its place has to do.
        folders = (wanted, path.parent / wanted.name)
        return next((folder for folder in folders if folder.is_dir()), None)
    places = [wanted, path.parent / wanted.name]
    if may_be_renamed:
        places += _same_kind(path.parent, wanted.suffix)
    for place in places:
        if place.is_file() and file_sha256(place) == session.detection.source_sha256:
            return place
    return None


def _same_kind(folder: Path, suffix: str) -> Iterable[Path]:
    try:
        entries = sorted(folder.iterdir())[:_SAME_FOLDER_LIMIT]
    except OSError:
        return []
    return [entry for entry in entries if entry.suffix.lower() == suffix.lower()]


def _to_json(session: Session, converter: Converter, path: Path) -> dict[str, Any]:
    detection, track = session.detection, session.detection.track
    source = session.request.source
    try:
        relative = os.path.relpath(source.resolve(), path.resolve().parent)
    except ValueError:
        # Another drive: there is no such path.
        relative = ""
    return {
        "format": _FORMAT,
        "version": VERSION,
        "request": converter.unstructure(session.request),
        "source_relative": relative,
        "position": session.position,
        "is_checked": session.is_checked,
        "edits": converter.unstructure(session.edits, tuple[Edit, ...]),
        "assessment": converter.unstructure(session.assessment),
        "detection": {
            "media": converter.unstructure(detection.media),
            "source_sha256": detection.source_sha256,
            "weights": converter.unstructure(detection.weights),
            "weights_digest": detection.weights_digest,
            "engine": converter.unstructure(detection.engine),
            "seconds": detection.seconds,
            "frames_run": detection.frames_run,
        },
        "track": {
            "skeleton": converter.unstructure(track.skeleton),
            "image_size_px": list(track.image_size_px),
            "log": converter.unstructure(track.log),
        },
    }


def _check_size(archive: zipfile.ZipFile, path: Path) -> None:
    if sum(member.file_size for member in archive.infolist()) > _LARGEST_BYTES:
        raise SessionError(f"{path.name} unpacks to more than 4 GB: it is no project.")


def _check_version(content: Any, path: Path) -> None:
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        raise ValueError("another format")
    version = content.get("version")
    if isinstance(version, int) and version > VERSION:
        raise SessionError(
            f"{path.name} was saved by a newer version of EfficientPose Studio (format {version}, "
            f"this one reads up to {VERSION}): update the program to open it."
        )
    if version != VERSION:
        raise ValueError("no version")


def _from_json(content: Mapping[str, Any], archive: zipfile.ZipFile, path: Path) -> Session:
    converter = _converter(_runs(archive))
    facts, description = content["detection"], content["track"]
    width, height = description["image_size_px"]
    track = PoseTrack(
        skeleton=converter.structure(description["skeleton"], Skeleton),
        image_size_px=(int(width), int(height)),
        log=converter.structure(description["log"], tuple[ProcessingStep, ...]),
        **{name: _array(archive, f"track/{name}") for name in _TRACK_ARRAYS},
    )
    detection = Detection(
        track=track,
        boxes_px=_array(archive, "boxes_px"),
        media=converter.structure(facts["media"], MediaInfo),
        source_sha256=str(facts["source_sha256"]),
        weights=converter.structure(facts["weights"], WeightsMetadata),
        weights_digest=str(facts["weights_digest"]),
        engine=converter.structure(facts["engine"], EngineInfo),
        seconds=float(facts["seconds"]),
        frames_run=int(facts["frames_run"]),
    )
    session = Session(
        request=converter.structure(content["request"], AnalysisRequest),
        detection=detection,
        edits=converter.structure(content["edits"], tuple[Edit, ...]),
        position=int(content["position"]),
        # Projects of the first programs have none.
        assessment=converter.structure(content.get("assessment", {}), Assessment),
        is_checked=content.get("is_checked") is True,
    )
    relative = path.parent / content["source_relative"]
    if content["source_relative"] and not session.request.source.exists() and relative.exists():
        session = session.with_source(relative.resolve())
    return session


def _runs(archive: zipfile.ZipFile) -> list[ReplacePoses]:
    count = sum(name.startswith("runs/") and name.endswith("/frame.npy")
                for name in archive.namelist())  # fmt: skip
    return [
        ReplacePoses(**{name: _array(archive, f"runs/{number}/{name}") for name in _POSE_ARRAYS})
        for number in range(count)
    ]


def _array(archive: zipfile.ZipFile, name: str) -> Any:
    return np.load(io.BytesIO(archive.read(f"{name}.npy")), allow_pickle=False)


def _converter(runs: Sequence[ReplacePoses]) -> Converter:
    """Return a converter to and from JSON; the arrays of ``runs`` have members of their own."""
    converter = Converter()
    number_of = {id(run): number for number, run in enumerate(runs)}
    converter.register_unstructure_hook(ReplacePoses, lambda run: {"run": number_of[id(run)]})
    converter.register_structure_hook(ReplacePoses, lambda value, _: runs[value["run"]])
    converter.register_unstructure_hook(Path, str)
    converter.register_structure_hook(Path, lambda value, _: Path(value))
    # Parameters of processing steps are JSON already.
    converter.register_structure_hook_func(lambda kind: kind is object, lambda value, _: value)
    # Names and files of weights are both text.
    converter.register_structure_hook(
        str | Path | None, lambda value, _: None if value is None else str(value)
    )
    converter.register_structure_hook(float, _number)
    converter.register_unstructure_hook(
        float, lambda value: value if math.isfinite(value) else None
    )
    configure_tagged_union(Edit, converter, tag_name="edit")
    configure_tagged_union(GaitMark, converter, tag_name="mark")
    return converter


def _number(value: Any, _: type) -> float:
    if value is None:
        return math.nan
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("no number")
    return float(value)
