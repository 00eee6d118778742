"""What stands in the files that are written, event by event; mido reads them as an independent witness."""

import io
import time
from typing import Any

import mido
import numpy as np
import pytest
from hypothesis import given

from assistant.core.clip import Clip
from assistant.core.errors import AntiphonError
from assistant.core.note import Note
from assistant.core.piece import Marker, Piece
from assistant.core.tempo import MeterChange, MeterMap, TempoChange, TempoMap
from assistant.core.theory import Key
from assistant.core.track import Track
from assistant.files.midi_writer import encode_midi
from tests.strategies import crowded_clips, pieces


def read_by_mido(piece: Piece, **options: Any) -> Any:
    return mido.MidiFile(file=io.BytesIO(encode_midi(piece, **options)), charset="utf-8")


def timed(track: Any) -> list[tuple[int, Any]]:
    now, events = 0, []
    for message in track:
        now += message.time
        events.append((now, message))
    return events


def of_type(track: Any, *kinds: str) -> list[tuple[int, Any]]:
    return [(tick, message) for tick, message in timed(track) if message.type in kinds]


def with_notes(*notes: tuple[int, int, int]) -> Piece:
    return Piece().with_clip(0, Clip.from_notes(Note(0, *note) for note in notes))


def test_format_1_has_a_conductor_track_and_480_ticks() -> None:
    file = read_by_mido(Piece(tracks=(Track("One"), Track("Two")), title="Song"))
    assert (file.type, file.ticks_per_beat, len(file.tracks)) == (1, 480, 3)
    assert [track.name for track in file.tracks] == ["Song", "One", "Two"]
    assert not of_type(file.tracks[0], "note_on", "note_off", "control_change", "program_change")


def test_format_0_has_one_track() -> None:
    file = read_by_mido(Piece(tracks=(Track("One"), Track("Two", channel=1)), title="Song"), midi_format=0)
    assert (file.type, len(file.tracks)) == (0, 1)


def test_tempo_and_meter_stand_at_tick_0_and_wherever_they_change() -> None:
    file = read_by_mido(
        Piece(
            tempo_map=TempoMap.of_changes([TempoChange(960, 400_000)]),
            meter_map=MeterMap.of_changes([MeterChange(0, 6, 8), MeterChange(1440, 3, 4)]),
        )
    )
    conductor = file.tracks[0]
    assert [(t, m.tempo) for t, m in of_type(conductor, "set_tempo")] == [(0, 500_000), (960, 400_000)]
    meters = [
        (t, m.numerator, m.denominator, m.clocks_per_click) for t, m in of_type(conductor, "time_signature")
    ]
    assert meters == [(0, 6, 8, 36), (1440, 3, 4, 24)]


@pytest.mark.parametrize(
    ("key", "written"),
    [
        (Key(0), "C"),
        (Key(1), "Db"),
        (Key(6), "F#"),
        (Key(2, "minor"), "Dm"),
        (Key(4, "dorian"), "Bm"),
        (Key(9, "mixolydian"), "D"),
        (Key(11, "blues"), "Bm"),
    ],
)
def test_the_key_signature_is_the_one_a_musician_would_write(key: Key, written: str) -> None:
    file = read_by_mido(Piece(key=key))
    assert [m.key for _, m in of_type(file.tracks[0], "key_signature")] == [written]


def test_an_open_key_writes_no_signature() -> None:
    assert not of_type(read_by_mido(Piece()).tracks[0], "key_signature")


def test_names_and_markers_are_in_utf_8() -> None:
    file = read_by_mido(Piece(tracks=(Track("Łódź ♪"),), markers=(Marker(480, "サビ"),), title="Ü"))
    assert [track.name for track in file.tracks] == ["Ü", "Łódź ♪"]
    assert [(t, m.text) for t, m in of_type(file.tracks[0], "marker")] == [(480, "サビ")]


def test_notes_end_before_others_begin() -> None:
    track = read_by_mido(with_notes((0, 480, 60), (480, 480, 62), (480, 480, 60))).tracks[1]
    at_480 = [(m.type, m.note) for t, m in of_type(track, "note_on", "note_off") if t == 480]
    assert at_480 == [("note_off", 60), ("note_on", 60), ("note_on", 62)]


def test_note_offs_are_real_ones() -> None:
    track = read_by_mido(with_notes((0, 480, 60))).tracks[1]
    assert [m.bytes() for _, m in of_type(track, "note_on", "note_off")] == [[0x90, 60, 90], [0x80, 60, 64]]


@given(crowded_clips())
def test_every_pitch_goes_on_and_off_by_turns_and_sounds_at_least_a_tick(clip: Clip) -> None:
    track = read_by_mido(Piece().with_clip(0, clip)).tracks[1]
    began: dict[int, int] = {}
    for tick, message in of_type(track, "note_on", "note_off"):
        if message.type == "note_on":
            assert message.note not in began
            began[message.note] = tick
        else:
            assert tick > began.pop(message.note)
    assert not began


@pytest.mark.parametrize("midi_format", [0, 1])
def test_every_track_ends_where_the_piece_does(midi_format: Any) -> None:
    piece = Piece(
        tracks=(Track(clip=Clip.from_notes([Note(0, 0, 480, 60)])), Track(channel=1)), end_tick_floor=1920
    )
    for track in read_by_mido(piece, midi_format=midi_format).tracks:
        assert timed(track)[-1][0] == 1920
        assert [m.type for m in track].count("end_of_track") == 1


@given(pieces())
def test_every_pedal_is_let_go_at_the_end_and_no_delta_time_is_lost(piece: Piece) -> None:
    file = read_by_mido(piece)
    ends = {timed(track)[-1][0] for track in file.tracks}
    assert len(ends) == 1
    for track, written in zip(piece.tracks, file.tracks[1:], strict=True):
        pedals = [(t, m.value, m.channel) for t, m in of_type(written, "control_change") if m.control == 64]
        lane = [(tick, value, track.channel) for tick, value in track.lane(64).points]
        assert pedals == [*lane, *([(*ends, 0, track.channel)] if len(track.clip) or lane else [])]


def test_an_instrument_is_written_only_where_one_was_chosen() -> None:
    file = read_by_mido(Piece(tracks=(Track(), Track(program=0, channel=4))))
    assert not of_type(file.tracks[1], "program_change")
    assert [(m.program, m.channel) for _, m in of_type(file.tracks[2], "program_change")] == [(0, 4)]


def test_a_volume_is_written_only_where_it_is_not_the_usual_one() -> None:
    file = read_by_mido(Piece(tracks=(Track(), Track(volume=70))))
    assert not of_type(file.tracks[1], "control_change")
    assert [(m.control, m.value) for _, m in of_type(file.tracks[2], "control_change")] == [(7, 70)]


def test_drums_stay_on_channel_10() -> None:
    clip = Clip.from_notes([Note(0, 0, 480, 36)])
    track = read_by_mido(Piece(tracks=(Track("Kit", clip, channel=9),))).tracks[1]
    assert {m.channel for _, m in of_type(track, "note_on", "note_off")} == {9}


def test_a_piece_longer_than_any_file_we_would_read_is_refused() -> None:
    piece = Piece().with_clip(0, Clip.from_notes([Note(0, 2**19 * 480, 480, 60)]))
    with pytest.raises(AntiphonError, match="too long for a MIDI file"):
        encode_midi(piece)


def test_a_hundred_thousand_notes_are_written_quickly() -> None:
    """One mido message for each event took well over a second and held Python's lock."""
    notes = np.arange(100_000)
    clip = Clip.from_columns(notes + 1, notes * 60, np.full(100_000, 90), 40 + notes % 50, 1 + notes % 127)
    started = time.perf_counter()
    data = encode_midi(Piece().with_clip(0, clip))
    assert time.perf_counter() - started < 0.5
    assert len(data) > 600_000
