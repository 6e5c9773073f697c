"""`efficientpose report` and `efficientpose analyze --formats`, as their users meet them."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest

from efficientpose_core.cli.main import run
from efficientpose_core.cli.report import _before
from efficientpose_core.errors import MediaError, UnknownNameError
from efficientpose_core.inference.estimator import PoseEstimator
from efficientpose_core.models.weights import BUNDLED
from efficientpose_core.phantom.clip import PhantomSpec, write_clip
from efficientpose_core.pipeline import Analysis, AnalysisRequest, analyze
from efficientpose_core.reporting import ReportOptions, recorded_on, report_analysis
from efficientpose_core.results import export_data, write_results
from efficientpose_core.session.assessment import Assessment, Person
from efficientpose_core.session.document import Session
from efficientpose_core.session.edits import SwapSides
from efficientpose_core.session.sections import session_sections
from efficientpose_core.session.storage import load_session, save_session


@pytest.fixture(scope="module", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setenv("EFFICIENTPOSE_HOME", str(tmp_path_factory.mktemp("home")))
    yield
    patch.undo()


@pytest.fixture(scope="module")
def walker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "walker.mp4"
    write_clip(PhantomSpec(size_px=(480, 320), duration_s=1.2), path)
    return path


@pytest.fixture(scope="module")
def analysis(walker: Path, _own_home: None) -> Analysis:
    with PoseEstimator() as estimator:
        return analyze(AnalysisRequest(source=walker), estimator=estimator)


@pytest.fixture
def project(analysis: Analysis, tmp_path: Path) -> Path:
    path = tmp_path / "walker.epstudio"
    save_session(Session.from_analysis(analysis), path)
    return path


def _call(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["efficientpose", *map(str, arguments)])
    with pytest.raises(SystemExit) as stop:
        run()
    return int(stop.value.code or 0)


def _text(path: Path) -> str:
    reader = pypdf.PdfReader(io.BytesIO(path.read_bytes()))
    return "\n".join(page.extract_text() for page in reader.pages)


def test_report_of_a_project(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "bericht.pdf"
    code = _call(monkeypatch, "report", project, "-o", out, "-l", "de", "-p", "P-017",
                 "--recorded", "2026-03-31", "--hide-face")  # fmt: skip
    assert code == 0
    text = _text(out)
    for wanted in ("Bewegungsanalyse", "P-017", "31.03.2026", "Kniebeugung", "Kein Medizinprodukt",
                   BUNDLED[0].name):  # fmt: skip
        assert wanted in text, wanted


def test_report_of_a_video(walker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "report.html"
    assert _call(monkeypatch, "report", walker, "-o", out, "-q", "--stills", "2") == 0
    text = out.read_text(encoding="utf-8")
    assert text.count("data:image/jpeg") == 2
    assert "Knee flexion" in text


def test_height_calibrates_the_earlier_visit_unless_it_is_calibrated(project: Path) -> None:
    scale = _before(project, None, 1.75).session.request.derive.scale
    assert scale is not None
    assert _before(project, None, None).session.request.derive.scale is None
    save_session(_before(project, None, 1.75).session, project)
    again = _before(project, None, 1.95).session.request.derive.scale
    assert again is not None
    assert again.metres_per_px == pytest.approx(scale.metres_per_px)


def test_report_of_two_visits(
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = tmp_path / "before.epstudio"
    session = load_session(project)
    person = Person(pseudonym="P-018")
    save_session(replace(session, assessment=Assessment(person=person)), before)
    out = tmp_path / "report.html"
    code = _call(monkeypatch, "report", project, "-o", out, "--stills", "0", "-p", "P-017",
                 "--compare", before, "--compare-recorded", "2026-03-31")  # fmt: skip
    assert code == 0
    captured = capsys.readouterr()
    # A second of walking has too few strides to compare; whoever calls the command is told now.
    assert captured.out.strip() == str(out)
    told = captured.err.strip().splitlines()
    assert told[0].startswith("The two projects have different pseudonyms, 'P-018' before")
    assert told[1].startswith("Both projects are of the same recording")
    assert told[2].startswith("'walker.mp4' holds no gait to compare:")
    text = out.read_text(encoding="utf-8")
    for wanted in ("Before and after", "before.epstudio", "31 March 2026", "P-018", "no gait"):
        assert wanted in text, wanted


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (["walker.epstudio", "-o", "a.pdf", "--compare", "gone.epstudio"], 8, "gone.epstudio"),
        (["walker.epstudio", "-o", "a.pdf", "--compare", "text.epstudio"], 8, "is no project"),
        (
            [
                "walker.epstudio",
                "-o",
                "a.pdf",
                "--compare",
                "walker.epstudio",
                "--compare-recorded",
                "31.3.2026",
            ],
            2,
            "--compare-recorded",
        ),
        (["walker.epstudio", "-o", "a.docx"], 2, ".pdf"),
        (["walker.epstudio", "-o", "a.pdf", "-l", "fr"], 2, "language"),
        (["walker.epstudio", "-o", "a.pdf", "--recorded", "31.3.2026"], 2, "--recorded"),
        (["walker.epstudio", "-o", "a.pdf", "--height", "180"], 2, "height"),
        (["nothing.mp4", "-o", "a.pdf"], 3, "nothing.mp4"),
        (["walker.epstudio", "-o", "walker.epstudio/a.pdf"], 6, "Cannot write"),
    ],
)
def test_bad_input_gets_one_line(
    arguments: list[str],
    code: int,
    part: str,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(project.parent)
    (project.parent / "text.epstudio").write_text("this is not a project")
    assert _call(monkeypatch, "report", *arguments) == code
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 1
    assert part in told[0]
    assert not list(project.parent.glob("a.*"))


def test_sections_follow_what_was_chosen(analysis: Analysis) -> None:
    session = Session.from_analysis(analysis)
    # A second of walking has no two strides: no chapter of refusals unless the test was chosen.
    assert session_sections(session, analysis.derived) == ()
    walk = replace(session, assessment=replace(session.assessment, protocol="walk"))
    titles = [section.title for section in session_sections(walk, analysis.derived)]
    assert titles[0] == "Gait"
    assert len(titles) == 2


def test_a_lost_recording_leaves_the_report_without_stills(
    analysis: Analysis, tmp_path: Path
) -> None:
    gone = replace(analysis, request=replace(analysis.request, source=tmp_path / "gone.mp4"))
    with pytest.raises(MediaError, match="stills"):
        report_analysis(gone, tmp_path / "a.html")
    report_analysis(gone, tmp_path / "a.html", ReportOptions(stills=0))
    assert "<img" not in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_date_of_the_recording(walker: Path, tmp_path: Path) -> None:
    import av

    assert recorded_on(tmp_path) is None
    assert recorded_on(walker) is None
    (tmp_path / "text.mp4").write_text("this is not a video")
    assert recorded_on(tmp_path / "text.mp4") is None
    dated = tmp_path / "dated.mp4"
    with av.open(str(walker)) as source, av.open(str(dated), "w") as target:
        target.metadata["creation_time"] = "2026-03-31T10:00:00.000000Z"
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    assert recorded_on(dated) == date(2026, 3, 31)


def test_formats_are_written_and_refusals_told(
    walker: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    wanted = ("analyze", walker, "-o", tmp_path, "-q", "--no-overlay")
    assert _call(monkeypatch, *wanted, "--formats", "angles,json,mot,trc", "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)["results"]
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"walker_angles.csv", "walker_results.json", "walker.mot",
                     "walker_provenance.json"}  # fmt: skip
    assert {Path(path).name for path in told["files"]} == names
    assert "scale" in told["not_written"]["trc"]
    # Nothing is missing but what is refused: nothing is done again.
    before = (tmp_path / "walker.mot").stat().st_mtime_ns
    assert _call(monkeypatch, *wanted, "--formats", "angles,mot,trc", "--resume") == 0
    assert "skipped" in capsys.readouterr().out
    assert (tmp_path / "walker.mot").stat().st_mtime_ns == before
    # Another format is missing: it is made.
    assert _call(monkeypatch, *wanted, "--formats", "tidy", "--resume") == 0
    assert (tmp_path / "walker_tidy.csv").is_file()


def test_projects_are_written_as_they_were_corrected(
    analysis: Analysis,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    track = analysis.detection.track
    asked = Assessment(protocol="walk", person=Person(height_m=1.75))
    session = replace(Session.from_analysis(analysis), assessment=asked)
    session = session.with_edit(SwapSides(first=0, last=int(track.frame[-1])))
    project = tmp_path / "visit.epstudio"
    save_session(session, project)
    out = tmp_path / "out"
    # No network is loaded for what has been found already.
    monkeypatch.setattr("efficientpose_core.inference.estimator.PoseEstimator", None)
    wanted = ("analyze", project, "-o", out, "-q", "--no-overlay", "--formats", "csv,parameters")
    assert _call(monkeypatch, *wanted) == 0
    names = ("keypoints", "angles", "speeds", "parameters")
    assert {path.name for path in out.iterdir()} == {
        *(f"walker_{name}.csv" for name in names), "walker_provenance.json"
    }  # fmt: skip
    derived = session.derived()
    data = export_data(session.analysis(derived), sections=session_sections(session, derived))
    expected = write_results(
        session.analysis(derived), tmp_path / "b", formats=names, overlay=False, data=data
    )
    for name, path in expected.exports.items():
        assert (out / path.name).read_bytes() == path.read_bytes(), name
    assert (out / "walker_parameters.csv").read_text("utf-8").count("stride_time") > 0
    capsys.readouterr()
    assert _call(monkeypatch, *wanted, "--resume") == 0
    assert "skipped" in capsys.readouterr().out


def test_wrong_formats_and_heights_are_told_before_the_work(
    walker: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "out"
    assert _call(monkeypatch, "analyze", walker, "-o", out, "--formats", "xls") == 2
    assert "did you mean xlsx" in capsys.readouterr().err
    assert _call(monkeypatch, "analyze", walker, "-o", out, "--height", "180") == 2
    assert "metres" in capsys.readouterr().err
    assert not out.exists()


def test_results_name_what_was_written(analysis: Analysis, tmp_path: Path) -> None:
    files = write_results(analysis, tmp_path, formats=("c3d", "xlsx"), overlay=False)
    assert set(files.exports) == {"xlsx"}
    assert set(files.refused) == {"c3d"}
    told = json.loads(files.provenance.read_text(encoding="utf-8"))
    assert told["exports_refused"] == files.refused
    with pytest.raises(UnknownNameError):
        write_results(analysis, tmp_path / "b", formats=("docx",))
    assert not (tmp_path / "b").exists()
