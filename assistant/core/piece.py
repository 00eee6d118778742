"""The whole piece as one immutable value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Self

from assistant.core.clip import Clip
from assistant.core.tempo import MeterMap, TempoMap
from assistant.core.theory import Key
from assistant.core.track import Track


@dataclass(frozen=True, slots=True)
class Loop:
    """The loop region [start_tick, end_tick)."""

    start_tick: int
    end_tick: int
    enabled: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.start_tick < self.end_tick:
            raise ValueError(f"a loop must have a length: {self.start_tick} to {self.end_tick}")


@dataclass(frozen=True, slots=True)
class Marker:
    """A named place in the piece."""

    tick: int
    name: str

    def __post_init__(self) -> None:
        if self.tick < 0:
            raise ValueError(f"a marker must not stand before tick 0: {self.tick}")


@dataclass(frozen=True)
class Piece:
    """Tracks, tempo, meter, key, markers and loop; there is always at least one track.

    ``end_tick_floor`` is the length that a file gave beyond its last note (rests at the end are music too).
    """

    tracks: tuple[Track, ...] = (Track(),)
    tempo_map: TempoMap = field(default_factory=TempoMap)
    meter_map: MeterMap = field(default_factory=MeterMap)
    key: Key | None = None
    markers: tuple[Marker, ...] = ()
    loop: Loop | None = None
    title: str = ""
    end_tick_floor: int = 0

    def __post_init__(self) -> None:
        if not self.tracks:
            raise ValueError("a piece has at least one track")

    @property
    def end_tick(self) -> int:
        """Where the music stops: the last note's end, or the length the file gave."""
        return max([self.end_tick_floor, *(t.clip.end_tick for t in self.tracks)])

    @property
    def lead_track(self) -> int:
        """The number of the track to begin with: one with notes, no percussion, a melody, the first such."""
        tracks = enumerate(self.tracks)
        return min(
            (not len(track.clip), track.is_percussion, track.part != "melody", index)
            for index, track in tracks
        )[-1]

    def with_track(self, index: int, track: Track) -> Self:
        """This piece with one track replaced."""
        tracks = list(self.tracks)
        tracks[index] = track
        return replace(self, tracks=tuple(tracks))

    def with_clip(self, index: int, clip: Clip) -> Self:
        """This piece with one track's notes replaced; itself where they are the very same."""
        if clip is self.tracks[index].clip:
            return self
        return self.with_track(index, replace(self.tracks[index], clip=clip))

    def without_muted_notes(self) -> Self:
        """This piece less the notes that are not heard."""
        if not any(track.clip.muted.any() for track in self.tracks):
            return self
        return replace(self, tracks=tuple(replace(t, clip=t.clip.sounding) for t in self.tracks))

    def audible_tracks(self) -> tuple[Track, ...]:
        """The tracks that sound: the soloed ones if there are any, else those not muted."""
        soloed = tuple(t for t in self.tracks if t.soloed and not t.muted)
        return soloed or tuple(t for t in self.tracks if not t.muted)


def blank_piece() -> Piece:
    """A piece to begin with: a melody track and a harmony track, both empty."""
    return Piece((Track(), Track("Harmony", part="harmony", channel=1, colour=1)))
