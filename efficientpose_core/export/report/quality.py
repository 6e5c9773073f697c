"""What has to be known before the numbers are used."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from efficientpose_core.export.data import ExportData
from efficientpose_core.kinematics.body import body_height_px
from efficientpose_core.pose import Status
from efficientpose_core.words import Words

__all__ = ["quality_warnings"]

_OFTEN_MISSING = 0.2
_SMALL_PX = 200.0
_UNKNOWN_FACING = 0.05


def quality_warnings(data: ExportData, words: Words) -> list[str]:
    """Return sentences on the recording and on what was found in it."""
    return [
        *(words.sentence(text) for text in data.media.warnings),
        *_frames(data, words),
        *_keypoints(data, words),
        *_facing(data, words),
    ]


def _frames(data: ExportData, words: Words) -> Iterator[str]:
    status = data.track.status
    for kind, text in (
        (Status.NO_PERSON, "{count} of {total} {total:frame|frames} {count:shows|show} nobody."),
        (Status.DAMAGED, "{count} of {total} {total:frame|frames} could not be decoded."),
    ):
        count = int((status == kind).all(axis=1).sum())
        if count:
            yield words.say(text, count=count, total=len(status))
    height = body_height_px(data.track)
    if height < _SMALL_PX:
        yield words.say(
            "The person is only about {height} px tall: keypoints are less exact. Record from "
            "nearer, or with a higher resolution.",
            height=round(height),
        )


def _keypoints(data: ExportData, words: Words) -> Iterator[str]:
    track = data.track
    present = (track.status < Status.DAMAGED).any(axis=1)
    if not present.any():
        return
    missing = 1.0 - track.valid[present].mean(axis=0)
    often = [
        f"{words.name(track.skeleton.keypoints[k])} ({words.with_unit(100 * missing[k], '%')})"
        for k in np.argsort(-missing)
        if missing[k] > _OFTEN_MISSING
    ]
    if often:
        yield words.say(
            "Often without a trusted place, in per cent of the frames with a person: {names}.",
            names="; ".join(often),
        )


def _facing(data: ExportData, words: Words) -> Iterator[str]:
    if data.provenance["settings"]["derive"]["view"] != "sagittal":
        return
    present = (data.track.status < Status.DAMAGED).any(axis=1)
    if not present.any():
        return
    unknown = float((data.facing.direction[present] == 0).mean())
    if unknown > _UNKNOWN_FACING:
        yield words.say(
            "In {share} of the frames it is not known where the person faces (turns, for "
            "instance): there are no joint angles then.",
            share=words.with_unit(100 * unknown, "%"),
        )
