"""Networks are converted in another process, and only where they are not ready yet."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from efficientpose_core.errors import CancelledError
from efficientpose_core.inference.engines import EngineName, EngineRequest
from efficientpose_core.inference.openvino_engine import is_prepared
from efficientpose_core.inference.preparing import prepare_apart
from efficientpose_core.models.store import load_weights

OPENVINO = EngineRequest(engine=EngineName.OPENVINO)


def test_first_use_loads_torch_in_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EFFICIENTPOSE_HOME", str(tmp_path))
    code = (
        "import sys\n"
        "from efficientpose_core.inference.engines import EngineName, EngineRequest\n"
        "from efficientpose_core.inference.preparing import prepare_apart\n"
        "if __name__ == '__main__':\n"
        "    prepare_apart(None, EngineRequest(engine=EngineName.OPENVINO))\n"
        "    print('torch' in sys.modules)\n"
    )
    script = tmp_path / "first_use.py"
    script.write_text(code)
    assert not is_prepared(load_weights(None), OPENVINO)
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
    assert is_prepared(load_weights(None), OPENVINO)
    # Ready now: no process is started, which a wish to cancel would end.
    prepare_apart(None, OPENVINO, should_cancel=lambda: True)


def test_preparing_can_be_cancelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EFFICIENTPOSE_HOME", str(tmp_path))
    with pytest.raises(CancelledError):
        prepare_apart(None, OPENVINO, should_cancel=lambda: True)
    assert not is_prepared(load_weights(None), OPENVINO)


def test_weights_that_are_missing_are_told_by_whoever_opens_them() -> None:
    prepare_apart("no-such-weights", OPENVINO)
    prepare_apart(None, EngineRequest(engine=EngineName.TORCH))
