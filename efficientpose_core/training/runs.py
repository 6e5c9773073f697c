"""Folders of trainings: everything a run needs and leaves, so that it survives any interruption.

A folder holds copies of the labelled pictures, the labels in two parts, the configuration, the
events so far, checkpoints, and in the end the weights with their report. It can be moved.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from cattrs import Converter

from efficientpose_core.atomic import write_text
from efficientpose_core.errors import DataError
from efficientpose_core.models.weights import skeleton_to_json
from efficientpose_core.paths import data_dir
from efficientpose_core.progress import (
    ProgressCallback,
    ShouldCancel,
    ignore_progress,
    never_cancel,
)
from efficientpose_core.skeleton import Skeleton
from efficientpose_core.training.config import DataSource, TrainingConfig
from efficientpose_core.training.labels.coco import write_coco
from efficientpose_core.training.labels.cuts import cut_out
from efficientpose_core.training.labels.pictures import place_pictures
from efficientpose_core.training.labels.split import Split
from efficientpose_core.training.labels.types import LabelledImage, LabelSet

__all__ = [
    "HELD_OUT",
    "LEARNT_FROM",
    "Run",
    "create_run",
    "merge_labels",
    "new_folder",
    "runs_folder",
    "unfinished_runs",
]

LEARNT_FROM = DataSource(labels=Path("train.json"))
HELD_OUT = DataSource(labels=Path("validation.json"))
"""Both parts of the labels in the folder of a run."""

_SKELETON = Path("skeleton.json")
_CONFIG, _EVENTS, _OUTCOME = "config.json", "events.jsonl", "outcome.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A training on disk.

    Parameters
    ----------
    folder
        Where it lies.
    """

    folder: Path

    @property
    def config_path(self) -> Path:
        """What `efficientpose train` is given."""
        return self.folder / _CONFIG

    @property
    def events_path(self) -> Path:
        """What the training told so far, one JSON object a line."""
        return self.folder / _EVENTS

    @property
    def report_path(self) -> Path:
        """Comparison of before and after, see `report.read_comparison`."""
        return self.folder / "report.json"

    @property
    def card_path(self) -> Path:
        """Model card."""
        return self.folder / "MODEL_CARD.md"

    @property
    def weights_path(self) -> Path:
        """Trained weights, which exist once the training has ended or was stopped."""
        return self.folder / f"{self.name}.safetensors"

    @property
    def name(self) -> str:
        """Name of the weights."""
        return self.folder.name

    @property
    def outcome(self) -> str:
        """What became of the weights (``"installed"``, ...); empty while nobody has decided."""
        try:
            return str(json.loads((self.folder / _OUTCOME).read_text("utf-8"))["outcome"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def set_outcome(self, outcome: str) -> None:
        """Note what became of the weights; the run is not offered again."""
        write_text(self.folder / _OUTCOME, json.dumps({"outcome": outcome}))

    def add_event(self, event: Mapping[str, Any]) -> None:
        """Append what the training has told.

        Raises
        ------
        OSError
            If the disk is full, for instance. Events are for showing only.
        """
        with self.events_path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(event) + "\n")

    def events(self) -> tuple[dict[str, Any], ...]:
        """Return what was told, without what a resumed training has done again."""
        told: list[dict[str, Any]] = []
        for event in self._lines():
            if event.get("event") == "resumed":
                told = [e for e in told if e.get("step", 0) <= event.get("step", 0)]
            told.append(event)
        return tuple(told)

    def _lines(self) -> Iterator[dict[str, Any]]:
        try:
            lines = self.events_path.read_text("utf-8").splitlines()
        except OSError:
            return
        for line in lines:
            try:
                event = json.loads(line)
            except ValueError:
                continue  # the end of a line that was cut off by a crash
            if isinstance(event, dict):
                yield event

    @property
    def has_ended(self) -> bool:
        """Whether the training came to its regular end."""
        return any(event.get("event") == "finished" for event in self._lines())

    @property
    def started(self) -> datetime:
        """When the run was made."""
        return datetime.fromtimestamp(self.config_path.stat().st_mtime)


def runs_folder() -> Path:
    """Return the folder of all runs; it need not exist yet."""
    return data_dir() / "trainings"


def new_folder(variant: str, *, now: datetime | None = None) -> Path:
    """Return a folder for a new run, named after network and time."""
    stamp = (now or datetime.now()).strftime("%Y%m%d-%H%M%S")
    return runs_folder() / f"{variant.lower().replace('_', '-')}-{stamp}"


def unfinished_runs() -> tuple[Run, ...]:
    """Return runs whose weights nobody has installed, exported or discarded, newest first."""
    folders = (path.parent for path in runs_folder().glob(f"*/{_CONFIG}"))
    runs = [Run(folder=folder) for folder in folders]
    waiting = [run for run in runs if not run.outcome]
    return tuple(sorted(waiting, key=lambda run: run.started, reverse=True))


def merge_labels(parts: list[LabelSet]) -> LabelSet:
    """Return the people of several files with one skeleton.

    Groups of the same name are the same person or video, so that nobody comes to both sides.

    Raises
    ------
    DataError
        If there is nothing, or skeletons differ.
    """
    if not parts:
        raise DataError("There are no labels: add a label file.")
    if any(part.skeleton != parts[0].skeleton for part in parts):
        raise DataError("The label files have different keypoints: map them to one skeleton first.")
    return LabelSet(
        skeleton=parts[0].skeleton,
        images=tuple(image for part in parts for image in part.images),
        log=tuple(step for part in parts for step in part.log),
    )


def create_run(
    folder: Path,
    split: Split,
    skeleton: Skeleton,
    config: TrainingConfig,
    *,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> Run:
    """Copy everything that a training needs into a folder of its own.

    Parameters
    ----------
    folder
        New folder; its name becomes that of the weights.
    split
        Labels in the keypoints of ``skeleton``.
    skeleton
        What is learnt.
    config
        With `LEARNT_FROM` and `HELD_OUT` as its data; name, folder and skeleton are filled in.
    progress, should_cancel
        Of copying.

    Returns
    -------
    Run
        The configuration is written last: a folder without one is no run.

    Raises
    ------
    MediaError, OutputError
        If a picture cannot be copied.
    CancelledError
        If the user stopped it.
    """
    try:
        _fill(folder, split, progress, should_cancel)
        write_text(folder / _SKELETON, skeleton_to_json(skeleton))
    except BaseException:
        # Half a run is of no use, and pictures take room.
        shutil.rmtree(folder, ignore_errors=True)
        raise
    run = Run(folder=folder)
    complete = replace(
        config, name=run.name, folder=Path(), skeleton=_SKELETON, train=(LEARNT_FROM,),
        validation=HELD_OUT,
    )  # fmt: skip
    write_text(run.config_path, _config_text(complete))
    return run


def _fill(
    folder: Path, split: Split, progress: ProgressCallback, should_cancel: ShouldCancel
) -> None:
    """Copy the pictures, people who are small in theirs cut out, and write both parts' labels."""
    together = merge_labels([split.training, split.validation])
    pictures = folder / "pictures"

    def place(_: LabelledImage) -> Path:
        return pictures

    placed = place_pictures(together, place, progress=progress, should_cancel=should_cancel)
    placed = replace(placed, images=cut_out(placed.images, pictures, should_cancel=should_cancel))
    border = len(split.training)
    for source, images in (
        (LEARNT_FROM, placed.images[:border]),
        (HELD_OUT, placed.images[border:]),
    ):
        write_coco(replace(placed, images=images), folder / source.labels)


def _config_text(config: TrainingConfig) -> str:
    converter = Converter()
    converter.register_unstructure_hook(Path, lambda path: path.as_posix())
    return json.dumps(converter.unstructure(config), indent=1)
