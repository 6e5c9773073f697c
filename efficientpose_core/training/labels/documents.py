"""Reading label files that somebody else made: JSON and HDF5 without surprises."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from efficientpose_core.errors import DataError

__all__ = [
    "as_list",
    "as_mapping",
    "find_dataset",
    "members",
    "number",
    "read_dataset",
    "read_json",
    "read_text",
]

_LARGEST_JSON_BYTES = 1_000_000_000
"""The keypoints of all of COCO take 240 MB."""
_LARGEST_COORDINATE = 1e6


def read_text(path: Path, *, largest_bytes: int) -> str:
    """Return the text of a file.

    Raises
    ------
    DataError
        If it cannot be read, is too large, or is no text.
    """
    try:
        size = path.stat().st_size
        if size > largest_bytes:
            raise DataError(
                f"{path.name} has {size / 1e6:.0f} MB, more than the {largest_bytes / 1e6:.0f} MB "
                "that such a file may have: divide it."
            )
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise DataError(
            f"Cannot read {path}: {error.strerror or error}. Check the path."
        ) from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name} is no UTF-8 text: choose a label file.") from error


def read_json(path: Path) -> Any:
    """Return the content of a JSON file; `DataError` when it is none."""
    text = read_text(path, largest_bytes=_LARGEST_JSON_BYTES)
    try:
        return json.loads(text)
    except RecursionError as error:
        raise DataError(f"{path.name} is nested too deeply to be a label file.") from error
    except ValueError as error:
        raise DataError(f"{path.name} is not JSON ({error}): export the labels again.") from error


def as_mapping(value: Any, what: str) -> Mapping[str, Any]:
    """Return a JSON object; `DataError` naming ``what`` when it is something else."""
    if not isinstance(value, dict):
        raise DataError(f"{what} is not an object: export the labels again.")
    return value


def as_list(value: Any, what: str) -> list[Any]:
    """Return a JSON array; `DataError` naming ``what`` when it is something else."""
    if not isinstance(value, list):
        raise DataError(f"{what} is not a list: export the labels again.")
    return value


def number(value: Any) -> float:
    """Return a coordinate, NaN when ``value`` is no number or far too large to be one."""
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        return math.nan
    # Compared before it becomes a float: whole numbers in JSON may be too large for one.
    return float(value) if -_LARGEST_COORDINATE <= value <= _LARGEST_COORDINATE else math.nan


def members(group: h5py.Group) -> tuple[str, ...]:
    """Return the names of what lies in the group itself; links to elsewhere are passed over."""
    return tuple(name for name in group if isinstance(group.get(name, getlink=True), h5py.HardLink))


def find_dataset(file: h5py.Group, name: str, *, most: int) -> h5py.Dataset:
    """Return a dataset whose values lie in this file.

    Links to elsewhere, virtual datasets and datasets in other files are not followed.

    Raises
    ------
    DataError
        If it is missing, lies elsewhere, or has more than ``most`` elements.
    """
    item = file
    for part in name.split("/"):
        if not isinstance(item, h5py.Group) or part not in members(item):
            raise DataError(f"It has no '{name}': save it again in the program it comes from.")
        item = item[part]
    if not isinstance(item, h5py.Dataset):
        raise DataError(f"Its '{name}' is no array: save it again in the program it comes from.")
    if item.is_virtual or item.external:
        raise DataError(f"The values of '{name}' lie in another file, which is not opened.")
    if item.size is None or item.size > most:
        raise DataError(f"Its '{name}' has {item.size} elements, more than {most} are not read.")
    return item


def read_dataset(file: h5py.Group, name: str, *, most: int) -> Any:
    """Return the values of a dataset; `DataError` as in `find_dataset`."""
    return find_dataset(file, name, most=most)[()]
