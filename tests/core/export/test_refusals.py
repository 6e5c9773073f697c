"""Refusals with nearly the same reason are told once."""

from __future__ import annotations

from efficientpose_core.export.refusals import RefusalGroup, group_refusals
from efficientpose_core.export.sections import Refusal


def _refusals(*pairs: tuple[str, str]) -> list[Refusal]:
    return [Refusal(name=name, reason=reason) for name, reason in pairs]


def test_the_same_reason_is_told_once() -> None:
    found = group_refusals(_refusals(("cadence", "no walk"), ("speed", "no scale"),
                                     ("stance", "no walk")))  # fmt: skip
    assert found == (
        RefusalGroup(names=("cadence", "stance"), reason="no walk"),
        RefusalGroup(names=("speed",), reason="no scale"),
    )


def test_reasons_that_differ_in_the_quantity_they_name_are_joined() -> None:
    text = "Only 1 clean right cycles with {}, and an average needs 2: record more strides."
    found = group_refusals(
        _refusals(
            ("right_hip_flexion_range", text.format("right_hip_flexion")),
            ("right_hip_flexion_maximum", text.format("right_hip_flexion")),
            ("trunk_lean_range", text.format("trunk_lean")),
        )
    )
    assert found == (
        RefusalGroup(
            names=("right_hip_flexion_range", "right_hip_flexion_maximum", "trunk_lean_range"),
            reason=text.format("right_hip_flexion, trunk_lean"),
        ),
    )


def test_other_differences_stay_apart() -> None:
    text = "Only {} clean right cycles with {}, and an average needs 2."
    found = group_refusals(
        _refusals(("a", text.format(1, "trunk_lean")), ("b", text.format(0, "trunk_lean")))
    )
    assert len(found) == 2


def test_reasons_that_name_two_quantities_stay_as_they_are() -> None:
    reason = "trunk_lean and neck_flexion are missing"
    (found,) = group_refusals(_refusals(("a", reason), ("b", reason)))
    assert found == RefusalGroup(names=("a", "b"), reason=reason)


def test_nothing_refused_is_no_group() -> None:
    assert group_refusals([]) == ()
