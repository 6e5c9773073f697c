"""Bring the translations up to date with the program, and compile them.

    python tools/translate.py [--check]

New and changed texts are added to ``resources/translations/studio_de.ts`` as unfinished; translate
them there (Qt Linguist, or any editor), and run this again. ``--check`` changes nothing and fails
where a text is missing, unfinished, or not compiled.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("de",)


def tool(name: str) -> str:
    """Return the path of a tool that comes with PySide6."""
    found = shutil.which(f"pyside6-{name}", path=str(Path(sys.executable).parent))
    if found is None:
        raise SystemExit(f"pyside6-{name} is missing: install the packages of this project first.")
    return found


def update(ts: Path) -> None:
    """Add new texts of the program; drop those that are gone."""
    sources = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "app").rglob("*.py"))
    subprocess.run(
        [tool("lupdate"), *sources, "-no-obsolete", "-locations", "none", "-ts", str(ts)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip


def compile_to(ts: Path, qm: Path) -> None:
    """Compile finished translations."""
    subprocess.run([tool("lrelease"), str(ts), "-qm", str(qm)], check=True, capture_output=True)


def unfinished(ts: Path) -> list[str]:
    """Return the texts without a finished translation."""
    texts = []
    for message in ElementTree.parse(ts).iter("message"):
        translation = message.find("translation")
        is_done = (
            translation is not None
            and translation.get("type") is None
            and "".join(translation.itertext()).strip()
        )
        if not is_done:
            texts.append(message.findtext("source", ""))
    return texts


def check(language: str) -> list[str]:
    """Return what is wrong with a language, in sentences."""
    ts, qm = FOLDER / f"studio_{language}.ts", FOLDER / f"studio_{language}.qm"
    with tempfile.TemporaryDirectory() as scratch:
        fresh_ts, fresh_qm = Path(scratch) / ts.name, Path(scratch) / qm.name
        shutil.copy(ts, fresh_ts)
        update(fresh_ts)
        problems = [f"{language}: not translated: {text}" for text in unfinished(fresh_ts)]
        compile_to(fresh_ts, fresh_qm)
        if fresh_qm.read_bytes() != qm.read_bytes():
            problems.append(f"{qm.name} is not compiled from the present texts.")
    return problems


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    problems = []
    for language in LANGUAGES:
        ts = FOLDER / f"studio_{language}.ts"
        if given.check:
            problems += check(language)
            continue
        update(ts)
        compile_to(ts, ts.with_suffix(".qm"))
        problems += [f"{language}: not translated: {text}" for text in unfinished(ts)]
    sys.stdout.write("".join(f"{problem}\n" for problem in problems))
    if problems and given.check:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
