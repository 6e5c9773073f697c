"""One door for weights of any supported format; the content decides, not the file's name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from efficientpose_core.errors import WeightsError
from efficientpose_core.models.importers import tflite, torch_legacy
from efficientpose_core.models.layout import State, check_state, head_sizes, heads_of
from efficientpose_core.models.variants import get_variant
from efficientpose_core.models.weights import (
    UNCALIBRATED,
    LoadedWeights,
    Precision,
    SourceFormat,
    WeightsMetadata,
    WeightsSpec,
    load_native,
    spec_by_sha256,
)
from efficientpose_core.skeleton import MPII16, Skeleton

__all__ = ["ImportedWeights", "detect_format", "import_file"]

_MAX_BYTES = 512 * 1024 * 1024  # the largest released file has about 30 MB
_HDF5 = b"\x89HDF\r\n\x1a\n"
_UNKNOWN_TERMS = "unknown: ask whoever made the file"


@dataclass(frozen=True, kw_only=True)
class ImportedWeights:
    """Checked weights from a file.

    Parameters
    ----------
    variant
        Network, a key of ``VARIANTS``.
    state
        Native name to float32 array, PyTorch layout.
    heads
        Which heads they have, in the order of the passes.
    n_keypoints, n_limbs
        Channels of the heatmaps, and half of those of the PAF head (0 without one).
    source_format, precision
        What the file was.
    path, sha256, size_bytes
        The file.
    spec
        Registry row with this checksum, None for other files.
    native
        Description inside a native file, None for other formats.
    """

    variant: str
    state: State
    heads: tuple[str, ...]
    n_keypoints: int
    n_limbs: int
    source_format: SourceFormat
    precision: Precision
    path: Path
    sha256: str
    size_bytes: int
    spec: WeightsSpec | None
    native: WeightsMetadata | None = None

    def describe(self, *, name: str, skeleton: Skeleton | None = None) -> LoadedWeights:
        """Add what the product has to know beside the numbers.

        Parameters
        ----------
        name
            How the weights are to be called.
        skeleton
            Keypoints and limbs. By default those of the file's own description, of the registry,
            or the 16 of the released networks where the number of channels agrees.

        Raises
        ------
        WeightsError
            If the channels are neither described nor those of the released networks, or
            ``skeleton`` has another number of keypoints or limbs.
        """
        if skeleton is None:
            skeleton = self._default_skeleton()
        limbs = self.n_limbs if "pafs" in self.heads else len(skeleton.limbs)
        if (len(skeleton), len(skeleton.limbs)) != (self.n_keypoints, limbs):
            raise WeightsError(
                f"{self.path.name} has {self.n_keypoints} keypoints and {self.n_limbs} limbs, but "
                f"skeleton '{skeleton.name}' has {len(skeleton)} and {len(skeleton.limbs)}: "
                "choose the skeleton it was trained with."
            )
        return LoadedWeights(
            metadata=self._metadata(name, skeleton), state=self.state, path=self.path
        )

    def _default_skeleton(self) -> Skeleton:
        if self.native is not None:
            return self.native.skeleton
        if self.spec is not None:
            return self.spec.skeleton
        if self.n_keypoints == len(MPII16) and self.n_limbs in (0, len(MPII16.limbs)):
            return MPII16
        raise WeightsError(
            f"{self.path.name} has {self.n_keypoints} keypoints whose names are not in the file: "
            "import it with its skeleton ('efficientpose models import FILE --skeleton JSON')."
        )

    def _metadata(self, name: str, skeleton: Skeleton) -> WeightsMetadata:
        if self.native is not None:
            return replace(self.native, name=name, skeleton=skeleton)
        row = self.spec
        return WeightsMetadata(
            name=name,
            variant=self.variant,
            heads=self.heads,
            skeleton=skeleton,
            normalization=row.normalization if row else get_variant(self.variant).normalization,
            licence=row.licence if row else _UNKNOWN_TERMS,
            attribution=row.attribution if row else "",
            source=(row.url if row and row.url else self.path.name),
            source_sha256=self.sha256,
            precision=self.precision,
            calibration=row.calibration if row else UNCALIBRATED,
        )


def detect_format(content: bytes, name: str) -> SourceFormat:
    """Tell the format of a weights file from its first bytes.

    Parameters
    ----------
    content
        The file, or at least its first kilobyte.
    name
        For messages.

    Raises
    ------
    WeightsError
        If the file is empty, a web page, or of a format that cannot be read.
    """
    if not content:
        raise WeightsError(f"{name} is empty: download or copy it again.")
    if content.startswith(_HDF5):
        return SourceFormat.KERAS_H5
    if content[4:8] == tflite.IDENTIFIER:
        return SourceFormat.TFLITE
    # Before pickles: the length that safetensors files begin with may start with a pickle's byte.
    if _looks_like_safetensors(content):
        return SourceFormat.SAFETENSORS
    if content[:1] == b"\x80":
        return SourceFormat.TORCH_LEGACY
    start = content[:512].lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head")):
        raise WeightsError(
            f"{name} is a web page, not a weights file: download the file itself (the 'raw' link)."
        )
    if start.startswith(b"version https://git-lfs"):
        raise WeightsError(
            f"{name} only points to a file in Git LFS: fetch the real one with 'git lfs pull'."
        )
    if content.startswith(b"PK\x03\x04"):
        raise WeightsError(
            f"{name} is a zip archive (a newer PyTorch or Keras file), which is not read: save the "
            "network as Keras HDF5 or safetensors, or choose a released file."
        )
    raise WeightsError(
        f"{name} is in no format that can be read: choose a Keras .h5, TensorFlow Lite .tflite, "
        "released PyTorch or EfficientPose Studio .safetensors file."
    )


def _looks_like_safetensors(content: bytes) -> bool:
    """Tell whether a 64-bit header length and JSON follow."""
    return content[8:9] == b"{" and int.from_bytes(content[:8], "little") < _MAX_BYTES


def import_file(path: Path, *, variant: str | None = None) -> ImportedWeights:
    """Read weights of any supported format, strictly and without running anything in them.

    Parameters
    ----------
    path
        Keras HDF5, TensorFlow Lite, released PyTorch, or native file, under any name.
    variant
        Network the file has to hold; None accepts any.

    Returns
    -------
    ImportedWeights
        The checked weights.

    Raises
    ------
    WeightsError
        If the file cannot be read, is damaged or unsafe, holds NaN, or is of no or another
        EfficientPose network.
    UnknownNameError
        If there is no such ``variant``.
    """
    wanted = get_variant(variant) if variant is not None else None
    content = _read(path)
    source_format = detect_format(content, path.name)
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        state, native, precision = _read_state(path, content, source_format)
        found = check_state(state)
    except WeightsError as error:
        if path.name in str(error):
            raise
        raise WeightsError(f"{path.name}: {error}") from error
    if wanted is not None and found is not wanted:
        raise WeightsError(
            f"{path.name} holds EfficientPose {found.name}, not {wanted.name}: choose the file of "
            f"{wanted.name}."
        )
    shapes = {name: tuple(value.shape) for name, value in state.items()}
    n_keypoints, n_limbs = head_sizes(shapes)
    return ImportedWeights(
        variant=found.name,
        state=state,
        heads=heads_of(shapes),
        n_keypoints=n_keypoints,
        n_limbs=n_limbs,
        source_format=source_format,
        precision=precision,
        path=path,
        sha256=sha256,
        size_bytes=len(content),
        spec=spec_by_sha256(sha256),
        native=native,
    )


def _read_state(
    path: Path, content: bytes, source_format: SourceFormat
) -> tuple[State, WeightsMetadata | None, Precision]:
    """Return tensors, the file's own description if it has one, and its precision."""
    if source_format is SourceFormat.SAFETENSORS:
        loaded = load_native(path)
        return loaded.state, loaded.metadata, loaded.metadata.precision
    if source_format is SourceFormat.KERAS_H5:
        from efficientpose_core.models.importers.keras_h5 import read_keras_h5

        return read_keras_h5(content), None, Precision.FLOAT32
    if source_format is SourceFormat.TFLITE:
        state, is_half = tflite.read_tflite(content)
        return state, None, Precision.FLOAT16 if is_half else Precision.FLOAT32
    return torch_legacy.read_torch_legacy(content), None, Precision.FLOAT32


def _read(path: Path) -> bytes:
    """Read a whole file once, so that what is checked is what is used."""
    try:
        size = path.stat().st_size
        if size > _MAX_BYTES:
            raise WeightsError(
                f"{path.name} has {size / 1e6:.0f} MB, far more than any EfficientPose network: "
                "choose another file."
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise WeightsError(f"There is no file {path}: check its name.") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise WeightsError(f"Cannot read {path}: {reason}. Check the file's permissions.") from None
