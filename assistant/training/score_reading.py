"""What music21 read, as staves of plain measures with meters, key, repeats and chord symbols."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from assistant.core.theory import SCALES, Key
from assistant.engine.events import GRID_PER_QUARTER
from assistant.training.measures import Bar, RawNote, Staff
from assistant.training.playing_order import Signs
from assistant.training.written import ChordSymbol, Written

MODES = {"ionian": "major", "aeolian": "minor"}


def written(score: Any, *, is_abc: bool = False) -> Written:
    """The parts of a music21 score; ``ValueError`` where they do not stand together."""
    parts = [p for p in (score.parts or [score]) if not _is_percussion(p)]
    measured = [(p, list(p.getElementsByClass("Measure"))) for p in parts]
    measured = [(p, m) for p, m in measured if any(True for _ in p.recurse().notes)]
    if not measured or not measured[0][1]:
        raise ValueError("no notes in bars")
    if len({len(m) for _, m in measured}) > 1:
        raise ValueError("the staves differ in their number of bars")
    staves = [_staff(p, m) for p, m in measured]
    first, measures = measured[0]
    facts = score.metadata
    chords = [c for i, m in enumerate(measures) for c in _chords(i, m)]
    return Written(
        staves=staves,
        bars=_bars([m for _, m in measured], is_abc=is_abc),
        signs=_signs(first, measures),
        chords=chords,
        signature=_signature(first, is_abc=is_abc),
        title=str((facts.title if facts else "") or ""),
        composer=str((facts.composer if facts else "") or ""),
    )


def _is_percussion(part: Any) -> bool:
    instrument = part.getInstrument()
    return "Percussion" in instrument.classes if instrument is not None else False


def _staff(part: Any, measures: list[Any]) -> Staff:
    instrument = part.getInstrument()
    transposition = getattr(instrument, "transposition", None)
    semitones = int(transposition.semitones) if transposition is not None else 0
    has_lyrics = any(n.lyrics for n in part.recurse().notes)
    return Staff([list(_raw_notes(m, semitones)) for m in measures], has_lyrics)


def _raw_notes(measure: Any, semitones: int) -> Iterator[RawNote]:
    """The notes of a measure and its voices, without grace notes, chord symbols and drums."""
    for stream in (measure, *measure.voices):
        shift = 0.0 if stream is measure else _steps(stream.offset)
        for element in stream.notes:
            length = _steps(element.duration.quarterLength)
            if length <= 0 or not hasattr(element, "pitches") or "Harmony" in element.classes:
                continue
            onset = shift + _steps(element.offset)
            for note in element.notes if element.isChord else (element,):
                kind = tie.type if (tie := note.tie or element.tie) else ""
                pitch = int(note.pitch.midi) + semitones
                if 0 <= pitch <= 127:
                    back, on = kind in ("stop", "continue"), kind in ("start", "continue")
                    yield RawNote(onset, length, pitch, back, on)


def _bars(columns: Sequence[Sequence[Any]], *, is_abc: bool) -> list[Bar]:
    """Every measure's length and meter.

    Of an ABC bar that is too long music21 splits the rest off and gives it a meter of its own: not this.
    """
    rows = list(zip(*columns, strict=True))
    spans = [round(_steps(max(m.duration.quarterLength for m in row))) for row in rows]
    told = [_meter(row) for row in rows]
    current = next((m for m in told if m), (4, 4))
    bars: list[Bar] = []
    for i, (span, meter) in enumerate(zip(spans, told, strict=True)):
        left_over = is_abc and i and span < bars[-1].length and told[i + 1 : i + 2] in ([current], [])
        current = meter if meter and not left_over else current
        bars.append(Bar(span, *current))
    return bars


def _meter(row: Sequence[Any]) -> tuple[int, int] | None:
    found = next((s for m in row for s in m.getElementsByClass("TimeSignature")), None)
    return None if found is None else (int(found.numerator), int(found.denominator))


def _signs(part: Any, measures: list[Any]) -> list[Signs]:
    endings = _endings(part, measures)
    return [_sign(m, endings.get(i, frozenset())) for i, m in enumerate(measures)]


def _sign(measure: Any, endings: frozenset[int]) -> Signs:
    from music21 import bar, repeat

    left, right = measure.leftBarline, measure.rightBarline
    marks = list(measure.recurse().getElementsByClass(repeat.RepeatExpression))
    jump = next((m for m in marks if isinstance(m, repeat.RepeatExpressionCommand)), None)
    name = type(jump).__name__
    return Signs(
        opens=isinstance(left, bar.Repeat) and left.direction == "start",
        times=max(2, right.times or 2) if isinstance(right, bar.Repeat) and right.direction == "end" else 1,
        endings=endings,
        segno=any(isinstance(m, repeat.Segno) for m in marks),
        coda=any(isinstance(m, repeat.Coda) for m in marks),
        fine=any(isinstance(m, repeat.Fine) for m in marks),
        jump="" if jump is None else "capo" if name.startswith("DaCapo") else "segno",
        until="fine" if name.endswith("Fine") else "coda" if name.endswith("Coda") else "",
    )


def _endings(part: Any, measures: list[Any]) -> dict[int, frozenset[int]]:
    """The numbers of the bracket over each measure that has one."""
    from music21 import spanner

    at = {id(m): i for i, m in enumerate(measures)}
    found: dict[int, frozenset[int]] = {}
    for bracket in part.recurse().getElementsByClass(spanner.RepeatBracket):
        inside = [at[id(m)] for m in bracket.getSpannedElements() if id(m) in at]
        numbers = frozenset(bracket.numberRange or ())
        if inside and numbers:
            found |= dict.fromkeys(range(min(inside), max(inside) + 1), numbers)
    return found


def _signature(part: Any, *, is_abc: bool) -> Key | int | None:
    """The first key where its mode is told, else the number of sharps (flats below 0), else nothing.

    Programs write "major" into MusicXML whatever the key is, so there it counts as not told.
    """
    from music21 import key

    found = list(part.recurse().getElementsByClass(key.KeySignature))
    if not found:
        return None
    place = found[0].getOffsetInHierarchy(part)
    named = next((k for k in found if isinstance(k, key.Key) and k.getOffsetInHierarchy(part) == place), None)
    mode = "" if named is None else MODES.get(named.mode, named.mode)
    if named is None or mode not in SCALES or (mode == "major" and not is_abc):
        return int(found[0].sharps)
    return Key(named.tonic.pitchClass, mode)


def _chords(index: int, measure: Any) -> Iterator[ChordSymbol]:
    for element in measure.recurse().getElementsByClass("Harmony"):
        place = _steps(element.getOffsetInHierarchy(measure))
        if "NoChord" in element.classes:
            yield ChordSymbol(index, place, None, frozenset())
            continue
        if "ChordSymbol" in element.classes and element.pitches:
            root = element.root().pitchClass
            bass = (element.bass() or element.root()).pitchClass
            classes = frozenset(p.pitchClass for p in element.pitches)
            yield ChordSymbol(index, place, bass, classes - {bass} if bass != root else classes - {root})


def _steps(quarters: Any) -> float:
    return float(quarters) * GRID_PER_QUARTER
