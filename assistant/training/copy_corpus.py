"""The copy index of a corpus: every melody as it is written, told in steps, with their suffix array."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.engine.copy_index import SEPARATOR, Codes, CopyIndex, steps, top_line
from assistant.engine.events import MELODY
from assistant.training.samples import human_samples, in_one_form, melody
from assistant.training.scores import ONSET, PART, PITCH, Score

SHORTEST_MELODY = 8
"""Steps of a melody that is worth an entry."""
SAMPLES_EACH = 4


def build(
    scores: Iterable[Score], held_out: Iterable[Score] = (), parts: Sequence[int] = (MELODY,)
) -> CopyIndex:
    """The index of the top lines of some parts; repeats stand once, and so do melodies that are the same.

    From held-out scores it learns how long a run is usual in music that copies nothing.
    """
    titles: dict[bytes, str] = {}
    for score in in_one_form(scores):
        for part in parts:
            codes = line(score, part)
            if len(codes) >= SHORTEST_MELODY:
                titles.setdefault(codes.tobytes(), name(score))
    melodies = [np.frombuffer(codes, dtype=np.uint16) for codes in titles]
    columns = columns_of(melodies)
    usual = usual_notes(CopyIndex(*columns, list(titles.values())), held_out)
    return CopyIndex(*columns, list(titles.values()), usual)


def usual_notes(index: CopyIndex, held_out: Iterable[Score]) -> int:
    """The longest copy in all but a twentieth of the eight-bar answers of held-out music; 0 without any."""
    samples = (sample for _, sample in human_samples(held_out, each=SAMPLES_EACH))
    runs = [index.longest_copy(*melody(s.notes), s.start).notes for s in samples]
    return int(np.percentile(runs, 95)) if runs else 0


def name(score: Score) -> str:
    """What a player is told of a piece: its composer, if known, and its title."""
    return f"{score.composer}: {score.title}" if score.composer else score.title


def line(score: Score, part: int) -> Codes:
    """The steps of a part's top line; none where the part is silent."""
    notes = score.notes[score.notes[:, PART] == part]
    return steps(top_line(notes[:, ONSET], notes[:, PITCH]))


def columns_of(melodies: Sequence[Codes]) -> tuple[Codes, NDArray[np.uint32], NDArray[np.uint32]]:
    """An index's codes, suffixes and starts of some melodies."""
    end = np.array([SEPARATOR], dtype=np.uint16)
    text = np.concatenate([np.append(melody, end) for melody in melodies] or [end])
    starts = np.cumsum([0, *(len(melody) + 1 for melody in melodies[:-1])])
    suffixes = suffix_array(text)
    return text, suffixes[text[suffixes] != SEPARATOR].astype(np.uint32), starts.astype(np.uint32)


def suffix_array(text: Codes) -> NDArray[np.int64]:
    """The places of a text, sorted by what stands from there to its end.

    Prefix doubling (Manber and Myers 1993, SIAM Journal on Computing 22): places that are ranked by their
    first k codes are ranked by 2k through pairs of ranks that lie k apart.
    """
    ranks = np.unique(text, return_inverse=True)[1].astype(np.int64)
    k = 1
    while True:
        later = np.zeros_like(ranks)
        later[:-k] = ranks[k:] + 1
        pairs = ranks * (len(text) + 1) + later
        order = np.argsort(pairs, kind="stable")
        ranks[order] = np.concatenate([[0], np.cumsum(np.diff(pairs[order]) != 0)])
        if ranks.max() == len(text) - 1:
            return order
        k *= 2
