"""Asking for the bars between what is there already: where the gap is, and what stands on both sides."""

from __future__ import annotations

from dataclasses import replace

from assistant.core.asking import build_request, key_of
from assistant.core.continuation import MAX_BARS, ContinueRequest, ContinueSettings
from assistant.core.errors import AntiphonError
from assistant.core.piece import Piece
from assistant.core.voices import pitched_clips


def gap_of_bars(piece: Piece, first: int, last: int) -> tuple[int, int]:
    """The ticks [start, end) of bars counted from 1; ``AntiphonError`` where the piece does not have them."""
    meter_map = piece.meter_map
    bars = meter_map.bar_at(max(0, piece.end_tick - 1)) + 1
    if not 1 <= first <= last <= bars:
        raise AntiphonError(
            f"There are bars 1 to {bars}: choose the ones to fill among them, the first first."
        )
    return meter_map.bar_start_tick(first - 1), meter_map.bar_start_tick(last)


def fill_request(
    piece: Piece,
    track: int,
    settings: ContinueSettings,
    start_tick: int,
    end_tick: int,
    *,
    request_id: int = 0,
) -> ContinueRequest:
    """The request to fill [start, end) of a track; what begins there now has no say, nor have muted notes.

    ``AntiphonError`` where there is nothing before the gap, or nothing after it.
    """
    clip, meter_map = piece.tracks[track].clip.sounding, piece.meter_map
    before = clip.take_rows(clip.rows_starting_between(0, start_tick))
    after = clip.take_rows(clip.rows_starting_between(end_tick, clip.end_tick))
    if not len(before):
        raise AntiphonError("Nothing comes before the gap: begin it where some notes have gone before.")
    if meter_map.bar_at(end_tick - 1) - meter_map.bar_at(start_tick) >= MAX_BARS:
        raise AntiphonError(f"A gap lasts up to {MAX_BARS} bars: choose a shorter one.")
    key = piece.key or key_of([before, after, *pitched_clips(piece, but=track)])
    request = build_request(
        replace(piece, key=key),
        track,
        settings,
        playhead_tick=start_tick,
        request_id=request_id,
        beside=(),
    )
    return replace(request, start_tick=start_tick, end_tick=end_tick, right=after)
