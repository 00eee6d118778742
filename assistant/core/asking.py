"""From the dials and the music on the desk to a request."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np

from assistant.core.clip import Clip
from assistant.core.continuation import ContinueRequest, ContinueSettings, Voice, answer_span
from assistant.core.errors import AntiphonError
from assistant.core.piece import Piece
from assistant.core.theory import Key, estimate_key
from assistant.core.track import Part
from assistant.core.voices import pitched_clips, told_apart, tracks_beside


def choose_seed(piece: Piece, track: int, selected_ids: frozenset[int], playhead_tick: int) -> Clip:
    """The notes to continue: the selection, else those that begin before the playhead, else all of them.

    Muted notes are none of them.
    """
    clip = piece.tracks[track].clip.sounding
    rows = clip.rows_of(sorted(selected_ids))
    if not len(rows):
        before = clip.rows_starting_between(0, playhead_tick)
        rows = np.arange(before.start, before.stop)
    return clip.take_rows(rows) if len(rows) else clip


def build_request(
    piece: Piece,
    track: int,
    settings: ContinueSettings,
    *,
    selected_ids: frozenset[int] = frozenset(),
    playhead_tick: int = 0,
    request_id: int = 0,
    beside: Sequence[int] | None = None,
) -> ContinueRequest:
    """The request that the dials stand for; ``AntiphonError`` where there is nothing to continue.

    ``beside`` are the tracks that go on together with this one, at most three; None for those that
    ``settings.together`` stands for.
    """
    if piece.tracks[track].is_percussion:
        raise AntiphonError("The models know no percussion: choose a track that has pitches.")
    piece = piece.without_muted_notes()
    if beside is None:
        beside = tracks_beside(piece, track) if settings.together else ()
    seed = choose_seed(piece, track, selected_ids, playhead_tick)
    until_tick = _seed_until_tick(piece, track, seed, selected_ids, playhead_tick)
    seed_end_tick, last_start_tick = _seed_end(piece, seed, beside, until_tick)
    start_tick, end_tick = answer_span(seed_end_tick, settings.bars, piece.meter_map, last_start_tick)
    part, others = _voices(piece, track, beside, start_tick)
    around = (_before(clip, start_tick) for clip in pitched_clips(piece, but=track))
    key = piece.key or key_of([seed, *around])
    return ContinueRequest(
        seed=seed,
        start_tick=start_tick,
        end_tick=end_tick,
        meter_map=piece.meter_map,
        key=piece.key,
        model=settings.model,
        temperature=settings.temperature,
        top_p=settings.top_p,
        repeat=settings.repeat,
        key_lock=key if settings.key_lock else None,
        lowest=settings.lowest,
        highest=settings.highest,
        takes=settings.takes,
        random_seed=_new_seed() if settings.random_seed is None else settings.random_seed,
        request_id=request_id,
        track=track,
        part=part,
        others=others,
        style=settings.style,
    )


def _seed_until_tick(
    piece: Piece, track: int, seed: Clip, selected_ids: frozenset[int], playhead_tick: int
) -> int:
    """Up to where other tracks belong to the seed: the selection's end, the playhead, or the piece's end."""
    if len(piece.tracks[track].clip.rows_of(sorted(selected_ids))):
        return seed.end_tick
    is_cut = len(seed) > 0 and int(seed.starts[-1]) < playhead_tick
    return playhead_tick if is_cut else piece.end_tick


def _seed_end(piece: Piece, seed: Clip, beside: Sequence[int], until_tick: int) -> tuple[int, int]:
    """(where the seed ends on the track that ends last, when the last note of any begins)."""
    end_tick, last_start_tick = seed.end_tick, int(seed.starts.max(initial=-1))
    for number in beside:
        heard = _before(piece.tracks[number].clip, until_tick)
        end_tick = max(end_tick, min(heard.end_tick, until_tick))
        last_start_tick = max(last_start_tick, int(heard.starts.max(initial=-1)))
    return end_tick, last_start_tick


def _voices(
    piece: Piece, track: int, beside: Sequence[int], start_tick: int
) -> tuple[Part, tuple[Voice, ...]]:
    """(the part of a track, those that go on with it): each has a part of its own, and notes so far."""
    heard = {number: _before(piece.tracks[number].clip, start_tick) for number in beside}
    numbers = sorted([track, *(number for number, clip in heard.items() if len(clip))])
    parts = dict(zip(numbers, told_apart([piece.tracks[n].part for n in numbers]), strict=True))
    return parts[track], tuple(Voice(n, parts[n], heard[n]) for n in numbers if n != track)


def _before(clip: Clip, tick: int) -> Clip:
    return clip.take_rows(clip.rows_starting_between(0, tick))


def key_of(clips: Sequence[Clip]) -> Key | None:
    """The key that the notes of several tracks are in, taken together; None where they do not tell."""
    pitches, lengths = (np.concatenate([getattr(c, name) for c in clips]) for name in ("pitches", "lengths"))
    return estimate_key(pitches, lengths)


def _new_seed() -> int:
    return random.SystemRandom().randrange(2**31)
