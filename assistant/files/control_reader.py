"""A channel's events that are no notes: its instrument, its volume, its lanes, and what is not kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from assistant.core.controls import (
    PEDAL,
    PEDAL_DOWN,
    PEDALS,
    PITCH_BEND,
    USUAL_BEND_RANGE,
    USUAL_VOLUME,
    VOLUME,
    ControlLane,
    is_control,
)
from assistant.files import extras
from assistant.files.channels import BEND, CONTROL, PROGRAM, our_tick
from assistant.files.extras import Values
from assistant.files.smf import ChannelEvent

BANKS = (0, 32)
_DATA, _PARAMETER_LOW, _PARAMETER_HIGH = 6, 100, 101
_SETTINGS = (_DATA, 38, 96, 97, 98, 99, _PARAMETER_LOW, _PARAMETER_HIGH)
"""Parameters and what they are set to: words of sentences, which no lane can say."""
_SETTERS = (_DATA, 96, 97)
_BEND_RANGE = (0, 0)
"""The registered parameter that says how far the pitch wheel bends."""

Points = list[tuple[int, int]]


def chosen_program(controls: Sequence[ChannelEvent], first_note_tick: int) -> int | None:
    """The instrument that the first note sounds with, or else the first that is chosen, or None."""
    programs = [event for event in controls if event.status & 0xF0 == PROGRAM]
    before = [event for event in programs if event.tick <= first_note_tick]
    chosen = before[-1:] or programs[:1]
    return chosen[0].data1 if chosen else None


def chosen_volume(controls: Sequence[ChannelEvent], first_note_tick: int, own: Values) -> int:
    """The volume that we noted, or that the first note sounds with."""
    before = [event.data2 for event in controls if _is_set_up(event, first_note_tick)]
    usual = before[-1] if before else USUAL_VOLUME
    return extras.whole_number(own, "volume", 0, 127, usual)


def chosen_bend_range(controls: Iterable[ChannelEvent]) -> int:
    """By how many semitones the pitch wheel bends: what was said last."""
    said = [
        event.data2
        for parameter, event in _data_entries(controls)
        if parameter == _BEND_RANGE and event.data1 == _DATA
    ]
    return said[-1] if said else USUAL_BEND_RANGE


def _data_entries(controls: Iterable[ChannelEvent]) -> Iterator[tuple[tuple[int, int] | None, ChannelEvent]]:
    """What parameters are set to, each after its (high, low) number; None for one that is not registered."""
    numbers = {_PARAMETER_HIGH: 127, _PARAMETER_LOW: 127}
    is_registered = True
    for event in controls:
        if event.status & 0xF0 != CONTROL or event.data1 not in _SETTINGS:
            continue
        if event.data1 in numbers:
            numbers[event.data1], is_registered = event.data2, True
        elif event.data1 in (98, 99):
            is_registered = False
        elif event.data1 in _SETTERS:
            high, low = numbers.values()
            yield ((high, low) if is_registered else None), event


def read_lanes(
    controls: Sequence[ChannelEvent], first_note_tick: int, own: Values, *, end_tick: int, division: int
) -> tuple[ControlLane, ...]:
    """The lanes of a channel; ticks are the file's, ``division`` of them to the quarter.

    What the writer adds is left out again: the volume at the beginning, and pedals let go at ``end_tick``.
    """
    found: dict[int, Points] = {}
    for event in sorted(controls, key=lambda event: event.tick):
        number = _lane_number(event)
        if number is not None and ("volume" in own or not _is_set_up(event, first_note_tick)):
            value = event.data1 | event.data2 << 7 if number == PITCH_BEND else event.data2
            found.setdefault(number, []).append((event.tick, value))
    for number, points in found.items():
        _leave_out_what_the_writer_added(number, points, own, end_tick)
    lanes = (_lane(number, found[number], division, is_own=bool(own)) for number in sorted(found))
    return tuple(lane for lane in lanes if len(lane))


def _is_set_up(event: ChannelEvent, first_note_tick: int) -> bool:
    """Whether it is the volume with which the track begins."""
    is_volume = event.status & 0xF0 == CONTROL and event.data1 == VOLUME
    return is_volume and event.tick <= first_note_tick


def _lane_number(event: ChannelEvent) -> int | None:
    kind = event.status & 0xF0
    if kind == BEND:
        return PITCH_BEND
    is_lane = kind == CONTROL and is_control(event.data1) and event.data1 not in (*BANKS, *_SETTINGS)
    return event.data1 if is_lane else None


def _leave_out_what_the_writer_added(number: int, points: Points, own: Values, end_tick: int) -> None:
    if not own:
        return
    if number == VOLUME and "volume" in own and points[0] == (0, own["volume"]):
        del points[0]
    if number in PEDALS and points[-1] == (end_tick, 0):
        del points[-1]


def _lane(number: int, points: Points, division: int, *, is_own: bool) -> ControlLane:
    if number == PEDAL and not is_own:
        points = _without_idle_releases(points)
    ours = [(our_tick(tick, division), value) for tick, value in points]
    return ControlLane.of_points(number, _apart(ours) if number == PEDAL else ours)


def _without_idle_releases(points: Points) -> Points:
    """The points less those that let a pedal go that is not down: many programs write them to be safe."""
    befores = [0, *(value for _, value in points[:-1])]
    return [point for before, point in zip(befores, points, strict=True) if before or point[1]]


def _apart(points: Points) -> Points:
    """A pedal that is changed within one tick goes down a tick later, or its release would be lost."""
    moved = list(points)
    for row, (up, down) in enumerate(pairwise(points)):
        is_change = up[0] == down[0] and up[1] < PEDAL_DOWN <= down[1]
        if is_change and points[row + 2 : row + 3] != [(up[0] + 1, 0)]:
            moved[row + 1] = (down[0] + 1, down[1])
    return moved


def losses(controls: Iterable[ChannelEvent], first_note_tick: int) -> Counter[str]:
    """What of the events a piece has no place for, counted by kind."""
    events = list(controls)
    lost = Counter(kind for event in events if (kind := _loss(event, first_note_tick)))
    lost["parameter setting"] = sum(
        parameter != _BEND_RANGE or event.data1 != _DATA for parameter, event in _data_entries(events)
    )
    return lost


def _loss(event: ChannelEvent, first_note_tick: int) -> str | None:
    """The kind of thing lost with an event; None where nothing is."""
    kind = event.status & 0xF0
    if kind == PROGRAM:
        return None if event.tick <= first_note_tick else "instrument change"
    if kind not in (CONTROL, BEND):
        return "aftertouch message"
    if kind == CONTROL and event.data1 in BANKS:
        return "instrument bank" if event.data2 else None
    return None
