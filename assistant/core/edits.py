"""Edits of a piece: pure functions from one piece to the next, never half done.

Every function takes the piece, the index of a track and what to change; ids that no longer exist are passed
over, so that an edit made while something else changed the piece still does the sensible thing. This is the
door to all of them; they live in modules of their own.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.core.move_edits import (
    invert,
    move_notes,
    resize_ends,
    resize_starts,
    reverse,
    snap_to_scale,
)
from assistant.core.note_edits import (
    add_notes,
    copy_notes,
    delete_notes,
    duplicate,
    join_notes,
    mute_notes,
    paste,
    replace_span,
    replace_spans,
    set_clip,
    split_notes,
)
from assistant.core.piece import Loop, Piece
from assistant.core.song_edits import (
    add_marker,
    add_track,
    delete_track,
    move_marker,
    move_meter,
    move_tempo,
    move_track,
    remove_marker,
    remove_meter,
    remove_tempo,
    rename_marker,
    set_control_points,
    set_meter,
    set_tempo,
    set_track,
)
from assistant.core.theory import Key
from assistant.core.timing_edits import fit_to_bars, humanise, legato, quantise
from assistant.core.velocity_edits import change_velocities, scale_velocities, set_velocities

__all__ = [
    "add_marker", "add_notes", "add_track", "change_velocities", "copy_notes", "delete_notes",
    "delete_track", "duplicate", "fit_to_bars", "humanise", "invert", "join_notes", "legato", "move_marker",
    "move_meter", "move_notes", "move_tempo", "move_track", "mute_notes", "paste", "quantise",
    "remove_marker", "remove_meter", "remove_tempo", "rename_marker", "replace_span", "replace_spans",
    "resize_ends", "resize_starts", "reverse", "scale_velocities", "set_clip", "set_control_points",
    "set_key", "set_loop", "set_meter", "set_tempo", "set_track", "set_velocities",
    "snap_to_scale", "split_notes",
]  # fmt: skip


def set_key(piece: Piece, key: Key | None) -> Piece:
    """The piece with its key named, or left open."""
    return replace(piece, key=key)


def set_loop(piece: Piece, loop: Loop | None) -> Piece:
    """The piece with its loop region set or taken away."""
    return replace(piece, loop=loop)
