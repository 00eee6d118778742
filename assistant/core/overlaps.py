"""Overlapping notes of one pitch: allowed in a clip, impossible on one MIDI channel."""

from __future__ import annotations

import numpy as np

from assistant.core.clip import Clip


def trim_overlaps(clip: Clip) -> Clip:
    """The clip as one MIDI channel can play it: on, off, on, off for every pitch.

    A note is cut where the next of its pitch begins. Notes of one pitch that begin together become one: the
    longest, as loud as the loudest. Ids are kept; a clip without overlaps is returned as it is.
    """
    order = np.lexsort((clip.velocities, clip.lengths, clip.starts, clip.pitches))
    starts, lengths, pitches = clip.starts[order], clip.lengths[order], clip.pitches[order]
    follows = pitches[1:] == pitches[:-1]
    room = np.where(follows, np.diff(starts), lengths[:-1])
    if (room >= lengths[:-1]).all():
        return clip
    cut = lengths.copy()
    cut[:-1] = np.minimum(lengths[:-1], room)
    is_kept = cut > 0  # the last of those that begin together
    firsts = np.flatnonzero(np.concatenate(([True], is_kept[:-1])))
    loudest = np.maximum.reduceat(clip.velocities[order], firsts)
    trimmed = clip.replaced(order[is_kept], lengths=cut[is_kept], velocities=loudest)
    return trimmed.without(clip.ids[order[~is_kept]])
