"""From a video to joint angles, in one page; it needs no network."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

__all__ = ["GuideDialog"]


class GuideDialog(QDialog):
    """The guide."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Guide"))
        self.resize(640, 600)
        browser = QTextBrowser()
        browser.setAccessibleName(self.tr("Guide"))
        parts = (self._steps(), self._reading(), self._correcting(), self._labelling())
        browser.setHtml("".join(parts))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(browser)
        layout.addWidget(buttons)

    def _steps(self) -> str:
        return self.tr(
            "<h3>From a video to joint angles</h3><ol>"
            "<li><b>Record</b> one person, the camera still and at right angles to the movement: "
            "from the side for hips, knees and ankles while walking; from the front for arms and "
            "the line of the legs.</li>"
            "<li><b>Open</b> the video, or drop it on the window.</li>"
            "<li>Say whether the person is <b>seen from the side</b> or from the front: it decides "
            "which angles mean something.</li>"
            "<li><b>Trim</b> with the handles of the timeline, if only a part matters. If there "
            "are several people, choose the person (menu Analysis).</li>"
            "<li><b>Analyse</b>. You can pause or stop; what is done is kept.</li>"
            "<li><b>Look</b> at the skeleton while it plays, correct what is wrong, then "
            "<b>Export</b> the tables.</li></ol>"
        )

    def _reading(self) -> str:
        return self.tr(
            "<h3>Reading the curves</h3><p>Right is solid and orange, left is dashed and blue. "
            "The band is the 95 % interval of the error that the network itself expects; a hip "
            "taken for the other one is not in it. Marks at the lower edge tell where values were "
            "filled in, corrected, or rejected. A gap means that there is no value worth having. "
            "Click in a curve to go there; Shift and drag in the timeline marks a range, which the "
            "statistics and the corrections are about.</p>"
        )

    def _correcting(self) -> str:
        return self.tr(
            "<h3>Correcting</h3><p>Drag a keypoint to its place, or choose it with Tab and move it "
            "with the arrow keys. The right button offers more: remove, restore, interpolate "
            "between corrected frames, exchange left and right, tell the direction, or analyse a "
            "part again with a box around the person. Everything can be undone.</p>"
        )

    def _labelling(self) -> str:
        return self.tr(
            "<h3>A model for your own recordings</h3><p><b>Label frames</b> (menu Tools) picks out "
            "the frames of your recordings that teach most, with keypoints guessed. Correct them, "
            "accept each frame with the space bar, then <b>Train a model</b>: it is compared with "
            "the one before on people that it never saw, and used only if you want.</p>"
        )
