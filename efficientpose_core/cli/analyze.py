"""`efficientpose analyze` and `efficientpose demo`."""

from __future__ import annotations

import glob
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from efficientpose_core.cli.console import (
    cancel_on_interrupt,
    print_json,
    progress_bar,
    say,
    warn,
)
from efficientpose_core.cli.recordings import PROJECT, open_project, with_height
from efficientpose_core.errors import (
    CancelledError,
    EfficientPoseError,
    MediaError,
    SettingsError,
)

if TYPE_CHECKING:
    from efficientpose_core.inference.estimator import PoseEstimator
    from efficientpose_core.pipeline import Analysis, AnalysisRequest, Derived
    from efficientpose_core.results import ResultFiles
    from efficientpose_core.session.document import Session

__all__ = ["analyze_command", "demo_command"]

Model = Annotated[
    str | None,
    typer.Option("--model", "-m", help="Network (RT, I, II, III, IV, RT_LITE, I_LITE, II_LITE) or "
                 "name of installed weights; the bundled ones by default."),
]  # fmt: skip
Weights = Annotated[
    Path | None,
    typer.Option(help="Weights file (.safetensors, .h5, .tflite or released PyTorch file)."),
]
EngineOption = Annotated[str, typer.Option(help="auto, openvino or torch.")]
DeviceOption = Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")]
PrecisionOption = Annotated[str, typer.Option(help="f32 (exact), bf16, or int8 (bundled weights).")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, only errors.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wishes:
    """Which files are written, and the height that gives them a scale."""

    formats: tuple[str, ...]
    overlay: bool
    height_m: float | None

    def __post_init__(self) -> None:
        if self.height_m is not None and not 0.5 <= self.height_m <= 2.5:
            raise SettingsError("--height takes metres: give 0.5 to 2.5.")


def analyze_command(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Videos, pictures, folders of pictures, projects (.epstudio), or globs.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results.")],
    model: Model = None,
    weights: Weights = None,
    engine: EngineOption = "auto",
    device: DeviceOption = "auto",
    precision: PrecisionOption = "f32",
    start: Annotated[float | None, typer.Option(help="Begin at this second.")] = None,
    end: Annotated[float | None, typer.Option(help="Stop before this second.")] = None,
    person: Annotated[
        str | None, typer.Option(metavar="X,Y", help="A point on the person, in pixels.")
    ] = None,
    roi: Annotated[
        str | None, typer.Option(metavar="X,Y,W,H", help="Box around the person, in pixels.")
    ] = None,
    flip_test: Annotated[
        bool,
        typer.Option("--flip-test", help="Average with the mirror image: steadier, half speed."),
    ] = False,
    view: Annotated[
        str, typer.Option(help="Seen from the side (sagittal) or the front (frontal).")
    ] = "sagittal",
    facing: Annotated[
        str, typer.Option(help="auto, right or left: where the person faces.")
    ] = "auto",
    smoothing: Annotated[
        str,
        typer.Option(
            help="none, butterworth, challis (cut-off chosen by itself), savitzky_golay, median, "
            "gaussian, loess or kalman."
        ),
    ] = "butterworth",
    cutoff: Annotated[float, typer.Option(help="Cut-off of the smoothing in Hz.")] = 6.0,
    reject_doubles: Annotated[
        bool,
        typer.Option(
            "--reject-doubles/--keep-doubles",
            help="Reject knees and ankles found on the other leg for a moment.",
        ),
    ] = True,
    keep_lengths: Annotated[
        bool,
        typer.Option(
            "--keep-lengths/--free-lengths",
            help="Keep thighs and shanks as long as they usually appear, seen from the side.",
        ),
    ] = True,
    slow_motion: Annotated[
        float, typer.Option(help="How many times slower than life the file plays.")
    ] = 1.0,
    image_rate: Annotated[
        float, typer.Option(help="Pictures per second of picture folders.")
    ] = 30.0,
    no_overlay: Annotated[
        bool, typer.Option("--no-overlay", help="Do not write the annotated video.")
    ] = False,
    speeds: Annotated[
        bool, typer.Option("--speeds", help="Also write speeds: <name>_speeds.csv.")
    ] = False,
    formats: Annotated[
        str,
        typer.Option(
            help="Files to write, with commas: keypoints, angles, speeds, tidy, parameters, xlsx, "
            "json, trc, mot, c3d; csv for the first three, all for everything."
        ),
    ] = "keypoints,angles",
    height: Annotated[
        float | None,
        typer.Option(help="Height of the person in metres: the scale for TRC, C3D and speeds."),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Continue stopped runs; skip finished ones.")
    ] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Find keypoints and joint angles in videos and write them as CSV and other formats.

    For each INPUT: <name>_keypoints.csv, <name>_angles.csv, <name>_overlay.mp4 and
    <name>_provenance.json, or the --formats wished. Projects are written as they were corrected,
    with their own settings; options of the analysis do not reach them. Nothing leaves this machine.
    """  # fmt: skip
    from efficientpose_core.export.formats import parse_formats

    wishes = _Wishes(
        formats=parse_formats(f"{formats},speeds" if speeds else formats),
        overlay=not no_overlay,
        height_m=height,
    )
    sources = _expand(inputs)
    settings = _settings(
        model=model, weights=weights, engine=engine, device=device, precision=precision,
        start=start, end=end, person=person, roi=roi, flip_test=flip_test, view=view,
        facing=facing, smoothing=smoothing, cutoff=cutoff, reject_doubles=reject_doubles,
        keep_lengths=keep_lengths, slow_motion=slow_motion, image_rate=image_rate,
    )  # fmt: skip
    _run_all(sources, settings, out, wishes, resume=resume, quiet=quiet, json=json)


def demo_command(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results.")] = Path(
        "demo-results"
    ),
    model: Model = None,
    quiet: Quiet = False,
) -> None:
    """Analyse the built-in sample, a drawn walker with known angles, and compare."""
    from efficientpose_core.demo import run_demo

    with cancel_on_interrupt() as should_cancel, progress_bar(quiet=quiet) as progress:
        report = run_demo(out, weights=model, progress=progress, should_cancel=should_cancel)
    say(report.text())


def _expand(inputs: list[str]) -> list[Path]:
    """Turn arguments into existing paths; globs are expanded here for shells that do not."""
    paths: list[Path] = []
    for text in inputs:
        if Path(text).exists() or not glob.has_magic(text):
            paths.append(Path(text))
            continue
        found = [Path(name) for name in sorted(glob.glob(text, recursive=True))]
        if not found:
            raise MediaError(f"No file matches {text}: check the folder and the pattern.")
        paths += found
    names: dict[str, Path] = {}
    for path in paths:
        stem = path.stem if path.is_file() else path.name
        if names.setdefault(stem.casefold(), path) != path:
            raise SettingsError(
                f"{names[stem.casefold()]} and {path} would both be written as '{stem}_...': "
                "analyse them into separate folders."
            )
    return list(dict.fromkeys(paths))


def _settings(
    *,
    model: str | None,
    weights: Path | None,
    engine: str,
    device: str,
    precision: str,
    start: float | None,
    end: float | None,
    person: str | None,
    roi: str | None,
    flip_test: bool,
    view: str,
    facing: str,
    smoothing: str,
    cutoff: float,
    reject_doubles: bool,
    keep_lengths: bool,
    slow_motion: float,
    image_rate: float,
) -> dict[str, Any]:
    """Check every option before any work begins; keyword arguments of `AnalysisRequest`."""
    from efficientpose_core.errors import UnknownNameError
    from efficientpose_core.inference.engines import (
        EngineRequest,
        Mode,
        parse_device,
        parse_engine,
        parse_precision,
    )
    from efficientpose_core.inference.estimator import EstimatorSettings
    from efficientpose_core.inference.following import FollowSettings
    from efficientpose_core.kinematics.angles import View
    from efficientpose_core.kinematics.cleaning import CleaningSettings
    from efficientpose_core.kinematics.smoothing import SmoothingMethod, SmoothingSettings
    from efficientpose_core.pipeline import DeriveSettings

    if weights is not None and not weights.exists():
        raise MediaError(f"There is no file {weights}: check the path given with --weights.")
    directions = {"auto": None, "right": 1, "left": -1}
    if facing not in directions:
        raise UnknownNameError("facing direction", facing, directions)
    views = {member.value: member for member in View}
    if view not in views:
        raise UnknownNameError("view", view, views)
    methods = {member.value: member for member in SmoothingMethod}
    if smoothing not in methods:
        raise UnknownNameError("smoothing method", smoothing, methods)
    cleaning = CleaningSettings(
        reject_doubles=reject_doubles,
        keep_lengths=keep_lengths,
        smoothing=SmoothingSettings(method=methods[smoothing], cutoff_hz=cutoff),
    )
    point = _numbers("--person", person, 2)
    box = _numbers("--roi", roi, 4)
    return {
        "weights": weights if weights is not None else model,
        "engine": EngineRequest(
            engine=parse_engine(engine),
            device=parse_device(device),
            precision=parse_precision(precision),
            mode=Mode.THROUGHPUT,
        ),
        "estimator": EstimatorSettings(flip_test=flip_test),
        "follow": FollowSettings(
            person_px=(point[0], point[1]) if point else None,
            box_px=(box[0], box[1], box[2], box[3]) if box else None,
        ),
        "derive": DeriveSettings(cleaning=cleaning, view=views[view], facing=directions[facing]),
        "start_s": start,
        "end_s": end,
        "slow_motion_factor": slow_motion,
        "image_rate_hz": image_rate,
    }


def _numbers(option: str, text: str | None, count: int) -> tuple[float, ...] | None:
    if text is None:
        return None
    try:
        numbers = tuple(float(part) for part in text.split(","))
    except ValueError:
        numbers = ()
    if len(numbers) != count:
        raise SettingsError(f"{option} takes {count} numbers with commas between, not '{text}'.")
    return numbers


def _run_all(
    sources: list[Path],
    settings: dict[str, Any],
    out: Path,
    wishes: _Wishes,
    *,
    resume: bool,
    quiet: bool,
    json: bool,
) -> None:
    """Analyse one recording after the other with one network; report failures at the end."""
    from efficientpose_core.inference.estimator import PoseEstimator
    from efficientpose_core.pipeline import AnalysisRequest
    from efficientpose_core.results import check_writable

    requests = [AnalysisRequest(source=source, **settings) for source in sources]
    is_new = [source.suffix != PROJECT for source in sources]
    if is_new == [True]:
        _check_source(requests[0])
    check_writable(out)
    done: list[dict[str, object]] = []
    failures: list[EfficientPoseError] = []
    with cancel_on_interrupt() as should_cancel, ExitStack() as stack:
        estimator = None
        if any(is_new):
            estimator = stack.enter_context(
                PoseEstimator(
                    settings["weights"], request=settings["engine"], settings=settings["estimator"]
                )
            )
        for request in requests:
            try:
                with progress_bar(quiet=quiet) as progress:
                    summary = _run_one(
                        request, estimator, out, wishes, resume=resume, progress=progress,
                        should_cancel=should_cancel,
                    )  # fmt: skip
            except CancelledError as error:
                raise CancelledError(
                    f"Stopped. Continue with the same command and --resume; finished frames are "
                    f"kept in {out}."
                ) from error
            except EfficientPoseError as error:
                if len(requests) == 1:
                    raise
                warn(f"efficientpose: {request.source}: {error}")
                failures.append(error)
                continue
            done.append(summary)
            if not json:
                say(_sentence(summary))
    if json:
        print_json({"results": done, "failed": len(failures)})
    if failures:
        raise typer.Exit(failures[0].exit_code)


def _check_source(request: AnalysisRequest) -> None:
    """Open and close the recording, so that a bad file is told before the network is loaded."""
    from efficientpose_core.media.images import open_source

    open_source(
        request.source,
        image_rate_hz=request.image_rate_hz,
        slow_motion_factor=request.slow_motion_factor,
    ).close()


def _run_one(
    request: AnalysisRequest,
    estimator: PoseEstimator | None,
    out: Path,
    wishes: _Wishes,
    *,
    resume: bool,
    progress: Any,
    should_cancel: Any,
) -> dict[str, object]:
    """Analyse a recording, or open a project; then write what is wished."""
    from efficientpose_core.pipeline import analyze
    from efficientpose_core.results import result_files
    from efficientpose_core.session.document import Session

    project = open_project(request.source) if request.source.suffix == PROJECT else None
    files = result_files((request if project is None else project.request).source, out)
    if resume and _is_done(files, wishes):
        return {
            "source": str(request.source),
            "skipped": True,
            "files": [str(path) for path in _wished(files, wishes).values() if path.is_file()],
        }
    if project is None:
        analysis = analyze(
            request,
            progress=progress,
            should_cancel=should_cancel,
            journal=files.journal,
            resume=resume,
            estimator=estimator,
        )
        session, derived = Session.from_analysis(analysis), analysis.derived
    else:
        session, derived = project, project.derived()
    summary = _write(session, derived, out, wishes, progress=progress, should_cancel=should_cancel)
    files.journal.unlink(missing_ok=True)
    return {**summary, "source": str(request.source)}


def _write(
    session: Session,
    derived: Derived,
    out: Path,
    wishes: _Wishes,
    *,
    progress: Any,
    should_cancel: Any,
) -> dict[str, object]:
    from efficientpose_core.errors import DataError
    from efficientpose_core.results import export_data, write_results
    from efficientpose_core.session.sections import session_sections

    notes = []
    if wishes.height_m is not None:
        try:
            session = with_height(session, derived, wishes.height_m)
        except DataError as error:
            notes.append(str(error))
    analysis = session.analysis(derived)
    data = export_data(analysis, sections=session_sections(session, derived))
    written = write_results(
        analysis, out, formats=wishes.formats, overlay=wishes.overlay, data=data,
        progress=progress, should_cancel=should_cancel,
    )  # fmt: skip
    summary = _summary(analysis)
    paths = _wished(written, wishes)
    return {
        **summary,
        "warnings": [*summary["warnings"], *notes, *dict.fromkeys(written.notes.values())],
        "files": [str(path) for name, path in paths.items() if name not in written.refused],
        "not_written": dict(written.refused),
    }


def _is_done(files: ResultFiles, wishes: _Wishes) -> bool:
    """Tell whether everything that is wished was written before, or refused for good."""
    import json

    if not files.provenance.is_file() or files.journal.exists():
        return False
    missing = {name for name, path in _wished(files, wishes).items() if not path.is_file()}
    if missing and wishes.height_m is None:
        missing -= set(json.loads(files.provenance.read_bytes()).get("exports_refused", ()))
    return not missing


def _wished(files: ResultFiles, wishes: _Wishes) -> dict[str, Path]:
    """Return every file that is wished, by the id of its format."""
    from efficientpose_core.export.formats import FORMATS

    folder = files.provenance.parent
    paths = {name: FORMATS[name].path(files.name, folder) for name in wishes.formats}
    if wishes.overlay:
        paths["overlay"] = files.overlay
    return {**paths, "provenance": files.provenance}


def _summary(analysis: Analysis) -> dict[str, Any]:
    from efficientpose_core.pose import Status

    detection = analysis.detection
    track = detection.track
    seen = int((track.status < Status.DAMAGED).any(axis=1).sum())
    rate = detection.frames_run / detection.seconds if detection.seconds > 0 else 0.0
    return {
        "source": str(analysis.request.source),
        "skipped": False,
        "frames": len(track),
        "frames_with_person": seen,
        "model": detection.weights.variant,
        "weights": detection.weights.name,
        "engine": detection.engine.engine.value,
        "device": detection.engine.device.value,
        "frames_per_second": round(rate, 1),
        "warnings": list(detection.media.warnings),
    }


def _sentence(summary: dict[str, Any]) -> str:
    """Return what the user reads after each recording."""
    if summary["skipped"]:
        return f"{summary['source']}: done before, skipped."
    lines = [
        f"{summary['source']}: {summary['frames_with_person']} of {summary['frames']} frames with "
        f"a person, {summary['model']} ({summary['weights']}) on {summary['engine']}, "
        f"{summary['frames_per_second']} frames/s."
    ]
    if not summary["frames_with_person"]:
        lines.append(
            "  Nobody was found: check the recording, or point at the person with --person X,Y."
        )
    lines += [f"  Note: {text}" for text in summary["warnings"]]
    lines += [f"  Not written: {name}: {why}" for name, why in summary["not_written"].items()]
    lines += [f"  {path}" for path in summary["files"]]
    return "\n".join(lines)
