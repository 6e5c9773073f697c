from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from efficientpose_core.errors import DataError
from efficientpose_core.skeleton import MPII16
from efficientpose_core.training.labels import documents
from efficientpose_core.training.labels.coco import read_coco, write_coco
from efficientpose_core.training.labels.complaints import Kind, Severity
from efficientpose_core.training.labels.types import Visibility

from .helpers import LEGS, kinds, legs, person, write_json

NAN = float("nan")


def coco(**changes: Any) -> dict[str, Any]:
    """Return labels of one person in a.png with two keypoints."""
    return {
        "images": [{"id": 1, "file_name": "a.png", "width": 64, "height": 48}],
        "annotations": [
            {
                "id": 5, "image_id": 1, "category_id": 1, "iscrowd": 0, "bbox": [1, 2, 30, 40],
                "keypoints": [10, 20, 2, 30.5, 40.25, 1], "num_keypoints": 2, "area": 1200,
            }
        ],
        "categories": [
            {"id": 1, "name": "person", "keypoints": ["knee", "ankle"], "skeleton": [[1, 2]]}
        ],
    } | changes  # fmt: skip


def changed(part: str, **changes: Any) -> dict[str, Any]:
    """Return `coco` with the one entry of ``part`` changed."""
    content = coco()
    content[part][0].update(changes)
    return content


def test_everything_is_read(data: Path) -> None:
    read = read_coco(write_json(data / "labels.json", coco()))
    assert read.complaints == ()
    assert read.labels.skeleton.keypoints == ("knee", "ankle")
    assert read.labels.skeleton.limbs == (("knee", "ankle"),)
    (image,) = read.labels.images
    assert image.path == data / "a.png"
    assert image.frame is None
    assert image.size_px == (64, 48)
    assert image.xy_px.tolist() == [[10, 20], [30.5, 40.25]]
    assert image.visibility.tolist() == [Visibility.VISIBLE, Visibility.OCCLUDED]
    assert image.box_px == (1, 2, 30, 40)
    assert np.isnan(image.head_size_px)
    (step,) = read.labels.log
    assert step.parameters["format"] == "coco"
    assert step.parameters["people"] == 1
    assert len(str(step.parameters["sha256"])) == 64


def test_unlabelled_keypoints_are_missing(data: Path) -> None:
    content = changed("annotations", keypoints=[0, 0, 0, 30, 40, 2])
    read = read_coco(write_json(data / "l.json", content))
    assert read.complaints == ()
    assert np.isnan(read.labels.images[0].xy_px[0]).all()
    assert read.labels.images[0].visibility.tolist() == [0, 2]


def test_a_position_marked_as_unlabelled_is_told(data: Path) -> None:
    content = changed("annotations", keypoints=[7, 8, 0, 30, 40, 2])
    read = read_coco(write_json(data / "l.json", content))
    (complaint,) = read.complaints
    assert (complaint.kind, complaint.keypoint, complaint.row) == (Kind.LEFT_ASIDE, "knee", 0)
    assert read.labels.images[0].visibility.tolist() == [0, 2]


@pytest.mark.parametrize(
    ("values", "visibility"),
    [
        ([NAN, 2, 2, 30, 40, 2], [0, 2]),
        (["7", 2, 2, 30, 40, 2], [0, 2]),
        ([1e300, 2, 2, 30, 40, 2], [0, 2]),
        ([10**400, 2, 2, 30, 40, 2], [0, 2]),
        ([True, 2, 2, 30, 40, 2], [0, 2]),
        ([1, 2, -1, 30, 40, 2], [0, 2]),
        ([1, 2, 0.7, 30, 40, 2], [2, 2]),
        ([1, 2, None, 30, 40, 2], [0, 2]),
    ],
)
def test_strange_values_are_told(data: Path, values: list[Any], visibility: list[int]) -> None:
    content = changed("annotations", keypoints=values)
    read = read_coco(write_json(data / "l.json", content))
    (complaint,) = read.complaints
    assert (complaint.severity, complaint.kind) == (Severity.WARNING, Kind.DAMAGED_ENTRY)
    assert complaint.keypoint == "knee"
    assert read.labels.images[0].visibility.tolist() == visibility


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (changed("annotations", image_id=9), "belongs to picture 9, which is not listed"),
        (changed("annotations", image_id=[1]), "is not listed"),
        (changed("annotations", keypoints=[1, 2, 2]), "has 3 values"),
        (coco(annotations=[*coco()["annotations"], 7]), "is no object"),
        (coco(images=[*coco()["images"], {"id": 2}]), "no id or no file_name"),
        (
            coco(images=[*coco()["images"], {"id": 1, "file_name": "b.png"}]),
            "Two pictures have the id 1",
        ),
    ],
)
def test_damaged_entries_are_left_out_and_told(
    data: Path, content: dict[str, Any], told: str
) -> None:
    read = read_coco(write_json(data / "l.json", content))
    errors = [c for c in read.complaints if c.severity == Severity.ERROR]
    assert [c.kind for c in errors] == [Kind.DAMAGED_ENTRY]
    assert told in errors[0].sentence
    assert "Export the labels again" in errors[0].sentence


def test_boxes_crowds_and_pictures_without_people_are_told(data: Path) -> None:
    content = coco()
    content["images"].append({"id": 2, "file_name": "b.png", "width": 64, "height": 48})
    content["annotations"] += [
        {"id": 6, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]},
        {"id": 7, "image_id": 1, "category_id": 1, "iscrowd": 1, "keypoints": [0] * 6},
    ]
    read = read_coco(write_json(data / "l.json", content))
    assert len(read.labels) == 1
    assert kinds(read.complaints) == {Kind.LEFT_ASIDE: 2, Kind.NO_KEYPOINTS: 1}
    assert {c.severity for c in read.complaints} == {Severity.NOTE}


def test_repeated_keypoint_names_get_numbers(data: Path) -> None:
    content = changed("categories", keypoints=["knee", "knee"])
    read = read_coco(write_json(data / "l.json", content))
    assert read.labels.skeleton.keypoints == ("knee", "knee_2")
    (complaint,) = read.complaints
    assert (complaint.kind, complaint.keypoint) == (Kind.DUPLICATE_NAME, "knee")


def test_more_names_than_anybody_has_are_not_read(data: Path) -> None:
    content = changed("categories", keypoints=[f"k{i}" for i in range(2000)])
    content["annotations"][0]["keypoints"] = [1, 1, 2] * 2000
    with pytest.raises(DataError, match="holds no keypoints"):
        read_coco(write_json(data / "l.json", content))


def test_large_files_are_refused_unread(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_LARGEST_JSON_BYTES", 100)
    with pytest.raises(DataError, match="more than the 0 MB that such a file may have"):
        read_coco(write_json(data / "l.json", coco()))


def test_a_picture_that_is_listed_twice_is_told(data: Path) -> None:
    content = coco()
    content["images"].append({"id": 2, "file_name": "a.png", "width": 64, "height": 48})
    read = read_coco(write_json(data / "l.json", content))
    assert Kind.DUPLICATE_NAME in kinds(read.complaints)


def test_missing_and_outside_pictures(data: Path) -> None:
    content = coco()
    content["images"] += [
        {"id": 2, "file_name": "gone.png", "width": 64, "height": 48},
        {"id": 3, "file_name": "../../etc/passwd", "width": 64, "height": 48},
    ]
    first = content["annotations"][0]
    content["annotations"] += [first | {"image_id": 2}, first | {"image_id": 3}]
    read = read_coco(write_json(data / "l.json", content))
    assert [(c.kind, c.row) for c in read.complaints] == [
        (Kind.MISSING_IMAGE, 1), (Kind.OUTSIDE_FOLDER, None),
    ]  # fmt: skip
    assert [image.name for image in read.labels.images] == ["a.png", "gone.png"]
    usable = read.usable()
    assert [image.name for image in usable.images] == ["a.png"]
    assert usable.log[-1].note == "Left out 1 of 2 people: missing image (1)."


def test_two_people_in_a_picture(data: Path) -> None:
    content = coco(annotations=coco()["annotations"] * 2)
    read = read_coco(write_json(data / "l.json", content))
    assert len(read.labels) == 2
    assert len({image.path for image in read.labels.images}) == 1


@pytest.mark.parametrize(
    ("image", "annotation", "group"),
    [
        ({}, {}, "a"),
        ({"source": "big.jpg"}, {}, "big.jpg"),
        ({"video_id": 3}, {}, "video_id 3"),
        ({"source": "big.jpg"}, {"group": "anna"}, "anna"),
        ({"subject": ""}, {"person_id": 4}, "person_id 4"),
    ],
)
def test_groups(data: Path, image: Any, annotation: Any, group: str) -> None:
    content = coco()
    content["images"][0].update(image)
    content["annotations"][0].update(annotation)
    read = read_coco(write_json(data / "l.json", content))
    assert read.labels.images[0].group == group


@pytest.mark.parametrize("size", [{"width": None, "height": None}, {"width": 0}, {"width": "64"}])
def test_a_size_that_is_none_is_unknown(data: Path, size: dict[str, Any]) -> None:
    read = read_coco(write_json(data / "l.json", changed("images", **size)))
    assert read.labels.images[0].size_px is None


@pytest.mark.parametrize("box", [None, [1, 2, 3], [1, 2, 0, 0], ["a", 1, 2, 3], [NAN, 1, 2, 3]])
def test_a_box_that_is_none_is_unknown(data: Path, box: Any) -> None:
    read = read_coco(write_json(data / "l.json", changed("annotations", bbox=box)))
    assert read.labels.images[0].box_px is None


def test_our_keypoints_are_our_skeleton(data: Path) -> None:
    content = coco()
    content["categories"][0]["keypoints"] = list(MPII16.keypoints)
    content["annotations"][0]["keypoints"] = [1, 1, 2] * 16
    assert read_coco(write_json(data / "l.json", content)).labels.skeleton is MPII16


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ([], "not COCO data"),
        ({"images": []}, "not COCO data"),
        (coco(annotations=[]), "holds no keypoints"),
        (coco(images=3), "'images' is not a list"),
        (coco(categories=None), "'categories' is not a list"),
    ],
)
def test_files_that_are_none_are_refused(data: Path, content: Any, told: str) -> None:
    with pytest.raises(DataError, match=told):
        read_coco(write_json(data / "l.json", content))


@pytest.mark.parametrize(
    ("text", "told"),
    [(b"{", "not JSON"), (b"\xff\xfe\x00", "no UTF-8"), (b"[" * 200_000, "nested too deeply")],
)
def test_files_that_are_no_json_are_refused(data: Path, text: bytes, told: str) -> None:
    (data / "l.json").write_bytes(text)
    with pytest.raises(DataError, match=told):
        read_coco(data / "l.json")
    with pytest.raises(DataError, match="Check the path"):
        read_coco(data / "none.json")


def test_label_studio_export(data: Path) -> None:
    """As its converter writes it: backslashes, upload prefix, sizes as None, boxes apart."""
    content = {
        "images": [
            {"width": None, "height": None, "id": 0, "file_name": "images\\0a1b2c3d-a.png"}
        ],
        "categories": [
            {"id": 0, "name": "Person"},
            {
                "id": 1, "name": "default", "supercategory": "default",
                "keypoints": ["Left Knee", "Left Ankle"], "skeleton": [],
            },
        ],
        "annotations": [
            {
                "id": 0, "image_id": 0, "category_id": 0, "segmentation": [],
                "bbox": [1.0, 2.0, 30.0, 40.0], "ignore": 0, "iscrowd": 0, "area": 1200.0,
            },
            {
                "id": 1, "image_id": 0, "category_id": 1, "keypoints": [10, 20, 2, 0, 0, 0],
                "num_keypoints": 1, "bbox": [10, 20, 0, 0], "iscrowd": 0,
            },
        ],
        "info": {"year": 2026, "version": "1.0", "contributor": "Label Studio"},
    }  # fmt: skip
    read = read_coco(write_json(data / "result.json", content))
    assert kinds(read.complaints) == {
        Kind.LEFT_ASIDE: 1, Kind.FOUND_ELSEWHERE: 1, Kind.FILE: 1,
    }  # fmt: skip
    assert "model_index" in read.complaints[-1].sentence
    (image,) = read.labels.images
    assert image.path == data / "a.png"
    assert image.size_px is None
    assert read.labels.skeleton.keypoints == ("Left Knee", "Left Ankle")


def test_cvat_export(data: Path) -> None:
    """As CVAT writes it: in annotations/, pictures by subset, outside points keep positions."""
    content = {
        "licenses": [{"name": "", "id": 0, "url": ""}],
        "info": {"contributor": "", "date_created": "", "description": ""},
        "categories": [
            {
                "id": 1, "name": "person", "supercategory": "", "keypoints": ["1", "2", "3"],
                "skeleton": [[2, 1], [2, 3]],
            }
        ],
        "images": [
            {
                "id": 1, "width": 64, "height": 48, "file_name": "c.png", "license": 0,
                "flickr_url": "", "coco_url": "", "date_captured": 0,
            }
        ],
        "annotations": [
            {
                "id": 1, "image_id": 1, "category_id": 1, "segmentation": [], "area": 10.0,
                "bbox": [1.0, 1.0, 5.0, 5.0], "iscrowd": 0,
                "attributes": {"occluded": False, "track_id": 0, "keyframe": True},
                "keypoints": [1.5, 2.5, 2, 3.0, 4.0, 1, 60.0, 40.0, 0], "num_keypoints": 2,
            }
        ],
    }  # fmt: skip
    file = write_json(data / "annotations" / "person_keypoints_default.json", content)
    read = read_coco(file, images=data)
    assert read.labels.images[0].path == data / "more" / "c.png"
    assert read.labels.images[0].visibility.tolist() == [2, 1, 0]
    assert read.labels.skeleton.limbs == (("2", "1"), ("2", "3"))
    assert kinds(read.complaints) == {Kind.LEFT_ASIDE: 1, Kind.FOUND_ELSEWHERE: 1}


def test_datumaro_export_without_names(data: Path) -> None:
    """Category 0, no names, lines counted from 0, as in Datumaro's own sample."""
    content = coco(
        categories=[{"id": 1, "name": "a", "keypoints": [], "skeleton": [[0, 1], [1, 2]]}]
    )
    content["annotations"][0]["category_id"] = 0
    read = read_coco(write_json(data / "l.json", content))
    assert read.labels.skeleton.keypoints == ("keypoint_1", "keypoint_2")
    assert kinds(read.complaints) == {Kind.UNNAMED_KEYPOINTS: 1}


def test_lines_counted_from_0(data: Path) -> None:
    read = read_coco(write_json(data / "l.json", changed("categories", skeleton=[[0, 1], [1, 7]])))
    assert read.labels.skeleton.limbs == (("knee", "ankle"),)


def test_several_categories_are_joined_by_name(data: Path) -> None:
    content = coco()
    content["categories"].append({"id": 2, "name": "child", "keypoints": ["ankle", "toe"]})
    content["annotations"].append(
        {"id": 6, "image_id": 1, "category_id": 2, "keypoints": [1, 2, 2, 3, 4, 2]}
    )
    read = read_coco(write_json(data / "l.json", content))
    assert read.labels.skeleton.keypoints == ("knee", "ankle", "toe")
    assert read.labels.xy_px[1, 1:].tolist() == [[1, 2], [3, 4]]
    assert np.isnan(read.labels.xy_px[1, 0]).all()


def test_round_trip(data: Path) -> None:
    xy = np.array([[1.25, 2.0], [NAN, NAN], [1 / 3, 47.9], [3.0, 4.0]])
    labels = legs(
        person(xy, [2, 0, 1, 2], folder=data, head_size_px=12.5, box_px=(0.5, 1.0, 60.0, 45.0)),
        person(xy + 1, [1, 0, 2, 2], folder=data, name="more/c.png", group="c"),
    )
    assert write_coco(labels, data / "out.json") == ()
    back = read_coco(data / "out.json")
    assert back.complaints == ()
    assert back.labels.skeleton.keypoints == LEGS.keypoints
    assert back.labels.skeleton.limbs == LEGS.limbs
    assert np.array_equal(back.labels.xy_px, labels.xy_px, equal_nan=True)
    assert np.array_equal(back.labels.visibility, labels.visibility)
    for one, other in zip(back.labels.images, labels.images, strict=True):
        assert (one.path, one.name, one.group, one.size_px) == (
            other.path, other.name, other.group, other.size_px,
        )  # fmt: skip
        assert one.head_size_px == pytest.approx(other.head_size_px, nan_ok=True)
    assert back.labels.images[0].box_px == (0.5, 1.0, 60.0, 45.0)
    written = json.loads((data / "out.json").read_text())
    assert [a["num_keypoints"] for a in written["annotations"]] == [3, 3]
    assert written["annotations"][0]["keypoints"][3:6] == [0, 0, 0]


def test_what_cannot_be_written_is_refused(data: Path) -> None:
    xy = np.ones((4, 2))
    refused = (
        (person(xy, folder=data, frame=3), "let the frames be written as pictures"),
        (person(xy, folder=data, size_px=None), "let the pictures be read first"),
        (person(xy, folder=data.parent), "lies outside of"),
    )
    for image, told in refused:
        with pytest.raises(DataError, match=told):
            write_coco(legs(image), data / "out.json")
    assert not (data / "out.json").exists()


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "people", "groups"),
    [("mpii", 1674, 1144), ("fashion", 900, 900), ("lspet", 5623, 5623)],
)
def test_real_labels(shared: Path, name: str, people: int, groups: int) -> None:
    read = read_coco(shared / "data" / "images" / name / "train.json")
    assert read.complaints == ()
    assert read.labels.skeleton is MPII16
    assert (len(read.labels), len(read.labels.groups)) == (people, groups)
    assert all(image.box_px is not None for image in read.labels.images)
    has_head = np.isfinite([image.head_size_px for image in read.labels.images])
    assert has_head.any() == (name == "mpii")
