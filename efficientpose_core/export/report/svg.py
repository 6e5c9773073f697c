"""Charts as SVG, for the HTML report."""

from __future__ import annotations

from html import escape

from efficientpose_core.export.report.chart import Area, Chart, Line, Point

__all__ = ["svg"]


def svg(chart: Chart) -> str:
    """Return a chart as an ``<svg>`` element that fits the width it is given."""
    width, height = _number(chart.width), _number(chart.height)
    description = escape(chart.description)
    parts = [
        f'<svg viewBox="0 0 {width} {height}" width="{width}" role="img" '
        f'aria-label="{description}" xmlns="http://www.w3.org/2000/svg">'
    ]
    for shape in chart.shapes:
        if isinstance(shape, Area):
            parts.append(
                f'<polygon points="{_points(shape.points)}" fill="{shape.colour}" '
                f'fill-opacity="{_number(shape.opacity)}"/>'
            )
        elif isinstance(shape, Line):
            dash = " ".join(map(_number, shape.dash))
            extra = f' stroke-dasharray="{dash}"' if dash else ""
            parts.append(
                f'<polyline points="{_points(shape.points)}" fill="none" stroke="{shape.colour}" '
                f'stroke-width="{_number(shape.width)}" stroke-linejoin="round"{extra}/>'
            )
        else:
            parts.append(
                f'<text x="{_number(shape.x)}" y="{_number(shape.y)}" fill="{shape.colour}" '
                f'font-size="{_number(shape.size)}" text-anchor="{shape.anchor}">'
                f"{escape(shape.text)}</text>"
            )
    return "".join((*parts, "</svg>"))


def _points(points: tuple[Point, ...]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
