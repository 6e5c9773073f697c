"""Scale, floor and the user's angles come back from a project; older projects have none."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from efficientpose_core.errors import SessionError
from efficientpose_core.kinematics.custom_angles import CustomAngle, CustomAngleKind
from efficientpose_core.kinematics.floor import floor_from_line
from efficientpose_core.kinematics.scale import scale_from_line
from efficientpose_core.kinematics.view import View
from efficientpose_core.pipeline import DeriveSettings
from efficientpose_core.session.document import Session
from efficientpose_core.session.storage import load_session, save_session

SETTINGS = DeriveSettings(
    facing=1,
    floor=floor_from_line((0, 400), (600, 420)),
    scale=scale_from_line((0, 0), (300, 0), 1.5),
    custom_angles=(
        CustomAngle(
            name="right_knee_inner",
            kind=CustomAngleKind.THREE_POINTS,
            points=("right_hip", "right_knee", "right_ankle"),
            signed=False,
            limits_deg=(0.0, 180.0),
            view=View.SAGITTAL,
        ),
        CustomAngle(name="reach", kind=CustomAngleKind.FROM_UP, points=("thorax", "right_wrist")),
    ),
)


@pytest.fixture
def calibrated(session: Session) -> Session:
    return replace(session, request=replace(session.request, derive=SETTINGS))


def _rewritten(path: Path, change: Any) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    content = json.loads(members["session.json"])
    change(content["request"]["derive"])
    members["session.json"] = json.dumps(content).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def test_settings_come_back(calibrated: Session, tmp_path: Path) -> None:
    save_session(calibrated, tmp_path / "one.epstudio")
    loaded = load_session(tmp_path / "one.epstudio")
    assert loaded.request.derive == SETTINGS
    first, again = calibrated.derived(), loaded.derived()
    assert first.angles.names[-2:] == ("right_knee_inner", "reach")
    np.testing.assert_array_equal(first.angles.values_deg, again.angles.values_deg)
    assert "level_floor" in [step.name for step in again.angles.log]


def test_older_projects_have_none(calibrated: Session, tmp_path: Path) -> None:
    path = tmp_path / "old.epstudio"
    save_session(calibrated, path)

    def forget(derive: dict[str, Any]) -> None:
        for name in ("floor", "scale", "custom_angles"):
            del derive[name]

    _rewritten(path, forget)
    assert load_session(path).request.derive == DeriveSettings(facing=1)


def test_angles_that_are_none_are_refused(calibrated: Session, tmp_path: Path) -> None:
    path = tmp_path / "bad.epstudio"
    save_session(calibrated, path)
    _rewritten(path, lambda derive: derive["custom_angles"][0].update(name="=1+1"))
    with pytest.raises(SessionError, match="damaged"):
        load_session(path)
