"""Angles of the user's own, from the dialog into the project."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

from app.actions.registry import ActionRegistry
from app.dialogs.angles import AnglesDialog
from app.main_window import MainWindow
from app.services.document import Document
from app.services.playback import PlaybackController
from app.translation import decimal, tell
from app.widgets.curves import Quantity, group_of

if TYPE_CHECKING:
    from efficientpose_core.kinematics.custom_angles import CustomAngle

__all__ = ["AnglesController"]


class AnglesController(QObject):
    """Opens the dialog beside the window, and shows new angles among the curves."""

    def __init__(
        self,
        window: MainWindow,
        actions: ActionRegistry,
        document: Document,
        playback: PlaybackController,
    ) -> None:
        super().__init__(window)
        self._window, self._document, self._playback = window, document, playback
        self._new: tuple[str, ...] = ()
        self.dialog: AnglesDialog | None = None
        """While it is open."""
        document.derived_changed.connect(lambda _: self._follow())
        document.session_replaced.connect(lambda _: self._close())
        playback.position_changed.connect(lambda _: self._follow())
        actions.bind({"analysis.angles": self.ask})

    def ask(self) -> None:
        """Open the dialog, or bring it to the front."""
        session = self._document.session
        if session is None:
            return
        if self.dialog is None:
            self.dialog = AnglesDialog(
                session.request.derive.custom_angles,
                session.detection.track.skeleton,
                self._value_text,
                self._window,
            )
            self.dialog.accepted.connect(self._accept)
            self.dialog.finished.connect(self._forget)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _accept(self) -> None:
        session = self._document.session
        if session is None or self.dialog is None:
            return
        before, angles = session.request.derive.custom_angles, self.dialog.angles
        known = {angle.name for angle in before}
        self._new = tuple(angle.name for angle in angles if angle.name not in known)
        self._document.set_derive_settings(
            replace(session.request.derive, custom_angles=angles), self.tr("Change own angles")
        )

    def _follow(self) -> None:
        """Show new angles once they are there, and the value in another frame."""
        derived = self._document.derived
        if self._new and derived is not None and self._document.is_current:
            there = [group_of(name) for name in self._new if name in derived.angles.names]
            self._new = ()
            if there:
                plots = self._window.plots
                plots.set_quantity(Quantity.ANGLES)
                plots.show_groups(tuple(dict.fromkeys((*there, *plots.shown))))
        if self.dialog is not None:
            self.dialog.refresh()

    def _value_text(self, angle: CustomAngle) -> str:
        """Return what an angle is in the frame on display."""
        from efficientpose_core.kinematics.angles import compute_angles

        session, derived = self._document.session, self._document.derived
        if session is None or derived is None:
            return ""
        settings = session.request.derive
        # Over the whole recording: a stretch tells in which turn of 360 deg a frame is.
        found = compute_angles(
            derived.track,
            facing=derived.facing,
            view=settings.view,
            names=(angle.name,),
            custom=(angle.to_spec(settings.view),),
            floor=settings.floor,
        )
        if angle.name in found.unavailable:
            return tell(found.unavailable[angle.name])
        rows = np.flatnonzero(found.frame == self._playback.position)
        if not len(rows) or not np.isfinite(found.values_deg[rows[0], 0]):
            return self.tr("no value")
        value, sd = found.values_deg[rows[0], 0], found.sd_deg[rows[0], 0]
        text = f"{decimal(value, 1)}°"
        return f"{text} ± {decimal(1.96 * sd, 1)}°" if np.isfinite(sd) else text

    def _close(self) -> None:
        self._new = ()
        if self.dialog is not None:
            self.dialog.reject()

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
