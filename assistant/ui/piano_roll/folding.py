"""Folding: only the rows of the scale are shown, and those that notes use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assistant.ui.piano_roll.coordinates import PITCHES

if TYPE_CHECKING:
    from assistant.ui.piano_roll.state import RollState


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
    return tuple(np.flatnonzero(is_shown).tolist()) or None
