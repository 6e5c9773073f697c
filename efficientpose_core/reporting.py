"""From an analysis or a project to a report on disk: what command line and window both call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from efficientpose_core.errors import MediaError, SettingsError
from efficientpose_core.export.data import ExportData
from efficientpose_core.export.report import (
    ReportFacts,
    build_report,
    check_report_path,
    write_report,
)
from efficientpose_core.export.sections import Picture, Section
from efficientpose_core.export.stills import draw_stills
from efficientpose_core.media.images import open_source
from efficientpose_core.pipeline import Analysis, AnalysisRequest, Derived
from efficientpose_core.progress import (
    ProgressCallback,
    ShouldCancel,
    ignore_progress,
    never_cancel,
    raise_if_cancelled,
)
from efficientpose_core.results import export_data
from efficientpose_core.session.comparison import ComparedWalk, make_walk
from efficientpose_core.session.document import Session
from efficientpose_core.session.sections import gait_comparison_section, session_sections
from efficientpose_core.session.storage import find_source, load_session
from efficientpose_core.words import Words, words_for

if TYPE_CHECKING:
    from efficientpose_core.kinematics.floor import Floor
    from efficientpose_core.kinematics.scale import Scale

__all__ = [
    "ReportOptions",
    "read_walk",
    "recorded_on",
    "report_analysis",
    "report_session",
    "walk_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """How a report is made.

    Parameters
    ----------
    language
        ``"en"`` or ``"de"``.
    person
        Pseudonym; empty for none.
    hide_face
        Blur the head in the stills.
    stills
        How many; 0 for none.
    made_on
        Date of the report, today by default.
    recorded_on
        Date of the recording; None takes it from the file, if that tells it.
    leave_out
        Titles of chapters that are not printed, as `chapter_titles` gives them.
    compare_with
        An earlier project of the person, from `read_walk`, with whose gait that of a project is
        compared.
    """

    language: str = "en"
    person: str = ""
    hide_face: bool = False
    stills: int = 4
    made_on: date = field(default_factory=date.today)
    recorded_on: date | None = None
    leave_out: frozenset[str] = frozenset()
    compare_with: ComparedWalk | None = None


def report_analysis(
    analysis: Analysis,
    path: Path,
    options: ReportOptions | None = None,
    *,
    sections: Sequence[Section] = (),
    scale: Scale | None = None,
    floor: Floor | None = None,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> None:
    """Write a report as HTML or PDF, by the ending of the name.

    Parameters
    ----------
    analysis
        The results.
    path
        The file.
    options
        Language, person, pictures.
    sections
        Parameters of gait, repetitions, protocols, printed before the joint angles.
    scale, floor
        From the calibration; those of the analysis by default.
    progress, should_cancel
        Told and asked after each still, and before the file is written.

    Raises
    ------
    UnknownNameError
        For another language or ending, before anything is done.
    SettingsError
        If a comparison is wished: only projects are compared.
    MediaError
        If stills are wished and the recording cannot be read.
    OutputError
        If the report cannot be written.
    CancelledError
        On the user's wish; no file is written then.
    """
    options = options or ReportOptions()
    words = words_for(options.language)
    check_report_path(path)
    if options.compare_with is not None:
        raise SettingsError("Only reports of projects compare: save this analysis as a project.")
    data = export_data(analysis, sections=sections, scale=scale, floor=floor)
    facts = ReportFacts(
        person=options.person,
        made_on=options.made_on,
        recorded_on=options.recorded_on or recorded_on(analysis.request.source),
    )
    stills: tuple[Picture, ...] = ()
    if options.stills:
        stills = _stills(
            analysis.request, data, words, options, progress=progress, should_cancel=should_cancel
        )
    raise_if_cancelled(should_cancel)
    document = build_report(data, words, facts, stills=stills, leave_out=options.leave_out)
    write_report(document, path)


def report_session(
    session: Session,
    path: Path,
    options: ReportOptions | None = None,
    *,
    derived: Derived | None = None,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> None:
    """Write the report of a project, with its gait, tests, repetitions and phases.

    Parameters
    ----------
    session
        The project.
    path, options
        As in `report_analysis`; the person's pseudonym is that of the project by default.
    derived
        The project's results where they have been computed already.
    progress, should_cancel
        As in `report_analysis`.
    """
    options = options or ReportOptions()
    derived = derived or session.derived()
    person = options.person or session.assessment.person.pseudonym
    sections = session_sections(session, derived)
    if options.compare_with is not None:
        after = walk_of(session, derived, day=options.recorded_on).with_person(person)
        sections = (*sections, gait_comparison_section(options.compare_with, after))
    report_analysis(
        session.analysis(derived),
        path,
        replace(options, person=person, compare_with=None),
        sections=sections,
        progress=progress,
        should_cancel=should_cancel,
    )


def read_walk(path: Path, *, day: date | None = None) -> ComparedWalk:
    """Read a project and analyse its gait, to compare another one with it.

    The recording itself is looked at for its date only, and may be gone.

    Parameters
    ----------
    path
        The project.
    day
        Date of the recording; None takes it from the file, if that is there and tells it.

    Raises
    ------
    SessionError
        If the file cannot be read, is no project, is damaged, or comes from a newer version.
    DataError
        If its corrections do not fit its keypoints.
    """
    session = load_session(path)
    derived = session.derived()
    source = find_source(session, path, may_be_renamed=False)
    if source is None:
        return make_walk(path.name, session, derived, recorded_on=day)
    return walk_of(session.with_source(source), derived, project=path.name, day=day)


def walk_of(
    session: Session, derived: Derived, *, project: str = "", day: date | None = None
) -> ComparedWalk:
    """Return the gait of a project, to compare it with another one.

    Parameters
    ----------
    session, derived
        The project and its results.
    project
        Name of its file; empty where it has none.
    day
        As in `read_walk`.
    """
    day = day or recorded_on(session.request.source)
    return make_walk(project, session, derived, recorded_on=day)


def _stills(
    request: AnalysisRequest,
    data: ExportData,
    words: Words,
    options: ReportOptions,
    *,
    progress: ProgressCallback,
    should_cancel: ShouldCancel,
) -> tuple[Picture, ...]:
    track = data.track

    def caption(row: int) -> str:
        facing = int(data.facing.direction[row])
        text = {
            0: "{time}, frame {frame}",
            1: "{time}, frame {frame}, faces right",
            -1: "{time}, frame {frame}, faces left",
        }[facing]
        time = words.with_unit(float(track.t_s[row]), "s")
        return words.say(text, time=time, frame=int(track.frame[row]))

    try:
        with open_source(
            request.source,
            image_rate_hz=request.image_rate_hz,
            slow_motion_factor=request.slow_motion_factor,
        ) as source:
            return draw_stills(
                source, data, caption=caption, count=options.stills, hide_face=options.hide_face,
                progress=progress, should_cancel=should_cancel,
            )  # fmt: skip
    except MediaError as error:
        raise MediaError(
            f"The stills of the report need the recording: {error} Or leave the stills out."
        ) from error


def recorded_on(source: Path) -> date | None:
    """Return the day on which a video was recorded, if the file itself tells it.

    The file's own date on the disk says when it was copied, not when it was recorded.
    """
    import av

    if not source.is_file():
        return None
    try:
        with av.open(str(source)) as container:
            told = container.metadata.get("creation_time", "")
        return datetime.fromisoformat(told).date() if told else None
    except (av.FFmpegError, OSError, ValueError):
        return None
