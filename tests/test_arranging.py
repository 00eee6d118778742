"""Edits of the piece as a whole: one named step each, and the track in hand follows through all of them."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.arranging import Arranging
from assistant.core.clip import Clip
from assistant.core.errors import AntiphonError
from assistant.core.note import Note
from assistant.core.piece import Piece, blank_piece
from assistant.core.track import Track
from tests import strategies as own

BAR = 1920
A, B, C = (
    Track(name, Clip.from_notes([Note(1, 0, 480, pitch)]))
    for name, pitch in (("A", 60), ("B", 62), ("C", 64))
)


@pytest.fixture
def arranging() -> Arranging:
    arranging = Arranging()
    arranging.document.open(Piece((A, B, C)))
    return arranging


def names(arranging: Arranging) -> str:
    return "".join(track.name for track in arranging.piece.tracks)


def in_hand(arranging: Arranging) -> str:
    return arranging.piece.tracks[arranging.active_track].name


def test_every_edit_is_one_named_step_that_can_be_undone(arranging: Arranging) -> None:
    first = arranging.piece
    steps = {
        "Add track": lambda: arranging.add_track("bass"),
        "Rename Bass": lambda: arranging.rename_track(3, "Low"),
        "Move Low": lambda: arranging.move_track(3, 0),
        "Set volume of Low": lambda: arranging.set_track(0, volume=40),
        "Colour Low": lambda: arranging.set_track(0, colour=7),
        "Set part of Low": lambda: arranging.set_track(0, part="other"),
        "Set channel of Low": lambda: arranging.set_track(0, channel=9),
        "Choose instrument of Low": lambda: arranging.set_track(0, program=33),
        "Change Low": lambda: arranging.set_track(0, program=34, volume=50),
        "Mute Low": lambda: arranging.set_muted(0, True),
        "Unmute Low": lambda: arranging.set_muted(0, False),
        "Solo Low": lambda: arranging.set_solo(0, True),
        "Unsolo Low": lambda: arranging.set_solo(0, False),
        "Delete Low": lambda: arranging.delete_track(0),
        "Set tempo to 96.5": lambda: arranging.set_tempo(96.5),
        "Set tempo to 60": lambda: arranging.set_tempo(60, BAR),
        "Move tempo change": lambda: arranging.move_tempo(BAR, 480),
        "Remove tempo change": lambda: arranging.remove_tempo(480),
        "Set meter to 6/8": lambda: arranging.set_meter(6, 8),
        "Set meter to 3/4": lambda: arranging.set_meter(3, 4, 3000),
        "Move meter change": lambda: arranging.move_meter(2880, 1500),
        "Remove meter change": lambda: arranging.remove_meter(1440),
        "Add marker": lambda: arranging.add_marker(480, "Verse"),
        "Rename marker": lambda: arranging.rename_marker(480, "Chorus"),
        "Move marker": lambda: arranging.move_marker(480, 960),
        "Remove marker": lambda: arranging.remove_marker(960),
        "Change pedal": lambda: arranging.set_controls(64, 0, 480, [(0, 127), (240, 0)]),
        "Clear pedal": lambda: arranging.set_controls(64, 0, 480, []),
    }
    for label, action in steps.items():
        action()
        assert arranging.document.history.done[-1].label == label
    assert len(arranging.document.history.done) == len(steps)
    for label in reversed(steps):
        assert arranging.undo() == label
    assert arranging.piece == first
    assert arranging.redo() == "Add track"


def test_what_leaves_everything_as_it_was_is_no_step(arranging: Arranging) -> None:
    arranging.move_track(1, 1)
    arranging.set_track(0, name="A")
    arranging.remove_tempo(480)
    arranging.remove_marker(480)
    arranging.set_controls(1, 0, 480, [])
    assert arranging.document.history.done == ()


def test_the_last_track_cannot_be_deleted(arranging: Arranging) -> None:
    arranging.delete_track(0)
    arranging.delete_track(0)
    with pytest.raises(AntiphonError, match="keeps one track"):
        arranging.delete_track(0)
    assert names(arranging) == "C"


def test_a_new_track_is_in_hand_and_the_one_before_it_again_after_undo(arranging: Arranging) -> None:
    arranging.active_track = 1
    assert arranging.add_track() == 3
    assert in_hand(arranging) == "Harmony"
    arranging.undo()
    assert in_hand(arranging) == "C"
    arranging.redo()
    assert in_hand(arranging) == "Harmony"


def test_the_track_in_hand_stays_so_when_others_go_or_move(arranging: Arranging) -> None:
    arranging.active_track = 2
    arranging.delete_track(0)
    assert (names(arranging), in_hand(arranging)) == ("BC", "C")
    arranging.move_track(1, 0)
    assert (names(arranging), in_hand(arranging)) == ("CB", "C")
    arranging.rename_track(0, "D")
    assert in_hand(arranging) == "D"


def test_in_place_of_a_deleted_track_its_neighbour_is_in_hand_and_undo_gives_it_back(
    arranging: Arranging,
) -> None:
    arranging.active_track = 1
    arranging.delete_track(1)
    assert in_hand(arranging) == "C"
    arranging.undo()
    assert (names(arranging), in_hand(arranging)) == ("ABC", "B")
    arranging.active_track = 2
    arranging.delete_track(2)
    assert in_hand(arranging) == "B"


def test_numbers_of_tracks_count_as_worthless_only_when_they_are(arranging: Arranging) -> None:
    before = arranging.renumberings
    arranging.add_track()
    arranging.rename_track(0, "X")
    arranging.add_notes([Note(0, 0, 480, 60)])
    assert arranging.renumberings == before
    arranging.move_track(0, 1)
    arranging.delete_track(0)
    arranging.undo()
    assert arranging.renumberings == before + 3


def test_listeners_find_the_track_in_hand_where_it_belongs(arranging: Arranging) -> None:
    seen: list[str] = []
    arranging.document.subscribe(lambda: seen.append(in_hand(arranging)))
    arranging.active_track = 2
    arranging.delete_track(1)
    arranging.undo()
    arranging.add_track("bass")
    assert seen == ["C", "B", "Bass"]


numbers = st.integers(0, 3)
steps = st.one_of(
    st.tuples(st.just("add_track"), st.sampled_from(("melody", "harmony", "bass", "other"))),
    st.tuples(st.just("delete_track"), numbers),
    st.tuples(st.just("move_track"), numbers, numbers),
    st.tuples(st.just("rename_track"), numbers, own.names),
    st.tuples(st.just("set_muted"), numbers, st.booleans()),
    st.tuples(st.just("set_tempo"), st.integers(20, 300), own.ticks),
    st.tuples(st.just("move_tempo"), own.ticks, own.ticks),
    st.tuples(st.just("remove_tempo"), own.ticks),
    st.tuples(st.just("set_meter"), st.integers(1, 9), st.sampled_from((2, 4, 8)), own.ticks),
    st.tuples(st.just("move_meter"), own.ticks, own.ticks),
    st.tuples(st.just("add_marker"), own.ticks, own.names),
    st.tuples(
        st.just("set_controls"), st.sampled_from((1, 64, 128)), st.just(0), own.ticks, st.just(((0, 9),))
    ),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)


@settings(max_examples=60)
@given(own.pieces(max_tracks=4), st.lists(steps, max_size=14))
def test_whatever_is_done_undo_to_the_start_gives_the_first_piece_back(
    piece: Piece, walk: list[tuple]
) -> None:  # type: ignore[type-arg]
    arranging = Arranging()
    arranging.document.open(piece)
    for name, *arguments in walk:
        about_track = (name.endswith("track") and name != "add_track") or name == "set_muted"
        if about_track:
            arguments[0] %= len(arranging.piece.tracks)
        if name == "move_track":
            arguments[1] %= len(arranging.piece.tracks)
        with contextlib.suppress(AntiphonError):
            getattr(arranging, name)(*arguments)
        assert 0 <= arranging.active_track < len(arranging.piece.tracks)
        assert arranging.clip is arranging.piece.tracks[arranging.active_track].clip
    while arranging.undo():
        assert 0 <= arranging.active_track < len(arranging.piece.tracks)
    assert arranging.piece == piece


def test_a_blank_piece_is_there_for_a_session_to_begin_with() -> None:
    arranging = Arranging()
    arranging.document.open(blank_piece())
    assert names(arranging) == "MelodyHarmony"
