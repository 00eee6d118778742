"""Edits as a musician makes them: what becomes of the notes, and what the Edit menu calls it."""

from collections.abc import Callable

import pytest

from assistant.core.clip import Clip
from assistant.core.note import Note
from assistant.core.piece import Loop, Piece
from assistant.core.theory import Key
from assistant.core.track import Track
from assistant.editing import Editing

BAR = 1920
SEED = (Note(1, 0, 480, 62), Note(2, 480, 480, 66), Note(3, 960, 960, 69))


@pytest.fixture
def editing() -> Editing:
    editing = Editing()
    editing.document.open(Piece().with_clip(0, Clip.from_notes(SEED)))
    return editing


def starts(editing: Editing) -> list[tuple[int, int]]:
    return [(n.start_tick, n.pitch) for n in editing.clip]


def test_every_edit_is_one_named_step_that_can_be_undone(editing: Editing) -> None:
    first = editing.piece
    steps: dict[str, Callable[[], object]] = {
        "Add 1 note": lambda: editing.add_notes([Note(0, BAR, 480, 60)]),
        "Delete 2 notes": lambda: editing.delete_notes({1, 2}),
        "Move 1 note": lambda: editing.move_notes({3}, 480, 1),
        "Transpose 1 note": lambda: editing.move_notes({3}, 0, 1),
        "Resize 1 note": lambda: editing.resize_notes({3}, -240, at_start=False),
        "Set velocity of 1 note": lambda: editing.set_velocities({3: 20}),
        "Change velocity of 1 note": lambda: editing.change_velocities({3}, 5),
        "Quantise 1 note": lambda: editing.quantise({3}, 960),
        "Copy 1 note": lambda: editing.copy_notes_by({3}, 480, 0),
        "Cut 1 note": lambda: editing.cut({3}),
        "Paste 1 note": lambda: editing.paste(0),
        "Duplicate 1 note": lambda: editing.duplicate({int(editing.clip.ids[0])}),
        "Set key to E dorian": lambda: editing.set_key(Key(4, "dorian")),
        "No key": lambda: editing.set_key(None),
        "Set loop": lambda: editing.set_loop(Loop(0, BAR)),
        "Remove loop": lambda: editing.set_loop(None),
    }
    check_steps(editing, steps)
    assert editing.piece is first
    assert editing.redo() == "Add 1 note"


def test_every_way_to_shape_notes_is_one_named_step(editing: Editing) -> None:
    first = editing.piece
    steps: dict[str, Callable[[], object]] = {
        "Split 2 notes": lambda: editing.split_notes({1: 240, 2: 720}),
        "Join 4 notes": lambda: editing.join_notes(editing.clip.ids[:4]),
        "Mute 2 notes": lambda: editing.toggle_mute({1, 2}),
        "Unmute 1 note": lambda: editing.toggle_mute({1}),
        "Scale velocity of 1 note": lambda: editing.scale_velocities({1}, 0.5),
        "Humanise 2 notes": lambda: editing.humanise({1, 2}, 20, 10, seed=4),
        "Legato for 3 notes": lambda: editing.legato({1, 2, 3}),
        "Reverse 3 notes": lambda: editing.reverse({1, 2, 3}),
        "Invert 3 notes": lambda: editing.invert({1, 2, 3}),
        "Snap 3 notes to D♭ major": lambda: editing.snap_to_scale({1, 2, 3}, Key(1)),
        "Fit 3 notes to 1 bar": lambda: editing.fit_to_bars({1, 2, 3}, 1),
        "Fit 3 notes to 2 bars": lambda: editing.fit_to_bars({1, 2, 3}, 2),
        "Stamp chord of 3 notes": lambda: editing.stamp_chord((60, 64, 67, 200), BAR, 480, 80),
    }
    check_steps(editing, steps)
    assert editing.piece is first


def check_steps(editing: Editing, steps: dict[str, Callable[[], object]]) -> None:
    """Each action makes one step of its name; then all are undone."""
    for label, action in steps.items():
        action()
        assert editing.document.history.done[-1].label == label
    assert len(editing.document.history.done) == len(steps)
    for label in reversed(steps):
        assert editing.undo() == label


def test_new_notes_tell_their_ids(editing: Editing) -> None:
    (new,) = editing.add_notes([Note(0, BAR, 480, 60)])
    assert editing.clip.notes([new])[0].start_tick == BAR
    copies = editing.copy_notes_by({1, 2}, BAR, 12)
    assert [(n.start_tick, n.pitch) for n in editing.clip.notes(copies)] == [(BAR, 74), (BAR + 480, 78)]


def test_the_halves_of_split_notes_and_the_notes_of_a_chord_tell_their_ids(editing: Editing) -> None:
    halves = editing.split_at({1, 2, 3}, 1200)
    assert [(n.start_tick, n.end_tick) for n in editing.clip.notes(halves)] == [(1200, BAR)]
    assert not len(editing.split_at({1, 2}, 1200))
    chord = editing.stamp_chord((67, 60, 64), BAR, 480, 70)
    assert [(n.pitch, n.velocity) for n in editing.clip.notes(chord)] == [(60, 70), (64, 70), (67, 70)]
    assert not len(editing.stamp_chord((-1, 128), 0, 480, 70))
    editing.stamp_chord((60,), 0, 480, 70)
    assert editing.document.history.done[-1].label == "Add 1 note"


def test_muting_some_of_which_one_is_muted_mutes_all_and_then_none(editing: Editing) -> None:
    editing.mute_notes({2}, True)
    editing.toggle_mute({1, 2, 3})
    assert editing.clip.muted.tolist() == [True, True, True]
    editing.toggle_mute({1, 2, 3})
    assert editing.clip.muted.tolist() == [False, False, False]


def test_quantising_takes_strength_swing_and_ends(editing: Editing) -> None:
    editing.move_notes({1, 2, 3}, 40, 0)
    editing.quantise({1, 2, 3}, 480, strength=0.5, swing=1.0, ends=True)
    assert [(n.start_tick, n.end_tick) for n in editing.clip] == [(20, 580), (580, 980), (980, 1940)]


def test_the_left_edge_of_a_note_moves_while_its_end_stays(editing: Editing) -> None:
    editing.resize_notes({3}, 240, at_start=True)
    (note,) = editing.clip.notes([3])
    assert (note.start_tick, note.end_tick) == (1200, BAR)


def test_the_clipboard_pastes_at_a_tick_and_outlives_the_document(editing: Editing) -> None:
    editing.copy({2, 3})
    editing.document.open(Piece())
    pasted = editing.paste(BAR)
    assert starts(editing) == [(BAR, 66), (BAR + 480, 69)]
    assert len(pasted) == 2
    editing.clipboard = Clip.empty()
    assert not len(editing.paste(0))


def test_duplicating_repeats_on_the_next_beat(editing: Editing) -> None:
    editing.resize_notes({3}, -700, at_start=False)  # the phrase now ends inside beat 3
    editing.duplicate({1, 2, 3})
    assert starts(editing)[3:] == [(1440, 62), (1920, 66), (2400, 69)]
    assert not len(editing.duplicate(set()))


def test_edits_go_to_the_active_track(editing: Editing) -> None:
    editing.document.open(Piece(tracks=(Track("a", Clip.from_notes(SEED)), Track("b", channel=3))))
    editing.active_track = 1
    editing.add_notes([Note(0, 0, 480, 40)])
    assert [len(t.clip) for t in editing.piece.tracks] == [3, 1]
