"""Curves laid out as lines, areas and texts, which both printers draw alike.

Coordinates are points (1/72 inch), x to the right and y down from the upper left corner.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from efficientpose_core.export.sections import Band, Curve, Plot
from efficientpose_core.kinematics.filters import runs
from efficientpose_core.pose import FloatArray
from efficientpose_core.skeleton import side_of
from efficientpose_core.words import Words

__all__ = ["Area", "Chart", "Label", "Line", "Shape", "lay_out", "nice_ticks"]

LEFT, RIGHT, MIDDLE = "#0072B2", "#D55E00", "#33414E"
"""Colours of the body sides, those of the overlay; middle is dark, as paper is light."""
_GRID, _AXIS, _TEXT, _NORM = "#E1E6EB", "#9AA5B1", "#46535F", "#5B8C5A"

_WIDE, _HALF = (510.0, 128.0), (250.0, 158.0)
_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 8.0, 18.0, 27.0
_FONT_PT = 7.5
_DASH = (4.0, 2.0)
_BAR = 4.0
"""Height of the bars on the axis."""
_BIN_PT = 0.6
"""Within this width a curve is drawn by its first, lowest, highest and last value."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An open line."""

    points: tuple[Point, ...]
    colour: str
    width: float
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A filled shape without outline."""

    points: tuple[Point, ...]
    colour: str
    opacity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A text; ``anchor`` is ``"start"``, ``"middle"`` or ``"end"``; y is the baseline."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    colour: str = _TEXT
    size: float = _FONT_PT


Shape = Line | Area | Label


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chart:
    """Shapes in the order in which they are drawn.

    Parameters
    ----------
    width, height
        In points.
    shapes
        Later ones cover earlier ones.
    description
        For those who cannot see it.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...]
    description: str


def lay_out(plot: Plot, words: Words) -> Chart:
    """Lay out a plot."""
    width, height = _WIDE if plot.wide else _HALF
    frame = _Frame.around(plot, width, height)
    shapes = (
        *_background(plot, frame, words),
        *_bands(plot.bands, frame),
        *_marks(plot, frame, words),
        *_stretches(plot.stretches, frame),
        *(shape for curve in plot.curves for shape in _curve(curve, frame)),
        *_legend(plot, frame, words),
    )
    return Chart(width=width, height=height, shapes=shapes, description=_description(plot, words))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """The rectangle of the axes and the values at its edges."""

    left: float
    right: float
    top: float
    bottom: float
    x: tuple[float, float]
    y: tuple[float, float]
    y_step: float

    @classmethod
    def around(cls, plot: Plot, width: float, height: float) -> _Frame:
        xs = np.concatenate([curve.x for curve in plot.curves])
        ys = [curve.y for curve in plot.curves]
        ys += [edge for curve in plot.curves for edge in _usual_edges(curve)]
        ys += [limit for band in plot.bands for limit in (band.low, band.high)]
        values = np.concatenate(ys)
        values = values[np.isfinite(values)]
        low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
        middle, half = (low + high) / 2, max((high - low) / 2 * 1.08, _smallest_half(plot.unit))
        step = _tick_step(2 * half, 7)
        room = 2 * half * 1.5 * _BAR / (height - _TOP - _BOTTOM) if plot.stretches else 0.0
        return cls(
            left=_LEFT, right=width - _RIGHT, top=_TOP, bottom=height - _BOTTOM,
            x=(float(xs.min()), float(max(xs.max(), xs.min() + 1e-9))),
            y=(middle - half - room, middle + half), y_step=step,
        )  # fmt: skip

    def at_x(self, x: float) -> float:
        return self.left + (x - self.x[0]) / (self.x[1] - self.x[0]) * (self.right - self.left)

    def at_y(self, y: float) -> float:
        share = (y - self.y[0]) / (self.y[1] - self.y[0])
        return self.bottom - share * (self.bottom - self.top)

    def points(self, x: FloatArray, y: FloatArray) -> list[Point]:
        """Return places; those beyond the frame lie on its edge."""
        low, high = self.y
        return [
            (round(self.at_x(a), 2), round(self.at_y(min(max(b, low), high)), 2))
            for a, b in zip(x.tolist(), y.tolist(), strict=True)
        ]


def _usual_edges(curve: Curve) -> Iterator[FloatArray]:
    """Yield how low and high the shaded band reaches, but for single wide places."""
    if curve.sd is None:
        return
    for edge, share in ((curve.y - curve.sd, 0.03), (curve.y + curve.sd, 0.97)):
        known = edge[np.isfinite(edge)]
        if len(known):
            yield np.array([np.quantile(known, share)])


def _smallest_half(unit: str) -> float:
    """Return half the smallest range of y: noise must not fill the frame."""
    return {"deg": 5.0, "s": 0.05, "m": 0.02, "px": 2.0}.get(unit, 1e-6)


def nice_ticks(low: float, high: float, step: float) -> list[float]:
    """Return multiples of ``step`` within ``low`` and ``high``."""
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [n * step for n in range(first, last + 1)]


def _tick_step(span: float, count: int) -> float:
    """Return 1, 2, 2.5 or 5 times a power of ten that gives at most about ``count`` steps."""
    rough = span / count
    power = 10.0 ** math.floor(math.log10(rough))
    return next(
        step * power for step in (1.0, 2.0, 2.5, 5.0, 10.0) if step * power >= rough - 1e-12
    )


def _decimals(step: float) -> int:
    """Return how many decimals multiples of a step need."""
    return next((n for n in range(9) if abs(round(step, n) - step) < 1e-9 * step), 9)


def _background(plot: Plot, frame: _Frame, words: Words) -> Iterator[Shape]:
    """Yield grid, axis, numbers and units."""
    for y in nice_ticks(*frame.y, frame.y_step):
        at = frame.at_y(y)
        is_zero = abs(y) < frame.y_step * 1e-6
        yield Line(
            points=((frame.left, at), (frame.right, at)),
            colour=_AXIS if is_zero else _GRID, width=0.7 if is_zero else 0.5,
        )  # fmt: skip
        text = words.number(y, decimals=_decimals(frame.y_step))
        yield Label(x=frame.left - 4, y=at + 2.6, text=text, anchor="end")
    x_step = _tick_step(frame.x[1] - frame.x[0], 10 if plot.wide else 5)
    for x in nice_ticks(*frame.x, x_step):
        at = frame.at_x(x)
        yield Line(
            points=((at, frame.bottom), (at, frame.bottom + 3)), colour=_AXIS, width=0.6
        )  # fmt: skip
        text = words.number(x, decimals=_decimals(x_step))
        yield Label(x=at, y=frame.bottom + 11, text=text, anchor="middle")
    yield Line(
        points=((frame.left, frame.bottom), (frame.right, frame.bottom)), colour=_AXIS, width=0.6
    )
    unit = words.unit(plot.x_unit)
    title = words.sentence(plot.x_title)
    yield Label(
        x=(frame.left + frame.right) / 2, y=frame.bottom + 21,
        text=f"{title} ({unit})" if unit else title, anchor="middle",
    )  # fmt: skip


def _bands(bands: Sequence[Band], frame: _Frame) -> Iterator[Shape]:
    for band in bands:
        outline = [
            *frame.points(band.x, band.high), *reversed(frame.points(band.x, band.low)),
        ]  # fmt: skip
        yield Area(points=tuple(outline), colour=_NORM, opacity=0.25)


def _marks(plot: Plot, frame: _Frame, words: Words) -> Iterator[Shape]:
    for mark in plot.marks:
        if frame.x[0] <= mark.x <= frame.x[1]:
            at = frame.at_x(mark.x)
            yield Line(
                points=((at, frame.top), (at, frame.bottom)), colour=_AXIS, width=0.7,
                dash=(2.0, 2.0),
            )  # fmt: skip
            if mark.text:
                is_late = at > frame.right - 60
                yield Label(
                    x=at - 2 if is_late else at + 2, y=frame.top + 6,
                    text=words.sentence(mark.text), anchor="end" if is_late else "start", size=6.5,
                )  # fmt: skip


def _stretches(stretches: Sequence[tuple[float, float]], frame: _Frame) -> Iterator[Shape]:
    """Yield a bar on the axis for each."""
    for first, last in stretches:
        left, right, low = frame.at_x(first), frame.at_x(last), frame.bottom
        corners = ((left, low - _BAR), (right, low - _BAR), (right, low), (left, low))
        yield Area(points=corners, colour=MIDDLE, opacity=0.75)


def _curve(curve: Curve, frame: _Frame) -> Iterator[Shape]:
    colour = _colour(curve.name)
    for start, stop in runs(np.isfinite(curve.y)):
        x, y = curve.x[start:stop], curve.y[start:stop]
        keep = _visible(np.array([frame.at_x(v) for v in x.tolist()]), y)
        if curve.sd is not None and np.isfinite(sd := curve.sd[start:stop]).all():
            upper = frame.points(x[keep], (y + sd)[keep])
            lower = frame.points(x[keep], (y - sd)[keep])
            yield Area(points=(*upper, *reversed(lower)), colour=colour, opacity=0.18)
        points = frame.points(x[keep], y[keep])
        if len(points) == 1:
            # A single frame between gaps: a dot.
            (place,) = points
            points = [(place[0] - 0.4, place[1]), (place[0] + 0.4, place[1])]
        dash = _DASH if curve.is_dashed else ()
        yield Line(points=tuple(points), colour=colour, width=1.2, dash=dash)


def _visible(at_pt: FloatArray, y: FloatArray) -> list[int]:
    """Return the values that are seen at this size: of each narrow bin the extremes and ends."""
    count = len(y)
    if count < 4 * (at_pt[-1] - at_pt[0]) / _BIN_PT:
        return list(range(count))
    edges = np.flatnonzero(np.diff(at_pt // _BIN_PT)) + 1
    keep: set[int] = set()
    for part in np.split(np.arange(count), edges):
        keep.update(
            (int(part[0]), int(part[y[part].argmin()]), int(part[y[part].argmax()]), int(part[-1]))
        )
    return sorted(keep)


def _colour(name: str) -> str:
    return {"left": LEFT, "right": RIGHT}.get(side_of(name), MIDDLE)


def _legend(plot: Plot, frame: _Frame, words: Words) -> Iterator[Shape]:
    """Yield names of the curves at the upper right, right to left."""
    entries = [(_curve_text(curve, plot, words), _stroke(curve)) for curve in plot.curves]
    if plot.bands:
        entries.append((words.say("normative range"), _swatch(_NORM, 0.25, 3.0)))
    if plot.stretches:
        entries.append((words.sentence(plot.stretch_text), _swatch(MIDDLE, 0.75, _BAR / 2)))
    if len(entries) == 1 and side_of(plot.curves[0].name) == "middle":
        return
    x = frame.right
    for text, sample in reversed(entries):
        yield Label(x=x, y=frame.top - 7, text=text, anchor="end")
        x -= _text_width(text) + 4
        yield sample(x, frame.top - 9.5)
        x -= 22


_Sample = Callable[[float, float], Shape]
"""Draws what stands before a word of the legend: its right end and the height of its middle."""


def _stroke(curve: Curve) -> _Sample:
    dash = _DASH if curve.is_dashed else ()
    return lambda x, y: Line(
        points=((x - 12, y), (x, y)), colour=_colour(curve.name), width=1.8, dash=dash
    )


def _swatch(colour: str, opacity: float, half: float) -> _Sample:
    return lambda x, y: Area(
        points=((x - 12, y - half), (x, y - half), (x, y + half), (x - 12, y + half)),
        colour=colour, opacity=opacity,
    )  # fmt: skip


def _curve_text(curve: Curve, plot: Plot, words: Words) -> str:
    """Return what tells a curve from the others of its plot."""
    if curve.text:
        return words.sentence(curve.text)
    sides, side = [side_of(other.name) for other in plot.curves], side_of(curve.name)
    return (
        words.say(side) if side != "middle" and sides.count(side) == 1 else words.name(curve.name)
    )


def _text_width(text: str) -> float:
    """Return about how wide a text is; the legend only needs room."""
    widths = (
        0.3 if c in "fijlrtI .,()" else 0.85 if c in "mwMW" else 0.7 if c.isupper() else 0.58
        for c in text
    )
    return _FONT_PT * sum(widths)


def _description(plot: Plot, words: Words) -> str:
    parts = [words.name(plot.title)]
    for curve in plot.curves:
        known = curve.y[np.isfinite(curve.y)]
        if len(known):
            parts.append(
                words.say(
                    "{name}: from {low} to {high}",
                    name=words.sentence(curve.text) if curve.text else words.name(curve.name),
                    low=words.with_unit(float(known.min()), plot.unit),
                    high=words.with_unit(float(known.max()), plot.unit),
                )
            )
    return "; ".join(parts)
