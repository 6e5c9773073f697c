"""The table of formats that command line and window share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from efficientpose_core.errors import OutputError, SettingsError, UnknownNameError
from efficientpose_core.export.data import ExportData
from efficientpose_core.export.formats import FORMATS, GROUPS, in_order, parse_formats
from efficientpose_core.pose import PoseTrack

Make = Callable[..., ExportData]


def test_ids_and_files_are_unique() -> None:
    assert all(name == kind.id for name, kind in FORMATS.items())
    assert len({kind.suffix for kind in FORMATS.values()}) == len(FORMATS)
    assert all(kind.title and kind.holds for kind in FORMATS.values())


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written_completely_or_not_at_all(
    name: str, data: ExportData, tmp_path: Path
) -> None:
    kind = FORMATS[name]
    path = kind.path(data.name, tmp_path / "new folder")
    assert path.name == f"walker{kind.suffix}"
    assert kind.refuse(data) == ""
    kind.write(data, path)
    assert path.stat().st_size > 50
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    blocked = tmp_path / "a file"
    blocked.write_text("x")
    with pytest.raises(OutputError):
        kind.write(data, blocked / path.name)


# A workbook holds the time at which it was saved.
@pytest.mark.parametrize("name", [name for name in FORMATS if name != "xlsx"])
def test_the_same_results_give_the_same_bytes(name: str, data: ExportData, tmp_path: Path) -> None:
    kind = FORMATS[name]
    first, second = kind.path(data.name, tmp_path / "a"), kind.path(data.name, tmp_path / "b")
    kind.write(data, first)
    kind.write(data, second)
    assert first.read_bytes() == second.read_bytes()


def test_what_cannot_be_written_says_why(track: PoseTrack, make: Make) -> None:
    bare = make(track, scale=None, sections=())
    refused = {name for name, kind in FORMATS.items() if kind.refuse(bare)}
    assert refused == {"trc", "c3d", "parameters"}
    for name in refused:
        sentence = FORMATS[name].refuse(bare)
        assert sentence.endswith(".")
        assert ":" in sentence


def test_resampling_is_noted(uneven: ExportData, data: ExportData) -> None:
    assert {name for name, kind in FORMATS.items() if kind.note(uneven)} == {"trc", "mot", "c3d"}
    assert {name for name, kind in FORMATS.items() if kind.note(data)} == {"mot"}


def test_lists_are_read() -> None:
    assert parse_formats("trc, CSV,xlsx,trc") == ("keypoints", "angles", "speeds", "xlsx", "trc")
    assert parse_formats("all") == tuple(FORMATS)
    assert set(GROUPS["csv"]) <= set(FORMATS)
    with pytest.raises(UnknownNameError, match="did you mean xlsx"):
        parse_formats("csv,xls")
    with pytest.raises(SettingsError, match="at least one"):
        parse_formats(" ,")
    with pytest.raises(UnknownNameError):
        in_order(["csv"])
