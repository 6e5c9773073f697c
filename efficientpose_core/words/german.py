"""German: texts of the report, and names of quantities."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["GERMAN", "GERMAN_BREAKS", "GERMAN_ENDINGS", "GERMAN_NAMES"]

_REPORT = {
    "Movement analysis": "Bewegungsanalyse",
    "{person}{name}. Made with {software} {version}. Not a medical device.":
        "{person}{name}. Erstellt mit {software} {version}. Kein Medizinprodukt.",
    "Page {page} of {pages}": "Seite {page} von {pages}",
    "Not a medical device. The numbers describe a movement in one camera's picture plane; they are "
    "no diagnosis and do not replace an examination. Each number stands with its expected error, "
    "and what could not be measured is listed with the reason.":
        "Kein Medizinprodukt. Die Zahlen beschreiben eine Bewegung in der Bildebene einer Kamera; "
        "sie sind keine Diagnose und ersetzen keine Untersuchung. Zu jeder Zahl ist der zu "
        "erwartende Fehler angegeben, und was nicht gemessen werden konnte, steht mit dem Grund "
        "dabei.",
    "Blue: the person's left side. Orange: their right side. Paler: less certain.":
        "Blau: linke Seite der Person. Orange: rechte Seite. Blasser: weniger sicher.",
    "Person": "Person", "not named": "nicht benannt", "Report made on": "Bericht vom",
    "Recording": "Aufnahme", "Recorded on": "Aufgenommen am", "not known": "nicht bekannt",
    "Frame rate": "Bildrate", "{rate}, varies (median given)": "{rate}, schwankt (Median)",
    "{rate}, constant": "{rate}, konstant", "Resolution": "Auflösung", "Analysed": "Analysiert",
    "{start} to {end}, {count} {count:frame|frames}":
        "{start} bis {end}, {count} {count:Bild|Bilder}",
    "View": "Ansicht", "sagittal": "von der Seite (sagittal)",
    "frontal": "von vorn (frontal)", "Faces": "Blickrichtung",
    "and": "und", "automatic": "automatisch", "locked": "festgelegt",
    "marked": "teils von Hand festgelegt", "Keypoints": "Gelenkpunkte", "none": "keine",
    "measured": "gemessen", "edited": "von Hand gesetzt", "interpolated": "ergänzt",
    "rejected": "verworfen", "damaged": "beschädigt", "no_person": "niemand im Bild",
    "Scale": "Maßstab", "{scale} per pixel, within {error}": "{scale} je Pixel, auf {error} genau",
    "Scale from": "Maßstab aus", "height": "Körpergröße", "line": "gezeichneter Strecke",
    "checkerboard": "Schachbrettmuster",
    "Quality of the recording": "Qualität der Aufnahme",
    "Nothing stands against using the numbers below.":
        "Gegen die Verwendung der folgenden Zahlen spricht nichts.",
    "{count} of {total} {total:frame|frames} {count:shows|show} nobody.":
        "In {count} von {total} {total:Bild|Bildern} ist niemand zu sehen.",
    "{count} of {total} {total:frame|frames} could not be decoded.":
        "{count} von {total} {total:Bild|Bildern} {count:war|waren} nicht lesbar.",
    "The person is only about {height} px tall: keypoints are less exact. Record from nearer, or "
    "with a higher resolution.":
        "Die Person ist nur etwa {height} px groß: Gelenkpunkte sind weniger genau. Aus geringerem "
        "Abstand oder mit höherer Auflösung aufnehmen.",
    "Often without a trusted place, in per cent of the frames with a person: {names}.":
        "Häufig ohne verlässlichen Ort, in Prozent der Bilder mit Person: {names}.",
    "In {share} of the frames it is not known where the person faces (turns, for instance): there "
    "are no joint angles then.":
        "In {share} der Bilder ist die Blickrichtung nicht bekannt (etwa beim Umdrehen): dort gibt "
        "es keine Gelenkwinkel.",
    "Stills": "Einzelbilder",
    "{time}, frame {frame}": "{time}, Bild {frame}",
    "{time}, frame {frame}, faces right": "{time}, Bild {frame}, nach rechts",
    "{time}, frame {frame}, faces left": "{time}, Bild {frame}, nach links",
    "Parameter": "Größe", "Value": "Wert", "SD": "SD",
    "{level} % CI": "{level}-%-KI", "n": "n",
    "Measuring error": "Messfehler", "{low} to {high}": "{low} bis {high}",
    "SD: between repetitions. CI: confidence interval of the mean. n: repetitions. "
    "Measuring error: one standard deviation of the expected error of the value, carried from the "
    "keypoints and the scale.":
        "SD: Standardabweichung zwischen Wiederholungen. KI: Konfidenzintervall des Mittelwerts "
        "über Wiederholungen. n: Wiederholungen. Messfehler: eine Standardabweichung des zu "
        "erwartenden Fehlers des Werts, fortgepflanzt aus Gelenkpunkten und Maßstab.",
    "Normative range: {source}": "Normbereich: {source}", "normative range": "Normbereich",
    "More of its parameters: '{chapter}'.": "Weitere Größen dazu: „{chapter}“.",
    "Not reported": "Nicht angegeben",
    "Before": "Vorher", "After": "Nachher", "before": "vorher", "after": "nachher",
    "Project": "Projekt", "this report": "dieser Bericht",
    "Clean gait cycles": "Einwandfreie Gangzyklen",
    "right {right}, left {left}": "rechts {right}, links {left}",
    "{count} of {total} parameters {count:has|have} changed by more than noise. Even where nothing "
    "has changed, about one in twenty does by chance.":
        "{count} von {total} Größen {count:hat|haben} sich um mehr als Rauschen geändert. Auch wo "
        "sich nichts geändert hat, trifft das zufällig auf etwa eine von zwanzig zu.",
    "Unit": "Einheit", "Change": "Änderung", "Detectable": "Nachweisbar",
    "More than noise": "Mehr als Rauschen",
    "Where curves differ": "Wo Kurven sich unterscheiden",
    "Part of the gait cycle: greatest difference": "Teil des Gangzyklus: größter Unterschied",
    "Nowhere by more than noise: {names}.": "Nirgends um mehr als Rauschen: {names}.",
    "How the numbers were made": "Wie die Zahlen entstanden sind",
    "Step": "Schritt", "What happened": "Was geschah",
    "Every setting is in the provenance file and in the settings sheet of the workbook; with them "
    "the same recording gives the same numbers.":
        "Alle Einstellungen stehen in der Herkunftsdatei (provenance) und im Blatt „settings“ der "
        "Arbeitsmappe; mit ihnen ergibt dieselbe Aufnahme dieselben Zahlen.",
    "Smoothing": "Glättung", "butterworth": "Butterworth-Tiefpass",
    "challis": "Butterworth-Tiefpass, Grenzfrequenz nach Challis",
    "savitzky_golay": "Savitzky-Golay", "median": "Median", "gaussian": "Gauß", "loess": "LOESS",
    "kalman": "Kalman-Glätter",
    "Lowest score": "Kleinste Bewertung", "Longest gap filled": "Längste gefüllte Lücke",
    "Exchanged sides repaired": "Vertauschte Seiten berichtigt",
    "Doubles rejected": "Doppelte verworfen", "Lengths of legs kept": "Beinlängen gehalten",
    "yes": "ja", "no": "nein",
    "Slow motion": "Zeitlupe",
    "Sources": "Quellen", "Appendix": "Anhang", "Keypoints: {source}": "Gelenkpunkte: {source}",
    "Signs of joint angles: {source}": "Vorzeichen der Gelenkwinkel: {source}",
    "Software, weights and files": "Software, Gewichte und Dateien", "Software": "Software",
    "Libraries": "Bibliotheken", "Engine": "Rechenwerk", "Weights": "Gewichte",
    "SHA-256 of the weights": "SHA-256 der Gewichte",
    "SHA-256 of the recording": "SHA-256 der Aufnahme",
    "none: a folder of pictures": "keine: ein Ordner mit Bildern",
    "Joint angles over the whole recording": "Gelenkwinkel über die ganze Aufnahme",
    "Shaded: one standard deviation of the expected measuring error. Breaks: no trusted value. "
    "Angles lie in the picture plane; a limb that points at the camera looks shorter and its "
    "angles are wrong.":
        "Schattiert: eine Standardabweichung des zu erwartenden Messfehlers. Lücken: kein "
        "verlässlicher Wert. Winkel liegen in der Bildebene; ein Glied, das zur Kamera zeigt, "
        "sieht kürzer aus, und seine Winkel sind falsch.",
    "0 = {zero}; positive = {positive}.": "0 = {zero}; positiv = {positive}.",
    "Smallest and largest values": "Kleinste und größte Werte",
    "Angle": "Winkel", "Side": "Seite", "Smallest (°)": "Kleinster (°)",
    "Largest (°)": "Größter (°)", "Range (°)": "Umfang (°)", "Error (°)": "Fehler (°)",
    "Known (% of frames)": "Bekannt (% der Bilder)",
    "Over everything that was analysed, turns included. Error: one standard deviation of a single "
    "value, median over frames; extremes lie a little further out than they are, as errors add to "
    "them.":
        "Über alles Analysierte, Umdrehungen eingeschlossen. Fehler: eine Standardabweichung "
        "eines einzelnen Werts, Median über die Bilder; Extremwerte liegen etwas zu weit außen, "
        "weil Fehler sie vergrößern.",
    "{name}: from {low} to {high}": "{name}: von {low} bis {high}",
    "Time": "Zeit", "left": "links", "right": "rechts", "middle": "Mitte",
    "faces right": "nach rechts", "faces left": "nach links", "steps/min": "Schritte/min",
}  # fmt: skip

_SIGNS = {
    "vertical": "senkrecht",
    "lower end forward": "unteres Ende vorn",
    "thigh in line with the trunk": "Oberschenkel in Verlängerung des Rumpfes",
    "thigh forward": "Oberschenkel vorn",
    "straight": "gestreckt",
    "flexion": "Beugung",
    "flexion; hyperextension is negative": "Beugung; Überstreckung ist negativ",
    "foot at a right angle to the shank": "Fuß im rechten Winkel zum Unterschenkel",
    "dorsiflexion": "Dorsalextension",
    "arm hanging along the trunk": "Arm hängt am Rumpf",
    "arm forward; overhead is 180": "Arm vorn; über Kopf ist 180",
    "hip, knee and ankle in line": "Hüfte, Knie und Knöchel in einer Linie",
    "valgus: knee towards the midline": "Valgus: Knie zur Mitte",
    "abduction": "Abduktion",
    "abduction; overhead is 180": "Abduktion; über Kopf ist 180",
    "head in line with the trunk": "Kopf in Verlängerung des Rumpfes",
    "head forward": "Kopf vorn",
    "upright": "aufrecht",
    "forward": "vorgeneigt",
    "towards the person's right": "zur rechten Seite der Person",
    "level": "waagerecht",
    "right side up": "rechte Seite höher",
}

GERMAN: Mapping[str, str] = MappingProxyType({**_REPORT, **_SIGNS})
"""English text of the report to German."""

GERMAN_ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "_at_depth": "{name} in der Tiefe", "_maximum": "{name}, Maximum",
        "_minimum": "{name}, Minimum", "_range": "{name}, Umfang",
        "_at_contact": "{name} beim Erstkontakt", "_of_height": "{name}, Anteil der Körpergröße",
        "_symmetry_index": "Symmetrieindex: {name}",
    }
)  # fmt: skip
"""What a quantity is of another one."""

GERMAN_BREAKS: Mapping[str, str] = MappingProxyType(
    {
        word.replace("|", ""): word.replace("|", "\u00ad")
        for word in (
            "Doppel|schritt|dauer", "Doppel|stand|phase", "Stand|phase", "Zehen|ablösung",
            "Gegen|seite", "Wieder|holung",
        )
    }
)  # fmt: skip
"""Long words in titles of columns, to the same with soft hyphens."""

GERMAN_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "hip_flexion": "Hüftbeugung gegen den Rumpf", "knee_flexion": "Kniebeugung",
        "ankle_dorsiflexion": "Dorsalextension des Fußes", "shoulder_flexion": "Schulterbeugung",
        "elbow_flexion": "Ellenbogenbeugung", "thigh_inclination": "Oberschenkelneigung",
        "shank_inclination": "Unterschenkelneigung", "upper_arm_inclination": "Oberarmneigung",
        "forearm_inclination": "Unterarmneigung", "neck_flexion": "Nackenbeugung",
        "trunk_lean": "Rumpfneigung", "trunk_side_lean": "Seitneigung des Rumpfes",
        "pelvic_obliquity": "Beckenschiefstand", "shoulder_tilt": "Schulterschiefstand",
        "knee_valgus": "Knievalgus", "hip_abduction": "Hüftabduktion",
        "shoulder_abduction": "Schulterabduktion",
        "head_top": "Scheitel", "upper_neck": "Nacken", "thorax": "Brustkorb", "pelvis": "Becken",
        "shoulder": "Schulter", "elbow": "Ellenbogen", "wrist": "Handgelenk", "hip": "Hüfte",
        "knee": "Knie", "heel": "Ferse", "big_toe": "Großzehe",
        "detect_keypoints": "Gelenkpunkte finden", "reject_keypoints": "Unsichere verwerfen",
        "repair_swaps": "Seiten zurücktauschen", "hampel": "Ausreißer verwerfen",
        "fill_gaps": "Lücken füllen", "smooth": "Glätten", "compute_angles": "Winkel berechnen",
        "correct_by_hand": "Korrekturen von Hand", "scale": "Maßstab", "floor": "Boden",
        "keep_segment_lengths": "Segmentlängen halten", "gait_events": "Gangereignisse",
        "gait_cycles": "Gangzyklen", "cadence": "Kadenz", "stride_time": "Doppelschrittdauer",
        "step_time": "Schrittdauer", "stance": "Standphase", "swing": "Schwungphase",
        "double_support": "Doppelstandphase", "step_length": "Schrittlänge",
        "stride_length": "Doppelschrittlänge", "speed": "Ganggeschwindigkeit", "gait": "Gang",
        "initial_contact": "Erstkontakt", "toe_off": "Zehenablösung", "ankle": "Knöchel",
        "opposite_off": "Ablösung der Gegenseite", "opposite_contact": "Kontakt der Gegenseite",
        "time": "Zeit", "frame": "Bild", "side": "Seite", "kind": "Art", "source": "Herkunft",
        "method": "Verfahren", "error": "Fehler", "bout": "Strecke", "start": "Anfang",
        "end": "Ende", "averaged": "Gemittelt", "reason": "Grund",
        "count_repetitions": "Wiederholungen zählen", "repetitions": "Wiederholungen",
        "left_minus_right": "Links minus rechts", "repetition_time": "Dauer einer Wiederholung",
        "out_time": "Hinweg", "hold_time": "Halten", "back_time": "Rückweg", "depth": "Tiefe",
        "range": "Umfang", "period": "Abstand der Wiederholungen", "squat": "Kniebeuge",
        "pelvis_travel": "Weg des Beckens", "out": "Hinweg", "hold": "Halten", "back": "Rückweg",
        "turning": "Umkehr", "take_off": "Absprung", "landing": "Landung", "flight": "Flug",
        "duration": "Dauer", "phase": "Phase", "unit": "Einheit", "name": "Größe", "value": "Wert",
        "usual": "Üblich", "place": "Einordnung", "group": "Gruppe", "result": "Ergebnis",
        "status": "Zustand",
    }
)  # fmt: skip
"""Quantity without side, keypoint, or processing step, to what Germans call it."""
