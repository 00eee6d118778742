"""The performer in its own process, playing in silence: no MIDI system and no sound device is needed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.core.note import Note
from assistant.core.piece import Piece
from assistant.core.protocols import Performer, PerformerEvent, Ports, Position, Problem, Recorded
from assistant.performer import remote, wire
from assistant.performer.process import PLAYER_JOBS
from assistant.performer.remote import GAVE_UP, RESTARTED, RemotePerformer
from tests.performer.fakes import QUARTERS, Stage, piece_of

SILENT = ""
PATIENCE_S = 20.0
LONG_PIECE = piece_of((0, 48_000, 60))


class Listener:
    """Polls a performer and keeps all that it said."""

    def __init__(self, performer: RemotePerformer) -> None:
        self.performer = performer
        self.events: list[PerformerEvent] = []

    def wait_until(self, condition: Callable[[], object]) -> None:
        deadline_s = time.monotonic() + PATIENCE_S
        while not condition():
            self.events += self.performer.poll()
            assert time.monotonic() < deadline_s, self.events[-5:]
            time.sleep(0.002)

    def wait_for_playing(self) -> None:
        self.events.clear()
        self.wait_until(lambda: any(p.playing and p.tick > 0 for p in self.positions()))

    def positions(self) -> list[Position]:
        return [e for e in self.events if isinstance(e, Position)]

    def problems(self) -> list[str]:
        return [e.text for e in self.events if isinstance(e, Problem)]


@pytest.fixture
def listener() -> Iterator[Listener]:
    with closing(RemotePerformer(SILENT)) as performer:
        performer.start()
        yield Listener(performer)


def kill(performer: RemotePerformer) -> None:
    process_id = performer.process_id
    assert process_id is not None
    os.kill(process_id, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)


def test_it_keeps_the_protocol() -> None:
    performer: Performer = RemotePerformer()
    assert performer.poll() == []
    performer.close()


def test_no_call_waits_for_the_process() -> None:
    started_s = time.perf_counter()
    with closing(RemotePerformer(SILENT)) as performer:
        performer.start()
        performer.play(LONG_PIECE, 0, None)
        performer.poll()
        assert time.perf_counter() - started_s < 0.2


def test_a_piece_is_played_to_its_end(listener: Listener) -> None:
    listener.performer.play(piece_of((0, 96, 60)), 0, None)
    listener.wait_until(lambda: listener.positions() and not listener.positions()[-1].playing)
    assert listener.positions()[0].playing
    assert listener.positions()[-1].tick == 96
    assert any(isinstance(e, Ports) for e in listener.events)


def test_a_killed_process_is_replaced_and_that_is_said(listener: Listener) -> None:
    listener.performer.play(LONG_PIECE, 0, None)
    listener.wait_for_playing()
    first = listener.performer.process_id
    kill(listener.performer)
    listener.wait_until(listener.problems)
    assert listener.problems() == [RESTARTED]
    assert not listener.positions()[-1].playing
    assert listener.positions()[-1].tick > 0
    listener.performer.play(LONG_PIECE, 0, None)
    listener.wait_for_playing()
    assert listener.performer.process_id != first


def test_what_was_recorded_outlives_the_process(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    listener.performer.record(Piece(), 0, count_in_bars=0, metronome=False)
    listener.wait_for_playing()
    note = Note(0, 10, 20, 60)
    child = listener.performer._child
    assert child is not None
    child.events.append(wire.RecordedPart((note,), (), finished=False))
    listener.wait_until(lambda: Recorded((note,), finished=False) in listener.events)
    kill(listener.performer)
    listener.wait_until(listener.problems)
    assert [e for e in listener.events if isinstance(e, Recorded) and e.finished] == [Recorded((note,), True)]


@pytest.mark.parametrize("gives_up", [False, True])
def test_what_was_asked_of_a_dying_process_is_ended_for_the_window(
    gives_up: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It dies before it says that it records; whoever waits for the recording must hear of its end."""
    with closing(RemotePerformer(SILENT)) as performer:
        performer.start()
        listener = Listener(performer)
        listener.wait_until(lambda: performer.process_id)
        if gives_up:
            monkeypatch.setattr(remote, "MOST_DEATHS", 1)
        kill(performer)
        performer.record(Piece(), 480, count_in_bars=0, metronome=False)
        listener.wait_until(listener.problems)
        found = [e for e in listener.events if isinstance(e, Position | Recorded)]
        assert found == [
            Position(480, playing=True, recording=True),
            Recorded((), finished=True),
            Position(480, playing=False),
        ]


def test_one_that_dies_again_and_again_is_left_until_it_is_asked_for(listener: Listener) -> None:
    for _ in range(remote.MOST_DEATHS):
        before = len(listener.problems())
        listener.wait_until(lambda: listener.performer.process_id)
        kill(listener.performer)
        listener.wait_until(lambda n=before: len(listener.problems()) > n)
    assert listener.problems()[-1] == GAVE_UP
    assert listener.performer.process_id is None
    listener.performer.set_output(SILENT)
    listener.performer.play(LONG_PIECE, 0, None)
    listener.wait_for_playing()


def test_close_is_quick_and_twice_is_no_mistake(listener: Listener) -> None:
    listener.performer.play(LONG_PIECE, 0, None)
    listener.wait_for_playing()
    started_s = time.monotonic()
    listener.performer.close()
    listener.performer.close()
    assert time.monotonic() - started_s < 1.5
    listener.performer.play(LONG_PIECE, 0, None)
    assert listener.problems() == []


def test_the_notes_of_a_recording_are_put_together() -> None:
    performer = RemotePerformer(SILENT)
    notes = [Note(0, 10 * i, 5, 60 + i) for i in range(3)]
    parts = [
        wire.RecordedPart((notes[0],), (notes[1],), finished=False),
        wire.RecordedPart((notes[1],), (), finished=False),
        wire.RecordedPart((notes[2],), (), finished=True),
        wire.RecordedPart((), (notes[0],), finished=False),
    ]
    found = [event for part in parts for event in performer._told(part)]
    assert found == [
        Recorded((notes[0], notes[1]), finished=False),
        Recorded((notes[0], notes[1]), finished=False),
        Recorded(tuple(notes), finished=True),
        Recorded((notes[0],), finished=False),
    ]


def test_every_command_has_a_job_or_is_for_the_ports() -> None:
    others = {wire.SetOutput, wire.SetInput, wire.Close}
    assert set(PLAYER_JOBS) | others == set(wire.Command.__args__)
    stage = Stage()
    commands = (
        wire.Play(piece_of(*QUARTERS), 0, None, False),
        wire.Update(piece_of(*QUARTERS), None),
        wire.SetThru(2, 40),
        wire.Seek(480),
        wire.SetVolume(0, 60),
        wire.Audition(40, 80, None, 0),
        wire.AuditionOff(40, 0),
        wire.ReportLateness(),
        wire.Record(Piece(), 0, 1, True),
        wire.Stop(),
        wire.Panic(),
    )
    assert {type(command) for command in commands} == set(PLAYER_JOBS)
    for ms, command in enumerate(commands):
        stage.at(ms, PLAYER_JOBS[type(command)](stage.player, command))
    stage.run_to(20)
    assert stage.output.open_notes() == set()


def test_the_process_does_not_run_the_main_program_again(tmp_path: Path) -> None:
    """A script without a guard would start a performer in the performer; ours stays quiet, so it must end."""
    script = tmp_path / "script.py"
    script.write_text(
        "from assistant.performer.remote import RemotePerformer\n"
        "import time\n"
        "if __name__ == '__main__':\n"
        "    performer = RemotePerformer('')\n"
        "    performer.start()\n"
        "    ends = time.monotonic() + 20\n"
        "    while not performer.poll() and time.monotonic() < ends: time.sleep(0.01)\n"
    )  # it forgets to close
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, timeout=30, check=True, env=environment
    )
    assert (done.stdout, done.stderr) == (b"", b"")
