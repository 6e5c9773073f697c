from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.errors import OutputError
from efficientpose_core.media.resample import ByteImage
from efficientpose_core.training.crops import PictureSource, build_store


def _picture(height: int, width: int) -> ByteImage:
    rows, columns = np.mgrid[:height, :width]
    return np.stack([rows, columns, rows + columns], axis=-1).astype(np.uint8)


def _source(key: str, picture: ByteImage) -> PictureSource:
    return PictureSource(key=key, read=lambda: picture)


def test_small_pictures_are_kept_and_large_ones_shrunk(tmp_path: Path) -> None:
    small, large = _picture(20, 30), _picture(40, 80)
    store = build_store(tmp_path, [_source("a", small), _source("b", large)], longest_px=40)
    assert len(store) == 2
    assert np.array_equal(store[0], small)
    assert store[1].shape == (20, 40, 3)
    assert store.scales.tolist() == [1.0, 0.5]
    # Means of 2 x 2 pixels.
    assert np.array_equal(store[1][..., 0], np.repeat(np.arange(20)[:, None] * 2 + 1, 40, 1) // 1)


def test_a_complete_cache_is_used_again(tmp_path: Path) -> None:
    def refuse() -> ByteImage:
        raise AssertionError("read again")

    first = build_store(tmp_path, [_source("a", _picture(20, 30))], longest_px=40)
    again = build_store(tmp_path, [PictureSource(key="a", read=refuse)], longest_px=40)
    assert np.array_equal(first[0], again[0])


@pytest.mark.parametrize(("key", "longest_px"), [("b", 40), ("a", 41)])
def test_other_pictures_or_sizes_are_read_anew(tmp_path: Path, key: str, longest_px: int) -> None:
    build_store(tmp_path, [_source("a", _picture(20, 30))], longest_px=40)
    store = build_store(tmp_path, [_source(key, _picture(10, 10))], longest_px=longest_px)
    assert store[0].shape == (10, 10, 3)


def test_a_picture_that_cannot_be_read_leaves_no_cache(tmp_path: Path) -> None:
    def fail() -> ByteImage:
        raise ValueError("damaged")

    with pytest.raises(ValueError, match="damaged"):
        build_store(
            tmp_path, [_source("a", _picture(8, 8)), PictureSource(key="b", read=fail)],
            longest_px=40,
        )  # fmt: skip
    assert not list(tmp_path.iterdir())


def test_a_truncated_cache_is_told(tmp_path: Path) -> None:
    sources = [_source("a", _picture(20, 30))]
    build_store(tmp_path, sources, longest_px=40)
    (data,) = tmp_path.glob("*.bin")
    data.write_bytes(data.read_bytes()[:-10])
    with pytest.raises(OutputError, match="incomplete"):
        build_store(tmp_path, sources, longest_px=40)


def test_progress_counts_pictures(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    build_store(
        tmp_path, [_source(str(n), _picture(4, 4)) for n in range(3)], longest_px=8,
        progress=lambda done, total: seen.append((done, total)),
    )  # fmt: skip
    assert seen == [(1, 3), (2, 3), (3, 3)]
