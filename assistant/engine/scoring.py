"""Who sings what: which of the model's parts stands for which track, and which of them sing chords."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.core.clip import Clip
from assistant.core.track import Part
from assistant.engine.events import BASS, GRID_TICKS, LOWER, MELODY, PARTS, UPPER

CHORD_TICKS = 2 * GRID_TICKS
"""Notes that begin this close together are struck together."""
CHORDAL_SHARE = 0.1
"""From this share of chords on a track is not a melody that was played untidily."""
HAND_SPAN = 10.0
"""Semitones by which highest and lowest notes lie apart, on average, where two hands play."""


@dataclass(frozen=True)
class Sung:
    """One part of the model and what it stands for: the notes of a voice from ``lowest`` to ``highest``."""

    part: int
    voice: int
    chordal: bool
    lowest: int = 0
    highest: int = 127

    def holds(self, pitches: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Which pitches are this part's."""
        return (pitches >= self.lowest) & (pitches <= self.highest)


@dataclass(frozen=True)
class Scoring:
    """The parts that sing, each once."""

    sung: tuple[Sung, ...]

    @property
    def ensemble(self) -> int:
        """The class of which parts take part, a bit each."""
        return sum(1 << s.part for s in self.sung)

    @property
    def is_one_line(self) -> bool:
        """Whether all of it is a single melody."""
        return len(self.sung) == 1 and not self.sung[0].chordal

    def voice_of(self, part: int) -> int:
        """The voice for which a part sings."""
        return next(s.voice for s in self.sung if s.part == part)


def score_for(clips: Sequence[Clip], parts: Sequence[Part]) -> Scoring:
    """Parts of the model for voices, the first of which is the seed's own track.

    A voice alone is a melody, or two hands where it plays chords that are wide enough. Of several voices each
    gets the part that its track has; where that is taken, the nearest free one. What is left over when all
    parts are taken is not heard.
    """
    if len(clips) == 1:
        return _alone(clips[0])
    free, sung = list(range(len(PARTS))), []
    for voice, (clip, part) in enumerate(zip(clips, parts, strict=True)):
        if free and len(clip):
            taken = min(free, key=lambda p: (abs(p - _WANTED[part]), p))
            free.remove(taken)
            sung.append(Sung(taken, voice, is_chordal(clip)))
    return Scoring(tuple(sung))


_WANTED: dict[Part, int] = {"melody": MELODY, "harmony": UPPER, "other": LOWER, "bass": BASS}


def is_chordal(clip: Clip) -> bool:
    """Whether a clip holds chords, more than a melody played untidily would."""
    together = np.diff(clip.starts) <= CHORD_TICKS
    return bool(together.sum() > CHORDAL_SHARE * len(clip))


def _alone(clip: Clip) -> Scoring:
    if not is_chordal(clip):
        return Scoring((Sung(MELODY, 0, False),))
    split = _split_pitch(clip)
    if split is None:
        return Scoring((Sung(MELODY, 0, True),))
    hands = (Sung(MELODY, 0, False, lowest=split), Sung(BASS, 0, False, highest=split - 1))
    notes = (clip.take_rows(np.flatnonzero(hand.holds(clip.pitches))) for hand in hands)
    return Scoring(
        tuple(replace(hand, chordal=is_chordal(own)) for hand, own in zip(hands, notes, strict=True))
    )


def _split_pitch(clip: Clip) -> int | None:
    """Where the right hand begins: between the means of what sounds highest and lowest; None for one hand."""
    times = np.unique(clip.starts)[:, None]
    sounding = (clip.starts <= times) & (clip.ends > times)
    pitches = clip.pitches.astype(np.int64)
    top = float(np.where(sounding, pitches, -1).max(axis=1).mean())
    bottom = float(np.where(sounding, pitches, 128).min(axis=1).mean())
    return round((top + bottom) / 2) if top - bottom >= HAND_SPAN else None
