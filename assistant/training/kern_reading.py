"""Kern scores as staves of plain measures.

Our own reader: music21 loses its way where spines split and join within a bar, as piano music does all the
time. A row's time is when the notes before it in its spines end; at every bar line all spines meet again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from itertools import groupby

from assistant.core.theory import LETTERS, Key
from assistant.engine.events import GRID_PER_QUARTER
from assistant.training.measures import Bar, RawNote, Staff
from assistant.training.playing_order import Signs
from assistant.training.written import Written

WHOLE = 4 * GRID_PER_QUARTER
_DURATION = re.compile(r"(\d+)(?:%(\d+))?(\.*)")
_PITCH = re.compile(r"([a-g]+|[A-G]+)(#+|-+)?")
_METER = re.compile(r"\*M(\d+)/(\d+)")
_KEY = re.compile(r"\*([A-Ga-g])([#-]?):(\w*)")
_MODES = {"dor": "dorian", "phr": "phrygian", "lyd": "lydian", "mix": "mixolydian", "loc": "locrian"}
_BAR_NUMBER = re.compile(r"^=+\d*[a-z]?")


@dataclass
class _Spine:
    """A column of the file: which staff it belongs to (-1: none) and when its last note ends."""

    staff: int
    is_text: bool = False
    end: Fraction = Fraction(0)


@dataclass
class _Segment:
    """A measure, or what stands of one on this side of a repeat or a label."""

    start: Fraction
    meter: tuple[int, int]
    notes: list[list[RawNote]]
    opens: bool = False
    times: int = 1
    is_filled: bool = False
    span: Fraction = Fraction(0)


@dataclass
class _Reader:
    """What is known at the present line."""

    spines: list[_Spine] = field(default_factory=list)
    staves: int = 0
    sung: set[int] = field(default_factory=set)
    segments: list[_Segment] = field(default_factory=list)
    meter: tuple[int, int] = (4, 4)
    sharps: int | None = None
    key: Key | None = None
    now: Fraction = Fraction(0)
    facts: dict[str, str] = field(default_factory=dict)
    sections: list[str] = field(default_factory=list)
    labels: dict[str, int] = field(default_factory=dict)

    @property
    def segment(self) -> _Segment:
        return self.segments[-1]


def read_kern(text: str) -> Written:
    """The score in a kern file; ``ValueError`` where its lines do not fit its spines."""
    reader = _Reader()
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("!"):
            _remark(reader, line)
        elif line:
            tokens = line.split("\t")
            if reader.spines and len(tokens) != len(reader.spines):
                raise ValueError(
                    f"line {number} has {len(tokens)} columns where {len(reader.spines)} are open"
                )
            _line(reader, tokens)
    return _finished(reader)


def _remark(reader: _Reader, line: str) -> None:
    if match := re.match(r"!!!(OTL|COM)[^:]*:\s*(.+)", line):
        reader.facts.setdefault(match[1], match[2].strip())


def _line(reader: _Reader, tokens: list[str]) -> None:
    if tokens[0].startswith("**"):
        _begin(reader, tokens)
    elif not reader.spines:
        raise ValueError("notes before the first **kern")
    elif tokens[0].startswith("*"):
        _interpretations(reader, tokens)
    elif tokens[0].startswith("="):
        _bar_line(reader, tokens[0])
    else:
        _row(reader, tokens)


def _begin(reader: _Reader, kinds: list[str]) -> None:
    for kind in kinds:
        is_kern = kind == "**kern"
        reader.spines.append(_Spine(reader.staves if is_kern else -1, kind in ("**text", "**silbe")))
        reader.staves += is_kern
    if not reader.segments:
        reader.segments.append(_new_segment(reader))


def _new_segment(reader: _Reader) -> _Segment:
    return _Segment(reader.now, reader.meter, [[] for _ in range(reader.staves)])


def _close(reader: _Reader) -> None:
    """The notes so far make a measure; an empty one is not kept, its signs go over to the next."""
    reader.now = max((s.end for s in reader.spines if s.staff >= 0), default=reader.now)
    for spine in reader.spines:
        spine.end = reader.now
    if reader.segment.is_filled:
        reader.segment.span = reader.now - reader.segment.start
        reader.segments.append(_new_segment(reader))


def _bar_line(reader: _Reader, token: str) -> None:
    _close(reader)
    dots = _BAR_NUMBER.sub("", token).rstrip(";<>&_~")
    if dots.startswith(":") and len(reader.segments) > 1:
        reader.segments[-2].times = 2
    if dots.endswith(":") and len(dots) > 1:
        reader.segment.opens = True


def _interpretations(reader: _Reader, tokens: list[str]) -> None:
    for token in tokens:
        if token.startswith("*>"):
            _label(reader, token)
            break
    for spine, token in zip(reader.spines, tokens, strict=True):
        if spine.staff >= 0:
            _interpretation(reader, token)
    if any(t in ("*^", "*v", "*-", "*x", "*+") for t in tokens):
        reader.spines = list(_rewoven(reader.spines, tokens))


def _label(reader: _Reader, token: str) -> None:
    if token.startswith("*>["):
        reader.sections = reader.sections or [s.strip() for s in token[3:].rstrip("]").split(",")]
    elif re.fullmatch(r"\*>\w+", token):
        _close(reader)
        reader.labels[token[2:]] = len(reader.segments) - 1


def _interpretation(reader: _Reader, token: str) -> None:
    if match := _METER.fullmatch(token):
        if int(match[1]) and int(match[2]):
            reader.meter = int(match[1]), int(match[2])
        if not reader.segment.is_filled:
            reader.segment.meter = reader.meter
    elif token.startswith("*k[") and reader.sharps is None:
        reader.sharps = token.count("#") - token.count("-")
    elif (match := _KEY.fullmatch(token)) and reader.key is None and len(reader.segments) == 1:
        sign = {"#": 1, "-": -1}.get(match[2], 0)
        mode = _MODES.get(match[3], "major" if match[1].isupper() else "minor")
        reader.key = Key((LETTERS[match[1].upper()] + sign) % 12, mode)


def _rewoven(spines: list[_Spine], tokens: list[str]) -> Iterator[_Spine]:
    """The spines after splits, joins, exchanges and ends."""
    pairs = list(zip(spines, tokens, strict=True))
    swapped = [i for i, token in enumerate(tokens) if token == "*x"]
    for a, b in zip(swapped[::2], swapped[1::2], strict=False):
        pairs[a], pairs[b] = (pairs[b][0], "*"), (pairs[a][0], "*")
    for token, group in groupby(pairs, key=lambda p: p[1]):
        members = [spine for spine, _ in group]
        if token == "*v":
            yield from _joined(members)
        elif token == "*^":
            yield from (replace(s) for s in members for _ in range(2))
        elif token != "*-":
            yield from members


def _joined(members: list[_Spine]) -> Iterator[_Spine]:
    """Neighbours that join: each staff's for itself, unless that would leave one alone."""
    groups = [list(g) for _, g in groupby(members, key=lambda s: s.staff)]
    if any(len(g) == 1 for g in groups):
        groups = [members]
    for group in groups:
        yield replace(group[0], end=max(s.end for s in group))


def _row(reader: _Reader, tokens: list[str]) -> None:
    """One moment's notes; rows of grace notes and of words alone take no time."""
    voiced = [
        (spine, token)
        for spine, token in zip(reader.spines, tokens, strict=True)
        if spine.staff >= 0 and token != "." and _length(token.split(" ", 1)[0]) is not None
    ]
    _note_words(reader, tokens)
    if not voiced:
        return
    reader.now = max(reader.now, *(spine.end for spine, _ in voiced))
    reader.segment.is_filled = True
    onset = float(reader.now - reader.segment.start)
    for spine, token in voiced:
        spine.end = reader.now + (_length(token.split(" ", 1)[0]) or 0)
        reader.segment.notes[spine.staff].extend(_notes(token, onset))


def _note_words(reader: _Reader, tokens: list[str]) -> None:
    staff = -1
    for spine, token in zip(reader.spines, tokens, strict=True):
        staff = spine.staff if spine.staff >= 0 else staff
        if spine.is_text and token != ".":
            reader.sung.add(staff)


def _notes(token: str, onset: float) -> Iterator[RawNote]:
    for part in token.split(" "):
        length, pitch = _length(part) or _length(token.split(" ", 1)[0]), _pitch(part)
        if length and pitch is not None and "q" not in part:
            back, on = "]" in part or "_" in part, "[" in part or "_" in part
            yield RawNote(onset, float(length), pitch, back, on)


@lru_cache(maxsize=4096)
def _length(token: str) -> Fraction | None:
    """How long a note or rest lasts in grid steps; None for a grace note and what is no note."""
    match = _DURATION.search(token)
    if match is None or "q" in token:
        return None
    number = int(match[1])
    # 0 is a breve, 00 twice as long.
    whole = Fraction(int(match[2] or 1), number) if number else Fraction(2 ** len(match[1]))
    return WHOLE * whole * (2 - Fraction(1, 2 ** len(match[3])))


@lru_cache(maxsize=4096)
def _pitch(token: str) -> int | None:
    """The MIDI pitch: c is middle C, cc the octave above, C the octave below."""
    match = _PITCH.search(token)
    if match is None or "r" in token:
        return None
    letters, signs = match[1], match[2] or ""
    octave = 3 + len(letters) if letters.islower() else 4 - len(letters)
    pitch = 12 * (octave + 1) + LETTERS[letters[0].upper()] + signs.count("#") - signs.count("-")
    return pitch if 0 <= pitch <= 127 else None


def _finished(reader: _Reader) -> Written:
    segments = reader.segments
    if not segments:
        raise ValueError("no **kern in it")
    _close(reader)
    segments = [s for s in segments if s.is_filled]
    staves = [
        Staff([s.notes[i] for s in segments], has_lyrics=i in reader.sung)
        for i in reversed(range(reader.staves))
    ]
    staves = [s for s in staves if any(s.measures)]
    if not staves:
        raise ValueError("no notes")
    return Written(
        staves=staves,
        bars=[Bar(round(s.span), *s.meter) for s in segments],
        signs=[Signs(opens=s.opens, times=s.times) for s in segments],
        chords=[],
        signature=reader.key or reader.sharps,
        title=reader.facts.get("OTL", ""),
        composer=reader.facts.get("COM", ""),
        order=_listed(reader, len(segments)),
    )


def _listed(reader: _Reader, count: int) -> list[int] | None:
    """The order in which the file's list of sections has them played; None where it has no list."""
    if not reader.sections or not all(name in reader.labels for name in reader.sections):
        return None
    ends: Iterable[int] = sorted({*reader.labels.values(), count})
    borders = {name: next((e for e in ends if e > at), count) for name, at in reader.labels.items()}
    return [i for name in reader.sections for i in range(reader.labels[name], borders[name])]
