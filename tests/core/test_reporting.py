"""Reports of projects: what may be left out, and stopping."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from efficientpose_core.errors import CancelledError
from efficientpose_core.export.report import chapter_titles
from efficientpose_core.kinematics.sport.phases import Phase
from efficientpose_core.reporting import ReportOptions, report_session
from efficientpose_core.results import export_data
from efficientpose_core.session.assessment import Assessment, Person
from efficientpose_core.session.document import Session
from efficientpose_core.session.sections import session_sections

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
