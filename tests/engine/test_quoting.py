"""Quotations of the corpus end in time; what the player brought may come again."""

from pathlib import Path

import numpy as np
import pytest

from assistant.core.clip import Clip
from assistant.core.continuation import ContinueRequest, TakeNote
from assistant.core.note import Note
from assistant.engine import checkpoint
from assistant.engine.answer import Answer
from assistant.engine.copy_index import CopyIndex, steps
from assistant.engine.events import BASS, MELODY
from assistant.engine.memory import Memory
from assistant.engine.quoting import QuoteBound
from assistant.engine.walk import Next
from assistant.training.copy_corpus import columns_of

TUNE = [60, 62, 64, 65, 67, 65, 64, 62, 71, 69, 72, 67, 60, 64, 62, 59, 60]
EIGHTH = 12


def index_of(*lines: tuple[np.ndarray, np.ndarray], usual_notes: int = 4) -> CopyIndex:
    titles = [f"tune {i}" for i in range(len(lines))]
    return CopyIndex(*columns_of([steps(line) for line in lines]), titles, usual_notes)


@pytest.fixture
def corpus() -> CopyIndex:
    return index_of((np.arange(len(TUNE)) * EIGHTH, np.array(TUNE)))


def sung(pitches: list[int], part: int = MELODY) -> Memory:
    memory, one = Memory(1, 4), np.ones(1, dtype=np.int64)
    for i, pitch in enumerate(pitches):
        memory.append(one * i * EIGHTH, one * (EIGHTH if i else 0), one * part, one * pitch, one * EIGHTH)
    return memory


def forbidden(
    corpus: CopyIndex, pitches: list[int], *, seed_notes: int, later: int = 0, part: int = MELODY
) -> list[int]:
    bound = QuoteBound(corpus, seed_notes * EIGHTH)
    assert bound.notes == 6
    onset = np.array([len(pitches) * EIGHTH + later])
    note = Next(onset, onset, None, np.array([part]), None, None)  # type: ignore[arg-type]
    return np.flatnonzero(bound.too_long(sung(pitches, part), note)[0]).tolist()


def test_a_quotation_may_not_go_on_for_ever(corpus: CopyIndex) -> None:
    assert forbidden(corpus, [50, *TUNE[:6]], seed_notes=1) == [TUNE[6]]
    assert forbidden(corpus, [50, *(p + 5 for p in TUNE[2:9])], seed_notes=1) == [TUNE[9] + 5]


def test_short_ones_are_everybodys(corpus: CopyIndex) -> None:
    assert forbidden(corpus, [50, *TUNE[:5]], seed_notes=1) == []
    assert forbidden(corpus, TUNE[:6], seed_notes=1) == []  # the first of them is the player's


def test_another_rhythm_another_tune_or_part_is_no_quotation(corpus: CopyIndex) -> None:
    assert forbidden(corpus, [50, *TUNE[:6]], seed_notes=1, later=6) == []
    assert forbidden(corpus, [50, *TUNE[:5], 90], seed_notes=1) == []
    assert forbidden(corpus, [50, *TUNE[:6]], seed_notes=1, part=BASS) == []


def test_what_the_player_brought_may_come_again(corpus: CopyIndex) -> None:
    assert forbidden(corpus, [*TUNE[:8], 50, *TUNE[:6]], seed_notes=9) == []
    assert forbidden(corpus, [*TUNE[:3], 50, *TUNE[:6]], seed_notes=4) == [TUNE[6]]


def test_an_answer_that_stands_in_the_corpus_comes_out_another_way(tiny_model: Path) -> None:
    network, _ = checkpoint.load(tiny_model)
    seed = Clip.from_notes(Note(0, i * 240, 240, 62 + (i * 5) % 12) for i in range(16))
    request = ContinueRequest(seed=seed, start_tick=3840, end_tick=3840 + 16 * 1920, takes=1)

    def melody(corpus: CopyIndex | None) -> tuple[np.ndarray, np.ndarray]:
        events = Answer(network, request, corpus=corpus).run()
        notes = [e.note for e in events if isinstance(e, TakeNote)]
        return np.array([n.start_tick // 20 for n in notes]), np.array([n.pitch for n in notes])

    free = melody(None)
    corpus = index_of(free, usual_notes=2)
    assert corpus.longest_copy(*free).notes == len(free[0]) > 6
    assert corpus.longest_copy(*melody(corpus)).notes <= QuoteBound(corpus, 0).notes
    unmeasured = melody(index_of(free, usual_notes=0))
    assert all(np.array_equal(a, b) for a, b in zip(unmeasured, free, strict=True))
