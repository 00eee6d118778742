"""The edits of a document as a musician makes them: each is one named undo step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial

from assistant.core import edits
from assistant.core.clip import Clip
from assistant.core.document import Document
from assistant.core.note import Note
from assistant.core.piece import Loop, Piece
from assistant.core.scale_steps import move_in_scale
from assistant.core.theory import Key


class Editing:
    """A document, the track in hand and a clipboard; what an edit leaves as it was is no step."""

    def __init__(self) -> None:
        self.document = Document()
        self.active_track = 0
        self.clipboard: tuple[Note, ...] = ()

    @property
    def piece(self) -> Piece:
        """The piece as it stands."""
        return self.document.piece

    @property
    def clip(self) -> Clip:
        """The notes of the track being edited."""
        return self.piece.tracks[self.active_track].clip

    def undo(self) -> str | None:
        """Take back the last change; its label."""
        return self.document.undo()

    def redo(self) -> str | None:
        """Make the last undone change again; its label."""
        return self.document.redo()

    # --- the active track ------------------------------------------------------------------------

    def add_notes(self, notes: Iterable[Note], label: str | None = None) -> tuple[int, ...]:
        """Add notes; the ids they got."""
        added, track = tuple(notes), self.active_track
        named = label or f"Add {count(len(added))}"
        return self._add(named, track, lambda piece: edits.add_notes(piece, track, added))

    def delete_notes(self, ids: Iterable[int], label: str | None = None) -> None:
        """Delete notes."""
        gone = sorted(ids)
        self._edit(label or f"Delete {count(len(gone))}", edits.delete_notes, gone)

    def move_notes(self, ids: Iterable[int], ticks: int, semitones: int) -> None:
        """Move notes in time and pitch."""
        moved = sorted(ids)
        verb = "Transpose" if ticks == 0 else "Move"
        self._edit(f"{verb} {count(len(moved))}", edits.move_notes, moved, ticks, semitones)

    def move_in_scale(self, ids: Iterable[int], ticks: int, steps: int, key: Key) -> None:
        """Move notes in time and by steps of a key, on to whose pitches all of them come."""
        moved = sorted(ids)
        edit = partial(move_in_scale, steps=steps, key=key)
        self._edit(f"Move {count(len(moved))} in {key.name}", edit, moved, ticks)

    def copy_in_scale(self, ids: Iterable[int], ticks: int, steps: int, key: Key) -> tuple[int, ...]:
        """Drag a copy along a key: the same notes again, moved; the new ids."""
        copied, track = sorted(ids), self.active_track
        moved = move_in_scale(self.piece, track, copied, ticks, steps=steps, key=key)
        copies = moved.tracks[track].clip.notes(copied)
        return self.add_notes([replace(n, id=0) for n in copies], f"Copy {count(len(copies))} in {key.name}")

    def copy_notes_by(self, ids: Iterable[int], ticks: int, semitones: int) -> tuple[int, ...]:
        """Drag a copy: the same notes again, moved; the new ids."""
        moved = edits.move_notes(self.piece, self.active_track, sorted(ids), ticks, semitones)
        copies = moved.tracks[self.active_track].clip.notes(sorted(ids))
        return self.add_notes([replace(n, id=0) for n in copies], f"Copy {count(len(copies))}")

    def resize_notes(
        self, ids: Iterable[int], ticks: int, *, at_start: bool, shortest_ticks: int = 1
    ) -> None:
        """Move the starts or the ends of notes."""
        resized = sorted(ids)
        edit = edits.resize_starts if at_start else edits.resize_ends
        label = f"Resize {count(len(resized))}"
        track = self.active_track
        self.document.apply(label, lambda p: edit(p, track, resized, ticks, shortest_ticks=shortest_ticks))

    def set_velocities(self, velocities: Mapping[int, int]) -> None:
        """Give notes velocities, by id."""
        self._edit(f"Set velocity of {count(len(velocities))}", edits.set_velocities, velocities)

    def change_velocities(self, ids: Iterable[int], amount: int) -> None:
        """Raise or lower velocities."""
        changed = sorted(ids)
        self._edit(f"Change velocity of {count(len(changed))}", edits.change_velocities, changed, amount)

    def quantise(self, ids: Iterable[int], grid_ticks: int) -> None:
        """Draw note starts to the grid."""
        moved = sorted(ids)
        self._edit(f"Quantise {count(len(moved))}", edits.quantise, moved, grid_ticks)

    def copy(self, ids: Iterable[int]) -> None:
        """Put notes on the clipboard."""
        self.clipboard = self.clip.notes(sorted(ids))

    def cut(self, ids: Iterable[int]) -> None:
        """Put notes on the clipboard and take them out."""
        cut = sorted(ids)
        self.copy(cut)
        self.delete_notes(cut, f"Cut {count(len(cut))}")

    def paste(self, at_tick: int) -> tuple[int, ...]:
        """Put the clipboard's notes at a tick; their ids."""
        notes, track = self.clipboard, self.active_track
        label = f"Paste {count(len(notes))}"
        return self._add(label, track, lambda piece: edits.paste(piece, track, notes, at_tick))

    def duplicate(self, ids: Iterable[int]) -> tuple[int, ...]:
        """Repeat notes after themselves, the fewest whole beats later; the new ids."""
        notes = self.clip.notes(sorted(ids))
        if not notes:
            return ()
        first = min(n.start_tick for n in notes)
        beat = self.piece.meter_map.change_at(first).beat_ticks
        span = -(-(max(n.end_tick for n in notes) - first) // beat) * beat
        copies = [replace(n, id=0, start_tick=n.start_tick + span) for n in notes]
        return self.add_notes(copies, f"Duplicate {count(len(copies))}")

    def set_tempo(self, bpm: float) -> None:
        """Set the tempo at the start of the piece."""
        self.document.apply(f"Set tempo to {bpm:g}", lambda p: edits.set_tempo(p, bpm))

    def set_meter(self, numerator: int, denominator: int) -> None:
        """Set the meter at the start of the piece."""
        label = f"Set meter to {numerator}/{denominator}"
        self.document.apply(label, lambda p: edits.set_meter(p, numerator, denominator))

    def set_key(self, key: Key | None) -> None:
        """Name the key, or none."""
        label = f"Set key to {key.name}" if key else "No key"
        self.document.apply(label, lambda p: edits.set_key(p, key))

    def set_loop(self, loop: Loop | None) -> None:
        """Set the loop region."""
        self.document.apply("Set loop" if loop else "Remove loop", lambda p: edits.set_loop(p, loop))

    def set_instrument(self, program: int | None) -> None:
        """Choose the track's General MIDI instrument."""
        self._edit("Choose instrument", edits.set_instrument, program)

    # --- inside ----------------------------------------------------------------------------------

    def _edit(self, label: str, edit: Callable[..., Piece], *arguments: object) -> None:
        track = self.active_track
        self.document.apply(label, lambda piece: edit(piece, track, *arguments))

    def _add(self, label: str, track: int, edit: Callable[[Piece], Piece]) -> tuple[int, ...]:
        """Make an edit that adds notes to a track; their ids."""
        before = self.piece.tracks[track].clip
        self.document.apply(label, edit)
        return tuple(self.piece.tracks[track].clip.without(before.ids).ids.tolist())


def count(notes: int) -> str:
    """So many notes, in words."""
    return "1 note" if notes == 1 else f"{notes} notes"
