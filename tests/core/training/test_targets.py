from __future__ import annotations

import math

import torch
from hypothesis import given
from hypothesis import strategies as st

from efficientpose_core.training.targets import heatmaps, part_affinity_fields, to_cells


def _points(*xy: tuple[float, float]) -> torch.Tensor:
    return torch.tensor([xy])


def test_a_cells_centre_is_the_middle_of_its_eight_pixels() -> None:
    assert to_cells(torch.tensor([4.0, 12.0, 0.0])).tolist() == [0.0, 1.0, -0.5]


def test_heatmap_is_equation_4() -> None:
    # x = 20 px is cell 2, y = 28 px is cell 3.
    maps = heatmaps(_points((20.0, 28.0)), cells=8, sigma=1.1)[0, 0]
    assert maps[3, 2] == 1.0
    assert math.isclose(maps[3, 3], math.exp(-1 / 1.21), rel_tol=1e-6)
    assert math.isclose(maps[5, 1], math.exp(-5 / 1.21), rel_tol=1e-5)


def test_heatmap_between_cells_is_symmetric() -> None:
    maps = heatmaps(_points((24.0, 28.0)), cells=8, sigma=1.5)[0, 0]
    assert maps[3, 2] == maps[3, 3]
    assert math.isclose(maps[3, 2], math.exp(-0.25 / 2.25), rel_tol=1e-6)


def test_missing_keypoint_gives_an_empty_map() -> None:
    assert not heatmaps(_points((math.nan, math.nan)), cells=4, sigma=1.0).any()


def test_field_is_the_unit_vector_on_the_limb_only() -> None:
    # From cell (1, 2) to cell (5, 2): to the right.
    fields = part_affinity_fields(
        _points((12.0, 20.0), (44.0, 20.0)), [(0, 1)], cells=8, width=0.7
    )[0]
    assert fields.shape == (2, 8, 8)
    expected = torch.zeros(8, 8)
    expected[2, 1:6] = 1.0
    assert torch.equal(fields[0], expected)
    assert not fields[1].any()


def test_field_points_from_start_to_end() -> None:
    points = _points((11.4, 44.8), (36.6, 11.2))  # direction 3 right, 4 up
    there = part_affinity_fields(points, [(0, 1)], cells=8, width=0.77)[0]
    back = part_affinity_fields(points, [(1, 0)], cells=8, width=0.77)[0]
    assert torch.allclose(there[:, 5, 1], torch.tensor([0.6, -0.8]))
    assert torch.allclose(there, -back)


def test_field_is_empty_without_both_ends_or_without_length() -> None:
    nan = math.nan
    for points in (_points((nan, nan), (12.0, 12.0)), _points((12.0, 12.0), (12.0, 12.0))):
        assert not part_affinity_fields(points, [(0, 1)], cells=4, width=1.0).any()


@given(
    st.floats(8, 100), st.floats(8, 100), st.floats(8, 100), st.floats(8, 100), st.floats(0.5, 2)
)
def test_field_never_exceeds_a_unit_vector(
    x0: float, y0: float, x1: float, y1: float, width: float
) -> None:
    fields = part_affinity_fields(_points((x0, y0), (x1, y1)), [(0, 1)], cells=14, width=width)
    assert fields[0].norm(dim=0).max() <= 1 + 1e-5
