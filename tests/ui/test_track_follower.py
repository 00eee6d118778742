"""Takes and the selection when tracks come, go and change places."""

from __future__ import annotations

from tests.ui.conftest import Desk


def test_takes_go_with_the_tracks_they_were_made_for(desk: Desk) -> None:
    desk.session.add_track()
    desk.session.active_track = 0
    desk.continue_()
    assert desk.ghosts
    desk.session.move_track(0, 1)
    assert desk.ghosts == []
    assert desk.session.heard_piece is desk.session.piece
    desk.window.proposals.show(desk.window.proposals.cards()[0].key)
    assert desk.ghosts
    desk.window.proposals.accept()
    assert len(desk.session.piece.tracks[1].clip) > 16
    desk.session.delete_track(1)
    assert desk.window.proposals.cards() == []


def test_a_track_that_is_undone_takes_a_running_request_with_it(desk: Desk) -> None:
    desk.session.delete_track(desk.session.add_track())
    desk.window.proposals.undo()
    desk.session.active_track = 0
    desk.continue_()
    desk.window.proposals.redo()
    assert desk.ghosts == []
    assert len(desk.session.piece.tracks) == 1


def test_ghosts_stay_when_a_track_is_added_and_show_when_theirs_is_in_hand(desk: Desk) -> None:
    desk.continue_()
    cards = len(desk.window.proposals.cards())
    desk.session.add_track()
    assert desk.ghosts == []
    assert len(desk.window.proposals.cards()) == cards


def test_the_selection_is_of_the_track_in_hand(desk: Desk) -> None:
    desk.window.roll.select_all()
    assert desk.window.roll.selected_ids
    desk.session.add_track()
    assert not desk.window.roll.selected_ids
