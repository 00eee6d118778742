"""Several tracks go on together: asked for in the panel, seen in the roll, heard, accepted as one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from assistant.core.clip import Clip
from assistant.core.note import PPQ, Note
from assistant.core.piece import Piece
from assistant.core.track import PERCUSSION_CHANNEL, Track
from assistant.ui.drafts import TakeKey
from tests.fakes import answer, beside
from tests.ui.conftest import BAR, Desk, Gate, phrase

MakeDesk = Callable[..., Desk]


def starts_and_pitches(notes: object) -> list[tuple[int, int]]:
    return [(n.start_tick, n.pitch) for n in notes]  # type: ignore[attr-defined]


def show_duet(desk: Desk) -> None:
    clip = phrase().tracks[0].clip
    low = clip.replaced(range(len(clip)), pitches=clip.pitches - 24)
    tracks = (Track("Flute", clip), Track("Cello", low, "bass", channel=1), Track("Empty"))
    desk.session.show(Piece(tracks=tracks))
    desk.window.documents.replaced.emit()


@pytest.fixture
def duet(desk: Desk) -> Desk:
    show_duet(desk)
    desk.window.panel.together.setChecked(True)
    return desk


def written(desk: Desk, track: int) -> list[Note]:
    return list(desk.session.piece.tracks[track].clip)[16:]


def test_it_is_offered_where_several_tracks_can(desk: Desk) -> None:
    switch = desk.window.panel.together
    assert not switch.isVisible()
    show_duet(desk)
    assert switch.isVisible()
    assert switch.text() == "Continue 2 tracks together"
    desk.continue_()
    assert desk.continuer.requests[0].others == ()
    desk.window.documents.new()
    assert not switch.isVisible()


@pytest.mark.parametrize("by_key", [False, True])
def test_it_is_chosen_by_mouse_or_key_asked_for_and_remembered(desk: Desk, by_key: bool) -> None:
    show_duet(desk)
    switch = desk.window.panel.together
    if by_key:
        switch.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(switch, Qt.Key.Key_Space)
    else:
        desk.qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    desk.continue_()
    (voice,) = desk.continuer.requests[0].others
    assert (voice.track, voice.part, len(voice.clip)) == (1, "bass", 16)
    assert desk.preferences.settings.together


def test_drums_are_in_no_key(desk: Desk) -> None:
    kicks = Clip.from_notes(Note(0, bar * BAR, PPQ, 36 + 2 * (bar % 4)) for bar in range(8))
    desk.session.show(Piece((Track("Drums", kicks, channel=PERCUSSION_CHANNEL),)))
    desk.window.documents.replaced.emit()
    assert desk.window.transport.key.text() == "No key"


def test_the_key_that_is_guessed_is_that_of_all_tracks(desk: Desk) -> None:
    show_duet(desk)
    key = desk.window.panel.key_lock.text()
    desk.window.tracks.track_chosen.emit(2)  # an empty one
    assert desk.window.panel.key_lock.text() == key == "Stay in D major"


def test_all_its_ghosts_are_in_the_roll_those_of_the_track_in_hand_strong(duet: Desk) -> None:
    duet.continue_()
    expected = answer(duet.continuer.requests[0], 0)
    assert starts_and_pitches(duet.ghosts) == starts_and_pitches(expected)
    ghosts = duet.window.roll.state.ghosts
    assert starts_and_pitches(ghosts.beside) == starts_and_pitches(beside(n, 1) for n in expected)
    duet.window.tracks.track_chosen.emit(1)
    assert starts_and_pitches(duet.ghosts) == starts_and_pitches(beside(n, 1) for n in expected)
    assert starts_and_pitches(ghosts.beside) == starts_and_pitches(expected)
    duet.window.tracks.track_chosen.emit(2)
    assert not duet.window.proposals.is_shown


def test_ghosts_of_all_tracks_appear_while_the_answer_is_written(make_desk: MakeDesk) -> None:
    desk = make_desk(gate := Gate(), takes=1)
    show_duet(desk)
    desk.window.panel.together.setChecked(True)
    desk.window.steering.begin()
    gate.let(5)
    desk.until(lambda: len(desk.ghosts) == len(desk.window.roll.state.ghosts.beside) == 5)


def test_the_faint_ghosts_are_painted(duet: Desk) -> None:
    duet.continue_()
    roll = duet.window.roll
    roll.zoom_to_all()
    note, area = roll.state.ghosts.beside[0], roll.note_area
    view = roll.state.viewport
    x, y = view.x_of(note.start_tick) + 4, view.y_of(note.pitch) + view.row_px // 2

    def colour() -> QColor:
        return area.grab().toImage().convertToFormat(QImage.Format.Format_RGB32).pixelColor(x, y)

    with_ghost = colour()
    duet.window.proposals.dismiss()
    assert colour() != with_ghost


def test_return_writes_all_tracks_and_one_undo_takes_them_back(duet: Desk) -> None:
    duet.continue_()
    before = duet.session.piece
    QTest.keyClick(duet.window.roll, Qt.Key.Key_Return)
    assert len(written(duet, 0)) == len(written(duet, 1)) == 64
    assert not duet.window.roll.state.ghosts.beside
    duet.window.proposals.undo()
    assert duet.session.piece == before
    assert len(duet.ghosts) == len(duet.window.roll.state.ghosts.beside) == 64


def test_bar_by_bar_every_track_keeps_in_step(duet: Desk) -> None:
    duet.continue_()
    QTest.keyClick(duet.window.roll, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    for track in (0, 1):
        assert {n.start_tick // BAR for n in written(duet, track)} == {2}
    assert min(n.start_tick for n in duet.window.roll.state.ghosts.beside) == 3 * BAR


def test_a_take_sounds_on_all_its_tracks(duet: Desk) -> None:
    duet.continue_()
    duet.window.playback.toggle()
    played = duet.performer.called("play")[-1][0]
    assert [len(track.clip) for track in played.tracks] == [16 + 64, 16 + 64, 0]


def test_the_surprise_curve_is_that_of_the_track_in_hand(duet: Desk) -> None:
    duet.window.surprise.start()
    duet.until(lambda: duet.window.surprise.lane)
    duet.continue_()
    ticks, bits = duet.window.proposals.shown_surprise()
    assert len(ticks) == len(bits) == 64
    assert set(bits) == {1.0}


def test_the_cards_pictures_show_all_tracks(duet: Desk) -> None:
    duet.continue_()
    card = duet.window.takes.card(TakeKey(1, 1))
    assert card is not None
    assert [len(clip) for clip in card._picture._clips] == [64, 64]
    assert not card._picture.grab().isNull()
