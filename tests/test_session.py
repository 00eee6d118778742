"""The service layer with fakes below it: what a user does, and what becomes of the document and the sound."""

from pathlib import Path

import pytest

from assistant.core.clip import Clip
from assistant.core.continuation import ContinueSettings, TakeDone, TakeNote
from assistant.core.errors import AntiphonError
from assistant.core.note import Note
from assistant.core.piece import Loop, Piece, blank_piece
from assistant.core.protocols import Recorded
from assistant.core.takes import Take
from assistant.core.theory import Key
from assistant.core.track import Track
from assistant.session import Session
from tests.fakes import FakeContinuer, FakeFiles, FakePerformer

BAR = 1920
SEED = (Note(1, 0, 480, 62), Note(2, 480, 480, 66), Note(3, 960, 960, 69))


@pytest.fixture
def files() -> FakeFiles:
    return FakeFiles()


@pytest.fixture
def continuer() -> FakeContinuer:
    return FakeContinuer()


@pytest.fixture
def performer() -> FakePerformer:
    return FakePerformer()


@pytest.fixture
def session(files: FakeFiles, continuer: FakeContinuer, performer: FakePerformer) -> Session:
    session = Session(files, continuer, performer)
    session.show(Piece().with_clip(0, Clip.from_notes(SEED)))
    performer.calls.clear()
    return session


def starts(session: Session) -> list[tuple[int, int]]:
    return [(n.start_tick, n.pitch) for n in session.clip]


def last_label(session: Session) -> str:
    return session.document.history.done[-1].label


# --- the clipboard of other programs -----------------------------------------------------------------


def test_copied_notes_go_to_other_programs_as_midi_and_come_back(session: Session, files: FakeFiles) -> None:
    session.copy({2, 3})
    data = session.clipboard_midi()
    (track,) = files.from_bytes(data).piece.tracks
    assert [(n.start_tick, n.pitch) for n in track.clip] == [(0, 66), (480, 69)]
    pasted = session.paste_midi(data, BAR)
    assert starts(session)[3:] == [(BAR, 66), (BAR + 480, 69)]
    assert len(pasted) == 2
    assert last_label(session) == "Paste 2 notes"
    with pytest.raises(AntiphonError, match="clipboard"):
        session.paste_midi(b"no music", 0)


def test_of_a_midi_file_the_notes_of_all_tracks_are_pasted_but_no_drums(
    session: Session, files: FakeFiles
) -> None:
    line, drums = Clip.from_notes(SEED), Clip.from_notes([Note(1, 0, 10, 36)])
    together = Piece(tracks=(Track("a", line), Track("b", line), Track("drums", drums, channel=9)))
    assert len(session.paste_midi(files.to_bytes(together), BAR)) == 6
    assert len(session.paste_midi(files.to_bytes(Piece((Track(clip=drums, channel=9),))), 2 * BAR)) == 1
    session.document.open(Piece())
    session.copy(())
    assert not len(session.paste_midi(session.clipboard_midi(), 0))


# --- the document ------------------------------------------------------------------------------------


def test_a_piece_of_a_file_knows_its_path_and_is_not_modified(session: Session) -> None:
    session.show(Piece(title="Song"), Path("song.mid"))
    assert (session.piece.title, session.path) == ("Song", Path("song.mid"))
    assert not session.document.is_modified
    session.set_key(Key(2))
    assert session.document.is_modified


def test_opening_stops_the_sound_and_shows_the_first_track_with_notes(
    session: Session, performer: FakePerformer
) -> None:
    session.play()
    session.playhead_tick = 480
    session.show(Piece(tracks=(Track("Empty"), Track("Full", Clip.from_notes(SEED)))))
    assert performer.called("stop") == [()]
    assert not session.is_playing
    assert (session.active_track, session.playhead_tick, session.path) == (1, 0, None)
    session.new()
    assert session.piece == blank_piece()
    assert session.active_track == 0


# --- continue ----------------------------------------------------------------------------------------


def answered(session: Session, continuer: FakeContinuer, **dials: object) -> list[Take]:
    """Ask, hear the model out, and keep its takes, as the window does."""
    request = session.continue_request(ContinueSettings(bars=2, takes=2, random_seed=1, **dials))  # type: ignore[arg-type]
    notes: dict[tuple[int, int], list[Note]] = {}
    for event in continuer.generate(request):
        match event:
            case TakeNote(index, note):
                notes.setdefault((index, event.voice), []).append(note)
            case TakeDone(index):
                voices = range(1 + len(request.others))
                clip, *others = (Clip.from_notes(notes[index, voice]) for voice in voices)
                session.keep_take(request, event, clip, others)
    return list(session.document.takes)


def test_the_answer_starts_where_the_seed_ends_and_is_accepted_in_one_step(
    session: Session, continuer: FakeContinuer
) -> None:
    take, other = answered(session, continuer)
    assert (take.start_tick, take.end_tick) == (BAR, 3 * BAR)
    assert (take.id, other.id) == (1, 2)
    new = session.accept_take(take.id)
    assert [n.start_tick for n in session.clip.notes(new)] == list(range(BAR, 3 * BAR, 240))
    assert starts(session)[:3] == [(n.start_tick, n.pitch) for n in SEED]
    accepted = session.document.takes.get(take.id)
    assert accepted is not None and accepted.accepted
    assert session.undo() == "Continue"
    assert tuple(session.clip) == SEED
    assert len(session.document.takes) == 2, "takes are not lost by undoing"


def test_a_part_of_a_take_can_be_accepted_and_the_rest_later(
    session: Session, continuer: FakeContinuer
) -> None:
    take, _ = answered(session, continuer)
    session.accept_take(take.id, until_tick=2 * BAR)
    assert session.clip.end_tick == 2 * BAR
    session.accept_take(take.id, from_tick=2 * BAR)
    assert session.clip.end_tick == 3 * BAR
    assert len(session.clip) == len(SEED) + len(take.clip)


def test_another_take_replaces_the_one_before_and_its_notes_are_new(
    session: Session, continuer: FakeContinuer
) -> None:
    first, second = answered(session, continuer)
    gone = session.accept_take(first.id)
    new = session.accept_take(second.id)
    assert not set(gone) & set(session.clip.ids.tolist())
    assert [n.pitch for n in session.clip.notes(new)] == [n.pitch for n in second.clip]


def test_an_answer_goes_to_the_track_it_was_asked_for(session: Session, continuer: FakeContinuer) -> None:
    session.show(Piece(tracks=(Track("a", Clip.from_notes(SEED)), Track("b", channel=3))))
    take, _ = answered(session, continuer)
    session.active_track = 1
    new = session.accept_take(take.id)
    assert len(new) == len(take.clip)
    assert [len(t.clip) for t in session.piece.tracks] == [3 + len(take.clip), 0]


def test_the_seed_is_the_selection_or_what_lies_before_the_playhead(session: Session) -> None:
    assert len(session.continue_request(ContinueSettings()).seed) == 3
    assert len(session.continue_request(ContinueSettings(), frozenset({2})).seed) == 1
    session.playhead_tick = 960
    assert len(session.continue_request(ContinueSettings()).seed) == 2


def test_every_request_has_a_number_of_its_own(session: Session) -> None:
    numbers = [session.continue_request(ContinueSettings()).request_id for _ in range(3)]
    assert numbers == sorted(set(numbers))


def test_an_empty_track_has_nothing_to_continue(session: Session) -> None:
    session.new()
    with pytest.raises(AntiphonError, match="draw or play a few notes first"):
        session.continue_request(ContinueSettings())


def test_a_take_that_is_gone_is_one_sentence(session: Session) -> None:
    with pytest.raises(AntiphonError, match="no longer there"):
        session.accept_take(99)


def test_a_take_knows_the_take_that_it_grew_out_of(session: Session, continuer: FakeContinuer) -> None:
    first, second = answered(session, continuer)
    assert (first.parent, second.parent) == (None, None)
    session.accept_take(second.id)
    assert [take.parent for take in answered(session, continuer)[2:]] == [second.id, second.id]


def test_takes_are_rated(session: Session, continuer: FakeContinuer) -> None:
    take, _ = answered(session, continuer)
    session.rate_take(take.id, 1)
    session.rate_take(99, 1)
    assert [t.rating for t in session.document.takes] == [1, 0]


# --- hearing -----------------------------------------------------------------------------------------


def test_play_starts_at_the_playhead_or_at_the_start_behind_the_end(
    session: Session, performer: FakePerformer
) -> None:
    session.seek(480)
    session.play()
    session.seek(5 * BAR)
    session.play()
    session.play(from_tick=960)
    assert [call[1] for call in performer.called("play")] == [480, 0, 960]
    assert performer.called("seek") == [(5 * BAR,)]


def test_the_playhead_never_stands_before_the_start(session: Session, performer: FakePerformer) -> None:
    session.seek(-7)
    assert session.playhead_tick == 0
    assert performer.called("seek") == [], "nothing plays"


def test_a_loop_is_played_while_it_is_on(session: Session, performer: FakePerformer) -> None:
    session.set_loop(Loop(0, BAR))
    session.play()
    session.set_loop(Loop(0, BAR, enabled=False))
    assert performer.called("play")[0][2] == Loop(0, BAR)
    assert performer.called("update")[-1][1] is None


def test_an_edit_is_heard_while_it_plays_and_only_then(session: Session, performer: FakePerformer) -> None:
    session.add_notes([Note(0, BAR, 480, 60)])
    assert performer.called("update") == []
    session.play()
    session.move_notes({1}, 0, 1)
    session.undo()
    assert [piece for piece, _ in performer.called("update")] == [
        session.document.history.undone[0].redone(session.piece),
        session.piece,
    ]
    session.stop()
    session.redo()
    assert len(performer.called("update")) == 2


def test_a_proposal_is_heard_without_being_written(
    session: Session, performer: FakePerformer, continuer: FakeContinuer
) -> None:
    take, _ = answered(session, continuer)
    session.play()
    session.propose(take.voices, take.start_tick, take.end_tick)
    (heard, _), *_ = performer.called("update")
    assert isinstance(heard, Piece)
    assert len(heard.tracks[0].clip) == len(SEED) + len(take.clip)
    assert tuple(session.clip) == SEED
    session.propose(())
    assert performer.called("update")[-1][0] == session.piece


def test_keeping_and_rating_takes_does_not_disturb_what_plays(
    session: Session, performer: FakePerformer, continuer: FakeContinuer
) -> None:
    session.play()
    take, _ = answered(session, continuer)
    session.rate_take(take.id, 1)
    session.propose(())
    assert performer.called("update") == []


def test_a_proposal_sounds_on_its_own_track(session: Session) -> None:
    session.show(Piece(tracks=(Track("a", Clip.from_notes(SEED)), Track("b", channel=3))))
    session.propose(((1, Clip.from_notes([Note(0, BAR, 480, 60)])),), BAR, 2 * BAR)
    assert [len(t.clip) for t in session.heard_piece.tracks] == [3, 1]
    session.new()
    assert session.heard_piece is session.piece


def test_a_recording_is_one_step_on_the_track_it_was_begun_on(
    session: Session, performer: FakePerformer
) -> None:
    session.show(Piece(tracks=(Track("a", Clip.from_notes(SEED)), Track("b", channel=3))))
    session.active_track = 1
    session.record()
    assert session.is_recording and session.is_playing
    session.active_track = 0
    new = session.finish_recording(Recorded((Note(0, 0, 480, 40), Note(0, 480, 480, 41)), finished=True))
    assert len(new) == 2
    assert [len(t.clip) for t in session.piece.tracks] == [3, 2]
    assert last_label(session) == "Record 2 notes"
    assert not session.is_recording


def test_a_recording_of_nothing_is_no_step(session: Session) -> None:
    session.record()
    assert not len(session.finish_recording(Recorded((), finished=True)))
    assert session.document.history.done == ()


def test_a_recording_that_ends_after_another_piece_was_opened_is_not_written_into_it(
    session: Session,
) -> None:
    session.record()
    session.new()
    assert not len(session.finish_recording(Recorded((Note(0, 0, 480, 40),), finished=True)))
    assert session.piece == blank_piece()


def test_auditions_use_the_track_s_channel_and_instrument(session: Session, performer: FakePerformer) -> None:
    session.show(Piece(tracks=(Track("a", channel=4, program=73),)))
    session.audition(60, 80)
    session.audition_off(60)
    assert performer.called("audition") == [(60, 80, 73, 4)]
    assert performer.called("audition_off") == [(60, 4)]


def test_panic_silences_and_stops(session: Session, performer: FakePerformer) -> None:
    session.play()
    session.panic()
    assert performer.called("panic") == [()]
    assert not session.is_playing


def test_the_metronome_is_asked_for(session: Session, performer: FakePerformer) -> None:
    session.metronome = True
    session.play()
    assert performer.called("play")[0][3] is True


# --- several tracks --------------------------------------------------------------------------------


def duet() -> Piece:
    return Piece(tracks=(
        Track("Flute", Clip.from_notes(SEED)), Track("Cello", Clip.from_notes(SEED), "bass", channel=1),
    ))  # fmt: skip


def test_a_take_of_several_tracks_is_written_and_undone_in_one_step(
    session: Session, continuer: FakeContinuer
) -> None:
    session.show(duet())
    before = session.piece
    take, _ = answered(session, continuer, together=True)
    assert [track for track, _ in take.voices] == [0, 1]
    new = session.accept_take(take.id)
    assert set(new) <= set(session.clip.ids.tolist())
    added = [list(track.clip)[len(SEED) :] for track in session.piece.tracks]
    assert [n.start_tick for n in added[1]] == [n.start_tick for n in added[0]]
    assert [n.pitch for n in added[1]] == [n.pitch - 9 for n in added[0]]
    assert len(session.document.history.done) == 1
    session.undo()
    assert session.piece == before


def test_a_take_of_several_tracks_is_written_up_to_a_bar(session: Session, continuer: FakeContinuer) -> None:
    session.show(duet())
    take, _ = answered(session, continuer, together=True)
    session.accept_take(take.id, until_tick=2 * BAR)
    assert {track.clip.end_tick for track in session.piece.tracks} == {2 * BAR}
    session.accept_take(take.id, from_tick=2 * BAR)
    assert {track.clip.end_tick for track in session.piece.tracks} == {3 * BAR}


def test_a_proposal_sounds_on_all_its_tracks(session: Session, continuer: FakeContinuer) -> None:
    session.show(duet())
    take, _ = answered(session, continuer, together=True)
    session.propose(take.voices, take.start_tick, take.end_tick)
    assert {track.clip.end_tick for track in session.heard_piece.tracks} == {3 * BAR}
    assert {track.clip.end_tick for track in session.piece.tracks} == {BAR}


# --- tracks that come, go and change places ----------------------------------------------------------


def finished_take(session: Session, pitch: int = 72) -> Take:
    """A take for the track in hand, with one note in the bar after the seed."""
    request = session.continue_request(ContinueSettings())
    clip = Clip.from_notes([Note(1, request.start_tick, 480, pitch)])
    return session.keep_take(request, TakeDone(0, 1.0), clip)


def test_an_empty_harmony_track_does_not_take_part_in_the_answer(session: Session) -> None:
    session.new()
    session.add_notes(SEED)
    request = session.continue_request(ContinueSettings(together=True))
    assert (request.track, request.part, request.others) == (0, "melody", ())


def test_takes_are_for_the_tracks_they_were_made_for(session: Session) -> None:
    session.add_track()
    session.active_track = 0
    take = finished_take(session)
    session.propose(take.voices, take.start_tick, take.end_tick)
    session.move_track(0, 1)
    assert session.heard_piece == session.piece
    session.accept_take(take.id)
    assert [72 in track.clip.pitches for track in session.piece.tracks] == [False, True]


def test_takes_of_a_deleted_track_go_with_it(session: Session) -> None:
    session.add_track()
    session.active_track = 0
    take, running = finished_take(session), session.continue_request(ContinueSettings())
    session.delete_track(0)
    with pytest.raises(AntiphonError, match="no longer there"):
        session.accept_take(take.id)
    with pytest.raises(AntiphonError, match="tracks have changed since this take was asked for"):
        session.keep_take(running, TakeDone(0, 1.0), Clip.empty())


def test_a_track_more_leaves_takes_as_they_are(session: Session) -> None:
    take = finished_take(session)
    session.add_track()
    session.accept_take(take.id)
    assert 72 in session.piece.tracks[0].clip.pitches


def test_what_is_recorded_goes_to_its_track_wherever_that_stands_now(session: Session) -> None:
    session.add_track()
    session.record()
    session.move_track(1, 0)
    session.active_track = 1
    session.finish_recording(Recorded((Note(0, 0, 480, 40),), finished=True))
    assert [len(track.clip) for track in session.piece.tracks] == [1, 3]


def test_a_track_that_is_silenced_while_it_plays_is_told_to_the_performer(
    session: Session, performer: FakePerformer
) -> None:
    session.play()
    session.set_muted(0, True)
    session.set_controls(64, 0, BAR, [(0, 127)])
    assert [update[0].tracks[0].muted for update in performer.called("update")] == [True, True]


def test_a_fader_is_heard_at_once_unless_the_volume_moves_by_itself(
    session: Session, performer: FakePerformer
) -> None:
    session.try_volume(0, 40)
    session.set_controls(7, 0, BAR, [(0, 90)])
    session.try_volume(0, 50)
    assert performer.called("set_volume") == [(0, 40)]
    assert session.piece.tracks[0].volume == 100
