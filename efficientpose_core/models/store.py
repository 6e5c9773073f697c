"""Where installed weights live, and how a name becomes weights.

Installed weights are native files ``<name>.safetensors`` in the user's data folder; the bundled
ones lie in the product's resources and cannot be removed.
"""

from __future__ import annotations

import logging
import os
import re
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from efficientpose_core.errors import (
    MissingWeightsError,
    OutputError,
    SettingsError,
    UnknownNameError,
    WeightsError,
)
from efficientpose_core.models.importers.detect import ImportedWeights, import_file
from efficientpose_core.models.variants import VARIANTS
from efficientpose_core.models.weights import (
    BUNDLED,
    WEIGHTS,
    LoadedWeights,
    WeightsMetadata,
    WeightsSpec,
    load_native,
    read_native_metadata,
    save_native,
    spec_by_sha256,
)
from efficientpose_core.paths import data_dir
from efficientpose_core.resources import resource_path
from efficientpose_core.skeleton import Skeleton

__all__ = [
    "InstalledWeights",
    "Origin",
    "default_name",
    "install",
    "install_loaded",
    "installed",
    "load_weights",
    "models_folder",
    "remove",
]

_LOGGER = logging.getLogger(__name__)

_SUFFIX = ".safetensors"
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?")
# Device names that Windows does not accept as file names, with any suffix.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


class Origin(IntEnum):
    """Who made weights; a smaller number is preferred when a network is asked for by name."""

    USER = 0
    RELEASED = 1
    BUNDLED = 2


@dataclass(frozen=True, kw_only=True)
class InstalledWeights:
    """Weights that can be used right away.

    Parameters
    ----------
    name
        How they are called.
    path
        Native file.
    origin
        Who made them.
    metadata
        What the file says; None where it cannot be read.
    problem
        Why it cannot be read; empty when all is well.
    """

    name: str
    path: Path
    origin: Origin
    metadata: WeightsMetadata | None
    problem: str = ""


def models_folder() -> Path:
    """Return the folder of installed weights; it need not exist yet."""
    return data_dir() / "models"


def _normalize(name: str) -> str:
    return name.strip().lower().replace("_", "-")


def _origin(name: str) -> Origin:
    spec = WEIGHTS.get(name)
    if spec is None:
        return Origin.USER
    return Origin.BUNDLED if spec.is_bundled else Origin.RELEASED


def _inspect(name: str, path: Path) -> InstalledWeights:
    metadata: WeightsMetadata | None = None
    problem = ""
    try:
        metadata = read_native_metadata(path)
    except WeightsError as error:
        problem = str(error)
        _LOGGER.warning("Weights '%s' cannot be used: %s", name, problem)
    return InstalledWeights(
        name=name, path=path, origin=_origin(name), metadata=metadata, problem=problem
    )


def _bundled_path(spec: WeightsSpec) -> Path:
    return resource_path("models", str(spec.bundled_file))


def installed() -> tuple[InstalledWeights, ...]:
    """Return all usable weights: the user's by name, then released ones, then bundled ones.

    Only descriptions are read. Damaged files are listed with their ``problem``.
    """
    bundled = {spec.name for spec in BUNDLED}
    found = [
        _inspect(path.stem, path)
        for path in sorted(models_folder().glob(f"*{_SUFFIX}"))
        # Names that `install` never gives: temporary files, and copies that shadow bundled ones.
        if _NAME.fullmatch(path.stem) and path.stem not in bundled
    ]
    found += [
        _inspect(spec.name, path) for spec in BUNDLED if (path := _bundled_path(spec)).is_file()
    ]
    order = {name: number for number, name in enumerate(WEIGHTS)}
    return tuple(sorted(found, key=lambda item: (item.origin, order.get(item.name, -1), item.name)))


def load_weights(reference: str | Path | None = None) -> LoadedWeights:
    """Load weights by name, by network, or from a file.

    Parameters
    ----------
    reference
        Name of installed or known weights ("released-ii"); a network ("II_LITE", any case, dashes
        or underscores), which gives the user's newest import, else released, else bundled weights;
        or a file of any supported format, which is read without installing it. None gives the
        bundled weights.

    Returns
    -------
    LoadedWeights
        Checked weights.

    Raises
    ------
    MissingWeightsError
        If the weights are known but not installed; the message gives the command that gets them.
    UnknownNameError
        If neither a name nor a network nor a file is called so.
    WeightsError
        If the file is damaged.
    """
    if reference is None:
        reference = BUNDLED[0].name
    if isinstance(reference, Path) or _looks_like_path(reference):
        path = Path(reference).expanduser()
        return import_file(path).describe(name=default_name(path))
    name = _normalize(reference)
    available = {item.name: item for item in installed()}
    if name in available:
        return _load(available[name])
    if name in WEIGHTS:
        raise _missing(f"weights '{name}'", WEIGHTS[name])
    variant = name.upper().replace("-", "_")
    if variant in VARIANTS:
        return _load(_best_of_variant(variant, available))
    path = Path(reference).expanduser()
    if path.is_file():  # a file in the current folder, without suffix
        return import_file(path).describe(name=default_name(path))
    raise UnknownNameError("model", reference, {*available, *WEIGHTS, *VARIANTS})


def _looks_like_path(reference: str) -> bool:
    separators = [separator for separator in (os.sep, os.altsep) if separator]
    known = (_SUFFIX, ".h5", ".hdf5", ".keras", ".tflite", ".pth", ".pt")
    return any(s in reference for s in separators) or reference.lower().endswith(known)


def _best_of_variant(variant: str, available: dict[str, InstalledWeights]) -> InstalledWeights:
    usable = [
        item
        for item in available.values()
        if item.metadata is not None and item.metadata.variant == variant
    ]
    if not usable:
        spec = next(row for row in WEIGHTS.values() if row.variant == variant)
        raise _missing(f"weights for EfficientPose {variant}", spec)
    origin = min(item.origin for item in usable)
    candidates = [item for item in usable if item.origin is origin]
    if origin is Origin.USER:
        return max(candidates, key=lambda item: (item.path.stat().st_mtime_ns, item.name))
    return candidates[0]


def _missing(what: str, spec: WeightsSpec) -> MissingWeightsError:
    if spec.is_bundled:
        return MissingWeightsError(
            f"The bundled {what} are missing from this installation: install EfficientPose Studio "
            "again."
        )
    unverified = "" if spec.is_verified else " --accept-unverified"
    return MissingWeightsError(
        f"No {what} are installed: run 'efficientpose models download {spec.name}{unverified}', or "
        "'efficientpose models import FILE' for a file you already have."
    )


def _load(item: InstalledWeights) -> LoadedWeights:
    """Load; known weights take their calibration from this version's registry, not the file's."""
    loaded = load_native(item.path)
    spec = WEIGHTS.get(item.name) or spec_by_sha256(loaded.metadata.source_sha256)
    if spec is None:
        return loaded
    return LoadedWeights(
        metadata=loaded.metadata.with_calibration_of(spec), state=loaded.state, path=loaded.path
    )


def default_name(path: Path) -> str:
    """Return a name for weights from a file's name: lower case, words joined by dashes."""
    slug = re.sub(r"[^a-z0-9.]+", "-", path.stem.lower()).strip("-.")[:64].strip("-.")
    return slug or "imported"


def _checked_name(name: str, spec: WeightsSpec | None) -> str:
    """Return the normalised name; refuse names that would hide other weights or networks."""
    normalized = _normalize(name)
    if not _NAME.fullmatch(normalized) or _RESERVED.fullmatch(normalized):
        raise SettingsError(
            f"'{name}' cannot be a name of weights: use up to 64 letters, digits, dots and dashes."
        )
    if normalized in {row.key for row in VARIANTS.values()}:
        raise SettingsError(
            f"'{name}' is the name of a network: give the weights another name, for instance "
            f"'my-{normalized}'."
        )
    row = WEIGHTS.get(normalized)
    if row is not None and (row.is_bundled or (row is not spec and row.is_verified)):
        raise SettingsError(
            f"'{normalized}' is reserved for weights of that name: give yours another name, for "
            f"instance 'my-{normalized}'."
        )
    return normalized


def install(
    imported: ImportedWeights,
    name: str | None = None,
    *,
    skeleton: Skeleton | None = None,
    replace: bool = False,
) -> InstalledWeights:
    """Install imported weights under a name.

    Parameters
    ----------
    imported
        From `import_file`.
    name
        Letters, digits, dots and dashes. By default the registry's name for a known file, else
        one made from the file's name.
    skeleton
        Keypoints, where the file does not tell them.
    replace
        Overwrite installed weights of that name.

    Returns
    -------
    InstalledWeights
        What was installed.

    Raises
    ------
    SettingsError
        If the name is not allowed or reserved.
    WeightsError
        If the keypoints are not known and ``skeleton`` does not tell them.
    OutputError
        If the name is taken, or the file cannot be written.
    """
    if name is None:
        known = imported.spec if imported.spec and not imported.spec.is_bundled else None
        name = known.name if known else default_name(imported.path)
    checked = _checked_name(name, imported.spec)
    loaded = imported.describe(name=checked, skeleton=skeleton)
    return install_loaded(loaded, replace=replace, spec=imported.spec)


def install_loaded(
    loaded: LoadedWeights, *, replace: bool = False, spec: WeightsSpec | None = None
) -> InstalledWeights:
    """Install weights that are described already, for instance freshly trained ones.

    Parameters
    ----------
    loaded
        Their name is ``loaded.metadata.name``.
    replace
        Overwrite installed weights of that name.
    spec
        Registry row they come from; only its weights may carry its name.

    Raises
    ------
    SettingsError
        If the name is not allowed or reserved.
    OutputError
        If the name is taken, or the file cannot be written.
    """
    name = _checked_name(loaded.metadata.name, spec)
    path = models_folder() / f"{name}{_SUFFIX}"
    if path.exists() and not replace:
        raise OutputError(
            f"Weights called '{name}' are installed already: choose another name, or remove them "
            f"first ('efficientpose models remove {name}')."
        )
    save_native(path, loaded.state, loaded.metadata)
    return _inspect(name, path)


def remove(name: str) -> None:
    """Remove installed weights.

    Raises
    ------
    SettingsError
        If they are bundled.
    UnknownNameError
        If none are called so.
    OutputError
        If the file cannot be removed.
    """
    normalized = _normalize(name)
    removable = {item.name: item for item in installed() if item.origin is not Origin.BUNDLED}
    if any(spec.name == normalized for spec in BUNDLED):
        raise SettingsError(
            f"'{normalized}' is part of EfficientPose Studio and cannot be removed: remove others."
        )
    if normalized not in removable:
        raise UnknownNameError("installed weights", name, removable)
    path = removable[normalized].path
    try:
        path.unlink()
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"Cannot remove {path}: {reason}. Close programs that use it.") from error
