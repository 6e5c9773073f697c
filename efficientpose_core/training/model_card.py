"""The model card: what weights were made of, what they do, and where that ends.

Markdown, in English whatever the language of the window: it is published with the weights.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from efficientpose_core.models.weights import WeightsMetadata
from efficientpose_core.training.config import Recipe, TrainingConfig
from efficientpose_core.training.data import Labelled
from efficientpose_core.training.report import Comparison, Figures

__all__ = ["model_card"]

_FEW_PEOPLE = 50


def model_card(
    config: TrainingConfig,
    metadata: WeightsMetadata,
    comparison: Comparison,
    learnt: Labelled,
    held_out: Labelled,
) -> str:
    """Return the card of trained weights.

    Parameters
    ----------
    config
        Of the training.
    metadata
        Of the weights.
    comparison
        On the held-out people.
    learnt, held_out
        Both parts of the labels.
    """
    sections = (
        [f"# {metadata.name}", "", *_facts(config, metadata)],
        ["## Data", "", *_data(learnt, held_out), "", *_terms(config)],
        ["## Recipe", "", *_recipe(config)],
        ["## Figures on held-out people", "", *_figures(comparison)],
        ["## Known limits", "", *_limits(comparison, held_out)],
    )
    return "\n\n".join("\n".join(lines) for lines in sections) + "\n"


def _facts(config: TrainingConfig, metadata: WeightsMetadata) -> Iterable[str]:
    start = config.start or "random numbers"
    yield f"EfficientPose {metadata.variant}, trained from {start} with EfficientPose Studio."
    yield ""
    yield f"Keypoints ({metadata.skeleton.name}): {', '.join(metadata.skeleton.keypoints)}."


def _data(learnt: Labelled, held_out: Labelled) -> Iterable[str]:
    yield "| part | people | persons or videos |"
    yield "|---|---|---|"
    for name, part in (("learnt from", learnt), ("held out", held_out)):
        groups = {image.group for image in part.images}
        yield f"| {name} | {len(part.images)} | {len(groups)} |"
    yield ""
    yield "No person and no video is in both parts. The held-out part also chose the best weights"
    yield "among those that were looked at during the training, which favours them slightly."


def _terms(config: TrainingConfig) -> Iterable[str]:
    yield f"Terms of the data, as stated by whoever trained: {config.licence}."
    if config.attribution:
        yield f"Made by: {config.attribution}."
    if config.notes:
        yield ""
        yield config.notes


def _recipe(config: TrainingConfig) -> Iterable[str]:
    recipe: Recipe = config.recipe
    length = f"{config.epochs:g} epochs" if config.epochs else f"{config.minutes:g} minutes"
    frozen = ("nothing", "the stem", "stem and stage 1", "stem and stages 1 and 2",
              "stem and stages 1 to 3")[recipe.frozen_stages]  # fmt: skip
    yield f"- length: {length}, batches of {config.batch_size}, seed {config.seed}"
    yield f"- {recipe.optimizer.value}, {recipe.schedule.value} schedule,"
    yield f"  learning rate {recipe.learning_rate:g}, weight decay {recipe.weight_decay:g}"
    yield f"- frozen: {frozen}; statistics of the normalisations"
    yield f"  {'kept' if recipe.fixed_statistics else 'learnt'}"
    yield f"- running average of the weights: {recipe.average:g}"


def _figures(comparison: Comparison) -> Iterable[str]:
    before, after = comparison.before, comparison.after
    unit = "PCKh" if after.unit == "head" else "PCK"
    yield f"{after.people} people. " + (
        "PCKh counts in head sizes."
        if after.unit == "head"
        else "The labels have no head: PCK counts in tenths of the person's size, which is the "
        "longer side of the box around the labels."
    )
    yield ""
    yield "| figure | before | after |"
    yield "|---|---|---|"
    for name, attribute, unit_name in (
        (f"{unit}@50", "pck50", "%"),
        (f"{unit}@10", "pck10", "%"),
        ("median error", "error_px", "px"),
        ("median error, of the person's size", "error_percent", "%"),
    ):
        yield _row(name, _value(before, attribute), getattr(after, attribute), unit_name)
    gain = comparison.gain
    if gain is not None:
        yield ""
        yield f"Gain over all labels: {gain.points:+.1f} points" + (
            f" (95% interval {gain.low:+.1f} to {gain.high:+.1f}, from {gain.groups} persons or "
            "videos)."
            if math.isfinite(gain.low)
            else f"; {gain.groups} persons or videos are too few to tell how sure that is."
        )
    yield from _keypoint_table(comparison, unit)
    yield from _angle_table(comparison)


def _keypoint_table(comparison: Comparison, unit: str) -> Iterable[str]:
    yield ""
    yield f"| keypoint | labels | {unit}@50 before | after | error before | after |"
    yield "|---|---|---|---|---|---|"
    for name, now in comparison.after.keypoints.items():
        first = comparison.before.keypoints.get(name) if comparison.before else None
        if name in comparison.new_keypoints:
            first = None
        cells = [
            _number(math.nan if first is None else first.pck50, "%"), _number(now.pck50, "%"),
            _number(math.nan if first is None else first.error_px, "px"),
            _number(now.error_px, "px"),
        ]  # fmt: skip
        yield f"| {name} | {now.n} | {' | '.join(cells)} |"


def _angle_table(comparison: Comparison) -> Iterable[str]:
    known = {name: row for name, row in comparison.after.angles.items() if row.n}
    if not known:
        return
    yield ""
    yield "| joint angle | people | median error before | after | root mean square before | after |"
    yield "|---|---|---|---|---|---|"
    for name, now in known.items():
        first = comparison.before.angles.get(name) if comparison.before else None
        cells = [
            _number(math.nan if first is None else first.median_deg, "deg"),
            _number(now.median_deg, "deg"),
            _number(math.nan if first is None else first.rms_deg, "deg"),
            _number(now.rms_deg, "deg"),
        ]
        yield f"| {name} | {now.n} | {' | '.join(cells)} |"


def _limits(comparison: Comparison, held_out: Labelled) -> Iterable[str]:
    yield "- The figures hold for people, clothes, cameras and movements like those held out."
    yield "- What the network knew of other people may have become worse; that is not measured."
    if len(held_out.images) < _FEW_PEOPLE:
        yield f"- {len(held_out.images)} held-out people are few: differences of a few points may"
        yield "  be chance."
    missing = [name for name, row in comparison.after.keypoints.items() if not row.n]
    if missing:
        yield f"- Nobody is labelled with {', '.join(missing)}: nothing is known about them."
    yield "- Labels are by people and have errors of their own, which are part of every figure."


def _value(figures: Figures | None, attribute: str) -> float:
    return math.nan if figures is None else float(getattr(figures, attribute))


def _row(name: str, before: float, after: float, unit: str) -> str:
    return f"| {name} | {_number(before, unit)} | {_number(after, unit)} |"


def _number(value: float, unit: str) -> str:
    return f"{value:.1f} {unit}" if math.isfinite(value) else "-"
