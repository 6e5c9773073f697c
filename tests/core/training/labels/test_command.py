from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from efficientpose_core.cli.main import app
from efficientpose_core.errors import DataError, OutputError, SettingsError, UnknownNameError
from efficientpose_core.media.images import read_image
from efficientpose_core.session.edits import MoveKeypoint
from efficientpose_core.session.storage import save_session
from efficientpose_core.training.labels.formats import read_labels

from ...media.conftest import MakeVideo, read_number
from ...session.conftest import FIRST, make_session
from .helpers import write_json
from .test_coco import coco
from .test_deeplabcut import make_project
from .test_sleap import VIDEO, write_slp


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(app, ["labels", *map(str, arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def people(data: Path, count: int = 1) -> Path:
    """Write labels of knees and ankles of people in a.png."""
    content: dict[str, Any] = coco()
    content["categories"][0]["keypoints"] = ["LKnee", "neck"]
    first = content["annotations"][0]
    content["annotations"] = [
        first | {"id": i, "keypoints": [10 + 5 * i, 20, 2, 80, 4, 2]} for i in range(count)
    ]
    return write_json(data / "labels.json", content)


def test_check_says_what_is_wrong(data: Path) -> None:
    result = run("check", people(data), "-q")
    assert result.exit_code == 0
    assert "1 people in 1 pictures, 1 groups, 2 keypoints." in result.stdout
    assert "warning: neck of a.png lies at (80.0, 4.0), outside" in result.stdout
    assert "1 people can be used." in result.stdout


def test_check_fails_on_errors(data: Path) -> None:
    (data / "a.png").unlink()
    result = run("check", people(data), "-q")
    assert result.exit_code == 1
    assert "error: a.png is not in" in result.stdout
    assert "Nothing can be used." in result.stdout


def test_many_of_a_kind_are_cut_short(data: Path) -> None:
    file = people(data, 9)
    short = run("check", file, "-q").stdout
    assert short.count("outside of the picture") == 3
    assert "... and 6 more of this kind (outside of the image; --all shows them)." in short
    assert run("check", file, "-q", "--all").stdout.count("outside of the picture") == 9


def test_check_as_json(data: Path) -> None:
    result = run("check", people(data), "-q", "--json", "--skeleton", "mpii16")
    content = json.loads(result.stdout)
    assert (content["people"], content["usable"]) == (1, 1)
    assert content["skeleton"]["name"] == "mpii16"
    assert [m["target"] for m in content["mapping"]] == ["left_knee", "upper_neck"]
    assert content["mapping"][1]["confidence"] == "guess"
    assert {c["kind"] for c in content["complaints"]} == {"mapping", "outside of the image"}


def test_mapping_by_hand_and_own_skeletons(data: Path) -> None:
    own = write_json(data / "own.json", {"name": "own", "keypoints": ["knee", "collar"]})
    file = people(data)
    result = run(
        "check", file, "-q", "--json", "--skeleton", own, "--map", "neck=collar", "--map", "LKnee="
    )
    mapping = json.loads(result.stdout)["mapping"]
    assert [(m["target"], m["confidence"]) for m in mapping] == [
        (None, "chosen"), ("collar", "chosen"),
    ]  # fmt: skip
    with pytest.raises(SettingsError, match="--map needs --skeleton"):
        run("check", file, "-q", "--map", "a=b")
    with pytest.raises(SettingsError, match="write NAME=KEYPOINT"):
        run("check", file, "-q", "--skeleton", own, "--map", "a")


def test_groups_on_the_command_line(data: Path) -> None:
    project = make_project(data / "project")
    assert "1 groups" in run("check", project, "-q").stdout
    assert "2 groups" in run("check", project, "-q", "--group-by", "picture").stdout
    with pytest.raises(UnknownNameError):
        run("check", project, "-q", "--group-by", "colour")


def test_convert_there_and_back(data: Path, tmp_path: Path) -> None:
    project = make_project(data / "project")
    out = tmp_path / "out" / "labels.json"
    result = run("convert", project, out, "--to", "coco", "-q")
    assert f"Wrote 2 of 2 people to {out}." in result.stdout
    assert "relative to" in result.stderr
    run("convert", out, tmp_path / "again", "--to", "dlc", "-q", "--images",
        project / "labeled-data" / "walk")  # fmt: skip
    before, after = read_labels(project).labels, read_labels(tmp_path / "again").labels
    assert before.xy_px.tolist()[0] == after.xy_px.tolist()[0]
    assert before.groups == after.groups
    with pytest.raises(OutputError, match="holds a project already"):
        run("convert", out, tmp_path / "again", "--to", "dlc", "-q", "--images",
            project / "labeled-data" / "walk")  # fmt: skip


def test_names_are_relative_to_the_file_where_it_has_all_pictures(data: Path) -> None:
    run("convert", people(data), data / "out.json", "--to", "mpii", "-q")
    labels = read_labels(data / "out.json").labels
    assert labels.images[0].name == "a.png"
    assert labels.skeleton.name == "mpii16"


def test_frames_of_videos_are_written_beside_the_file(
    make_video: MakeVideo, tmp_path: Path
) -> None:
    make_video("walk.mp4", count=10)
    run(
        "convert",
        write_slp(tmp_path / "l.slp", videos=[VIDEO | {"backend": {"filename": "/lab/walk.mp4"}}]),
        tmp_path / "out" / "l.json",
        "--to",
        "coco",
        "-q",
    )
    labels = read_labels(tmp_path / "out" / "l.json").labels
    assert [image.name for image in labels.images] == [
        f"l_images/walk_{frame:06d}.png" for frame in (5, 9)
    ]
    assert [read_number(read_image(image.path)) for image in labels.images] == [5, 9]
    assert labels.images[0].size_px == (128, 96)


def test_nothing_usable_is_refused(data: Path) -> None:
    (data / "a.png").write_bytes(b"")
    with pytest.raises(DataError, match="no labels that can be used"):
        run("convert", people(data), data / "out.json", "--to", "coco", "-q")
    assert not (data / "out.json").exists()


def test_suggest(tmp_path: Path) -> None:
    recording = tmp_path / "walk.mp4"
    recording.write_bytes(b"a recording")
    moved = MoveKeypoint(frame=FIRST + 20, keypoint="left_knee", xy_px=(1.0, 2.0))
    save_session(make_session(recording).with_edit(moved), tmp_path / "walk.epstudio")
    result = run("suggest", tmp_path / "walk.epstudio", "--count", 3, "--apart", 0.2)
    assert result.exit_code == 0
    assert result.stdout.count("frame 1") == 3
    assert "1 frames are corrected; 3 more are worth it." in result.stdout
    content = json.loads(run("suggest", tmp_path / "walk.epstudio", "--json").stdout)
    assert content["corrected"] == [FIRST + 20]
    assert all(abs(frame["frame"] - FIRST - 20) * 0.04 >= 0.5 for frame in content["frames"])
    with pytest.raises(SettingsError, match="At least one frame"):
        run("suggest", tmp_path / "walk.epstudio", "--count", 0)


def test_nothing_heavy_is_loaded(data: Path) -> None:
    code = (
        "import sys; from efficientpose_core.training.labels.formats import examine, read_labels; "
        "from pathlib import Path; examine(read_labels(Path(sys.argv[1]))); "
        "print(*{'torch', 'timm', 'openvino', 'pandas', 'PySide6'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(people(data))], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
