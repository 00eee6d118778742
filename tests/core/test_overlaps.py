from itertools import pairwise

from hypothesis import given

from assistant.core.clip import Clip
from assistant.core.note import Note
from assistant.core.overlaps import trim_overlaps
from tests.strategies import clips, crowded_clips


def naively_trimmed(clip: Clip) -> list[Note]:
    kept: list[Note] = []
    for pitch in range(128):
        longest: dict[int, Note] = {}
        for note in clip:
            best = longest.get(note.start_tick, note)
            if note.pitch == pitch:
                longest[note.start_tick] = max(best, note, key=lambda n: (n.length_ticks, n.velocity))
        line = [longest[tick] for tick in sorted(longest) if longest[tick].pitch == pitch]
        for note, following in pairwise([*line, Note(0, 10**6, 1, pitch)]):
            length = min(note.length_ticks, following.start_tick - note.start_tick)
            kept.append(Note(note.id, note.start_tick, length, pitch, note.velocity))
    return kept


def values(notes: object) -> list[tuple[int, int, int, int]]:
    return sorted((n.start_tick, n.pitch, n.length_ticks, n.velocity) for n in notes)  # type: ignore[attr-defined]


@given(crowded_clips())
def test_it_agrees_with_a_naive_walk(clip: Clip) -> None:
    assert values(trim_overlaps(clip)) == values(naively_trimmed(clip))


@given(crowded_clips())
def test_no_pitch_sounds_twice_and_trimming_again_changes_nothing(clip: Clip) -> None:
    trimmed = trim_overlaps(clip)
    for pitch in set(trimmed.pitches.tolist()):
        line = [n for n in trimmed if n.pitch == pitch]
        assert all(a.end_tick <= b.start_tick for a, b in pairwise(line))
    assert trim_overlaps(trimmed) is trimmed
    assert set(trimmed.ids.tolist()) <= set(clip.ids.tolist())


@given(clips())
def test_no_onset_is_lost(clip: Clip) -> None:
    onsets = {(n.start_tick, n.pitch) for n in clip}
    assert {(n.start_tick, n.pitch) for n in trim_overlaps(clip)} == onsets
