"""Files that are either complete or absent: written beside their target, flushed, then renamed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from efficientpose_core.errors import OutputError

__all__ = ["atomic_path", "write_bytes", "write_text"]


@contextmanager
def atomic_path(target: Path) -> Iterator[Path]:
    """Give a temporary path that becomes ``target`` when the block ends well.

    The temporary file lies in the target's folder and keeps its suffix, so that writers which
    choose a format by suffix work. If the block raises, it is removed and ``target`` stays as it
    was.

    Raises
    ------
    OutputError
        If the folder cannot be created, is not writable, or the disk is full.
    """
    temporary: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(
            dir=target.parent, prefix=f".{target.stem}.", suffix=target.suffix
        )
        os.close(handle)
        temporary = Path(name)
        yield temporary
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            f"Cannot write {target}: {reason}. Choose another folder or free some space."
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def write_text(target: Path, text: str) -> None:
    """Write ``text`` as UTF-8 (line ends as given) to ``target``, atomically."""
    write_bytes(target, text.encode("utf-8"))


def write_bytes(target: Path, content: bytes) -> None:
    """Write ``content`` to ``target``, atomically."""
    with atomic_path(target) as temporary:
        temporary.write_bytes(content)


def _umask() -> int:
    """Read the process's umask; POSIX only offers to read it by setting it."""
    current = os.umask(0)
    os.umask(current)
    return current
