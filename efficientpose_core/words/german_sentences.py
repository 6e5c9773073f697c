"""Sentences of other parts of the program in German, with placeholders for what differs.

The English ones live where they are said; a sentence that has changed there stays English here,
and a test tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["GERMAN_SENTENCES"]

_RECORDING = {
    "not available: seen in a {there} view only, this is a {here} one":
        "nur zu sehen in der Ansicht {there}; diese Aufnahme ist {here}",
    "not available: this skeleton has no foot keypoints":
        "dieses Skelett hat keine Gelenkpunkte am Fuß",
    "not available: this skeleton has no {names}": "diesem Skelett fehlt: {names}",
    "only {n} of the {needed} repetitions that are needed":
        "nur {n} der {needed} nötigen Wiederholungen",
    "The file carries no display times: a constant {rate} frames per second is assumed; check it "
    "against the recording.":
        "Die Datei enthält keine Anzeigezeiten: es werden konstant {rate} Bilder pro Sekunde "
        "angenommen; mit der Aufnahme vergleichen.",
    "{repeated} of {total} frames repeat the time of the frame before: they were spread evenly up "
    "to the next time.":
        "{repeated} von {total} Bildern wiederholen die Zeit des vorigen: sie wurden gleichmäßig "
        "bis zur nächsten Zeit verteilt.",
    "The frame rate varies: times are taken from the file, frame by frame; filters and events use "
    "these real times.":
        "Die Bildrate schwankt: die Zeit jedes Bildes stammt aus der Datei; Filter und Ereignisse "
        "verwenden diese wirklichen Zeiten.",
    "The file ends early or has gaps: it announces {promised} frames and holds {count}.":
        "Die Datei endet zu früh oder hat Lücken: angekündigt sind {promised} Bilder, enthalten "
        "{count}.",
    "The file ends early: the last {seconds} s that it announces are not there; copy it again from "
    "where it was recorded if you need them.":
        "Die Datei endet zu früh: die letzten {seconds} s, die sie ankündigt, fehlen; bei Bedarf "
        "erneut vom Aufnahmegerät kopieren.",
    "The pixels are not square: pictures are stretched to {width} x {height} px, so that angles "
    "are true.":
        "Die Pixel sind nicht quadratisch: Bilder werden auf {width} x {height} px gestreckt, "
        "damit Winkel stimmen.",
    "The file asks to be shown mirrored: left and right change places.":
        "Die Datei soll gespiegelt gezeigt werden: links und rechts sind vertauscht.",
    "The video is interlaced: fast movements look combed and are less exact.":
        "Das Video ist im Zeilensprungverfahren aufgenommen: schnelle Bewegungen sind ausgefranst "
        "und weniger genau.",
    "EfficientPose {variant} with {engine}.": "EfficientPose {variant} mit {engine}.",
    "{n} keypoints with a low peak or outside the picture.":
        "{n} {n:Gelenkpunkt|Gelenkpunkte} mit zu kleiner Bewertung oder außerhalb des "
        "Bildes verworfen.",
    "Left and right exchanged in {n} stretches.":
        "Links und rechts in {n} {n:Abschnitt|Abschnitten} zurückgetauscht.",
    "{n} outliers.": "{n} Ausreißer verworfen.",
    "{n} keypoints interpolated.": "{n} {n:Gelenkpunkt|Gelenkpunkte} ergänzt.",
    "{n} runs too short to smooth.": "{n} {n:Abschnitt|Abschnitte} zu kurz zum Glätten.",
    "All runs smoothed.": "Alle Abschnitte geglättet.",
    "Uneven times: resampled to the median rate, smoothed, mapped back.":
        "Ungleichmäßige Zeiten: auf die mittlere Rate umgerechnet, geglättet, zurückgerechnet.",
    "Not smoothed.": "Nicht geglättet.",
    "Not smoothed: {cutoff} Hz is too near half the frame rate.":
        "Nicht geglättet: {cutoff} Hz liegt zu nahe an der halben Bildrate.",
    "Not smoothed: too short to choose a cut-off.":
        "Nicht geglättet: zu kurz, um eine Grenzfrequenz zu wählen.",
    "Cut-off chosen by residual autocorrelation: {low} to {high} Hz.":
        "Grenzfrequenz aus der Autokorrelation der Reste gewählt: {low} bis {high} Hz.",
    "LOESS over {window} s on the real times.": "LOESS über {window} s auf den wirklichen Zeiten.",
    "Kalman smoother (nearly constant velocity), about {cutoff} Hz, on the real times.":
        "Kalman-Glätter (fast gleichbleibende Geschwindigkeit), etwa {cutoff} Hz, auf den "
        "wirklichen Zeiten.",
    "Gaussian, down by 3 dB at {cutoff} Hz.": "Gauß, um 3 dB gedämpft bei {cutoff} Hz.",
    "Median of {window} frames.": "Median über {window} Bilder.",
    "Savitzky-Golay, {window} frames, order {order}.":
        "Savitzky-Golay, {window} Bilder, Grad {order}.",
    "{n} angles; {m} not available.": "{n} Winkel; {m} nicht verfügbar.",
    "{n} corrections by hand.": "{n} {n:Korrektur|Korrekturen} von Hand.",
}  # fmt: skip

_GAIT = {
    "Gait": "Gang", "Gait cycle": "Gangzyklus", "Gait events": "Gangereignisse",
    "Gait cycles": "Gangzyklen", "Gait parameters": "Gangparameter", "manual": "von Hand",
    "initial contact": "Erstkontakt", "contact": "Kontakt", "toe-off": "Zehenablösung",
    "ankle": "Knöchel", "foot": "Fuß", "forwards": "vorwärts", "backwards": "rückwärts",
    "Mean and one standard deviation over clean cycles, 0 to 100 % from contact to contact.":
        "Mittelwert und eine Standardabweichung über einwandfreie Zyklen, 0 bis 100 % von Kontakt "
        "zu Kontakt.",
    "Textbooks differ by up to 10 deg: hip extension 10 to 20 deg, knee flexion in swing 60 to 70 "
    "deg.":
        "Lehrbücher unterscheiden sich um bis zu 10°: Hüftstreckung 10 bis 20°, Kniebeugung in der "
        "Schwungphase 60 bis 70°.",
    "Children, old people, other speeds and shoes differ more.":
        "Kinder, alte Menschen, andere Geschwindigkeiten und Schuhe weichen stärker ab.",
    "The band says what is usual, not what is healthy.":
        "Der Bereich sagt, was üblich ist, nicht was gesund ist.",
    "A periodic cubic curve without overshoot (PCHIP) through the key points of mean, mean - 1.96 "
    "SD and mean + 1.96 SD.":
        "Eine periodische kubische Kurve ohne Überschwingen (PCHIP) durch die Stützpunkte von "
        "Mittelwert, Mittelwert \u2212 1,96 SD und Mittelwert + 1,96 SD.",
    "Between key points the band is drawn, not measured.":
        "Zwischen den Stützpunkten ist der Bereich gezeichnet, nicht gemessen.",
    "Relative to the pelvis; the angle of this program is relative to the trunk, which adds an "
    "offset of -7 to 17 deg that video from the side cannot tell.":
        "Norm gegen das Becken; der Winkel dieses Programms ist gegen den Rumpf, was eine "
        "Verschiebung um \u22127 bis 17° bringt, die ein Video von der Seite nicht zeigt.",
    "Compare the shape and the range, not the level.":
        "Form und Umfang vergleichen, nicht die Höhe.",
    "Key points of the adult sagittal arrays in {source}.":
        "Stützpunkte der Kurven für Erwachsene von der Seite in {source}.",
    "right n = {right}, left n = {left}.": "rechts n = {right}, links n = {left}.",
    "{side} n = {count}.": "{side} n = {count}.",
    "right n = {right}, left n = {left}": "rechts n = {right}, links n = {left}",
    "{side} n = {count}": "{side} n = {count}",
    "Nobody walks in this recording for 0.8 s or longer with a known facing: check the keypoints "
    "of pelvis and ankles, or lock the facing.":
        "Niemand geht in dieser Aufnahme 0,8 s oder länger mit bekannter Blickrichtung: die "
        "Gelenkpunkte von Becken und Knöcheln prüfen oder die Blickrichtung festlegen.",
    "Gait is analysed from the side; this recording is taken from the front.":
        "Gang wird von der Seite analysiert; diese Aufnahme ist von vorn.",
    "Gait needs keypoints of the pelvis and both ankles, which this skeleton lacks.":
        "Gang braucht Gelenkpunkte an Becken und beiden Knöcheln, die diesem Skelett fehlen.",
    "The person is never seen from chest to knees: film the whole body from the side.":
        "Die Person ist nie von der Brust bis zu den Knien zu sehen: den ganzen Körper von der "
        "Seite filmen.",
    "From {begin} s to {end} s the person walks backwards: contacts are first touches of the toes, "
    "toe-offs last touches of the heel; norms do not hold.":
        "Von {begin} s bis {end} s geht die Person rückwärts: Kontakt ist das Aufsetzen der Zehen, "
        "Ablösung die der Ferse; Normen gelten nicht.",
    "From {begin} s to {end} s the person does not walk {way}: that is not in the averages.":
        "Von {begin} s bis {end} s geht die Person nicht {way}: das ist nicht in den Mittelwerten.",
    "From {begin} s to {end} s the person walks on the spot (a treadmill, or a camera that moves "
    "along), taken for walking forwards; distances are refused there.":
        "Von {begin} s bis {end} s geht die Person auf der Stelle (Laufband oder mitbewegte "
        "Kamera), als Vorwärtsgehen gewertet; Strecken werden dort nicht angegeben.",
    "The {side} cycle from {begin} s is not averaged: {problem}.":
        "Der Zyklus {side} ab {begin} s wird nicht gemittelt: {problem}.",
    "the person walks {way} here, and walking {wanted} is reported":
        "die Person geht hier {way}, und angegeben wird Gehen {wanted}",
    "{count} events lie outside of walking and belong to no cycle.":
        "{count} {count:Ereignis liegt|Ereignisse liegen} außerhalb des Gehens und "
        "{count:gehört|gehören} zu keinem Zyklus.",
    "between two {side} contacts there should be {wanted}, but there is {found}":
        "zwischen zwei Kontakten ({side}) sollten liegen: {wanted}; gefunden: {found}",
    "it lasts {duration} s, not {shortest} to {longest} s as a stride of walking does":
        "er dauert {duration} s, nicht {shortest} bis {longest} s wie ein Doppelschritt beim Gehen",
    "it lasts {duration} s, where {usual} s is usual":
        "er dauert {duration} s, üblich sind hier {usual} s",
    "its stance takes {stance} %, not {low} to {high} %":
        "seine Standphase dauert {stance} %, nicht {low} bis {high} %",
    "the person starts or stops: it has {share}% of the usual speed":
        "die Person geht los oder bleibt stehen: er hat {share} % der üblichen Geschwindigkeit",
    "Only {count} clean {side} {noun}, and {needed} are needed: record more strides, or correct "
    "the events.":
        "Nur {count} {count:einwandfreier Zyklus|einwandfreie Zyklen} ({side}), nötig sind "
        "{needed}: mehr Schritte aufnehmen oder die Ereignisse berichtigen.",
    "Only {count} clean {side} cycles with {name}, and an average needs {needed}: record more "
    "strides.":
        "Nur {count} {count:einwandfreier Zyklus|einwandfreie Zyklen} ({side}) mit {name}, für "
        "einen Mittelwert sind {needed} nötig: mehr Schritte aufnehmen.",
    "Only {count} clean cycles have what {name} needs: correct the keypoints or the events there.":
        "Nur {count} {count:einwandfreier Zyklus hat|einwandfreie Zyklen haben}, was {name} "
        "braucht: dort die Gelenkpunkte oder die Ereignisse berichtigen.",
    "The cycle from {begin} s has no {name} over {gap} % of it.":
        "Im Zyklus ab {begin} s fehlt {name} über {gap} %.",
    "The feet walk but the person stays in place: a treadmill, or a camera that moves along, so "
    "there are no distances over the ground.":
        "Die Füße gehen, die Person bleibt am Ort: Laufband oder mitbewegte Kamera, daher keine "
        "Strecken über den Boden.",
    "The near and the far hip appear aside of each other, so the camera does not look squarely at "
    "the way of walking: left and right step lengths are wrong in opposite directions, but not "
    "their mean.":
        "Nahe und ferne Hüfte erscheinen nebeneinander, die Kamera blickt also nicht senkrecht auf "
        "den Gehweg: linke und rechte Schrittlänge sind in entgegengesetzter Richtung falsch, ihr "
        "Mittelwert nicht.",
    "The body height is estimated from trunk and thigh.":
        "Die Körpergröße ist aus Rumpf und Oberschenkel geschätzt.",
    "No scale was given: calibrate to get metres.":
        "Kein Maßstab angegeben: für Meter kalibrieren.",
    "The mean of left and right {name} is not positive.":
        "Der Mittelwert von links und rechts ist nicht positiv: {name}.",
    "Distances are refused: {reason}.": "Strecken werden nicht angegeben: {reason}.",
    "{bouts} bouts of walking, {events} events, {manual} of them by hand.":
        "{bouts} {bouts:Gehstrecke|Gehstrecken}, {events} {events:Ereignis|Ereignisse}, davon "
        "{manual} von Hand.",
    "{clean} of {total} cycles averaged.": "{clean} von {total} {total:Zyklus|Zyklen} gemittelt.",
}  # fmt: skip

_SPACE = {
    "The person makes {swings} steps without getting on: they walk on a treadmill, or the camera "
    "follows them, so distances and speeds over ground are not known.":
        "Die Person macht {swings} Schritte, ohne voranzukommen: sie geht auf einem Laufband, oder "
        "die Kamera folgt ihr; Strecken und Geschwindigkeiten über Grund sind nicht bekannt.",
    "The camera moves (its background by {travel}% of the person's height, its scale by {zoom}%), "
    "so distances and speeds over ground are not known: record with a camera that stands still.":
        "Die Kamera bewegt sich (Hintergrund um {travel} % der Körpergröße, Maßstab um {zoom} %): "
        "Strecken und Geschwindigkeiten über Grund sind nicht bekannt; mit stehender Kamera "
        "aufnehmen.",
    "The camera shakes, so distances and speeds over ground are not known: put it on a tripod.":
        "Die Kamera wackelt: Strecken und Geschwindigkeiten über Grund sind nicht bekannt; ein "
        "Stativ verwenden.",
    "Whether the camera stands still cannot be told, since the background has too little "
    "structure: distances hold only if it does.":
        "Ob die Kamera stillsteht, ist nicht zu erkennen, weil der Hintergrund zu wenig Struktur "
        "hat: Strecken gelten nur, wenn sie es tut.",
    "The camera stands still.": "Die Kamera steht still.",
    "The person's size in the picture changes by {share}%: they come nearer or go away, and no "
    "single scale holds. Record from the side.":
        "Die Größe der Person im Bild ändert sich um {share} %: sie kommt näher oder entfernt "
        "sich, und kein einzelner Maßstab gilt. Von der Seite aufnehmen.",
    "The person's size in the picture changes by {share}%: distances are wrong by up to half of "
    "that.":
        "Die Größe der Person im Bild ändert sich um {share} %: Strecken sind um bis zur Hälfte "
        "davon falsch.",
    "{n} joints of legs moved by more than their spread.":
        "{n} {n:Gelenk|Gelenke} der Beine um mehr als {n:seine|ihre} Streuung verschoben.",
}  # fmt: skip

_MOVEMENT = {
    "Repetitions": "Wiederholungen", "Every repetition": "Alle Wiederholungen",
    "Jumps": "Sprünge", "Every jump": "Alle Sprünge", "Phases": "Phasen", "Test": "Test",
    "Measures of the phases": "Größen der Phasen", "Squat": "Kniebeuge", "Walk": "Gehen",
    "Single-leg stance": "Einbeinstand", "30 s sit-to-stand": "Aufstehen vom Stuhl, 30 s",
    "Checks of the recording": "Prüfung der Aufnahme",
    "Compared with other people": "Vergleich mit anderen Menschen",
    "passed": "bestanden", "warning": "Warnung", "failed": "nicht bestanden",
    "what was found": "Befund", "what to do": "Abhilfe", "first frame": "erstes Bild",
    "last frame": "letztes Bild",
    "Lines: turning points of the repetitions that count.":
        "Linien: Umkehrpunkte der gezählten Wiederholungen.",
    "Times are between frames: 5 % of the range are done at the start, 5 % are left at the end.":
        "Zeiten liegen zwischen Bildern: am Anfang sind 5 % des Umfangs getan, am Ende fehlen 5 %.",
    "Excursions that are cut off or not confirmed are listed, not counted.":
        "Abgeschnittene oder unbestätigte Bewegungen sind aufgeführt, aber nicht gezählt.",
    "Stretches that were marked and named by hand.":
        "Abschnitte, die von Hand markiert und benannt wurden.",
    "no complete repetition in which it is known":
        "keine vollständige Wiederholung, in der es bekannt ist",
    "two repetitions are needed": "zwei Wiederholungen sind nötig",
    "{count} without its end, not counted": "{count} ohne Ende, nicht gezählt",
    "{count} without its start, not counted": "{count} ohne Anfang, nicht gezählt",
}  # fmt: skip

GERMAN_SENTENCES: Mapping[str, str] = MappingProxyType(
    {**_RECORDING, **_GAIT, **_SPACE, **_MOVEMENT}
)
"""English text of other parts, with placeholders, to German."""
