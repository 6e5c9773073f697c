"""Joint angles over the whole recording, as a section of the report."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from efficientpose_core.export.data import ExportData
from efficientpose_core.export.sections import Curve, Mark, Plot, Refusal, Section, Table
from efficientpose_core.kinematics.angles import ANGLES, AngleKind
from efficientpose_core.pose import Status
from efficientpose_core.skeleton import side_of
from efficientpose_core.words import Words

__all__ = ["ANGLES_TITLE", "angle_section"]

ANGLES_TITLE = "Joint angles over the whole recording"


def angle_section(data: ExportData, words: Words) -> Section:
    """Return curves over time of joint angles, a table of all angles, and what is missing."""
    angles = data.angles
    return Section(
        title=words.say(ANGLES_TITLE),
        note=words.say(
            "Shaded: one standard deviation of the expected measuring error. Breaks: no trusted "
            "value. Angles lie in the picture plane; a limb that points at the camera looks "
            "shorter and its angles are wrong."
        ),
        plots=tuple(_plots(data, words)),
        tables=(_table(data, words),) if angles.names else (),
        refusals=tuple(
            Refusal(name=name, reason=reason) for name, reason in angles.unavailable.items()
        ),
    )


def _plots(data: ExportData, words: Words) -> Iterator[Plot]:
    angles = data.angles
    marks = tuple(_facing_marks(data))
    for base, names in _by_base(angles.names).items():
        spec = ANGLES.get(names[0])
        if spec is not None and spec.kind is AngleKind.INCLINATION and len(names) > 1:
            # Inclinations of limbs repeat what the joints show; they are in the table.
            continue
        columns = [angles.names.index(name) for name in names]
        note = ""
        if spec is not None:
            note = words.say(
                "0 = {zero}; positive = {positive}.",
                zero=words.sentence(spec.zero),
                positive=words.sentence(spec.positive),
            )
        yield Plot(
            title=base,
            unit="deg",
            curves=tuple(
                Curve(name=name, x=angles.t_s, y=angles.values_deg[:, c], sd=angles.sd_deg[:, c])
                for name, c in zip(names, columns, strict=True)
            ),
            marks=marks,
            note=note,
        )


def _by_base(names: tuple[str, ...]) -> dict[str, list[str]]:
    """Group left and right of the same angle."""
    groups: dict[str, list[str]] = {}
    for name in names:
        side = side_of(name)
        base = name if side == "middle" else name.removeprefix(f"{side}_")
        groups.setdefault(base, []).append(name)
    return groups


def _facing_marks(data: ExportData) -> Iterator[Mark]:
    told = [part for part in data.facing.intervals if part[2] != 0]
    if len(told) < 2:
        return
    for start, _, direction in told:
        yield Mark(
            x=float(data.track.t_s[start]),
            text="faces right" if direction > 0 else "faces left",
        )


def _table(data: ExportData, words: Words) -> Table:
    angles = data.angles
    present = (data.track.status < Status.DAMAGED).any(axis=1)
    frames = max(int(present.sum()), 1)
    rows: list[tuple[str | float | int, ...]] = []
    for base, names in _by_base(angles.names).items():
        for number, name in enumerate(names):
            values = angles.values_deg[:, angles.names.index(name)]
            known = np.isfinite(values)
            sd = angles.sd_deg[:, angles.names.index(name)]
            side = side_of(name)
            numbers = _extremes(values, sd, known, words)
            share = words.number(100.0 * float(known.sum()) / frames, decimals=0)
            rows.append(
                (
                    words.name(base) if number == 0 else "",
                    "" if side == "middle" else words.say(side),
                    *numbers,
                    share,
                )
            )
    return Table(
        title=words.say("Smallest and largest values"),
        header=tuple(
            words.say(title)
            for title in (
                "Angle", "Side", "Smallest (°)", "Largest (°)", "Range (°)", "Error (°)",
                "Known (% of frames)",
            )
        ),
        rows=tuple(rows),
        note=words.say(
            "Over everything that was analysed, turns included. Error: one standard deviation of a "
            "single value, median over frames; extremes lie a little further out than they are, as "
            "errors add to them."
        ),
    )  # fmt: skip


def _extremes(
    values: np.ndarray, sd: np.ndarray, known: np.ndarray, words: Words
) -> tuple[str, str, str, str]:
    if not known.any():
        dash = "\u2013"
        return dash, dash, dash, dash
    low, high = float(values[known].min()), float(values[known].max())
    errors = sd[known & np.isfinite(sd)]
    error = float(np.median(errors)) if len(errors) else float("nan")
    return (
        words.number(low, "deg"),
        words.number(high, "deg"),
        words.number(high - low, "deg"),
        words.number(error, "deg"),
    )
