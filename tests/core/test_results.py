"""Writing and previewing what an analysis leaves."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from efficientpose_core.errors import CancelledError
from efficientpose_core.export.formats import FORMATS
from efficientpose_core.progress import Progress
from efficientpose_core.results import export_data, preview_table, write_results
from efficientpose_core.session.document import Session

from .session.conftest import make_session

_TABLES = ("keypoints", "angles", "speeds", "tidy")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    source = tmp_path_factory.mktemp("recording") / "walk.mp4"
    source.write_bytes(b"a recording")
    return make_session(source)


@pytest.mark.parametrize("which", _TABLES)
def test_preview_is_the_beginning_of_the_file(session: Session, which: str, tmp_path: Path) -> None:
    data = export_data(session.analysis())
    path = tmp_path / "table.csv"
    FORMATS[which].write(data, path)
    with path.open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    assert preview_table(data, which, rows=4) == (tuple(header), [tuple(n) for n in lines[:4]])


def test_tables_are_told_one_by_one_and_can_be_stopped(session: Session, tmp_path: Path) -> None:
    told: list[Progress] = []
    with pytest.raises(CancelledError):
        write_results(
            session.analysis(), tmp_path, formats=("keypoints", "angles", "trc"), overlay=False,
            progress=told.append, should_cancel=lambda: len(told) == 1,
        )  # fmt: skip
    # Markers without a scale are refused: two tables remain, and the second was not begun.
    assert [(one.done, one.total) for one in told] == [(1, 2)]
    assert [path.name for path in tmp_path.iterdir()] == ["walk_keypoints.csv"]
