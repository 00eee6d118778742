"""Takes and the selection when tracks come, go and change places."""

from __future__ import annotations

from dataclasses import replace

from assistant.core.note import Note
from tests.ui.conftest import BAR, Desk


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


def test_takes_come_back_with_their_track(desk: Desk) -> None:
    desk.session.add_track()
    desk.session.active_track = 0
    desk.continue_()
    cards = desk.window.proposals.cards()
    desk.window.proposals.rate(cards[0].key, 1)
    desk.session.delete_track(0)
    assert desk.window.proposals.cards() == []
    desk.session.move_notes([1], 0, 1)
    desk.window.proposals.undo()
    assert desk.window.proposals.cards() == [replace(cards[0], rating=1), *cards[1:]]
    assert desk.window.takes.card(cards[0].key) is not None
    desk.window.proposals.redo()
    assert desk.window.proposals.cards() == []
    desk.window.steering.go_to_step(1)
    assert len(desk.window.proposals.cards()) == len(cards)
    desk.window.proposals.show(cards[0].key)
    assert desk.ghosts


def test_a_take_loses_one_voice_with_its_track_and_gets_it_back(desk: Desk) -> None:
    desk.session.add_track()
    desk.session.add_notes([Note(0, 0, BAR, 40)])
    desk.window.panel.together.setChecked(True)
    desk.window.tracks.track_chosen.emit(0)
    desk.continue_()
    (before, *_) = desk.window.proposals.cards()
    assert len(before.others) == 1
    desk.session.delete_track(1)
    assert desk.window.proposals.cards()[0].others == ()
    desk.session.undo()
    assert desk.window.proposals.cards()[0] == before


def test_a_take_made_while_others_are_away_has_a_number_of_its_own(desk: Desk) -> None:
    desk.session.add_track()
    desk.session.active_track = 0
    desk.continue_()
    desk.session.delete_track(0)
    desk.session.add_notes([Note(0, 0, BAR, 60), Note(0, BAR, BAR, 62)])
    desk.continue_()
    ids = [take.id for take in desk.session.document.takes]
    for _ in range(2):
        desk.window.proposals.undo()
    again = [take.id for take in desk.session.document.takes]
    assert len(set(again)) == len(again) > len(ids)


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
