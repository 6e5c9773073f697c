"""The index of a video: which frame is shown when, read from the packets without decoding."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import av
import numpy as np
import numpy.typing as npt
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from efficientpose_core.pose import FloatArray

__all__ = ["FrameIndex", "KeyFrame", "iterate_packets"]

# A damaged file may report an error at every read without ever reaching its end.
_MAX_ERRORS_IN_A_ROW = 64

# Containers whose timestamps do not tell the order of display.
_WITHOUT_DISPLAY_TIMES = frozenset({"avi", "h264", "hevc", "m4v", "mpegvideo", "obu"})

# Program streams carry a time for some frames only; those guessed in between change after seeking.
_WITHOUT_STABLE_TIMES = frozenset({"mpeg"})

# An MPEG-4 picture of at most this many bytes only says that nothing changed: it decodes to none.
_MPEG4_EMPTY_BYTES = 7


def iterate_packets(
    container: InputContainer, stream: VideoStream
) -> Iterator[Packet[VideoStream]]:
    """Yield the packets of ``stream`` that carry data, reading on after errors."""
    errors = 0
    while errors < _MAX_ERRORS_IN_A_ROW:
        try:
            for packet in container.demux(stream):
                if packet.size:
                    errors = 0
                    yield packet
        except av.FFmpegError:
            errors += 1
        else:
            return


@dataclass(frozen=True, slots=True)
class KeyFrame:
    """A place where decoding can start.

    Parameters
    ----------
    index
        Its frame number, in order of display.
    pts, dts
        Its presentation and decoding time in ticks; ``dts`` is None where the file has none.
    rank
        Its position among all packets.
    """

    index: int
    pts: int
    dts: int | None
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameIndex:
    """All frames of a stream in order of display.

    Parameters
    ----------
    pts
        (n,) presentation times in ticks, not decreasing.
    tick_s
        Seconds per tick.
    keyframes
        In order of display; the first one stands for the start of the file.
    rank_of_pts
        Position of the packet with a given time among all packets.
    by_count
        The file has no usable display times: frames are told apart by counting from the start.
    warnings
        What the user should know about the times.
    """

    pts: npt.NDArray[np.int64]
    tick_s: Fraction
    keyframes: tuple[KeyFrame, ...]
    rank_of_pts: dict[int | None, int] = field(repr=False)
    by_count: bool
    warnings: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.pts)

    def key_position(self, index: int) -> int:
        """Return the position in ``keyframes`` of the last one at or before frame ``index``."""
        return max(bisect_right(self.keyframes, index, key=lambda key: key.index) - 1, 0)

    def indices_of(self, pts: int) -> range:
        """Return the frames shown at ``pts``: one, none, or several where times repeat."""
        return range(
            int(np.searchsorted(self.pts, pts, side="left")),
            int(np.searchsorted(self.pts, pts, side="right")),
        )

    def times_s(self) -> FloatArray:
        """Return (n,) seconds from the first frame, strictly increasing.

        Frames that share a timestamp are spread evenly up to the next one (after the last
        timestamp: at the median interval); all other times are left alone.
        """
        values, first, counts = np.unique(self.pts, return_index=True, return_counts=True)
        seconds = (values - values[0]) * float(self.tick_s)
        steps = np.diff(seconds)
        typical = float(np.median(steps)) if len(steps) else float(self.tick_s)
        steps = np.append(steps, typical * counts[-1])
        within = np.arange(len(self.pts)) - np.repeat(first, counts)
        times: FloatArray = np.repeat(seconds, counts) + within * np.repeat(steps / counts, counts)
        return times


def read_index(container: InputContainer, stream: VideoStream) -> FrameIndex:
    """Read every packet of ``stream`` and index its frames; empty when there are none."""
    packets: list[_PacketFacts] = []
    for packet in iterate_packets(container, stream):
        empty = stream.codec_context.name == "mpeg4" and packet.size <= _MPEG4_EMPTY_BYTES
        packets.append(
            _PacketFacts(
                packet.pts, packet.dts, packet.is_keyframe, not (packet.is_discard or empty)
            )
        )
    tick = stream.time_base or Fraction(1, 1000)
    shown = [p for p in packets if p.is_shown]
    if _needs_counting(container, stream, shown):
        return _counted_index(stream, shown, tick)
    return _timed_index(packets, tick)


def decoded_index(pts: list[int], tick_s: Fraction, note: str) -> FrameIndex:
    """Index frames by times found in decoding the whole stream; they can only be counted."""
    values = np.sort(np.array(pts, dtype=np.int64))
    start = KeyFrame(0, int(values[0]) if len(values) else 0, None, 0)
    return FrameIndex(
        pts=values, tick_s=tick_s, keyframes=(start,), rank_of_pts={}, by_count=True,
        warnings=(note, *_repeat_warning(values)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _PacketFacts:
    pts: int | None
    dts: int | None
    is_key: bool
    is_shown: bool


def _needs_counting(
    container: InputContainer, stream: VideoStream, shown: list[_PacketFacts]
) -> bool:
    formats = frozenset(container.format.name.split(","))
    if any(p.pts is None for p in shown) or formats & _WITHOUT_STABLE_TIMES:
        return True
    if not formats & _WITHOUT_DISPLAY_TIMES:
        return False
    times = np.array([p.pts for p in shown], dtype=np.int64)
    # Frames are reordered by the codec, yet the times say they are not: the times are made up.
    return stream.codec_context.has_b_frames > 0 and bool(np.all(np.diff(times) >= 0))


def _counted_index(stream: VideoStream, shown: list[_PacketFacts], tick: Fraction) -> FrameIndex:
    rate = stream.average_rate or stream.guessed_rate or stream.base_rate
    given = [p.pts for p in shown if p.pts is not None]
    warnings: tuple[str, ...] = ()
    if len(given) == len(shown):
        values = np.sort(np.array(given, dtype=np.int64))
    else:
        rate = rate or Fraction(25)
        tick = 1 / rate
        values = np.arange(len(shown), dtype=np.int64)
        warnings = (
            f"The file carries no display times: a constant {float(rate):g} frames per second "
            "is assumed; check it against the recording.",
        )
    start = KeyFrame(0, int(values[0]) if len(values) else 0, None, 0)
    return FrameIndex(
        pts=values, tick_s=tick, keyframes=(start,), rank_of_pts={}, by_count=True,
        warnings=(*warnings, *_repeat_warning(values)),
    )  # fmt: skip


def _timed_index(packets: list[_PacketFacts], tick: Fraction) -> FrameIndex:
    ranks: dict[int | None, int] = {}
    for rank, packet in enumerate(packets):
        if packet.pts is not None:
            ranks.setdefault(packet.pts, rank)
    shown = np.sort(np.array([p.pts for p in packets if p.is_shown], dtype=np.int64))
    keys = sorted(
        (p.pts, rank, p.dts) for rank, p in enumerate(packets) if p.is_key and p.pts is not None
    )
    first_pts = packets[0].pts if packets and packets[0].pts is not None else 0
    found = [KeyFrame(0, first_pts, packets[0].dts if packets else None, 0)]
    for pts, rank, dts in keys:
        # Frames that share the key frame's time may be shown before it: do not start there.
        index = int(np.searchsorted(shown, pts, side="left"))
        if index > found[-1].index and rank > found[-1].rank:
            found.append(KeyFrame(index, pts, dts, rank))
    return FrameIndex(
        pts=shown, tick_s=tick, keyframes=tuple(found), rank_of_pts=ranks, by_count=False,
        warnings=_repeat_warning(shown),
    )  # fmt: skip


def _repeat_warning(pts: npt.NDArray[np.int64]) -> tuple[str, ...]:
    repeated = int(np.count_nonzero(np.diff(pts) == 0))
    if not repeated:
        return ()
    return (
        f"{repeated} of {len(pts)} frames repeat the time of the frame before: they were spread "
        "evenly up to the next time.",
    )
