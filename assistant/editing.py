"""The edits of a document as a musician makes them: each is one named undo step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

import numpy as np

from assistant.core import edits
from assistant.core.clip import Clip, IntColumn
from assistant.core.document import Document
from assistant.core.note import MAX_PITCH, Note
from assistant.core.piece import Loop, Piece
from assistant.core.scale_steps import move_in_scale
from assistant.core.theory import Key


class Editing:
    """A document, the track in hand and a clipboard; what an edit leaves as it was is no step."""

    def __init__(self) -> None:
        self.document = Document()
        self.active_track = 0
        self.clipboard = Clip.empty()

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

    def add_notes(self, notes: Iterable[Note], label: str | None = None) -> IntColumn:
        """Add notes; the ids they got."""
        added, track = tuple(notes), self.active_track
        named = label or f"Add {count(len(added))}"
        return self._add(named, track, lambda piece: edits.add_notes(piece, track, added))

    def delete_notes(self, ids: Iterable[int], label: str | None = None) -> None:
        """Delete notes."""
        gone = _column(ids)
        self._edit(label or f"Delete {count(len(gone))}", edits.delete_notes, gone)

    def move_notes(self, ids: Iterable[int], ticks: int, semitones: int) -> None:
        """Move notes in time and pitch."""
        moved = _column(ids)
        verb = "Transpose" if ticks == 0 else "Move"
        self._edit(f"{verb} {count(len(moved))}", edits.move_notes, moved, ticks, semitones)

    def move_in_scale(self, ids: Iterable[int], ticks: int, steps: int, key: Key) -> None:
        """Move notes in time and by steps of a key, on to whose pitches all of them come."""
        moved = _column(ids)
        edit = partial(move_in_scale, steps=steps, key=key)
        self._edit(f"Move {count(len(moved))} in {key.name}", edit, moved, ticks)

    def copy_in_scale(self, ids: Iterable[int], ticks: int, steps: int, key: Key) -> IntColumn:
        """Drag a copy along a key: the same notes again, moved; the new ids."""
        copied, track = _column(ids), self.active_track
        moved = move_in_scale(self.piece, track, copied, ticks, steps=steps, key=key).tracks[track].clip
        copies = moved.take_rows(moved.rows_of(copied))
        label = f"Copy {count(len(copies))} in {key.name}"
        return self._add(label, track, lambda p: p.with_clip(track, p.tracks[track].clip.with_copies(copies)))

    def copy_notes_by(self, ids: Iterable[int], ticks: int, semitones: int) -> IntColumn:
        """Drag a copy: the same notes again, moved; the new ids."""
        copied, track = _column(ids), self.active_track
        label = f"Copy {count(len(copied))}"
        return self._add(label, track, lambda p: edits.copy_notes(p, track, copied, ticks, semitones))

    def resize_notes(
        self, ids: Iterable[int], ticks: int, *, at_start: bool, shortest_ticks: int = 1
    ) -> None:
        """Move the starts or the ends of notes."""
        resized = _column(ids)
        edit = edits.resize_starts if at_start else edits.resize_ends
        label = f"Resize {count(len(resized))}"
        track = self.active_track
        self.document.apply(label, lambda p: edit(p, track, resized, ticks, shortest_ticks=shortest_ticks))

    def set_velocities(self, velocities: Mapping[int, int]) -> None:
        """Give notes velocities, by id."""
        self._edit(f"Set velocity of {count(len(velocities))}", edits.set_velocities, velocities)

    def change_velocities(self, ids: Iterable[int], amount: int) -> None:
        """Raise or lower velocities."""
        self._edit_some("Change velocity of {}", ids, edits.change_velocities, amount)

    def scale_velocities(self, ids: Iterable[int], factor: float, pivot: float = 0.0) -> None:
        """Multiply velocities' distances from a pivot."""
        self._edit_some("Scale velocity of {}", ids, edits.scale_velocities, factor, pivot)

    # --- which notes there are -------------------------------------------------------------------

    def split_notes(self, ticks: Mapping[int, int]) -> IntColumn:
        """Cut notes in two, each at its tick, by id; the ids of the second halves."""
        cuts, track = dict(ticks), self.active_track
        return self._add(f"Split {count(len(cuts))}", track, lambda p: edits.split_notes(p, track, cuts))

    def split_at(self, ids: Iterable[int], tick: int) -> IntColumn:
        """Cut in two those of the notes that sound across a tick; the ids of the second halves."""
        rows = self.clip.rows_of(_column(ids))
        is_across = (self.clip.starts[rows] < tick) & (tick < self.clip.ends[rows])
        return self.split_notes(dict.fromkeys(self.clip.ids[rows[is_across]].tolist(), tick))

    def join_notes(self, ids: Iterable[int]) -> None:
        """Make one note of all those of a pitch, from the first start to the last end."""
        self._edit_some("Join {}", ids, edits.join_notes)

    def mute_notes(self, ids: Iterable[int], muted: bool) -> None:
        """Silence notes, or let them be heard."""
        self._edit_some("Mute {}" if muted else "Unmute {}", ids, edits.mute_notes, muted)

    def toggle_mute(self, ids: Iterable[int]) -> None:
        """Silence notes; where all of them are silent, let them be heard."""
        some = _column(ids)
        self.mute_notes(some, not self.clip.muted[self.clip.rows_of(some)].all())

    def stamp_chord(
        self, pitches: Iterable[int], start_tick: int, length_ticks: int, velocity: int
    ) -> IntColumn:
        """Add notes that begin and end together; their ids."""
        inside = sorted({pitch for pitch in pitches if 0 <= pitch <= MAX_PITCH})
        notes = [Note(0, start_tick, length_ticks, pitch, velocity) for pitch in inside]
        return self.add_notes(notes, f"Stamp chord of {count(len(notes))}" if len(notes) > 1 else None)

    # --- when they are played, and on which pitches ----------------------------------------------

    def quantise(
        self,
        ids: Iterable[int],
        grid_ticks: int,
        *,
        strength: float = 1.0,
        swing: float = 0.0,
        ends: bool = False,
        bars: int = 1,
    ) -> None:
        """Draw note starts (and ends) to the grid, part of the way by ``strength``; see the edit."""
        edit = partial(edits.quantise, strength=strength, swing=swing, ends=ends, bars=bars)
        self._edit_some("Quantise {}", ids, edit, grid_ticks)

    def humanise(self, ids: Iterable[int], ticks: int, velocity: int, seed: int) -> None:
        """Play notes less evenly, up to so many ticks early or late and so much softer or louder."""
        self._edit_some("Humanise {}", ids, partial(edits.humanise, seed=seed), ticks, velocity)

    def legato(self, ids: Iterable[int]) -> None:
        """Hold notes until the next of them begins."""
        self._edit_some("Legato for {}", ids, edits.legato)

    def fit_to_bars(self, ids: Iterable[int], bars: int) -> None:
        """Stretch or shrink free playing to fill whole bars; ``AntiphonError`` for less than one."""
        self._edit_some(
            f"Fit {{}} to {'1 bar' if bars == 1 else f'{bars} bars'}", ids, edits.fit_to_bars, bars
        )

    def reverse(self, ids: Iterable[int]) -> None:
        """Play notes backwards in the time that they fill."""
        self._edit_some("Reverse {}", ids, edits.reverse)

    def invert(self, ids: Iterable[int]) -> None:
        """Turn notes upside down in the range that they fill."""
        self._edit_some("Invert {}", ids, edits.invert)

    def snap_to_scale(self, ids: Iterable[int], key: Key) -> None:
        """Draw notes to the nearest pitch of a key."""
        self._edit_some(f"Snap {{}} to {key.name}", ids, edits.snap_to_scale, key)

    # --- the clipboard ---------------------------------------------------------------------------

    def copy(self, ids: Iterable[int]) -> None:
        """Put notes on the clipboard."""
        self.clipboard = self.clip.take_rows(self.clip.rows_of(_column(ids)))

    def cut(self, ids: Iterable[int]) -> None:
        """Put notes on the clipboard and take them out."""
        cut = _column(ids)
        self.copy(cut)
        self.delete_notes(cut, f"Cut {count(len(cut))}")

    def paste(self, at_tick: int) -> IntColumn:
        """Put the clipboard's notes at a tick; their ids."""
        copied, track = self.clipboard, self.active_track
        label = f"Paste {count(len(copied))}"
        return self._add(label, track, lambda piece: edits.paste(piece, track, copied, at_tick))

    def duplicate(self, ids: Iterable[int]) -> IntColumn:
        """Repeat notes after themselves, the fewest whole beats later; the new ids."""
        again, track = _column(ids), self.active_track
        label = f"Duplicate {count(len(again))}"
        return self._add(label, track, lambda piece: edits.duplicate(piece, track, again))

    # --- the piece -------------------------------------------------------------------------------

    def set_key(self, key: Key | None) -> None:
        """Name the key, or none."""
        label = f"Set key to {key.name}" if key else "No key"
        self.document.apply(label, lambda p: edits.set_key(p, key))

    def set_loop(self, loop: Loop | None) -> None:
        """Set the loop region."""
        self.document.apply("Set loop" if loop else "Remove loop", lambda p: edits.set_loop(p, loop))

    # --- inside ----------------------------------------------------------------------------------

    def _edit(self, label: str, edit: Callable[..., Piece], *arguments: object) -> None:
        track = self.active_track
        self.document.apply(label, lambda piece: edit(piece, track, *arguments))

    def _edit_some(
        self, label: str, ids: Iterable[int], edit: Callable[..., Piece], *arguments: object
    ) -> None:
        """Make an edit of some notes; the label's braces stand for how many they are."""
        some = _column(ids)
        self._edit(label.format(count(len(some))), edit, some, *arguments)

    def _add(self, label: str, track: int, edit: Callable[[Piece], Piece]) -> IntColumn:
        """Make an edit that adds notes to a track; their ids."""
        before = self.piece.tracks[track].clip
        self.document.apply(label, edit)
        after = self.piece.tracks[track].clip
        return after.ids[before.row_numbers(after.ids) < 0]


def _column(ids: Iterable[int]) -> IntColumn:
    """Ids as a column, in whatever they came."""
    return ids if isinstance(ids, np.ndarray) else np.fromiter(ids, dtype=np.int64)


def count(notes: int) -> str:
    """So many notes, in words."""
    return "1 note" if notes == 1 else f"{notes} notes"
