"""Norms of the tests, each with its source."""

from __future__ import annotations

from efficientpose_core.kinematics.protocols.protocol import Norm, ProtocolSettings, Sex

__all__ = ["chair_stand_norm", "shoulder_norm"]

_CHAIR_STANDS = {
    60: ((12, 17), (14, 19)),
    65: ((11, 16), (12, 18)),
    70: ((10, 15), (12, 17)),
    75: ((10, 15), (11, 17)),
    80: ((9, 14), (10, 15)),
    85: ((8, 13), (8, 14)),
    90: ((4, 11), (7, 12)),
}
"""First age of five years -> 25th to 75th percentile of women and of men."""
_CHAIR_STANDS_SOURCE = (
    "Rikli and Jones 1999, Functional fitness normative scores for community-residing older "
    "adults, ages 60-94, Journal of Aging and Physical Activity 7:162-181 "
    "(25th to 75th percentile)"
)
_SHOULDER = {"flexion": (158.5, 161.5), "abduction": (149.7, 151.5)}
"""Mean of the right, active, without symptoms: women, men."""
_SHOULDER_SOURCE = (
    "Gill et al. 2020, Shoulder range of movement in the general population, BMC Musculoskeletal "
    "Disorders 21:676, doi:10.1186/s12891-020-03665-9 (mean of 2404 adults of 20 to 91 years, "
    "inclinometer; it declines with age)"
)


def chair_stand_norm(settings: ProtocolSettings) -> tuple[Norm, ...]:
    """Return the usual number of stands in 30 s; nothing below 60 or above 94 years."""
    if settings.age_years is None or settings.sex is None or not 60 <= settings.age_years < 95:
        return ()
    first = int(settings.age_years) // 5 * 5
    low, high = _CHAIR_STANDS[first][0 if settings.sex is Sex.FEMALE else 1]
    people = "women" if settings.sex is Sex.FEMALE else "men"
    return (
        Norm(
            measure="stands", low=low, high=high,
            group=f"{people}, {first} to {first + 4} years", source=_CHAIR_STANDS_SOURCE,
        ),
    )  # fmt: skip


def shoulder_norm(kind: str, settings: ProtocolSettings) -> tuple[Norm, ...]:
    """Return the mean range of ``"flexion"`` or ``"abduction"`` of adults, for both sides."""
    if settings.sex is None or settings.age_years is None or settings.age_years < 20:
        return ()
    female = settings.sex is Sex.FEMALE
    typical = _SHOULDER[kind][0 if female else 1]
    return tuple(
        Norm(
            measure=f"{side}_shoulder_{kind}", typical=typical,
            group="women, 20 years and older" if female else "men, 20 years and older",
            source=_SHOULDER_SOURCE,
        )
        for side in ("left", "right")
    )  # fmt: skip
