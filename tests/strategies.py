"""Hypothesis strategies for the values of the musical domain, shared by the tests of every room."""

from __future__ import annotations

from hypothesis import strategies as st

from assistant.core.clip import Clip
from assistant.core.controls import PITCH_BEND, ControlLane, highest_value, merged_lanes
from assistant.core.note import PPQ, Note
from assistant.core.piece import Loop, Marker, Piece
from assistant.core.tempo import MeterChange, MeterMap, TempoChange, TempoMap
from assistant.core.theory import SCALES, Key
from assistant.core.track import PARTS, Track

BAR = 4 * PPQ
FAR_TICK = 64 * BAR

ticks = st.integers(0, FAR_TICK)
lengths = st.integers(1, 4 * BAR)
pitches = st.integers(0, 127)
velocities = st.integers(1, 127)
never_muted, either_muted = st.just(False), st.booleans()
# NUL ends a name in many programs, so a name that ends with one is not kept.
names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


def notes(
    start_ticks: st.SearchStrategy[int] = ticks,
    length_ticks: st.SearchStrategy[int] = lengths,
    note_pitches: st.SearchStrategy[int] = pitches,
    muted: st.SearchStrategy[bool] = never_muted,
) -> st.SearchStrategy[Note]:
    """Notes that are in no clip yet (id 0)."""
    return st.builds(
        Note,
        id=st.just(0),
        start_tick=start_ticks,
        length_ticks=length_ticks,
        pitch=note_pitches,
        velocity=velocities,
        muted=muted,
    )


def clips(
    *, min_size: int = 0, max_size: int = 12, of: st.SearchStrategy[Note] | None = None
) -> st.SearchStrategy[Clip]:
    """Clips whose ids are 1, 2, 3 … but, as after many edits, in no order of time."""
    return st.lists(notes() if of is None else of, min_size=min_size, max_size=max_size).map(Clip.from_notes)


def crowded_clips(
    max_size: int = 16, muted: st.SearchStrategy[bool] = never_muted
) -> st.SearchStrategy[Clip]:
    """Clips of few pitches and near ticks, where notes of one pitch touch, overlap and coincide."""
    few = notes(st.integers(0, 12), st.integers(1, 8), st.integers(59, 61), muted)
    return clips(max_size=max_size, of=few)


any_tempo = st.integers(1, 0xFFFFFF)
"""Microseconds a quarter note, from the quickest to the slowest that a file can say."""


def tempo_maps(us_per_quarter: st.SearchStrategy[int] = any_tempo) -> st.SearchStrategy[TempoMap]:
    """Tempo maps with up to five changes."""
    return st.lists(st.builds(TempoChange, ticks, us_per_quarter), max_size=5).map(TempoMap.of_changes)


def meter_maps() -> st.SearchStrategy[MeterMap]:
    """Meter maps with up to five changes, on bar lines or off them."""
    change = st.builds(MeterChange, ticks, st.integers(1, 13), st.sampled_from((1, 2, 4, 8, 16, 32, 64)))
    return st.lists(change, max_size=5).map(MeterMap.of_changes)


keys = st.builds(Key, st.integers(0, 11), st.sampled_from(sorted(SCALES)))

markers = st.lists(st.builds(Marker, ticks, names), max_size=4).map(
    lambda found: tuple(sorted(found, key=lambda marker: marker.tick))
)

loops = st.tuples(ticks, lengths, st.booleans()).map(lambda t: Loop(t[0], t[0] + t[1], t[2]))


def lanes(number: st.SearchStrategy[int] | None = None) -> st.SearchStrategy[ControlLane]:
    """Lanes with one to six points, of the usual controllers if no other number is drawn."""
    usual = st.sampled_from([1, 7, 10, 11, 64, 66, 74, PITCH_BEND])
    return (number or usual).flatmap(
        lambda drawn: st.lists(
            st.tuples(ticks, st.integers(0, highest_value(drawn))), min_size=1, max_size=6
        ).map(lambda points: ControlLane.of_points(drawn, points))
    )


def tracks(of: st.SearchStrategy[Clip] | None = None) -> st.SearchStrategy[Track]:
    """Tracks with every field drawn."""
    return st.builds(
        Track,
        name=names,
        clip=clips() if of is None else of,
        part=st.sampled_from(PARTS),
        channel=st.integers(0, 15),
        program=st.none() | st.integers(0, 127),
        colour=st.integers(0, 11),
        volume=st.integers(0, 127),
        muted=st.booleans(),
        soloed=st.booleans(),
        bend_range=st.just(2) | st.integers(0, 127),
        controls=st.lists(lanes(), max_size=3).map(merged_lanes),
    )


def pieces(
    *, of: st.SearchStrategy[Clip] | None = None, min_tracks: int = 1, max_tracks: int = 3
) -> st.SearchStrategy[Piece]:
    """Pieces with every field drawn."""
    return st.builds(
        Piece,
        tracks=st.lists(tracks(of), min_size=min_tracks, max_size=max_tracks).map(tuple),
        tempo_map=tempo_maps(),
        meter_map=meter_maps(),
        key=st.none() | keys,
        markers=markers,
        loop=st.none() | loops,
        title=names,
        end_tick_floor=st.just(0) | ticks,
    )
