"""Transport, ports and recording, with a performer that says what the test tells it to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from assistant.core.note import Note
from assistant.core.piece import Loop
from assistant.core.protocols import BUILT_IN_SYNTH, Ports, Position, Problem, Recorded
from tests.ui.conftest import BAR, EIGHTH, Desk

PORTS = Ports(inputs=("Keys", "Pads"), outputs=(BUILT_IN_SYNTH, "Synth:0"))
PLAYED = (Note(0, 2 * BAR, EIGHTH, 70), Note(0, 2 * BAR + EIGHTH, EIGHTH, 72))


def shown(desk: Desk) -> tuple[str, str]:
    return desk.window.transport.output.currentText(), desk.window.transport.input.currentText()


def test_the_position_follows_and_stopping_returns_to_the_playhead(desk: Desk) -> None:
    desk.window.playback.seek(BAR)
    desk.window.playback.toggle()
    desk.say(Position(BAR + 3 * 480 + 130, playing=True, lateness_ms=0.42))
    assert desk.window.transport.position.text() == "2.4.2"
    assert desk.window.transport.lateness.text() == "0.4 ms"
    assert desk.window.roll.state.playhead_tick == BAR + 3 * 480 + 130
    assert desk.session.playhead_tick == BAR
    desk.window.playback.toggle()
    assert desk.window.transport.position.text() == "2.1.1"
    assert desk.window.roll.state.playhead_tick == BAR


def test_what_ends_by_itself_stops(desk: Desk) -> None:
    desk.window.playback.toggle()
    desk.say(Position(10, playing=True))
    desk.say(Position(2 * BAR, playing=False))
    assert not desk.session.is_playing
    assert not desk.window.commands["play"].isChecked()


def test_news_of_an_earlier_stop_do_not_stop_what_was_just_begun(desk: Desk) -> None:
    desk.window.playback.toggle()
    desk.say(Position(0, playing=False))
    assert desk.session.is_playing


def test_clicks_in_the_ruler_seek_and_loop(desk: Desk) -> None:
    desk.window.roll.seek_requested.emit(BAR)
    assert desk.session.playhead_tick == BAR
    desk.window.roll.loop_requested.emit(Loop(0, BAR))
    assert desk.session.piece.loop == Loop(0, BAR)
    desk.window.roll.loop_requested.emit(None)
    assert desk.session.piece.loop is None


def test_the_loop_button_takes_the_bars_of_the_selection(desk: Desk) -> None:
    desk.window.roll.set_selection([10, 11])
    desk.window.playback.toggle_loop()
    assert desk.session.piece.loop == Loop(BAR, 2 * BAR)


def test_a_loop_is_set_and_moved_by_keys(desk: Desk) -> None:
    roll, session = desk.window.roll, desk.session
    last = session.clip.ids[-1]
    QTest.keyClick(roll, Qt.Key.Key_L)
    roll.set_selection([int(last)])
    QTest.keyClick(roll, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert session.piece.loop == Loop(BAR, 2 * BAR)
    roll.deselect()
    QTest.keyClick(roll, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert session.piece.loop == Loop(0, BAR), "the bar of the playhead"
    desk.window.playback.seek(2 * BAR)
    QTest.keyClick(roll, Qt.Key.Key_BracketRight)
    assert session.piece.loop == Loop(0, 2 * BAR)
    desk.window.playback.seek(BAR)
    QTest.keyClick(roll, Qt.Key.Key_BracketLeft)
    assert session.piece.loop == Loop(BAR, 2 * BAR)
    desk.window.playback.seek(3 * BAR)
    QTest.keyClick(roll, Qt.Key.Key_BracketLeft)
    assert session.piece.loop == Loop(3 * BAR, 4 * BAR), "what was over before lasts a bar"
    desk.window.playback.seek(BAR)
    QTest.keyClick(roll, Qt.Key.Key_BracketRight)
    assert session.piece.loop == Loop(0, BAR)


def test_the_metronome_is_heard_at_once(desk: Desk) -> None:
    desk.window.playback.toggle()
    desk.say(Position(700, playing=True))
    desk.window.playback.toggle_metronome()
    assert desk.performer.called("play")[-1][1:] == (700, None, True)


def test_a_recording_is_shown_as_it_is_played_and_is_one_undo_step(desk: Desk) -> None:
    desk.say(PORTS)
    desk.window.playback.seek(2 * BAR)
    desk.window.playback.record()
    assert desk.window.commands["record"].isChecked()
    desk.say(Position(2 * BAR + 300, True, recording=True), Recorded(PLAYED[:1], finished=False))
    assert len(desk.window.roll.state.recorded) == 1
    desk.say(Position(3 * BAR, True, recording=True))
    desk.window.playback.record()
    desk.say(Recorded(PLAYED, finished=True))
    assert len(desk.session.clip) == 18
    assert not len(desk.window.roll.state.recorded)
    assert not desk.window.commands["record"].isChecked()
    assert desk.session.playhead_tick == 3 * BAR  # so that Continue goes on from what was played
    assert desk.session.undo() == "Record 2 notes"


@pytest.mark.parametrize("moved_ticks", [0, 300])
def test_a_seek_ends_a_recording(desk: Desk, moved_ticks: int) -> None:
    desk.say(PORTS)
    desk.window.playback.record()
    desk.say(Position(moved_ticks, True, recording=True))
    desk.window.playback.seek(BAR)
    assert desk.performer.calls[-1] == ("stop",)
    desk.say(Recorded(PLAYED, finished=True), Position(moved_ticks, playing=False))
    assert not desk.session.is_playing
    assert not desk.session.is_recording
    assert (desk.session.playhead_tick, desk.window.roll.state.playhead_tick) == (BAR, BAR)
    assert len(desk.session.clip) == 18


def test_a_recording_begun_while_playing_counts_in_though_the_last_position_comes_late(desk: Desk) -> None:
    desk.say(PORTS)
    desk.window.playback.toggle()
    desk.say(Position(900, playing=True))
    desk.window.playback.record()
    desk.say(Position(960, playing=True))
    assert desk.window.playback.position_tick == 0
    desk.say(Position(0, playing=True, recording=True))
    assert desk.window.playback.is_counting_in
    desk.window.playback.record()
    assert desk.session.playhead_tick == 0


def test_a_performer_that_died_before_it_recorded_leaves_the_window_ready(desk: Desk) -> None:
    desk.say(PORTS)
    desk.window.playback.record()
    desk.say(Position(0, True, recording=True), Recorded((), finished=True), Position(0, playing=False))
    assert not desk.window.playback.is_playing
    assert not desk.window.playback.is_recording


def test_recording_without_a_keyboard_says_what_to_do(desk: Desk) -> None:
    desk.window.playback.record()
    assert "plug one in" in desk.window.messages.texts[0]
    assert not desk.session.is_playing
    assert not desk.window.commands["record"].isChecked()
    desk.say(PORTS)
    desk.window.playback.record()
    assert desk.session.is_recording
    assert desk.window.messages.texts == []


def test_ports_are_listed_chosen_and_remembered(desk: Desk) -> None:
    desk.say(PORTS)
    transport = desk.window.transport
    assert [transport.output.itemText(i) for i in range(2)] == [BUILT_IN_SYNTH, "Synth:0"]
    transport.output.setCurrentIndex(1)
    transport.output.activated.emit(1)
    transport.input.setCurrentIndex(2)
    transport.input.activated.emit(2)
    assert desk.performer.called("set_output") == [("Synth:0",)]
    assert desk.performer.called("set_input") == [("Pads",)]
    assert (desk.preferences.settings.output_port, desk.preferences.settings.input_port) == (
        "Synth:0",
        "Pads",
    )
    assert shown(desk) == ("Synth:0", "Pads")


def test_a_port_that_was_unplugged_stays_chosen_and_is_said_once(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(output_port="Synth:0")
    desk.say(PORTS)
    gone = "The MIDI port Synth:0 is gone: plug it in or choose another output."
    desk.say(Ports(inputs=("Keys",), outputs=(BUILT_IN_SYNTH,)), Problem(gone))
    assert desk.window.messages.texts == [gone]
    assert shown(desk)[0] == "Synth:0 (not there)"
    desk.say(PORTS)
    assert shown(desk)[0] == "Synth:0"


def test_the_keyboard_follows_the_track_and_its_instrument(desk: Desk) -> None:
    assert desk.performer.called("set_thru") == [(0, None)]
    desk.session.set_track(0, program=40)
    desk.session.set_tempo(90)
    assert desk.performer.called("set_thru") == [(0, None), (0, 40)]


def test_a_problem_is_shown_once_until_it_is_closed(desk: Desk) -> None:
    desk.say(Problem("No soundfont was found: install one."), Problem("No soundfont was found: install one."))
    assert desk.window.messages.texts == ["No soundfont was found: install one."]
    assert desk.window.messages.isVisible()
    desk.window.messages._strips[0].close_strip()
    assert desk.window.messages.texts == []
    assert not desk.window.messages.isVisible()


def test_tempo_meter_and_key_are_edits_that_can_be_undone(desk: Desk) -> None:
    transport = desk.window.transport
    transport.tempo.setValue(95)
    transport.tempo.setValue(90)
    desk.until(lambda: desk.session.piece.tempo_map.bpm_at(0) == pytest.approx(90))
    transport.meter_chosen.emit(3, 4, 0)
    adopt = transport.key.menu().actions()[0]
    assert adopt.text().startswith("D major")
    adopt.trigger()
    assert transport.meter.text() == "3/4"
    assert transport.key.text() == "D major"
    for _ in range(3):
        desk.session.undo()
    assert (transport.tempo.value(), transport.meter.text(), transport.key.text()) == (100, "4/4", "D major?")


def test_the_count_in_is_said(desk: Desk) -> None:
    desk.say(PORTS)
    desk.window.playback.record()
    assert "count-in" in desk.window.hint_line.text
    desk.say(Position(0, playing=True, recording=True))
    assert "count-in" in desk.window.hint_line.text
    desk.say(Position(30, playing=True, recording=True))
    assert "ends the recording" in desk.window.hint_line.text


def test_hearing_a_take_twice_stops_it(desk: Desk) -> None:
    desk.continue_()
    desk.window.steering.play_shown()
    assert desk.session.is_playing
    desk.window.steering.play_shown()
    assert not desk.session.is_playing
    desk.window.steering.play_shown()
    desk.window.proposals.show_next()
    desk.window.steering.play_shown()
    assert desk.session.is_playing
