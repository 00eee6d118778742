"""What is asked of a model: the seed, where its answer begins and ends, and how free it may be."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from assistant.core.clip import Clip
from assistant.core.errors import AntiphonError
from assistant.core.note import MAX_PITCH, PPQ, Note
from assistant.core.tempo import MeterMap
from assistant.core.theory import Key
from assistant.core.track import Part

MAX_BARS = 64
MAX_TAKES = 32
MAX_TEMPERATURE = 2.0
MAX_REPEAT = 2.0
SEAM_TOLERANCE_TICKS = PPQ // 16
"""A seed that stops this close to a 16th or triplet was meant to stop on it."""
_SEAM_GRID_TICKS = (PPQ // 4, PPQ // 3)


@dataclass(frozen=True)
class ContinueSettings:
    """The dials of the Continue panel; ``style`` "" is the one under which the seed is likeliest.

    ``together``: the other tracks go on with the one in hand.
    """

    model: str = ""
    bars: int = 8
    takes: int = 4
    temperature: float = 1.0
    top_p: float = 0.95
    repeat: float = 1.0
    key_lock: bool = False
    lowest: int = 0
    highest: int = 127
    random_seed: int | None = None
    style: str = ""
    together: bool = False


@dataclass(frozen=True)
class Voice:
    """Another track that is continued together with the seed's: its number, its part and its notes so far."""

    track: int
    part: Part
    clip: Clip


@dataclass(frozen=True)
class ContinueRequest:
    """Everything a model needs to answer, as plain values that may cross threads and processes.

    The answer fills [start_tick, end_tick) of track number ``track``, which has ``part``, and of the tracks
    of ``others``, which go on with it. ``repeat`` is the dial repeat ↔ invent: 0 hides the piece's own past
    from the model's memories, 1 is as trained, 2 leans on them. ``style`` is one of the model's, or "" for
    the one under which the seed is likeliest. ``key`` is the key as known, a hint; ``key_lock`` is a scale no
    new note may leave. Pitches stay in lowest..highest. ``right`` are the notes of the same track that follow
    a gap which the answer is to fill; None where it goes on freely.
    """

    seed: Clip
    start_tick: int
    end_tick: int
    meter_map: MeterMap = field(default_factory=MeterMap)
    key: Key | None = None
    model: str = ""
    temperature: float = 1.0
    top_p: float = 0.95
    repeat: float = 1.0
    key_lock: Key | None = None
    lowest: int = 0
    highest: int = MAX_PITCH
    takes: int = 4
    random_seed: int = 0
    request_id: int = 0
    track: int = 0
    part: Part = "melody"
    others: tuple[Voice, ...] = ()
    style: str = ""
    right: Clip | None = None

    def __post_init__(self) -> None:
        if not len(self.seed):
            raise AntiphonError("There is nothing to continue yet: draw or play a few notes first.")
        if self.end_tick <= self.start_tick:
            raise AntiphonError("Ask for at least one bar.")
        if self.right is not None and not (len(self.right) and self.right.starts[0] >= self.end_tick):
            raise AntiphonError("Nothing follows the gap: use plain Continue, which needs nothing after it.")
        if self.right is not None and self.others:
            raise AntiphonError("A gap is filled on one track at a time.")
        if not 1 <= self.takes <= MAX_TAKES:
            raise AntiphonError(f"Ask for 1 to {MAX_TAKES} takes.")
        if not 0.0 <= self.temperature <= MAX_TEMPERATURE or not 0.0 < self.top_p <= 1.0:
            raise AntiphonError(
                f"Temperature goes from 0 to {MAX_TEMPERATURE:g}, and top-p from just over 0 to 1."
            )
        if not 0.0 <= self.repeat <= MAX_REPEAT:
            raise AntiphonError(f"Repeat ↔ invent goes from 0 (invent) to {MAX_REPEAT:g} (repeat).")
        if not self.allowed_pitches().any():
            raise AntiphonError("No pitch lies both in the range and in the key: widen the range.")

    def allowed_pitches(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which of the 128 MIDI pitches the answer may use; shape (128,)."""
        pitches = np.arange(MAX_PITCH + 1)
        inside = (pitches >= self.lowest) & (pitches <= self.highest)
        return inside & self.key_lock.mask() if self.key_lock else inside


@dataclass(frozen=True, slots=True)
class TakeNote:
    """A note of take ``index`` as the model finds it; ``surprise_bits`` is minus log2 of its probability.

    ``voice`` is 0 for the seed's own track, or k for the k-th of the request's ``others``.
    """

    index: int
    note: Note
    surprise_bits: float
    voice: int = 0


@dataclass(frozen=True, slots=True)
class Copied:
    """The longest run of notes in a take's melody that the music which the models learnt from has, too.

    It stands in ``pieces`` of those, of which one is called ``title``. Up to ``usual_notes`` are shared as a
    rule by music that copies nothing; 0 where that is unknown.
    """

    notes: int
    title: str = ""
    pieces: int = 0
    usual_notes: int = 0

    @property
    def is_unusual(self) -> bool:
        """Whether the run is longer than chance explains."""
        return 0 < self.usual_notes < self.notes


@dataclass(frozen=True, slots=True)
class TakeDone:
    """Take ``index`` is complete, with its mean surprise in bits a note.

    ``copied`` is None where there is no music to compare it with; ``style`` is the one it was written in, ""
    where the model does not say.
    """

    index: int
    surprise_bits: float
    copied: Copied | None = None
    style: str = ""


@dataclass(frozen=True, slots=True)
class Searching:
    """There is nothing to show yet: ``share`` (0 to 1) of the search for the takes is done."""

    share: float


TakeEvent = TakeNote | TakeDone | Searching


def seam_tick(seed_end_tick: int, meter_map: MeterMap, last_start_tick: int = -1) -> int:
    """Where an answer begins: the 16th, triplet or bar line that the seed only just misses, or the next one.

    It is always later than ``last_start_tick``, the start of the seed's last note.
    """
    bar = meter_map.bar_at(seed_end_tick)
    bar_tick, next_bar_tick = meter_map.bar_start_tick(bar), meter_map.bar_start_tick(bar + 1)
    in_bar = seed_end_tick - bar_tick
    before = [bar_tick + in_bar // g * g for g in _SEAM_GRID_TICKS]
    after = [min(bar_tick - (-in_bar // g) * g, next_bar_tick) for g in _SEAM_GRID_TICKS]
    near = [
        tick
        for tick in after + before
        if abs(tick - seed_end_tick) <= SEAM_TOLERANCE_TICKS and tick > last_start_tick
    ]
    return min(near, key=lambda tick: abs(tick - seed_end_tick)) if near else min(after)


def answer_span(
    seed_end_tick: int, bars: int, meter_map: MeterMap, last_start_tick: int = -1
) -> tuple[int, int]:
    """The ticks [start, end) of an answer: the bar the seed stops in is filled up, then ``bars`` more."""
    if not 1 <= bars <= MAX_BARS:
        raise AntiphonError(f"Ask for 1 to {MAX_BARS} bars.")
    start = seam_tick(seed_end_tick, meter_map, last_start_tick)
    first_bar = meter_map.bar_at(meter_map.bar_ceil(start))
    return start, meter_map.bar_start_tick(first_bar + bars)
