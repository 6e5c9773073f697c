"""Reports of projects: what may be left out, and stopping."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from efficientpose_core.errors import CancelledError, SessionError, SettingsError
from efficientpose_core.export.report import chapter_titles
from efficientpose_core.kinematics.sport.phases import Phase
from efficientpose_core.reporting import (
    ReportOptions,
    read_walk,
    report_analysis,
    report_session,
    walk_of,
)
from efficientpose_core.results import export_data
from efficientpose_core.session.assessment import Assessment, Person
from efficientpose_core.session.document import Session
from efficientpose_core.session.sections import session_sections
from efficientpose_core.session.storage import save_session

from .session.conftest import FIRST, make_session

ANGLES = "Joint angles over the whole recording"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    source = tmp_path_factory.mktemp("recording") / "walk.mp4"
    source.write_bytes(b"a recording")
    asked = Assessment(
        person=Person(pseudonym="P-017"),
        phases=(Phase(name="start", first=FIRST, last=FIRST + 9),),
    )
    return replace(make_session(source), assessment=asked)


def _chapters(session: Session) -> tuple[str, ...]:
    derived = session.derived()
    sections = session_sections(session, derived)
    return chapter_titles(export_data(session.analysis(derived), sections=sections))


def _written(session: Session, path: Path, *leave_out: str) -> str:
    report_session(session, path, ReportOptions(stills=0, leave_out=frozenset(leave_out)))
    return path.read_text(encoding="utf-8")


def test_chapters_are_those_of_the_project(session: Session) -> None:
    assert _chapters(session) == ("Phases", ANGLES, "Appendix")


def test_every_chapter_may_be_left_out_and_no_other_goes_with_it(
    session: Session, tmp_path: Path
) -> None:
    chapters = _chapters(session)
    whole = _written(session, tmp_path / "whole.html")
    assert all(f">{title}<" in whole for title in chapters)
    for title in chapters:
        text = _written(session, tmp_path / "part.html", title)
        assert f">{title}<" not in text
        # All that stands in this appendix belongs to the phases.
        gone = {title, "Appendix"} if title == "Phases" else {title}
        assert all(f">{other}<" in text for other in chapters if other not in gone)


def test_what_judges_the_numbers_stays(session: Session, tmp_path: Path) -> None:
    text = _written(session, tmp_path / "least.html", *_chapters(session))
    for part in ("P-017", "Quality of the recording", "How the numbers were made", "Sources",
                 "Software, weights and files", "Not a medical device"):  # fmt: skip
        assert part in text


def test_stopped_reports_are_not_written(session: Session, tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        report_session(
            session, tmp_path / "a.html", ReportOptions(stills=0), should_cancel=lambda: True
        )
    assert list(tmp_path.iterdir()) == []


def test_a_project_without_gait_is_named_and_refused_in_the_report(
    session: Session, tmp_path: Path
) -> None:
    before = replace(session, assessment=Assessment(person=Person(pseudonym="P-018")))
    save_session(before, tmp_path / "before.epstudio")
    walk = read_walk(tmp_path / "before.epstudio", day=date(2026, 3, 31))
    out = tmp_path / "report.html"
    report_session(session, out, ReportOptions(stills=0, compare_with=walk))
    text = out.read_text(encoding="utf-8")
    for part in (">Before and after<", "before.epstudio", "31 March 2026", "P-018", "this report",
                 "holds no gait to compare", "different pseudonyms"):  # fmt: skip
        assert part in text, part
    report_session(session, out, ReportOptions(stills=0, language="de", compare_with=walk))
    text = out.read_text(encoding="utf-8")
    for part in (">Vorher und nachher<", "31.03.2026", "dieser Bericht",
                 "keinen Gang zum Vergleichen: Niemand", "verschiedene Pseudonyme"):  # fmt: skip
        assert part in text, part


def test_pseudonym_of_the_report_is_the_one_compared(session: Session, tmp_path: Path) -> None:
    walk = walk_of(session, session.derived(), project="before.epstudio")
    out = tmp_path / "report.html"
    report_session(session, out, ReportOptions(stills=0, person="P-099", compare_with=walk))
    assert "P-017&#39; before and &#39;P-099&#39; after" in out.read_text(encoding="utf-8")


def test_a_lost_recording_does_not_hinder_a_comparison(tmp_path: Path) -> None:
    source = tmp_path / "gone.mp4"
    source.write_bytes(b"a recording")
    save_session(make_session(source), tmp_path / "before.epstudio")
    source.unlink()
    walk = read_walk(tmp_path / "before.epstudio")
    assert (walk.name, walk.project, walk.recorded_on) == ("gone.mp4", "before.epstudio", None)


def test_another_recording_of_that_name_tells_no_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = date(2026, 3, 31)
    monkeypatch.setattr("efficientpose_core.reporting.recorded_on", lambda _: day)
    source = tmp_path / "walk.mp4"
    source.write_bytes(b"a recording")
    save_session(make_session(source), tmp_path / "before.epstudio")
    assert read_walk(tmp_path / "before.epstudio").recorded_on == day
    source.write_bytes(b"another recording")
    assert read_walk(tmp_path / "before.epstudio").recorded_on is None


@pytest.mark.parametrize("content", [None, b"no project"])
def test_only_projects_are_compared_with(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "before.epstudio"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SessionError, match=r"before\.epstudio"):
        read_walk(path)


def test_an_analysis_alone_is_not_compared(session: Session, tmp_path: Path) -> None:
    options = ReportOptions(stills=0, compare_with=walk_of(session, session.derived()))
    with pytest.raises(SettingsError, match="save this analysis as a project"):
        report_analysis(session.analysis(), tmp_path / "a.html", options)
    assert not (tmp_path / "a.html").exists()
