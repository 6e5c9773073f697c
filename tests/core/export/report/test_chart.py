"""Charts: places, ticks, gaps, and both printers' input."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ElementTree
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientpose_core.errors import DataError
from efficientpose_core.export.report.chart import (
    LEFT,
    RIGHT,
    Area,
    Label,
    Line,
    lay_out,
    nice_ticks,
)
from efficientpose_core.export.report.svg import svg
from efficientpose_core.export.sections import Band, Curve, Mark, Plot
from efficientpose_core.words import LANGUAGES

WORDS = LANGUAGES["en"]
X = np.linspace(0.0, 10.0, 101)


def _plot(**changes: Any) -> Plot:
    facts: dict[str, Any] = {
        "title": "knee_flexion",
        "unit": "deg",
        "curves": (Curve(name="left_knee_flexion", x=X, y=30 * np.sin(X), sd=np.full(101, 2.0)),),
    }
    return Plot(**{**facts, **changes})


def _lines(plot: Plot, colour: str) -> list[Line]:
    shapes = lay_out(plot, WORDS).shapes
    return [s for s in shapes if isinstance(s, Line) and s.colour == colour and s.width == 1.2]


def _labels(plot: Plot) -> list[str]:
    return [s.text for s in lay_out(plot, WORDS).shapes if isinstance(s, Label)]


def test_everything_lies_inside_the_picture() -> None:
    plot = _plot(
        bands=(Band(x=X, low=-40 + 0 * X, high=50 + 0 * X, source="Somebody 2020"),),
        marks=(Mark(x=0.0, text="start"), Mark(x=9.9, text="a long word at the end"),
               Mark(x=99.0, text="beyond")),
    )  # fmt: skip
    chart = lay_out(plot, WORDS)
    for shape in chart.shapes:
        points = ((shape.x, shape.y),) if isinstance(shape, Label) else shape.points
        for x, y in points:
            assert -0.1 <= x <= chart.width + 0.1
            assert -0.1 <= y <= chart.height + 0.1
    assert "beyond" not in _labels(plot)
    assert "normative range" in _labels(plot)


def test_values_are_where_the_ticks_say() -> None:
    chart = lay_out(_plot(), WORDS)
    ticks = {
        float(s.text.replace("\u2212", "-")): s.y - 2.6
        for s in chart.shapes
        if isinstance(s, Label) and s.anchor == "end" and s.text.replace("\u2212", "").isdigit()
    }
    (low, y_low), (high, y_high) = min(ticks.items()), max(ticks.items())
    (line,) = _lines(_plot(), LEFT)
    told = [low + (y - y_low) / (y_high - y_low) * (high - low) for _, y in line.points]
    np.testing.assert_allclose(told, 30 * np.sin(X), atol=0.02)


def test_sides_have_the_colours_of_the_overlay() -> None:
    curves = tuple(Curve(name=f"{side}_hip", x=X, y=np.cos(X)) for side in ("left", "right"))
    plot = _plot(curves=curves)
    assert len(_lines(plot, LEFT)) == len(_lines(plot, RIGHT)) == 1
    assert {"left", "right"} <= set(_labels(plot))


def test_gaps_break_the_line_and_single_frames_are_dots() -> None:
    y = 30 * np.sin(X)
    y[20:40] = np.nan
    y[41:50] = np.nan
    plot = _plot(curves=(Curve(name="left_knee_flexion", x=X, y=y),))
    lines = _lines(plot, LEFT)
    assert [len(line.points) for line in lines] == [20, 2, 51]
    (left, right) = lines[1].points
    assert 0 < right[0] - left[0] < 1


def test_unknown_uncertainty_has_no_shade() -> None:
    sd = np.full(101, 2.0)
    sd[50] = np.nan
    plot = _plot(curves=(Curve(name="left_knee_flexion", x=X, y=X, sd=sd),))
    assert not any(isinstance(shape, Area) for shape in lay_out(plot, WORDS).shapes)


def test_steady_noise_does_not_fill_the_frame() -> None:
    rng = np.random.default_rng(0)
    plot = _plot(curves=(Curve(name="trunk_lean", x=X, y=0.01 * rng.normal(size=101)),))
    (line,) = _lines(plot, "#33414E")
    heights = [y for _, y in line.points]
    assert max(heights) - min(heights) < 2


def test_long_recordings_keep_their_extremes() -> None:
    x = np.arange(100_000) / 50.0
    y = np.zeros(100_000)
    y[12_345], y[77_777] = 80.0, -50.0
    plot = _plot(curves=(Curve(name="left_knee_flexion", x=x, y=y),))
    (line,) = _lines(plot, LEFT)
    assert len(line.points) < 4_000
    whole = lay_out(
        _plot(curves=(Curve(name="left_a", x=x[:2], y=np.array([80.0, -50.0])),)), WORDS
    )
    reached = {round(p[1], 1) for p in line.points}
    ends = [s for s in whole.shapes if isinstance(s, Line) and s.colour == LEFT and s.width == 1.2]
    assert {round(p[1], 1) for p in ends[0].points} <= reached


def test_no_value_at_all_draws_axes_only() -> None:
    plot = _plot(curves=(Curve(name="left_knee_flexion", x=X, y=np.full(101, np.nan)),))
    assert not plot.has_values
    assert not _lines(plot, LEFT)


@given(st.floats(-1e4, 1e4), st.floats(1e-2, 1e4), st.sampled_from([0.01, 0.25, 1.0, 20.0, 500.0]))
def test_ticks_are_multiples_within(low: float, span: float, step: float) -> None:
    if span / step > 1e4:
        return
    ticks = nice_ticks(low, low + span, step)
    assert all(low - 1e-6 * step <= t <= low + span + 1e-6 * step for t in ticks)
    assert all(math.isclose(t / step, round(t / step), abs_tol=1e-6) for t in ticks)


def test_svg_is_well_formed_and_escaped() -> None:
    plot = _plot(marks=(Mark(x=5.0, text='<script>"&'),))
    text = svg(lay_out(plot, WORDS))
    root = ElementTree.fromstring(text)
    assert root.attrib["role"] == "img"
    assert "Knee flexion (left): from" in root.attrib["aria-label"]
    assert "<script>" not in text
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert '<script>"&' in texts


def test_sections_check_what_they_are_given() -> None:
    with pytest.raises(DataError, match="different lengths"):
        Curve(name="a", x=X, y=X[:5])
    with pytest.raises(DataError, match="source"):
        Band(x=X, low=X, high=X, source=" ")
    with pytest.raises(DataError, match="different lengths"):
        Band(x=X, low=X, high=X[:3], source="x")
    with pytest.raises(DataError, match="no curve"):
        _plot(curves=())


def _compared() -> Plot:
    before = Curve(
        name="left_knee_flexion", x=X, y=30 * np.sin(X), text="before", is_dashed=True
    )  # fmt: skip
    after = Curve(name="left_knee_flexion", x=X, y=40 * np.sin(X), text="after")
    return _plot(curves=(before, after), stretches=((2.0, 5.0),), stretch_text="more than noise")


def test_what_is_compared_with_is_dashed_and_called_so() -> None:
    dashes = [bool(line.dash) for line in _lines(_compared(), LEFT)]
    assert dashes == [True, False]
    assert {"before", "after", "more than noise"} <= set(_labels(_compared()))
    described = lay_out(_compared(), WORDS).description
    assert "before: from" in described
    assert "after: from" in described


def test_stretches_are_bars_on_the_axis_and_cover_no_curve() -> None:
    plot = _compared()
    bars = [s for s in lay_out(plot, WORDS).shapes if isinstance(s, Area) and s.opacity == 0.75]
    bar, sample = bars
    ticks = {s.text: s.x for s in lay_out(plot, WORDS).shapes if isinstance(s, Label)}
    xs = [x for x, _ in bar.points]
    assert (min(xs), max(xs)) == pytest.approx((ticks["2"], ticks["5"]), abs=0.1)
    lowest = max(y for line in _lines(plot, LEFT) for _, y in line.points)
    assert lowest < min(y for _, y in bar.points)
    assert all(y < lowest for _, y in sample.points)
