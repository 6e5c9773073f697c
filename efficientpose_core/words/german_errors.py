"""What the window meets besides results: errors, refusals of files, progress, in German."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["GERMAN_ERRORS"]

_EXPORTS = {
    "Keypoints (CSV)": "Gelenkpunkte (CSV)", "Joint angles (CSV)": "Gelenkwinkel (CSV)",
    "Speeds (CSV)": "Geschwindigkeiten (CSV)", "Tidy table (CSV)": "Lange Tabelle (CSV)",
    "Parameters (CSV)": "Größen (CSV)",
    "Workbook (Excel, LibreOffice)": "Arbeitsmappe (Excel, LibreOffice)",
    "Markers for OpenSim (TRC)": "Marker für OpenSim (TRC)",
    "Motion for OpenSim (MOT)": "Bewegung für OpenSim (MOT)",
    "one row a frame: place, score, spread and status of every keypoint":
        "eine Zeile je Bild: Ort, Sicherheit, Streuung und Status jedes Gelenkpunkts",
    "one row a frame: value, standard deviation and status of every angle":
        "eine Zeile je Bild: Wert, Standardabweichung und Status jedes Winkels",
    "one row a frame: speeds of keypoints, angular velocities of joints":
        "eine Zeile je Bild: Geschwindigkeiten der Gelenkpunkte, Winkelgeschwindigkeiten",
    "one row per frame and quantity, for R, pandas and SPSS":
        "eine Zeile je Bild und Größe, für R, pandas und SPSS",
    "every parameter with n, SD, confidence interval, error, or why there is none":
        "jede Größe mit n, SD, Konfidenzintervall und Fehler, oder warum es keine gibt",
    "sheets of keypoints, angles, speeds, parameters, settings and log":
        "Blätter mit Gelenkpunkten, Winkeln, Geschwindigkeiten, Größen, Einstellungen, Protokoll",
    "everything in one file with a version": "alles in einer Datei mit Version",
    "keypoints in metres in the plane Z = 0, Y up":
        "Gelenkpunkte in Metern in der Ebene Z = 0, Y nach oben",
    "joint angles as coordinates of a full-body model, in degrees":
        "Gelenkwinkel als Koordinaten eines Ganzkörpermodells, in Grad",
    "keypoints in millimetres and joint angles as points":
        "Gelenkpunkte in Millimetern und Gelenkwinkel als Punkte",
    "no parameters were computed: run a gait, repetition or protocol analysis first.":
        "keine Größen wurden berechnet: zuerst Gang, Wiederholungen oder einen Test analysieren.",
    "positions in metres need a scale: give the person's height or a line of known length, then "
    "export again.":
        "Orte in Metern brauchen einen Maßstab: die Körpergröße oder eine Strecke bekannter Länge "
        "angeben, dann noch einmal exportieren.",
    "a frame rate needs two frames at least: analyse a longer part.":
        "eine Bildrate braucht mindestens zwei Bilder: einen längeren Teil analysieren.",
    "The frame rate varies, and this format has one rate: values were resampled to {rate} Hz, "
    "linearly between neighbouring frames that both have a value.":
        "Die Bildrate schwankt, und dieses Format hat nur eine: Werte werden auf {rate} Hz "
        "umgerechnet, linear zwischen benachbarten Bildern, die beide einen Wert haben.",
    "The CSV files keep the frames as they are.": "Die CSV-Dateien behalten die Bilder.",
    "the coordinates of an OpenSim model need joint angles of a side view: choose the side view if "
    "the person was filmed from the side.":
        "die Koordinaten eines OpenSim-Modells brauchen Gelenkwinkel von der Seite: die "
        "Seitenansicht wählen, falls die Person von der Seite gefilmt wurde.",
    "a motion file has no place for missing values, and no frame has them all: correct keypoints, "
    "or export angles as CSV.":
        "eine Bewegungsdatei hat keinen Platz für fehlende Werte, und kein Bild hat alle: "
        "Gelenkpunkte berichtigen oder Winkel als CSV exportieren.",
    "A motion file has no place for missing values: {count} of {total} frames have all coordinates "
    "and are written.":
        "Eine Bewegungsdatei hat keinen Platz für fehlende Werte: {count} von {total} Bildern "
        "haben alle Koordinaten und werden geschrieben.",
    "Left out, as they are known in less than half of the frames: {names}.":
        "Weggelassen, weil in weniger als der Hälfte der Bilder bekannt: {names}.",
    "a sheet holds {most} rows and the recording has {count} frames: export CSV, or a shorter "
    "part.":
        "ein Blatt hat {most} Zeilen und die Aufnahme {count} Bilder: CSV oder einen kürzeren Teil "
        "exportieren.",
    "The font of the PDF has no {letters}: write the report as HTML, or choose another pseudonym "
    "or file name.":
        "Der Schrift der PDF-Datei fehlt {letters}: den Bericht als HTML schreiben oder ein "
        "anderes Pseudonym oder einen anderen Dateinamen wählen.",
    "The stills of the report need the recording: {error} Or leave the stills out.":
        "Die Einzelbilder des Berichts brauchen die Aufnahme: {error} Oder die Einzelbilder "
        "weglassen.",
    "Appendix": "Anhang",
    "Writing tables": "Tabellen schreiben", "Drawing the video": "Video zeichnen",
    "Drawing stills": "Einzelbilder zeichnen", "Loading the model": "Modell laden",
    "Finding the pose": "Pose finden", "Watching the camera": "Kamerabewegung prüfen",
}  # fmt: skip

_FILES = {
    "Cannot write to {folder}: {reason}. Choose another folder.":
        "Schreiben nach {folder} nicht möglich: {reason}. Einen anderen Ordner wählen.",
    "Cannot write {file}: {reason}. Choose another folder or free some space.":
        "Schreiben von {file} nicht möglich: {reason}. Einen anderen Ordner wählen oder Platz "
        "schaffen.",
    "Cannot read {file}: {reason}. Check the path.":
        "Lesen von {file} nicht möglich: {reason}. Den Pfad prüfen.",
    "Cannot read {file}: {reason}. Check the name and the permissions.":
        "Lesen von {file} nicht möglich: {reason}. Namen und Rechte prüfen.",
    "Cannot open {file}: {reason}. Check the path.":
        "Öffnen von {file} nicht möglich: {reason}. Den Pfad prüfen.",
    "There is no file {file}: check its name and place.":
        "Es gibt keine Datei {file}: Namen und Ort prüfen.",
    "There is no file {file}: check its name.": "Es gibt keine Datei {file}: den Namen prüfen.",
    "{file} may not be read: change its permissions.":
        "{file} darf nicht gelesen werden: die Rechte ändern.",
    "{file} is a folder: choose a video file in it.":
        "{file} ist ein Ordner: eine Videodatei darin wählen.",
    "{file} contains {other}: choose a video file.":
        "{file} enthält {other}: eine Videodatei wählen.",
    "{file} is a text file: choose a video file.":
        "{file} ist eine Textdatei: eine Videodatei wählen.",
    "{file} uses a video format that is not known here: convert it to MP4 (H.264).":
        "{file} hat ein hier unbekanntes Videoformat: in MP4 (H.264) umwandeln.",
    "{file} is not a video that can be read: it is damaged, incomplete, or something else. Copy it "
    "again from where it was recorded, or convert it to MP4 (H.264).":
        "{file} ist kein lesbares Video: beschädigt, unvollständig oder etwas anderes. Noch einmal "
        "vom Aufnahmegerät kopieren oder in MP4 (H.264) umwandeln.",
    "{file} contains no frames: the recording was cut off; copy the file again from where it was "
    "recorded.":
        "{file} enthält keine Bilder: die Aufnahme ist abgebrochen; die Datei noch einmal vom "
        "Aufnahmegerät kopieren.",
    "No picture of {file} ({codec}) can be decoded: convert the video to MP4 (H.264).":
        "Kein Bild von {file} ({codec}) ist lesbar: das Video in MP4 (H.264) umwandeln.",
    "{file} is not an image that can be read: choose a PNG, JPEG, TIFF, BMP or WebP file.":
        "{file} ist kein lesbares Bild: eine PNG-, JPEG-, TIFF-, BMP- oder WebP-Datei wählen.",
    "The folder {folder} holds no images: choose one with PNG, JPEG or TIFF files, or a video "
    "file.":
        "Der Ordner {folder} enthält keine Bilder: einen mit PNG-, JPEG- oder TIFF-Dateien oder "
        "eine Videodatei wählen.",
    "None of the {count} images in {folder} can be read: choose others.":
        "Keines der {count} Bilder in {folder} ist lesbar: andere wählen.",
    "{file} is {width} x {height} px, other images are {wide} x {high} px: put images of different "
    "sizes into different folders.":
        "{file} hat {width} x {height} px, andere Bilder {wide} x {high} px: Bilder verschiedener "
        "Größe in verschiedene Ordner legen.",
    "Frame {index} cannot be decoded: choose another frame, or copy the file again from where it "
    "was recorded.":
        "Bild {index} ist nicht lesbar: ein anderes Bild wählen oder die Datei noch einmal vom "
        "Aufnahmegerät kopieren.",
    "The file stores {fields} fields; they were joined to {frames} frames.":
        "Die Datei enthält {fields} Halbbilder; sie wurden zu {frames} Bildern verbunden.",
    "{file} has no frame between {start} s and {end}: it lasts {length} s.":
        "{file} hat kein Bild zwischen {start} s und {end}: die Aufnahme dauert {length} s.",
    "{file} is no project of EfficientPose Studio, or it is damaged: open the recording instead, "
    "or an older copy of the project.":
        "{file} ist kein Projekt von EfficientPose Studio oder beschädigt: stattdessen die "
        "Aufnahme oder eine ältere Kopie des Projekts öffnen.",
    "{file} was saved by a newer version of EfficientPose Studio (format {format}, this one reads "
    "up to {version}): update the program to open it.":
        "{file} wurde von einer neueren Version von EfficientPose Studio gespeichert (Format "
        "{format}, diese liest bis {version}): das Programm aktualisieren.",
    "{file} unpacks to more than 4 GB: it is no project.":
        "{file} ist ausgepackt größer als 4 GB: das ist kein Projekt.",
    "{file} is not a keypoint table of this program ({error}): give a file that ends in "
    "_keypoints.csv, unchanged.":
        "{file} ist keine Gelenkpunkt-Tabelle dieses Programms ({error}): eine unveränderte Datei "
        "angeben, die auf _keypoints.csv endet.",
    "{file} was not analysed at every picture while it was recorded: analyse it now.":
        "{file} wurde bei der Aufnahme nicht in jedem Bild analysiert: jetzt analysieren.",
    "{file} exists already: choose another name.":
        "{file} gibt es schon: einen anderen Namen wählen.",
    "{file} exists already: rename it, then try again.":
        "{file} gibt es schon: umbenennen, dann noch einmal versuchen.",
    "A recording cannot be called '{file}': end it in .mp4.":
        "Eine Aufnahme kann nicht „{file}“ heißen: auf .mp4 enden lassen.",
}  # fmt: skip

_CALIBRATION = {
    "The age lies between 0 and 120 years.": "Das Alter liegt zwischen 0 und 120 Jahren.",
    "The body height lies between {low} and {high} m.":
        "Die Körpergröße liegt zwischen {low} und {high} m.",
    "A height of {height} m is not possible: give 0.5 to 2.5 m.":
        "Eine Größe von {height} m ist nicht möglich: 0,5 bis 2,5 m angeben.",
    "The person stands upright from head to foot in {count} frames, and {least} are needed to take "
    "the scale from their height: draw a line of known length instead, or record a moment of "
    "standing.":
        "Die Person steht in {count} Bildern von Kopf bis Fuß aufrecht, nötig sind {least}, um den "
        "Maßstab aus der Größe zu nehmen: stattdessen eine Strecke bekannter Länge zeichnen oder "
        "einen Moment des Stehens aufnehmen.",
    "The line needs two different ends and a real length above 0 m.":
        "Die Strecke braucht zwei verschiedene Enden und eine wirkliche Länge über 0 m.",
    "From a line of {length} m, {pixels} px long, its ends within {ends} px: within {error} in the "
    "plane of the line.":
        "Aus einer Strecke von {length} m, {pixels} px lang, Enden auf {ends} px genau: auf "
        "{error} genau in der Ebene der Strecke.",
    "From a height of {height} m: {pixels} px in {count} upright frames (head top to ankle, and "
    "{ankle} of the height below the ankle); within {error}.":
        "Aus einer Größe von {height} m: {pixels} px in {count} aufrechten Bildern (Scheitel bis "
        "Knöchel, und {ankle} der Größe unter dem Knöchel); auf {error} genau.",
    "The scale would be wrong by {error} (one standard deviation), which is too much for "
    "distances: use a longer line, a larger board, or a recording in which the person is larger.":
        "Der Maßstab wäre um {error} falsch (eine Standardabweichung), zu viel für Strecken: eine "
        "längere Strecke, ein größeres Brett oder eine Aufnahme nehmen, in der die Person größer "
        "ist.",
    "The size of the person needs head top, thorax, pelvis, knees and ankles, which this skeleton "
    "lacks: draw a line of known length instead.":
        "Die Größe der Person braucht Scheitel, Brustkorb, Becken, Knie und Knöchel, die diesem "
        "Skelett fehlen: stattdessen eine Strecke bekannter Länge zeichnen.",
    "A checkerboard needs at least 3 x 3 inner corners: count the points where four squares meet.":
        "Ein Schachbrett braucht mindestens 3 x 3 innere Ecken: die Punkte zählen, an denen vier "
        "Felder zusammentreffen.",
    "There is no checkerboard with {columns} x {rows} inner corners in this picture: count the "
    "points where four squares meet, and show all of it with a white border.":
        "In diesem Bild ist kein Schachbrett mit {columns} x {rows} inneren Ecken: die Punkte "
        "zählen, an denen vier Felder zusammentreffen, und das ganze Brett mit weißem Rand zeigen.",
    "The squares of the checkerboard need a side above 0 m.":
        "Die Felder des Schachbretts brauchen eine Seite über 0 m.",
    "The checkerboard is turned away from the camera (one direction looks {tilt} shorter): hold it "
    "parallel to the picture, in the plane of the movement.":
        "Das Schachbrett ist von der Kamera weggedreht (eine Richtung sieht {tilt} kürzer aus): "
        "parallel zum Bild halten, in der Ebene der Bewegung.",
    "From a checkerboard of {columns} x {rows} inner corners and {side} mm: {pixels} px a square, "
    "directions differ by {tilt}, corners deviate from a plane by {bend} px (bending by the lens, "
    "not corrected); within {error} in the plane of the board.":
        "Aus einem Schachbrett mit {columns} x {rows} inneren Ecken und {side} mm: {pixels} px je "
        "Feld, Richtungen unterscheiden sich um {tilt}, Ecken weichen um {bend} px von einer Ebene "
        "ab (Verzeichnung des Objektivs, nicht korrigiert); auf {error} genau in der Ebene des "
        "Bretts.",
    "The person's size in the picture changes by {share}: they come nearer or go away, and no "
    "single scale holds. Record from the side.":
        "Die Größe der Person im Bild ändert sich um {share}: sie kommt näher oder entfernt sich, "
        "und kein einzelner Maßstab gilt. Von der Seite aufnehmen.",
    "The person's size in the picture changes by {share}: distances are wrong by up to half of "
    "that.":
        "Die Größe der Person im Bild ändert sich um {share}: Strecken sind um bis zur Hälfte "
        "davon falsch.",
    "The camera moves (its background by {travel} of the person's height, its scale by {zoom}), so "
    "distances and speeds over ground are not known: record with a camera that stands still.":
        "Die Kamera bewegt sich (Hintergrund um {travel} der Körpergröße, Maßstab um {zoom}): "
        "Strecken und Geschwindigkeiten über Grund sind nicht bekannt; mit stehender Kamera "
        "aufnehmen.",
    "The line along the floor needs two different ends.":
        "Die Linie am Boden braucht zwei verschiedene Enden.",
    "Floor at {angle} deg from a line of {length} px; within {error} deg.":
        "Boden bei {angle}° aus einer Linie von {length} px; auf {error}° genau.",
    "Floor at {angle} deg from {count} footholds over {way} body heights; within {error} deg.":
        "Boden bei {angle}° aus {count} Standorten der Füße über {way} Körpergrößen; auf {error}° "
        "genau.",
    "The floor cannot be found from feet, since this recording has no ankles: draw a line.":
        "Der Boden ist nicht aus den Füßen zu finden, weil diese Aufnahme keine Knöchel hat: eine "
        "Linie zeichnen.",
    "The floor cannot be found from feet: {count} footholds over {way} body heights, and {fewest} "
    "over {shortest} are needed. Draw a line along the floor instead.":
        "Der Boden ist nicht aus den Füßen zu finden: {count} Standorte über {way} Körpergrößen, "
        "nötig sind {fewest} über {shortest}. Stattdessen eine Linie am Boden zeichnen.",
    "The footholds of each foot lie in one place: draw a line along the floor instead.":
        "Die Standorte jedes Fußes liegen an einer Stelle: stattdessen eine Linie am Boden "
        "zeichnen.",
    "A floor at {angle} deg is no floor: draw a line along the ground, or leave the correction "
    "out.":
        "Ein Boden bei {angle}° ist keiner: eine Linie am Boden zeichnen oder die Korrektur "
        "weglassen.",
    "The floor's angle is known within {error} deg only, which would make inclinations worse: draw "
    "a longer line along the floor.":
        "Der Winkel des Bodens ist nur auf {error}° bekannt, was Neigungen verschlechtern würde: "
        "eine längere Linie am Boden zeichnen.",
    "The slow-motion factor must be a positive number, not {factor}.":
        "Der Zeitlupenfaktor muss eine positive Zahl sein, nicht {factor}.",
    "The person seems to be seen {seen}, but the {chosen} view is chosen: its angles would be "
    "wrong. Choose the {right} view.":
        "Die Person scheint {seen} zu sehen zu sein, gewählt ist aber die Ansicht {chosen}: deren "
        "Winkel wären falsch. Die Ansicht {right} wählen.",
    "from the front or back": "von vorn oder hinten", "from the side": "von der Seite",
}  # fmt: skip

_EDITING = {
    "Frames {first} to {last} were not analysed.": "Bilder {first} bis {last} sind nicht "
        "analysiert.",
    "Give {keypoint} a place inside the picture.": "{keypoint} ins Bild setzen.",
    "To interpolate {keypoint}, its first and last frame need a position: place it in frames "
    "{first} and {last}.":
        "Zum Ergänzen braucht der Gelenkpunkt im ersten und letzten Bild einen Ort: {keypoint} in "
        "den Bildern {first} und {last} setzen.",
    "None of these keypoints has a left and a right side to exchange.":
        "Keiner dieser Gelenkpunkte hat eine linke und rechte Seite zum Tauschen.",
    "There is no {side} {kind} near frame {frame} any more that could be deleted.":
        "Nahe Bild {frame} ist kein Ereignis mehr, das gelöscht werden könnte: {kind} {side}.",
    "Frame {frame} was not analysed: choose one that was.":
        "Bild {frame} ist nicht analysiert: ein analysiertes wählen.",
    "The minimum score lies between 0 and 1.": "Die kleinste Sicherheit liegt zwischen 0 und 1.",
    "The end has to come after the start, and both after 0 s.":
        "Das Ende muss nach dem Anfang kommen, beide nach 0 s.",
    "Angle '{name}' has a segment without length: choose different keypoints.":
        "Der Winkel „{name}“ hat ein Segment ohne Länge: verschiedene Gelenkpunkte wählen.",
    "'{name}' is no name for an angle: use up to 40 lower-case letters, digits and underscores, "
    "and begin with a letter.":
        "„{name}“ ist kein Name für einen Winkel: bis zu 40 Kleinbuchstaben, Ziffern und "
        "Unterstriche verwenden und mit einem Buchstaben beginnen.",
    "There is an angle '{name}' already: choose another name.":
        "Es gibt schon einen Winkel „{name}“: einen anderen Namen wählen.",
    "The lower limit of angle '{name}' is not below the upper.":
        "Die untere Grenze des Winkels „{name}“ liegt nicht unter der oberen.",
    "{count} joints lay on those of the other side.":
        "{count} {count:Gelenk lag auf dem|Gelenke lagen auf denen} der anderen Seite.",
    "A foot is right or left, not '{side}'.": "Ein Fuß ist rechts oder links, nicht „{side}“.",
    "This skeleton has no heel and toe keypoints: find events by the ankle instead.":
        "Diesem Skelett fehlen Gelenkpunkte an Ferse und Zehen: Ereignisse am Knöchel suchen.",
    "The cut-off frequency must be positive.": "Die Grenzfrequenz muss positiv sein.",
    "both arms of the angle point the same way":
        "beide Schenkel des Winkels zeigen in dieselbe Richtung",
    "the segments point the same way": "die Segmente zeigen in dieselbe Richtung",
    "level, towards the front (front view: outwards)":
        "waagerecht, nach vorn (Ansicht von vorn: nach außen)",
    "forward (front view: outwards)": "nach vorn (Ansicht von vorn: nach außen)",
    "from the first to the last point as a hanging limb swings forward (front view: outwards)":
        "vom ersten zum letzten Punkt, wie ein hängendes Glied nach vorn schwingt (Ansicht von "
        "vorn: nach außen)",
    "from the first to the second segment as a hanging limb swings forward (front view: outwards)":
        "vom ersten zum zweiten Segment, wie ein hängendes Glied nach vorn schwingt (Ansicht von "
        "vorn: nach außen)",
    "Too short to smooth.": "Zu kurz zum Glätten.",
    "A phase needs a name.": "Eine Phase braucht einen Namen.",
    "The phase '{name}' has to end after it starts.":
        "Die Phase „{name}“ muss nach ihrem Anfang enden.",
}  # fmt: skip

_MACHINE = {
    "No camera was found: plug one in, and allow access to it in the system settings.":
        "Keine Kamera gefunden: eine anschließen und in den Systemeinstellungen den Zugriff "
        "erlauben.",
    "{name} stopped delivering pictures: check the cable, then start the camera again.":
        "{name} liefert keine Bilder mehr: das Kabel prüfen, dann die Kamera neu starten.",
    "{name} cannot be opened: plug it in, close other programs that use it, and allow access to "
    "the camera in the system settings.":
        "{name} lässt sich nicht öffnen: anschließen, andere Programme schließen, die sie "
        "benutzen, und in den Systemeinstellungen den Zugriff erlauben.",
    "The openvino engine runs on the CPU only, not on {device}: choose --engine torch, or --device "
    "cpu.":
        "OpenVINO läuft nur auf dem Prozessor (CPU), nicht auf {device}: PyTorch oder den "
        "Prozessor wählen.",
    "No {what} are installed: run 'efficientpose models download {name}', or 'efficientpose models "
    "import FILE' for a file you already have.":
        "Nicht installiert: {what}. „efficientpose models download {name}“ ausführen, oder "
        "„efficientpose models import FILE“ für eine vorhandene Datei.",
    "weights for EfficientPose {variant}": "Gewichte für EfficientPose {variant}",
    "The bundled {what} are missing from this installation: install EfficientPose Studio again.":
        "In dieser Installation fehlt Mitgeliefertes ({what}): EfficientPose Studio neu "
        "installieren.",
    "Weights '{name}' belong to EfficientPose {variant}, not {wanted}: choose that model, or other "
    "weights.":
        "Die Gewichte „{name}“ gehören zu EfficientPose {variant}, nicht {wanted}: dieses Modell "
        "oder andere Gewichte wählen.",
    "{name} is not open: start the camera first.":
        "{name} ist nicht offen: zuerst die Kamera starten.",
    "{name} has come to its end: start it again.": "{name} ist zu Ende: neu starten.",
    "The recording stays under the name {file}: {reason}.":
        "Die Aufnahme behält den Namen {file}: {reason}.",
    "Cannot rename {file}: {reason}.": "Umbenennen von {file} nicht möglich: {reason}.",
    "No usable {device} device on this machine: choose --device cpu, or install a torch build and "
    "a driver that support it.":
        "Dieser Rechner hat kein verwendbares Gerät für {device}: den Prozessor (CPU) wählen oder "
        "passende Versionen von torch und Treiber installieren.",
    "Weights called '{name}' are installed already: choose another name, or remove them first "
    "('efficientpose models remove {again}').":
        "Gewichte namens „{name}“ sind schon installiert: einen anderen Namen wählen oder sie "
        "zuerst entfernen (efficientpose models remove {again}).",
    "{file} is damaged or incomplete ({reason}): get it again.":
        "{file} ist beschädigt oder unvollständig ({reason}): noch einmal besorgen.",
    "{file} is empty: download or copy it again.":
        "{file} ist leer: noch einmal herunterladen oder kopieren.",
    "{file} is in no format that can be read: choose a Keras .h5, TensorFlow Lite .tflite, "
    "released PyTorch or EfficientPose Studio .safetensors file.":
        "{file} hat kein lesbares Format: eine Datei von Keras (.h5), TensorFlow Lite (.tflite), "
        "PyTorch (veröffentlicht) oder EfficientPose Studio (.safetensors) wählen.",
    "Cannot reach {url} ({reason}): check the internet connection, or copy the file from another "
    "computer and use 'efficientpose models import FILE'.":
        "{url} ist nicht zu erreichen ({reason}): die Internetverbindung prüfen oder die Datei von "
        "einem anderen Rechner kopieren und „efficientpose models import FILE“ verwenden.",
    "Stopped. What was finished so far is kept.": "Angehalten. Was fertig ist, bleibt erhalten.",
}  # fmt: skip

GERMAN_ERRORS: Mapping[str, str] = MappingProxyType(
    {**_EXPORTS, **_FILES, **_CALIBRATION, **_EDITING, **_MACHINE}
)
"""English text of what the window meets, with placeholders, to German."""
