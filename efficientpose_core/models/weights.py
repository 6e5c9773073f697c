"""Known weights, and the product's own weights file.

The native file is safetensors: float32 arrays in PyTorch's layout under the names of
``models.layout``, with everything needed to use them (network, skeleton, input scaling, licence,
origin, calibration) as metadata. It holds no code.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from efficientpose_core.atomic import atomic_path
from efficientpose_core.errors import DataError, EfficientPoseError, UnknownNameError, WeightsError
from efficientpose_core.models.calibration import Calibration
from efficientpose_core.models.calibrations import RELEASED_CALIBRATIONS
from efficientpose_core.models.layout import State, check_state, head_sizes, heads_of
from efficientpose_core.models.variants import VARIANTS, Normalization, VariantSpec, get_variant
from efficientpose_core.skeleton import MPII16, Skeleton

__all__ = [
    "BUNDLED",
    "CITATION_DOI",
    "UNCALIBRATED",
    "WEIGHTS",
    "LoadedWeights",
    "Precision",
    "SourceFormat",
    "WeightsMetadata",
    "WeightsSpec",
    "load_native",
    "read_native_metadata",
    "read_skeleton",
    "save_native",
    "skeleton_from_json",
    "skeleton_to_json",
    "spec_by_sha256",
]

CITATION_DOI = "10.1007/s10489-020-01918-7"
"""Paper that introduced the networks."""

UNCALIBRATED = Calibration()
"""What weights have before anything was measured about them."""

_AUTHORS = "Daniel Groos, Heri Ramampiaro and Espen A. F. Ihlen (NTNU), EfficientPose"
# The file names changed over time in the authors' repository, so the commit is pinned.
_RELEASES = "https://raw.githubusercontent.com/daniegr/EfficientPose/78e4bd1/models"

_FORMAT_NAME = "efficientpose-weights"
_FORMAT_VERSION = 1


class SourceFormat(Enum):
    """File formats that weights are read from."""

    KERAS_H5 = "Keras HDF5"
    TORCH_LEGACY = "PyTorch (before 1.6)"
    TFLITE = "TensorFlow Lite"
    SAFETENSORS = "safetensors"


class Precision(Enum):
    """Precision the source file stored values in; they are always loaded as float32."""

    FLOAT32 = "float32"
    FLOAT16 = "float16 stored"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsSpec:
    """A row of the registry of known weights.

    Parameters
    ----------
    name
        How they are called on the command line ("released-ii").
    variant
        Network, a key of ``VARIANTS``.
    title
        For people.
    source_format
        Format of the file at ``url`` or in the resources.
    url
        Where they can be downloaded, None for bundled ones.
    bundled_file
        File name in ``resources/models``, None for downloads.
    quantized_file
        File name of the int8 network (OpenVINO) beside it, None where there is none.
    sha256, size_bytes
        Of that file; None where the file has not been seen ("unverified").
    licence, attribution, citation
        Terms (SPDX), makers, DOI.
    skeleton
        Names of the keypoints.
    normalization
        Input scaling.
    calibration
        What was measured about their keypoints; default: not calibrated.
    """

    name: str
    variant: str
    title: str
    source_format: SourceFormat
    url: str | None
    bundled_file: str | None = None
    quantized_file: str | None = None
    sha256: str | None
    size_bytes: int | None
    licence: str = "Apache-2.0"
    attribution: str = _AUTHORS
    citation: str = CITATION_DOI
    skeleton: Skeleton = MPII16
    normalization: Normalization
    calibration: Calibration = UNCALIBRATED

    @property
    def is_verified(self) -> bool:
        """Whether the content is pinned by a checksum."""
        return self.sha256 is not None

    @property
    def is_bundled(self) -> bool:
        """Whether the weights ship with the product."""
        return self.bundled_file is not None


_FOLDERS = {
    SourceFormat.KERAS_H5: ("keras", ".h5"),
    SourceFormat.TORCH_LEGACY: ("pytorch", ""),
    SourceFormat.TFLITE: ("tflite", ".tflite"),
}


def _released(
    variant: str,
    source_format: SourceFormat,
    *,
    suffix: str = "",
    size_bytes: int | None = None,
    sha256: str | None = None,
) -> WeightsSpec:
    folder, extension = _FOLDERS[source_format]
    spec = VARIANTS[variant]
    return WeightsSpec(
        name=f"released-{spec.key}{suffix}",
        variant=variant,
        title=f"EfficientPose {variant.replace('_', ' ')}, released ({source_format.value})",
        source_format=source_format,
        url=f"{_RELEASES}/{folder}/EfficientPose{variant}{extension}",
        sha256=sha256,
        size_bytes=size_bytes,
        normalization=spec.normalization,
        calibration=RELEASED_CALIBRATIONS.get(variant, UNCALIBRATED),
    )


_KERAS, _TORCH, _TFLITE = (
    SourceFormat.KERAS_H5,
    SourceFormat.TORCH_LEGACY,
    SourceFormat.TFLITE,
)


def _bundled(variant: str, *, sha256: str, size_bytes: int) -> WeightsSpec:
    file = variant.lower()
    return WeightsSpec(
        name=f"{VARIANTS[variant].key}-bundled",
        variant=variant,
        title=f"EfficientPose {variant.replace('_', ' ')}, bundled with EfficientPose Studio",
        source_format=SourceFormat.SAFETENSORS,
        url=None,
        bundled_file=f"{file}.safetensors",
        quantized_file=f"{file}.int8.xml",
        sha256=sha256,
        size_bytes=size_bytes,
        licence="Apache-2.0; trained on images for research use only, see the model card",
        attribution="The EfficientPose Studio developers",
        normalization=VARIANTS[variant].normalization,
    )


# Order within a variant is preference: float32 with all heads, float32, float16.
_ROWS = (
    _released(
        "RT", _KERAS, size_bytes=2_452_288,
        sha256="508943cfdeb1d102d69aff4280b805c023585b0d9ae530344fb4c4fad3a175f1",
    ),
    _released(
        "RT", _TORCH, suffix="-torch", size_bytes=1_931_521,
        sha256="d0a41bc858b1154f9240a48e3e416f6c651337a9421698fbf31ce05a867e7470",
    ),
    _released(
        "RT", _TFLITE, suffix="-tflite", size_bytes=962_840,
        sha256="baf3da751c55517b7072a13f37ad5ce89d2dee813a7f0038ce90a7c8776d63b7",
    ),
    _released(
        "I", _KERAS, size_bytes=3_726_904,
        sha256="003aea100c30c68103fb4c383fb8782f78adbea7a45451af85334327b79fc5bd",
    ),
    _released(
        "I", _TORCH, suffix="-torch", size_bytes=3_014_723,
        sha256="b7065b99aede05f9e6e0d091747d4ad37a84749d916b7acf9561b039db87a755",
    ),
    _released(
        "I", _TFLITE, suffix="-tflite", size_bytes=1_495_900,
        sha256="fc5aac01a3b10b00f110acf862ff241cfa687f66a54ed022784c946218d5d54b",
    ),
    _released(
        "II", _TFLITE, size_bytes=3_536_244,
        sha256="0659b687e8c0d33f63855c2b196d355b317490a586275609e20787861a305ac3",
    ),
    # The authors' repository is said to have these two; nobody here has seen the files.
    _released("III", _KERAS),
    _released("IV", _KERAS),
    _released(
        "RT_LITE", _KERAS, size_bytes=2_196_288,
        sha256="ce0c91259b075180177d070d0be1e71ff8695d7c123745efb950743aa90699ae",
    ),
    _released(
        "RT_LITE", _TFLITE, suffix="-tflite", size_bytes=790_784,
        sha256="43c2257e6837c5b7a82e0ecef4bf44d9927952dad0fb473a8d536c545d6d8b56",
    ),
    _released(
        "I_LITE", _KERAS, size_bytes=3_069_760,
        sha256="3eb6eb2a595e47d3104590e6484533d64534e4b994397a9dd2bd3e5a11430516",
    ),
    _released(
        "I_LITE", _TFLITE, suffix="-tflite", size_bytes=1_158_032,
        sha256="95ae3a739cdb2115e9da5402947db957d7bffd8933c0e8fb42aaae6a772a3f10",
    ),
    _released(
        "II_LITE", _TFLITE, size_bytes=2_875_320,
        sha256="e0d23ecf1f689e9394a2f3768d5e9aebc8457c5e88ef418fea35fe727f5c92cc",
    ),
    _bundled(
        "I_LITE", size_bytes=2_369_088,
        sha256="e6a180e149513ac6fae20845b745af8e5589f6345a76771f36c37806fa5aad8f",
    ),
    _bundled(
        "RT_LITE", size_bytes=1_613_736,
        sha256="8cb04a5b168faf09e0791a40172b4f2d3d7c0542983385f405360b0eef3a3e19",
    ),
)  # fmt: skip

WEIGHTS: dict[str, WeightsSpec] = {spec.name: spec for spec in _ROWS}
"""Every known set of weights by name."""

BUNDLED: tuple[WeightsSpec, ...] = tuple(spec for spec in _ROWS if spec.is_bundled)
"""Weights that ship with the product; the first are used where none are named."""


def spec_by_sha256(sha256: str) -> WeightsSpec | None:
    """Return the registry row whose file has this checksum."""
    return next((spec for spec in _ROWS if spec.sha256 == sha256), None)


@dataclass(frozen=True, kw_only=True)
class WeightsMetadata:
    """What a native file says about its weights.

    Parameters
    ----------
    name
        How they are called.
    variant
        Network, a key of ``VARIANTS``.
    heads
        Which heads they have, in the order of the passes.
    skeleton
        Names of the keypoints, and of the limbs where the PAF head exists.
    normalization
        Input scaling.
    licence, attribution, citation
        Terms, makers, DOI or reference.
    source, source_sha256
        File they were converted from, and its checksum; for own training the run, and empty.
    precision
        Of the source.
    calibration
        What was measured about their keypoints.
    notes
        How they were trained, in plain text.
    """

    name: str
    variant: str
    heads: tuple[str, ...]
    skeleton: Skeleton
    normalization: Normalization
    licence: str
    attribution: str = ""
    citation: str = CITATION_DOI
    source: str = ""
    source_sha256: str = ""
    precision: Precision = Precision.FLOAT32
    calibration: Calibration = UNCALIBRATED
    notes: str = ""

    @property
    def spec(self) -> VariantSpec:
        """Row of the variant table."""
        return get_variant(self.variant)

    @property
    def n_keypoints(self) -> int:
        """Number of heatmap channels."""
        return len(self.skeleton)

    @property
    def n_limbs(self) -> int:
        """Number of limbs of the PAF head, 0 without one."""
        return len(self.skeleton.limbs) if "pafs" in self.heads else 0

    def with_calibration_of(self, spec: WeightsSpec) -> WeightsMetadata:
        """Return a copy with the calibration of a registry row, if that has been measured."""
        if spec.calibration == UNCALIBRATED:
            return self
        return replace(self, calibration=spec.calibration)


@dataclass(frozen=True, kw_only=True)
class LoadedWeights:
    """Checked weights with their metadata.

    Parameters
    ----------
    metadata
        What they are.
    state
        Native name to float32 array, PyTorch layout.
    path
        File they were read from, None for weights that are only in memory.
    """

    metadata: WeightsMetadata
    state: State
    path: Path | None = None

    @property
    def spec(self) -> VariantSpec:
        """Row of the variant table."""
        return self.metadata.spec

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of everything that decides the network's numbers.

        Network, input scaling, and names, shapes and values of all tensors; not names, notes or
        calibration. Caches of converted networks are filed under it.
        """
        running = hashlib.sha256(
            f"{self.metadata.variant} {self.metadata.normalization.value}".encode()
        )
        for name in sorted(self.state):
            value = np.ascontiguousarray(self.state[name], np.dtype("<f4"))
            running.update(f"\n{name} {value.shape}\n".encode())
            running.update(value.data)
        return running.hexdigest()


def skeleton_to_json(skeleton: Skeleton) -> str:
    """Return a skeleton as JSON text."""
    return json.dumps(
        {
            "name": skeleton.name,
            "keypoints": skeleton.keypoints,
            "limbs": skeleton.limbs,
            "segments": skeleton.segments,
        }
    )


def skeleton_from_json(text: str) -> Skeleton:
    """Return the skeleton that JSON text describes.

    Parameters
    ----------
    text
        An object with ``name``, ``keypoints`` (names) and optionally ``limbs`` and ``segments``
        (pairs of names).

    Raises
    ------
    DataError
        If the text is not such an object, or the names do not fit together.
    """
    try:
        value = json.loads(text)
        name, keypoints = value["name"], value["keypoints"]
        limbs, segments = _pairs(value.get("limbs", ())), _pairs(value.get("segments", ()))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise DataError(
            "A skeleton needs JSON with 'name', 'keypoints' (a list of names) and optionally "
            "'limbs' and 'segments' (pairs of names): correct the file."
        ) from error
    texts = isinstance(keypoints, list) and all(isinstance(k, str) for k in keypoints)
    if not texts or not isinstance(name, str):
        raise DataError("A skeleton's name and keypoints have to be text: correct the file.")
    return Skeleton(name=name, keypoints=tuple(keypoints), limbs=limbs, segments=segments)


def read_skeleton(path: Path) -> Skeleton:
    """Read a skeleton from a JSON file; `DataError` as in `skeleton_from_json`."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"Cannot read {path} as text: check the path of the skeleton.") from error
    return skeleton_from_json(text)


def _pairs(value: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(start), str(end)) for start, end in value)


def _check_heads(state: State, metadata: WeightsMetadata) -> None:
    """Compare metadata and tensors."""
    spec = check_state(state)
    shapes = {name: tuple(value.shape) for name, value in state.items()}
    n_keypoints, n_limbs = head_sizes(shapes)
    heads = heads_of(shapes)
    try:
        metadata.calibration.shifts(n_keypoints)
    except DataError as error:
        raise WeightsError(str(error)) from error
    found = (spec.name, heads, n_keypoints, n_limbs)
    told = (metadata.variant, metadata.heads, metadata.n_keypoints, metadata.n_limbs)
    if found != told:
        raise WeightsError(
            f"Weights '{metadata.name}' hold EfficientPose {spec.name} with heads "
            f"{', '.join(heads)}, {n_keypoints} keypoints and {n_limbs} limbs, but are described "
            f"as {metadata.variant} with heads {', '.join(metadata.heads)}, "
            f"{metadata.n_keypoints} keypoints and {metadata.n_limbs} limbs: describe them right."
        )


def save_native(path: Path, state: State, metadata: WeightsMetadata) -> None:
    """Write weights to a native file, atomically.

    Parameters
    ----------
    path
        Target, ``*.safetensors`` by custom.
    state
        Native name to array.
    metadata
        Written into the file's header.

    Raises
    ------
    WeightsError
        If tensors are missing, misshapen or not finite, or contradict the metadata.
    OutputError
        If the file cannot be written.
    """
    arrays = {name: np.ascontiguousarray(value, np.float32) for name, value in state.items()}
    _check_heads(arrays, metadata)
    with atomic_path(path) as temporary:
        save_file(arrays, temporary, metadata=_to_header(metadata))


def _to_header(metadata: WeightsMetadata) -> dict[str, str]:
    return {
        "format": _FORMAT_NAME,
        "format_version": str(_FORMAT_VERSION),
        "name": metadata.name,
        "variant": metadata.variant,
        "heads": json.dumps(metadata.heads),
        "skeleton": skeleton_to_json(metadata.skeleton),
        "normalization": metadata.normalization.value,
        "licence": metadata.licence,
        "attribution": metadata.attribution,
        "citation": metadata.citation,
        "source": metadata.source,
        "source_sha256": metadata.source_sha256,
        "precision": metadata.precision.value,
        "calibration": json.dumps(asdict(metadata.calibration)),
        "notes": metadata.notes,
    }


def _from_header(path: Path, header: Mapping[str, str] | None) -> WeightsMetadata:
    if not header or header.get("format") != _FORMAT_NAME:
        raise WeightsError(
            f"{path.name} is a safetensors file of another program, without a description of its "
            "network: choose a file written by EfficientPose Studio or a released one."
        )
    if header.get("format_version") != str(_FORMAT_VERSION):
        raise WeightsError(
            f"{path.name} has format version {header.get('format_version')}, but this program "
            f"reads version {_FORMAT_VERSION}: update EfficientPose Studio."
        )
    try:
        return WeightsMetadata(
            name=header["name"],
            variant=get_variant(header["variant"]).name,
            heads=tuple(str(head) for head in json.loads(header["heads"])),
            skeleton=skeleton_from_json(header["skeleton"]),
            normalization=Normalization(header["normalization"]),
            licence=header["licence"],
            attribution=header["attribution"],
            citation=header["citation"],
            source=header["source"],
            source_sha256=header["source_sha256"],
            precision=Precision(header["precision"]),
            calibration=_calibration_from_json(header["calibration"]),
            notes=header["notes"],
        )
    except (KeyError, ValueError, TypeError, RecursionError, DataError, UnknownNameError) as error:
        detail = str(error) if isinstance(error, EfficientPoseError) else repr(error)
        raise WeightsError(
            f"The description inside {path.name} is damaged ({detail[:200]}): get the file again."
        ) from error


_CALIBRATION_NUMBERS = ("spread_scale", "spread_exponent", "typical_confidence")


def _calibration_from_json(text: str) -> Calibration:
    """Read a calibration; numbers that older files do not have yet keep their defaults."""
    value = json.loads(text)
    return Calibration(
        shift_px=tuple((float(x), float(y)) for x, y in value["shift_px"]),
        source=str(value["source"]),
        **{name: float(value[name]) for name in _CALIBRATION_NUMBERS if name in value},
    )


def read_native_metadata(path: Path) -> WeightsMetadata:
    """Read only the description of a native file, without its tensors.

    Raises
    ------
    WeightsError
        If it is missing, damaged, or of another program.
    """
    try:
        with safe_open(path, framework="numpy") as file:
            return _from_header(path, file.metadata())
    except (OSError, SafetensorError) as error:
        raise _unreadable(path, error) from error


def load_native(path: Path) -> LoadedWeights:
    """Read and check a native file.

    Parameters
    ----------
    path
        A file written by `save_native`.

    Returns
    -------
    LoadedWeights
        Weights and description; names, shapes and values are checked.

    Raises
    ------
    WeightsError
        If the file is missing, damaged, of another program, or its tensors do not fit.
    """
    try:
        with safe_open(path, framework="numpy") as file:
            metadata = _from_header(path, file.metadata())
            state: State = {}
            for name in file.keys():  # noqa: SIM118 - not a mapping
                if file.get_slice(name).get_dtype() != "F32":
                    raise WeightsError(
                        f"Tensor {name[:120]} in {path.name} is not float32: save the weights in "
                        "single precision."
                    )
                state[name] = file.get_tensor(name)
    except (OSError, SafetensorError) as error:
        raise _unreadable(path, error) from error
    _check_heads(state, metadata)
    return LoadedWeights(metadata=metadata, state=state, path=path)


def _unreadable(path: Path, error: OSError | SafetensorError) -> WeightsError:
    if isinstance(error, FileNotFoundError):
        return WeightsError(f"There is no file {path}: check its name.")
    reason = (str(error).splitlines() or ["unreadable"])[0]
    return WeightsError(f"{path.name} is damaged or incomplete ({reason}): get it again.")
