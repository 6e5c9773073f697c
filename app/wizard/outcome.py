"""What becomes of trained weights: installed, exported, or discarded."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from efficientpose_core.models.store import InstalledWeights
    from efficientpose_core.training.runs import Run

__all__ = ["discard", "export", "install"]


def install(run: Run, name: str) -> InstalledWeights:
    """Install the weights of a run under a name; errors as in `store.install_loaded`."""
    from efficientpose_core.models.store import install_loaded, models_folder
    from efficientpose_core.models.weights import load_native

    loaded = load_native(run.weights_path)
    item = install_loaded(replace(loaded, metadata=replace(loaded.metadata, name=name)))
    _copy_card(run, models_folder() / f"{item.name}.md")
    _end(run, "installed")
    return item


def export(run: Run, path: Path) -> Path:
    """Copy the weights, and their card beside them, to a file."""
    from efficientpose_core.atomic import atomic_path

    with atomic_path(path) as temporary:
        shutil.copyfile(run.weights_path, temporary)
    _copy_card(run, path.with_suffix(".md"))
    _end(run, "exported")
    return path


def discard(run: Run) -> None:
    """Delete a run with all its files."""
    run.set_outcome("discarded")
    shutil.rmtree(run.folder, ignore_errors=True)


def _copy_card(run: Run, target: Path) -> None:
    from efficientpose_core.atomic import write_bytes

    if run.card_path.is_file():
        write_bytes(target, run.card_path.read_bytes())


def _end(run: Run, outcome: str) -> None:
    """Note it, and free the room that pictures and checkpoints take."""
    run.set_outcome(outcome)
    for name in ("cache", "pictures"):
        shutil.rmtree(run.folder / name, ignore_errors=True)
    (run.folder / "checkpoint.safetensors").unlink(missing_ok=True)
