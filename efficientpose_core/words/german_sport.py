"""What tests, repetitions and jumps say in German, with placeholders for what differs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["GERMAN_SPORT", "GERMAN_SPORT_NAMES"]

GERMAN_SPORT_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "squat": "Kniebeuge", "sit_to_stand": "Aufstehen vom Stuhl", "push_up": "Liegestütz",
        "jumping_jack": "Hampelmann", "arm_raise": "Armheben", "pelvis_height": "Beckenhöhe",
        "jumps": "Sprünge", "flight_time": "Flugzeit", "flight": "Flugzeit",
        "take_off": "Absprung", "landing": "Landung",
        "jump_height_flight": "Sprunghöhe aus der Flugzeit",
        "best_jump_height_flight": "Größte Sprunghöhe aus der Flugzeit",
        "jump_height_pelvis": "Sprunghöhe aus dem Becken",
        "jump_height_disagreement": "Unterschied beider Sprunghöhen",
        "flight_height": "Höhe aus der Flugzeit",
        "flight_height_error": "Fehler der Höhe aus der Flugzeit",
        "pelvis_rise": "Anstieg des Beckens",
        "pelvis_rise_error": "Fehler des Anstiegs des Beckens",
        "measure_jumps": "Sprünge messen", "protocol": "Test analysieren",
        "stance_time": "Standdauer auf einem Bein", "stands": "Aufstehen, Anzahl",
        "phase": "Phase", "angle": "Winkel", "before": "Vorher", "after": "Nachher",
        "difference": "Unterschied", "detectable": "Nachweisbar", "percent": "Prozent",
        "correlation": "Korrelation", "differentiate": "Ableiten",
        "refuse_distances": "Strecken nicht angeben", "reject_doubles": "Doppelte verwerfen",
        "trunk_sway_path": "Rumpf, Schwankweg",
        "trunk_sway_rms_sideways": "Rumpf, seitliches Schwanken (RMS)",
        "trunk_sway_range_sideways": "Rumpf, seitlicher Umfang",
        "trunk_sway_area": "Rumpf, Schwankfläche",
        "pelvis_sway_path": "Becken, Schwankweg",
        "pelvis_sway_rms_sideways": "Becken, seitliches Schwanken (RMS)",
        "pelvis_sway_range_sideways": "Becken, seitlicher Umfang",
        "pelvis_sway_area": "Becken, Schwankfläche",
    }
)  # fmt: skip
"""Movements and their quantities, without side, to what Germans call them."""

_OPERATOR = {
    "Shoulder flexion": "Schulterbeugung", "Shoulder abduction": "Schulterabduktion",
    "Put the camera at hip height on a tripod, square to the walkway, far enough away that four "
    "steps fit into the picture with the whole body. Let the person start and stop outside the "
    "picture. Record at least three passages.":
        "Die Kamera in Hüfthöhe auf ein Stativ stellen, senkrecht zum Gehweg, so weit entfernt, "
        "dass vier Schritte mit dem ganzen Körper ins Bild passen. Die Person außerhalb des Bildes "
        "losgehen und anhalten lassen. Mindestens drei Durchgänge aufnehmen.",
    "Use a chair of 43 cm without armrests, against a wall. Put the camera at hip height on a "
    "tripod, square to the side of the person, with the whole body in the picture. Say 'go' and "
    "record until 30 s have passed. Watch that the arms stay crossed: the camera does not check "
    "that.":
        "Einen Stuhl von 43 cm Höhe ohne Armlehnen an eine Wand stellen. Die Kamera in Hüfthöhe "
        "auf ein Stativ stellen, senkrecht zur Seite der Person, den ganzen Körper im Bild. „Los“ "
        "sagen und aufnehmen, bis 30 s vergangen sind. Darauf achten, dass die Arme gekreuzt "
        "bleiben: die Kamera prüft das nicht.",
    "Put the camera at hip height on a tripod, square to the side of the person, with the whole "
    "body in the picture, also when standing. Record five repetitions, and a second of standing "
    "before and after.":
        "Die Kamera in Hüfthöhe auf ein Stativ stellen, senkrecht zur Seite der Person, den ganzen "
        "Körper im Bild, auch im Stehen. Fünf Wiederholungen aufnehmen, dazu je eine Sekunde "
        "Stehen davor und danach.",
    "Put the camera at hip height on a tripod in front of the person, with the whole body in the "
    "picture. Start recording while both feet are down, and go on until the foot is down again, or "
    "45 s. Stand ready to help.":
        "Die Kamera in Hüfthöhe auf ein Stativ vor die Person stellen, den ganzen Körper im Bild. "
        "Mit der Aufnahme beginnen, solange beide Füße am Boden sind, und weiter aufnehmen, bis "
        "der Fuß wieder unten ist oder 45 s vergangen sind. Bereitstehen, um zu helfen.",
    "Put the camera at shoulder height on a tripod, square to the side of the person, on the side "
    "of the arm to be measured, with the whole body and the raised arm in the picture. Record "
    "three repetitions; then the other side.":
        "Die Kamera in Schulterhöhe auf ein Stativ stellen, senkrecht zur Seite der Person, auf "
        "der Seite des gemessenen Arms, den ganzen Körper und den gehobenen Arm im Bild. Drei "
        "Wiederholungen aufnehmen, dann die andere Seite.",
    "Put the camera at shoulder height on a tripod in front of the person, with the whole body and "
    "the raised arms in the picture. Record three repetitions.":
        "Die Kamera in Schulterhöhe auf ein Stativ vor die Person stellen, den ganzen Körper und "
        "die gehobenen Arme im Bild. Drei Wiederholungen aufnehmen.",
}  # fmt: skip

_INSTRUCTIONS = {
    "Walk past the camera at your usual, comfortable speed. Look ahead.":
        "Gehen Sie in Ihrer gewohnten, angenehmen Geschwindigkeit an der Kamera vorbei. Schauen "
        "Sie geradeaus.",
    "Sit in the middle of the chair, feet flat on the floor, arms crossed over your chest. At 'go' "
    "stand up fully and sit down again, as often as you can in 30 seconds.":
        "Setzen Sie sich in die Mitte des Stuhls, die Füße flach auf dem Boden, die Arme vor der "
        "Brust gekreuzt. Auf „Los“ stehen Sie ganz auf und setzen sich wieder, so oft Sie können, "
        "30 Sekunden lang.",
    "Stand with your feet at shoulder width. Squat as deep as is comfortable, heels on the floor, "
    "and come up again. Do five repetitions at your own pace.":
        "Stellen Sie sich schulterbreit hin. Gehen Sie so tief in die Hocke, wie es angenehm ist, "
        "die Fersen am Boden, und kommen Sie wieder hoch. Fünf Wiederholungen im eigenen Tempo.",
    "Stand with your feet side by side and cross your arms over your chest. Lift one foot to the "
    "height of the other ankle, without touching that leg, and keep still for as long as you can.":
        "Stellen Sie die Füße nebeneinander und kreuzen Sie die Arme vor der Brust. Heben Sie "
        "einen Fuß bis zur Höhe des anderen Knöchels, ohne das Bein zu berühren, und bleiben Sie "
        "so lange ruhig stehen, wie Sie können.",
    "Stand upright. Raise your straight arm forwards and up as far as it goes, without leaning "
    "back, and lower it again. Three times.":
        "Stehen Sie aufrecht. Heben Sie den gestreckten Arm nach vorn und oben, so weit es geht, "
        "ohne sich zurückzulehnen, und senken Sie ihn wieder. Dreimal.",
    "Stand upright, thumbs forward. Raise your straight arms sideways and up as far as they go, "
    "without leaning, and lower them again. Three times.":
        "Stehen Sie aufrecht, die Daumen nach vorn. Heben Sie die gestreckten Arme seitlich und "
        "nach oben, so weit es geht, ohne sich zu neigen, und senken Sie sie wieder. Dreimal.",
}  # fmt: skip

_CHECKS = {
    "The person is seen in a {needed} view.":
        "Die Person ist {needed} zu sehen.",
    "The person stands obliquely or turns; this test needs a {needed} view.":
        "Die Person steht schräg oder dreht sich; dieser Test braucht die Ansicht {needed}.",
    "The person is seen in a {seen} view; this test needs a {needed} view.":
        "Die Person ist {seen} zu sehen; dieser Test braucht die Ansicht {needed}.",
    "The angles are not those of a {needed} view, which this test needs.":
        "Die Winkel sind nicht die der Ansicht {needed}, die dieser Test braucht.",
    "Record again with the camera square to the person, as instructed.":
        "Noch einmal aufnehmen, die Kamera senkrecht zur Person, wie beschrieben.",
    "Choose the {needed} view in the settings of the analysis.":
        "In den Einstellungen der Analyse die Ansicht {needed} wählen.",
    "{rate} frames a second.": "{rate} Bilder pro Sekunde.",
    "{rate} frames a second: times are known to {ms} ms only; {good} frames a second are better.":
        "{rate} Bilder pro Sekunde: Zeiten sind nur auf {ms} ms genau; {good} Bilder pro Sekunde "
        "sind besser.",
    "{rate} frames a second are too few; {least} are needed.":
        "{rate} Bilder pro Sekunde sind zu wenig; nötig sind {least}.",
    "Choose a higher frame rate in the camera, and more light.":
        "In der Kamera eine höhere Bildrate wählen, und mehr Licht.",
    "The person is {height} px tall.": "Die Person ist {height} px groß.",
    "The person is {height} px tall: angles and distances are rough; {good} px are better.":
        "Die Person ist {height} px groß: Winkel und Strecken sind grob; {good} px sind besser.",
    "The person is {height} px tall; {least} px are needed.":
        "Die Person ist {height} px groß; nötig sind {least} px.",
    "The size of the person is not known: trunk and thighs are never seen.":
        "Die Größe der Person ist nicht bekannt: Rumpf und Oberschenkel sind nie zu sehen.",
    "Move the camera nearer, or turn it upright, or choose a higher resolution.":
        "Die Kamera näher stellen, hochkant drehen oder eine höhere Auflösung wählen.",
    "The recording lasts {seconds} s.": "Die Aufnahme dauert {seconds} s.",
    "The recording lasts {seconds} s; {least} s are needed.":
        "Die Aufnahme dauert {seconds} s; nötig sind {least} s.",
    "The person is seen for {seconds} s.": "Die Person ist {seconds} s lang zu sehen.",
    "The person is seen for {seconds} s; {least} s are needed.":
        "Die Person ist {seconds} s lang zu sehen; nötig sind {least} s.",
    "Record longer, or analyse the whole recording.":
        "Länger aufnehmen oder die ganze Aufnahme analysieren.",
    "The person is seen in {share} of the frames.":
        "Die Person ist in {share} der Bilder zu sehen.",
    "The person is seen in {share} of the frames only.":
        "Die Person ist nur in {share} der Bilder zu sehen.",
    "Keep the person in the picture, or point at them before the analysis, or cut off the parts "
    "without them.":
        "Die Person im Bild halten, vor der Analyse auf sie zeigen oder die Teile ohne sie "
        "abschneiden.",
    "All keypoints that this test needs are seen clearly.":
        "Alle Gelenkpunkte, die dieser Test braucht, sind deutlich zu sehen.",
    "The keypoint {keypoint} is known in {share} of the frames only.":
        "Ein Gelenkpunkt ist nur in {share} der Bilder bekannt: {keypoint}.",
    "The keypoint {keypoint} is seen unclearly (typical score {score}).":
        "Ein Gelenkpunkt ist undeutlich zu sehen: {keypoint} (typische Sicherheit {score}).",
    "This skeleton has no keypoint {keypoint}, which this test needs.":
        "Diesem Skelett fehlt ein Gelenkpunkt, den dieser Test braucht: {keypoint}.",
    "Tight clothes that differ from the background help, and more light, and larger weights; "
    "correct single frames by hand.":
        "Enge Kleidung, die sich vom Hintergrund abhebt, hilft, ebenso mehr Licht und größere "
        "Gewichte; einzelne Bilder von Hand berichtigen.",
    "Nothing says that the camera moves.": "Nichts spricht dafür, dass die Kamera sich bewegt.",
    "Put the camera on a tripod.": "Die Kamera auf ein Stativ stellen.",
    "The picture is calibrated: {mm} mm a pixel.": "Das Bild ist kalibriert: {mm} mm je Pixel.",
    "The picture is not calibrated: distances are told in % of the body height, or not at all.":
        "Das Bild ist nicht kalibriert: Strecken sind in % der Körpergröße angegeben oder gar "
        "nicht.",
    "Enter the person's height, or draw a line of known length.":
        "Die Körpergröße eingeben oder eine Strecke bekannter Länge zeichnen.",
    "{failed} of {total} checks failed.":
        "{failed} von {total} {total:Prüfung|Prüfungen} nicht bestanden.",
}  # fmt: skip

_TESTS = {
    "seen from the side, the far arm is partly hidden: record that side, too":
        "von der Seite ist der ferne Arm teilweise verdeckt: auch diese Seite aufnehmen",
    "seen from the side, the far limb is partly hidden and measured worse":
        "von der Seite ist die ferne Seite teilweise verdeckt und schlechter gemessen",
    "the gait of this recording has not been analysed: do that first":
        "der Gang dieser Aufnahme ist nicht analysiert: das zuerst tun",
    "the recording covers {first} to {last} s, the test {start} to {end} s: record until 30 s "
    "after 'go'":
        "die Aufnahme reicht von {first} bis {last} s, der Test von {start} bis {end} s: bis 30 s "
        "nach „Los“ aufnehmen",
    "no values in {share} of the time: there may be more":
        "in {share} der Zeit keine Werte: es können mehr sein",
    "no foot was lifted by 5 % of the body height":
        "kein Fuß wurde um 5 % der Körpergröße gehoben",
    "on the {side} leg": "auf dem Bein {side}",
    "at least this long: {why}": "mindestens so lange: {why}",
    "the foot was up before": "der Fuß war vorher schon oben",
    "the foot was still up afterwards": "der Fuß war danach noch oben",
    "the foot was up before and the foot was still up afterwards":
        "der Fuß war vorher schon und danach noch oben",
    "{seconds} s on one leg are too short: sway needs {least} s":
        "{seconds} s auf einem Bein sind zu kurz: das Schwanken braucht {least} s",
    "the trunk leant by up to {angle} deg meanwhile":
        "der Rumpf neigte sich dabei um bis zu {angle}°",
    "no arm was raised and lowered again": "kein Arm wurde gehoben und wieder gesenkt",
    "the arm was not raised and lowered again": "der Arm wurde nicht gehoben und wieder gesenkt",
    "{keypoint} is known in {share} of the frames on one leg only":
        "{keypoint} ist nur in {share} der Bilder auf einem Bein bekannt",
    "more than half of it may be noise of the keypoints: compare recordings only":
        "mehr als die Hälfte davon kann Rauschen der Gelenkpunkte sein: nur Aufnahmen vergleichen",
    "'Go' is marked at frame {frame}, which was not analysed: mark it anew, or remove it.":
        "„Los“ ist bei Bild {frame} markiert, das nicht analysiert wurde: neu markieren oder "
        "entfernen.",
    "below": "darunter", "within": "üblich", "above": "darüber",
    "women, {first} to {last} years": "Frauen, {first} bis {last} Jahre",
    "men, {first} to {last} years": "Männer, {first} bis {last} Jahre",
    "women, 20 years and older": "Frauen ab 20 Jahren",
    "men, 20 years and older": "Männer ab 20 Jahren",
}  # fmt: skip

_REPETITIONS = {
    "{count} without its beginning, not counted": "{count} ohne Anfang, nicht gezählt",
    "{count} without its end, not counted": "{count} ohne Ende, nicht gezählt",
    "{count} not confirmed, not counted": "{count} nicht bestätigt, nicht gezählt",
    "its beginning was not seen": "ihr Anfang war nicht zu sehen",
    "its end was not seen": "ihr Ende war nicht zu sehen",
    "the turning point was not seen: no depth": "der Umkehrpunkt war nicht zu sehen: keine Tiefe",
    "it is too noisy to be timed": "zu unruhig, um Zeiten zu bestimmen",
    "it lasted {seconds} s only": "sie dauerte nur {seconds} s",
    "{name} is not known there": "{name} ist dort nicht bekannt",
    "no values in {share} of the recording: there may be more":
        "in {share} der Aufnahme keine Werte: es können mehr sein",
    "{name} has no value in {share} of the recording: see that the person is in view and unknown "
    "stretches are few":
        "{name} hat in {share} der Aufnahme keinen Wert: dafür sorgen, dass die Person im Bild ist "
        "und es wenige Lücken gibt",
    "{name} moved by {moved} {unit}; a repetition needs {least} {units} there and back":
        "{name} änderte sich um {moved} {unit}; eine Wiederholung braucht {least} {units} hin und "
        "zurück",
    "the turning point is known to {error} {unit} only, while the hold ends {limit} {units} from "
    "it":
        "der Umkehrpunkt ist nur auf {error} {unit} bekannt, das Halten endet aber {limit} {units} "
        "davon entfernt",
    "the pelvis has to sink by 5 % of the body height, not by {value} %":
        "das Becken muss um 5 % der Körpergröße sinken, nicht um {value} %",
    "the pelvis has to rise by 5 % of the body height, not by {value} %":
        "das Becken muss um 5 % der Körpergröße steigen, nicht um {value} %",
    "the trunk was not horizontal: {value} deg from the vertical":
        "der Rumpf war nicht waagerecht: {value}° von der Senkrechten",
    "the feet have to move apart by 8 % of the body height, not by {value} %":
        "die Füße müssen sich um 8 % der Körpergröße entfernen, nicht um {value} %",
    "{movement} is counted in a {view} view: choose that view, if the person is seen like that, or "
    "count the height of the pelvis.":
        "{movement} wird in der Ansicht {view} gezählt: diese Ansicht wählen, falls die Person so "
        "zu sehen ist, oder die Beckenhöhe zählen.",
    "{movement} needs {angle}, which is {why}.": "{movement} braucht {angle}: {why}.",
    "deg": "Grad", "squat": "Kniebeuge", "push up": "Liegestütz", "jumping jack": "Hampelmann",
    "sit to stand": "Aufstehen vom Stuhl", "arm raise": "Armheben",
    "not among the computed angles": "nicht unter den berechneten Winkeln",
    "This repetition goes up: the level where it begins has to lie above the level where it is "
    "over.":
        "Diese Wiederholung geht nach oben: die Schwelle, bei der sie beginnt, muss über der "
        "liegen, bei der sie vorüber ist.",
    "This repetition goes down: the level where it begins has to lie below the level where it is "
    "over.":
        "Diese Wiederholung geht nach unten: die Schwelle, bei der sie beginnt, muss unter der "
        "liegen, bei der sie vorüber ist.",
    "This recording has no frames: nothing can be counted.":
        "Diese Aufnahme hat keine Bilder: nichts kann gezählt werden.",
    "{n} jumps.": "{n} {n:Sprung|Sprünge}.",
    "{count} excursions of {name}.": "{count} {count:Ausschlag|Ausschläge} von {name}.",
    "frames {first} to {last} were not analysed: mark the phase anew":
        "Bilder {first} bis {last} wurden nicht analysiert: die Phase neu markieren",
    "It is not known in any frame.": "In keinem Bild bekannt.",
    "{seconds} s are missing, so the path is longer.":
        "{seconds} s fehlen, der Weg ist also länger.",
}  # fmt: skip

_JUMPS = {
    "Two ways that do not know of each other: from the time in the air (Bosco et al. 1983, "
    "doi:10.1007/BF00422166), and from the rise of the pelvis above upright standing.":
        "Zwei unabhängige Wege: aus der Flugzeit (Bosco et al. 1983, doi:10.1007/BF00422166) und "
        "aus dem Anstieg des Beckens über das aufrechte Stehen.",
    "both ankles never left the ground together with the pelvis":
        "beide Knöchel haben den Boden nie zusammen mit dem Becken verlassen",
    "no jump was found": "kein Sprung gefunden",
    "the size of the person is not known: trunk and thighs have to be seen":
        "die Größe der Person ist nicht bekannt: Rumpf und Oberschenkel müssen zu sehen sein",
    "the frame rate alone makes heights wrong by up to {worst} (one standard deviation; 10% are "
    "accepted): record with more frames a second":
        "allein die Bildrate macht Höhen um bis zu {worst} falsch (eine Standardabweichung; 10 % "
        "sind zulässig): mit mehr Bildern pro Sekunde aufnehmen",
    "landed with bent legs: the time in the air is longer than the height explains":
        "mit gebeugten Beinen gelandet: die Flugzeit ist länger, als die Höhe erklärt",
    "nobody stands upright and still for 0.2 s before or after the jump":
        "niemand steht vor oder nach dem Sprung 0,2 s aufrecht und still",
    "the pelvis rise is not known in metres: calibrate the picture to compare":
        "der Anstieg des Beckens ist nicht in Metern bekannt: zum Vergleich das Bild kalibrieren",
    "one of the two heights is refused": "eine der beiden Höhen ist nicht angegeben",
    "the two ways differ by up to {worst} cm, more than their errors explain: check scale, frame "
    "rate and slow-motion factor":
        "die beiden Wege unterscheiden sich um bis zu {worst} cm, mehr als ihre Fehler erklären: "
        "Maßstab, Bildrate und Zeitlupenfaktor prüfen",
}  # fmt: skip

_COMPARING = {
    "Before and after": "Vorher und nachher", "more than noise": "mehr als Rauschen",
    "'{recording}' holds no gait to compare: {reason}":
        "„{recording}“ enthält keinen Gang zum Vergleichen: {reason}",
    "One project reports walking forwards and the other walking backwards: choose the same in "
    "both.":
        "Das eine Projekt gibt Vorwärtsgehen an, das andere Rückwärtsgehen: in beiden dasselbe "
        "wählen.",
    "The two projects have different pseudonyms, '{one}' before and '{other}' after: if these are "
    "two people, the differences are between them, and no change.":
        "Die beiden Projekte haben verschiedene Pseudonyme, vorher „{one}“ und nachher „{other}“: "
        "Sind das zwei Personen, dann sind die Unterschiede die zwischen ihnen und keine Änderung.",
    "Both projects are of the same recording: what differs is the analysis, not the person.":
        "Beide Projekte gehören zu derselben Aufnahme: Was sich unterscheidet, ist die Analyse, "
        "nicht die Person.",
    "By their dates, the recording taken for before was made after the other one: exchange the "
    "two.":
        "Nach dem Datum entstand die Aufnahme, die als vorher gilt, nach der anderen: die beiden "
        "vertauschen.",
    "The keypoints were found with different weights, '{one}' before and '{other}' after: networks "
    "err differently, and that is not in the detectable change.":
        "Die Gelenkpunkte wurden mit verschiedenen Gewichten gefunden, vorher „{one}“ und nachher "
        "„{other}“: Netze irren sich unterschiedlich, und das steckt nicht in der nachweisbaren "
        "Änderung.",
    "Cleaning or the way events are found differ between the two projects: part of the differences "
    "may come from that.":
        "Die Projekte unterscheiden sich in der Bereinigung oder darin, wie Ereignisse gefunden "
        "werden: Ein Teil der Unterschiede kann daher kommen.",
    "The person does not walk in the same directions before and after: another leg is the far one, "
    "which is measured worse.":
        "Die Person geht vorher und nachher nicht in dieselben Richtungen: Ein anderes Bein ist "
        "das ferne, das schlechter gemessen wird.",
    "Only reports of projects compare: save this analysis as a project.":
        "Nur Berichte von Projekten vergleichen: diese Analyse als Projekt speichern.",
    "Detectable: the minimal detectable change, 1.96 sqrt(2) SEM (Weir 2005, "
    "doi:10.1519/15184.1), from the variation between cycles and the measuring error of these "
    "recordings.":
        "Nachweisbar: die kleinste nachweisbare Änderung, 1,96 √2 SEM (Weir 2005, "
        "doi:10.1519/15184.1), aus der Streuung zwischen Zyklen und dem Messfehler dieser "
        "Aufnahmen.",
    "Setting up the camera again, or another day, adds to it.":
        "Ein neuer Aufbau der Kamera oder ein anderer Tag kommen hinzu.",
    "in {unit} before and {other} after: calibrate both or neither.":
        "vorher in {unit}, nachher in {other}: beide kalibrieren oder keine.",
    "pixels of two recordings cannot be compared: calibrate both.":
        "Pixel zweier Aufnahmen sind nicht vergleichbar: beide kalibrieren.",
    "no spread is known, so noise cannot be told from change: record more strides.":
        "keine Streuung bekannt, Rauschen also nicht von Änderung zu unterscheiden: mehr Schritte "
        "aufnehmen.",
    "The two recordings have no parameter in common: analyse both alike.":
        "Die beiden Aufnahmen haben keine Größe gemeinsam: beide gleich analysieren.",
    "not known before: {reason}": "vorher nicht bekannt: {reason}",
    "not known after: {reason}": "nachher nicht bekannt: {reason}",
    "{share} of the curve is missing": "{share} der Kurve fehlen",
    "one of the curves is level": "eine der Kurven ist eben",
    "'{one}' is in {unit}, '{other}' in {units}: compare curves of the same unit.":
        "„{one}“ ist in {unit}, „{other}“ in {units}: Kurven gleicher Einheit vergleichen.",
    "The two trials do not overlap in time: align them by another event.":
        "Die beiden Versuche überschneiden sich zeitlich nicht: an einem anderen Ereignis "
        "ausrichten.",
    "The repetition is not within the recording.":
        "Die Wiederholung liegt nicht in der Aufnahme.",
    "Choose a repetition in both trials.": "In beiden Versuchen eine Wiederholung wählen.",
    "The event at {time} s is not within '{name}' ({first} to {last} s).":
        "Das Ereignis bei {time} s liegt nicht in „{name}“ ({first} bis {last} s).",
    "These trials are too long to be aligned by themselves: mark an event.":
        "Diese Versuche sind zu lang, um von selbst ausgerichtet zu werden: ein Ereignis "
        "markieren.",
    "The two trials cannot be aligned by themselves: one of them is level.":
        "Die beiden Versuche lassen sich nicht von selbst ausrichten: einer ist eben.",
    "The two trials are too unlike to be aligned by themselves (correlation {value}): mark the "
    "same event in both.":
        "Die beiden Versuche sind zu verschieden, um von selbst ausgerichtet zu werden "
        "(Korrelation {value}): in beiden dasselbe Ereignis markieren.",
    "The two trials are never known at the same time: align them otherwise.":
        "Die beiden Versuche sind nie zur selben Zeit bekannt: anders ausrichten.",
    "Trial '{name}' has fewer than two values: choose another curve.":
        "Der Versuch „{name}“ hat weniger als zwei Werte: eine andere Kurve wählen.",
    "Mark the event in both trials.": "Das Ereignis in beiden Versuchen markieren.",
    "'{name}' does not have the angle {angle}: choose another.":
        "„{name}“ hat diesen Winkel nicht ({angle}): einen anderen wählen.",
    "'{name}' has no such repetition: choose in the tab Movement what is counted, or align by an "
    "event.":
        "„{name}“ hat keine solche Wiederholung: auf der Karte Bewegung wählen, was gezählt wird, "
        "oder an einem Ereignis ausrichten.",
}  # fmt: skip

GERMAN_SPORT: Mapping[str, str] = MappingProxyType(
    {**_OPERATOR, **_INSTRUCTIONS, **_CHECKS, **_TESTS, **_REPETITIONS, **_JUMPS, **_COMPARING}
)
"""English text of tests and sport, with placeholders, to German."""
