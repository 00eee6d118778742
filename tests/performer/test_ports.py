from __future__ import annotations

import os
import subprocess
import sys

import pytest

from assistant.core.piece import Piece
from assistant.core.protocols import NoteHeard, Position
from assistant.performer.outputs import OpenNotes, panic_messages
from assistant.performer.port_names import Place, labelled
from assistant.performer.ports import list_ports
from assistant.performer.stamps import TRUST_NS, DriverStamps
from assistant.performer.wire import Play, Seek, Stop, Update, without_stale_positions, without_stale_updates

MS = 1_000_000


def test_a_name_does_not_change_when_a_device_is_plugged_in_again() -> None:
    assert labelled([(2, "Keystation:Keystation MIDI 1 20:0")]) == {
        "Keystation:Keystation MIDI 1": Place(2, "Keystation:Keystation MIDI 1 20:0", 0)
    }
    assert list(labelled([(3, "Keys:out")])) == ["Keys:out"]


def test_equal_names_are_numbered_and_still_told_apart() -> None:
    found = labelled([(2, "Nano:Nano 20:0"), (2, "Nano:Nano 24:0"), (1, "Pad"), (1, "Pad")])
    assert found == {
        "Nano:Nano": Place(2, "Nano:Nano 20:0", 0),
        "Nano:Nano (2)": Place(2, "Nano:Nano 24:0", 0),
        "Pad": Place(1, "Pad", 0),
        "Pad (2)": Place(1, "Pad", 1),
    }


def test_listing_prints_nothing_whatever_is_missing() -> None:
    command = "from assistant.performer.ports import list_ports; list_ports()"
    environment = {**os.environ, "JACK_DEFAULT_SERVER": "antiphon-none"}
    done = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, env=environment, timeout=30, check=True
    )
    assert done.stdout == b""
    assert done.stderr == b""


def test_the_systems_that_work_are_named() -> None:
    assert set(list_ports().apis) <= {"ALSA", "JACK", "CoreMIDI", "Windows MM"}


def test_a_stamp_is_freed_of_the_jitter_of_hearing() -> None:
    stamps, at_ms = DriverStamps(), 0
    found = []
    for delta_ms, heard_late_ms in ((0, 1), (10, 3), (10, 0), (10, 9), (10, 2)):
        at_ms += delta_ms
        found.append(stamps.stamp((at_ms + heard_late_ms) * MS, delta_ms / 1000))
    assert found[2:] == pytest.approx([20 * MS, 30 * MS, 40 * MS], abs=5000)
    assert found[:2] == pytest.approx([1 * MS, 11 * MS], abs=5000)


def test_a_driver_that_tells_nonsense_is_not_believed() -> None:
    stamps = DriverStamps()
    for second in range(1, 10):
        stamp = stamps.stamp(second * 1000 * MS, 0.0)
        assert abs(stamp - second * 1000 * MS) <= TRUST_NS


def test_who_began_a_note_ends_it_and_only_once() -> None:
    notes = OpenNotes()
    on, off = b"\x90\x3c\x50", b"\x80\x3c\x40"
    assert notes.messages_for(on, "piece") == [on]
    assert notes.messages_for(off, "thru") == []
    assert notes.messages_for(on, "thru") == [off, on]
    assert notes.messages_for(off, "piece") == []
    assert notes.messages_for(b"\x90\x3c\x00", "thru") == [off]
    assert notes.messages_for(off, "thru") == []


def test_closing_ends_notes_then_pedals_then_all_on_the_channels_used() -> None:
    notes = OpenNotes()
    for message in (b"\x91\x3c\x50", b"\xb3\x40\x7f", b"\x91\x3e\x50", b"\x81\x3e\x40"):
        notes.messages_for(message, "piece")
    assert notes.close_all() == [
        b"\x81\x3c\x40", b"\xb1\x40\x00", b"\xb3\x40\x00", b"\xb1\x7b\x00", b"\xb3\x7b\x00",
    ]  # fmt: skip
    assert notes.close_all() == []


def test_panic_reaches_sixteen_channels_in_order() -> None:
    assert len(panic_messages()) == 64
    assert panic_messages()[48:] == [bytes((0xE0 | channel, 0, 64)) for channel in range(16)]
    assert panic_messages()[:3] == [b"\xb0\x40\x00", b"\xb0\x7b\x00", b"\xb0\x78\x00"]


def test_only_the_last_of_many_edits_is_sent() -> None:
    a, b = Update(Piece(), None), Update(Piece(title="b"), None)
    play = Play(Piece(), 0, None, False)
    assert without_stale_updates([a, a, b, play, a, Seek(3), b, Stop()]) == [b, play, a, Seek(3), b, Stop()]


def test_of_positions_that_pile_up_the_last_is_told_and_every_change() -> None:
    moving = [Position(t, playing=True) for t in (1.0, 2.0, 3.0)]
    over = Position(4.0, playing=False)
    heard = NoteHeard(60, 1)
    assert without_stale_positions([*moving, over]) == [moving[2], over]
    assert without_stale_positions([moving[0], heard, moving[1]]) == [moving[0], heard, moving[1]]
