"""Before and after in a report: which two recordings, and what has changed."""

from __future__ import annotations

import math
from collections.abc import Iterator

from efficientpose_core.export.report.document import Block, Bullets, Grid, Heading, Paragraph
from efficientpose_core.export.sections import Compared, Comparison
from efficientpose_core.kinematics.gait.comparison import Change, CurveChange, GaitComparison
from efficientpose_core.words import Words

__all__ = ["comparison_blocks", "curve_blocks"]


def comparison_blocks(comparison: Comparison, words: Words) -> Iterator[Block]:
    """Yield the two recordings, and how the parameters have changed."""
    yield _recordings(comparison.before, comparison.after, words)
    if comparison.gait is not None:
        yield from _changes(comparison.gait, words)


def _recordings(before: Compared, after: Compared, words: Words) -> Grid:
    def row(title: str, *cells: str) -> tuple[str, ...]:
        return (words.say(title), *cells)

    both = (before, after)
    days = (one.recorded_on for one in both)
    counts = (
        words.say("right {right}, left {left}", right=one.cycles[0], left=one.cycles[1])
        for one in both
    )
    return Grid(
        header=("", words.say("Before"), words.say("After")),
        rows=(
            row("Project", *(one.project or words.say("this report") for one in both)),
            row("Recording", *(one.recording for one in both)),
            row("Recorded on", *(words.say("not known") if d is None else words.day(d)
                                 for d in days)),
            row("Person", *(one.person or words.say("not named") for one in both)),
            row("Clean gait cycles", *counts),
            row("Weights", *(one.weights for one in both)),
        ),
        numeric=(False, False, False),
        shares=(0.2, 0.4, 0.4),
    )  # fmt: skip


def _changes(gait: GaitComparison, words: Words) -> Iterator[Block]:
    told = [change for change in gait.parameters if math.isfinite(change.difference)]
    judged = [change for change in told if change.exceeds is not None]
    if judged:
        text = words.say(
            "{count} of {total} parameters {count:has|have} changed by more than noise. Even where "
            "nothing has changed, about one in twenty does by chance.",
            count=sum(change.exceeds is True for change in judged),
            total=len(judged),
        )
        yield Paragraph(text=text)
    if told:
        yield Grid(
            header=(
                words.say("Parameter"), words.say("Unit"), words.say("Before"), words.say("After"),
                words.say("Change"), words.say("Detectable"), words.say("More than noise"),
            ),
            rows=tuple(_change(change, words) for change in told),
            numeric=(False, False, True, True, True, True, False),
            shares=(0.36, 0.12, 0.085, 0.09, 0.1, 0.13, 0.115),
        )  # fmt: skip


def _change(change: Change, words: Words) -> tuple[str, ...]:
    unit = change.unit
    answers = {True: words.say("yes"), False: words.say("no"), None: "\u2013"}
    return (
        words.name(change.name),
        words.unit(unit),
        words.number(change.before.value, unit),
        words.number(change.after.value, unit),
        _signed(change.difference, unit, words),
        words.spread(change.detectable, unit),
        answers[change.exceeds],
    )


def _signed(value: float, unit: str, words: Words) -> str:
    """Return a difference with its sign, as fine as what it is compared with."""
    text = words.spread(value, unit)
    return f"+{text}" if value > 0 and text.strip("0.,") else text


def curve_blocks(gait: GaitComparison, words: Words) -> Iterator[Block]:
    """Yield where mean curves differ by more than noise."""
    known = [change for change in gait.curves.values() if not change.reason]
    if not known:
        return
    yield Heading(text=words.say("Where curves differ"), level=2)
    rows = tuple(
        (words.name(change.name), _stretches(change, words)) for change in known if change.stretches
    )
    if rows:
        yield Grid(
            header=(
                words.say("Angle"), words.say("Part of the gait cycle: greatest difference"),
            ),
            rows=rows,
            numeric=(False, False),
            shares=(0.4, 0.6),
        )  # fmt: skip
    unchanged = [change.name for change in known if not change.stretches]
    if unchanged:
        names = "; ".join(words.names_without_sides(unchanged))
        yield Bullets(items=(words.say("Nowhere by more than noise: {names}.", names=names),))


def _stretches(change: CurveChange, words: Words) -> str:
    parts = []
    for first, last in change.stretches:
        greatest = float(max(change.difference_deg[first : last + 1], key=abs))
        part = words.say("{low} to {high}", low=first, high=last)
        parts.append(f"{part}\u00a0%: {_signed(greatest, 'deg', words)}\u00b0")
    return "; ".join(parts)
