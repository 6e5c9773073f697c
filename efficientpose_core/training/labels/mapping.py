"""Joining the keypoint names of other programs to a skeleton.

A suggestion is made for every name, with how sure it is; a page of the window or a file edits it;
only then labels are carried over. A keypoint that merely lies near (nose and head top, hand and
wrist) is never joined by itself.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np

from efficientpose_core.errors import DataError, UnknownNameError
from efficientpose_core.pose import ProcessingStep
from efficientpose_core.skeleton import Skeleton
from efficientpose_core.training.labels.complaints import Complaint, Kind, Severity
from efficientpose_core.training.labels.types import LabelSet, Visibility

__all__ = ["Confidence", "Join", "KeypointMapping", "apply_mapping", "suggest_mapping"]


class Confidence(IntEnum):
    """How sure a suggestion is."""

    NONE = 0
    """Nothing fits."""
    GUESS = 1
    """The name is used for different places, or misspelt: look at a picture."""
    SYNONYM = 2
    """Another word for the same place."""
    NORMALISED = 3
    """The same words, written in another way."""
    EXACT = 4
    """The same name."""
    CHOSEN = 5
    """Set by the user."""

    @property
    def label(self) -> str:
        """Lower-case name as shown and written."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """What becomes of one keypoint of a label file.

    Parameters
    ----------
    source
        Its name in the file.
    target
        The keypoint of the skeleton that it becomes; None to leave it aside.
    confidence
        How sure that is.
    reason
        Why it is not surer, for the user; may be empty.
    """

    source: str
    target: str | None
    confidence: Confidence
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeypointMapping:
    """What becomes of every keypoint of a label file. Immutable: methods return new mappings.

    Parameters
    ----------
    skeleton
        What the labels are carried over to.
    joins
        One for each name in the file, in its order.

    Raises
    ------
    UnknownNameError
        If a target is no keypoint of the skeleton.
    DataError
        If two names have the same target, or a name occurs twice.
    """

    skeleton: Skeleton
    joins: tuple[Join, ...]

    def __post_init__(self) -> None:
        """Check that targets exist and are used once."""
        sources = Counter(join.source for join in self.joins)
        targets = Counter(join.target for join in self.joins if join.target is not None)
        for target in targets:
            self.skeleton.index(target)
        for counts, what in ((sources, "is listed"), (targets, "is the target of several names")):
            repeated = [name for name, count in counts.items() if count > 1]
            if repeated:
                raise DataError(
                    f"In the mapping, {', '.join(repeated)} {what} more than once: use each once."
                )

    def target_of(self, source: str) -> str | None:
        """Return what ``source`` becomes; `UnknownNameError` when the file has no such name."""
        return self._find(source).target

    def with_target(self, source: str, target: str | None) -> KeypointMapping:
        """Return the mapping with one name set by the user.

        Whatever had that target before is left aside.
        """
        self._find(source)
        joins = []
        for join in self.joins:
            if join.source == source:
                join = replace(join, target=target, confidence=Confidence.CHOSEN, reason="")
            elif target is not None and join.target == target:
                join = replace(
                    join, target=None, confidence=Confidence.NONE,
                    reason=f"{source} was chosen for {target}",
                )  # fmt: skip
            joins.append(join)
        return replace(self, joins=tuple(joins))

    @property
    def unlabelled(self) -> tuple[str, ...]:
        """Keypoints of the skeleton that get no labels."""
        targets = {join.target for join in self.joins}
        return tuple(name for name in self.skeleton.keypoints if name not in targets)

    def complaints(self) -> tuple[Complaint, ...]:
        """Return what the user should look at: guesses, names left aside, keypoints without."""
        found = []
        for join in self.joins:
            if join.target is None:
                found.append(
                    Complaint(
                        severity=Severity.NOTE,
                        kind=Kind.MAPPING,
                        keypoint=join.source,
                        sentence=f"{join.source} is left aside: "
                        f"{join.reason or 'the skeleton has nothing like it'}. "
                        "Choose a keypoint for it if there is one.",
                    )
                )
            elif join.confidence == Confidence.GUESS:
                found.append(
                    Complaint(
                        severity=Severity.WARNING,
                        kind=Kind.MAPPING,
                        keypoint=join.source,
                        sentence=f"{join.source} is taken for {join.target}: {join.reason}. Look "
                        "at a picture and confirm or change it.",
                    )
                )
        if self.unlabelled:
            found.append(
                Complaint(
                    severity=Severity.NOTE,
                    kind=Kind.MAPPING,
                    sentence=f"No labels for {', '.join(self.unlabelled)}: the network keeps what "
                    "it knows of them, or does not learn them.",
                )
            )
        return tuple(found)

    def _find(self, source: str) -> Join:
        for join in self.joins:
            if join.source == source:
                return join
        raise UnknownNameError("keypoint", source, [join.source for join in self.joins])


@dataclass(frozen=True, slots=True)
class _Part:
    """A side and a place of the body, understood from a name."""

    side: str
    place: str


_SIDES = {
    "left": "left", "l": "left", "lt": "left", "lft": "left", "links": "left", "gauche": "left",
    "right": "right", "r": "right", "rt": "right", "rgt": "right", "rechts": "right",
    "droite": "right",
}  # fmt: skip
_PLACES = {
    "head_top": "headtop tophead topofhead headcrown crown vertex topofthehead",
    "upper_neck": "upperneck necktop",
    "thorax": "thorax midshoulder shouldermid shouldercenter shouldercentre midshoulders "
    "neckbase baseofneck",
    "pelvis": "pelvis midhip hipmid hipcenter hipcentre midhips hipscenter",
    "shoulder": "shoulder sho shldr shoulderjoint glenohumeral acromion",
    "elbow": "elbow elb elbowjoint",
    "wrist": "wrist wri wristjoint",
    "hip": "hip hipjoint",
    "knee": "knee kne kneejoint",
    "ankle": "ankle ank anklejoint",
    "heel": "heel calcaneus calc",
    "big_toe": "bigtoe hallux toe1 greattoe",
    "small_toe": "smalltoe littletoe toe5 pinkytoe",
    "foot_index": "footindex toe toes toetip foottip",
    "nose": "nose nosetip",
    "eye": "eye",
    "ear": "ear",
}
"""Places of the body and other words for them, without separators."""
_AMBIGUOUS = {
    "head": ("head_top", "some programs mean the top of the head, others its middle"),
    "neck": ("upper_neck", "some programs mean the top of the neck, others its base"),
    "chest": ("thorax", "some programs mean the base of the neck, others the breastbone"),
    "sternum": ("thorax", "the breastbone lies a little lower"),
    "root": ("pelvis", "programs differ in what they call root"),
    "sacrum": ("pelvis", "the sacrum lies at the back of the pelvis"),
    "trochanter": ("hip", "the trochanter lies a little outside of the hip joint"),
    "malleolus": ("ankle", "the malleolus lies at one side of the ankle joint"),
}
_PLACE_OF_WORD = {word: place for place, words in _PLACES.items() for word in words.split()}
_CLOSE = 0.85
"""Similarity of letters above which a word is taken for a misspelt one."""


def suggest_mapping(sources: Sequence[str], skeleton: Skeleton) -> KeypointMapping:
    """Suggest what the keypoints of a file become in a skeleton.

    Parameters
    ----------
    sources
        Names in the file, all different.
    skeleton
        What the labels are carried over to.

    Notes
    -----
    Where several names claim one keypoint, the surest has it; where two are equally sure, none.
    """
    proposals = {source: _propose(source, skeleton) for source in sources}
    joins = []
    for source, proposal in proposals.items():
        rivals = [
            other
            for other in proposals.values()
            if other.target == proposal.target
            and other is not proposal
            and other.confidence >= proposal.confidence
        ]
        if proposal.target is not None and rivals:
            proposal = Join(
                source=source,
                target=None,
                confidence=Confidence.NONE,
                reason=f"{rivals[0].source} fits {proposal.target} at least as well",
            )
        joins.append(proposal)
    return KeypointMapping(skeleton=skeleton, joins=tuple(joins))


def _propose(source: str, skeleton: Skeleton) -> Join:
    if source in skeleton:
        return Join(source=source, target=source, confidence=Confidence.EXACT)
    for target in skeleton.keypoints:
        if _squeeze(source) == _squeeze(target):
            return Join(source=source, target=target, confidence=Confidence.NORMALISED)
    side, word = _side_and_word(source)
    places = {target: _side_and_word(target) for target in skeleton.keypoints}
    same_words = [t for t, (s, w) in places.items() if s == side and w == word]
    if same_words:
        return Join(source=source, target=same_words[0], confidence=Confidence.NORMALISED)
    place, confidence, reason = _place_of(word)
    for target, (target_side, target_word) in places.items():
        if target_side == side and place and _place_of(target_word)[0] == place:
            return Join(source=source, target=target, confidence=confidence, reason=reason)
    return Join(source=source, target=None, confidence=Confidence.NONE)


def _place_of(word: str) -> tuple[str, Confidence, str]:
    """Return the place a word means, how surely, and why not more surely; empty for none."""
    if word in _PLACE_OF_WORD:
        return _PLACE_OF_WORD[word], Confidence.SYNONYM, ""
    if word in _AMBIGUOUS:
        place, reason = _AMBIGUOUS[word]
        return place, Confidence.GUESS, reason
    # Short words are one letter from too many others: ear and eye, toe and knee.
    close = difflib.get_close_matches(word, _PLACE_OF_WORD, n=1, cutoff=_CLOSE)
    if close and len(word) >= 4:
        return _PLACE_OF_WORD[close[0]], Confidence.GUESS, f"it looks like {close[0]} misspelt"
    return "", Confidence.NONE, ""


def _side_and_word(name: str) -> tuple[str, str]:
    """Split a name into its side, ``middle`` if none, and the rest without separators."""
    words = [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]
    sides = [_SIDES[word] for word in words if word in _SIDES]
    rest = "".join(word for word in words if word not in _SIDES)
    if len(sides) == 1:
        return sides[0], rest
    if not sides:
        # Written together: lknee, rsho, leftknee, kneel is not tried (it is a word of its own).
        for prefix in ("left", "right", "l", "r"):
            tail = rest.removeprefix(prefix)
            if tail != rest and (tail in _PLACE_OF_WORD or tail in _AMBIGUOUS):
                return _SIDES[prefix], tail
        for suffix in ("left", "right"):
            head = rest.removesuffix(suffix)
            if head != rest and (head in _PLACE_OF_WORD or head in _AMBIGUOUS):
                return _SIDES[suffix], head
    return "middle", rest


def _squeeze(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


def apply_mapping(labels: LabelSet, mapping: KeypointMapping) -> LabelSet:
    """Return the labels carried over to the skeleton of a mapping.

    Keypoints that no name of the file becomes are `Visibility.MISSING`.

    Raises
    ------
    UnknownNameError
        If the mapping lacks a keypoint of the labels.
    """
    targets: Mapping[str, str | None] = {
        source: mapping.target_of(source) for source in labels.skeleton.keypoints
    }
    pairs = [
        (labels.skeleton.index(source), mapping.skeleton.index(target))
        for source, target in targets.items()
        if target is not None
    ]
    old, new = [a for a, _ in pairs], [b for _, b in pairs]
    images = []
    for image in labels.images:
        xy = np.full((len(mapping.skeleton), 2), np.nan)
        visibility = np.full(len(mapping.skeleton), Visibility.MISSING, np.int8)
        xy[new], visibility[new] = image.xy_px[old], image.visibility[old]
        images.append(replace(image, xy_px=xy, visibility=visibility))
    step = ProcessingStep(
        name="map_keypoints",
        parameters={"skeleton": mapping.skeleton.name, "targets": dict(targets)},
        note=f"{len(pairs)} of {len(targets)} keypoints were carried over to "
        f"{mapping.skeleton.name}.",
    )
    return LabelSet(skeleton=mapping.skeleton, images=tuple(images), log=(*labels.log, step))
