"""Whatever a file holds, readers either read it or refuse it in a sentence."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from efficientpose_core.errors import EfficientPoseError
from efficientpose_core.training.labels.checks import check_labels
from efficientpose_core.training.labels.coco import read_coco
from efficientpose_core.training.labels.deeplabcut import read_deeplabcut
from efficientpose_core.training.labels.mpii import read_mpii
from efficientpose_core.training.labels.sleap import read_sleap, read_sleap_json

from .helpers import write_json
from .test_coco import coco
from .test_deeplabcut import NEW, write_h5
from .test_mpii import entry
from .test_sleap import METADATA, VIDEO, json_document, write_slp

JUNK: tuple[Any, ...] = (
    None, True, -1, 0, 10**30, 1.5, float("nan"), "", "x", [], {}, [1], [[1, 2]], {"a": 1},
    "../../x", "\0",
)  # fmt: skip
JSON_FILES: dict[str, tuple[Any, Any]] = {
    "coco": (coco(), read_coco),
    "mpii": ([entry(), entry()], read_mpii),
    "sleap": (json_document(), read_sleap_json),
}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to everything inside of JSON."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        yield (*path, key)
        if isinstance(item, dict | list):
            yield from places(item, (*path, key))


def spoilt(content: Any, rng: random.Random) -> Any:
    """Return JSON with one to three things replaced or deleted."""
    content = copy.deepcopy(content)
    for _ in range(rng.randint(1, 3)):
        *way, last = rng.choice(list(places(content)))
        parent = content
        for key in way:
            parent = parent[key]
        if isinstance(parent, dict) and rng.random() < 0.2:
            del parent[last]
        else:
            parent[last] = copy.deepcopy(rng.choice(JUNK))
    return content


def spoilt_bytes(content: bytes, rng: random.Random) -> bytes:
    """Return bytes some of which are others."""
    changed = bytearray(content)
    for _ in range(rng.randint(1, 20)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def try_to_read(reader: Any, path: Path) -> None:
    """Read and check, or be refused in a sentence; anything else fails the test."""
    refusal = ""
    try:
        read = reader(path)
    except EfficientPoseError as error:
        refusal = str(error)
    if refusal:
        assert refusal.endswith(".")
    else:
        check_labels(read.labels)
        assert all(complaint.sentence.endswith(".") for complaint in read.complaints)


@pytest.mark.parametrize("name", JSON_FILES)
def test_spoilt_json(data: Path, name: str) -> None:
    content, reader = JSON_FILES[name]
    rng = random.Random(0)
    for _ in range(80):
        try_to_read(reader, write_json(data / "labels.json", spoilt(content, rng)))


def test_spoilt_hdf5(data: Path) -> None:
    rng = random.Random(0)
    slp = write_slp(data / "labels.slp").read_bytes()
    h5 = write_h5(data / "CollectedData_x.h5").read_bytes()
    for _ in range(30):
        (data / "labels.slp").write_bytes(spoilt_bytes(slp, rng))
        try_to_read(read_sleap, data / "labels.slp")
        (data / "CollectedData_x.h5").write_bytes(spoilt_bytes(h5, rng))
        try_to_read(read_deeplabcut, data / "CollectedData_x.h5")
        write_slp(data / "labels.slp", metadata=spoilt(METADATA, rng), videos=[spoilt(VIDEO, rng)])
        try_to_read(read_sleap, data / "labels.slp")


def test_spoilt_tables(data: Path) -> None:
    rng = random.Random(0)
    for _ in range(60):
        (data / "CollectedData_x.csv").write_bytes(spoilt_bytes(NEW.encode(), rng))
        try_to_read(read_deeplabcut, data / "CollectedData_x.csv")
