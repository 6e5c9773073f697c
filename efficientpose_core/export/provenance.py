"""The provenance file: what was analysed, with what, how; beside every result."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from efficientpose_core.atomic import write_text
from efficientpose_core.pose import ProcessingStep

__all__ = ["finite_json", "log_to_json", "write_provenance_json"]


def log_to_json(log: Iterable[ProcessingStep]) -> list[dict[str, Any]]:
    """Return a processing log as JSON-ready values, oldest step first."""
    return [
        {"name": step.name, "parameters": dict(step.parameters), "note": step.note} for step in log
    ]


def write_provenance_json(content: Mapping[str, object], path: Path) -> None:
    """Write deterministic JSON: sorted keys, NaN and infinities as null."""
    text = json.dumps(finite_json(content), indent=2, sort_keys=True, ensure_ascii=False)
    write_text(path, text + "\n")


def finite_json(value: Any) -> Any:
    """Return JSON-ready values with NaN and infinities as None."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {str(key): finite_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite_json(item) for item in value]
    return value
