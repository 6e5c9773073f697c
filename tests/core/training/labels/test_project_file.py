from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.errors import DataError, OutputError
from efficientpose_core.training.labels.export import export_coco
from efficientpose_core.training.labels.formats import (
    LabelFormat,
    detect_format,
    examine,
    read_labels,
)
from efficientpose_core.training.labels.project import LabelFrame, LabelProject
from efficientpose_core.training.labels.project_file import (
    MEMBER,
    PROJECT_FILE,
    ProjectWriter,
    create_project,
    load_project,
)

from .helpers import LEGS, write_picture
from .test_project import frame, guessed, project


def saved(tmp_path: Path) -> LabelProject:
    """Return a project on disk: one frame accepted, one guessed, one empty."""
    folder = tmp_path / "labels"
    for n in range(3):
        write_picture(folder / f"images/walk/{n}.png", seed=n)
    frames = (
        guessed("walk/0", t_s=0.1 + 0.2, frame=3).moved(3, 1.234567, 2).accepted(),
        guessed("walk/1", reason="Unsure of left knee.").with_occluded(1, True).removed(0),
        frame("walk/2"),
    )
    each = replace(project(*frames), folder=folder)
    ProjectWriter(folder).write(each)
    return each


def assert_equal(one: LabelFrame, other: LabelFrame) -> None:
    for item in fields(LabelFrame):
        a, b = getattr(one, item.name), getattr(other, item.name)
        same = (
            np.array_equal(a, b, equal_nan=True) if isinstance(a, np.ndarray) else a == b or a != a
        )
        assert same, item.name


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    each = saved(tmp_path)
    for path in (each.folder, each.folder / PROJECT_FILE):
        again = load_project(path)
        assert again.skeleton == each.skeleton
        assert again.sources == each.sources
        for one, other in zip(again.frames, each.frames, strict=True):
            assert_equal(one, other)


def test_the_file_is_coco_for_the_trainer(tmp_path: Path) -> None:
    each = saved(tmp_path)
    assert detect_format(each.folder) is LabelFormat.LABELS
    read = examine(read_labels(each.folder))
    assert [c.sentence for c in read.complaints] == []
    (image,) = read.usable().images
    assert image.path == each.picture_path(each.frames[0])
    assert image.xy_px[3].tolist() == [1.23, 2.0]
    assert image.group == "walk"
    assert read.labels.skeleton.keypoints == LEGS.keypoints
    assert read.labels.skeleton.segments == LEGS.segments


def test_a_project_may_be_moved(tmp_path: Path) -> None:
    each = saved(tmp_path)
    there = each.folder.rename(tmp_path / "elsewhere")
    again = load_project(there)
    assert again.picture_path(again.frames[0]).is_file()


def test_writing_again_writes_only_what_has_changed_and_all_of_it(tmp_path: Path) -> None:
    each = saved(tmp_path)
    writer = ProjectWriter(each.folder)
    writer.write(each)
    changed = each.with_frame(each.frames[1].moved(0, 7, 8).accepted()).without({"walk/2"})
    writer.write(changed)
    assert (each.folder / PROJECT_FILE).read_bytes() == _fresh(changed, tmp_path)
    assert [f.key for f in load_project(each.folder).frames] == ["walk/0", "walk/1"]


def _fresh(each: LabelProject, tmp_path: Path) -> bytes:
    ProjectWriter(each.folder).write(each)
    return (each.folder / PROJECT_FILE).read_bytes()


def test_what_another_program_wrote_is_kept(tmp_path: Path) -> None:
    each = saved(tmp_path)
    writer = ProjectWriter(each.folder)
    assert writer.write(each) is None
    (each.folder / PROJECT_FILE).write_text("{}")
    kept = writer.write(each)
    assert kept is not None
    assert kept.read_text() == "{}"
    assert len(load_project(each.folder)) == 3
    assert writer.write(each) is None


def test_a_folder_holds_one_project(tmp_path: Path) -> None:
    create_project(tmp_path / "new", LEGS)
    assert len(load_project(tmp_path / "new")) == 0
    with pytest.raises(OutputError, match="holds labels already"):
        create_project(tmp_path / "new", LEGS)
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        create_project(tmp_path / "file", LEGS)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d.update(version=2), "update it"),
        (lambda d: d.pop("skeleton"), "damaged"),
        (lambda d: d["frames"][0].pop("points"), "damaged"),
        (lambda d: d["frames"][0].update(points=[[1, 2, 2]]), "damaged"),
        (lambda d: d["frames"][0].update(points=[["x", 2, 2, 2]] * 4), "exactly where"),
        (lambda d: d["frames"][0].update(picture="../../secret.png"), "leads out"),
        (lambda d: d["frames"][0].update(picture="/etc/secret.png"), "leads out"),
        (lambda d: d["frames"].append(d["frames"][0]), "twice"),
        (lambda d: d["frames"][0].update(size=[64]), "damaged"),
        (lambda d: d["sources"].clear(), "not in the project"),
    ],
)
def test_damaged_files_are_refused(tmp_path: Path, change, words: str) -> None:  # type: ignore[no-untyped-def]
    each = saved(tmp_path)
    path = each.folder / PROJECT_FILE
    content = json.loads(path.read_text())
    change(content[MEMBER])
    path.write_text(json.dumps(content))
    with pytest.raises(DataError, match=words):
        load_project(each.folder)


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds no labels"):
        load_project(tmp_path)
    (tmp_path / PROJECT_FILE).write_text('{"images": []}')
    with pytest.raises(DataError, match="no label project"):
        load_project(tmp_path)


def test_export_is_coco_with_its_pictures(tmp_path: Path) -> None:
    each = saved(tmp_path)
    path = export_coco(each, tmp_path / "out")
    read = examine(read_labels(path))
    assert detect_format(path) is LabelFormat.COCO
    (image,) = read.usable().images
    assert image.path.is_relative_to(tmp_path / "out")
    assert np.array_equal(image.xy_px, each.frames[0].xy_px)
    with pytest.raises(DataError, match="not empty"):
        export_coco(each, tmp_path / "out")
    with pytest.raises(DataError, match="No frame is labelled"):
        export_coco(each.without({"walk/0"}), tmp_path / "other")


_WRITES = """
import sys
from pathlib import Path
from efficientpose_core.training.labels.project_file import ProjectWriter, load_project

project = load_project(Path(sys.argv[1]))
writer = ProjectWriter(project.folder)
for number in range(100_000):
    project = project.with_frame(project.frames[0].moved(0, float(number), 2.0))
    writer.write(project)
    print(number, flush=True)
"""


def test_a_kill_while_writing_leaves_a_whole_file(tmp_path: Path) -> None:
    each = saved(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", _WRITES, str(each.folder)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        told = [int(next(process.stdout)) for _ in range(20)]
        process.kill()
    again = load_project(each.folder)
    assert len(again) == 3
    # Everything that was said to be written is there, at most a few writes more.
    x, y = again.frames[0].xy_px[0]
    assert x >= told[-1]
    assert y == 2.0
    assert len(read_labels(each.folder).labels) == 1


def test_a_folder_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    each = saved(tmp_path)
    writer = ProjectWriter(each.folder)
    writer.write(each)
    each.folder.rename(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match=r"is gone: put it back where it was, then go on\.$"):
        writer.write(each)
    assert not each.folder.exists()
    (tmp_path / "elsewhere").rename(each.folder)
    writer.write(each)
    assert len(load_project(each.folder)) == 3
