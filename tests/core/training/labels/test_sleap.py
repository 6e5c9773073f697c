from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from efficientpose_core.errors import DataError
from efficientpose_core.training.labels.complaints import Kind, Severity
from efficientpose_core.training.labels.sleap import read_sleap, read_sleap_json

from .helpers import kinds, write_json, write_picture

NAN = float("nan")
POINT = np.dtype([("x", "f8"), ("y", "f8"), ("visible", "?"), ("complete", "?")])
PREDICTED = np.dtype([*POINT.descr, ("score", "f8")])
INSTANCE = np.dtype(
    [
        ("instance_id", "i8"), ("instance_type", "u1"), ("frame_id", "u8"), ("skeleton", "u4"),
        ("track", "i4"), ("from_predicted", "i8"), ("score", "f4"), ("point_id_start", "u8"),
        ("point_id_end", "u8"), ("tracking_score", "f4"),
    ]
)  # fmt: skip
FRAME = np.dtype(
    [
        ("frame_id", "u8"), ("video", "u4"), ("frame_idx", "u8"), ("instance_id_start", "u8"),
        ("instance_id_end", "u8"),
    ]
)  # fmt: skip
METADATA = {
    "version": "2.0.0",
    "skeletons": [
        {
            "directed": True,
            "graph": {"name": "Skeleton-0", "num_edges_inserted": 1},
            "links": [
                {
                    "edge_insert_idx": 0, "key": 0, "source": 2, "target": 0,
                    "type": {
                        "py/reduce": [{"py/type": "sleap.skeleton.EdgeType"}, {"py/tuple": [1]}]
                    },
                },
                {
                    "key": 0, "source": 0, "target": 1,
                    "type": {
                        "py/reduce": [{"py/type": "sleap.skeleton.EdgeType"}, {"py/tuple": [2]}]
                    },
                },
                {"key": 0, "source": 1, "target": 0, "type": {"py/id": 2}},
                {"key": 0, "source": 2, "target": 1, "type": {"py/id": 1}},
            ],
            "multigraph": True,
            # Order of the points; indices into the list of all nodes.
            "nodes": [{"id": 2}, {"id": 0}, {"id": 1}],
        }
    ],
    "nodes": [
        {"name": "left", "weight": 1.0}, {"name": "right", "weight": 1.0},
        {"name": "root", "weight": 1.0},
    ],
    "videos": [], "tracks": [], "suggestions": [], "negative_anchors": {}, "provenance": {},
}  # fmt: skip
VIDEO = {
    "filename": "C:/Users/lab/study/walk.mp4",
    "backend": {
        "type": "MediaVideo", "shape": [100, 48, 64, 3], "filename": "C:/Users/lab/study/walk.mp4",
        "grayscale": False, "bgr": True, "dataset": "", "input_format": "",
    },
}  # fmt: skip


def write_slp(path: Path, *, format_id: float = 1.3, **changes: Any) -> Path:
    """Write two labelled frames (5 and 9) and one that was predicted (7)."""
    points = np.array(
        [
            (10.0, 20.0, True, True), (NAN, NAN, True, False), (30.0, 40.0, False, True),
            (11.0, 21.0, True, True), (12.0, 22.0, True, True), (31.0, 41.0, True, True),
        ],
        POINT,
    )  # fmt: skip
    instances = np.array(
        [
            (0, 0, 0, 0, -1, -1, 0.0, 0, 3, 0.0),
            (1, 1, 1, 0, -1, -1, 0.9, 0, 3, 0.0),
            (2, 0, 2, 0, -1, 1, 0.0, 3, 6, 0.0),
        ],
        INSTANCE,
    )
    frames = np.array([(0, 0, 5, 0, 1), (1, 0, 7, 1, 2), (2, 0, 9, 2, 3)], FRAME)
    arrays = {
        "points": points, "pred_points": np.zeros(3, PREDICTED), "instances": instances,
        "frames": frames,
    } | changes.get("arrays", {})  # fmt: skip
    videos = changes.get("videos", [VIDEO])
    with h5py.File(path, "w") as file:
        group = file.create_group("metadata")
        group.attrs["format_id"] = format_id
        group.attrs["json"] = np.bytes_(json.dumps(changes.get("metadata", METADATA)).encode())
        file["videos_json"] = [np.bytes_(json.dumps(video).encode()) for video in videos]
        file["tracks_json"] = np.zeros(0, "S1")
        for name, values in arrays.items():
            if values is not None:
                file.create_dataset(name, data=values, maxshape=(None,))
    return path


@pytest.mark.parametrize(("format_id", "shift"), [(1.0, 0.0), (1.1, 0.5), (1.3, 0.5), (2.3, 0.5)])
def test_a_project_is_read(tmp_path: Path, format_id: float, shift: float) -> None:
    (tmp_path / "walk.mp4").write_bytes(b"a video")
    read = read_sleap(write_slp(tmp_path / "labels.slp", format_id=format_id))
    assert read.labels.skeleton.keypoints == ("root", "left", "right")
    # Both links of kind 1; those of kind 2 tell symmetry.
    assert read.labels.skeleton.limbs == (("root", "left"), ("root", "right"))
    first, second = read.labels.images
    assert (first.path, first.frame, second.frame) == (tmp_path / "walk.mp4", 5, 9)
    assert first.size_px == (64, 48)
    assert first.group == "C:/Users/lab/study/walk.mp4"
    assert first.visibility.tolist() == [2, 0, 1]
    assert first.xy_px[[0, 2]].tolist() == [[10 + shift, 20 + shift], [30 + shift, 40 + shift]]
    assert kinds(read.complaints) == {Kind.LEFT_ASIDE: 2, Kind.FOUND_ELSEWHERE: 1}
    assert "that a network predicted and nobody corrected (1)" in read.complaints[0].sentence


def test_videos_elsewhere(tmp_path: Path) -> None:
    write_slp(tmp_path / "labels.slp")
    (tmp_path / "videos").mkdir()
    (tmp_path / "videos" / "walk.mp4").write_bytes(b"a video")
    read = read_sleap(tmp_path / "labels.slp", images=tmp_path / "videos")
    assert read.labels.images[0].path == tmp_path / "videos" / "walk.mp4"
    gone = read_sleap(tmp_path / "labels.slp", images=tmp_path / "nowhere")
    assert kinds(gone.complaints)[Kind.OUTSIDE_FOLDER] == 2
    assert len(gone.labels) == 0


def test_folders_of_pictures(tmp_path: Path) -> None:
    names = [f"/lab/walk/img{i}.png" for i in range(6)]
    write_picture(tmp_path / "img5.png")
    video = {"filename": names, "backend": {"type": "ImageVideo", "filename": names[0],
             "filenames": names, "shape": [6, 48, 64, 3]}}  # fmt: skip
    read = read_sleap(write_slp(tmp_path / "labels.slp", videos=[video]))
    (image,) = read.labels.images
    assert (image.path, image.frame) == (tmp_path / "img5.png", None)
    # Frame 9 is labelled, but the folder had six pictures.
    lost = [c for c in read.complaints if c.severity == Severity.ERROR]
    assert len(lost) == 1
    assert "img0.png frame 9" in lost[0].sentence


def embedded(path: Path, *, kind: str = "png", source: str | None = "walk.mp4") -> Path:
    """Write a package: pictures of frames 5, 7 and 9 inside, filled up to equal length."""
    pictures = [write_picture(path.parent / f"{i}.png", seed=i).read_bytes() for i in (5, 7, 9)]
    longest = max(map(len, pictures))
    rows = [np.frombuffer(p.ljust(longest, b"\0"), np.int8) for p in pictures]
    backend = {"type": "HDF5Video", "filename": ".", "dataset": "video0/video",
               "input_format": "channels_last", "convert_range": False}  # fmt: skip
    write_slp(path, videos=[{"filename": ".", "backend": backend}])
    with h5py.File(path, "a") as file:
        file["video0/video"] = np.stack(rows)
        file["video0/video"].attrs["format"] = kind
        file["video0/frame_numbers"] = [5, 7, 9]
        if source:
            group = file.create_group("video0/source_video")
            group.attrs["json"] = json.dumps({"backend": {"filename": source}})
    return path


def test_pictures_inside_are_written_to_a_folder(tmp_path: Path) -> None:
    path = embedded(tmp_path / "labels.pkg.slp")
    read = read_sleap(path, extract_to=tmp_path / "out")
    assert [image.path for image in read.labels.images] == [
        tmp_path / "out" / "video0" / f"{frame:06d}.png" for frame in (5, 9)
    ]
    assert all(image.frame is None for image in read.labels.images)
    for image, frame in zip(read.labels.images, (5, 9), strict=True):
        picture = (tmp_path / f"{frame}.png").read_bytes()
        assert image.path.read_bytes().rstrip(b"\0") == picture.rstrip(b"\0")
    assert kinds(read.complaints) == {Kind.LEFT_ASIDE: 2}


def test_pictures_inside_are_told(tmp_path: Path) -> None:
    read = read_sleap(embedded(tmp_path / "labels.pkg.slp"))
    assert "choose a folder to write them to" in read.complaints[0].sentence
    assert kinds(read.complaints)[Kind.MISSING_IMAGE] == 2
    assert len(read.usable()) == 0
    # The video they were taken from does as well.
    (tmp_path / "walk.mp4").write_bytes(b"a video")
    found = read_sleap(tmp_path / "labels.pkg.slp")
    assert [(i.path.name, i.frame) for i in found.labels.images] == [
        ("walk.mp4", 5), ("walk.mp4", 9),
    ]  # fmt: skip


def test_plain_arrays_inside_are_refused(tmp_path: Path) -> None:
    path = embedded(tmp_path / "labels.pkg.slp", kind="hdf5", source=None)
    with pytest.raises(DataError, match="save the package with PNG pictures"):
        read_sleap(path, extract_to=tmp_path / "out")


@pytest.mark.parametrize(
    ("array", "column", "value", "told"),
    [
        ("frames", "instance_id_end", 99, "people that are not there"),
        ("frames", "video", 4, "a video that is not listed"),
        ("instances", "point_id_end", 99, "keypoints that are not there"),
        ("instances", "point_id_end", 2, "keypoints that are not there"),
        ("instances", "skeleton", 3, "points to entry 3 of 1"),
    ],
)
def test_indices_beyond_the_end_are_refused(
    tmp_path: Path, array: str, column: str, value: int, told: str
) -> None:
    path = write_slp(tmp_path / "labels.slp")
    with h5py.File(path, "a") as file:
        values = file[array][()]
        values[column][0] = value
        file[array][...] = values
    with pytest.raises(DataError, match=told):
        read_sleap(path)


@pytest.mark.parametrize("missing", ["points", "instances", "frames"])
def test_missing_parts_are_refused(tmp_path: Path, missing: str) -> None:
    path = write_slp(tmp_path / "labels.slp", arrays={missing: None})
    with pytest.raises(DataError, match=f"no '{missing}'"):
        read_sleap(path)


def test_groups_in_place_of_arrays_are_refused(tmp_path: Path) -> None:
    path = write_slp(tmp_path / "labels.slp", arrays={"points": None})
    with h5py.File(path, "a") as file:
        file.create_group("points")
    with pytest.raises(DataError, match="'points' is no array"):
        read_sleap(path)
    with h5py.File(path, "a") as file:
        del file["metadata"]
    with pytest.raises(DataError, match="no 'metadata'"):
        read_sleap(path)


def test_links_and_sizes_that_are_not_told(tmp_path: Path) -> None:
    """Files of other versions leave out the kind of a link and the shape of a video."""
    (tmp_path / "walk.mp4").write_bytes(b"a video")
    skeleton = METADATA["skeletons"][0] | {"links": [{"source": 0, "target": 2}]}
    read = read_sleap(
        write_slp(
            tmp_path / "labels.slp",
            metadata=METADATA | {"skeletons": [skeleton]},
            videos=[{"filename": "walk.mp4", "backend": {}}],
        )
    )
    assert read.labels.skeleton.limbs == (("left", "root"),)
    assert read.labels.images[0].size_px is None
    assert kinds(read.complaints) == {Kind.LEFT_ASIDE: 2}


def test_videos_numbered_by_their_groups(tmp_path: Path) -> None:
    """Older packages number the videos of frames by the name of the group: 0, 15, 29."""
    backend = {"filename": ".", "dataset": "video15/video"}
    path = write_slp(tmp_path / "labels.slp", videos=[{"backend": backend}])
    with h5py.File(path, "a") as file:
        frames = file["frames"][()]
        frames["video"] = 15
        file["frames"][...] = frames
    read = read_sleap(path)
    assert kinds(read.complaints)[Kind.MISSING_IMAGE] == 2
    assert read.labels.groups == ("video15",)


def test_nothing_in_other_files_is_read(tmp_path: Path) -> None:
    write_slp(tmp_path / "other.slp")
    linked = write_slp(tmp_path / "linked.slp", arrays={"points": None})
    with h5py.File(linked, "a") as file:
        file["points"] = h5py.ExternalLink("other.slp", "points")
    with pytest.raises(DataError, match="no 'points'"):
        read_sleap(linked)
    stored = write_slp(tmp_path / "stored.slp", arrays={"points": None})
    (tmp_path / "raw").write_bytes(b"\0" * 1000)
    with h5py.File(stored, "a") as file:
        file.create_dataset("points", (6,), POINT, external=[(str(tmp_path / "raw"), 0, 1000)])
    with pytest.raises(DataError, match="lie in another file"):
        read_sleap(stored)


@pytest.mark.parametrize("content", [b"", b"text", b"\x89HDF\r\n\x1a\n" + b"\0" * 500])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "labels.slp").write_bytes(content)
    with pytest.raises(DataError, match="damaged or no SLEAP project"):
        read_sleap(tmp_path / "labels.slp")


@pytest.mark.parametrize(
    "metadata", [{}, [], METADATA | {"skeletons": []}, METADATA | {"nodes": [{}]}]
)
def test_damaged_metadata_is_refused(tmp_path: Path, metadata: Any) -> None:
    with pytest.raises(DataError, match="SLEAP"):
        read_sleap(write_slp(tmp_path / "labels.slp", metadata=metadata))


def json_document() -> dict[str, Any]:
    """Return two people, one predicted, in the JSON of SLEAP 1.0."""
    return METADATA | {
        "videos": [{"backend": {"filename": "/lab/walk.mp4", "grayscale": True, "bgr": True}}],
        "labels": [
            {
                "video": 0, "frame_idx": 3,
                "_instances": [
                    {
                        "skeleton": 0, "track": None,
                        "_points": {
                            "0": {"x": 92.5, "y": 20.25, "visible": True, "complete": True},
                            "2": {"x": 15.0, "y": 15.5, "visible": False, "complete": True},
                        },
                    },
                    {"skeleton": 0, "track": None, "score": 0.5, "_points": {}},
                ],
            },
            {"video": 0, "frame_idx": 4, "_instances": []},
        ],
    }  # fmt: skip


def test_json_is_read(tmp_path: Path) -> None:
    (tmp_path / "walk.mp4").write_bytes(b"a video")
    read = read_sleap_json(write_json(tmp_path / "labels.v001.json", json_document()))
    (image,) = read.labels.images
    assert image.frame == 3
    assert image.visibility.tolist() == [2, 0, 1]
    assert image.xy_px[0].tolist() == [93.0, 20.75]
    assert kinds(read.complaints) == {Kind.LEFT_ASIDE: 2, Kind.FOUND_ELSEWHERE: 1}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"labels": 3}, "'labels' is not a list"),
        ({"labels": [{}]}, "damaged or no SLEAP JSON"),
        ({"labels": [{"video": 7, "frame_idx": 0, "_instances": [
            {"skeleton": 0, "_points": {}}]}]}, "points to entry 7 of 1"),
        ({"labels": [{"video": 0, "frame_idx": 0, "_instances": [
            {"skeleton": 0, "_points": {"9": {"x": 1, "y": 2, "visible": True}}}]}]}, "entry 9"),
    ],
)  # fmt: skip
def test_damaged_json_is_refused(tmp_path: Path, change: Any, told: str) -> None:
    with pytest.raises(DataError, match=told):
        read_sleap_json(write_json(tmp_path / "l.json", json_document() | change))
    with pytest.raises(DataError, match="no SLEAP JSON"):
        read_sleap_json(write_json(tmp_path / "l.json", {}))
