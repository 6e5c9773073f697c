"""Scale, floor and refusals in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.translation import decimal, tell

if TYPE_CHECKING:
    from efficientpose_core.kinematics.floor import Floor
    from efficientpose_core.kinematics.scale import Scale
    from efficientpose_core.session.document import Session

__all__ = ["calibration_explained", "calibration_text", "floor_text", "scale_text"]


def scale_text(scale: Scale) -> str:
    """Return a scale with its error, such as ``1 px = 3.1 mm ± 4%``."""
    percent = 100.0 * scale.relative_error
    told = decimal(percent, 1) if percent < 1 else f"{percent:.0f}"
    return QCoreApplication.translate("Calibration", "1 px = {0} mm ± {1}%").format(
        f"{1000.0 * scale.metres_per_px:.3g}", told
    )


def floor_text(floor: Floor) -> str:
    """Return the floor's angle with its error, such as ``floor 0.8° ± 0.3°``."""
    return QCoreApplication.translate("Calibration", "floor {0}° ± {1}°").format(
        decimal(floor.angle_deg, 1), decimal(floor.error_deg, 1)
    )


def calibration_text(session: Session) -> str:
    """Return what is told about space and time of a recording; nothing where nothing is."""
    derive, factor = session.request.derive, session.request.slow_motion_factor
    parts = []
    if session.assessment.no_distances:
        parts.append(QCoreApplication.translate("Calibration", "no distances"))
    elif derive.scale is not None:
        parts.append(scale_text(derive.scale))
    if derive.floor is not None:
        parts.append(floor_text(derive.floor))
    if factor != 1.0:
        parts.append(
            QCoreApplication.translate("Calibration", "{0}-fold slow motion").format(f"{factor:g}")
        )
    return "  ·  ".join(parts)


def calibration_explained(session: Session) -> str:
    """Return where it all comes from, a line each."""
    derive = session.request.derive
    parts = [session.assessment.no_distances]
    parts += [known.note for known in (derive.scale, derive.floor) if known is not None]
    return "\n".join(tell(part) for part in parts if part)
