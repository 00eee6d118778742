"""The click: wood blocks on the drum channel."""

from __future__ import annotations

from assistant.core.scheduling import (
    NOTE_OFF,
    NOTE_ON,
    OFFS_FIRST,
    ONS_LAST,
    RELEASE_VELOCITY,
    Beat,
    Event,
    beats_before,
    beats_between,
)
from assistant.core.tempo import MeterMap

DRUM_CHANNEL = 9
DOWNBEAT, OTHER_BEAT = (76, 120), (77, 80)
"""General MIDI's high and low wood block, with their velocities."""
CLICK_TICKS = 24


class Metronome:
    """Clicks on every beat of a meter map."""

    def __init__(self, meter_map: MeterMap) -> None:
        self._meter_map = meter_map

    def __call__(self, start_tick: int, end_tick: int) -> list[Event]:
        """The click events in [start_tick, end_tick), in order; a click's end may stand in a later window."""
        beats = beats_between(self._meter_map, max(0, start_tick - CLICK_TICKS), end_tick)
        events = [event for beat in beats for event in _click(beat)]
        return sorted(event for event in events if start_tick <= event.tick < end_tick)

    def count_in(self, start_tick: int, bars: int) -> list[Event]:
        """The clicks of whole bars that lead up to a tick, in order; ticks may be negative."""
        events = [event for beat in beats_before(self._meter_map, start_tick, bars) for event in _click(beat)]
        return [event._replace(tick=min(event.tick, start_tick - 1)) for event in events]


def _click(beat: Beat) -> tuple[Event, Event]:
    pitch, velocity = DOWNBEAT if beat.is_downbeat else OTHER_BEAT
    return (
        Event(beat.tick, ONS_LAST, bytes((NOTE_ON | DRUM_CHANNEL, pitch, velocity))),
        Event(
            beat.tick + CLICK_TICKS,
            OFFS_FIRST,
            bytes((NOTE_OFF | DRUM_CHANNEL, pitch, RELEASE_VELOCITY)),
        ),
    )
