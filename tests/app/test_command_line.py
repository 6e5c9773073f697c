"""Starting the command line from the window, installed and frozen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.command_line import COMMAND_LINE, command_line, run_command_line
from app.services.training import command_of


def test_an_installed_python_runs_the_module() -> None:
    assert command_of("train")(Path("run") / "config.json") == [
        sys.executable, "-m", "efficientpose_core.cli.main", "train",
        str(Path("run") / "config.json"), "--stop-on-eof",
    ]  # fmt: skip


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/studio/studio")
    assert command_of("assess")(Path("c.json")) == [
        "/opt/studio/studio", COMMAND_LINE, "assess", "c.json", "--stop-on-eof",
    ]  # fmt: skip


def test_the_first_word_decides() -> None:
    assert not run_command_line([])
    assert not run_command_line(["walk.mp4"])
    assert not run_command_line(["walk.mp4", COMMAND_LINE])


def test_the_program_acts_as_the_command_line_without_loading_the_window(tmp_path: Path) -> None:
    """Run the start of a frozen program: its executable is Python with the start module here."""
    check = (
        "import runpy, sys; sys.frozen = True; sys.argv = ['studio', *sys.argv[1:]]\n"
        "try: runpy.run_module('app', run_name='__main__', alter_sys=True)\n"
        "finally: print('PySide6.QtWidgets' in sys.modules)"
    )
    config = tmp_path / "config.json"
    config.write_text("{}")
    _, *arguments = command_line("train", str(config))
    done = subprocess.run(
        [sys.executable, "-c", check, COMMAND_LINE, *arguments[2:]],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "False", done.stderr
    assert done.stderr.startswith("efficientpose: config.json:")
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("name", "is_terminal"), [("efficientpose", True), ("efficientpose-studio", False)]
)
def test_the_name_of_a_frozen_program_decides(
    name: str, is_terminal: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr("efficientpose_core.cli.main.run", lambda: seen.append(sys.argv))
    monkeypatch.setattr(sys, "argv", [name, "analyze", "walk.mp4"])
    monkeypatch.setattr(sys, "executable", str(tmp_path / name))
    # Not frozen, the name of the interpreter says nothing.
    assert not run_command_line(["analyze", "walk.mp4"])
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert run_command_line(["analyze", "walk.mp4"]) is is_terminal
    assert seen == ([["efficientpose", "analyze", "walk.mp4"]] if is_terminal else [])
