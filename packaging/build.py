"""Build the program that runs without Python, try it out, and pack it: `make package`.

    python packaging/build.py [--archive]

The result is the folder ``dist/efficientpose-studio``; ``--archive`` packs it for passing on.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
NAME = "efficientpose-studio"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", action="store_true", help="pack the folder, too")
    options = parser.parse_args()
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN",
         "--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build" / "frozen"),
         str(HERE / f"{NAME}.spec")],
        check=True,
    )  # fmt: skip
    folder = ROOT / "dist" / NAME
    if sys.platform == "linux":
        for item in (HERE / "linux").iterdir():
            shutil.copy2(item, folder)
    shutil.copy2(ROOT / "LICENSE", folder)
    subprocess.run([sys.executable, str(HERE / "smoke_test.py"), str(folder)], check=True)
    if options.archive:
        kind = "zip" if sys.platform == "win32" else "gztar"
        name = f"{NAME}-{version(NAME)}-{platform.system().lower()}-{platform.machine().lower()}"
        print(shutil.make_archive(str(ROOT / "dist" / name), kind, folder.parent, NAME))


if __name__ == "__main__":
    main()
