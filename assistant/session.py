"""What a user can do, as methods: the service layer between the window and the rooms below.

No Qt, no torch, no mido in here: files, engine and performer come in as Protocols. A window, a script and a
test all call the same methods.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from assistant.core import edits
from assistant.core.clip import Clip
from assistant.core.continuation import ContinueRequest, ContinueSettings, build_request
from assistant.core.document import Document
from assistant.core.errors import AntiphonError
from assistant.core.note import Note
from assistant.core.piece import Loop, Piece
from assistant.core.protocols import Continuer, Files, Performer, Recorded
from assistant.core.takes import Take
from assistant.core.theory import Key

_Proposal = tuple[int, int, int, Clip]
"""(track, start_tick, end_tick, notes)"""


class Session:
    """One user at work on one document."""

    def __init__(self, files: Files, continuer: Continuer, performer: Performer) -> None:
        self.document = Document()
        self.files = files
        self.continuer = continuer
        self.performer = performer
        self.path: Path | None = None
        self.active_track = 0
        self.playhead_tick = 0
        self.is_playing = False
        self.is_recording = False
        self.metronome = False
        self.clipboard: tuple[Note, ...] = ()
        self._proposal: _Proposal | None = None
        self._playing: tuple[Piece | None, _Proposal | None] = (None, None)
        self._request_count = 0
        self._record_track = 0
        self.document.subscribe(self._document_changed)

    # --- the document ---------------------------------------------------------------------------

    @property
    def piece(self) -> Piece:
        """The piece as it stands."""
        return self.document.piece

    @property
    def clip(self) -> Clip:
        """The notes of the track being edited."""
        return self.piece.tracks[self.active_track].clip

    @property
    def heard_piece(self) -> Piece:
        """The piece as it sounds: with the proposal that is shown in its place, though it is not written."""
        if self._proposal is None:
            return self.piece
        track, start_tick, end_tick, clip = self._proposal
        return edits.replace_span(self.piece, track, start_tick, end_tick, clip)

    def new(self) -> None:
        """Begin an empty piece."""
        self._replace_document(Piece(), None)

    def open(self, path: Path) -> tuple[str, ...]:
        """Open a file; the reader's warnings. On ``AntiphonError`` the document stays as it was."""
        opened = self.files.read(path)
        self._replace_document(opened.piece, path)
        return opened.warnings

    def show(self, piece: Piece) -> None:
        """Put a piece on the desk that belongs to no file (the example seed, a recovered piece)."""
        self._replace_document(piece, None)

    def save(self, path: Path) -> None:
        """Write the piece to a file and remember it as the document's."""
        self.files.write(self.piece, path)
        self.path = path
        self.document.mark_saved()

    def export(self, path: Path) -> None:
        """Write a copy; the document keeps its own file."""
        self.files.write(self.piece, path)

    def undo(self) -> str | None:
        """Take back the last change; its label."""
        return self.document.undo()

    def redo(self) -> str | None:
        """Make the last undone change again; its label."""
        return self.document.redo()

    # --- edits of the active track; every method is one undo step --------------------------------

    def add_notes(self, notes: Iterable[Note], label: str | None = None) -> tuple[int, ...]:
        """Add notes; the ids they got."""
        added = tuple(notes)
        before = set(self.clip.ids.tolist())
        self._edit(label or f"Add {_count(len(added))}", edits.add_notes, added)
        return tuple(i for i in self.clip.ids.tolist() if i not in before)

    def delete_notes(self, ids: Iterable[int], label: str | None = None) -> None:
        """Delete notes."""
        gone = sorted(ids)
        self._edit(label or f"Delete {_count(len(gone))}", edits.delete_notes, gone)

    def move_notes(self, ids: Iterable[int], ticks: int, semitones: int) -> None:
        """Move notes in time and pitch."""
        moved = sorted(ids)
        verb = "Transpose" if ticks == 0 else "Move"
        self._edit(f"{verb} {_count(len(moved))}", edits.move_notes, moved, ticks, semitones)

    def copy_notes_by(self, ids: Iterable[int], ticks: int, semitones: int) -> tuple[int, ...]:
        """Drag a copy: the same notes again, moved; the new ids."""
        moved = edits.move_notes(self.piece, self.active_track, sorted(ids), ticks, semitones)
        copies = moved.tracks[self.active_track].clip.notes(sorted(ids))
        return self.add_notes([replace(n, id=0) for n in copies], f"Copy {_count(len(copies))}")

    def resize_notes(
        self, ids: Iterable[int], ticks: int, *, at_start: bool, shortest_ticks: int = 1
    ) -> None:
        """Move the starts or the ends of notes."""
        resized = sorted(ids)
        edit = edits.resize_starts if at_start else edits.resize_ends
        label = f"Resize {_count(len(resized))}"
        track = self.active_track
        self.document.apply(label, lambda p: edit(p, track, resized, ticks, shortest_ticks=shortest_ticks))

    def set_velocities(self, velocities: Mapping[int, int]) -> None:
        """Give notes velocities, by id."""
        self._edit(f"Set velocity of {_count(len(velocities))}", edits.set_velocities, velocities)

    def change_velocities(self, ids: Iterable[int], amount: int) -> None:
        """Raise or lower velocities."""
        changed = sorted(ids)
        self._edit(f"Change velocity of {_count(len(changed))}", edits.change_velocities, changed, amount)

    def quantise(self, ids: Iterable[int], grid_ticks: int) -> None:
        """Draw note starts to the grid."""
        moved = sorted(ids)
        self._edit(f"Quantise {_count(len(moved))}", edits.quantise, moved, grid_ticks)

    def copy(self, ids: Iterable[int]) -> None:
        """Put notes on the clipboard."""
        self.clipboard = self.clip.notes(sorted(ids))

    def cut(self, ids: Iterable[int]) -> None:
        """Put notes on the clipboard and take them out."""
        cut = sorted(ids)
        self.copy(cut)
        self.delete_notes(cut, f"Cut {_count(len(cut))}")

    def paste(self, at_tick: int) -> tuple[int, ...]:
        """Put the clipboard's notes at a tick; their ids."""
        if not self.clipboard:
            return ()
        shift = at_tick - min(n.start_tick for n in self.clipboard)
        notes = [replace(n, id=0, start_tick=n.start_tick + shift) for n in self.clipboard]
        return self.add_notes(notes, f"Paste {_count(len(notes))}")

    def duplicate(self, ids: Iterable[int]) -> tuple[int, ...]:
        """Repeat notes right after themselves, on the next beat line; the new ids."""
        notes = self.clip.notes(sorted(ids))
        if not notes:
            return ()
        first = min(n.start_tick for n in notes)
        beat = self.piece.meter_map.change_at(first).beat_ticks
        span = -(-(max(n.end_tick for n in notes) - first) // beat) * beat
        copies = [replace(n, id=0, start_tick=n.start_tick + span) for n in notes]
        return self.add_notes(copies, f"Duplicate {_count(len(copies))}")

    def set_tempo(self, bpm: float) -> None:
        """Set the tempo at the start of the piece."""
        self.document.apply(f"Set tempo to {bpm:g}", lambda p: edits.set_tempo(p, bpm))

    def set_meter(self, numerator: int, denominator: int) -> None:
        """Set the meter at the start of the piece."""
        label = f"Set meter to {numerator}/{denominator}"
        self.document.apply(label, lambda p: edits.set_meter(p, numerator, denominator))

    def set_key(self, key: Key | None) -> None:
        """Name the key, or leave it open."""
        label = f"Set key to {key.name}" if key else "Leave the key open"
        self.document.apply(label, lambda p: edits.set_key(p, key))

    def set_loop(self, loop: Loop | None) -> None:
        """Set the loop region."""
        self.document.apply("Set loop" if loop else "Remove loop", lambda p: edits.set_loop(p, loop))

    def set_instrument(self, program: int | None) -> None:
        """Choose the track's General MIDI instrument."""
        self._edit("Choose instrument", edits.set_instrument, program)

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

    def keep_take(self, request: ContinueRequest, index: int, clip: Clip, surprise_bits: float) -> Take:
        """Keep a finished proposal in the document's takes."""
        take = Take(self.document.takes.next_id, request, index, clip, surprise_bits)
        self.document.put_take(take)
        return take

    def rate_take(self, take_id: int, rating: int) -> None:
        """Give a take the player's rating: -1, 0 or 1."""
        take = self.document.takes.get(take_id)
        if take is not None:
            self.document.put_take(replace(take, rating=rating))

    def propose(
        self, clip: Clip | None, start_tick: int = 0, end_tick: int = 0, *, track: int | None = None
    ) -> None:
        """Let notes be heard in [start_tick, end_tick) without writing them; None takes them away again.

        They sound on the active track unless another is named.
        """
        where = self.active_track if track is None else track
        self._proposal = None
        if clip is not None and end_tick > start_tick:
            self._proposal = (where, start_tick, end_tick, clip)
        self._update_performer()

    def accept_take(self, take_id: int, until_tick: int | None = None, from_tick: int = 0) -> tuple[int, ...]:
        """Write a take (or what of it begins in [from_tick, until_tick)) into the piece; the new ids.

        It is one undo step.
        """
        take = self.document.takes.get(take_id)
        if take is None:
            raise AntiphonError("That take is no longer there: choose another one.")
        start = max(from_tick, take.start_tick)
        end = take.end_tick if until_tick is None else min(until_tick, take.end_tick)
        notes = [n for n in take.clip if start <= n.start_tick < end]
        track = take.request.track
        before = set(self.piece.tracks[track].clip.ids.tolist())
        self.document.apply("Continue", lambda p: edits.replace_span(p, track, start, end, notes))
        self.document.put_take(replace(take, accepted=True))
        return tuple(i for i in self.piece.tracks[track].clip.ids.tolist() if i not in before)

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

    def finish_recording(self, recorded: Recorded) -> tuple[int, ...]:
        """Write what was played into the track that was recorded, as one undo step; the new ids.

        What comes after another document was opened belongs to none, and is dropped.
        """
        if not self.is_recording:
            return ()
        self.is_recording = False
        if not recorded.notes:
            return ()
        label, track = f"Record {_count(len(recorded.notes))}", self._record_track
        before = set(self.piece.tracks[track].clip.ids.tolist())
        self.document.apply(label, lambda p: edits.add_notes(p, track, recorded.notes))
        return tuple(i for i in self.piece.tracks[track].clip.ids.tolist() if i not in before)

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

    def _edit(self, label: str, edit: Callable[..., Piece], *arguments: object) -> None:
        track = self.active_track
        self.document.apply(label, lambda piece: edit(piece, track, *arguments))

    def _loop(self) -> Loop | None:
        loop = self.piece.loop
        return loop if loop and loop.enabled else None

    def _replace_document(self, piece: Piece, path: Path | None) -> None:
        if self.is_playing:
            self.stop()
        self.is_recording = False
        self.path = path
        self.active_track = _first_track_with_notes(piece)
        self.playhead_tick = 0
        self._proposal = None
        self.document.open(piece)

    def _document_changed(self) -> None:
        self._update_performer()

    def _update_performer(self) -> None:
        """Tell the performer what is heard now; a take that is merely kept changes nothing of that."""
        piece, proposal = self._playing
        if self.is_playing and not (piece is self.piece and proposal is self._proposal):
            self._playing = (self.piece, self._proposal)
            self.performer.update(self.heard_piece, self._loop())


def _first_track_with_notes(piece: Piece) -> int:
    return next((i for i, t in enumerate(piece.tracks) if len(t.clip)), 0)


def _count(n: int) -> str:
    return "1 note" if n == 1 else f"{n} notes"
