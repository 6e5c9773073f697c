"""DeepLabCut projects in and out: ``config.yaml`` and ``labeled-data/*/CollectedData_*.csv``.

DeepLabCut puts the centre of the first pixel at (0, 0); ours lies at (0.5, 0.5).

Of the HDF5 files only the kind is read that holds plain arrays. The other kind keeps its column
names as pickled Python objects, which are code; the CSV beside it has the same labels.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import yaml

from efficientpose_core.atomic import write_text
from efficientpose_core.errors import DataError, OutputError
from efficientpose_core.export.csv import safe_cell
from efficientpose_core.media.images import is_image
from efficientpose_core.media.video import is_video
from efficientpose_core.pose import FloatArray
from efficientpose_core.progress import (
    ProgressCallback,
    ShouldCancel,
    ignore_progress,
    never_cancel,
)
from efficientpose_core.training.labels.collect import Collector, skeleton_of_names
from efficientpose_core.training.labels.complaints import Complaint, Kind, ReadLabels, Severity
from efficientpose_core.training.labels.documents import members, number, read_dataset, read_text
from efficientpose_core.training.labels.folder import DataFolder
from efficientpose_core.training.labels.pictures import place_pictures, safe_name
from efficientpose_core.training.labels.types import LabelledImage, LabelSet, Visibility

__all__ = ["is_deeplabcut", "read_deeplabcut", "write_deeplabcut"]

_SHIFT_PX = 0.5
"""From the coordinates of the file to ours: add."""
_LARGEST_CONFIG_BYTES = 1_000_000
_LARGEST_CSV_BYTES = 500_000_000
_MOST_VALUES = 50_000_000
_HEADERS = ("scorer", "individuals", "bodyparts", "coords")
_FOLDER = "labeled-data"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Table:
    """Labels of one folder.

    Parameters
    ----------
    headers
        A tuple a column for each of ``_HEADERS``; ``individuals`` is empty for single animals.
    names
        Pictures, with forward slashes, one a row.
    values
        (rows, columns).
    """

    headers: dict[str, tuple[str, ...]]
    names: tuple[str, ...]
    values: FloatArray


def is_deeplabcut(path: Path) -> bool:
    """Tell by its name whether ``path`` is a project, its configuration, or a table of labels."""
    if path.is_dir():
        return (path / "config.yaml").is_file()
    return path.name == "config.yaml" or (
        path.name.startswith("CollectedData") and path.suffix.lower() in (".csv", ".h5")
    )


def read_deeplabcut(path: Path, *, images: Path | None = None) -> ReadLabels:
    """Read the labels of a DeepLabCut project.

    Parameters
    ----------
    path
        Project folder, its ``config.yaml``, or one ``CollectedData_*.csv`` or ``.h5``.
    images
        Folder that the tables' picture names are relative to; the project when None.

    Returns
    -------
    ReadLabels
        Groups are the videos. Each individual of a project with several is a person.

    Raises
    ------
    DataError
        If there is no table of labels, or ``path`` is one that cannot be read.
    """
    project, tables = _find(path)
    config = _read_config(project / "config.yaml")
    collector = Collector(folder=DataFolder(images or project))
    read: list[tuple[Path, _Table]] = []
    for file in tables:
        try:
            read.append((file, _read_csv(file) if file.suffix == ".csv" else _read_h5(file)))
        except DataError as error:
            if len(tables) == 1:
                raise
            collector.complain(Severity.ERROR, Kind.FILE, f"{error} The file is left out.")
    parts = list(dict.fromkeys(part for _, table in read for part in table.headers["bodyparts"]))
    column = {part: i for i, part in enumerate(parts)}
    for file, table in read:
        _read_table(file, table, column, collector)
    _compare_with_config(config, parts, collector)
    limbs = [
        (str(pair[0]), str(pair[1]))
        for pair in _list(config.get("skeleton"))
        if isinstance(pair, list) and len(pair) == 2 and {str(p) for p in pair} <= column.keys()
    ]
    skeleton = skeleton_of_names(str(config.get("Task") or project.name), parts, limbs)
    return collector.finish(skeleton, path, "deeplabcut")


def _find(path: Path) -> tuple[Path, list[Path]]:
    """Return the project's folder and its tables of labels."""
    if path.name == "config.yaml":
        path = path.parent
    if path.is_file():
        above = path.parent.parent
        return (above.parent if above.name == _FOLDER else path.parent), [path]
    tables: dict[Path, Path] = {}
    for suffix in (".h5", ".csv"):
        # Where both are there the CSV is read.
        for file in sorted((path / _FOLDER).glob(f"*/CollectedData_*{suffix}")):
            tables[file.with_suffix("")] = file
    if not tables:
        raise DataError(
            f"{path} has no labels: a DeepLabCut project keeps them in "
            f"{_FOLDER}/<video>/CollectedData_<scorer>.csv."
        )
    return path, [tables[key] for key in sorted(tables)]


def _read_config(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        content = yaml.safe_load(read_text(path, largest_bytes=_LARGEST_CONFIG_BYTES))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise DataError(f"{path} is damaged: open it in DeepLabCut and save it again.") from error
    return content if isinstance(content, dict) else {}


def _compare_with_config(config: dict[str, Any], parts: list[str], collector: Collector) -> None:
    wanted = [str(part) for part in _list(config.get("bodyparts"))]
    for part in wanted:
        if part not in parts:
            collector.complain(
                Severity.NOTE, Kind.FILE,
                f"config.yaml names the body part {part}, which no table of labels has.",
                keypoint=part,
            )  # fmt: skip
    for part in parts:
        if wanted and part not in wanted:
            collector.complain(
                Severity.NOTE, Kind.FILE,
                f"The body part {part} is labelled, but config.yaml does not name it.",
                keypoint=part,
            )  # fmt: skip


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _read_csv(path: Path) -> _Table:
    text = read_text(path, largest_bytes=_LARGEST_CSV_BYTES)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    except csv.Error as error:
        raise DataError(f"{path.name} is no table ({error}): export it again.") from error
    head = {row[0]: row for row in rows[: len(_HEADERS)] if row[0] in _HEADERS}
    if not {"scorer", "bodyparts", "coords"} <= head.keys():
        raise DataError(
            f"{path.name} is no table of DeepLabCut labels: its first rows have to be scorer, "
            "bodyparts and coords."
        )
    width = len(head["coords"])
    # The name of a picture takes one column, or three in newer files: folder, video, picture.
    lead = next((i for i, cell in enumerate(head["coords"][1:], 1) if cell), width)
    body = rows[len(head) :]
    if any(len(row) != width for row in (*head.values(), *body)):
        raise DataError(f"The rows of {path.name} are not equally long: export it again.")
    return _Table(
        headers={name: tuple(head.get(name, [])[lead:]) for name in _HEADERS},
        names=tuple("/".join(row[:lead]).replace("\\", "/") for row in body),
        values=np.array(
            [[_value(cell) for cell in row[lead:]] for row in body], np.float64
        ).reshape(len(body), width - lead),
    )


def _value(cell: str) -> float:
    """Return a number; infinity for what is none, to be complained about later."""
    if not cell.strip():
        return float("nan")
    try:
        return float(cell)
    except ValueError:
        return float("inf")


def _read_h5(path: Path) -> _Table:
    try:
        with h5py.File(path, "r") as file:
            return _read_frame(file, path)
    except DataError as error:
        raise DataError(f"{path.name}: {error}") from error
    except (OSError, LookupError, ValueError, TypeError, ArithmeticError, RuntimeError) as error:
        raise DataError(
            f"{path.name} is damaged or no table of labels: use the CSV beside it."
        ) from error


def _read_frame(file: h5py.File, path: Path) -> _Table:
    key = next((name for name in members(file) if "pandas_type" in file[name].attrs), None)
    if key is None or bytes(file[key].attrs["pandas_type"]) != b"frame":
        raise DataError(
            f"its column names could be read only by executing what it holds. Use "
            f"{path.with_suffix('.csv').name} beside it, which has the same labels; DeepLabCut "
            "writes both."
        )
    group = file[key]
    names = (
        ["/".join(row) for row in _levels(group, "axis1")]
        if "axis1_level0" in members(group)
        else _texts(group, "axis1")
    )
    columns: list[tuple[str, ...]] = []
    blocks: list[FloatArray] = []
    while f"block{len(blocks)}_values" in members(group):
        block = f"block{len(blocks)}"
        columns += _levels(group, f"{block}_items")
        values = np.asarray(read_dataset(group, f"{block}_values", most=_MOST_VALUES), np.float64)
        blocks.append(values)
    values = np.concatenate(blocks, axis=1)
    depth = len(columns[0])
    heads = _HEADERS if depth == len(_HEADERS) else ("scorer", "bodyparts", "coords")
    if depth != len(heads) or values.shape != (len(names), len(columns)):
        raise DataError("its parts do not fit together: use the CSV beside it.")
    return _Table(
        headers={"individuals": ()}
        | {head: tuple(column[i] for column in columns) for i, head in enumerate(heads)},
        names=tuple(name.replace("\\", "/") for name in names),
        values=values,
    )


def _levels(group: h5py.Group, axis: str) -> list[tuple[str, ...]]:
    """Return the labels of an axis with several levels, one tuple a position."""
    levels: list[list[str]] = []
    while f"{axis}_level{len(levels)}" in members(group):
        number_ = len(levels)
        texts = _texts(group, f"{axis}_level{number_}")
        codes = read_dataset(group, f"{axis}_label{number_}", most=_MOST_VALUES)
        if np.any(codes < 0):
            raise DataError("a label of a row or column is missing: use the CSV beside it.")
        levels.append([texts[int(code)] for code in codes])
    if not levels:
        raise DataError("its columns are not those of DeepLabCut: use the CSV beside it.")
    return list(zip(*levels, strict=True))


def _texts(group: h5py.Group, name: str) -> list[str]:
    values = read_dataset(group, name, most=_MOST_VALUES)
    if np.asarray(values).dtype.kind != "S":
        raise DataError(f"'{name}' is no plain text: use the CSV beside it.")
    return [bytes(value).decode("utf-8") for value in values]


def _read_table(file: Path, table: _Table, column: dict[str, int], collector: Collector) -> None:
    video = file.parent.name
    others = sorted({coord for coord in table.headers["coords"] if coord not in ("x", "y")})
    if others:
        collector.complain(
            Severity.NOTE, Kind.LEFT_ASIDE,
            f"The columns {', '.join(others)} of {file.name} in {video} are left aside.",
        )  # fmt: skip
    people = _columns_of_people(table)
    seen: set[str] = set()
    for name, values in zip(table.names, table.values, strict=True):
        if name in seen:
            collector.complain(
                Severity.WARNING, Kind.DUPLICATE_NAME,
                f"{name} has more than one row in {file.name}: delete the outdated one.",
                image=name, row=len(collector.people),
            )  # fmt: skip
        seen.add(name)
        found = [_read_points(name, values, columns, column, collector) for columns in people]
        labelled = [points for points in found if np.isfinite(points).any()]
        for points in labelled or found[:1]:
            visible = np.isfinite(points[:, 0])
            visibility = np.where(visible, np.int8(Visibility.VISIBLE), np.int8(0))
            parts = name.split("/")
            group = parts[-2] if len(parts) > 1 else video
            collector.add(name, points, visibility, group=group)


def _columns_of_people(table: _Table) -> list[dict[str, tuple[int, int]]]:
    """Return, for each individual, body part to its columns of x and y."""
    people: dict[str, dict[str, dict[str, int]]] = {}
    individuals = table.headers["individuals"] or ("",) * len(table.headers["coords"])
    for i, (individual, part, coord) in enumerate(
        zip(individuals, table.headers["bodyparts"], table.headers["coords"], strict=True)
    ):
        people.setdefault(individual, {}).setdefault(part, {})[coord] = i
    return [
        {part: (at["x"], at["y"]) for part, at in parts.items() if {"x", "y"} <= at.keys()}
        for parts in people.values()
    ]


def _read_points(
    name: str,
    values: FloatArray,
    columns: dict[str, tuple[int, int]],
    column: dict[str, int],
    collector: Collector,
) -> FloatArray:
    xy = np.full((len(column), 2), np.nan)
    for part, at in columns.items():
        x, y = (number(values[i]) for i in at)
        if np.isfinite((x, y)).all():
            xy[column[part]] = x + _SHIFT_PX, y + _SHIFT_PX
        elif not np.isnan(values[list(at)]).all():
            collector.complain(
                Severity.WARNING, Kind.DAMAGED_ENTRY,
                f"{part} of {name} has a value that is no number, or only one of x and y: it is "
                "taken as not labelled. Label it anew.",
                image=name, row=len(collector.people), keypoint=part,
            )  # fmt: skip
    return xy


def write_deeplabcut(
    labels: LabelSet,
    project: Path,
    *,
    scorer: str = "EfficientPose",
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> tuple[Complaint, ...]:
    """Write a DeepLabCut project for one person a picture, and copy the pictures into it.

    Parameters
    ----------
    labels
        Groups become videos. Frames of videos are written as PNG.
    project
        Folder to make; it must not hold a project.
    scorer
        Who labelled.

    Returns
    -------
    tuple
        What the format cannot hold: further people in a picture, occlusion, head sizes.

    Raises
    ------
    OutputError
        If there is a project already, or a file cannot be written.
    MediaError
        If a frame cannot be read.
    CancelledError
        If the user stopped it.
    """
    if (project / "config.yaml").exists():
        raise OutputError(f"{project} holds a project already: choose another folder.")
    scorer = safe_name(scorer)
    kept, complaints = _one_a_picture(labels)
    folder_of = _folders(kept)
    placed = place_pictures(
        kept,
        lambda image: project / _FOLDER / folder_of[image.group],
        progress=progress,
        should_cancel=should_cancel,
    )
    for folder in dict.fromkeys(folder_of.values()):
        rows = [image for image in placed.images if folder_of[image.group] == folder]
        table = "".join(_csv_lines(rows, labels.skeleton.keypoints, folder, scorer))
        write_text(project / _FOLDER / folder / f"CollectedData_{scorer}.csv", table)
    config = _config(labels, project, scorer, folder_of.values())
    write_text(project / "config.yaml", yaml.safe_dump(config, sort_keys=False, allow_unicode=True))
    return complaints


def _one_a_picture(labels: LabelSet) -> tuple[LabelSet, tuple[Complaint, ...]]:
    complaints: list[Complaint] = []
    seen: set[tuple[Path, int | None]] = set()
    images: list[LabelledImage] = []

    def lose(severity: Severity, sentence: str, image: str | None = None) -> None:
        complaints.append(
            Complaint(severity=severity, kind=Kind.LOST_ON_WRITING, sentence=sentence, image=image)
        )

    for image in labels.images:
        key = (image.path, image.frame)
        if key in seen:
            lose(
                Severity.ERROR,
                f"{image.name} shows more than one person, a DeepLabCut project for one animal "
                "holds one: only the first is written. Write COCO to keep all.",
                image.name,
            )
        else:
            images.append(image)
        seen.add(key)
    occluded = int((labels.visibility == Visibility.OCCLUDED).sum())
    if occluded:
        lose(
            Severity.WARNING,
            f"{occluded} keypoints are occluded, which DeepLabCut cannot tell: they are written as "
            "labelled. Write COCO to keep it.",
        )
    if any(np.isfinite(image.head_size_px) for image in images):
        lose(Severity.NOTE, "DeepLabCut has no place for head sizes. Write COCO to keep them.")
    return LabelSet(skeleton=labels.skeleton, images=tuple(images), log=labels.log), tuple(
        complaints
    )


def _folders(labels: LabelSet) -> dict[str, str]:
    """Return a folder name for each group, all different."""
    names: dict[str, str] = {}
    for group in labels.groups:
        path = Path(group)
        is_file = is_image(path) or is_video(path)
        wanted = safe_name(path.stem if is_file else path.name)
        name, count = wanted, 1
        while name in names.values():
            count += 1
            name = f"{wanted}_{count}"
        names[group] = name
    return names


def _csv_lines(
    images: Sequence[LabelledImage], parts: Sequence[str], folder: str, scorer: str
) -> Iterator[str]:
    cells = [safe_cell(part) for part in parts]
    yield ",".join(["scorer", "", "", *([safe_cell(scorer)] * 2 * len(parts))]) + "\n"
    yield ",".join(["bodyparts", "", "", *(cell for cell in cells for _ in range(2))]) + "\n"
    yield ",".join(["coords", "", "", *(["x", "y"] * len(parts))]) + "\n"
    for image in sorted(images, key=lambda image: image.path.name):
        values = [
            repr(float(value - _SHIFT_PX)) if np.isfinite(value) else ""
            for value in image.xy_px.ravel()
        ]
        yield ",".join([_FOLDER, safe_cell(folder), safe_cell(image.path.name), *values]) + "\n"


def _config(labels: LabelSet, project: Path, scorer: str, folders: Iterable[str]) -> dict[str, Any]:
    """Return the settings that DeepLabCut's programs look for."""
    sizes = {image.group: image.size_px for image in labels.images}
    videos = {}
    for folder, size in zip(folders, sizes.values(), strict=True):
        width, height = size or (0, 0)
        video = str((project / "videos" / f"{folder}.mp4").absolute())
        videos[video] = {"crop": f"0, {width}, 0, {height}"}
    return {
        "Task": safe_name(project.name),
        "scorer": scorer,
        "date": "",
        "multianimalproject": False,
        "identity": None,
        "project_path": str(project.absolute()),
        "video_sets": videos,
        "bodyparts": list(labels.skeleton.keypoints),
        "start": 0,
        "stop": 1,
        "numframes2pick": 20,
        "skeleton": [list(segment) for segment in labels.skeleton.segments],
        "skeleton_color": "black",
        "pcutoff": 0.6,
        "dotsize": 12,
        "alphavalue": 0.7,
        "colormap": "rainbow",
        "TrainingFraction": [0.95],
        "iteration": 0,
        "default_net_type": "resnet_50",
        "default_augmenter": "default",
        "snapshotindex": -1,
        "batch_size": 8,
        "cropping": False,
        "x1": 0,
        "x2": 640,
        "y1": 277,
        "y2": 624,
        "corner2move2": [50, 50],
        "move2corner": True,
    }
