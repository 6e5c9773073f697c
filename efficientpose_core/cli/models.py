"""`efficientpose models`: list, info, import, download, remove, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from efficientpose_core.cli.console import cancel_on_interrupt, print_json, progress_bar, say

__all__ = ["app"]

app = typer.Typer(help="Networks and weights on this machine.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Weights, as 'efficientpose models list' calls them.")]
Json = Annotated[bool, typer.Option("--json", help="Print as JSON.")]


@app.command("list")
def list_command(json: Json = False) -> None:
    """Show installed weights, and those that can be downloaded."""
    from efficientpose_core.models.store import installed
    from efficientpose_core.models.weights import WEIGHTS

    here = {item.name: item for item in installed()}
    rows: list[dict[str, Any]] = [
        {
            "name": item.name,
            "model": item.metadata.variant if item.metadata else "?",
            "origin": item.origin.name.lower(),
            "state": item.problem or "installed",
        }
        for item in here.values()
    ]
    rows += [
        {
            "name": spec.name,
            "model": spec.variant,
            "origin": "released",
            "state": "can be downloaded"
            + ("" if spec.is_verified else " (unverified: no checksum known)"),
        }
        for spec in WEIGHTS.values()
        if spec.name not in here and not spec.is_bundled
    ]
    if json:
        print_json({"weights": rows})
        return
    width = max(len(row["name"]) for row in rows)
    for row in rows:
        say(f"{row['name']:<{width}}  {row['model']:<8} {row['origin']:<9} {row['state']}")


@app.command("info")
def info_command(name: Name, json: Json = False) -> None:
    """Show everything known about weights: network, skeleton, licence, origin, calibration."""
    from efficientpose_core.models.store import load_weights
    from efficientpose_core.pipeline import to_json_value

    loaded = load_weights(name)
    facts = {
        **to_json_value(loaded.metadata),
        "input_px": loaded.spec.input_px,
        "values": int(sum(array.size for array in loaded.state.values())),
        "tensors_sha256": loaded.digest,
        "path": str(loaded.path) if loaded.path else None,
    }
    if json:
        print_json(facts)
        return
    facts["skeleton"] = (
        f"{facts['skeleton']['name']}: {', '.join(loaded.metadata.skeleton.keypoints)}"
    )
    for key, value in facts.items():
        say(f"{key.replace('_', ' '):<16} {value}")


@app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(help="Released or own weights file.")],
    name: Annotated[str | None, typer.Option(help="How to call them.")] = None,
    skeleton: Annotated[
        Path | None,
        typer.Option(help="JSON with name, keypoints and limbs, where the file does not tell."),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite.")] = False,
) -> None:
    """Install weights from a Keras .h5, released PyTorch, .tflite or .safetensors file."""
    from efficientpose_core.models.importers.detect import import_file
    from efficientpose_core.models.store import install
    from efficientpose_core.models.weights import read_skeleton

    own = read_skeleton(skeleton) if skeleton else None
    item = install(import_file(file), name, skeleton=own, replace=replace)
    assert item.metadata is not None
    say(f"Installed '{item.name}' (EfficientPose {item.metadata.variant}): {item.path}")


@app.command("download")
def download_command(
    name: Name,
    accept_unverified: Annotated[
        bool, typer.Option("--accept-unverified", help="Take files whose checksum is not known.")
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Download released weights from the authors' repository, check and install them."""
    from efficientpose_core.errors import UnknownNameError
    from efficientpose_core.models.download import download
    from efficientpose_core.models.weights import WEIGHTS

    if name not in WEIGHTS:
        raise UnknownNameError("weights", name, WEIGHTS)
    with cancel_on_interrupt() as should_cancel, progress_bar(quiet=quiet) as progress:
        item = download(
            WEIGHTS[name],
            progress=progress,
            should_cancel=should_cancel,
            accept_unverified=accept_unverified,
            replace=replace,
        )
    say(f"Installed '{item.name}': {item.path}")


@app.command("remove")
def remove_command(name: Name) -> None:
    """Remove installed weights."""
    from efficientpose_core.models.store import remove

    remove(name)
    say(f"Removed '{name}'.")


@app.command("export")
def export_command(
    name: Name,
    to: Annotated[str, typer.Option("--to", help="onnx, openvino or torchscript.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write; by default beside here.")
    ] = None,
) -> None:
    """Write a network for other programs: RGB bytes (1, r, r, 3) in, heatmaps out."""
    from efficientpose_core.inference.network_export import ExportFormat, export_network
    from efficientpose_core.models.store import load_weights

    wanted = ExportFormat.parse(to)
    loaded = load_weights(name)
    target = out or Path(f"{loaded.metadata.name}{wanted.suffix}")
    difference = export_network(loaded, wanted, target)
    say(f"Wrote {target}; largest difference from torch on the check picture: {difference:.1e}.")
