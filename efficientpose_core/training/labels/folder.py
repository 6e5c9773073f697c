"""Finding the pictures that a label file names, without ever leaving the data folder.

Label files come from other machines and other people: names may be absolute, use the separators of
another system, or point outside. Only the last resort, the bare file name, is looked for inside.
"""

from __future__ import annotations

import os
import re
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs, unquote, urlsplit

from efficientpose_core.errors import DataError
from efficientpose_core.training.labels.complaints import Complaint, Kind, Severity

__all__ = ["DataFolder", "lies_inside", "relative_name"]

_MOST_FILES = 200_000
"""Files that are looked through for one that is not where it should be."""
_UPLOAD_PREFIX = re.compile(r"^[0-9a-f]{8}-")
"""Label Studio puts eight hexadecimal digits before the names of uploaded files."""
_LONGEST_PATH = 4096
"""Characters; no file system has longer paths."""


class DataFolder:
    """The folder that pictures and videos may come from.

    Parameters
    ----------
    root
        Everything lies in it; links inside it may lead elsewhere, names may not.
    """

    def __init__(self, root: Path) -> None:
        self._root = Path(os.path.normpath(root.absolute()))

    @property
    def root(self) -> Path:
        """The folder, as an absolute path."""
        return self._root

    def locate(self, name: str) -> tuple[Path | None, Complaint | None]:
        """Return where the file called ``name`` is, and what is wrong with that.

        Returns
        -------
        path
            A place inside the folder; the file may be missing, then the complaint says so. None
            when the name leads outside and no file of that name lies inside.
        complaint
            None when the file is exactly where its name says.
        """
        parts = self._parts(name)
        inside = _inside(parts)
        if inside is not None:
            place = self._root.joinpath(*inside)
            if _is_file(place):
                return place, None
        elsewhere = self._by_last_parts(parts)
        if elsewhere is not None:
            told = elsewhere.relative_to(self._root).as_posix()
            return elsewhere, Complaint(
                severity=Severity.NOTE,
                kind=Kind.FOUND_ELSEWHERE,
                image=name,
                sentence=f"{name} is not where the labels say; {told} is taken for it, which "
                "has the same name: check that it is the same picture.",
            )
        if inside is None:
            return None, Complaint(
                severity=Severity.ERROR,
                kind=Kind.OUTSIDE_FOLDER,
                image=name,
                sentence=f"The labels name {name or 'a file without a name'}, which is not inside "
                f"the data folder {self._root}, and nothing of that name lies inside: it is not "
                "opened. Choose the folder that holds the pictures, or copy the file there.",
            )
        return self._root.joinpath(*inside), Complaint(
            severity=Severity.ERROR,
            kind=Kind.MISSING_IMAGE,
            image=name,
            sentence=f"{name} is not in {self._root}: choose the folder that holds the pictures, "
            "or copy the file there.",
        )

    def _parts(self, name: str) -> tuple[str, ...]:
        """Return the parts of a name; relative ones where it is absolute and lies inside."""
        place = os.path.normpath(name)
        if os.path.isabs(place) and Path(place).is_relative_to(self._root):
            return Path(place).relative_to(self._root).parts
        return _parts(name)

    def _by_last_parts(self, parts: tuple[str, ...]) -> Path | None:
        """Return the file whose place ends like the name, or the only one of that last name."""
        for start in range(1, len(parts)):
            ending = _inside(parts[start:])
            if ending is not None and _is_file(self._root.joinpath(*ending)):
                return self._root.joinpath(*ending)
        last = parts[-1] if parts else ""
        for candidate in (last, _UPLOAD_PREFIX.sub("", last)):
            found = self._files_by_name.get(candidate, ())
            if len(found) == 1:
                return found[0]
        return None

    @cached_property
    def _files_by_name(self) -> dict[str, list[Path]]:
        files: dict[str, list[Path]] = {}
        count = 0
        for folder, _, names in os.walk(self._root):
            for name in names:
                files.setdefault(name, []).append(Path(folder, name))
            count += len(names)
            if count > _MOST_FILES:
                break
        return files


def relative_name(path: Path, root: Path) -> str:
    """Return the name of a picture relative to a folder, with forward slashes.

    Raises
    ------
    DataError
        If the picture is not inside.
    """
    inner = os.path.normpath(path.absolute())
    outer = os.path.normpath(root.absolute())
    if not _same_drive(inner, outer) or os.path.commonpath([inner, outer]) != outer:
        raise DataError(
            f"{path} lies outside of {root}: choose a folder that holds all pictures, or let them "
            "be copied."
        )
    return Path(os.path.relpath(inner, outer)).as_posix()


def lies_inside(name: str) -> bool:
    """Tell whether a relative name, with separators of any system, stays inside its folder."""
    return _inside(_parts(name)) is not None


def _same_drive(one: str, other: str) -> bool:
    return os.path.splitdrive(one)[0].lower() == os.path.splitdrive(other)[0].lower()


def _parts(name: str) -> tuple[str, ...]:
    """Split a name from any system, or from a web address of Label Studio, into its parts."""
    address = urlsplit(name) if name.startswith(("/data/", "http://", "https://")) else None
    if address is not None:
        inner = parse_qs(address.query).get("d", [address.path])[0]
        name = unquote(inner).lstrip("/") if address.query else unquote(address.path)
    return PurePosixPath(name.replace("\\", "/")).parts


def _inside(parts: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the parts of a path that stays inside its folder, without dots; None for others."""
    if not parts or parts[0].startswith("/") or ":" in parts[0]:
        return None
    inside: list[str] = []
    for part in parts:
        if part == "..":
            if not inside:
                return None
            inside.pop()
        elif part != ".":
            inside.append(part)
    return tuple(inside) or None


def _is_file(path: Path) -> bool:
    if len(str(path)) > _LONGEST_PATH or "\0" in str(path):
        return False
    try:
        return path.is_file()
    except OSError:
        return False
