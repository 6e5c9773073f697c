"""Stills: which frames, where the skeleton lies, and faces that are not shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from efficientpose_core.export.data import ExportData
from efficientpose_core.export.sections import Picture
from efficientpose_core.export.stills import angle_labels, choose_frames, draw_stills
from efficientpose_core.media.source import Frame, FrameSource, MediaInfo
from efficientpose_core.pose import FloatArray, PoseTrack, Status


class _Flat:
    """A source whose frames are one colour, with stripes that a blur would wash out."""

    def __init__(self, data: ExportData, damaged: frozenset[int] = frozenset()) -> None:
        self._data, self._damaged = data, damaged

    @property
    def info(self) -> MediaInfo:
        return self._data.media

    @property
    def times_s(self) -> FloatArray:
        return self._data.track.t_s

    def frame_at(self, index: int) -> Frame:
        if index in self._damaged:
            return Frame(index=index, t_s=0.0)
        width, height = self._data.track.image_size_px
        rgb = np.full((height, width, 3), 90, np.uint8)
        rgb[:, ::2] = 160
        return Frame.from_rgb(rgb, index=index)

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[Frame]:
        raise NotImplementedError

    def index_at(self, t_s: float) -> int:
        raise NotImplementedError

    def close(self) -> None: ...

    def __enter__(self) -> _Flat:
        return self

    def __exit__(self, *_: object) -> None: ...


def _draw(data: ExportData, source: _Flat | None = None, **options: object) -> list[Picture]:
    given: FrameSource = source or _Flat(data)
    return list(draw_stills(given, data, caption=str, **options))  # type: ignore[arg-type]


def _image(picture: Picture) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.imdecode(np.frombuffer(picture.jpeg, np.uint8), 1), np.uint8)


def test_one_frame_of_each_part(track: PoseTrack) -> None:
    rows = choose_frames(track, 4)
    assert len(rows) == 4
    assert rows == sorted(rows)
    assert 3 not in rows
    parts = np.array_split([n for n in range(len(track)) if n != 3], 4)
    assert all(row in part for row, part in zip(rows, parts, strict=True))


def test_the_clearest_frame_is_chosen(track: PoseTrack) -> None:
    score = np.full(track.score.shape, 0.5)
    score[17] = 0.9
    assert 17 in choose_frames(replace(track, score=score), 2)


def test_nobody_gives_no_still(track: PoseTrack) -> None:
    gone = replace(
        track, xy_px=np.full_like(track.xy_px, np.nan),
        status=np.full_like(track.status, Status.NO_PERSON),
    )  # fmt: skip
    assert choose_frames(gone, 4) == []


def test_pictures_are_alike_and_hold_the_person(data: ExportData) -> None:
    pictures = _draw(data)
    assert len(pictures) == 4
    assert {(p.width_px, p.height_px) for p in pictures} == {(540, 720)}
    for picture in pictures:
        image = _image(picture)
        assert image.shape == (720, 540, 3)
        # Blue of the left and orange of the right side (BGR).
        for colour in ((178, 114, 0), (0, 94, 213)):
            near = np.abs(image.astype(int) - colour).max(axis=2) < 40
            rows = np.nonzero(near)[0]
            assert len(rows) > 200
            assert rows.min() > 5
            assert rows.max() < 715


def test_damaged_frames_are_left_out(data: ExportData) -> None:
    first = int(data.track.frame[choose_frames(data.track, 4)[0]])
    assert len(_draw(data, _Flat(data, frozenset({first})))) == 3


def test_a_hidden_face_is_smooth(data: ExportData) -> None:
    row = choose_frames(data.track, 1)[0]
    style_free = replace(
        data, track=replace(data.track, score=np.where(np.isfinite(data.track.score), 0.0, np.nan))
    )  # nothing is drawn over it
    shown = _image(_draw(style_free, count=1)[0])
    hidden = _image(_draw(style_free, count=1, hide_face=True)[0])
    changed = np.abs(shown.astype(int) - hidden).max(axis=2) > 12
    rows, columns = np.nonzero(changed)
    assert len(rows) > 300
    # The head is in the upper part of the picture, and it is one round patch.
    assert rows.max() < 0.4 * shown.shape[0]
    height, width = np.ptp(rows), np.ptp(columns)
    assert 0.7 < height / width < 1.4
    centre = hidden[int(rows.mean()) - 8 : int(rows.mean()) + 8,
                    int(columns.mean()) - 8 : int(columns.mean()) + 8]  # fmt: skip
    assert np.ptp(centre) < 30
    assert row >= 0


def test_an_unknown_head_is_not_shown_where_faces_are_hidden(data: ExportData) -> None:
    xy, status = data.track.xy_px.copy(), data.track.status.copy()
    head = data.track.skeleton.index("head_top")
    xy[:, head] = np.nan
    status[:, head] = np.maximum(status[:, head], Status.REJECTED)
    blind = replace(data, track=replace(data.track, xy_px=xy, status=status))
    assert _draw(blind, hide_face=True) == []
    assert len(_draw(blind)) == 4


def test_labels_stand_at_their_joint(data: ExportData) -> None:
    labels = list(angle_labels(data.track, data.angles, 10))
    knee = data.track.point("right_knee")[10]
    value = data.angles.column("right_knee_flexion")[10]
    assert any(
        label.text == f"{round(float(value))}°" and label.x_px == pytest.approx(knee[0])
        for label in labels
    )
    assert not list(angle_labels(data.track, data.angles, 3))
    flat = replace(data.angles, values_deg=np.full_like(data.angles.values_deg, -0.2))
    assert {label.text for label in angle_labels(data.track, flat, 10)} == {"0°"}
