"""The way between the picture and the screen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QSizeF

from app.widgets.view_geometry import MAX_ZOOM, MIN_ZOOM, ViewGeometry


def geometry(**changes: object) -> ViewGeometry:
    settings: dict[str, object] = {"picture_px": (640, 360), "viewport": QSizeF(320.0, 300.0)}
    return ViewGeometry(**(settings | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_fitting_fills_the_tighter_side_and_centres(ratio: float) -> None:
    fitted = geometry(device_ratio=ratio).fitted()
    assert fitted.zoom == pytest.approx(0.5 * ratio)
    shown = fitted.picture_rect()
    assert (shown.left(), shown.width(), shown.height()) == pytest.approx((0, 320, 180))
    assert shown.center().y() == pytest.approx(150, abs=1)


@given(
    x=st.floats(-50, 700), y=st.floats(-50, 400), zoom=st.floats(MIN_ZOOM, MAX_ZOOM),
    ratio=st.sampled_from([1.0, 1.25, 2.0]),
)  # fmt: skip
def test_there_and_back(x: float, y: float, zoom: float, ratio: float) -> None:
    view = geometry(zoom=zoom, device_ratio=ratio, centre_px=(100.3, 77.7))
    assert view.to_picture(view.to_widget(x, y)) == pytest.approx((x, y), abs=1e-6)
    both = view.to_widget_array(np.array([[x, y]]))[0]
    assert (view.to_widget(x, y).x(), view.to_widget(x, y).y()) == pytest.approx(tuple(both))


def test_the_picture_starts_on_a_whole_device_pixel() -> None:
    view = geometry(zoom=1.0, device_ratio=2.0, centre_px=(10.13, 20.29))
    origin = view.origin()
    assert (origin.x() * 2, origin.y() * 2) == (round(origin.x() * 2), round(origin.y() * 2))


def test_zooming_keeps_the_place_under_the_pointer() -> None:
    view = geometry().fitted()
    anchor = QPointF(200.0, 170.0)
    before = view.to_picture(anchor)
    # Within the rounding to device pixels.
    assert view.zoomed(3.0, anchor).to_picture(anchor) == pytest.approx(before, abs=0.2)


def test_zoom_has_limits_and_the_middle_stays_on_the_picture() -> None:
    view = geometry().fitted()
    assert view.zoomed(1e6, QPointF(0, 0)).zoom == MAX_ZOOM
    assert view.zoomed(0.0, QPointF(0, 0)).zoom == MIN_ZOOM
    assert view.panned(1e6, -1e6).centre_px == (0.0, 360.0)
