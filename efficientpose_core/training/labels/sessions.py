"""Projects of this program as labels: what was corrected by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from efficientpose_core.media.images import ImageSequence
from efficientpose_core.pose import PoseTrack, ProcessingStep, Status
from efficientpose_core.session.document import Session
from efficientpose_core.session.edits import apply_edits
from efficientpose_core.session.storage import find_source, load_session
from efficientpose_core.training.labels.complaints import Complaint, Kind, ReadLabels, Severity
from efficientpose_core.training.labels.types import LabelledImage, LabelSet, Visibility

__all__ = ["labels_of_session", "read_session"]


def read_session(
    path: Path, *, images: Path | None = None, whole_frames: bool = False
) -> ReadLabels:
    """Read the corrections of a project file (``.epstudio``) as labels.

    Parameters
    ----------
    path
        Project.
    images
        Where to look for the recording, when it is not where it was: a folder.
    whole_frames
        Also take what the network found in frames in which something was corrected.

    Raises
    ------
    SessionError
        If the project cannot be read.
    """
    session = load_session(path)
    source = find_source(session, path if images is None else images / path.name)
    if source is not None:
        return labels_of_session(
            session.with_source(source), name=path.name, whole_frames=whole_frames
        )
    read = labels_of_session(session, name=path.name, whole_frames=whole_frames)
    sentence = (
        f"The recording {session.request.source.name} of {path.name} is not where it was: choose "
        "the folder it lies in now."
    )
    return read.with_complaints(
        Complaint(
            severity=Severity.ERROR, kind=Kind.MISSING_IMAGE, sentence=sentence, image=image.name,
            row=row,
        )
        for row, image in enumerate(read.labels.images)
    )  # fmt: skip


def labels_of_session(
    session: Session, *, name: str = "", whole_frames: bool = False
) -> ReadLabels:
    """Return the corrections of a project as labels.

    Parameters
    ----------
    session
        Its source has to be where the recording is.
    name
        Of the project, for the log.
    whole_frames
        Also take what the network found in frames in which something was corrected: right only if
        each of these frames was looked at as a whole.

    Returns
    -------
    ReadLabels
        One entry for each frame with a keypoint that was set by hand (`Status.EDITED`). The group
        is the recording.

    Notes
    -----
    Interpolated positions are never labels: nobody looked at them.
    """
    track = apply_edits(session.detection.track, session.edits).track
    images = _images(track, session.request.source, whole_frames=whole_frames)
    source = session.request.source
    step = ProcessingStep(
        name="read_labels",
        parameters={
            "format": "epstudio", "file": name, "frames": len(images), "whole_frames": whole_frames,
            "source_sha256": session.detection.source_sha256,
            "weights": session.detection.weights.name,
        },
        note=f"{len(images)} frames of {source.name} were corrected by hand.",
    )  # fmt: skip
    labels = LabelSet(skeleton=track.skeleton, images=images, log=(step,))
    if images:
        return ReadLabels(labels=labels)
    return ReadLabels(
        labels=labels,
        complaints=(
            Complaint(
                severity=Severity.WARNING,
                kind=Kind.NO_KEYPOINTS,
                sentence=f"Nothing was corrected by hand in {name or source.name}: correct the "
                "frames you want to train with.",
            ),
        ),
    )


def _images(track: PoseTrack, source: Path, *, whole_frames: bool) -> tuple[LabelledImage, ...]:
    is_label = track.status == Status.EDITED
    corrected = np.flatnonzero(is_label.any(axis=1))
    if whole_frames:
        is_label |= track.status == Status.MEASURED
    pictures = ImageSequence(source).paths if source.is_dir() else ()
    return tuple(
        LabelledImage(
            path=pictures[track.frame[row]] if pictures else source,
            frame=None if pictures else int(track.frame[row]),
            name=pictures[track.frame[row]].name if pictures else source.name,
            size_px=track.image_size_px,
            xy_px=np.where(is_label[row][:, None], track.xy_px[row], np.nan),
            visibility=np.where(
                is_label[row], np.int8(Visibility.VISIBLE), np.int8(Visibility.MISSING)
            ),
            group=source.stem,
        )
        for row in corrected
    )
