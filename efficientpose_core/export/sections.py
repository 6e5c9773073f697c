"""Sections: what a part of the program has to report, in a form that every export understands.

Gait, repetitions and protocols hand over sections; tables, JSON and the report print them without
knowing where they come from. Texts are English; the report translates those it knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from efficientpose_core.errors import DataError
from efficientpose_core.kinematics.gait.comparison import GaitComparison
from efficientpose_core.kinematics.measure import Measure
from efficientpose_core.pose import FloatArray

__all__ = ["Band", "Compared", "Comparison", "Curve", "Mark", "Picture", "Plot", "Refusal",
           "Section", "Table"]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curve:
    """A line with its uncertainty.

    Parameters
    ----------
    name
        Quantity with its side, snake_case: ``left_knee_flexion``. The side decides the colour.
    x, y
        (N,); NaN in ``y`` breaks the line.
    sd
        (N,) half the width of the shaded band; None for none.
    text
        What the legend calls it; empty for its side, or its name.
    is_dashed
        For what a curve is compared with.

    Raises
    ------
    DataError
        If lengths differ.
    """

    name: str
    x: FloatArray
    y: FloatArray
    sd: FloatArray | None = None
    text: str = ""
    is_dashed: bool = False

    def __post_init__(self) -> None:
        """Check lengths."""
        if len({len(values) for values in (self.x, self.y, self.sd) if values is not None}) > 1:
            raise DataError(f"The curve {self.name} has coordinates of different lengths.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Band:
    """A normative range; its source is printed beside it.

    Parameters
    ----------
    x, low, high
        (N,) limits.
    source
        Publication or data set, with DOI where there is one.

    Raises
    ------
    DataError
        If there is no source, or lengths differ.
    """

    x: FloatArray
    low: FloatArray
    high: FloatArray
    source: str

    def __post_init__(self) -> None:
        """Check that it says where it comes from."""
        if not self.source.strip():
            raise DataError("A normative band needs a source: say where its values come from.")
        if not len(self.x) == len(self.low) == len(self.high):
            raise DataError("A normative band has limits of different lengths.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A vertical line: an event.

    Parameters
    ----------
    x
        Where.
    text
        A short word above it; empty for none.
    """

    x: float
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plot:
    """Curves over one axis.

    Parameters
    ----------
    title
        Quantity without side: ``knee_flexion``, or a text.
    unit
        Of y.
    curves
        One or more.
    x_title, x_unit
        Of the x axis: time in seconds, or per cent of a cycle.
    bands, marks
        Normative ranges, events.
    stretches, stretch_text
        First and last x of what is marked along the axis, and what that means.
    note
        What 0 and the positive direction mean; what the shaded band is.
    wide
        Over the whole page: for curves over time. Others stand two in a row.

    Raises
    ------
    DataError
        If there is no curve.
    """

    title: str
    unit: str
    curves: tuple[Curve, ...]
    x_title: str = "Time"
    x_unit: str = "s"
    bands: tuple[Band, ...] = ()
    marks: tuple[Mark, ...] = ()
    stretches: tuple[tuple[float, float], ...] = ()
    stretch_text: str = ""
    note: str = ""
    wide: bool = True

    def __post_init__(self) -> None:
        """Check that there is something to draw."""
        if not self.curves:
            raise DataError(f"The plot {self.title} has no curve.")

    @property
    def has_values(self) -> bool:
        """Whether any curve has a value."""
        return any(bool(np.isfinite(curve.y).any()) for curve in self.curves)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Any other table.

    Parameters
    ----------
    title
        Above it; may be empty.
    header
        One text a column, units included.
    rows
        As many cells as the header; numbers are formatted by the language, NaN is empty.
    note
        Below it.
    is_appendix
        Printed at the end of the report: for the record rather than for reading.

    Raises
    ------
    DataError
        If a row has another length than the header.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | float | int, ...], ...]
    note: str = ""
    is_appendix: bool = False

    def __post_init__(self) -> None:
        """Check lengths."""
        for row in self.rows:
            if len(row) != len(self.header):
                raise DataError(
                    f"A row of the table '{self.title}' has {len(row)} cells, its header "
                    f"{len(self.header)}."
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A still.

    Parameters
    ----------
    jpeg
        The file's content.
    width_px, height_px
        Its size.
    caption
        What it shows.
    """

    jpeg: bytes
    width_px: int
    height_px: int
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Something that is not reported, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One of two recordings that are compared. Names are printed as they are, never translated.

    Parameters
    ----------
    project, recording
        Names of the files.
    recorded_on
        Date of the recording, None where it is not known.
    person
        Pseudonym; empty where none is given.
    cycles
        Clean gait cycles of the right and the left foot.
    weights
        Name of the network's weights.
    """

    project: str
    recording: str
    recorded_on: date | None
    person: str
    cycles: tuple[int, int]
    weights: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """Two recordings of one person; only reports print it.

    Parameters
    ----------
    before, after
        The recordings.
    gait
        What has changed; None where it is refused.
    """

    before: Compared
    after: Compared
    gait: GaitComparison | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Section:
    """A chapter of the results.

    Parameters
    ----------
    title
        Heading.
    note
        A sentence or two on how the numbers were made.
    warnings
        What speaks against using them, before everything else.
    comparison
        With another recording.
    measures, plots, tables, pictures
        The results. Refused measures go here, too.
    refusals
        What is missing besides.
    told_in
        Titles of the chapters before in which more of its measures stand.
    """

    title: str
    note: str = ""
    warnings: tuple[str, ...] = ()
    comparison: Comparison | None = None
    measures: tuple[Measure, ...] = ()
    plots: tuple[Plot, ...] = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    told_in: tuple[str, ...] = ()
