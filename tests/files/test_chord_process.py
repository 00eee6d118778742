from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from assistant.core.errors import AntiphonError
from assistant.core.piece import Piece
from assistant.core.protocols import ChordNamer
from assistant.core.theory import Key
from assistant.files.chord_process import ChordProcess
from tests.files.test_chord_names import chords


@pytest.fixture
def process() -> Iterator[ChordProcess]:
    process = ChordProcess()
    yield process
    process.close()


def test_it_names_in_a_process_of_its_own(process: ChordProcess) -> None:
    namer: ChordNamer = process
    first = namer.names(chords("C4 E4 G4", "A3 C4 F4"), None)
    assert [name.text for name in first] == ["C", "F/A"]
    again = namer.names(chords("C#4 E4 G4"), Key.parse("D minor"))
    assert [name.text for name in again] == ["C♯°"]


def test_silence_starts_no_process(process: ChordProcess) -> None:
    assert process.names(Piece(), None) == ()
    assert process._process is None


def test_a_process_that_died_is_told_of_and_started_anew(process: ChordProcess) -> None:
    piece = chords("C4 E4 G4")
    process.names(piece, None)
    assert process._process is not None
    process._process.kill()
    process._process.join()
    with pytest.raises(AntiphonError, match="next edit"):
        process.names(piece, None)
    assert [name.text for name in process.names(piece, None)] == ["C"]


def test_closing_ends_the_wait(process: ChordProcess) -> None:
    answers: list[object] = []
    asking = threading.Thread(target=lambda: answers.append(process.names(chords("C4 E4 G4"), None)))
    asking.start()
    while process._process is None:
        asking.join(0.01)
    process.close()
    asking.join(20)
    assert answers == [()]
    assert process.names(chords("C4 E4 G4"), None) == ()
