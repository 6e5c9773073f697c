"""`efficientpose labels`: check, convert, suggest."""

from __future__ import annotations

import os
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from efficientpose_core.cli.console import cancel_on_interrupt, print_json, progress_bar, say, warn

if TYPE_CHECKING:
    from efficientpose_core.training.labels.complaints import Complaint, ReadLabels
    from efficientpose_core.training.labels.mapping import KeypointMapping
    from efficientpose_core.training.labels.types import LabelSet

__all__ = ["app"]

app = typer.Typer(help="Labels of pictures: check them, change their format.", no_args_is_help=True)

_SHOWN_OF_A_KIND = 3


class Target(Enum):
    """Formats that can be written."""

    COCO = "coco"
    MPII = "mpii"
    DLC = "dlc"


File = Annotated[
    Path,
    typer.Argument(
        help="COCO, MPII or SLEAP JSON, a SLEAP .slp, a DeepLabCut project folder, or an "
        ".epstudio project."
    ),
]
Images = Annotated[
    Path | None,
    typer.Option(help="Folder with the pictures or videos; by default where the file is."),
]
SkeletonName = Annotated[
    str | None,
    typer.Option(
        "--skeleton", help="Carry the keypoints over to mpii16, or to a skeleton in a JSON file."
    ),
]
Pairs = Annotated[
    list[str] | None,
    typer.Option(
        "--map", help="What a keypoint becomes: NAME=KEYPOINT, or NAME= to leave it aside."
    ),
]
Grouping = Annotated[
    str | None,
    typer.Option("--group-by", help="What a split keeps together: name, folder or picture."),
]
WholeFrames = Annotated[
    bool,
    typer.Option(
        "--whole-frames", help="Of an .epstudio project, take all keypoints of corrected frames."
    ),
]
Extract = Annotated[
    Path | None,
    typer.Option("--extract-to", help="Folder for the pictures inside of a SLEAP package."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")]


@app.command("check")
def check_command(
    file: File,
    images: Images = None,
    skeleton: SkeletonName = None,
    map_: Pairs = None,
    group_by: Grouping = None,
    whole_frames: WholeFrames = False,
    extract_to: Extract = None,
    every: Annotated[bool, typer.Option("--all", help="Show every complaint.")] = False,
    quiet: Quiet = False,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Read labels and their pictures, and list everything that is wrong; 1 if there are errors."""
    from efficientpose_core.training.labels.complaints import Severity

    read, mapping = _read(
        file, images, skeleton, map_, group_by, whole_frames, extract_to, quiet=quiet
    )
    if json:
        print_json(_as_json(read, mapping))
    else:
        _show(read, mapping, every=every)
    if read.count(Severity.ERROR):
        raise typer.Exit(1)


@app.command("convert")
def convert_command(
    file: File,
    out: Annotated[Path, typer.Argument(help="JSON file, or folder of a DeepLabCut project.")],
    to: Annotated[Target, typer.Option("--to", help="Format to write.")],
    images: Images = None,
    skeleton: SkeletonName = None,
    map_: Pairs = None,
    group_by: Grouping = None,
    whole_frames: WholeFrames = False,
    extract_to: Extract = None,
    quiet: Quiet = False,
) -> None:
    """Write labels in another format; people that cannot be used are left out and told.

    Pictures stay where they are, except for DeepLabCut, which wants them in its project. Frames of
    videos are written as pictures beside OUT.
    """
    from efficientpose_core.errors import DataError

    if to is Target.MPII and skeleton is None:
        skeleton = "mpii16"
    read, mapping = _read(
        file, images, skeleton, map_, group_by, whole_frames, extract_to, quiet=quiet
    )
    labels = read.usable()
    if not len(labels):
        raise DataError(f"{file.name} has no labels that can be used: run 'labels check' on it.")
    lost = _write(labels, out, to, quiet=quiet)
    _show(read, mapping, every=False)
    _show_complaints(lost, every=False)
    say(f"Wrote {len(labels)} of {len(read.labels)} people to {out}.")


@app.command("suggest")
def suggest_command(
    project: Annotated[Path, typer.Argument(help="An .epstudio project.")],
    count: Annotated[int, typer.Option(help="Frames wanted.")] = 20,
    apart: Annotated[float, typer.Option(help="Seconds between them, at least.")] = 0.5,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Name the frames of a project that are worth correcting next, the best first."""
    from dataclasses import asdict

    from efficientpose_core.pose import Status
    from efficientpose_core.session.edits import apply_edits
    from efficientpose_core.session.storage import load_session
    from efficientpose_core.training.suggest import SuggestionSettings, suggest_frames

    settings = SuggestionSettings(count=count, apart_s=apart)
    session = load_session(project)
    track = apply_edits(session.detection.track, session.edits).track
    corrected = track.frame[(track.status == Status.EDITED).any(axis=1)].tolist()
    found = suggest_frames(track, labelled=corrected, settings=settings)
    if json:
        print_json({"corrected": corrected, "frames": [asdict(frame) for frame in found]})
        return
    for frame in found:
        say(f"frame {frame.frame:<7} {frame.t_s:8.2f} s  {frame.reason}")
    say(f"{len(corrected)} frames are corrected; {len(found)} more are worth it.")


def _read(
    file: Path,
    images: Path | None,
    skeleton: str | None,
    pairs: list[str] | None,
    group_by: str | None,
    whole_frames: bool,
    extract_to: Path | None,
    *,
    quiet: bool,
) -> tuple[ReadLabels, KeypointMapping | None]:
    from dataclasses import replace

    from efficientpose_core.training.labels.formats import examine, read_labels
    from efficientpose_core.training.labels.grouping import parse_group_by, regroup

    rule = parse_group_by(group_by) if group_by else None
    read = read_labels(file, images=images, extract_to=extract_to, whole_frames=whole_frames)
    if rule is not None:
        read = replace(read, labels=regroup(read.labels, rule))
    mapping = _mapping(read.labels, skeleton, pairs or [])
    with cancel_on_interrupt() as should_cancel, progress_bar(quiet=quiet) as progress:
        examined = examine(read, mapping=mapping, progress=progress, should_cancel=should_cancel)
    return examined, mapping


def _mapping(labels: LabelSet, skeleton: str | None, pairs: list[str]) -> KeypointMapping | None:
    from efficientpose_core.errors import SettingsError
    from efficientpose_core.models.weights import read_skeleton
    from efficientpose_core.skeleton import MPII16
    from efficientpose_core.training.labels.mapping import suggest_mapping

    if skeleton is None:
        if pairs:
            raise SettingsError("--map needs --skeleton: say which skeleton the keypoints are of.")
        return None
    target = MPII16 if skeleton.lower() == MPII16.name else read_skeleton(Path(skeleton))
    mapping = suggest_mapping(labels.skeleton.keypoints, target)
    for pair in pairs:
        source, separator, keypoint = pair.partition("=")
        if not separator:
            raise SettingsError(f"--map {pair}: write NAME=KEYPOINT, or NAME= to leave it aside.")
        mapping = mapping.with_target(source, keypoint or None)
    return mapping


def _write(labels: LabelSet, out: Path, to: Target, *, quiet: bool) -> tuple[Complaint, ...]:
    from efficientpose_core.training.labels.coco import write_coco
    from efficientpose_core.training.labels.deeplabcut import write_deeplabcut
    from efficientpose_core.training.labels.mpii import write_mpii
    from efficientpose_core.training.labels.pictures import place_pictures

    with cancel_on_interrupt() as should_cancel, progress_bar(quiet=quiet) as progress:
        if to is Target.DLC:
            return write_deeplabcut(labels, out, progress=progress, should_cancel=should_cancel)
        root = _root(labels, out)
        if any(image.frame is not None for image in labels.images):
            root = out.parent
            labels = place_pictures(
                labels,
                lambda _: root / f"{out.stem}_images",
                progress=progress,
                should_cancel=should_cancel,
            )
    write = write_coco if to is Target.COCO else write_mpii
    warn(f"Picture names in {out.name} are relative to {root}.")
    return write(labels, out, images=root)


def _root(labels: LabelSet, out: Path) -> Path:
    """Return the folder to name pictures from: that of the file, or the smallest that has all."""
    common = Path(os.path.commonpath([image.path.parent for image in labels.images]))
    return out.parent if common.is_relative_to(out.parent.absolute()) else common


def _show(read: ReadLabels, mapping: KeypointMapping | None, *, every: bool) -> None:
    labels = read.labels
    pictures = len({(image.path, image.frame) for image in labels.images})
    say(
        f"{len(labels)} people in {pictures} pictures, {len(labels.groups)} groups, "
        f"{len(labels.skeleton)} keypoints."
    )
    if mapping is not None:
        width = max(len(join.source) for join in mapping.joins)
        for join in mapping.joins:
            say(f"  {join.source:<{width}}  {join.target or '-':<16} {join.confidence.label}")
    _show_complaints(read.complaints, every=every)
    usable = len(read.usable())
    say(f"{usable} people can be used." if usable else "Nothing can be used.")


def _show_complaints(complaints: tuple[Complaint, ...], *, every: bool) -> None:
    """Print complaints, the worst first; of each kind a few."""
    kinds: dict[tuple[int, str], list[Complaint]] = {}
    for complaint in complaints:
        kinds.setdefault((-complaint.severity, complaint.kind.value), []).append(complaint)
    for _, alike in sorted(kinds.items(), key=lambda item: item[0]):
        shown = alike if every or len(alike) <= _SHOWN_OF_A_KIND + 1 else alike[:_SHOWN_OF_A_KIND]
        for complaint in shown:
            say(f"{complaint.severity.label}: {complaint.sentence}")
        if len(shown) < len(alike):
            more = len(alike) - len(shown)
            say(f"{alike[0].severity.label}: ... and {more} more of this kind ({_kind(alike)}).")


def _kind(alike: list[Complaint]) -> str:
    return f"{alike[0].kind.value}; --all shows them"


def _as_json(read: ReadLabels, mapping: KeypointMapping | None) -> dict[str, object]:
    labels = read.labels
    return {
        "people": len(labels),
        "usable": len(read.usable()),
        "groups": len(labels.groups),
        "skeleton": {"name": labels.skeleton.name, "keypoints": list(labels.skeleton.keypoints)},
        "mapping": None
        if mapping is None
        else [
            {
                "source": join.source, "target": join.target, "confidence": join.confidence.label,
                "reason": join.reason,
            }
            for join in mapping.joins
        ],
        "complaints": [
            {
                "severity": complaint.severity.label, "kind": complaint.kind.value,
                "image": complaint.image, "row": complaint.row, "keypoint": complaint.keypoint,
                "sentence": complaint.sentence,
            }
            for complaint in read.complaints
        ],
    }  # fmt: skip
