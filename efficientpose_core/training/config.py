"""What a training is told: data, network, recipe. Read from JSON by `load_config`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Any

from cattrs import Converter, transform_error
from cattrs.errors import BaseValidationError
from cattrs.v import format_exception

from efficientpose_core.errors import DataError, EfficientPoseError, SettingsError
from efficientpose_core.models.variants import get_variant
from efficientpose_core.training.augment import CALM, HEAVY, PAPER, Augmentation

__all__ = ["DataSource", "Optimizer", "Recipe", "Schedule", "TrainingConfig", "load_config",
           "paper_recipe"]  # fmt: skip


class Optimizer(Enum):
    """What turns gradients into steps."""

    ADAMW = "adamw"
    SGD = "sgd"


class Schedule(Enum):
    """How the learning rate changes."""

    COSINE = "cosine"
    CYCLICAL = "cyclical"


def _refuse_unless(condition: bool, sentence: str) -> None:
    if not condition:
        raise SettingsError(sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSource:
    """Labelled pictures.

    Parameters
    ----------
    labels
        Label file or folder of any supported format.
    images
        Folder that the labels' file names refer to; that of the labels when None.
    repeat
        How often each picture is shown an epoch.
    teacher
        Weights whose keypoints are mixed into the targets, or a file of their predictions.
    teacher_share
        Of the target where label and teacher both know a keypoint, 0 to 1.
    drop_disputed
        Leave out labels that a sure teacher contradicts.
    share
        Part of the people that is used, for learning curves; see `split.part_of`.
    """

    labels: Path
    images: Path | None = None
    repeat: int = 1
    teacher: str | None = None
    teacher_share: float = 0.5
    drop_disputed: bool = False
    share: float = 1.0

    def __post_init__(self) -> None:
        """Check ranges."""
        _refuse_unless(
            self.repeat >= 1, f"'repeat' of {self.labels.name} is {self.repeat}: use 1 or more."
        )
        _refuse_unless(
            0 <= self.teacher_share <= 1,
            f"'teacher_share' of {self.labels.name} is {self.teacher_share}: use 0 to 1.",
        )
        _refuse_unless(
            0 < self.share <= 1,
            f"'share' of {self.labels.name} is {self.share}: use above 0, up to 1.",
        )
        _refuse_unless(
            self.teacher is not None or not self.drop_disputed,
            f"'drop_disputed' of {self.labels.name} needs a teacher to dispute: name one.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How the network learns. The defaults are for fine-tuning.

    Parameters
    ----------
    optimizer, schedule
        See the enums.
    learning_rate
        Largest rate.
    warmup, final
        Share of the training in which a cosine schedule rises, and what is left of the rate at the
        end. ``final`` 0.01 is 1%.
    backbone_rate
        Factor on the rate of the backbone.
    weight_decay
        On weights of convolutions.
    momentum
        Of SGD.
    sigma, paf_width
        Widths of the targets in cells; None follows the paper's steps.
    peak_weight, paf_weight
        See `LossWeights`.
    average
        Decay of the running average of the weights that is kept; 0 keeps the last weights.
    frozen_stages
        0 none, 1 the stem, 2 to 4 also stages 1 to 3 of the backbone.
    fixed_statistics
        Keep means and variances of the batch normalisations.
    heavy, calm
        Augmentation, and that of the last part of the training.
    calm_share
        How long the last part is.
    small_share, small_px
        How long the first part is that trains on smaller inputs, and their side; 0 and None for
        the network's own size throughout. Small inputs give more steps in the same time.
    """

    optimizer: Optimizer = Optimizer.ADAMW
    schedule: Schedule = Schedule.COSINE
    learning_rate: float = 1e-3
    warmup: float = 0.03
    final: float = 0.01
    backbone_rate: float = 0.5
    weight_decay: float = 1e-2
    momentum: float = 0.9
    sigma: float | None = 1.2
    paf_width: float | None = 0.8
    peak_weight: float = 10.0
    paf_weight: float = 0.5
    average: float = 0.998
    frozen_stages: int = 3
    fixed_statistics: bool = True
    heavy: Augmentation = HEAVY
    calm: Augmentation = CALM
    calm_share: float = 0.2
    small_share: float = 0.0
    small_px: int | None = None

    def __post_init__(self) -> None:
        """Check ranges."""
        _refuse_unless(
            self.learning_rate > 0,
            f"The learning rate is {self.learning_rate}: it must be above 0.",
        )
        for name in ("warmup", "final", "calm_share", "average", "momentum", "small_share"):
            value = getattr(self, name)
            _refuse_unless(0 <= value < 1, f"'{name}' is {value}: use 0 to below 1.")
        for name in ("weight_decay", "peak_weight", "paf_weight", "backbone_rate"):
            value = getattr(self, name)
            _refuse_unless(value >= 0, f"'{name}' is {value}: use 0 or more.")
        for name in ("sigma", "paf_width"):
            width = getattr(self, name)
            _refuse_unless(
                width is None or width > 0, f"'{name}' is {width}: use a width above 0, or null."
            )
        _refuse_unless(
            0 <= self.frozen_stages <= 4,
            f"'frozen_stages' is {self.frozen_stages}: use 0 (none), 1 (stem) or 2 to 4.",
        )
        _refuse_unless(
            (self.small_px is None) == (self.small_share == 0),
            "Small inputs need both 'small_share', how long, and 'small_px', their side: give "
            "both or neither.",
        )


def paper_recipe(learning_rate: float) -> Recipe:
    """Return the paper's recipe; ``learning_rate`` is lambda_max, found by a range test."""
    return Recipe(
        optimizer=Optimizer.SGD, schedule=Schedule.CYCLICAL, learning_rate=learning_rate,
        backbone_rate=1.0, weight_decay=0.0, momentum=0.9, sigma=None, paf_width=None,
        peak_weight=0.0, paf_weight=1.0, average=0.0, frozen_stages=0, fixed_statistics=False,
        heavy=PAPER, calm=PAPER, calm_share=0.0,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """A whole training; paths are absolute or relative to the folder of the config file.

    Parameters
    ----------
    name
        Of the trained weights.
    folder
        Where checkpoints and results go.
    variant
        Network.
    start
        Weights to go on from: a name, a file, or a network; None starts from random numbers.
    skeleton
        JSON file with keypoints and limbs; None takes that of ``start``.
    train
        Labelled pictures to learn from.
    validation
        Labelled people that are never learnt from; chooses the best weights.
    phantom_frames, backgrounds
        Pictures of the synthetic person, and without a person, that are added.
    phantom_seed
        First seed of the synthetic person.
    epochs, minutes
        How long: one of the two.
    batch_size
        Pictures a step, over all processes.
    processes
        Number of processes that share each batch on this machine.
    threads
        Of each process; None for all cores.
    seed
        Equal seeds give equal trainings.
    recipe
        How it learns.
    checkpoint_minutes
        Between saved checkpoints.
    validate_every
        Share of the training between two looks at the validation people.
    patience
        Looks without improvement after which it stops; None for never.
    licence, attribution, notes
        For the trained file.
    """

    name: str
    folder: Path
    variant: str
    start: str | None = None
    skeleton: Path | None = None
    train: tuple[DataSource, ...]
    validation: DataSource | None = None
    phantom_frames: int = 0
    backgrounds: int = 0
    phantom_seed: int = 10_000
    epochs: float | None = None
    minutes: float | None = None
    batch_size: int = 32
    processes: int = 1
    threads: int | None = None
    seed: int = 0
    recipe: Recipe = field(default_factory=Recipe)
    checkpoint_minutes: float = 3.0
    validate_every: float = 0.1
    patience: int | None = None
    licence: str = "not stated"
    attribution: str = ""
    notes: str = ""

    def __post_init__(self) -> None:
        """Check ranges and combinations."""
        own_px = get_variant(self.variant).input_px
        small_px = self.recipe.small_px
        _refuse_unless(
            small_px is None or (32 <= small_px < own_px and small_px % 32 == 0),
            f"'small_px' is {small_px}: use a multiple of 32 below the network's {own_px}.",
        )
        _refuse_unless(bool(self.train), "A training needs data: name labels under 'train'.")
        _refuse_unless(
            (self.epochs is None) != (self.minutes is None),
            "A training lasts a number of 'epochs' or of 'minutes': give one of the two.",
        )
        _refuse_unless(
            (self.epochs or self.minutes or 0) > 0, "A training's length must be above 0."
        )
        _refuse_unless(
            self.minutes is None or self.recipe.schedule is Schedule.COSINE,
            "The cyclical schedule counts epochs: give 'epochs' instead of 'minutes'.",
        )
        _refuse_unless(
            self.processes >= 1 and self.batch_size >= self.processes
            and self.batch_size % self.processes == 0,
            f"A batch of {self.batch_size} cannot be shared by {self.processes} processes: "
            "choose a multiple.",
        )  # fmt: skip
        _refuse_unless(
            min(self.phantom_frames, self.backgrounds) >= 0,
            "Numbers of phantom frames and backgrounds are 0 or more.",
        )
        _refuse_unless(self.checkpoint_minutes > 0, "Time between checkpoints must be above 0.")
        _refuse_unless(0 < self.validate_every <= 1, "'validate_every' is a share: 0 to 1.")
        _refuse_unless(
            self.patience is None or (self.patience >= 1 and self.validation is not None),
            "Early stopping needs 'patience' of 1 or more and 'validation' data.",
        )
        _refuse_unless(
            self.start is not None or not self.recipe.fixed_statistics,
            "Random weights have no statistics to keep: set 'fixed_statistics' to false, or name "
            "weights to start from.",
        )


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_structure_hook(Path, lambda value, _: Path(_text(value)))
    converter.register_structure_hook(str, lambda value, _: _text(value))
    converter.register_structure_hook(bool, lambda value, _: _flag(value))
    converter.register_structure_hook(int, lambda value, _: _whole(value))
    converter.register_structure_hook(float, lambda value, _: _number(value))
    return converter


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r} is not a whole number")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a number")
    return float(value)


def load_config(path: Path) -> TrainingConfig:
    """Read a training configuration.

    Parameters
    ----------
    path
        JSON with the fields of `TrainingConfig`; paths in it are relative to its folder.

    Raises
    ------
    DataError
        If the file cannot be read or is not JSON.
    SettingsError
        If a field is unknown, missing, of the wrong kind, out of range, or contradicts another.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise DataError(f"Cannot read {path}: {error.strerror}. Check the path.") from error
    except ValueError as error:
        raise DataError(f"{path} is not JSON ({error}): correct it.") from error
    if not isinstance(content, dict):
        raise SettingsError(f"{path.name} has to be a JSON object with the settings: correct it.")
    try:
        config = _converter().structure(content, TrainingConfig)
    except BaseValidationError as error:
        raise SettingsError(f"{path.name}: {_first_complaint(error)}") from error
    return _resolved(config, path.resolve().parent)


def _first_complaint(error: BaseValidationError) -> str:
    """Return our own sentence where one of our checks failed, else where and what was wrong."""
    for leaf in _leaves(error):
        if isinstance(leaf, EfficientPoseError):
            return str(leaf)
    return "; ".join(transform_error(error, format_exception=_described)) + ". Correct the file."


def _described(error: BaseException, kind: type | None) -> str:
    """Describe one wrong value; ours and those of enums say it themselves."""
    own = isinstance(error, TypeError | ValueError) and not isinstance(error, KeyError)
    return str(error) if own else format_exception(error, kind)


def _leaves(error: BaseException) -> list[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        return [leaf for inner in error.exceptions for leaf in _leaves(inner)]
    return [error]


def _resolved(config: TrainingConfig, folder: Path) -> TrainingConfig:
    def at(path: Path) -> Path:
        return (folder / path).resolve()

    def source(data: DataSource) -> DataSource:
        images = None if data.images is None else at(data.images)
        return replace(
            data, labels=at(data.labels), images=images,
            teacher=_reference(data.teacher, folder),
        )  # fmt: skip

    return replace(
        config,
        folder=at(config.folder),
        start=_reference(config.start, folder),
        skeleton=None if config.skeleton is None else at(config.skeleton),
        train=tuple(map(source, config.train)),
        validation=None if config.validation is None else source(config.validation),
    )


def _reference(text: str | None, folder: Path) -> str | None:
    """Return a reference to weights; relative paths of files are resolved, names stay."""
    if text is not None and (folder / text).is_file():
        return str((folder / text).resolve())
    return text
