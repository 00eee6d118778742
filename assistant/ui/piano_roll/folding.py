"""Folding: only the rows of the scale are shown, and those that notes use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.ui.piano_roll.coordinates import PITCHES

if TYPE_CHECKING:
    from assistant.ui.piano_roll.state import RollState

LEAST_ROWS = 12
"""Without a scale there is room to write beside few notes: the nearest rows, up to an octave."""


def folded_pitches(state: RollState) -> tuple[int, ...] | None:
    """The pitches to show, ascending; None for all, which an empty roll without a scale shows as well."""
    if not state.fold:
        return None
    is_shown = np.zeros(PITCHES, dtype=bool)
    for clip in (state.clip, *(track.clip for track in state.tracks_beside)):
        is_shown[clip.pitches] = True
    is_shown[state.recorded.pitches] = True
    for note in (*state.ghosts.notes, *state.ghosts.beside):
        is_shown[note.pitch] = True
    if state.scale is not None:
        is_shown |= state.scale.mask()
    elif is_shown.any():
        is_shown[_nearest(np.flatnonzero(is_shown))] = True
    return tuple(np.flatnonzero(is_shown).tolist()) or None


def _nearest(used: NDArray[np.intp]) -> NDArray[np.intp]:
    """An octave of pitches, those nearest to the ones in use."""
    distances = np.abs(np.arange(PITCHES)[:, None] - used).min(axis=1)
    return np.argsort(distances, kind="stable")[:LEAST_ROWS]
