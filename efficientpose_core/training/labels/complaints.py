"""What is wrong with labels, as data: for a list in the window, a report, or a decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum, IntEnum

from efficientpose_core.pose import ProcessingStep
from efficientpose_core.training.labels.types import LabelSet

__all__ = ["Complaint", "Kind", "ReadLabels", "Severity"]


class Severity(IntEnum):
    """How bad it is."""

    NOTE = 0
    """Worth knowing; nothing has to be done."""
    WARNING = 1
    """Probably a mistake; the label is used all the same."""
    ERROR = 2
    """Cannot be used: `ReadLabels.usable` leaves it out."""

    @property
    def label(self) -> str:
        """Lower-case name as shown and written."""
        return self.name.lower()


class Kind(Enum):
    """What a complaint is about, to group and count by."""

    FILE = "file"
    DAMAGED_ENTRY = "damaged entry"
    LEFT_ASIDE = "left aside"
    DUPLICATE_NAME = "duplicate name"
    UNNAMED_KEYPOINTS = "unnamed keypoints"
    MAPPING = "mapping"
    GROUPS = "groups"
    MISSING_IMAGE = "missing image"
    FOUND_ELSEWHERE = "found elsewhere"
    OUTSIDE_FOLDER = "outside of the folder"
    UNREADABLE_IMAGE = "unreadable image"
    MISSING_FRAME = "missing frame"
    WRONG_SIZE = "wrong size"
    DUPLICATE_IMAGE = "duplicate image"
    NO_KEYPOINTS = "no keypoints"
    OUTSIDE_IMAGE = "outside of the image"
    AT_ORIGIN = "at the origin"
    FRACTIONS = "fractions"
    SWAPPED_XY = "swapped x and y"
    SWAPPED_SIDES = "swapped sides"
    LOST_ON_WRITING = "lost on writing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One thing that is wrong or worth knowing.

    Parameters
    ----------
    severity, kind
        How bad, and what about.
    sentence
        What is wrong and what to do about it, for the user.
    image
        What the label file calls the picture; None when it is about the whole file.
    row
        Index into the images of the set the complaint was made about; None when it is about
        something that is not in the set, or about all of it.
    keypoint
        Name, as in the file; None when it is about the whole person.
    """

    severity: Severity
    kind: Kind
    sentence: str
    image: str | None = None
    row: int | None = None
    keypoint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadLabels:
    """Everything a reader found: what it could read, and complaints about it and about the rest.

    Parameters
    ----------
    labels
        What was read, with the keypoint names of the file.
    complaints
        In the order of the file.
    """

    labels: LabelSet
    complaints: tuple[Complaint, ...] = ()

    def with_complaints(self, more: Iterable[Complaint]) -> ReadLabels:
        """Add complaints about the same set."""
        return replace(self, complaints=(*self.complaints, *more))

    def count(self, severity: Severity) -> int:
        """Return how many complaints of this severity there are."""
        return sum(complaint.severity == severity for complaint in self.complaints)

    def usable(self) -> LabelSet:
        """Return the labels to train with; the log says what was left out, and why.

        Left out are people that an error speaks of, and those without a single keypoint.
        """
        reason_of: dict[int, str] = {}
        for complaint in self.complaints:
            if complaint.severity == Severity.ERROR and complaint.row is not None:
                reason_of.setdefault(complaint.row, complaint.kind.value)
        for row, image in enumerate(self.labels.images):
            if not image.is_labelled.any():
                reason_of.setdefault(row, Kind.NO_KEYPOINTS.value)
        if not reason_of:
            return self.labels
        rows = [row for row in range(len(self.labels)) if row not in reason_of]
        counts = Counter(reason_of.values())
        told = ", ".join(f"{reason} ({count})" for reason, count in sorted(counts.items()))
        step = ProcessingStep(
            name="leave_out_unusable",
            parameters={"left_out": len(reason_of), "kept": len(rows)},
            note=f"Left out {len(reason_of)} of {len(self.labels)} people: {told}.",
        )
        return self.labels.select(rows, step)
