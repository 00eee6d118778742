from itertools import pairwise

from hypothesis import given

from assistant.core.clip import Clip
from assistant.core.note import Note
from assistant.core.overlaps import trim_overlaps
from assistant.core.piece import Piece
from assistant.core.scheduling import Schedule
from tests.strategies import clips, crowded_clips


def naively_trimmed(clip: Clip) -> list[Note]:
    kept: list[Note] = []
    loudest: dict[tuple[int, int], int] = {}
    for note in clip:
        place = note.start_tick, note.pitch
        loudest[place] = max(note.velocity, loudest.get(place, 0))
    for pitch in range(128):
        longest: dict[int, Note] = {}
        for note in clip:
            best = longest.get(note.start_tick, note)
            if note.pitch == pitch:
                longest[note.start_tick] = max(best, note, key=lambda n: (n.length_ticks, n.velocity))
        line = [longest[tick] for tick in sorted(longest) if longest[tick].pitch == pitch]
        for note, following in pairwise([*line, Note(0, 10**6, 1, pitch)]):
            length = min(note.length_ticks, following.start_tick - note.start_tick)
            velocity = loudest[note.start_tick, pitch]
            kept.append(Note(note.id, note.start_tick, length, pitch, velocity))
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


@given(crowded_clips())
def test_what_is_trimmed_sounds_as_before(clip: Clip) -> None:
    """So a file that is written, in which notes are trimmed, sounds as the piece does in the window."""
    before, after = (Schedule.of_piece(Piece().with_clip(0, c)) for c in (clip, trim_overlaps(clip)))
    assert after.ticks.tolist() == before.ticks.tolist()
    assert after.messages.tolist() == before.messages.tolist()


@given(clips())
def test_no_onset_is_lost(clip: Clip) -> None:
    onsets = {(n.start_tick, n.pitch) for n in clip}
    assert {(n.start_tick, n.pitch) for n in trim_overlaps(clip)} == onsets
