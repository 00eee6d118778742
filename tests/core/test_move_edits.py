"""Notes turned round, upside down and on to a scale: ids stay, order holds, the others are as they were."""

from dataclasses import replace

from hypothesis import given

from assistant.core import edits
from assistant.core.clip import Clip
from assistant.core.note import Note
from assistant.core.piece import Piece
from assistant.core.theory import Key
from tests.core.test_note_edits import clip_of, either, on, some_ids
from tests.strategies import keys


def check_others(before: Clip, after: Clip, ids: list[int]) -> None:
    """The same ids are there, and the notes that were not meant are as they were."""
    assert set(after.ids.tolist()) == set(before.ids.tolist())
    assert after.without(ids) == before.without(ids)


@given(either, some_ids)
def test_reversing_twice_is_doing_nothing(clip: Clip, ids: list[int]) -> None:
    reversed_ = edits.reverse(on(clip), 0, ids)
    check_others(clip, clip_of(reversed_), ids)
    assert edits.reverse(reversed_, 0, ids) == on(clip)
    old, new = clip.notes(ids), clip_of(reversed_).notes(ids)
    if old:
        assert min(n.start_tick for n in old) == min(n.start_tick for n in new)
        assert max(n.end_tick for n in old) == max(n.end_tick for n in new)


@given(either, some_ids)
def test_inverting_twice_is_doing_nothing(clip: Clip, ids: list[int]) -> None:
    inverted = edits.invert(on(clip), 0, ids)
    check_others(clip, clip_of(inverted), ids)
    assert edits.invert(inverted, 0, ids) == on(clip)
    assert {n.pitch for n in clip_of(inverted).notes(ids)} <= set(range(128))


def test_a_phrase_turned_round_and_upside_down() -> None:
    clip = Clip.from_notes([Note(1, 0, 480, 60), Note(2, 480, 240, 64), Note(3, 720, 240, 67)])
    assert [(n.start_tick, n.pitch) for n in clip_of(edits.reverse(on(clip), 0, [1, 2, 3]))] == [
        (0, 67), (240, 64), (480, 60),
    ]  # fmt: skip
    assert [n.pitch for n in clip_of(edits.invert(on(clip), 0, [1, 2, 3]))] == [67, 63, 60]


@given(either, some_ids, keys)
def test_snapped_notes_are_in_the_key_and_near(clip: Clip, ids: list[int], key: Key) -> None:
    after = clip_of(edits.snap_to_scale(on(clip), 0, ids, key))
    check_others(clip, after, ids)
    scale = [pitch for pitch in range(128) if pitch % 12 in key.pitch_classes]
    old = {n.id: n for n in clip}
    for note in after.notes(ids):
        before = old[note.id]
        assert note == replace(before, pitch=note.pitch)
        below = max((p for p in scale if p <= before.pitch), default=scale[0])
        above = min((p for p in scale if p >= before.pitch), default=scale[-1])
        nearest = below if before.pitch - below <= above - before.pitch else above
        assert note.pitch in (below, above)
        if note.pitch != nearest:
            others = [n for n in after if n.start_tick == note.start_tick and n.id != note.id]
            assert nearest in {n.pitch for n in others}, "it gave way to a note that stands there"
    assert edits.snap_to_scale(on(after), 0, ids, key) == on(after)


def test_notes_that_begin_together_do_not_fall_on_one_pitch_where_there_is_room() -> None:
    c_major, cluster = (
        Key(0),
        Piece().with_clip(
            0, Clip.from_notes([Note(1, 0, 9, 60), Note(2, 0, 9, 61), Note(3, 9, 9, 61), Note(4, 0, 9, 66)])
        ),
    )
    after = clip_of(edits.snap_to_scale(cluster, 0, [2, 3, 4], c_major))
    assert {n.id: n.pitch for n in after} == {1: 60, 2: 62, 3: 60, 4: 65}
    full = Piece().with_clip(0, Clip.from_notes(Note(p - 59, 0, 9, p) for p in (60, 61, 62)))
    after = clip_of(edits.snap_to_scale(full, 0, [1, 2, 3], c_major))
    assert sorted(n.pitch for n in after) == [60, 60, 62], "no room: it stays a note of its own"
