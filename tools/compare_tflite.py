"""Compare the speed of this product's CPU engine with TensorFlow Lite (XNNPACK).

    pip install ai-edge-litert
    python tools/compare_tflite.py EfficientPoseRT.tflite [...]

Each released TFLite file runs in TFLite itself, and its weights, imported, in OpenVINO: one
letterboxed picture a call, as many threads as there are cores. The file enlarges its heatmaps to
the size of the input, which our decoding does without maps (0.3 ms). Calls alternate in blocks with
a rest between.
"""

from __future__ import annotations

import argparse
import os
from functools import partial
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter

from efficientpose_core.inference.engines import (
    EngineName,
    EngineRequest,
    check_picture,
    open_engine,
)
from efficientpose_core.models.store import load_weights
from efficientpose_core.speed import interleaved_medians_s


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    for path in parser.parse_args().files:
        weights = load_weights(path)
        engine = open_engine(weights, EngineRequest(engine=EngineName.OPENVINO))
        interpreter = Interpreter(model_path=str(path), num_threads=os.cpu_count())
        interpreter.allocate_tensors()
        entry = interpreter.get_input_details()[0]
        picture = check_picture(engine.input_px)
        normalization = weights.metadata.normalization
        scaled = (picture - np.array(normalization.mean)) / np.array(normalization.std)
        interpreter.set_tensor(entry["index"], scaled.astype(entry["dtype"]))
        ours, theirs = interleaved_medians_s(
            [partial(engine.infer, picture), interpreter.invoke],
            repeats=8,
            calls=5,
            pause_s=0.3,
        )
        print(
            f"{weights.spec.name:<8} OpenVINO {1e3 * ours:6.2f} ms  "
            f"TFLite {1e3 * theirs:6.2f} ms  ratio {theirs / ours:5.2f}"
        )
        engine.close()


if __name__ == "__main__":
    main()
