"""How often the chord names above the ruler are what somebody wrote, and how soon they are there.

    python -m benchmarks.chords [--lead-sheets FOLDER] [--pieces unseen|tuning|all]

Bach's chorales and Monteverdi's madrigals come with music21, and with Roman numerals by Tymoczko's group and
others; lead sheets are a folder of MusicXML files (OpenEWLD), whose chord symbols are played as notes under
the melody in three ways. The figures in ``chord_search.py``, ``chord_kinds.py`` and ``ornaments.py`` were
settled on every second piece (``tuning``); what is printed is of the others, unless those are asked for.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.core.clip import Clip
from assistant.core.harmony import heard_in, sounds_of
from assistant.core.note import PPQ, Note
from assistant.core.piece import Piece
from assistant.core.track import Track
from assistant.files.chord_names import ChordNames
from benchmarks._chord_gold import ACCOMPANIMENTS, Sheet, analysed, lead_sheets
from benchmarks._chord_marks import marks

_LEAD_SHEETS = 50
_HALVES = {"tuning": slice(0, None, 2), "unseen": slice(1, None, 2), "all": slice(None)}
_HEAD = (
    "| | pieces | beats | named | root | triad | whole chord | root and bass | names a bar | written"
    " | notes a second |\n|---|---|---|---|---|---|---|---|---|---|---|"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for each material."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lead-sheets", type=Path, metavar="FOLDER")
    parser.add_argument("--pieces", choices=_HALVES, default="unseen")
    options = parser.parse_args(arguments)
    print(_HEAD)
    for name, sheets in _materials(options.lead_sheets):
        print(_line(name, sheets[_HALVES[options.pieces]]), flush=True)
    for notes in (10_000, 100_000):
        print(_speed(notes))
    return 0


def _materials(folder: Path | None) -> Iterator[tuple[str, list[Sheet]]]:
    yield "Bach, chorales", list(analysed("bach"))
    yield "Monteverdi, madrigals", list(analysed("monteverdi"))
    if folder is not None:
        for name, accompaniment in ACCOMPANIMENTS.items():
            yield f"lead sheets, {name}", list(lead_sheets(folder, accompaniment, _LEAD_SHEETS))


def _speed(notes: int) -> str:
    """What naming the chords of a long piece takes, first and after one note has moved."""
    generator = np.random.default_rng(1)
    ticks = PPQ * np.repeat(np.arange(notes // 4), 4)
    pitches = np.tile([40, 52, 60, 67], notes // 4) + generator.integers(0, 12, notes)
    chorale = [
        Note(0, tick, PPQ, pitch) for tick, pitch in zip(ticks.tolist(), pitches.tolist(), strict=True)
    ]
    namer = ChordNames()
    namer.names_of(sounds_of(heard_in(_piece(chorale[:400]))), None)  # music21 is imported
    first_s = _seconds(namer, chorale)
    chorale[notes // 2] = replace(chorale[notes // 2], pitch=chorale[notes // 2].pitch + 1)
    return f"{notes:,} notes in four voices: {first_s:.2f} s, after an edit {_seconds(namer, chorale):.2f} s"


def _seconds(namer: ChordNames, notes: list[Note]) -> float:
    heard = heard_in(_piece(notes))
    begun_s = time.process_time()
    namer.names_of(sounds_of(heard), None)
    return time.process_time() - begun_s


def _piece(notes: list[Note]) -> Piece:
    return Piece((Track(clip=Clip.from_notes(notes)),))


def _line(name: str, sheets: Sequence[Sheet]) -> str:
    namer = ChordNames()
    begun_s = time.process_time()
    found = [namer.names_of(sounds_of(heard_in(sheet.piece)), sheet.piece.key) for sheet in sheets]
    spent_s = time.process_time() - begun_s
    notes = sum(len(track.clip) for sheet in sheets for track in sheet.piece.tracks)
    found_marks = marks(list(zip(sheets, found, strict=True)))
    shares = (found_marks.named, found_marks.root, found_marks.triad, found_marks.whole, found_marks.bass)
    counts = f"{found_marks.names:.2f} | {found_marks.written:.2f} | {notes / spent_s:,.0f}"
    percent = " | ".join(f"{100 * share:.1f} %" for share in shares)
    return f"| {name} | {len(sheets)} | {found_marks.beats:,} | {percent} | {counts} |"


if __name__ == "__main__":
    raise SystemExit(main())
