"""What surrounds the frozen program; the program itself is tried by ``make package``."""

from __future__ import annotations

import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from app.controllers.projects import PROJECT_SUFFIX

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
LINUX = PACKAGING / "linux"
SVG = PACKAGING.parent / "resources" / "icons" / "studio.svg"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the menu entry is Linux's")


def _plain_tools(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for name in ("sh", "cp", "dirname", "ln", "mkdir", "rm", "sed"):
        tool, link = shutil.which(name), folder / name
        assert tool is not None
        if not link.exists():
            link.symlink_to(tool)
    return folder


def _install(folder: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # The desktop's own tools would write their indexes beside the files: away with them.
    environment = {"HOME": str(home), "PATH": str(_plain_tools(home.parent / "tools"))}
    return subprocess.run(
        [str(folder / "install.sh"), *arguments], env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder as `build.py` leaves it, with a program that prints its arguments."""
    folder = tmp_path / "built here"
    icons = folder / "_internal" / "efficientpose_core" / "resources" / "icons"
    icons.mkdir(parents=True)
    (icons / SVG.name).write_bytes(SVG.read_bytes())
    for item in LINUX.iterdir():
        (folder / item.name).write_bytes(item.read_bytes())
    (folder / "install.sh").chmod(0o755)
    for name in ("efficientpose-studio", "efficientpose"):
        (folder / name).write_text(f'#!/bin/sh\necho {name} "$@"\n')
        (folder / name).chmod(0o755)
    return folder


def _entry(path: Path) -> dict[str, str]:
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(path, encoding="utf-8")
    return dict(parser["Desktop Entry"])


def test_the_entry_opens_the_file_type_that_is_declared() -> None:
    kind = Xml.parse(LINUX / "efficientpose-project.xml").getroot()[0]
    glob = next(child.get("pattern") for child in kind if child.tag.endswith("glob"))
    assert glob == f"*{PROJECT_SUFFIX}"
    assert kind.get("type") in _entry(LINUX / "efficientpose-studio.desktop")["MimeType"].split(";")


def test_install_replace_and_remove(built: Path, tmp_path: Path) -> None:
    home = tmp_path / "home of a user"
    home.mkdir()
    for _ in range(2):  # the second time replaces the first
        done = _install(built, home)
        assert done.returncode == 0, done.stderr
    command = home / ".local" / "bin" / "efficientpose-studio"
    said = subprocess.run([command, "a.mp4"], capture_output=True, text=True, check=True).stdout
    assert said == "efficientpose-studio a.mp4\n"
    share = home / ".local" / "share"
    entry = _entry(share / "applications" / "efficientpose-studio.desktop")
    place = home / ".local" / "opt" / "efficientpose-studio"
    assert entry["Exec"] == f'"{place}/efficientpose-studio" %F'
    icon = share / "icons" / "hicolor" / "scalable" / "apps" / f"{entry['Icon']}.svg"
    assert icon.read_bytes() == SVG.read_bytes()
    kept = home / ".local" / "share" / "efficientpose-studio" / "models" / "mine.safetensors"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"weights")

    # Replacing the installed program by itself would take it away.
    again = _install(place, home)
    assert again.returncode == 2
    assert "the installed program itself" in again.stderr
    assert (place / "efficientpose-studio").is_file()

    assert _install(place, home, "--remove").returncode == 0
    left = [path for path in home.rglob("*") if path.is_file() or path.is_symlink()]
    assert left == [kept]


def test_install_away_from_the_program_says_what_to_do(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    done = _install(LINUX, home)
    assert done.returncode == 2
    assert "unpack the archive" in done.stderr
    assert not any(home.iterdir())


@pytest.mark.parametrize(
    ("platform", "start"), [("win32", b"\x00\x00\x01\x00"), ("darwin", b"icns")]
)
def test_executables_get_an_icon(platform: str, start: bytes, tmp_path: Path) -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(PACKAGING)!r})\n"
        "from pathlib import Path\n"
        "from icon import draw_icon\n"
        f"print(draw_icon(Path({str(SVG)!r}), Path({str(tmp_path)!r}), {platform!r}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()).read_bytes().startswith(start)
