"""Which chord sounds where: the best way to cut a piece into stretches with one chord each.

Every stretch within a bar is scored against every chord by what the chord explains, what it does not and
what it lacks, as Pardo and Birmingham do (Algorithms for Chordal Analysis, Computer Music Journal 26:2,
2002); ornaments say less, the bass more. A change of chord costs the more, the weaker the beat it comes on,
and dynamic programming over all stretches finds the best sum.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.core.harmony import BAR, BEAT, BETWEEN, MIDDLE, NO_BASS, Sounds
from assistant.core.note import PPQ
from assistant.files.chord_kinds import table

_HEARD = 0.06
"""A tone is in the chord from this share of the sound on."""
_FULL_VOICES, _THINNING = 3.6, 1.35
"""So many notes at a time say all of a chord; fewer say less, and faster than they thin out."""
_AGAINST = 0.9
_ON_ROOT, _OFF_CHORD = 0.235, 0.2
_NO_CHORD = 0.4
"""How much of the sound a name must explain."""
_SILENCE = 0.15
"""What a quarter of silence says for no chord: a short rest does not end one."""
_CHANGE = {BAR: 0.25, MIDDLE: 0.15, BEAT: 0.24, BETWEEN: 0.37}
_GOING_ON = 0.05
"""What it costs to begin the same chord again: less than a change, so that no chord is cut for nothing."""
_TUNE_HANDICAP, _TUNE_NO_CHORD = 3.0, 0.85
"""A tune alone names a chord only where it breaks a plain one: its passing notes make others by chance."""
_SCALE = 1000
"""Scores are whole thousandths, so that bars that were scored before are known again."""
_MOST_REMEMBERED = 8192

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Stretch(NamedTuple):
    """The chord (a row of the table) of the slices [first, end)."""

    first: int
    end: int
    chord: int


class _Way(NamedTuple):
    """A bar of n slices, with c chords (no chord is the last one): how the best ways through it go.

    ``scores`` (c,): the best sum up to its end by the last chord. ``cuts`` (n, c): where the last stretch
    of the best way to each slice's end begins. ``last`` (n,): the best chord up to each slice, and ``stays``
    (n, c): whether it is better to go on with the same one.
    """

    scores: NDArray[np.int32]
    cuts: NDArray[np.int8]
    last: Ints
    stays: NDArray[np.bool_]


class ChordSearch:
    """Finds the chords of a piece, and remembers bars by what sounds in them and what came before."""

    def __init__(self) -> None:
        self._ways: dict[tuple[bytes, bytes], _Way] = {}

    def stretches(self, sounds: Sounds) -> list[Stretch]:
        """All stretches with a chord in order; neighbours may have the same one."""
        none = len(table().kinds)
        scores = np.full(none + 1, -_SCALE * _SCALE, dtype=np.int32)
        scores[none] = 0
        ways = []
        for first, end in pairwise(sounds.bars.tolist()):
            way = self._way(_part(sounds, first, end), scores)
            ways.append(way)
            scores = way.scores
        return [s for s in _followed(ways, sounds.bars.tolist()) if s.chord != none]

    def _way(self, bar: Sounds, scores: NDArray[np.int32]) -> _Way:
        key = (_content(bar), scores.tobytes())
        if key not in self._ways:
            if len(self._ways) >= _MOST_REMEMBERED:
                self._ways.clear()
            self._ways[key] = _searched(_gains(bar), bar.levels.tolist(), scores)
        return self._ways[key]


def _part(sounds: Sounds, first: int, end: int) -> Sounds:
    """The slices [first, end) of a piece, as if they were all of it."""
    here = slice(first, end)
    return Sounds(
        edges=sounds.edges[first : end + 1] - sounds.edges[first],
        bars=np.array([0, end - first]),
        levels=sounds.levels[here],
        inside=sounds.inside[here],
        outside=sounds.outside[here],
        voices=sounds.voices[here],
        basses=sounds.basses[here],
    )


def _content(bar: Sounds) -> bytes:
    """All that the chords of a bar depend on, as bytes."""
    columns = (bar.edges[1:], bar.levels, bar.inside, bar.outside, bar.voices, bar.basses)
    return np.column_stack(columns).astype(np.float32).tobytes()


def _searched(gains: NDArray[np.int32], levels: list[int], scores: NDArray[np.int32]) -> _Way:
    """The best ways through a bar: ``gains`` (n, n + 1, c) of stretches from, to, by chord."""
    count, chords = len(gains), gains.shape[2]
    begun = np.empty((count, chords), dtype=np.int32)
    cuts = np.empty((count, chords), dtype=np.int8)
    last, stays = np.empty(count, dtype=np.int64), np.empty((count, chords), dtype=np.bool_)
    for at, level in enumerate(levels):
        last[at] = scores.argmax()
        changed = scores[last[at]] - round(_SCALE * _CHANGE[level])
        gone_on = scores - (round(_SCALE * _GOING_ON) if at else 0)
        stays[at] = gone_on >= changed
        begun[at] = np.maximum(gone_on, changed)
        sums = begun[: at + 1] + gains[: at + 1, at + 1]
        cuts[at] = sums.argmax(axis=0)
        scores = sums.max(axis=0)
    return _Way(scores - scores.max(), cuts, last, stays)


def _followed(ways: list[_Way], bars: list[int]) -> list[Stretch]:
    """The best way through all bars, found from its end."""
    found: list[Stretch] = []
    chord = int(ways[-1].scores.argmax()) if ways else 0
    for way, first in zip(reversed(ways), reversed(bars[:-1]), strict=True):
        end = len(way.cuts)
        while end:
            begin = int(way.cuts[end - 1, chord])
            found.append(Stretch(first + begin, first + end, chord))
            chord = chord if way.stays[begin, chord] else int(way.last[begin])
            end = begin
    return found[::-1]


# --- how well chords fit -------------------------------------------------------------------------


def _gains(bar: Sounds) -> NDArray[np.int32]:
    """What every stretch of a bar gains with every chord and with none: (n, n + 1, c), from, to, by chord."""
    count = len(bar.levels)
    quarters = np.diff(bar.edges) / PPQ
    is_tune = bool((bar.basses == NO_BASS).all())
    said = quarters * (1.0 if is_tune else np.minimum(1, bar.voices / _FULL_VOICES) ** _THINNING)
    said[bar.voices == 0] = 0
    begins, ends = np.triu_indices(count)
    inside, outside, weights, silence = (
        _sums(column, begins, ends + 1)
        for column in (
            bar.inside * said[:, None],
            bar.outside * said[:, None],
            said,
            quarters * (bar.voices == 0),
        )
    )
    gains = np.zeros((count, count + 1, len(table().kinds) + 1))
    fits = _fits(inside, outside, weights, rigour=_TUNE_HANDICAP if is_tune else 1.0)
    gains[begins, ends + 1, :-1] = fits + weights[:, None] * _by_bass(bar.basses[begins])
    gains[begins, ends + 1, -1] = weights * (_TUNE_NO_CHORD if is_tune else _NO_CHORD) + silence * _SILENCE
    return np.rint(gains * _SCALE).astype(np.int32)


def _sums(column: Floats, begins: Ints, ends: Ints) -> Floats:
    """The sums of a column (n, …) over stretches."""
    sums = np.concatenate([np.zeros_like(column[:1]), np.cumsum(column, axis=0)])
    found: Floats = sums[ends] - sums[begins]
    return found


def _fits(inside: Floats, outside: Floats, weights: Floats, rigour: float) -> Floats:
    """How well each chord explains stretches (s, 12) of some weight (s,), whatever the bass: (s, k)."""
    chords = table()
    tones = chords.tones.T.astype(np.float64)
    heard = inside >= _HEARD * weights[:, None]
    lacking = (~heard).astype(np.float64) @ chords.lacks.T + chords.handicaps
    lacking[heard.sum(axis=1) < 2] = _SCALE  # one pitch alone is no chord
    fits: Floats = inside @ tones - _AGAINST * (outside @ (1 - tones)) - weights[:, None] * lacking * rigour
    return fits


def _by_bass(basses: Ints) -> Floats:
    """What the lowest note at the head of stretches (s,) says for each chord: (s, k)."""
    chords = table()
    has_bass = (basses != NO_BASS)[:, None]
    on_root = has_bass & (chords.roots[None, :] == basses[:, None] % 12)
    off_chord = has_bass & ~chords.tones[:, basses % 12].T
    says: Floats = _ON_ROOT * on_root - _OFF_CHORD * off_chord
    return says
