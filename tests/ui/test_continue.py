"""Continue through the real window: ghosts, accept, undo, cancel, flipping through, hearing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from assistant.core.continuation import TakeDone, TakeNote
from assistant.core.note import PPQ, Note
from assistant.core.piece import Piece
from assistant.core.track import Track
from assistant.ui.drafts import TakeKey
from tests.fakes import answer
from tests.ui.conftest import BAR, EIGHTH, Desk, Gate

MakeDesk = Callable[..., Desk]


def times_and_pitches(notes: object) -> list[tuple[int, int]]:
    return [(n.start_tick, n.pitch) for n in notes]  # type: ignore[attr-defined]


def test_after_a_number_was_typed_the_keys_are_for_the_takes(desk: Desk) -> None:
    bars = desk.window.panel.bars
    desk.qtbot.mouseClick(bars.lineEdit(), Qt.MouseButton.LeftButton)
    desk.until(bars.hasFocus)
    desk.until(bars.lineEdit().hasSelectedText)
    QTest.keyClicks(bars, "4")
    QTest.keyClick(bars, Qt.Key.Key_Space)
    assert desk.performer.calls[-1][0] == "play"
    QTest.keyClick(bars, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: not desk.window.proposals.is_generating)
    request = desk.continuer.requests[0]
    assert request.end_tick - request.start_tick == 4 * BAR
    first = desk.window.proposals.shown_key
    QTest.keyClick(desk.window.focusWidget(), Qt.Key.Key_Down)
    assert bars.value() == 4
    assert desk.window.proposals.shown_key != first


def test_the_first_take_lies_in_the_roll_after_continue(desk: Desk) -> None:
    desk.continue_()
    request = desk.continuer.requests[0]
    assert (request.start_tick, request.end_tick) == (2 * BAR, 10 * BAR)
    assert times_and_pitches(desk.ghosts) == times_and_pitches(answer(request, 0))
    assert len(desk.session.document.takes) == request.takes == 4
    assert len(desk.session.clip) == 16  # nothing is written yet


def test_the_seed_is_read_while_the_pointer_comes(desk: Desk) -> None:
    button = desk.window.continue_button
    QTest.mouseMove(desk.window.roll)
    QApplication.sendEvent(button, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))
    desk.until(lambda: desk.continuer.prepared)
    assert desk.continuer.prepared[0].seed == desk.session.clip
    assert not desk.continuer.requests


def test_coming_to_the_button_of_an_empty_piece_says_nothing(desk: Desk) -> None:
    desk.session.new()
    QApplication.sendEvent(desk.window.continue_button, QFocusEvent(QEvent.Type.FocusIn))
    QTest.qWait(50)
    assert not desk.continuer.prepared
    assert not desk.window.messages.isVisible()


def test_ghosts_appear_while_the_answer_is_written_and_editing_goes_on(make_desk: MakeDesk) -> None:
    desk = make_desk(gate := Gate())
    desk.window.steering.begin()
    gate.let(5)
    desk.until(lambda: desk.ghosts)
    desk.session.delete_notes([1])
    assert desk.window.proposals.is_generating
    assert len(desk.session.clip) == 15
    gate.open()
    desk.until(lambda: not desk.window.proposals.is_generating)
    desk.window.proposals.accept()
    assert len(desk.session.clip) == 15 + 64  # the edit under the proposal stands


def test_accept_is_one_undo_step_and_undo_shows_the_proposal_again(desk: Desk) -> None:
    desk.continue_()
    before, ghosts = desk.session.piece, times_and_pitches(desk.ghosts)
    desk.window.proposals.accept()
    assert times_and_pitches(desk.session.clip)[16:] == ghosts
    assert not desk.ghosts
    assert [step.label for step in desk.session.document.history.done] == ["Continue"]
    desk.window.proposals.undo()
    assert desk.session.piece == before
    assert times_and_pitches(desk.ghosts) == ghosts
    desk.window.proposals.redo()
    assert len(desk.session.clip) == 16 + 64
    assert not desk.ghosts


def test_a_take_is_kept_only_while_some_of_it_stands(desk: Desk) -> None:
    desk.continue_()

    def is_kept() -> bool:
        return desk.window.proposals.cards()[0].accepted

    desk.window.proposals.accept_bar()
    desk.window.proposals.accept_bar()
    desk.window.proposals.undo()
    assert is_kept()  # the first bar
    desk.window.proposals.undo()
    assert not is_kept()
    desk.window.proposals.redo()
    assert is_kept()


def test_accepting_bar_by_bar_leaves_the_rest_a_proposal(desk: Desk) -> None:
    desk.continue_()
    desk.window.proposals.accept_bar()
    assert len(desk.session.clip) == 16 + 8
    assert min(n.start_tick for n in desk.ghosts) == 3 * BAR
    desk.window.proposals.accept_bar()
    assert len(desk.session.clip) == 16 + 16
    assert len(desk.session.document.history.done) == 2
    desk.window.proposals.undo()
    assert min(n.start_tick for n in desk.ghosts) == 3 * BAR
    for _ in range(7):
        desk.window.proposals.accept_bar()
    assert not desk.window.proposals.is_shown
    assert len(desk.session.clip) == 16 + 64


def test_a_bar_accepted_first_is_edited_in_peace(desk: Desk) -> None:
    desk.continue_()
    desk.window.proposals.accept_bar()
    fixed = desk.session.add_notes([Note(0, 2 * BAR, BAR, 40)])
    desk.window.proposals.accept()
    assert set(fixed) <= set(desk.session.clip.ids.tolist())


def test_cancel_drops_the_notes_at_once_whatever_the_worker_does(make_desk: MakeDesk) -> None:
    desk = make_desk(gate := Gate())
    desk.window.steering.begin()
    gate.let(5)
    desk.until(lambda: desk.ghosts)
    desk.window.proposals.cancel()
    assert not desk.ghosts
    assert not desk.window.proposals.is_generating
    gate.open()
    desk.until(lambda: desk.continuer.cancelled == 1)
    desk.qtbot.wait(50)
    assert not desk.ghosts
    assert not len(desk.session.document.takes)


def test_a_card_stays_the_same_until_its_take_has_another_note(make_desk: MakeDesk) -> None:
    desk = make_desk(gate := Gate(), takes=2)
    desk.window.steering.begin()
    gate.let(4)
    desk.until(lambda: len(desk.ghosts) == 2)
    before = desk.window.proposals.cards()
    assert desk.window.proposals.cards() == before
    gate.let(1)
    desk.until(lambda: len(desk.ghosts) == 3)
    now = desk.window.proposals.cards()
    assert (now[0] == before[0], now[1] == before[1]) == (False, True)


def test_notes_of_an_older_request_are_dropped(make_desk: MakeDesk) -> None:
    desk = make_desk(gate := Gate())
    desk.window.steering.begin()
    gate.let(3)
    desk.until(lambda: desk.ghosts)
    desk.window.steering.begin()
    for stale in (TakeNote(0, Note(0, 2 * BAR, 10, 1), 1.0), TakeDone(0, 1.0)):
        desk.window.bridge._mailbox.put(1, stale)
    desk.window.bridge._worker.arrived.emit()
    assert not desk.ghosts
    gate.open()
    desk.until(lambda: not desk.window.proposals.is_generating)
    assert {take.request.request_id for take in desk.session.document.takes} == {2}
    assert all(note.pitch > 1 for note in desk.ghosts)


def test_return_before_the_take_is_complete_accepts_it_once_it_is(make_desk: MakeDesk) -> None:
    desk = make_desk(gate := Gate())
    desk.window.steering.begin()
    gate.let(5)
    desk.until(lambda: desk.ghosts)
    QTest.keyClick(desk.window.roll, Qt.Key.Key_Return)
    assert desk.window.proposals.is_accept_waiting
    gate.open()
    desk.until(lambda: len(desk.session.clip) == 16 + 64)
    assert not desk.window.proposals.is_shown


def test_down_and_up_flip_through_the_takes(desk: Desk) -> None:
    desk.continue_()
    request = desk.continuer.requests[0]
    QTest.keyClick(desk.window.roll, Qt.Key.Key_Down)
    assert times_and_pitches(desk.ghosts) == times_and_pitches(answer(request, 1))
    QTest.keyClick(desk.window.roll, Qt.Key.Key_Up)
    QTest.keyClick(desk.window.roll, Qt.Key.Key_Up)  # there is none before the first
    assert times_and_pitches(desk.ghosts) == times_and_pitches(answer(request, 0))


def test_takes_of_an_earlier_answer_stay_within_reach(desk: Desk) -> None:
    desk.continue_()
    desk.continue_()
    desk.window.proposals.show(TakeKey(1, 2))
    assert times_and_pitches(desk.ghosts) == times_and_pitches(answer(desk.continuer.requests[0], 2))
    assert desk.window.takes.card(TakeKey(1, 2)) is not None
    assert desk.window.takes.card(TakeKey(2, 0)) is not None


def test_a_dismissed_take_can_be_called_back(desk: Desk) -> None:
    desk.continue_()
    desk.window.proposals.dismiss()
    assert not desk.ghosts
    card = desk.window.takes.card(TakeKey(1, 1))
    assert card is not None
    desk.qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert times_and_pitches(desk.ghosts) == times_and_pitches(answer(desk.continuer.requests[0], 1))


def test_a_take_of_another_track_brings_that_track_back(desk: Desk) -> None:
    clip = desk.session.clip
    desk.session.show(Piece(tracks=(Track(name="Flute", clip=clip), Track(name="Fiddle", clip=clip))))
    desk.window.documents.replaced.emit()
    desk.continue_()
    desk.window.tracks.track_chosen.emit(1)
    assert not desk.window.proposals.is_shown
    desk.window.proposals.show(TakeKey(1, 1))
    assert desk.session.active_track == 0
    assert desk.window.tracks.rows[0].property("chosen")
    assert len(desk.ghosts) == 64


def test_the_next_answer_goes_on_from_the_accepted_one(desk: Desk) -> None:
    desk.window.roll.select_all()
    desk.continue_()
    desk.window.proposals.accept()
    desk.continue_()
    assert desk.continuer.requests[1].start_tick == 10 * BAR


def test_the_playhead_that_was_set_follows_what_is_accepted(desk: Desk) -> None:
    desk.window.playback.seek(BAR)
    desk.continue_()
    assert desk.continuer.requests[0].start_tick == BAR
    desk.window.proposals.accept()
    assert desk.session.playhead_tick == 9 * BAR


def test_one_selected_note_is_no_phrase(desk: Desk) -> None:
    desk.window.roll.set_selection([3])
    desk.continue_()
    assert len(desk.continuer.requests[0].seed) == 16


def test_selected_notes_are_the_seed(desk: Desk) -> None:
    desk.window.roll.set_selection(range(1, 9))
    desk.continue_()
    assert len(desk.continuer.requests[0].seed) == 8


def test_an_empty_piece_is_said_to_be_empty(desk: Desk) -> None:
    desk.session.show(Piece())
    desk.window.steering.begin()
    assert desk.window.messages.texts == ["There is nothing to continue yet: draw or play a few notes first."]
    assert not desk.window.proposals.is_generating


def test_a_model_that_fails_says_so_and_leaves_no_ghosts(desk: Desk) -> None:
    desk.continuer.problem = "The model folk is damaged: install Antiphon again."
    desk.continue_()
    assert desk.window.messages.texts == [desk.continuer.problem]
    assert not desk.window.proposals.is_shown


def test_the_shown_take_is_heard_but_not_written(desk: Desk) -> None:
    desk.continue_()
    desk.window.playback.toggle()
    (played,) = desk.performer.called("play")
    assert len(played[0].tracks[0].clip) == 16 + 64
    assert len(desk.session.clip) == 16
    desk.window.proposals.show_next()
    assert len(desk.performer.called("update")[-1][0].tracks[0].clip) == 16 + 64
    desk.window.proposals.dismiss()
    assert len(desk.performer.called("update")[-1][0].tracks[0].clip) == 16


def test_what_is_written_meanwhile_is_heard_meanwhile(make_desk: MakeDesk) -> None:
    desk = make_desk(gate := Gate(), takes=1)
    desk.window.playback.toggle()
    desk.window.steering.begin()
    gate.let(9)
    desk.until(lambda: len(desk.performer.called("update")[-1][0].tracks[0].clip) >= 16 + 8)


def test_hearing_a_take_begins_one_bar_before_it(desk: Desk) -> None:
    desk.continue_()
    QTest.keyClick(desk.window.roll, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert desk.performer.called("play")[-1][1] == BAR
    assert desk.session.playhead_tick == 0


def test_a_card_hears_stars_and_accepts_its_take(desk: Desk) -> None:
    desk.continue_()
    card = desk.window.takes.card(TakeKey(1, 2))
    assert card is not None
    desk.qtbot.mouseClick(card._star, Qt.MouseButton.LeftButton)
    assert [take.rating for take in desk.session.document.takes] == [0, 0, 1, 0]
    desk.qtbot.mouseClick(card._hear, Qt.MouseButton.LeftButton)
    assert desk.window.proposals.shown_key == TakeKey(1, 2)
    assert desk.session.is_playing
    desk.qtbot.mouseClick(card._accept, Qt.MouseButton.LeftButton)
    assert times_and_pitches(desk.session.clip)[16:] == times_and_pitches(
        answer(desk.continuer.requests[0], 2)
    )


def test_the_button_cancels_while_it_runs(make_desk: MakeDesk) -> None:
    desk = make_desk(gate := Gate())
    button = desk.window.continue_button
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.text() == "Cancel"
    gate.let(3)
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.text() == "Continue"
    assert not desk.window.proposals.is_shown


def test_escape_cancels_from_the_inside_out(make_desk: MakeDesk) -> None:
    desk = make_desk(gate := Gate())
    roll, proposals = desk.window.roll, desk.window.proposals
    roll.select_all()
    desk.window.steering.begin()
    gate.let(3)
    desk.until(lambda: desk.ghosts)
    QTest.keyClick(roll, Qt.Key.Key_Escape)
    assert not proposals.is_generating
    gate.open()
    desk.continue_()
    QTest.keyClick(roll, Qt.Key.Key_Escape)
    assert not proposals.is_shown
    assert roll.selected_ids
    QTest.keyClick(roll, Qt.Key.Key_Escape)
    assert not roll.selected_ids
    QTest.keyClick(roll, Qt.Key.Key_Escape)
    assert roll.tool == "draw"


def test_another_document_forgets_the_takes(desk: Desk) -> None:
    desk.continue_()
    desk.window.documents.new()
    assert not desk.window.proposals.is_shown
    assert desk.window.proposals.cards() == []
    assert not desk.ghosts


def test_the_answer_has_exactly_the_bars_asked_for(make_desk: MakeDesk) -> None:
    desk = make_desk(bars=3, takes=2)
    desk.continue_()
    assert desk.window.proposals.shown_span == (2 * BAR, 5 * BAR)
    assert len(desk.session.document.takes) == 2


@pytest.mark.parametrize("held", [EIGHTH, PPQ])
def test_the_view_makes_room_for_the_answer(desk: Desk, held: int) -> None:
    desk.session.add_notes([Note(0, 60 * BAR, held, 60)])
    desk.continue_()
    span, view = desk.window.proposals.shown_span, desk.window.roll.state.viewport
    assert span is not None
    assert view.start_tick <= span[0] and span[1] <= view.end_tick


def test_a_take_out_of_view_in_pitch_is_scrolled_to(desk: Desk) -> None:
    roll = desk.window.roll
    roll.state.set_viewport(roll.state.viewport.scrolled_to(y_px=1e9))  # the lowest octaves
    desk.continue_()
    view, pitches = roll.state.viewport, [note.pitch for note in desk.ghosts]
    assert view.lowest_pitch <= min(pitches) and max(pitches) <= view.highest_pitch
    roll.state.set_viewport(view.scrolled_to(y_px=0))
    desk.window.proposals.show_next()
    view, pitches = roll.state.viewport, [note.pitch for note in desk.ghosts]
    assert view.lowest_pitch <= min(pitches) and max(pitches) <= view.highest_pitch
