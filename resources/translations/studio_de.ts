<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About EfficientPose Studio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;h3&gt;EfficientPose Studio {0}&lt;/h3&gt;&lt;p&gt;Joint angles and movement from video of one person. Apache License 2.0. Recordings are analysed on this computer and never leave it.&lt;/p&gt;&lt;p&gt;Please cite: Groos D, Ramampiaro H, Ihlen EAF (2021). EfficientPose: Scalable single-person pose estimation. Applied Intelligence 51, 2518-2533. doi:10.1007/s10489-020-01918-7&lt;/p&gt;&lt;p&gt;This is no medical device.&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts by others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Action</name>
    <message>
        <source>&amp;Open...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a video, a folder&apos;s pictures, or a project.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Webcam...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch and record with a camera.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the sa&amp;mple</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the built-in walker, whose joint angles are known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save keypoints, corrections and settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save project &amp;as...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the project under another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Export...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write tables and an annotated video.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the recording.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave the program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the last change back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the change again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete keypoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the chosen keypoint in this frame, or in the marked range.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;store keypoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go back to what the network found, in this frame or the range.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Interpolate keypoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Join the corrected frames of the marked range by a smooth curve.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;wap left and right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exchange the sides of the chosen joint, or of all, in this frame or the marked range.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Person faces ri&amp;ght</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tell the direction for the marked range, or the whole recording.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Person faces &amp;left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Find the direction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back what was told about the direction.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Analyse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find the pose in every frame.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the analysis rest, and go on later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the analysis; finished frames are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Choose the person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click on the person to be analysed; then Analyse.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Draw a box around the person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw a box around the person to be analysed; then Analyse.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyse this &amp;range again...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw a box around the person, and find the pose again in this frame or the marked range.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyse se&amp;veral recordings...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyse many files one after the other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Play or pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play the recording.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go one frame on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P&amp;revious frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go one frame back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;First frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the beginning.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Last frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Repeat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play the marked range, or everything, over and over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Whole picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Skeleton</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw the skeleton.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Joint &amp;angles in the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write angles at the joints.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Trails</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw where keypoints have been.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Person&apos;s &amp;box</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw the box around the person.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Rejected keypoints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what the network found but was not trusted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the whole screen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Find an action...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type what you want to do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Check the models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure how fast each installed model is on this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See and change the keys of every action.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Preferences...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language, theme, models, smoothing, skeleton.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Guide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How to get from a video to joint angles.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the program has done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About EfficientPose Studio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version, licences, and how to cite.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AnalysisController</name>
    <message>
        <source> - {0} fps here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models are ready. Frames per second on this machine: {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the smoothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seen from the side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seen from the front or back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: frame {1} of {2}, {3} frames/s, {4} to go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} frames analysed with {1} on {2} ({3}); a person is in {4} of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody was found. Choose the person with a click or a box, and analyse again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped. Finished frames are kept: Analyse continues where it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This part was not analysed: trim, and analyse it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The person is chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyse now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyse frame {0} again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyse frames {0} to {1} again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CameraPage</name>
    <message>
        <source>Recordings go to {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting the camera...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No camera was found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plug one in, and allow this program to use it in the system settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play a video instead...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The camera is not available</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} x {1}, {2} fps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} fps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} s, {1} pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera&apos;s own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which camera is used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wished resolution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the camera is asked for; below is what it really delivers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wished rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the person faces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As you see it. Standing upright does not tell; then say it here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Facing: found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Facing right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Facing left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Mirror</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the picture as in a mirror. Left and right in the data, and the recording, stay as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch the camera off and go back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record pictures and keypoints (F9)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Countdown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time to walk into the picture before it is recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after {0} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of the recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length of the recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What really comes from the camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analysed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures that the network looks at each second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From receiving a picture to its keypoints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures that the network was too slow for. They are recorded all the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What looks at the pictures; chosen in the toolbar</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Find an action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Actions</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EditingController</name>
    <message>
        <source>Delete {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct the keypoint in a frame before and in one after this, or mark a range in the timeline; then interpolate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interpolate {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left and right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Swap {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Person faces right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Person faces left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find the direction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, frame {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, frames {1} to {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place here</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ErrorReport</name>
    <message>
        <source>Something went wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a fault of the program, not yours. Your work is kept: save the project, and start again if something looks odd. To report it, copy the details below; they are not sent anywhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExportController</name>
    <message>
        <source>Writing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written to {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speeds and angular velocities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Annotated video (takes a while)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Always: joint angles, keypoints, and how they were made (provenance).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table to preview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Joint angles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keypoints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speeds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First rows of the table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replaces: {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GuideDialog</name>
    <message>
        <source>Guide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;h3&gt;From a video to joint angles&lt;/h3&gt;&lt;ol&gt;&lt;li&gt;&lt;b&gt;Record&lt;/b&gt; one person, the camera still and at right angles to the movement: from the side for hips, knees and ankles while walking; from the front for arms and the line of the legs.&lt;/li&gt;&lt;li&gt;&lt;b&gt;Open&lt;/b&gt; the video, or drop it on the window.&lt;/li&gt;&lt;li&gt;Say whether the person is &lt;b&gt;seen from the side&lt;/b&gt; or from the front: it decides which angles mean something.&lt;/li&gt;&lt;li&gt;&lt;b&gt;Trim&lt;/b&gt; with the handles of the timeline, if only a part matters. If there are several people, choose the person (menu Analysis).&lt;/li&gt;&lt;li&gt;&lt;b&gt;Analyse&lt;/b&gt;. You can pause or stop; what is done is kept.&lt;/li&gt;&lt;li&gt;&lt;b&gt;Look&lt;/b&gt; at the skeleton while it plays, correct what is wrong, then &lt;b&gt;Export&lt;/b&gt; the tables.&lt;/li&gt;&lt;/ol&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;h3&gt;Reading the curves&lt;/h3&gt;&lt;p&gt;Right is solid and orange, left is dashed and blue. The band is the 95 % interval of the error that the network itself expects; a hip taken for the other one is not in it. Marks at the lower edge tell where values were filled in, corrected, or rejected. A gap means that there is no value worth having. Click in a curve to go there; Shift and drag in the timeline marks a range, which the statistics and the corrections are about.&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;h3&gt;Correcting&lt;/h3&gt;&lt;p&gt;Drag a keypoint to its place, or choose it with Tab and move it with the arrow keys. The right button offers more: remove, restore, interpolate between corrected frames, exchange left and right, tell the direction, or analyse a part again with a box around the person. Everything can be undone.&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Keypoint</name>
    <message>
        <source>top of the head</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>neck</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>thorax</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pelvis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left shoulder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left elbow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left wrist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left hip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left knee</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left ankle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>right shoulder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>right elbow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>right wrist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>right hip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>right knee</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>right ankle</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LiveController</name>
    <message>
        <source>Play a video as a camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Videos (*.mp4 *.mov *.avi *.mkv *.webm *.m4v *.wmv);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, {1} ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The other model is used after the recording.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures are not analysed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the model...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No person in view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bend the knees or walk: where do you face?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of the recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recorded {0}: {1} pictures, {2} s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every picture was analysed while it was recorded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1} pictures were analysed while recording: analyse the recording to have all of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyse now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording {0} was interrupted; what was recorded is kept.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LiveCurves</name>
    <message>
        <source>Live angles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose which curves are shown, four at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live values are feedback. Measure on the recording.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exchanged sides, outliers and gaps can only be mended with the pictures that come after: that is what analysing the recording does.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LiveView</name>
    <message>
        <source>Picture of the camera</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LogWindow</name>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>EfficientPose Studio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}[*] - EfficientPose Studio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Main toolbar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From where the person is seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From where the person is seen decides which angles mean something.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network that finds the pose, and how fast it is on this machine.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Menu</name>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Analysis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Playback</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Notification</name>
    <message>
        <source>Close this note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NotificationArea</name>
    <message>
        <source>Notes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Overlay</name>
    <message>
        <source>No person in view</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlotPanel</name>
    <message>
        <source>Curves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyse the recording to see joint angles here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to plot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose which curves are shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy or save the curves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save picture...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save data...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole recording and all values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No joint angle could be computed in this view.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture (*.png);;Vector graphic (*.svg)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>General</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skeleton</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another language is used from the next start on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep a copy of unsaved work every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best for this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apple graphics (MPS)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smooth keypoints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> Hz</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut-off frequency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Butterworth low-pass without delay. 6 Hz is usual for walking; faster movements need more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keypoints that the network is less sure of are rejected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least confidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width of the lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> px</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProjectController</name>
    <message>
        <source>Open a video or a project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Videos, pictures and projects (*.mp4 *.mov *.avi *.mkv *.webm *.m4v *.wmv *.mts *.png *.jpg *.jpeg *.epstudio);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawing the sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show where...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where is {0}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Projects (*{0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the project?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The results and corrections have not been saved as a project.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tables that were exported are not affected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program did not end well. Unsaved work on {0} was kept ({1}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restoring {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Quantity</name>
    <message>
        <source>Joint angles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Angular velocities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Horizontal positions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vertical positions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speeds of keypoints</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueueController</name>
    <message>
        <source>Recordings to analyse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Videos (*.mp4 *.mov *.avi *.mkv *.webm *.m4v *.wmv *.mts);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for projects and tables of {0} recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} recordings are done, {1} failed: the queue says why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} recordings are done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recordings in the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Double-click a finished recording to open its project.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the chosen recording out of the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search actions and keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press the new keys:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose an action first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These keys belong to &quot;{0}&quot;: change that first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatisticsTable</name>
    <message>
        <source>Statistics of the curves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whole recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} to {1} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Max</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frames with a value, of all frames</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>set by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>interpolated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>damaged frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no person</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Studio</name>
    <message>
        <source>Stop the analysis before opening another recording.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop recording before opening another recording.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TablePanel</name>
    <message>
        <source>Table of values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values of every frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+C copies the chosen rows.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} s · frame {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>/ {0} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}x</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play in a loop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed of playback</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time in seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a time to go there, such as 12.5 or 1:02.5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a frame number to go there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no frame &apos;{0}&apos;: type a number from 0 to {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no time &apos;{0}&apos;: type one from 0 to {1} s.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ValuesModel</name>
    <message>
        <source>Frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time (s)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VideoView</name>
    <message>
        <source>Video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame {0} is damaged and cannot be shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} s · frame {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} · loading …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click on the person to analyse · Esc to cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw a box around the person · Esc to cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw a line of known length · Esc to cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selected keypoint: {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent recordings and projects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or drop videos, pictures or a project on this window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recordings never leave this computer. Not a medical device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>EfficientPose Studio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Joint angles and movement from a video of one person.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analyse a recording of walking, sport, or a test.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use a webcam</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch joint angles live, and record.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A drawn walker whose joint angles are known.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_LivePlot</name>
    <message>
        <source>right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seconds</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
