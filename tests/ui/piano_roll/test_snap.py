"""To the lines, by steps, or off; Alt for the contrary."""

import pytest
from PySide6.QtCore import Qt

from assistant.core.clip import Clip
from assistant.core.note import PPQ, Note
from assistant.core.piece import Piece
from assistant.core.tempo import MeterChange, MeterMap
from assistant.core.track import Track
from assistant.session import Session
from assistant.ui.piano_roll.grid import ADAPTIVE
from assistant.ui.piano_roll.state import Snap
from assistant.ui.piano_roll.view import PianoRoll
from tests.ui.piano_roll.hand import ALT, NONE, Hand

FREE = Note(1, 500, PPQ, 60)


def start(session: Session) -> int:
    return session.clip.note_at_row(0).start_tick


@pytest.mark.parametrize(
    ("snap", "keys", "goes"),
    [
        ("grid", NONE, 100),
        ("grid", ALT, 116),
        ("amount", NONE, 120),
        ("amount", ALT, 116),
        ("off", NONE, 116),
        ("off", ALT, 100),
    ],
)
def test_a_freely_played_note_is_moved(
    roll: PianoRoll, session: Session, snap: Snap, keys: Qt.KeyboardModifier, goes: int
) -> None:
    hand = Hand(roll)
    session.add_notes([FREE])
    roll.set_snap(snap)
    hand.drag(hand.at(600, 60), hand.at(716, 60), keys=keys)
    assert start(session) == 500 + goes


def test_a_drag_that_only_changes_the_pitch_leaves_the_time(hand: Hand, session: Session) -> None:
    session.add_notes([FREE])
    hand.drag(hand.at(600, 60), hand.at(604, 64))
    assert (start(session), session.clip.note_at_row(0).pitch) == (500, 64)


@pytest.mark.parametrize(("snap", "begins"), [("grid", 480), ("amount", 480), ("off", 528)])
def test_drawing_snaps_as_moving_does(
    roll: PianoRoll, hand: Hand, session: Session, snap: Snap, begins: int
) -> None:
    roll.set_snap(snap)
    hand.click(hand.at(528, 60))
    assert start(session) == begins


def test_lengths_and_edges_snap_as_well(roll: PianoRoll, hand: Hand, session: Session) -> None:
    session.add_notes([FREE])
    roll.set_snap("amount")
    hand.drag(hand.at(978, 60), hand.at(978 + 130, 60))
    assert session.clip.note_at_row(0).length_ticks == PPQ + 120
    roll.set_snap("off")
    hand.drag(hand.at(1096, 60), hand.at(1096 - 52, 60))
    assert session.clip.note_at_row(0).length_ticks == PPQ + 68


def test_the_grid_is_made_finer_coarser_and_other(roll: PianoRoll) -> None:
    labels = []
    for change in (
        lambda: roll.change_grid(1),
        lambda: roll.toggle_grid_kind("triplet"),
        lambda: roll.change_grid(-1),
        lambda: roll.toggle_grid_kind("dotted"),
        lambda: roll.toggle_grid_kind("dotted"),
        lambda: roll.set_grid(0, "1 bar"),
        lambda: roll.change_grid(1),
    ):
        change()
        labels.append(roll.state.grid.label)
    assert labels == ["1/32", "1/32 triplet", "1/16 triplet", "1/16 dotted", "1/16", "1 bar", "1/2"]
    roll.set_grid(0, "adaptive")
    assert roll.state.grid == ADAPTIVE
    before = roll.grid_ticks
    roll.change_grid(1)
    assert roll.grid_ticks == before // 2
    roll.set_grid(0, "adaptive")
    roll.toggle_grid_kind("triplet")
    assert roll.grid_ticks == before * 2 // 3


def test_a_grid_of_bars_follows_the_meter(roll: PianoRoll, hand: Hand, session: Session) -> None:
    session.set_meter(3, 4)
    roll.set_grid(0, "1 bar")
    hand.click(hand.at(2000, 60))
    assert start(session) == 3 * PPQ


def test_snapping_is_switched_off_and_on(roll: PianoRoll) -> None:
    roll.toggle_snap()
    assert roll.state.snap == "off"
    roll.toggle_snap()
    assert roll.state.snap == "grid"


# --- bars at once ---------------------------------------------------------------------------------


WALTZ_FROM_BAR_4 = MeterMap.of_changes([MeterChange(0, 4, 4), MeterChange(3 * 4 * PPQ, 3, 4)])
WALTZ = 3 * 4 * PPQ


@pytest.mark.parametrize(
    ("label", "tick", "begins"),
    [
        ("2 bars", 4 * PPQ + 10, 0),
        ("2 bars", 2 * 4 * PPQ + 10, 2 * 4 * PPQ),
        ("2 bars", WALTZ + 3 * PPQ + 10, WALTZ),
        ("2 bars", WALTZ + 6 * PPQ + 10, WALTZ + 6 * PPQ),
        ("4 bars", WALTZ - 10, 0),
        ("4 bars", WALTZ + 12 * PPQ + 10, WALTZ + 12 * PPQ),
    ],
)
def test_drawing_on_a_grid_of_bars(hand: Hand, session: Session, label: str, tick: int, begins: int) -> None:
    session.show(Piece((Track(),), meter_map=WALTZ_FROM_BAR_4))
    hand.roll.set_grid(0, label)
    hand.roll.state.set_viewport(hand.roll.state.viewport.spanning(0, 30 * PPQ))
    hand.click(hand.at(tick, 60))
    assert start(session) == begins


def test_moving_on_a_grid_of_bars_crosses_a_change_of_meter(
    roll: PianoRoll, hand: Hand, session: Session
) -> None:
    track = Track(clip=Clip.from_notes([Note(0, 0, 2 * PPQ, 60)]))
    session.show(Piece((track,), meter_map=WALTZ_FROM_BAR_4))
    roll.set_grid(0, "2 bars")
    roll.state.set_viewport(roll.state.viewport.spanning(0, 30 * PPQ))
    hand.drag(hand.at(PPQ, 60), hand.at(PPQ + WALTZ - 2 * PPQ, 60))
    assert start(session) == WALTZ


def test_quantising_to_bars(roll: PianoRoll, session: Session) -> None:
    notes = [Note(0, tick, PPQ, 60) for tick in (5 * PPQ, 9 * PPQ, WALTZ + 5 * PPQ)]
    session.show(Piece((Track(clip=Clip.from_notes(notes)),), meter_map=WALTZ_FROM_BAR_4))
    roll.set_grid(0, "2 bars")
    roll.select_all()
    roll.quantise_selection()
    assert session.clip.starts.tolist() == [8 * PPQ, 8 * PPQ, WALTZ + 6 * PPQ]


def test_nudging_by_bars_goes_from_bar_line_to_bar_line(roll: PianoRoll, session: Session) -> None:
    track = Track(clip=Clip.from_notes([Note(0, WALTZ - 4 * PPQ, PPQ, 60)]))
    session.show(Piece((track,), meter_map=WALTZ_FROM_BAR_4))
    roll.set_grid(0, "1 bar")
    roll.select_all()
    starts = []
    for direction in (1, 1, -1, -1):
        roll.nudge(direction)
        starts.append(start(session))
    assert starts == [WALTZ, WALTZ + 3 * PPQ, WALTZ, WALTZ - 4 * PPQ]


def test_the_note_cursor_goes_by_groups_of_bars(roll: PianoRoll, session: Session) -> None:
    session.show(Piece((Track(),), meter_map=WALTZ_FROM_BAR_4))
    roll.set_grid(0, "2 bars")
    roll.note_cursor.step(1)
    places = []
    for direction in (1, 1, 1, -1, -1, -1):
        roll.note_cursor.step(direction)
        assert roll.state.cursor is not None
        places.append(roll.state.cursor[0])
    assert places == [8 * PPQ, WALTZ, WALTZ + 6 * PPQ, WALTZ, 8 * PPQ, 0]
