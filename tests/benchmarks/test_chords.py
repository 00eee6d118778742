from __future__ import annotations

import pytest

from assistant.core.clip import Clip
from assistant.core.harmony import ChordName
from assistant.core.note import PPQ, Note
from assistant.core.piece import Piece
from assistant.core.tempo import MeterMap
from assistant.core.track import Track
from assistant.files.chord_kinds import KINDS
from assistant.files.chord_names import _sign
from benchmarks._chord_gold import ACCOMPANIMENTS, Sheet, Written
from benchmarks._chord_marks import marks, parsed

BAR = 4 * PPQ
C7 = Written(0, BAR, root=0, bass=4, tones=frozenset((0, 4, 7, 10)))
G = Written(BAR, 2 * BAR, root=7, bass=7, tones=frozenset((0, 4, 7)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_name_can_be_read_again(kind: str) -> None:
    root, _, bass = parsed(f"B♭{_sign(kind)}/A♭")
    assert (root, bass) == (10, 8)


def test_marks_count_beats() -> None:
    piece = Piece((Track(clip=Clip.from_notes([Note(0, 0, 2 * BAR, 60)])),))
    names = (ChordName(0, BAR, "C/E"), ChordName(BAR, BAR + 2 * PPQ, "Gsus4"))
    found = marks([(Sheet("", piece, (C7, G)), names)])
    assert found.beats == 8
    assert (found.named, found.root, found.triad, found.whole, found.bass) == (0.75, 0.75, 0.5, 0, 0.75)
    assert (found.names, found.written) == (1, 1)


@pytest.mark.parametrize("name", [name for name in ACCOMPANIMENTS if name != "melody alone"])
def test_accompaniments_sound_the_chord_and_nothing_else(name: str) -> None:
    notes = ACCOMPANIMENTS[name](C7, MeterMap())
    assert {note.pitch % 12 for note in notes} == {0, 4, 7, 10}
    assert min(notes, key=lambda note: note.pitch).pitch % 12 == C7.bass
    assert max(note.end_tick for note in notes) == BAR
