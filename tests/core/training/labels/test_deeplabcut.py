from __future__ import annotations

from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
import yaml

from efficientpose_core.errors import DataError, OutputError
from efficientpose_core.skeleton import Skeleton
from efficientpose_core.training.labels.coco import read_coco, write_coco
from efficientpose_core.training.labels.complaints import Kind, Severity
from efficientpose_core.training.labels.deeplabcut import (
    is_deeplabcut,
    read_deeplabcut,
    write_deeplabcut,
)
from efficientpose_core.training.labels.types import LabelSet

from .helpers import LEGS, kinds, legs, person, write_picture

NAN = float("nan")

OLD = """\
scorer,Anna,Anna,Anna,Anna
bodyparts,knee,knee,ankle,ankle
coords,x,y,x,y
labeled-data/walk/img001.png,0.0,1.0,2.0,3.0
labeled-data/walk/img007.png,4.0,5.0,,
"""
NEW = """\
scorer,,,Anna,Anna,Anna,Anna
bodyparts,,,knee,knee,ankle,ankle
coords,,,x,y,x,y
labeled-data,walk,img001.png,0.0,1.0,2.0,3.0
labeled-data,walk,img007.png,4.0,5.0,,
"""
CONFIG = r"""
# Project definitions (do not edit)
Task: gait
scorer: Anna
date: Nov25
multianimalproject: false
project_path: D:\study\gait-Anna-2026-11-25
video_sets:
  D:\study\gait-Anna-2026-11-25\videos\walk.mp4:
    crop: 0, 64, 0, 48
bodyparts:
- knee
- ankle
skeleton:
- - knee
  - ankle
TrainingFraction:
- 0.95
"""


def make_project(root: Path, table: str = NEW, config: str = CONFIG) -> Path:
    """Make a project of one video."""
    for seed, name in enumerate(("img001.png", "img007.png")):
        write_picture(root / "labeled-data" / "walk" / name, seed=seed)
    (root / "labeled-data" / "walk" / "CollectedData_Anna.csv").write_text(table)
    (root / "config.yaml").write_text(config)
    return root


@pytest.mark.parametrize("table", [OLD, NEW, NEW.replace("\n", "\r\n"), "\ufeff" + NEW])
def test_a_project_is_read(tmp_path: Path, table: str) -> None:
    read = read_deeplabcut(make_project(tmp_path, table))
    assert read.complaints == ()
    assert read.labels.skeleton.name == "gait"
    assert read.labels.skeleton.keypoints == ("knee", "ankle")
    assert read.labels.skeleton.limbs == (("knee", "ankle"),)
    first, second = read.labels.images
    assert first.path == tmp_path / "labeled-data" / "walk" / "img001.png"
    assert (first.name, first.group) == ("labeled-data/walk/img001.png", "walk")
    # The centre of the first pixel is (0, 0) in the file and (0.5, 0.5) here.
    assert first.xy_px.tolist() == [[0.5, 1.5], [2.5, 3.5]]
    assert second.visibility.tolist() == [2, 0]
    assert first.size_px is None


@pytest.mark.parametrize("path", ["config.yaml", "labeled-data/walk/CollectedData_Anna.csv", "."])
def test_any_file_of_a_project_opens_it(tmp_path: Path, path: str) -> None:
    project = make_project(tmp_path)
    assert is_deeplabcut(project / path)
    read = read_deeplabcut(project / path)
    assert [image.path.exists() for image in read.labels.images] == [True, True]


def test_a_table_alone_beside_its_pictures(tmp_path: Path) -> None:
    write_picture(tmp_path / "img001.png")
    write_picture(tmp_path / "img007.png", seed=1)
    (tmp_path / "CollectedData_Anna.csv").write_text(OLD)
    read = read_deeplabcut(tmp_path / "CollectedData_Anna.csv")
    assert [image.path.exists() for image in read.labels.images] == [True, True]
    assert kinds(read.complaints) == {Kind.FOUND_ELSEWHERE: 2}


def test_frames_without_labels_are_kept(tmp_path: Path) -> None:
    table = NEW + "labeled-data,walk,img001.png,,,,\n"
    read = read_deeplabcut(make_project(tmp_path, table))
    assert len(read.labels) == 3
    assert not read.labels.images[2].is_labelled.any()
    # The same picture has two rows.
    assert kinds(read.complaints) == {Kind.DUPLICATE_NAME: 1}
    assert len(read.usable()) == 2


@pytest.mark.parametrize("cells", ["4.0,,", ",5.0,", "oops,5.0,", "4.0,inf,", "1e9,5,"])
def test_strange_values_are_told(tmp_path: Path, cells: str) -> None:
    read = read_deeplabcut(make_project(tmp_path, NEW.replace("4.0,5.0,", cells)))
    (complaint,) = read.complaints
    assert (complaint.kind, complaint.keypoint, complaint.row) == (Kind.DAMAGED_ENTRY, "knee", 1)
    assert read.labels.images[1].visibility.tolist() == [0, 0]


def test_several_individuals_are_several_people(tmp_path: Path) -> None:
    """Layout of a project for several animals, with a body part that there is one of."""
    table = (
        "scorer,,,LM,LM,LM,LM,LM,LM\n"
        "individuals,,,one,one,two,two,single,single\n"
        "bodyparts,,,knee,knee,knee,knee,corner,corner\n"
        "coords,,,x,y,x,y,x,y\n"
        "labeled-data,walk,img001.png,0,1,2,3,4,5\n"
        "labeled-data,walk,img007.png,,,6,7,,\n"
    )
    read = read_deeplabcut(make_project(tmp_path, table, "Task: gait\nbodyparts: MULTI!\n"))
    assert read.labels.skeleton.keypoints == ("knee", "corner")
    assert [image.path.name for image in read.labels.images] == ["img001.png"] * 3 + ["img007.png"]
    assert read.labels.xy_px[3, 0].tolist() == [6.5, 7.5]


def test_likelihoods_are_left_aside(tmp_path: Path) -> None:
    table = (
        "scorer,Anna,Anna,Anna\nbodyparts,knee,knee,knee\ncoords,x,y,likelihood\n"
        "labeled-data/walk/img001.png,1,2,0.9\n"
    )
    read = read_deeplabcut(make_project(tmp_path, table))
    assert kinds(read.complaints) == {Kind.LEFT_ASIDE: 1, Kind.FILE: 1}
    assert "config.yaml names the body part ankle" in read.complaints[1].sentence
    other = read_deeplabcut(make_project(tmp_path, NEW, CONFIG.replace("- ankle", "- toe")))
    assert "ankle is labelled, but config.yaml does not name it" in other.complaints[1].sentence


def test_pictures_outside_of_the_project_are_not_opened(tmp_path: Path) -> None:
    table = OLD.replace("labeled-data/walk/img007.png", "../../secret.png")
    write_picture(tmp_path / "secret.png")
    read = read_deeplabcut(make_project(tmp_path / "project", table))
    assert len(read.labels) == 1
    (complaint,) = read.complaints
    assert (complaint.kind, complaint.severity) == (Kind.OUTSIDE_FOLDER, Severity.ERROR)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("", "its first rows have to be scorer"),
        ("a,b,c\n1,2,3\n", "its first rows have to be scorer"),
        (NEW + "labeled-data,walk,img009.png,1\n", "not equally long"),
        ("scorer," + "x" * 200_000, "is no table"),
    ],
)
def test_tables_that_are_none_are_refused(tmp_path: Path, table: str, told: str) -> None:
    with pytest.raises(DataError, match=told):
        read_deeplabcut(make_project(tmp_path, table))


def test_projects_that_are_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="has no labels"):
        read_deeplabcut(tmp_path)
    with pytest.raises(DataError, match="is damaged"):
        read_deeplabcut(make_project(tmp_path / "a", config="{"))
    # Never a Python object, whatever the file says.
    with pytest.raises(DataError, match="is damaged"):
        read_deeplabcut(
            make_project(tmp_path / "b", config="Task: !!python/object/apply:os.getcwd []\n")
        )


def test_one_bad_table_does_not_lose_the_others(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    other = project / "labeled-data" / "run" / "CollectedData_Anna.csv"
    other.parent.mkdir()
    other.write_text("nothing")
    read = read_deeplabcut(project)
    assert len(read.labels) == 2
    (complaint,) = read.complaints
    assert (complaint.severity, complaint.kind) == (Severity.ERROR, Kind.FILE)


def write_h5(path: Path, *, levels: int = 3, **changes: Any) -> Path:
    """Write the labels of `NEW` as pandas' ``to_hdf`` lays out a frame of plain arrays."""
    columns = [("Anna",) * 4, ("knee", "knee", "ankle", "ankle"), ("x", "y", "x", "y")]
    rows = [("labeled-data",) * 2, ("walk",) * 2, ("img001.png", "img007.png")]
    with h5py.File(path, "w") as file:
        group = file.create_group("df_with_missing")
        for name, value in {
            "CLASS": b"GROUP", "axis0_variety": b"multi", "encoding": b"UTF-8", "nblocks": 1,
            "ndim": 2, "pandas_type": changes.get("pandas_type", b"frame"),
        }.items():  # fmt: skip
            group.attrs[name] = np.bytes_(value) if isinstance(value, bytes) else value
        for axis, entries in (("axis0", columns), ("block0_items", columns), ("axis1", rows)):
            if axis == "axis1" and levels == 1:
                group[axis] = np.array(["/".join(e).encode() for e in zip(*rows, strict=True)])
                continue
            for i, texts in enumerate(entries):
                unique = sorted(set(texts))
                group[f"{axis}_level{i}"] = np.array([text.encode() for text in unique])
                group[f"{axis}_label{i}"] = np.array([unique.index(t) for t in texts], np.int8)
                # Names of levels that there are none of are pickled; nobody reads them.
                group[f"{axis}_level{i}"].attrs["name"] = np.bytes_(b"N.")
        values = [[0.0, 1.0, 2.0, 3.0], [4.0, 5.0, NAN, NAN]]
        group["block0_values"] = changes.get("values", np.array(values))
    return path


@pytest.mark.parametrize("levels", [1, 3])
def test_plain_hdf5_is_read_like_csv(tmp_path: Path, levels: int) -> None:
    project = make_project(tmp_path)
    expected = read_deeplabcut(project).labels
    (project / "labeled-data" / "walk" / "CollectedData_Anna.csv").unlink()
    write_h5(project / "labeled-data" / "walk" / "CollectedData_Anna.h5", levels=levels)
    read = read_deeplabcut(project)
    assert read.complaints == ()
    assert read.labels.skeleton == expected.skeleton
    assert np.array_equal(read.labels.xy_px, expected.xy_px, equal_nan=True)
    assert [image.path for image in read.labels.images] == [i.path for i in expected.images]


def test_csv_is_read_where_both_are_there(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    write_h5(project / "labeled-data" / "walk" / "CollectedData_Anna.h5", values=np.zeros((2, 4)))
    assert read_deeplabcut(project).labels.images[0].xy_px[1].tolist() == [2.5, 3.5]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"pandas_type": b"frame_table"}, "only by executing.*Use CollectedData_Anna.csv"),
        ({"values": np.zeros((2, 3))}, "do not fit together"),
    ],
)
def test_other_hdf5_is_refused(tmp_path: Path, changes: Any, told: str) -> None:
    file = write_h5(tmp_path / "CollectedData_Anna.h5", **changes)
    with pytest.raises(DataError, match=told):
        read_deeplabcut(file)


@pytest.mark.parametrize(
    ("name", "values", "told"),
    [
        ("axis1_label2", np.array([0, -1], np.int8), "a label of a row or column is missing"),
        ("axis1_label2", np.array([0, 7], np.int8), "is damaged"),
        ("axis1_level2", np.array([1, 2]), "is no plain text"),
        ("block0_items_level0", None, "its columns are not those of DeepLabCut"),
        ("block0_values", None, "is damaged"),
    ],
)
def test_damaged_parts_of_hdf5_are_refused(
    tmp_path: Path, name: str, values: Any, told: str
) -> None:
    file = write_h5(tmp_path / "CollectedData_Anna.h5")
    with h5py.File(file, "a") as h5:
        del h5[f"df_with_missing/{name}"]
        if values is not None:
            h5[f"df_with_missing/{name}"] = values
    with pytest.raises(DataError, match=told):
        read_deeplabcut(file)


def test_hdf5_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    write_h5(tmp_path / "other.h5")
    file = write_h5(tmp_path / "CollectedData_Anna.h5")
    with h5py.File(file, "a") as h5:
        del h5["df_with_missing/block0_values"]
        h5["df_with_missing/block0_values"] = h5py.ExternalLink(
            "other.h5", "df_with_missing/block0_values"
        )
    with pytest.raises(DataError, match="use the CSV beside it"):
        read_deeplabcut(file)


@pytest.mark.parametrize("content", [b"", b"no HDF5", b"\x89HDF\r\n\x1a\n" + b"\0" * 200])
def test_damaged_hdf5_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "CollectedData_Anna.h5"
    file.write_bytes(content)
    with pytest.raises(DataError, match="use the CSV beside it"):
        read_deeplabcut(file)


def people(data: Path) -> LabelSet:
    """Return labels of two recordings; one picture name occurs in both."""
    write_picture(data / "run" / "a.png", seed=8)
    xy = np.array([[1.25, 2.0], [NAN, NAN], [0.1, 47.9], [3.0, 4.0]])
    return legs(
        person(xy, folder=data, name="a.png", group="walk/anna.mp4"),
        person(xy + 1, folder=data, name="b.png", group="walk/anna.mp4"),
        person(xy + 2, folder=data, name="run/a.png", group="run"),
    )


def test_coco_to_deeplabcut_to_coco(data: Path, tmp_path: Path) -> None:
    write_coco(people(data), data / "one.json")
    before = read_coco(data / "one.json").labels
    assert write_deeplabcut(before, tmp_path / "project") == ()
    between = read_deeplabcut(tmp_path / "project")
    assert between.complaints == ()
    sized = LabelSet(
        skeleton=between.labels.skeleton,
        images=tuple(
            person(i.xy_px, i.visibility, name=i.name, folder=tmp_path / "project", group=i.group)
            for i in between.labels.images
        ),
    )
    write_coco(sized, tmp_path / "project" / "two.json")
    after = read_coco(tmp_path / "project" / "two.json").labels
    assert after.skeleton.keypoints == before.skeleton.keypoints
    assert after.skeleton.limbs == before.skeleton.limbs
    order = [i.path.read_bytes() for i in after.images]
    for image in before.images:
        other = after.images[order.index(image.path.read_bytes())]
        np.testing.assert_allclose(other.xy_px, image.xy_px, rtol=0, atol=1e-9)
        assert np.array_equal(other.visibility, image.visibility)
    assert after.groups == ("anna", "run")


def test_layout_of_a_written_project(data: Path, tmp_path: Path) -> None:
    project = tmp_path / "my project"
    write_deeplabcut(people(data), project, scorer="Dr. Who")
    table = (project / "labeled-data" / "anna" / "CollectedData_Dr._Who.csv").read_text()
    lines = table.splitlines()
    assert lines[0] == "scorer,,," + ",".join(["Dr._Who"] * 8)
    assert lines[1].split(",")[3:5] == ["right_knee", "right_knee"]
    assert lines[2] == "coords,,," + ",".join(["x", "y"] * 4)
    assert lines[3].split(",")[:7] == ["labeled-data", "anna", "a.png", "0.75", "1.5", "", ""]
    config = yaml.safe_load((project / "config.yaml").read_text())
    assert config["bodyparts"] == list(LEGS.keypoints)
    assert config["scorer"] == "Dr._Who"
    assert config["skeleton"] == [["right_knee", "right_ankle"], ["left_knee", "left_ankle"]]
    assert [Path(v).stem for v in config["video_sets"]] == ["anna", "run"]
    assert (project / "labeled-data" / "run" / "a.png").read_bytes() == (
        data / "run" / "a.png"
    ).read_bytes()


def test_what_the_format_cannot_hold_is_told(data: Path, tmp_path: Path) -> None:
    xy = np.ones((4, 2))
    labels = legs(
        person(xy, [1, 2, 2, 2], folder=data, head_size_px=9.0), person(xy + 5, folder=data)
    )
    complaints = write_deeplabcut(labels, tmp_path / "project")
    assert [(c.severity, c.kind) for c in complaints] == [
        (Severity.ERROR, Kind.LOST_ON_WRITING), (Severity.WARNING, Kind.LOST_ON_WRITING),
        (Severity.NOTE, Kind.LOST_ON_WRITING),
    ]  # fmt: skip
    assert len(read_deeplabcut(tmp_path / "project").labels) == 1


def test_a_project_is_never_overwritten(data: Path, tmp_path: Path) -> None:
    project = make_project(tmp_path / "p")
    with pytest.raises(OutputError, match="holds a project already"):
        write_deeplabcut(people(data), project)
    assert (project / "config.yaml").read_text() == CONFIG


def test_recordings_of_one_name_get_folders_of_their_own(data: Path, tmp_path: Path) -> None:
    xy = np.ones((4, 2))
    labels = legs(
        person(xy, folder=data, group="one/walk.mp4"),
        person(xy, folder=data, name="b.png", group="other/walk.mp4"),
    )
    write_deeplabcut(labels, tmp_path / "project")
    assert read_deeplabcut(tmp_path / "project").labels.groups == ("walk", "walk_2")


def test_names_cannot_start_a_formula(data: Path, tmp_path: Path) -> None:
    skeleton = Skeleton(name="evil", keypoints=("=cmd()",))
    labels = LabelSet(
        skeleton=skeleton, images=(person([[1.0, 2.0]], folder=data, group="../=HYPER"),)
    )
    write_deeplabcut(labels, tmp_path / "project", scorer="=evil()")
    (table,) = (tmp_path / "project" / "labeled-data").glob("*/*.csv")
    assert table.parent.parent.parent == tmp_path / "project"
    cells = [cell for line in table.read_text().splitlines() for cell in line.split(",")]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
