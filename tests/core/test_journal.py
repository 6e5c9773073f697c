"""Finished frames on disk: read back exactly, torn or foreign journals never continued."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.errors import OutputError
from efficientpose_core.inference.estimator import Pose
from efficientpose_core.inference.following import FollowedFrame, FollowState, LastSeen, Outcome
from efficientpose_core.journal import Journal, read_journal

K = 3
MARK = "of these very settings"


def _frame(index: int, outcome: Outcome = Outcome.POSE) -> FollowedFrame:
    rng = np.random.default_rng(index)
    pose = None
    if outcome is Outcome.POSE:
        pose = Pose(
            xy_px=rng.uniform(0, 500, (K, 2)), score=rng.random(K), spread_px=rng.uniform(1, 9, K)
        )
    seen = LastSeen(box_px=(1.5, 2.5, 99.25), t_s=index / 30) if index % 2 else None
    return FollowedFrame(
        index=index,
        t_s=index / 30,
        outcome=outcome,
        pose=pose,
        presence=float(rng.random()),
        box_px=None if outcome is Outcome.DAMAGED else (index + 0.25, 2.0, 80.0),
        state=FollowState(
            box_px=None if outcome is Outcome.NO_PERSON else (3.0, 4.0, 81.5),
            last_seen=seen,
            last_search_s=index / 60,
            is_first=index == 0,
        ),
    )


FRAMES = [_frame(0), _frame(1, Outcome.NO_PERSON), _frame(2, Outcome.DAMAGED), _frame(3)]


def _write(path: Path, frames: list[FollowedFrame] = FRAMES) -> None:
    with Journal(path, fingerprint=MARK, n_keypoints=K) as journal:
        for frame in frames:
            journal.append(frame)


def _assert_same(one: FollowedFrame, other: FollowedFrame) -> None:
    assert (one.index, one.t_s, one.outcome, one.presence) == (
        other.index, other.t_s, other.outcome, other.presence
    )  # fmt: skip
    assert one.box_px == other.box_px
    assert one.state == other.state
    if one.pose is None:
        assert other.pose is None
        return
    assert other.pose is not None
    for name in ("xy_px", "score", "spread_px"):
        np.testing.assert_array_equal(getattr(one.pose, name), getattr(other.pose, name))


def test_frames_come_back_exactly(tmp_path: Path) -> None:
    _write(tmp_path / "new folder" / "a.journal")
    read = read_journal(tmp_path / "new folder" / "a.journal", fingerprint=MARK, n_keypoints=K)
    assert len(read) == len(FRAMES)
    for one, other in zip(FRAMES, read, strict=True):
        _assert_same(one, other)


@pytest.mark.parametrize("cut", [1, 50])
def test_a_torn_last_record_is_dropped(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.journal"
    _write(path)
    path.write_bytes(path.read_bytes()[:-cut])
    read = read_journal(path, fingerprint=MARK, n_keypoints=K)
    assert [frame.index for frame in read] == [0, 1, 2]


@pytest.mark.parametrize(
    ("fingerprint", "keypoints"), [("of other weights", K), (MARK, K + 1)]
)  # fmt: skip
def test_the_journal_of_another_run_is_not_continued(
    tmp_path: Path, fingerprint: str, keypoints: int
) -> None:
    path = tmp_path / "a.journal"
    _write(path)
    assert read_journal(path, fingerprint=fingerprint, n_keypoints=keypoints) == []


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\n", b'{"magic": "other"}\nabc'])
def test_something_else_is_not_continued(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.journal"
    path.write_bytes(content)
    assert read_journal(path, fingerprint=MARK, n_keypoints=K) == []
    assert read_journal(tmp_path / "missing", fingerprint=MARK, n_keypoints=K) == []


def test_frames_are_on_disk_before_the_journal_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr("efficientpose_core.journal.time.monotonic", lambda: now[0])
    path = tmp_path / "a.journal"
    journal = Journal(path, fingerprint=MARK, n_keypoints=K, done=FRAMES[:1])
    journal.append(FRAMES[1])
    assert len(read_journal(path, fingerprint=MARK, n_keypoints=K)) == 1
    now[0] = 1.5
    journal.append(FRAMES[2])
    assert len(read_journal(path, fingerprint=MARK, n_keypoints=K)) == 3
    journal.close(remove=True)
    assert not path.exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="Choose another folder"):
        Journal(tmp_path / "file" / "a.journal", fingerprint=MARK, n_keypoints=K)
