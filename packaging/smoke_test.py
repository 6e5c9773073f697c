"""Try out the program that runs without Python: command line, analysis, training, window.

    python packaging/smoke_test.py dist/efficientpose-studio

Everything happens in a temporary home folder. Ends with exit code 1 at the first thing that fails.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import cv2
import numpy as np

_SUFFIX = ".exe" if sys.platform == "win32" else ""
_WINDOW_S = 20.0
_KEYPOINTS = ["left_hip", "left_knee", "left_ankle"]


class Program:
    """The built folder, run with a home of its own and without this Python in reach."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder.resolve()
        self.home = home
        kept = {n: v for n, v in os.environ.items() if n in {"SYSTEMROOT", "TEMP", "LANG"}}
        self.environment = kept | {
            "PATH": os.defpath,
            "HOME": str(home),
            "EFFICIENTPOSE_HOME": str(home),
            "QT_QPA_PLATFORM": "offscreen",
        }

    def path(self, name: str) -> str:
        return str(self.folder / f"{name}{_SUFFIX}")

    def run(self, name: str, *arguments: str) -> str:
        """Return what it prints; exit with what it says if it fails."""
        done = subprocess.run(
            [self.path(name), *arguments], capture_output=True, text=True, check=False,
            env=self.environment, cwd=self.home, timeout=1800,
        )  # fmt: skip
        if done.returncode:
            sys.exit(f"{name} {' '.join(arguments)}: exit {done.returncode}\n{done.stderr}")
        return done.stdout


def check_command_line(program: Program) -> None:
    wanted = version("efficientpose-studio")
    for name, first in (("efficientpose", []), ("efficientpose-studio", ["--command-line"])):
        said = program.run(name, *first, "--version")
        if wanted not in said:
            sys.exit(f"{name} says version {said!r}, not {wanted}.")


def check_analysis(program: Program) -> Path:
    """Analyse the built-in sample; its video."""
    program.run("efficientpose", "demo", "--out", str(program.home / "demo"))
    (angles,) = (program.home / "demo").glob("*_angles.csv")
    with angles.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    knee = next(name for name in rows[0] if name.startswith("right_knee_flexion"))
    values = [float(row[knee]) for row in rows if row[knee]]
    if len(values) < len(rows) / 2 or not all(map(math.isfinite, values)):
        sys.exit(f"{angles} has {len(values)} of {len(rows)} angles of the right knee.")
    return next(
        path for path in (program.home / "demo").glob("*.mp4") if "overlay" not in path.stem
    )


def check_training(program: Program) -> None:
    """Train two steps in two processes, which start the frozen program again."""
    folder = program.home / "labels"
    folder.mkdir()
    rng = np.random.default_rng(0)
    images, people = [], []
    for number in range(4):
        name = f"{number}.png"
        cv2.imwrite(str(folder / name), rng.integers(0, 255, (200, 100, 3), np.uint8))
        images.append({"id": number, "file_name": name, "width": 100, "height": 200})
        people.append(
            {"id": number, "image_id": number, "category_id": 1, "bbox": [10, 10, 80, 180],
             "num_keypoints": 3, "keypoints": [50, 90, 2, 50, 130, 2, 50, 170, 2]}
        )  # fmt: skip
    category = {"id": 1, "name": "person", "keypoints": _KEYPOINTS}
    labels = folder / "labels.json"
    labels.write_text(
        json.dumps({"images": images, "annotations": people, "categories": [category]})
    )
    config = program.home / "training.json"
    told = {
        "name": "smoke", "folder": str(program.home / "training"), "variant": "RT_LITE",
        "start": "rt-lite-bundled", "train": [{"labels": str(labels)}], "epochs": 2,
        "batch_size": 4, "processes": 2, "threads": 1,
    }  # fmt: skip
    config.write_text(json.dumps(told))
    program.run("efficientpose", "train", str(config))
    if not (program.home / "training" / "smoke.safetensors").is_file():
        sys.exit("The training left no weights.")


def check_window(program: Program, video: Path) -> None:
    """Open the sample in the window; it has to stay, and to have nothing to complain about."""
    window = subprocess.Popen(
        [program.path("efficientpose-studio"), str(video)], env=program.environment,
        cwd=program.home, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    end = time.monotonic() + _WINDOW_S
    while time.monotonic() < end and window.poll() is None:
        time.sleep(0.2)
    ended = window.poll()
    window.kill()
    said = window.communicate()[0]
    log = program.home / "logs" / "studio.log"
    lines = log.read_text(encoding="utf-8") if log.is_file() else ""
    if ended is not None or "Traceback" in said + lines or " ERROR " in lines:
        sys.exit(f"The window failed (exit {ended}):\n{said}{lines}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        program = Program(options.folder, Path(home))
        check_command_line(program)
        print("command line: works")
        video = check_analysis(program)
        print("analysis of the sample: works")
        check_training(program)
        print("training in two processes: works")
        check_window(program, video)
        print("window: works")


if __name__ == "__main__":
    main()
