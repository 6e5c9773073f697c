"""Sentences of other parts whose words follow a number: one joint, two joints."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["ENGLISH_SENTENCES"]

ENGLISH_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "{n} keypoints with a low peak or outside the picture.":
            "{n} {n:keypoint|keypoints} with a low peak or outside the picture.",
        "Left and right exchanged in {n} stretches.":
            "Left and right exchanged in {n} {n:stretch|stretches}.",
        "{count} joints lay on those of the other side.":
            "{count} {count:joint|joints} lay on {count:that|those} of the other side.",
        "{n} outliers.": "{n} {n:outlier|outliers}.",
        "{n} keypoints interpolated.": "{n} {n:keypoint|keypoints} interpolated.",
        "{n} joints of legs moved by more than their spread.":
            "{n} {n:joint|joints} of legs moved by more than {n:its|their} spread.",
        "{n} runs too short to smooth.": "{n} {n:run|runs} too short to smooth.",
        "{n} angles; {m} not available.": "{n} {n:angle|angles}; {m} not available.",
        "{n} corrections by hand.": "{n} {n:correction|corrections} by hand.",
        "{bouts} bouts of walking, {events} events, {manual} of them by hand.":
            "{bouts} {bouts:bout|bouts} of walking, {events} {events:event|events}, {manual} of "
            "them by hand.",
        "{clean} of {total} cycles averaged.": "{clean} of {total} {total:cycle|cycles} averaged.",
        "{count} events lie outside of walking and belong to no cycle.":
            "{count} {count:event lies|events lie} outside of walking and "
            "{count:belongs|belong} to no cycle.",
        "Only {count} clean {side} cycles with {name}, and an average needs {needed}: record more "
        "strides.":
            "Only {count} clean {side} {count:cycle|cycles} with {name}, and an average needs "
            "{needed}: record more strides.",
        "Only {count} clean cycles have what {name} needs: correct the keypoints or the events "
        "there.":
            "Only {count} clean {count:cycle has|cycles have} what {name} needs: correct the "
            "keypoints or the events there.",
        "{n} jumps.": "{n} {n:jump|jumps}.",
        "{count} excursions of {name}.": "{count} {count:excursion|excursions} of {name}.",
        "{failed} of {total} checks failed.": "{failed} of {total} {total:check|checks} failed.",
    }
)  # fmt: skip
"""English text with placeholders to the same text with words that follow the numbers."""
