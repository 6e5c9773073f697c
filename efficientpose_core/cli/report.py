"""`efficientpose report`: what is handed over."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from efficientpose_core.cli.console import cancel_on_interrupt, progress_bar, say, warn
from efficientpose_core.cli.recordings import PROJECT, open_project, with_height
from efficientpose_core.errors import MediaError, SettingsError, UnknownNameError

if TYPE_CHECKING:
    from efficientpose_core.kinematics.angles import View
    from efficientpose_core.pipeline import Derived
    from efficientpose_core.reporting import ReportOptions
    from efficientpose_core.session.comparison import ComparedWalk
    from efficientpose_core.session.document import Session

__all__ = ["report_command"]


def report_command(
    recording: Annotated[
        Path, typer.Argument(metavar="PROJECT_OR_VIDEO", help="A project (.epstudio) or a video.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The report: a .html or .pdf file.")],
    language: Annotated[str, typer.Option("--language", "-l", help="en or de.")] = "en",
    person: Annotated[str, typer.Option("--person", "-p", help="Pseudonym of the person.")] = "",
    height: Annotated[
        float | None, typer.Option(help="Height of the person in metres, for distances.")
    ] = None,
    recorded: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="Date of the recording; else as the file says."),
    ] = None,
    compare: Annotated[
        Path | None,
        typer.Option(
            metavar="PROJECT", help="An earlier project of the person: gait before and after."
        ),
    ] = None,
    compare_recorded: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="Date of the recording of that project."),
    ] = None,
    hide_face: Annotated[
        bool, typer.Option("--hide-face", help="Blur the head in the pictures.")
    ] = False,
    stills: Annotated[int, typer.Option(min=0, max=12, help="How many pictures.")] = 4,
    model: Annotated[
        str | None, typer.Option("--model", "-m", help="Network or weights, for a video.")
    ] = None,
    weights: Annotated[Path | None, typer.Option(help="Weights file, for a video.")] = None,
    view: Annotated[
        str, typer.Option(help="Seen from the side (sagittal) or the front (frontal), for a video.")
    ] = "sagittal",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Write a report with curves, tables, pictures, and what could not be measured.

    A project is reported as it was corrected, with its test, repetitions and phases; a video is
    analysed first. Walking is recognised and reported by itself, and compared with an earlier
    project by --compare.
    """
    from efficientpose_core.export.report import check_report_path
    from efficientpose_core.reporting import ReportOptions, report_session
    from efficientpose_core.words import words_for

    words_for(language)
    check_report_path(out)
    day, day_before = _day(recorded, "--recorded"), _day(compare_recorded, "--compare-recorded")
    seen = _view(view)
    if not recording.exists():
        raise MediaError(f"There is no file {recording}: check the path.")
    before = None if compare is None else _before(compare, day_before, height)
    session = _session(recording, model, weights, seen, quiet=quiet)
    derived = session.derived()
    if height is not None:
        session = with_height(session, derived, height)
    options = ReportOptions(
        language=language, person=person, hide_face=hide_face, stills=stills, recorded_on=day,
        compare_with=before,
    )  # fmt: skip
    if before is not None:
        _warn_of_comparison(before, session, derived, options)
    report_session(session, out, options, derived=derived)
    say(str(out))


def _before(project: Path, day: date | None, height: float | None) -> ComparedWalk:
    """Read the earlier project; its person is as tall, should it have no scale of its own."""
    from efficientpose_core.reporting import read_walk
    from efficientpose_core.session.comparison import make_walk

    walk = read_walk(project, day=day)
    if height is None or walk.session.request.derive.scale is not None:
        return walk
    derived = walk.session.derived()
    session = with_height(walk.session, derived, height)
    return make_walk(walk.project, session, derived, recorded_on=walk.recorded_on)


def _warn_of_comparison(
    before: ComparedWalk, session: Session, derived: Derived, options: ReportOptions
) -> None:
    """Tell now what the report says about the comparison, too."""
    from efficientpose_core.reporting import walk_of
    from efficientpose_core.session.comparison import why_not_comparable, why_not_the_person

    after = walk_of(session, derived, day=options.recorded_on)
    if options.person:
        after = after.with_person(options.person)
    for text in (*why_not_the_person(before, after), why_not_comparable(before, after)):
        if text:
            warn(text)


def _day(text: str | None, option: str) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(f"{option} takes a date like 2026-03-31, not '{text}'.") from error


def _session(
    recording: Path, model: str | None, weights: Path | None, view: View, *, quiet: bool
) -> Session:
    """Open a project, or analyse a video."""
    from efficientpose_core.session.document import Session

    if recording.suffix == PROJECT:
        return open_project(recording)
    from efficientpose_core.pipeline import AnalysisRequest, DeriveSettings, analyze

    request = AnalysisRequest(
        source=recording,
        weights=model if weights is None else weights,
        derive=DeriveSettings(view=view),
    )
    with cancel_on_interrupt() as should_cancel, progress_bar(quiet=quiet) as progress:
        analysis = analyze(request, progress=progress, should_cancel=should_cancel)
    return Session.from_analysis(analysis)


def _view(name: str) -> View:
    from efficientpose_core.kinematics.angles import View

    views = {member.value: member for member in View}
    if name not in views:
        raise UnknownNameError("view", name, views)
    return views[name]
