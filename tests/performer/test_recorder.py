import pytest

from assistant.core.note import Note
from assistant.core.piece import Piece
from assistant.core.scheduling import Schedule
from assistant.core.tempo import TempoMap
from assistant.performer.wire import RecordedPart
from tests.performer.fakes import QUARTERS, Stage, schedule_of

BAR_MS = 2000
DOWNBEAT_MS = BAR_MS + 5


@pytest.fixture
def stage() -> Stage:
    return Stage()


def play_keys(stage: Stage, *keys: tuple[float, bytes]) -> None:
    for ms, message in keys:
        stage.at(ms, stage.player.midi_in, round(ms * 1e6), message)


def on(pitch: int) -> bytes:
    return bytes((0x90, pitch, 80))


def off(pitch: int) -> bytes:
    return bytes((0x80, pitch, 64))


def recorded(stage: Stage) -> list[Note]:
    return [note for part in stage.recorded() for note in part.closed]


def test_a_bar_is_counted_in_and_the_playhead_waits(stage: Stage) -> None:
    stage.at(0, stage.player.record, schedule_of(*QUARTERS), 0, 1, metronome=False)
    stage.run_to(DOWNBEAT_MS + 100)
    clicks = [(ns / 1e6, d[1]) for ns, d in stage.output.sent if d[0] == 0x99]
    assert clicks == [(5, 76), (505, 77), (1005, 77), (1505, 77)]
    assert (DOWNBEAT_MS, "on", 60) in stage.output.notes()
    assert {p.tick for p in stage.positions()[:100]} == {0}
    assert all(p.playing and p.recording for p in stage.positions())


def test_without_a_count_in_it_starts_at_once(stage: Stage) -> None:
    stage.at(0, stage.player.record, schedule_of(*QUARTERS), 480, 0, metronome=True)
    stage.run_to(100)
    assert (5, "on", 77) in stage.output.notes()
    assert (5, "on", 61) in stage.output.notes()


def test_what_is_played_becomes_notes_where_it_was_heard(stage: Stage) -> None:
    stage.at(0, stage.player.record, schedule_of(*QUARTERS), 960, 1, metronome=True)
    play_keys(stage, (DOWNBEAT_MS + 500, on(72)), (DOWNBEAT_MS + 750, off(72)))
    stage.at(DOWNBEAT_MS + 1000, stage.player.stop)
    stage.run_to(DOWNBEAT_MS + 1100)
    assert recorded(stage) == [Note(0, 960 + 480, 240, 72, 80)]
    assert stage.recorded()[-1].finished
    assert not stage.positions()[-1].recording


def test_an_early_first_downbeat_is_caught_and_the_count_in_is_not_recorded(stage: Stage) -> None:
    stage.at(0, stage.player.record, schedule_of(), 0, 1, metronome=True)
    play_keys(
        stage, (1000, on(50)), (1200, off(50)), (DOWNBEAT_MS - 90, on(60)), (DOWNBEAT_MS + 250, off(60))
    )
    stage.at(DOWNBEAT_MS + 500, stage.player.stop)
    stage.run_to(DOWNBEAT_MS + 600)
    assert recorded(stage) == [Note(0, 0, 240, 60, 80)]


def test_notes_appear_while_they_are_played(stage: Stage) -> None:
    stage.at(0, stage.player.record, schedule_of(), 0, 1, metronome=True)
    play_keys(stage, (DOWNBEAT_MS + 10, on(60)))
    stage.run_to(DOWNBEAT_MS + 1000)
    parts = stage.recorded()
    assert len(parts) == pytest.approx(10, abs=1)
    lengths = [part.sounding[0].length_ticks for part in parts if part.sounding]
    assert lengths == sorted(set(lengths))
    assert not any(part.finished for part in parts)


def test_what_still_sounds_at_the_end_ends_there(stage: Stage) -> None:
    stage.at(0, stage.player.record, schedule_of(), 0, 0, metronome=True)
    play_keys(stage, (505, on(60)))
    stage.at(1005, stage.player.stop)
    stage.run_to(1100)
    assert stage.recorded()[-1] == RecordedPart((Note(0, 480, 480, 60, 80),), (), finished=True)


def test_recording_goes_on_behind_the_end_of_the_piece(stage: Stage) -> None:
    stage.at(0, stage.player.record, schedule_of(*QUARTERS), 0, 0, metronome=True)
    stage.run_to(6000)
    assert stage.positions()[-1].recording
    assert stage.output.notes()[-1][0] > 5000


def test_keys_are_heard_while_recording(stage: Stage) -> None:
    stage.at(0, stage.player.record, schedule_of(), 0, 0, metronome=False)
    play_keys(stage, (100, on(60)), (200, off(60)))
    stage.run_to(300)
    assert stage.output.notes() == [(100, "on", 60), (200, "off", 60)]


def test_an_edit_of_the_tempo_counts_from_then_on(stage: Stage) -> None:
    slower = Schedule.of_piece(Piece(tempo_map=TempoMap.of_bpm(60)))
    stage.at(0, stage.player.record, schedule_of(), 0, 0, metronome=False)
    stage.at(505, stage.player.update, slower, None)
    play_keys(stage, (1505, on(60)), (2505, off(60)))
    stage.at(3000, stage.player.stop)
    stage.run_to(3100)
    assert recorded(stage) == [Note(0, 960, 480, 60, 80)]


@pytest.mark.parametrize("end", ["seek", "play", "record", "panic", "close"])
def test_whatever_ends_a_recording_loses_none_of_it(stage: Stage, end: str) -> None:
    arguments = {"seek": (0,), "play": (schedule_of(), 0, None), "record": (schedule_of(), 0, 1)}
    named = {"metronome": False} if end in ("play", "record") else {}
    stage.at(0, stage.player.record, schedule_of(*QUARTERS), 0, 0, metronome=False)
    play_keys(stage, (505, on(60)))
    stage.at(1005, getattr(stage.player, end), *arguments.get(end, ()), **named)
    stage.run_to(1010)
    finished = [part for part in stage.recorded() if part.finished]
    assert [part.closed for part in finished] == [(Note(0, 480, 480, 60, 80),)]
