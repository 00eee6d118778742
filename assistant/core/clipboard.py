"""Copied notes as a piece of their own, so that other programs can have them, and the way back."""

from __future__ import annotations

import numpy as np

from assistant.core.clip import Clip
from assistant.core.move_edits import move_rows
from assistant.core.piece import Piece
from assistant.core.tempo import MeterMap, TempoMap
from assistant.core.track import Track


def piece_of_notes(copied: Clip, piece: Piece, track: int) -> Piece:
    """A piece of these notes alone, from their first start on, named and sounding as a track of a piece."""
    source = piece.tracks[track]
    clip = move_rows(copied, np.arange(len(copied)), -int(copied.starts.min(initial=copied.end_tick)), 0)
    return Piece(
        tracks=(Track(source.name, clip, source.part, source.channel, source.program),),
        tempo_map=TempoMap(piece.tempo_map.changes[:1]),
        meter_map=MeterMap(piece.meter_map.changes[:1]),
        key=piece.key,
    )


def notes_of_piece(piece: Piece) -> Clip:
    """The notes of all tracks together; those of drums only where there are no others."""
    pitched = [track.clip for track in piece.tracks if not track.is_percussion and len(track.clip)]
    notes = Clip.empty()
    for clip in pitched or [track.clip for track in piece.tracks]:
        notes = notes.with_copies(clip)
    return notes
