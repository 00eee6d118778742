"""Odd, damaged and wrong files: read as far as there is music, or refused with one sentence."""

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.clip import Clip
from assistant.core.controls import ControlLane
from assistant.core.errors import AntiphonError
from assistant.core.note import Note
from assistant.core.piece import Piece
from assistant.core.protocols import OpenedFile
from assistant.core.tempo import TempoChange
from assistant.core.theory import Key
from assistant.core.track import Track
from assistant.files.midi_files import MidiFiles
from assistant.files.midi_reader import decode_midi
from assistant.files.midi_writer import encode_midi
from assistant.files.smf import NotMidi
from tests.files.midi_bytes import END, NOTE, chunk, header, meta, one_track
from tests.strategies import pieces

GOLDEN = Path(__file__).parent / "golden"


def notes_of(opened: OpenedFile) -> list[list[tuple[int, int, int]]]:
    return [[(n.start_tick, n.length_ticks, n.pitch) for n in track.clip] for track in opened.piece.tracks]


# --- what is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "it is empty; get a whole copy"),
        (b"My new song\nin D minor\n", "not a MIDI file but text; choose a .mid file"),
        ("Ein Lied für Dich".encode(), "not a MIDI file; choose"),
        (b"<?xml version='1.0'?><score-partwise/>", "not a MIDI file but an XML file"),
        (b"X:1\nT:A reel\nK:D\n", "not a MIDI file but ABC notation"),
        (b"PK\x03\x04\x14\x00", "not a MIDI file but a zip archive"),
        (b"RIFF\x24\x08\0\0WAVEfmt ", "not a MIDI file but a recording"),
        (header()[:10], "breaks off in its header"),
        (header(), "breaks off before its first track"),
        (header() + b"MTr", "breaks off before its first track"),
        (header() + chunk(NOTE + END)[:-2], "breaks off in track 1 of 1; get a whole copy"),
        (header(tracks=3) + chunk(NOTE + END) + chunk(NOTE + END)[:12], "breaks off in track 2 of 3"),
        (header(division=0xE728) + chunk(NOTE + END), "film frames .SMPTE. instead of beats"),
        (header(division=0) + chunk(NOTE + END), "no ticks per quarter note"),
        (header(midi_format=7) + chunk(NOTE + END), "format is 7, and only 0, 1 and 2 exist"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_with_the_name_and_a_remedy(
    tmp_path: Path, data: bytes, says: str
) -> None:
    path = tmp_path / "song.mid"
    path.write_bytes(data)
    with pytest.raises(AntiphonError, match=says) as caught:
        MidiFiles().read(path)
    sentence = str(caught.value)
    assert sentence.startswith(f"Could not read {path}: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_missing_file_and_a_folder_are_one_sentence_each(tmp_path: Path) -> None:
    with pytest.raises(AntiphonError, match="no such file; choose another one"):
        MidiFiles().read(tmp_path / "none.mid")
    with pytest.raises(AntiphonError, match=r"it is a folder; choose a \.mid file in it"):
        MidiFiles().read(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_file_that_may_not_be_read_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(
        Path, "open", refuse
    )  # root may read anything, so the system cannot be asked to refuse
    with pytest.raises(AntiphonError, match="reading it is not allowed; change its permissions"):
        MidiFiles().read(tmp_path / "locked.mid")


def test_a_file_too_large_to_be_midi_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "film.mid"
    with path.open("wb") as file:
        file.truncate(65 * 2**20)
    with pytest.raises(AntiphonError, match="larger than 64 MB"):
        MidiFiles().read(path)


@given(pieces(), st.data())
@settings(max_examples=50)
def test_a_file_cut_short_is_never_taken_for_a_whole_one(piece: Piece, data: st.DataObject) -> None:
    whole = encode_midi(piece)
    cut = whole[: data.draw(st.integers(1, len(whole) - 1))]
    try:
        opened = decode_midi(cut)
    except NotMidi:
        return
    assert any("header speaks of" in sentence for sentence in opened.warnings)


@given(pieces(), st.data())
@settings(max_examples=150)
def test_a_file_with_broken_bytes_is_read_or_refused_and_never_crashes(
    piece: Piece, data: st.DataObject
) -> None:
    broken = bytearray(encode_midi(piece))
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    try:
        opened = decode_midi(bytes(broken))
    except NotMidi:
        return
    encode_midi(opened.piece)


# --- what is mended ----------------------------------------------------------------------------------


def test_a_wrong_length_of_the_last_chunk_does_no_harm_if_its_end_is_there() -> None:
    data = header() + b"MTrk\0\0\xff\xff" + NOTE + END
    opened = decode_midi(data)
    assert notes_of(opened) == [[(0, 480, 60)]]
    assert opened.warnings == ()


def test_a_missing_end_of_track_does_no_harm() -> None:
    assert notes_of(decode_midi(header() + chunk(NOTE))) == [[(0, 480, 60)]]


def test_what_stands_after_the_end_of_a_track_or_of_the_file_is_passed_over() -> None:
    data = header() + chunk(NOTE + END + NOTE) + b"some junk"
    assert notes_of(decode_midi(data)) == [[(0, 480, 60)]]


def test_a_wrapper_before_the_header_is_passed_over() -> None:
    assert notes_of(decode_midi(b"\0" * 128 + one_track(NOTE))) == [[(0, 480, 60)]]


def test_a_longer_header_is_passed_over() -> None:
    data = b"MThd\0\0\0\x08\0\0\0\x01\x01\xe0\xab\xcd" + chunk(NOTE + END)
    assert notes_of(decode_midi(data)) == [[(0, 480, 60)]]


@pytest.mark.parametrize(
    "body",
    [
        b"\x00\xf4",  # no such event
        b"\x00\x90\x3c\x80",  # a data byte over 127
        b"\xff\xff\xff\xff\x7f\x90\x3c\x5a",  # a number of more than four bytes
        b"\x00\xff\x01\x7f",  # a text longer than its track
        b"\x81",  # a number without an end
    ],
)
def test_a_damaged_track_keeps_what_stands_before(body: bytes) -> None:
    opened = decode_midi(header(0) + chunk(NOTE + body))
    assert notes_of(opened) == [[(0, 480, 60)]]
    assert opened.warnings == ("Track 1 is damaged in bar 1: only what stands before was read.",)


def test_a_note_without_any_status_is_damage() -> None:
    opened = decode_midi(one_track(NOTE.replace(b"\x90", b"")))
    assert notes_of(opened) == [[]]
    assert opened.warnings == ("Track 1 is damaged in bar 1: only what stands before was read.",)


def test_a_note_days_away_is_damage() -> None:
    assert notes_of(decode_midi(one_track(NOTE + b"\xff\xff\xff\x7f" + NOTE[1:]))) == [[(0, 480, 60)]]


def test_bad_key_signatures_are_skipped_and_counted_and_the_good_one_is_kept() -> None:
    bad = meta(0x59, b"\x09\x00") + meta(0x59, b"\x00\x05") + meta(0x59, b"")
    opened = decode_midi(one_track(bad + meta(0x59, b"\xff\x01") + NOTE))
    assert opened.piece.key == Key(2, "minor")
    assert opened.warnings == ("Skipped because they make no sense: 3 key signatures.",)


def test_only_the_first_key_is_kept_and_that_is_said() -> None:
    opened = decode_midi(one_track(meta(0x59, b"\x02\x00") + NOTE + meta(0x59, b"\x01\x00")))
    assert opened.piece.key == Key(2)
    assert opened.warnings == ("Not kept, as Antiphon has no place for them yet: 1 key change.",)


def test_a_tempo_that_begins_late_is_preceded_by_the_usual_one() -> None:
    late = b"\x83\x60\xff\x51\x03\x06\x1a\x80"
    changes = decode_midi(one_track(late + NOTE)).piece.tempo_map.changes
    assert changes == (TempoChange(0, 500_000), TempoChange(480, 400_000))


def test_lyrics_and_remarks_are_counted_and_technical_events_are_not() -> None:
    technical = meta(0x20, b"\0") + meta(0x21, b"\0") + meta(0x54, b"\x60\0\0\0\0") + meta(0x7F, b"\x43abc")
    words = meta(0x05, b"la") * 1200 + meta(0x01, b"slowly") + meta(0x02, b"(c)")
    opened = decode_midi(one_track(technical + words + NOTE))
    assert opened.warnings == (
        "Not kept, as Antiphon has no place for them yet: 1,200 lyrics, 1 text remark, 1 copyright notice.",
    )


# --- tracks ------------------------------------------------------------------------------------------


def test_all_notes_off_ends_what_sounds() -> None:
    opened = decode_midi(one_track(b"\x00\x90\x3c\x5a\x00\x40\x5a\x83\x60\xb0\x7b\x00\x83\x60\x90\x3c\x00"))
    assert notes_of(opened) == [[(0, 480, 60), (0, 480, 64)]]
    assert opened.warnings == ()


def test_the_instrument_and_volume_of_the_first_note_count() -> None:
    set_up = b"\x00\xc0\x05\x00\xc0\x07\x00\xb0\x07\x00\x83\x60\xb0\x07\x40"
    (track,) = decode_midi(one_track(set_up + NOTE + b"\x00\xb0\x07\x10")).piece.tracks
    assert (track.program, track.volume) == (7, 64)


def test_an_instrument_chosen_only_after_the_first_note_is_still_the_track_s() -> None:
    (track,) = decode_midi(one_track(NOTE + b"\x00\xc0\x05" + NOTE)).piece.tracks
    assert track.program == 5


def test_a_chunk_may_set_up_the_channels_of_the_others() -> None:
    set_up = chunk(b"\x00\xc1\x28\x00\xb1\x07\x50" + END)
    opened = decode_midi(
        header(tracks=2) + set_up + chunk(NOTE.replace(b"\x90", b"\x91").replace(b"\x80", b"\x81") + END)
    )
    (track,) = opened.piece.tracks
    assert (track.channel, track.program, track.volume) == (1, 0x28, 0x50)


def test_the_instrument_s_name_stands_in_for_the_track_s() -> None:
    (track,) = decode_midi(one_track(meta(0x04, b"Oboe") + NOTE, midi_format=1)).piece.tracks
    assert track.name == "Oboe"


def test_an_empty_name_in_another_program_s_file_is_no_name() -> None:
    (track,) = decode_midi(one_track(meta(0x03, b"") + NOTE, midi_format=1)).piece.tracks
    assert track.name == "Track 1"


def test_a_file_without_notes_is_an_empty_piece_of_its_length() -> None:
    piece = decode_midi(one_track(meta(0x03, b"Nothing") + b"\x8f\x00\xff\x06\x00")).piece
    assert [len(track.clip) for track in piece.tracks] == [0]
    assert (piece.title, piece.end_tick) == ("Nothing", 1920)


def test_a_track_of_ours_is_known_again_when_another_program_moved_its_channel() -> None:
    whole = (GOLDEN / "antiphon.mid").read_bytes()
    moved = whole.replace(
        b"\xc0(\x00\xb0\x07P\x00\x90@d\x81p\x80@", b"\xc4(\x00\xb4\x07P\x00\x94@d\x81p\x84@"
    )
    moved = moved.replace(b"\x90B", b"\x94B").replace(b"\x80B", b"\x84B").replace(b"\x90C", b"\x94C")
    track = decode_midi(moved.replace(b"\x80C", b"\x84C")).piece.tracks[0]
    assert (track.channel, track.colour, track.soloed) == (4, 3, True)


def test_patterns_of_format_2_that_share_a_channel_are_one_track() -> None:
    data = header(midi_format=2, tracks=2) + chunk(NOTE + END) + chunk(NOTE + END)
    opened = decode_midi(data)
    assert notes_of(opened) == [[(0, 480, 60), (1920, 480, 60)]]
    assert opened.piece.end_tick == 2400


def test_controllers_of_a_later_pattern_stand_where_it_does() -> None:
    pedal = b"\x00\xb0\x40\x7f"
    opened = decode_midi(header(midi_format=2, tracks=2) + chunk(NOTE + END) + chunk(pedal + NOTE + END))
    assert [lane.points for lane in opened.piece.tracks[0].controls] == [((1920, 127),)]


def test_a_volume_of_ours_that_another_program_changed_is_its_volume() -> None:
    lane = ControlLane.of_points(7, [(480, 30)])
    ours = encode_midi(Piece((Track(clip=Clip.from_notes([Note(1, 0, 960, 60)]), controls=(lane,)),)))
    assert decode_midi(ours).piece.tracks[0].controls == (lane,)
    louder = decode_midi(ours.replace(b"\xb0\x07\x64", b"\xb0\x07\x7f")).piece.tracks[0]
    assert louder.controls[0].points == ((0, 127), (480, 30))


@pytest.mark.parametrize(
    ("settings", "semitones", "lost"),
    [
        (b"\x00\xb0\x65\x00\x00\x64\x00\x00\x06\x0c", 12, 0),
        (b"\x00\xb0\x64\x00\x00\x65\x00\x00\x06\x0c\x00\x26\x00\x00\x65\x7f\x00\x64\x7f\x00\x06\x05", 12, 1),
        (b"\x00\xb0\x65\x00\x00\x64\x01\x00\x06\x40", 2, 1),  # fine tuning
        (b"\x00\xb0\x65\x00\x00\x64\x00\x00\x63\x01\x00\x62\x08\x00\x06\x40", 2, 1),  # not registered
        (b"\x00\xb0\x06\x40", 2, 1),
    ],
)
def test_how_far_the_wheel_bends_is_kept_and_other_parameters_are_counted(
    settings: bytes, semitones: int, lost: int
) -> None:
    opened = decode_midi(one_track(settings + NOTE))
    assert opened.piece.tracks[0].bend_range == semitones
    assert opened.piece.tracks[0].controls == ()
    assert len(opened.warnings) == lost
