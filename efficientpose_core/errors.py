"""The one exception tree of the product.

Every message is a full sentence that says what is wrong and what to do next; the window shows it
as a notification, the command line prints it as one line and exits with ``exit_code``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = [
    "CancelledError",
    "DataError",
    "DownloadError",
    "EfficientPoseError",
    "EngineError",
    "MediaError",
    "MissingWeightsError",
    "OutputError",
    "SessionError",
    "SettingsError",
    "UnknownNameError",
    "WeightsError",
]


class EfficientPoseError(Exception):
    """Base of every expected failure; ``str(error)`` is what the user reads."""

    exit_code = 1


class SettingsError(EfficientPoseError):
    """A setting, option or argument is out of its range or contradicts another."""

    exit_code = 2


class UnknownNameError(SettingsError):
    """A name (model, engine, filter, ...) that does not exist; suggests the nearest ones.

    Parameters
    ----------
    kind
        What the name should have been, for instance ``"model"``.
    name
        What was given.
    known
        Every name that would have been accepted.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        by_folded = {known_name.casefold(): known_name for known_name in names}
        close = difflib.get_close_matches(name.casefold(), by_folded, n=3, cutoff=0.5)
        if close:
            hint = f"did you mean {' or '.join(by_folded[match] for match in close)}?"
        else:
            hint = f"known: {', '.join(names)}."
        super().__init__(f"Unknown {kind} '{name}': {hint}")
        self.kind = kind
        self.name = name


class MediaError(EfficientPoseError):
    """A video, image folder or camera cannot be read."""

    exit_code = 3


class WeightsError(EfficientPoseError):
    """A weights file is damaged, unsafe, or does not belong to the chosen network."""

    exit_code = 4


class MissingWeightsError(WeightsError):
    """No weights are installed for the chosen model: never replaced by random ones."""


class DownloadError(WeightsError):
    """A download failed or its content is not what was expected."""


class EngineError(EfficientPoseError):
    """The wanted inference engine or device is missing, failed, or computes wrong numbers."""

    exit_code = 5


class OutputError(EfficientPoseError):
    """Results cannot be written (no permission, disk full, target exists)."""

    exit_code = 6


class DataError(EfficientPoseError):
    """Numbers or labels handed to a function do not fit together."""

    exit_code = 7


class SessionError(EfficientPoseError):
    """A saved project is damaged, not one of ours, or from a newer version."""

    exit_code = 8


class CancelledError(EfficientPoseError):
    """The user stopped the job; what was finished is kept."""

    exit_code = 130
