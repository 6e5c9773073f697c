"""Every sentence that protocols say, in one table: English, marked for translation.

Protocols and checks name their sentences by key. Windows and reports translate the sentence of a
key in the context ``Protocol`` and put the values into its braces afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["TEXTS"]


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark a text: Qt's extractor finds calls of this name. Returns the text."""
    del context
    return text


TEXTS: Mapping[str, str] = MappingProxyType(
    {
        # Protocols: title, instructions for whoever records, instructions to read out.
        "walk.title": QT_TRANSLATE_NOOP("Protocol", "Walk"),
        "walk.operator": QT_TRANSLATE_NOOP(
            "Protocol",
            "Put the camera at hip height on a tripod, square to the walkway, far enough away that "
            "four steps fit into the picture with the whole body. Let the person start and stop "
            "outside the picture. Record at least three passages.",
        ),
        "walk.person": QT_TRANSLATE_NOOP(
            "Protocol", "Walk past the camera at your usual, comfortable speed. Look ahead."
        ),
        "chair_stand.title": QT_TRANSLATE_NOOP("Protocol", "30 s sit-to-stand"),
        "chair_stand.operator": QT_TRANSLATE_NOOP(
            "Protocol",
            "Use a chair of 43 cm without armrests, against a wall. Put the camera at hip height "
            "on a tripod, square to the side of the person, with the whole body in the picture. "
            "Say 'go' and record until 30 s have passed. Watch that the arms stay crossed: the "
            "camera does not check that.",
        ),
        "chair_stand.person": QT_TRANSLATE_NOOP(
            "Protocol",
            "Sit in the middle of the chair, feet flat on the floor, arms crossed over your chest. "
            "At 'go' stand up fully and sit down again, as often as you can in 30 seconds.",
        ),
        "squat.title": QT_TRANSLATE_NOOP("Protocol", "Squat"),
        "squat.operator": QT_TRANSLATE_NOOP(
            "Protocol",
            "Put the camera at hip height on a tripod, square to the side of the person, with the "
            "whole body in the picture, also when standing. Record five repetitions, and a second "
            "of standing before and after.",
        ),
        "squat.person": QT_TRANSLATE_NOOP(
            "Protocol",
            "Stand with your feet at shoulder width. Squat as deep as is comfortable, heels on the "
            "floor, and come up again. Do five repetitions at your own pace.",
        ),
        "single_leg_stance.title": QT_TRANSLATE_NOOP("Protocol", "Single-leg stance"),
        "single_leg_stance.operator": QT_TRANSLATE_NOOP(
            "Protocol",
            "Put the camera at hip height on a tripod in front of the person, with the whole body "
            "in the picture. Start recording while both feet are down, and go on until the foot is "
            "down again, or 45 s. Stand ready to help.",
        ),
        "single_leg_stance.person": QT_TRANSLATE_NOOP(
            "Protocol",
            "Stand with your feet side by side and cross your arms over your chest. Lift one foot "
            "to the height of the other ankle, without touching that leg, and keep still for as "
            "long as you can.",
        ),
        "shoulder_flexion.title": QT_TRANSLATE_NOOP("Protocol", "Shoulder flexion"),
        "shoulder_flexion.operator": QT_TRANSLATE_NOOP(
            "Protocol",
            "Put the camera at shoulder height on a tripod, square to the side of the person, on "
            "the side of the arm to be measured, with the whole body and the raised arm in the "
            "picture. Record three repetitions; then the other side.",
        ),
        "shoulder_flexion.person": QT_TRANSLATE_NOOP(
            "Protocol",
            "Stand upright. Raise your straight arm forwards and up as far as it goes, without "
            "leaning back, and lower it again. Three times.",
        ),
        "shoulder_abduction.title": QT_TRANSLATE_NOOP("Protocol", "Shoulder abduction"),
        "shoulder_abduction.operator": QT_TRANSLATE_NOOP(
            "Protocol",
            "Put the camera at shoulder height on a tripod in front of the person, with the whole "
            "body and the raised arms in the picture. Record three repetitions.",
        ),
        "shoulder_abduction.person": QT_TRANSLATE_NOOP(
            "Protocol",
            "Stand upright, thumbs forward. Raise your straight arms sideways and up as far as "
            "they go, without leaning, and lower them again. Three times.",
        ),
        # Checks of the recording: what was found, and what to do about it.
        "view.pass": QT_TRANSLATE_NOOP("Protocol", "The person is seen in a {needed} view."),
        "view.unclear": QT_TRANSLATE_NOOP(
            "Protocol", "The person stands obliquely or turns; this test needs a {needed} view."
        ),
        "view.wrong": QT_TRANSLATE_NOOP(
            "Protocol", "The person is seen in a {seen} view; this test needs a {needed} view."
        ),
        "view.chosen": QT_TRANSLATE_NOOP(
            "Protocol", "The angles are not those of a {needed} view, which this test needs."
        ),
        "view.remedy": QT_TRANSLATE_NOOP(
            "Protocol", "Record again with the camera square to the person, as instructed."
        ),
        "view.chosen.remedy": QT_TRANSLATE_NOOP(
            "Protocol", "Choose the {needed} view in the settings of the analysis."
        ),
        "rate.pass": QT_TRANSLATE_NOOP("Protocol", "{rate:.0f} frames a second."),
        "rate.low": QT_TRANSLATE_NOOP(
            "Protocol",
            "{rate:.0f} frames a second: times are known to {ms:.0f} ms only; {good:.0f} frames a "
            "second are better.",
        ),
        "rate.fail": QT_TRANSLATE_NOOP(
            "Protocol", "{rate:.0f} frames a second are too few; {least:.0f} are needed."
        ),
        "rate.remedy": QT_TRANSLATE_NOOP(
            "Protocol", "Choose a higher frame rate in the camera, and more light."
        ),
        "size.pass": QT_TRANSLATE_NOOP("Protocol", "The person is {height:.0f} px tall."),
        "size.low": QT_TRANSLATE_NOOP(
            "Protocol",
            "The person is {height:.0f} px tall: angles and distances are rough; {good:.0f} px are "
            "better.",
        ),
        "size.fail": QT_TRANSLATE_NOOP(
            "Protocol", "The person is {height:.0f} px tall; {least:.0f} px are needed."
        ),
        "size.unknown": QT_TRANSLATE_NOOP(
            "Protocol", "The size of the person is not known: trunk and thighs are never seen."
        ),
        "size.remedy": QT_TRANSLATE_NOOP(
            "Protocol", "Move the camera nearer, or turn it upright, or choose a higher resolution."
        ),
        "length.pass": QT_TRANSLATE_NOOP("Protocol", "The recording lasts {seconds:.1f} s."),
        "length.fail": QT_TRANSLATE_NOOP(
            "Protocol", "The recording lasts {seconds:.1f} s; {least:.0f} s are needed."
        ),
        "length.remedy": QT_TRANSLATE_NOOP(
            "Protocol", "Record longer, or analyse the whole recording."
        ),
        "person.pass": QT_TRANSLATE_NOOP(
            "Protocol", "The person is seen in {share:.0%} of the frames."
        ),
        "person.low": QT_TRANSLATE_NOOP(
            "Protocol", "The person is seen in {share:.0%} of the frames only."
        ),
        "person.seconds.pass": QT_TRANSLATE_NOOP(
            "Protocol", "The person is seen for {seconds:.1f} s."
        ),
        "person.seconds.fail": QT_TRANSLATE_NOOP(
            "Protocol", "The person is seen for {seconds:.1f} s; {least:.0f} s are needed."
        ),
        "person.remedy": QT_TRANSLATE_NOOP(
            "Protocol",
            "Keep the person in the picture, or point at them before the analysis, or cut off the "
            "parts without them.",
        ),
        "keypoints.pass": QT_TRANSLATE_NOOP(
            "Protocol", "All keypoints that this test needs are seen clearly."
        ),
        "keypoints.missing": QT_TRANSLATE_NOOP(
            "Protocol", "The keypoint {keypoint} is known in {share:.0%} of the frames only."
        ),
        "keypoints.faint": QT_TRANSLATE_NOOP(
            "Protocol", "The keypoint {keypoint} is seen unclearly (typical score {score:.2f})."
        ),
        "keypoints.absent": QT_TRANSLATE_NOOP(
            "Protocol", "This skeleton has no keypoint {keypoint}, which this test needs."
        ),
        "keypoints.remedy": QT_TRANSLATE_NOOP(
            "Protocol",
            "Tight clothes that differ from the background help, and more light, and larger "
            "weights; correct single frames by hand.",
        ),
        "camera.pass": QT_TRANSLATE_NOOP("Protocol", "Nothing says that the camera moves."),
        "camera.moves": QT_TRANSLATE_NOOP("Protocol", "{problem}"),
        "camera.remedy": QT_TRANSLATE_NOOP("Protocol", "Put the camera on a tripod."),
        "scale.pass": QT_TRANSLATE_NOOP(
            "Protocol", "The picture is calibrated: {mm:.1f} mm a pixel."
        ),
        "scale.missing": QT_TRANSLATE_NOOP(
            "Protocol",
            "The picture is not calibrated: distances are told in % of the body height, or not at "
            "all.",
        ),
        "scale.remedy": QT_TRANSLATE_NOOP(
            "Protocol", "Enter the person's height, or draw a line of known length."
        ),
    }
)
"""Sentences by key."""
