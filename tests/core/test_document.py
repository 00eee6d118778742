from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core import edits
from assistant.core.clip import Clip
from assistant.core.continuation import ContinueRequest
from assistant.core.document import Document
from assistant.core.note import Note
from assistant.core.piece import Piece
from assistant.core.takes import Take
from assistant.core.theory import Key
from tests.strategies import clips, keys, notes

ids = st.sets(st.integers(1, 12)).map(sorted)
Edit = Callable[[Piece], Piece]

some_edits: st.SearchStrategy[Edit] = st.one_of(
    st.lists(notes(), max_size=3).map(lambda new: lambda p: edits.add_notes(p, 0, new)),
    ids.map(lambda gone: lambda p: edits.delete_notes(p, 0, gone)),
    st.tuples(ids, st.integers(-900, 900), st.integers(-5, 5)).map(
        lambda a: lambda p: edits.move_notes(p, 0, *a)
    ),
    st.tuples(ids, st.integers(-900, 900)).map(lambda a: lambda p: edits.resize_ends(p, 0, *a)),
    st.tuples(ids, st.integers(-900, 900)).map(lambda a: lambda p: edits.resize_starts(p, 0, *a)),
    st.tuples(ids, st.integers(-90, 90)).map(lambda a: lambda p: edits.change_velocities(p, 0, *a)),
    ids.map(lambda some: lambda p: edits.quantise(p, 0, some, 120)),
    ids.map(lambda some: lambda p: edits.join_notes(p, 0, some)),
    ids.map(lambda some: lambda p: edits.duplicate(p, 0, some)),
    ids.map(lambda some: lambda p: edits.legato(p, 0, some)),
    st.tuples(ids, st.booleans()).map(lambda a: lambda p: edits.mute_notes(p, 0, *a)),
    st.dictionaries(st.integers(1, 12), st.integers(0, 9000)).map(
        lambda cuts: lambda p: edits.split_notes(p, 0, cuts)
    ),
    st.floats(20, 300).map(lambda bpm: lambda p: edits.set_tempo(p, bpm)),
    keys.map(lambda key: lambda p: edits.set_key(p, key)),
)


@given(clips(), st.lists(some_edits, max_size=12))
def test_undo_to_the_start_and_redo_to_the_end(clip: Clip, some: list[Edit]) -> None:
    first = Piece().with_clip(0, clip)
    document = Document(first)
    stages = [first]
    for number, edit in enumerate(some):
        if document.apply(f"edit {number}", edit):
            stages.append(document.piece)
    for stage in reversed(stages[:-1]):
        assert document.undo()
        assert document.piece == stage
    assert document.undo() is None
    assert document.piece is first
    assert not document.is_modified
    for stage in stages[1:]:
        assert document.redo()
        assert document.piece == stage
    assert document.redo() is None


def add(pitch: int) -> Edit:
    return lambda piece: edits.add_notes(piece, 0, [Note(0, 0, 480, pitch)])


def test_steps_have_names() -> None:
    document = Document()
    document.apply("Draw a note", add(60))
    document.apply("Draw another", add(62))
    assert document.undo() == "Draw another"
    assert document.redo() == "Draw another"
    assert [step.label for step in document.history.done] == ["Draw a note", "Draw another"]


def test_an_edit_that_changes_nothing_is_no_step() -> None:
    document = Document()
    assert not document.apply("Nothing", lambda piece: edits.delete_notes(piece, 0, [9]))
    assert document.undo() is None
    assert not document.is_modified


def test_an_edit_that_fails_leaves_everything_as_it_was() -> None:
    document = Document()
    document.apply("Draw", add(60))
    before = document.piece
    with pytest.raises(ValueError, match="meter"):
        document.apply("Set meter", lambda piece: edits.set_meter(piece, 4, 7))
    assert document.piece is before
    assert len(document.history.done) == 1


def test_listeners_hear_of_every_change_in_order() -> None:
    document, heard = Document(), list[str]()
    document.subscribe(lambda: heard.append(f"a{len(document.piece.tracks[0].clip)}"))
    document.subscribe(lambda: heard.append("b"))
    document.apply("Draw", add(60))
    document.undo()
    document.redo()
    document.apply("Nothing", lambda piece: piece)
    assert heard == ["a1", "b", "a0", "b", "a1", "b"]


def test_it_is_modified_until_it_is_saved_and_again_after_undo() -> None:
    document = Document()
    document.apply("Draw", add(60))
    assert document.is_modified
    document.mark_saved()
    assert not document.is_modified
    document.undo()
    assert document.is_modified
    document.redo()
    assert not document.is_modified


def test_it_goes_to_any_place_of_its_history_in_one_go() -> None:
    document, heard = Document(), list[int]()
    stages = [document.piece]
    for pitch in (60, 62, 64):
        document.apply(f"Draw {pitch}", add(pitch))
        stages.append(document.piece)
    document.subscribe(lambda: heard.append(len(document.piece.tracks[0].clip)))
    for place, moved in ((0, -3), (2, 2), (2, 0), (3, 1), (1, -2), (-5, -1), (99, 3)):
        assert document.go_to(place) == moved
        assert document.piece == stages[min(max(place, 0), 3)]
        assert len(document.history.done) == min(max(place, 0), 3)
    assert heard == [0, 2, 3, 1, 0, 3], "listeners hear of each jump once"


def test_going_back_to_what_is_saved_is_nothing_to_save() -> None:
    document = Document()
    document.apply("Draw", add(60))
    document.mark_saved()
    document.apply("Draw", add(62))
    document.go_to(0)
    assert document.is_modified
    document.go_to(1)
    assert not document.is_modified


def test_opening_begins_afresh() -> None:
    document = Document()
    document.apply("Draw", add(60))
    clip = Clip.from_notes([Note(0, 0, 480, 60)])
    document.put_take(Take(1, ContinueRequest(clip, 480, 1920), 0, clip))
    document.open(Piece(key=Key(2)))
    assert document.piece.key == Key(2)
    assert document.undo() is None
    assert len(document.takes) == 0
    assert not document.is_modified
