<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About EfficientPose Studio</source>
        <translation>Über EfficientPose Studio</translation>
    </message>
    <message>
        <source>&lt;h3&gt;EfficientPose Studio {0}&lt;/h3&gt;&lt;p&gt;Joint angles and movement from video of one person. Apache License 2.0. Recordings are analysed on this computer and never leave it.&lt;/p&gt;&lt;p&gt;Please cite: Groos D, Ramampiaro H, Ihlen EAF (2021). EfficientPose: Scalable single-person pose estimation. Applied Intelligence 51, 2518-2533. doi:10.1007/s10489-020-01918-7&lt;/p&gt;&lt;p&gt;This is no medical device.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;EfficientPose Studio {0}&lt;/h3&gt;&lt;p&gt;Gelenkwinkel und Bewegung aus dem Video einer Person. Apache-Lizenz 2.0. Aufnahmen werden auf diesem Rechner analysiert und verlassen ihn nie.&lt;/p&gt;&lt;p&gt;Bitte zitieren Sie: Groos D, Ramampiaro H, Ihlen EAF (2021). EfficientPose: Scalable single-person pose estimation. Applied Intelligence 51, 2518-2533. doi:10.1007/s10489-020-01918-7&lt;/p&gt;&lt;p&gt;Dies ist kein Medizinprodukt.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Parts by others</source>
        <translation>Teile von anderen</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
</context>
<context>
    <name>Action</name>
    <message>
        <source>&amp;Open...</source>
        <translation>Ö&amp;ffnen ...</translation>
    </message>
    <message>
        <source>Open a video, a folder&apos;s pictures, or a project.</source>
        <translation>Ein Video, die Bilder eines Ordners oder ein Projekt öffnen.</translation>
    </message>
    <message>
        <source>&amp;Webcam...</source>
        <translation>&amp;Webcam ...</translation>
    </message>
    <message>
        <source>Watch and record with a camera.</source>
        <translation>Mit einer Kamera zusehen und aufnehmen.</translation>
    </message>
    <message>
        <source>Open the sa&amp;mple</source>
        <translation>Be&amp;ispiel öffnen</translation>
    </message>
    <message>
        <source>Open the built-in walker, whose joint angles are known.</source>
        <translation>Den mitgelieferten Gehenden öffnen, dessen Gelenkwinkel bekannt sind.</translation>
    </message>
    <message>
        <source>&amp;Save project</source>
        <translation>Projekt &amp;speichern</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save keypoints, corrections and settings.</source>
        <translation>Gelenkpunkte, Korrekturen und Einstellungen speichern.</translation>
    </message>
    <message>
        <source>Save project &amp;as...</source>
        <translation>Projekt speichern &amp;unter ...</translation>
    </message>
    <message>
        <source>Save the project under another name.</source>
        <translation>Das Projekt unter einem anderen Namen speichern.</translation>
    </message>
    <message>
        <source>&amp;Export...</source>
        <translation>&amp;Exportieren ...</translation>
    </message>
    <message>
        <source>Write tables and an annotated video.</source>
        <translation>Tabellen und ein Video mit Skelett schreiben.</translation>
    </message>
    <message>
        <source>Repor&amp;t...</source>
        <translation>Be&amp;richt ...</translation>
    </message>
    <message>
        <source>Write what was measured as a document, with pictures and curves.</source>
        <translation>Das Gemessene als Dokument schreiben, mit Bildern und Kurven.</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>Close the recording.</source>
        <translation>Die Aufnahme schließen.</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Leave the program.</source>
        <translation>Das Programm verlassen.</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Take the last change back.</source>
        <translation>Die letzte Änderung zurücknehmen.</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Make the change again.</source>
        <translation>Die Änderung erneut vornehmen.</translation>
    </message>
    <message>
        <source>&amp;Delete keypoint</source>
        <translation>Gelenkpunkt &amp;löschen</translation>
    </message>
    <message>
        <source>Remove the chosen keypoint in this frame, or in the marked range.</source>
        <translation>Den gewählten Gelenkpunkt in diesem Bild oder im markierten Bereich entfernen.</translation>
    </message>
    <message>
        <source>Re&amp;store keypoint</source>
        <translation>Gelenkpunkt wieder&amp;herstellen</translation>
    </message>
    <message>
        <source>Go back to what the network found, in this frame or the range.</source>
        <translation>Zu dem zurückkehren, was das Netz gefunden hat, in diesem Bild oder im Bereich.</translation>
    </message>
    <message>
        <source>&amp;Interpolate keypoint</source>
        <translation>Gelenkpunkt &amp;interpolieren</translation>
    </message>
    <message>
        <source>Join the corrected frames of the marked range by a smooth curve.</source>
        <translation>Die korrigierten Bilder des markierten Bereichs durch eine glatte Kurve verbinden.</translation>
    </message>
    <message>
        <source>S&amp;wap left and right</source>
        <translation>Links und rechts &amp;tauschen</translation>
    </message>
    <message>
        <source>Exchange the sides of the chosen joint, or of all, in this frame or the marked range.</source>
        <translation>Die Seiten des gewählten Gelenks oder aller Gelenke tauschen, in diesem Bild oder im markierten Bereich.</translation>
    </message>
    <message>
        <source>Person faces ri&amp;ght</source>
        <translation>Person blickt nach re&amp;chts</translation>
    </message>
    <message>
        <source>Tell the direction for the marked range, or the whole recording.</source>
        <translation>Die Blickrichtung für den markierten Bereich oder die ganze Aufnahme angeben.</translation>
    </message>
    <message>
        <source>Person faces &amp;left</source>
        <translation>Person blickt nach lin&amp;ks</translation>
    </message>
    <message>
        <source>&amp;Find the direction</source>
        <translation>Blickrichtung &amp;ermitteln</translation>
    </message>
    <message>
        <source>Take back what was told about the direction.</source>
        <translation>Die Angabe zur Blickrichtung zurücknehmen.</translation>
    </message>
    <message>
        <source>&amp;Analyse</source>
        <translation>&amp;Analysieren</translation>
    </message>
    <message>
        <source>Find the pose in every frame.</source>
        <translation>Die Haltung in jedem Bild finden.</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>Let the analysis rest, and go on later.</source>
        <translation>Die Analyse ruhen lassen und später fortsetzen.</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Stopp</translation>
    </message>
    <message>
        <source>Stop the analysis; finished frames are kept.</source>
        <translation>Die Analyse anhalten; fertige Bilder bleiben erhalten.</translation>
    </message>
    <message>
        <source>&amp;Choose the person</source>
        <translation>Person &amp;wählen</translation>
    </message>
    <message>
        <source>Click on the person to be analysed; then Analyse.</source>
        <translation>Auf die Person klicken, die analysiert werden soll; dann Analysieren.</translation>
    </message>
    <message>
        <source>&amp;Draw a box around the person</source>
        <translation>&amp;Rahmen um die Person ziehen</translation>
    </message>
    <message>
        <source>Draw a box around the person to be analysed; then Analyse.</source>
        <translation>Einen Rahmen um die Person ziehen, die analysiert werden soll; dann Analysieren.</translation>
    </message>
    <message>
        <source>Analyse this &amp;range again...</source>
        <translation>Diesen Bereich &amp;erneut analysieren ...</translation>
    </message>
    <message>
        <source>Draw a box around the person, and find the pose again in this frame or the marked range.</source>
        <translation>Einen Rahmen um die Person ziehen und die Haltung in diesem Bild oder im markierten Bereich neu finden.</translation>
    </message>
    <message>
        <source>Analyse se&amp;veral recordings...</source>
        <translation>&amp;Mehrere Aufnahmen analysieren ...</translation>
    </message>
    <message>
        <source>Analyse many files one after the other.</source>
        <translation>Viele Dateien nacheinander analysieren.</translation>
    </message>
    <message>
        <source>C&amp;leaning...</source>
        <translation>Berei&amp;nigung ...</translation>
    </message>
    <message>
        <source>Rejecting, filling, smoothing: every step, and what it does to the curves.</source>
        <translation>Verwerfen, füllen, glätten: jeder Schritt, und was er aus den Kurven macht.</translation>
    </message>
    <message>
        <source>&amp;Own angles...</source>
        <translation>E&amp;igene Winkel ...</translation>
    </message>
    <message>
        <source>Define angles of your own: of three points, two segments, or one.</source>
        <translation>Eigene Winkel festlegen: aus drei Punkten, zwei Segmenten oder einem.</translation>
    </message>
    <message>
        <source>&amp;Person and body height...</source>
        <translation>&amp;Person und Körpergröße ...</translation>
    </message>
    <message>
        <source>Pseudonym, age, sex and height: for norms, reports, and metres.</source>
        <translation>Pseudonym, Alter, Geschlecht und Größe: für Normen, Berichte und Meter.</translation>
    </message>
    <message>
        <source>&amp;Draw a line of known length</source>
        <translation>Linie bekannter &amp;Länge zeichnen</translation>
    </message>
    <message>
        <source>Draw along something whose length you know; distances are in metres then.</source>
        <translation>Entlang einer bekannten Länge zeichnen; Strecken werden dann in Metern angegeben.</translation>
    </message>
    <message>
        <source>&amp;Checkerboard in this frame...</source>
        <translation>S&amp;chachbrett in diesem Bild ...</translation>
    </message>
    <message>
        <source>Take the scale from a checkerboard in the picture.</source>
        <translation>Den Maßstab aus einem Schachbrett im Bild nehmen.</translation>
    </message>
    <message>
        <source>&amp;Remove the scale</source>
        <translation>&amp;Maßstab entfernen</translation>
    </message>
    <message>
        <source>Tell distances in pixels again.</source>
        <translation>Strecken wieder in Pixeln angeben.</translation>
    </message>
    <message>
        <source>&amp;Floor from standing feet</source>
        <translation>&amp;Boden aus stehenden Füßen</translation>
    </message>
    <message>
        <source>Find how the camera was rolled from where the feet stand still.</source>
        <translation>Die Neigung der Kamera daraus bestimmen, wo die Füße stehen.</translation>
    </message>
    <message>
        <source>Draw a line &amp;along the floor</source>
        <translation>Linie &amp;entlang des Bodens zeichnen</translation>
    </message>
    <message>
        <source>Show how the camera was rolled: inclinations are measured against the floor.</source>
        <translation>Zeigen, wie die Kamera geneigt war: Neigungen werden gegen den Boden gemessen.</translation>
    </message>
    <message>
        <source>Re&amp;move the floor</source>
        <translation>B&amp;oden entfernen</translation>
    </message>
    <message>
        <source>Measure inclinations against the picture&apos;s edges again.</source>
        <translation>Neigungen wieder gegen die Bildränder messen.</translation>
    </message>
    <message>
        <source>&amp;Slow motion...</source>
        <translation>&amp;Zeitlupe ...</translation>
    </message>
    <message>
        <source>Tell how many times slower than life the file plays.</source>
        <translation>Angeben, wievielmal langsamer als in Wirklichkeit die Datei läuft.</translation>
    </message>
    <message>
        <source>Chec&amp;k camera and treadmill</source>
        <translation>&amp;Kamera und Laufband prüfen</translation>
    </message>
    <message>
        <source>Find out whether distances over ground can be known; once more, it stops that.</source>
        <translation>Prüfen, ob Strecken über Grund bekannt sein können; noch einmal gewählt, bricht es ab.</translation>
    </message>
    <message>
        <source>R&amp;efuse distances</source>
        <translation>Keine &amp;Strecken angeben</translation>
    </message>
    <message>
        <source>Tell no distances and speeds over ground, nor metres: treadmill, panning.</source>
        <translation>Keine Strecken und Geschwindigkeiten über Grund und keine Meter angeben: Laufband, Kameraschwenk.</translation>
    </message>
    <message>
        <source>Add &amp;right contact</source>
        <translation>&amp;Rechten Erstkontakt setzen</translation>
    </message>
    <message>
        <source>The right foot touches the floor in this frame.</source>
        <translation>Der rechte Fuß berührt in diesem Bild den Boden.</translation>
    </message>
    <message>
        <source>Add &amp;left contact</source>
        <translation>&amp;Linken Erstkontakt setzen</translation>
    </message>
    <message>
        <source>The left foot touches the floor in this frame.</source>
        <translation>Der linke Fuß berührt in diesem Bild den Boden.</translation>
    </message>
    <message>
        <source>Add right &amp;toe-off</source>
        <translation>Rechte &amp;Zehenablösung setzen</translation>
    </message>
    <message>
        <source>The right foot leaves the floor in this frame.</source>
        <translation>Der rechte Fuß verlässt in diesem Bild den Boden.</translation>
    </message>
    <message>
        <source>Add left t&amp;oe-off</source>
        <translation>Linke Zehen&amp;ablösung setzen</translation>
    </message>
    <message>
        <source>The left foot leaves the floor in this frame.</source>
        <translation>Der linke Fuß verlässt in diesem Bild den Boden.</translation>
    </message>
    <message>
        <source>&amp;Delete event</source>
        <translation>Ereignis lösc&amp;hen</translation>
    </message>
    <message>
        <source>Remove the gait event at this frame.</source>
        <translation>Das Gangereignis an diesem Bild entfernen.</translation>
    </message>
    <message>
        <source>&amp;Next event</source>
        <translation>&amp;Nächstes Ereignis</translation>
    </message>
    <message>
        <source>Go to the next contact or toe-off.</source>
        <translation>Zum nächsten Erstkontakt oder zur nächsten Zehenablösung gehen.</translation>
    </message>
    <message>
        <source>&amp;Previous event</source>
        <translation>&amp;Voriges Ereignis</translation>
    </message>
    <message>
        <source>Go to the contact or toe-off before.</source>
        <translation>Zum vorigen Erstkontakt oder zur vorigen Zehenablösung gehen.</translation>
    </message>
    <message>
        <source>&amp;Next repetition</source>
        <translation>&amp;Nächste Wiederholung</translation>
    </message>
    <message>
        <source>Go to the next repetition or jump.</source>
        <translation>Zur nächsten Wiederholung oder zum nächsten Sprung gehen.</translation>
    </message>
    <message>
        <source>&amp;Previous repetition</source>
        <translation>&amp;Vorige Wiederholung</translation>
    </message>
    <message>
        <source>Go to the repetition or jump before.</source>
        <translation>Zur vorigen Wiederholung oder zum vorigen Sprung gehen.</translation>
    </message>
    <message>
        <source>&amp;Mark the range as a phase</source>
        <translation>Bereich als &amp;Phase markieren</translation>
    </message>
    <message>
        <source>Give the range that is marked on the timeline a name.</source>
        <translation>Dem Bereich, der auf der Zeitleiste markiert ist, einen Namen geben.</translation>
    </message>
    <message>
        <source>&apos;&amp;Go&apos; was said here</source>
        <translation>„&amp;Los“ wurde hier gesagt</translation>
    </message>
    <message>
        <source>A test against the clock starts in this frame.</source>
        <translation>Ein Test auf Zeit beginnt in diesem Bild.</translation>
    </message>
    <message>
        <source>&amp;Compare with another project...</source>
        <translation>Mit anderem Projekt ver&amp;gleichen ...</translation>
    </message>
    <message>
        <source>Play two recordings side by side, and lay their curves over each other.</source>
        <translation>Zwei Aufnahmen nebeneinander abspielen und ihre Kurven übereinanderlegen.</translation>
    </message>
    <message>
        <source>&amp;Play or pause</source>
        <translation>&amp;Abspielen oder anhalten</translation>
    </message>
    <message>
        <source>Play the recording.</source>
        <translation>Die Aufnahme abspielen.</translation>
    </message>
    <message>
        <source>&amp;Next frame</source>
        <translation>&amp;Nächstes Bild</translation>
    </message>
    <message>
        <source>Go one frame on.</source>
        <translation>Ein Bild weiter gehen.</translation>
    </message>
    <message>
        <source>Pre&amp;vious frame</source>
        <translation>&amp;Voriges Bild</translation>
    </message>
    <message>
        <source>Go one frame back.</source>
        <translation>Ein Bild zurück gehen.</translation>
    </message>
    <message>
        <source>&amp;First frame</source>
        <translation>&amp;Erstes Bild</translation>
    </message>
    <message>
        <source>Go to the beginning.</source>
        <translation>Zum Anfang gehen.</translation>
    </message>
    <message>
        <source>&amp;Last frame</source>
        <translation>&amp;Letztes Bild</translation>
    </message>
    <message>
        <source>Go to the end.</source>
        <translation>Zum Ende gehen.</translation>
    </message>
    <message>
        <source>&amp;Repeat</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Play the marked range, or everything, over and over.</source>
        <translation>Den markierten Bereich oder alles immer wieder abspielen.</translation>
    </message>
    <message>
        <source>&amp;Whole picture</source>
        <translation>&amp;Ganzes Bild</translation>
    </message>
    <message>
        <source>Show the whole picture.</source>
        <translation>Das ganze Bild zeigen.</translation>
    </message>
    <message>
        <source>&amp;Skeleton</source>
        <translation>&amp;Skelett</translation>
    </message>
    <message>
        <source>Draw the skeleton.</source>
        <translation>Das Skelett zeichnen.</translation>
    </message>
    <message>
        <source>Joint &amp;angles in the picture</source>
        <translation>Gelenk&amp;winkel im Bild</translation>
    </message>
    <message>
        <source>Write angles at the joints.</source>
        <translation>Winkel an die Gelenke schreiben.</translation>
    </message>
    <message>
        <source>&amp;Trails</source>
        <translation>S&amp;puren</translation>
    </message>
    <message>
        <source>Draw where keypoints have been.</source>
        <translation>Zeichnen, wo die Gelenkpunkte waren.</translation>
    </message>
    <message>
        <source>Person&apos;s &amp;box</source>
        <translation>&amp;Rahmen der Person</translation>
    </message>
    <message>
        <source>Draw the box around the person.</source>
        <translation>Den Rahmen um die Person zeichnen.</translation>
    </message>
    <message>
        <source>&amp;Rejected keypoints</source>
        <translation>&amp;Verworfene Gelenkpunkte</translation>
    </message>
    <message>
        <source>Show what the network found but was not trusted.</source>
        <translation>Zeigen, was das Netz gefunden hat, dem aber nicht zu trauen war.</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>V&amp;ollbild</translation>
    </message>
    <message>
        <source>Use the whole screen.</source>
        <translation>Den ganzen Bildschirm benutzen.</translation>
    </message>
    <message>
        <source>&amp;Find an action...</source>
        <translation>Aktion &amp;suchen ...</translation>
    </message>
    <message>
        <source>Type what you want to do.</source>
        <translation>Eintippen, was Sie tun möchten.</translation>
    </message>
    <message>
        <source>&amp;Check the models</source>
        <translation>Modelle &amp;prüfen</translation>
    </message>
    <message>
        <source>Measure how fast each installed model is on this machine.</source>
        <translation>Messen, wie schnell jedes installierte Modell auf diesem Rechner ist.</translation>
    </message>
    <message>
        <source>&amp;Label frames...</source>
        <translation>Bilder &amp;beschriften ...</translation>
    </message>
    <message>
        <source>Set keypoints in pictures by hand, to train a model with them.</source>
        <translation>Gelenkpunkte in Bildern von Hand setzen, um damit ein Modell zu trainieren.</translation>
    </message>
    <message>
        <source>&amp;Train a model...</source>
        <translation>&amp;Modell trainieren ...</translation>
    </message>
    <message>
        <source>Make a model better for your own people, from labelled pictures.</source>
        <translation>Ein Modell für Ihre eigenen Personen verbessern, mit beschrifteten Bildern.</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts...</source>
        <translation>&amp;Tastenkürzel ...</translation>
    </message>
    <message>
        <source>See and change the keys of every action.</source>
        <translation>Die Tasten jeder Aktion sehen und ändern.</translation>
    </message>
    <message>
        <source>&amp;Preferences...</source>
        <translation>&amp;Einstellungen ...</translation>
    </message>
    <message>
        <source>Language, theme, models, smoothing, skeleton.</source>
        <translation>Sprache, Farben, Modelle, Glättung, Skelett.</translation>
    </message>
    <message>
        <source>&amp;Guide</source>
        <translation>&amp;Anleitung</translation>
    </message>
    <message>
        <source>How to get from a video to joint angles.</source>
        <translation>Wie man vom Video zu Gelenkwinkeln kommt.</translation>
    </message>
    <message>
        <source>&amp;Log</source>
        <translation>&amp;Protokoll</translation>
    </message>
    <message>
        <source>What the program has done.</source>
        <translation>Was das Programm getan hat.</translation>
    </message>
    <message>
        <source>&amp;About EfficientPose Studio</source>
        <translation>&amp;Über EfficientPose Studio</translation>
    </message>
    <message>
        <source>Version, licences, and how to cite.</source>
        <translation>Version, Lizenzen und wie man zitiert.</translation>
    </message>
    <message>
        <source>Label: accept frame</source>
        <translation>Beschriften: Bild übernehmen</translation>
    </message>
    <message>
        <source>accept</source>
        <translation>übernehmen</translation>
    </message>
    <message>
        <source>This frame is right: go to the next one to label.</source>
        <translation>Dieses Bild ist richtig: weiter zum nächsten, das zu beschriften ist.</translation>
    </message>
    <message>
        <source>Label: next frame</source>
        <translation>Beschriften: nächstes Bild</translation>
    </message>
    <message>
        <source>next frame</source>
        <translation>nächstes Bild</translation>
    </message>
    <message>
        <source>Go to the next frame that is still to be labelled.</source>
        <translation>Zum nächsten Bild gehen, das noch zu beschriften ist.</translation>
    </message>
    <message>
        <source>Label: frame before</source>
        <translation>Beschriften: voriges Bild</translation>
    </message>
    <message>
        <source>frame before</source>
        <translation>voriges Bild</translation>
    </message>
    <message>
        <source>Go to the frame before that is still to be labelled.</source>
        <translation>Zum vorigen Bild gehen, das noch zu beschriften ist.</translation>
    </message>
    <message>
        <source>Label: next keypoint</source>
        <translation>Beschriften: nächster Gelenkpunkt</translation>
    </message>
    <message>
        <source>next keypoint</source>
        <translation>nächster Gelenkpunkt</translation>
    </message>
    <message>
        <source>Select the next keypoint, also one without a position.</source>
        <translation>Den nächsten Gelenkpunkt wählen, auch einen ohne Ort.</translation>
    </message>
    <message>
        <source>Label: keypoint before</source>
        <translation>Beschriften: voriger Gelenkpunkt</translation>
    </message>
    <message>
        <source>keypoint before</source>
        <translation>voriger Gelenkpunkt</translation>
    </message>
    <message>
        <source>Select the keypoint before.</source>
        <translation>Den vorigen Gelenkpunkt wählen.</translation>
    </message>
    <message>
        <source>Label: cannot be told</source>
        <translation>Beschriften: nicht erkennbar</translation>
    </message>
    <message>
        <source>cannot be told</source>
        <translation>nicht erkennbar</translation>
    </message>
    <message>
        <source>Say that nobody can tell where the keypoint is.</source>
        <translation>Angeben, dass niemand erkennen kann, wo der Gelenkpunkt ist.</translation>
    </message>
    <message>
        <source>Label: hidden</source>
        <translation>Beschriften: verdeckt</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>verdeckt</translation>
    </message>
    <message>
        <source>Something hides the keypoint, but it must be there.</source>
        <translation>Etwas verdeckt den Gelenkpunkt, aber er muss dort sein.</translation>
    </message>
    <message>
        <source>Label: copy from nearest frame</source>
        <translation>Beschriften: aus dem nächstgelegenen Bild kopieren</translation>
    </message>
    <message>
        <source>copy</source>
        <translation>kopieren</translation>
    </message>
    <message>
        <source>Put the keypoint where it is in the nearest labelled frame of this recording; without a chosen keypoint, all of them.</source>
        <translation>Den Gelenkpunkt dorthin setzen, wo er im nächstgelegenen beschrifteten Bild dieser Aufnahme ist; ohne gewählten Gelenkpunkt alle.</translation>
    </message>
    <message>
        <source>Label: back to the guess</source>
        <translation>Beschriften: zurück zur Schätzung</translation>
    </message>
    <message>
        <source>guess</source>
        <translation>Schätzung</translation>
    </message>
    <message>
        <source>Put the keypoint where the network has found it; without a chosen keypoint, all of them.</source>
        <translation>Den Gelenkpunkt dorthin setzen, wo das Netz ihn gefunden hat; ohne gewählten Gelenkpunkt alle.</translation>
    </message>
    <message>
        <source>Label: exchange left and right</source>
        <translation>Beschriften: links und rechts tauschen</translation>
    </message>
    <message>
        <source>left and right</source>
        <translation>links und rechts</translation>
    </message>
    <message>
        <source>Exchange the left and the right keypoints of this frame.</source>
        <translation>Die linken und rechten Gelenkpunkte dieses Bildes tauschen.</translation>
    </message>
    <message>
        <source>Label: guess in a box</source>
        <translation>Beschriften: im Rahmen schätzen</translation>
    </message>
    <message>
        <source>guess in a box</source>
        <translation>im Rahmen schätzen</translation>
    </message>
    <message>
        <source>Draw a box around the person; the network looks there.</source>
        <translation>Einen Rahmen um die Person ziehen; das Netz sucht dort.</translation>
    </message>
    <message>
        <source>Label: not yet right</source>
        <translation>Beschriften: noch nicht richtig</translation>
    </message>
    <message>
        <source>not yet right</source>
        <translation>noch nicht richtig</translation>
    </message>
    <message>
        <source>Take back that this frame is labelled.</source>
        <translation>Zurücknehmen, dass dieses Bild beschriftet ist.</translation>
    </message>
    <message>
        <source>Label: remove frame</source>
        <translation>Beschriften: Bild entfernen</translation>
    </message>
    <message>
        <source>remove frame</source>
        <translation>Bild entfernen</translation>
    </message>
    <message>
        <source>Take this frame out of the project.</source>
        <translation>Dieses Bild aus dem Projekt nehmen.</translation>
    </message>
    <message>
        <source>Label: person large</source>
        <translation>Beschriften: Person groß</translation>
    </message>
    <message>
        <source>zoom</source>
        <translation>vergrößern</translation>
    </message>
    <message>
        <source>Show the person large, in every frame; or the whole picture again.</source>
        <translation>Die Person in jedem Bild groß zeigen; oder wieder das ganze Bild.</translation>
    </message>
    <message>
        <source>Label: names of keypoints</source>
        <translation>Beschriften: Namen der Gelenkpunkte</translation>
    </message>
    <message>
        <source>names</source>
        <translation>Namen</translation>
    </message>
    <message>
        <source>Write the names beside the keypoints, or not.</source>
        <translation>Die Namen neben die Gelenkpunkte schreiben oder nicht.</translation>
    </message>
</context>
<context>
    <name>AddFramesDialog</name>
    <message>
        <source>New labels</source>
        <translation>Neue Beschriftungen</translation>
    </message>
    <message>
        <source>Add frames to label</source>
        <translation>Bilder zum Beschriften hinzufügen</translation>
    </message>
    <message>
        <source>Recordings, pictures and labels</source>
        <translation>Aufnahmen, Bilder und Beschriftungen</translation>
    </message>
    <message>
        <source>Of each video, the frames that teach most are picked out; pictures are all taken. {0} guesses the keypoints.</source>
        <translation>Aus jedem Video werden die lehrreichsten Bilder ausgewählt; einzelne Bilder werden alle genommen. {0} schätzt die Gelenkpunkte.</translation>
    </message>
    <message>
        <source>&amp;Files...</source>
        <translation>&amp;Dateien ...</translation>
    </message>
    <message>
        <source>Videos, pictures, label files, or projects with corrected frames</source>
        <translation>Videos, Bilder, Dateien mit Beschriftungen oder Projekte mit korrigierten Bildern</translation>
    </message>
    <message>
        <source>F&amp;older...</source>
        <translation>&amp;Ordner ...</translation>
    </message>
    <message>
        <source>A folder of pictures, or a project of DeepLabCut</source>
        <translation>Ein Ordner mit Bildern oder ein Projekt von DeepLabCut</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>Take the chosen ones out of this list</source>
        <translation>Die gewählten aus dieser Liste nehmen</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Frames of &amp;each video</source>
        <translation>Bilder &amp;je Video</translation>
    </message>
    <message>
        <source>At least &amp;apart</source>
        <translation>&amp;Mindestabstand</translation>
    </message>
    <message>
        <source>16 keypoints of the bundled models</source>
        <translation>16 Gelenkpunkte der mitgelieferten Modelle</translation>
    </message>
    <message>
        <source>with heels and toes: 20 keypoints</source>
        <translation>mit Fersen und Zehen: 20 Gelenkpunkte</translation>
    </message>
    <message>
        <source>With heels and toes, a model can tell the ankle angle. Own keypoints can be named later.</source>
        <translation>Mit Fersen und Zehen kann ein Modell den Winkel des Sprunggelenks angeben. Eigene Gelenkpunkte lassen sich später benennen.</translation>
    </message>
    <message>
        <source>&amp;Browse...</source>
        <translation>Durch&amp;suchen ...</translation>
    </message>
    <message>
        <source>&amp;Keypoints</source>
        <translation>&amp;Gelenkpunkte</translation>
    </message>
    <message>
        <source>Keep &amp;labels in</source>
        <translation>&amp;Beschriftungen ablegen in</translation>
    </message>
    <message>
        <source>Videos, pictures, labels</source>
        <translation>Videos, Bilder, Beschriftungen</translation>
    </message>
    <message>
        <source>Videos, pictures, labels ({0});;All files (*)</source>
        <translation>Videos, Bilder, Beschriftungen ({0});;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Folder of pictures</source>
        <translation>Ordner mit Bildern</translation>
    </message>
    <message>
        <source>Keep labels in</source>
        <translation>Beschriftungen ablegen in</translation>
    </message>
</context>
<context>
    <name>AnalysisController</name>
    <message>
        <source> - {0} fps here</source>
        <translation> - hier {0} Bilder/s</translation>
    </message>
    <message>
        <source>Models are ready. Frames per second on this machine: {0}.</source>
        <translation>Die Modelle sind bereit. Bilder pro Sekunde auf diesem Rechner: {0}.</translation>
    </message>
    <message>
        <source>Checking {0}</source>
        <translation>{0} wird geprüft</translation>
    </message>
    <message>
        <source>Change the smoothing</source>
        <translation>Glättung ändern</translation>
    </message>
    <message>
        <source>Side view</source>
        <translation>Seitenansicht</translation>
    </message>
    <message>
        <source>Front or back view</source>
        <translation>Vorder- oder Rückansicht</translation>
    </message>
    <message>
        <source>Change the view</source>
        <translation>Ansicht ändern</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Modell wird geladen</translation>
    </message>
    <message>
        <source>{0}: frame {1} of {2}, {3} frames/s, {4} to go</source>
        <translation>{0}: Bild {1} von {2}, {3} Bilder/s, noch {4}</translation>
    </message>
    <message>
        <source>{0} {0:frame|frames} analysed with {1} on {2} ({3}); a person is in {4} of them.</source>
        <translation>{0} {0:Bild|Bilder} mit {1} auf {2} ({3}) analysiert; auf {4} davon ist eine Person.</translation>
    </message>
    <message>
        <source>Nobody was found. Choose the person with a click or a box, and analyse again.</source>
        <translation>Niemand wurde gefunden. Wählen Sie die Person mit einem Klick oder einem Rahmen und analysieren Sie erneut.</translation>
    </message>
    <message>
        <source>Stopped. Finished frames are kept: Analyse continues where it was.</source>
        <translation>Angehalten. Fertige Bilder bleiben erhalten: Analysieren macht dort weiter.</translation>
    </message>
    <message>
        <source>This part was not analysed: trim, and analyse it first.</source>
        <translation>Dieser Teil wurde nicht analysiert: zuschneiden und zuerst analysieren.</translation>
    </message>
    <message>
        <source>The person is chosen.</source>
        <translation>Die Person ist gewählt.</translation>
    </message>
    <message>
        <source>Analyse now</source>
        <translation>Jetzt analysieren</translation>
    </message>
    <message>
        <source>Analyse frame {0} again</source>
        <translation>Bild {0} erneut analysieren</translation>
    </message>
    <message>
        <source>Analyse frames {0} to {1} again</source>
        <translation>Bilder {0} bis {1} erneut analysieren</translation>
    </message>
</context>
<context>
    <name>AnglesController</name>
    <message>
        <source>Change own angles</source>
        <translation>Eigene Winkel ändern</translation>
    </message>
    <message>
        <source>no value</source>
        <translation>kein Wert</translation>
    </message>
</context>
<context>
    <name>AnglesDialog</name>
    <message>
        <source>Own angles</source>
        <translation>Eigene Winkel</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>&amp;Neu</translation>
    </message>
    <message>
        <source>Define another angle.</source>
        <translation>Einen weiteren Winkel festlegen.</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>Remove the chosen angle.</source>
        <translation>Den gewählten Winkel entfernen.</translation>
    </message>
    <message>
        <source>Lower-case letters, digits and underscores. Names that begin with left_ or right_ belong to that side.</source>
        <translation>Kleinbuchstaben, Ziffern und Unterstriche. Namen, die mit left_ oder right_ beginnen, gehören zur linken oder rechten Seite.</translation>
    </message>
    <message>
        <source>At a joint, of three points</source>
        <translation>An einem Gelenk, aus drei Punkten</translation>
    </message>
    <message>
        <source>Between two segments</source>
        <translation>Zwischen zwei Segmenten</translation>
    </message>
    <message>
        <source>Of a segment against straight down</source>
        <translation>Eines Segments gegen senkrecht nach unten</translation>
    </message>
    <message>
        <source>Of a segment against straight up</source>
        <translation>Eines Segments gegen senkrecht nach oben</translation>
    </message>
    <message>
        <source>Of a segment against the horizontal</source>
        <translation>Eines Segments gegen die Waagerechte</translation>
    </message>
    <message>
        <source>With a sign</source>
        <translation>Mit Vorzeichen</translation>
    </message>
    <message>
        <source>Without it, the size only is told: 0 to 180°.</source>
        <translation>Ohne Vorzeichen wird nur die Größe angegeben: 0 bis 180°.</translation>
    </message>
    <message>
        <source>The angle is told in the 360° from here on.</source>
        <translation>Der Winkel wird in den 360° von hier an angegeben.</translation>
    </message>
    <message>
        <source>Reject values beyond</source>
        <translation>Werte verwerfen außerhalb von</translation>
    </message>
    <message>
        <source>Beyond them the keypoints must be wrong: no value is better than that one.</source>
        <translation>Außerhalb müssen die Gelenkpunkte falsch sein: kein Wert ist besser als dieser.</translation>
    </message>
    <message>
        <source>Lower limit</source>
        <translation>Untere Grenze</translation>
    </message>
    <message>
        <source>Upper limit</source>
        <translation>Obere Grenze</translation>
    </message>
    <message>
        <source>any</source>
        <translation>jede</translation>
    </message>
    <message>
        <source>from the side only</source>
        <translation>nur von der Seite</translation>
    </message>
    <message>
        <source>from the front or back only</source>
        <translation>nur von vorn oder hinten</translation>
    </message>
    <message>
        <source>In another view the angle is not told.</source>
        <translation>In einer anderen Ansicht wird der Winkel nicht angegeben.</translation>
    </message>
    <message>
        <source>In this frame</source>
        <translation>In diesem Bild</translation>
    </message>
    <message>
        <source>N&amp;ame</source>
        <translation>Na&amp;me</translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation>&amp;Art</translation>
    </message>
    <message>
        <source>Range &amp;begins at</source>
        <translation>&amp;Bereich beginnt bei</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>An&amp;sicht</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Erster Punkt</translation>
    </message>
    <message>
        <source>Vertex</source>
        <translation>Scheitelpunkt</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Letzter Punkt</translation>
    </message>
    <message>
        <source>First segment from</source>
        <translation>Erstes Segment von</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>Second segment from</source>
        <translation>Zweites Segment von</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>0° where both arms point the same way; positive from the first to the last point as a hanging limb swings forward.</source>
        <translation>0°, wenn beide Schenkel in dieselbe Richtung zeigen; positiv vom ersten zum letzten Punkt, wie ein hängendes Glied nach vorn schwingt.</translation>
    </message>
    <message>
        <source>0° where the segments point the same way; positive from the first to the second as a hanging limb swings forward.</source>
        <translation>0°, wenn beide Segmente in dieselbe Richtung zeigen; positiv vom ersten zum zweiten, wie ein hängendes Glied nach vorn schwingt.</translation>
    </message>
    <message>
        <source>0° straight down; positive forward.</source>
        <translation>0° senkrecht nach unten; positiv nach vorn.</translation>
    </message>
    <message>
        <source>0° straight up; positive forward.</source>
        <translation>0° senkrecht nach oben; positiv nach vorn.</translation>
    </message>
    <message>
        <source>0° level, towards the front; positive upwards.</source>
        <translation>0° waagerecht nach vorn; positiv nach oben.</translation>
    </message>
</context>
<context>
    <name>BoardDialog</name>
    <message>
        <source>Checkerboard in this frame</source>
        <translation>Schachbrett in diesem Bild</translation>
    </message>
    <message>
        <source> mm</source>
        <translation> mm</translation>
    </message>
    <message>
        <source>Inner corners &amp;across</source>
        <translation>Innere Ecken &amp;waagerecht</translation>
    </message>
    <message>
        <source>Inner corners &amp;down</source>
        <translation>Innere Ecken &amp;senkrecht</translation>
    </message>
    <message>
        <source>Side of a &amp;square</source>
        <translation>&amp;Kante eines Feldes</translation>
    </message>
    <message>
        <source>Find it</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Count inner corners: the points where four squares meet, one fewer than squares each way. The board has to be flat and parallel to the picture, where the person moves.</source>
        <translation>Innere Ecken zählen: die Punkte, an denen vier Felder zusammenstoßen, je Richtung eine weniger als Felder. Das Brett muss eben und parallel zum Bild sein, dort, wo sich die Person bewegt.</translation>
    </message>
</context>
<context>
    <name>Calibration</name>
    <message>
        <source>1 px = {0} mm ± {1}%</source>
        <translation>1 px = {0} mm ± {1} %</translation>
    </message>
    <message>
        <source>floor {0}° ± {1}°</source>
        <translation>Boden {0}° ± {1}°</translation>
    </message>
    <message>
        <source>no distances</source>
        <translation>keine Strecken</translation>
    </message>
    <message>
        <source>{0}-fold slow motion</source>
        <translation>Zeitlupe {0}-fach</translation>
    </message>
</context>
<context>
    <name>CalibrationController</name>
    <message>
        <source>Change the person</source>
        <translation>Person ändern</translation>
    </message>
    <message>
        <source>Looking for the checkerboard</source>
        <translation>Schachbrett wird gesucht</translation>
    </message>
    <message>
        <source>Set the scale</source>
        <translation>Maßstab setzen</translation>
    </message>
    <message>
        <source>Remove the scale</source>
        <translation>Maßstab entfernen</translation>
    </message>
    <message>
        <source>The scale is set, and waits: distances are refused in this recording. {0}</source>
        <translation>Der Maßstab ist gesetzt und wartet: in dieser Aufnahme werden keine Strecken angegeben. {0}</translation>
    </message>
    <message>
        <source>Scale: {0}.</source>
        <translation>Maßstab: {0}.</translation>
    </message>
    <message>
        <source>Draw a line along the floor · Esc to cancel</source>
        <translation>Eine Linie entlang des Bodens zeichnen · Esc bricht ab</translation>
    </message>
    <message>
        <source>Set the floor</source>
        <translation>Boden setzen</translation>
    </message>
    <message>
        <source>Remove the floor</source>
        <translation>Boden entfernen</translation>
    </message>
    <message>
        <source>Inclinations are measured against the floor now: {0}.</source>
        <translation>Neigungen werden jetzt gegen den Boden gemessen: {0}.</translation>
    </message>
    <message>
        <source>{0}-fold slow motion</source>
        <translation>Zeitlupe {0}-fach</translation>
    </message>
</context>
<context>
    <name>CameraPage</name>
    <message>
        <source>Recordings go to {0}</source>
        <translation>Aufnahmen kommen nach {0}</translation>
    </message>
    <message>
        <source>Starting the camera...</source>
        <translation>Kamera wird gestartet ...</translation>
    </message>
    <message>
        <source>No camera was found</source>
        <translation>Keine Kamera gefunden</translation>
    </message>
    <message>
        <source>Plug one in, and allow this program to use it in the system settings.</source>
        <translation>Schließen Sie eine an und erlauben Sie diesem Programm in den Systemeinstellungen, sie zu benutzen.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Noch einmal suchen</translation>
    </message>
    <message>
        <source>Play a video instead...</source>
        <translation>Stattdessen ein Video abspielen ...</translation>
    </message>
    <message>
        <source>The camera is not available</source>
        <translation>Die Kamera ist nicht verfügbar</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>{0} x {1}, {2} fps</source>
        <translation>{0} x {1}, {2} Bilder/s</translation>
    </message>
    <message>
        <source>{0} fps</source>
        <translation>{0} Bilder/s</translation>
    </message>
    <message>
        <source>{0} ms</source>
        <translation>{0} ms</translation>
    </message>
    <message>
        <source>{0} s, {1} {1:picture|pictures}</source>
        <translation>{0} s, {1} {1:Bild|Bilder}</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Aufnehmen</translation>
    </message>
    <message>
        <source>Cancel ({0})</source>
        <translation>Abbrechen ({0})</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Camera&apos;s own</source>
        <translation>Wie die Kamera liefert</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Which camera is used</source>
        <translation>Welche Kamera benutzt wird</translation>
    </message>
    <message>
        <source>No camera</source>
        <translation>Keine Kamera</translation>
    </message>
    <message>
        <source>Wished resolution</source>
        <translation>Gewünschte Auflösung</translation>
    </message>
    <message>
        <source>What the camera is asked for; below is what it really delivers</source>
        <translation>Was von der Kamera verlangt wird; darunter steht, was sie wirklich liefert</translation>
    </message>
    <message>
        <source>Wished rate</source>
        <translation>Gewünschte Bildrate</translation>
    </message>
    <message>
        <source>Where the person faces</source>
        <translation>Wohin die Person blickt</translation>
    </message>
    <message>
        <source>As you see it. Standing upright does not tell; then say it here.</source>
        <translation>Wie Sie es sehen. Aufrechtes Stehen verrät es nicht; dann sagen Sie es hier.</translation>
    </message>
    <message>
        <source>Facing: found</source>
        <translation>Blickrichtung: ermittelt</translation>
    </message>
    <message>
        <source>Facing right</source>
        <translation>Blick nach rechts</translation>
    </message>
    <message>
        <source>Facing left</source>
        <translation>Blick nach links</translation>
    </message>
    <message>
        <source>&amp;Mirror</source>
        <translation>&amp;Spiegeln</translation>
    </message>
    <message>
        <source>Show the picture as in a mirror. Left and right in the data, and the recording, stay as they are.</source>
        <translation>Das Bild wie in einem Spiegel zeigen. Links und rechts in den Daten und die Aufnahme bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>&amp;Close camera</source>
        <translation>Kamera s&amp;chließen</translation>
    </message>
    <message>
        <source>Switch the camera off and go back</source>
        <translation>Die Kamera ausschalten und zurückgehen</translation>
    </message>
    <message>
        <source>Record pictures and keypoints (F9)</source>
        <translation>Bilder und Gelenkpunkte aufnehmen (F9)</translation>
    </message>
    <message>
        <source>Countdown</source>
        <translation>Vorlauf</translation>
    </message>
    <message>
        <source>Time to walk into the picture before it is recorded</source>
        <translation>Zeit, um ins Bild zu gehen, bevor aufgenommen wird</translation>
    </message>
    <message>
        <source>after {0} s</source>
        <translation>nach {0} s</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>sofort</translation>
    </message>
    <message>
        <source>Folder...</source>
        <translation>Ordner ...</translation>
    </message>
    <message>
        <source>Folder of the recordings</source>
        <translation>Ordner der Aufnahmen</translation>
    </message>
    <message>
        <source>Length of the recording</source>
        <translation>Länge der Aufnahme</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Geliefert</translation>
    </message>
    <message>
        <source>What really comes from the camera</source>
        <translation>Was wirklich von der Kamera kommt</translation>
    </message>
    <message>
        <source>Analysed</source>
        <translation>Analysiert</translation>
    </message>
    <message>
        <source>Pictures that the network looks at each second</source>
        <translation>Bilder, die das Netz in jeder Sekunde ansieht</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Verzögerung</translation>
    </message>
    <message>
        <source>From receiving a picture to its keypoints</source>
        <translation>Vom Eintreffen eines Bildes bis zu seinen Gelenkpunkte</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>Pictures that the network was too slow for. They are recorded all the same.</source>
        <translation>Bilder, für die das Netz zu langsam war. Aufgenommen werden sie trotzdem.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>What looks at the pictures; chosen in the toolbar</source>
        <translation>Was die Bilder ansieht; in der Werkzeugleiste gewählt</translation>
    </message>
</context>
<context>
    <name>ChangeTable</name>
    <message>
        <source>Gait before and after</source>
        <translation>Gang vorher und nachher</translation>
    </message>
</context>
<context>
    <name>CheckController</name>
    <message>
        <source>Checking whether the camera stands still</source>
        <translation>Es wird geprüft, ob die Kamera stillsteht</translation>
    </message>
    <message>
        <source>Tell them all the same</source>
        <translation>Trotzdem angeben</translation>
    </message>
    <message>
        <source>Nothing speaks against distances in this recording.</source>
        <translation>In dieser Aufnahme spricht nichts gegen Strecken.</translation>
    </message>
    <message>
        <source>Tell distances</source>
        <translation>Strecken angeben</translation>
    </message>
    <message>
        <source>The camera stands still: distances can be told.</source>
        <translation>Die Kamera steht still: Strecken können angegeben werden.</translation>
    </message>
    <message>
        <source>Refuse distances</source>
        <translation>Keine Strecken angeben</translation>
    </message>
    <message>
        <source>The person seems to be seen from the front or back, but the side view is chosen: its angles would be wrong.</source>
        <translation>Die Person ist anscheinend von vorn oder hinten zu sehen, gewählt ist aber die Seitenansicht: deren Winkel wären falsch.</translation>
    </message>
    <message>
        <source>The person seems to be seen from the side, but the front view is chosen: its angles would be wrong.</source>
        <translation>Die Person ist anscheinend von der Seite zu sehen, gewählt ist aber die Vorderansicht: deren Winkel wären falsch.</translation>
    </message>
    <message>
        <source>Take the front view</source>
        <translation>Vorderansicht nehmen</translation>
    </message>
    <message>
        <source>Take the side view</source>
        <translation>Seitenansicht nehmen</translation>
    </message>
    <message>
        <source>Change the view</source>
        <translation>Ansicht ändern</translation>
    </message>
</context>
<context>
    <name>CleaningController</name>
    <message>
        <source>Change the cleaning</source>
        <translation>Bereinigung ändern</translation>
    </message>
</context>
<context>
    <name>CleaningDialog</name>
    <message>
        <source>Cleaning</source>
        <translation>Bereinigung</translation>
    </message>
    <message>
        <source>Seen from the front, legs swing towards the camera and look shorter.</source>
        <translation>Von vorn gesehen schwingen die Beine zur Kamera und wirken kürzer.</translation>
    </message>
    <message>
        <source>Left out.</source>
        <translation>Ausgelassen.</translation>
    </message>
    <message>
        <source>Reject keypoints below a score of</source>
        <translation>Gelenkpunkte verwerfen unter einer Bewertung von</translation>
    </message>
    <message>
        <source>The network is less sure of them than this.</source>
        <translation>Das Netz ist sich ihrer weniger sicher als so.</translation>
    </message>
    <message>
        <source>Smallest score</source>
        <translation>Kleinste Bewertung</translation>
    </message>
    <message>
        <source>also outside the picture</source>
        <translation>auch außerhalb des Bildes</translation>
    </message>
    <message>
        <source>Nobody has seen these keypoints.</source>
        <translation>Diese Gelenkpunkte hat niemand gesehen.</translation>
    </message>
    <message>
        <source>Exchange left and right where they are mixed up</source>
        <translation>Links und rechts tauschen, wo sie verwechselt sind</translation>
    </message>
    <message>
        <source>Joint pair by joint pair, by steady motion and steady lengths.</source>
        <translation>Für jedes Gelenkpaar, nach gleichmäßiger Bewegung und gleichen Längen.</translation>
    </message>
    <message>
        <source>Reject knees and ankles found on the other leg</source>
        <translation>Knie und Knöchel auf dem anderen Bein verwerfen</translation>
    </message>
    <message>
        <source>For a moment, the network has found one leg twice.</source>
        <translation>Das Netz hat für einen Moment ein Bein zweimal gefunden.</translation>
    </message>
    <message>
        <source>Reject outliers within</source>
        <translation>Ausreißer verwerfen innerhalb von</translation>
    </message>
    <message>
        <source>Places that deviate from steady motion much more than the others around.</source>
        <translation>Orte, die von gleichmäßiger Bewegung viel mehr abweichen als die anderen ringsum.</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Half width of the window for outliers</source>
        <translation>Halbe Breite des Fensters für Ausreißer</translation>
    </message>
    <message>
        <source> deviations</source>
        <translation> Abweichungen</translation>
    </message>
    <message>
        <source>Deviations that make an outlier</source>
        <translation>Abweichungen, ab denen ein Ausreißer vorliegt</translation>
    </message>
    <message>
        <source>Fill gaps up to</source>
        <translation>Lücken füllen bis</translation>
    </message>
    <message>
        <source>Longer gaps stay empty, and so do stretches without a person.</source>
        <translation>Längere Lücken bleiben leer, ebenso Abschnitte ohne Person.</translation>
    </message>
    <message>
        <source>Longest gap</source>
        <translation>Längste Lücke</translation>
    </message>
    <message>
        <source>Keep the lengths of thighs and shanks</source>
        <translation>Längen von Ober- und Unterschenkeln erhalten</translation>
    </message>
    <message>
        <source>Hip, knee and ankle go to the nearest places with the usual lengths.</source>
        <translation>Hüfte, Knie und Knöchel rücken an die nächsten Orte mit den üblichen Längen.</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>Glättung</translation>
    </message>
    <message>
        <source>Without delay. It makes speeds steady, not places exact.</source>
        <translation>Ohne Verzögerung. Sie beruhigt Geschwindigkeiten, macht Orte aber nicht genauer.</translation>
    </message>
    <message>
        <source>No smoothing</source>
        <translation>Keine Glättung</translation>
    </message>
    <message>
        <source>Butterworth low-pass</source>
        <translation>Butterworth-Tiefpass</translation>
    </message>
    <message>
        <source>Butterworth, automatic cut-off</source>
        <translation>Butterworth, Grenzfrequenz automatisch</translation>
    </message>
    <message>
        <source>Savitzky-Golay</source>
        <translation>Savitzky-Golay</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Median</translation>
    </message>
    <message>
        <source>Gaussian</source>
        <translation>Gauß</translation>
    </message>
    <message>
        <source>LOESS</source>
        <translation>LOESS</translation>
    </message>
    <message>
        <source>Kalman smoother</source>
        <translation>Kalman-Glätter</translation>
    </message>
    <message>
        <source> Hz</source>
        <translation> Hz</translation>
    </message>
    <message>
        <source>Cut-off frequency</source>
        <translation>Grenzfrequenz</translation>
    </message>
    <message>
        <source>6 Hz is usual for walking; faster movements need more.</source>
        <translation>6 Hz sind beim Gehen üblich; schnellere Bewegungen brauchen mehr.</translation>
    </message>
    <message>
        <source>Width of the window</source>
        <translation>Breite des Fensters</translation>
    </message>
    <message>
        <source>order </source>
        <translation>Ordnung </translation>
    </message>
    <message>
        <source>Order of the polynomials</source>
        <translation>Ordnung der Polynome</translation>
    </message>
    <message>
        <source>&amp;Smoothing</source>
        <translation>&amp;Glättung</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>What it did</source>
        <translation>Was er bewirkt hat</translation>
    </message>
    <message>
        <source>The settings of a new recording.</source>
        <translation>Die Einstellungen einer neuen Aufnahme.</translation>
    </message>
    <message>
        <source>The window shows what comes out. Nothing is lost: what the network found stays as it is.</source>
        <translation>Das Fenster zeigt, was herauskommt. Nichts geht verloren: was das Netz gefunden hat, bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>What the step did</source>
        <translation>Was der Schritt bewirkt hat</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Find an action</source>
        <translation>Aktion suchen</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>Was möchten Sie tun?</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
</context>
<context>
    <name>ComparePage</name>
    <message>
        <source>Comparison of two projects</source>
        <translation>Vergleich zweier Projekte</translation>
    </message>
    <message>
        <source>Move together</source>
        <translation>Gemeinsam bewegen</translation>
    </message>
    <message>
        <source>Align these frames</source>
        <translation>Diese Bilder ausrichten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>repetition {0}</source>
        <translation>Wiederholung {0}</translation>
    </message>
    <message>
        <source>Aligned by an event</source>
        <translation>Nach einem Ereignis ausgerichtet</translation>
    </message>
    <message>
        <source>Aligned by likeness</source>
        <translation>Nach Ähnlichkeit ausgerichtet</translation>
    </message>
    <message>
        <source>One repetition, 0 to 100 %</source>
        <translation>Eine Wiederholung, 0 bis 100 %</translation>
    </message>
    <message>
        <source>The other one was before</source>
        <translation>Die andere war vorher</translation>
    </message>
    <message>
        <source>The other one was after</source>
        <translation>Die andere war nachher</translation>
    </message>
    <message>
        <source>Curve that is compared</source>
        <translation>Kurve, die verglichen wird</translation>
    </message>
    <message>
        <source>How the two recordings are aligned</source>
        <translation>Wie die beiden Aufnahmen ausgerichtet sind</translation>
    </message>
    <message>
        <source>Which recording was made first: differences are later minus earlier</source>
        <translation>Welche Aufnahme zuerst gemacht wurde: Unterschiede sind spätere minus frühere</translation>
    </message>
    <message>
        <source>Repetition of the open project</source>
        <translation>Wiederholung des geöffneten Projekts</translation>
    </message>
    <message>
        <source>Repetition of the other project</source>
        <translation>Wiederholung des anderen Projekts</translation>
    </message>
    <message>
        <source>Frame of {0}</source>
        <translation>Bild von {0}</translation>
    </message>
    <message>
        <source>Video of {0}</source>
        <translation>Video von {0}</translation>
    </message>
    <message>
        <source>Let one recording follow the other. Without it each can be moved by itself, to find the same moment in both.</source>
        <translation>Eine Aufnahme der anderen folgen lassen. Ohne das lässt sich jede für sich bewegen, um in beiden denselben Augenblick zu finden.</translation>
    </message>
    <message>
        <source>The two frames on display show the same moment: align the recordings there</source>
        <translation>Die beiden angezeigten Bilder zeigen denselben Augenblick: die Aufnahmen dort ausrichten</translation>
    </message>
    <message>
        <source>Go back to the project (Esc)</source>
        <translation>Zurück zum Projekt (Esc)</translation>
    </message>
    <message>
        <source>Differences of the curves</source>
        <translation>Unterschiede der Kurven</translation>
    </message>
    <message>
        <source>Curve</source>
        <translation>Kurve</translation>
    </message>
    <message>
        <source>Gait before and after</source>
        <translation>Gang vorher und nachher</translation>
    </message>
</context>
<context>
    <name>ComparedProject</name>
    <message>
        <source>no other project</source>
        <translation>kein anderes Projekt</translation>
    </message>
    <message>
        <source>An earlier project of this person. The report then tells how gait has changed since, and whether that is more than noise.</source>
        <translation>Ein früheres Projekt dieser Person. Der Bericht sagt dann, wie sich der Gang seither geändert hat und ob das mehr als Rauschen ist.</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>Compare with nothing.</source>
        <translation>Mit nichts vergleichen.</translation>
    </message>
    <message>
        <source>Reading {0}</source>
        <translation>{0} wird gelesen</translation>
    </message>
    <message>
        <source>Before: {0}. After: {1}.</source>
        <translation>Vorher: {0}. Nachher: {1}.</translation>
    </message>
    <message>
        <source>Earlier project of this person</source>
        <translation>Früheres Projekt dieser Person</translation>
    </message>
    <message>
        <source>Projects (*.epstudio)</source>
        <translation>Projekte (*.epstudio)</translation>
    </message>
    <message>
        <source>C&amp;hoose...</source>
        <translation>Wä&amp;hlen ...</translation>
    </message>
    <message>
        <source>Choose an earlier project.</source>
        <translation>Ein früheres Projekt wählen.</translation>
    </message>
</context>
<context>
    <name>ComparingController</name>
    <message>
        <source>Compare with another project</source>
        <translation>Mit anderem Projekt vergleichen</translation>
    </message>
    <message>
        <source>Projects (*.epstudio)</source>
        <translation>Projekte (*.epstudio)</translation>
    </message>
    <message>
        <source>Opening {0}</source>
        <translation>{0} wird geöffnet</translation>
    </message>
    <message>
        <source>has not begun yet</source>
        <translation>hat noch nicht begonnen</translation>
    </message>
    <message>
        <source>has ended</source>
        <translation>ist zu Ende</translation>
    </message>
</context>
<context>
    <name>CurvePlot</name>
    <message>
        <source>steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>within 0.5 units</source>
        <translation>innerhalb 0,5 Einheiten</translation>
    </message>
    <message>
        <source>within 0.1 units</source>
        <translation>innerhalb 0,1 Einheiten</translation>
    </message>
</context>
<context>
    <name>CurveTab</name>
    <message>
        <source>Held-out people: keypoints found, percent</source>
        <translation>Zurückgehaltene Personen: gefundene Gelenkpunkte, Prozent</translation>
    </message>
    <message>
        <source>labelled people that were learnt from</source>
        <translation>beschriftete Personen, aus denen gelernt wurde</translation>
    </message>
    <message>
        <source>Progress of the learning curve</source>
        <translation>Fortschritt der Lernkurve</translation>
    </message>
    <message>
        <source>&amp;Measure</source>
        <translation>&amp;Messen</translation>
    </message>
    <message>
        <source>The same training with a quarter and with half of the labels shows whether it is worth labelling more people.</source>
        <translation>Dasselbe Training mit einem Viertel und mit der Hälfte der Beschriftungen zeigt, ob es sich lohnt, mehr Personen zu beschriften.</translation>
    </message>
    <message>
        <source>It takes about {0} min here: two more trainings.</source>
        <translation>Das dauert hier etwa {0} min: zwei weitere Trainings.</translation>
    </message>
    <message>
        <source>It takes about twice as long as the training.</source>
        <translation>Das dauert etwa doppelt so lange wie das Training.</translation>
    </message>
    <message>
        <source>Learning from parts of the labels...</source>
        <translation>Lernen aus Teilen der Beschriftungen ...</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>Learning from {0} of the labels...</source>
        <translation>Lernen aus {0} der Beschriftungen ...</translation>
    </message>
    <message>
        <source>Stopped; measuring goes on from here.</source>
        <translation>Angehalten; das Messen geht von hier weiter.</translation>
    </message>
    <message>
        <source>From {0} to {1} labelled people: {2} points.</source>
        <translation>Von {0} auf {1} beschriftete Personen: {2} Punkte.</translation>
    </message>
    <message>
        <source>More labels are likely to help.</source>
        <translation>Mehr Beschriftungen helfen wahrscheinlich.</translation>
    </message>
    <message>
        <source>More labels of this kind would bring little; other people or views may.</source>
        <translation>Mehr Beschriftungen dieser Art brächten wenig; andere Personen oder Ansichten vielleicht.</translation>
    </message>
    <message>
        <source>Median error of joint angles: {0}, then {1}.</source>
        <translation>Median der Fehler der Gelenkwinkel: {0}, dann {1}.</translation>
    </message>
</context>
<context>
    <name>CyclePlots</name>
    <message>
        <source>Curves over the gait cycle</source>
        <translation>Kurven über den Gangzyklus</translation>
    </message>
    <message>
        <source>% of gait cycle</source>
        <translation>% des Gangzyklus</translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message>
        <source>Labelled pictures</source>
        <translation>Beschriftete Bilder</translation>
    </message>
    <message>
        <source>Add the files in which keypoints are labelled: COCO, MPII, DeepLabCut, SLEAP, or projects of EfficientPose Studio with corrected frames.</source>
        <translation>Fügen Sie die Dateien hinzu, in denen Gelenkpunkte beschriftet sind: COCO, MPII, DeepLabCut, SLEAP oder Projekte von EfficientPose Studio mit korrigierten Bildern.</translation>
    </message>
    <message>
        <source>Label files</source>
        <translation>Dateien mit Beschriftungen</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Keypoints</source>
        <translation>Gelenkpunkte</translation>
    </message>
    <message>
        <source>Both are written into the model. A model made of data for research only must not be used for anything else.</source>
        <translation>Beides wird in das Modell geschrieben. Ein Modell aus Daten, die nur für Forschung erlaubt sind, darf für nichts anderes benutzt werden.</translation>
    </message>
    <message>
        <source>&amp;Add a file...</source>
        <translation>&amp;Datei hinzufügen ...</translation>
    </message>
    <message>
        <source>Add a &amp;folder...</source>
        <translation>&amp;Ordner hinzufügen ...</translation>
    </message>
    <message>
        <source>Labels of EfficientPose Studio, or a DeepLabCut project.</source>
        <translation>Beschriftungen von EfficientPose Studio oder ein DeepLabCut-Projekt.</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>&amp;Label frames...</source>
        <translation>Bilder &amp;beschriften ...</translation>
    </message>
    <message>
        <source>Set keypoints by hand first; this window closes, and comes back afterwards.</source>
        <translation>Zuerst Gelenkpunkte von Hand setzen; dieses Fenster schließt sich und kommt danach wieder.</translation>
    </message>
    <message>
        <source>or drop files here</source>
        <translation>oder Dateien hierher ziehen</translation>
    </message>
    <message>
        <source>for instance: own recordings, participants have agreed; or CC BY-NC 4.0</source>
        <translation>zum Beispiel: eigene Aufnahmen, Teilnehmende haben zugestimmt; oder CC BY-NC 4.0</translation>
    </message>
    <message>
        <source>who made them, if they have to be named</source>
        <translation>wer sie gemacht hat, falls das genannt werden muss</translation>
    </message>
    <message>
        <source>&amp;Terms of the data</source>
        <translation>Nutzungs&amp;bedingungen der Daten</translation>
    </message>
    <message>
        <source>Made &amp;by</source>
        <translation>E&amp;rstellt von</translation>
    </message>
    <message>
        <source>A training of {0} has ended and waits for your decision.</source>
        <translation>Ein Training vom {0} ist zu Ende und wartet auf Ihre Entscheidung.</translation>
    </message>
    <message>
        <source>A training of {0} was interrupted.</source>
        <translation>Ein Training vom {0} wurde unterbrochen.</translation>
    </message>
    <message>
        <source>&amp;Continue</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>&amp;Verwerfen</translation>
    </message>
    <message>
        <source>Labels (*.json *.csv *.h5 *.slp *.epstudio *.yaml);;All files (*)</source>
        <translation>Beschriftungen (*.json *.csv *.h5 *.slp *.epstudio *.yaml);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Folder of labels</source>
        <translation>Ordner mit Beschriftungen</translation>
    </message>
</context>
<context>
    <name>DifferencePlot</name>
    <message>
        <source>Curves of both trials, and their difference</source>
        <translation>Kurven beider Aufnahmen und ihr Unterschied</translation>
    </message>
    <message>
        <source>Difference, later minus earlier</source>
        <translation>Unterschied, spätere minus frühere</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>% of the repetition</source>
        <translation>% der Wiederholung</translation>
    </message>
</context>
<context>
    <name>EditingController</name>
    <message>
        <source>Delete {0}</source>
        <translation>{0} löschen</translation>
    </message>
    <message>
        <source>Restore {0}</source>
        <translation>{0} wiederherstellen</translation>
    </message>
    <message>
        <source>Correct the keypoint in a frame before and in one after this, or mark a range in the timeline; then interpolate.</source>
        <translation>Korrigieren Sie den Gelenkpunkt in einem Bild davor und einem danach, oder markieren Sie einen Bereich auf der Zeitleiste; dann interpolieren.</translation>
    </message>
    <message>
        <source>Interpolate {0}</source>
        <translation>{0} interpolieren</translation>
    </message>
    <message>
        <source>left and right</source>
        <translation>links und rechts</translation>
    </message>
    <message>
        <source>Swap {0}</source>
        <translation>{0} tauschen</translation>
    </message>
    <message>
        <source>Person faces right</source>
        <translation>Person blickt nach rechts</translation>
    </message>
    <message>
        <source>Person faces left</source>
        <translation>Person blickt nach links</translation>
    </message>
    <message>
        <source>Find the direction</source>
        <translation>Blickrichtung ermitteln</translation>
    </message>
    <message>
        <source>Move {0}</source>
        <translation>{0} verschieben</translation>
    </message>
    <message>
        <source>Corrections can be made when the analysis has ended.</source>
        <translation>Korrigieren können Sie, wenn die Analyse zu Ende ist.</translation>
    </message>
    <message>
        <source>{0}, frame {1}</source>
        <translation>{0}, Bild {1}</translation>
    </message>
    <message>
        <source>{0}, frames {1} to {2}</source>
        <translation>{0}, Bilder {1} bis {2}</translation>
    </message>
    <message>
        <source>Place here</source>
        <translation>Hierher setzen</translation>
    </message>
</context>
<context>
    <name>ErrorReport</name>
    <message>
        <source>Something went wrong</source>
        <translation>Etwas ist schiefgegangen</translation>
    </message>
    <message>
        <source>This is a fault of the program, not yours. Your work is kept: save the project, and start again if something looks odd. To report it, copy the details below; they are not sent anywhere.</source>
        <translation>Das ist ein Fehler des Programms, nicht Ihrer. Ihre Arbeit ist erhalten: speichern Sie das Projekt und starten Sie neu, wenn etwas seltsam aussieht. Um den Fehler zu melden, kopieren Sie die Einzelheiten unten; sie werden nirgendwohin gesendet.</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Einzelheiten kopieren</translation>
    </message>
</context>
<context>
    <name>EvaluationPage</name>
    <message>
        <source>Before and after</source>
        <translation>Vorher und nachher</translation>
    </message>
    <message>
        <source>Both models look at the held-out people, whom neither has learnt from here.</source>
        <translation>Beide Modelle sehen die zurückgehaltenen Personen an, aus denen hier keines gelernt hat.</translation>
    </message>
    <message>
        <source>Progress of the comparison</source>
        <translation>Fortschritt des Vergleichs</translation>
    </message>
    <message>
        <source>Try &amp;again</source>
        <translation>&amp;Erneut versuchen</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Kennzahlen</translation>
    </message>
    <message>
        <source>Keypoints</source>
        <translation>Gelenkpunkte</translation>
    </message>
    <message>
        <source>Joint angles</source>
        <translation>Gelenkwinkel</translation>
    </message>
    <message>
        <source>Worst pictures</source>
        <translation>Schlechteste Bilder</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>Modellkarte</translation>
    </message>
    <message>
        <source>&amp;Figures</source>
        <translation>&amp;Kennzahlen</translation>
    </message>
    <message>
        <source>&amp;Keypoints</source>
        <translation>&amp;Gelenkpunkte</translation>
    </message>
    <message>
        <source>&amp;Joint angles</source>
        <translation>Ge&amp;lenkwinkel</translation>
    </message>
    <message>
        <source>&amp;Worst pictures</source>
        <translation>&amp;Schlechteste Bilder</translation>
    </message>
    <message>
        <source>More &amp;labels?</source>
        <translation>Mehr Besch&amp;riftungen?</translation>
    </message>
    <message>
        <source>&amp;Model card</source>
        <translation>&amp;Modellkarte</translation>
    </message>
    <message>
        <source>Comparing...</source>
        <translation>Modelle werden verglichen ...</translation>
    </message>
    <message>
        <source>There is no comparison yet.</source>
        <translation>Es gibt noch keinen Vergleich.</translation>
    </message>
    <message>
        <source>{0}
error {1} of the size</source>
        <translation>{0}
Fehler {1} der Größe</translation>
    </message>
    <message>
        <source>Yellow: labelled. Blue and orange: found by the new model.</source>
        <translation>Gelb: beschriftet. Blau und orange: vom neuen Modell gefunden.</translation>
    </message>
    <message>
        <source>The new model began from random numbers: there is no before.</source>
        <translation>Das neue Modell begann mit Zufallszahlen: es gibt kein Vorher.</translation>
    </message>
    <message>
        <source>The new model finds no more keypoints of the held-out people ({0} points): think of discarding it.</source>
        <translation>Das neue Modell findet bei den zurückgehaltenen Personen nicht mehr Gelenkpunkte als das bisherige ({0} Prozentpunkte): überlegen Sie, ob Sie es verwerfen.</translation>
    </message>
    <message>
        <source>The new model finds more keypoints of the held-out people ({0} points).</source>
        <translation>Das neue Modell findet bei den zurückgehaltenen Personen mehr Gelenkpunkte als das bisherige ({0} Prozentpunkte).</translation>
    </message>
    <message>
        <source>With 95% confidence between {0} and {1}.</source>
        <translation>Mit 95 % Konfidenz zwischen {0} und {1}.</translation>
    </message>
    <message>
        <source>That may be chance.</source>
        <translation>Das kann Zufall sein.</translation>
    </message>
    <message>
        <source>{0} held-out persons or videos are too few to tell how sure that is.</source>
        <translation>{0} zurückgehaltene Personen oder Videos sind zu wenige, um zu sagen, wie sicher das ist.</translation>
    </message>
    <message>
        <source>Median error</source>
        <translation>Median des Fehlers</translation>
    </message>
    <message>
        <source>Median error, of the person&apos;s size</source>
        <translation>Median des Fehlers, Anteil an der Größe der Person</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>PCKh@50 and @10: percent of keypoints within 0.5 and 0.1 head sizes of the label.</source>
        <translation>PCKh@50 und @10: Prozent der Gelenkpunkte, die höchstens 0,5 und 0,1 Kopfgrößen von der Beschriftung entfernt sind.</translation>
    </message>
    <message>
        <source>The labels have no head. PCK@50 and @10: percent of keypoints within 5% and 1% of the person&apos;s size from the label.</source>
        <translation>Die Beschriftungen haben keinen Kopf. PCK@50 und @10: Prozent der Gelenkpunkte, die höchstens 5 % und 1 % der Größe der Person von der Beschriftung entfernt sind.</translation>
    </message>
    <message>
        <source>Keypoint</source>
        <translation>Gelenkpunkt</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Beschriftungen</translation>
    </message>
    <message>
        <source>{0}@50 before</source>
        <translation>{0}@50 vorher</translation>
    </message>
    <message>
        <source>after</source>
        <translation>nachher</translation>
    </message>
    <message>
        <source>Median error before</source>
        <translation>Median des Fehlers vorher</translation>
    </message>
    <message>
        <source>Joint angle</source>
        <translation>Gelenkwinkel</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Root mean square before</source>
        <translation>Quadratisches Mittel vorher</translation>
    </message>
</context>
<context>
    <name>ExportController</name>
    <message>
        <source>Writing</source>
        <translation>Wird geschrieben</translation>
    </message>
    <message>
        <source>Written to {0}.</source>
        <translation>Geschrieben nach {0}.</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Change the pseudonym</source>
        <translation>Pseudonym ändern</translation>
    </message>
    <message>
        <source>The report is written: {0}.</source>
        <translation>Der Bericht ist geschrieben: {0}.</translation>
    </message>
    <message>
        <source>Nothing more is written.</source>
        <translation>Es wird nichts mehr geschrieben.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Table to preview</source>
        <translation>Tabelle der Vorschau</translation>
    </message>
    <message>
        <source>First rows of the table</source>
        <translation>Erste Zeilen der Tabelle</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Write files</source>
        <translation>Dateien schreiben</translation>
    </message>
    <message>
        <source>Annotated video</source>
        <translation>Video mit Skelett</translation>
    </message>
    <message>
        <source>The recording with skeleton, joint angles and time drawn on it. It takes a while.</source>
        <translation>Die Aufnahme mit eingezeichnetem Skelett, Gelenkwinkeln und Zeit. Das dauert eine Weile.</translation>
    </message>
    <message>
        <source>Where the files are written; it is made if need be.</source>
        <translation>Hierhin werden die Dateien geschrieben; der Ordner wird bei Bedarf angelegt.</translation>
    </message>
    <message>
        <source>Not possible: {0}</source>
        <translation>Nicht möglich: {0}</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>Ordner für die Ergebnisse</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>Tabellen</translation>
    </message>
    <message>
        <source>Workbook and data</source>
        <translation>Arbeitsmappe und Daten</translation>
    </message>
    <message>
        <source>For other programs</source>
        <translation>Für andere Programme</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>How everything was made (provenance) is always written beside it.</source>
        <translation>Wie alles entstanden ist (Herkunft), wird immer dazugeschrieben.</translation>
    </message>
    <message>
        <source>&amp;Usual</source>
        <translation>&amp;Übliche</translation>
    </message>
    <message>
        <source>Joint angles and keypoints.</source>
        <translation>Gelenkwinkel und Gelenkpunkte.</translation>
    </message>
    <message>
        <source>&amp;All</source>
        <translation>&amp;Alle</translation>
    </message>
    <message>
        <source>Every format that is possible.</source>
        <translation>Jedes Format, das möglich ist.</translation>
    </message>
    <message>
        <source>&amp;Choose...</source>
        <translation>Aus&amp;wählen ...</translation>
    </message>
    <message>
        <source>Choose the folder.</source>
        <translation>Den Ordner auswählen.</translation>
    </message>
    <message>
        <source>Files that will be written</source>
        <translation>Dateien, die geschrieben werden</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <source>Its first rows, as they will be written.</source>
        <translation>Ihre ersten Zeilen, wie sie geschrieben werden.</translation>
    </message>
    <message>
        <source>Replaces: {0}</source>
        <translation>Ersetzt: {0}</translation>
    </message>
</context>
<context>
    <name>FinishPage</name>
    <message>
        <source>What becomes of the new model</source>
        <translation>Was aus dem neuen Modell wird</translation>
    </message>
    <message>
        <source>The model that it started from stays installed: to go back, choose that one in the box of models.</source>
        <translation>Das Modell, von dem es ausging, bleibt installiert: um zurückzukehren, wählen Sie es im Feld der Modelle.</translation>
    </message>
    <message>
        <source>&amp;Install it under the name</source>
        <translation>&amp;Installieren unter dem Namen</translation>
    </message>
    <message>
        <source>Name of the model</source>
        <translation>Name des Modells</translation>
    </message>
    <message>
        <source>&amp;Use it from now on</source>
        <translation>Ab jetzt &amp;benutzen</translation>
    </message>
    <message>
        <source>&amp;Write it to a file, with its card beside it</source>
        <translation>In eine Datei &amp;schreiben, die Modellkarte daneben</translation>
    </message>
    <message>
        <source>File of the model</source>
        <translation>Datei des Modells</translation>
    </message>
    <message>
        <source>&amp;Choose...</source>
        <translation>&amp;Auswählen ...</translation>
    </message>
    <message>
        <source>&amp;Discard it, with everything that belongs to it</source>
        <translation>&amp;Verwerfen, mit allem, was dazugehört</translation>
    </message>
    <message>
        <source>Not sure? Close the window: you will be asked again next time.</source>
        <translation>Nicht sicher? Schließen Sie das Fenster: beim nächsten Mal werden Sie wieder gefragt.</translation>
    </message>
    <message>
        <source>On the held-out people it is not better than the one it started from.</source>
        <translation>Bei den zurückgehaltenen Personen ist es nicht besser als das, von dem es ausging.</translation>
    </message>
    <message>
        <source>Weights (*.safetensors)</source>
        <translation>Gewichte (*.safetensors)</translation>
    </message>
</context>
<context>
    <name>FrameList</name>
    <message>
        <source>Frames to label</source>
        <translation>Bilder zum Beschriften</translation>
    </message>
</context>
<context>
    <name>GaitController</name>
    <message>
        <source>Gait</source>
        <translation>Gang</translation>
    </message>
    <message>
        <source>right contact</source>
        <translation>rechter Erstkontakt</translation>
    </message>
    <message>
        <source>left contact</source>
        <translation>linker Erstkontakt</translation>
    </message>
    <message>
        <source>right toe-off</source>
        <translation>rechte Zehenablösung</translation>
    </message>
    <message>
        <source>left toe-off</source>
        <translation>linke Zehenablösung</translation>
    </message>
    <message>
        <source>Add {0}, frame {1}</source>
        <translation>{0} setzen, Bild {1}</translation>
    </message>
    <message>
        <source>Move {0}, frame {1}</source>
        <translation>{0} verschieben, Bild {1}</translation>
    </message>
    <message>
        <source>There is no gait event here: go to the one to remove.</source>
        <translation>Hier ist kein Gangereignis: gehen Sie zu dem, das entfernt werden soll.</translation>
    </message>
    <message>
        <source>Delete {0}, frame {1}</source>
        <translation>{0} löschen, Bild {1}</translation>
    </message>
    <message>
        <source>This part was not analysed: trim, and analyse it first.</source>
        <translation>Dieser Teil wurde nicht analysiert: zuschneiden und zuerst analysieren.</translation>
    </message>
    <message>
        <source>Find events another way</source>
        <translation>Ereignisse auf andere Weise finden</translation>
    </message>
    <message>
        <source>Report the other walking direction</source>
        <translation>Die andere Gehrichtung berichten</translation>
    </message>
</context>
<context>
    <name>GaitPanel</name>
    <message>
        <source>Gait</source>
        <translation>Gang</translation>
    </message>
    <message>
        <source>Gait parameters</source>
        <translation>Gangparameter</translation>
    </message>
    <message>
        <source>Analyse a walking person, seen from the side, to see gait.</source>
        <translation>Analysieren Sie eine gehende Person von der Seite, um den Gang zu sehen.</translation>
    </message>
    <message>
        <source>Grey: {0}. {1}</source>
        <translation>Grau: {0}. {1}</translation>
    </message>
    <message>
        <source>{0} {0:event|events}, {1} {1:cycle|cycles}, {2} of them clean</source>
        <translation>{0} {0:Ereignis|Ereignisse}, {1} {1:Zyklus|Zyklen}, davon {2} einwandfrei</translation>
    </message>
    <message>
        <source>Events by the skeleton</source>
        <translation>Ereignisse nach dem Skelett</translation>
    </message>
    <message>
        <source>Ankle against pelvis</source>
        <translation>Knöchel gegen Becken</translation>
    </message>
    <message>
        <source>Heel and toe</source>
        <translation>Ferse und Zehe</translation>
    </message>
    <message>
        <source>Speed of the foot</source>
        <translation>Geschwindigkeit des Fußes</translation>
    </message>
    <message>
        <source>Set by hand only</source>
        <translation>Nur von Hand gesetzt</translation>
    </message>
    <message>
        <source>How contacts and toe-offs are found</source>
        <translation>Wie Erstkontakte und Zehenablösungen gefunden werden</translation>
    </message>
    <message>
        <source>Walking forwards</source>
        <translation>Vorwärtsgehen</translation>
    </message>
    <message>
        <source>Walking backwards</source>
        <translation>Rückwärtsgehen</translation>
    </message>
    <message>
        <source>Which walking is reported</source>
        <translation>Welches Gehen berichtet wird</translation>
    </message>
    <message>
        <source>Why something is not reported</source>
        <translation>Warum etwas nicht berichtet wird</translation>
    </message>
</context>
<context>
    <name>GuideDialog</name>
    <message>
        <source>Guide</source>
        <translation>Anleitung</translation>
    </message>
    <message>
        <source>&lt;h3&gt;From a video to joint angles&lt;/h3&gt;&lt;ol&gt;&lt;li&gt;&lt;b&gt;Record&lt;/b&gt; one person, the camera still and at right angles to the movement: from the side for hips, knees and ankles while walking; from the front for arms and the line of the legs.&lt;/li&gt;&lt;li&gt;&lt;b&gt;Open&lt;/b&gt; the video, or drop it on the window.&lt;/li&gt;&lt;li&gt;Say whether the person is &lt;b&gt;seen from the side&lt;/b&gt; or from the front: it decides which angles mean something.&lt;/li&gt;&lt;li&gt;&lt;b&gt;Trim&lt;/b&gt; with the handles of the timeline, if only a part matters. If there are several people, choose the person (menu Analysis).&lt;/li&gt;&lt;li&gt;&lt;b&gt;Analyse&lt;/b&gt;. You can pause or stop; what is done is kept.&lt;/li&gt;&lt;li&gt;&lt;b&gt;Look&lt;/b&gt; at the skeleton while it plays, correct what is wrong, then &lt;b&gt;Export&lt;/b&gt; the tables.&lt;/li&gt;&lt;/ol&gt;</source>
        <translation>&lt;h3&gt;Vom Video zu Gelenkwinkeln&lt;/h3&gt;&lt;ol&gt;&lt;li&gt;&lt;b&gt;Nehmen&lt;/b&gt; Sie eine Person &lt;b&gt;auf&lt;/b&gt;, mit ruhender Kamera im rechten Winkel zur Bewegung: von der Seite für Hüften, Knie und Knöchel beim Gehen; von vorn für Arme und die Beinachse.&lt;/li&gt;&lt;li&gt;&lt;b&gt;Öffnen&lt;/b&gt; Sie das Video, oder ziehen Sie es auf das Fenster.&lt;/li&gt;&lt;li&gt;Sagen Sie, ob die Person &lt;b&gt;von der Seite&lt;/b&gt; oder von vorn gesehen wird: das entscheidet, welche Winkel etwas bedeuten.&lt;/li&gt;&lt;li&gt;&lt;b&gt;Schneiden&lt;/b&gt; Sie mit den Griffen der Zeitleiste &lt;b&gt;zu&lt;/b&gt;, wenn nur ein Teil wichtig ist. Sind mehrere Menschen zu sehen, wählen Sie die Person (Menü Analyse).&lt;/li&gt;&lt;li&gt;&lt;b&gt;Analysieren&lt;/b&gt; Sie. Sie können unterbrechen oder anhalten; was fertig ist, bleibt erhalten.&lt;/li&gt;&lt;li&gt;&lt;b&gt;Sehen&lt;/b&gt; Sie dem Skelett beim Abspielen zu, korrigieren Sie, was falsch ist, und &lt;b&gt;exportieren&lt;/b&gt; Sie die Tabellen.&lt;/li&gt;&lt;/ol&gt;</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Reading the curves&lt;/h3&gt;&lt;p&gt;Right is solid and orange, left is dashed and blue. The band is the 95 % interval of the error that the network itself expects; a hip taken for the other one is not in it. Marks at the lower edge tell where values were filled in, corrected, or rejected. A gap means that there is no value worth having. Click in a curve to go there; Shift and drag in the timeline marks a range, which the statistics and the corrections are about.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Die Kurven lesen&lt;/h3&gt;&lt;p&gt;Rechts ist durchgezogen und orange, links gestrichelt und blau. Das Band ist das 95-%-Intervall des Fehlers, den das Netz selbst erwartet; eine mit der anderen verwechselte Hüfte ist nicht darin. Zeichen am unteren Rand sagen, wo Werte ergänzt, korrigiert oder verworfen wurden. Eine Lücke heißt, dass es keinen brauchbaren Wert gibt. Klicken Sie in eine Kurve, um dorthin zu gehen; Umschalt und Ziehen auf der Zeitleiste markiert einen Bereich, auf den sich Statistik und Korrekturen beziehen.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Correcting&lt;/h3&gt;&lt;p&gt;Drag a keypoint to its place, or choose it with Tab and move it with the arrow keys. The right button offers more: remove, restore, interpolate between corrected frames, exchange left and right, tell the direction, or analyse a part again with a box around the person. Everything can be undone.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Korrigieren&lt;/h3&gt;&lt;p&gt;Ziehen Sie einen Gelenkpunkt an seinen Platz, oder wählen Sie ihn mit Tab und bewegen Sie ihn mit den Pfeiltasten. Die rechte Maustaste bietet mehr: entfernen, wiederherstellen, zwischen korrigierten Bildern interpolieren, links und rechts tauschen, die Blickrichtung angeben, oder einen Teil mit einem Rahmen um die Person erneut analysieren. Alles lässt sich rückgängig machen.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;h3&gt;A model for your own recordings&lt;/h3&gt;&lt;p&gt;&lt;b&gt;Label frames&lt;/b&gt; (menu Tools) picks out the frames of your recordings that teach most, with keypoints guessed. Correct them, accept each frame with the space bar, then &lt;b&gt;Train a model&lt;/b&gt;: it is compared with the one before on people that it never saw, and used only if you want.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Ein Modell für eigene Aufnahmen&lt;/h3&gt;&lt;p&gt;&lt;b&gt;Bilder beschriften&lt;/b&gt; (Menü Extras) sucht aus den Aufnahmen die Bilder heraus, aus denen ein Netz am meisten lernt, mit geschätzten Gelenkpunkten. Diese berichtigen, jedes Bild mit der Leertaste übernehmen, dann &lt;b&gt;Modell trainieren&lt;/b&gt;: Es wird an Personen, die es nie gesehen hat, mit dem vorigen verglichen und nur auf Wunsch verwendet.&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>KeypointList</name>
    <message>
        <source>Keypoints of this frame</source>
        <translation>Gelenkpunkte dieses Bildes</translation>
    </message>
    <message>
        <source>Keypoint</source>
        <translation>Gelenkpunkt</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
</context>
<context>
    <name>KeypointState</name>
    <message>
        <source>cannot be told</source>
        <translation>nicht erkennbar</translation>
    </message>
    <message>
        <source>not placed</source>
        <translation>nicht gesetzt</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>verdeckt</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>guess</source>
        <translation>Schätzung</translation>
    </message>
</context>
<context>
    <name>LabelEditor</name>
    <message>
        <source>Not placed yet: {0}. Click where they are, or accept once more to leave them out.</source>
        <translation>Noch nicht gesetzt: {0}. Klicken Sie auf ihren Ort, oder übernehmen Sie noch einmal, um sie auszulassen.</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>All frames are labelled.</source>
        <translation>Alle Bilder sind beschriftet.</translation>
    </message>
    <message>
        <source>Not yet right</source>
        <translation>Noch nicht richtig</translation>
    </message>
    <message>
        <source>Remove frame</source>
        <translation>Bild entfernen</translation>
    </message>
    <message>
        <source>Move keypoint</source>
        <translation>Gelenkpunkt verschieben</translation>
    </message>
    <message>
        <source>Put keypoint</source>
        <translation>Gelenkpunkt setzen</translation>
    </message>
    <message>
        <source>Remove keypoint</source>
        <translation>Gelenkpunkt entfernen</translation>
    </message>
    <message>
        <source>Hidden keypoint</source>
        <translation>Verdeckter Gelenkpunkt</translation>
    </message>
    <message>
        <source>No other frame of this recording is labelled yet.</source>
        <translation>Noch kein anderes Bild dieser Aufnahme ist beschriftet.</translation>
    </message>
    <message>
        <source>Copy keypoints</source>
        <translation>Gelenkpunkte kopieren</translation>
    </message>
    <message>
        <source>Take the guess</source>
        <translation>Schätzung nehmen</translation>
    </message>
    <message>
        <source>The network has no guess for that.</source>
        <translation>Das Netz hat dafür keine Schätzung.</translation>
    </message>
    <message>
        <source>Exchange left and right</source>
        <translation>Links und rechts tauschen</translation>
    </message>
</context>
<context>
    <name>LabelPage</name>
    <message>
        <source>Labelling</source>
        <translation>Beschriften</translation>
    </message>
    <message>
        <source>Label frames</source>
        <translation>Bilder beschriften</translation>
    </message>
    <message>
        <source>No frames yet: add videos, pictures or labels.</source>
        <translation>Noch keine Bilder: fügen Sie Videos, Bilder oder Beschriftungen hinzu.</translation>
    </message>
    <message>
        <source>{0} of {1} labelled</source>
        <translation>{0} von {1} beschriftet</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Nicht gespeichert</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation>Wird gespeichert …</translation>
    </message>
    <message>
        <source>&amp;Add...</source>
        <translation>&amp;Hinzufügen ...</translation>
    </message>
    <message>
        <source>Add videos, pictures, labels, or projects with corrected frames.</source>
        <translation>Videos, Bilder, Beschriftungen oder Projekte mit korrigierten Bildern hinzufügen.</translation>
    </message>
    <message>
        <source>&amp;Keypoints...</source>
        <translation>&amp;Gelenkpunkte ...</translation>
    </message>
    <message>
        <source>Which keypoints are labelled, and how they are joined.</source>
        <translation>Welche Gelenkpunkte beschriftet werden und wie sie verbunden sind.</translation>
    </message>
    <message>
        <source>&amp;Export...</source>
        <translation>&amp;Exportieren ...</translation>
    </message>
    <message>
        <source>Write the labelled frames as COCO keypoints, with their pictures.</source>
        <translation>Die beschrifteten Bilder als COCO-Gelenkpunkte schreiben, mit den Bilddateien.</translation>
    </message>
    <message>
        <source>&amp;Train a model...</source>
        <translation>&amp;Modell trainieren ...</translation>
    </message>
    <message>
        <source>Make a model better with these labels.</source>
        <translation>Ein Modell mit diesen Beschriftungen verbessern.</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>Go back; everything is saved.</source>
        <translation>Zurückgehen; alles ist gespeichert.</translation>
    </message>
    <message>
        <source>Label frames for training</source>
        <translation>Bilder für das Training beschriften</translation>
    </message>
    <message>
        <source>Choose recordings: the frames that teach a network most are picked out, and the keypoints are guessed. You correct what is wrong and accept each frame with one key. Everything is saved at once, and the training takes it as it is.</source>
        <translation>Wählen Sie Aufnahmen: die Bilder, aus denen ein Netz am meisten lernt, werden ausgewählt und die Gelenkpunkte geschätzt. Sie korrigieren, was falsch ist, und übernehmen jedes Bild mit einer Taste. Alles wird sofort gespeichert, und das Training nimmt es, wie es ist.</translation>
    </message>
    <message>
        <source>&amp;New labels from videos or pictures...</source>
        <translation>&amp;Neue Beschriftungen aus Videos oder Bildern ...</translation>
    </message>
    <message>
        <source>&amp;Go on with {0}</source>
        <translation>&amp;Weiter mit {0}</translation>
    </message>
    <message>
        <source>&amp;Open labels...</source>
        <translation>Beschriftungen ö&amp;ffnen ...</translation>
    </message>
    <message>
        <source>Labelled frames</source>
        <translation>Beschriftete Bilder</translation>
    </message>
    <message>
        <source>Arrows</source>
        <translation>Pfeile</translation>
    </message>
    <message>
        <source>move (Shift: finely)</source>
        <translation>verschieben (Umschalt: fein)</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>rückgängig</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
</context>
<context>
    <name>LabelView</name>
    <message>
        <source>Picture to label</source>
        <translation>Bild zum Beschriften</translation>
    </message>
    <message>
        <source>Draw a box around the person; the guess is made in it · Esc to cancel</source>
        <translation>Ziehen Sie einen Rahmen um die Person; darin wird geschätzt · Esc zum Abbrechen</translation>
    </message>
    <message>
        <source>Click where the keypoint is: {0}</source>
        <translation>Klicken Sie auf den Ort des Gelenkpunkts: {0}</translation>
    </message>
    <message>
        <source>Selected keypoint: {0}</source>
        <translation>Gewählter Gelenkpunkt: {0}</translation>
    </message>
</context>
<context>
    <name>LabellingController</name>
    <message>
        <source>Labels are not saved</source>
        <translation>Beschriftungen sind nicht gespeichert</translation>
    </message>
    <message>
        <source>{0}

Close all the same? The last changes would be lost.</source>
        <translation>{0}

Trotzdem schließen? Die letzten Änderungen gingen verloren.</translation>
    </message>
    <message>
        <source>Folder of labels</source>
        <translation>Ordner mit Beschriftungen</translation>
    </message>
    <message>
        <source>Opening {0}</source>
        <translation>{0} wird geöffnet</translation>
    </message>
    <message>
        <source>Looking through the recordings</source>
        <translation>Aufnahmen werden durchgesehen</translation>
    </message>
    <message>
        <source>The bundled model</source>
        <translation>Das mitgelieferte Modell</translation>
    </message>
    <message>
        <source>Add frames</source>
        <translation>Bilder hinzufügen</translation>
    </message>
    <message>
        <source>Looking through {0}</source>
        <translation>{0} wird durchgesehen</translation>
    </message>
    <message>
        <source>Labelled.</source>
        <translation>Beschriftet.</translation>
    </message>
    <message>
        <source>The network is looking at this frame …</source>
        <translation>Das Netz sieht sich dieses Bild an …</translation>
    </message>
    <message>
        <source>{0} Put the keypoints, copy them, or draw a box.</source>
        <translation>{0} Setzen oder kopieren Sie die Gelenkpunkte, oder ziehen Sie einen Rahmen.</translation>
    </message>
    <message>
        <source>Guess in a box</source>
        <translation>Im Rahmen schätzen</translation>
    </message>
    <message>
        <source>Another program has changed the labels meanwhile. Its version is kept as {0}, yours is saved.</source>
        <translation>Ein anderes Programm hat die Beschriftungen inzwischen geändert. Dessen Fassung bleibt als {0} erhalten, Ihre ist gespeichert.</translation>
    </message>
    <message>
        <source>Change keypoints</source>
        <translation>Gelenkpunkte ändern</translation>
    </message>
    <message>
        <source>Folder for labels and pictures</source>
        <translation>Ordner für Beschriftungen und Bilder</translation>
    </message>
    <message>
        <source>Saved {0}.</source>
        <translation>{0} gespeichert.</translation>
    </message>
    <message>
        <source>Writing pictures</source>
        <translation>Bilder werden geschrieben</translation>
    </message>
</context>
<context>
    <name>LineDialog</name>
    <message>
        <source>Length of the line</source>
        <translation>Länge der Linie</translation>
    </message>
    <message>
        <source> m</source>
        <translation> m</translation>
    </message>
    <message>
        <source> cm</source>
        <translation> cm</translation>
    </message>
    <message>
        <source>Real &amp;length</source>
        <translation>Wirkliche &amp;Länge</translation>
    </message>
    <message>
        <source>Known &amp;within</source>
        <translation>&amp;Bekannt auf</translation>
    </message>
    <message>
        <source>One standard deviation of the length, as far as you know it.</source>
        <translation>Eine Standardabweichung der Länge, soweit bekannt.</translation>
    </message>
    <message>
        <source>The line has to lie where the person moves, seen squarely: whatever is 10 cm nearer to a camera 5 m away is measured 2% too long.</source>
        <translation>Die Linie muss dort liegen, wo sich die Person bewegt, und quer zur Blickrichtung: was 10 cm näher an einer 5 m entfernten Kamera ist, wird 2 % zu lang gemessen.</translation>
    </message>
</context>
<context>
    <name>LiveController</name>
    <message>
        <source>Play a video as a camera</source>
        <translation>Ein Video als Kamera abspielen</translation>
    </message>
    <message>
        <source>Videos (*.mp4 *.mov *.avi *.mkv *.webm *.m4v *.wmv);;All files (*)</source>
        <translation>Videos (*.mp4 *.mov *.avi *.mkv *.webm *.m4v *.wmv);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>{0}, {1} ({2})</source>
        <translation>{0}, {1} ({2})</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>The other model is used after the recording.</source>
        <translation>Das andere Modell wird nach der Aufnahme benutzt.</translation>
    </message>
    <message>
        <source>Pictures are not analysed</source>
        <translation>Bilder werden nicht analysiert</translation>
    </message>
    <message>
        <source>Loading the model...</source>
        <translation>Modell wird geladen ...</translation>
    </message>
    <message>
        <source>No person in view</source>
        <translation>Keine Person im Bild</translation>
    </message>
    <message>
        <source>Direction not known: bend the knees, walk, or choose it above</source>
        <translation>Blickrichtung unbekannt: beugen Sie die Knie, gehen Sie, oder wählen Sie sie oben</translation>
    </message>
    <message>
        <source>Folder of the recordings</source>
        <translation>Ordner der Aufnahmen</translation>
    </message>
    <message>
        <source>Recorded {0}: {1} {1:picture|pictures}, {2} s.</source>
        <translation>{0} aufgenommen: {1} {1:Bild|Bilder}, {2} s.</translation>
    </message>
    <message>
        <source>{0} of {1} pictures {0:was|were} analysed while recording: analyse the recording to have all of them.</source>
        <translation>{0} von {1} Bildern {0:wurde|wurden} während der Aufnahme analysiert: analysieren Sie die Aufnahme, um alle zu haben.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Every picture was analysed while it was recorded.</source>
        <translation>Jedes Bild wurde während der Aufnahme analysiert.</translation>
    </message>
    <message>
        <source>Analyse now</source>
        <translation>Jetzt analysieren</translation>
    </message>
    <message>
        <source>The recording {0} was interrupted; what was recorded is kept.</source>
        <translation>Die Aufnahme {0} wurde unterbrochen; was aufgenommen wurde, bleibt erhalten.</translation>
    </message>
</context>
<context>
    <name>LiveCurves</name>
    <message>
        <source>Live angles</source>
        <translation>Winkel live</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Choose which curves are shown, four at most</source>
        <translation>Wählen, welche Kurven gezeigt werden, höchstens vier</translation>
    </message>
    <message>
        <source>Live values are feedback. Measure on the recording.</source>
        <translation>Nur zur Rückmeldung; gemessen wird später.</translation>
    </message>
    <message>
        <source>Exchanged sides, outliers and gaps can only be mended with the pictures that come after: that is what analysing the recording does.</source>
        <translation>Vertauschte Seiten, Ausreißer und Lücken lassen sich erst mit den folgenden Bildern beheben: das tut die Analyse der Aufnahme.</translation>
    </message>
</context>
<context>
    <name>LiveView</name>
    <message>
        <source>Picture of the camera</source>
        <translation>Bild der Kamera</translation>
    </message>
</context>
<context>
    <name>LogWindow</name>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>Loupe</name>
    <message>
        <source>Loupe</source>
        <translation>Lupe</translation>
    </message>
    <message>
        <source>Six times enlarged: what is under the pointer, or around the chosen keypoint</source>
        <translation>Sechsfach vergrößert: was unter dem Zeiger oder um den gewählten Gelenkpunkt liegt</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop this; files are complete or absent.</source>
        <translation>Anhalten; Dateien sind vollständig oder gar nicht da.</translation>
    </message>
    <message>
        <source>EfficientPose Studio</source>
        <translation>EfficientPose Studio</translation>
    </message>
    <message>
        <source>{0}[*] - EfficientPose Studio</source>
        <translation>{0}[*] - EfficientPose Studio</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Main toolbar</source>
        <translation>Werkzeugleiste</translation>
    </message>
    <message>
        <source>From where the person is seen</source>
        <translation>Von wo die Person gesehen wird</translation>
    </message>
    <message>
        <source>From where the person is seen decides which angles mean something.</source>
        <translation>Von wo die Person gesehen wird, entscheidet, welche Winkel etwas bedeuten.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>The network that finds the pose, and how fast it is on this machine.</source>
        <translation>Das Netz, das die Haltung findet, und wie schnell es auf diesem Rechner ist.</translation>
    </message>
</context>
<context>
    <name>MappingPage</name>
    <message>
        <source>Names and checks</source>
        <translation>Namen und Prüfungen</translation>
    </message>
    <message>
        <source>Say which keypoint each name means; suggestions are made. Then look through what the checks have found.</source>
        <translation>Geben Sie an, welchen Gelenkpunkt jeder Name meint; Vorschläge sind gemacht. Sehen Sie dann durch, was die Prüfungen gefunden haben.</translation>
    </message>
    <message>
        <source>&amp;Keypoints to learn</source>
        <translation>Zu lernende &amp;Gelenkpunkte</translation>
    </message>
    <message>
        <source>Keypoints to learn</source>
        <translation>Zu lernende Gelenkpunkte</translation>
    </message>
    <message>
        <source>and &amp;heels and toes</source>
        <translation>und &amp;Fersen und Zehen</translation>
    </message>
    <message>
        <source>With heels and big toes the model tells the angle of the ankle.</source>
        <translation>Mit Fersen und Großzehen gibt das Modell auch den Winkel am Knöchel an.</translation>
    </message>
    <message>
        <source>From a &amp;file...</source>
        <translation>Aus einer &amp;Datei ...</translation>
    </message>
    <message>
        <source>A JSON file with name, keypoints and limbs.</source>
        <translation>Eine JSON-Datei mit Name, Gelenkpunkten (keypoints) und Gliedern (limbs).</translation>
    </message>
    <message>
        <source>Names and keypoints</source>
        <translation>Namen und Gelenkpunkte</translation>
    </message>
    <message>
        <source>Name in the file</source>
        <translation>Name in der Datei</translation>
    </message>
    <message>
        <source>Keypoint</source>
        <translation>Gelenkpunkt</translation>
    </message>
    <message>
        <source>How sure</source>
        <translation>Wie sicher</translation>
    </message>
    <message>
        <source>Progress of the checks</source>
        <translation>Fortschritt der Prüfungen</translation>
    </message>
    <message>
        <source>What the checks have found</source>
        <translation>Was die Prüfungen gefunden haben</translation>
    </message>
    <message>
        <source>{0}, {1} keypoints</source>
        <translation>{0}, {1} Gelenkpunkte</translation>
    </message>
    <message>
        <source>Skeleton</source>
        <translation>Skelett</translation>
    </message>
    <message>
        <source>Skeletons (*.json)</source>
        <translation>Skelette (*.json)</translation>
    </message>
    <message>
        <source>Keypoint for {0}</source>
        <translation>Gelenkpunkt für {0}</translation>
    </message>
    <message>
        <source>(left aside)</source>
        <translation>(nicht benutzt)</translation>
    </message>
    <message>
        <source>nothing fits</source>
        <translation>nichts passt</translation>
    </message>
    <message>
        <source>a guess</source>
        <translation>geraten</translation>
    </message>
    <message>
        <source>another word for it</source>
        <translation>anderes Wort dafür</translation>
    </message>
    <message>
        <source>the same words</source>
        <translation>dieselben Wörter</translation>
    </message>
    <message>
        <source>the same name</source>
        <translation>derselbe Name</translation>
    </message>
    <message>
        <source>chosen by you</source>
        <translation>von Ihnen gewählt</translation>
    </message>
    <message>
        <source>Looking at the pictures...</source>
        <translation>Bilder werden angesehen ...</translation>
    </message>
    <message>
        <source>{0} of {1} people can be used.</source>
        <translation>{0} von {1} Personen sind brauchbar.</translation>
    </message>
    <message>
        <source>Nothing is wrong with them.</source>
        <translation>Nichts ist daran auszusetzen.</translation>
    </message>
    <message>
        <source>Nobody can be used: mend what is listed as errors, and come back.</source>
        <translation>Niemand ist brauchbar: beheben Sie, was als Fehler aufgelistet ist, und kommen Sie wieder.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
</context>
<context>
    <name>MeasureModel</name>
    <message>
        <source>Parameter</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Beide</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>Not reported: {0}</source>
        <translation>Nicht angegeben: {0}</translation>
    </message>
    <message>
        <source>n = {0}</source>
        <translation>n = {0}</translation>
    </message>
    <message>
        <source>95% interval of the mean: {0} to {1} {2}</source>
        <translation>95-%-Intervall des Mittelwerts: {0} bis {1} {2}</translation>
    </message>
    <message>
        <source>Expected measuring error (1 SD): {0} {1}</source>
        <translation>Erwarteter Messfehler (1 SD): {0} {1}</translation>
    </message>
</context>
<context>
    <name>Menu</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Analysis</source>
        <translation>&amp;Analyse</translation>
    </message>
    <message>
        <source>&amp;Calibration</source>
        <translation>&amp;Kalibrierung</translation>
    </message>
    <message>
        <source>&amp;Gait</source>
        <translation>&amp;Gang</translation>
    </message>
    <message>
        <source>&amp;Movement</source>
        <translation>B&amp;ewegung</translation>
    </message>
    <message>
        <source>&amp;Playback</source>
        <translation>&amp;Wiedergabe</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>A&amp;nsicht</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>E&amp;xtras</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
</context>
<context>
    <name>ModelPage</name>
    <message>
        <source>Model and time</source>
        <translation>Modell und Zeit</translation>
    </message>
    <message>
        <source>The new model starts with what an installed one knows. The installed one stays as it is.</source>
        <translation>Das neue Modell beginnt mit dem, was ein installiertes weiß. Das installierte bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>&amp;Trainieren</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>Ausgehen von</translation>
    </message>
    <message>
        <source>&amp;Start from</source>
        <translation>Aus&amp;gehen von</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>Wie lange</translation>
    </message>
    <message>
        <source>&amp;Quick: 5 minutes, to see whether it is worth while</source>
        <translation>S&amp;chnell: 5 Minuten, um zu sehen, ob es sich lohnt</translation>
    </message>
    <message>
        <source>&amp;Normal: 15 minutes</source>
        <translation>&amp;Normal: 15 Minuten</translation>
    </message>
    <message>
        <source>T&amp;horough: 1 hour, for some hundred pictures or a large model</source>
        <translation>G&amp;ründlich: 1 Stunde, für einige hundert Bilder oder ein großes Modell</translation>
    </message>
    <message>
        <source>&amp;Expert settings</source>
        <translation>Einstellungen für &amp;Experten</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>the stem</source>
        <translation>der Stamm</translation>
    </message>
    <message>
        <source>stem and stage 1</source>
        <translation>Stamm und Stufe 1</translation>
    </message>
    <message>
        <source>stem, stages 1 and 2</source>
        <translation>Stamm, Stufen 1 und 2</translation>
    </message>
    <message>
        <source>the whole backbone</source>
        <translation>das ganze Grundnetz</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>E&amp;pochs</source>
        <translation>E&amp;pochen</translation>
    </message>
    <message>
        <source>How often every picture is seen.</source>
        <translation>Wie oft jedes Bild gesehen wird.</translation>
    </message>
    <message>
        <source>&amp;Learning rate</source>
        <translation>&amp;Lernrate</translation>
    </message>
    <message>
        <source>The largest one; it rises and falls.</source>
        <translation>Die größte; sie steigt an und fällt wieder.</translation>
    </message>
    <message>
        <source>&amp;Frozen</source>
        <translation>Einge&amp;froren</translation>
    </message>
    <message>
        <source>What the network must not unlearn.</source>
        <translation>Was das Netz nicht verlernen darf.</translation>
    </message>
    <message>
        <source>&amp;Batch</source>
        <translation>&amp;Stapel</translation>
    </message>
    <message>
        <source>Pictures a step; fewer need less memory.</source>
        <translation>Bilder je Schritt; weniger brauchen weniger Speicher.</translation>
    </message>
    <message>
        <source>S&amp;eed</source>
        <translation>Z&amp;ufallszahl</translation>
    </message>
    <message>
        <source>Equal numbers give equal trainings.</source>
        <translation>Gleiche Zahlen ergeben gleiche Trainings.</translation>
    </message>
    <message>
        <source>Stop early after</source>
        <translation>Früh aufhören nach</translation>
    </message>
    <message>
        <source>Looks at the held-out people without a gain; there are ten.</source>
        <translation>Prüfungen an den zurückgehaltenen Personen ohne Gewinn; es gibt zehn.</translation>
    </message>
    <message>
        <source>&amp;Measure here</source>
        <translation>Hier &amp;messen</translation>
    </message>
    <message>
        <source>Learn for a few steps, which takes half a minute.</source>
        <translation>Einige Schritte lang lernen; das dauert eine halbe Minute.</translation>
    </message>
    <message>
        <source>Terms of this model: {0}</source>
        <translation>Nutzungsbedingungen dieses Modells: {0}</translation>
    </message>
    <message>
        <source>How fast this model learns on this machine is not known yet: measure it, or just begin.</source>
        <translation>Wie schnell dieses Modell auf diesem Rechner lernt, ist noch nicht bekannt: messen Sie es, oder beginnen Sie einfach.</translation>
    </message>
    <message>
        <source>An estimate, from {0} pictures a second measured here: </source>
        <translation>Eine Schätzung, aus hier gemessenen {0} Bildern pro Sekunde: </translation>
    </message>
    <message>
        <source>the training takes about {0}.</source>
        <translation>das Training dauert etwa {0}.</translation>
    </message>
    <message>
        <source>That is long: fewer epochs may do.</source>
        <translation>Das ist lang: weniger Epochen genügen vielleicht.</translation>
    </message>
    <message>
        <source>every picture is seen about {0} times.</source>
        <translation>jedes Bild wird etwa {0}-mal gesehen.</translation>
    </message>
    <message>
        <source>That is little: take more time, or a smaller model.</source>
        <translation>Das ist wenig: nehmen Sie mehr Zeit oder ein kleineres Modell.</translation>
    </message>
    <message>
        <source>Learning for a few steps...</source>
        <translation>Einige Schritte werden gelernt ...</translation>
    </message>
</context>
<context>
    <name>Movement</name>
    <message>
        <source>Squats</source>
        <translation>Kniebeugen</translation>
    </message>
    <message>
        <source>Standing up from a chair</source>
        <translation>Aufstehen vom Stuhl</translation>
    </message>
    <message>
        <source>Push-ups</source>
        <translation>Liegestütze</translation>
    </message>
    <message>
        <source>Jumping jacks</source>
        <translation>Hampelmänner</translation>
    </message>
    <message>
        <source>Arm raises</source>
        <translation>Armheben</translation>
    </message>
    <message>
        <source>Jumps</source>
        <translation>Sprünge</translation>
    </message>
    <message>
        <source>Height of the pelvis</source>
        <translation>Beckenhöhe</translation>
    </message>
    <message>
        <source>below what is usual</source>
        <translation>unter dem Üblichen</translation>
    </message>
    <message>
        <source>usual</source>
        <translation>üblich</translation>
    </message>
    <message>
        <source>above what is usual</source>
        <translation>über dem Üblichen</translation>
    </message>
    <message>
        <source>side</source>
        <translation>von der Seite</translation>
    </message>
    <message>
        <source>front</source>
        <translation>von vorn</translation>
    </message>
    <message>
        <source>{0}: usual are {1} ({2}).</source>
        <translation>{0}: üblich sind {1} ({2}).</translation>
    </message>
    <message>
        <source>This is {0}.</source>
        <translation>Das ist {0}.</translation>
    </message>
    <message>
        <source>Source: {0}.</source>
        <translation>Quelle: {0}.</translation>
    </message>
</context>
<context>
    <name>MovementController</name>
    <message>
        <source>Movement</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Phases</source>
        <translation>Phasen</translation>
    </message>
    <message>
        <source>Jump {0}</source>
        <translation>Sprung {0}</translation>
    </message>
    <message>
        <source>Start of {0}</source>
        <translation>Anfang von {0}</translation>
    </message>
    <message>
        <source>End of {0}</source>
        <translation>Ende von {0}</translation>
    </message>
    <message>
        <source>Repetition {0}</source>
        <translation>Wiederholung {0}</translation>
    </message>
    <message>
        <source>Not counted: {0}</source>
        <translation>Nicht gezählt: {0}</translation>
    </message>
    <message>
        <source>Choose in the tab Movement what is to be counted.</source>
        <translation>Wählen Sie auf der Karte „Bewegung“, was gezählt werden soll.</translation>
    </message>
    <message>
        <source>Count something else</source>
        <translation>Etwas anderes zählen</translation>
    </message>
    <message>
        <source>Count by a typical repetition</source>
        <translation>Nach einer typischen Wiederholung zählen</translation>
    </message>
    <message>
        <source>Choose levels</source>
        <translation>Schwellen wählen</translation>
    </message>
    <message>
        <source>Choose a test</source>
        <translation>Test wählen</translation>
    </message>
    <message>
        <source>Remove the mark of &apos;go&apos;</source>
        <translation>Markierung von „Los“ entfernen</translation>
    </message>
    <message>
        <source>Choose in the tab Test a test that starts with &apos;go&apos; first.</source>
        <translation>Wählen Sie zuerst auf der Karte „Test“ einen Test, der mit „Los“ beginnt.</translation>
    </message>
    <message>
        <source>Mark &apos;go&apos;</source>
        <translation>„Los“ markieren</translation>
    </message>
    <message>
        <source>Choose a range first: drag on the timeline with Shift pressed.</source>
        <translation>Wählen Sie zuerst einen Bereich: mit gedrückter Umschalttaste auf der Zeitleiste ziehen.</translation>
    </message>
    <message>
        <source>Phase {0}</source>
        <translation>Phase {0}</translation>
    </message>
    <message>
        <source>Mark a phase</source>
        <translation>Phase markieren</translation>
    </message>
    <message>
        <source>This part was not analysed: trim, and analyse it first.</source>
        <translation>Dieser Teil wurde nicht analysiert: zuschneiden und zuerst analysieren.</translation>
    </message>
    <message>
        <source>Rename a phase</source>
        <translation>Phase umbenennen</translation>
    </message>
    <message>
        <source>Delete a phase</source>
        <translation>Phase löschen</translation>
    </message>
</context>
<context>
    <name>MovementPanel</name>
    <message>
        <source>Movement</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>Own levels</source>
        <translation>Eigene Schwellen</translation>
    </message>
    <message>
        <source>Repetitions</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>This cannot be counted: {0}</source>
        <translation>Das lässt sich nicht zählen: {0}</translation>
    </message>
    <message>
        <source>Choose above what is to be counted: a movement, jumps, or any angle.</source>
        <translation>Wählen Sie oben, was gezählt werden soll: eine Bewegung, Sprünge oder ein beliebiger Winkel.</translation>
    </message>
    <message>
        <source>Tempo s</source>
        <translation>Tempo s</translation>
    </message>
    <message>
        <source>L - R {0}</source>
        <translation>L - R {0}</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Start s</source>
        <translation>Anfang s</translation>
    </message>
    <message>
        <source>Depth {0}</source>
        <translation>Tiefe {0}</translation>
    </message>
    <message>
        <source>Range {0}</source>
        <translation>Umfang {0}</translation>
    </message>
    <message>
        <source>Seconds for the way out, at the turning point, and back</source>
        <translation>Sekunden für den Hinweg, am Umkehrpunkt und für den Rückweg</translation>
    </message>
    <message>
        <source>Left minus right at the turning point</source>
        <translation>Links minus rechts am Umkehrpunkt</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Bemerkung</translation>
    </message>
    <message>
        <source>Turns at {0} s</source>
        <translation>Umkehr bei {0} s</translation>
    </message>
    <message>
        <source>Expected error of the depth (1 SD): {0}</source>
        <translation>Erwarteter Fehler der Tiefe (1 SD): {0}</translation>
    </message>
    <message>
        <source>Not counted: {0}</source>
        <translation>Nicht gezählt: {0}</translation>
    </message>
    <message>
        <source>Lower ankle above the floor (% of body height)</source>
        <translation>Tieferer Knöchel über dem Boden (% der Körpergröße)</translation>
    </message>
    <message>
        <source>Take-off s</source>
        <translation>Absprung s</translation>
    </message>
    <message>
        <source>In the air s</source>
        <translation>Flugzeit s</translation>
    </message>
    <message>
        <source>Height by time cm</source>
        <translation>Höhe aus Flugzeit cm</translation>
    </message>
    <message>
        <source>Pelvis rise %</source>
        <translation>Anstieg des Beckens %</translation>
    </message>
    <message>
        <source>Heights of the pelvis are in % of the body height: calibrate the picture for centimetres.</source>
        <translation>Höhen des Beckens sind in % der Körpergröße angegeben: für Zentimeter kalibrieren Sie das Bild.</translation>
    </message>
    <message>
        <source>The frame rate is too low for a height by time.</source>
        <translation>Die Bildrate ist zu niedrig für eine Höhe aus der Flugzeit.</translation>
    </message>
    <message>
        <source>Time in the air: {0} ± {1} s</source>
        <translation>Flugzeit: {0} ± {1} s</translation>
    </message>
    <message>
        <source>Height by time: {0} ± {1} cm</source>
        <translation>Höhe aus der Flugzeit: {0} ± {1} cm</translation>
    </message>
    <message>
        <source>not counted</source>
        <translation>nicht gezählt</translation>
    </message>
    <message>
        <source>{0} more seen, not counted</source>
        <translation>{0} weitere gesehen, nicht gezählt</translation>
    </message>
    <message>
        <source>Count nothing</source>
        <translation>Nichts zählen</translation>
    </message>
    <message>
        <source>What is counted</source>
        <translation>Was gezählt wird</translation>
    </message>
    <message>
        <source>What is counted: a movement, jumps, or any angle</source>
        <translation>Was gezählt wird: eine Bewegung, Sprünge oder ein beliebiger Winkel</translation>
    </message>
    <message>
        <source>Choose where a repetition begins and is over, instead of comparing with a typical one. Levels can be dragged in the curve.</source>
        <translation>Wählen, wo eine Wiederholung beginnt und vorbei ist, statt mit einer typischen zu vergleichen. Schwellen lassen sich in der Kurve ziehen.</translation>
    </message>
    <message>
        <source>A repetition begins beyond</source>
        <translation>Eine Wiederholung beginnt jenseits von</translation>
    </message>
    <message>
        <source>A repetition is over at</source>
        <translation>Eine Wiederholung ist vorbei bei</translation>
    </message>
    <message>
        <source>Analyse the recording to count repetitions and measure jumps.</source>
        <translation>Analysieren Sie die Aufnahme, um Wiederholungen zu zählen und Sprünge zu messen.</translation>
    </message>
    <message>
        <source>Begins beyond</source>
        <translation>Beginnt jenseits von</translation>
    </message>
    <message>
        <source>is over at</source>
        <translation>ist vorbei bei</translation>
    </message>
    <message>
        <source>Means over the repetitions</source>
        <translation>Mittelwerte über die Wiederholungen</translation>
    </message>
</context>
<context>
    <name>Notification</name>
    <message>
        <source>Close this note</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
</context>
<context>
    <name>NotificationArea</name>
    <message>
        <source>Notes</source>
        <translation>Meldungen</translation>
    </message>
</context>
<context>
    <name>Overlay</name>
    <message>
        <source>No person in view</source>
        <translation>Keine Person im Bild</translation>
    </message>
    <message>
        <source>curves are smoothed</source>
        <translation>Kurven sind geglättet</translation>
    </message>
</context>
<context>
    <name>PersonDialog</name>
    <message>
        <source>Person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>for instance P-017</source>
        <translation>zum Beispiel P-017</translation>
    </message>
    <message>
        <source>Printed in reports. Never write a name here.</source>
        <translation>Wird in Berichten gedruckt. Hier nie einen Namen schreiben.</translation>
    </message>
    <message>
        <source> years</source>
        <translation> Jahre</translation>
    </message>
    <message>
        <source>For norms; without it there are none.</source>
        <translation>Für Normen; ohne diese Angabe gibt es keine.</translation>
    </message>
    <message>
        <source>not told</source>
        <translation>keine Angabe</translation>
    </message>
    <message>
        <source>female</source>
        <translation>weiblich</translation>
    </message>
    <message>
        <source>male</source>
        <translation>männlich</translation>
    </message>
    <message>
        <source> cm</source>
        <translation> cm</translation>
    </message>
    <message>
        <source>Standing, without shoes. From 30 to 260 cm.</source>
        <translation>Im Stehen, ohne Schuhe. Von 30 bis 260 cm.</translation>
    </message>
    <message>
        <source>Take the scale from the body height</source>
        <translation>Maßstab aus der Körpergröße nehmen</translation>
    </message>
    <message>
        <source>Distances and speeds in metres, within about 3%. The person has to stand or walk upright in at least 10 frames.</source>
        <translation>Strecken und Geschwindigkeiten in Metern, auf etwa 3 % genau. Die Person muss in mindestens 10 Bildern aufrecht stehen oder gehen.</translation>
    </message>
    <message>
        <source>&amp;Pseudonym</source>
        <translation>&amp;Pseudonym</translation>
    </message>
    <message>
        <source>&amp;Age</source>
        <translation>&amp;Alter</translation>
    </message>
    <message>
        <source>&amp;Sex</source>
        <translation>&amp;Geschlecht</translation>
    </message>
    <message>
        <source>Body &amp;height</source>
        <translation>Körper&amp;größe</translation>
    </message>
    <message>
        <source>Stored in the project and printed in reports, nowhere else.</source>
        <translation>Wird im Projekt gespeichert und in Berichten gedruckt, sonst nirgends.</translation>
    </message>
</context>
<context>
    <name>PhasePanel</name>
    <message>
        <source>Phases</source>
        <translation>Phasen</translation>
    </message>
    <message>
        <source>Mark the range as a phase</source>
        <translation>Bereich als Phase markieren</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Double click or F2 to rename</source>
        <translation>Doppelklick oder F2 zum Umbenennen</translation>
    </message>
    <message>
        <source>Choose a range on the timeline (drag with Shift), and mark it as a phase: its ranges of motion and speeds are listed here.</source>
        <translation>Wählen Sie einen Bereich auf der Zeitleiste (mit der Umschalttaste ziehen) und markieren Sie ihn als Phase: ihre Bewegungsumfänge und Geschwindigkeiten stehen dann hier.</translation>
    </message>
    <message>
        <source>Give the range that is marked on the timeline a name</source>
        <translation>Dem Bereich, der auf der Zeitleiste markiert ist, einen Namen geben</translation>
    </message>
    <message>
        <source>Remove the chosen phase</source>
        <translation>Die gewählte Phase entfernen</translation>
    </message>
    <message>
        <source>Angle or keypoint of the statistics</source>
        <translation>Winkel oder Gelenkpunkt der Statistik</translation>
    </message>
    <message>
        <source>Statistics of the phase</source>
        <translation>Statistik der Phase</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>Phase</translation>
    </message>
    <message>
        <source>First frame</source>
        <translation>Erstes Bild</translation>
    </message>
    <message>
        <source>Last frame</source>
        <translation>Letztes Bild</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Sekunden</translation>
    </message>
</context>
<context>
    <name>PlotPanel</name>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Analyse the recording to see joint angles here.</source>
        <translation>Analysieren Sie die Aufnahme, um hier Gelenkwinkel zu sehen.</translation>
    </message>
    <message>
        <source>What to plot</source>
        <translation>Was gezeichnet wird</translation>
    </message>
    <message>
        <source>Choose which curves are shown</source>
        <translation>Wählen, welche Kurven gezeigt werden</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Copy or save the curves</source>
        <translation>Die Kurven kopieren oder speichern</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Save picture...</source>
        <translation>Bild speichern ...</translation>
    </message>
    <message>
        <source>Save data...</source>
        <translation>Daten speichern ...</translation>
    </message>
    <message>
        <source>Whole</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Show the whole recording and all values</source>
        <translation>Die ganze Aufnahme und alle Werte zeigen</translation>
    </message>
    <message>
        <source>No joint angle could be computed in this view.</source>
        <translation>In dieser Ansicht ließ sich kein Gelenkwinkel berechnen.</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>Picture (*.png);;Vector graphic (*.svg)</source>
        <translation>Bild (*.png);;Vektorgrafik (*.svg)</translation>
    </message>
    <message>
        <source>Save data</source>
        <translation>Daten speichern</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>right</source>
        <translation>rechts</translation>
    </message>
    <message>
        <source>left</source>
        <translation>links</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation>Analyse</translation>
    </message>
    <message>
        <source>Skeleton</source>
        <translation>Skelett</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Another language is used from the next start on.</source>
        <translation>Eine andere Sprache gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Keep a copy of unsaved work every</source>
        <translation>Ungespeichertes sichern alle</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Rechenwerk</translation>
    </message>
    <message>
        <source>Best for this machine</source>
        <translation>Das beste für diesen Rechner</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>Prozessor (CPU)</translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation>Grafikkarte (CUDA)</translation>
    </message>
    <message>
        <source>Apple graphics (MPS)</source>
        <translation>Apple-Grafik (MPS)</translation>
    </message>
    <message>
        <source>Smooth keypoints</source>
        <translation>Gelenkpunkte glätten</translation>
    </message>
    <message>
        <source> Hz</source>
        <translation> Hz</translation>
    </message>
    <message>
        <source>Cut-off frequency</source>
        <translation>Grenzfrequenz</translation>
    </message>
    <message>
        <source>Butterworth low-pass without delay. 6 Hz is usual for walking; faster movements need more.</source>
        <translation>Butterworth-Tiefpass ohne Verzögerung. 6 Hz sind beim Gehen üblich; schnellere Bewegungen brauchen mehr.</translation>
    </message>
    <message>
        <source>Keypoints that the network is less sure of are rejected.</source>
        <translation>Gelenkpunkte, bei denen das Netz unsicherer ist, werden verworfen.</translation>
    </message>
    <message>
        <source>Least confidence</source>
        <translation>Kleinste Sicherheit</translation>
    </message>
    <message>
        <source>Width of the lines</source>
        <translation>Breite der Linien</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
</context>
<context>
    <name>ProjectController</name>
    <message>
        <source>Open a video or a project</source>
        <translation>Ein Video oder Projekt öffnen</translation>
    </message>
    <message>
        <source>Videos, pictures and projects (*.mp4 *.mov *.avi *.mkv *.webm *.m4v *.wmv *.mts *.png *.jpg *.jpeg *.epstudio);;All files (*)</source>
        <translation>Videos, Bilder und Projekte (*.mp4 *.mov *.avi *.mkv *.webm *.m4v *.wmv *.mts *.png *.jpg *.jpeg *.epstudio);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Drawing the sample</source>
        <translation>Beispiel wird gezeichnet</translation>
    </message>
    <message>
        <source>Opening {0}</source>
        <translation>{0} wird geöffnet</translation>
    </message>
    <message>
        <source>Show where...</source>
        <translation>Zeigen, wo ...</translation>
    </message>
    <message>
        <source>Where is {0}?</source>
        <translation>Wo ist {0}?</translation>
    </message>
    <message>
        <source>Change slow motion</source>
        <translation>Zeitlupe ändern</translation>
    </message>
    <message>
        <source>Save project</source>
        <translation>Projekt speichern</translation>
    </message>
    <message>
        <source>Projects (*{0})</source>
        <translation>Projekte (*{0})</translation>
    </message>
    <message>
        <source>Saved {0}.</source>
        <translation>{0} gespeichert.</translation>
    </message>
    <message>
        <source>Save the project?</source>
        <translation>Projekt speichern?</translation>
    </message>
    <message>
        <source>The results and corrections have not been saved as a project.</source>
        <translation>Die Ergebnisse und Korrekturen wurden nicht als Projekt gespeichert.</translation>
    </message>
    <message>
        <source>Tables that were exported are not affected.</source>
        <translation>Exportierte Tabellen sind nicht betroffen.</translation>
    </message>
    <message>
        <source>The program did not end well. Unsaved work on {0} was kept ({1}).</source>
        <translation>Das Programm wurde nicht ordentlich beendet. Ungespeicherte Arbeit an {0} ist erhalten ({1}).</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Restoring {0}</source>
        <translation>{0} wird wiederhergestellt</translation>
    </message>
</context>
<context>
    <name>Quantity</name>
    <message>
        <source>Joint angles</source>
        <translation>Gelenkwinkel</translation>
    </message>
    <message>
        <source>Angular velocities</source>
        <translation>Winkelgeschwindigkeiten</translation>
    </message>
    <message>
        <source>Horizontal positions</source>
        <translation>Waagerechte Positionen</translation>
    </message>
    <message>
        <source>Vertical positions</source>
        <translation>Senkrechte Positionen</translation>
    </message>
    <message>
        <source>Speeds of keypoints</source>
        <translation>Geschwindigkeiten der Gelenkpunkte</translation>
    </message>
</context>
<context>
    <name>QueueController</name>
    <message>
        <source>Recordings to analyse</source>
        <translation>Zu analysierende Aufnahmen</translation>
    </message>
    <message>
        <source>Videos (*.mp4 *.mov *.avi *.mkv *.webm *.m4v *.wmv *.mts);;All files (*)</source>
        <translation>Videos (*.mp4 *.mov *.avi *.mkv *.webm *.m4v *.wmv *.mts);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>Folder for projects and tables of {0} {0:recording|recordings}</source>
        <translation>Ordner für Projekte und Tabellen von {0} {0:Aufnahme|Aufnahmen}</translation>
    </message>
    <message>
        <source>{0} {0:recording is|recordings are} done, {1} failed: the queue says why.</source>
        <translation>{0} {0:Aufnahme ist|Aufnahmen sind} fertig, {1} fehlgeschlagen: die Warteschlange sagt warum.</translation>
    </message>
    <message>
        <source>{0} {0:recording is|recordings are} done.</source>
        <translation>{0} {0:Aufnahme ist|Aufnahmen sind} fertig.</translation>
    </message>
    <message>
        <source>{0} %</source>
        <translation>{0} %</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Recordings in the queue</source>
        <translation>Aufnahmen in der Warteschlange</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Double-click a finished recording to open its project.</source>
        <translation>Doppelklicken Sie auf eine fertige Aufnahme, um ihr Projekt zu öffnen.</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Herausnehmen</translation>
    </message>
    <message>
        <source>Take the chosen recording out of the queue</source>
        <translation>Die gewählte Aufnahme aus der Warteschlange nehmen</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>Fertige entfernen</translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message>
        <source>{0} {0:parameter|parameters}</source>
        <translation>{0} {0:Größe|Größen}</translation>
    </message>
    <message>
        <source>Not reported: {0}. {1}</source>
        <translation>Nicht angegeben: {0}. {1}</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>&amp;Blur the head</source>
        <translation>&amp;Kopf unkenntlich machen</translation>
    </message>
    <message>
        <source>Write report</source>
        <translation>Bericht schreiben</translation>
    </message>
    <message>
        <source>PDF, for printing</source>
        <translation>PDF, zum Drucken</translation>
    </message>
    <message>
        <source>Web page (HTML), one file</source>
        <translation>Webseite (HTML), eine Datei</translation>
    </message>
    <message>
        <source>Both say the same and need no other file.</source>
        <translation>Beide sagen dasselbe und brauchen keine weitere Datei.</translation>
    </message>
    <message>
        <source>Of the report; the window keeps its own.</source>
        <translation>Des Berichts; das Fenster behält seine.</translation>
    </message>
    <message>
        <source>for instance P-017</source>
        <translation>zum Beispiel P-017</translation>
    </message>
    <message>
        <source>Printed on every page and kept in the project. Never write a name here.</source>
        <translation>Steht auf jeder Seite und wird im Projekt gespeichert. Hier nie einen Namen eintragen.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Pictures with the skeleton, from the whole recording.</source>
        <translation>Bilder mit dem Skelett, aus der ganzen Aufnahme.</translation>
    </message>
    <message>
        <source>Pictures in which the head is not found are left out then.</source>
        <translation>Bilder, in denen der Kopf nicht gefunden wird, fallen dann weg.</translation>
    </message>
    <message>
        <source>The file of the report.</source>
        <translation>Die Datei des Berichts.</translation>
    </message>
    <message>
        <source>Whether this chapter is printed.</source>
        <translation>Ob dieses Kapitel gedruckt wird.</translation>
    </message>
    <message>
        <source>Replaces: {0}</source>
        <translation>Ersetzt: {0}</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>Webseite (*.html)</translation>
    </message>
    <message>
        <source>File of the report</source>
        <translation>Datei des Berichts</translation>
    </message>
    <message>
        <source>&amp;Choose...</source>
        <translation>&amp;Auswählen ...</translation>
    </message>
    <message>
        <source>Choose the file.</source>
        <translation>Die Datei auswählen.</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>&amp;Format</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>&amp;Pseudonym</source>
        <translation>&amp;Pseudonym</translation>
    </message>
    <message>
        <source>P&amp;ictures</source>
        <translation>&amp;Bilder</translation>
    </message>
    <message>
        <source>Compare &amp;with</source>
        <translation>&amp;Vergleichen mit</translation>
    </message>
    <message>
        <source>Fil&amp;e</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>Chapters</source>
        <translation>Kapitel</translation>
    </message>
    <message>
        <source>Always: recording and its quality, how the numbers were made, sources, versions.</source>
        <translation>Immer: Aufnahme und ihre Qualität, wie die Zahlen entstanden sind, Quellen, Versionen.</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Search actions and keys</source>
        <translation>Aktionen und Tasten suchen</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>Aktionen und ihre Tasten</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>Neue Tasten</translation>
    </message>
    <message>
        <source>No keys</source>
        <translation>Keine Tasten</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Ursprünglich</translation>
    </message>
    <message>
        <source>Press the new keys:</source>
        <translation>Drücken Sie die neuen Tasten:</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alle zurücksetzen</translation>
    </message>
    <message>
        <source>Choose an action first.</source>
        <translation>Wählen Sie zuerst eine Aktion.</translation>
    </message>
    <message>
        <source>These keys belong to &quot;{0}&quot;: change that first.</source>
        <translation>Diese Tasten gehören zu „{0}“: ändern Sie zuerst das.</translation>
    </message>
</context>
<context>
    <name>SignalPlot</name>
    <message>
        <source>Signal that is counted</source>
        <translation>Signal, das gezählt wird</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>begins</source>
        <translation>beginnt</translation>
    </message>
    <message>
        <source>is over</source>
        <translation>ist vorbei</translation>
    </message>
</context>
<context>
    <name>SkeletonDialog</name>
    <message>
        <source>Keypoints</source>
        <translation>Gelenkpunkte</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Joined with</source>
        <translation>Verbunden mit</translation>
    </message>
    <message>
        <source>Other side</source>
        <translation>Andere Seite</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Beschriftungen</translation>
    </message>
    <message>
        <source>{0} is joined with</source>
        <translation>{0} ist verbunden mit</translation>
    </message>
    <message>
        <source>A keypoint has no name: type one.</source>
        <translation>Ein Gelenkpunkt hat keinen Namen: geben Sie einen ein.</translation>
    </message>
    <message>
        <source>There are two keypoints of the name {0}: rename one.</source>
        <translation>Es gibt zwei Gelenkpunkte mit dem Namen {0}: benennen Sie einen um.</translation>
    </message>
    <message>
        <source>The labels of {0} are removed. This can be undone.</source>
        <translation>Die Beschriftungen von {0} werden entfernt. Das lässt sich rückgängig machen.</translation>
    </message>
    <message>
        <source>Names in English with underscores, as models have them: left_ and right_ at the beginning tell the sides. Keypoints that the model does not know start without a guess.</source>
        <translation>Namen auf Englisch mit Unterstrichen, wie in Modellen: left_ und right_ am Anfang geben die Seite an. Gelenkpunkte, die das Modell nicht kennt, beginnen ohne Schätzung.</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Hinzufügen</translation>
    </message>
    <message>
        <source>Add &amp;left and right</source>
        <translation>&amp;Links und rechts hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Heels and toes</source>
        <translation>&amp;Fersen und Zehen</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>&amp;Up</source>
        <translation>Nach &amp;oben</translation>
    </message>
    <message>
        <source>&amp;Down</source>
        <translation>Nach &amp;unten</translation>
    </message>
</context>
<context>
    <name>SlowMotionDialog</name>
    <message>
        <source>Slow motion</source>
        <translation>Zeitlupe</translation>
    </message>
    <message>
        <source> times slower than life</source>
        <translation>-mal langsamer als in Wirklichkeit</translation>
    </message>
    <message>
        <source> pictures/s</source>
        <translation> Bilder/s</translation>
    </message>
    <message>
        <source>&amp;Recorded at</source>
        <translation>&amp;Aufgenommen mit</translation>
    </message>
    <message>
        <source>As the camera was set, for instance 240.</source>
        <translation>Wie die Kamera eingestellt war, zum Beispiel 240.</translation>
    </message>
    <message>
        <source>&amp;Plays</source>
        <translation>&amp;Läuft</translation>
    </message>
    <message>
        <source>1 for a usual recording.</source>
        <translation>1 bei einer gewöhnlichen Aufnahme.</translation>
    </message>
    <message>
        <source>Telephones write slow motion as a file that plays slower than life. All times are divided by the factor.</source>
        <translation>Telefone schreiben Zeitlupe als Datei, die langsamer läuft als in Wirklichkeit. Alle Zeiten werden durch den Faktor geteilt.</translation>
    </message>
    <message>
        <source>The file plays at {0} pictures/s.</source>
        <translation>Die Datei läuft mit {0} Bildern/s.</translation>
    </message>
</context>
<context>
    <name>SplitPage</name>
    <message>
        <source>People held out</source>
        <translation>Zurückgehaltene Personen</translation>
    </message>
    <message>
        <source>Some people are never learnt from: only they show whether the new model sees better. Frames of one person or video always stay together.</source>
        <translation>Aus manchen Personen wird nie gelernt: nur sie zeigen, ob das neue Modell besser sieht. Bilder einer Person oder eines Videos bleiben immer zusammen.</translation>
    </message>
    <message>
        <source>as the files say</source>
        <translation>wie die Dateien es sagen</translation>
    </message>
    <message>
        <source>by picture name without its number</source>
        <translation>nach dem Namen des Bildes ohne seine Nummer</translation>
    </message>
    <message>
        <source>by folder or video</source>
        <translation>nach Ordner oder Video</translation>
    </message>
    <message>
        <source>every picture shows another person</source>
        <translation>jedes Bild zeigt eine andere Person</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Another number draws other people.</source>
        <translation>Eine andere Zahl lost andere Personen aus.</translation>
    </message>
    <message>
        <source>&amp;Persons and videos</source>
        <translation>&amp;Personen und Videos</translation>
    </message>
    <message>
        <source>&amp;Held out</source>
        <translation>Zurückge&amp;halten</translation>
    </message>
    <message>
        <source>&amp;Draw</source>
        <translation>&amp;Auslosung</translation>
    </message>
    <message>
        <source>Persons and videos</source>
        <translation>Personen und Videos</translation>
    </message>
    <message>
        <source>Person or video</source>
        <translation>Person oder Video</translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation>Beschriftet</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>The chosen ones show the &amp;same person</source>
        <translation>Die gewählten zeigen die&amp;selbe Person</translation>
    </message>
    <message>
        <source>Choose several with Ctrl or Shift, for instance two videos of one person.</source>
        <translation>Mehrere mit Strg oder der Umschalttaste wählen, zum Beispiel zwei Videos einer Person.</translation>
    </message>
    <message>
        <source>held out</source>
        <translation>zurückgehalten</translation>
    </message>
    <message>
        <source>learnt from</source>
        <translation>zum Lernen</translation>
    </message>
    <message>
        <source>{0} labelled people of {1} persons or videos</source>
        <translation>{0} Beschriftungen aus {1} Personen oder Videos</translation>
    </message>
    <message>
        <source>Learnt from: {0}.
Held out: {1}.</source>
        <translation>Zum Lernen: {0}.
Zurückgehalten: {1}.</translation>
    </message>
</context>
<context>
    <name>StatisticsTable</name>
    <message>
        <source>Statistics of the curves</source>
        <translation>Statistik der Kurven</translation>
    </message>
    <message>
        <source>whole recording</source>
        <translation>ganze Aufnahme</translation>
    </message>
    <message>
        <source>{0} to {1} s</source>
        <translation>{0} bis {1} s</translation>
    </message>
    <message>
        <source>Min</source>
        <translation>Min</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>Max</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Umfang</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Frames with a value, of all frames</source>
        <translation>Bilder mit einem Wert, von allen Bildern</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>measured</source>
        <translation>gemessen</translation>
    </message>
    <message>
        <source>set by hand</source>
        <translation>von Hand gesetzt</translation>
    </message>
    <message>
        <source>interpolated</source>
        <translation>interpoliert</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>damaged frame</source>
        <translation>beschädigtes Bild</translation>
    </message>
    <message>
        <source>no person</source>
        <translation>keine Person</translation>
    </message>
</context>
<context>
    <name>Studio</name>
    <message>
        <source>Stop the analysis before opening another recording.</source>
        <translation>Halten Sie die Analyse an, bevor Sie eine andere Aufnahme öffnen.</translation>
    </message>
    <message>
        <source>Stop recording before opening another recording.</source>
        <translation>Beenden Sie die Aufnahme, bevor Sie eine andere öffnen.</translation>
    </message>
    <message>
        <source>Saved {0}.</source>
        <translation>{0} gespeichert.</translation>
    </message>
    <message>
        <source>Stop recording before labelling frames.</source>
        <translation>Beenden Sie die Aufnahme, bevor Sie Bilder beschriften.</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
</context>
<context>
    <name>TablePanel</name>
    <message>
        <source>Table of values</source>
        <translation>Tabelle der Werte</translation>
    </message>
    <message>
        <source>Values of every frame</source>
        <translation>Werte jedes Bildes</translation>
    </message>
    <message>
        <source>What to list</source>
        <translation>Was aufgelistet wird</translation>
    </message>
    <message>
        <source>Ctrl+C copies the chosen rows.</source>
        <translation>Strg+C kopiert die gewählten Zeilen.</translation>
    </message>
</context>
<context>
    <name>TestPanel</name>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Person...</source>
        <translation>Person ...</translation>
    </message>
    <message>
        <source>Mark &apos;go&apos; here</source>
        <translation>„Los“ hier markieren</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Analyse the recording of the test to see its results here.</source>
        <translation>Analysieren Sie die Aufnahme des Tests, um hier seine Ergebnisse zu sehen.</translation>
    </message>
    <message>
        <source>Choose a test to see how it is recorded, and its results.</source>
        <translation>Wählen Sie einen Test, um zu sehen, wie er aufgenommen wird und was er ergibt.</translation>
    </message>
    <message>
        <source>Time starts with the first movement.</source>
        <translation>Die Zeit beginnt mit der ersten Bewegung.</translation>
    </message>
    <message>
        <source>Time starts with &apos;go&apos; ({0}frame {1}).</source>
        <translation>Die Zeit beginnt mit „Los“ ({0}Bild {1}).</translation>
    </message>
    <message>
        <source>female</source>
        <translation>weiblich</translation>
    </message>
    <message>
        <source>male</source>
        <translation>männlich</translation>
    </message>
    <message>
        <source>The norms of this test need age and sex.</source>
        <translation>Die Normen dieses Tests brauchen Alter und Geschlecht.</translation>
    </message>
    <message>
        <source>Nothing is told about the person.</source>
        <translation>Über die Person ist nichts angegeben.</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Bestanden</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Nicht bestanden</translation>
    </message>
    <message>
        <source>This recording cannot give the results of this test: see below.</source>
        <translation>Diese Aufnahme kann die Ergebnisse dieses Tests nicht liefern: siehe unten.</translation>
    </message>
    <message>
        <source>The recording can be used, with care: see the warnings.</source>
        <translation>Die Aufnahme ist mit Vorsicht brauchbar: siehe die Warnungen.</translation>
    </message>
    <message>
        <source>The recording is good enough for this test.</source>
        <translation>Die Aufnahme ist gut genug für diesen Test.</translation>
    </message>
    <message>
        <source>{0} {0:year|years}</source>
        <translation>{0} {0:Jahr|Jahre}</translation>
    </message>
    <message>
        <source>No test</source>
        <translation>Kein Test</translation>
    </message>
    <message>
        <source>Clinical test</source>
        <translation>Klinischer Test</translation>
    </message>
    <message>
        <source>Which test the recording shows</source>
        <translation>Welchen Test die Aufnahme zeigt</translation>
    </message>
    <message>
        <source>Tell pseudonym, age, sex and height</source>
        <translation>Pseudonym, Alter, Geschlecht und Größe angeben</translation>
    </message>
    <message>
        <source>The word &apos;go&apos; was said in the frame on display</source>
        <translation>Das Wort „Los“ wurde im angezeigten Bild gesagt</translation>
    </message>
    <message>
        <source>Let time start with the first movement again</source>
        <translation>Die Zeit wieder mit der ersten Bewegung beginnen lassen</translation>
    </message>
    <message>
        <source>Remove the mark of &apos;go&apos;</source>
        <translation>Markierung von „Los“ entfernen</translation>
    </message>
    <message>
        <source>Results of the test</source>
        <translation>Ergebnisse des Tests</translation>
    </message>
    <message>
        <source>How to record</source>
        <translation>Wie aufgenommen wird</translation>
    </message>
    <message>
        <source>What to say</source>
        <translation>Was zu sagen ist</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Checks of the recording</source>
        <translation>Prüfungen der Aufnahme</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>{0} s · frame {1}</source>
        <translation>{0} s · Bild {1}</translation>
    </message>
</context>
<context>
    <name>TrainingController</name>
    <message>
        <source>The new model is discarded.</source>
        <translation>Das neue Modell ist verworfen.</translation>
    </message>
    <message>
        <source>{0} is installed. To go back, choose another model in the box above.</source>
        <translation>{0} ist installiert. Um zurückzukehren, wählen Sie oben ein anderes Modell.</translation>
    </message>
    <message>
        <source>Saved {0}.</source>
        <translation>{0} gespeichert.</translation>
    </message>
</context>
<context>
    <name>TrainingPage</name>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>You can go on working in the main window. Stopping keeps what has been learnt, and the training can be continued at any time.</source>
        <translation>Sie können im Hauptfenster weiterarbeiten. Beim Anhalten bleibt das Gelernte erhalten, und das Training lässt sich jederzeit fortsetzen.</translation>
    </message>
    <message>
        <source>Progress of the training</source>
        <translation>Fortschritt des Trainings</translation>
    </message>
    <message>
        <source>Loss on what is learnt from</source>
        <translation>Verlust bei dem, woraus gelernt wird</translation>
    </message>
    <message>
        <source>Held-out people: keypoints found, percent (dashed: before)</source>
        <translation>Zurückgehaltene Personen: gefundene Gelenkpunkte, Prozent (gestrichelt: vorher)</translation>
    </message>
    <message>
        <source>&amp;Stop and keep</source>
        <translation>&amp;Anhalten und behalten</translation>
    </message>
    <message>
        <source>Save everything, then stop.</source>
        <translation>Alles speichern, dann anhalten.</translation>
    </message>
    <message>
        <source>C&amp;ontinue</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>Held-out people. Yellow: labelled. Blue, orange and white: found now.</source>
        <translation>Zurückgehaltene Personen. Gelb: beschriftet. Blau, orange und weiß: jetzt gefunden.</translation>
    </message>
    <message>
        <source>Copying the pictures...</source>
        <translation>Bilder werden kopiert ...</translation>
    </message>
    <message>
        <source>The training has not begun.</source>
        <translation>Das Training hat nicht begonnen.</translation>
    </message>
    <message>
        <source>Loading the network...</source>
        <translation>Netz wird geladen ...</translation>
    </message>
    <message>
        <source>Saving what has been learnt...</source>
        <translation>Das Gelernte wird gespeichert ...</translation>
    </message>
    <message>
        <source>Reading the pictures...</source>
        <translation>Bilder werden gelesen ...</translation>
    </message>
    <message>
        <source>Looking at the held-out people: {0} of {1}...</source>
        <translation>Ansehen der zurückgehaltenen Personen: {0} von {1} ...</translation>
    </message>
    <message>
        <source>Learning from {0} pictures...</source>
        <translation>Aus {0} Bildern wird gelernt ...</translation>
    </message>
    <message>
        <source>Continuing after step {0}...</source>
        <translation>Nach Schritt {0} wird fortgesetzt ...</translation>
    </message>
    <message>
        <source>Step {0}, epoch {1}</source>
        <translation>Schritt {0}, Epoche {1}</translation>
    </message>
    <message>
        <source>, about {0} left</source>
        <translation>, noch etwa {0}</translation>
    </message>
    <message>
        <source>Stopped, and everything is kept: continue, or go on with what has been learnt so far.</source>
        <translation>Angehalten, alles ist erhalten: setzen Sie fort, oder gehen Sie weiter mit dem bisher Gelernten.</translation>
    </message>
    <message>
        <source>The training has stopped before its end.</source>
        <translation>Das Training hat vor seinem Ende angehalten.</translation>
    </message>
    <message>
        <source>The training has ended. Next, both models are compared on the held-out people.</source>
        <translation>Das Training ist zu Ende. Als Nächstes werden beide Modelle an den zurückgehaltenen Personen verglichen.</translation>
    </message>
</context>
<context>
    <name>TrainingProcess</name>
    <message>
        <source>Another window works on this training: go on with it there.</source>
        <translation>Ein anderes Fenster arbeitet an diesem Training: machen Sie dort weiter.</translation>
    </message>
    <message>
        <source>The training could not be started: install EfficientPose Studio again.</source>
        <translation>Das Training ließ sich nicht starten: installieren Sie EfficientPose Studio neu.</translation>
    </message>
    <message>
        <source>The system ended the training, most likely because memory ran out. Nothing is lost: continue from the last checkpoint, after closing other programs or with a smaller batch.</source>
        <translation>Das System hat das Training beendet, wahrscheinlich weil der Speicher nicht reichte. Nichts ist verloren: setzen Sie beim letzten Zwischenstand fort, nachdem Sie andere Programme geschlossen haben, oder mit kleinerem Stapel.</translation>
    </message>
    <message>
        <source>The training ended with an unexpected error ({0}). The last checkpoint is kept, and the log tells more.</source>
        <translation>Das Training endete mit einem unerwarteten Fehler ({0}). Der letzte Zwischenstand ist erhalten, und das Protokoll sagt mehr.</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>kein Grund angegeben</translation>
    </message>
</context>
<context>
    <name>TrainingWizard</name>
    <message>
        <source>Train a model</source>
        <translation>Modell trainieren</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>Stop the training? What has been learnt is kept.</source>
        <translation>Training anhalten? Das Gelernte bleibt erhalten.</translation>
    </message>
    <message>
        <source>It cannot go on without this window. The next time you open it, you can continue where it stopped.</source>
        <translation>Ohne dieses Fenster kann es nicht weitergehen. Wenn Sie es das nächste Mal öffnen, können Sie dort fortsetzen, wo es angehalten hat.</translation>
    </message>
    <message>
        <source>&amp;Stop and close</source>
        <translation>Anhalten und &amp;schließen</translation>
    </message>
    <message>
        <source>&amp;Go on training</source>
        <translation>&amp;Weiter trainieren</translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>/ {0} s</source>
        <translation>/ {0} s</translation>
    </message>
    <message>
        <source>of {0}</source>
        <translation>von {0}</translation>
    </message>
    <message>
        <source>{0}x</source>
        <translation>{0}x</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>Ein Bild zurück</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>Ein Bild weiter</translation>
    </message>
    <message>
        <source>First frame</source>
        <translation>Erstes Bild</translation>
    </message>
    <message>
        <source>Last frame</source>
        <translation>Letztes Bild</translation>
    </message>
    <message>
        <source>Play in a loop</source>
        <translation>In Schleife abspielen</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Speed of playback</source>
        <translation>Geschwindigkeit der Wiedergabe</translation>
    </message>
    <message>
        <source>Time in seconds</source>
        <translation>Zeit in Sekunden</translation>
    </message>
    <message>
        <source>Type a time to go there, such as 12.5 or 1:02.5</source>
        <translation>Eine Zeit eintippen, um dorthin zu gehen, etwa 12.5 oder 1:02.5</translation>
    </message>
    <message>
        <source>Frame number</source>
        <translation>Nummer des Bildes</translation>
    </message>
    <message>
        <source>Type a frame number to go there</source>
        <translation>Die Nummer eines Bildes eintippen, um dorthin zu gehen</translation>
    </message>
    <message>
        <source>There is no frame &apos;{0}&apos;: type a number from 0 to {1}.</source>
        <translation>Es gibt kein Bild „{0}“: geben Sie eine Zahl von 0 bis {1} ein.</translation>
    </message>
    <message>
        <source>There is no time &apos;{0}&apos;: type one from 0 to {1} s.</source>
        <translation>Es gibt keine Zeit „{0}“: geben Sie eine von 0 bis {1} s ein.</translation>
    </message>
</context>
<context>
    <name>TrialView</name>
    <message>
        <source>Frame {0} is damaged and cannot be shown</source>
        <translation>Bild {0} ist beschädigt und lässt sich nicht zeigen</translation>
    </message>
    <message>
        <source>{0} s · frame {1}</source>
        <translation>{0} s · Bild {1}</translation>
    </message>
</context>
<context>
    <name>ValuesModel</name>
    <message>
        <source>Frame</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Time (s)</source>
        <translation>Zeit (s)</translation>
    </message>
</context>
<context>
    <name>VideoView</name>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Frame {0} is damaged and cannot be shown</source>
        <translation>Bild {0} ist beschädigt und lässt sich nicht zeigen</translation>
    </message>
    <message>
        <source>{0} s · frame {1}</source>
        <translation>{0} s · Bild {1}</translation>
    </message>
    <message>
        <source>{0} · loading …</source>
        <translation>{0} · wird geladen …</translation>
    </message>
    <message>
        <source>Click on the person to analyse · Esc to cancel</source>
        <translation>Auf die Person klicken, die analysiert werden soll · Esc bricht ab</translation>
    </message>
    <message>
        <source>Draw a box around the person · Esc to cancel</source>
        <translation>Einen Rahmen um die Person ziehen · Esc bricht ab</translation>
    </message>
    <message>
        <source>Draw a line of known length · Esc to cancel</source>
        <translation>Eine Linie bekannter Länge ziehen · Esc bricht ab</translation>
    </message>
    <message>
        <source>Selected keypoint: {0}</source>
        <translation>Gewählter Gelenkpunkt: {0}</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Recent</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Recent recordings and projects</source>
        <translation>Zuletzt geöffnete Aufnahmen und Projekte</translation>
    </message>
    <message>
        <source>Or drop videos, pictures or a project on this window.</source>
        <translation>Oder Videos, Bilder oder ein Projekt auf dieses Fenster ziehen.</translation>
    </message>
    <message>
        <source>Recordings never leave this computer. Not a medical device.</source>
        <translation>Aufnahmen verlassen nie diesen Rechner. Kein Medizinprodukt.</translation>
    </message>
    <message>
        <source>EfficientPose Studio</source>
        <translation>EfficientPose Studio</translation>
    </message>
    <message>
        <source>Joint angles and movement from a video of one person.</source>
        <translation>Gelenkwinkel und Bewegung aus dem Video einer Person.</translation>
    </message>
    <message>
        <source>Open a video</source>
        <translation>Video öffnen</translation>
    </message>
    <message>
        <source>Analyse a recording of walking, sport, or a test.</source>
        <translation>Eine Aufnahme von Gehen, Sport oder einem Test analysieren.</translation>
    </message>
    <message>
        <source>Use a webcam</source>
        <translation>Webcam nutzen</translation>
    </message>
    <message>
        <source>Watch joint angles live, and record.</source>
        <translation>Gelenkwinkel live sehen und aufnehmen.</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>Beispiel ansehen</translation>
    </message>
    <message>
        <source>A drawn walker whose joint angles are known.</source>
        <translation>Ein gezeichneter Gehender: die Winkel sind bekannt.</translation>
    </message>
    <message>
        <source>Label frames</source>
        <translation>Bilder beschriften</translation>
    </message>
    <message>
        <source>Set keypoints by hand, and train a model with them.</source>
        <translation>Gelenkpunkte von Hand setzen und damit ein Modell trainieren.</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>en</source>
        <comment>code of this language</comment>
        <translation>de</translation>
    </message>
</context>
<context>
    <name>_FrameModel</name>
    <message>
        <source>labelled</source>
        <translation>beschriftet</translation>
    </message>
    <message>
        <source>still to be labelled</source>
        <translation>noch zu beschriften</translation>
    </message>
</context>
<context>
    <name>_LivePlot</name>
    <message>
        <source>right</source>
        <translation>rechts</translation>
    </message>
    <message>
        <source>left</source>
        <translation>links</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
</context>
<context>
    <name>_Model</name>
    <message>
        <source>Parameter</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Detectable</source>
        <translation>Nachweisbar</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>The minimal detectable change: smaller ones may be noise of these two recordings</source>
        <translation>Die kleinste nachweisbare Änderung: kleinere können Rauschen dieser beiden Aufnahmen sein</translation>
    </message>
    <message>
        <source>more than noise</source>
        <translation>mehr als Rauschen</translation>
    </message>
    <message>
        <source>not more than noise</source>
        <translation>nicht mehr als Rauschen</translation>
    </message>
</context>
</TS>
