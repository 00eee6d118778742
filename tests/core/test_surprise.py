"""In which stretches a track is judged."""

from itertools import pairwise

from assistant.core.clip import Clip
from assistant.core.note import PPQ, Note
from assistant.core.surprise import BARS_READ_BEFORE, MOST_JUDGED, MOST_READ_BEFORE, stretches
from assistant.core.tempo import MeterMap

BAR = 4 * PPQ
METERS = MeterMap()


def quarters(count: int) -> Clip:
    return Clip.from_notes(Note(0, i * PPQ, PPQ, 60 + i % 12) for i in range(count))


def test_nothing_is_no_stretch() -> None:
    assert list(stretches(Clip.empty(), 0, BAR, METERS)) == []


def test_a_short_track_is_read_whole_wherever_one_looks() -> None:
    clip = quarters(MOST_JUDGED)
    assert list(stretches(clip, 10 * BAR, 11 * BAR, METERS)) == [(clip, 0)]


def test_of_a_long_track_what_is_in_sight_and_some_bars_before_it() -> None:
    ((clip, from_tick),) = stretches(quarters(2_000), 100 * BAR, 110 * BAR, METERS)
    assert from_tick == 100 * BAR
    assert int(clip.starts[0]) == (100 - BARS_READ_BEFORE) * BAR
    assert clip.end_tick == 110 * BAR


def test_what_is_crowded_is_judged_in_turns_each_note_once() -> None:
    clip = quarters(2_000)
    found = list(stretches(clip, 0, clip.end_tick, METERS))
    judged = [part.ids[part.starts >= from_tick].tolist() for part, from_tick in found]
    assert [id_ for ids in judged for id_ in ids] == clip.ids.tolist()
    assert max(map(len, judged)) <= MOST_JUDGED
    assert all(len(part) <= MOST_JUDGED + MOST_READ_BEFORE for part, _ in found)


def test_chords_are_not_torn_apart() -> None:
    clip = Clip.from_notes(Note(0, i // 3 * PPQ, PPQ, 60 + i % 3 * 4) for i in range(1_200))
    found = list(stretches(clip, 0, clip.end_tick, METERS))
    assert len(found) > 1
    judged = [part.starts[part.starts >= from_tick] for part, from_tick in found]
    assert all(a[-1] < b[0] for a, b in pairwise(judged))
    assert sum(map(len, judged)) == len(clip)
