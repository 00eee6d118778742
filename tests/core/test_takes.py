from dataclasses import replace

from assistant.core.clip import Clip
from assistant.core.continuation import ContinueRequest, Voice
from assistant.core.note import Note
from assistant.core.takes import Take, TakeTree

CLIP = Clip.from_notes([Note(0, 0, 480, 60)])
REQUEST = ContinueRequest(CLIP, 480, 1920)


def take(take_id: int) -> Take:
    return Take(take_id, REQUEST, index=0, clip=CLIP)


def test_a_take_answers_for_the_span_that_was_asked() -> None:
    assert (take(1).start_tick, take(1).end_tick) == (480, 1920)


def test_takes_are_added_in_order_and_found_by_id() -> None:
    tree = TakeTree().with_take(take(1)).with_take(take(2))
    assert [t.id for t in tree] == [1, 2]
    assert len(tree) == 2
    assert tree.get(2) == take(2)
    assert tree.get(7) is None
    assert (TakeTree().next_id, tree.next_id) == (1, 3)


def test_a_take_is_exchanged_where_its_id_is_known_and_keeps_its_place() -> None:
    tree = TakeTree().with_take(take(1)).with_take(take(2))
    rated = tree.with_take(replace(take(1), rating=1))
    assert [(t.id, t.rating) for t in rated] == [(1, 1), (2, 0)]
    assert [t.rating for t in tree] == [0, 0]


def test_a_seed_that_ends_with_an_accepted_take_grew_out_of_it() -> None:
    answer = Clip.from_notes([Note(0, 480, 480, 64), Note(0, 960, 480, 67)])
    one, two = (replace(take(id_), clip=answer, accepted=True) for id_ in (1, 2))
    tree = TakeTree((one, two, replace(take(3), clip=answer)))
    seed = CLIP.with_notes(answer)
    assert tree.grown_from(ContinueRequest(seed, 1440, 3840)) == 2
    assert tree.grown_from(ContinueRequest(seed, 1440, 3840, track=1)) is None
    assert tree.grown_from(REQUEST) is None
    changed = seed.replaced([2], pitches=[66])  # the player wrote another last note
    assert tree.grown_from(ContinueRequest(changed, 1440, 3840)) is None


def test_a_take_of_several_tracks_tells_them_with_its_own_first() -> None:
    duet = replace(take(1), request=replace(REQUEST, track=2), others=((0, Clip.empty()),))
    assert duet.voices == ((2, CLIP), (0, Clip.empty()))


def test_takes_follow_their_tracks_and_go_with_them() -> None:
    voices = tuple(Voice(track, "bass", CLIP) for track in (0, 2))
    duet = replace(take(1), request=replace(REQUEST, track=1, others=voices), others=((0, CLIP), (2, CLIP)))
    (moved,) = TakeTree((duet,)).renumbered([1, 0, 2])
    assert [track for track, _ in moved.voices] == [0, 1, 2]
    assert [voice.track for voice in moved.request.others] == [1, 2]
    (smaller,) = TakeTree((duet,)).renumbered([None, 0, 1])
    assert [track for track, _ in smaller.voices] == [0, 1]
    assert [voice.track for voice in smaller.request.others] == [1]
    assert len(TakeTree((duet,)).renumbered([0, None, 1])) == 0
