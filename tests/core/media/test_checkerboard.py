"""A drawn checkerboard is found to a fraction of a pixel."""

from __future__ import annotations

import numpy as np
import pytest

from efficientpose_core.errors import DataError, SettingsError
from efficientpose_core.kinematics.scale import scale_from_checkerboard
from efficientpose_core.media._cv2 import cv2
from efficientpose_core.media.checkerboard import find_checkerboard

COLUMNS, ROWS, SQUARE_PX = 7, 5, 40
SUPERSAMPLED = 4


def _board(corners_px: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Return a picture (480, 640, 3) and the true inner corners of the board in it."""
    cells = np.indices((ROWS + 1, COLUMNS + 1)).sum(axis=0) % 2
    board = np.kron(cells, np.ones((SQUARE_PX, SQUARE_PX))) * 200 + 30
    board = np.pad(board, SQUARE_PX, constant_values=230).astype(np.uint8)
    height, width = board.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    target = corners + np.float32([90, 60]) if corners_px is None else np.float32(corners_px)
    fine = SUPERSAMPLED
    # Edges of pixels are whole numbers: half a pixel to and from the centres that OpenCV counts by.
    map_edges = cv2.getPerspectiveTransform(corners, target * fine)
    shift = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    picture = cv2.warpPerspective(
        board, np.linalg.inv(shift) @ map_edges @ shift, (640 * fine, 480 * fine), borderValue=128
    )
    picture = cv2.resize(picture, (640, 480), interpolation=cv2.INTER_AREA)
    grid = np.stack(np.meshgrid(np.arange(COLUMNS), np.arange(ROWS)), axis=2) + 2.0
    truth = cv2.perspectiveTransform(
        (grid * SQUARE_PX).reshape(1, -1, 2), cv2.getPerspectiveTransform(corners, target)
    )
    return np.repeat(picture[..., None], 3, axis=2), truth.reshape(ROWS, COLUMNS, 2)


def _same_up_to_half_a_turn(found: np.ndarray, truth: np.ndarray) -> float:
    turned = found[::-1, ::-1]
    return float(min(np.abs(found - truth).max(), np.abs(turned - truth).max()))


def test_corners_are_found_to_a_tenth_of_a_pixel() -> None:
    picture, truth = _board()
    found = find_checkerboard(picture, COLUMNS, ROWS)
    assert found.shape == (ROWS, COLUMNS, 2)
    assert _same_up_to_half_a_turn(found, truth) < 0.1


def test_scale_of_the_board() -> None:
    picture, _ = _board()
    scale = scale_from_checkerboard(find_checkerboard(picture, COLUMNS, ROWS), 0.03)
    assert scale.metres_per_px == pytest.approx(0.03 / SQUARE_PX, rel=1e-3)
    assert scale.relative_error < 0.005


def test_board_turned_away_is_refused() -> None:
    picture, truth = _board(np.array([[120, 60], [440, 110], [440, 360], [120, 420]]))
    found = find_checkerboard(picture, COLUMNS, ROWS)
    assert _same_up_to_half_a_turn(found, truth) < 0.2
    with pytest.raises(DataError, match="turned away"):
        scale_from_checkerboard(found, 0.03)


def test_no_board() -> None:
    with pytest.raises(DataError, match="7 x 5 inner corners"):
        find_checkerboard(np.full((120, 160, 3), 128, np.uint8), COLUMNS, ROWS)


@pytest.mark.parametrize(("columns", "rows"), [(2, 5), (5, 2), (0, 0)])
def test_boards_that_are_too_small(columns: int, rows: int) -> None:
    with pytest.raises(SettingsError, match="3 x 3"):
        find_checkerboard(np.zeros((10, 10, 3), np.uint8), columns, rows)
