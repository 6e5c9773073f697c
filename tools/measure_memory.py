"""Measure the peak memory of analyses of 300 and of 10,000 frames.

    python tools/measure_memory.py [--long 10000]

Each runs in a process of its own, with the bundled weights, on a walker of 640 x 360 pixels whose
frames repeat.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import av
import numpy as np

from efficientpose_core.phantom.clip import Phantom, PhantomSpec

_FRAMES = 60


def write_walker(path: Path, count: int) -> None:
    """Write ``count`` frames of a walker on a treadmill, the same 60 over and over."""
    spec = PhantomSpec(size_px=(640, 360), on_the_spot=True, duration_s=_FRAMES / 30)
    phantom = Phantom(spec)
    pictures = [np.ascontiguousarray(phantom.frame(n)) for n in range(_FRAMES)]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuv420p"
        for n in range(count):
            frame = av.VideoFrame.from_ndarray(pictures[n % _FRAMES], format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", type=int, default=10_000)
    parser.add_argument("--analyze", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.analyze is not None:
        from efficientpose_core import analyze
        from efficientpose_core.pipeline import AnalysisRequest

        frames = len(analyze(AnalysisRequest(source=options.analyze)).detection.track)
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{frames:6d} frames: {peak_mb:.0f} MB at most")
        return
    with tempfile.TemporaryDirectory() as folder:
        # The first analysis may convert the network with torch; it does not count.
        for count in (30, 300, options.long):
            clip = Path(folder) / f"{count}.mp4"
            write_walker(clip, count)
            subprocess.run([sys.executable, __file__, "--analyze", str(clip)], check=True)


if __name__ == "__main__":
    main()
