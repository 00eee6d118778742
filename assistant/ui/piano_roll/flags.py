"""The flags of the ruler: changes of tempo and meter, and markers, where they stand and how they read."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from assistant.core.errors import AntiphonError
from assistant.core.piece import Piece
from assistant.core.tempo import DENOMINATORS, MAX_BPM, MAX_NUMERATOR, MIN_BPM, MeterMap
from assistant.session import Session
from assistant.ui.piano_roll import grid
from assistant.ui.piano_roll.coordinates import Viewport

FlagKind = Literal["meter", "tempo", "marker"]
PAD_PX = 5
"""Left and right of a flag's text."""
LEAST_PX, MOST_PX, GAP_PX = 20, 140, 2
"""The narrowest flag shows at least that something is written on it."""
MOST_PUSHED_PX = 72
"""A flag may stand so far from its pole where others are in its way."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A change of tempo or meter, or a marker."""

    kind: FlagKind
    tick: int
    text: str

    @property
    def is_fixed(self) -> bool:
        """Whether it can be changed but neither moved nor deleted: the piece begins with it."""
        return self.kind != "marker" and self.tick == 0


@dataclass(frozen=True, slots=True)
class PlacedFlag:
    """A flag from its left to its right pixel."""

    flag: Flag
    left_px: int
    right_px: int


def flags_of(piece: Piece) -> tuple[Flag, ...]:
    """All flags of a piece in order; one tempo or meter throughout needs none (the transport shows it)."""
    tempos, meters = piece.tempo_map.changes, piece.meter_map.changes
    flags = [Flag("meter", m.tick, f"{m.numerator}/{m.denominator}") for m in meters if len(meters) > 1]
    flags += [Flag("tempo", t.tick, f"♩ {_number(t.bpm)}") for t in tempos if len(tempos) > 1]
    flags += [Flag("marker", m.tick, m.name) for m in piece.markers]
    return tuple(sorted(flags, key=lambda flag: flag.tick))


def placed(flags: Sequence[Flag], view: Viewport, text_px: Callable[[str], int]) -> tuple[PlacedFlag, ...]:
    """The flags that are seen, of all in order: side by side at one tick, each cut where the next begin."""
    found: list[PlacedFlag] = []
    for flag in _seen(flags, view):
        left = view.x_of(flag.tick)
        width = max(LEAST_PX, min(text_px(flag.text) + 2 * PAD_PX, MOST_PX))
        last = found[-1] if found else None
        if last and (last.flag.tick == flag.tick or left < last.left_px + LEAST_PX):
            if last.right_px - left > MOST_PUSHED_PX and last.flag.tick != flag.tick:
                continue  # no room to tell them apart: zoom in
            left = last.right_px + GAP_PX
        elif last and left < last.right_px + GAP_PX:
            found[-1] = PlacedFlag(last.flag, last.left_px, left - GAP_PX)
        found.append(PlacedFlag(flag, left, left + width))
    return tuple(found)


def _seen(flags: Sequence[Flag], view: Viewport) -> Iterator[Flag]:
    start_tick, end_tick = view.window(-3 * MOST_PX, view.width_px)
    first = bisect_left(flags, start_tick, key=lambda flag: flag.tick)
    return takewhile(lambda flag: flag.tick < end_tick, flags[first:])


def landing(flag: Flag, tick: float, grid_ticks: int, meter_map: MeterMap, *, is_free: bool) -> int:
    """Where a dragged flag lands: tempo and meter on a bar line, a marker on the grid, or free of both.

    A meter always begins a bar, counted as if it were not there.
    """
    at = max(0.0, tick)
    if flag.kind == "meter":
        return max(1, _nearest_bar(at, without(meter_map, flag.tick)))
    if is_free:
        return max(round(at), 0 if flag.kind == "marker" else 1)
    if flag.kind == "marker":
        return grid.snap(at, grid_ticks, meter_map)
    return _nearest_bar(at, meter_map) or meter_map.bar_start_tick(1)


def without(meter_map: MeterMap, tick: int) -> MeterMap:
    """The meters as they are counted where the change at a tick is not there."""
    return MeterMap.of_changes([change for change in meter_map.changes if change.tick != tick])


def _nearest_bar(tick: float, meter_map: MeterMap) -> int:
    bar = meter_map.bar_at(int(tick))
    before, after = meter_map.bar_start_tick(bar), meter_map.bar_start_tick(bar + 1)
    return before if tick - before <= after - tick else after


def marker_beside(piece: Piece, tick: float, direction: int) -> int | None:
    """The tick of the next marker (1) or of the one before (-1), if there is one."""
    beyond = [marker.tick for marker in piece.markers if (marker.tick - tick) * direction > 0]
    return min(beyond, key=lambda at: abs(at - tick)) if beyond else None


# --- what is written on them -------------------------------------------------------------------------


def written_at(piece: Piece, kind: FlagKind, tick: int) -> str:
    """What an editor begins with: the tempo or meter in force, the marker's name or a new one's."""
    if kind == "tempo":
        return _number(piece.tempo_map.bpm_at(tick))
    if kind == "meter":
        meter = piece.meter_map.change_at(tick)
        return f"{meter.numerator}/{meter.denominator}"
    names = [marker.name for marker in piece.markers if marker.tick == tick]
    return names[0] if names else f"Marker {len(piece.markers) + 1}"


def write(session: Session, kind: FlagKind, tick: int, text: str) -> None:
    """Set what was written at a tick; ``AntiphonError`` says how to write it."""
    if kind == "tempo":
        session.set_tempo(_tempo(text), tick)
    elif kind == "meter":
        session.set_meter(*_meter(text), tick)
    elif not text:
        remove(session, kind, tick)
    elif any(marker.tick == tick for marker in session.piece.markers):
        session.rename_marker(tick, text)
    else:
        session.add_marker(tick, text)


def move(session: Session, flag: Flag, to_tick: int) -> None:
    """Move a flag to another tick."""
    moves = {"tempo": session.move_tempo, "meter": session.move_meter, "marker": session.move_marker}
    moves[flag.kind](flag.tick, to_tick)


def remove(session: Session, kind: FlagKind, tick: int) -> None:
    """Take a flag away."""
    removes = {"tempo": session.remove_tempo, "meter": session.remove_meter, "marker": session.remove_marker}
    removes[kind](tick)


def _tempo(text: str) -> float:
    match = re.fullmatch(r"\D*(\d+(?:[.,]\d+)?)\s*(?:bpm)?", text.strip(), re.IGNORECASE)
    bpm = float(match[1].replace(",", ".")) if match else 0.0
    if not MIN_BPM <= bpm <= MAX_BPM:
        raise AntiphonError(f"Write a tempo from {MIN_BPM:g} to {MAX_BPM:g} quarter notes a minute, like 96.")
    return bpm


def _meter(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"\s*(\d+)\s*[/:]\s*(\d+)\s*", text)
    numerator, denominator = (int(match[1]), int(match[2])) if match else (0, 0)
    if not 1 <= numerator <= MAX_NUMERATOR or denominator not in DENOMINATORS:
        raise AntiphonError("Write a meter like 3/4 or 6/8; below stands 1, 2, 4, 8, 16, 32 or 64.")
    return numerator, denominator


def _number(bpm: float) -> str:
    return f"{round(bpm, 2):g}"
