"""Room for an answer: the view shows the end of the seed and the bars that are still empty."""

from __future__ import annotations

import numpy as np

from assistant.core.piece import Piece
from assistant.ui.piano_roll.view import PianoRoll

_CONTEXT_BARS = 8
"""How much of a long seed stays in view beside the room for its answer."""
_MARGIN_SHARE = 1 / 32


def show_piece_and_room(roll: PianoRoll, piece: Piece, bars: int) -> None:
    """Show a piece from its start, or its end if it is long, and as many empty bars after it."""
    roll.zoom_to_all()
    meter_map = piece.meter_map
    end_bar = meter_map.bar_at(meter_map.bar_ceil(piece.end_tick))
    if end_bar <= 2 * _CONTEXT_BARS:
        show_room(roll, 0, meter_map.bar_start_tick(end_bar + bars))


def show_answer_room(roll: PianoRoll, piece: Piece, start_tick: int, end_tick: int) -> None:
    """Bring [start, end) into view with some bars before it, unless it is in view already."""
    meter_map = piece.meter_map
    first_bar = max(0, meter_map.bar_at(start_tick) - _CONTEXT_BARS)
    view = roll.state.viewport
    is_seen = view.start_tick < max(start_tick, 1) and end_tick <= view.end_tick
    if not is_seen:
        show_room(roll, meter_map.bar_start_tick(first_bar), end_tick)


def show_answer_pitches(roll: PianoRoll) -> None:
    """Scroll in pitch as little as it takes to see the take in the roll, but not under a drag."""
    if roll.runner.gesture is None:
        pitches = np.array([note.pitch for note in roll.state.ghosts.notes], dtype=np.int64)
        roll.navigation.show_pitches(pitches)


def show_room(roll: PianoRoll, start_tick: int, end_tick: int) -> None:
    """Fit the view in time to a span, with a little air behind it."""
    air = (end_tick - start_tick) * _MARGIN_SHARE
    roll.state.set_viewport(roll.state.viewport.showing(start_tick, end_tick + air))
