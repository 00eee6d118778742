"""Takes are told what of their melody the corpus has, and play on where there is nothing to compare with."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.core.clip import Clip
from assistant.core.continuation import ContinueRequest, Copied, TakeDone, TakeEvent, TakeNote, Voice
from assistant.core.errors import AntiphonError
from assistant.core.note import Note
from assistant.engine import registry
from assistant.engine.continuer import EngineContinuer
from assistant.engine.copy_check import CopyCheck
from assistant.engine.copy_index import CopyIndex, steps
from assistant.training.copy_corpus import columns_of

TUNE = [60, 62, 64, 65, 67, 65, 64, 62, 71, 69, 72, 67]
BAR = 1920


@pytest.fixture
def check(tmp_path: Path) -> CopyCheck:
    melody = np.arange(len(TUNE)) * 12, np.array(TUNE)
    CopyIndex(*columns_of([steps(melody)]), ["Air"], usual_notes=6).save(tmp_path / "index.safetensors")
    return CopyCheck(tmp_path / "index.safetensors")


def clip(pitches: list[int], start_tick: int = 0) -> Clip:
    return Clip.from_notes(Note(0, start_tick + i * 240, 240, p) for i, p in enumerate(pitches))


def asked(seed: list[int], **facts: object) -> ContinueRequest:
    start = len(seed) * 240
    return ContinueRequest(seed=clip(seed), start_tick=start, end_tick=start + 2 * BAR, takes=2, **facts)  # type: ignore[arg-type]


def answer(request: ContinueRequest, *takes: list[int], voice: int = 0) -> Iterator[TakeEvent]:
    for index, pitches in enumerate(takes):
        for note in clip(pitches, request.start_tick):
            yield TakeNote(index, note, 1.0, voice)
        yield TakeDone(index, 1.0)


def told(
    check: CopyCheck, request: ContinueRequest, *takes: list[int], voice: int = 0
) -> list[Copied | None]:
    events = list(check.tell(request, answer(request, *takes, voice=voice)))
    assert sum(isinstance(e, TakeNote) for e in events) == sum(map(len, takes))
    return [e.copied for e in events if isinstance(e, TakeDone)]


def test_each_take_is_told_what_it_copies(check: CopyCheck) -> None:
    request = asked([40, 50])
    found = told(check, request, [90, *(p + 3 for p in TUNE[2:10])], [30, 20, 10])
    assert found == [Copied(8, "Air", 1, 6), Copied(0, "", 0, 6)]
    assert [bool(c and c.is_unusual) for c in found] == [True, False]


def test_a_take_that_goes_on_as_the_seeds_tune_does_copies_it(check: CopyCheck) -> None:
    assert told(check, asked(TUNE[:6]), TUNE[6:10], [])[0] == Copied(4, "Air", 1, 6)


def test_a_little_rubato_is_on_the_grid(check: CopyCheck) -> None:
    request = asked([40, 50])
    events = (
        replace(e, note=replace(e.note, start_tick=e.note.start_tick + (i * 7) % 13 - 6))
        if isinstance(e, TakeNote)
        else e
        for i, e in enumerate(answer(request, TUNE, []))
    )
    done = [e for e in check.tell(request, events) if isinstance(e, TakeDone)]
    assert done[0].copied is not None
    assert done[0].copied.notes == 12


def test_the_voice_with_the_melody_is_compared(check: CopyCheck) -> None:
    request = asked([40, 50], part="bass", others=(Voice(1, "melody", clip([40, 50])),))
    assert told(check, request, TUNE, [], voice=1)[0] == Copied(12, "Air", 1, 6)
    assert told(check, request, TUNE, [], voice=0)[0] == Copied(0, "", 0, 6)


def test_without_an_index_nothing_is_told(tmp_path: Path) -> None:
    check = CopyCheck(tmp_path / "none.safetensors")
    assert check.index() is None
    assert told(check, asked([60, 62]), TUNE, TUNE) == [None, None]


def test_a_damaged_index_is_said_at_the_start_and_holds_no_music_back(
    tmp_path: Path, tiny_model: Path
) -> None:
    (tmp_path / "index.safetensors").write_bytes(b"damaged")
    check = CopyCheck(tmp_path / "index.safetensors")
    assert told(check, asked([60, 62]), TUNE, TUNE) == [None, None]
    with pytest.raises(AntiphonError, match=r"index\.safetensors is missing or damaged"):
        check.index()


def test_the_continuer_tells(check: CopyCheck, tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "models_dirs", lambda: (tiny_model.parent,))
    continuer = EngineContinuer(check)
    continuer.warm_up("tiny")
    done = [e for e in continuer.generate(asked(TUNE, model="tiny")) if isinstance(e, TakeDone)]
    assert len(done) == 2
    assert all(e.copied is not None and e.copied.usual_notes == 6 for e in done)
