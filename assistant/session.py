"""What a user can do, as methods: the service layer between the window and the rooms below.

No Qt, no torch, no mido in here: files, engine and performer come in as Protocols. A window, a script and a
test all call the same methods.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.arranging import Arranging
from assistant.core import edits
from assistant.core.asking import build_request
from assistant.core.clip import NO_IDS, Clip, IntColumn
from assistant.core.clipboard import notes_of_piece, piece_of_notes
from assistant.core.continuation import ContinueRequest, ContinueSettings, TakeDone
from assistant.core.controls import VOLUME
from assistant.core.errors import AntiphonError
from assistant.core.filling import fill_request
from assistant.core.piece import Loop, Piece, blank_piece
from assistant.core.protocols import Continuer, Files, Performer, Recorded
from assistant.core.takes import Sung, Take
from assistant.core.track_order import followed, matched
from assistant.editing import count

_Proposal = tuple[int, int, Sung]
"""(start_tick, end_tick, the notes of its tracks)"""


class Session(Arranging):
    """One user at work on one document: edits it, has it continued, hears it."""

    def __init__(self, files: Files, continuer: Continuer, performer: Performer) -> None:
        super().__init__()
        self.files = files
        self.continuer = continuer
        self.performer = performer
        self.path: Path | None = None
        self.playhead_tick = 0
        self.is_playing = False
        self.is_recording = False
        self.metronome = False
        self._proposal: _Proposal | None = None
        self._playing: tuple[Piece | None, _Proposal | None] = (None, None)
        self._request_count = 0
        self._stale_requests = 0
        self._record_track = 0
        self.document.subscribe(self._document_changed)
        self._take_up(blank_piece())

    # --- the document ---------------------------------------------------------------------------

    @property
    def heard_piece(self) -> Piece:
        """The piece as it sounds: with the proposal that is shown in its place, though it is not written."""
        if self._proposal is None:
            return self.piece
        return edits.replace_spans(self.piece, *self._proposal)

    def new(self) -> None:
        """Begin an empty piece: a melody and a harmony."""
        self._replace_document(blank_piece(), None)

    def show(self, piece: Piece, path: Path | None = None) -> None:
        """Put a piece on the desk; without a path it belongs to no file (an example, say)."""
        self._replace_document(piece, path)

    # --- the clipboard of other programs ---------------------------------------------------------

    def clipboard_midi(self) -> bytes:
        """The copied notes as the bytes of a MIDI file that begins with the first of them."""
        return self.files.to_bytes(piece_of_notes(self.clipboard, self.piece, self.active_track))

    def paste_midi(self, data: bytes, at_tick: int) -> IntColumn:
        """Put the notes of a MIDI file at a tick; their ids. ``AntiphonError`` where it is none."""
        return self.paste_piece(self.files.from_bytes(data).piece, at_tick)

    def paste_piece(self, source: Piece, at_tick: int) -> IntColumn:
        """Put the notes of another piece at a tick; their ids."""
        copied, track = notes_of_piece(source), self.active_track
        label = f"Paste {count(len(copied))}"
        return self._add(label, track, lambda piece: edits.paste(piece, track, copied, at_tick))

    # --- continue --------------------------------------------------------------------------------

    def continue_request(
        self, settings: ContinueSettings, selected_ids: frozenset[int] = frozenset()
    ) -> ContinueRequest:
        """The request that Continue stands for now; ``AntiphonError`` where there is nothing to continue."""
        self._request_count += 1
        return build_request(
            self.piece,
            self.active_track,
            settings,
            selected_ids=selected_ids,
            playhead_tick=self.playhead_tick,
            request_id=self._request_count,
        )

    def fill_request(self, settings: ContinueSettings) -> ContinueRequest:
        """The request to fill the loop region; ``AntiphonError`` where that is no gap between notes."""
        loop = self.piece.loop
        if loop is None:
            raise AntiphonError("Mark the gap first: drag in the ruler over the bars to fill.")
        self._request_count += 1
        number, gap = self._request_count, (loop.start_tick, loop.end_tick)
        return fill_request(self.piece, self.active_track, settings, *gap, request_id=number)

    def keep_take(
        self, request: ContinueRequest, done: TakeDone, clip: Clip, others: Sequence[Clip] = ()
    ) -> Take:
        """Keep a finished proposal in the document's takes; ``others`` are the notes of its other tracks.

        ``AntiphonError`` where tracks went or changed places since it was asked for.
        """
        if request.request_id <= self._stale_requests:
            raise AntiphonError(
                "The tracks have changed since this take was asked for: press Continue again."
            )
        takes = self.document.takes
        take = Take(
            takes.next_id,
            request,
            done.index,
            clip,
            done.surprise_bits,
            parent=takes.grown_from(request),
            copied=done.copied,
            style=done.style,
            others=tuple((voice.track, notes) for voice, notes in zip(request.others, others, strict=True)),
        )
        self.document.put_take(take)
        return take

    def rate_take(self, take_id: int, rating: int) -> None:
        """Give a take the player's rating: -1, 0 or 1."""
        take = self.document.takes.get(take_id)
        if take is not None:
            self.document.put_take(replace(take, rating=rating))

    def mark_take(self, take_id: int, *, accepted: bool) -> None:
        """Say whether any of a take stands in the piece, after an undo or redo."""
        take = self.document.takes.get(take_id)
        if take is not None:
            self.document.put_take(replace(take, accepted=accepted))

    def propose(self, voices: Sung, start_tick: int = 0, end_tick: int = 0) -> None:
        """Let notes of tracks be heard in [start_tick, end_tick) without writing them; () takes them away."""
        self._proposal = (start_tick, end_tick, voices) if voices and end_tick > start_tick else None
        self._update_performer()

    def accept_take(self, take_id: int, until_tick: int | None = None, from_tick: int = 0) -> IntColumn:
        """Write a take (or what of it begins in [from_tick, until_tick)) into the piece; the new ids.

        It is one undo step over all its tracks; the ids are those of the request's own.
        """
        take = self.document.takes.get(take_id)
        if take is None:
            raise AntiphonError("That take is no longer there: choose another one.")
        start = max(from_tick, take.start_tick)
        end = take.end_tick if until_tick is None else min(until_tick, take.end_tick)
        voices = [
            (track, clip.take_rows(clip.rows_starting_between(start, end))) for track, clip in take.voices
        ]
        label = "Continue" if take.request.right is None else "Fill the gap"
        new = self._add(label, take.request.track, lambda p: edits.replace_spans(p, start, end, voices))
        self.document.put_take(replace(take, accepted=True))
        return new

    # --- hearing ---------------------------------------------------------------------------------

    def play(self, from_tick: int | None = None) -> None:
        """Play from a tick (by default the playhead), or from the start if that is behind the music."""
        piece = self.heard_piece
        wanted = self.playhead_tick if from_tick is None else from_tick
        start = wanted if wanted < piece.end_tick else 0
        self.is_playing = True
        self._playing = (self.piece, self._proposal)
        self.performer.play(piece, start, self._loop(), metronome=self.metronome)

    def stop(self) -> None:
        """Stop playing and recording."""
        self.is_playing = False
        self.performer.stop()

    def seek(self, tick: int) -> None:
        """Put the playhead somewhere, while playing or not."""
        self.playhead_tick = max(0, tick)
        if self.is_playing:
            self.performer.seek(self.playhead_tick)

    def record(self) -> None:
        """Count in and record from the input port into the active track."""
        self.is_playing = self.is_recording = True
        self._record_track = self.active_track
        self._playing = (self.piece, None)
        self.performer.record(self.piece, self.playhead_tick, metronome=True)

    def finish_recording(self, recorded: Recorded) -> IntColumn:
        """Write what was played into the track that was recorded, as one undo step; the new ids.

        What comes after another document was opened belongs to none, and is dropped.
        """
        if not self.is_recording:
            return NO_IDS
        self.is_recording = False
        if not recorded.notes:
            return NO_IDS
        label, track = f"Record {count(len(recorded.notes))}", self._record_track
        return self._add(label, track, lambda p: edits.add_notes(p, track, recorded.notes))

    def try_volume(self, track: int, volume: int) -> None:
        """Let a track be heard so loud while its fader is dragged; one whose volume moves stays as it is."""
        tried = self.piece.tracks[track]
        if not len(tried.lane(VOLUME)):
            self.performer.set_volume(tried.channel, volume)

    def audition(self, pitch: int, velocity: int = 90) -> None:
        """Sound one note on the active track's instrument."""
        track = self.piece.tracks[self.active_track]
        self.performer.audition(pitch, velocity, track.program, track.channel)

    def audition_off(self, pitch: int) -> None:
        """Let an auditioned note go."""
        self.performer.audition_off(pitch, self.piece.tracks[self.active_track].channel)

    def panic(self) -> None:
        """Silence everything now."""
        self.is_playing = False
        self.performer.panic()

    # --- inside ----------------------------------------------------------------------------------

    def _loop(self) -> Loop | None:
        loop = self.piece.loop
        return loop if loop and loop.enabled else None

    def _replace_document(self, piece: Piece, path: Path | None) -> None:
        if self.is_playing:
            self.stop()
        self.is_recording = False
        self.path = path
        self.playhead_tick = 0
        self._proposal = None
        self._take_up(piece)

    def _follow_tracks(self) -> None:
        before, count_before = self._tracks_seen, self.renumberings
        super()._follow_tracks()
        self._record_track = followed(before, self.piece.tracks, self._record_track)
        if self.renumberings != count_before:  # takes are told by the numbers of their tracks
            self._proposal, self._stale_requests = None, self._request_count
            self.document.renumber_takes(matched(before, self.piece.tracks))
        if before is not self.piece.tracks:
            self.document.bring_takes_back()

    def _document_changed(self) -> None:
        self._update_performer()

    def _update_performer(self) -> None:
        """Tell the performer what is heard now; a take that is merely kept changes nothing of that."""
        piece, proposal = self._playing
        if self.is_playing and not (piece is self.piece and proposal is self._proposal):
            self._playing = (self.piece, self._proposal)
            self.performer.update(self.heard_piece, self._loop())
