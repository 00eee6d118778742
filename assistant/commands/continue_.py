"""`antiphon continue SEED OUT`: the same answer as the window's, for scripts."""

import argparse
import json
import sys
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands._dials import add_dials
from assistant.core.errors import AntiphonError

if TYPE_CHECKING:
    from assistant.core.continuation import ContinueRequest, ContinueSettings, TakeDone
    from assistant.core.piece import Piece
    from assistant.core.takes import Sung
    from assistant.core.theory import Key
    from assistant.core.track import Part

DEFAULT_BARS = 8


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `continue`."""
    parser = subparsers.add_parser("continue", help="continue the music in a MIDI file")
    parser.add_argument("seed", type=Path, help="the .mid file to continue")
    parser.add_argument(
        "out", type=Path, help="the .mid file to write; with several takes x-1.mid, x-2.mid …"
    )
    parser.add_argument("--model", default="", help="a name that `antiphon models` lists")
    parser.add_argument(
        "--bars", type=int, default=DEFAULT_BARS, help="how long the answer is (default: %(default)s)"
    )
    add_dials(parser)
    parser.add_argument(
        "--takes", type=int, default=1, help="how many answers to write (default: %(default)s)"
    )
    parser.add_argument("--seed", dest="random_seed", type=int, help="the same number gives the same takes")
    parser.add_argument("--key", help='stay in this key: "D minor"')
    parser.add_argument(
        "--style", default="", help="a style that `antiphon models` lists; else the one that the seed is in"
    )
    parser.add_argument(
        "--parts",
        help="continue the tracks that have these parts together, four at most: melody,harmony,bass,other",
    )
    parser.add_argument("--range", dest="pitch_range", default="0-127", help="stay in this range: C3-C6")
    parser.add_argument("--track", type=int, help="the track to continue, counted from 1; else the melody")
    parser.add_argument(
        "--fill", metavar="BARS", help="fill these bars between what is before and after: 5-8"
    )
    parser.add_argument("--only-new", action="store_true", help="write the answer without the seed")
    parser.add_argument("--json", action="store_true", help="say what was written, one object a line")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read the seed, generate, and write each take."""
    from assistant.files.midi_files import MidiFiles

    if arguments.out.is_dir():
        raise AntiphonError(f"{arguments.out} is a folder; give the name of a .mid file to write.")
    files = MidiFiles()
    opened = files.read(arguments.seed)
    for warning in opened.warnings:
        print(f"antiphon: {arguments.seed}: {warning}", file=sys.stderr)
    piece = opened.piece
    _check_style(arguments)
    known = replace(piece, key=_key(arguments.key)) if arguments.key else piece
    request = _request(known, arguments)
    for index, (voices, done) in enumerate(_takes(request)):
        path = _path(arguments.out, index, request.takes)
        files.write(_result(piece, voices, request, arguments.only_new), path)
        notes = sum(len(clip) for _, clip in voices)
        facts = {
            "path": str(path), "notes": notes, "tracks": [piece.tracks[track].name for track, _ in voices],
            "start_tick": request.start_tick,
            "end_tick": request.end_tick, "surprise_bits": round(done.surprise_bits, 3), "style": done.style,
            "copied_notes": done.copied and done.copied.notes,
            "copied_from": done.copied and done.copied.title, "seed": request.random_seed,
        }  # fmt: skip
        print(json.dumps(facts) if arguments.json else f"{path}: {notes} new notes")
    return 0


def _request(piece: "Piece", arguments: argparse.Namespace) -> "ContinueRequest":
    from assistant.core.asking import build_request
    from assistant.core.filling import fill_request, gap_of_bars

    settings = _settings(arguments)
    track, beside = _tracks(piece, arguments)
    if arguments.fill is None:
        return build_request(piece, track, settings, beside=beside)
    if beside:
        raise AntiphonError("--fill fills one track: choose it with --track, and leave --parts out.")
    return fill_request(piece, track, settings, *gap_of_bars(piece, *_bars(arguments.fill)))


def _settings(arguments: argparse.Namespace) -> "ContinueSettings":
    from assistant.core.continuation import ContinueSettings

    lowest, highest = _range(arguments.pitch_range)
    return ContinueSettings(
        model=arguments.model,
        bars=arguments.bars,
        takes=arguments.takes,
        temperature=arguments.temperature,
        top_p=arguments.top_p,
        repeat=arguments.repeat,
        key_lock=bool(arguments.key),
        lowest=lowest,
        highest=highest,
        random_seed=arguments.random_seed,
        style=arguments.style,
    )


def _takes(request: "ContinueRequest") -> "list[tuple[Sung, TakeDone]]":
    """The notes of each take's tracks, and what is known of it."""
    from assistant.core.clip import Clip
    from assistant.core.continuation import TakeDone, TakeNote
    from assistant.core.note import Note
    from assistant.engine.continuer import EngineContinuer

    tracks = [request.track, *(voice.track for voice in request.others)]
    notes: list[list[list[Note]]] = [[[] for _ in tracks] for _ in range(request.takes)]
    done: dict[int, TakeDone] = {}
    for event in EngineContinuer().generate(request):
        if isinstance(event, TakeNote):
            notes[event.index][event.voice].append(event.note)
        elif isinstance(event, TakeDone):
            done[event.index] = event
    return [
        (tuple(zip(tracks, map(Clip.from_notes, found), strict=True)), done[index])
        for index, found in enumerate(notes)
    ]


def _result(piece: "Piece", voices: "Sung", request: "ContinueRequest", only_new: bool) -> "Piece":
    from assistant.core import edits

    if not only_new:
        return edits.replace_spans(piece, request.start_tick, request.end_tick, voices)
    new = tuple(replace(piece.tracks[track], clip=clip) for track, clip in sorted(voices, key=itemgetter(0)))
    return replace(piece, tracks=new, end_tick_floor=request.end_tick)


def _check_style(arguments: argparse.Namespace) -> None:
    from assistant.engine import checkpoint
    from assistant.engine.registry import find_model

    description = checkpoint.load_description(find_model(arguments.model))
    known = description.get("styles", [])
    if arguments.style and arguments.style not in known:
        raise AntiphonError(
            f"The model {description['title']} knows these styles: {', '.join(known)}; "
            "choose one, or leave --style out."
        )


def _tracks(piece: "Piece", arguments: argparse.Namespace) -> tuple[int, tuple[int, ...]]:
    """(the track to continue, those that go on with it)"""
    from assistant.core.voices import tracks_beside

    track = _track(piece, arguments.track)
    if arguments.parts is None:
        return track, ()
    parts = _parts(piece, arguments.parts)
    if arguments.track is None and piece.tracks[track].part not in parts:
        track = next(n for n, t in enumerate(piece.tracks) if t.part in parts and len(t.clip))
    return track, tracks_beside(piece, track, parts)


def _parts(piece: "Piece", text: str) -> "set[Part]":
    """The parts that are asked for, each of which some track has."""
    from assistant.core.track import PARTS

    asked = {name.strip() for name in text.split(",")}
    there = {t.part for t in piece.tracks if len(t.clip) and not t.is_percussion}
    if not asked <= there:
        names = ", ".join(part for part in PARTS if part in there) or "none"
        raise AntiphonError(
            f"The file's tracks have these parts: {names}; choose of them, or leave --parts out."
        )
    return {part for part in PARTS if part in asked}


def _track(piece: "Piece", number: int | None) -> int:
    """The index of the track asked for, or of the one that leads."""

    if number is None:
        return piece.lead_track
    if not 1 <= number <= len(piece.tracks):
        raise AntiphonError(
            f"The file has {len(piece.tracks)} track(s): give --track 1 to {len(piece.tracks)}."
        )
    return number - 1


def _key(text: str) -> "Key":
    from assistant.core.theory import Key

    try:
        return Key.parse(text)
    except ValueError as error:
        raise AntiphonError(str(error)) from error


def _range(text: str) -> tuple[int, int]:
    """The lowest and the highest pitch, whichever is written first."""
    from assistant.core.theory import parse_pitch

    lowest, dash, highest = text.rpartition("-")
    try:
        if not dash:
            raise ValueError(f"{text!r} is not a range; write it like C3-C6.")
        low, high = sorted((parse_pitch(lowest), parse_pitch(highest)))
        return low, high
    except ValueError as error:
        raise AntiphonError(str(error)) from error


def _bars(text: str) -> tuple[int, int]:
    """The first and the last of the bars to fill."""
    first, dash, last = text.partition("-")
    try:
        return int(first), int(last if dash else first)
    except ValueError as error:
        raise AntiphonError(f"{text!r} are no bars; write them like 5-8.") from error


def _path(out: Path, index: int, takes: int) -> Path:
    """x.mid alone, or x-1.mid … of several takes."""
    return out if takes == 1 else out.with_stem(f"{out.stem}-{index + 1}")
