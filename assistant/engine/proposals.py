"""What the memories of a piece propose to the heads, and how many proposals each head sees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assistant.engine.events import IntArray

BARS_BACK = np.array([1, 2, 4, 8, 16])
MOTIFS = 2
"""Exact and transposed."""
VOICE_MOTIFS = 3
"""Exact, transposed and upside down."""
SLOTS = len(BARS_BACK) + MOTIFS
"""Proposals for shift and part: one for each distance in bars, then the exact and the transposed motif."""
SECONDS = 2
"""Second proposals: the exact motif of all parts, and the transposed one of the part alone."""
NOTE_SLOTS = SLOTS + VOICE_MOTIFS + SECONDS
"""Proposals for pitch and length: as above, then the motifs of the part alone, then the second ones."""
NOTE_MOTIFS = MOTIFS + VOICE_MOTIFS + SECONDS
"""Proposals for pitch and length that come from a match, the last ones."""
NONE = -1
MAX_MATCH = 31
MATCHES = MAX_MATCH + 1


@dataclass(frozen=True)
class Proposals:
    """What the memories propose for one head.

    ``values`` (batch, slots), -1 for none; ``matches`` (batch, motifs), lengths of the matched pasts.
    """

    values: IntArray
    matches: IntArray


@dataclass(frozen=True)
class NoteProposals:
    """What the memories propose once onset and part are known.

    ``pitches`` and ``lengths`` (batch, NOTE_SLOTS), -1 for none; ``matches`` (batch, NOTE_MOTIFS).
    """

    pitches: IntArray
    lengths: IntArray
    matches: IntArray


def nothing(batch: int) -> Proposals:
    """No proposal for shift or part."""
    return Proposals(none(batch, SLOTS), np.zeros((batch, MOTIFS), dtype=np.int64))


def nothing_for_notes(batch: int) -> NoteProposals:
    """No proposal for pitch and length."""
    empty = none(batch, NOTE_SLOTS)
    return NoteProposals(empty, empty, np.zeros((batch, NOTE_MOTIFS), dtype=np.int64))


def none(batch: int, slots: int) -> IntArray:
    """Slots without a proposal."""
    return np.full((batch, slots), NONE, dtype=np.int64)
