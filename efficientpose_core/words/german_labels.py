"""What is said of labels and of trainings, in German."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["GERMAN_LABELS"]

_KINDS = {
    "file": "Datei",
    "damaged entry": "beschädigter Eintrag",
    "left aside": "beiseitegelassen",
    "duplicate name": "doppelter Name",
    "unnamed keypoints": "Gelenkpunkte ohne Namen",
    "mapping": "Zuordnung",
    "groups": "Gruppen",
    "missing image": "fehlendes Bild",
    "found elsewhere": "anderswo gefunden",
    "outside of the folder": "außerhalb des Ordners",
    "unreadable image": "unlesbares Bild",
    "missing frame": "fehlendes Einzelbild",
    "wrong size": "falsche Größe",
    "duplicate image": "doppeltes Bild",
    "no keypoints": "keine Gelenkpunkte",
    "outside of the image": "außerhalb des Bildes",
    "at the origin": "in der Ecke",
    "fractions": "Bruchteile",
    "swapped x and y": "x und y vertauscht",
    "swapped sides": "Seiten vertauscht",
    "lost on writing": "beim Schreiben verloren",
}
"""Kinds of complaints."""

_PICTURES = {
    "{name} cannot be read: {problem}": "{name} ist nicht lesbar: {problem}",
    "Frame {frame} of {name} is labelled, but the video has only {count} frames: choose the video "
    "that was labelled.":
        "Bild {frame} von {name} ist beschriftet, aber das Video hat nur {count} Bilder: das Video "
        "wählen, das beschriftet wurde.",
    "{name} is {width} x {height} px, but was labelled as {told} x {tall} px: it was labelled "
    "lying on its side, without regard to how the camera was held. Label it upright, or save the "
    "picture without its orientation mark.":
        "{name} hat {width} x {height} px, wurde aber mit {told} x {tall} px beschriftet: es lag "
        "beim Beschriften auf der Seite, ohne Rücksicht darauf, wie die Kamera gehalten wurde. "
        "Aufrecht beschriften oder das Bild ohne Lagevermerk speichern.",
    "{name} is {width} x {height} px, but was labelled as {told} x {tall} px: scale the labels to "
    "the picture, or put the original picture back.":
        "{name} hat {width} x {height} px, wurde aber mit {told} x {tall} px beschriftet: die "
        "Beschriftungen auf das Bild umrechnen oder das ursprüngliche Bild zurücklegen.",
    "{name} is {width} x {height} px, but was labelled as {told} x {tall} px: it was cut or "
    "replaced. Put the picture back that was labelled.":
        "{name} hat {width} x {height} px, wurde aber mit {told} x {tall} px beschriftet: es wurde "
        "beschnitten oder ersetzt. Das Bild zurücklegen, das beschriftet wurde.",
    "{name} is the same picture as {other}: delete one of them, or it counts twice.":
        "{name} ist dasselbe Bild wie {other}: eines löschen, sonst zählt es doppelt.",
    "{name} is the same picture as {other}: delete one of them, or put the groups {one} and {two} "
    "together; otherwise the network may be tested on a picture that it was trained on.":
        "{name} ist dasselbe Bild wie {other}: eines löschen oder die Gruppen {one} und {two} "
        "zusammenlegen; sonst wird das Netz womöglich an einem Bild geprüft, das es gelernt hat.",
    "{name} is not in {folder}: choose the folder that holds the pictures, or copy the file there.":
        "{name} ist nicht in {folder}: den Ordner mit den Bildern wählen oder die Datei dorthin "
        "kopieren.",
    "{name} is not where the labels say; {told} is taken for it, which has the same name: check "
    "that it is the same picture.":
        "{name} liegt nicht dort, wo die Beschriftungen es nennen; genommen wird {told} mit "
        "demselben Namen: prüfen, ob es dasselbe Bild ist.",
    "The labels name {name}, which is not inside the data folder {folder}, and nothing of that "
    "name lies inside: it is not opened. Choose the folder that holds the pictures, or copy the "
    "file there.":
        "Die Beschriftungen nennen {name}: das liegt nicht im Datenordner {folder}, und nichts "
        "darin heißt so; es wird nicht geöffnet. Den Ordner mit den Bildern wählen oder die Datei "
        "dorthin kopieren.",
    "The recording {recording} of {name} is not where it was: choose the folder it lies in now.":
        "Die Aufnahme {recording} von {name} ist nicht mehr, wo sie war: den Ordner wählen, in "
        "dem sie jetzt liegt.",
    "{name} has pictures inside: choose a folder to write them to, and they are used.":
        "{name} enthält Bilder: einen Ordner wählen, in den sie geschrieben werden, dann werden "
        "sie verwendet.",
}  # fmt: skip

_POINTS = {
    "All coordinates are below 3: they are fractions of the picture, not pixels. Export the labels "
    "in pixels.":
        "Alle Koordinaten sind unter 3: es sind Bruchteile des Bildes, keine Pixel. Die "
        "Beschriftungen in Pixeln exportieren.",
    "{name} has no labelled keypoint: it is not used. Label it, or leave it.":
        "{name} hat keinen beschrifteten Gelenkpunkt: es wird nicht verwendet. Beschriften oder so "
        "lassen.",
    "The same person is labelled twice in {name}: delete one.":
        "Dieselbe Person ist in {name} zweimal beschriftet: eine löschen.",
    "{keypoint} of {name} lies in the top left corner, where some programs put keypoints that are "
    "not labelled: delete it, or mark it as not labelled.":
        "{keypoint} von {name} liegt in der linken oberen Ecke, wohin manche Programme "
        "Gelenkpunkte legen, die nicht beschriftet sind: löschen oder als nicht beschriftet "
        "kennzeichnen.",
    "{keypoint} of {name} lies at ({x}, {y}), outside of the picture ({size}): move it, or mark it "
    "as not labelled.":
        "{keypoint} von {name} liegt bei ({x}; {y}), außerhalb des Bildes ({size}): verschieben "
        "oder als nicht beschriftet kennzeichnen.",
    "x and y seem to be exchanged: {better} of {total} people fit into their picture or box better "
    "with x and y exchanged, {worse} fit worse. Exchange them, or export the labels again.":
        "x und y scheinen vertauscht: {better} von {total} Personen passen mit vertauschtem x und "
        "y besser in ihr Bild oder ihren Rahmen, {worse} schlechter. Tauschen oder die "
        "Beschriftungen erneut exportieren.",
    "x and y seem to be exchanged in {name}: {count} keypoints lie outside as they are, none with "
    "x and y exchanged. Look at the picture.":
        "x und y scheinen in {name} vertauscht: {count} Gelenkpunkte liegen jetzt außerhalb, mit "
        "vertauschtem x und y keiner. Das Bild ansehen.",
    "The trunk of {lying} people lies, that of {upright} is upright: unless they were filmed "
    "lying, x and y are exchanged. Look at a few pictures.":
        "Der Rumpf von {lying} Personen liegt, der von {upright} ist aufrecht: wenn sie nicht "
        "liegend gefilmt wurden, sind x und y vertauscht. Einige Bilder ansehen.",
    "Shoulders and hips of {name} point opposite ways: left and right of one of them are probably "
    "exchanged. Look at the picture.":
        "Schultern und Hüften von {name} zeigen in entgegengesetzte Richtungen: bei einem von "
        "beiden sind links und rechts wohl vertauscht. Das Bild ansehen.",
    "{away} people turn their back to the camera and {towards} their front: unless they were "
    "filmed from behind, left and right are exchanged. Left is the person's left, not the "
    "viewer's. Look at a few pictures.":
        "{away} Personen zeigen der Kamera den Rücken und {towards} die Vorderseite: wenn sie "
        "nicht von hinten gefilmt wurden, sind links und rechts vertauscht. Links ist das Links "
        "der Person, nicht das des Betrachters. Einige Bilder ansehen.",
    "Left and right change places between frames {one} and {two} of {name}: they are probably "
    "exchanged in one of them. Look at both.":
        "Links und rechts wechseln zwischen Bild {one} und {two} von {name}: in einem von beiden "
        "sind sie wohl vertauscht. Beide ansehen.",
    "Nothing was corrected by hand in {name}: correct the frames you want to train with.":
        "In {name} wurde nichts von Hand berichtigt: die Bilder berichtigen, mit denen trainiert "
        "werden soll.",
}  # fmt: skip

_FILES = {
    "Label Studio orders the values by model_index but the names as in its labelling "
    "configuration: look at one picture to see that names and points agree.":
        "Label Studio ordnet die Werte nach model_index, die Namen aber wie in seiner "
        "Einrichtung: an einem Bild prüfen, ob Namen und Punkte zusammenpassen.",
    "{name} has no labelled person: it is left aside.":
        "{name} zeigt keine beschriftete Person: es bleibt beiseite.",
    "{name} is listed twice: label everybody in it under one entry.":
        "{name} ist zweimal aufgeführt: alle Personen darin unter einem Eintrag beschriften.",
    "{count} annotations are {what}: they are left aside.":
        "{count} Einträge sind {what}: sie bleiben beiseite.",
    "boxes or outlines without keypoints": "Rahmen oder Umrisse ohne Gelenkpunkte",
    "crowds": "Menschenmengen",
    "The keypoint name {name} is used more than once: the others got a number. Say on the mapping "
    "page which is which.":
        "Der Name {name} kommt mehrmals vor: die anderen haben eine Nummer bekommen. Auf der Seite "
        "der Zuordnung sagen, welcher welcher ist.",
    "Category {category} does not name its {count} keypoints: say on the mapping page what they "
    "are.":
        "Kategorie {category} nennt die Namen ihrer {count} Gelenkpunkte nicht: auf der Seite der "
        "Zuordnung sagen, was sie sind.",
    "{keypoints} of {name} has a value that is no number, or a visibility other than 0, 1 or 2: "
    "positions are used where they are numbers. Label them anew.":
        "{keypoints} von {name} hat einen Wert, der keine Zahl ist, oder eine andere Sichtbarkeit "
        "als 0, 1 oder 2: Orte werden verwendet, wo sie Zahlen sind. Neu beschriften.",
    "{keypoints} of {name} has a position but is marked as not labelled: the position is not used.":
        "{keypoints} von {name} hat einen Ort, ist aber als nicht beschriftet gekennzeichnet: der "
        "Ort wird nicht verwendet.",
    "{what}: it is left out. Export the labels again.":
        "{what}: das wird ausgelassen. Die Beschriftungen erneut exportieren.",
    "Entry {position} of 'images' has no id or no file_name":
        "Eintrag {position} von 'images' hat keine id oder keinen file_name",
    "Two pictures have the id {id}; {name} is one of them":
        "Zwei Bilder haben die id {id}; {name} ist eines davon",
    "Entry {position} of 'annotations' is no object":
        "Eintrag {position} von 'annotations' ist kein Objekt",
    "{told} belongs to picture {id}, which is not listed":
        "{told} gehört zu Bild {id}, das nicht aufgeführt ist",
    "{told} of {name} has {count} values, expected 3 for each of {keypoints} keypoints":
        "{told} von {name} hat {count} Werte, erwartet sind 3 für jeden der {keypoints} "
        "Gelenkpunkte",
    "The columns {others} of {file} in {video} are left aside.":
        "Die Spalten {others} von {file} in {video} bleiben beiseite.",
    "config.yaml names the body part {part}, which no table of labels has.":
        "config.yaml nennt den Körperteil {part}, den keine Tabelle mit Beschriftungen hat.",
    "The body part {part} is labelled, but config.yaml does not name it.":
        "Der Körperteil {part} ist beschriftet, aber config.yaml nennt ihn nicht.",
    "{name} has more than one row in {file}: delete the outdated one.":
        "{name} hat mehr als eine Zeile in {file}: die veraltete löschen.",
    "{error} The file is left out.": "{error} Die Datei wird ausgelassen.",
    "{part} of {name} has a value that is no number, or only one of x and y: it is taken as not "
    "labelled. Label it anew.":
        "{part} von {name} hat einen Wert, der keine Zahl ist, oder nur eines von x und y: es gilt "
        "als nicht beschriftet. Neu beschriften.",
    "Person {position} needs a picture, 16 joints with x and y, and 16 joints_vis: the entry is "
    "left out. Export the labels again.":
        "Person {position} braucht ein Bild, 16 Gelenke mit x und y und 16 joints_vis: der Eintrag "
        "wird ausgelassen. Die Beschriftungen erneut exportieren.",
    "{keypoint} of {name} has a value that is no number: label it anew.":
        "{keypoint} von {name} hat einen Wert, der keine Zahl ist: neu beschriften.",
    "Left aside: {what} ({count}).": "Beiseite: {what} ({count}).",
}  # fmt: skip

_MAPPING = {
    "No labels for {names}: the network keeps what it knows of them, or does not learn them.":
        "Keine Beschriftungen für {names}: das Netz behält, was es davon weiß, oder lernt sie "
        "nicht.",
    "{source} is left aside: {reason}. Choose a keypoint for it if there is one.":
        "{source} bleibt beiseite: {reason}. Einen Gelenkpunkt dafür wählen, falls es einen gibt.",
    "the skeleton has nothing like it": "das Skelett hat nichts dergleichen",
    "{source} is taken for {target}: {reason}. Look at a picture and confirm or change it.":
        "{source} gilt als {target}: {reason}. Ein Bild ansehen und bestätigen oder ändern.",
    "it looks like {word} misspelt": "es sieht aus wie {word}, falsch geschrieben",
    "some programs mean the top of the head, others its middle":
        "manche Programme meinen den Scheitel, andere die Mitte des Kopfes",
    "some programs mean the top of the neck, others its base":
        "manche Programme meinen das obere Ende des Halses, andere das untere",
    "some programs mean the base of the neck, others the breastbone":
        "manche Programme meinen das untere Ende des Halses, andere das Brustbein",
    "the breastbone lies a little lower": "das Brustbein liegt etwas tiefer",
    "programs differ in what they call root": "Programme nennen Verschiedenes root",
    "the sacrum lies at the back of the pelvis": "das Kreuzbein liegt hinten am Becken",
    "the trochanter lies a little outside of the hip joint":
        "der Rollhügel liegt etwas außerhalb des Hüftgelenks",
    "the malleolus lies at one side of the ankle joint":
        "der Knöchelvorsprung liegt seitlich am Sprunggelenk",
    "{source} was chosen for {target}": "{source} wurde für {target} gewählt",
    "{source} fits {target} at least as well": "{source} passt zu {target} mindestens so gut",
}  # fmt: skip

_TRAINING = {
    "{file} holds no usable person: {reason}": "{file} enthält keine brauchbare Person: {reason}",
    "it names nobody": "es nennt niemanden",
    "{file} shares no keypoint name with the skeleton '{skeleton}': its names are {names}. Map "
    "them first.":
        "{file} hat keinen Gelenkpunkt mit dem Skelett '{skeleton}' gemeinsam: die Namen sind "
        "{names}. Zuerst zuordnen.",
    "{name} is both learnt from and validated with: its score would mean nothing. Divide the "
    "labels anew.":
        "{name} wird gelernt und zum Prüfen verwendet: das Ergebnis hieße nichts. Die "
        "Beschriftungen neu aufteilen.",
    "'{group}' (of {name}) is both learnt from and validated with: divide the labels by person or "
    "video.":
        "'{group}' (von {name}) wird gelernt und zum Prüfen verwendet: die Beschriftungen nach "
        "Person oder Video aufteilen.",
    "The labels come from {count} persons or videos, which cannot be divided into {parts} parts "
    "without showing the same person on both sides: label more recordings, or group the pictures "
    "in another way.":
        "Die Beschriftungen stammen von {count} Personen oder Videos; sie lassen sich nicht in "
        "{parts} Teile teilen, ohne dieselbe Person auf beiden Seiten zu zeigen: mehr Aufnahmen "
        "beschriften oder die Bilder anders gruppieren.",
    "There are no labels: add a label file.":
        "Es gibt keine Beschriftungen: eine Datei hinzufügen.",
    "The label files have different keypoints: map them to one skeleton first.":
        "Die Dateien haben verschiedene Gelenkpunkte: zuerst einem Skelett zuordnen.",
    "The loss became {loss} in step {step}: lower the learning rate (it was {rate}) and start "
    "again; the last checkpoint is from before.":
        "Der Fehler wurde in Schritt {step} zu {loss}: die Lernrate senken (sie war {rate}) und "
        "neu beginnen; der letzte Zwischenstand ist von vorher.",
    "There is not enough memory for this training: choose a smaller batch or network. The last "
    "checkpoint is kept.":
        "Der Speicher reicht für dieses Training nicht: weniger Bilder je Schritt oder ein "
        "kleineres Netz wählen. Der letzte Zwischenstand bleibt.",
    "{file} is no complete checkpoint ({error}): delete it to start from the beginning.":
        "{file} ist kein vollständiger Zwischenstand ({error}): löschen, um von vorn zu beginnen.",
    "{file} is a file of another program or version: use another folder, or delete it to start "
    "from the beginning.":
        "{file} stammt von einem anderen Programm oder einer anderen Version: einen anderen Ordner "
        "verwenden oder sie löschen, um von vorn zu beginnen.",
    "{file} belongs to a training with other {parts}: put them back, use another folder, or delete "
    "it to start from the beginning.":
        "{file} gehört zu einem Training, bei dem anderes galt ({parts}): zurücklegen, einen "
        "anderen Ordner verwenden oder die Datei löschen, um von vorn zu beginnen.",
    "settings": "Einstellungen", "start weights": "Anfangsgewichte", "keypoints": "Gelenkpunkte",
    "labels": "Beschriftungen", "pictures": "Bilder", "held-out people": "zurückgehaltene Personen",
    "A helping process of the training stopped ({error}): start it again, it goes on from the last "
    "checkpoint; with 'processes' 1 it needs less memory.":
        "Ein Hilfsprozess des Trainings endete ({error}): erneut starten, es geht vom letzten "
        "Zwischenstand weiter; mit 'processes' 1 braucht es weniger Speicher.",
    "{file} does not exist: train first, or go on until the first checkpoint.":
        "{file} gibt es nicht: zuerst trainieren oder bis zum ersten Zwischenstand weitermachen.",
    "{file} is no comparison of trainings ({error}): evaluate again.":
        "{file} ist kein Vergleich von Trainings ({error}): erneut auswerten.",
    "{file} is no learning curve ({error}): measure it again.":
        "{file} ist keine Lernkurve ({error}): erneut messen.",
    "The speed of training could not be measured, most likely for lack of memory: close other "
    "programs, or choose a smaller network.":
        "Die Geschwindigkeit des Trainings ließ sich nicht messen, wohl aus Mangel an Speicher: "
        "andere Programme schließen oder ein kleineres Netz wählen.",
}  # fmt: skip

_PROJECT = {
    "The network found nobody here.": "Das Netz hat hier niemanden gefunden.",
    "Unsure of {keypoint}.": "Unsicher bei: {keypoint}.",
    "Unsure of {keypoint} and {other}.": "Unsicher bei: {keypoint} und {other}.",
    "Unsure of {keypoint}, {distance} times as far from the others as frames usually are.":
        "Unsicher bei: {keypoint}; {distance}-mal so verschieden von den anderen wie üblich.",
    "Unsure of {keypoint} and {other}, {distance} times as far from the others as frames usually "
    "are.":
        "Unsicher bei: {keypoint} und {other}; {distance}-mal so verschieden von den anderen wie "
        "üblich.",
    "{distance} times as far from the others as frames usually are.":
        "{distance}-mal so verschieden von den anderen wie Bilder sonst.",
    "As good a frame to begin with as any.": "Für den Anfang so gut wie jedes andere Bild.",
    "No other frames of {name} are far enough apart from those that are in the project already.":
        "Keine weiteren Bilder von {name} liegen weit genug von denen entfernt, die schon im "
        "Projekt sind.",
    "{count} pictures cannot be read and are left aside: {told}.":
        "{count} Bilder sind nicht lesbar und bleiben beiseite: {told}.",
    "{count} pictures are in the project already.": "{count} Bilder sind schon im Projekt.",
    "The pictures of {count} people are missing or cannot be read.":
        "Die Bilder von {count} Personen fehlen oder sind nicht lesbar.",
    "{count} people are in the project already.": "{count} Personen sind schon im Projekt.",
    "No keypoint of {name} is one of this project: give the project's keypoints the same names.":
        "Kein Gelenkpunkt von {name} gehört zu diesem Projekt: den Gelenkpunkten des Projekts "
        "dieselben Namen geben.",
    "The folder {folder} holds no pictures: choose another one, or a video.":
        "Der Ordner {folder} enthält keine Bilder: einen anderen oder ein Video wählen.",
    "A keypoint can only be put at a place in the picture.":
        "Ein Gelenkpunkt lässt sich nur an einen Ort im Bild setzen.",
    "Put the keypoint where it must be, then say that it is hidden.":
        "Den Gelenkpunkt setzen, wo er sein muss, dann angeben, dass er verdeckt ist.",
    "No keypoint is labelled in this frame: label at least one, or remove the frame.":
        "In diesem Bild ist kein Gelenkpunkt beschriftet: mindestens einen beschriften oder das "
        "Bild entfernen.",
    "The folder {folder} is gone: put it back where it was, then go on.":
        "Der Ordner {folder} ist verschwunden: ihn dorthin zurücklegen, wo er war, dann "
        "weitermachen.",
    "{folder} holds labels already: open them, or choose another folder for new ones.":
        "{folder} enthält schon Beschriftungen: sie öffnen oder für neue einen anderen Ordner "
        "wählen.",
    "{folder} holds no {name}: choose the folder of a label project.":
        "{folder} enthält keine {name}: den Ordner eines Beschriftungsprojekts wählen.",
    "{name} is no label project of this program. To go on labelling in it, make a new project and "
    "add the file there.":
        "{name} ist kein Beschriftungsprojekt dieses Programms. Um darin weiter zu beschriften, "
        "ein neues Projekt anlegen und die Datei dort hinzufügen.",
    "{name} has the version {version}, this program reads {own}: update it.":
        "{name} hat die Version {version}, dieses Programm liest {own}: es aktualisieren.",
    "{name} is damaged ({kind}: {reason}): take it from a backup.":
        "{name} ist beschädigt ({kind}: {reason}): die Datei aus einer Sicherung holen.",
    "Another program has changed {path}, and it cannot be renamed ({reason}): copy it elsewhere.":
        "Ein anderes Programm hat {path} geändert, und die Datei lässt sich nicht umbenennen "
        "({reason}): sie anderswohin kopieren.",
    "No frame is labelled yet: accept at least one, then export.":
        "Noch ist kein Bild beschriftet: mindestens eines übernehmen, dann exportieren.",
    "{folder} is not empty: choose another folder.":
        "{folder} ist nicht leer: einen anderen Ordner wählen.",
}  # fmt: skip

_PLACES = {"head top": "Scheitel", "upper neck": "Nacken", "thorax": "Brustkorb"}
_PAIRS = {
    "shoulder": "Schulter", "elbow": "Ellenbogen", "wrist": "Handgelenk", "hip": "Hüfte",
    "knee": "Knie", "ankle": "Knöchel", "heel": "Ferse", "big toe": "Großzehe",
}  # fmt: skip
_KEYPOINTS = _PLACES | {
    f"{side} {keypoint}": f"{word} {told}"
    for keypoint, word in _PAIRS.items()
    for side, told in (("left", "links"), ("right", "rechts"))
}
"""Keypoints as suggestions of frames name them: without underscores."""

GERMAN_LABELS: Mapping[str, str] = MappingProxyType(
    {**_KINDS, **_PICTURES, **_POINTS, **_FILES, **_MAPPING, **_PROJECT, **_KEYPOINTS, **_TRAINING}
)
"""English text with placeholders to its German one."""
