"""Overlapping notes of one pitch: allowed in a clip, impossible on one MIDI channel."""

from __future__ import annotations

import numpy as np

from assistant.core.clip import Clip


def trim_overlaps(clip: Clip) -> Clip:
    """The clip as one MIDI channel can play it: on, off, on, off for every pitch.

    A note is cut where the next of its pitch begins. Of notes of one pitch that begin together only the
    longest is left (the loudest of those). Ids are kept; a clip without overlaps is returned as it is.
    """
    order = np.lexsort((clip.velocities, clip.lengths, clip.starts, clip.pitches))
    starts, lengths, pitches = clip.starts[order], clip.lengths[order], clip.pitches[order]
    follows = pitches[1:] == pitches[:-1]
    room = np.where(follows, np.diff(starts), lengths[:-1])
    if (room >= lengths[:-1]).all():
        return clip
    cut = lengths.copy()
    cut[:-1] = np.minimum(lengths[:-1], room)
    trimmed = clip.replaced(order[cut > 0], lengths=cut[cut > 0])
    return trimmed.without(clip.ids[order[cut == 0]])
