import pytest

from assistant.core.note import PPQ, Note
from assistant.session import Session
from assistant.ui.piano_roll.view import PianoRoll
from tests.fakes import FakePerformer
from tests.ui.piano_roll.conftest import BAR, SIXTEENTH


@pytest.fixture(autouse=True)
def _three(three: object) -> None:
    """Every test here begins with three notes."""


def starts(session: Session) -> list[int]:
    return session.clip.starts.tolist()


def test_nudge_goes_by_the_grid(roll: PianoRoll, session: Session) -> None:
    roll.set_selection([2])
    roll.nudge(1)
    assert starts(session) == [0, PPQ + SIXTEENTH, 2 * PPQ]
    roll.set_grid(PPQ, "1/4")
    roll.nudge(-1)
    assert starts(session) == [0, SIXTEENTH, 2 * PPQ]


def test_transpose_is_heard_and_brought_into_view(
    roll: PianoRoll, session: Session, performer: FakePerformer
) -> None:
    roll.set_selection([1])
    roll.transpose_selection(60)
    assert session.clip.notes([1])[0].pitch == 120
    assert performer.called("audition")[0][0] == 120
    assert roll.state.viewport.highest_pitch >= 120


def test_quantise(roll: PianoRoll, session: Session) -> None:
    session.move_notes([2], 37, 0)
    roll.set_selection([2])
    roll.quantise_selection()
    assert starts(session) == [0, PPQ, 2 * PPQ]


def test_a_piece_seen_from_afar_is_quantised_to_16ths_all_the_same(roll: PianoRoll, session: Session) -> None:
    roll.set_grid(0, "adaptive")
    session.add_notes([Note(0, 1000 * PPQ + 20, PPQ, 60)])
    roll.zoom_to_all()
    assert roll.grid_ticks > PPQ, "so far away that the adaptive grid has bars"
    roll.select_all()
    roll.quantise_selection()
    assert starts(session) == [0, PPQ, 2 * PPQ, 1000 * PPQ]
    roll.set_grid(0, "1 bar")
    roll.quantise_selection()
    assert starts(session) == [0, 0, 0, 1000 * PPQ], "a grid that was chosen is kept to"


def test_duplicate_selects_the_copies(roll: PianoRoll, session: Session) -> None:
    roll.select_all()
    roll.duplicate_selection()
    assert len(session.clip) == 6
    assert roll.selected_ids == {4, 5, 6}


def test_a_paste_upon_a_paste_goes_on_after_it(roll: PianoRoll, session: Session) -> None:
    roll.set_selection([1, 2])
    roll.copy_selection()
    roll.set_playhead(8 * PPQ, playing=False)
    for _ in range(3):
        roll.paste_at_playhead()
    assert starts(session)[3:] == [tick * PPQ for tick in (8, 9, 10, 11, 12, 13)]
    session.undo()
    session.undo()
    roll.paste_at_playhead()
    assert starts(session)[3:] == [tick * PPQ for tick in (8, 9, 10, 11)], "as if there had been one"
    session.add_track()
    roll.paste_at_playhead()
    assert starts(session) == [8 * PPQ, 9 * PPQ], "another track begins where the playhead is"
    session.active_track = 0
    roll.set_playhead(20 * PPQ, playing=False)
    roll.paste_at_playhead()
    assert starts(session)[-2:] == [20 * PPQ, 21 * PPQ], "where the playhead went"


def test_cut_and_paste_at_the_playhead(roll: PianoRoll, session: Session) -> None:
    roll.set_selection([1, 2])
    roll.cut_selection()
    assert starts(session) == [2 * PPQ]
    roll.set_playhead(BAR, playing=False)
    roll.paste_at_playhead()
    assert starts(session) == [2 * PPQ, BAR, BAR + PPQ]
    assert len(roll.selected_ids) == 2


def test_copy_leaves_the_notes(roll: PianoRoll, session: Session) -> None:
    roll.set_selection([3])
    roll.copy_selection()
    assert len(session.clipboard) == 1
    assert len(session.clip) == 3


def test_delete_and_velocity(roll: PianoRoll, session: Session) -> None:
    roll.set_selection([1])
    roll.change_velocity(10)
    assert session.clip.notes([1])[0].velocity == 90
    roll.delete_selection()
    assert session.clip.ids.tolist() == [2, 3]


def test_without_a_selection_nothing_happens(roll: PianoRoll, session: Session) -> None:
    told: list[None] = []
    roll.edited.connect(lambda: told.append(None))
    for command in (
        roll.delete_selection,
        roll.quantise_selection,
        roll.duplicate_selection,
        roll.cut_selection,
        roll.copy_selection,
        roll.paste_at_playhead,
    ):
        command()
    roll.nudge(1)
    roll.transpose_selection(1)
    roll.change_velocity(1)
    assert session.document.history.done == ()
    assert told == []


def test_edits_are_told(roll: PianoRoll) -> None:
    told: list[None] = []
    roll.edited.connect(lambda: told.append(None))
    roll.set_selection([1])
    roll.nudge(1)
    roll.delete_selection()
    assert len(told) == 2


def test_notes_can_be_walked_through_without_a_mouse(roll: PianoRoll, performer: FakePerformer) -> None:
    seen = []
    for direction in (1, 1, 1, 1, -1):
        roll.select_neighbour(direction)
        seen.append(roll.selected_ids)
    assert seen == [{1}, {2}, {3}, {3}, {2}]
    assert [call[0] for call in performer.called("audition")] == [60, 64, 67, 64]


def test_notes_can_be_drawn_without_a_mouse(roll: PianoRoll, session: Session) -> None:
    roll.set_selection([2])
    roll.set_playhead(BAR + 10.5, playing=False)
    roll.insert_note()
    added = session.clip.note_at_row(3)
    assert (added.start_tick, added.pitch) == (BAR, 64)
    assert roll.selected_ids == {added.id}


def test_an_empty_piece_has_no_neighbours(roll: PianoRoll, session: Session) -> None:
    session.new()
    roll.select_neighbour(1)
    assert roll.selected_ids == frozenset()
